/* test_arena.c - memory that is freed all at once. */
#include "changhe/arena.h"
#include "failing.h"

#include <stdalign.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void objects_are_zeroed_aligned_and_apart(void **state)
{
    ch_arena arena = {0};
    char *last = NULL;
    for (size_t size = 1; size < 3000; size += 7) {
        char *object = CH_NEW(&arena, char, size);
        assert_non_null(object);
        assert_int_equal((uintptr_t)object % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(object[i], 0);
        memset(object, 0xff, size);
        if (last != NULL)
            assert_int_equal((unsigned char)last[0], 0xff);
        last = object;
    }
    ch_arena_free(&arena);
}

static void zero_bytes_give_a_pointer_of_their_own(void **state)
{
    ch_arena arena = {0};
    char *a = ch_arena_take(&arena, 0, 8), *b = ch_arena_take(&arena, 8, 0);
    assert_non_null(a);
    assert_non_null(b);
    assert_ptr_not_equal(a, b);
    ch_arena_free(&arena);
}

static void a_product_past_size_t_is_refused(void **state)
{
    ch_arena arena = {0};
    assert_null(ch_arena_take(&arena, SIZE_MAX / 2, 3));
    assert_null(ch_arena_take(&arena, SIZE_MAX, 1));
    assert_null(ch_arena_take(&arena, 2, SIZE_MAX / 2 - 4));
    assert_non_null(ch_arena_take(&arena, 1, 1));
    ch_arena_free(&arena);
}

static void small_objects_share_few_blocks(void **state)
{
    failing count = {0};
    const ch_memory memory = FAILING_MEMORY(&count);
    ch_arena arena = CH_ARENA(&memory);
    for (int i = 0; i < 100000; i++)
        assert_non_null(ch_arena_take(&arena, 1, 64));
    assert_in_range(count.calls, 2, 20); /* 6.4 MB: 4 KiB doubling to 1 MiB, then six more */
    ch_arena_free(&arena);
    assert_int_equal(count.live, 0);
}

static void a_large_object_leaves_the_block_being_cut_in_use(void **state)
{
    failing count = {0};
    const ch_memory memory = FAILING_MEMORY(&count);
    ch_arena arena = CH_ARENA(&memory);
    char *before = ch_arena_take(&arena, 1, 16);
    char *large = ch_arena_take(&arena, 3, 1 << 20);
    char *after = ch_arena_take(&arena, 1, 16);
    assert_non_null(large);
    memset(large, 1, (size_t)3 << 20);
    assert_ptr_equal(after, before + 16);
    assert_int_equal(count.calls, 2);
    ch_arena_free(&arena);
    assert_int_equal(count.live, 0);
}

static void a_large_object_may_come_first(void **state)
{
    failing count = {0};
    const ch_memory memory = FAILING_MEMORY(&count);
    ch_arena arena = CH_ARENA(&memory);
    assert_non_null(ch_arena_take(&arena, 1, 1 << 20));
    assert_non_null(ch_arena_take(&arena, 1, 16));
    assert_non_null(ch_arena_take(&arena, 1, 1 << 20));
    ch_arena_free(&arena);
    assert_int_equal(count.live, 0);
}

static void growing_keeps_the_items_and_at_least_doubles(void **state)
{
    ch_arena arena = {0};
    void *array = NULL;
    size_t capacity = 0, times = 0;
    for (size_t n = 0; n < 1000; n++) {
        size_t before = capacity;
        assert_true(ch_arena_grow(&arena, &array, &capacity, n + 1, sizeof(size_t)));
        if (capacity != before) {
            assert_true(capacity >= 2 * before);
            times++;
        }
        ((size_t *)array)[n] = n;
    }
    for (size_t n = 0; n < 1000; n++)
        assert_int_equal(((size_t *)array)[n], n);
    assert_in_range(times, 1, 11);
    ch_arena_free(&arena);
}

static void growing_without_memory_changes_nothing(void **state)
{
    failing fail = {0};
    const ch_memory memory = FAILING_MEMORY(&fail);
    ch_arena arena = CH_ARENA(&memory);
    void *array = NULL;
    size_t capacity = 0;
    assert_true(ch_arena_grow(&arena, &array, &capacity, 3, 4));
    void *before = array;

    assert_false(ch_arena_grow(&arena, &array, &capacity, SIZE_MAX, 4));
    fail.fail_at = 1;
    assert_false(ch_arena_grow(&arena, &array, &capacity, 1 << 20, 4));
    assert_ptr_equal(array, before);
    assert_int_equal(capacity, 3);
    ch_arena_free(&arena);
    assert_int_equal(fail.live, 0);
}

static void an_arena_is_ready_again_when_freed(void **state)
{
    failing fail = {.fail_at = 2};
    const ch_memory memory = FAILING_MEMORY(&fail);
    ch_arena arena = CH_ARENA(&memory);
    ch_arena_free(&arena);
    assert_non_null(ch_arena_take(&arena, 1, 1));
    assert_null(ch_arena_take(&arena, 1, 1 << 20));
    ch_arena_free(&arena);
    assert_int_equal(fail.live, 0);

    fail = (failing){0};
    assert_non_null(ch_arena_take(&arena, 1, 1));
    ch_arena_free(&arena);
    assert_int_equal(fail.live, 0);
}

static void single_blocks_come_from_the_hook_or_malloc(void **state)
{
    failing count = {0};
    const ch_memory memory = FAILING_MEMORY(&count);
    void *block = ch_memory_take(&memory, 10), *plain = ch_memory_take(NULL, 0);
    assert_non_null(block);
    assert_non_null(plain);
    assert_int_equal(count.live, 1);
    ch_memory_give(&memory, block);
    ch_memory_give(&memory, NULL);
    ch_memory_give(NULL, plain);
    assert_int_equal(count.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_zeroed_aligned_and_apart),
        cmocka_unit_test(zero_bytes_give_a_pointer_of_their_own),
        cmocka_unit_test(a_product_past_size_t_is_refused),
        cmocka_unit_test(small_objects_share_few_blocks),
        cmocka_unit_test(a_large_object_leaves_the_block_being_cut_in_use),
        cmocka_unit_test(a_large_object_may_come_first),
        cmocka_unit_test(growing_keeps_the_items_and_at_least_doubles),
        cmocka_unit_test(growing_without_memory_changes_nothing),
        cmocka_unit_test(an_arena_is_ready_again_when_freed),
        cmocka_unit_test(single_blocks_come_from_the_hook_or_malloc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
