/* test_claim_rules.c - an estate that is too small: the Talmud's own cases, and laws of every rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/game.h"
#include "draw.h"
#include "failing.h"

#include <stdio.h>
#include <stdlib.h>

static void assert_awards(ch_claim_rule rule, int64_t estate, const int64_t *claim, unsigned n, const char *expected)
{
    ch_arena arena = {0};
    ch_buf told = {0};
    ch_share_number award[8];
    assert_int_equal(ch_claim_divide(&arena, rule, estate, claim, n, award, NULL), CH_OK);
    for (unsigned i = 0; i < n; i++) {
        ch_buf_adds(&told, i > 0 ? " " : "");
        ch_buf_add(&told, award[i].num);
        if (!ch_text_equal(award[i].den, CH_TEXT("1"))) {
            ch_buf_adds(&told, "/");
            ch_buf_add(&told, award[i].den);
        }
    }
    ch_buf_addc(&told, '\0');
    assert_string_equal(told.at, expected);
    ch_buf_free(&told);
    ch_arena_free(&arena);
}

/* Kethubot 93a: three marriage contracts of 100, 200 and 300; Aumann and Maschler 1985, table 1. */
static void the_talmuds_own_table_comes_out(void **state)
{
    (void)state;
    const int64_t claim[] = {100, 200, 300};
    assert_awards(CH_CLAIM_TALMUD, 100, claim, 3, "100/3 100/3 100/3");
    assert_awards(CH_CLAIM_TALMUD, 200, claim, 3, "50 75 75");
    assert_awards(CH_CLAIM_TALMUD, 300, claim, 3, "50 100 150");
    assert_awards(CH_CLAIM_TALMUD, 400, claim, 3, "50 125 225");
    assert_awards(CH_CLAIM_TALMUD, 600, claim, 3, "100 200 300");
}

/* Baba Metzia 2a: one holds half the garment, the other all of it: a quarter and three quarters. */
static void the_contested_garment_is_divided(void **state)
{
    (void)state;
    assert_awards(CH_CLAIM_TALMUD, 100, (const int64_t[]){50, 100}, 2, "25 75");
    assert_awards(CH_CLAIM_TALMUD, 1, (const int64_t[]){1, 1}, 2, "1/2 1/2");
}

static void the_other_rules_by_hand(void **state)
{
    (void)state;
    const int64_t claim[] = {100, 200, 300};
    assert_awards(CH_CLAIM_PROPORTIONAL, 200, claim, 3, "100/3 200/3 100");
    assert_awards(CH_CLAIM_EQUAL_AWARDS, 200, claim, 3, "200/3 200/3 200/3");
    assert_awards(CH_CLAIM_EQUAL_AWARDS, 400, claim, 3, "100 150 150");
    assert_awards(CH_CLAIM_EQUAL_LOSSES, 200, claim, 3, "0 50 150");
    assert_awards(CH_CLAIM_EQUAL_LOSSES, 400, claim, 3, "100/3 400/3 700/3");
    assert_awards(CH_CLAIM_PROPORTIONAL, 0, (const int64_t[]){0, 0}, 2, "0 0");
    assert_awards(CH_CLAIM_EQUAL_LOSSES, 0, (const int64_t[]){0, 0}, 2, "0 0");
}

/* ---- laws, in units of 1 / 5040: every denominator up to 2 x 7 divides it, but for proportion's */

enum { UNIT = 5040 };

static int64_t in_units(const ch_share_number *number)
{
    const long long den = atoll(number->den.at);
    assert_int_equal(UNIT % den, 0);
    return (int64_t)(atoll(number->num.at) * (UNIT / den));
}

static void award(ch_arena *arena, ch_claim_rule rule, int64_t estate, const int64_t *claim, unsigned n, int64_t *units)
{
    ch_share_number number[7];
    assert_int_equal(ch_claim_divide(arena, rule, estate, claim, n, number, NULL), CH_OK);
    for (unsigned i = 0; i < n; i++)
        units[i] = in_units(&number[i]);
}

static void awards_add_up_and_stay_within_claims(void **state)
{
    (void)state;
    uint64_t d = 1985;
    for (size_t round = 0; round < 20000; round++) {
        ch_arena arena = {0};
        int64_t claim[7], claimed = 0, units[7], sum = 0;
        const unsigned n = 1 + draw(&d, 7);
        const ch_claim_rule rule = CH_CLAIM_EQUAL_AWARDS + draw(&d, 3);
        for (unsigned i = 0; i < n; i++)
            claimed += claim[i] = draw(&d, draw(&d, 2) ? 10 : 1000);
        const int64_t estate = draw(&d, (uint32_t)claimed + 1);
        award(&arena, rule, estate, claim, n, units);
        for (unsigned i = 0; i < n; i++) {
            sum += units[i];
            assert_true(units[i] >= 0 && units[i] <= claim[i] * UNIT);
            for (unsigned j = 0; j < n; j++) /* who claims more gets no less and loses no less */
                assert_true(claim[i] < claim[j] ||
                            (units[i] >= units[j] && claim[i] * UNIT - units[i] >= claim[j] * UNIT - units[j]));
        }
        assert_int_equal(sum, estate * UNIT);
        ch_arena_free(&arena);
    }
}

