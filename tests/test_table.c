#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "changhe/decimal.h"
#include "changhe/table.h"

#include "draw.h"
#include "failing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const ch_at nowhere = {{NULL, 0}, 0, 0};

static ch_at at(uint32_t line, uint32_t column)
{
    return (ch_at){CH_TEXT("some.csv"), line, column};
}

static ch_draft *new_draft(ch_table_id id)
{
    ch_draft *draft;
    assert_int_equal(ch_draft_new(id, NULL, &draft), CH_OK);
    return draft;
}

static unsigned column_of(ch_table_id id, const char *name)
{
    int column = ch_schema_find_column(ch_schema_table(id), ch_text_of(name));
    assert_true(column >= 0);
    return (unsigned)column;
}

/* Cells of a row in the order of its columns; NULL leaves the rest alone. */
static void add_row(ch_draft *draft, uint32_t line, const char *const *cell, ch_faults *faults)
{
    assert_int_equal(ch_draft_row(draft, at(line, 1)), CH_OK);
    for (unsigned i = 0; cell[i] != NULL; i++)
        assert_int_equal(ch_draft_put(draft, i, ch_text_of(cell[i]), at(line, 10 * (i + 1)), faults), CH_OK);
}

#define ROW(draft, line, faults, ...) add_row(draft, line, (const char *const[]){__VA_ARGS__, NULL}, faults)

static ch_table *fix(ch_draft *draft)
{
    ch_table *table;
    ch_faults faults = {0};
    assert_int_equal(ch_draft_fix(draft, &table, &faults), CH_OK);
    assert_int_equal(faults.count, 0);
    return table;
}

static void assert_text(ch_text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
}

static void assert_cell(const ch_table *table, unsigned column, size_t row, const char *expected)
{
    ch_buf out = {0};
    ch_table_format(table, column, row, &out);
    assert_text(ch_buf_text(&out), expected);
    ch_buf_free(&out);
}

