/* test_agreement.c - what an agreement gives to whom: worked by hand, and laws. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/agreement.h"
#include "changhe/schema.h"
#include "draw.h"
#include "failing.h"

#include <math.h>
#include <string.h>

#define WAN CH_FEN_PER_WAN
#define NO  CH_UNKNOWN_I64
/* as CH_TEXT, where a constant is asked */
#define IS(literal) \
    { \
        (literal), sizeof(literal) - 1 \
    }

enum { VAT = CH_stream_VAT, CIT = CH_stream_CIT, URBAN = CH_stream_URBAN, OTHER = CH_stream_OTHER };

/* A fifth to the province of what the centre leaves: half of value-added tax, two fifths of income tax. */
static const ch_agreement_rule rules[] = {
    {IS("r-vat"), VAT, 0, 0, 0, {1, 2}, {1, 5}},
    {IS("r-cit"), CIT, 0, 0, 0, {3, 5}, {1, 5}},
    {IS("r-urban"), URBAN, 0, 0, 0, {0, 1}, {0, 1}},
};
static const ch_agreement_phase halves[] = {
    {IS("p-origin"), IS("330522"), 0, {0}, 0, 5, {1, 2}},
    {IS("p-host"), IS("341822"), 0, {0}, 0, 5, {1, 2}},
};
enum { ORIGIN, HOST };

typedef struct {
    ch_agreement_party party[3];
    ch_agreement agreement;
} scene;

/* Two parties, halves for five years, begun in 2020. */
static void set_scene(scene *of, const ch_agreement_amount *amount, size_t amounts)
{
    *of = (scene){.party = {{CH_TEXT("330522"), NO, NO, NO, 0, 0}, {CH_TEXT("341822"), NO, NO, NO, 0, 0}}};
    of->agreement = (ch_agreement){.base_fen = NO,
                                   .start = 20200501,
                                   .party = of->party,
                                   .parties = 2,
                                   .rest = HOST,
                                   .phase = halves,
                                   .phases = 2,
                                   .rule = rules,
                                   .rules = 3,
                                   .amount = amount,
                                   .amounts = amounts,
                                   .stated_stream = OTHER};
}

static void divide(ch_arena *arena, const scene *of, int32_t from, int32_t to, ch_agreement_split *split)
{
    assert_int_equal(ch_agreement_divide(arena, &of->agreement, from, to, split, NULL), CH_OK);
    int64_t sum = 0;
    for (size_t i = 0; i < split->rows; i++) {
        sum += split->row[i].amount_fen;
        if (i % of->agreement.parties + 1 < of->agreement.parties)
            continue;
        assert_int_equal(sum, split->row[i].base_fen);
        assert_int_equal(sum + split->row[i].central_fen + split->row[i].provincial_fen, split->row[i].gross_fen);
        sum = 0;
    }
}

static int64_t paid_in(const ch_agreement_split *split, size_t party, int32_t year)
{
    int64_t sum = 0;
    for (size_t i = 0; i < split->rows; i++)
        if (split->row[i].party == party && split->row[i].year == year)
            sum += split->row[i].amount_fen;
    return sum;
}

static void assert_clause(const ch_agreement_row *row, const char *clause)
{
    assert_true(ch_text_equal(row->clause, ch_text_of(clause)));
}

static const ch_agreement_amount twelve_and_eight[] = {
    {20210000, VAT, {0}, false, 1200 * WAN, false},
    {20210000, CIT, {0}, false, 800 * WAN, false},
};

/* ---- by hand */

static void of_two_thousand_each_side_keeps_368(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_agreement_split split;
    scene of;
    set_scene(&of, twelve_and_eight, 2);
    divide(&arena, &of, 2021, 2021, &split);
    assert_int_equal(split.rows, 4);
    assert_int_equal(split.gross_fen - split.central_fen, 920 * WAN);
    assert_int_equal(split.base_fen, 736 * WAN);
    assert_int_equal(split.row[0].amount_fen, 240 * WAN);
    assert_int_equal(split.row[2].amount_fen, 128 * WAN);
    assert_int_equal(split.total[ORIGIN].amount_fen, 368 * WAN);
    assert_int_equal(split.total[HOST].amount_fen, 368 * WAN);
    assert_clause(&split.row[0], "p-origin");
    assert_clause(&split.row[1], "p-host");
    ch_arena_free(&arena);
}

