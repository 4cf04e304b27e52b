/* unit.h - the units that officers write behind a figure or in a head, as exact factors.
 * Money comes to fen, land to 1/300 m2, shares to 1, persons, tonnes and tonnes of coal equivalent to one. */
#ifndef CHANGHE_BOOK_UNIT_H
#define CHANGHE_BOOK_UNIT_H

#include "changhe/schema.h"

typedef enum {
    CH_UNIT__MONEY,
    CH_UNIT__AREA,
    CH_UNIT__SHARE,
    CH_UNIT__COUNT,
    CH_UNIT__TONNES,
    CH_UNIT__COAL
} ch_unit__kind;
typedef enum { CH_UNIT__OF_ALL, CH_UNIT__A_MU, CH_UNIT__A_TCE, CH_UNIT__A_TONNE, CH_UNIT__A_PERSON } ch_unit__per;

/* A figure of the unit times num / den is one of the small unit. */
typedef struct {
    ch_unit__kind kind;
    ch_unit__per per;
    int64_t num, den;
    unsigned currency; /* of list currency; 0: yuan. num is then of the currency's own hundredth */
} ch_unit;

/* "万元", "亿元", "万美元", "元/㎡", "≥万元/亩", "亩", "㎡", "公顷", "吨标煤", "%", "人", ...; of either width, with blanks, and "单位："
 * before it. false: none, and *unit is untouched. */
bool ch_unit__parse(ch_text text, ch_unit *unit);

/* The unit that a column is held in: of MONEY fen, of AREA 1/300 m2, a mu or a person where its unit says so; of NUMBER with
 * unit 0..1 a share; of COUNT one. false: a figure of it bears no unit. */
bool ch_unit__of_column(const ch_column *column, ch_unit *unit);

/* Can a figure of one be told in the other? */
bool ch_unit__fits(const ch_unit *given, const ch_unit *wanted);

#endif