static void assert_at(ch_at place, const char *file, uint32_t line, uint32_t column)
{
    assert_text(place.file, file);
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void assert_fault(const ch_faults *faults, size_t i, ch_want want, const char *column, uint32_t line,
                         uint32_t column_in_file)
{
    assert_true(i < faults->kept);
    assert_int_equal(faults->list[i].want, want);
    assert_text(faults->list[i].column, column);
    assert_at(faults->list[i].at, line > 0 ? "some.csv" : "", line, column_in_file);
}

/* A row of a table whose other required cells are set, with one cell put as text. */
static ch_draft *draft_with(ch_table_id id, const char *column, const char *text, ch_faults *faults)
{
    ch_draft *draft = new_draft(id);
    const ch_table_kind *kind = ch_schema_table(id);
    assert_int_equal(ch_draft_row(draft, at(2, 1)), CH_OK);
    for (unsigned i = 0; i < kind->columns; i++)
        if (kind->column[i].need != CH_OPTIONAL) {
            const ch_words *words = kind->column[i].words;
            ch_text filler = ch_text_of(words != NULL ? words->word[1].word : "x");
            assert_int_equal(ch_draft_put(draft, i, filler, at(2, 2), NULL), CH_OK);
        }
    assert_int_equal(ch_draft_put(draft, column_of(id, column), ch_text_of(text), at(2, 7), faults), CH_OK);
    return draft;
}

/* What one cell put as text is written as. */
static void assert_written(ch_table_id id, const char *column, const char *text, const char *expected)
{
    ch_faults faults = {0};
    ch_table *table = fix(draft_with(id, column, text, &faults));
    assert_int_equal(faults.count, 0);
    assert_cell(table, column_of(id, column), 0, expected);
    assert_int_equal(ch_table_is_empty(table, column_of(id, column), 0), expected[0] == 0);
    ch_table_drop(table);
}

static void assert_refused(ch_table_id id, const char *column, const char *text, ch_want want, const char *detail)
{
    ch_faults faults = {0};
    ch_draft *draft = draft_with(id, column, text, &faults);
    assert_int_equal(faults.count, 1);
    assert_fault(&faults, 0, want, column, 2, 7);
    assert_text(faults.list[0].detail, detail);
    ch_draft_free(draft);
    ch_faults_free(&faults);
}

static void every_type_is_written_in_one_form(void **state)
{
    assert_written(CH_TABLE_firms, "note", " \t two  words \r\n", "two  words");
    assert_written(CH_TABLE_firms, "note", " \t ", "");
    assert_written(CH_TABLE_firms, "parent", " f1 ", "f1");
    assert_written(CH_TABLE_firms, "source", "  s2   s1 s2 ", "s2 s1 s2");
    assert_written(CH_TABLE_firms, "role", "leader", "leader");
    assert_written(CH_TABLE_same_as, "relation", "same product", "same product");
    assert_written(CH_TABLE_firms, "marks", "unverified  illustrative unverified", "illustrative unverified");
    assert_written(CH_TABLE_links, "loop", "yes", "yes");
    assert_written(CH_TABLE_links, "loop", "no", "");
    assert_written(CH_TABLE_segments, "need", "01.50e1", "15");
    assert_written(CH_TABLE_assumptions, "value", "-0.0", "0");
    assert_written(CH_TABLE_assumptions, "value", "-2.5", "-2.5");
    assert_written(CH_TABLE_ties, "x", "1.0", "1");
    assert_written(CH_TABLE_districts, "staff", "007", "7");
    assert_written(CH_TABLE_projects, "investment_wan", "12.340000", "12.34");
    assert_written(CH_TABLE_projects, "investment_wan", "-0.000001", "-0.000001");
    assert_written(CH_TABLE_projects, "area_mu", "0.000005", "0.000005");
    assert_written(CH_TABLE_projects, "status_on", "2024-03", "2024-03");
    assert_written(CH_TABLE_firms, "uscc", "91350100M000100Y43", "91350100M000100Y43");
}

static void what_does_not_fit_is_told_with_what_was_expected(void **state)
{
    assert_refused(CH_TABLE_firms, "role", "boss", CH_WANT_WORD, "leader, head, listed, specialised, other");
    assert_refused(CH_TABLE_firms, "marks", "assumed wrong", CH_WANT_WORD, "illustrative, assumed, unverified");
    assert_refused(CH_TABLE_links, "loop", "1", CH_WANT_FLAG, "");
    assert_refused(CH_TABLE_segments, "need", "many", CH_WANT_NUMBER, "");
    assert_refused(CH_TABLE_segments, "need", "-1", CH_WANT_RANGE, ">= 0");
    assert_refused(CH_TABLE_ties, "x", "1.01", CH_WANT_RANGE, "0..1");
    assert_refused(CH_TABLE_firms, "lon", "180.5", CH_WANT_RANGE, "-180..180");
    assert_refused(CH_TABLE_firms, "lat", "-91", CH_WANT_RANGE, "-90..90");
    assert_refused(CH_TABLE_districts, "staff", "2.5", CH_WANT_WHOLE, "");
    assert_refused(CH_TABLE_districts, "staff", "-2", CH_WANT_WHOLE, "");
    assert_refused(CH_TABLE_projects, "tax_wan", "0.0000001", CH_WANT_MONEY, "");
    assert_refused(CH_TABLE_projects, "tax_wan", "-9223372036854.775808", CH_WANT_MONEY, "");
    assert_refused(CH_TABLE_projects, "area_mu", "0.000001", CH_WANT_LAND, "");
    assert_refused(CH_TABLE_projects, "area_mu", "-3", CH_WANT_RANGE, ">= 0");
    assert_refused(CH_TABLE_firms, "as_of", "2024-02-30", CH_WANT_DATE, "");
    assert_refused(CH_TABLE_firms, "uscc", "91350100M000100Y44", CH_WANT_USCC, "3");
    assert_refused(CH_TABLE_firms, "uscc", "9135", CH_WANT_USCC_FORM, "");
    assert_refused(CH_TABLE_firms, "note", "caf\xe9", CH_WANT_UTF8, "");
    assert_refused(CH_TABLE_firms, "note", "two\nlines", CH_WANT_ONE_LINE, "");
    assert_refused(CH_TABLE_firms, "note", "next\xc2\x85line", CH_WANT_ONE_LINE, "");
    assert_refused(CH_TABLE_firms, "note", "rub\x7fout", CH_WANT_ONE_LINE, "");
    assert_refused(CH_TABLE_outlines, "geometry", "POINT(1 2)", CH_WANT_GEOMETRY, "");
}

static void keys_that_lists_name_hold_no_blank(void **state)
{
    assert_refused(CH_TABLE_places, "id", "3305 22", CH_WANT_ONE_WORD, "");
    assert_refused(CH_TABLE_sources, "id", "a b", CH_WANT_ONE_WORD, "");
    assert_refused(CH_TABLE_segments, "id", "a b", CH_WANT_ONE_WORD, "");
    assert_written(CH_TABLE_firms, "id", "a b", "a b");
    assert_written(CH_TABLE_places, "id", " a ", "a");
}

static void a_text_is_tried_as_it_would_be_put(void **state)
{
    const ch_column *role = &ch_schema_table(CH_TABLE_firms)->column[column_of(CH_TABLE_firms, "role")];
    ch_faults faults = {0};
    assert_int_equal(ch_draft_try(role, CH_TEXT(" leader "), at(2, 3), &faults), CH_OK);
    assert_int_equal(ch_draft_try(role, CH_TEXT("  "), at(2, 3), &faults), CH_OK);
    assert_int_equal(faults.count, 0);
    assert_int_equal(ch_draft_try(role, CH_TEXT("boss"), at(2, 3), &faults), CH_EDATA);
    assert_fault(&faults, 0, CH_WANT_WORD, "role", 2, 3);
    assert_text(faults.list[0].column_zh, "角色");
    ch_faults_free(&faults);
}

/* The bit goes with the cell: from draft to table, with rows added and rests taken, till it is put. */
static void a_cell_at_fault_is_known_until_the_places_are_forgotten(void **state)
{
    ch_faults faults = {0};
    const unsigned value = column_of(CH_TABLE_assumptions, "value"), note = column_of(CH_TABLE_assumptions, "note");
    ch_draft *draft = new_draft(CH_TABLE_assumptions);
    ROW(draft, 2, &faults, "tie", "many");
    ROW(draft, 3, &faults, "beta", "");
    ch_draft_refuse(draft, note, at(3, 9));
    ROW(draft, 4, &faults, "land", "0.5");
    ch_table *table;
    assert_int_equal(ch_draft_fix_rest(draft, &table, &faults), CH_EDATA);
    assert_true(ch_table_was_told(table, 0, value)); /* beta: required */
    assert_true(ch_table_was_told(table, 0, note));
    assert_at(ch_table_at(table, 0, note), "some.csv", 3, 9);
    assert_false(ch_table_was_told(table, 1, value));
    assert_true(ch_table_was_told(table, 2, value));

    draft = new_draft(CH_TABLE_assumptions);
    assert_int_equal(ch_draft_add_table(draft, table, NULL), CH_OK);
    ROW(draft, 9, &faults, "beta", "0.4");
    assert_int_equal(ch_draft_take_rest(draft, 0), CH_OK);
    ch_draft_drop_row(draft, 0);
    ch_table_drop(table);
    assert_int_equal(ch_draft_fix_rest(draft, &table, &faults), CH_EDATA);
    assert_false(ch_table_was_told(table, 0, value));
    assert_true(ch_table_was_told(table, 0, note));
    assert_true(ch_table_was_told(table, 2, value));
    ch_table_forget_places(table);
    assert_false(ch_table_was_told(table, 2, value));
    ch_table_drop(table);
    ch_faults_free(&faults);
}

static void the_piece_of_a_list_that_is_no_word_is_what_was_found(void **state)
{
    ch_faults faults = {0};
    ch_draft_free(draft_with(CH_TABLE_firms, "marks", "assumed wrong", &faults));
    assert_text(faults.list[0].found, "wrong");
    ch_faults_free(&faults);
}

static void a_refused_optional_cell_is_empty_and_the_table_is_fixed(void **state)
{
    ch_faults faults = {0};
    ch_table *table = fix(draft_with(CH_TABLE_firms, "role", "boss", &faults));
    assert_true(ch_table_is_empty(table, column_of(CH_TABLE_firms, "role"), 0));
    assert_int_equal(faults.count, 1);
    ch_faults_free(&faults);
    ch_table_drop(table);
}

static void cells_never_put_are_unknown(void **state)
{
    ch_table *table = fix(draft_with(CH_TABLE_projects, "note", "", NULL));
    const ch_table_kind *kind = table->kind;
    for (unsigned i = 0; i < kind->columns; i++)
        assert_int_equal(ch_table_is_empty(table, i, 0), kind->column[i].need == CH_OPTIONAL);
    assert_true(*(int64_t *)table->column[column_of(CH_TABLE_projects, "jobs")] == CH_UNKNOWN_I64);
    ch_table_drop(table);
}

static void putting_again_takes_the_place_of_what_was_there(void **state)
{
    ch_draft *draft = draft_with(CH_TABLE_assumptions, "value", "3", NULL);
    unsigned value = column_of(CH_TABLE_assumptions, "value"), note = column_of(CH_TABLE_assumptions, "note");
    assert_int_equal(ch_draft_put(draft, note, CH_TEXT("old"), nowhere, NULL), CH_OK);
    assert_int_equal(ch_draft_put(draft, note, CH_TEXT(""), nowhere, NULL), CH_OK);
    assert_int_equal(ch_draft_put(draft, value, CH_TEXT("many"), nowhere, NULL), CH_OK);
    assert_int_equal(ch_draft_put(draft, value, CH_TEXT("4"), nowhere, NULL), CH_OK);
    ch_table *table = fix(draft);
    assert_cell(table, value, 0, "4");
    assert_cell(table, note, 0, "");
    ch_table_drop(table);
}

static void texts_are_copied_when_put(void **state)
{
    char bytes[] = "nev";
    ch_draft *draft = new_draft(CH_TABLE_sources);
    assert_int_equal(ch_draft_row(draft, nowhere), CH_OK);
    assert_int_equal(ch_draft_put(draft, 0, ch_text_of(bytes), nowhere, NULL), CH_OK);
    assert_int_equal(ch_draft_put(draft, 1, ch_text_of(bytes), nowhere, NULL), CH_OK);
    memset(bytes, '?', sizeof bytes);
    ch_table *table = fix(draft);
    assert_cell(table, 0, 0, "nev");
    assert_cell(table, 1, 0, "nev");
    ch_table_drop(table);
}

enum { MANY = 1000 };

/* Row i of MANY, all starting alike so that eight bytes do not tell them apart. */
static void add_numbered(ch_draft *draft, unsigned i)
{
    char id[32], title[32];
    snprintf(id, sizeof id, "source-%04u", i * 7 % MANY);
    snprintf(title, sizeof title, "title of %u", i * 7 % MANY);
    ROW(draft, i + 2, NULL, id, title, "", "", "same licence");
}

static void rows_come_sorted_by_key_each_with_its_cells_and_places(void **state)
{
    ch_draft *draft = new_draft(CH_TABLE_sources);
    for (unsigned i = 0; i < MANY; i++)
        add_numbered(draft, i);
    ch_table *table = fix(draft);
    assert_int_equal(table->rows, MANY);
    for (unsigned i = 0; i < MANY; i++) {
        size_t row = i * 7 % MANY;
        char title[32];
        snprintf(title, sizeof title, "title of %u", (unsigned)row);
        assert_cell(table, 1, row, title);
        assert_cell(table, 4, row, "same licence");
        assert_at(ch_table_at(table, row, 1), "some.csv", i + 2, 20);
    }
    ch_table_drop(table);
}

static void the_order_of_rows_changes_no_digest(void **state)
{
    ch_draft *forward = new_draft(CH_TABLE_sources), *backward = new_draft(CH_TABLE_sources);
    for (unsigned i = 0; i < MANY; i++) {
        add_numbered(forward, i);
        add_numbered(backward, MANY - 1 - i);
    }
    ch_table *a = fix(forward), *b = fix(backward);
    assert_true(a->digest == b->digest);
    ch_table_drop(a);
    ch_table_drop(b);
}

static uint64_t digest_of_source(const char *id, const char *title, const char *kind, const char *date, uint32_t line)
{
    ch_draft *draft = new_draft(CH_TABLE_sources);
    ROW(draft, line, NULL, id, title, kind, date);
    ch_table *table = fix(draft);
    uint64_t digest = table->digest;
    ch_table_drop(table);
    return digest;
}

static void the_digest_follows_the_cells_and_nothing_else(void **state)
{
    uint64_t digest = digest_of_source("s", "title", "paper", "2024", 2);
    assert_true(digest == digest_of_source("s", " title ", "paper", "2024", 900));
    assert_false(digest == digest_of_source("t", "title", "paper", "2024", 2));
    assert_false(digest == digest_of_source("s", "titlf", "paper", "2024", 2));
    assert_false(digest == digest_of_source("s", "titlep", "aper", "2024", 2));
    assert_false(digest == digest_of_source("s", "paper", "title", "2024", 2));
    assert_false(digest == digest_of_source("s", "title", "paper", "2025", 2));
    assert_false(digest == digest_of_source("s", "title", "paper", "", 2));
    assert_false(digest == digest_of_source("s", "title", "", "2024", 2));
}

static void empty_tables_differ_by_kind_alone(void **state)
{
    ch_table *firms, *again, *places;
    assert_int_equal(ch_table_empty(CH_TABLE_firms, NULL, &firms), CH_OK);
    assert_int_equal(ch_table_empty(CH_TABLE_firms, NULL, &again), CH_OK);
    assert_int_equal(ch_table_empty(CH_TABLE_places, NULL, &places), CH_OK);
    assert_int_equal(firms->rows, 0);
    assert_ptr_equal(firms->kind, ch_schema_table(CH_TABLE_firms));
    assert_true(firms->digest == again->digest);
    assert_false(firms->digest == places->digest);
    assert_true(ch_table_find(firms, &CH_TEXT("f1")) == SIZE_MAX);
    ch_table_drop(firms);
    ch_table_drop(again);
    ch_table_drop(places);
}

static void a_row_is_found_by_its_key_and_by_no_other(void **state)
{
    ch_draft *draft = new_draft(CH_TABLE_sources);
    for (unsigned i = 0; i < MANY; i++)
        add_numbered(draft, i);
    ch_table *table = fix(draft);
    for (size_t row = 0; row < MANY; row++)
        assert_int_equal(ch_table_find(table, (const ch_text *)table->column[0] + row), row);
    assert_true(ch_table_find(table, &CH_TEXT("source-")) == SIZE_MAX);
    assert_true(ch_table_find(table, &CH_TEXT("source-0500 ")) == SIZE_MAX);
    assert_true(ch_table_find(table, &CH_TEXT("zzz")) == SIZE_MAX);
    assert_true(ch_table_find(table, &CH_TEXT("")) == SIZE_MAX);
    ch_table_drop(table);
}

/* More rows than lie in one block with their table; a column that only one row sets, and that a late one. */
enum { LARGE = 5000 };

static ch_table *make_large(size_t step)
{
    ch_draft *draft = new_draft(CH_TABLE_sources);
    for (size_t i = 0; i < LARGE; i++) {
        const size_t n = i * step % LARGE;
        char id[32], title[32];
        snprintf(id, sizeof id, "%04zu", n);
        snprintf(title, sizeof title, "title of %zu", n);
        ROW(draft, 2, NULL, id, title, "", n == LARGE - 7 ? "2024" : "", n == 9 ? "free" : "");
    }
    return fix(draft);
}

static void a_large_table_is_the_same_whatever_the_order_of_its_rows(void **state)
{
    ch_table *in_order = make_large(1), *mixed = make_large(3);
    assert_true(in_order->digest == mixed->digest);
    for (unsigned i = 0; i < in_order->kind->columns; i++)
        for (size_t row = 0; row < LARGE; row++) {
            ch_buf a = {0}, b = {0};
            ch_table_format(in_order, i, row, &a);
            ch_table_format(mixed, i, row, &b);
            assert_true(ch_text_equal(ch_buf_text(&a), ch_buf_text(&b)));
            ch_buf_free(&a);
            ch_buf_free(&b);
        }
    ch_table_drop(in_order);
    ch_table_drop(mixed);
}

static uint64_t sum_of_row_digests(const ch_table *table)
{
    uint64_t sum = 0;
    for (size_t row = 0; row < table->rows; row++)
        sum += ch_table_row_digest(table, row);
    return sum;
}

static void the_digest_is_that_of_no_rows_and_of_each_row(void **state)
{
    ch_table *none, *large = make_large(7);
    assert_int_equal(ch_table_empty(CH_TABLE_sources, NULL, &none), CH_OK);
    assert_true(large->digest == none->digest + sum_of_row_digests(large));
    ch_table_drop(none);
    ch_table_drop(large);
}

static size_t find_by_looking_at_all(const ch_table *table, ch_text key)
{
    for (size_t row = 0; row < table->rows; row++)
        if (ch_text_equal(((const ch_text *)table->column[0])[row], key))
            return row;
    return SIZE_MAX;
}

/* Keys of few letters, so that many are asked for that are there, and many that are not. */
static void random_keys_are_found_where_they_are(void **state)
{
    uint64_t seed = 1;
    for (size_t round = 0; round < 60; round++) {
        ch_draft *draft = new_draft(CH_TABLE_sources);
        const size_t rows = draw(&seed, 40);
        for (size_t i = 0; i < rows; i++) {
            char id[4] = {0};
            for (size_t at = 0, len = draw(&seed, 4); at < len; at++)
                id[at] = (char)('a' + draw(&seed, 3));
            ROW(draft, 2, NULL, id, "t");
        }
        ch_table *table;
        const ch_err err = ch_draft_fix_rest(draft, &table, NULL); /* some are empty or stand twice */
        assert_true(err == CH_OK || err == CH_EDATA);
        for (size_t i = 0; i < 200; i++) {
            char id[5] = {0};
            for (size_t at = 0, len = draw(&seed, 5); at < len; at++)
                id[at] = (char)('a' + draw(&seed, 3));
            const ch_text key = ch_text_of(id);
            assert_true(ch_table_find(table, &key) == find_by_looking_at_all(table, key));
        }
        ch_table_drop(table);
    }
}

static void a_number_is_put_like_its_text(void **state)
{
    static const double number[] = {0, -0.0, 1.5, -1, 180, 181, 1e300, -1e-9};
    static const int64_t whole[] = {0, 1, -1, INT64_MAX, CH_UNKNOWN_I64};
    for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
        ch_faults told[2] = {{.count = 0}, {.count = 0}};
        ch_buf text = {0};
        ch_number_format(number[i], &text);
        ch_draft *draft = new_draft(CH_TABLE_places);
        const unsigned lon = column_of(CH_TABLE_places, "lon"), area = column_of(CH_TABLE_places, "area_km2");
        for (int row = 0; row < 2; row++) {
            assert_int_equal(ch_draft_row(draft, at(2, 1)), CH_OK);
            assert_int_equal(ch_draft_put(draft, 0, ch_text_of(row == 0 ? "a" : "b"), at(2, 1), NULL), CH_OK);
        }
        assert_int_equal(ch_draft_put(draft, lon, ch_buf_text(&text), at(2, 9), &told[0]), CH_OK);
        assert_int_equal(ch_draft_put(draft, area, ch_buf_text(&text), at(2, 9), &told[0]), CH_OK);
        assert_int_equal(ch_draft_put_number(draft, lon, number[i], at(2, 9), &told[1]), CH_OK);
        assert_int_equal(ch_draft_put_number(draft, area, number[i], at(2, 9), &told[1]), CH_OK);
        assert_int_equal(told[0].count, told[1].count);
        for (size_t k = 0; k < told[0].kept; k++)
            assert_int_equal(told[0].list[k].want, told[1].list[k].want);
        ch_faults_free(&told[0]);
        ch_faults_free(&told[1]);
        ch_buf_free(&text);
        ch_draft_free(draft);
    }
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        ch_faults faults = {0};
        ch_draft *draft = new_draft(CH_TABLE_projects);
        assert_int_equal(ch_draft_row(draft, at(2, 1)), CH_OK);
        assert_int_equal(ch_draft_put_whole(draft, column_of(CH_TABLE_projects, "jobs"), whole[i], at(2, 9), &faults),
                         CH_OK);
        assert_int_equal(
            ch_draft_put_whole(draft, column_of(CH_TABLE_projects, "tax_wan"), whole[i], at(2, 9), &faults), CH_OK);
        const bool is_negative = whole[i] < 0 && whole[i] != CH_UNKNOWN_I64;
        assert_int_equal(faults.count, is_negative);
        assert_true(!is_negative || faults.list[0].want == CH_WANT_WHOLE);
        ch_faults_free(&faults);
        ch_draft_free(draft);
    }
}

