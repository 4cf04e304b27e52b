/* ratio_text.c - exact parts of a whole as people write them. */
#include "changhe/ratio_text.h"

enum { DIGITS = 9 }; /* before the point, or behind it: products stay within 64 bits */

int64_t ch_ratio_common(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The digits at the start of *rest, at least one. */
static bool read_whole(ch_text *rest, int64_t *value, int64_t *power)
{
    size_t digits = 0;
    *value = 0;
    *power = 1;
    for (; digits < rest->len && rest->at[digits] >= '0' && rest->at[digits] <= '9'; digits++) {
        if (digits == DIGITS)
            return false;
        *value = *value * 10 + (rest->at[digits] - '0');
        *power *= 10;
    }
    if (digits > 0)
        *rest = (ch_text){rest->at + digits, rest->len - digits};
    return digits > 0;
}

static bool take(ch_text *rest, char sign)
{
    if (rest->len == 0 || rest->at[0] != sign)
        return false;
    *rest = (ch_text){rest->at + 1, rest->len - 1};
    return true;
}

bool ch_ratio_parse(ch_text text, ch_ratio *ratio)
{
    int64_t num, den = 1, more, power;
    ch_text rest = ch_text_trim(text);
    if (!read_whole(&rest, &num, &power))
        return false;
    if (take(&rest, '/')) {
        if (!read_whole(&rest, &den, &power) || den == 0)
            return false;
    } else {
        if (take(&rest, '.')) {
            if (!read_whole(&rest, &more, &den) || num > 100)
                return false;
            num = num * den + more;
        }
        if (take(&rest, '%'))
            den *= 100;
    }
    const int64_t common = ch_ratio_common(num, den);
    if (rest.len > 0 || num > den || den / common > CH_RATIO_MOST)
        return false;
    *ratio = (ch_ratio){num / common, den / common};
    return true;
}

void ch_ratio_format(ch_ratio ratio, ch_buf *out)
{
    ch_buf_addf(out, "%lld", (long long)ratio.num);
    if (ratio.den != 1)
        ch_buf_addf(out, "/%lld", (long long)ratio.den);
}
