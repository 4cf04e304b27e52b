/* test_heap.c - a queue that gives the largest key first. */
#include "changhe/heap.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static void the_largest_key_comes_first_and_of_equals_the_smallest_id(void **state)
{
    ch_heap_item room[6], item;
    ch_heap heap = {room, 0};
    ch_heap_push(&heap, 1, 9);
    ch_heap_push(&heap, 3, 7);
    ch_heap_push(&heap, 2, 1);
    ch_heap_push(&heap, 3, 2);
    ch_heap_push(&heap, -1, 0);
    ch_heap_push(&heap, 3, 5);
    const uint32_t order[] = {2, 5, 7, 1, 9, 0};
    for (size_t i = 0; i < 6; i++) {
        assert_true(ch_heap_pop(&heap, &item));
        assert_int_equal(item.id, order[i]);
    }
    assert_false(ch_heap_pop(&heap, &item));
}

static void an_empty_heap_gives_nothing_and_changes_nothing(void **state)
{
    ch_heap heap = {0};
    ch_heap_item item = {5, 5};
    assert_false(ch_heap_pop(&heap, &item));
    assert_int_equal(item.id, 5);
}

static int first_to_last(const void *left, const void *right)
{
    const ch_heap_item *a = left, *b = right;
    if (a->key != b->key)
        return a->key > b->key ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static void items_leave_in_order_however_they_came(void **state)
{
    enum { N = 300 };
    uint64_t seed = 1;
    for (size_t n = 1; n <= N; n++) {
        ch_heap_item room[N], sorted[N], item;
        ch_heap heap = {room, 0};
        for (uint32_t i = 0; i < n; i++) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            sorted[i] = (ch_heap_item){(double)(seed % 17), i};
            ch_heap_push(&heap, sorted[i].key, i);
        }
        qsort(sorted, n, sizeof *sorted, first_to_last);
        for (size_t i = 0; i < n; i++) {
            assert_true(ch_heap_pop(&heap, &item));
            assert_int_equal(item.id, sorted[i].id);
            assert_true(item.key == sorted[i].key);
        }
        assert_int_equal(heap.count, 0);
    }
}

static void pushes_and_pops_may_alternate(void **state)
{
    ch_heap_item room[3], item;
    ch_heap heap = {room, 0};
    for (uint32_t i = 0; i < 100; i++) {
        ch_heap_push(&heap, i, i);
        ch_heap_push(&heap, 1000, 1000);
        assert_true(ch_heap_pop(&heap, &item));
        assert_int_equal(item.id, 1000);
        assert_true(ch_heap_pop(&heap, &item));
        assert_int_equal(item.id, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_key_comes_first_and_of_equals_the_smallest_id),
        cmocka_unit_test(an_empty_heap_gives_nothing_and_changes_nothing),
        cmocka_unit_test(items_leave_in_order_however_they_came),
        cmocka_unit_test(pushes_and_pops_may_alternate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
