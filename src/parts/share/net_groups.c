/* net_groups.c - the most groups of positions that sum to zero, by a dynamic program over subsets.
 *
 * Members of a set are added one after another; each time the sum so far is 0 a group is closed. The best order of a set closes as many
 * as its best split has groups, so best(S) = max over its last member i of best(S without i), plus one where S sums to 0. */
#include "net_parts.h"

typedef struct {
    const int64_t *sum_fen; /* of each subset */
    const uint8_t *best;
} subsets;

static void fill(const int64_t *fen, size_t n, int64_t *sum_fen, uint8_t *best)
{
    for (uint32_t set = 1; set < UINT32_C(1) << n; set++) {
        const unsigned first = (unsigned)__builtin_ctz(set);
        sum_fen[set] = sum_fen[set & (set - 1)] + fen[first];
        uint8_t most = 0;
        for (uint32_t left = set; left != 0; left &= left - 1) {
            const uint8_t without = best[set ^ (left & -left)];
            most = without > most ? without : most;
        }
        best[set] = (uint8_t)(most + (sum_fen[set] == 0));
    }
}

/* Fewer members first, then those who come first. */
static bool goes_before(uint32_t a, uint32_t b)
{
    const int more = __builtin_popcount(a) - __builtin_popcount(b);
    const uint32_t differ = a ^ b;
    return more != 0 ? more < 0 : (a & (differ & -differ)) != 0;
}

/* The group of the first member of rest. */
static uint32_t find_group(const subsets *of, uint32_t rest)
{
    const uint32_t first = rest & -rest, others = rest ^ first;
    uint32_t found = rest;
    for (uint32_t some = others;; some = (some - 1) & others) {
        const uint32_t set = some | first;
        if (of->sum_fen[set] == 0 && of->best[rest ^ set] + 1 == of->best[rest] && goes_before(set, found))
            found = set;
        if (some == 0)
            return found;
    }
}

ch_err ch_share__find_groups(ch_arena *scratch, const int64_t *fen, size_t n, uint32_t *group, size_t *groups)
{
    const size_t sets = (size_t)1 << n;
    int64_t *sum_fen = CH_NEW(scratch, int64_t, sets);
    uint8_t *best = CH_NEW(scratch, uint8_t, sets);
    if (sum_fen == NULL || best == NULL)
        return CH_ENOMEM;
    fill(fen, n, sum_fen, best);
    const subsets of = {sum_fen, best};
    *groups = 0;
    for (uint32_t rest = (uint32_t)(sets - 1); rest != 0; ++*groups) {
        const uint32_t found = find_group(&of, rest);
        for (size_t i = 0; i < n; i++)
            if (found >> i & 1)
                group[i] = (uint32_t)*groups;
        rest ^= found;
    }
    return CH_OK;
}
