/* test_assessment.c - figures counted once, and split for assessment: by hand, by their laws. */
#include "changhe/assessment.h"

#include "draw.h"
#include "failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

enum { OUTPUT = 1, FIXED = 2, PARTIES = 6, FIGURES = 40 };

static const ch_text code[PARTIES] = {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"e", 1}, {"f", 1}};

static const ch_assessment_row *split(ch_arena *arena, const ch_assessment *of, int32_t from, int32_t to, size_t *n)
{
    const ch_assessment_row *row;
    assert_int_equal(ch_assessment_split(arena, of, from, to, &row, n, NULL), CH_OK);
    return row;
}

/* As Ningde rules it: output of 101 fen counts in the host's statistics, once; each is assessed by a half for five years. */
static void halves_for_five_years_and_the_value_stays_where_it_is_counted(void **state)
{
    (void)state;
    const ch_ratio half[] = {{1, 2}, {1, 2}};
    ch_assessment_figure figure[7] = {{0}};
    for (size_t i = 0; i < 7; i++)
        figure[i] = (ch_assessment_figure){(2022 + (int32_t)i) * 10000, OUTPUT, CH_TEXT("b"), false, 101};
    const ch_assessment of = {figure, 7, code, half, 2, 2023, 2028};
    ch_arena arena = {0};
    size_t n;
    const ch_assessment_row *row = split(&arena, &of, 2000, 2100, &n);
    assert_int_equal(n, 7);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(row[i].value_fen, 101);
        assert_true(ch_text_equal(row[i].place, CH_TEXT("b")));
        assert_int_equal(row[i].fen != NULL, row[i].year >= 2023 && row[i].year < 2028);
        if (row[i].fen) {
            assert_int_equal(row[i].fen[0], 51); /* the smaller code has the odd fen */
            assert_int_equal(row[i].fen[1], 50);
            assert_int_equal(row[i].nobody_fen, 0);
        }
    }
    ch_arena_free(&arena);
}

static void what_no_part_speaks_of_is_nobodys(void **state)
{
    (void)state;
    const ch_ratio part[] = {{1, 3}, {1, 3}};
    const ch_assessment_figure figure = {20240000, FIXED, CH_TEXT("b"), false, 100};
    const ch_assessment of = {&figure, 1, code, part, 2, 2024, INT32_MAX};
    ch_arena arena = {0};
    size_t n;
    const ch_assessment_row *row = split(&arena, &of, 2024, 2024, &n);
    assert_int_equal(row->fen[0], 34); /* of three equal thirds the smallest code has the odd fen, nobody comes last */
    assert_int_equal(row->fen[1], 33);
    assert_int_equal(row->nobody_fen, 33);
    ch_arena_free(&arena);
}

static void actual_figures_replace_planned_ones_of_their_year_and_place(void **state)
{
    (void)state;
    const ch_ratio all = {1, 1};
    const ch_assessment_figure figure[] = {{20250000, OUTPUT, CH_TEXT("b"), true, 500},
                                           {20240600, OUTPUT, CH_TEXT("b"), false, 30},
                                           {20240000, OUTPUT, CH_TEXT("b"), true, 900},
                                           {20240700, OUTPUT, CH_TEXT("b"), false, 12},
                                           {20240000, OUTPUT, CH_TEXT("a"), true, 8}};
    const ch_assessment of = {figure, 5, code, &all, 1, 2024, INT32_MAX};
    ch_arena arena = {0};
    size_t n;
    const ch_assessment_row *row = split(&arena, &of, 2024, 2025, &n);
    assert_int_equal(n, 3);
    assert_int_equal(row[0].value_fen, 8);
    assert_int_equal(row[1].value_fen, 42);
    assert_false(row[1].is_planned);
    assert_int_equal(row[2].value_fen, 500);
    assert_true(row[2].is_planned);
    ch_arena_free(&arena);
}

