/* test_share.c - what is divided adds up, to the fen, in whatever order and with whatever sign. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/share.h"
#include "draw.h"
#include "failing.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 12 };

static const char *const code[MOST] = {"330522", "330523", "341822", "310000", "a", "b", "c", "d", "e", "f", "g", "h"};

static void divide(int64_t total_fen, const ch_share_part *part, size_t n, int64_t *fen, bool *is_odd)
{
    ch_arena arena = {0};
    assert_int_equal(ch_share_divide(&arena, total_fen, part, n, fen, is_odd, NULL), CH_OK);
    ch_arena_free(&arena);
}

/* 736.00 yuan among 5:3:2 is 368, 220.80 and 147.20; a fen more goes to the largest remainder of .50, .30, .20. */
static void an_odd_fen_goes_to_the_largest_remainder(void **state)
{
    (void)state;
    const ch_share_part part[] = {{CH_TEXT("a"), 5}, {CH_TEXT("b"), 3}, {CH_TEXT("c"), 2}};
    int64_t fen[3];
    bool is_odd[3];
    divide(73600, part, 3, fen, is_odd);
    assert_int_equal(fen[0], 36800);
    assert_int_equal(fen[1], 22080);
    assert_int_equal(fen[2], 14720);
    assert_false(is_odd[0] || is_odd[1] || is_odd[2]);
    divide(73601, part, 3, fen, is_odd);
    assert_int_equal(fen[0], 36801);
    assert_true(is_odd[0] && !is_odd[1] && !is_odd[2]);
}

/* A hundred among three equal ones, paid back. */
static void remainders_that_tie_go_by_code(void **state)
{
    (void)state;
    const ch_share_part part[] = {{CH_TEXT("b"), 1}, {CH_TEXT("c"), 1}, {CH_TEXT("a"), 1}};
    int64_t fen[3];
    bool is_odd[3];
    divide(-100, part, 3, fen, is_odd);
    assert_int_equal(fen[0], -33);
    assert_int_equal(fen[1], -33);
    assert_int_equal(fen[2], -34);
    assert_true(is_odd[2]);
}

/* VAT 1200, CIT 800 (10,000 yuan), a fifth to the province, 5:5: 368 each. */
static void the_worked_example_of_two_provinces_comes_out(void **state)
{
    (void)state;
    const int64_t wan = 1000000, local = 1200 * wan / 2 + 800 * wan * 4 / 10, retained = local * 8 / 10;
    const ch_share_part part[] = {{CH_TEXT("330523"), 5}, {CH_TEXT("341822"), 5}};
    int64_t fen[2];
    divide(retained, part, 2, fen, NULL);
    assert_int_equal(fen[0], 368 * wan);
    assert_int_equal(fen[1], 368 * wan);
}

static size_t draw_parts(uint64_t *d, ch_share_part *part)
{
    const size_t n = 1 + draw(d, MOST);
    for (size_t i = 0; i < n; i++) {
        int64_t weight = draw(d, 4) == 0 ? 0 : (int64_t)draw(d, draw(d, 2) ? 10 : 1u << 30);
        if (draw(d, 8) == 0)
            weight = weight * (INT64_C(1) << 28) + draw(d, 1000);
        part[i] = (ch_share_part){ch_text_of(code[i]), weight};
    }
    if (draw(d, 3) == 0 && n > 1)
        part[0].weight = part[n - 1].weight;
    part[n / 2].weight += part[n / 2].weight == 0;
    return n;
}

static int64_t draw_total(uint64_t *d)
{
    const uint64_t bits = (uint64_t)draw(d, 1u << 31) << 33 ^ (uint64_t)draw(d, 1u << 31) << 12 ^ draw(d, 4096);
    const int64_t total = (int64_t)(bits >> 1 >> draw(d, 60));
    return draw(d, 2) ? -total : total;
}

static void assert_laws(int64_t total_fen, const ch_share_part *part, size_t n, const int64_t *fen, const int64_t *back)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += fen[i];
        assert_int_equal(back[i], -fen[i]);
        assert_true(part[i].weight > 0 || fen[i] == 0);
        assert_true(total_fen >= 0 ? fen[i] >= 0 : fen[i] <= 0);
        const int64_t apart = fen[i] - fen[0];
        assert_true(part[i].weight != part[0].weight || (apart >= -1 && apart <= 1));
    }
    assert_int_equal(sum, total_fen);
}

static void a_million_splits_lose_no_fen(void **state)
{
    (void)state;
    uint64_t d = 1792;
    ch_arena arena = {0};
    for (size_t round = 0; round < 1000000; round++) {
        ch_share_part part[MOST];
        int64_t fen[MOST], back[MOST];
        const size_t n = draw_parts(&d, part);
        const int64_t total_fen = draw_total(&d);
        assert_int_equal(ch_share_divide(&arena, total_fen, part, n, fen, NULL, NULL), CH_OK);
        assert_int_equal(ch_share_divide(&arena, -total_fen, part, n, back, NULL, NULL), CH_OK);
        assert_laws(total_fen, part, n, fen, back);
        if (round % 1024 == 0)
            ch_arena_free(&arena);
    }
    ch_arena_free(&arena);
}

