/* fold.c - one way to write a head for all the ways in which people do. */
#include "fold.h"

#include <string.h>

/* U+3000 and U+FF01 to U+FF5E are wide forms of U+0020 to U+007E; 【】〔〕 are brackets too. */
uint32_t ch_fold__narrow(uint32_t point)
{
    if (point >= 0xff01 && point <= 0xff5e)
        point -= 0xfee0;
    if (point == 0x3010 || point == 0x3014)
        return '(';
    if (point == 0x3011 || point == 0x3015)
        return ')';
    return point == 0x3000 || point == 0xa0 ? ' ' : point;
}

static bool is_passed_over(uint32_t point)
{
    return point <= ' ' || point == '*' || ch_utf8_is_hidden(point);
}

ch_text ch_fold__head(ch_text text, char *room, size_t size)
{
    size_t used = 0;
    while (text.len > 0) {
        const char *from = text.at;
        const uint32_t point = ch_utf8_next(&text), small = ch_fold__narrow(point);
        const size_t n = small < 0x80 ? 1 : (size_t)(text.at - from);
        if (is_passed_over(small))
            continue;
        if (used + n > size)
            break;
        if (small < 0x80)
            room[used] = (char)(small >= 'A' && small <= 'Z' ? small + ('a' - 'A') : small);
        else
            memcpy(room + used, from, n);
        used += n;
    }
    return (ch_text){room, used};
}
