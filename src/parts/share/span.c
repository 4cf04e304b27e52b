/* span.c - groups whose sums follow from those of other groups. */
#include "span.h"

#include "wide.h"

#include <stdlib.h>
#include <string.h>

enum { LOW = CH_GAME_MOST / 2 };

#define PRIME ((UINT64_C(1) << 61) - 1)

static uint64_t plus(uint64_t a, uint64_t b)
{
    const uint64_t sum = a + b;
    return sum >= PRIME ? sum - PRIME : sum;
}

static uint64_t minus(uint64_t a)
{
    return a == 0 ? 0 : PRIME - a;
}

static uint64_t times(uint64_t a, uint64_t b)
{
    const ch_share__uwide product = (ch_share__uwide)a * b;
    return plus((uint64_t)(product & PRIME), (uint64_t)(product >> 61));
}

/* a^(p-2), Fermat's inverse */
static uint64_t inverse(uint64_t a)
{
    uint64_t result = 1;
    for (uint64_t power = PRIME - 2; power > 0; power >>= 1, a = times(a, a))
        if ((power & 1) != 0)
            result = times(result, a);
    return result;
}

size_t ch_share__words(unsigned n)
{
    return n < 6 ? 1 : (size_t)1 << (n - 6);
}

ch_err ch_share__span_init(ch_arena *arena, unsigned n, ch_share__span *span)
{
    const unsigned lows = n < LOW ? n : LOW;
    *span = (ch_share__span){.n = n};
    span->open = CH_NEW(arena, uint64_t, ch_share__words(n));
    span->table = CH_NEW(arena, uint64_t, (n + 1) * (((size_t)1 << lows) + ((size_t)1 << (n - lows))));
    if (span->open == NULL || span->table == NULL)
        return CH_ENOMEM;
    memset(span->open, n < 6 ? 0 : 0xff, ch_share__words(n) * sizeof *span->open);
    if (n < 6)
        span->open[0] = (UINT64_C(1) << (1U << n)) - 1;
    span->open[0] &= ~UINT64_C(1);
    return CH_OK;
}

/* to += factor * of */
static void add_row(uint64_t *to, uint64_t factor, const uint64_t *of, unsigned n)
{
    for (unsigned i = 0; i < n && factor != 0; i++)
        to[i] = plus(to[i], times(factor, of[i]));
}

bool ch_share__span_add(ch_share__span *span, uint32_t group)
{
    uint64_t *own = span->row[span->rank < CH_GAME_MOST ? span->rank : 0];
    unsigned lead = 0;
    if (span->rank == span->n)
        return false;
    for (unsigned i = 0; i < span->n; i++)
        own[i] = group >> i & 1;
    for (unsigned r = 0; r < span->rank; r++)
        add_row(own, minus(own[span->lead[r]]), span->row[r], span->n);
    while (lead < span->n && own[lead] == 0)
        lead++;
    if (lead == span->n)
        return false;

    const uint64_t by = inverse(own[lead]);
    for (unsigned i = 0; i < span->n; i++)
        own[i] = times(own[i], by);
    for (unsigned r = 0; r < span->rank; r++)
        add_row(span->row[r], minus(span->row[r][lead]), own, span->n);
    span->group[span->rank] = group;
    span->lead[span->rank++] = lead;
    return true;
}

/* ---- closing
 * A group follows where it equals the sum of the rows of its leads: for every other player i, sum over leads of row[i] = 1 where i is
 * in the group, else 0. That is a weight a player, and groups whose weights sum to 0.
 *
 * The tests together, each times a number of its own, are one weight a player: a key. Low players whose key is what the high ones lack are met by sorting, and only
 * what meets is tested (Horowitz and Sahni 1974): a rank of r has 2^r groups that follow at most. */

typedef struct {
    uint64_t key;
    uint32_t low;
} keyed;

static void add_up(const uint64_t *weight, unsigned n, uint64_t *sum)
{
    sum[0] = 0;
    for (unsigned i = 0; i < n; i++)
        for (size_t group = 0, half = (size_t)1 << i; group < half; group++)
            sum[half + group] = plus(sum[group], weight[i]);
}

/* One table of low players and one of high players for each test, and behind them one for all; returns how many tests. */
static unsigned make_tests(const ch_share__span *span, unsigned lows, size_t size)
{
    uint64_t key[CH_GAME_MOST] = {0}, by = 1;
    uint32_t leads = 0;
    unsigned tests = 0;
    for (unsigned r = 0; r < span->rank; r++)
        leads |= UINT32_C(1) << span->lead[r];
    for (unsigned i = 0; i < span->n; i++) {
        uint64_t weight[CH_GAME_MOST] = {0}, *table = span->table + tests * size;
        if ((leads >> i & 1) != 0)
            continue;
        for (unsigned r = 0; r < span->rank; r++)
            weight[span->lead[r]] = span->row[r][i];
        weight[i] = PRIME - 1;
        add_up(weight, lows, table);
        add_up(weight + lows, span->n - lows, table + ((size_t)1 << lows));
        by = times(by, UINT64_C(0x1E3779B97F4A7C15));
        add_row(key, by, weight, span->n);
        tests++;
    }
    add_up(key, lows, span->table + tests * size);
    add_up(key + lows, span->n - lows, span->table + tests * size + ((size_t)1 << lows));
    return tests;
}

static bool follows(const ch_share__span *span, uint32_t low, uint32_t high, unsigned lows, size_t size, unsigned tests)
{
    for (unsigned t = 0; t < tests; t++) {
        const uint64_t *table = span->table + t * size;
        if (plus(table[low], table[((size_t)1 << lows) + high]) != 0)
            return false;
    }
    return true;
}

static int by_key(const void *left, const void *right)
{
    const keyed *a = left, *b = right;
    return a->key != b->key ? (a->key > b->key) - (a->key < b->key) : (a->low > b->low) - (a->low < b->low);
}

/* The first of a key or more. */
static size_t find_key(const keyed *sorted, size_t n, uint64_t key)
{
    size_t from = 0;
    while (n > 0) {
        const size_t half = n / 2;
        if (sorted[from + half].key < key) {
            from += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return from;
}

static void close_by_keys(ch_share__span *span, unsigned lows, size_t size, unsigned tests)
{
    keyed sorted[1 << LOW];
    const size_t groups = (size_t)1 << lows;
    const uint64_t *key = span->table + tests * size;
    for (uint32_t low = 0; low < groups; low++)
        sorted[low] = (keyed){key[low], low};
    qsort(sorted, groups, sizeof *sorted, by_key);
    for (uint32_t high = 0; high >> (span->n - lows) == 0; high++) {
        const uint64_t lacks = minus(key[groups + high]);
        for (size_t at = find_key(sorted, groups, lacks); at < groups && sorted[at].key == lacks; at++) {
            const uint32_t group = high << lows | sorted[at].low;
            if (follows(span, sorted[at].low, high, lows, size, tests))
                span->open[group >> 6] &= ~(UINT64_C(1) << (group & 63));
        }
    }
}

void ch_share__span_close(ch_share__span *span)
{
    const unsigned lows = span->n < LOW ? span->n : LOW;
    const size_t size = ((size_t)1 << lows) + ((size_t)1 << (span->n - lows));
    if (span->rank == span->n)
        memset(span->open, 0, ch_share__words(span->n) * sizeof *span->open);
    else
        close_by_keys(span, lows, size, make_tests(span, lows, size));
}
