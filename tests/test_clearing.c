/* test_clearing.c - rules and prepayments of a zone, claims settled by them: by hand, by their laws, and beside a naive computation. */
#include "changhe/clearing.h"

#include "changhe/decimal.h"

#include "draw.h"
#include "failing.h"
#include "make_zone.h"
#include "told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <jansson.h>

#define LAND \
    "places: id,level,parent,name_zh,name_en\n34,province,,甲省,A\n3418,prefecture,34,甲市,A " \
    "City\n341882,county,3418,甲县," \
    "A County\n33,province,,乙省,B\n3305,prefecture,33,乙市,B City\n330522,county,3305,乙县,B " \
    "County\n32,province,,丙省,C\n" \
    "3202,prefecture,32,丙市,C City\nz,zone,3305,区,Zone\nzone: id,place,members\nz,z,3305\n"
#define RULES_HEAD "medical_rules: id,insured,kind,filing,valid_from,valid_to,deductible_wan,ratio,less,cap_wan\n"
#define RULES \
    RULES_HEAD \
    "in,34,inpatient,,,,0.1,80%,,20\nother,34,inpatient,other,,,0.1,0.8,20%,20\n" \
    "out,34,outpatient,,,,0.05,1/2,,20\nchronic,34,chronic,,,,0.02,70%,,20\nb,33,inpatient,,,,0,50%,,\n"
#define PREPAID \
    "medical_prepayments: id,insured,care,year,paid_on,amount_wan,yellow,red\n" \
    "p25,34,33,2025,,3,,\np26,34,33,2026,,4,70%,90%\np26b,34,33,2026,2026-07,2,,\nn26,33,34,2026,,1,,\n"
#define ALL  LAND RULES PREPAID
#define HEAD "claim,person,insured,care,kind,filing,settled,total_yuan,catalogue_yuan\n"
#define MORE \
    "claim,person,insured,care,kind,filing,settled,total_yuan,catalogue_yuan,admitted,fund_yuan,supplement_yuan,aid_" \
    "yuan," \
    "account_yuan,cash_yuan,state,decided\n"

/* ---- asking */

typedef ch_err answering(const ch_clearing_question *question, ch_buf *out, ch_faults *faults);

static ch_err answer_text_zh(const ch_clearing_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_answer_clearing_text(question, CH_ZH, out, faults);
}

static ch_err answer_text_en(const ch_clearing_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_answer_clearing_text(question, CH_EN, out, faults);
}

/* Bytes that end in NUL; freed by the caller. */
static char *ask_rows(answering *answer, const ch_zone *zone, const ch_medical_row *row, size_t rows, int year,
                      int month)
{
    const ch_clearing_question question = {zone, CH_TEXT("m.csv"), row, rows, year, month};
    ch_buf out = {0};
    ch_faults faults = {0};
    const ch_err err = answer(&question, &out, &faults);
    if (err != CH_OK)
        fail_msg("%d, %zu faults", err, faults.count);
    assert_int_equal(faults.count, 0);
    ch_faults_free(&faults);
    ch_buf_addc(&out, '\0');
    assert_false(out.failed);
    return out.at;
}

static char *ask_text(answering *answer, const ch_zone *zone, const char *claims, int year, int month)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    const ch_medical_row *row;
    size_t rows;
    if (ch_medical_file_read(&arena, zone, CH_TEXT("m.csv"), ch_text_of(claims), &row, &rows, &faults) != CH_OK)
        fail_msg("%zu faults, first %d in line %u", faults.count, faults.list[0].want, faults.list[0].at.line);
    char *bytes = ask_rows(answer, zone, row, rows, year, month);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return bytes;
}

static json_t *ask(const char *zone_text, const char *claims, int year, int month)
{
    ch_zone *zone = make_zone(NULL, zone_text);
    char *bytes = ask_text(ch_answer_clearing_json, zone, claims, year, month);
    json_t *read = json_loads(bytes, 0, NULL);
    assert_non_null(read);
    free(bytes);
    ch_zone_drop(zone);
    return read;
}

static json_int_t whole(const json_t *of, const char *key)
{
    const json_t *value = json_object_get(of, key);
    if (!json_is_integer(value))
        fail_msg("%s is no whole number", key);
    return json_integer_value(value);
}

static size_t length(const json_t *of, const char *key)
{
    assert_true(json_is_array(json_object_get(of, key)));
    return json_array_size(json_object_get(of, key));
}

/* The one of a list whose members say this; NULL: none. */
static const json_t *find(const json_t *of, const char *list, const char *key, const char *word, const char *key_too,
                          const char *word_too)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(of, list), i, one)
    {
        const char *a = json_string_value(json_object_get(one, key));
        const char *b = json_string_value(json_object_get(one, key_too));
        if (a && strcmp(a, word) == 0 && b && strcmp(b, word_too) == 0)
            return one;
    }
    return NULL;
}

static json_int_t owed(const json_t *answer, const char *insured, const char *care)
{
    const json_t *batch = find(answer, "batch", "insured", insured, "care", care);
    return batch ? whole(batch, "fen") : 0;
}

/* Of the only pair in the answer of one claim: what the fund pays. */
static json_int_t fund_of(const char *zone_text, const char *line)
{
    char claims[1000];
    snprintf(claims, sizeof claims, HEAD "%s\n", line);
    json_t *answer = ask(zone_text, claims, 2026, 3);
    const json_int_t fen = whole(json_object_get(answer, "totals"), "fund_fen");
    assert_int_equal(whole(answer, "counted"), 1);
    json_decref(answer);
    return fen;
}

/* ---- what rows must hold */

