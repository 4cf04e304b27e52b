/* test_csv.c - what is read is told row by row and fault by fault as one text, easy to compare. */
#include "changhe/csv.h"

#include "failing.h"
#include "told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A row a line: its place, then each field in angle brackets with its place. */
typedef struct {
    ch_buf log;
    size_t rows;
} listener;

static void write_at(ch_buf *log, ch_at at)
{
    ch_buf_addf(log, "%u:%u", (unsigned)at.line, (unsigned)at.column);
}

static ch_err hear_row(void *self, const ch_csv_field *field, size_t fields, ch_at at)
{
    listener *heard = self;
    heard->rows++;
    write_at(&heard->log, at);
    for (size_t i = 0; i < fields; i++) {
        ch_buf_adds(&heard->log, " ");
        write_at(&heard->log, field[i].at);
        ch_buf_adds(&heard->log, "<");
        ch_buf_add(&heard->log, field[i].text);
        ch_buf_adds(&heard->log, ">");
    }
    ch_buf_addc(&heard->log, '\n');
    return CH_OK;
}

static void write_faults(ch_buf *log, ch_faults *faults)
{
    for (size_t i = 0; i < faults->kept; i++) {
        ch_fault_print(&faults->list[i], log);
        ch_buf_addc(log, '\n');
    }
}

/* All that is heard of a text fed in pieces of so many bytes; the first piece may differ. */
static ch_buf read_in_pieces(ch_text text, size_t first, size_t piece)
{
    listener heard = {0};
    ch_faults faults = {0};
    ch_csv *csv;
    assert_int_equal(ch_csv_open(NULL, CH_TEXT("f"), hear_row, &heard, &faults, &csv), CH_OK);
    for (size_t done = 0, n = first; done < text.len; done += n, n = piece) {
        n = n < text.len - done ? n : text.len - done;
        assert_int_equal(ch_csv_feed(csv, text.at + done, n), CH_OK);
    }
    ch_err err = ch_csv_end(csv);
    assert_int_equal(err, faults.count > 0 ? CH_EDATA : CH_OK);
    ch_csv_close(csv);
    write_faults(&heard.log, &faults);
    ch_faults_free(&faults);
    assert_false(heard.log.failed);
    return heard.log;
}

static void assert_read_as(ch_text text, const char *expected)
{
    ch_buf log = read_in_pieces(text, text.len, text.len);
    ch_buf_addc(&log, '\0');
    assert_string_equal(log.at, expected);
    ch_buf_free(&log);
}

#define READS_AS(text, expected) assert_read_as(CH_TEXT(text), (expected))

static void rows_and_fields_come_with_their_places(void **state)
{
    READS_AS("id,name\nf1,长兴电池,x\n", "1:1 1:1<id> 1:4<name>\n"
                                         "2:1 2:1<f1> 2:4<长兴电池> 2:9<x>\n");
}

static void a_last_line_needs_no_line_end(void **state)
{
    READS_AS("a,b", "1:1 1:1<a> 1:3<b>\n");
    READS_AS("a,", "1:1 1:1<a> 1:3<>\n");
    READS_AS("a,\"b\"", "1:1 1:1<a> 1:3<b>\n");
}

static void byte_order_mark_and_carriage_returns_leave_no_trace(void **state)
{
    READS_AS("\xEF\xBB\xBF"
             "a,b\r\n\"c\",d\r\n",
             "1:1 1:1<a> 1:3<b>\n2:1 2:1<c> 2:5<d>\n");
    READS_AS("\xEF\xBB\xBF", "");
}

static void what_only_begins_like_a_byte_order_mark_is_text(void **state)
{
    READS_AS("\xEF\xBC\x8C,b\n", "1:1 1:1<，> 1:3<b>\n");
    READS_AS("\xEF\xBB", "1:1 1:1<\?\?>\nf:1:1: found \"\\xEF\", expected UTF-8 text\n");
}

static void lines_without_a_byte_are_passed_over(void **state)
{
    READS_AS("\n\na\n\r\n \nb\n\n", "3:1 3:1<a>\n5:1 5:1< >\n6:1 6:1<b>\n");
}

static void quotes_keep_commas_line_ends_and_quotes(void **state)
{
    READS_AS("\"a,b\",\"say \"\"hi\"\"\"\n\"\",\"two\r\nlines\",z\nnext\n", "1:1 1:1<a,b> 1:7<say \"hi\">\n"
                                                                            "2:1 2:1<> 2:4<two\r\nlines> 3:8<z>\n"
                                                                            "4:1 4:1<next>\n");
}

static void a_quote_inside_a_bare_field_is_told_and_opens_nothing(void **state)
{
    READS_AS("长,5\" pipe,b\nc,d\n",
             "1:1 1:1<长> 1:3<5\" pipe> 1:11<b>\n2:1 2:1<c> 2:3<d>\n"
             "f:1:4: found \"5\" pipe\", expected no quote inside a field that is not quoted\n");
}

static void text_after_a_closing_quote_is_told(void **state)
{
    READS_AS("\"a\" x,b\n", "1:1 1:1<a> 1:7<b>\n"
                            "f:1:4: found \" x\", expected a comma or the end of the line after a closing quote\n");
}

static void a_carriage_return_inside_a_line_is_told(void **state)
{
    READS_AS("a,b\rc\nd\n", "1:1 1:1<a> 1:3<b c>\n2:1 2:1<d>\n"
                            "f:1:4: found \"␍\", expected text without control or invisible characters\n");
    READS_AS("a\r", "1:1 1:1<a >\nf:1:2: found \"␍\", expected text without control or invisible characters\n");
}

static void bytes_that_are_no_utf8_are_told_once_a_row(void **state)
{
    READS_AS("id,名\nf1,\xB3\xA4\xD0\xCB\nf2,\xE9\x95\nf3,a\0b\n",
             "1:1 1:1<id> 1:4<名>\n2:1 2:1<f1> 2:4<\?\?\?\?>\n3:1 3:1<f2> 3:4<\?\?>\n4:1 4:1<f3> 4:4<a?b>\n"
             "f:2:4: found \"\\xB3\", expected UTF-8 text\n"
             "f:3:4: found \"\\xE9\", expected UTF-8 text\n"
             "f:4:5: found \"\\x00\", expected UTF-8 text\n");
}

