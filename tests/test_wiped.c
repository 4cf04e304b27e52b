/* test_wiped.c - memory that is overwritten before it is given back. */
#include "changhe/wiped.h"

#include "changhe/text.h"

#include "failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* Blocks of a known size that look at themselves when they come back. */
typedef struct {
    size_t live, dirty;
} watch;

typedef union {
    size_t size;
    max_align_t aligned;
} watched;

static void *watch_take(void *self, size_t size)
{
    watch *of = self;
    watched *block = malloc(sizeof *block + size);
    if (block == NULL)
        return NULL;
    block->size = size;
    of->live++;
    memset(block + 1, 'x', size);
    return block + 1;
}

static void watch_give(void *self, void *at)
{
    watch *of = self;
    watched *block = (watched *)at - 1;
    const unsigned char *byte = at;
    for (size_t i = 0; i < block->size; i++)
        of->dirty += byte[i] != 0;
    of->live--;
    free(block);
}

static void what_is_given_back_holds_nothing(void **state)
{
    (void)state;
    watch seen = {0};
    const ch_memory beneath = {watch_take, watch_give, &seen};
    ch_wiped wiped;
    ch_wiped_open(&wiped, &beneath);
    ch_arena arena = CH_ARENA(&wiped.memory);
    ch_buf text = {.memory = &wiped.memory};
    for (int i = 0; i < 1000; i++) {
        assert_non_null(ch_text_copy(&arena, CH_TEXT("token of a person")).at);
        ch_buf_adds(&text, "another");
    }
    void *large = ch_arena_take(&arena, 1, 1 << 20);
    assert_non_null(large);
    memset(large, 'y', 1 << 20);
    assert_int_equal((uintptr_t)large % _Alignof(max_align_t), 0);
    assert_int_equal(seen.dirty, 0); /* what grew gave its old place back */
    ch_buf_free(&text);
    ch_arena_free(&arena);
    assert_int_equal(seen.dirty, 0);
    assert_int_equal(seen.live, 0);
}

static void it_fails_when_the_memory_beneath_does(void **state)
{
    (void)state;
    failing memory_state = {.fail_at = 1};
    const ch_memory beneath = FAILING_MEMORY(&memory_state);
    ch_wiped wiped;
    ch_wiped_open(&wiped, &beneath);
    assert_null(ch_memory_take(&wiped.memory, 10));
    assert_null(ch_memory_take(&wiped.memory, SIZE_MAX));
    ch_memory_give(&wiped.memory, NULL);
    assert_int_equal(memory_state.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_given_back_holds_nothing),
        cmocka_unit_test(it_fails_when_the_memory_beneath_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
