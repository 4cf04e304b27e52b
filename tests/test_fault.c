/* test_fault.c - lists of faults and how they read. */
#include "changhe/fault.h"
#include "failing.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const ch_text NOTHING = {0};

static void assert_reads(const ch_fault *fault, const char *english, const char *chinese)
{
    ch_buf en = {0}, zh = {0};
    ch_fault_print(fault, &en);
    ch_fault_print_zh(fault, &zh);
    ch_buf_addc(&en, '\0');
    ch_buf_addc(&zh, '\0');
    assert_string_equal(en.at, english);
    assert_string_equal(zh.at, chinese);
    ch_buf_free(&en);
    ch_buf_free(&zh);
}

static void a_fault_reads_as_where_found_expected(void **state)
{
    ch_fault fault = {.at = {CH_TEXT("firms.csv"), 12, 5},
                      .column = CH_TEXT("role"),
                      .found = CH_TEXT("boss"),
                      .want = CH_WANT_WORD,
                      .detail = CH_TEXT("leader, head")};
    assert_reads(&fault, "firms.csv:12:5: found \"boss\" in role, expected one of leader, head",
                 "此处为“boss”（role），应为下列之一：leader, head");
    fault.column_zh = CH_TEXT("角色");
    fault.detail_zh = CH_TEXT("leader 链主、head 头部企业");
    assert_reads(&fault, "firms.csv:12:5: found \"boss\" in role, expected one of leader, head",
                 "此处为“boss”（role 角色），应为下列之一：leader 链主、head 头部企业");
}

static void an_empty_find_reads_as_nothing(void **state)
{
    const ch_fault fault = {.at = {CH_TEXT("firms.csv"), 12, 5},
                            .column = CH_TEXT("id"),
                            .column_zh = CH_TEXT("编号"),
                            .want = CH_WANT_VALUE};
    assert_reads(&fault, "firms.csv:12:5: found nothing in id, expected a value: the column is required",
                 "此处为空（id 编号），应为必填的值");
}

static void words_of_the_program_are_told_in_each_language(void **state)
{
    const ch_fault fault = {.at.file = CH_TEXT("zone.csv"),
                            .found = CH_TEXT("a directory"),
                            .found_zh = CH_TEXT("目录"),
                            .want = CH_WANT_READABLE};
    assert_reads(&fault, "zone.csv: found \"a directory\", expected a file that can be read",
                 "此处为“目录”，应为可读取的文件");
    const ch_fault latin = {.found = CH_TEXT("ja"), .want = CH_WANT_FLAG};
    assert_reads(&latin, "found \"ja\", expected yes or no", "此处为“ja”，应为 yes（是）或 no（否）");
    const ch_fault namely = {.found = CH_TEXT("Polygon"), .want = CH_WANT_NAMELY, .detail = CH_TEXT("Feature")};
    assert_reads(&namely, "found \"Polygon\", expected Feature", "此处为“Polygon”，应为 Feature");
}

static void what_is_not_known_is_left_out(void **state)
{
    ch_fault fault = {.at = {CH_TEXT("firms.csv"), 12, 0}, .want = CH_WANT_ONE_ROW};
    assert_reads(&fault, "firms.csv:12: found nothing, expected exactly one row", "此处为空，应为恰好一行");
    fault.at.line = 0;
    assert_reads(&fault, "firms.csv: found nothing, expected exactly one row", "此处为空，应为恰好一行");
    fault.at.file = NOTHING;
    fault.found = CH_TEXT("nec");
    assert_reads(&fault, "found \"nec\", expected exactly one row", "此处为“nec”，应为恰好一行");
}

static size_t letters_at(const char *text)
{
    size_t n = 0;
    while ((text[n] | 32) >= 'a' && (text[n] | 32) <= 'z')
        n++;
    return n;
}

/* Names and words to be typed stay as they are, and so do names of formats and standards. */
static void no_english_word_stands_in_a_chinese_sentence(void **state)
{
    static const char known[] =
        " s a UTF CSV LF CRLF CR yes no GB I O S V Z places level zone lon lat need typical loop "
        "JSON xlsx u bfnrtu null true false table op row version note edits GeoJSON WGS PEM TLS proxied e "
        "c p sp OpenStreetMap osm pbf gz gain cost PDF TrueType ";
    static const char *const sentence[] = {
#define X(name, en, zh) zh,
        CH_EXPECTATIONS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof sentence / sizeof *sentence; i++) {
        size_t n;
        for (const char *at = sentence[i]; *at != '\0'; at += n > 0 ? n : 1) {
            n = letters_at(at);
            char word[40] = " ";
            strncat(word, at, n);
            if (n > 0 && strstr(known, strcat(word, " ")) == NULL)
                fail_msg("%s in %s", word, sentence[i]);
        }
    }
}

