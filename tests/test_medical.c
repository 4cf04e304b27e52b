/* test_medical.c - care paid across provinces: one claim by hand, months by their laws, prepayments at their levels. */
#include "changhe/medical.h"

#include "draw.h"
#include "failing.h"
#include "told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { PLACES = 12, CLAIMS = 300, MONTH = 2024 * 12 + 4 };

static ch_medical_claim make_claim(uint32_t care, uint32_t insured, int64_t fund_fen)
{
    return (ch_medical_claim){.care = care,
                              .insured = insured,
                              .month = MONTH,
                              .total_fen = 2 * fund_fen + 100,
                              .in_catalogue_fen = 2 * fund_fen,
                              .fund_fen = fund_fen,
                              .account_fen = 100,
                              .cash_fen = fund_fen};
}

static void draw_claims(uint64_t *seed, ch_medical_claim *claim, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        claim[i] = make_claim(draw(seed, PLACES), draw(seed, PLACES), draw(seed, 100000));
        claim[i].state = draw(seed, 6) == 0 ? CH_MEDICAL_DISPUTED : CH_MEDICAL_CLEAR;
        claim[i].month -= draw(seed, 4) == 0;
    }
}

/* 30,000 yuan, 26,000 in the catalogue, 1,000 deductible, 80 % less 20 points without a referral: (26,000 - 1,000) x 60 % = 15,000. */
static void the_fund_pays_a_half_of_a_claim_by_hand(void **state)
{
    (void)state;
    const ch_medical_rule rule = {100000, 8000, 2000, INT64_C(20000000)};
    int64_t fund_fen = 0;
    assert_int_equal(ch_medical_pay(&rule, 2600000, &fund_fen, NULL), CH_OK);
    assert_int_equal(fund_fen, 1500000);
    assert_int_equal(3000000 - fund_fen, 1500000);
}

static void a_part_of_a_fen_is_not_paid_and_the_cap_ends_it(void **state)
{
    (void)state;
    int64_t fund_fen = -1;
    const ch_medical_rule third = {0, 3333, 0, 1000};
    assert_int_equal(ch_medical_pay(&third, 10, &fund_fen, NULL), CH_OK); /* 3.333 */
    assert_int_equal(fund_fen, 3);
    assert_int_equal(ch_medical_pay(&third, 100000, &fund_fen, NULL), CH_OK);
    assert_int_equal(fund_fen, 1000);
    const ch_medical_rule below = {500, 9000, 0, 1000}, nothing = {0, 1000, 2000, 1000};
    assert_int_equal(ch_medical_pay(&below, 499, &fund_fen, NULL), CH_OK);
    assert_int_equal(fund_fen, 0);
    assert_int_equal(ch_medical_pay(&nothing, 499, &fund_fen, NULL), CH_OK);
    assert_int_equal(fund_fen, 0);
    const ch_medical_rule all = {0, CH_MEDICAL_WHOLE, 0, INT64_MAX};
    assert_int_equal(ch_medical_pay(&all, INT64_MAX, &fund_fen, NULL), CH_OK);
    assert_true(fund_fen == INT64_MAX);
}

static void a_rule_at_fault_is_told(void **state)
{
    (void)state;
    ch_faults faults = {0};
    int64_t fund_fen = 77;
    const ch_medical_rule rule = {-1, CH_MEDICAL_WHOLE + 1, 0, -2};
    assert_int_equal(ch_medical_pay(&rule, -3, &fund_fen, &faults), CH_EDATA);
    assert_int_equal(faults.count, 4);
    assert_int_equal(fund_fen, 77);
    ch_faults_free(&faults);
}

static void more_care_never_pays_less(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int round = 0; round < 1000; round++) {
        const ch_medical_rule rule = {draw(&seed, 1000), draw(&seed, CH_MEDICAL_WHOLE + 1), draw(&seed, 2001),
                                      draw(&seed, 5000)};
        int64_t before_fen = 0, fund_fen = 0;
        for (int64_t fen = 0; fen < 8000; fen += 1 + draw(&seed, 900)) {
            assert_int_equal(ch_medical_pay(&rule, fen, &fund_fen, NULL), CH_OK);
            assert_true(fund_fen >= before_fen && fund_fen <= fen && fund_fen <= rule.cap_left_fen);
            before_fen = fund_fen;
        }
    }
}

