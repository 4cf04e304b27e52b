/* test_text.c - UTF-8 text and text that grows. */
#include "changhe/text.h"

#include "draw.h"
#include "failing.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_text(ch_text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
}

static void order_is_by_bytes_and_a_start_comes_first(void **state)
{
    assert_true(ch_text_compare(CH_TEXT("a"), CH_TEXT("b")) < 0);
    assert_true(ch_text_compare(CH_TEXT("ab"), CH_TEXT("a")) > 0);
    assert_true(ch_text_compare(CH_TEXT("Z"), CH_TEXT("长")) < 0);
    assert_true(ch_text_compare(CH_TEXT("长"), CH_TEXT("\xf0\x90\x80\x80")) < 0);
    assert_int_equal(ch_text_compare(CH_TEXT("长兴"), CH_TEXT("长兴")), 0);
    assert_int_equal(ch_text_compare((ch_text){0}, CH_TEXT("")), 0);
    assert_true(ch_text_equal((ch_text){0}, ch_text_of(NULL)));
    assert_true(ch_text_equal(ch_text_of("ab"), CH_TEXT("ab")));
    assert_false(ch_text_equal(CH_TEXT("ab"), CH_TEXT("ac")));
    assert_false(ch_text_equal(CH_TEXT("ab"), CH_TEXT("a")));
}

static void a_copy_is_its_own_and_ends_in_nul(void **state)
{
    ch_arena arena = {0};
    char here[] = "长兴县";
    ch_text copy = ch_text_copy(&arena, (ch_text){here, 6});
    memset(here, 'x', sizeof here - 1);
    assert_text(copy, "长兴");
    assert_int_equal(copy.at[6], '\0');
    assert_non_null(ch_text_copy(&arena, (ch_text){0}).at);
    ch_arena_free(&arena);
}

static void a_copy_tells_when_memory_runs_out(void **state)
{
    failing fail = {.fail_at = 1};
    const ch_memory memory = FAILING_MEMORY(&fail);
    ch_arena arena = CH_ARENA(&memory);
    assert_null(ch_text_copy(&arena, CH_TEXT("a")).at);
    ch_arena_free(&arena);
}

static void trimming_takes_margins_alone(void **state)
{
    assert_text(ch_text_trim(CH_TEXT(" \t a b\r\n")), "a b");
    assert_text(ch_text_trim(CH_TEXT("a")), "a");
    assert_text(ch_text_trim(CH_TEXT(" \n ")), "");
    assert_int_equal(ch_text_trim((ch_text){0}).len, 0);
}

/* The pieces, each in brackets. */
static void assert_pieces(const char *text, char separator, const char *expected)
{
    char seen[100] = "";
    ch_text rest = ch_text_of(text), piece;
    while (ch_text_next(&rest, separator, &piece)) {
        strcat(seen, "[");
        strncat(seen, piece.at, piece.len);
        strcat(seen, "]");
    }
    assert_string_equal(seen, expected);
}

static void commas_give_empty_pieces_and_blanks_do_not(void **state)
{
    assert_pieces("a,b", ',', "[a][b]");
    assert_pieces(",a,,b", ',', "[][a][][b]");
    assert_pieces("a,", ',', "[a]");
    assert_pieces("", ',', "");
    assert_pieces("N24 N27", ' ', "[N24][N27]");
    assert_pieces("  N24   N27 ", ' ', "[N24][N27]");
    assert_pieces("   ", ' ', "");
}

static size_t valid_bytes(const char *bytes, size_t len)
{
    return ch_utf8_valid((ch_text){bytes, len});
}

static void well_formed_text_is_valid_to_its_end(void **state)
{
    const char *good[] = {"",
                          "plain ASCII of more than eight bytes",
                          "长三角合作区",
                          "a长b",
                          "\xc2\x80",
                          "\xe0\xa0\x80",
                          "\xed\x9f\xbf",
                          "\xee\x80\x80",
                          "\xf0\x90\x80\x80",
                          "\xf4\x8f\xbf\xbf"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(valid_bytes(good[i], strlen(good[i])), strlen(good[i]));
}

static void broken_text_is_valid_up_to_the_break(void **state)
{
    const char *broken[] = {"\x80",
                            "\xbf",
                            "\xc0\x80",
                            "\xc1\xbf",
                            "\xe0\x9f\xbf",
                            "\xed\xa0\x80",
                            "\xed\xbf\xbf",
                            "\xf0\x8f\xbf\xbf",
                            "\xf4\x90\x80\x80",
                            "\xf5\x80\x80\x80",
                            "\xff",
                            "\xe9\x95",
                            "\xe9",
                            "\xe9"
                            "a",
                            "\xe9\x95"
                            "a",
                            "\xf0\x90\x80",
                            "\xf0\x90\x80"
                            "a",
                            "\xc3("};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        for (size_t before = 0; before < 20; before++) {
            char text[64] = "aaaaaaaaaaaaaaaaaaaa";
            strcpy(text + before, broken[i]);
            assert_int_equal(valid_bytes(text, strlen(text)), before);
        }
    }
}

