/* amount.c - decimal figures as a whole number over a power of ten. */
#include "amount.h"

#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool cut(ch_text *rest, const char *word)
{
    const size_t n = strlen(word);
    if (rest->len < n || memcmp(rest->at, word, n) != 0)
        return false;
    rest->at += n;
    rest->len -= n;
    return true;
}

static void skip_blanks(ch_text *rest)
{
    while (rest->len > 0 && (rest->at[0] == ' ' || rest->at[0] == '\t' || rest->at[0] == '\n' || rest->at[0] == '\r'))
        rest->at++, rest->len--;
}

typedef struct {
    int64_t whole;
    unsigned all, behind; /* digits without leading zeros; behind the point */
} reading;

static bool add_digit(reading *r, char digit)
{
    if (r->all == CH_AMOUNT__DIGITS)
        return false;
    r->whole = r->whole * 10 + (digit - '0');
    r->all += r->whole > 0;
    return true;
}

/* A comma must have one to three digits before the first and three between all others and behind the last. */
static bool read_whole(ch_text *rest, reading *r)
{
    size_t run = 0, commas = 0;
    while (rest->len > 0 && (is_digit(rest->at[0]) || rest->at[0] == ',')) {
        if (rest->at[0] != ',') {
            if (!add_digit(r, rest->at[0]))
                return false;
            run++;
        } else {
            if (run == 0 || run > 3 || (commas > 0 && run != 3))
                return false;
            commas++;
            run = 0;
        }
        rest->at++, rest->len--;
    }
    return run > 0 && (commas == 0 || run == 3);
}

static bool read_behind(ch_text *rest, reading *r)
{
    if (!cut(rest, "."))
        return true;
    for (; rest->len > 0 && is_digit(rest->at[0]); rest->at++, rest->len--, r->behind++)
        if (r->behind == CH_AMOUNT__DIGITS || !add_digit(r, rest->at[0]))
            return false;
    return r->behind > 0;
}

bool ch_amount__read(ch_text *rest, ch_amount *amount)
{
    reading r = {0};
    ch_text at = *rest;
    skip_blanks(&at);
    const bool is_negative = cut(&at, "-") || cut(&at, "−");
    if (!is_negative)
        cut(&at, "+");
    if (!read_whole(&at, &r) || !read_behind(&at, &r))
        return false;
    skip_blanks(&at);
    *amount = (ch_amount){is_negative ? -r.whole : r.whole, r.behind};
    *rest = at;
    return true;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

static int64_t power_of_ten(unsigned digits)
{
    int64_t power = 1;
    while (digits-- > 0)
        power *= 10;
    return power;
}

/* Both without their common divisor. */
static void reduce(int64_t *a, int64_t *b)
{
    const int64_t divisor = common_divisor(*a, *b);
    *a /= divisor;
    *b /= divisor;
}

bool ch_amount__scale(const ch_amount *amount, int64_t num, int64_t den, int64_t *value)
{
    int64_t whole = amount->whole, ten = power_of_ten(amount->digits), product;
    if (whole == 0) {
        *value = 0;
        return true;
    }
    reduce(&num, &ten);
    reduce(&whole, &ten);
    reduce(&num, &den);
    reduce(&whole, &den);
    if (ten != 1 || den != 1 || __builtin_mul_overflow(whole, num, &product) || product == INT64_MIN)
        return false;
    *value = product;
    return true;
}

/* whole - 1/2 <= value * den / num * 10^digits <= whole + 1/2. */
bool ch_amount__agrees(const ch_amount *amount, int64_t num, int64_t den, int64_t value)
{
    int64_t ten = power_of_ten(amount->digits), exact, low, high;
    reduce(&num, &den);
    reduce(&num, &ten);
    if (__builtin_mul_overflow(value, 2 * den, &exact) || __builtin_mul_overflow(exact, ten, &exact) ||
        __builtin_mul_overflow(2 * amount->whole - 1, num, &low) ||
        __builtin_mul_overflow(2 * amount->whole + 1, num, &high))
        return false;
    return low <= exact && exact <= high;
}

void ch_amount__format(const ch_amount *amount, ch_buf *out)
{
    char digits[CH_AMOUNT__DIGITS + 2];
    unsigned behind = amount->digits;
    uint64_t whole = amount->whole < 0 ? (uint64_t)-amount->whole : (uint64_t)amount->whole;
    size_t n = sizeof digits;
    for (; behind > 0 && whole % 10 == 0; behind--)
        whole /= 10;
    for (unsigned i = 0; whole > 0 || i <= behind; i++, whole /= 10) {
        digits[--n] = (char)('0' + whole % 10);
        if (i + 1 == behind)
            digits[--n] = '.';
    }
    if (amount->whole < 0)
        ch_buf_addc(out, '-');
    ch_buf_add(out, (ch_text){digits + n, sizeof digits - n});
}