static void keys_of_several_columns_and_words_are_found(void **state)
{
    ch_draft *draft = new_draft(CH_TABLE_signals);
    ROW(draft, 2, NULL, "f1", "growth", "e1", "", "s");
    ROW(draft, 3, NULL, "f1", "expansion", "e2", "", "s");
    ROW(draft, 4, NULL, "f1", "expansion", "e1", "", "s");
    ROW(draft, 5, NULL, "f0", "growth", "e9", "", "s");
    ch_table *table = fix(draft);
    const ch_text keys[4][3] = {{CH_TEXT("f0"), CH_TEXT("growth"), CH_TEXT("e9")},
                                {CH_TEXT("f1"), CH_TEXT("expansion"), CH_TEXT("e1")},
                                {CH_TEXT("f1"), CH_TEXT("expansion"), CH_TEXT("e2")},
                                {CH_TEXT("f1"), CH_TEXT("growth"), CH_TEXT("e1")}};
    for (size_t row = 0; row < 4; row++)
        assert_int_equal(ch_table_find(table, keys[row]), row);
    assert_true(ch_table_find(table, (ch_text[]){CH_TEXT("f1"), CH_TEXT("rumour"), CH_TEXT("e1")}) == SIZE_MAX);
    assert_true(ch_table_find(table, (ch_text[]){CH_TEXT("f0"), CH_TEXT("growth"), CH_TEXT("e1")}) == SIZE_MAX);
    ch_table_drop(table);
}

