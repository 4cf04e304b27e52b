/* game_shapley.c - Shapley values of the command: exact where a table or a family's form has them, else drawn. */
#include "game_view.h"

/* Additions of words that counting the groups of a majority may take: some seconds. */
#define MOST_ADDITIONS (UINT64_C(1) << 32)

const char *const game_reason_zh[GAME_REASONS] = {"", "在计算量上限内没有算完", "已中断",
                                                  "超过 24 个参与方，且此类博弈没有直接算法", "沙普利值是抽样所得"};
const char *const game_reason_en[GAME_REASONS] = {"", "not found within the limit of work", "stopped",
                                                  "more than 24 players, and no direct form",
                                                  "Shapley values were drawn"};

ch_err game_reason_of(ch_err err, game_reason otherwise, game_reason *reason)
{
    *reason = err != CH_ENONE ? GAME_KNOWN : otherwise;
    return err == CH_ENONE ? CH_OK : err;
}

ch_err game_scale_all(const game_work *work, const ch_share_number *number, const ch_share_number **scaled)
{
    const unsigned n = work->game.players;
    ch_share_number *list = CH_NEW(work->arena, ch_share_number, n);
    ch_err err = list != NULL ? CH_OK : CH_ENOMEM;
    for (unsigned i = 0; i < n && err == CH_OK; i++)
        err = ch_game_scale(work->arena, &number[i], work->scale, &list[i]);
    *scaled = list;
    return err;
}

ch_err game_find_costs(const game_work *work, const ch_share_number *share, const ch_share_number **pays)
{
    const unsigned n = work->game.players;
    ch_share_number *cost = CH_NEW(work->arena, ch_share_number, n);
    ch_err err = cost != NULL ? CH_OK : CH_ENOMEM;
    for (unsigned i = 0; i < n && err == CH_OK; i++)
        err = ch_game_cost_share(work->arena, &work->game, i, &share[i], &cost[i]);
    return err == CH_OK ? game_scale_all(work, cost, pays) : err;
}

/* ---- exact */

/* Of airports and bankruptcies no group leaves the Shapley split: they are convex (Shapley 1971). */
static ch_err find_leaving(game_work *work, const ch_share_number *share)
{
    ch_game_leaving worst = {.by = {CH_TEXT("0"), CH_TEXT("1"), 0}};
    const bool is_table = work->game.value != NULL;
    if (!is_table && work->file->family != CH_GAME_FILE_AIRPORT) {
        work->found.leaving_reason = GAME_NO_TABLE;
        return CH_OK;
    }
    ch_err err = is_table ? ch_game_worst_group(work->arena, &work->game, share, &worst) : CH_OK;
    work->found.has_leaving = err == CH_OK;
    work->found.worst = worst.group;
    return err == CH_OK ? ch_game_scale(work->arena, &worst.by, work->scale, &work->found.short_by) : err;
}

/* CH_ENONE: there is no exact form, or it is too much work. */
static ch_err find_exact(game_work *work, ch_share_number *share)
{
    const ch_game_file *file = work->file;
    if (work->game.value != NULL)
        return ch_game_shapley(work->arena, &work->game, share);
    if (file->family == CH_GAME_FILE_AIRPORT)
        return ch_game_shapley_airport(work->arena, file->number, file->players, share);
    if (file->family == CH_GAME_FILE_MAJORITY)
        return ch_game_shapley_majority(work->arena, file->whole, file->number, file->players, MOST_ADDITIONS,
                                        work->progress, share);
    return CH_ENONE;
}

static ch_err tell_exact(game_work *work, const ch_share_number *share)
{
    ch_err err = game_scale_all(work, share, &work->found.shapley);
    if (err == CH_OK && work->game.is_cost)
        err = game_find_costs(work, share, &work->found.pays);
    return err == CH_OK ? find_leaving(work, share) : err;
}

/* ---- drawn */

static ch_err tell_whole(const game_work *work, int64_t units, ch_share_number *number)
{
    ch_buf text = {.memory = work->arena->memory};
    ch_buf_addf(&text, "%lld", (long long)units);
    const ch_share_number whole = {ch_buf_text(&text), CH_TEXT("1"), 0};
    const ch_err err = text.failed ? CH_ENOMEM : ch_game_scale(work->arena, &whole, work->scale, number);
    ch_buf_free(&text);
    return err;
}