static void a_cap_of_900_of_which_700_are_paid_leaves_200_and_closes(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_agreement_split split;
    scene of;
    set_scene(&of, twelve_and_eight, 2);
    of.party[ORIGIN].cap_fen = 900 * WAN;
    of.party[ORIGIN].paid_fen = 700 * WAN;
    divide(&arena, &of, 2021, 2021, &split);
    assert_int_equal(split.total[ORIGIN].amount_fen, 200 * WAN);
    assert_int_equal(split.total[HOST].amount_fen, 536 * WAN);
    assert_int_equal(split.total[ORIGIN].cap_left_fen, 0);
    assert_clause(&split.row[0], "p-origin cap");
    assert_clause(&split.row[1], "p-host rest");
    assert_int_equal(split.row[2].amount_fen, 0);
    ch_arena_free(&arena);
}

/* 财预〔2015〕92号: halves for three years, two more while the cap is not reached, which five years of halves tell; a cap of
 * 9000 in all. The amounts are local ones: a stream of which neither centre nor province takes. */
static void check_moved_firm(int64_t local_wan, const int64_t *origin_wan, size_t years)
{
    ch_arena arena = {0};
    ch_agreement_amount amount[6];
    ch_agreement_split split;
    scene of;
    for (int i = 0; i < 6; i++)
        amount[i] = (ch_agreement_amount){(2020 + i) * 10000, URBAN, {0}, true, local_wan * WAN, false};
    set_scene(&of, amount, 6);
    of.party[ORIGIN].cap_fen = 9000 * WAN;
    divide(&arena, &of, 2020, 2025, &split);
    for (size_t i = 0; i < years; i++) {
        assert_int_equal(paid_in(&split, ORIGIN, 2020 + (int32_t)i), origin_wan[i] * WAN);
        assert_int_equal(paid_in(&split, HOST, 2020 + (int32_t)i), (local_wan - origin_wan[i]) * WAN);
    }
    /* later years alone come to the same: what was used up is worked through */
    divide(&arena, &of, 2024, 2024, &split);
    assert_int_equal(split.total[ORIGIN].amount_fen, origin_wan[4] * WAN);
    ch_arena_free(&arena);
}

static void a_moved_firm_pays_its_origin_up_to_the_cap(void **state)
{
    (void)state;
    const int64_t middling[] = {2000, 2000, 2000, 2000, 1000, 0}, large[] = {5000, 4000, 0, 0, 0, 0},
                  small[] = {500, 500, 500, 500, 500, 0};
    check_moved_firm(4000, middling, 6);
    check_moved_firm(10000, large, 6);
    check_moved_firm(1000, small, 6);
}

static void what_is_repaid_first_comes_before_the_parts(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_agreement_amount amount[] = {{20200000, URBAN, {0}, false, 600 * WAN, false},
                                          {20210000, URBAN, {0}, false, 600 * WAN, false}};
    ch_agreement_split split;
    scene of;
    set_scene(&of, amount, 2);
    of.party[HOST].repay_fen = 800 * WAN;
    divide(&arena, &of, 2020, 2021, &split);
    assert_int_equal(paid_in(&split, ORIGIN, 2020), 0);
    assert_int_equal(split.row[1].repaid_fen, 600 * WAN);
    assert_int_equal(paid_in(&split, ORIGIN, 2021), 200 * WAN);
    assert_int_equal(paid_in(&split, HOST, 2021), 400 * WAN);
    assert_int_equal(split.row[3].repaid_fen, 200 * WAN);
    assert_clause(&split.row[3], "p-host repaid");
    ch_arena_free(&arena);
}