static void the_order_of_parties_changes_nothing(void **state)
{
    (void)state;
    uint64_t d = 7;
    for (size_t round = 0; round < 2000; round++) {
        ch_share_part part[MOST], mixed[MOST];
        int64_t fen[MOST], other[MOST];
        size_t place[MOST];
        const size_t n = draw_parts(&d, part);
        const int64_t total_fen = draw_total(&d);
        for (size_t i = 0; i < n; i++)
            place[i] = i;
        for (size_t i = n; i > 1; i--) {
            const size_t pick = draw(&d, (uint32_t)i), last = place[i - 1];
            place[i - 1] = place[pick];
            place[pick] = last;
        }
        for (size_t i = 0; i < n; i++)
            mixed[i] = part[place[i]];
        divide(total_fen, part, n, fen, NULL);
        divide(total_fen, mixed, n, other, NULL);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(other[i], fen[place[i]]);
    }
}

/* Whole parts and odd fen: nobody is a fen or more off the exact part. */
static void nobody_is_a_fen_off(void **state)
{
    (void)state;
    uint64_t d = 99;
    for (size_t round = 0; round < 20000; round++) {
        ch_share_part part[MOST];
        int64_t fen[MOST], sum = 0;
        bool is_odd[MOST];
        const size_t n = 1 + draw(&d, MOST);
        const int64_t total_fen = draw(&d, 1000000);
        for (size_t i = 0; i < n; i++) {
            part[i] = (ch_share_part){ch_text_of(code[i]), 1 + draw(&d, 1000)};
            sum += part[i].weight;
        }
        divide(total_fen, part, n, fen, is_odd);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(fen[i], total_fen * part[i].weight / sum + is_odd[i]);
    }
}

static void the_largest_amounts_are_divided(void **state)
{
    (void)state;
    const ch_share_part one[] = {{CH_TEXT("a"), INT64_MAX}}, two[] = {{CH_TEXT("a"), INT64_MAX - 1}, {CH_TEXT("b"), 1}};
    int64_t fen[2];
    divide(INT64_MIN, one, 1, fen, NULL);
    assert_true(fen[0] == INT64_MIN);
    divide(INT64_MAX, two, 2, fen, NULL);
    assert_true(fen[0] == INT64_MAX - 1 && fen[1] == 1);
    divide(INT64_MIN, two, 2, fen, NULL);
    assert_true(fen[0] + fen[1] == INT64_MIN);
}

static void assert_told(const ch_share_part *part, size_t n, ch_want want, uint32_t line)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    int64_t fen[4] = {7, 7, 7, 7};
    assert_int_equal(ch_share_divide(&arena, 100, part, n, fen, NULL, &faults), CH_EDATA);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, want);
    assert_int_equal(faults.list[0].at.line, line);
    for (int i = 0; i < 4; i++)
        assert_int_equal(fen[i], 7);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void faults_are_told_with_their_place(void **state)
{
    (void)state;
    assert_told((const ch_share_part[]){{CH_TEXT("a"), 1}, {CH_TEXT("b"), -1}}, 2, CH_WANT_WHOLE, 2);
    assert_told((const ch_share_part[]){{CH_TEXT("a"), 1}, {CH_TEXT("b"), 2}, {CH_TEXT("a"), 1}}, 3, CH_WANT_UNIQUE, 3);
    assert_told((const ch_share_part[]){{CH_TEXT("a"), 0}, {CH_TEXT("b"), 0}}, 2, CH_WANT_SOME_WEIGHT, 3);
    assert_told((const ch_share_part[]){{CH_TEXT("a"), 1}, {CH_TEXT("b"), INT64_MAX}}, 2, CH_WANT_SMALL_SUM, 2);
    assert_told(NULL, 0, CH_WANT_SOME_WEIGHT, 1);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    const ch_share_part part[] = {{CH_TEXT("a"), 1}, {CH_TEXT("b"), 2}};
    for (size_t at = 1;; at++) {
        failing broken = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&broken);
        ch_arena arena = CH_ARENA(&memory);
        int64_t fen[2] = {7, 7};
        const ch_err err = ch_share_divide(&arena, 100, part, 2, fen, NULL, NULL);
        ch_arena_free(&arena);
        assert_int_equal(broken.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        assert_int_equal(fen[0], 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_odd_fen_goes_to_the_largest_remainder),
        cmocka_unit_test(remainders_that_tie_go_by_code),
        cmocka_unit_test(the_worked_example_of_two_provinces_comes_out),
        cmocka_unit_test(a_million_splits_lose_no_fen),
        cmocka_unit_test(the_order_of_parties_changes_nothing),
        cmocka_unit_test(nobody_is_a_fen_off),
        cmocka_unit_test(the_largest_amounts_are_divided),
        cmocka_unit_test(faults_are_told_with_their_place),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