static void assert_zone_fault(const char *rows, ch_want want, uint32_t line, const char *found)
{
    ch_zone *zone = NULL;
    ch_faults faults;
    char text[4000];
    snprintf(text, sizeof text, LAND "%s", rows);
    assert_int_equal(make_zone_try(NULL, text, &zone, &faults), CH_EDATA);
    if (faults.count != 1 || told(&faults, want, 0, found, NULL) != 1)
        fail_msg("%s: %zu faults, first %d, wanted %d", rows, faults.count, faults.list[0].want, want);
    assert_int_equal(faults.list[0].at.line, line);
    assert_int_equal(faults.list[0].at.column, 1);
    assert_true(ch_text_equal(faults.list[0].at.file, CH_TEXT("test")));
    ch_faults_free(&faults);
}

static void rules_and_prepayments_at_fault_are_told(void **state)
{
    (void)state;
    const char *const prepaid = "medical_prepayments: id,insured,care,year,amount_wan,yellow,red\n";
    char text[1000];
    const struct {
        const char *row;
        ch_want want;
        const char *found;
    } bad[] = {
        {"a,34,inpatient,,,,0,1/3,,", CH_WANT_SHORT_RATIO, "1/3"},
        {"a,34,inpatient,,,,0,0.80001,,", CH_WANT_SHORT_RATIO, "0.80001"},
        {"a,34,inpatient,,,,0,101%,,", CH_WANT_SHORT_RATIO, "101%"},
        {"a,34,inpatient,,,,0,80%,some,", CH_WANT_SHORT_RATIO, "some"},
        {"a,34,inpatient,,,,0,80%,81%,", CH_WANT_LESS_THAN_RATIO, "81%"},
        {"a,34,inpatient,,,,-0.1,80%,,", CH_WANT_NOT_NEGATIVE, "-0.1"},
        {"a,34,inpatient,,,,0,80%,,-1", CH_WANT_NOT_NEGATIVE, "-1"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(text, sizeof text, RULES_HEAD "%s\n", bad[i].row);
        assert_zone_fault(text, bad[i].want, 14, bad[i].found);
    }
    assert_zone_fault(RULES_HEAD
                      "a,34,inpatient,,,2025-06,0,1,,\nb,34,inpatient,,2026,,0,1,,\n"
                      "c,34,inpatient,other,,,0,1,,\nd,34,chronic,,,,0,1,,\ne,34,inpatient,,2025-06-30,2025,0,1,,\n",
                      CH_WANT_MEDICAL_OWN_DAYS, 18, "2025-06-30");
    const struct {
        const char *row;
        ch_want want;
        const char *found;
    } bad_prepaid[] = {
        {"a,34,33,2026-03,1,,", CH_WANT_YEAR, "2026-03"},
        {"a,34,33,2026,-1,,", CH_WANT_NOT_NEGATIVE, "-1"},
        {"a,34,33,2026,1,2,", CH_WANT_SHORT_RATIO, "2"},
        {"a,34,33,2026,1,90%,0.89", CH_WANT_YELLOW_FIRST, "90%"},
    };
    for (size_t i = 0; i < sizeof bad_prepaid / sizeof *bad_prepaid; i++) {
        snprintf(text, sizeof text, "%s%s\n", prepaid, bad_prepaid[i].row);
        assert_zone_fault(text, bad_prepaid[i].want, 14, bad_prepaid[i].found);
    }
    ch_zone_drop(make_zone(NULL, ALL));
    ch_zone_drop(
        make_zone(NULL, LAND RULES_HEAD "a,34,inpatient,,,2025-06,0,1,1,\nb,34,inpatient,,2025-07,,0,0.0001,,\n"));
}

/* ---- one claim */

/* 30,000 yuan, 26,000 in the catalogue, 1,000 deductible, 80 % less 20 points without a referral: 15,000. */
static void a_claim_without_referral_by_hand(void **state)
{
    (void)state;
    json_t *answer = ask(ALL, HEAD "k1,t1,341882,3305,inpatient,other,2026-03-05,30000,26000\n", 2026, 3);
    const json_t *totals = json_object_get(answer, "totals");
    assert_int_equal(owed(answer, "341882", "3305"), 1500000);
    assert_int_equal(whole(totals, "total_fen"), 3000000);
    assert_int_equal(whole(totals, "cash_fen"), 1500000);
    assert_int_equal(whole(totals, "account_fen"), 0);
    const json_t *batch = find(answer, "batch", "insured", "341882", "care", "3305");
    assert_string_equal(json_string_value(json_object_get(batch, "insured_zh")), "甲县");
    assert_string_equal(json_string_value(json_object_get(batch, "care_en")), "B City");
    assert_int_equal(whole(batch, "claims"), 1);
    const json_t *payments = json_object_get(json_object_get(answer, "netted"), "payments");
    assert_int_equal(json_array_size(payments), 1);
    assert_int_equal(whole(json_array_get(payments, 0), "fen"), 1500000);
    assert_string_equal(json_string_value(json_object_get(answer, "month")), "2026-03");
    json_decref(answer);
}

static void the_nearest_rule_in_force_counts_and_one_of_the_filing_first(void **state)
{
    (void)state;
#define NEAR \
    LAND RULES_HEAD "far,34,inpatient,,,,0,10%,,\nnear,3418,inpatient,,,2026-03-10,0,20%,,\nnear2,3418,inpatient,," \
                    "2026-03-11,,0,30%,,\n" \
                    "filed,3418,inpatient,referred,2026-03,,0,40%,,\nfarfiled,34,inpatient,settled,,,0,50%,,\n"
    assert_int_equal(fund_of(NEAR, "k,,34,33,inpatient,,2026-03-05,1,1"), 10);
    assert_int_equal(fund_of(NEAR, "k,,3418,33,inpatient,,2026-03-10,1,1"), 20);
    assert_int_equal(fund_of(NEAR, "k,,341882,33,inpatient,,2026-03-11,1,1"), 30);
    assert_int_equal(fund_of(NEAR, "k,,341882,33,inpatient,referred,2026-03-11,1,1"), 40);
    assert_int_equal(fund_of(NEAR, "k,,341882,33,inpatient,settled,2026-03-11,1,1"), 30); /* the place goes first */
    assert_int_equal(fund_of(NEAR, "k,,34,33,inpatient,settled,2026-03-11,1,1"), 50);
#undef NEAR
    /* the day of care is that of admission, where it is told */
    json_t *answer =
        ask(LAND RULES_HEAD "a,34,inpatient,,,2026-02,0,10%,,\nb,34,inpatient,,2026-03,,0,90%,,\n",
            "claim,person,insured,care,kind,filing,admitted,settled,total_yuan,catalogue_yuan\n"
            "k1,,34,33,inpatient,,2026-02-28,2026-03-01,1,1\nk2,,34,32,inpatient,,2026-03-01,2026-03-01,1,1\n",
            2026, 3);
    assert_int_equal(owed(answer, "34", "33"), 10);
    assert_int_equal(owed(answer, "34", "32"), 90);
    json_decref(answer);
}

static void a_part_of_a_fen_stays_with_the_person(void **state)
{
    (void)state;
    assert_int_equal(fund_of(LAND RULES_HEAD "a,34,inpatient,,,,0,0.3333,,\n", "k,,34,33,inpatient,,2026-03-05,1,0.10"),
                     3);
}

static void a_higher_ratio_never_lowers_what_the_fund_pays(void **state)
{
    (void)state;
    json_int_t before = 0;
    for (int ratio = 0; ratio <= 100; ratio += 4) {
        char zone[2000];
        snprintf(zone, sizeof zone,
                 LAND RULES_HEAD "a,34,inpatient,,,,0.01,%d%%,,0.05\nb,34,outpatient,,,,0.01,%d%%,,0.05\n", ratio,
                 ratio);
        json_t *answer =
            ask(zone,
                HEAD "k1,t,34,33,inpatient,,2026-03-01,500,333.33\nk2,t,34,33,outpatient,,2026-03-02,300,300\n"
                     "k3,u,34,33,inpatient,,2026-03-02,900,812.77\nk4,t,34,33,outpatient,,2026-03-03,300,299\n",
                2026, 3);
        const json_int_t fund = whole(json_object_get(answer, "totals"), "fund_fen");
        assert_true(fund >= before);
        before = fund;
        json_decref(answer);
    }
    assert_int_equal(before, 100000); /* both persons at their cap of 500 yuan */
}

/* ---- sums of a person */

/* By hand: 300 are below the deductible of 500; of 400 more 200 are above it, half of them paid; then all of 100. */
static void out_patients_pay_their_deductible_once_a_year(void **state)
{
    (void)state;
    const char *const claims =
        HEAD "k3,t,34,32,outpatient,,2026-03-09,100,100\nk1,t,34,33,outpatient,,2026-02-01,300,300\n"
             "k2,t,34,3305,outpatient,,2026-03-01,450,400\n"
             "k0,t,34,32,outpatient,,2025-12-31,5000,5000\n"   /* of the year before */
             "k4,t,34,3202,chronic,,2026-03-10,300,300\n"      /* its own deductible of 200 */
             "k5,u,34,330522,outpatient,,2026-03-02,600,600\n" /* another person */
             "k9,t,34,32,outpatient,,2026-04-01,9000,9000\n";  /* later */
    json_t *answer = ask(ALL, claims, 2026, 3);
    assert_int_equal(owed(answer, "34", "3305"), 10000);
    assert_int_equal(owed(answer, "34", "32"), 5000);
    assert_int_equal(owed(answer, "34", "3202"), 7000);
    assert_int_equal(owed(answer, "34", "330522"), 5000);
    assert_int_equal(whole(answer, "counted"), 4);
    assert_int_equal(whole(answer, "claims"), 6);
    json_decref(answer);
    answer = ask(ALL, claims, 2026, 2);
    assert_int_equal(owed(answer, "34", "33"), 0);
    assert_int_equal(whole(answer, "counted"), 1);
    assert_int_equal(length(answer, "batch"), 0);
    json_decref(answer);
}

/* Stays each have their deductible; the cap of 200,000 yuan is of all claims of the year. */
static void the_cap_is_of_a_person_and_year(void **state)
{
    (void)state;
    json_t *answer = ask(ALL,
                         MORE "k1,t,34,33,inpatient,,2026-01-05,190000,181000,,,,,,,,\n" /* 144,000 */
                              "k2,t,34,3305,inpatient,,2026-02-05,60000,51000,,,,,,,,\n" /* 40,000 */
                              "k3,t,34,32,inpatient,,2026-03-05,60000,51000,,,,,,,,\n"   /* 16,000 are left */
                              "k4,t,34,3202,chronic,,2026-03-06,600,600,,,,,,,,\n"       /* nothing */
                              "k5,u,34,330522,inpatient,,2026-03-06,2000,2000,,,,,,,,\n",
                         2026, 3);
    assert_int_equal(owed(answer, "34", "32"), 1600000);
    assert_int_equal(owed(answer, "34", "3202"), 0);
    assert_int_equal(owed(answer, "34", "330522"), 80000);
    assert_int_equal(whole(answer, "counted"), 3);
    json_decref(answer);
}

static void claims_without_token_keep_no_sums_and_are_counted(void **state)
{
    (void)state;
    json_t *answer = ask(ALL,
                         HEAD "k1,,34,33,outpatient,,2026-03-01,600,600\nk2,,34,33,outpatient,,2026-03-02,600,600\n"
                              "k3,,34,33,inpatient,,2026-04-02,600,600\n",
                         2026, 3);
    assert_int_equal(owed(answer, "34", "33"), 10000);
    assert_int_equal(whole(answer, "without_person"), 2);
    json_decref(answer);
}

/* ---- what a claim tells */

static void what_is_told_is_cleared_and_a_difference_flagged(void **state)
{
    (void)state;
    json_t *answer = ask(ALL,
                         MORE "k1,t,34,33,inpatient,other,2026-03-05,30000,26000,,15000,500,100,,14400,,\n"
                              "k2,u,34,33,inpatient,other,2026-03-05,30000,26000,,15000.01,,,,,clear,\n"
                              "k3,v,34,33,inpatient,other,2026-03-05,30000,26000,,,,,1000,,,\n",
                         2026, 3);
    const json_t *totals = json_object_get(answer, "totals");
    assert_int_equal(owed(answer, "34", "33"), 1560000 + 1500001 + 1500000);
    assert_int_equal(length(answer, "differences"), 1);
    const json_t *difference = json_array_get(json_object_get(answer, "differences"), 0);
    assert_string_equal(json_string_value(json_object_get(difference, "claim")), "k2");
    assert_string_equal(json_string_value(json_object_get(difference, "rule")), "other");
    assert_int_equal(whole(difference, "told_fen"), 1500001);
    assert_int_equal(whole(difference, "rule_fen"), 1500000);
    assert_int_equal(whole(difference, "difference_fen"), 1);
    assert_int_equal(whole(totals, "total_fen"), whole(totals, "fund_fen") + whole(totals, "supplement_fen") +
                                                     whole(totals, "aid_fen") + whole(totals, "account_fen") +
                                                     whole(totals, "cash_fen"));
    assert_int_equal(whole(totals, "cash_fen"), 1440000 + 1499999 + 1400000);
    json_decref(answer);
}

static void parts_beyond_the_total_are_told_with_their_line(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, ALL);
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_buf out = {0};
    const ch_medical_row *row;
    size_t rows;
    assert_int_equal(ch_medical_file_read(&arena, zone, CH_TEXT("m.csv"),
                                          CH_TEXT(MORE "k1,t,34,33,inpatient,,2026-03-05,3000,3000,,,1400,,,,,\n"
                                                       "k2,t,34,33,inpatient,,2026-03-05,3000,3000,,,1400.01,,,,,\n"),
                                          &row, &rows, &faults),
                     CH_OK);
    const ch_clearing_question question = {zone, CH_TEXT("m.csv"), row, rows, 2026, 3};
    assert_int_equal(ch_answer_clearing_json(&question, &out, &faults), CH_EDATA);
    assert_int_equal(faults.count, 1);
    assert_int_equal(told(&faults, CH_WANT_MEDICAL_REST, 3, "3000", NULL), 1);
    assert_int_equal(out.len, 0);
    ch_buf_free(&out);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

static void disputes_are_held_out_until_decided_and_refused_are_never_paid(void **state)
{
    (void)state;
    const char *const claims = MORE "k1,t,34,33,inpatient,,2026-02-05,2000,2000,,,,,,,disputed,\n"
                                    "k2,u,34,33,inpatient,,2026-02-05,3000,3000,,,,,,,clear,2026-04-10\n"
                                    "k3,v,34,33,inpatient,,2026-02-05,4000,4000,,,,,,,refused,\n"
                                    "k4,w,34,33,inpatient,,2026-02-05,5000,5000,,,,,,,拒付,2026-03-01\n"
                                    "k5,x,34,33,inpatient,,2026-02-05,6000,6000,,,,,,,,\n";
    json_t *answer = ask(ALL, claims, 2026, 2);
    assert_int_equal(owed(answer, "34", "33"), 400000);
    assert_int_equal(whole(answer, "counted"), 1);
    assert_int_equal(whole(answer, "refused"), 1);
    assert_int_equal(length(answer, "held"), 3);
    assert_int_equal(whole(find(answer, "held", "claim", "k2", "state", "disputed"), "fen"), 160000);
    json_decref(answer);
    answer = ask(ALL, claims, 2026, 3);
    assert_int_equal(length(answer, "batch"), 0);
    assert_int_equal(whole(answer, "refused"), 1);
    assert_int_equal(length(answer, "held"), 2);
    json_decref(answer);
    answer = ask(ALL, claims, 2026, 4);
    assert_int_equal(owed(answer, "34", "33"), 160000);
    assert_int_equal(length(answer, "held"), 1);
    json_decref(answer);
    answer = ask(ALL, claims, 2026, 0);
    assert_int_equal(owed(answer, "34", "33"), 560000);
    assert_int_equal(whole(answer, "refused"), 2);
    assert_int_equal(length(answer, "held"), 1);
    assert_non_null(find(answer, "held", "claim", "k1", "state_zh", "争议"));
    json_decref(answer);
}

static void what_has_no_rule_is_unknown_and_the_rest_is_answered(void **state)
{
    (void)state;
    json_t *answer = ask(ALL,
                         MORE "k1,t,32,33,inpatient,,2026-03-05,2000,2000,,,,,,,,\n"
                              "k2,t,99,33,inpatient,,2026-03-05,2000,2000,,1000,,,,,,\n"
                              "k3,t,34,nowhere,inpatient,,2026-03-05,2000,2000,,,,,,,,\n"
                              "k4,t,34,33,inpatient,,2026-03-05,2000,2000,,,,,,,,\n"
                              "k5,t,32,33,inpatient,,2026-03-05,2000,2000,,,,,,,disputed,\n"
                              "k6,t,32,33,inpatient,,2026-03-05,2000,2000,,,,,,,refused,\n",
                         2026, 3);
    assert_int_equal(length(answer, "without_rule"), 3);
    assert_non_null(find(answer, "without_rule", "claim", "k1", "reason", "no_rule"));
    assert_non_null(find(answer, "without_rule", "claim", "k2", "reason", "unknown_insured"));
    const json_t *third = find(answer, "without_rule", "claim", "k3", "reason", "unknown_care");
    assert_non_null(third);
    assert_true(json_is_null(json_object_get(third, "fen")));
    assert_true(json_is_null(json_object_get(find(answer, "held", "claim", "k5", "state", "disputed"), "fen")));
    assert_int_equal(whole(answer, "counted"), 1);
    assert_int_equal(owed(answer, "34", "33"), 80000);
    json_decref(answer);
}

/* ---- prepayments */

/* 40,000 prepaid: 28,000 used are 70 %. To be below it again 40,000.01 must be prepaid. */
static void a_prepayment_used_up_by_hand(void **state)
{
    (void)state;
#define USED \
    MORE "k1,a,341882,3305,inpatient,,2026-02-05,20000,16000,,12000,,,,8000,,\n" \
         "k2,b,34,33,inpatient,,2026-03-05,40000,30000,,10000,6000,,,24000,,\n" \
         "k3,c,33,34,inpatient,,2026-03-05,40000,30000,,15000,,,,25000,,\n" \
         "k4,d,34,330522,inpatient,,2026-04-05,40000,30000,,12000,,,,28000,,\n"
    json_t *answer = ask(ALL, USED, 2026, 2);
    const json_t *pair = find(answer, "prepayments", "insured", "34", "care", "33");
    assert_string_equal(json_string_value(json_object_get(pair, "alarm")), "well");
    assert_int_equal(whole(pair, "used_fen"), 1200000);
    assert_int_equal(whole(pair, "top_up_fen"), 0);
    json_decref(answer);
    answer = ask(ALL, USED, 2026, 3);
    pair = find(answer, "prepayments", "insured", "34", "care", "33");
    assert_string_equal(json_string_value(json_object_get(pair, "alarm")), "yellow");
    assert_int_equal(whole(pair, "prepaid_fen"), 4000000);
    assert_int_equal(whole(pair, "used_fen"), 2800000);
    assert_int_equal(whole(pair, "left_fen"), 1200000);
    assert_int_equal(whole(pair, "top_up_fen"), 1);
    assert_true(json_real_value(json_object_get(pair, "part")) == 0.7);
    const json_t *back = find(answer, "prepayments", "insured", "33", "care", "34"); /* no level is told */
    assert_true(json_is_null(json_object_get(back, "alarm")));
    assert_true(json_is_null(json_object_get(back, "top_up_fen")));
    assert_int_equal(whole(back, "left_fen"), -500000);
    json_decref(answer);
    answer = ask(ALL, USED, 2026, 4);
    pair = find(answer, "prepayments", "insured", "34", "care", "33");
    assert_string_equal(json_string_value(json_object_get(pair, "alarm")), "red");
    json_decref(answer);
    answer = ask(ALL, USED, 2026, 7); /* 20,000 more were paid: 40,000 of 60,000 */
    pair = find(answer, "prepayments", "insured", "34", "care", "33");
    assert_int_equal(whole(pair, "prepaid_fen"), 6000000);
    assert_string_equal(json_string_value(json_object_get(pair, "alarm")), "well");
    json_decref(answer);
}

static void the_rest_of_a_year_is_carried_where_it_is_known(void **state)
{
    (void)state;
    json_t *answer = ask(ALL, USED, 2026, 0); /* 30,000 were prepaid in 2025, and nobody knows what was used */
    const json_t *pair = find(answer, "prepayments", "insured", "34", "care", "33");
    assert_int_equal(whole(pair, "left_fen"), 6000000 - 4000000);
    assert_true(json_is_null(json_object_get(pair, "carried_fen")));
    assert_true(json_is_null(json_object_get(pair, "rest_fen")));
    assert_int_equal(whole(find(answer, "prepayments", "insured", "33", "care", "34"), "rest_fen"), -500000);
    json_decref(answer);
    answer = ask(ALL, USED "k0,a,34,33,inpatient,,2025-02-05,20000,16000,,10000,,,,10000,,\n", 2026, 0);
    pair = find(answer, "prepayments", "insured", "34", "care", "33");
    assert_int_equal(whole(pair, "carried_fen"), 2000000);
    assert_int_equal(whole(pair, "rest_fen"), 4000000);
    assert_int_equal(whole(answer, "year"), 2026);
    assert_int_equal(length(answer, "months"), 12);
    assert_int_equal(whole(json_array_get(json_object_get(answer, "months"), 2), "fen"), 3100000);
    json_decref(answer);
}

/* ---- other forms */

static void postings_sum_to_nothing_and_only_of_a_month(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, ALL);
    char *bytes = ask_text(ch_answer_clearing_postings, zone, USED, 2026, 3);
    assert_string_equal(
        bytes, "[{\"id\":\"medical:2026-03:due\",\"book\":\"medical\",\"date\":\"2026-03-31\",\"source\":\"z\","
               "\"note\":\"异地就医清算 medical settlement across provinces\",\"lines\":["
               "{\"account\":\"34>33\",\"fen\":1600000},{\"account\":\"33>34\",\"fen\":1500000},"
               "{\"account\":\"claims\",\"fen\":-3100000}]}]\n");
    free(bytes);
    bytes = ask_text(ch_answer_clearing_postings, zone, USED, 2026, 1);
    assert_string_equal(bytes, "[]\n");
    free(bytes);
    const ch_clearing_question year = {zone, CH_TEXT("m.csv"), NULL, 0, 2026, 0};
    ch_faults faults = {0};
    ch_buf out = {0};
    assert_int_equal(ch_answer_clearing_postings(&year, &out, &faults), CH_EDATA);
    assert_int_equal(told(&faults, CH_WANT_ONE_MONTH, 0, NULL, NULL), 1);
    ch_faults_free(&faults);
    ch_buf_free(&out);
    ch_zone_drop(zone);
}

