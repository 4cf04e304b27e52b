/* test_date.c - dates as exact as they were written. */
#include "changhe/date.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static ch_date parsed(const char *text)
{
    ch_date date = -1;
    return ch_date_parse(ch_text_of(text), &date) ? date : -1;
}

static void days_months_and_years_are_read_as_written(void **state)
{
    assert_int_equal(parsed("2024"), 20240000);
    assert_int_equal(parsed("2024-03"), 20240300);
    assert_int_equal(parsed("2024-03-01"), 20240301);
    assert_int_equal(parsed("1000-01-01"), 10000101);
    assert_int_equal(parsed("9999-12-31"), 99991231);
}

static void leap_days_follow_the_gregorian_calendar(void **state)
{
    assert_int_equal(parsed("2024-02-29"), 20240229);
    assert_int_equal(parsed("2000-02-29"), 20000229);
    assert_int_equal(parsed("2023-02-29"), -1);
    assert_int_equal(parsed("1900-02-29"), -1);
    assert_int_equal(parsed("2024-02-30"), -1);
    assert_int_equal(parsed("2024-04-31"), -1);
}

static void anything_else_is_refused_and_changes_nothing(void **state)
{
    const char *bad[] = {"",           "24",         "0999",     "20240",         "2024-",     "2024-3",
                         "2024-00",    "2024-13",    "2024/03",  "2024-03-",      "2024-03-1", "2024-03-00",
                         "2024-03-32", "2024-03/01", "20240301", " 2024",         "2024 ",     "202a",
                         "2024-0a",    "2024-03-0a", "-024",     "2024-03-01T00", "+2024",     "２０２４"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ch_date date = 7;
        assert_false(ch_date_parse(ch_text_of(bad[i]), &date));
        assert_int_equal(date, 7);
    }
    ch_date date;
    assert_false(ch_date_parse((ch_text){0}, &date));
}

static void every_day_is_written_as_it_was_read(void **state)
{
    int days = 0;
    for (int year = 1896; year <= 2004; year += 4)
        for (int month = 0; month <= 12; month++)
            for (int day = 0; day <= (month > 0 ? 31 : 0); day++) {
                char text[16];
                snprintf(text, sizeof text,
                         day > 0     ? "%04d-%02d-%02d"
                         : month > 0 ? "%04d-%02d"
                                     : "%04d",
                         year, month, day);
                ch_date date;
                if (!ch_date_parse(ch_text_of(text), &date))
                    continue;
                ch_buf out = {0};
                ch_date_format(date, &out);
                assert_int_equal(out.len, strlen(text));
                assert_memory_equal(out.at, text, out.len);
                ch_buf_free(&out);
                days += day > 0;
            }
    assert_int_equal(days, 28 * 366 - 1); /* 1900 was no leap year */
}

static void no_date_is_written_as_nothing(void **state)
{
    ch_buf out = {0};
    ch_date_format(0, &out);
    assert_int_equal(out.len, 0);
    ch_buf_free(&out);
}

static void order_is_told_as_far_as_the_coarser_date_tells(void **state)
{
    const struct {
        ch_date a, b;
        bool not_after;
    } cases[] = {
        {20230000, 20230600, true},
        {20230600, 20230000, true},
        {20230000, 20230101, true},
        {20230000, 20221231, false},
        {20221231, 20230000, true},
        {20230600, 20230615, true},
        {20230615, 20230600, true},
        {20230600, 20230531, false},
        {20230531, 20230600, true},
        {20230615, 20230615, true},
        {20230616, 20230615, false},
        {20230615, 20230616, true},
        {20240000, 20230600, false},
        {20240000, 20230000, false},
        {20230000, 20240000, true},
        {0, 20230615, true},
        {0, 0, true},
        {20230615, 0, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(ch_date_not_after(cases[i].a, cases[i].b), cases[i].not_after);
}

static void a_date_covers_days_to_the_end_of_its_month_or_year(void **state)
{
    assert_int_equal(ch_date_last_day(20240000), 20241231);
    assert_int_equal(ch_date_last_day(20240200), 20240229);
    assert_int_equal(ch_date_last_day(20230200), 20230228);
    assert_int_equal(ch_date_last_day(20241100), 20241130);
    assert_int_equal(ch_date_last_day(20241105), 20241105);
    assert_int_equal(ch_date_last_day(0), 0);
}

static void days_are_numbered_one_by_one_and_back(void **state)
{
    assert_int_equal(ch_date_number(19700101), 0);
    assert_int_equal(ch_date_number(20000229), 11016);
    assert_int_equal(ch_date_number(101), -719528); /* 0000-01-01 */
    assert_int_equal(ch_date_number(301) - ch_date_number(229), 1);
    int32_t number = ch_date_number(10000101);
    for (int32_t year = 1000; year <= 9999; year++)
        for (int32_t month = 1; month <= 12; month++)
            for (int32_t day = 1; day <= ch_date_last_day(year * 10000 + month * 100) % 100; day++, number++) {
                const ch_date date = year * 10000 + month * 100 + day;
                assert_int_equal(ch_date_number(date), number);
                assert_int_equal(ch_date_of_number(number), date);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_months_and_years_are_read_as_written),
        cmocka_unit_test(leap_days_follow_the_gregorian_calendar),
        cmocka_unit_test(anything_else_is_refused_and_changes_nothing),
        cmocka_unit_test(every_day_is_written_as_it_was_read),
        cmocka_unit_test(no_date_is_written_as_nothing),
        cmocka_unit_test(order_is_told_as_far_as_the_coarser_date_tells),
        cmocka_unit_test(a_date_covers_days_to_the_end_of_its_month_or_year),
        cmocka_unit_test(days_are_numbered_one_by_one_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
