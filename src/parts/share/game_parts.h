/* game_parts.h - what makers of games share. */
#ifndef CHANGHE_SHARE_GAME_PARTS_H
#define CHANGHE_SHARE_GAME_PARTS_H

#include "changhe/game.h"

/* A number, its index from 0, is not what was wanted. */
CH_MUST_USE ch_err ch_game__tell(ch_faults *faults, size_t index, const char *column, int64_t found, ch_want want,
                                 const char *detail);
CH_MUST_USE ch_err ch_game__check_players(uint64_t n, unsigned most, ch_faults *faults);
/* n numbers >= 0 whose *sum is at most CH_GAME_VALUE_MOST. */
CH_MUST_USE ch_err ch_game__check_numbers(const int64_t *number, size_t n, const char *column, int64_t *sum,
                                          ch_faults *faults);

/* ---- what families refuse, of at most so many players; *sum of their numbers. */
CH_MUST_USE ch_err ch_game__check_bankruptcy(int64_t estate, const int64_t *claim, unsigned n, unsigned most,
                                             int64_t *sum, ch_faults *faults);
CH_MUST_USE ch_err ch_game__check_airport(const int64_t *cost, unsigned n, unsigned most, int64_t *sum,
                                          ch_faults *faults);
CH_MUST_USE ch_err ch_game__check_majority(int64_t quota, const int64_t *weight, unsigned n, unsigned most,
                                           int64_t *sum, ch_faults *faults);
CH_MUST_USE ch_err ch_game__check_tree(const int64_t *cost, unsigned n, unsigned most, ch_faults *faults);
CH_MUST_USE ch_err ch_game__check_assignment(const int64_t *value, unsigned sellers, unsigned buyers, unsigned most,
                                             ch_faults *faults);

/* A game of gains of 2^n values, all 0; NULL: no memory. */
CH_MUST_USE int64_t *ch_game__new(ch_arena *arena, unsigned n, ch_game *game);
/* value[S] = sum of number over S, for 2^n groups. */
void ch_game__add_up(const int64_t *number, unsigned n, int64_t *value);
/* Costs in value, which are the game's, become savings; alone is the costs of each. Where costs are subadditive and >= 0 all savings are. */
CH_MUST_USE ch_err ch_game__save(ch_arena *arena, int64_t *value, ch_game *game);

#endif