static void rows_of_csv_tell_what_they_are(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, ALL);
    char *bytes =
        ask_text(ch_answer_clearing_csv, zone, USED "k9,z,34,nowhere,inpatient,,2026-03-05,9,9,,,,,,,,\n", 2026, 3);
    assert_string_equal(
        bytes,
        "row,claim,place,insured,care,claims,fen,rule_fen,prepaid_fen,left_fen,top_up_fen,word\n"
        "batch,,,34,33,1,1600000,,,,,\nbatch,,,33,34,1,1500000,,,,,\ncoming,,33,,,,100000,,,,,\n"
        "coming,,34,,,,-100000,,,,,\npayment,,,34,33,,100000,,,,,\nprepayment,,,33,34,,1500000,,1000000,-500000,,\n"
        "prepayment,,,34,33,,2800000,,4000000,1200000,1,yellow\ndifference,k2,,34,33,,1000000,2320000,,,,\n"
        "without_rule,k9,,34,,,,,,,,unknown_care\n");
    free(bytes);
    ch_zone_drop(zone);
}

static void people_read_words_in_both_languages(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, ALL);
    char *bytes = ask_text(answer_text_zh, zone, USED, 2026, 3);
    assert_non_null(strstr(bytes, "乙省 → 甲省  1 笔  15,000.00"));
    assert_non_null(strstr(bytes, "（70.0 %），余 12,000.00  黄色预警，建议追加 0.01（假定）"));
    assert_non_null(strstr(bytes, "标记 示意 假定 待核\n"));
    free(bytes);
    bytes = ask_text(answer_text_en, zone, USED, 2026, 0);
    assert_non_null(strstr(bytes,
                           "B → A  prepaid 10,000.00, used 15,000.00 (150.0 %), left -5,000.00, carried 0.00, rest "
                           "(negative: still owed) -5,000.00  no alarm level\n"));
    assert_non_null(strstr(bytes, "2026-03  2 claims  31,000.00\n"));
    free(bytes);
    ch_zone_drop(zone);
}

