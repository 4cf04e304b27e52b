/* test_progress.c - work that tells how far it is, and is stopped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/progress.h"

typedef struct {
    const char *step;
    uint64_t done, of;
    unsigned calls;
} told;

static bool go_on_until_half(void *self, const char *step, uint64_t done, uint64_t of)
{
    told *t = self;
    *t = (told){step, done, of, t->calls + 1};
    return done * 2 < of;
}

static void whoever_wants_to_know_is_told_and_may_stop_the_work(void **state)
{
    (void)state;
    told t = {0};
    const ch_progress progress = {go_on_until_half, &t};
    assert_true(ch_progress_goes_on(&progress, "points", 4, 10));
    assert_string_equal(t.step, "points");
    assert_true(t.done == 4 && t.of == 10 && t.calls == 1);
    assert_false(ch_progress_goes_on(&progress, "points", 5, 10));
    assert_int_equal(t.calls, 2);
}

static void where_nobody_wants_to_know_work_goes_on(void **state)
{
    (void)state;
    assert_true(ch_progress_goes_on(NULL, "points", 10, 10));
    assert_true(ch_progress_goes_on(&(ch_progress){0}, "points", 10, 10));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_wants_to_know_is_told_and_may_stop_the_work),
        cmocka_unit_test(where_nobody_wants_to_know_work_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
