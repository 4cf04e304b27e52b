/* test_duty.c - who owes what, how late it is, and how old a table is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/duty.h"
#include "failing.h"
#include "make_zone.h"

#define BASE \
    "zone: id,place,members\nz,Z,Z\n" \
    "places: id,level\nZ,zone\n" \
    "offices: id\nO\n"

/* One duty of the cadence on firms, judged. */
static ch_duty_judgement judged(const char *cadence, const char *due_days, const char *covered, ch_date today)
{
    char text[512];
    const ch_duty_judgement *list;
    ch_duty_judgement first;
    ch_arena arena = {0};
    size_t n;
    snprintf(text, sizeof text, BASE "duties: id,office,table,cadence,due_days,covered\nd,O,firms,%s,%s,%s\n", cadence,
             due_days, covered);
    ch_zone *zone = make_zone(NULL, text);
    assert_int_equal(ch_duty_judge(&arena, zone, today, &list, &n), CH_OK);
    assert_int_equal(n, 1);
    first = list[0];
    ch_arena_free(&arena);
    ch_zone_drop(zone);
    return first;
}

static void a_month_that_came_is_kept_until_the_next_is_over(void **state)
{
    const ch_duty_judgement it = judged("month", "10", "2024-02", 20240331);
    assert_int_equal(it.state, CH_DUTY_KEPT);
    assert_int_equal(it.covered, 20240229);
    assert_int_equal(it.owed, 20240331);
    assert_int_equal(it.due_on, 20240410);
    assert_int_equal(it.days, -10);
    assert_int_equal(it.periods, 0);
    assert_int_equal(it.age_days, 31);
}

static void it_is_due_from_the_first_day_after_it_and_overdue_after_the_last_in_time(void **state)
{
    assert_int_equal(judged("month", "10", "2024-02", 20240401).state, CH_DUTY_DUE);
    assert_int_equal(judged("month", "10", "2024-02", 20240410).state, CH_DUTY_DUE);
    assert_int_equal(judged("month", "10", "2024-02", 20240410).days, 0);
    assert_int_equal(judged("month", "10", "2024-02", 20240411).state, CH_DUTY_OVERDUE);
    assert_int_equal(judged("month", "10", "2024-02", 20240411).days, 1);
    assert_int_equal(judged("month", "", "2024-02", 20240401).state, CH_DUTY_OVERDUE);
}

static void periods_that_did_not_come_are_counted_from_the_first(void **state)
{
    const ch_duty_judgement it = judged("quarter", "15", "2023", 20241215);
    assert_int_equal(it.owed, 20240331);
    assert_int_equal(it.due_on, 20240415);
    assert_int_equal(it.periods, 3);
    assert_int_equal(it.days, 244);
    assert_int_equal(it.age_days, 350);
}

static void half_a_period_is_not_the_period(void **state)
{
    assert_int_equal(judged("month", "0", "2024-03-30", 20240401).state, CH_DUTY_OVERDUE);
    assert_int_equal(judged("month", "0", "2024-03-31", 20240401).state, CH_DUTY_KEPT);
}

static void what_never_came_has_no_age(void **state)
{
    const ch_duty_judgement it = judged("year", "31", "", 20240115);
    assert_int_equal(it.state, CH_DUTY_NEVER);
    assert_int_equal(it.owed, 20231231);
    assert_int_equal(it.due_on, 20240131);
    assert_int_equal(it.age_days, -1);
    assert_int_equal(it.periods, 1);
}

static void what_covers_days_to_come_is_of_today(void **state)
{
    assert_int_equal(judged("year", "0", "2024", 20240601).age_days, 0);
    assert_int_equal(judged("year", "0", "2024", 20240601).state, CH_DUTY_KEPT);
}

static void weeks_end_on_sundays_and_the_others_with_their_last_day(void **state)
{
    assert_int_equal(ch_duty_period_end(CH_cadence_WEEK, 20241230), 20250105);
    assert_int_equal(ch_duty_period_end(CH_cadence_WEEK, 20250105), 20250105);
    assert_int_equal(ch_duty_period_end(CH_cadence_WEEK, 20250106), 20250112);
    assert_int_equal(ch_duty_period_end(CH_cadence_MONTH, 20240203), 20240229);
    assert_int_equal(ch_duty_period_end(CH_cadence_QUARTER, 20240401), 20240630);
    assert_int_equal(ch_duty_period_end(CH_cadence_HALF, 20240630), 20240630);
    assert_int_equal(ch_duty_period_end(CH_cadence_HALF, 20240701), 20241231);
    assert_int_equal(ch_duty_period_end(CH_cadence_YEAR, 20240701), 20241231);
}