static void every_expectation_has_one_place_for_its_detail(void **state)
{
    static const char *const sentence[][2] = {
#define X(name, en, zh) {en, zh},
        CH_EXPECTATIONS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof sentence / sizeof *sentence; i++) {
        for (int lang = 0; lang < 2; lang++) {
            const char *gap = strchr(sentence[i][lang], '%');
            assert_non_null(gap);
            assert_int_equal(gap[1], 's');
            assert_null(strchr(gap + 1, '%'));
        }
    }
}

static void all_texts_are_copied(void **state)
{
    char file[] = "a.csv", column[] = "id", column_zh[] = "iz", found[] = "x", found_zh[] = "X", detail[] = "y",
         detail_zh[] = "Y";
    ch_faults faults = {0};
    ch_err err = ch_fault_tell(&faults, &(ch_fault){.at = {{file, 5}, 1, 2},
                                                    .column = {column, 2},
                                                    .column_zh = {column_zh, 2},
                                                    .found = {found, 1},
                                                    .found_zh = {found_zh, 1},
                                                    .want = CH_WANT_REFERENCE,
                                                    .detail = {detail, 1},
                                                    .detail_zh = {detail_zh, 1}});
    assert_int_equal(err, CH_EDATA);
    memset(file, '-', 5), memset(column, '-', 2), memset(column_zh, '-', 2);
    found[0] = found_zh[0] = detail[0] = detail_zh[0] = '-';
    assert_reads(&faults.list[0], "a.csv:1:2: found \"x\" in id, expected the key of a row of y",
                 "此处为“X”（id iz），应为表“Y”中已有的主键");
    ch_faults_free(&faults);
}

static void assert_kept_as(ch_text found, const char *shown)
{
    ch_faults faults = {0};
    assert_int_equal(ch_fault_add(&faults, (ch_at){0}, NOTHING, found, CH_WANT_UTF8, NOTHING), CH_EDATA);
    assert_string_equal(faults.list[0].found.at, shown);
    ch_faults_free(&faults);
}

static void what_was_found_is_cut_to_sixty_columns(void **state)
{
    char sixty[] = "123456789 123456789 123456789 123456789 123456789 123456789 ";
    assert_kept_as(ch_text_of(sixty), sixty);
    char more[] = "123456789 123456789 123456789 123456789 123456789 123456789 x";
    assert_kept_as(ch_text_of(more), "123456789 123456789 123456789 123456789 123456789 123456789…");

    char wide[31 * 3 + 1] = "", shown[31 * 3 + 1] = "";
    for (int i = 0; i < 31; i++)
        strcat(wide, "长");
    for (int i = 0; i < 29; i++)
        strcat(shown, "长");
    assert_kept_as(ch_text_of(wide), strcat(shown, "…"));
}

static void what_was_found_shows_on_one_line_of_any_terminal(void **state)
{
    assert_kept_as(CH_TEXT("a\nb\x1b[31m\x7f"), "a␊b␛[31m␡");
    assert_kept_as(CH_TEXT("a\0b"), "a␀b");
    assert_kept_as(CH_TEXT("\xc2\x9b"
                           "31m"),
                   "U+009B31m");
    assert_kept_as(CH_TEXT("\xef\xbb\xbfid\xe2\x80\xae"), "U+FEFFidU+202E");
    assert_kept_as(CH_TEXT("\xb3\xa4 ok"), "\xef\xbf\xbd\xef\xbf\xbd ok");
    assert_kept_as(CH_TEXT("长\xe9\x95"), "长\xef\xbf\xbd\xef\xbf\xbd");
}

static void marks_without_width_cannot_fill_memory(void **state)
{
    char marks[2001] = "";
    for (int i = 0; i < 1000; i++)
        strcat(marks, "\xcc\x81");
    ch_faults faults = {0};
    assert_int_equal(ch_fault_add(&faults, (ch_at){0}, NOTHING, ch_text_of(marks), CH_WANT_UTF8, NOTHING), CH_EDATA);
    ch_text found = faults.list[0].found;
    assert_in_range(found.len, 100, 240);
    assert_int_equal(ch_utf8_valid(found), found.len);
    ch_faults_free(&faults);
}

static void a_thousand_faults_are_kept_and_all_are_counted(void **state)
{
    ch_faults faults = {0};
    for (uint32_t i = 0; i < 1500; i++)
        assert_int_equal(ch_fault_add(&faults, (ch_at){CH_TEXT("a"), i, 0}, NOTHING, NOTHING, CH_WANT_ROW, NOTHING),
                         CH_EDATA);
    assert_int_equal(faults.kept, 1000);
    assert_int_equal(faults.count, 1500);
    assert_int_equal(faults.list[999].at.line, 999);

    ch_faults_free(&faults);
    assert_int_equal(faults.count, 0);
    assert_int_equal(faults.kept, 0);
}

static bool is_empty_find(const void *self, const ch_fault *fault)
{
    return fault->found.len == *(const size_t *)self;
}