static void nul_is_not_valid_wherever_it_stands(void **state)
{
    for (size_t at = 0; at < 40; at++) {
        char text[40];
        memset(text, 'a', sizeof text);
        text[at] = '\0';
        assert_int_equal(valid_bytes(text, sizeof text), at);
    }
}

/* Writes point in UTF-8, by the definition. */
static size_t encode(uint32_t point, char out[4])
{
    if (point < 0x80)
        return out[0] = (char)point, 1;
    if (point < 0x800)
        return out[0] = (char)(0xc0 | point >> 6), out[1] = (char)(0x80 | (point & 0x3f)), 2;
    size_t len = point < 0x10000 ? 3 : 4;
    out[0] = (char)((len == 3 ? 0xe0 : 0xf0) | point >> (len == 3 ? 12 : 18));
    for (size_t i = 1; i < len; i++)
        out[i] = (char)(0x80 | (point >> (6 * (len - 1 - i)) & 0x3f));
    return len;
}

static void every_code_point_comes_back_and_surrogates_do_not(void **state)
{
    for (uint32_t point = 1; point <= 0x110000; point++) {
        char bytes[4];
        ch_text text = {bytes, encode(point, bytes)};
        if ((point >= 0xd800 && point < 0xe000) || point > 0x10ffff) {
            assert_int_equal(ch_utf8_valid(text), 0);
            continue;
        }
        assert_int_equal(ch_utf8_valid(text), text.len);
        ch_text rest = text;
        assert_int_equal(ch_utf8_next(&rest), point);
        assert_int_equal(rest.len, 0);
    }
}

static size_t count_points(ch_text rest)
{
    size_t points = 0;
    for (; rest.len > 0; points++)
        ch_utf8_next(&rest);
    return points;
}

static void a_sequence_that_the_end_cuts_off_is_one_unknown(void **state)
{
    (void)state;
    const uint32_t points[] = {0x80, 0x7ff, 0x800, 0xfff, 0xd7ff, 0xe000, 0x9577, 0x10000, 0x20000, 0x10ffff};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        char bytes[4];
        const size_t whole = encode(points[i], bytes);
        for (size_t len = 1; len < whole; len++) {
            char *alone = malloc(len); /* so that a step past the end is seen */
            memcpy(alone, bytes, len);
            ch_text rest = {alone, len};
            assert_int_equal(ch_utf8_next(&rest), 0xfffd);
            assert_int_equal(rest.len, 0);
            assert_ptr_equal(rest.at, alone + len);
            assert_int_equal(ch_utf8_columns((ch_text){alone, len}), 1);
            free(alone);
        }
    }
}

static void bytes_that_are_no_utf8_are_unknown_one_by_one(void **state)
{
    (void)state;
    ch_text rest = CH_TEXT("\xff\xe9\x95"
                           "a\xed\xa0\x80\xc0\x80\xe9\x95\xbf\xf4\x90");
    const uint32_t expected[] = {0xfffd, 0xfffd, 0xfffd, 'a',    0xfffd, 0xfffd,
                                 0xfffd, 0xfffd, 0xfffd, 0x957f, 0xfffd, 0xfffd};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_int_equal(ch_utf8_next(&rest), expected[i]);
    assert_int_equal(rest.len, 0);
}

/* What is left of the text is never more than was there, and a start that fits is no wider. */
static void any_bytes_are_stepped_through_to_their_end(void **state)
{
    (void)state;
    static const char some[] = "aZ\x80\xbf\xc3\xe0\xa0\xe9\x95\xed\x9f\xf0\x90\xf4\x8f\xff";
    uint64_t seed = 3;
    for (int round = 0; round < 20000; round++) {
        const size_t len = 1 + draw(&seed, 12);
        char *bytes = malloc(len);
        for (size_t i = 0; i < len; i++)
            bytes[i] = some[draw(&seed, sizeof some)];
        const ch_text text = {bytes, len};
        assert_in_range(count_points(text), 1, len);
        const size_t columns = draw(&seed, 8);
        const ch_text start = ch_utf8_fit(text, columns);
        assert_in_range(start.len, 0, len);
        assert_in_range(ch_utf8_columns(start), 0, columns);
        free(bytes);
    }
}

static void chinese_is_two_columns_wide_and_marks_have_none(void **state)
{
    assert_int_equal(ch_utf8_columns(CH_TEXT("长兴 N24")), 8);
    assert_int_equal(ch_utf8_columns(CH_TEXT("，（）「」")), 10);
    assert_int_equal(ch_utf8_columns(CH_TEXT("e\xcc\x81")), 1);
    assert_int_equal(ch_utf8_columns(CH_TEXT("86.9 km²")), 8);
    assert_int_equal(ch_utf8_columns(CH_TEXT("\xf0\xa0\x80\x80")), 2); /* U+20000, CJK extension B */
    assert_int_equal(ch_utf8_columns(CH_TEXT("")), 0);
}

