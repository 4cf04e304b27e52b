/* test_decimal.c - numbers to and from text. */
#include "changhe/decimal.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void assert_decimal(const char *text, int64_t per_unit, int64_t expected)
{
    int64_t value = 0;
    assert_true(ch_decimal_parse(ch_text_of(text), per_unit, &value));
    assert_true(value == expected);
}

static void assert_no_decimal(const char *text, int64_t per_unit)
{
    int64_t value = 7;
    assert_false(ch_decimal_parse(ch_text_of(text), per_unit, &value));
    assert_int_equal(value, 7);
}

static void money_and_land_are_exact(void **state)
{
    assert_decimal("1", CH_FEN_PER_WAN, 1000000);
    assert_decimal("12.34", CH_FEN_PER_WAN, 12340000);
    assert_decimal("-0.000001", CH_FEN_PER_WAN, -1);
    assert_decimal("0.1", 100, 10);
    assert_decimal("1", CH_AREA_PER_MU, 200000);
    assert_decimal("0.000005", CH_AREA_PER_MU, 1);
    assert_decimal("86.9", 300000000, INT64_C(26070000000)); /* km2 in 1/300 m2 */
    assert_decimal("+2.50", 100, 250);
    assert_decimal("007", 1, 7);
    assert_decimal("-0", 1, 0);
}

static void zeros_behind_change_nothing(void **state)
{
    assert_decimal("1.00000000000000000000000000000000000000000000", 1, 1);
    assert_decimal("000000000000000000000000000000000000000000001.5", 10, 15);
}

static void what_is_not_whole_in_the_unit_is_refused(void **state)
{
    assert_no_decimal("0.001", 100);
    assert_no_decimal("0.0000001", CH_FEN_PER_WAN);
    assert_no_decimal("0.000001", CH_AREA_PER_MU); /* a fifth of a unit */
    assert_no_decimal("0.5", 1);
    assert_no_decimal("0.00000000000000000000000000000000001", 1000000);
}

static void the_whole_range_is_reached_and_never_passed(void **state)
{
    assert_decimal("9223372036854775807", 1, INT64_MAX);
    assert_decimal("-9223372036854775807", 1, -INT64_MAX);
    assert_decimal("9223372036854.775807", 1000000, INT64_MAX);
    assert_decimal("46116860184273.879035", 200000, INT64_MAX); /* 17 digits more than a double holds */
    assert_no_decimal("9223372036854775808", 1);
    assert_no_decimal("-9223372036854775808", 1); /* says unknown */
    assert_no_decimal("18446744073709551616", 1);
    assert_no_decimal("9223372036854.775808", 1000000);
    assert_no_decimal("99999999999999999999999999", 1);
    assert_no_decimal("18446744073709.551617", 1000000);
}

static void what_is_no_decimal_is_refused(void **state)
{
    const char *bad[] = {"",   "-",    "+",   ".",   ".5",    "5.", "1e3", "1,5", " 1",
                         "1 ", "0x10", "--1", "+-1", "1.2.3", "１", "inf", "nan", "1-"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_no_decimal(bad[i], 1000);
    int64_t value;
    assert_false(ch_decimal_parse((ch_text){0}, 1, &value));
    assert_false(ch_decimal_parse((ch_text){"1\0", 2}, 1, &value));
}

static void assert_decimal_written(int64_t value, int64_t per_unit, const char *expected)
{
    ch_buf out = {0};
    ch_decimal_format(value, per_unit, &out);
    assert_int_equal(out.len, strlen(expected));
    assert_memory_equal(ch_buf_text(&out).at, expected, out.len);
    ch_buf_free(&out);
}

static void decimals_are_written_as_short_as_they_go(void **state)
{
    assert_decimal_written(12340000, CH_FEN_PER_WAN, "12.34");
    assert_decimal_written(-1, CH_FEN_PER_WAN, "-0.000001");
    assert_decimal_written(0, 100, "0");
    assert_decimal_written(1, CH_AREA_PER_MU, "0.000005");
    assert_decimal_written(200000, CH_AREA_PER_MU, "1");
    assert_decimal_written(INT64_MAX, 1000000, "9223372036854.775807");
    assert_decimal_written(-INT64_MAX, 1, "-9223372036854775807");
    assert_decimal_written(CH_UNKNOWN_I64, 100, "");
}

static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return *seed;
}

