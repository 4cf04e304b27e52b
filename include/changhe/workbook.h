/* workbook.h - the sheets of a workbook, cell by cell: .xlsx (ECMA-376 part 1), or one CSV file as one sheet.
 * Read as a stream. What is held is a row, the names of sheets, the styles and the shared strings; those past
 * CH_BOOK_STRINGS_HELD bytes lie in a temporary file without a name. Numbers stay decimal text. Nothing in a
 * workbook is run, followed or fetched: of a formula the value that was saved with it counts.
 * libzip, expat and iconv take some memory of their own from malloc. */
#ifndef CHANGHE_WORKBOOK_H
#define CHANGHE_WORKBOOK_H

#include "changhe/fault.h"

typedef enum {
    CH_CELL_EMPTY,  /* only of a formula: its value was not saved. Other cells without a value are left out */
    CH_CELL_TEXT,   /* as typed, line ends and blanks kept */
    CH_CELL_NUMBER, /* decimal text of at most 15 significant digits, which is what spreadsheets keep and show:
                     * 0.30000000000000004 comes as 0.3; no exponent */
    CH_CELL_DATE,   /* a number in a date format: 2024-03-05, or with a time 2024-03-05 14:30, or less than a day 14:30;
                     * 1900-02-29 where the workbook counts it. One with no such date, and a length of time, is a NUMBER */
    CH_CELL_FLAG,   /* yes or no */
    CH_CELL_FAULT   /* #N/A, #REF!, ... */
} ch_cell_kind;

typedef struct {
    unsigned column; /* 0 is A; ascending in a row */
    ch_cell_kind kind;
    ch_text text; /* valid UTF-8; valid during the call */
    bool is_formula;
} ch_book_cell;

/* A row that has cells: number is 1 for the first, in a CSV that of the line where it begins. All cells of a CSV are TEXT,
 * but empty ones, which are left out. Return CH_OK to go on; anything else ends the reading and
 * comes back from it, so that a long reading can be stopped. */
typedef ch_err ch_book_row(void *self, size_t number, bool is_hidden, const ch_book_cell *cell, size_t cells);

typedef struct {
    ch_text name;
    bool is_hidden;
} ch_book_sheet;

/* Ceilings, each with its reason in workbook.c; a file beyond one is refused, told as what it is. */
enum {
    CH_BOOK_MAX_SHEETS = 1000,
    CH_BOOK_MAX_COLUMNS = 16384,     /* of ECMA-376 */
    CH_BOOK_MAX_ROWS = 1048576,      /* of ECMA-376 */
    CH_BOOK_MAX_PARTS = 10000,       /* entries of the zip */
    CH_BOOK_MAX_CELL = 1 << 20,      /* bytes of one cell's text */
    CH_BOOK_MAX_ROW = 16 << 20,      /* bytes of one row's texts */
    CH_BOOK_MAX_STRINGS = 1 << 24,   /* shared strings */
    CH_BOOK_MAX_SPILLED = 1 << 30,   /* bytes of those in the temporary file */
    CH_BOOK_STRINGS_HELD = 32 << 20, /* bytes of shared strings in memory */
    CH_BOOK_MAX_RATIO = 250          /* unpacked to packed, past the first 16 MiB */
};
#define CH_BOOK_MAX_UNPACKED (INT64_C(8) << 30) /* bytes of all parts that are read */

typedef enum { CH_BOOK_DETECT, CH_BOOK_UTF8, CH_BOOK_GB18030, CH_BOOK_UTF16 } ch_book_encoding;
typedef struct {
    ch_book_encoding encoding; /* of a CSV */
    char delimiter; /* of a CSV: ',' ';' '\t', 0: whichever its first lines agree on; ch_csv_find_delimiter */
} ch_book_form;

typedef struct ch_book ch_book;

/* Open a file, or bytes that the caller keeps until the book is closed; name names it in faults. What it is, its
 * first bytes tell: a zip is a workbook, all else CSV. form may be NULL.
 * CH_EDATA: no workbook, damaged, encrypted, beyond a ceiling, or told to reach outside of itself; CH_EIO: it cannot
 * be read; CH_ENOMEM. *book is NULL then. faults must be given. */
CH_MUST_USE ch_err ch_book_open(const ch_memory *memory, const char *path, ch_text name, const ch_book_form *form,
                                ch_book **book, ch_faults *faults);
CH_MUST_USE ch_err ch_book_open_bytes(const ch_memory *memory, ch_text bytes, ch_text name, const ch_book_form *form,
                                      ch_book **book, ch_faults *faults);
void ch_book_close(ch_book *book); /* NULL is fine */

/* Sheets of cells in their order, hidden ones too; a CSV is one, called as the book. Names may repeat: the first is found. */
size_t ch_book_sheets(const ch_book *book); /* at least one */
const ch_book_sheet *ch_book_sheet_at(const ch_book *book, size_t sheet);
size_t ch_book_find_sheet(const ch_book *book, ch_text name); /* SIZE_MAX: there is none */
/* What a CSV was taken for; DETECT: for none of these, which reading tells. Of a workbook zero. */
ch_book_form ch_book_form_of(const ch_book *book);

/* Hand on every row of a sheet that has cells. Faults name the sheet as file, with line its row and column its
 * column from 1. CH_EDATA: the sheet is damaged or beyond a ceiling: what came before has been handed on. In a CSV
 * a row at fault is told as of csv.h and handed on as far as it can be made out, and so are those after it.
 * CH_EIO, CH_ENOMEM, or what row returned. Cost: O(bytes unpacked). */
CH_MUST_USE ch_err ch_book_read(ch_book *book, size_t sheet, ch_book_row *row, void *self, ch_faults *faults);

/* "A", "Z", "AA", ... for 0, 25, 26; room of 4 bytes. */
ch_text ch_book_column_name(unsigned column, char room[4]);

#endif