static void assert_not_fixed(ch_draft *draft, ch_faults *faults)
{
    ch_table *table = (ch_table *)draft;
    assert_int_equal(ch_draft_fix(draft, &table, faults), CH_EDATA);
    assert_null(table);
}

static void a_key_twice_is_told_with_the_line_of_the_first(void **state)
{
    ch_faults faults = {0};
    ch_draft *draft = new_draft(CH_TABLE_sources);
    ROW(draft, 2, &faults, "b", "title");
    ROW(draft, 3, &faults, "a", "title");
    ROW(draft, 4, &faults, "b", "other");
    ROW(draft, 5, &faults, " b", "third");
    assert_not_fixed(draft, &faults);
    assert_int_equal(faults.count, 2);
    assert_fault(&faults, 0, CH_WANT_UNIQUE, "id", 4, 10);
    assert_fault(&faults, 1, CH_WANT_UNIQUE, "id", 5, 10);
    for (size_t i = 0; i < 2; i++) {
        assert_text(faults.list[i].found, "b");
        assert_text(faults.list[i].detail, "2");
    }
    ch_faults_free(&faults);
}

static void a_key_of_two_columns_twice_is_told_whole(void **state)
{
    ch_faults faults = {0};
    ch_draft *draft = new_draft(CH_TABLE_links);
    ROW(draft, 2, &faults, "N1", "N2", "", "s");
    ROW(draft, 3, &faults, "N1", "N3", "", "s");
    ROW(draft, 4, &faults, "N1", "N2", "yes", "s");
    assert_not_fixed(draft, &faults);
    assert_int_equal(faults.count, 1);
    assert_fault(&faults, 0, CH_WANT_UNIQUE, "from", 4, 10);
    assert_text(faults.list[0].found, "N1 N2");
    ch_faults_free(&faults);
}

