/* core.c - the least core: how much every group could be paid beyond its value, or how much the worst off is short at best.
 *
 * The prices of the exact program prove it. Weights w of groups that sum to 1 and cover each player alike, lambda times, say for any x with x(N) = v(N):
 * largest excess >= sum of w (v(S) - x(S)) = sum of w v(S) - lambda v(N)   (Bondareva 1963; Shapley 1967). */
#include "changhe/game.h"

#include "levels.h"

static ch_err tell_certificate(ch_arena *arena, const ch_share__levels *levels, ch_game_core *core)
{
    uint32_t *group = CH_NEW(arena, uint32_t, levels->n + 1);
    ch_share_number *weight = CH_NEW(arena, ch_share_number, levels->n + 1);
    ch_err err = group != NULL && weight != NULL ? CH_OK : CH_ENOMEM;
    mpq_t price;
    mpq_init(price);
    for (size_t row = 0; row < levels->rows && err == CH_OK; row++) {
        if (levels->group[row] == 0)
            continue;
        ch_lp_exact_get_price(levels->lp, row, price);
        if (mpq_sgn(price) == 0)
            continue;
        size_t place = core->certificates++;
        for (; place > 0 && group[place - 1] > levels->group[row]; place--) {
            group[place] = group[place - 1];
            weight[place] = weight[place - 1];
        }
        group[place] = levels->group[row];
        err = ch_share__tell_ratio(arena, price, &weight[place]);
    }
    mpq_clear(price);
    core->certificate = group;
    core->weight = weight;
    return err;
}

ch_err ch_game_find_core(ch_arena *arena, const ch_game *game, const ch_lp_solver *solver, uint64_t limit,
                         const ch_progress *progress, ch_game_core *core)
{
    ch_share__levels levels;
    *core = (ch_game_core){0};
    if (game->players < 2)
        return ch_share__tell_quotient(arena, 0, 1, &core->least_core);
    ch_err err = ch_share__levels_open(&levels, arena->memory, game, true, limit, progress, "core");
    if (err == CH_OK && solver != NULL)
        err = ch_share__levels_propose(&levels, solver, true);
    if (err == CH_OK)
        err = ch_share__levels_solve(&levels);
    if (err == CH_OK)
        err = ch_share__tell_ratio(arena, levels.x[levels.n], &core->least_core);
    if (err == CH_OK)
        err = tell_certificate(arena, &levels, core);
    core->core_empty = mpq_sgn(levels.x[levels.n]) > 0;
    ch_share__levels_close(&levels);
    return err;
}