static void what_cannot_be_split_is_told(void **state)
{
    (void)state;
    const ch_ratio more[] = {{1, 2}, {2, 3}}, fine[] = {{1, 999983}, {1, 999979}, {1, 999961}, {1, 999959}},
                   half[] = {{1, 2}, {1, 2}};
    const ch_assessment_figure figure[] = {{20240000, OUTPUT, CH_TEXT("b"), false, INT64_MAX},
                                           {20240000, OUTPUT, CH_TEXT("b"), false, 1}};
    const struct {
        ch_assessment of;
        ch_want want;
        unsigned line;
    } bad[] = {{{figure, 1, code, more, 2, 2024, INT32_MAX}, CH_WANT_ASSESSMENT_SUM, 2},
               {{figure, 1, code, fine, 4, 2024, INT32_MAX}, CH_WANT_SMALL_RATIOS, 4},
               {{figure, 2, code, half, 2, 2024, INT32_MAX}, CH_WANT_SMALL_AMOUNTS, 2}};
    for (size_t i = 0; i < 3; i++) {
        ch_arena arena = {0};
        ch_faults faults = {0};
        const ch_assessment_row *row;
        size_t n;
        assert_int_equal(ch_assessment_split(&arena, &bad[i].of, 2024, 2024, &row, &n, &faults), CH_EDATA);
        assert_int_equal(faults.list[0].want, bad[i].want);
        assert_int_equal(faults.list[0].at.line, bad[i].line);
        ch_faults_free(&faults);
        ch_arena_free(&arena);
    }
}

/* ---- laws */

static void draw_parts(uint64_t *seed, ch_ratio *part, size_t n)
{
    const int64_t den = (int64_t)n + draw(seed, 100);
    for (size_t i = 0; i < n; i++)
        part[i] = (ch_ratio){(int64_t)draw(seed, (uint32_t)(den / (int64_t)n) + 1), den};
}

static void draw_figures(uint64_t *seed, ch_assessment_figure *figure)
{
    for (size_t i = 0; i < FIGURES; i++)
        figure[i] =
            (ch_assessment_figure){(int32_t)(2020 + draw(seed, 8)) * 10000, 1 + draw(seed, 3), code[draw(seed, 3)],
                                   draw(seed, 2) == 0, (int64_t)draw(seed, 2000000) - 1000000};
}

/* Nothing is counted twice; each is within a fen of its exact part; the order of figures changes nothing. */
static void parts_and_nobodys_add_up_to_the_value(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 1000; round++) {
        ch_assessment_figure figure[FIGURES], turned[FIGURES];
        ch_ratio part[PARTIES];
        const size_t parties = 1 + draw(&seed, PARTIES);
        draw_parts(&seed, part, parties);
        draw_figures(&seed, figure);
        for (size_t i = 0; i < FIGURES; i++)
            turned[i] = figure[FIGURES - 1 - i];
        const ch_assessment of = {figure, FIGURES, code, part, parties, 2022, 2026},
                            other = {turned, FIGURES, code, part, parties, 2022, 2026};
        ch_arena arena = {0};
        size_t n, m;
        const ch_assessment_row *row = split(&arena, &of, 2021, 2027, &n),
                                *same = split(&arena, &other, 2021, 2027, &m);
        assert_int_equal(n, m);
        for (size_t i = 0; i < n; i++) {
            int64_t sum = row[i].nobody_fen;
            assert_int_equal(row[i].value_fen, same[i].value_fen);
            assert_true(row[i].fen == NULL || (row[i].year >= 2022 && row[i].year < 2026));
            for (size_t p = 0; row[i].fen && p < parties; p++) {
                sum += row[i].fen[p];
                assert_int_equal(row[i].fen[p], same[i].fen[p]);
                assert_true(llabs(row[i].fen[p] * part[p].den - row[i].value_fen * part[p].num) < part[p].den);
            }
            if (row[i].fen)
                assert_int_equal(sum, row[i].value_fen);
        }
        ch_arena_free(&arena);
    }
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t seed = 5;
    ch_assessment_figure figure[FIGURES];
    ch_ratio part[PARTIES];
    draw_parts(&seed, part, PARTIES);
    draw_figures(&seed, figure);
    const ch_assessment of = {figure, FIGURES, code, part, PARTIES, 2022, 2026};
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_arena arena = CH_ARENA(&memory);
        const ch_assessment_row *row;
        size_t n;
        const ch_err err = ch_assessment_split(&arena, &of, 2020, 2030, &row, &n, NULL);
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
        cmocka_unit_test(halves_for_five_years_and_the_value_stays_where_it_is_counted),
        cmocka_unit_test(what_no_part_speaks_of_is_nobodys),
        cmocka_unit_test(actual_figures_replace_planned_ones_of_their_year_and_place),
        cmocka_unit_test(what_cannot_be_split_is_told),
        cmocka_unit_test(parts_and_nobodys_add_up_to_the_value),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
