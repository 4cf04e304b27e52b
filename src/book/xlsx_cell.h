/* xlsx_cell.h - a cell as it is saved, made into what it shows. */
#ifndef CHANGHE_BOOK_XLSX_CELL_H
#define CHANGHE_BOOK_XLSX_CELL_H

#include "book.h"

/* How its value is saved: c's attribute t. */
typedef enum {
    CH_SAVED_NUMBER,
    CH_SAVED_SHARED, /* the number of a shared string */
    CH_SAVED_INLINE, /* text in the cell */
    CH_SAVED_TEXT,   /* of a formula */
    CH_SAVED_FLAG,
    CH_SAVED_FAULT,
    CH_SAVED_DATE, /* ISO 8601 */
    CH_SAVED_UNKNOWN
} ch_saved;

/* NULL: as a number. */
ch_saved ch_saved_as(const char *type);

/* "BC12": column 54, row 12; false: no such place, or beyond the last one. */
bool ch_cell__place(const char *place, unsigned *column, size_t *row);

/* Is a number of this style shown as a date? */
bool ch_cell__is_date(const ch_book *book, uint32_t style);

/* What kind the cell is and its text: part of value, of a constant, or in room. value may be changed. False: it cannot
 * be saved so. A shared string is not for it. */
enum { CH_CELL_ROOM = 400 };
bool ch_cell__show(const ch_book *book, ch_saved saved, bool is_date, char *value, size_t len, char room[CH_CELL_ROOM],
                   ch_book_cell *cell);

#endif
