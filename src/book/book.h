/* book.h - an open workbook. Shared by the sources of this room. */
#ifndef CHANGHE_BOOK_BOOK_H
#define CHANGHE_BOOK_BOOK_H

#include "changhe/workbook.h"
#include "xlsx_strings.h"
#include "xlsx_styles.h"
#include "xlsx_zip.h"

struct ch_book {
    const ch_memory *memory;
    ch_arena arena; /* names, parts, styles */
    ch_text name;
    ch_book_sheet *sheet;
    ch_text *part; /* of each sheet, in a workbook */
    size_t sheets;
    bool is_csv;

    /* a workbook */
    ch_zip zip;
    int64_t unpacked; /* bytes, to open it */
    ch_styles styles;
    ch_strings strings;
    bool is_1904;

    /* a CSV */
    int file; /* -1: bytes */
    ch_text bytes;
    ch_book_form form;
};

/* ch_book_open_bytes, or ch_book_open of a file when it is not negative (the book's from now on), with another
 * ceiling of strings in memory: for tests. */
CH_MUST_USE ch_err ch_book__open(const ch_memory *memory, int file, ch_text bytes, ch_text name,
                                 const ch_book_form *form, size_t strings_held, ch_book **book, ch_faults *faults);

/* A workbook: what lies in its zip; the rows of a sheet. */
CH_MUST_USE ch_err ch_xlsx__open(ch_book *book, int file, ch_text bytes, size_t strings_held, ch_faults *faults);
CH_MUST_USE ch_err ch_xlsx__read(ch_book *book, size_t sheet, ch_book_row *row, void *self, ch_faults *faults);

/* A CSV: what it is; its rows. */
CH_MUST_USE ch_err ch_csv_book__open(ch_book *book, const ch_book_form *form, ch_faults *faults);
CH_MUST_USE ch_err ch_csv_book__read(ch_book *book, ch_book_row *row, void *self, ch_faults *faults);

#endif