static void a_month_by_hand(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_medical_month month;
    ch_medical_claim claim[] = {make_claim(0, 1, 300), make_claim(0, 1, 200), make_claim(1, 0, 100),
                                make_claim(2, 0, 50),  make_claim(2, 2, 999), make_claim(0, 2, 70),
                                make_claim(1, 2, 80),  make_claim(1, 2, 10)};
    claim[5].state = CH_MEDICAL_DISPUTED;
    claim[6].state = CH_MEDICAL_REFUSED;
    claim[7].month++;
    assert_int_equal(ch_medical_settle(&arena, 3, claim, 8, MONTH, &month, NULL), CH_OK);
    const ch_medical_batch expected[] = {{0, 1, 2, 500}, {1, 0, 1, 100}, {2, 0, 1, 50}};
    assert_int_equal(month.batches, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(month.batch[i].care, expected[i].care);
        assert_int_equal(month.batch[i].insured, expected[i].insured);
        assert_int_equal(month.batch[i].claims, expected[i].claims);
        assert_int_equal(month.batch[i].fen, expected[i].fen);
    }
    assert_int_equal(month.held, 1);
    assert_int_equal(month.held_fen, 70);
    assert_int_equal(month.coming_fen[0], 350); /* 500 less 100 less 50 */
    assert_int_equal(month.netted.payments, 2); /* 1 owes 400: 350 to 0, 50 to 2 */
    assert_int_equal(month.netted.net, 400);
    assert_true(month.netted.is_minimal);

    claim[5].state = CH_MEDICAL_CLEAR; /* decided, in the month after */
    claim[5].month = MONTH + 1;
    assert_int_equal(ch_medical_settle(&arena, 3, claim, 8, MONTH + 1, &month, NULL), CH_OK);
    assert_int_equal(month.batches, 2);
    assert_int_equal(month.netted.gross, 80);
    ch_arena_free(&arena);
}

static void a_month_sums_to_zero_over_all_places(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int round = 0; round < 100; round++) {
        ch_medical_claim claim[CLAIMS];
        ch_medical_month month;
        ch_arena arena = {0};
        int64_t sum_fen = 0, left_fen[PLACES] = {0};
        draw_claims(&seed, claim, CLAIMS);
        assert_int_equal(ch_medical_settle(&arena, PLACES, claim, CLAIMS, MONTH, &month, NULL), CH_OK);
        for (size_t p = 0; p < PLACES; p++) {
            sum_fen += month.coming_fen[p];
            left_fen[p] = month.coming_fen[p];
        }
        assert_int_equal(sum_fen, 0);
        for (size_t i = 0; i < month.netted.payments; i++) {
            left_fen[month.netted.payment[i].from] += month.netted.payment[i].fen;
            left_fen[month.netted.payment[i].to] -= month.netted.payment[i].fen;
        }
        for (size_t p = 0; p < PLACES; p++)
            assert_int_equal(left_fen[p], 0);
        for (size_t i = 0; i < month.batches; i++)
            sum_fen += month.batch[i].fen;
        assert_int_equal(sum_fen, month.netted.gross);
        ch_arena_free(&arena);
    }
}

static void months_together_are_the_sum_of_each(void **state)
{
    (void)state;
    uint64_t seed = 4;
    for (int round = 0; round < 50; round++) {
        ch_medical_claim claim[CLAIMS];
        ch_medical_month all, month;
        ch_arena arena = {0};
        int64_t fen = 0;
        size_t claims = 0;
        draw_claims(&seed, claim, CLAIMS);
        assert_int_equal(ch_medical_add_up(&arena, PLACES, claim, CLAIMS, MONTH - 1, MONTH, &all, NULL), CH_OK);
        for (int32_t m = MONTH - 1; m <= MONTH; m++) {
            assert_int_equal(ch_medical_settle(&arena, PLACES, claim, CLAIMS, m, &month, NULL), CH_OK);
            for (size_t i = 0; i < month.batches; i++) {
                fen += month.batch[i].fen;
                claims += month.batch[i].claims;
            }
            for (size_t p = 0; p < PLACES; p++)
                ((int64_t *)all.coming_fen)[p] -= month.coming_fen[p];
        }
        for (size_t i = 0; i < all.batches; i++) {
            fen -= all.batch[i].fen;
            claims -= all.batch[i].claims;
        }
        for (size_t p = 0; p < PLACES; p++)
            assert_int_equal(all.coming_fen[p], 0);
        assert_int_equal(fen, 0);
        assert_int_equal(claims, 0);
        assert_int_equal(all.netted.payments, 0);
        ch_arena_free(&arena);
    }
}