static void an_unclosed_quote_is_told_where_it_opens_and_takes_its_line_alone(void **state)
{
    READS_AS("a,b\n\"x\ny\",\"two\r\n3,4\n\"\",z\n6,7", "1:1 1:1<a> 1:3<b>\n2:1 2:1<x\ny> 3:4<two>\n"
                                                        "4:1 4:1<3> 4:3<4>\n5:1 5:1<> 5:4<z>\n6:1 6:1<6> 6:3<7>\n"
                                                        "f:3:4: found \"\"two\", expected a closing quote\n");
    READS_AS("a,\"", "1:1 1:1<a> 1:3<>\nf:1:3: found \"\"\", expected a closing quote\n");
}

/* Nothing tells such a quote from one that a later line means to close. */
static void an_unclosed_quote_reaches_to_the_next_one(void **state)
{
    READS_AS("a,\"b\nc,\"d\"\ne\n",
             "1:1 1:1<a> 1:3<b\nc,>\n3:1 3:1<e>\n"
             "f:2:4: found \"d\"\", expected a comma or the end of the line after a closing quote\n");
}

static void any_cut_reads_the_same(void **state)
{
    const ch_text texts[] = {
        CH_TEXT("\xEF\xBB\xBF"
                "id,名\r\n\"a,\"\"b\"\"\",长\r\n\r\n1,\"x\ny\"\n"),
        CH_TEXT("\xEF\xBBx,\xEF\xBB\xBF\n"),
        CH_TEXT("a,b\rc\n5\",\"6\"7,\xB3\xA4\n\"x\ny\",\"z\nw,v\n\"\"\n"),
        CH_TEXT("\"\"\"\"\n\"\"\"\r\n\r\n,\n\""),
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ch_buf whole = read_in_pieces(texts[i], texts[i].len, texts[i].len);
        for (size_t cut = 1; cut < texts[i].len; cut++) {
            ch_buf cut_once = read_in_pieces(texts[i], cut, texts[i].len);
            ch_buf cut_often = read_in_pieces(texts[i], cut, 1 + cut % 3);
            assert_true(ch_text_equal(ch_buf_text(&cut_once), ch_buf_text(&whole)));
            assert_true(ch_text_equal(ch_buf_text(&cut_often), ch_buf_text(&whole)));
            ch_buf_free(&cut_once);
            ch_buf_free(&cut_often);
        }
        ch_buf_free(&whole);
    }
}

/* Lines of digits, some of them long. */
static ch_buf long_lines(const char *before, size_t long_bytes, const char *after)
{
    ch_buf text = {0};
    ch_buf_adds(&text, before);
    for (size_t i = 0; i < long_bytes; i++)
        ch_buf_addc(&text, (char)('0' + i % 10));
    ch_buf_adds(&text, after);
    return text;
}

static void the_longest_row_is_read_and_a_longer_one_is_told_and_left_out(void **state)
{
    for (size_t more = 0; more < 2; more++) {
        ch_buf text = long_lines("a\n", CH_CSV_MAX_ROW + more, "\nb\"\n");
        const size_t pieces[] = {text.len, 65536, 4099};
        for (size_t i = 0; i < 3; i++) {
            ch_buf log = read_in_pieces(ch_buf_text(&text), pieces[i], pieces[i]);
            ch_buf_addc(&log, '\0');
            assert_true((log.len > CH_CSV_MAX_ROW) == (more == 0));
            assert_non_null(strstr(log.at, "3:1 3:1<b\">\n"));
            assert_non_null(strstr(log.at, "f:3:2: found \"b\"\""));
            assert_true((strstr(log.at, "f:2:1: found \"012345") != NULL) == (more == 1));
            assert_true((strstr(log.at, "expected at most 1048576 bytes in one row") != NULL) == (more == 1));
            ch_buf_free(&log);
        }
        ch_buf_free(&text);
    }
}

static void a_quote_that_nothing_closes_in_a_long_file_loses_no_other_line(void **state)
{
    ch_buf text = {0};
    ch_buf_adds(&text, "a,b\n1,\"open\n");
    size_t lines = 2;
    for (; text.len < 3 * (size_t)CH_CSV_MAX_ROW; lines++)
        ch_buf_adds(&text, "2,plain\n");

    const size_t pieces[] = {text.len, 65536, 5};
    for (size_t i = 0; i < 3; i++) {
        listener heard = {0};
        ch_faults faults = {0};
        ch_csv *csv;
        assert_int_equal(ch_csv_open(NULL, CH_TEXT("f"), hear_row, &heard, &faults, &csv), CH_OK);
        for (size_t done = 0; done < text.len; done += pieces[i]) {
            size_t rest = text.len - done;
            assert_int_equal(ch_csv_feed(csv, text.at + done, pieces[i] < rest ? pieces[i] : rest), CH_OK);
        }
        assert_int_equal(ch_csv_end(csv), CH_EDATA);
        assert_int_equal(heard.rows, lines);
        assert_int_equal(faults.count, 1);
        assert_int_equal(faults.list[0].want, CH_WANT_CLOSED_QUOTE);
        assert_int_equal(faults.list[0].at.line, 2);
        assert_int_equal(faults.list[0].at.column, 3);
        ch_csv_close(csv);
        ch_faults_free(&faults);
        ch_buf_free(&heard.log);
    }
    ch_buf_free(&text);
}

