/* shapley_airport.c - each stretch of the runway is shared by all who use it (Littlechild and Owen 1973):
 *
 *   fee of the k-th cheapest = sum over j <= k of (c_j - c_(j-1)) / (n - j + 1) */
#include "changhe/game_walk.h"

#include "ratio.h"

#include <stdlib.h>

typedef struct {
    int64_t cost;
    unsigned index;
} plane;

static int by_cost(const void *left, const void *right)
{
    const plane *a = left, *b = right;
    return a->cost != b->cost ? (a->cost > b->cost) - (a->cost < b->cost)
                              : (a->index > b->index) - (a->index < b->index);
}

static ch_err share_stretches(ch_arena *arena, const plane *sorted, unsigned n, ch_share_number *share)
{
    ch_err err = CH_OK;
    mpq_t fee, part;
    mpq_inits(fee, part, NULL);
    for (unsigned i = 0; i < n && err == CH_OK; i++) {
        const int64_t stretch = sorted[i].cost - (i > 0 ? sorted[i - 1].cost : 0);
        if (i > 0 && stretch == 0) { /* alike: the texts are the same */
            share[sorted[i].index] = share[sorted[i - 1].index];
            continue;
        }
        mpq_set_si(part, (long)stretch, n - i);
        mpq_canonicalize(part);
        mpq_add(fee, fee, part);
        mpq_set_si(part, (long)sorted[i].cost, 1);
        mpq_sub(part, part, fee);
        err = ch_share__tell_ratio(arena, part, &share[sorted[i].index]);
    }
    mpq_clears(fee, part, NULL);
    return err;
}

ch_err ch_game_shapley_airport(ch_arena *arena, const int64_t *cost, unsigned n, ch_share_number *share)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    plane *sorted = CH_NEW(&scratch, plane, n);
    if (sorted == NULL)
        return CH_ENOMEM;
    for (unsigned i = 0; i < n; i++)
        sorted[i] = (plane){cost[i], i};
    qsort(sorted, n, sizeof *sorted, by_cost);
    const ch_err err = share_stretches(arena, sorted, n, share);
    ch_arena_free(&scratch);
    return err;
}
