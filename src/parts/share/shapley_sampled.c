/* shapley_sampled.c - Shapley values from orders drawn at random (Castro, Gomez, Tejada 2009), with how far off they may be. */
#include "changhe/game_walk.h"

#include "ratio.h"

#include <math.h>

enum { STEPS_A_TELL = 1 << 12 };

typedef struct {
    ch_share__wide sum;
    double mean, squares; /* Welford 1962 */
} seen;

typedef struct {
    const ch_game_walk *walk;
    const ch_game_draws *draws;
    uint32_t *order;
    seen *at;
} sampling;

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

static void see(seen *at, int64_t added, double times)
{
    const double off = (double)added - at->mean;
    at->sum += added;
    at->mean += off / times;
    at->squares += off * ((double)added - at->mean);
}

static void come_in_order(const sampling *s, size_t round)
{
    const ch_game_walk *walk = s->walk;
    walk->begin(walk->self);
    for (unsigned i = 0; i < walk->players; i++)
        see(&s->at[s->order[i]], walk->join(walk->self, s->order[i]), (double)round);
}

/* How many orders were drawn: all, or those before it was stopped. */
static size_t draw_orders(const sampling *s)
{
    const ch_game_draws *draws = s->draws;
    const size_t often = 1 + STEPS_A_TELL / s->walk->players;
    uint64_t state = draws->seed;
    for (size_t round = 1; round <= draws->orders; round++) {
        if ((round - 1) % often == 0 && !ch_progress_goes_on(draws->progress, "orders", round - 1, draws->orders))
            return round - 1;
        shuffle(s->order, s->walk->players, &state);
        come_in_order(s, round);
    }
    return draws->orders;
}

/* Means are told exactly: a sum of 2^63 additions below 2^54 fits. */
static ch_err sum_up(ch_arena *arena, const seen *at, int64_t width, size_t drawn, double delta, ch_game_sampled *share)
{
    const double m = (double)drawn, range = (double)width;
    const double tail = log(4 / delta); /* both sides, so twice the bound's ln(2 / delta) */
    share->hoeffding = range * sqrt(log(2 / delta) / (2 * m));
    share->bernstein =
        drawn < 2 ? INFINITY : sqrt(2 * at->squares / (m - 1) * tail / m) + 7 * range * tail / (3 * (m - 1));
    return ch_share__tell_quotient(arena, at->sum, (ch_share__wide)drawn, &share->mean);
}

ch_err ch_game_sample(ch_arena *arena, const ch_game_walk *walk, const ch_game_draws *draws, size_t *drawn,
                      ch_game_sampled *share)
{
    *drawn = 0;
    if (walk->players == 0 || draws->orders == 0 || draws->orders > INT64_MAX ||
        !(draws->delta > 0 && draws->delta < 1))
        return CH_EDATA;
    ch_arena scratch = CH_ARENA(arena->memory);
    const sampling s = {.walk = walk,
                        .draws = draws,
                        .order = CH_NEW(&scratch, uint32_t, walk->players),
                        .at = CH_NEW(&scratch, seen, walk->players)};
    ch_err err = s.order != NULL && s.at != NULL ? CH_OK : CH_ENOMEM;
    for (unsigned i = 0; i < walk->players && err == CH_OK; i++)
        s.order[i] = i;
    if (err == CH_OK)
        *drawn = draw_orders(&s);
    for (unsigned i = 0; i<walk->players && * drawn> 0 && err == CH_OK; i++)
        err = sum_up(arena, &s.at[i], walk->width[i], *drawn, draws->delta, &share[i]);
    ch_arena_free(&scratch);
    return err == CH_OK && *drawn < draws->orders ? CH_ENONE : err;
}
