/* shapley_classes.h - sums of values by size of group, for all groups and for those that a player is in. */
#ifndef CHANGHE_SHARE_SHAPLEY_CLASSES_H
#define CHANGHE_SHARE_SHAPLEY_CLASSES_H

#include "changhe/game.h"
#include "wide.h"

typedef struct {
    ch_share__wide all[CH_GAME_MOST + 1];                /* by size */
    ch_share__wide with[CH_GAME_MOST][CH_GAME_MOST + 1]; /* player, size */
} ch_share__classes;

/* CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__sum_classes(ch_arena *arena, const ch_game *game, ch_share__classes *classes);

#endif