static void no_token_is_in_any_answer(void **state)
{
    (void)state;
    answering *const form[] = {ch_answer_clearing_json, ch_answer_clearing_csv, answer_text_zh, answer_text_en};
    ch_zone *zone = make_zone(NULL, ALL);
    const char *const claims = MORE "k1,SECRET1,34,33,inpatient,,2026-03-05,2000,2000,,,,,,,disputed,\n"
                                    "k2,SECRET2,34,33,inpatient,,2026-03-05,2000,2000,,1000,,,,,,\n"
                                    "k3,SECRET3,99,33,inpatient,,2026-03-05,2000,2000,,,,,,,,\n"
                                    "k4,SECRET4,34,33,inpatient,,2026-03-05,2000,2000,,,,,,,refused,\n";
    for (int month = 0; month <= 3; month += 3)
        for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
            char *bytes = ask_text(form[i], zone, claims, 2026, month);
            assert_null(strstr(bytes, "SECRET"));
            assert_non_null(strstr(bytes, "k3"));
            free(bytes);
        }
    char *bytes = ask_text(ch_answer_clearing_postings, zone, claims, 2026, 3);
    assert_null(strstr(bytes, "SECRET"));
    free(bytes);
    ch_zone_drop(zone);
}

/* ---- many claims */

enum { MANY = 100000, PERSONS = 3000, PLACES = 9, KINDS = 3, MONTHS = 12 };

