/* fault.c - lists of faults, and how one reads in English and Chinese. */
#include "changhe/fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOUND_COLUMNS = 60, FOUND_BYTES = 4 * FOUND_COLUMNS };

enum { PICTURE = 16 };

/* The next piece of found as it may be shown on one line of any terminal: control characters of
 * ASCII by their pictures (U+2400...), others that do not show by name ("U+FEFF"), bytes that are
 * not UTF-8 by U+FFFD. */
static ch_text shown_piece(ch_text *rest, char picture[PICTURE])
{
    static const ch_text unknown = {"\xef\xbf\xbd", 3};
    unsigned char byte = (unsigned char)rest->at[0];
    if (byte < 0x20 || byte == 0x7f) {
        rest->at++, rest->len--;
        memcpy(picture, "\xe2\x90", 2);
        picture[2] = (char)(byte == 0x7f ? 0xa1 : 0x80 + byte);
        return (ch_text){picture, 3};
    }

    ch_text start = {rest->at, rest->len < 4 ? rest->len : 4};
    if (ch_utf8_valid(start) == 0) {
        rest->at++, rest->len--;
        return unknown;
    }
    const uint32_t point = ch_utf8_next(rest);
    start.len = (size_t)(rest->at - start.at);
    if (!ch_utf8_is_hidden(point))
        return start;
    snprintf(picture, PICTURE, "U+%04lX", (unsigned long)point);
    return ch_text_of(picture);
}

/* found on one line of at most FOUND_COLUMNS, written to room; the last column tells a cut. */
static ch_text shorten(ch_text found, char room[FOUND_BYTES])
{
    static const ch_text cut = {"\xe2\x80\xa6", 3};
    size_t len = 0, columns = 0, len_with_cut = 0;
    while (found.len > 0) {
        char picture[PICTURE];
        ch_text piece = shown_piece(&found, picture);
        columns += ch_utf8_columns(piece);
        if (columns > FOUND_COLUMNS || len + piece.len > FOUND_BYTES) {
            memcpy(room + len_with_cut, cut.at, cut.len);
            return (ch_text){room, len_with_cut + cut.len};
        }
        memcpy(room + len, piece.at, piece.len);
        len += piece.len;
        if (columns < FOUND_COLUMNS && len + cut.len <= FOUND_BYTES)
            len_with_cut = len;
    }
    return (ch_text){room, len};
}

void ch_fault_show(ch_text text, ch_buf *out)
{
    while (text.len > 0) {
        char picture[PICTURE];
        ch_buf_add(out, shown_piece(&text, picture));
    }
}

static bool keep_texts(ch_faults *faults, ch_fault *fault)
{
    ch_text *const text[] = {&fault->at.file,   &fault->column,   &fault->found,    &fault->detail,
                             &fault->column_zh, &fault->found_zh, &fault->detail_zh};
    bool kept = true;
    for (size_t i = 0; kept && i < sizeof text / sizeof *text; i++) {
        *text[i] = ch_text_copy(&faults->arena, *text[i]);
        kept = text[i]->at != NULL;
    }
    return kept;
}

static bool keep(ch_faults *faults, ch_fault fault)
{
    void *list = faults->list;
    if (!ch_arena_grow(&faults->arena, &list, &faults->capacity, faults->kept + 1, sizeof fault))
        return false;
    faults->list = list;
    if (!keep_texts(faults, &fault))
        return false;
    faults->list[faults->kept++] = fault;
    return true;
}

ch_err ch_fault_tell(ch_faults *faults, const ch_fault *fault)
{
    if (faults == NULL || (faults->passes_over != NULL && faults->passes_over(faults->self, fault)))
        return CH_EDATA;
    faults->count++;
    if (faults->kept == CH_FAULTS_KEPT)
        return CH_EDATA;

    char room[FOUND_BYTES];
    ch_fault shortened = *fault;
    shortened.found = shorten(fault->found, room);
    if (keep(faults, shortened))
        return CH_EDATA;
    faults->no_memory = true;
    return CH_ENOMEM;
}

ch_err ch_fault_add(ch_faults *faults, ch_at at, ch_text column, ch_text found, ch_want want, ch_text detail)
{
    return ch_fault_tell(faults,
                         &(ch_fault){.at = at, .column = column, .found = found, .want = want, .detail = detail});
}

