/* read_book_all.h - every text of a workbook that was answered. */
#ifndef CHANGHE_TESTS_READ_BOOK_ALL_H
#define CHANGHE_TESTS_READ_BOOK_ALL_H

#include "changhe/workbook.h"

static inline ch_err add_cells(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells)
{
    (void)number, (void)is_hidden;
    for (size_t i = 0; i < cells; i++) {
        ch_buf_add(self, cell[i].text);
        ch_buf_addc(self, '\n');
    }
    return CH_OK;
}

/* Names and cells of all sheets, hidden ones too, a line each, NUL behind. */
static inline void read_book_all(ch_text bytes, ch_buf *said)
{
    ch_book *book;
    ch_faults faults = {0};
    assert_int_equal(ch_book_open_bytes(NULL, bytes, CH_TEXT("answer.xlsx"), NULL, &book, &faults), CH_OK);
    for (size_t i = 0; i < ch_book_sheets(book); i++) {
        ch_buf_add(said, ch_book_sheet_at(book, i)->name);
        ch_buf_addc(said, '\n');
        assert_int_equal(ch_book_read(book, i, add_cells, said, &faults), CH_OK);
    }
    ch_buf_addc(said, '\0');
    ch_book_close(book);
    ch_faults_free(&faults);
}

#endif
