/* test_forecast.c - plans spread over the years: by hand, by their laws, through an agreement. */
#include "changhe/forecast.h"

#include "draw.h"
#include "failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

enum { VAT = 1, CIT = 2, WAN = 1000000 };

static const ch_agreement_amount *spread(ch_arena *arena, const ch_forecast_plan *plan, size_t plans, const char *ramp,
                                         ch_date start, int32_t from, int32_t to, size_t *n)
{
    ch_ratio part[CH_FORECAST_RAMP];
    const ch_agreement_amount *amount;
    ch_text told;
    size_t parts;
    assert_true(ch_forecast_ramp(ch_text_of(ramp), part, &parts, &told));
    assert_int_equal(ch_forecast_amounts(arena, plan, plans, part, parts, start, from, to, &amount, n), CH_OK);
    return amount;
}

static void a_ramp_goes_up_and_its_last_part_stays(void **state)
{
    (void)state;
    static const int64_t want_wan[] = {300, 600, 1000, 1000};
    const ch_forecast_plan plan = {.stream = VAT, .full_fen = 1000 * (int64_t)WAN};
    ch_arena arena = {0};
    size_t n;
    const ch_agreement_amount *amount = spread(&arena, &plan, 1, "30% 3/5 1", 20240630, 2024, 2027, &n);
    assert_int_equal(n, 4);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(amount[i].period / 10000, 2024 + (int)i);
        assert_int_equal(amount[i].gross_fen, want_wan[i] * WAN);
        assert_true(amount[i].is_planned && amount[i].is_forecast);
    }
    ch_arena_free(&arena);
}

static void a_third_of_a_hundred_fen_is_thirty_three_and_halves_go_up(void **state)
{
    (void)state;
    const ch_forecast_plan plan[] = {{.stream = VAT, .full_fen = 100}, {.stream = CIT, .full_fen = 101}};
    ch_arena arena = {0};
    size_t n;
    const ch_agreement_amount *amount = spread(&arena, plan, 2, "1/3 1/2", 20240000, 2024, 2025, &n);
    assert_int_equal(n, 4);
    assert_int_equal(amount[0].gross_fen, 33);
    assert_int_equal(amount[1].gross_fen, 50);
    assert_int_equal(amount[2].gross_fen, 34); /* 33 2/3 */
    assert_int_equal(amount[3].gross_fen, 51); /* 50 1/2 */
    ch_arena_free(&arena);
}

static void before_the_start_and_without_one_nothing_is_forecast(void **state)
{
    (void)state;
    const ch_forecast_plan plan = {.stream = VAT, .full_fen = 7};
    ch_arena arena = {0};
    size_t n;
    spread(&arena, &plan, 1, "", 0, 2020, 2030, &n);
    assert_int_equal(n, 0);
    spread(&arena, &plan, 1, "", 20260101, 2020, 2025, &n);
    assert_int_equal(n, 0);
    const ch_agreement_amount *amount = spread(&arena, &plan, 1, "", 20260101, 2020, 2027, &n);
    assert_int_equal(n, 2);
    assert_int_equal(amount[0].period / 10000, 2026);
    assert_int_equal(amount[1].gross_fen, 7);
    spread(&arena, &plan, 0, "1/2", 20260101, 2020, 2027, &n);
    assert_int_equal(n, 0);
    ch_arena_free(&arena);
}

static void a_ramp_that_is_none_is_told(void **state)
{
    (void)state;
    ch_ratio part[CH_FORECAST_RAMP];
    ch_text told;
    size_t n;
    char many[4 * (CH_FORECAST_RAMP + 1)] = "";
    assert_true(ch_forecast_ramp(CH_TEXT("  0.5   1 "), part, &n, &told));
    assert_int_equal(n, 2);
    assert_false(ch_forecast_ramp(CH_TEXT("0.5 half"), part, &n, &told));
    assert_true(ch_text_equal(told, CH_TEXT("half")));
    assert_false(ch_forecast_ramp(CH_TEXT("2"), part, &n, &told));
    for (int i = 0; i <= CH_FORECAST_RAMP; i++)
        strcat(many, "1 ");
    assert_false(ch_forecast_ramp(ch_text_of(many), part, &n, &told));
    assert_int_equal(told.len, strlen(many));
    many[strlen(many) - 2] = '\0';
    assert_true(ch_forecast_ramp(ch_text_of(many), part, &n, &told));
    assert_int_equal(n, CH_FORECAST_RAMP);
}

/* ---- through an agreement: two parties, halves for three years, a cap of 60 */

