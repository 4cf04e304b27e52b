/* game_tree.c - who pays for a network that joins all to a source (Bird 1976). */
#include "changhe/game.h"

#include "game_parts.h"

/* Of the tree over the source and a group, by Prim's rule. cost: rows of n + 1. */
static int64_t tree_cost(const int64_t *cost, unsigned n, uint32_t group)
{
    int64_t way[CH_GAME_MOST], sum = 0; /* to the tree so far */
    unsigned waiting[CH_GAME_MOST], waits = 0;
    for (unsigned i = 0; i < n; i++)
        if ((group >> i & 1) != 0) {
            waiting[waits] = i + 1;
            way[waits++] = cost[i + 1];
        }
    while (waits > 0) {
        unsigned next = 0;
        for (unsigned w = 1; w < waits; w++)
            next = way[w] < way[next] ? w : next;
        const int64_t *from = cost + (size_t)waiting[next] * (n + 1);
        sum += way[next];
        waiting[next] = waiting[--waits];
        way[next] = way[waits];
        for (unsigned w = 0; w < waits; w++)
            way[w] = from[waiting[w]] < way[w] ? from[waiting[w]] : way[w];
    }
    return sum;
}

/* Symmetric, nothing below 0, and no tree past the most: ways straight to the source bound it. */
ch_err ch_game__check_tree(const int64_t *cost, unsigned n, unsigned most, ch_faults *faults)
{
    int64_t sum;
    ch_err err = ch_game__check_players(n, most, faults);
    if (err != CH_OK)
        return err;
    for (unsigned from = 0; from <= n; from++)
        for (unsigned to = 0; to <= n; to++) {
            const size_t at = (size_t)from * (n + 1) + to, back = (size_t)to * (n + 1) + from;
            if (from != to && cost[at] < 0)
                err = ch_err_worse(err, ch_game__tell(faults, at, "costs", cost[at], CH_WANT_WHOLE, ""));
            else if (from > to && cost[at] != cost[back])
                err = ch_err_worse(err, ch_game__tell(faults, at, "costs", cost[at], CH_WANT_GAME_SYMMETRIC, ""));
        }
    return err == CH_OK ? ch_game__check_numbers(cost + 1, n, "costs", &sum, faults) : err;
}

ch_err ch_game_tree(ch_arena *arena, const int64_t *cost, unsigned n, ch_game *game, ch_faults *faults)
{
    const ch_err err = ch_game__check_tree(cost, n, CH_GAME_MOST, faults);
    if (err != CH_OK)
        return err;
    int64_t *value = ch_game__new(arena, n, game);
    if (value == NULL)
        return CH_ENOMEM;
    for (uint32_t group = 1; group >> n == 0; group++)
        value[group] = tree_cost(cost, n, group);
    return ch_game__save(arena, value, game);
}