/* The quote that the longest row has no room for is the first of a pair, or would have closed it. */
static void a_quote_given_up_at_a_quote_loses_no_other_line(void **state)
{
    static const char *const after[] = {"\"\" z\nlast\n", "\"\nlast\n"};
    for (size_t i = 0; i < 2; i++) {
        ch_buf text = {0};
        ch_buf_adds(&text, "a,b\n");
        const size_t row = text.len;
        ch_buf_adds(&text, "1,\"open\n");
        size_t lines = 3;
        for (; text.len < row + CH_CSV_MAX_ROW - 8; lines++)
            ch_buf_adds(&text, "2,plain\n");
        while (text.len < row + CH_CSV_MAX_ROW)
            ch_buf_adds(&text, "x");
        ch_buf_adds(&text, after[i]);

        ch_buf log = read_in_pieces(ch_buf_text(&text), 65536, 65536);
        ch_buf_addc(&log, '\0');
        char last[40];
        snprintf(last, sizeof last, "%u:1 %u:1<last>\n", (unsigned)lines + 1, (unsigned)lines + 1);
        assert_non_null(strstr(log.at, last));
        assert_non_null(strstr(log.at, "f:2:3: found \"\"open\", expected a closing quote\n"));
        assert_null(strstr(log.at, "bytes in one row"));
        ch_buf_free(&log);
        ch_buf_free(&text);
    }
}

/* Memory that remembers the most it ever gave out at once. */
typedef struct {
    size_t now, most;
} meter;

static void *meter_take(void *self, size_t size)
{
    meter *in = self;
    size_t *block = malloc(size + 2 * sizeof *block);
    block[0] = size;
    in->now += size;
    in->most = in->most > in->now ? in->most : in->now;
    return block + 2;
}

static void meter_give(void *self, void *memory)
{
    meter *in = self;
    if (memory == NULL)
        return;
    size_t *block = (size_t *)memory - 2;
    in->now -= block[0];
    free(block);
}

static void a_line_of_a_gigabyte_takes_little_memory(void **state)
{
    meter in = {0};
    const ch_memory memory = {meter_take, meter_give, &in};
    static char piece[1 << 20];
    memset(piece, 'x', sizeof piece);
    listener heard = {0};
    ch_faults faults = {0};
    ch_csv *csv;
    assert_int_equal(ch_csv_open(&memory, CH_TEXT("f"), hear_row, &heard, &faults, &csv), CH_OK);
    assert_int_equal(ch_csv_feed(csv, "first\n", 6), CH_OK);
    for (int i = 0; i < 1024; i++)
        assert_int_equal(ch_csv_feed(csv, piece, sizeof piece), CH_OK);
    assert_int_equal(ch_csv_feed(csv, "\nnext\n", 6), CH_OK);
    assert_int_equal(ch_csv_end(csv), CH_EDATA);
    assert_int_equal(heard.rows, 2);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_SHORT_LINE);
    assert_true(in.most < (size_t)8 * CH_CSV_MAX_ROW);
    ch_csv_close(csv);
    assert_int_equal(in.now, 0);
    ch_faults_free(&faults);
    ch_buf_free(&heard.log);
}

static ch_err refuse_second(void *self, const ch_csv_field *field, size_t fields, ch_at at)
{
    return at.line == 2 ? CH_EIO : CH_OK;
}

static void what_a_row_is_refused_with_ends_the_reading(void **state)
{
    ch_csv *csv;
    assert_int_equal(ch_csv_open(NULL, CH_TEXT("f"), refuse_second, NULL, NULL, &csv), CH_OK);
    assert_int_equal(ch_csv_feed(csv, "a\n", 2), CH_OK);
    assert_int_equal(ch_csv_feed(csv, "b\n", 2), CH_EIO);
    assert_int_equal(ch_csv_feed(csv, "c\n", 2), CH_EIO);
    assert_int_equal(ch_csv_end(csv), CH_EIO);
    ch_csv_close(csv);
}

static void fields_are_quoted_where_they_must_be(void **state)
{
    static const struct {
        const char *text, *written;
    } cases[] = {{"", ""},         {"plain 长", "plain 长"}, {"a,b", "\"a,b\""},   {"5\"", "\"5\"\"\""},
                 {" a", "\" a\""}, {"a\t", "\"a\t\""},       {"a\nb", "\"a\nb\""}, {"a\rb", "\"a\rb\""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ch_buf out = {0};
        ch_csv_write_field(&out, ch_text_of(cases[i].text));
        assert_true(ch_text_equal(ch_buf_text(&out), ch_text_of(cases[i].written)));
        ch_buf_free(&out);
    }
}

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * UINT32_C(1664525) + UINT32_C(1013904223);
    return (*seed >> 8) % below;
}

static void what_is_written_reads_back(void **state)
{
    static const char *const pieces[] = {"a", ",", "\"", "\n", "\r\n", "\r", " ", "长", "\t", "x"};
    uint32_t seed = 1;
    for (int round = 0; round < 2000; round++) {
        ch_buf text = {0}, expected = {0};
        size_t fields = 1 + draw(&seed, 4);
        for (size_t i = 0; i < fields; i++) {
            ch_buf field = {0};
            for (uint32_t n = 1 + draw(&seed, 5); n > 0; n--)
                ch_buf_adds(&field, pieces[draw(&seed, 10)]);
            ch_buf_adds(&text, i > 0 ? "," : "");
            ch_csv_write_field(&text, ch_buf_text(&field));
            ch_buf_addc(&expected, '<');
            ch_buf_add(&expected, ch_buf_text(&field));
            ch_buf_addc(&expected, '>');
            ch_buf_free(&field);
        }
        ch_buf_adds(&text, "\n");

        ch_buf log = read_in_pieces(ch_buf_text(&text), text.len, text.len), fields_alone = {0};
        bool inside = false;
        for (size_t i = 0; i < log.len; i++) {
            inside = inside || log.at[i] == '<';
            if (inside)
                ch_buf_addc(&fields_alone, log.at[i]);
            inside = inside && log.at[i] != '>';
        }
        assert_true(ch_text_equal(ch_buf_text(&fields_alone), ch_buf_text(&expected)));
        ch_buf_free(&fields_alone);
        ch_buf_free(&log);
        ch_buf_free(&expected);
        ch_buf_free(&text);
    }
}

/* Tables */

typedef struct {
    ch_text rest;
    size_t piece; /* bytes given at a time */
    bool broken;  /* cannot be read to its end */
} source;