static void fitting_never_cuts_a_character_or_its_mark(void **state)
{
    assert_text(ch_utf8_fit(CH_TEXT("长兴县"), 6), "长兴县");
    assert_text(ch_utf8_fit(CH_TEXT("长兴县"), 5), "长兴");
    assert_text(ch_utf8_fit(CH_TEXT("长兴县"), 1), "");
    assert_text(ch_utf8_fit(CH_TEXT("a长"), 2), "a");
    assert_text(ch_utf8_fit(CH_TEXT("e\xcc\x81x"), 1), "e\xcc\x81");
}

static void a_buffer_holds_what_was_added(void **state)
{
    ch_buf buf = {0};
    assert_text(ch_buf_text(&buf), "");
    ch_buf_adds(&buf, "one");
    ch_buf_addc(&buf, ' ');
    ch_buf_add(&buf, CH_TEXT("两"));
    ch_buf_addf(&buf, " %d %s", 3, "four");
    ch_buf_adds(&buf, NULL);
    assert_text(ch_buf_text(&buf), "one 两 3 four");
    assert_false(buf.failed);

    ch_buf_free(&buf);
    assert_int_equal(buf.len, 0);
    for (int i = 0; i < 1000; i++)
        ch_buf_addf(&buf, "%04d", i);
    assert_int_equal(buf.len, 4000);
    assert_memory_equal(buf.at + 3996, "0999", 4);
    ch_buf_free(&buf);
}

static void a_buffer_that_failed_takes_no_more(void **state)
{
    for (size_t at = 1;; at++) {
        failing fail = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fail);
        ch_buf buf = {.memory = &memory};
        for (int i = 0; i < 200; i++)
            ch_buf_addf(&buf, "%03d ", i);
        size_t len = buf.len;
        bool failed = buf.failed;
        assert_true(failed == (len < 800));
        if (failed) {
            fail.fail_at = 0;
            ch_buf_addc(&buf, 'x');
            ch_buf_adds(&buf, "x");
            assert_int_equal(buf.len, len);
        }
        ch_buf_free(&buf);
        assert_int_equal(fail.live, 0);
        if (!failed)
            break;
        assert_in_range(at, 1, 10);
    }
}

static void one_addition_may_be_longer_than_all_room(void **state)
{
    char lines[301] = "";
    for (int i = 0; i < 100; i++)
        strcat(lines, "长");
    for (size_t at = 1; at <= 3; at++) {
        failing fail = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fail);
        ch_buf buf = {.memory = &memory};
        ch_buf_addf(&buf, "<%s>", lines);
        assert_int_equal(buf.failed, at < 3);
        assert_int_equal(buf.len, at < 3 ? 0 : 302);
        if (at == 3)
            assert_memory_equal(buf.at + 1, lines, 300);
        ch_buf_free(&buf);
        assert_int_equal(fail.live, 0);
    }
}

static void a_size_no_memory_could_hold_fails_without_harm(void **state)
{
    ch_buf buf = {0};
    ch_buf_adds(&buf, "a");
    ch_buf_add(&buf, (ch_text){"b", SIZE_MAX});
    assert_true(buf.failed);
    ch_buf_free(&buf);
    assert_false(buf.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_by_bytes_and_a_start_comes_first),
        cmocka_unit_test(a_copy_is_its_own_and_ends_in_nul),
        cmocka_unit_test(a_copy_tells_when_memory_runs_out),
        cmocka_unit_test(trimming_takes_margins_alone),
        cmocka_unit_test(commas_give_empty_pieces_and_blanks_do_not),
        cmocka_unit_test(well_formed_text_is_valid_to_its_end),
        cmocka_unit_test(broken_text_is_valid_up_to_the_break),
        cmocka_unit_test(nul_is_not_valid_wherever_it_stands),
        cmocka_unit_test(every_code_point_comes_back_and_surrogates_do_not),
        cmocka_unit_test(a_sequence_that_the_end_cuts_off_is_one_unknown),
        cmocka_unit_test(bytes_that_are_no_utf8_are_unknown_one_by_one),
        cmocka_unit_test(any_bytes_are_stepped_through_to_their_end),
        cmocka_unit_test(chinese_is_two_columns_wide_and_marks_have_none),
        cmocka_unit_test(fitting_never_cuts_a_character_or_its_mark),
        cmocka_unit_test(a_buffer_holds_what_was_added),
        cmocka_unit_test(a_buffer_that_failed_takes_no_more),
        cmocka_unit_test(one_addition_may_be_longer_than_all_room),
        cmocka_unit_test(a_size_no_memory_could_hold_fails_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