static void of_an_increment_the_base_stays(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_agreement_split split;
    scene of;
    set_scene(&of, twelve_and_eight, 2);
    of.agreement.base = CH_AGREEMENT_INCREMENT;
    of.agreement.base_fen = 536 * WAN; /* of 736: 480 of value-added tax, and 56 of income tax's 256 */
    divide(&arena, &of, 2021, 2021, &split);
    assert_int_equal(split.row[0].amount_fen, 0);
    assert_int_equal(split.row[2].amount_fen, 100 * WAN);
    assert_int_equal(split.total[HOST].amount_fen, 636 * WAN);
    assert_clause(&split.row[1], "p-host base");
    ch_arena_free(&arena);
}

static void a_stated_amount_is_due_each_year_from_the_start(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_agreement_split split;
    scene of;
    set_scene(&of, NULL, 0);
    of.agreement.base = CH_AGREEMENT_STATED;
    of.agreement.base_fen = 500 * WAN;
    divide(&arena, &of, 2018, 2022, &split);
    assert_int_equal(split.rows, 6);
    assert_int_equal(split.row[0].year, 2020);
    assert_int_equal(split.row[0].stream, OTHER);
    assert_int_equal(split.total[ORIGIN].amount_fen, 750 * WAN);
    ch_arena_free(&arena);
}

static void a_floor_is_made_up_by_whoever_takes_the_rest(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_agreement_split split;
    scene of;
    set_scene(&of, twelve_and_eight, 2);
    of.party[ORIGIN].floor_fen = 400 * WAN;
    divide(&arena, &of, 2021, 2021, &split);
    assert_int_equal(split.total[ORIGIN].amount_fen, 400 * WAN);
    assert_int_equal(split.total[HOST].amount_fen, 336 * WAN);
    assert_clause(&split.row[0], "p-origin floor");
    of.party[ORIGIN].floor_fen = 10000 * WAN;
    divide(&arena, &of, 2021, 2021, &split);
    assert_int_equal(split.total[ORIGIN].amount_fen, 736 * WAN); /* no more than there is */
    ch_arena_free(&arena);
}

static void a_cap_of_the_year_holds_across_streams(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_agreement_split split;
    scene of;
    set_scene(&of, twelve_and_eight, 2);
    of.party[ORIGIN].cap_year_fen = 300 * WAN;
    divide(&arena, &of, 2021, 2021, &split);
    assert_int_equal(split.row[0].amount_fen, 240 * WAN);
    assert_int_equal(split.row[0].cap_left_fen, 60 * WAN);
    assert_int_equal(split.row[2].amount_fen, 60 * WAN);
    assert_clause(&split.row[2], "p-origin cap_year");
    ch_arena_free(&arena);
}

static void rates_are_those_of_the_day(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_agreement_rule two[] = {{CH_TEXT("old"), VAT, 0, 20210630, 0, {3, 4}, {0, 1}},
                                     {CH_TEXT("new"), VAT, 20210701, 0, 0, {1, 2}, {0, 1}},
                                     {CH_TEXT("near"), VAT, 20211200, 0, 1, {0, 1}, {0, 1}}};
    const ch_agreement_amount amount[] = {{20210700, VAT, {0}, false, 100, false},
                                          {20210600, VAT, {0}, false, 100, false},
                                          {20210800, VAT, {0}, false, 100, false},
                                          {20211200, VAT, {0}, false, 100, false}};
    ch_agreement_split split;
    scene of;
    set_scene(&of, amount, 4);
    of.agreement.rule = two;
    divide(&arena, &of, 2021, 2021, &split);
    assert_int_equal(split.rows, 6);
    assert_true(ch_text_equal(split.row[0].rule, CH_TEXT("near")));
    assert_int_equal(split.row[0].base_fen, 100);
    assert_true(ch_text_equal(split.row[2].rule, CH_TEXT("new")));
    assert_int_equal(split.row[2].gross_fen, 200);
    assert_int_equal(split.row[2].base_fen, 100);
    assert_int_equal(split.row[4].base_fen, 25);
    ch_arena_free(&arena);
}

