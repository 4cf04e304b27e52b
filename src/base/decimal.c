/* decimal.c - numbers to and from text.
 * strtod and printf take the decimal point from the locale; no program here ever sets one, so it
 * is "C" and the point a point. */
#include "changhe/decimal.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A decimal number taken apart: sign, digits before and behind the point, exponent. */
typedef struct {
    bool is_negative, has_exponent;
    ch_text whole, fraction;
    long exponent;
} parts;

enum { LARGEST_EXPONENT = 100000 }; /* past it a double is 0 or too large whatever the digits */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static ch_text cut_digits(ch_text *rest)
{
    ch_text digits = {rest->at, 0};
    while (digits.len < rest->len && is_digit(rest->at[digits.len]))
        digits.len++;
    rest->at += digits.len;
    rest->len -= digits.len;
    return digits;
}

static bool cut_byte(ch_text *rest, char byte)
{
    if (rest->len == 0 || rest->at[0] != byte)
        return false;
    rest->at++, rest->len--;
    return true;
}

static bool cut_sign(ch_text *rest)
{
    bool is_negative = cut_byte(rest, '-');
    if (!is_negative)
        cut_byte(rest, '+');
    return is_negative;
}

static bool cut_exponent(ch_text *rest, long *exponent)
{
    bool is_negative = cut_sign(rest);
    ch_text digits = cut_digits(rest);
    *exponent = 0;
    for (size_t i = 0; i < digits.len && *exponent < LARGEST_EXPONENT; i++)
        *exponent = *exponent * 10 + (digits.at[i] - '0');
    if (is_negative)
        *exponent = -*exponent;
    return digits.len > 0;
}

/* Digits must stand on both sides of a point; a sign may stand in front. */
static bool take_apart(ch_text text, parts *number)
{
    *number = (parts){.is_negative = text.len > 0 && cut_sign(&text)};
    if (text.len == 0)
        return false;
    number->whole = cut_digits(&text);
    if (number->whole.len == 0)
        return false;
    if (cut_byte(&text, '.')) {
        number->fraction = cut_digits(&text);
        if (number->fraction.len == 0)
            return false;
    }
    number->has_exponent = cut_byte(&text, 'e') || cut_byte(&text, 'E');
    if (number->has_exponent && !cut_exponent(&text, &number->exponent))
        return false;
    return text.len == 0;
}

/* 0.d1d2d3... of a unit, from the last digit to the first. Each step is the value of the digits so
 * far behind the point; where one is not whole, neither is any later one. */
static bool fraction_of(ch_text digits, uint64_t per_unit, uint64_t *value)
{
    *value = 0;
    for (size_t i = digits.len; i-- > 0;) {
        uint64_t tenfold = (uint64_t)(digits.at[i] - '0') * per_unit + *value;
        if (tenfold % 10 != 0)
            return false;
        *value = tenfold / 10;
    }
    return true;
}

static bool whole_of(ch_text digits, uint64_t per_unit, uint64_t *value)
{
    uint64_t count = 0;
    for (size_t i = 0; i < digits.len; i++)
        if (__builtin_mul_overflow(count, (uint64_t)10, &count) ||
            __builtin_add_overflow(count, (uint64_t)(digits.at[i] - '0'), &count))
            return false;
    return !__builtin_mul_overflow(count, per_unit, value);
}

bool ch_decimal_parse(ch_text text, int64_t per_unit, int64_t *value)
{
    parts number;
    uint64_t whole, fraction, size;
    if (!take_apart(text, &number) || number.has_exponent)
        return false;
    if (!whole_of(number.whole, (uint64_t)per_unit, &whole) ||
        !fraction_of(number.fraction, (uint64_t)per_unit, &fraction))
        return false;
    if (__builtin_add_overflow(whole, fraction, &size) || size > INT64_MAX)
        return false;

    *value = number.is_negative ? -(int64_t)size : (int64_t)size;
    return true;
}

void ch_decimal_format(int64_t value, int64_t per_unit, ch_buf *out)
{
    if (value == CH_UNKNOWN_I64)
        return;
    uint64_t size = value < 0 ? (uint64_t)-value : (uint64_t)value, unit = (uint64_t)per_unit;
    if (value < 0)
        ch_buf_addc(out, '-');
    ch_buf_addf(out, "%llu", (unsigned long long)(size / unit));

    uint64_t rest = size % unit;
    if (rest > 0)
        ch_buf_addc(out, '.');
    for (; rest > 0; rest = rest * 10 % unit)
        ch_buf_addc(out, (char)('0' + rest * 10 / unit));
}

/* A mantissa below 2^53 and a power of ten up to 10^22 are both exact doubles, so one product or
 * quotient of them is rounded once: W. D. Clinger, How to read floating point numbers accurately,
 * 1990. */
static bool parse_short(const parts *number, double *value)
{
    static const double ten_to[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (number->whole.len + number->fraction.len > 15)
        return false;
    long shift = number->exponent - (long)number->fraction.len;
    if (shift < -22 || shift > 22)
        return false;

    uint64_t mantissa = 0;
    for (size_t i = 0; i < number->whole.len; i++)
        mantissa = mantissa * 10 + (uint64_t)(number->whole.at[i] - '0');
    for (size_t i = 0; i < number->fraction.len; i++)
        mantissa = mantissa * 10 + (uint64_t)(number->fraction.at[i] - '0');
    double size = shift < 0 ? (double)mantissa / ten_to[-shift] : (double)mantissa * ten_to[shift];
    *value = number->is_negative ? -size : size;
    return true;
}

static bool has_other_digit_than_0(ch_text digits)
{
    for (size_t i = 0; i < digits.len; i++)
        if (digits.at[i] != '0')
            return true;
    return false;
}

/* The exact value of a double has at most 767 digits; nobody writes more than this for one. */
static bool parse_long(const parts *number, ch_text text, double *value)
{
    char copy[1200];
    if (text.len >= sizeof copy)
        return false;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';

    double parsed = strtod(copy, NULL);
    const bool is_zero = !has_other_digit_than_0(number->whole) && !has_other_digit_than_0(number->fraction);
    if (!isfinite(parsed) || (parsed == 0 && !is_zero))
        return false;
    *value = parsed;
    return true;
}

bool ch_number_parse(ch_text text, double *value)
{
    parts number;
    if (!take_apart(text, &number))
        return false;
    return parse_short(&number, value) || parse_long(&number, text, value);
}

static void format_whole(double value, ch_buf *out)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t size = (uint64_t)fabs(value);
    do
        digits[--at] = (char)('0' + size % 10);
    while ((size /= 10) > 0);
    if (value < 0)
        digits[--at] = '-';
    ch_buf_add(out, (ch_text){digits + at, sizeof digits - at});
}

void ch_number_format(double value, ch_buf *out)
{
    if (!isfinite(value))
        return;
    if (fabs(value) < 1e15 && value == floor(value)) {
        format_whole(value, out);
        return;
    }

    /* Where 15 digits do not lose the value they are the fewest, as %g drops zeros; only below
     * DBL_MIN, where doubles are sparser, fewer may do. */
    char digits[32];
    for (int precision = fabs(value) < DBL_MIN ? 1 : 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    ch_buf_adds(out, digits);
}

double ch_number_coarse(double value)
{
    int exponent;
    const double fraction = frexp(value, &exponent);
    return isfinite(value) ? ldexp(nearbyint(ldexp(fraction, 40)), exponent - 40) : value;
}