static const char *const code[PLACES] = {"34", "3418", "341882", "33", "3305", "330522", "32", "3202", "z"};

typedef struct {
    ch_arena arena;
    ch_zone *zone;
    ch_medical_row *row;
    uint32_t place[PLACES];
    size_t *person;
} many;

static ch_medical_row draw_row(many *m, uint64_t *seed, size_t i, size_t persons)
{
    char text[24];
    const size_t person = draw(seed, (uint32_t)persons + 1); /* the last: no token */
    m->person[i] = person;
    snprintf(text, sizeof text, "k%05zu", i);
    ch_medical_row row = {.id = ch_text_copy(&m->arena, ch_text_of(text)),
                          .insured = m->place[draw(seed, 6)],
                          .care = m->place[draw(seed, 8)],
                          .kind = 1 + draw(seed, KINDS),
                          .filing = draw(seed, 5),
                          .settled = 20260001 + (ch_date)(1 + draw(seed, MONTHS)) * 100 + (ch_date)draw(seed, 28),
                          .catalogue_fen = draw(seed, 4000000),
                          .fund_fen = CH_UNKNOWN_I64,
                          .supplement_fen = CH_UNKNOWN_I64,
                          .aid_fen = CH_UNKNOWN_I64,
                          .account_fen = CH_UNKNOWN_I64,
                          .cash_fen = CH_UNKNOWN_I64,
                          .at = {CH_TEXT("m.csv"), (uint32_t)i + 2, 1}};
    row.total_fen = row.catalogue_fen + draw(seed, 100000);
    if (draw(seed, 4) == 0)
        row.fund_fen = row.catalogue_fen / 2;
    if (draw(seed, 20) == 0)
        row.state = 1 + draw(seed, 2);
    if (draw(seed, 20) == 0 && row.state != CH_MEDICAL_ROW_DISPUTED)
        row.decided = row.settled + (row.settled % 10000 < 1100 ? 100 : 0);
    snprintf(text, sizeof text, "t%zu", person);
    if (person < persons)
        row.person = ch_text_copy(&m->arena, ch_text_of(text));
    return row;
}

