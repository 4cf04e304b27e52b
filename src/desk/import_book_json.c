/* import_book_json.c - of a book: its sheets, what it was taken for, its heads, and its bad rows cell by cell, so that
 * they can be mended and sent again. */
#include "importing.h"

static void emit_sheets(ch_emit *e, const ch_book *book)
{
    ch_emit_key(e, "sheets");
    ch_emit_open(e, '[');
    for (size_t i = 0; i < ch_book_sheets(book); i++) {
        const ch_book_sheet *sheet = ch_book_sheet_at(book, i);
        ch_emit_open(e, '{');
        ch_emit_key(e, "name");
        ch_emit_text(e, sheet->name);
        ch_emit_key(e, "hidden");
        ch_emit_bool(e, sheet->is_hidden);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

/* null of a workbook. */
static void emit_form(ch_emit *e, ch_book_form form)
{
    static const char *const encoding[] = {NULL, "utf8", "gb18030", "utf16"};
    ch_emit_key(e, "encoding");
    ch_emit_string(e, encoding[form.encoding]);
    ch_emit_key(e, "delimiter");
    ch_emit_string(e, form.delimiter == ','    ? "comma"
                      : form.delimiter == ';'  ? "semicolon"
                      : form.delimiter == '\t' ? "tab"
                                               : NULL);
}

/* One a column from A on, empty where there is none. */
static void emit_heads(ch_emit *e, const ch_intake *intake)
{
    unsigned column = 0;
    ch_emit_key(e, "heads_in_order");
    ch_emit_open(e, '[');
    for (size_t i = 0; i < intake->heads; i++) {
        for (; column < intake->head[i].column; column++)
            ch_emit_string(e, "");
        ch_emit_text(e, intake->head[i].head);
        column++;
    }
    ch_emit_close(e, ']');
}

/* ---- bad rows */

typedef struct {
    ch_emit *emit;
    const ch_intake *intake;
    size_t next, most; /* of the bad rows */
} telling_rows;

static void emit_row(ch_emit *e, size_t number, const ch_book_cell *cell, size_t cells)
{
    char room[4];
    ch_emit_open(e, '{');
    ch_emit_key(e, "row");
    ch_emit_whole(e, (int64_t)number);
    ch_emit_key(e, "cells");
    ch_emit_open(e, '[');
    for (size_t i = 0; i < cells; i++) {
        ch_emit_open(e, '{');
        ch_emit_key(e, "column");
        ch_emit_text(e, ch_book_column_name(cell[i].column, room));
        ch_emit_key(e, "text");
        ch_emit_text(e, cell[i].text);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

/* CH_ENONE: all that are told have been. */
static ch_err take_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    telling_rows *t = self;
    (void)is_hidden;
    while (t->next < t->most && t->intake->bad_row[t->next] < number)
        t->next++;
    if (t->next < t->most && t->intake->bad_row[t->next] == number) {
        emit_row(t->emit, number, cell, cells);
        t->next++;
    }
    return t->next < t->most ? CH_OK : CH_ENONE;
}

static void emit_bad_rows(ch_emit *e, const ch_intake *intake, const ch_import_telling *telling)
{
    ch_faults told = {.arena = CH_ARENA(e->out->memory)}; /* and were told before */
    const size_t most = intake->bad_rows < telling->most_bad_rows ? intake->bad_rows : telling->most_bad_rows;
    telling_rows t = {.emit = e, .intake = intake, .most = most};
    ch_emit_key(e, "bad_rows");
    ch_emit_open(e, '[');
    const ch_err err = most > 0 ? ch_book_read(telling->book, telling->number, take_row, &t, &told) : CH_OK;
    ch_emit_close(e, ']');
    e->out->failed |= err == CH_ENOMEM || err == CH_EIO;
    ch_faults_free(&told);
}

void ch_import__write_book(ch_emit *e, const ch_import *import, const ch_import_telling *telling)
{
    emit_sheets(e, telling->book);
    emit_form(e, ch_book_form_of(telling->book));
    emit_heads(e, &import->intake);
    emit_bad_rows(e, &import->intake, telling);
}