static int give(void *self, char *bytes, size_t room)
{
    source *from = self;
    size_t n = from->piece < room ? from->piece : room;
    n = n < from->rest.len ? n : from->rest.len;
    if (n == 0)
        return from->broken ? -1 : 0;
    memcpy(bytes, from->rest.at, n);
    from->rest = (ch_text){from->rest.at + n, from->rest.len - n};
    return (int)n;
}

static ch_err read_table(const ch_memory *memory, const char *text, ch_table_id id, ch_draft **draft, ch_faults *faults)
{
    source from = {ch_text_of(text), 7, false};
    return ch_csv_read_table(memory, CH_TEXT("t.csv"), give, &from, id, draft, faults);
}

/* In tries as in readings: the same table, or the same that there is none. */
static void a_try_reads_what_is_sound_and_nothing_else(void **state)
{
    static const struct {
        const char *text;
        ch_err err;
    } file[] = {
        {"from,to,source\nN1,N2,s\nN2,N3,\"s\"\n", CH_OK},
        {"from,to,source\n", CH_OK},
        {"from,to,loop,source\nN1,N2,maybe,s\n", CH_EDATA},
        {"from,to,source\nN1,N2\n", CH_EDATA},
        {"from,to\nN1,N2\n", CH_EDATA},
        {"from,to,source\nN1,N2,\"s\n", CH_EDATA},
        {"", CH_EDATA},
    };
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
        source from = {ch_text_of(file[i].text), 7, false};
        ch_draft *tried, *read;
        ch_table *a, *b;
        ch_faults faults = {0};
        assert_int_equal(ch_csv_try_table(NULL, give, &from, CH_TABLE_links, &tried), file[i].err);
        assert_int_equal(read_table(NULL, file[i].text, CH_TABLE_links, &read, &faults), file[i].err);
        assert_true((tried != NULL) == (file[i].err == CH_OK));
        if (tried) {
            assert_int_equal(ch_draft_fix(tried, &a, NULL), CH_OK);
            assert_int_equal(ch_draft_fix(read, &b, NULL), CH_OK);
            assert_true(a->digest == b->digest);
            ch_table_drop(a);
            ch_table_drop(b);
        } else {
            ch_draft_free(read);
        }
        ch_faults_free(&faults);
    }
}

static void assert_table_faults(const char *text, ch_table_id id, bool usable, const char *expected)
{
    ch_faults faults = {0};
    ch_draft *draft;
    ch_buf log = {0};
    assert_int_equal(read_table(NULL, text, id, &draft, &faults), *expected != '\0' ? CH_EDATA : CH_OK);
    assert_true((draft != NULL) == usable);
    write_faults(&log, &faults);
    ch_buf_addc(&log, '\0');
    assert_string_equal(log.at, expected);
    ch_buf_free(&log);
    ch_faults_free(&faults);
    ch_draft_free(draft);
}

static void a_table_read_and_written_is_the_same_in_the_one_form(void **state)
{
    ch_faults faults = {0};
    ch_draft *draft;
    ch_table *table;
    assert_int_equal(read_table(NULL, "note, to ,from,source,loop\r\n\"b, 长\",N2,N1,s2 s1,no\r\n,N1,N0,s1,yes\r\n",
                                CH_TABLE_links, &draft, &faults),
                     CH_OK);
    assert_int_equal(ch_draft_fix(draft, &table, &faults), CH_OK);

    ch_buf out = {0};
    ch_csv_write_table(table, &out);
    ch_buf_addc(&out, '\0');
    assert_string_equal(out.at, "from,to,loop,source,marks,note\nN0,N1,yes,s1,,\nN1,N2,,s2 s1,,\"b, 长\"\n");
    ch_buf_free(&out);
    ch_table_drop(table);
}

static void a_header_alone_is_an_empty_table(void **state)
{
    assert_table_faults("from,to,source\n", CH_TABLE_links, true, "");
}

static void an_empty_file_lacks_its_header(void **state)
{
    assert_table_faults("", CH_TABLE_links, false,
                        "t.csv:1:1: found nothing, expected a header line with the columns "
                        "from,to,loop,source,marks,note\n");
    assert_table_faults("\xEF\xBB\xBF\n\n", CH_TABLE_links, false,
                        "t.csv:1:1: found nothing, expected a header line with the columns "
                        "from,to,loop,source,marks,note\n");
}

static void every_fault_of_a_header_is_told_and_rows_are_checked_all_the_same(void **state)
{
    assert_table_faults("from,form,loop,from,\nN1,x,maybe,N2,\n", CH_TABLE_links, false,
                        "t.csv:1:6: found \"form\" in form, expected a column of this table: "
                        "from,to,loop,source,marks,note\n"
                        "t.csv:1:16: found \"from\" in from, expected each column once\n"
                        "t.csv:1:21: found nothing, expected a column of this table: from,to,loop,source,marks,note\n"
                        "t.csv:1:1: found nothing, expected column to\n"
                        "t.csv:1:1: found nothing, expected column source\n"
                        "t.csv:2:6: found \"maybe\" in loop, expected yes or no\n");
}

static void a_header_too_long_is_told_alone(void **state)
{
    ch_buf text = long_lines("from,to,source", CH_CSV_MAX_ROW, "\nN1,N2,s\n");
    source from = {ch_buf_text(&text), 65536, false};
    ch_faults faults = {0};
    ch_draft *draft;
    assert_int_equal(ch_csv_read_table(NULL, CH_TEXT("t.csv"), give, &from, CH_TABLE_links, &draft, &faults), CH_EDATA);
    assert_null(draft);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_SHORT_LINE);
    ch_faults_free(&faults);
    ch_buf_free(&text);
}

