/* game_walk.h - games of more players than a table has room for: what each adds as players come, one after another.
 *
 * A walk tells what a player adds to those who are there, and needs no table of groups. Shapley values are then drawn from orders of the players, with
 * how far off they may be, or exact where a family has a direct form. Games, units and costs as in game.h.
 * Sources: Castro, Gomez, Tejada 2009 (sampling); Chin, Houck 1978 (trees); Kuhn 1955 (assignment); Shapley 1953 and the rest in game.h. */
#ifndef CHANGHE_GAME_WALK_H
#define CHANGHE_GAME_WALK_H

#include "changhe/game.h"

enum { CH_GAME_WALK_MOST = 4096 /* players of a walk: a matrix of 4,096 x 4,096 costs takes 128 MiB */ };

typedef struct {
    unsigned players;
    bool is_cost;         /* what is added is saved; alone holds what each pays alone */
    const int64_t *alone; /* per player, of a cost game */
    /* Per player: how far apart what it adds to one group and to another may be, at most. */
    const int64_t *width;
    int64_t all;                                  /* what all make together, or save */
    void (*begin)(void *self);                    /* nobody is there */
    int64_t (*join)(void *self, unsigned player); /* who was not there comes: what it adds */
    void *self;
} ch_game_walk;

/* ---- families: what they keep lives in the arena, and the numbers given outlive the walk. Players 1 to CH_GAME_WALK_MOST; faults as in game.h. A player comes in O(1)
 * but for a tree (O(players there)) and an assignment (O(sellers x buyers there), mostly far less). */
CH_MUST_USE ch_err ch_game_walk_bankruptcy(ch_arena *arena, int64_t estate, const int64_t *claim, unsigned n,
                                           ch_game_walk *walk, ch_faults *faults);
CH_MUST_USE ch_err ch_game_walk_airport(ch_arena *arena, const int64_t *cost, unsigned n, ch_game_walk *walk,
                                        ch_faults *faults);
CH_MUST_USE ch_err ch_game_walk_majority(ch_arena *arena, int64_t quota, const int64_t *weight, unsigned n,
                                         ch_game_walk *walk, ch_faults *faults);
CH_MUST_USE ch_err ch_game_walk_tree(ch_arena *arena, const int64_t *cost, unsigned n, ch_game_walk *walk,
                                     ch_faults *faults);
CH_MUST_USE ch_err ch_game_walk_assignment(ch_arena *arena, const int64_t *value, unsigned sellers, unsigned buyers,
                                           ch_game_walk *walk, ch_faults *faults);
/* Of a table; the game outlives the walk. Widths by looking at all groups: O(players 2^players). CH_ENOMEM. */
CH_MUST_USE ch_err ch_game_walk_table(ch_arena *arena, const ch_game *game, ch_game_walk *walk);

/* ---- drawn orders. With probability 1 - delta or more a player's Shapley value lies within mean +- bound, for one player and one of the bounds.
 * Hoeffding 1963 by the player's width; the empirical Bernstein (Maurer, Pontil 2009) by the variance seen, for 2 orders or more (INFINITY below). */
typedef struct {
    uint64_t seed;
    size_t orders;               /* >= 1 */
    double delta;                /* in (0, 1) */
    const ch_progress *progress; /* step "orders"; NULL: nobody wants to know */
} ch_game_draws;
typedef struct {
    ch_share_number mean; /* of what was added, exact: means of all players add up to what all make */
    double hoeffding, bernstein;
} ch_game_sampled;
/* drawn: orders that the shares are of, fewer than asked where it was stopped. CH_ENONE: stopped; shares are told if drawn > 0.
 * CH_EDATA: no players or orders, delta out of its range. CH_ENOMEM. Cost: orders x (players + their coming). */
CH_MUST_USE ch_err ch_game_sample(ch_arena *arena, const ch_game_walk *walk, const ch_game_draws *draws, size_t *drawn,
                                  ch_game_sampled *share);

/* ---- exact for any number of players. What is given is what the walk or the game of the same numbers took without faults. */
/* Shapley values of savings (Littlechild and Owen 1973): each stretch of the runway is shared by all who use it. CH_ENOMEM. Cost: O(n log n) and n fractions, whose
 * size grows with n: 4,096 players have up to 1,800 digits. */
CH_MUST_USE ch_err ch_game_shapley_airport(ch_arena *arena, const int64_t *cost, unsigned n, ch_share_number *share);
/* Groups counted by size and weight (Mann and Shapley 1962). CH_ENONE: more than most additions of 64 bits would be needed; nothing was
 * begun. CH_ENOMEM. progress: step "counts"; CH_ENONE: stopped. Cost: O(n n q) sums of n bits, q the quota in units of the weights' common divisor, or what
 * loses by it where that is less, and as much for each distinct weight. */
CH_MUST_USE ch_err ch_game_shapley_majority(ch_arena *arena, int64_t quota, const int64_t *weight, unsigned n,
                                            uint64_t most, const ch_progress *progress, ch_share_number *share);

/* The nucleolus, which is the prenucleolus, and the least core of a game whose core is not empty, by a rule of its family. */
typedef struct {
    const ch_share_number *nucleolus; /* per player; of savings */
    ch_share_number least_core;       /* as in ch_game_core */
} ch_game_direct;
/* The Talmud's rule (Aumann and Maschler 1985). CH_ENOMEM. */
CH_MUST_USE ch_err ch_game_direct_bankruptcy(ch_arena *arena, int64_t estate, const int64_t *claim, unsigned n,
                                             ch_game_direct *direct);
/* Littlechild 1974. CH_ENOMEM. Cost: O(n d) fractions, d distinct costs. */
CH_MUST_USE ch_err ch_game_direct_airport(ch_arena *arena, const int64_t *cost, unsigned n, ch_game_direct *direct);
/* Players without whom no group wins share alike. CH_ENONE: there are none, though all together win. CH_ENOMEM. */
CH_MUST_USE ch_err ch_game_direct_majority(ch_arena *arena, int64_t quota, const int64_t *weight, unsigned n,
                                           ch_game_direct *direct);

#endif
