/* workbook_write.h - workbooks (.xlsx) for people: typed cells, a frozen head, notes and drop-down lists.
 * The same content gives the same bytes. Texts that begin with = + - @, a tab or a carriage return are text, never
 * a formula; control characters are written as _x0001_ and read back, U+FFFE and U+FFFF become U+FFFD. A number of more
 * than 15 significant digits, which a spreadsheet would not keep, becomes text.
 * libxlsxwriter writes: it takes its own memory from malloc, puts rows into temporary files ($TMPDIR, else /tmp), and says a
 * line on the error stream when it cannot. That it does not look whether those files took the rows is made up for. */
#ifndef CHANGHE_WORKBOOK_WRITE_H
#define CHANGHE_WORKBOOK_WRITE_H

#include "changhe/form.h"

typedef struct ch_book_out ch_book_out;

enum { CH_BOOK_TEXT_MOST = 32767 }; /* of a cell that spreadsheets show: units of UTF-16, 7 for a _x0001_ */

/* A head cell. */
typedef struct {
    ch_text head, note;    /* note: shown when pointed at; empty: none */
    const ch_text *choice; /* what the column's cells may hold, as a drop-down list; other cells ask "are you sure" */
    size_t choices;
    unsigned width;            /* characters, two for a wide one; 0: by the head */
    const char *number_format; /* "0.00", "#,##0.00"; NULL: as it is */
    bool is_required;          /* a star behind the head */
} ch_book_head;

/* Rows are written in order and not held. Memory: the strings of the drop-down lists, which lie in a hidden last sheet when
 * they are long. CH_ENOMEM, CH_EIO. */
CH_MUST_USE ch_err ch_book_out_open(const ch_memory *memory, ch_book_out **out);
/* The next sheet; without heads its first row is the first one begun. CH_EDATA: the name is none for a sheet (31
 * characters, none of []:*?/\, each once), there are too many heads, or a head is too long. Nothing is kept of head. */
CH_MUST_USE ch_err ch_book_out_sheet(ch_book_out *out, ch_text name, const ch_book_head *head, size_t heads);
void ch_book_out_row(ch_book_out *out); /* begin the next row; the cells follow from the first column on */
void ch_book_out_text(ch_book_out *out, ch_text text);
void ch_book_out_number(ch_book_out *out, ch_text decimal); /* digits, sign, point; empty: an empty cell */
/* A day since 1900-03 is a date; an earlier one, a month or a year alone is text. */
void ch_book_out_date(ch_book_out *out, ch_date date);
void ch_book_out_empty(ch_book_out *out);
void ch_book_out_texts(ch_book_out *out, const ch_text *text, size_t n); /* the next row, of texts alone */
/* The bytes at the end of to, and the book is closed whatever comes back: what went wrong first, before or now.
 * CH_EDATA: a text is longer than CH_BOOK_TEXT_MOST, or there are more rows or columns than a sheet has (workbook.h), or
 * no sheet; CH_ENOMEM; CH_EIO: no room for the temporary files, or a sheet of 4 GiB before it is packed. On failure to
 * is as before, but for its capacity. */
CH_MUST_USE ch_err ch_book_out_close(ch_book_out *out, ch_buf *to);
void ch_book_out_drop(ch_book_out *out); /* close without bytes; NULL is fine */

/* A table (or what a form gathers of several) as a workbook: heads in the language with units, notes from the schema,
 * drop-down lists of words, yes and no, and places. What is written reads back by intake with nothing changed; therefore
 * - a place or firm is written by its name where no other row bears that name in any way, else by its key; rows of
 *   other tables by key;
 * - a figure is in the head's unit, but land that is no whole 0.01 m2 below a head in m2 says its mu, and a share of 1% or
 *   less its %;
 * - what two columns of the form would say (链主 beside 角色) is said by the one that says more;
 * - figures by year are those of the row's newest year; their own source, day and marks, where they are others than
 *   those of the row, have no column.
 * Columns beyond those of visible are empty in a row, and left out when they are so in every row. A last sheet, 来源 or
 * Sources, tells the sources that the rows written name, in a template, without rows, all that may be named; the sources themselves
 * have none.
 * CH_EDATA: a text is longer than CH_BOOK_TEXT_MOST, or the table than a sheet. CH_EIO, CH_ENOMEM. On failure to is as
 * before, but for its capacity. Cost: O(cells), and O(names log names) of places, and of firms where rows name some. */
typedef struct {
    const ch_zone *zone;
    const ch_form *form;
    const ch_table *told; /* the form's table as it shall be told (frame.h); NULL: as the zone has it */
    bool in_english, is_template;
    uint32_t (*visible)(void *self, ch_table_id table, size_t row); /* bits of columns; NULL: all */
    bool (*keeps)(void *self, size_t row);                          /* rows of the form's table; NULL: all */
    void *self;
} ch_book_table;
CH_MUST_USE ch_err ch_book_write_table(const ch_memory *memory, const ch_book_table *what, ch_buf *to);

#endif