static void make_many(many *m, size_t n, size_t persons)
{
    uint64_t seed = 7;
    *m = (many){.zone = make_zone(NULL, ALL)};
    m->row = CH_NEW(&m->arena, ch_medical_row, n);
    m->person = CH_NEW(&m->arena, size_t, n);
    for (size_t p = 0; p < PLACES; p++)
        m->place[p] = (uint32_t)ch_zone_find_place(m->zone, ch_text_of(code[p]));
    for (size_t i = 0; i < n; i++)
        m->row[i] = draw_row(m, &seed, i, persons);
}

static void free_many(many *m)
{
    ch_zone_drop(m->zone);
    ch_arena_free(&m->arena);
}

/* Rules of ALL, by the province of the insured place: 34 has three kinds and one for `other`, 33 in-patients alone, without deductible and cap. */
typedef struct {
    int64_t paid_fen, seen_fen[2];
} naive_sums;

static bool naive_pay(const ch_medical_row *row, bool is_34, naive_sums *sums, int64_t *fund_fen)
{
    if (!is_34 && row->kind != CH_care_INPATIENT)
        return false;
    int64_t deductible = row->kind == CH_care_INPATIENT ? 100000 : row->kind == CH_care_OUTPATIENT ? 50000 : 20000;
    int64_t percent = row->kind == CH_care_OUTPATIENT                                    ? 50
                      : row->kind == CH_care_CHRONIC                                     ? 70
                      : row->filing == CH_filing_OTHER && row->kind == CH_care_INPATIENT ? 60
                                                                                         : 80;
    int64_t cap = 20000000;
    if (!is_34) {
        deductible = 0;
        percent = 50;
        cap = INT64_MAX;
    }
    if (sums && row->kind != CH_care_INPATIENT) {
        int64_t *seen = &sums->seen_fen[row->kind == CH_care_CHRONIC];
        deductible = deductible > *seen ? deductible - *seen : 0;
        *seen += row->catalogue_fen;
    }
    if (sums && cap != INT64_MAX)
        cap = cap > sums->paid_fen ? cap - sums->paid_fen : 0;
    const int64_t above = row->catalogue_fen > deductible ? row->catalogue_fen - deductible : 0;
    int64_t fund = above * percent / 100;
    fund = fund < cap ? fund : cap;
    *fund_fen = row->fund_fen != CH_UNKNOWN_I64 ? row->fund_fen : fund;
    if (sums)
        sums->paid_fen += *fund_fen;
    return true;
}