static void a_key_twice_from_nowhere_is_told_without_a_line(void **state)
{
    ch_faults faults = {0};
    ch_draft *draft = new_draft(CH_TABLE_sources);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ch_draft_row(draft, nowhere), CH_OK);
        assert_int_equal(ch_draft_put(draft, 0, CH_TEXT("a"), nowhere, NULL), CH_OK);
        assert_int_equal(ch_draft_put(draft, 1, CH_TEXT("t"), nowhere, NULL), CH_OK);
    }
    assert_not_fixed(draft, &faults);
    assert_fault(&faults, 0, CH_WANT_UNIQUE, "id", 0, 0);
    assert_text(faults.list[0].detail, "?");
    ch_faults_free(&faults);
}

static void a_required_cell_empty_is_told_at_the_cell_or_at_its_row(void **state)
{
    ch_faults faults = {0};
    ch_draft *draft = new_draft(CH_TABLE_sources);
    ROW(draft, 2, &faults, "a", "  ");
    ROW(draft, 3, &faults, "b");
    ROW(draft, 4, &faults, "", "title");
    ROW(draft, 5, &faults, "", "title");
    assert_not_fixed(draft, &faults);
    assert_int_equal(faults.count, 4); /* two rows without a key are not the same row twice */
    assert_fault(&faults, 0, CH_WANT_VALUE, "title", 2, 20);
    assert_fault(&faults, 1, CH_WANT_VALUE, "title", 3, 1);
    assert_fault(&faults, 2, CH_WANT_VALUE, "id", 4, 10);
    assert_fault(&faults, 3, CH_WANT_VALUE, "id", 5, 10);
    ch_faults_free(&faults);
}

static void a_refused_required_cell_is_told_once_and_stops_the_table(void **state)
{
    ch_faults faults = {0};
    assert_not_fixed(draft_with(CH_TABLE_assumptions, "value", "many", &faults), &faults);
    assert_int_equal(faults.count, 1);
    assert_fault(&faults, 0, CH_WANT_NUMBER, "value", 2, 7);
    ch_faults_free(&faults);
}

static void all_faults_of_a_table_are_told_at_once(void **state)
{
    ch_faults faults = {0};
    ch_draft *draft = new_draft(CH_TABLE_sources);
    ROW(draft, 2, &faults, "a", "", "", "yesterday");
    ROW(draft, 3, &faults, "b", "title");
    ROW(draft, 4, &faults, "b", "title");
    assert_not_fixed(draft, &faults);
    assert_int_equal(faults.count, 3);
    assert_fault(&faults, 0, CH_WANT_DATE, "date", 2, 40);
    assert_fault(&faults, 1, CH_WANT_VALUE, "title", 2, 20);
    assert_fault(&faults, 2, CH_WANT_UNIQUE, "id", 4, 10);
    ch_faults_free(&faults);
}

static void a_reader_of_faults_gets_the_rows_with_a_key_of_their_own(void **state)
{
    ch_faults faults = {0};
    ch_draft *draft = new_draft(CH_TABLE_sources);
    ROW(draft, 2, &faults, "c", "first");
    ROW(draft, 3, &faults, "", "no key");
    ROW(draft, 4, &faults, "b", "");
    ROW(draft, 5, &faults, "c", "second");
    ROW(draft, 6, &faults, "", "no key");
    ROW(draft, 7, &faults, "a", "sound");
    ch_table *table;
    assert_int_equal(ch_draft_fix_rest(draft, &table, &faults), CH_EDATA);
    assert_int_equal(faults.count, 4);
    assert_int_equal(table->rows, 3);
    const char *const id[] = {"a", "b", "c"}, *const title[] = {"sound", "", "first"};
    const uint32_t line[] = {7, 4, 2};
    for (size_t row = 0; row < 3; row++) {
        assert_cell(table, 0, row, id[row]);
        assert_cell(table, 1, row, title[row]);
        assert_at(ch_table_at(table, row, 0), "some.csv", line[row], 10);
    }
    ch_table_drop(table);
    ch_faults_free(&faults);
}

static void a_sound_draft_is_fixed_alike_by_both(void **state)
{
    ch_draft *draft = new_draft(CH_TABLE_sources);
    ROW(draft, 2, NULL, "s", "title", "paper", "2024");
    ch_table *table;
    assert_int_equal(ch_draft_fix_rest(draft, &table, NULL), CH_OK);
    assert_true(table->digest == digest_of_source("s", "title", "paper", "2024", 2));
    ch_table_drop(table);
}

static void faults_need_no_list(void **state)
{
    ch_draft *draft = new_draft(CH_TABLE_sources);
    ROW(draft, 2, NULL, "a", "", "", "yesterday");
    ROW(draft, 3, NULL, "a", "title");
    assert_not_fixed(draft, NULL);
    ch_draft_free(draft_with(CH_TABLE_firms, "role", "boss", NULL));
}

/* A firm with a point as given, NULL for a cell that is not put. */
static ch_draft *firm_at(const char *lon, const char *lat, const char *frame, ch_faults *faults)
{
    ch_draft *draft = draft_with(CH_TABLE_firms, "frame", frame, faults);
    const char *const name[] = {"lon", "lat"}, *const text[] = {lon, lat};
    for (uint32_t i = 0; i < 2; i++)
        if (text[i] != NULL)
            assert_int_equal(
                ch_draft_put(draft, column_of(CH_TABLE_firms, name[i]), ch_text_of(text[i]), at(2, 30 + i), faults),
                CH_OK);
    return draft;
}

static void assert_point(const ch_table *table, const char *lon, const char *lat, const char *frame)
{
    assert_cell(table, column_of(CH_TABLE_firms, "lon"), 0, lon);
    assert_cell(table, column_of(CH_TABLE_firms, "lat"), 0, lat);
    assert_cell(table, column_of(CH_TABLE_firms, "frame"), 0, frame);
}

static void half_a_point_is_told_at_the_other_half(void **state)
{
    ch_faults faults = {0};
    assert_not_fixed(firm_at("119.9", "", "", &faults), &faults);
    assert_not_fixed(firm_at(NULL, "31", "", &faults), &faults);
    assert_not_fixed(firm_at("119.9", "310", "", &faults), &faults); /* told as out of range, not again */
    assert_int_equal(faults.count, 3);
    assert_fault(&faults, 0, CH_WANT_POINT_BOTH, "lat", 2, 31);
    assert_fault(&faults, 1, CH_WANT_POINT_BOTH, "lon", 2, 1);
    assert_fault(&faults, 2, CH_WANT_RANGE, "lat", 2, 31);
    ch_faults_free(&faults);
}

