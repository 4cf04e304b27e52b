/* amount.h - figures as people write them, exact: 1,234.5 or １２３４.５ with a unit behind it. */
#ifndef CHANGHE_BOOK_AMOUNT_H
#define CHANGHE_BOOK_AMOUNT_H

#include "changhe/text.h"

/* whole / 10^digits. */
typedef struct {
    int64_t whole;
    unsigned digits;
} ch_amount;

enum { CH_AMOUNT__DIGITS = 18 }; /* of an amount in all */

/* Read a figure at the start of *rest and step over it and the blanks behind it: digits with commas between threes,
 * a point, a sign; - and − alike. false: none stands there, or it has too many digits. */
bool ch_amount__read(ch_text *rest, ch_amount *amount);

/* amount * num / den; num and den > 0. false: it is not whole, or past 64 bits. */
bool ch_amount__scale(const ch_amount *amount, int64_t num, int64_t den, int64_t *value);

/* Does a figure, rounded to the digits it is given in, tell the same as value does in units of num / den? */
bool ch_amount__agrees(const ch_amount *amount, int64_t num, int64_t den, int64_t value);

void ch_amount__format(const ch_amount *amount, ch_buf *out); /* the shortest decimal */

#endif
