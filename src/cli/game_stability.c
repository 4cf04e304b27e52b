/* game_stability.c - core and nucleolus of a game: by its family's rule where it has one, else by programs, within a limit of work above the players that are
 * promised. */
#include "game_view.h"
#include "watch.h"

static uint64_t limit_of(const game_work *work)
{
    if (work->asked->game.work > 0)
        return (uint64_t)work->asked->game.work;
    return work->game.players > CH_GAME_NUCLEOLUS ? GAME_WORK : 0;
}

static game_reason reason_now(void)
{
    return watch_is_stopped() ? GAME_STOPPED : GAME_PAST_WORK;
}

/* ---- by a rule */

/* CH_ENONE: the family has none, or not for these numbers. */
static ch_err find_direct(const game_work *work, ch_game_direct *direct)
{
    const ch_game_file *file = work->file;
    const unsigned n = file->players;
    if (work->asked->game.is_covered)
        return CH_ENONE;
    switch (file->family) {
    case CH_GAME_FILE_BANKRUPTCY: return ch_game_direct_bankruptcy(work->arena, file->whole, file->number, n, direct);
    case CH_GAME_FILE_AIRPORT: return ch_game_direct_airport(work->arena, file->number, n, direct);
    case CH_GAME_FILE_MAJORITY: return ch_game_direct_majority(work->arena, file->whole, file->number, n, direct);
    default: return CH_ENONE;
    }
}

/* Where it is quick the rule's answer is asked for its proof too. */
static ch_err prove(const game_work *work, const ch_share_number *share)
{
    bool is_it = true;
    if (work->game.value == NULL || work->game.players > CH_GAME_NUCLEOLUS)
        return CH_OK;
    const ch_err err = ch_game_check_nucleolus(work->arena, &work->game, work->asked->game.is_pre, share, &is_it);
    return err == CH_OK && !is_it ? CH_ENONE : err;
}

/* ---- what is told */

static ch_err tell_nucleolus(game_work *work, const ch_share_number *share)
{
    const ch_err err = game_scale_all(work, share, &work->found.nucleolus);
    return err == CH_OK && work->game.is_cost ? game_find_costs(work, share, &work->found.nucleolus_pays) : err;
}

static ch_err find_nucleolus(game_work *work)
{
    ch_game_nucleolus nucleolus;
    ch_err err = ch_game_find_nucleolus(work->arena, &work->game, work->asked->game.is_pre, NULL, limit_of(work),
                                        work->progress, &nucleolus);
    if (err != CH_OK)
        return game_reason_of(err, reason_now(), &work->found.nucleolus_reason);
    work->found.is_impossible = nucleolus.share == NULL;
    return nucleolus.share != NULL ? tell_nucleolus(work, nucleolus.share) : CH_OK;
}

static ch_err find_core(game_work *work)
{
    ch_game_core *core = CH_NEW(work->arena, ch_game_core, 1);
    if (core == NULL)
        return CH_ENOMEM;
    const ch_err err = ch_game_find_core(work->arena, &work->game, NULL, limit_of(work), work->progress, core);
    if (err != CH_OK)
        return game_reason_of(err, reason_now(), &work->found.core_reason);
    work->found.core = core;
    work->found.core_empty = core->core_empty;
    return ch_game_scale(work->arena, &core->least_core, work->scale, &work->found.least_core);
}

/* Too many players for a table: all that is known comes by the rule. */
static ch_err tell_direct_alone(game_work *work, ch_err err, const ch_game_direct *direct)
{
    if (err != CH_OK) {
        work->found.core_reason = GAME_NO_TABLE;
        return game_reason_of(err, GAME_NO_TABLE, &work->found.nucleolus_reason);
    }
    err = ch_game_scale(work->arena, &direct->least_core, work->scale, &work->found.least_core);
    return err == CH_OK ? tell_nucleolus(work, direct->nucleolus) : err;
}

/* What is not found within the limit is told as not known. */
ch_err game_find_stability(game_work *work)
{
    ch_game_direct direct;
    const ch_err ruled = find_direct(work, &direct);
    if (ruled != CH_OK && ruled != CH_ENONE)
        return ruled;
    if (work->game.value == NULL)
        return tell_direct_alone(work, ruled, &direct);
    ch_err err = find_core(work);
    if (err == CH_OK && ruled == CH_OK) {
        err = prove(work, direct.nucleolus);
        if (err != CH_ENONE) /* a rule that is not proved does not count, which cannot be */
            return err == CH_OK ? tell_nucleolus(work, direct.nucleolus) : err;
        err = CH_OK;
    }
    return err == CH_OK ? find_nucleolus(work) : err;
}
