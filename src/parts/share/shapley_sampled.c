/* shapley_sampled.c - Shapley values from orders drawn at random (Castro, Gomez, Tejada 2009), with how far off they may be. */
#include "changhe/game.h"

#include <math.h>
#include <string.h>

typedef struct {
    double mean, squares; /* Welford 1962 */
} seen;

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* Evenly below a number > 0: draws of the last, incomplete round are thrown away. */
static uint64_t draw_below(uint64_t *state, uint64_t below)
{
    const uint64_t spare = (UINT64_MAX % below + 1) % below;
    uint64_t z = draw(state);
    while (z > UINT64_MAX - spare)
        z = draw(state);
    return z % below;
}

/* Fisher, Yates 1938 */
static void shuffle(uint32_t *order, unsigned n, uint64_t *state)
{
    for (unsigned left = n; left > 1; left--) {
        const uint64_t pick = draw_below(state, left);
        const uint32_t last = order[left - 1];
        order[left - 1] = order[pick];
        order[pick] = last;
    }
}

static void see(seen *at, double added, double times)
{
    const double off = added - at->mean;
    at->mean += off / times;
    at->squares += off * (added - at->mean);
}

static ch_game_sampled sum_up(const seen *at, double range, double m, double delta)
{
    ch_game_sampled share = {at->mean, range * sqrt(log(2 / delta) / (2 * m)), INFINITY};
    const double tail = log(4 / delta); /* both sides, so twice the bound's ln(2 / delta) */
    if (m >= 2)
        share.bernstein = sqrt(2 * at->squares / (m - 1) * tail / m) + 7 * range * tail / (3 * (m - 1));
    return share;
}

ch_err ch_game_sample(ch_arena *arena, unsigned players, int64_t (*value)(void *self, const uint64_t *group),
                      void *self, int64_t range, uint64_t seed, size_t permutations, double delta,
                      ch_game_sampled *share)
{
    if (players == 0 || permutations == 0 || range < 0 || !(delta > 0 && delta < 1))
        return CH_EDATA;
    ch_arena scratch = CH_ARENA(arena->memory);
    const size_t words = ((size_t)players + 63) / 64;
    uint32_t *order = CH_NEW(&scratch, uint32_t, players);
    uint64_t *group = CH_NEW(&scratch, uint64_t, words);
    seen *at = CH_NEW(&scratch, seen, players);
    if (order == NULL || group == NULL || at == NULL) {
        ch_arena_free(&scratch);
        return CH_ENOMEM;
    }
    for (unsigned i = 0; i < players; i++)
        order[i] = i;
    for (size_t round = 1; round <= permutations; round++) {
        shuffle(order, players, &seed);
        memset(group, 0, words * sizeof *group);
        int64_t before = value(self, group);
        for (unsigned i = 0; i < players; i++) {
            group[order[i] / 64] |= UINT64_C(1) << order[i] % 64;
            const int64_t with = value(self, group);
            see(&at[order[i]], (double)(with - before), (double)round);
            before = with;
        }
    }
    for (unsigned i = 0; i < players; i++)
        share[i] = sum_up(&at[i], (double)range, (double)permutations, delta);
    ch_arena_free(&scratch);
    return CH_OK;
}