static void every_amount_comes_back(void **state)
{
    const int64_t units[] = {1, 2, 5, 100, CH_FEN_PER_WAN, CH_AREA_PER_MU, INT64_C(1000000000000)};
    uint64_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        int64_t value = (int64_t)(draw(&seed) >> (1 + draw(&seed) % 60)), back = 1;
        int64_t unit = units[draw(&seed) % 7];
        value = draw(&seed) % 2 ? value : -value;
        ch_buf out = {0};
        ch_decimal_format(value, unit, &out);
        assert_true(ch_decimal_parse(ch_buf_text(&out), unit, &back));
        assert_true(back == value);
        ch_buf_free(&out);
    }
}

static void numbers_are_read_to_the_nearest_double(void **state)
{
    const char *good[] = {"0",
                          "1",
                          "-1",
                          "+3",
                          "0.1",
                          "-0.5",
                          "1e3",
                          "1E3",
                          "1e+3",
                          "1.5e-3",
                          "123456789012345",
                          "1234567890123456",
                          "9007199254740993",
                          "0.1234567890123456789",
                          "1e22",
                          "1e23",
                          "1e-22",
                          "1e-23",
                          "1.7976931348623157e308",
                          "4.9e-324",
                          "5e-324",
                          "2.2250738585072011e-308",
                          "8.41e21",
                          "9.5e22",
                          "123.456e-20",
                          "000.100",
                          "119.911111"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double value = NAN;
        assert_true(ch_number_parse(ch_text_of(good[i]), &value));
        assert_true(value == strtod(good[i], NULL));
    }
}

static void short_decimals_are_read_like_strtod_reads_them(void **state)
{
    uint64_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s%llu.%0*llue%d", draw(&seed) % 2 ? "-" : "",
                 (unsigned long long)(draw(&seed) % 10000000), (int)(1 + draw(&seed) % 8),
                 (unsigned long long)(draw(&seed) % 10), (int)(draw(&seed) % 50) - 25);
        double value = NAN;
        assert_true(ch_number_parse(ch_text_of(text), &value));
        assert_true(value == strtod(text, NULL));
    }
}

static void text_need_not_end_where_the_number_ends(void **state)
{
    double value = NAN;
    assert_true(ch_number_parse((ch_text){"12.345678901234567899", 5}, &value));
    assert_true(value == 12.34);
    assert_true(ch_number_parse((ch_text){"1.2345678901234567899", 20}, &value));
    assert_true(value == 1.234567890123456789);
}

static void what_is_no_finite_number_is_refused(void **state)
{
    const char *bad[] = {"",      "-",    ".",     ".5",     "5.",
                         "1.e3",  "e3",   "1e",    "1e+",    "1e3.5",
                         "inf",   "-inf", "nan",   "NaN",    "infinity",
                         "0x1p3", "0x10", " 1",    "1 ",     "1,000",
                         "1_000", "--1",  "1e309", "-1e309", "1e99999999999999999999",
                         "１"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 7;
        assert_false(ch_number_parse(ch_text_of(bad[i]), &value));
        assert_true(value == 7);
    }
    double value;
    assert_false(ch_number_parse((ch_text){0}, &value));
    assert_false(ch_number_parse((ch_text){"1\0", 2}, &value));
    assert_false(ch_number_parse((ch_text){"1\0"
                                           "1",
                                           3},
                                 &value));
}

static void only_nought_is_read_as_nought(void **state)
{
    (void)state;
    const char *vanishing[] = {"1e-400",
                               "-1e-400",
                               "0.5e-400",
                               "1e-324",
                               "2e-324",
                               "0.0000000000000000000001e-310",
                               "9e-99999999999999999999"};
    for (size_t i = 0; i < sizeof vanishing / sizeof *vanishing; i++) {
        double value = 7;
        assert_false(ch_number_parse(ch_text_of(vanishing[i]), &value));
        assert_true(value == 7);
    }
    const char *nought[] = {"0e-400", "-0e-400", "0.000e400", "0e99999999999999999999", "0.00000000000000000000000"};
    for (size_t i = 0; i < sizeof nought / sizeof *nought; i++) {
        double value = 7;
        assert_true(ch_number_parse(ch_text_of(nought[i]), &value));
        assert_true(value == 0);
    }
    double value;
    assert_true(ch_number_parse(CH_TEXT("3e-324"), &value)); /* nearest to the smallest double */
    assert_true(value == 5e-324);
}

