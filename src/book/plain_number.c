/* plain_number.c - a decimal number rounded and written out, digit by digit.
 * Files keep 17 digits so that a double comes back, of which people see 15: 0.1+0.2 is 0.30000000000000004 there
 * and 0.3 on the screen. No double is made here, so none is off. */
#include "plain_number.h"

#include <string.h>

enum { SHOWN = 15, MOST_BEFORE = 309, MOST_ZEROS = 330 }; /* of a double: 1.8E308 and 4.9E-324 */

/* 0.d1d2d3... times ten to the power of point. */
typedef struct {
    bool is_negative;
    char digit[SHOWN + 1]; /* one more, to round by */
    int count;
    int64_t point;
} figure;

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static void take_digit(figure *made, char digit, bool is_behind)
{
    const bool is_leading = made->count == 0 && digit == '0';
    if (!is_leading && made->count <= SHOWN)
        made->digit[made->count++] = digit;
    if (is_leading)
        made->point -= is_behind;
    else
        made->point += !is_behind;
}

/* The digits around the point; false: there are none. */
static bool take_digits(figure *made, const char **at, const char *end)
{
    bool is_behind = false, any = false;
    for (; *at < end && (is_digit(**at) || (**at == '.' && !is_behind)); ++*at) {
        if (**at == '.') {
            is_behind = true;
            continue;
        }
        any = true;
        take_digit(made, **at, is_behind);
    }
    return any;
}

static bool take_exponent(figure *made, const char **at, const char *end)
{
    int64_t exponent = 0;
    if (*at == end || (**at != 'e' && **at != 'E'))
        return true;
    ++*at;
    const bool is_negative = *at < end && **at == '-';
    *at += *at < end && (**at == '-' || **at == '+');
    if (*at == end)
        return false;
    for (; *at < end && is_digit(**at); ++*at)
        exponent = exponent < 1 << 30 ? exponent * 10 + (**at - '0') : exponent;
    made->point += is_negative ? -exponent : exponent;
    return true;
}

static void round_off(figure *made)
{
    if (made->count > SHOWN && made->digit[--made->count] >= '5') {
        while (made->count > 0 && made->digit[made->count - 1] == '9')
            made->count--;
        if (made->count > 0) {
            made->digit[made->count - 1]++;
        } else {
            made->digit[made->count++] = '1';
            made->point++;
        }
    }
    while (made->count > 0 && made->digit[made->count - 1] == '0')
        made->count--;
}

static ch_text write_out(const figure *made, char room[CH_PLAIN_ROOM])
{
    char *out = room;
    if (made->is_negative)
        *out++ = '-';
    if (made->point <= 0)
        *out++ = '0';
    for (int64_t place = 0; place < made->point; place++)
        *out++ = place < made->count ? made->digit[place] : '0';
    if (made->count > made->point) {
        *out++ = '.';
        for (int64_t place = made->point < 0 ? made->point : 0; place < 0; place++)
            *out++ = '0';
        for (int64_t place = made->point > 0 ? made->point : 0; place < made->count; place++)
            *out++ = made->digit[place];
    }
    return (ch_text){room, (size_t)(out - room)};
}

/* As most are: a whole number already as it should be. */
static bool is_plain(ch_text text)
{
    if (text.len == 0 || text.len > SHOWN || (text.at[0] == '0' && text.len > 1))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!is_digit(text.at[i]))
            return false;
    return true;
}

ch_text ch_plain_number(ch_text text, char room[CH_PLAIN_ROOM])
{
    const char *at = text.at, *end = at + text.len;
    figure made = {0};
    if (is_plain(text))
        return text;
    made.is_negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    if (!take_digits(&made, &at, end) || !take_exponent(&made, &at, end) || at != end)
        return (ch_text){0};

    round_off(&made);
    if (made.count == 0)
        return CH_TEXT("0");
    if (made.point > MOST_BEFORE || made.point < -MOST_ZEROS)
        return (ch_text){0};
    return write_out(&made, room);
}