static void actual_amounts_replace_planned_ones(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_agreement_amount amount[] = {{20210000, URBAN, {0}, true, 1000, false},
                                          {20210000, URBAN, CH_TEXT("office"), true, 70, false},
                                          {20210300, URBAN, {0}, false, 300, false},
                                          {20210400, URBAN, {0}, false, 200, false}};
    ch_agreement_split split;
    scene of;
    set_scene(&of, amount, 4);
    divide(&arena, &of, 2021, 2021, &split);
    assert_int_equal(split.rows, 4);
    assert_int_equal(split.row[0].gross_fen, 500);
    assert_false(split.row[0].is_planned);
    assert_int_equal(split.row[2].gross_fen, 70);
    assert_true(split.row[2].is_planned);
    ch_arena_free(&arena);
}

/* ---- time */

static void a_later_start_shifts_the_years(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_agreement_amount amount[8];
    ch_agreement_split split;
    scene of;
    for (int i = 0; i < 8; i++)
        amount[i] = (ch_agreement_amount){(2019 + i) * 10000, URBAN, {0}, true, 200, false};
    set_scene(&of, amount, 8);
    for (int32_t start = 2019; start <= 2021; start++) {
        of.agreement.start = start * 10000;
        divide(&arena, &of, 2019, 2026, &split);
        for (int32_t year = 2019; year <= 2026; year++)
            assert_int_equal(paid_in(&split, ORIGIN, year), year >= start && year < start + 5 ? 100 : 0);
    }
    of.agreement.start = 0;
    divide(&arena, &of, 2019, 2019, &split);
    assert_clause(&split.row[0], "not_begun");
    assert_clause(&split.row[1], "not_begun rest");
    ch_arena_free(&arena);
}

static void a_suspension_and_the_end_pay_nothing_to_the_origin(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_agreement_amount amount[5];
    ch_agreement_split split;
    scene of;
    for (int i = 0; i < 5; i++)
        amount[i] = (ch_agreement_amount){(2020 + i) * 10000, URBAN, {0}, true, 200, false};
    set_scene(&of, amount, 5);
    of.agreement.suspended_from = 20210301;
    of.agreement.suspended_to = 20220000;
    of.agreement.valid_to = 20230000;
    of.party[ORIGIN].floor_fen = 10;
    divide(&arena, &of, 2020, 2024, &split);
    const int64_t paid[] = {100, 0, 0, 100, 0};
    for (int32_t i = 0; i < 5; i++)
        assert_int_equal(paid_in(&split, ORIGIN, 2020 + i), paid[i]);
    assert_clause(&split.row[2], "suspended");
    assert_clause(&split.row[8], "not_in_force");
    ch_arena_free(&arena);
}

/* ---- laws, of agreements drawn */

enum { MANY = 14, PARTIES = 3, PHASES = 5 };

typedef struct {
    ch_agreement_party party[PARTIES];
    ch_agreement_phase phase[PHASES];
    ch_agreement_amount amount[MANY];
    ch_agreement_rule rule[3];
    ch_agreement agreement;
} drawn;

static void draw_agreement(uint64_t *seed, drawn *of)
{
    static const char *const code[] = {"341822", "330522", "320282"};
    static const char *const id[] = {"a", "b", "c", "d", "e"};
    *of = (drawn){0};
    for (size_t i = 0; i < PARTIES; i++)
        of->party[i] = (ch_agreement_party){ch_text_of(code[i]),
                                            NO,
                                            i > 0 && draw(seed, 2) ? (int64_t)draw(seed, 900) : NO,
                                            i > 0 && draw(seed, 2) ? (int64_t)draw(seed, 3000) : NO,
                                            (int64_t)draw(seed, 300),
                                            draw(seed, 3) ? 0 : (int64_t)draw(seed, 700)};
    for (size_t i = 0; i < PHASES; i++)
        of->phase[i] = (ch_agreement_phase){
            ch_text_of(id[i]), ch_text_of(code[i % PARTIES]),  i == 2 ? 1u << VAT : 0, {0}, i < PARTIES ? 0 : 3,
            i < 2 ? 3 : 6,     {1, 3 + (int64_t)draw(seed, 5)}};
    for (size_t i = 0; i < MANY; i++)
        of->amount[i] = (ch_agreement_amount){(2019 + (ch_date)draw(seed, 7)) * 10000,
                                              1 + draw(seed, 2),
                                              {0},
                                              draw(seed, 3) == 0,
                                              (int64_t)draw(seed, 5000),
                                              false};
    memcpy(of->rule, rules, sizeof rules);
    of->agreement = (ch_agreement){.base = draw(seed, 2) ? CH_AGREEMENT_RETAINED : CH_AGREEMENT_INCREMENT,
                                   .base_fen = (int64_t)draw(seed, 600),
                                   .start = 20200000,
                                   .party = of->party,
                                   .parties = PARTIES,
                                   .phase = of->phase,
                                   .phases = PHASES,
                                   .rule = of->rule,
                                   .rules = 3,
                                   .amount = of->amount,
                                   .amounts = MANY,
                                   .stated_stream = OTHER};
}

