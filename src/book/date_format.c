/* date_format.c - number formats of ECMA-376 part 1, 18.8.30. */
#include "date_format.h"

#include <string.h>

/* 14-22 everywhere; 27-36 and 50-58 in Chinese, Japanese and Korean. 46, [h]:mm:ss, is a length of time. */
bool ch_date_format__is_known(unsigned id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id == 45 || id == 47 || (id >= 50 && id <= 58);
}

/* What stands in brackets: a colour, a condition, a locale, or the letters of a length of time. */
static bool is_elapsed(ch_text inside)
{
    for (size_t i = 0; i < inside.len; i++)
        if (memchr("hHmMsS", inside.at[i], 6) == NULL)
            return false;
    return inside.len > 0;
}

static bool begins_with_sign(ch_text rest)
{
    static const char sign[][4] = {"年", "月", "日"};
    for (size_t i = 0; i < sizeof sign / sizeof *sign; i++)
        if (rest.len >= 3 && memcmp(rest.at, sign[i], 3) == 0)
            return true;
    return false;
}

/* Bytes up to and with the next such byte, or all. */
static size_t until(ch_text rest, char byte)
{
    const char *end = memchr(rest.at, byte, rest.len);
    return end != NULL ? (size_t)(end - rest.at) + 1 : rest.len;
}

bool ch_date_format__is(ch_text code)
{
    bool is_date = false;
    while (code.len > 0) {
        size_t step = 1;
        const ch_text behind = {code.at + 1, code.len - 1};
        switch (code.at[0]) {
        case '"': step += until(behind, '"'); break;
        case '[':
            step += until(behind, ']');
            if (is_elapsed((ch_text){behind.at, step >= 2 ? step - 2 : 0}))
                return false;
            break;
        case '\\': /* the next byte stands for itself, */
        case '_':  /* leaves its width, */
        case '*': /* or fills the cell */ step = code.len > 1 ? 2 : 1; break;
        default: is_date = is_date || memchr("yYmMdDhHsS", code.at[0], 10) != NULL || begins_with_sign(code);
        }
        code.at += step, code.len -= step;
    }
    return is_date;
}
