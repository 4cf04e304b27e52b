/* date_format.h - does a number format show a date? */
#ifndef CHANGHE_BOOK_DATE_FORMAT_H
#define CHANGHE_BOOK_DATE_FORMAT_H

#include "changhe/text.h"

/* A format by its number, where the workbook does not write it out. */
bool ch_date_format__is_known(unsigned id);
/* A format as written, such as yyyy"年"m"月". A length of time, as [h]:mm, is no date. */
bool ch_date_format__is(ch_text code);

#endif