/* Every day of four years lies in one period, whose end is not before it, and periods follow on each other. */
static void every_day_lies_in_one_period(void **state)
{
    for (unsigned cadence = CH_cadence_WEEK; cadence < CH_cadence_END; cadence++)
        for (int32_t number = ch_date_number(20230101); number < ch_date_number(20270101); number++) {
            const ch_date day = ch_date_of_number(number), next = ch_date_of_number(number + 1);
            const ch_date end = ch_duty_period_end(cadence, day);
            assert_true(end >= day);
            assert_int_equal(ch_duty_period_end(cadence, end), end);
            assert_true(ch_duty_period_end(cadence, next) == end ? end >= next : end == day);
        }
}

/* A day later nothing is less late. */
static void days_only_make_it_later(void **state)
{
    int before = -10000;
    for (int32_t number = ch_date_number(20240101); number < ch_date_number(20250601); number++) {
        const ch_duty_judgement it = judged("month", "5", "2024-02", ch_date_of_number(number));
        assert_true(it.days == before + 1 || before == -10000);
        before = it.days;
    }
}

static const char *const several = BASE "duties: id,office,table,cadence,covered\n"
                                        "a,O,leads,month,2024-05\nb,O,firms,month,2024-03\nc,O,firms,year,\nd,O,firms,"
                                        "month,2024-01\ne,O,parcels,year,2023\n";

static void the_worst_comes_first(void **state)
{
    ch_arena arena = {0};
    const ch_duty_judgement *list;
    size_t n;
    ch_zone *zone = make_zone(NULL, several);
    assert_int_equal(ch_duty_judge(&arena, zone, 20240610, &list, &n), CH_OK);
    const char order[] = "dbcae";
    assert_int_equal(n, 5);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(zone->duties.id[list[i].duty].at[0], order[i]);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

static void a_table_is_as_fresh_as_its_strictest_duty_says(void **state)
{
    ch_arena arena = {0};
    const ch_duty_judgement *list;
    ch_duty_freshness freshness;
    size_t n;
    ch_zone *zone = make_zone(NULL, BASE "firms: id,place,as_of\nf,Z,2024-03-01\ng,Z,2024-04\n"
                                         "duties: id,office,table,cadence,covered\n"
                                         "a,O,firms,year,2023\nb,O,firms,month,2024-03\n");
    assert_int_equal(ch_duty_judge(&arena, zone, 20240610, &list, &n), CH_OK);
    ch_duty_freshness_of(zone, list, n, CH_TABLE_firms, &freshness);
    assert_int_equal(freshness.latest, 20240400);
    assert_true(freshness.has_duty && freshness.is_stale);
    assert_int_equal(list[freshness.judgement].duty, 1);
    ch_duty_freshness_of(zone, list, n, CH_TABLE_places, &freshness);
    assert_true(!freshness.has_duty && !freshness.is_stale && freshness.latest == 0);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

static void no_memory_is_told(void **state)
{
    failing state_of = {.fail_at = 1};
    const ch_memory memory = FAILING_MEMORY(&state_of);
    ch_arena arena = CH_ARENA(&memory);
    const ch_duty_judgement *list;
    size_t n;
    ch_zone *zone = make_zone(NULL, several);
    assert_int_equal(ch_duty_judge(&arena, zone, 20240610, &list, &n), CH_ENOMEM);
    ch_arena_free(&arena);
    ch_zone_drop(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_that_came_is_kept_until_the_next_is_over),
        cmocka_unit_test(it_is_due_from_the_first_day_after_it_and_overdue_after_the_last_in_time),
        cmocka_unit_test(periods_that_did_not_come_are_counted_from_the_first),
        cmocka_unit_test(half_a_period_is_not_the_period),
        cmocka_unit_test(what_never_came_has_no_age),
        cmocka_unit_test(what_covers_days_to_come_is_of_today),
        cmocka_unit_test(weeks_end_on_sundays_and_the_others_with_their_last_day),
        cmocka_unit_test(every_day_lies_in_one_period),
        cmocka_unit_test(days_only_make_it_later),
        cmocka_unit_test(the_worst_comes_first),
        cmocka_unit_test(a_table_is_as_fresh_as_its_strictest_duty_says),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