static void points_in_wgs84_or_without_a_frame_stay_as_given(void **state)
{
    const char *const frames[] = {"", "wgs84"};
    for (size_t i = 0; i < 2; i++) {
        ch_table *table = fix(firm_at("119.912345678912", "31.0263", frames[i], NULL));
        assert_point(table, "119.912345678912", "31.0263", frames[i]);
        ch_table_drop(table);
    }
}

static void points_in_gcj02_are_converted_once(void **state)
{
    ch_table *table = fix(firm_at("119.910123", "31.026456", "gcj02", NULL));
    unsigned lon = column_of(CH_TABLE_firms, "lon"), lat = column_of(CH_TABLE_firms, "lat");
    double lon_deg = *(double *)table->column[lon], lat_deg = *(double *)table->column[lat];
    ch_point exact = ch_geo_gcj02_to_wgs84((ch_point){119.910123, 31.026456});
    assert_true(fabs(lon_deg - exact.lon_deg) <= 0.51e-7 && fabs(lat_deg - exact.lat_deg) <= 0.51e-7);
    assert_true(fabs(lon_deg - 119.910123) > 1e-3);

    ch_buf lon_text = {0}, lat_text = {0};
    ch_table_format(table, lon, 0, &lon_text);
    ch_table_format(table, lat, 0, &lat_text);
    assert_in_range(lon_text.len, 4, strlen("119.1234567"));
    ch_buf_addc(&lon_text, 0);
    ch_buf_addc(&lat_text, 0);
    assert_point(table, lon_text.at, lat_text.at, "wgs84");
    ch_table *again = fix(firm_at(lon_text.at, lat_text.at, "wgs84", NULL));
    assert_true(again->digest == table->digest);

    ch_buf_free(&lon_text);
    ch_buf_free(&lat_text);
    ch_table_drop(again);
    ch_table_drop(table);
}

static void points_in_bd09_are_converted_and_those_in_cgcs2000_pass_through(void **state)
{
    ch_table *table = fix(firm_at("119.910123", "31.026456", "bd09", NULL));
    const double *lon = table->column[column_of(CH_TABLE_firms, "lon")];
    const double *lat = table->column[column_of(CH_TABLE_firms, "lat")];
    const ch_point exact = ch_geo_bd09_to_wgs84((ch_point){119.910123, 31.026456});
    assert_true(fabs(*lon - exact.lon_deg) <= 0.51e-7 && fabs(*lat - exact.lat_deg) <= 0.51e-7);
    assert_true(fabs(*lon - 119.910123) > 5e-3);
    assert_cell(table, column_of(CH_TABLE_firms, "frame"), 0, "wgs84");
    ch_table_drop(table);

    table = fix(firm_at("119.912345678912", "31.0263", "cgcs2000", NULL));
    assert_point(table, "119.912345678912", "31.0263", "wgs84");
    ch_table_drop(table);
}

static void a_frame_without_a_point_waits_for_one(void **state)
{
    ch_table *table = fix(firm_at(NULL, NULL, "gcj02", NULL));
    assert_point(table, "", "", "gcj02");
    ch_table_drop(table);
}

static const uint32_t square_part[] = {0, 1}, square_ring[] = {0, 5};
static const ch_point square_point[] = {{119, 30}, {120, 30}, {120, 31}, {119, 31}, {119, 30}};
static const ch_shape square = {1, 1, 5, square_part, square_ring, square_point};

static ch_table *outline(const char *frame)
{
    ch_draft *draft = new_draft(CH_TABLE_outlines);
    ROW(draft, 2, NULL, "330522", "", frame, "s");
    assert_int_equal(ch_draft_put_shape(draft, 1, &square, at(2, 50)), CH_OK);
    return fix(draft);
}

static void shapes_are_copied_and_converted_like_points(void **state)
{
    ch_table *kept = outline(""), *moved = outline("gcj02");
    const ch_shape *same = *(const ch_shape *const *)kept->column[1];
    assert_ptr_not_equal(same, &square);
    assert_ptr_not_equal(same->point, square_point);
    assert_memory_equal(same->point, square_point, sizeof square_point);

    const ch_shape *shape = *(const ch_shape *const *)moved->column[1];
    assert_int_equal(shape->points, 5);
    assert_memory_equal(shape->ring_start, square_ring, sizeof square_ring);
    for (size_t i = 0; i < 5; i++) {
        ch_point exact = ch_geo_gcj02_to_wgs84(square_point[i]);
        assert_true(fabs(shape->point[i].lon_deg - exact.lon_deg) <= 0.51e-7);
        assert_true(fabs(shape->point[i].lat_deg - exact.lat_deg) <= 0.51e-7);
    }
    assert_memory_equal(&shape->point[0], &shape->point[4], sizeof(ch_point));
    assert_cell(moved, 2, 0, "wgs84");
    assert_cell(moved, 1, 0, ""); /* a shape is not written as a cell */
    assert_false(ch_table_is_empty(moved, 1, 0));
    assert_false(kept->digest == moved->digest);
    ch_table_drop(kept);
    ch_table_drop(moved);
}

static void shapes_in_bd09_are_converted_and_those_in_cgcs2000_pass_through(void **state)
{
    ch_table *moved = outline("bd09"), *kept = outline("cgcs2000");
    const ch_shape *shape = *(const ch_shape *const *)moved->column[1];
    const ch_shape *same = *(const ch_shape *const *)kept->column[1];
    for (size_t i = 0; i < 5; i++) {
        const ch_point exact = ch_geo_bd09_to_wgs84(square_point[i]);
        assert_true(fabs(shape->point[i].lon_deg - exact.lon_deg) <= 0.51e-7);
        assert_true(fabs(shape->point[i].lat_deg - exact.lat_deg) <= 0.51e-7);
    }
    assert_memory_equal(same->point, square_point, sizeof square_point);
    assert_cell(moved, 2, 0, "wgs84");
    assert_cell(kept, 2, 0, "wgs84");
    ch_table_drop(moved);
    ch_table_drop(kept);
}

static void a_required_shape_missing_is_told(void **state)
{
    ch_faults faults = {0};
    ch_draft *draft = new_draft(CH_TABLE_outlines);
    ROW(draft, 2, &faults, "330522", "", "", "s");
    assert_not_fixed(draft, &faults);
    assert_int_equal(faults.count, 1);
    assert_fault(&faults, 0, CH_WANT_VALUE, "geometry", 2, 20);
    ch_faults_free(&faults);
}

