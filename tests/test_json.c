/* test_json.c - the tree and its places, every fault, and jansson as the judge of random documents. */
#include "changhe/json.h"

#include "changhe/decimal.h"
#include "failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

/* The tree on one line: each value with its place, members with their names. */
static void write_tree(const ch_json *value, ch_buf *out)
{
    static const char *const word[] = {
        [CH_JSON_NULL] = "null",      [CH_JSON_BOOL] = "bool", [CH_JSON_NUMBER] = "number ",
        [CH_JSON_STRING] = "string ", [CH_JSON_ARRAY] = "[",   [CH_JSON_OBJECT] = "{"};
    ch_buf_addf(out, "%u:%u ", (unsigned)value->at.line, (unsigned)value->at.column);
    if (value->name.at != NULL) {
        ch_buf_add(out, value->name);
        ch_buf_adds(out, "=");
    }
    ch_buf_adds(out, word[value->kind]);
    ch_buf_adds(out, value->kind == CH_JSON_BOOL ? value->boolean ? " true" : " false" : "");
    ch_buf_add(out, value->text);
    size_t children = 0;
    for (const ch_json *child = value->child; child != NULL; child = child->next, children++) {
        ch_buf_adds(out, children > 0 ? ", " : "");
        write_tree(child, out);
    }
    assert_int_equal(children, value->count);
    ch_buf_adds(out, value->kind == CH_JSON_ARRAY ? "]" : value->kind == CH_JSON_OBJECT ? "}" : "");
}

/* The tree, if there is one, and the faults, one a line. */
static ch_buf read_log(ch_text text)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_buf log = {0};
    const ch_json *tree;
    ch_err err = ch_json_read(&arena, CH_TEXT("f"), text, &tree, &faults);
    assert_int_equal(err, faults.count > 0 ? CH_EDATA : CH_OK);
    if (tree != NULL) {
        write_tree(tree, &log);
        ch_buf_addc(&log, '\n');
    }
    for (size_t i = 0; i < faults.kept; i++) {
        ch_fault_print(&faults.list[i], &log);
        ch_buf_addc(&log, '\n');
    }
    ch_buf_addc(&log, '\0');
    assert_false(log.failed);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return log;
}

static void assert_reads(ch_text text, const char *expected)
{
    ch_buf log = read_log(text);
    assert_string_equal(log.at, expected);
    ch_buf_free(&log);
}

#define READS_AS(text, expected) assert_reads(CH_TEXT(text), expected "\n")

static void a_document_becomes_a_tree_with_places(void **state)
{
    READS_AS("{\"名\": [1,\n -2.50e+3 ], \"b\":{}}\n", "1:1 {1:2 名=[1:8 number 1, 2:2 number -2.50e+3], 2:14 b={}}");
    READS_AS("[true,false,null,\"\",[]]", "1:1 [1:2 bool true, 1:7 bool false, 1:13 null, 1:18 string , 1:21 []]");
}

static void a_value_of_any_kind_may_stand_alone(void **state)
{
    READS_AS(" 0", "1:2 number 0");
    READS_AS("\"x\"\r\n", "1:1 string x");
    READS_AS("null", "1:1 null");
}

static void a_byte_order_mark_is_passed_over(void **state)
{
    READS_AS("\xEF\xBB\xBF[1]", "1:1 [1:2 number 1]");
}

