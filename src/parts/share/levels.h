/* levels.h - the largest excess made as small as possible, then the next largest, and so on (Maschler, Peleg, Shapley 1979).
 *
 *   minimise e   subject to   x(S) + e >= v(S) for every group S whose sum is still open,   x(S) as settled for the others
 *
 * Rows are added as they are broken. What a row with a price says holds in every best point: its sum is settled before the next level. */
#ifndef CHANGHE_SHARE_LEVELS_H
#define CHANGHE_SHARE_LEVELS_H

#include "changhe/lp_exact.h"
#include "excess.h"
#include "span.h"

typedef struct {
    const ch_game *game;
    unsigned n;
    uint64_t limit;
    const ch_progress *progress;
    const char *step;
    ch_arena scratch;
    ch_lp_exact *lp;
    uint32_t *group; /* per row; 0: a row of none */
    size_t rows, rows_room, rows_held;
    ch_share__split split;
    ch_share__span span;
    ch_share__most most;
    mpq_t x[CH_GAME_MOST + 1]; /* and e */
    mpq_t purged;              /* e when rows were last dropped */
} ch_share__levels;

/* Closed by ch_share__levels_close, whatever this returns. is_pre: shares may be below one's own value. At least 2 players. */
CH_MUST_USE ch_err ch_share__levels_open(ch_share__levels *levels, const ch_memory *memory, const ch_game *game,
                                         bool is_pre, uint64_t limit, const ch_progress *progress, const char *step);
void ch_share__levels_close(ch_share__levels *levels);
/* Groups that were far in excess before are looked at first, and all groups only when none of those is: fewer looks, other rows on the way to the same point. */
CH_MUST_USE ch_err ch_share__levels_pool(ch_share__levels *levels);
/* A row for a group, if it has none. */
CH_MUST_USE ch_err ch_share__levels_add(ch_share__levels *levels, uint32_t group);
/* Rows that a solver in doubles finds to hold the first level; where it cannot say, none. CH_ENONE: stopped. CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__levels_propose(ch_share__levels *levels, const ch_lp_solver *solver, bool is_pre);
/* x and e of the best point of this level. CH_ENONE: stopped, or past the limit. CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__levels_solve(ch_share__levels *levels);
/* What is the same in every best point is settled; span.rank grows. CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__levels_settle(ch_share__levels *levels);

/* As ch_game_check_nucleolus; progress: step "proof", CH_ENONE: stopped. */
CH_MUST_USE ch_err ch_share__check_nucleolus(ch_arena *arena, const ch_game *game, bool is_pre,
                                             const ch_share_number *share, const ch_progress *progress, bool *is_it);

#endif