static void places_are_of_the_cell_or_else_of_its_row(void **state)
{
    ch_draft *draft = new_draft(CH_TABLE_sources);
    ROW(draft, 7, NULL, "a", "title");
    assert_int_equal(ch_draft_put(draft, 2, CH_TEXT("kind"), (ch_at){CH_TEXT("else.json"), 1, 9}, NULL), CH_OK);
    assert_int_equal(ch_draft_put(draft, 3, CH_TEXT("2024"), at(8, 3), NULL), CH_OK);
    assert_int_equal(ch_draft_row(draft, (ch_at){CH_TEXT("else.json"), 1, 2}), CH_OK);
    assert_int_equal(ch_draft_put(draft, 0, CH_TEXT("b"), (ch_at){CH_TEXT("else.json"), 1, 20}, NULL), CH_OK);
    assert_int_equal(ch_draft_put(draft, 1, CH_TEXT("b"), (ch_at){CH_TEXT("else.json"), 1, 30}, NULL), CH_OK);
    ch_table *table = fix(draft);
    assert_at(ch_table_at(table, 0, 1), "some.csv", 7, 20);
    assert_at(ch_table_at(table, 0, 2), "some.csv", 7, 1);
    assert_at(ch_table_at(table, 0, 3), "some.csv", 8, 3);
    assert_at(ch_table_at(table, 0, 4), "some.csv", 7, 1);
    assert_at(ch_table_at(table, 1, 1), "else.json", 1, 30);
    assert_at(ch_table_at(table, 1, 5), "else.json", 1, 2);
    ch_table_drop(table);
}

static void forgotten_places_give_their_memory_back(void **state)
{
    failing counted = {0};
    const ch_memory memory = FAILING_MEMORY(&counted);
    ch_draft *draft;
    assert_int_equal(ch_draft_new(CH_TABLE_sources, &memory, &draft), CH_OK);
    ROW(draft, 2, NULL, "a", "title");
    ch_table *table = fix(draft);
    size_t live = counted.live;
    uint64_t digest = table->digest;
    ch_table_forget_places(table);
    assert_true(counted.live < live);
    assert_at(ch_table_at(table, 0, 1), "", 0, 0);
    assert_cell(table, 1, 0, "title");
    assert_true(table->digest == digest);
    ch_table_forget_places(table);
    ch_table_drop(table);
    assert_int_equal(counted.live, 0);
}

static void a_tables_rows_can_be_added_but_those_skipped(void **state)
{
    ch_draft *draft = new_draft(CH_TABLE_sources);
    ROW(draft, 2, NULL, "a", "title", "paper", "2024");
    ROW(draft, 3, NULL, "b", "title", "", "");
    ROW(draft, 4, NULL, "c", "title", "list", "");
    ch_table *table = fix(draft);

    const bool skip[] = {false, true, false};
    draft = new_draft(CH_TABLE_sources);
    ROW(draft, 9, NULL, "aa", "title");
    assert_int_equal(ch_draft_add_table(draft, table, skip), CH_OK);
    ch_table_drop(table); /* the draft does not lean on it */

    ch_table *next = fix(draft);
    assert_int_equal(next->rows, 3);
    assert_cell(next, 0, 0, "a");
    assert_cell(next, 3, 0, "2024");
    assert_cell(next, 0, 1, "aa");
    assert_cell(next, 2, 2, "list");
    assert_at(ch_table_at(next, 0, 1), "some.csv", 2, 20);
    assert_at(ch_table_at(next, 2, 2), "some.csv", 4, 30);
    ch_table_drop(next);
}

static void a_table_added_whole_is_the_same_table(void **state)
{
    ch_table *one[] = {outline("gcj02"), fix(firm_at("119", "31", "", NULL))};
    const ch_table_id id[] = {CH_TABLE_outlines, CH_TABLE_firms};
    for (size_t i = 0; i < 2; i++) {
        ch_table_forget_places(one[i]);
        ch_draft *draft = new_draft(id[i]);
        assert_int_equal(ch_draft_add_table(draft, one[i], NULL), CH_OK);
        ch_table *same = fix(draft);
        assert_true(same->digest == one[i]->digest);
        assert_at(ch_table_at(same, 0, 0), "", 0, 0);
        ch_table_drop(one[i]);
        assert_int_equal(ch_table_is_empty(same, 1, 0), false);
        ch_table_drop(same);
    }
}

static void an_upsert_keeps_what_it_does_not_name(void **state)
{
    ch_draft *draft = new_draft(CH_TABLE_sources);
    ROW(draft, 2, NULL, "b", "old title", "paper", "2024", "CC0", "old note");
    ROW(draft, 3, NULL, "c", "title");
    assert_int_equal(ch_draft_row(draft, at(9, 1)), CH_OK);
    assert_int_equal(ch_draft_put(draft, 0, CH_TEXT(" b "), at(9, 5), NULL), CH_OK);
    assert_int_equal(ch_draft_put(draft, 1, CH_TEXT("new title"), at(9, 6), NULL), CH_OK);
    assert_int_equal(ch_draft_put(draft, 5, CH_TEXT(""), at(9, 7), NULL), CH_OK);
    assert_int_equal(ch_draft_take_rest(draft, 0), CH_OK);
    ch_draft_drop_row(draft, 0);

    ch_table *table = fix(draft);
    const char *const expected[] = {"b", "new title", "paper", "2024", "CC0", ""};
    assert_int_equal(table->rows, 2);
    for (unsigned i = 0; i < 6; i++)
        assert_cell(table, i, 0, expected[i]);
    assert_at(ch_table_at(table, 0, 1), "some.csv", 9, 6);
    assert_at(ch_table_at(table, 0, 2), "some.csv", 2, 30);
    ch_table_drop(table);
}

static void a_cell_refused_in_a_row_taken_over_is_not_told_again(void **state)
{
    ch_faults faults = {0};
    ch_draft *draft = new_draft(CH_TABLE_assumptions);
    ROW(draft, 2, &faults, "beta", "many");
    ROW(draft, 3, &faults, "beta");
    assert_int_equal(ch_draft_take_rest(draft, 0), CH_OK);
    ch_draft_drop_row(draft, 0);
    assert_not_fixed(draft, &faults);
    assert_int_equal(faults.count, 1);
    ch_faults_free(&faults);
}

static void the_last_holder_frees_the_table(void **state)
{
    failing counted = {0};
    const ch_memory memory = FAILING_MEMORY(&counted);
    ch_table *table;
    assert_int_equal(ch_table_empty(CH_TABLE_firms, &memory, &table), CH_OK);
    ch_table_hold(table);
    assert_int_equal(table->holders, 2);
    ch_table_drop(table);
    assert_int_equal(table->rows, 0);
    ch_table_drop(table);
    assert_int_equal(counted.live, 0);
    ch_table_drop(NULL);
    ch_draft_free(NULL);
}

/* Each step a table can go through, faults and conversions too, until memory runs out. */
static ch_err fill(ch_draft *draft, ch_faults *faults)
{
    char id[32], note[2000];
    memset(note, 'n', sizeof note);
    ch_err err = CH_OK;
    for (unsigned i = 0; err == CH_OK && i < 70; i++) {
        snprintf(id, sizeof id, "place-%u", i * 3 % 70);
        err = ch_draft_row(draft, at(i + 2, 1));
        if (err == CH_OK)
            err = ch_draft_put(draft, 0, ch_text_of(id), at(i + 2, 2), faults);
        if (err == CH_OK)
            err = ch_draft_put_shape(draft, 1, &square, at(i + 2, 3));
        if (err == CH_OK)
            err = ch_draft_put(draft, 2, CH_TEXT("gcj02"), at(i + 2, 4), faults);
        if (err == CH_OK)
            err = ch_draft_put(draft, 3, CH_TEXT("s1  s2"), at(i + 2, 5), faults);
        if (err == CH_OK)
            err = ch_draft_put(draft, 6, (ch_text){note, sizeof note - i}, at(i + 2, 6), faults);
    }
    return err;
}