/* Day by day, claims of a day in the order of their ids, which is that of the array. */
static void add_naively(const many *m, size_t n, int64_t owed_fen[MONTHS][PLACES][PLACES])
{
    naive_sums *sums = calloc(PERSONS, sizeof *sums);
    assert_non_null(sums);
    for (ch_date day = 20260101; day <= 20261228; day = day % 100 == 28 ? day + 73 : day + 1)
        for (size_t i = 0; i < n; i++) {
            const ch_medical_row *row = &m->row[i];
            int64_t fund = 0;
            size_t insured = 0, care = 0;
            if (row->settled != day)
                continue;
            while (m->place[insured] != row->insured)
                insured++;
            while (m->place[care] != row->care)
                care++;
            if (!naive_pay(row, insured < 3, m->person[i] < PERSONS ? &sums[m->person[i]] : NULL, &fund) ||
                row->state != CH_MEDICAL_ROW_CLEAR || insured == care)
                continue;
            const ch_date due = row->decided ? row->decided : row->settled;
            owed_fen[due / 100 % 100 - 1][insured][care] += fund;
        }
    free(sums);
}

static void assert_owed(const json_t *answer, int64_t owed_fen[PLACES][PLACES])
{
    size_t pairs = 0;
    for (size_t i = 0; i < PLACES; i++)
        for (size_t c = 0; c < PLACES; c++) {
            assert_int_equal(owed(answer, code[i], code[c]), owed_fen[i][c]);
            pairs += owed_fen[i][c] > 0;
        }
    assert_int_equal(length(answer, "batch"), pairs);
}

/* What is coming adds up to nothing, and is what the payments of the net bring. */
static void assert_positions(const json_t *answer)
{
    size_t i;
    json_t *one;
    json_int_t sum = 0;
    json_array_foreach(json_object_get(answer, "coming"), i, one)
    {
        json_int_t left = whole(one, "fen");
        const char *place = json_string_value(json_object_get(one, "place"));
        sum += left;
        size_t p;
        json_t *payment;
        json_array_foreach(json_object_get(json_object_get(answer, "netted"), "payments"), p, payment)
        {
            const json_int_t fen = whole(payment, "fen");
            left -= strcmp(json_string_value(json_object_get(payment, "to")), place) == 0 ? fen : 0;
            left += strcmp(json_string_value(json_object_get(payment, "from")), place) == 0 ? fen : 0;
        }
        assert_int_equal(left, 0);
    }
    assert_int_equal(sum, 0);
}