static ch_err tell_widths(const game_work *work, game_drawn *drawn)
{
    const unsigned n = work->walk.players;
    ch_share_number *width = CH_NEW(work->arena, ch_share_number, n);
    int64_t most = 0;
    ch_err err = width != NULL ? CH_OK : CH_ENOMEM;
    for (unsigned i = 0; i < n && err == CH_OK; i++) {
        most = work->walk.width[i] > most ? work->walk.width[i] : most;
        err = tell_whole(work, work->walk.width[i], &width[i]);
    }
    drawn->width = width;
    return err == CH_OK ? tell_whole(work, most, &drawn->range) : err;
}

/* Means and bounds in the file's unit; of costs what each pays on the average. */
static ch_err tell_drawn(game_work *work, game_drawn *drawn, ch_game_sampled *share)
{
    const unsigned n = work->walk.players;
    ch_share_number *mean = CH_NEW(work->arena, ch_share_number, n);
    const ch_share_number *scaled;
    if (mean == NULL)
        return CH_ENOMEM;
    for (unsigned i = 0; i < n; i++)
        mean[i] = share[i].mean;
    ch_err err = game_scale_all(work, mean, &scaled);
    if (err == CH_OK && work->game.is_cost)
        err = game_find_costs(work, mean, &drawn->pays);
    for (unsigned i = 0; i < n && err == CH_OK; i++)
        share[i] = (ch_game_sampled){scaled[i], share[i].hoeffding / (double)work->scale,
                                     share[i].bernstein / (double)work->scale};
    drawn->share = share;
    if (err == CH_OK)
        err = tell_widths(work, drawn);
    work->found.drawn = drawn;
    return err;
}

static ch_err find_drawn(game_work *work)
{
    const game_words *words = &work->asked->game;
    game_drawn *drawn = CH_NEW(work->arena, game_drawn, 1);
    ch_game_sampled *share = CH_NEW(work->arena, ch_game_sampled, work->walk.players);
    if (drawn == NULL || share == NULL)
        return CH_ENOMEM;
    drawn->seed = (uint64_t)(words->has_seed ? words->seed : GAME_SEED);
    drawn->confidence = words->confidence > 0 ? words->confidence : 0.95;
    const ch_game_draws draws = {.seed = drawn->seed,
                                 .orders = words->samples > 0 ? (size_t)words->samples : GAME_SAMPLES,
                                 .delta = 1 - drawn->confidence,
                                 .progress = work->progress};
    ch_err err = ch_game_sample(work->arena, &work->walk, &draws, &drawn->orders, share);
    err = game_reason_of(err, GAME_STOPPED, &work->found.shapley_reason);
    return err == CH_OK && drawn->orders > 0 ? tell_drawn(work, drawn, share) : err;
}

/* ---- all of it */

static ch_err open_walk(game_work *work, ch_faults *faults)
{
    const ch_game_file *file = work->file;
    const unsigned n = file->players;
    ch_arena *arena = work->arena;
    if (file->family == CH_GAME_FILE_TABLE || work->asked->game.is_covered)
        return ch_game_walk_table(arena, &work->game, &work->walk);
    switch (file->family) {
    case CH_GAME_FILE_BANKRUPTCY:
        return ch_game_walk_bankruptcy(arena, file->whole, file->number, n, &work->walk, faults);
    case CH_GAME_FILE_AIRPORT: return ch_game_walk_airport(arena, file->number, n, &work->walk, faults);
    case CH_GAME_FILE_MAJORITY: return ch_game_walk_majority(arena, file->whole, file->number, n, &work->walk, faults);
    case CH_GAME_FILE_TREE: return ch_game_walk_tree(arena, file->number, n, &work->walk, faults);
    default: return ch_game_walk_assignment(arena, file->number, file->sellers, file->buyers, &work->walk, faults);
    }
}

ch_err game_find_shapley(game_work *work, ch_faults *faults)
{
    const bool is_table = work->game.value != NULL;
    ch_share_number *share = CH_NEW(work->arena, ch_share_number, work->file->players);
    ch_err err = share != NULL ? CH_OK : CH_ENOMEM;
    if (err == CH_OK && (!is_table || work->asked->game.is_sampled))
        err = open_walk(work, faults);
    if (err == CH_OK && !is_table)
        work->game = (ch_game){.players = work->walk.players, .is_cost = work->walk.is_cost, .alone = work->walk.alone};
    if (err == CH_OK)
        err = tell_whole(work, is_table ? work->game.value[((size_t)1 << work->game.players) - 1] : work->walk.all,
                         &work->found.all);
    work->found.is_cost = work->game.is_cost;
    if (err != CH_OK)
        return err;
    err = work->asked->game.is_sampled ? CH_ENONE : find_exact(work, share);
    if (err == CH_OK)
        return tell_exact(work, share);
    work->found.leaving_reason = GAME_DRAWN;
    return err == CH_ENONE ? find_drawn(work) : err;
}
