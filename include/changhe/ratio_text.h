/* ratio_text.h - exact parts of a whole as people write them: 1/2, 0.5, 50%. */
#ifndef CHANGHE_RATIO_TEXT_H
#define CHANGHE_RATIO_TEXT_H

#include "changhe/text.h"

enum { CH_RATIO_MOST = 1000000 }; /* of a denominator, so that a product of three fits 64 bits */

typedef struct {
    int64_t num, den; /* 0 <= num <= den <= CH_RATIO_MOST, in lowest terms */
} ch_ratio;

/* A fraction, a decimal or a percentage; from 0 to 1.
 * false: not such a text, or its denominator in lowest terms is too large; *ratio is untouched. */
bool ch_ratio_parse(ch_text text, ch_ratio *ratio);
/* "1/2"; "0" and "1" as such. */
void ch_ratio_format(ch_ratio ratio, ch_buf *out);

int64_t ch_ratio_common(int64_t a, int64_t b); /* greatest common divisor of two that are >= 0; of 0 and 0: 0 */

#endif
