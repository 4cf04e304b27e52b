/* test_amount.c - figures as people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../src/book/amount.h"
#include "draw.h"

#include <stdio.h>
#include <string.h>

static ch_amount read_well(const char *text)
{
    ch_text rest = ch_text_of(text);
    ch_amount amount;
    assert_true(ch_amount__read(&rest, &amount));
    assert_int_equal(rest.len, 0);
    return amount;
}

static void assert_reads(const char *text, int64_t whole, unsigned digits)
{
    const ch_amount amount = read_well(text);
    assert_int_equal(amount.whole, whole);
    assert_int_equal(amount.digits, digits);
}

static void figures_are_read_with_commas_points_and_signs(void **state)
{
    assert_reads("0", 0, 0);
    assert_reads("1,234.50", 123450, 2);
    assert_reads(" 12 ", 12, 0);
    assert_reads("-3.7", -37, 1);
    assert_reads("−3.7", -37, 1);
    assert_reads("+5", 5, 0);
    assert_reads("1,234,567", 1234567, 0);
    assert_reads("0.000000000000000001", 1, 18);
    assert_reads("123456789012345678", INT64_C(123456789012345678), 0);
}

static void what_is_no_figure_is_none(void **state)
{
    static const char *const none[] = {
        "", "-", ".5", "5.", "1,23", "12,34,567", ",123", "1,,234", "abc", "1234567890123456789", "1,234,", "--5"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        ch_text rest = ch_text_of(none[i]);
        ch_amount amount;
        assert_false(ch_amount__read(&rest, &amount));
        assert_int_equal(rest.len, strlen(none[i]));
    }
}

static void the_rest_is_what_stands_behind(void **state)
{
    ch_text rest = CH_TEXT("48357.35（72.5360）");
    ch_amount amount;
    assert_true(ch_amount__read(&rest, &amount));
    assert_int_equal(amount.whole, 4835735);
    assert_memory_equal(rest.at, "（", 3);
}

static int64_t scaled(const char *text, int64_t num, int64_t den)
{
    const ch_amount amount = read_well(text);
    int64_t value;
    return ch_amount__scale(&amount, num, den, &value) ? value : -1;
}

static void scaling_is_exact_or_refused(void **state)
{
    assert_int_equal(scaled("1.25", 1000000, 1), 1250000);                /* wan yuan to fen */
    assert_int_equal(scaled("0.00000001", INT64_C(10000000000), 1), 100); /* yi yuan to fen */
    assert_int_equal(scaled("48357.35", 300, 1), 14507205);               /* m2 to 1/300 m2 */
    assert_int_equal(scaled("15", 1000000, 15), 1000000);                 /* wan yuan a hectare to fen a mu */
    assert_int_equal(scaled("1", 1000000, 15), -1);
    assert_int_equal(scaled("0.0000001", 1000000, 1), -1);
    assert_int_equal(scaled("99999999999", INT64_C(10000000000), 1), -1); /* past 64 bits */
    assert_int_equal(scaled("0.000", 7, 3), 0);
}

/* 48357.35 m2 are 72.536025 mu. */
static void two_figures_agree_to_the_last_digit_given(void **state)
{
    static const char *const well[] = {"72.536", "72.5360", "72.536025", "72.54", "73"};
    static const char *const ill[] = {"72.5361", "72.53", "72.536024", "72", "725.36"};
    for (size_t i = 0; i < 5; i++) {
        const ch_amount amount = read_well(well[i]);
        assert_true(ch_amount__agrees(&amount, 200000, 1, 14507205));
    }
    for (size_t i = 0; i < 5; i++) {
        const ch_amount amount = read_well(ill[i]);
        assert_false(ch_amount__agrees(&amount, 200000, 1, 14507205));
    }
}

static void a_figure_is_written_as_short_as_it_reads(void **state)
{
    static const char *const same[] = {"0", "0.5", "12", "-12.25", "0.000000000000000001", "123456789012345678"};
    static const char *const pair[][2] = {{"1,234.50", "1234.5"}, {"5.00", "5"}, {"-0.10", "-0.1"}, {"0.00", "0"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const ch_amount amount = read_well(same[i]);
        ch_buf out = {0};
        ch_amount__format(&amount, &out);
        assert_true(ch_text_equal(ch_buf_text(&out), ch_text_of(same[i])));
        ch_buf_free(&out);
    }
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        const ch_amount amount = read_well(pair[i][0]);
        ch_buf out = {0};
        ch_amount__format(&amount, &out);
        assert_true(ch_text_equal(ch_buf_text(&out), ch_text_of(pair[i][1])));
        ch_buf_free(&out);
    }
}

static void whatever_is_written_reads_back(void **state)
{
    uint64_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        ch_amount amount = {(int64_t)draw(&seed, 1000000000) * draw(&seed, 1000), draw(&seed, 10)}, again;
        ch_buf out = {0};
        int64_t a, b;
        if (draw(&seed, 2))
            amount.whole = -amount.whole;
        ch_amount__format(&amount, &out);
        ch_text rest = ch_buf_text(&out);
        assert_true(ch_amount__read(&rest, &again));
        assert_true(ch_amount__scale(&amount, 1000000000, 1, &a) == ch_amount__scale(&again, 1000000000, 1, &b));
        if (ch_amount__scale(&amount, 1000000000, 1, &a) && ch_amount__scale(&again, 1000000000, 1, &b))
            assert_int_equal(a, b);
        ch_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_read_with_commas_points_and_signs),
        cmocka_unit_test(what_is_no_figure_is_none),
        cmocka_unit_test(the_rest_is_what_stands_behind),
        cmocka_unit_test(scaling_is_exact_or_refused),
        cmocka_unit_test(two_figures_agree_to_the_last_digit_given),
        cmocka_unit_test(a_figure_is_written_as_short_as_it_reads),
        cmocka_unit_test(whatever_is_written_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