static void assert_sound(const drawn *of, const ch_agreement_split *split)
{
    int64_t sum = 0;
    for (size_t i = 0; i < split->rows; i++) {
        const ch_agreement_row *row = &split->row[i];
        sum += row->amount_fen;
        assert_true(row->gross_fen < 0 || row->amount_fen >= 0);
        assert_true(row->cap_left_fen == NO || row->cap_left_fen >= 0);
        if (i % PARTIES == PARTIES - 1) {
            assert_int_equal(sum, row->base_fen);
            assert_int_equal(row->base_fen + row->central_fen + row->provincial_fen, row->gross_fen);
            sum = 0;
        }
    }
    for (size_t i = 1; i < PARTIES; i++) {
        const ch_agreement_party *party = &of->party[i];
        int64_t repaid = 0;
        for (size_t r = 0; r < split->rows; r++)
            repaid += split->row[r].party == i ? split->row[r].repaid_fen : 0;
        assert_true(repaid <= party->repay_fen);
        if (party->cap_fen != NO && party->cap_fen >= party->paid_fen)
            assert_true(split->total[i].amount_fen - repaid + party->paid_fen <= party->cap_fen);
    }
}

static void all_is_paid_out_and_no_cap_is_passed(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int i = 0; i < 3000; i++) {
        ch_arena arena = {0};
        ch_agreement_split split;
        drawn of;
        draw_agreement(&seed, &of);
        assert_int_equal(ch_agreement_divide(&arena, &of.agreement, 2019, 2026, &split, NULL), CH_OK);
        assert_sound(&of, &split);
        ch_arena_free(&arena);
    }
}

#define REVERSE(type, array, n) \
    for (size_t r_ = 0; r_ < (n) / 2; r_++) { \
        const type kept_ = (array)[r_]; \
        (array)[r_] = (array)[(n)-1 - r_]; \
        (array)[(n)-1 - r_] = kept_; \
    }

static void the_order_of_rows_changes_nothing(void **state)
{
    (void)state;
    uint64_t seed = 12;
    for (int i = 0; i < 1000; i++) {
        ch_arena arena = {0};
        ch_agreement_split one, other;
        drawn of;
        draw_agreement(&seed, &of);
        assert_int_equal(ch_agreement_divide(&arena, &of.agreement, 2019, 2026, &one, NULL), CH_OK);
        REVERSE(ch_agreement_party, of.party, PARTIES)
        REVERSE(ch_agreement_phase, of.phase, PHASES)
        REVERSE(ch_agreement_amount, of.amount, MANY)
        REVERSE(ch_agreement_rule, of.rule, 3)
        of.agreement.rest = PARTIES - 1;
        assert_int_equal(ch_agreement_divide(&arena, &of.agreement, 2019, 2026, &other, NULL), CH_OK);
        assert_int_equal(one.rows, other.rows);
        for (size_t r = 0; r < one.rows; r++) {
            assert_int_equal(one.row[r].party, PARTIES - 1 - other.row[r].party);
            assert_int_equal(one.row[r].amount_fen, other.row[r].amount_fen);
            assert_int_equal(one.row[r].odd_fen, other.row[r].odd_fen);
            assert_true(ch_text_equal(one.row[r].clause, other.row[r].clause));
        }
        ch_arena_free(&arena);
    }
}

