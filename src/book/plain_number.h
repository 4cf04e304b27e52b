/* plain_number.h - a number of a workbook as spreadsheets show it. */
#ifndef CHANGHE_BOOK_PLAIN_NUMBER_H
#define CHANGHE_BOOK_PLAIN_NUMBER_H

#include "changhe/text.h"

enum { CH_PLAIN_ROOM = 352 }; /* sign, 0., 330 zeros and 15 digits */

/* Decimal text of at most 15 significant digits without an exponent, 0 without a sign: text itself, or in room.
 * at is NULL when text is no number, or none that a double could hold. */
ch_text ch_plain_number(ch_text text, char room[CH_PLAIN_ROOM]);

#endif