static int compare_u32(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* Faults of one place are ordered by all they say, so that the order is total. */
static int compare_faults(const void *left, const void *right)
{
    const ch_fault *a = left, *b = right;
    int order = ch_text_compare(a->at.file, b->at.file);
    if (order == 0)
        order = compare_u32(a->at.line, b->at.line);
    if (order == 0)
        order = compare_u32(a->at.column, b->at.column);
    if (order == 0)
        order = compare_u32(a->want, b->want);
    if (order == 0)
        order = ch_text_compare(a->column, b->column);
    if (order == 0)
        order = ch_text_compare(a->found, b->found);
    return order != 0 ? order : ch_text_compare(a->detail, b->detail);
}

void ch_faults_sort(ch_faults *faults)
{
    if (faults->kept > 1)
        qsort(faults->list, faults->kept, sizeof *faults->list, compare_faults);
}

static void print_expectation(const char *sentence, ch_text detail, ch_buf *out)
{
    const char *gap = strstr(sentence, "%s");
    ch_buf_add(out, (ch_text){sentence, (size_t)(gap - sentence)});
    ch_fault_show(detail, out);
    ch_buf_adds(out, gap + 2);
}

static void print_place(const ch_at *at, ch_buf *out)
{
    if (at->file.len == 0)
        return;
    ch_fault_show(at->file, out);
    if (at->line > 0)
        ch_buf_addf(out, ":%lu", (unsigned long)at->line);
    if (at->line > 0 && at->column > 0)
        ch_buf_addf(out, ":%lu", (unsigned long)at->column);
    ch_buf_adds(out, ": ");
}

void ch_fault_print_expected(const ch_fault *fault, ch_buf *out)
{
    static const char *const sentence[] = {
#define X(name, en, zh) [CH_WANT_##name] = en,
        CH_EXPECTATIONS(X)
#undef X
    };
    print_expectation(sentence[fault->want], fault->detail, out);
}

void ch_fault_print(const ch_fault *fault, ch_buf *out)
{
    print_place(&fault->at, out);
    ch_buf_adds(out, fault->found.len > 0 ? "found \"" : "found nothing");
    ch_buf_add(out, fault->found);
    ch_buf_adds(out, fault->found.len > 0 ? "\"" : "");
    ch_buf_adds(out, fault->column.len > 0 ? " in " : "");
    ch_fault_show(fault->column, out);
    ch_buf_adds(out, ", expected ");
    ch_fault_print_expected(fault, out);
}

static ch_text in_chinese(ch_text words, ch_text chinese)
{
    return chinese.len > 0 ? chinese : words;
}

static void print_column_zh(const ch_fault *fault, ch_buf *out)
{
    if (fault->column.len == 0)
        return;
    ch_buf_adds(out, "（");
    ch_fault_show(fault->column, out);
    ch_buf_adds(out, fault->column_zh.len > 0 ? " " : "");
    ch_buf_add(out, fault->column_zh);
    ch_buf_adds(out, "）");
}

void ch_fault_print_expected_zh(const ch_fault *fault, ch_buf *out)
{
    static const char *const sentence[] = {
#define X(name, en, zh) [CH_WANT_##name] = zh,
        CH_EXPECTATIONS(X)
#undef X
    };
    print_expectation(sentence[fault->want], in_chinese(fault->detail, fault->detail_zh), out);
}

void ch_fault_print_zh(const ch_fault *fault, ch_buf *out)
{
    const ch_text found = in_chinese(fault->found, fault->found_zh);
    ch_buf expected = {.memory = out->memory};
    ch_fault_print_expected_zh(fault, &expected);
    ch_buf_adds(out, found.len > 0 ? "此处为“" : "此处为空");
    ch_buf_add(out, found);
    ch_buf_adds(out, found.len > 0 ? "”" : "");
    print_column_zh(fault, out);
    ch_buf_adds(out, "，应为");
    if (expected.len > 0 && (unsigned char)expected.at[0] < 0x80)
        ch_buf_addc(out, ' '); /* as between Chinese and Latin words */
    ch_buf_add(out, ch_buf_text(&expected));
    out->failed |= expected.failed;
    ch_buf_free(&expected);
}

void ch_faults_free(ch_faults *faults)
{
    ch_arena_free(&faults->arena);
    *faults = (ch_faults){.arena.memory = faults->arena.memory};
}
