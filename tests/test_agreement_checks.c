/* test_agreement_checks.c - rows of agreement_groups: which are taken, and how the others are told. */
#include "failing.h"
#include "make_zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEAD \
    "places: id,level,parent\n33,province,\na,county,33\nz,zone,a\n" \
    "zone: id,place,members\nz,z,a\n" \
    "agreements: id,form,base,start_event,start_on\nd,fund,stated,signed,2024\ne,fund,stated,signed,2024\n" \
    "agreement_parties: agreement,party,role\n" \
    "d,a,host\nd,b,origin\nd,c,other\ne,a,host\ne,b,origin\ne,x,other\n"
#define GROUPS "agreement_groups: id,agreement,parties,value_wan\n"
enum { FIRST_LINE = 18 }; /* of a row behind HEAD GROUPS */

static void assert_told(const ch_fault *fault, ch_want want, size_t row, const char *found)
{
    assert_int_equal(fault->want, want);
    assert_int_equal(fault->at.line, FIRST_LINE + row);
    assert_true(ch_text_equal(fault->at.file, CH_TEXT("test")));
    assert_true(ch_text_equal(fault->column, CH_TEXT("parties")));
    assert_true(ch_text_equal(fault->found, ch_text_of(found)));
}

static ch_faults refuse(const char *text)
{
    ch_zone *made = NULL;
    ch_faults faults;
    assert_int_equal(make_zone_try(NULL, text, &made, &faults), CH_EDATA);
    ch_faults_sort(&faults);
    return faults;
}

static void assert_refused(const char *text, ch_want want, const char *found)
{
    ch_faults faults = refuse(text);
    assert_int_equal(faults.count, 1);
    assert_told(&faults.list[0], want, 0, found);
    ch_faults_free(&faults);
}

static void groups_of_some_parties_are_taken(void **state)
{
    (void)state;
    ch_zone *made = make_zone(NULL, HEAD GROUPS "1,d,a b,10\n2,d,c  a,10\n3,d,b c,-5\n4,e,b a,10\n5,e,a x,0\n");
    assert_int_equal(made->agreement_groups.rows, 5);
    ch_zone_drop(made);
}

static void a_group_names_parties_of_its_agreement(void **state)
{
    (void)state;
    assert_refused(HEAD GROUPS "1,d,a x,10\n", CH_WANT_PARTY, "x");
    assert_refused(HEAD GROUPS "1,e,c a,10\n", CH_WANT_PARTY, "c");
}

static void a_group_is_two_or_more_but_not_all(void **state)
{
    (void)state;
    assert_refused(HEAD GROUPS "1,d,a,10\n", CH_WANT_SOME_PARTIES, "a");
    assert_refused(HEAD GROUPS "1,d,a b c,10\n", CH_WANT_SOME_PARTIES, "a b c");
}

static void a_group_names_each_once(void **state)
{
    (void)state;
    assert_refused(HEAD GROUPS "1,d,b b,10\n", CH_WANT_PARTY_ONCE, "b");
    assert_refused(HEAD GROUPS "1,d,b a b,10\n", CH_WANT_PARTY_ONCE, "b");
}

static void a_group_stands_once_in_whatever_order(void **state)
{
    (void)state;
    ch_faults faults = refuse(HEAD GROUPS "1,d,a b,10\n2,e,a b,10\n3,d,b a,20\n4,d,b c,1\n5,d,b  a,10\n");
    assert_int_equal(faults.count, 2);
    assert_told(&faults.list[0], CH_WANT_OWN_PARTIES, 2, "b a");
    assert_told(&faults.list[1], CH_WANT_OWN_PARTIES, 4, "b  a");
    assert_true(ch_text_equal(faults.list[0].detail, CH_TEXT("1")));
    assert_true(ch_text_equal(faults.list[1].detail, CH_TEXT("1")));
    ch_faults_free(&faults);
}

static void all_faults_are_told_at_once(void **state)
{
    (void)state;
    ch_faults faults = refuse(HEAD GROUPS "1,d,x y,10\n2,d,a,10\n3,d,a a,10\n");
    assert_int_equal(faults.count, 4);
    assert_told(&faults.list[0], CH_WANT_PARTY, 0, "x");
    assert_told(&faults.list[1], CH_WANT_PARTY, 0, "y");
    assert_told(&faults.list[2], CH_WANT_SOME_PARTIES, 1, "a");
    assert_told(&faults.list[3], CH_WANT_PARTY_ONCE, 2, "a");
    ch_faults_free(&faults);
}

/* The agreement's id is told, its parties cannot be known. */
static void a_group_of_no_agreement_is_told_once(void **state)
{
    (void)state;
    ch_faults faults = refuse(HEAD GROUPS "1,nope,a b,10\n");
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_REFERENCE);
    ch_faults_free(&faults);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_zone *made = NULL;
        const ch_err err = make_zone_try(&memory, HEAD GROUPS "1,d,a b,10\n2,d,c a,10\n", &made, NULL);
        ch_zone_drop(err == CH_OK ? made : NULL);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_of_some_parties_are_taken),
        cmocka_unit_test(a_group_names_parties_of_its_agreement),
        cmocka_unit_test(a_group_is_two_or_more_but_not_all),
        cmocka_unit_test(a_group_names_each_once),
        cmocka_unit_test(a_group_stands_once_in_whatever_order),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(a_group_of_no_agreement_is_told_once),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
