/* read_book.h - what a workbook says, as text for a test to compare. */
#ifndef CHANGHE_TESTS_READ_BOOK_H
#define CHANGHE_TESTS_READ_BOOK_H

#include "../src/book/xlsx_zip.h"
#include "changhe/workbook.h"

#include <string.h>

/* What a workbook says: a line a row, "1| a| b", sheets under their names. */
static inline ch_err print_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    ch_buf *to = self;
    unsigned column = 0;
    ch_buf_addf(to, "%zu", number);
    for (size_t i = 0; i < cells; i++) {
        for (; column < cell[i].column; column++)
            ch_buf_adds(to, "|");
        ch_buf_adds(to, cell[i].kind == CH_CELL_NUMBER ? "|#" : cell[i].kind == CH_CELL_DATE ? "|@" : "|");
        ch_buf_add(to, cell[i].text);
        column++;
    }
    ch_buf_addc(to, '\n');
    return CH_OK;
}

static inline void read_back(ch_text bytes, ch_buf *to)
{
    ch_book *book;
    ch_faults faults = {0};
    assert_int_equal(ch_book_open_bytes(NULL, bytes, CH_TEXT("own.xlsx"), NULL, &book, &faults), CH_OK);
    for (size_t i = 0; i < ch_book_sheets(book); i++) {
        const ch_book_sheet *sheet = ch_book_sheet_at(book, i);
        ch_buf_addf(to, "[%.*s]%s\n", (int)sheet->name.len, sheet->name.at, sheet->is_hidden ? " hidden" : "");
        assert_int_equal(ch_book_read(book, i, print_row, to, &faults), CH_OK);
    }
    ch_book_close(book);
    ch_faults_free(&faults);
}

static inline void assert_says(const ch_buf *book, const char *expected)
{
    ch_buf said = {0};
    read_back(ch_buf_text(book), &said);
    ch_buf_addc(&said, '\0');
    assert_false(said.failed);
    assert_string_equal(said.at, expected);
    ch_buf_free(&said);
}

/* The text of a part of the workbook, NUL behind it; 0: there is no such part. */
static inline size_t read_part(const ch_buf *book, const char *part, char *bytes, size_t room)
{
    ch_zip zip;
    ch_zip_part reading;
    size_t n = 0, got = 1;
    assert_int_equal(ch_zip__open(&zip, -1, ch_buf_text(book), CH_TEXT("own"), NULL), CH_OK);
    if (ch_zip__has(&zip, ch_text_of(part))) {
        assert_int_equal(ch_zip__begin(&zip, ch_text_of(part), &reading, NULL), CH_OK);
        for (; got > 0; n += got)
            assert_int_equal(ch_zip__read(&reading, bytes + n, room - 1 - n, &got, NULL), CH_OK);
        ch_zip__end(&reading);
    }
    ch_zip__close(&zip);
    assert_true(n < room - 1);
    bytes[n] = '\0';
    return n;
}

/* How often a piece of text stands in a part of the workbook. */
static inline size_t count_in_part(const ch_buf *book, const char *part, const char *piece)
{
    static char bytes[1 << 20];
    size_t count = 0;
    read_part(book, part, bytes, sizeof bytes);
    for (const char *at = bytes; (at = strstr(at, piece)); at++)
        count++;
    return count;
}

#endif