static void rows_with_another_number_of_fields_are_told_each_and_left_out(void **state)
{
    ch_faults faults = {0};
    ch_draft *draft;
    assert_int_equal(read_table(NULL, "from,to,source\nN1,N2\nN2,N3,s\nN3,N4,s,\n", CH_TABLE_links, &draft, &faults),
                     CH_EDATA);
    ch_buf log = {0};
    write_faults(&log, &faults);
    ch_buf_addc(&log, '\0');
    assert_string_equal(log.at, "t.csv:2:1: found \"2 fields\", expected 3 fields, as in the header\n"
                                "t.csv:4:1: found \"4 fields\", expected 3 fields, as in the header\n");
    ch_table *table;
    assert_int_equal(ch_draft_fix(draft, &table, &faults), CH_OK);
    assert_int_equal(table->rows, 1);
    ch_table_drop(table);
    ch_buf_free(&log);
    ch_faults_free(&faults);
}

static void faults_of_rows_and_cells_are_told_together(void **state)
{
    assert_table_faults("from,to,source,loop,marks\nN\"1,N2,s,si,\n\"N2\"x,N3,s,,bad\n\"a\nb\",N,s,,\nN3,\"N4,s,,\n",
                        CH_TABLE_links, true,
                        "t.csv:2:2: found \"N\"1\", expected no quote inside a field that is not quoted\n"
                        "t.csv:2:10: found \"si\" in loop, expected yes or no\n"
                        "t.csv:3:5: found \"x\", expected a comma or the end of the line after a closing quote\n"
                        "t.csv:3:13: found \"bad\" in marks, expected one of illustrative, assumed, unverified\n"
                        "t.csv:4:1: found \"a␊b\" in from, expected text without control or invisible characters\n"
                        "t.csv:6:4: found \"\"N4,s,,\", expected a closing quote\n");
}

static void a_field_told_is_an_empty_cell_and_its_row_may_have_any_number_of_fields(void **state)
{
    assert_table_faults("from,to,source,loop\nN1,N2,s,m\"aybe\nN2,N3,s,\xB3\xFF\nN3,\"N4,s,\n", CH_TABLE_links, true,
                        "t.csv:2:10: found \"m\"aybe\", expected no quote inside a field that is not quoted\n"
                        "t.csv:3:9: found \"\\xB3\", expected UTF-8 text\n"
                        "t.csv:4:4: found \"\"N4,s,\", expected a closing quote\n");
    assert_table_faults("from,to,source,loop\nN1,N2,s,\"perhaps\nN2,\"N3,s,\n", CH_TABLE_links, true,
                        "t.csv:3:5: found \"N3\", expected a comma or the end of the line after a closing quote\n");
}

static void a_name_told_in_the_header_stands_for_any_column(void **state)
{
    assert_table_faults("from,t\"o,source\nN1,N2,s\n", CH_TABLE_links, false,
                        "t.csv:1:7: found \"t\"o\", expected no quote inside a field that is not quoted\n");
}

static void a_file_that_breaks_off_is_told(void **state)
{
    source from = {CH_TEXT("from,to,source\nN1,N2,s\n"), 5, true};
    ch_faults faults = {0};
    ch_draft *draft;
    assert_int_equal(ch_csv_read_table(NULL, CH_TEXT("t.csv"), give, &from, CH_TABLE_links, &draft, &faults), CH_EIO);
    assert_null(draft);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_READABLE);
    ch_faults_free(&faults);
}

/* A table and then an endless line: so many bytes in all. */
typedef struct {
    size_t done, end;
} endless;

static int give_endless(void *self, char *bytes, size_t room)
{
    static const char start[] = "from,to,source,note\nA,B,S,长\n";
    endless *from = self;
    const size_t left = from->end - from->done, n = room < left ? room : left;
    memset(bytes, 'x', n);
    for (size_t i = 0; i < n && from->done + i < sizeof start - 1; i++)
        bytes[i] = start[from->done + i];
    from->done += n;
    return (int)n;
}

static void a_table_has_only_so_many_bytes(void **state)
{
    for (size_t more = 0; more < 2; more++) {
        endless from = {.end = (size_t)CH_CSV_MAX_BYTES + more * (CH_CSV_MAX_BYTES / 2)};
        ch_faults faults = {0};
        ch_draft *draft;
        ch_buf log = {0};
        assert_int_equal(
            ch_csv_read_table(NULL, CH_TEXT("t.csv"), give_endless, &from, CH_TABLE_links, &draft, &faults), CH_EDATA);
        assert_true((draft == NULL) == (more == 1));
        assert_true(from.done <= (size_t)CH_CSV_MAX_BYTES + (1 << 20)); /* reading ended */
        assert_int_equal(faults.list[0].want, CH_WANT_SHORT_LINE);
        assert_int_equal(faults.count, 1 + more);
        if (more == 1) {
            ch_fault_print(&faults.list[1], &log);
            assert_true(
                ch_text_equal(ch_buf_text(&log), CH_TEXT("t.csv: found \"more\", expected at most 268435456 bytes")));
        }
        ch_buf_free(&log);
        ch_draft_free(draft);
        ch_faults_free(&faults);
    }
}

/* ---- files saved in another form */

/* Read in pieces of any size; print all faults, and that no draft came of it. */
static void assert_bytes_faults(ch_text bytes, bool usable, const char *expected)
{
    for (size_t piece = 1; piece <= 4096; piece = piece * 8 - 1) {
        source from = {bytes, piece, false};
        ch_faults faults = {0};
        ch_draft *draft;
        ch_buf log = {0};
        assert_int_equal(ch_csv_read_table(NULL, CH_TEXT("t.csv"), give, &from, CH_TABLE_links, &draft, &faults),
                         *expected != '\0' ? CH_EDATA : CH_OK);
        assert_true((draft != NULL) == usable);
        write_faults(&log, &faults);
        ch_buf_addc(&log, '\0');
        assert_string_equal(log.at, expected);
        ch_buf_free(&log);
        ch_faults_free(&faults);
        ch_draft_free(draft);
    }
}

/* A header and many rows with a note in these bytes. */
static ch_buf many_notes(const char *first, const char *note)
{
    ch_buf text = {0};
    ch_buf_addf(&text, "from,to,source,note\nA,B,S,%s\n", first);
    for (int row = 0; row < 300; row++)
        ch_buf_addf(&text, "N%d,M%d,S,%s\n", row, row, note);
    return text;
}