static void claims_that_do_not_add_up_are_told_with_their_index(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_medical_month month;
    ch_medical_claim claim[] = {make_claim(0, 1, 300), make_claim(0, 1, 300), make_claim(0, 1, 300),
                                make_claim(0, 1, 300)};
    claim[1].cash_fen++;
    claim[2].in_catalogue_fen = 299;
    claim[3].account_fen = -100;
    claim[3].total_fen -= 200;
    assert_int_equal(ch_medical_settle(&arena, 2, claim, 4, MONTH, &month, &faults), CH_EDATA);
    assert_int_equal(told(&faults, CH_WANT_MEDICAL_SUM, 2, "700", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_MEDICAL_PART, 3, "300", NULL), 1);
    assert_int_equal(told(&faults, CH_WANT_WHOLE, 4, "-100", NULL), 1);
    ch_faults_free(&faults);
    ch_medical_claim huge[2];
    for (int i = 0; i < 2; i++)
        huge[i] = (ch_medical_claim){0, 1, MONTH, INT64_MAX, INT64_MAX, INT64_MAX, 0, 0, 0, 0, CH_MEDICAL_CLEAR};
    faults = (ch_faults){0};
    assert_int_equal(ch_medical_settle(&arena, 2, huge, 2, MONTH, &month, &faults), CH_EDATA);
    assert_int_equal(told(&faults, CH_WANT_CLAIMS_SUM, 2, NULL, NULL), 1);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void alarms_ring_at_their_levels(void **state)
{
    (void)state;
    const uint32_t yellow = 7000, red = 9000;
    assert_int_equal(ch_medical_find_alarm(1000, 699, yellow, red), CH_MEDICAL_WELL);
    assert_int_equal(ch_medical_find_alarm(1000, 700, yellow, red), CH_MEDICAL_YELLOW);
    assert_int_equal(ch_medical_find_alarm(1000, 899, yellow, red), CH_MEDICAL_YELLOW);
    assert_int_equal(ch_medical_find_alarm(1000, 900, yellow, red), CH_MEDICAL_RED);
    assert_int_equal(ch_medical_find_alarm(0, 0, yellow, red), CH_MEDICAL_WELL);
    assert_int_equal(ch_medical_find_alarm(0, 1, yellow, red), CH_MEDICAL_RED);
    assert_int_equal(ch_medical_find_alarm(INT64_MAX, INT64_MAX, yellow, red), CH_MEDICAL_RED);
}

/* By hand: of 1,000 at 70 %, 699 are well, so nothing; 700 need 1,000.0 / above: 1 fen more. */
static void a_top_up_is_the_least_that_helps(void **state)
{
    (void)state;
    int64_t fen = -1;
    assert_true(ch_medical_find_top_up(1000, 699, 7000, &fen));
    assert_int_equal(fen, 0);
    assert_true(ch_medical_find_top_up(1000, 700, 7000, &fen));
    assert_int_equal(fen, 1);
    assert_true(ch_medical_find_top_up(0, 700, 7000, &fen));
    assert_int_equal(fen, 1001);
    assert_false(ch_medical_find_top_up(1000, 700, 0, &fen));
    assert_false(ch_medical_find_top_up(0, INT64_MAX, 1, &fen));
    uint64_t seed = 5;
    for (int round = 0; round < 10000; round++) {
        const int64_t prepaid = draw(&seed, 2000), used = draw(&seed, 3000);
        const uint32_t yellow = 1 + draw(&seed, CH_MEDICAL_WHOLE);
        assert_true(ch_medical_find_top_up(prepaid, used, yellow, &fen));
        assert_int_equal(ch_medical_find_alarm(prepaid + fen, used, yellow, yellow), CH_MEDICAL_WELL);
        if (fen > 0 && used > 0)
            assert_int_not_equal(ch_medical_find_alarm(prepaid + fen - 1, used, yellow, yellow), CH_MEDICAL_WELL);
    }
}

static void the_rest_of_a_year_is_carried(void **state)
{
    (void)state;
    int64_t rest_fen = 0;
    assert_int_equal(ch_medical_reconcile(50, 1000, 900, &rest_fen), CH_OK);
    assert_int_equal(rest_fen, 150);
    assert_int_equal(ch_medical_reconcile(rest_fen, 1000, 1300, &rest_fen), CH_OK);
    assert_int_equal(rest_fen, -150);
    assert_int_equal(ch_medical_reconcile(INT64_MAX, 1, 0, &rest_fen), CH_EDATA);
    assert_int_equal(rest_fen, -150);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t seed = 3;
    ch_medical_claim claim[CLAIMS];
    draw_claims(&seed, claim, CLAIMS);
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_arena arena = CH_ARENA(&memory);
        ch_medical_month month;
        const ch_err err = ch_medical_settle(&arena, PLACES, claim, CLAIMS, MONTH, &month, NULL);
        ch_arena_free(&arena);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        assert_true(at < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fund_pays_a_half_of_a_claim_by_hand),
        cmocka_unit_test(a_part_of_a_fen_is_not_paid_and_the_cap_ends_it),
        cmocka_unit_test(a_rule_at_fault_is_told),
        cmocka_unit_test(more_care_never_pays_less),
        cmocka_unit_test(a_month_by_hand),
        cmocka_unit_test(a_month_sums_to_zero_over_all_places),
        cmocka_unit_test(months_together_are_the_sum_of_each),
        cmocka_unit_test(claims_that_do_not_add_up_are_told_with_their_index),
        cmocka_unit_test(alarms_ring_at_their_levels),
        cmocka_unit_test(a_top_up_is_the_least_that_helps),
        cmocka_unit_test(the_rest_of_a_year_is_carried),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
