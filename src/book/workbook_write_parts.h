/* workbook_write_parts.h - what the files of writing workbooks share. */
#ifndef CHANGHE_BOOK_WORKBOOK_WRITE_PARTS_H
#define CHANGHE_BOOK_WORKBOOK_WRITE_PARTS_H

#include "changhe/workbook_write.h"

#include <xlsxwriter.h>

/* ---- a value as a cell holds it */

/* Add text, of valid UTF-8, as the XML of a cell can hold it: characters that XML cannot, and what would be read as one
 * of them, as _x0001_ (ECMA-376 part 1, 22.9.2.19). How many units of UTF-16 that are. */
size_t ch_book_out__escape(ch_text text, ch_buf *out);

/* Is it digits, sign and point, with at most 15 significant digits? A double and every spreadsheet keeps it then. */
bool ch_book_out__is_kept(ch_text decimal, double *number);

/* ---- drop-down lists */

/* The hidden sheet of lists that are too long for a sheet of their own; their texts stand below one another in column A. */
#define CH_BOOK_OUT__LISTS "_lists"

typedef struct {
    const ch_text *choice;
    size_t choices, first_row; /* from 0 */
} ch_book_out__list;

typedef struct {
    ch_book_out__list *list;
    size_t n, capacity, rows;
} ch_book_out__lists;

/* Offer the texts in a column of the sheet, below its head; a long list is added to lists, in the arena, unless one of
 * the same texts is there. CH_EDATA: all lists together are longer than a sheet; CH_ENOMEM. Cost: O(bytes), and
 * O(lists) for a long one. */
CH_MUST_USE ch_err ch_book_out__put_list(ch_book_out__lists *lists, ch_arena *arena, lxw_worksheet *sheet,
                                         lxw_col_t column, const ch_text *choice, size_t choices);

/* What an error of libxlsxwriter is to us. */
ch_err ch_book_out__err_of(lxw_error error);

/* ---- what libxlsxwriter does not look at */

/* Are all parts of the workbook in file whole, with as many bytes of rows as each sheet was given? CH_EIO: no; CH_ENOMEM.
 * The file stays open. Cost: O(bytes unpacked). */
CH_MUST_USE ch_err ch_book_out__check(const ch_memory *memory, int file, const int64_t *rows_size, size_t sheets);

#endif