static void escapes_are_undone(void **state)
{
    READS_AS("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "1:1 string \"\\/\b\f\n\r\t");
    READS_AS("\"\\u0041\\u00e9\\u957F\\uD83D\\uDE00!\"", "1:1 string Aé长\xF0\x9F\x98\x80!");
    READS_AS("\"\\u007f\\u0080\\u07ff\\u0800\\uffff\\uD800\\uDC00\\uDBFF\\uDFFF\"",
             "1:1 string \x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
}

static void what_ends_too_soon_tells_what_is_missing(void **state)
{
    READS_AS("", "f:1:1: found nothing, expected valid JSON: a value");
    READS_AS(" \n ", "f:2:2: found nothing, expected valid JSON: a value");
    READS_AS("{\"a\":[1,2\n", "f:2:1: found nothing, expected valid JSON: "
                              "a comma, or the ] of the array begun in line 1");
    READS_AS("[\n{\"a\":1", "f:2:7: found nothing, expected valid JSON: "
                            "a comma, or the } of the object begun in line 2");
    READS_AS("{\"a\":", "f:1:6: found nothing, expected valid JSON: a value");
    READS_AS("{\"a\"", "f:1:5: found nothing, expected valid JSON: a colon after the name of a member");
    READS_AS("{", "f:1:2: found nothing, expected valid JSON: the name of a member in quotes");
    READS_AS("[\n\"长", "f:2:3: found nothing, expected valid JSON: the closing \" of the string begun in line 2");
    READS_AS("\"\\u00", "f:1:6: found nothing, expected valid JSON: four hexadecimal digits after \\u");
    READS_AS("1.", "f:1:3: found nothing, expected valid JSON: a digit");
}

static void what_is_no_json_is_told_where_it_stands(void **state)
{
    READS_AS("[1,]", "f:1:4: found \"]\", expected valid JSON: a value");
    READS_AS("[1 2]", "f:1:4: found \"2\", expected valid JSON: a comma, or the ] of the array begun in line 1");
    READS_AS("{a:1}", "f:1:2: found \"a\", expected valid JSON: the name of a member in quotes");
    READS_AS("{\"a\":1,}", "f:1:8: found \"}\", expected valid JSON: the name of a member in quotes");
    READS_AS("{\"a\" 1}", "f:1:6: found \"1\", expected valid JSON: a colon after the name of a member");
    READS_AS("{\"长\":01}", "f:1:7: found \"1\", expected valid JSON: "
                            "a comma, or the } of the object begun in line 1");
    READS_AS("[True]", "f:1:2: found \"True\", expected valid JSON: a value");
    READS_AS("[nul]", "f:1:2: found \"nul\", expected valid JSON: a value");
    READS_AS("-x", "f:1:2: found \"x\", expected valid JSON: a digit");
    READS_AS("1e+", "f:1:4: found nothing, expected valid JSON: a digit");
    READS_AS("\"\\x\"", "f:1:2: found \"\\x\", expected valid JSON: \\ before one of \"\\/bfnrtu");
    READS_AS("\"a\nb\"", "f:1:3: found \"␊\", expected valid JSON: no control character in a string");
    READS_AS("\"\\u0000\"", "f:1:2: found \"\\u0000\", expected valid JSON: no \\u0000");
    READS_AS("[]\n[]", "f:2:1: found \"[\", expected valid JSON: nothing after the value");
}

static void half_a_surrogate_pair_is_told(void **state)
{
    READS_AS("\"\\uD800x\"", "f:1:2: found \"\\uD800x\", expected valid JSON: both halves of a surrogate pair");
    READS_AS("\"\\uDC00\"", "f:1:2: found \"\\uDC00\", expected valid JSON: both halves of a surrogate pair");
    READS_AS("\"\\uD800\\u0041\"",
             "f:1:2: found \"\\uD800\\u0041\", expected valid JSON: both halves of a surrogate pair");
}

static void bytes_that_are_no_utf8_are_told_once_a_line(void **state)
{
    READS_AS("[\"长\xB3\xA4\",\"\xD0\",\n1,\n\"\xFF\"]", "f:1:4: found \"\\xB3\", expected UTF-8 text\n"
                                                         "f:3:2: found \"\\xFF\", expected UTF-8 text");
    READS_AS("[1,\0 2]", "f:1:4: found \"\\x00\", expected UTF-8 text");
}

static void a_text_in_another_form_is_told_once(void **state)
{
    READS_AS("\xEF\xBB\xBF[\"\xB3\xA4\xD0\xCB\",\r\"\xB3\xA4\",\n\"\xD0\xCB\"]",
             "f:1:3: found \"\\xB3\", expected text in UTF-8; this looks like GBK/GB18030");
    READS_AS("[\0\"\0x\0\"\0]\0", "f:1:2: found \"\\x00\", expected text in UTF-8; this looks like UTF-16");
    READS_AS("\xFF\xFE[\0]\0", "f:1:1: found \"\\xFF\", expected text in UTF-8; this looks like UTF-16");
}

static void every_doubled_member_is_told_and_the_tree_given_all_the_same(void **state)
{
    READS_AS("{\"a\":1,\"b\":{\"c\":1,\n\"c\":2},\"a\":3,\"\\u0061\":4}",
             "1:1 {1:2 a=number 1, 1:8 b={1:13 c=number 1, 2:1 c=number 2}, 2:8 a=number 3, 2:14 a=number 4}\n"
             "f:2:1: found \"c\" in c, expected valid JSON: each member once\n"
             "f:2:8: found \"a\" in a, expected valid JSON: each member once\n"
             "f:2:14: found \"a\" in a, expected valid JSON: each member once");
}

static ch_buf brackets(size_t depth)
{
    ch_buf text = {0};
    for (size_t i = 0; i < depth; i++)
        ch_buf_addc(&text, '[');
    for (size_t i = 0; i < depth; i++)
        ch_buf_addc(&text, ']');
    return text;
}

static void brackets_go_only_so_deep(void **state)
{
    ch_buf text = brackets(CH_JSON_MAX_DEPTH), deeper = brackets(CH_JSON_MAX_DEPTH + 1);
    ch_buf log = read_log(ch_buf_text(&text));
    assert_non_null(strstr(log.at, "1:64 []"));
    assert_reads(ch_buf_text(&deeper), "f:1:65: found \"[\", expected at most 64 brackets inside one another\n");
    ch_buf_free(&log);
    ch_buf_free(&text);
    ch_buf_free(&deeper);
}

static void a_document_has_only_so_many_bytes(void **state)
{
    size_t len = (size_t)CH_JSON_MAX_BYTES + 1;
    char *blanks = malloc(len);
    assert_non_null(blanks);
    memset(blanks, ' ', len);
    blanks[0] = '7';
    assert_reads((ch_text){blanks, len}, "f:1:1: found \"67108865 bytes\", expected at most 67108864 bytes\n");
    assert_reads((ch_text){blanks, len - 1}, "1:1 number 7\n");
    free(blanks);
}

static void a_document_has_only_so_many_values(void **state)
{
    size_t values = CH_JSON_MAX_VALUES; /* with the array one too many */
    char *text = malloc(2 * values + 1);
    assert_non_null(text);
    for (size_t i = 0; i < values; i++)
        memcpy(text + 2 * i, i == 0 ? "[1" : ",1", 2);
    text[2 * values] = ']';
    assert_reads((ch_text){text, 2 * values + 1}, "f:1:8388608: found \"1\", expected at most 4194304 values\n");
    free(text);
}

static void members_are_found_by_name(void **state)
{
    ch_arena arena = {0};
    const ch_json *tree;
    assert_int_equal(ch_json_read(&arena, CH_TEXT("f"), CH_TEXT("{\"a\":1,\"ab\":true}"), &tree, NULL), CH_OK);
    assert_int_equal(ch_json_member(tree, "ab")->kind, CH_JSON_BOOL);
    assert_null(ch_json_member(tree, "b"));
    assert_null(ch_json_member(ch_json_member(tree, "a"), "a"));
    assert_null(ch_json_member(NULL, "a"));
    assert_string_equal(ch_json_kind_name(tree->kind), "an object");
    ch_arena_free(&arena);
}

static void the_tree_keeps_no_pointer_to_the_text(void **state)
{
    char text[] = "{\"name\":\"value\",\"n\":12}", file[] = "f";
    ch_arena arena = {0};
    const ch_json *tree;
    assert_int_equal(ch_json_read(&arena, ch_text_of(file), ch_text_of(text), &tree, NULL), CH_OK);
    memset(text, 'x', sizeof text - 1);
    memset(file, 'x', sizeof file - 1);
    const ch_json *name = ch_json_member(tree, "name"), *number = ch_json_member(tree, "n");
    assert_true(ch_text_equal(name->text, CH_TEXT("value")));
    assert_true(ch_text_equal(number->text, CH_TEXT("12")));
    assert_true(ch_text_equal(name->at.file, CH_TEXT("f")));
    ch_arena_free(&arena);
}

static void every_allocation_may_fail(void **state)
{
    static const char *const texts[] = {"{\"a\":[1,\"x\",{\"b\":null}],\"c\":\"\\u957f\"}", "{\"a\":1,\"a\":2}", "[1,",
                                        "[\"\xFF\",\n\"\xFF\"]"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (size_t at = 1;; at++) {
            failing failing_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&failing_state);
            ch_arena arena = CH_ARENA(&memory);
            ch_faults faults = {.arena.memory = &memory};
            const ch_json *tree;
            ch_err err = ch_json_read(&arena, CH_TEXT("f"), ch_text_of(texts[i]), &tree, &faults);
            assert_true(err != CH_ENOMEM || tree == NULL);
            ch_faults_free(&faults);
            ch_arena_free(&arena);
            assert_int_equal(failing_state.live, 0);
            if (err == (i == 0 ? CH_OK : CH_EDATA))
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
    }
}

/* jansson reads the same document: same verdict, same values. */

static bool same_value(const ch_json *ours, const json_t *theirs)
{
    double value;
    size_t i = 0;
    switch (ours->kind) {
    case CH_JSON_NULL: return json_is_null(theirs);
    case CH_JSON_BOOL: return json_is_boolean(theirs) && ours->boolean == (json_is_true(theirs) != 0);
    case CH_JSON_NUMBER:
        if (!ch_number_parse(ours->text, &value))
            value = 0; /* too small for a double: no number for us, 0 for jansson */
        return json_is_number(theirs) && value == json_number_value(theirs);
    case CH_JSON_STRING:
        return json_is_string(theirs) &&
               ch_text_equal(ours->text, (ch_text){json_string_value(theirs), json_string_length(theirs)});
    case CH_JSON_ARRAY:
        if (!json_is_array(theirs) || json_array_size(theirs) != ours->count)
            return false;
        for (const ch_json *child = ours->child; child != NULL; child = child->next)
            if (!same_value(child, json_array_get(theirs, i++)))
                return false;
        return true;
    case CH_JSON_OBJECT:
        if (!json_is_object(theirs) || json_object_size(theirs) != ours->count)
            return false;
        for (const ch_json *child = ours->child; child != NULL; child = child->next)
            if (!same_value(child, json_object_getn(theirs, child->name.at, child->name.len)))
                return false;
        return true;
    }
    return false;
}

/* true: both take it. */
static bool judge(ch_text text)
{
    ch_arena arena = {0};
    const ch_json *ours;
    json_error_t error;
    ch_err err = ch_json_read(&arena, CH_TEXT("f"), text, &ours, NULL);
    json_t *theirs = json_loadb(text.at, text.len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);

    /* jansson has no room for numbers past a double or 64 bits; as texts they are fine. */
    bool too_big = theirs == NULL && json_error_code(&error) == json_error_numeric_overflow;
    if (!too_big && (err == CH_OK) != (theirs != NULL))
        fail_msg("%s of %.*s", err == CH_OK ? "only we approve" : "only jansson approves", (int)text.len, text.at);
    if (theirs != NULL)
        assert_true(same_value(ours, theirs));
    json_decref(theirs);
    ch_arena_free(&arena);
    return theirs != NULL;
}

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * UINT32_C(1664525) + UINT32_C(1013904223);
    return (*seed >> 8) % below;
}