static void assert_notes_fault(const char *first, const char *note, bool usable, const char *expected)
{
    ch_buf text = many_notes(first, note);
    assert_bytes_faults(ch_buf_text(&text), usable, expected);
    ch_buf_free(&text);
}

/* The digest of the table that the bytes hold, in pieces of any size. */
static uint64_t digest_of(ch_text bytes, size_t piece)
{
    source from = {bytes, piece, false};
    ch_faults faults = {0};
    ch_draft *draft;
    ch_table *table;
    assert_int_equal(ch_csv_read_table(NULL, CH_TEXT("t.csv"), give, &from, CH_TABLE_links, &draft, &faults), CH_OK);
    assert_int_equal(ch_draft_fix(draft, &table, &faults), CH_OK);
    const uint64_t digest = table->digest;
    ch_table_drop(table);
    ch_faults_free(&faults);
    return digest;
}

static void assert_same_table(ch_text bytes, ch_text utf8)
{
    for (size_t piece = 1; piece <= 4096; piece = piece * 8 - 1)
        assert_int_equal(digest_of(bytes, piece), digest_of(utf8, 4096));
}

static void assert_same_notes(const char *first, const char *note, const char *first_utf8, const char *note_utf8)
{
    ch_buf text = many_notes(first, note), utf8 = many_notes(first_utf8, note_utf8);
    assert_same_table(ch_buf_text(&text), ch_buf_text(&utf8));
    ch_buf_free(&text);
    ch_buf_free(&utf8);
}

/* 长兴, 联通 (whose second half happens to be UTF-8), and 㐈 in four bytes */
static void a_file_in_gb18030_is_read(void **state)
{
    assert_same_notes("\xb3\xa4\xd0\xcb", "\xc1\xaa\xcd\xa8", "长兴", "联通");
    assert_same_notes("\xb3\xa4", "\xcd\xa8\xcd\xa8", "长", "通通");
    assert_same_notes("\xb3\xa4", "\x81\x39\xef\x37\xce\xe5", "长", "㐈五");
    assert_same_table(CH_TEXT("\xc9\xcf\xd3\xce\xbb\xb7\xbd\xda,to,source,\xb1\xb8\xd7\xa2\nA,B,S,x\n"),
                      CH_TEXT("from,to,source,note\nA,B,S,x\n"));
}

static void gb18030_that_is_damaged_further_on_is_one_fault(void **state)
{
    ch_buf text = many_notes("\xb3\xa4\xd0\xcb", "\xc1\xaa\xcd\xa8");
    while (text.len < 2 * 65536)
        ch_buf_adds(&text, "X,Y,S,\n");
    const size_t sound = text.len;
    ch_buf_adds(&text, "A,C,S,\xb3\xff\n");
    ch_faults faults = {0};
    source from = {ch_buf_text(&text), 4096, false};
    ch_draft *draft;
    assert_int_equal(ch_csv_read_table(NULL, CH_TEXT("t.csv"), give, &from, CH_TABLE_links, &draft, &faults), CH_EDATA);
    assert_null(draft);
    assert_int_equal(told(&faults, CH_WANT_ENCODING, 0, "\\xB3", "damaged GBK/GB18030"), 1);
    const ch_fault *last = &faults.list[faults.kept - 1];
    size_t line = 1;
    for (size_t i = 0; i < sound; i++)
        line += text.at[i] == '\n';
    assert_int_equal(last->at.line, line);
    assert_int_equal(last->at.column, 7);
    ch_faults_free(&faults);

    text.len = sound;
    ch_buf_adds(&text, "A,C,S,\xb3"); /* half a character at the end */
    faults = (ch_faults){0};
    from = (source){ch_buf_text(&text), 4096, false};
    assert_int_equal(ch_csv_read_table(NULL, CH_TEXT("t.csv"), give, &from, CH_TABLE_links, &draft, &faults), CH_EDATA);
    assert_int_equal(told(&faults, CH_WANT_ENCODING, 0, "\\xB3", "damaged GBK/GB18030"), 1);
    ch_faults_free(&faults);
    ch_buf_free(&text);
}

static void semicolons_and_tabs_are_read(void **state)
{
    const ch_text commas = CH_TEXT("from,to,source,note\nA,B,S,\"x,y\"\nB,C,S,z;w\n");
    assert_same_table(CH_TEXT("from;to;source;note\nA;B;S;x,y\nB;C;S;\"z;w\"\n"), commas);
    assert_same_table(CH_TEXT("from\tto\tsource\tnote\r\nA\tB\tS\tx,y\r\nB\tC\tS\tz;w\r\n"), commas);
    assert_int_equal(ch_csv_find_delimiter(CH_TEXT("")), ',');
    assert_int_equal(ch_csv_find_delimiter(CH_TEXT("a\nb\n")), ',');
    assert_int_equal(ch_csv_find_delimiter(CH_TEXT("a;b,c\n1;2,3\n")), ',');
    assert_int_equal(ch_csv_find_delimiter(CH_TEXT("a;b;c\n1,5;2,5;3\n1,5;2;3\n")), ';');
    assert_int_equal(ch_csv_find_delimiter(CH_TEXT("标题\n\na\tb\n\"1;2\n3;4\"\t5\n")), '\t');
}

static void heads_may_be_what_people_call_the_columns(void **state)
{
    const ch_table_kind *kind = ch_schema_table(CH_TABLE_links);
    ch_buf zh = {0}, en = {0};
    const char *const name[] = {"from", "to", "source", "note"};
    for (size_t i = 0; i < 4; i++) {
        const ch_column *column = &kind->column[ch_schema_find_column(kind, ch_text_of(name[i]))];
        ch_buf_addf(&zh, "%s%s", i > 0 ? "," : "", column->zh);
        ch_buf_addf(&en, "%s%s", i > 0 ? "," : "", column->en);
    }
    ch_buf_adds(&zh, "\nA,B,S,x\n");
    ch_buf_adds(&en, "\nA,B,S,x\n");
    assert_same_table(ch_buf_text(&zh), CH_TEXT("from,to,source,note\nA,B,S,x\n"));
    assert_same_table(ch_buf_text(&en), CH_TEXT("from,to,source,note\nA,B,S,x\n"));
    ch_buf_free(&zh);
    ch_buf_free(&en);
}

