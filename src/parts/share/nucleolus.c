/* nucleolus.c - the split whose largest excess is least, then the next largest, and so on (Schmeidler 1969): unique. */
#include "changhe/game.h"

#include "levels.h"

enum { POOLED = 20 }; /* players from which looking at all groups is dear */

static bool has_split(const ch_game *game)
{
    const size_t all = ((size_t)1 << game->players) - 1;
    ch_share__wide own = 0;
    for (unsigned i = 0; i < game->players; i++)
        own += game->value[(size_t)1 << i];
    return own <= game->value[all];
}

static ch_err find(ch_arena *arena, ch_share__levels *levels, ch_share_number *share, size_t *solved)
{
    ch_err err = CH_OK;
    while (levels->span.rank < levels->n && err == CH_OK) {
        err = ch_share__levels_solve(levels);
        if (err == CH_OK)
            err = ch_share__levels_settle(levels);
        ++*solved;
    }
    for (unsigned i = 0; i < levels->n && err == CH_OK; i++)
        err = ch_share__tell_ratio(arena, levels->x[i], &share[i]);
    return err;
}

static ch_err find_by_levels(ch_arena *arena, const ch_game *game, bool is_pre, const ch_lp_solver *solver,
                             uint64_t limit, const ch_progress *progress, ch_share_number *share, size_t *solved)
{
    ch_share__levels levels;
    ch_err err = ch_share__levels_open(&levels, arena->memory, game, is_pre, limit, progress, "nucleolus");
    if (err == CH_OK && game->players >= POOLED)
        err = ch_share__levels_pool(&levels);
    if (err == CH_OK && solver != NULL)
        err = ch_share__levels_propose(&levels, solver, is_pre);
    if (err == CH_OK)
        err = find(arena, &levels, share, solved);
    ch_share__levels_close(&levels);
    return err;
}

ch_err ch_game_find_nucleolus(ch_arena *arena, const ch_game *game, bool is_pre, const ch_lp_solver *solver,
                              uint64_t limit, const ch_progress *progress, ch_game_nucleolus *nucleolus)
{
    *nucleolus = (ch_game_nucleolus){.is_impossible = !is_pre && !has_split(game)};
    if (nucleolus->is_impossible)
        return CH_OK;
    ch_share_number *share = CH_NEW(arena, ch_share_number, game->players);
    if (share == NULL)
        return CH_ENOMEM;
    bool is_it = false;
    ch_err err = game->players == 1
                     ? ch_share__tell_quotient(arena, game->value[1], 1, share)
                     : find_by_levels(arena, game, is_pre, solver, limit, progress, share, &nucleolus->levels);
    if (err == CH_OK)
        err = ch_share__check_nucleolus(arena, game, is_pre, share, progress, &is_it);
    if (err != CH_OK)
        return err;
    if (!is_it) /* cannot be: nothing is given rather than something that is not proved */
        return CH_ENONE;
    nucleolus->share = share;
    return CH_OK;
}
