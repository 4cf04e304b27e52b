/* game_cover.c - what a group makes when it may split as it likes. */
#include "changhe/game.h"

#include "game_parts.h"

/* The part with the group's first player runs through all subsets of the others. */
static int64_t best_of(const int64_t *best, uint32_t group, int64_t alone)
{
    const uint32_t first = group & (~group + 1), others = group ^ first;
    for (uint32_t part = others; part != 0; part = (part - 1) & others) {
        const int64_t split = best[part] + best[group ^ part];
        alone = split > alone ? split : alone;
    }
    return alone;
}

enum { GROUPS_A_TELL = 1 << 8 };

ch_err ch_game_cover(ch_arena *arena, const ch_game *game, const ch_progress *progress, ch_game *cover)
{
    ch_game made;
    if (game->players > CH_GAME_COVER)
        return CH_EDATA;
    int64_t *best = ch_game__new(arena, game->players, &made);
    if (best == NULL)
        return CH_ENOMEM;
    for (uint32_t group = 1; group >> game->players == 0; group++) {
        if (group % GROUPS_A_TELL == 0 && !ch_progress_goes_on(progress, "cover", group, UINT64_C(1) << game->players))
            return CH_ENONE;
        best[group] = best_of(best, group, game->value[group]);
        if (best[group] > CH_GAME_VALUE_MOST)
            return CH_EDATA;
    }
    made.is_cost = game->is_cost;
    made.alone = game->alone;
    *cover = made;
    return CH_OK;
}
