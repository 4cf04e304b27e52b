/* decimal.h - numbers to and from text, without a locale.
 * Money and area are whole numbers of a small unit: fen, and 1/300 m2, of which 0.01 m2 is 3 and
 * one mu 200,000, so that both are exact. */
#ifndef CHANGHE_DECIMAL_H
#define CHANGHE_DECIMAL_H

#include "changhe/text.h"

#define CH_FEN_PER_WAN INT64_C(1000000) /* 1 wan yuan = 10,000 yuan of 100 fen */
#define CH_AREA_PER_MU INT64_C(200000)  /* 1 mu = 2000/3 m2 = 200,000 / 300 m2 */
#define CH_UNKNOWN_I64 INT64_MIN        /* a whole number nobody gave */

/* A decimal number as text times per_unit, which must come out whole and fit 64 bits.
 * false: not such a number, and *value is untouched. */
bool ch_decimal_parse(ch_text text, int64_t per_unit, int64_t *value);
/* The shortest decimal that parses back; per_unit has no prime factor but 2 and 5. */
void ch_decimal_format(int64_t value, int64_t per_unit, ch_buf *out);

/* A decimal number: sign, digits, point, exponent; no blanks, hex, inf or nan, and none so large or
 * so near 0 that no double is near it. false: *value is untouched. */
bool ch_number_parse(ch_text text, double *value);
/* The fewest digits that parse back to the same number; nothing for NaN (unknown). */
void ch_number_format(double value, ch_buf *out);

/* The number with 40 bits of its fraction, about 12 decimal digits: what is equal by mathematics
 * and was added up in another order comes out equal, so that a tie is a tie. For ranking only. */
double ch_number_coarse(double value);

#endif