static ch_agreement_split divide(ch_arena *arena, const ch_agreement_amount *amount, size_t n)
{
    const ch_agreement_party party[] = {
        {.code = CH_TEXT("a"), .floor_fen = CH_UNKNOWN_I64, .cap_year_fen = CH_UNKNOWN_I64, .cap_fen = 60},
        {.code = CH_TEXT("b"), .floor_fen = CH_UNKNOWN_I64, .cap_year_fen = CH_UNKNOWN_I64, .cap_fen = CH_UNKNOWN_I64}};
    const ch_agreement_phase phase = {CH_TEXT("p"), CH_TEXT("a"), 0, {0}, 0, 9, {1, 2}};
    const ch_agreement agreement = {.base = CH_AGREEMENT_STATED,
                                    .base_fen = CH_UNKNOWN_I64,
                                    .start = 20240101,
                                    .party = party,
                                    .parties = 2,
                                    .rest = 1,
                                    .phase = &phase,
                                    .phases = 1,
                                    .amount = amount,
                                    .amounts = n,
                                    .stated_stream = CIT};
    ch_agreement_split split;
    assert_int_equal(ch_agreement_divide(arena, &agreement, 2024, 2026, &split, NULL), CH_OK);
    return split;
}

static void what_is_told_comes_before_what_is_planned_and_that_before_a_forecast(void **state)
{
    (void)state;
    const ch_agreement_amount amount[] = {
        {.period = 20240000, .stream = VAT, .is_planned = true, .is_forecast = true, .gross_fen = 1000},
        {.period = 20240000, .stream = VAT, .is_planned = true, .gross_fen = 100},
        {.period = 20240600, .stream = VAT, .gross_fen = 10},
        {.period = 20250000, .stream = VAT, .is_planned = true, .is_forecast = true, .gross_fen = 1000},
        {.period = 20250000, .stream = VAT, .is_planned = true, .gross_fen = 100},
        {.period = 20260000, .stream = VAT, .is_planned = true, .is_forecast = true, .gross_fen = 1000}};
    ch_arena arena = {0};
    const ch_agreement_split split = divide(&arena, amount, 6);
    assert_int_equal(split.rows, 6);
    assert_int_equal(split.row[0].gross_fen, 10);
    assert_false(split.row[0].is_planned || split.row[0].is_forecast);
    assert_int_equal(split.row[2].gross_fen, 100);
    assert_true(split.row[2].is_planned && !split.row[2].is_forecast);
    assert_int_equal(split.row[4].gross_fen, 1000);
    assert_true(split.row[4].is_forecast);
    assert_int_equal(split.row[4].amount_fen, 60 - 5 - 50); /* the cap goes on over all three */
    ch_arena_free(&arena);
}

static void a_higher_ramp_never_lowers_an_amount(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 2000; round++) {
        const ch_forecast_plan plan = {.stream = VAT, .full_fen = (int64_t)(draw(&seed, 1u << 31)) << 20};
        const int64_t den = 1 + draw(&seed, 1000);
        const ch_ratio low = {(int64_t)draw(&seed, (uint32_t)den), den}, high = {low.num + 1, den};
        const ch_agreement_amount *a, *b;
        ch_arena arena = {0};
        size_t n;
        assert_int_equal(ch_forecast_amounts(&arena, &plan, 1, &low, 1, 20240000, 2024, 2024, &a, &n), CH_OK);
        assert_int_equal(ch_forecast_amounts(&arena, &plan, 1, &high, 1, 20240000, 2024, 2024, &b, &n), CH_OK);
        assert_true(0 <= a->gross_fen && a->gross_fen <= b->gross_fen && b->gross_fen <= plan.full_fen);
        ch_arena_free(&arena);
    }
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    const ch_forecast_plan plan = {.stream = VAT, .full_fen = 7};
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_arena arena = CH_ARENA(&memory);
        const ch_agreement_amount *amount;
        size_t n;
        const ch_err err = ch_forecast_amounts(&arena, &plan, 1, NULL, 0, 20240000, 2024, 2043, &amount, &n);
        ch_arena_free(&arena);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ramp_goes_up_and_its_last_part_stays),
        cmocka_unit_test(a_third_of_a_hundred_fen_is_thirty_three_and_halves_go_up),
        cmocka_unit_test(before_the_start_and_without_one_nothing_is_forecast),
        cmocka_unit_test(a_ramp_that_is_none_is_told),
        cmocka_unit_test(what_is_told_comes_before_what_is_planned_and_that_before_a_forecast),
        cmocka_unit_test(a_higher_ramp_never_lowers_an_amount),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
