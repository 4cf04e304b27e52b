/* game_view.h - what a game's answer holds, and how it is shown. */
#ifndef CHANGHE_CLI_GAME_VIEW_H
#define CHANGHE_CLI_GAME_VIEW_H

#include "options.h"

#include "changhe/game_file.h"
#include "changhe/game_walk.h"

/* Why something is not known. */
typedef enum { GAME_KNOWN, GAME_PAST_WORK, GAME_STOPPED, GAME_NO_TABLE, GAME_DRAWN, GAME_REASONS } game_reason;
extern const char *const game_reason_zh[GAME_REASONS], *const game_reason_en[GAME_REASONS];

/* Shapley values from drawn orders. */
typedef struct {
    uint64_t seed;
    size_t orders; /* drawn, fewer than asked where it was stopped */
    double confidence;
    ch_share_number range;        /* the greatest of the widths */
    const ch_share_number *width; /* per player */
    const ch_game_sampled *share; /* per player */
    const ch_share_number *pays;  /* of a cost game: alone less the mean; else NULL */
} game_drawn;

/* Numbers in the unit of the file. */
typedef struct {
    const ch_game_file *file;
    bool is_cost;
    ch_share_number all;            /* what all make together, or save */
    const ch_share_number *shapley; /* per player; NULL: they were drawn, or it was stopped before */
    const ch_share_number *pays;    /* of a cost game: alone less the share; else NULL */
    const game_drawn *drawn;        /* NULL: none were */
    bool has_leaving;               /* who would rather leave the Shapley split is known */
    uint32_t worst;                 /* group */
    ch_share_number short_by;       /* what it gains by leaving */
    game_reason shapley_reason, leaving_reason, core_reason, nucleolus_reason;
    ch_share_number least_core;
    bool core_empty;
    const ch_game_core *core;                          /* its certificate; its least_core is in units; NULL: none */
    bool is_impossible;                                /* no split gives each player its own value */
    const ch_share_number *nucleolus, *nucleolus_pays; /* NULL: there is none; of a cost game */
    const ch_share_number *award[CH_CLAIM_RULES];      /* NULL: not asked */
} game_found;

/* What the answer is made of. */
typedef struct {
    ch_arena *arena;
    const options *asked;
    const ch_game_file *file;
    const ch_progress *progress;
    int64_t scale;     /* units of a value in the file's unit */
    ch_game game;      /* without values where the players are too many for a table */
    ch_game_walk walk; /* where it is needed */
    game_found found;
} game_work;

/* game_shapley.c: Shapley values, exact or drawn. */
CH_MUST_USE ch_err game_find_shapley(game_work *work, ch_faults *faults);
/* game_stability.c: core and nucleolus. */
CH_MUST_USE ch_err game_find_stability(game_work *work);
/* Why something that was not found was not: CH_OK and a reason where err is CH_ENONE, else err and none. */
CH_MUST_USE ch_err game_reason_of(ch_err err, game_reason otherwise, game_reason *reason);
/* Numbers in the file's unit. */
CH_MUST_USE ch_err game_scale_all(const game_work *work, const ch_share_number *number, const ch_share_number **scaled);
CH_MUST_USE ch_err game_find_costs(const game_work *work, const ch_share_number *share, const ch_share_number **pays);

void game_json(const game_found *found, ch_buf *out);
void game_view(const options *asked, const game_found *found, ch_buf *out);

#endif
