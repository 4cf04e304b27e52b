/* game_stability.c - core and nucleolus of a game, within a limit of work above the players that are promised. */
#include "game_view.h"

enum { MOST_PIVOTS = 5000 };

ch_err game_scale_all(ch_arena *arena, const ch_share_number *number, unsigned n, int64_t scale,
                      const ch_share_number **scaled)
{
    ch_share_number *list = CH_NEW(arena, ch_share_number, n);
    ch_err err = list != NULL ? CH_OK : CH_ENOMEM;
    for (unsigned i = 0; i < n && err == CH_OK; i++)
        err = ch_game_scale(arena, &number[i], scale, &list[i]);
    *scaled = list;
    return err;
}

ch_err game_find_costs(ch_arena *arena, const ch_game *game, const ch_share_number *share, int64_t scale,
                       const ch_share_number **pays)
{
    ch_share_number cost[CH_GAME_MOST];
    ch_err err = CH_OK;
    for (unsigned i = 0; i < game->players && err == CH_OK; i++)
        err = ch_game_cost_share(arena, game, i, &share[i], &cost[i]);
    return err == CH_OK ? game_scale_all(arena, cost, game->players, scale, pays) : err;
}

static uint64_t limit_of(const ch_game *game)
{
    return game->players > CH_GAME_NUCLEOLUS ? MOST_PIVOTS : 0;
}

static ch_err find_core(ch_arena *arena, const ch_game *game, int64_t scale, game_found *found)
{
    ch_err err = ch_game_find_core(arena, game, NULL, limit_of(game), NULL, &found->core);
    found->has_core = err == CH_OK;
    if (err == CH_OK)
        err = ch_game_scale(arena, &found->core.least_core, scale, &found->least_core);
    return err;
}

static ch_err find_nucleolus(ch_arena *arena, const ch_game *game, bool is_pre, int64_t scale, game_found *found)
{
    ch_game_nucleolus nucleolus;
    ch_err err = ch_game_find_nucleolus(arena, game, is_pre, NULL, limit_of(game), NULL, &nucleolus);
    found->has_nucleolus = err == CH_OK;
    if (err != CH_OK)
        return err;
    found->is_impossible = nucleolus.share == NULL;
    if (nucleolus.share == NULL)
        return CH_OK;
    err = game_scale_all(arena, nucleolus.share, game->players, scale, &found->nucleolus);
    return err == CH_OK && game->is_cost ? game_find_costs(arena, game, nucleolus.share, scale, &found->nucleolus_pays)
                                         : err;
}

/* What is not found within the limit is told as not known. */
ch_err game_find_stability(ch_arena *arena, const ch_game *game, bool is_pre, int64_t scale, game_found *found)
{
    ch_err err = find_core(arena, game, scale, found);
    if (err == CH_OK || err == CH_ENONE)
        err = find_nucleolus(arena, game, is_pre, scale, found);
    return err == CH_ENONE ? CH_OK : err;
}