static void a_refund_is_split_as_a_negative(void **state)
{
    (void)state;
    for (int64_t fen = 1; fen < 2000; fen += 7) {
        ch_arena arena = {0};
        ch_agreement_amount amount = {20210000, VAT, {0}, false, fen, false};
        ch_agreement_split paid, back;
        scene of;
        set_scene(&of, &amount, 1);
        divide(&arena, &of, 2021, 2021, &paid);
        amount.gross_fen = -fen;
        divide(&arena, &of, 2021, 2021, &back);
        for (size_t r = 0; r < 2; r++) {
            assert_int_equal(paid.row[r].amount_fen, -back.row[r].amount_fen);
            assert_int_equal(paid.row[r].odd_fen, -back.row[r].odd_fen);
        }
        assert_int_equal(paid.row[0].central_fen, -back.row[0].central_fen);
        ch_arena_free(&arena);
    }
}

static void a_refund_gives_room_under_the_cap_back(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_agreement_amount amount[] = {{20200000, URBAN, {0}, false, 200, false},
                                          {20210000, URBAN, {0}, false, -100, false},
                                          {20220000, URBAN, {0}, false, 1000, false}};
    ch_agreement_split split;
    scene of;
    set_scene(&of, amount, 3);
    of.party[ORIGIN].cap_fen = 100;
    divide(&arena, &of, 2020, 2022, &split);
    assert_int_equal(split.row[0].amount_fen, 100);
    assert_int_equal(split.row[2].amount_fen, -50);
    assert_int_equal(split.row[4].amount_fen, 50);
    ch_arena_free(&arena);
}

