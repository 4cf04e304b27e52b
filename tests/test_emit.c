/* test_emit.c - JSON written value by value. */
#include "changhe/emit.h"
#include "failing.h"

#include <math.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void assert_written(ch_buf *out, const char *expected)
{
    ch_buf_addc(out, '\0');
    assert_string_equal(out->at, expected);
    ch_buf_free(out);
}

/* One of everything, commas at stake. */
static void emit_sample(ch_emit *emit)
{
    ch_emit_open(emit, '{');
    ch_emit_key(emit, "none");
    ch_emit_open(emit, '[');
    ch_emit_close(emit, ']');
    ch_emit_key(emit, "all");
    ch_emit_open(emit, '[');
    ch_emit_whole(emit, -7);
    ch_emit_bool(emit, true);
    ch_emit_open(emit, '{');
    ch_emit_close(emit, '}');
    ch_emit_open(emit, '{');
    ch_emit_key(emit, "a");
    ch_emit_null(emit);
    ch_emit_key(emit, "b");
    ch_emit_bool(emit, false);
    ch_emit_close(emit, '}');
    ch_emit_close(emit, ']');
    ch_emit_key(emit, "name");
    ch_emit_string(emit, "长合");
    ch_emit_close(emit, '}');
}

static void commas_stand_between_values_and_nowhere_else(void **state)
{
    ch_buf out = {0};
    emit_sample(&(ch_emit){.out = &out});
    assert_written(&out, "{\"none\":[],\"all\":[-7,true,{},{\"a\":null,\"b\":false}],\"name\":\"长合\"}");
}

static void indented_each_member_has_its_line(void **state)
{
    ch_buf out = {0};
    emit_sample(&(ch_emit){.out = &out, .indent = true});
    assert_written(&out, "{\n"
                         "  \"none\": [],\n"
                         "  \"all\": [\n"
                         "    -7,\n"
                         "    true,\n"
                         "    {},\n"
                         "    {\n"
                         "      \"a\": null,\n"
                         "      \"b\": false\n"
                         "    }\n"
                         "  ],\n"
                         "  \"name\": \"长合\"\n"
                         "}");
}

static void assert_text_as(ch_text text, const char *expected)
{
    ch_buf out = {0};
    ch_emit_text(&(ch_emit){.out = &out}, text);
    assert_written(&out, expected);
}

static void text_is_escaped_where_json_asks_for_it(void **state)
{
    assert_text_as(CH_TEXT(""), "\"\"");
    assert_text_as((ch_text){0}, "\"\"");
    assert_text_as(CH_TEXT("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"");
    assert_text_as(CH_TEXT("\n\r\t\b\x1f\x7f"), "\"\\n\\r\\t\\u0008\\u001f\x7f\"");
    assert_text_as(CH_TEXT("a\0b"), "\"a\\u0000b\"");
    assert_text_as(CH_TEXT("\0"), "\"\\u0000\"");
}

static void bytes_that_are_not_utf8_leave_the_json_sound(void **state)
{
    assert_text_as(CH_TEXT("a\xff"
                           "b\xe9\x95"),
                   "\"a\xef\xbf\xbd"
                   "b\xef\xbf\xbd\xef\xbf\xbd\"");
    assert_text_as(CH_TEXT("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void keys_are_escaped_like_any_text(void **state)
{
    ch_buf out = {0};
    ch_emit emit = {.out = &out};
    ch_emit_open(&emit, '{');
    ch_emit_key(&emit, "a\"b");
    ch_emit_whole(&emit, 1);
    ch_emit_close(&emit, '}');
    assert_written(&out, "{\"a\\\"b\":1}");
}

static void assert_number_as(double value, const char *expected)
{
    ch_buf out = {0};
    ch_emit_number(&(ch_emit){.out = &out}, value);
    assert_written(&out, expected);
}

static void numbers_have_seventeen_digits(void **state)
{
    assert_number_as(0.1, "0.10000000000000001");
    assert_number_as(3, "3");
    assert_number_as(-0.0, "0");
    assert_number_as(-999999999999999, "-999999999999999");
    assert_number_as(1e17, "1e+17");
    assert_number_as(-2.5, "-2.5");
    assert_number_as(1e300, "1.0000000000000001e+300");
    assert_number_as(NAN, "null");
    assert_number_as(-INFINITY, "null");
    assert_true(strtod("0.10000000000000001", NULL) == 0.1);
}

static void whole_numbers_are_whole(void **state)
{
    ch_buf out = {0};
    ch_emit emit = {.out = &out};
    ch_emit_open(&emit, '[');
    ch_emit_whole(&emit, INT64_MAX);
    ch_emit_whole(&emit, INT64_MIN);
    ch_emit_close(&emit, ']');
    assert_written(&out, "[9223372036854775807,-9223372036854775808]");
}

static void what_is_absent_is_null(void **state)
{
    ch_buf out = {0};
    ch_emit emit = {.out = &out};
    ch_emit_open(&emit, '[');
    ch_emit_date(&emit, 0);
    ch_emit_date(&emit, 20240300);
    ch_emit_text_or_null(&emit, CH_TEXT(""));
    ch_emit_text_or_null(&emit, CH_TEXT("a"));
    ch_emit_string(&emit, NULL);
    ch_emit_close(&emit, ']');
    assert_written(&out, "[null,\"2024-03\",null,\"a\",null]");
}

static void a_failure_of_memory_is_kept_to_the_end(void **state)
{
    for (size_t at = 1;; at++) {
        failing fail = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fail);
        ch_buf out = {.memory = &memory};
        emit_sample(&(ch_emit){.out = &out, .indent = true});
        bool failed = out.failed;
        ch_buf_free(&out);
        assert_int_equal(fail.live, 0);
        if (!failed)
            break;
        assert_in_range(at, 1, 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_stand_between_values_and_nowhere_else),
        cmocka_unit_test(indented_each_member_has_its_line),
        cmocka_unit_test(text_is_escaped_where_json_asks_for_it),
        cmocka_unit_test(bytes_that_are_not_utf8_leave_the_json_sound),
        cmocka_unit_test(keys_are_escaped_like_any_text),
        cmocka_unit_test(numbers_have_seventeen_digits),
        cmocka_unit_test(whole_numbers_are_whole),
        cmocka_unit_test(what_is_absent_is_null),
        cmocka_unit_test(a_failure_of_memory_is_kept_to_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
