/* game_walk.c - what a player adds to those who are there, where a sum or the greatest of them says it all, or a table does.
 *
 * Widths. Bankruptcy games are convex (Curiel, Maschler, Tijs 1987): a player adds least to nobody and most to all others. A plane saves the smaller of its cost
 * and the greatest there. Who decides adds 1. */
#include "changhe/game_walk.h"

#include "game_parts.h"

typedef struct {
    const int64_t *number; /* per player: claim, cost, weight */
    int64_t bar;           /* what the sum must pass: what is short of the claims; the quota */
    int64_t there;         /* sum, or greatest, of those who are there */
} steps;

typedef struct {
    const int64_t *value;
    uint32_t group;
} table;

static int64_t least_of(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t above(int64_t sum, int64_t bar)
{
    return sum > bar ? sum - bar : 0;
}

static void clear(void *self)
{
    ((steps *)self)->there = 0;
}

static ch_err open_steps(ch_arena *arena, const int64_t *number, unsigned n, ch_game_walk *walk, steps **self,
                         int64_t **width)
{
    *self = CH_NEW(arena, steps, 1);
    *width = CH_NEW(arena, int64_t, n);
    if (*self == NULL || *width == NULL)
        return CH_ENOMEM;
    **self = (steps){.number = number};
    *walk = (ch_game_walk){.players = n, .width = *width, .begin = clear, .self = *self};
    return CH_OK;
}

/* ---- bankruptcy */

static int64_t join_claims(void *self, unsigned player)
{
    steps *s = self;
    const int64_t before = s->there;
    s->there += s->number[player];
    return above(s->there, s->bar) - above(before, s->bar);
}

ch_err ch_game_walk_bankruptcy(ch_arena *arena, int64_t estate, const int64_t *claim, unsigned n, ch_game_walk *walk,
                               ch_faults *faults)
{
    steps *self;
    int64_t claimed, *width;
    ch_err err = ch_game__check_bankruptcy(estate, claim, n, CH_GAME_WALK_MOST, &claimed, faults);
    if (err == CH_OK)
        err = open_steps(arena, claim, n, walk, &self, &width);
    if (err != CH_OK)
        return err;
    self->bar = claimed - estate;
    walk->all = estate;
    walk->join = join_claims;
    for (unsigned i = 0; i < n; i++)
        width[i] = least_of(estate, claim[i]) - above(claim[i], self->bar);
    return CH_OK;
}

/* ---- airport */

/* Alone it pays its cost; with others what its cost is above the greatest. */
static int64_t join_planes(void *self, unsigned player)
{
    steps *s = self;
    const int64_t cost = s->number[player], saved = least_of(cost, s->there);
    s->there = cost > s->there ? cost : s->there;
    return saved;
}

ch_err ch_game_walk_airport(ch_arena *arena, const int64_t *cost, unsigned n, ch_game_walk *walk, ch_faults *faults)
{
    steps *self;
    int64_t sum, *width, most = 0, next = 0; /* the two greatest */
    ch_err err = ch_game__check_airport(cost, n, CH_GAME_WALK_MOST, &sum, faults);
    if (err == CH_OK)
        err = open_steps(arena, cost, n, walk, &self, &width);
    if (err != CH_OK)
        return err;
    for (unsigned i = 0; i < n; i++) {
        next = cost[i] > most ? most : cost[i] > next ? cost[i] : next;
        most = cost[i] > most ? cost[i] : most;
    }
    for (unsigned i = 0; i < n; i++)
        width[i] = least_of(cost[i], next);
    walk->is_cost = true;
    walk->alone = cost;
    walk->all = sum - most;
    walk->join = join_planes;
    return CH_OK;
}

/* ---- weighted majority */

static int64_t join_votes(void *self, unsigned player)
{
    steps *s = self;
    const bool won = s->there >= s->bar;
    s->there += s->number[player];
    return !won && s->there >= s->bar;
}

ch_err ch_game_walk_majority(ch_arena *arena, int64_t quota, const int64_t *weight, unsigned n, ch_game_walk *walk,
                             ch_faults *faults)
{
    steps *self;
    int64_t sum, *width;
    ch_err err = ch_game__check_majority(quota, weight, n, CH_GAME_WALK_MOST, &sum, faults);
    if (err == CH_OK)
        err = open_steps(arena, weight, n, walk, &self, &width);
    if (err != CH_OK)
        return err;
    self->bar = quota;
    walk->all = sum >= quota;
    walk->join = join_votes;
    for (unsigned i = 0; i < n; i++)
        width[i] = walk->all == 1 && weight[i] > 0;
    return CH_OK;
}

/* ---- a table */

static void clear_table(void *self)
{
    ((table *)self)->group = 0;
}

static int64_t join_table(void *self, unsigned player)
{
    table *t = self;
    const uint32_t before = t->group;
    t->group |= UINT32_C(1) << player;
    return t->value[t->group] - t->value[before];
}

static int64_t width_of(const ch_game *game, unsigned player)
{
    const size_t bit = (size_t)1 << player;
    int64_t least = game->value[bit], most = least;
    for (size_t group = 0; group >> game->players == 0; group++) {
        if ((group & bit) != 0)
            continue;
        const int64_t added = game->value[group | bit] - game->value[group];
        least = added < least ? added : least;
        most = added > most ? added : most;
    }
    return most - least;
}

ch_err ch_game_walk_table(ch_arena *arena, const ch_game *game, ch_game_walk *walk)
{
    table *self = CH_NEW(arena, table, 1);
    int64_t *width = CH_NEW(arena, int64_t, game->players);
    if (self == NULL || width == NULL)
        return CH_ENOMEM;
    *self = (table){.value = game->value};
    for (unsigned i = 0; i < game->players; i++)
        width[i] = width_of(game, i);
    *walk = (ch_game_walk){.players = game->players,
                           .is_cost = game->is_cost,
                           .alone = game->alone,
                           .width = width,
                           .all = game->value[((size_t)1 << game->players) - 1],
                           .begin = clear_table,
                           .join = join_table,
                           .self = self};
    return CH_OK;
}
