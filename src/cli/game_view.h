/* game_view.h - what a game's answer holds, and how it is shown. */
#ifndef CHANGHE_CLI_GAME_VIEW_H
#define CHANGHE_CLI_GAME_VIEW_H

#include "options.h"

#include "changhe/game.h"
#include "changhe/game_file.h"

/* Numbers in the unit of the file. */
typedef struct {
    const ch_game_file *file;
    bool is_cost;
    ch_share_number all;            /* what all make together, or save */
    const ch_share_number *shapley; /* per player */
    const ch_share_number *pays;    /* of a cost game: alone less the share; else NULL */
    uint32_t worst;                 /* group */
    ch_share_number short_by;       /* what it gains by leaving */
    bool has_core, has_nucleolus;   /* false: not found within the limit of work */
    ch_share_number least_core;
    ch_game_core core;                                 /* its weights and groups; its least_core is in units */
    bool is_impossible;                                /* no split gives each player its own value */
    const ch_share_number *nucleolus, *nucleolus_pays; /* NULL: there is none; of a cost game */
    const ch_share_number *award[CH_CLAIM_RULES];      /* NULL: not asked */
} game_found;

/* game_stability.c: core and nucleolus. */
CH_MUST_USE ch_err game_find_stability(ch_arena *arena, const ch_game *game, bool is_pre, int64_t scale,
                                       game_found *found);
/* Numbers in the file's unit. */
CH_MUST_USE ch_err game_scale_all(ch_arena *arena, const ch_share_number *number, unsigned n, int64_t scale,
                                  const ch_share_number **scaled);
CH_MUST_USE ch_err game_find_costs(ch_arena *arena, const ch_game *game, const ch_share_number *share, int64_t scale,
                                   const ch_share_number **pays);

void game_json(const game_found *found, ch_buf *out);
void game_view(const options *asked, const game_found *found, ch_buf *out);

#endif