/* Aumann and Maschler: any two of them would divide what both got together just so: the garment between two. */
static void the_talmud_is_consistent(void **state)
{
    (void)state;
    uint64_t d = 93;
    for (size_t round = 0; round < 3000; round++) {
        ch_arena arena = {0};
        int64_t claim[7], claimed = 0, units[7], two[2];
        const unsigned n = 2 + draw(&d, 6), a = draw(&d, n - 1), b = a + 1;
        for (unsigned i = 0; i < n; i++)
            claimed += claim[i] = draw(&d, 200);
        award(&arena, CH_CLAIM_TALMUD, draw(&d, (uint32_t)claimed + 1), claim, n, units);
        const int64_t pair[2] = {claim[a] * UNIT, claim[b] * UNIT};
        award(&arena, CH_CLAIM_TALMUD, units[a] + units[b], pair, 2, two);
        assert_int_equal(two[0], units[a] * UNIT);
        assert_int_equal(two[1], units[b] * UNIT);
        ch_arena_free(&arena);
    }
}

static void awards_and_losses_mirror_each_other(void **state)
{
    (void)state;
    uint64_t d = 5;
    for (size_t round = 0; round < 3000; round++) {
        ch_arena arena = {0};
        int64_t claim[7], claimed = 0, got[7], lost[7], talmud[7], mirror[7];
        const unsigned n = 1 + draw(&d, 7);
        for (unsigned i = 0; i < n; i++)
            claimed += claim[i] = draw(&d, 50);
        const int64_t estate = draw(&d, (uint32_t)claimed + 1);
        award(&arena, CH_CLAIM_EQUAL_AWARDS, estate, claim, n, got);
        award(&arena, CH_CLAIM_EQUAL_LOSSES, claimed - estate, claim, n, lost);
        award(&arena, CH_CLAIM_TALMUD, estate, claim, n, talmud);
        award(&arena, CH_CLAIM_TALMUD, claimed - estate, claim, n, mirror);
        for (unsigned i = 0; i < n; i++) {
            assert_int_equal(got[i] + lost[i], claim[i] * UNIT);
            assert_int_equal(talmud[i] + mirror[i], claim[i] * UNIT);
        }
        ch_arena_free(&arena);
    }
}

static void the_largest_claims_are_exact(void **state)
{
    (void)state;
    const int64_t half = CH_GAME_VALUE_MOST / 2;
    assert_awards(CH_CLAIM_PROPORTIONAL, half - 1, (const int64_t[]){half, half}, 2,
                  "4503599627370495/2 4503599627370495/2");
    assert_awards(CH_CLAIM_TALMUD, half + 1, (const int64_t[]){half, half}, 2, "4503599627370497/2 4503599627370497/2");
}

static void assert_told(int64_t estate, const int64_t *claim, unsigned n, ch_want want, uint32_t line)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_share_number number[4];
    assert_int_equal(ch_claim_divide(&arena, CH_CLAIM_TALMUD, estate, claim, n, number, &faults), CH_EDATA);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, want);
    assert_int_equal(faults.list[0].at.line, line);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void faults_are_told(void **state)
{
    (void)state;
    assert_told(1, (const int64_t[]){1, -2}, 2, CH_WANT_WHOLE, 2);
    assert_told(-1, (const int64_t[]){1, 2}, 2, CH_WANT_WHOLE, 1);
    assert_told(4, (const int64_t[]){1, 2}, 2, CH_WANT_GAME_ESTATE, 1);
    assert_told(0, NULL, 0, CH_WANT_COUNT_RANGE, 1);
    assert_told(1, (const int64_t[]){1, CH_GAME_VALUE_MOST}, 2, CH_WANT_GAME_NUMBER, 2);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    const int64_t claim[] = {100, 200, 300};
    for (unsigned rule = 0; rule < CH_CLAIM_RULES; rule++)
        for (size_t at = 1;; at++) {
            failing broken = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&broken);
            ch_arena arena = CH_ARENA(&memory);
            ch_share_number number[3];
            const ch_err err = ch_claim_divide(&arena, rule, 200, claim, 3, number, NULL);
            ch_arena_free(&arena);
            assert_int_equal(broken.live, 0);
            if (err == CH_OK)
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_talmuds_own_table_comes_out),
        cmocka_unit_test(the_contested_garment_is_divided),
        cmocka_unit_test(the_other_rules_by_hand),
        cmocka_unit_test(awards_add_up_and_stay_within_claims),
        cmocka_unit_test(the_talmud_is_consistent),
        cmocka_unit_test(awards_and_losses_mirror_each_other),
        cmocka_unit_test(the_largest_claims_are_exact),
        cmocka_unit_test(faults_are_told),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