static void amounts_near_the_end_of_63_bits_are_exact(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_agreement_amount amount[] = {{20210000, VAT, {0}, false, INT64_MAX, false},
                                    {20210000, VAT, {0}, false, 1, false}};
    ch_agreement_split split;
    scene of;
    set_scene(&of, amount, 1);
    divide(&arena, &of, 2021, 2021, &split);
    assert_int_equal(split.gross_fen, INT64_MAX);
    ch_faults faults = {0};
    of.agreement.amounts = 2;
    assert_int_equal(ch_agreement_divide(&arena, &of.agreement, 2021, 2021, &split, &faults), CH_EDATA);
    assert_int_equal(faults.list[0].want, CH_WANT_SMALL_AMOUNTS);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

/* ---- present value */

static void a_hundred_a_year_from_now_is_worth_less(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_agreement_amount amount[] = {{20200000, URBAN, {0}, true, 200, false},
                                          {20210000, URBAN, {0}, true, 210, false}};
    ch_agreement_split split;
    scene of;
    set_scene(&of, amount, 2);
    divide(&arena, &of, 2020, 2021, &split);
    assert_true(fabs(ch_agreement_present(&split, ORIGIN, 2020, 0.05) - 200) < 1e-9);
    assert_true(fabs(ch_agreement_present(&split, ORIGIN, 2020, 0) - 205) < 1e-9);
    ch_arena_free(&arena);
}

/* ---- failures */

static void assert_refused(const scene *of, ch_want want)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_agreement_split split;
    assert_int_equal(ch_agreement_divide(&arena, &of->agreement, 2021, 2021, &split, &faults), CH_EDATA);
    assert_true(faults.kept > 0);
    assert_int_equal(faults.list[0].want, want);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void what_cannot_be_divided_is_refused(void **state)
{
    (void)state;
    const ch_agreement_amount amount = {20210000, CH_stream_STAMP, {0}, false, 100, false};
    ch_agreement_phase phase[] = {halves[0], halves[1], {CH_TEXT("more"), CH_TEXT("330522"), 0, {0}, 1, 9, {1, 4}}};
    scene of;
    set_scene(&of, &amount, 1);
    assert_refused(&of, CH_WANT_TAX_RULE);
    set_scene(&of, twelve_and_eight, 2);
    of.agreement.phase = phase;
    of.agreement.phases = 3;
    assert_refused(&of, CH_WANT_OWN_YEARS);
    phase[2].party = CH_TEXT("nobody");
    assert_refused(&of, CH_WANT_PARTY);
    of.agreement.phases = 2;
    phase[1].weight = (ch_ratio){51, 100};
    assert_refused(&of, CH_WANT_PARTS_SUM);
    ch_agreement_rule fine = {CH_TEXT("fine"), VAT, 0, 0, 0, {1, 999983}, {1, 999979}};
    set_scene(&of, twelve_and_eight, 1);
    of.agreement.rule = &fine;
    of.agreement.rules = 1;
    phase[1].weight = (ch_ratio){1, 999961};
    of.agreement.phase = phase;
    assert_refused(&of, CH_WANT_SMALL_RATIOS);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_arena arena = CH_ARENA(&memory);
        ch_agreement_amount amount[40];
        ch_agreement_split split;
        scene of;
        for (int i = 0; i < 40; i++)
            amount[i] = (ch_agreement_amount){(2020 + i) * 10000, VAT, {0}, true, 1000 + i, false};
        set_scene(&of, amount, 40);
        const ch_err err = ch_agreement_divide(&arena, &of.agreement, 2020, 2059, &split, NULL);
        ch_arena_free(&arena);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

/* ---- ratios */

static void assert_ratio(const char *text, int64_t num, int64_t den)
{
    ch_ratio ratio = {7, 7};
    assert_int_equal(ch_ratio_parse(ch_text_of(text), &ratio), den != 0);
    assert_int_equal(ratio.num, den != 0 ? num : 7);
    assert_int_equal(ratio.den, den != 0 ? den : 7);
}

static void parts_are_read_exactly(void **state)
{
    (void)state;
    assert_ratio("1/2", 1, 2);
    assert_ratio("2/4", 1, 2);
    assert_ratio("0.5", 1, 2);
    assert_ratio("50%", 1, 2);
    assert_ratio("37.5%", 3, 8);
    assert_ratio(" 1 ", 1, 1);
    assert_ratio("100%", 1, 1);
    assert_ratio("0", 0, 1);
    const char *const bad[] = {"",     "-1/2", "3/2", "1.01", "101%",  "1/0",       "0/0",       "5:5",
                               "half", ".5",   "5.",  "1/2%", "1 / 2", "1/1000001", "0.0000001", "99999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_ratio(bad[i], 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_two_thousand_each_side_keeps_368),
        cmocka_unit_test(a_cap_of_900_of_which_700_are_paid_leaves_200_and_closes),
        cmocka_unit_test(a_moved_firm_pays_its_origin_up_to_the_cap),
        cmocka_unit_test(what_is_repaid_first_comes_before_the_parts),
        cmocka_unit_test(of_an_increment_the_base_stays),
        cmocka_unit_test(a_stated_amount_is_due_each_year_from_the_start),
        cmocka_unit_test(a_floor_is_made_up_by_whoever_takes_the_rest),
        cmocka_unit_test(a_cap_of_the_year_holds_across_streams),
        cmocka_unit_test(rates_are_those_of_the_day),
        cmocka_unit_test(actual_amounts_replace_planned_ones),
        cmocka_unit_test(a_later_start_shifts_the_years),
        cmocka_unit_test(a_suspension_and_the_end_pay_nothing_to_the_origin),
        cmocka_unit_test(all_is_paid_out_and_no_cap_is_passed),
        cmocka_unit_test(the_order_of_rows_changes_nothing),
        cmocka_unit_test(a_refund_is_split_as_a_negative),
        cmocka_unit_test(a_refund_gives_room_under_the_cap_back),
        cmocka_unit_test(amounts_near_the_end_of_63_bits_are_exact),
        cmocka_unit_test(a_hundred_a_year_from_now_is_worth_less),
        cmocka_unit_test(what_cannot_be_divided_is_refused),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(parts_are_read_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