static void a_list_may_pass_over_faults(void **state)
{
    const size_t nothing = 0;
    ch_faults faults = {.passes_over = is_empty_find, .self = &nothing};
    for (int i = 0; i < 1500; i++) {
        assert_int_equal(ch_fault_add(&faults, (ch_at){0}, NOTHING, NOTHING, CH_WANT_ROW, NOTHING), CH_EDATA);
        assert_int_equal(ch_fault_add(&faults, (ch_at){0}, NOTHING, CH_TEXT("x"), CH_WANT_ROW, NOTHING), CH_EDATA);
    }
    assert_int_equal(faults.kept, 1000);
    assert_int_equal(faults.count, 1500);
    ch_faults_free(&faults);
}

static void the_graver_of_two_codes_is_kept(void **state)
{
    static const ch_err in_order[] = {CH_OK, CH_ENONE, CH_EDATA, CH_EIO, CH_ENOMEM};
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            assert_int_equal(ch_err_worse(in_order[i], in_order[j]), in_order[i > j ? i : j]);
}

static void nobody_need_listen(void **state)
{
    assert_int_equal(ch_fault_add(NULL, (ch_at){0}, NOTHING, NOTHING, CH_WANT_ROW, NOTHING), CH_EDATA);
}

static void sorting_walks_down_each_file_whatever_the_order_of_adding(void **state)
{
    const ch_fault in_order[] = {
        {.at = {CH_TEXT("a"), 1, 2}, .want = CH_WANT_ROW, .column = CH_TEXT("x")},
        {.at = {CH_TEXT("a"), 1, 2}, .want = CH_WANT_ROW, .column = CH_TEXT("y")},
        {.at = {CH_TEXT("a"), 1, 3}, .want = CH_WANT_ROW},
        {.at = {CH_TEXT("a"), 2, 1}, .want = CH_WANT_ROW},
        {.at = {CH_TEXT("a"), 10, 1}, .want = CH_WANT_ROW, .detail = CH_TEXT("d")},
        {.at = {CH_TEXT("a"), 10, 1}, .want = CH_WANT_ROW, .detail = CH_TEXT("e")},
        {.at = {CH_TEXT("a"), 10, 1}, .want = CH_WANT_ROW, .found = CH_TEXT("f")},
        {.at = {CH_TEXT("b"), 1, 1}, .want = CH_WANT_ROW},
    };
    const size_t n = sizeof in_order / sizeof *in_order;
    for (size_t first = 0; first < n; first++) {
        ch_faults faults = {0};
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(ch_fault_tell(&faults, &in_order[(first + 5 * i) % n]), CH_EDATA);
        }
        ch_faults_sort(&faults);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(faults.list[i].at.line, in_order[i].at.line);
            assert_true(ch_text_equal(faults.list[i].at.file, in_order[i].at.file));
            assert_true(ch_text_equal(faults.list[i].column, in_order[i].column));
            assert_true(ch_text_equal(faults.list[i].detail, in_order[i].detail));
        }
        ch_faults_free(&faults);
    }
}

static void a_fault_that_finds_no_memory_is_told(void **state)
{
    for (size_t at = 1;; at++) {
        failing fail = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fail);
        ch_faults faults = {.arena.memory = &memory};
        ch_err err = CH_EDATA;
        for (uint32_t i = 0; i < 300 && err == CH_EDATA; i++)
            err = ch_fault_add(&faults, (ch_at){CH_TEXT("a.csv"), i, 1}, CH_TEXT("id"), CH_TEXT("x"), CH_WANT_ROW,
                               CH_TEXT("d"));
        assert_int_equal(faults.no_memory, err == CH_ENOMEM);
        assert_int_equal(faults.count, faults.kept + (err == CH_ENOMEM));
        ch_faults_free(&faults);
        assert_int_equal(fail.live, 0);
        if (err == CH_EDATA)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_reads_as_where_found_expected),
        cmocka_unit_test(an_empty_find_reads_as_nothing),
        cmocka_unit_test(words_of_the_program_are_told_in_each_language),
        cmocka_unit_test(what_is_not_known_is_left_out),
        cmocka_unit_test(no_english_word_stands_in_a_chinese_sentence),
        cmocka_unit_test(every_expectation_has_one_place_for_its_detail),
        cmocka_unit_test(all_texts_are_copied),
        cmocka_unit_test(what_was_found_is_cut_to_sixty_columns),
        cmocka_unit_test(what_was_found_shows_on_one_line_of_any_terminal),
        cmocka_unit_test(marks_without_width_cannot_fill_memory),
        cmocka_unit_test(a_thousand_faults_are_kept_and_all_are_counted),
        cmocka_unit_test(a_list_may_pass_over_faults),
        cmocka_unit_test(the_graver_of_two_codes_is_kept),
        cmocka_unit_test(nobody_need_listen),
        cmocka_unit_test(sorting_walks_down_each_file_whatever_the_order_of_adding),
        cmocka_unit_test(a_fault_that_finds_no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