/* No head means two columns of one table, nor one by name and another by what it is called. */
static void what_people_call_a_column_is_no_other(void **state)
{
    for (int t = 0; t < CH_TABLES; t++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)t);
        for (unsigned c = 0; c < kind->columns; c++)
            for (unsigned other = 0; other < kind->columns; other++) {
                const ch_column *a = &kind->column[c], *b = &kind->column[other];
                if (c == other)
                    continue;
                assert_string_not_equal(a->zh, b->zh);
                assert_string_not_equal(a->en, b->en);
                assert_string_not_equal(a->en, b->name);
            }
    }
}

/* A byte order mark, which says otherwise, is no column. */
static void a_byte_order_mark_moves_no_place(void **state)
{
    assert_bytes_faults(
        CH_TEXT("\xEF\xBB\xBF"
                "from,to,source,\xb1\xb8\xd7\xa2\nA,B,S,x\n"),
        false,
        "t.csv:1:16: found \"\\xB1\", expected a file in UTF-8; this looks like GBK/GB18030: save it as "
        "CSV UTF-8\n");
}

static void a_stray_byte_in_utf8_is_told_where_it_is(void **state)
{
    assert_notes_fault("\xb3", "长兴", true, "t.csv:2:7: found \"\\xB3\", expected UTF-8 text\n");
    assert_notes_fault("长\xb3\xa4兴", "长兴电池", true, "t.csv:2:8: found \"\\xB3\", expected UTF-8 text\n");
    assert_bytes_faults(CH_TEXT("from,to,source,note\nA,B,S,caf\xe9\n"), true,
                        "t.csv:2:10: found \"\\xE9\", expected UTF-8 text\n");
    assert_notes_fault("", "长兴", true, "");
}

/* Characters that lie across the ends of what is looked at as a whole, after plain rows or others. */
static void a_long_file_is_what_its_first_chinese_text_is(void **state)
{
    for (size_t shift = 0; shift < 4; shift++) {
        ch_buf text = {0};
        ch_buf_addf(&text, "from,to,source,note\nA,B,S,%.*s\n", (int)shift, "xxxx");
        uint32_t line = 2;
        while (text.len < 65536 - 9) {
            ch_buf_addf(&text, "N%06u,M,S,\n", (unsigned)line);
            line++;
        }
        const size_t plain = text.len;
        for (int i = 0; i < 9000; i++)
            ch_buf_addf(&text, "X%06d,M,S,长兴\n", i);
        assert_bytes_faults(ch_buf_text(&text), true, "");

        text.len = plain;
        ch_buf_adds(&text, "X,M,S,this row takes us over the end of the first piece\n");
        for (int i = 0; i < 100; i++)
            ch_buf_addf(&text, "X%06d,M,S,x\xb3\xa4\xd0\xcb\n", i);
        ch_buf utf8 = {0};
        ch_buf_add(&utf8, (ch_text){text.at, plain});
        ch_buf_adds(&utf8, "X,M,S,this row takes us over the end of the first piece\n");
        for (int i = 0; i < 100; i++)
            ch_buf_addf(&utf8, "X%06d,M,S,x长兴\n", i);
        assert_same_table(ch_buf_text(&text), ch_buf_text(&utf8));
        ch_buf_free(&utf8);
        ch_buf_free(&text);
    }
}

/* Plain rows; then the first byte that is not ASCII is the last but so many of what is read at once.
 * 长 in UTF-8, 长 in GB18030, and 闀 in GB18030, whose two bytes might begin one of UTF-8. */
static void a_first_chinese_text_cut_at_its_first_byte_is_known(void **state)
{
    static const char *const notes[][2] = {{"长", "长"}, {"\xb3\xa4", "长"}, {"\xe9\x95", "闀"}};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        for (size_t left = 0; left < 5; left++) {
            ch_buf text = {0};
            uint32_t line = 2;
            ch_buf_adds(&text, "from,to,source,note\n");
            for (; text.len < 65536 - 100; line++)
                ch_buf_addf(&text, "N%06u,M,S,\n", (unsigned)line);
            ch_buf_adds(&text, "N,M,S,");
            while (text.len < 65536 - 1 - left)
                ch_buf_addc(&text, 'x');
            ch_buf utf8 = {0};
            ch_buf_add(&utf8, ch_buf_text(&text));
            ch_buf *const both[] = {&text, &utf8};
            for (size_t k = 0; k < 2; k++) {
                ch_buf_addf(both[k], "%s\n", notes[i][k]);
                for (int row = 0; row < 200; row++)
                    ch_buf_addf(both[k], "X%d,M,S,%s\n", row, notes[i][k]);
            }
            assert_same_table(ch_buf_text(&text), ch_buf_text(&utf8));
            ch_buf_free(&utf8);
            ch_buf_free(&text);
        }
}

/* The bytes of ASCII text in UTF-16, its high bytes first or last. */
static void widen(const char *text, bool high_first, ch_buf *out)
{
    for (; *text != '\0'; text++) {
        if (high_first)
            ch_buf_addc(out, '\0');
        ch_buf_addc(out, *text);
        if (!high_first)
            ch_buf_addc(out, '\0');
    }
}

static void a_file_in_utf16_is_read_by_its_mark(void **state)
{
    static const char *const mark[2][2] = {{"", "\xff\xfe"}, {"", "\xfe\xff"}};
    static const char *const begin[2] = {"2: found \"\\x00", "1: found \"\\x00"};
    for (int high_first = 0; high_first < 2; high_first++)
        for (int marked = 0; marked < 2; marked++) {
            ch_buf text = {0};
            ch_buf_adds(&text, mark[high_first][marked]);
            widen("from,to,source\r\nA,B,S\r\n", high_first, &text);
            char told[128];
            snprintf(told, sizeof told,
                     "t.csv:1:%s\", expected a file in UTF-8; this looks like UTF-16: save "
                     "it as CSV UTF-8\n",
                     begin[high_first]);
            if (marked)
                assert_same_table(ch_buf_text(&text), CH_TEXT("from,to,source\nA,B,S\n"));
            else
                assert_bytes_faults(ch_buf_text(&text), false, told);
            ch_buf_free(&text);
        }
}