/* Change, drop, double or move a few bytes. */
static size_t mutate(char *text, size_t len, size_t room, uint32_t *seed)
{
    static const char likely[] = "{}[]:,\"\\/bfnrtu0123456789abcdefDC.+-eE \n\t\xE9\x95\xBF\x80\xFF";
    for (uint32_t times = 1 + draw(seed, 3); times > 0 && len > 0; times--) {
        size_t at = draw(seed, (uint32_t)len);
        switch (draw(seed, 4)) {
        case 0: text[at] = likely[draw(seed, sizeof likely - 1)]; break;
        case 1: memmove(text + at, text + at + 1, --len - at); break;
        case 2:
            if (len == room)
                break;
            memmove(text + at + 1, text + at, len++ - at);
            text[at] = likely[draw(seed, sizeof likely - 1)];
            break;
        default: text[at] = text[draw(seed, (uint32_t)len)];
        }
    }
    return len;
}

static void jansson_agrees_on_random_documents(void **state)
{
    static const char *const seeds[] = {
        "[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"x\",\"lon\":119.9,\"marks\":[\"assumed\"]}}]",
        "{\"type\":\"Polygon\",\"coordinates\":[[[119.5,30.5],[120e0,30.5],[1.2E+2,31],[119.5,30.5]]]}",
        "[\"\\u957f\\uD83D\\uDE00\\n\\\"\\\\\",\"长兴\",true,false,null,-0,0.5,1e-3,\"\\ud800\",{\"a\":{},\"b\":[]}]",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "[0,-1,2.0,3e4,5E-6,70.10]",
        " \t\r\n1 ",
    };
    uint32_t seed = 20;
    int sound = 0, rounds = 30000;
    for (int round = 0; round < rounds; round++) {
        char text[256];
        const char *from = seeds[draw(&seed, sizeof seeds / sizeof seeds[0])];
        size_t len = strlen(from);
        memcpy(text, from, len);
        len = round < 6 ? len : mutate(text, len, sizeof text, &seed);
        sound += judge((ch_text){text, len});
    }
    assert_in_range(sound, rounds / 20, rounds); /* both verdicts come up */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_becomes_a_tree_with_places),
        cmocka_unit_test(a_value_of_any_kind_may_stand_alone),
        cmocka_unit_test(a_byte_order_mark_is_passed_over),
        cmocka_unit_test(escapes_are_undone),
        cmocka_unit_test(what_ends_too_soon_tells_what_is_missing),
        cmocka_unit_test(what_is_no_json_is_told_where_it_stands),
        cmocka_unit_test(half_a_surrogate_pair_is_told),
        cmocka_unit_test(bytes_that_are_no_utf8_are_told_once_a_line),
        cmocka_unit_test(a_text_in_another_form_is_told_once),
        cmocka_unit_test(every_doubled_member_is_told_and_the_tree_given_all_the_same),
        cmocka_unit_test(brackets_go_only_so_deep),
        cmocka_unit_test(a_document_has_only_so_many_bytes),
        cmocka_unit_test(a_document_has_only_so_many_values),
        cmocka_unit_test(members_are_found_by_name),
        cmocka_unit_test(the_tree_keeps_no_pointer_to_the_text),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(jansson_agrees_on_random_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