static void a_hundred_thousand_claims_agree_with_a_naive_computation(void **state)
{
    (void)state;
    static int64_t month_fen[MONTHS][PLACES][PLACES], year_fen[PLACES][PLACES];
    many m;
    make_many(&m, MANY, PERSONS);
    add_naively(&m, MANY, month_fen);
    for (int month = 1; month <= MONTHS; month++) {
        char *bytes = ask_rows(ch_answer_clearing_json, m.zone, m.row, MANY, 2026, month);
        json_t *answer = json_loads(bytes, 0, NULL);
        const json_t *totals = json_object_get(answer, "totals");
        assert_owed(answer, month_fen[month - 1]);
        assert_positions(answer);
        assert_int_equal(whole(totals, "total_fen"), whole(totals, "fund_fen") + whole(totals, "supplement_fen") +
                                                         whole(totals, "aid_fen") + whole(totals, "account_fen") +
                                                         whole(totals, "cash_fen"));
        json_decref(answer);
        free(bytes);
        for (size_t i = 0; i < PLACES; i++)
            for (size_t c = 0; c < PLACES; c++)
                year_fen[i][c] += month_fen[month - 1][i][c];
    }
    char *bytes = ask_rows(ch_answer_clearing_json, m.zone, m.row, MANY, 2026, 0);
    json_t *answer = json_loads(bytes, 0, NULL);
    assert_owed(answer, year_fen); /* the months' batches sum to the year's */
    json_int_t sum = 0;
    for (size_t i = 0; i < MONTHS; i++) {
        int64_t fen = 0;
        for (size_t p = 0; p < PLACES * PLACES; p++)
            fen += month_fen[i][p / PLACES][p % PLACES];
        const json_t *month = json_array_get(json_object_get(answer, "months"), i);
        assert_int_equal(whole(month, "fen"), fen);
        sum += whole(month, "counted");
    }
    assert_int_equal(sum, whole(answer, "counted"));
    json_decref(answer);
    free(bytes);
    free_many(&m);
}

static void the_order_of_claims_changes_no_byte(void **state)
{
    (void)state;
    enum { SOME = 3000 };
    answering *const form[] = {ch_answer_clearing_json, ch_answer_clearing_csv, answer_text_zh};
    many m;
    uint64_t seed = 9;
    make_many(&m, SOME, 50);
    char *before[2 * 3];
    for (size_t i = 0; i < 6; i++)
        before[i] = ask_rows(form[i % 3], m.zone, m.row, SOME, 2026, i < 3 ? 0 : 5);
    for (size_t i = SOME; i-- > 1;) {
        const size_t other = draw(&seed, (uint32_t)i + 1);
        const ch_medical_row row = m.row[i];
        m.row[i] = m.row[other];
        m.row[other] = row;
    }
    for (size_t i = 0; i < 6; i++) {
        char *after = ask_rows(form[i % 3], m.zone, m.row, SOME, 2026, i < 3 ? 0 : 5);
        assert_string_equal(before[i], after);
        free(after);
        free(before[i]);
    }
    free_many(&m);
}

static void what_happens_later_changes_no_byte_of_a_month(void **state)
{
    (void)state;
    enum { SOME = 2000 };
    many m;
    make_many(&m, SOME, 50);
    char *late = ask_rows(ch_answer_clearing_json, m.zone, m.row, SOME, 2026, 5);
    size_t n = 0;
    for (size_t i = 0; i < SOME; i++) { /* as the file was at the end of May */
        if (m.row[i].settled > 20260531)
            continue;
        m.row[n] = m.row[i];
        if (m.row[n].decided > 20260531) {
            m.row[n].decided = 0;
            m.row[n].state = CH_MEDICAL_ROW_DISPUTED;
        }
        n++;
    }
    char *early = ask_rows(ch_answer_clearing_json, m.zone, m.row, n, 2026, 5);
    assert_true(n < SOME);
    assert_string_equal(early, late);
    free(early);
    free(late);
    free_many(&m);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    enum { SOME = 600 };
    many m;
    make_many(&m, SOME, 550); /* so many that tables grow */
    answering *const form[] = {ch_answer_clearing_json, ch_answer_clearing_csv, answer_text_zh,
                               ch_answer_clearing_postings};
    for (size_t f = 0; f < sizeof form / sizeof *form; f++)
        for (size_t at = 1;; at++) {
            failing memory_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&memory_state);
            ch_zone other = *m.zone; /* the same rows, with another memory for what is asked */
            other.memory = &memory;
            const ch_clearing_question question = {&other, CH_TEXT("m.csv"), m.row, SOME, 2026, f == 3 ? 5 : (int)f};
            ch_buf out = {.memory = &memory};
            ch_faults faults = {.arena = {.memory = &memory}};
            const ch_err err = form[f](&question, &out, &faults);
            ch_buf_free(&out);
            ch_faults_free(&faults);
            assert_int_equal(memory_state.live, 0);
            if (err == CH_OK)
                break;
            assert_int_equal(err, CH_ENOMEM);
            assert_true(at < 1000);
        }
    free_many(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_and_prepayments_at_fault_are_told),
        cmocka_unit_test(a_claim_without_referral_by_hand),
        cmocka_unit_test(the_nearest_rule_in_force_counts_and_one_of_the_filing_first),
        cmocka_unit_test(a_part_of_a_fen_stays_with_the_person),
        cmocka_unit_test(a_higher_ratio_never_lowers_what_the_fund_pays),
        cmocka_unit_test(out_patients_pay_their_deductible_once_a_year),
        cmocka_unit_test(the_cap_is_of_a_person_and_year),
        cmocka_unit_test(claims_without_token_keep_no_sums_and_are_counted),
        cmocka_unit_test(what_is_told_is_cleared_and_a_difference_flagged),
        cmocka_unit_test(parts_beyond_the_total_are_told_with_their_line),
        cmocka_unit_test(disputes_are_held_out_until_decided_and_refused_are_never_paid),
        cmocka_unit_test(what_has_no_rule_is_unknown_and_the_rest_is_answered),
        cmocka_unit_test(a_prepayment_used_up_by_hand),
        cmocka_unit_test(the_rest_of_a_year_is_carried_where_it_is_known),
        cmocka_unit_test(postings_sum_to_nothing_and_only_of_a_month),
        cmocka_unit_test(rows_of_csv_tell_what_they_are),
        cmocka_unit_test(people_read_words_in_both_languages),
        cmocka_unit_test(no_token_is_in_any_answer),
        cmocka_unit_test(a_hundred_thousand_claims_agree_with_a_naive_computation),
        cmocka_unit_test(the_order_of_claims_changes_no_byte),
        cmocka_unit_test(what_happens_later_changes_no_byte_of_a_month),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
