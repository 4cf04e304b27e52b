/* serial_date.h - a day counted by a workbook, as a date. */
#ifndef CHANGHE_BOOK_SERIAL_DATE_H
#define CHANGHE_BOOK_SERIAL_DATE_H

#include "changhe/text.h"

enum { CH_SERIAL_ROOM = 24 };

/* 2024-03-05, with a time of day 2024-03-05 14:30, seconds cut off as spreadsheets show it. Days count from 1900, with the
 * 29 February that year did not have, or from 1904. Counted from 1900, less than a day is a time alone: 14:30.
 * plain: as of ch_plain_number. at is NULL when it is negative or past the year 9999. */
ch_text ch_serial_date(ch_text plain, bool is_1904, char room[CH_SERIAL_ROOM]);

/* A date and time of ISO 8601 (2024-03-05T14:30:00) in the same form; at is NULL when it is none. */
ch_text ch_serial_iso(ch_text iso, char room[CH_SERIAL_ROOM]);

#endif