static void lines_that_end_in_carriage_returns_alone_are_one_fault(void **state)
{
    assert_bytes_faults(
        CH_TEXT("\xEF\xBB\xBF"
                "from,to,source,note\rA,B,S,长\rB,C,S,兴\r"),
        false,
        "t.csv:1:20: found \"␍\", expected lines that end in LF or CRLF; these end in CR alone: save the "
        "file as CSV UTF-8\n");
    assert_bytes_faults(CH_TEXT("from,to,source,no\rte\nA,B,S,\nB,C,S\n"), false,
                        "t.csv:1:18: found \"␍\", expected text without control or invisible characters\n"
                        "t.csv:3:1: found \"3 fields\", expected 4 fields, as in the header\n");
    assert_bytes_faults(CH_TEXT("from,to,source,note\r\nA,B,S,\r\nB,C,S,x\ry\r\n"), true,
                        "t.csv:3:8: found \"␍\", expected text without control or invisible characters\n");
}

static void every_allocation_may_fail(void **state)
{
    static const char text[] = "from,to,form,source,loop\nN1,\"N2 \"\"x\",a,s,maybe\nN\xFF,2\n\"open\nN5,N6,a,s,\n";
    for (size_t at = 1;; at++) {
        failing failing_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&failing_state);
        ch_faults faults = {.arena.memory = &memory};
        ch_draft *draft;
        ch_err err = read_table(&memory, text, CH_TABLE_links, &draft, &faults);
        assert_null(draft);
        ch_faults_free(&faults);
        assert_int_equal(failing_state.live, 0);
        if (err == CH_EDATA)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

static void every_allocation_for_a_sound_table_may_fail(void **state)
{
    for (size_t at = 1;; at++) {
        failing failing_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&failing_state);
        ch_faults faults = {.arena.memory = &memory};
        ch_draft *draft;
        ch_err err = read_table(&memory, "from,to,source\nN1,N2,s\n", CH_TABLE_links, &draft, &faults);
        ch_draft_free(draft);
        ch_faults_free(&faults);
        assert_int_equal(failing_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_fields_come_with_their_places),
        cmocka_unit_test(a_last_line_needs_no_line_end),
        cmocka_unit_test(byte_order_mark_and_carriage_returns_leave_no_trace),
        cmocka_unit_test(what_only_begins_like_a_byte_order_mark_is_text),
        cmocka_unit_test(lines_without_a_byte_are_passed_over),
        cmocka_unit_test(quotes_keep_commas_line_ends_and_quotes),
        cmocka_unit_test(a_quote_inside_a_bare_field_is_told_and_opens_nothing),
        cmocka_unit_test(text_after_a_closing_quote_is_told),
        cmocka_unit_test(a_carriage_return_inside_a_line_is_told),
        cmocka_unit_test(bytes_that_are_no_utf8_are_told_once_a_row),
        cmocka_unit_test(an_unclosed_quote_is_told_where_it_opens_and_takes_its_line_alone),
        cmocka_unit_test(an_unclosed_quote_reaches_to_the_next_one),
        cmocka_unit_test(any_cut_reads_the_same),
        cmocka_unit_test(the_longest_row_is_read_and_a_longer_one_is_told_and_left_out),
        cmocka_unit_test(a_quote_that_nothing_closes_in_a_long_file_loses_no_other_line),
        cmocka_unit_test(a_quote_given_up_at_a_quote_loses_no_other_line),
        cmocka_unit_test(a_line_of_a_gigabyte_takes_little_memory),
        cmocka_unit_test(what_a_row_is_refused_with_ends_the_reading),
        cmocka_unit_test(fields_are_quoted_where_they_must_be),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(a_table_read_and_written_is_the_same_in_the_one_form),
        cmocka_unit_test(a_header_alone_is_an_empty_table),
        cmocka_unit_test(an_empty_file_lacks_its_header),
        cmocka_unit_test(every_fault_of_a_header_is_told_and_rows_are_checked_all_the_same),
        cmocka_unit_test(a_header_too_long_is_told_alone),
        cmocka_unit_test(rows_with_another_number_of_fields_are_told_each_and_left_out),
        cmocka_unit_test(faults_of_rows_and_cells_are_told_together),
        cmocka_unit_test(a_field_told_is_an_empty_cell_and_its_row_may_have_any_number_of_fields),
        cmocka_unit_test(a_name_told_in_the_header_stands_for_any_column),
        cmocka_unit_test(a_try_reads_what_is_sound_and_nothing_else),
        cmocka_unit_test(a_file_that_breaks_off_is_told),
        cmocka_unit_test(a_table_has_only_so_many_bytes),
        cmocka_unit_test(a_file_in_gb18030_is_read),
        cmocka_unit_test(gb18030_that_is_damaged_further_on_is_one_fault),
        cmocka_unit_test(semicolons_and_tabs_are_read),
        cmocka_unit_test(heads_may_be_what_people_call_the_columns),
        cmocka_unit_test(what_people_call_a_column_is_no_other),
        cmocka_unit_test(a_byte_order_mark_moves_no_place),
        cmocka_unit_test(a_stray_byte_in_utf8_is_told_where_it_is),
        cmocka_unit_test(a_long_file_is_what_its_first_chinese_text_is),
        cmocka_unit_test(a_first_chinese_text_cut_at_its_first_byte_is_known),
        cmocka_unit_test(a_file_in_utf16_is_read_by_its_mark),
        cmocka_unit_test(lines_that_end_in_carriage_returns_alone_are_one_fault),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(every_allocation_for_a_sound_table_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
