/* span.c - groups whose sums follow from those of other groups. */
#include "span.h"

#include "wide.h"

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
    span->table = CH_NEW(arena, uint64_t, n * (((size_t)1 << lows) + ((size_t)1 << (n - lows))));
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
 * in the group, else 0. That is a weight a player, and groups whose weights sum to 0. */

static void add_up(const uint64_t *weight, unsigned n, uint64_t *sum)
{
    sum[0] = 0;
    for (unsigned i = 0; i < n; i++)
        for (size_t group = 0, half = (size_t)1 << i; group < half; group++)
            sum[half + group] = plus(sum[group], weight[i]);
}

/* One table of low players and one of high players for each test; returns how many. */
static unsigned make_tests(const ch_share__span *span, unsigned lows, size_t size)
{
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
        tests++;
    }
    return tests;
}

static bool follows(const ch_share__span *span, uint32_t group, unsigned lows, size_t size, unsigned tests)
{
    const uint32_t low = group & ((UINT32_C(1) << lows) - 1), high = group >> lows;
    for (unsigned t = 0; t < tests; t++) {
        const uint64_t *table = span->table + t * size;
        if (plus(table[low], table[((size_t)1 << lows) + high]) != 0)
            return false;
    }
    return true;
}

void ch_share__span_close(ch_share__span *span)
{
    const unsigned lows = span->n < LOW ? span->n : LOW;
    const size_t size = ((size_t)1 << lows) + ((size_t)1 << (span->n - lows));
    const unsigned tests = make_tests(span, lows, size);
    for (size_t word = 0; word < ch_share__words(span->n); word++)
        for (uint64_t rest = span->open[word]; rest != 0; rest &= rest - 1) {
            const unsigned bit = (unsigned)__builtin_ctzll(rest);
            if (follows(span, (uint32_t)(word * 64 + bit), lows, size, tests))
                span->open[word] &= ~(UINT64_C(1) << bit);
        }
}