static void a_number_may_be_long_but_not_without_end(void **state)
{
    char text[5000];
    memset(text, '0', sizeof text);
    text[1] = '.';
    double value = 7;
    assert_true(ch_number_parse((ch_text){text, 1000}, &value));
    assert_true(value == 0);
    assert_false(ch_number_parse((ch_text){text, sizeof text}, &value));
}

static void assert_number_written(double value, const char *expected)
{
    ch_buf out = {0};
    ch_number_format(value, &out);
    ch_buf_addc(&out, '\0');
    assert_string_equal(out.at, expected);
    ch_buf_free(&out);
}

static void numbers_are_written_with_the_fewest_digits(void **state)
{
    assert_number_written(0, "0");
    assert_number_written(-0.0, "0");
    assert_number_written(-12, "-12");
    assert_number_written(999999999999999, "999999999999999");
    assert_number_written(1e15, "1e+15");
    assert_number_written(0.1, "0.1");
    assert_number_written(86.9, "86.9");
    assert_number_written(119.911111, "119.911111");
    assert_number_written(1.0 / 3, "0.3333333333333333");
    assert_number_written(0.1 + 0.2, "0.30000000000000004");
    assert_number_written(5e-324, "5e-324");
    assert_number_written(-1.5e-310, "-1.5e-310");
    assert_number_written(DBL_MAX, "1.7976931348623157e+308");
    assert_number_written(9007199254740992, "9007199254740992");
}

static void what_is_not_finite_is_written_as_nothing(void **state)
{
    assert_number_written(NAN, "");
    assert_number_written(INFINITY, "");
    assert_number_written(-INFINITY, "");
}

static void every_number_comes_back(void **state)
{
    uint64_t seed = 2;
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = draw(&seed);
        double value, back = NAN;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        ch_buf out = {0};
        ch_number_format(value, &out);
        assert_true(ch_number_parse(ch_buf_text(&out), &back));
        assert_true(back == value);
        ch_buf_free(&out);
    }
}

static void coarse_numbers_forget_the_order_of_a_sum(void **state)
{
    (void)state;
    const double thrice = .1 + .2 + .3, back = .3 + .2 + .1;
    assert_true(thrice != back);
    assert_true(ch_number_coarse(thrice) == ch_number_coarse(back));
    assert_true(ch_number_coarse(1 + 1e-10) > ch_number_coarse(1));
    assert_true(ch_number_coarse(-thrice) == -ch_number_coarse(thrice));
    assert_true(ch_number_coarse(0) == 0);
    assert_true(isnan(ch_number_coarse(NAN)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_and_land_are_exact),
        cmocka_unit_test(zeros_behind_change_nothing),
        cmocka_unit_test(what_is_not_whole_in_the_unit_is_refused),
        cmocka_unit_test(the_whole_range_is_reached_and_never_passed),
        cmocka_unit_test(what_is_no_decimal_is_refused),
        cmocka_unit_test(decimals_are_written_as_short_as_they_go),
        cmocka_unit_test(every_amount_comes_back),
        cmocka_unit_test(numbers_are_read_to_the_nearest_double),
        cmocka_unit_test(short_decimals_are_read_like_strtod_reads_them),
        cmocka_unit_test(text_need_not_end_where_the_number_ends),
        cmocka_unit_test(what_is_no_finite_number_is_refused),
        cmocka_unit_test(only_nought_is_read_as_nought),
        cmocka_unit_test(a_number_may_be_long_but_not_without_end),
        cmocka_unit_test(numbers_are_written_with_the_fewest_digits),
        cmocka_unit_test(what_is_not_finite_is_written_as_nothing),
        cmocka_unit_test(every_number_comes_back),
        cmocka_unit_test(coarse_numbers_forget_the_order_of_a_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
