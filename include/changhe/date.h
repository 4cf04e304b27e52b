/* date.h - ISO days, months and years, each as exact as it was written.
 * Written 2024, 2024-03 or 2024-03-01; kept as 20240000, 20240300 or 20240301; 0 is no date. */
#ifndef CHANGHE_DATE_H
#define CHANGHE_DATE_H

#include "changhe/text.h"

typedef int32_t ch_date;

/* false: not a date of the Gregorian calendar between 1000 and 9999, and *date is untouched. */
bool ch_date_parse(ch_text text, ch_date *date);
void ch_date_format(ch_date date, ch_buf *out); /* nothing for 0 */

/* Is a no later than b, as far as the coarser of the two tells? 2023 is not later than 2023-06;
 * no date is never later. */
bool ch_date_not_after(ch_date a, ch_date b);

/* The last day that a date covers: of 2024-02 the 29th. 0 for no date. */
ch_date ch_date_last_day(ch_date date);
/* Days since 1970-01-01 of a day from the year 0 on, and back from 0000-03-01 on. */
int32_t ch_date_number(ch_date day);
ch_date ch_date_of_number(int32_t number);

#endif