static ch_err make_twice(const ch_memory *memory)
{
    ch_faults faults = {.arena.memory = memory};
    ch_draft *draft;
    ch_table *table = NULL, *again = NULL;
    ch_err err = ch_draft_new(CH_TABLE_outlines, memory, &draft);
    if (err == CH_OK && (err = fill(draft, &faults)) != CH_OK)
        ch_draft_free(draft);
    else if (err == CH_OK)
        err = ch_draft_fix(draft, &table, &faults);

    if (err == CH_OK)
        err = ch_draft_new(CH_TABLE_outlines, memory, &draft);
    if (err == CH_OK && (err = ch_draft_add_table(draft, table, NULL)) != CH_OK)
        ch_draft_free(draft);
    else if (err == CH_OK)
        err = ch_draft_fix(draft, &again, &faults);
    if (err == CH_OK)
        assert_true(table->digest == again->digest);
    ch_table_drop(table);
    ch_table_drop(again);
    ch_faults_free(&faults);
    return err;
}

static ch_err make_faulty(const ch_memory *memory)
{
    ch_faults faults = {.arena.memory = memory};
    ch_draft *draft;
    ch_err err = ch_draft_new(CH_TABLE_signals, memory, &draft);
    for (unsigned i = 0; err == CH_OK && i < 2; i++) {
        const char *const cell[] = {"f1", "growth", "e1", "high", ""};
        err = ch_draft_row(draft, at(i + 2, 1));
        for (unsigned j = 0; err == CH_OK && j < 5; j++)
            err = ch_draft_put(draft, j, ch_text_of(cell[j]), at(i + 2, j + 2), &faults);
        if (err == CH_OK)
            err = ch_draft_put(draft, 6, CH_TEXT("wrong"), at(i + 2, 9), &faults);
        if (err == CH_OK)
            err = ch_draft_put(draft, 6, CH_TEXT("unverified"), at(i + 2, 9), &faults);
        if (err != CH_OK)
            ch_draft_free(draft);
    }
    ch_table *table = NULL;
    if (err == CH_OK)
        err = ch_draft_fix_rest(draft, &table, &faults);
    assert_int_equal(table != NULL, err == CH_EDATA);
    if (err == CH_EDATA)
        assert_int_equal(faults.count, 7); /* of each row: no number, no word, no source; and one key twice */
    ch_table_drop(table);
    ch_faults_free(&faults);
    return err;
}

static void fail_each_allocation(ch_err (*make)(const ch_memory *memory), ch_err expected)
{
    ch_err err = CH_ENOMEM;
    for (size_t failed_at = 1; err == CH_ENOMEM; failed_at++) {
        failing counted = {.fail_at = failed_at};
        const ch_memory memory = FAILING_MEMORY(&counted);
        err = make(&memory);
        assert_int_equal(counted.live, 0);
        assert_true(counted.calls >= failed_at || err == expected);
    }
    assert_int_equal(err, expected);
}

static void every_allocation_may_fail(void **state)
{
    fail_each_allocation(make_twice, CH_OK);
    fail_each_allocation(make_faulty, CH_EDATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_written_in_one_form),
        cmocka_unit_test(what_does_not_fit_is_told_with_what_was_expected),
        cmocka_unit_test(keys_that_lists_name_hold_no_blank),
        cmocka_unit_test(a_text_is_tried_as_it_would_be_put),
        cmocka_unit_test(a_cell_at_fault_is_known_until_the_places_are_forgotten),
        cmocka_unit_test(the_piece_of_a_list_that_is_no_word_is_what_was_found),
        cmocka_unit_test(a_refused_optional_cell_is_empty_and_the_table_is_fixed),
        cmocka_unit_test(cells_never_put_are_unknown),
        cmocka_unit_test(putting_again_takes_the_place_of_what_was_there),
        cmocka_unit_test(texts_are_copied_when_put),
        cmocka_unit_test(rows_come_sorted_by_key_each_with_its_cells_and_places),
        cmocka_unit_test(the_order_of_rows_changes_no_digest),
        cmocka_unit_test(the_digest_follows_the_cells_and_nothing_else),
        cmocka_unit_test(empty_tables_differ_by_kind_alone),
        cmocka_unit_test(a_row_is_found_by_its_key_and_by_no_other),
        cmocka_unit_test(a_large_table_is_the_same_whatever_the_order_of_its_rows),
        cmocka_unit_test(the_digest_is_that_of_no_rows_and_of_each_row),
        cmocka_unit_test(random_keys_are_found_where_they_are),
        cmocka_unit_test(a_number_is_put_like_its_text),
        cmocka_unit_test(keys_of_several_columns_and_words_are_found),
        cmocka_unit_test(a_key_twice_is_told_with_the_line_of_the_first),
        cmocka_unit_test(a_key_of_two_columns_twice_is_told_whole),
        cmocka_unit_test(a_key_twice_from_nowhere_is_told_without_a_line),
        cmocka_unit_test(a_required_cell_empty_is_told_at_the_cell_or_at_its_row),
        cmocka_unit_test(a_refused_required_cell_is_told_once_and_stops_the_table),
        cmocka_unit_test(all_faults_of_a_table_are_told_at_once),
        cmocka_unit_test(a_reader_of_faults_gets_the_rows_with_a_key_of_their_own),
        cmocka_unit_test(a_sound_draft_is_fixed_alike_by_both),
        cmocka_unit_test(faults_need_no_list),
        cmocka_unit_test(half_a_point_is_told_at_the_other_half),
        cmocka_unit_test(points_in_wgs84_or_without_a_frame_stay_as_given),
        cmocka_unit_test(points_in_gcj02_are_converted_once),
        cmocka_unit_test(points_in_bd09_are_converted_and_those_in_cgcs2000_pass_through),
        cmocka_unit_test(a_frame_without_a_point_waits_for_one),
        cmocka_unit_test(shapes_are_copied_and_converted_like_points),
        cmocka_unit_test(shapes_in_bd09_are_converted_and_those_in_cgcs2000_pass_through),
        cmocka_unit_test(a_required_shape_missing_is_told),
        cmocka_unit_test(places_are_of_the_cell_or_else_of_its_row),
        cmocka_unit_test(forgotten_places_give_their_memory_back),
        cmocka_unit_test(a_tables_rows_can_be_added_but_those_skipped),
        cmocka_unit_test(a_table_added_whole_is_the_same_table),
        cmocka_unit_test(an_upsert_keeps_what_it_does_not_name),
        cmocka_unit_test(a_cell_refused_in_a_row_taken_over_is_not_told_again),
        cmocka_unit_test(the_last_holder_frees_the_table),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
