/* game.h - how to share a gain, or a cost, among players, and whether a group would rather leave.
 *
 * A game says for each group (a bit for each player: bit i is player i) what it makes alone. Values are whole numbers of some unit (fen), so that what
 * follows is exact: Shapley values and the nucleolus are rationals, printed "p/q". Cost games are shared through their savings: v(S) = sum of c({i}) - c(S).
 * Sources: Shapley 1953; Schmeidler 1969 (nucleolus); Kohlberg 1971 (criterion); Maschler, Peleg, Shapley 1979 (least core); Aumann and
 * Maschler 1985 (bankruptcy); Littlechild and Owen 1973 (airport); Bird 1976 (mst); Shapley and Shubik 1971 (assignment). */
#ifndef CHANGHE_GAME_H
#define CHANGHE_GAME_H

#include "changhe/lp.h"

enum {
    CH_GAME_MOST = 24 /* players of a table, and of exact Shapley; more: game_walk.h */,
    CH_GAME_NUCLEOLUS = 16 /* promised */,
    CH_GAME_COVER = 20
};
/* What a value may be at most, and at least below 0: a double holds it exactly, and sums of 2^10 of them fit 64 bits. In fen it is 90 trillion yuan. */
#define CH_GAME_VALUE_MOST (INT64_C(1) << 53)

typedef struct {
    unsigned players;
    const int64_t *value; /* 2^players entries; value[0] = 0, none beyond CH_GAME_VALUE_MOST */
    bool is_cost;         /* these are savings; alone holds what each pays alone */
    const int64_t *alone; /* per player, of a cost game */
} ch_game;

/* A rational; num and den are decimal texts in the arena, den > 0, in lowest terms ("3" has den "1"). */
typedef struct {
    ch_text num, den;
    double value; /* nearest */
} ch_share_number;

/* number / divisor, divisor > 0: back from whole numbers of a unit to the unit that people know. CH_ENOMEM. */
CH_MUST_USE ch_err ch_game_scale(ch_arena *arena, const ch_share_number *number, int64_t divisor,
                                 ch_share_number *scaled);
/* What a player of a cost game pays: alone - share of the savings. CH_ENOMEM. */
CH_MUST_USE ch_err ch_game_cost_share(ch_arena *arena, const ch_game *game, unsigned player,
                                      const ch_share_number *share, ch_share_number *cost);

/* ---- families: values in the arena, players 1 to CH_GAME_MOST. CH_EDATA: too many players, or none; a number is out of its range, told with its index, from
 * 1, as line; CH_ENOMEM. Numbers are >= 0, their sum at most CH_GAME_VALUE_MOST. Cost: O(2^players) unless said.
 * bankruptcy: v(S) = max(0, estate - claims of all others); estate at most the sum of claims. */
CH_MUST_USE ch_err ch_game_bankruptcy(ch_arena *arena, int64_t estate, const int64_t *claim, unsigned n, ch_game *game,
                                      ch_faults *faults);
/* A cost game: c(S) = the greatest cost in S. */
CH_MUST_USE ch_err ch_game_airport(ch_arena *arena, const int64_t *cost, unsigned n, ch_game *game, ch_faults *faults);
/* 1 where the weights reach the quota, which is > 0, else 0. */
CH_MUST_USE ch_err ch_game_majority(ch_arena *arena, int64_t quota, const int64_t *weight, unsigned n, ch_game *game,
                                    ch_faults *faults);
/* A cost game: c(S) = the cheapest tree that joins S and the source. cost: (n+1) x (n+1), symmetric, the source first; its diagonal does not count.
 * Cost: O(2^n n^2): 3 s for 24. */
CH_MUST_USE ch_err ch_game_tree(ch_arena *arena, const int64_t *cost, unsigned n, ch_game *game, ch_faults *faults);
/* v(S) = the most that pairs within S are worth. value: sellers x buyers; players are sellers, then buyers. Cost: O(2^players buyers). */
CH_MUST_USE ch_err ch_game_assignment(ch_arena *arena, const int64_t *value, unsigned sellers, unsigned buyers,
                                      ch_game *game, ch_faults *faults);
/* Costs to savings. cost: 2^n entries, cost[0] = 0; of any sign. Told: a cost beyond CH_GAME_VALUE_MOST, or savings that are, by group as line. */
CH_MUST_USE ch_err ch_game_of_costs(ch_arena *arena, const int64_t *cost, unsigned n, ch_game *game, ch_faults *faults);
/* The least superadditive game above it (best partition of each group). CH_EDATA: more than CH_GAME_COVER players, or a value
 * beyond CH_GAME_VALUE_MOST. progress: step "cover"; CH_ENONE: stopped. Cost: O(3^players). */
CH_MUST_USE ch_err ch_game_cover(ch_arena *arena, const ch_game *game, const ch_progress *progress, ch_game *cover);

/* ---- Shapley, exact: size classes in integers, one division at the end. share: per player. CH_ENOMEM. Cost: O(2^players), two additions a
 * group, and 0.5 MB beside the game. */
CH_MUST_USE ch_err ch_game_shapley(ch_arena *arena, const ch_game *game, ch_share_number *share);

/* ---- stability */
typedef struct {
    uint32_t
        group; /* that gains most by leaving: of equal ones that of fewest players, then of the smaller number; 0: none gains */
    ch_share_number by; /* how much: v(group) - sum of its shares; "0" where none gains */
} ch_game_leaving;
/* Exact: sums of 128 bits where the shares' common denominator allows, else by GMP (20 times slower). CH_ENOMEM. Cost: O(2^players). */
CH_MUST_USE ch_err ch_game_worst_group(ch_arena *arena, const ch_game *game, const ch_share_number *share,
                                       ch_game_leaving *worst);

typedef struct {
    ch_share_number
        least_core; /* the largest excess v(S) - x(S) of any proper group, made as small as possible; 0 for one player */
    bool core_empty; /* it is above 0 */
    /* Groups, ascending, and weights > 0 that sum to 1 and cover each player alike, lambda times: whatever x with x(N) = v(N), the largest excess is
     * sum of weight v(S) - lambda v(N) or more, which is least_core. At most players of them; none for one player. */
    const uint32_t *certificate;
    const ch_share_number *weight;
    size_t certificates;
} ch_game_core;
/* By rows as they are needed (constraint generation): the solver proposes the first, the exact simplex decides; what the solver says, or fails to say, does not
 * change least_core (of several certificates it may be another). solver NULL: the exact simplex alone, which for 16 players takes some 10 ms.
 * progress: step "core". CH_ENONE: stopped, or past limit pivots (0: none). CH_ENOMEM. */
CH_MUST_USE ch_err ch_game_find_core(ch_arena *arena, const ch_game *game, const ch_lp_solver *solver, uint64_t limit,
                                     const ch_progress *progress, ch_game_core *core);

typedef struct {
    const ch_share_number *share; /* per player; NULL: no split gives everyone at least its own value */
    bool is_impossible;           /* that is so */
    size_t levels;                /* programs solved */
} ch_game_nucleolus;
/* Of the prenucleolus where is_pre: shares below one's own value are allowed. Every answer is checked by Kohlberg's criterion before it is given.
 * solver, limit as above; progress: steps "nucleolus", sums settled of as many as players, and "proof". CH_ENONE: stopped, or past the limit. CH_ENOMEM. */
CH_MUST_USE ch_err ch_game_find_nucleolus(ch_arena *arena, const ch_game *game, bool is_pre, const ch_lp_solver *solver,
                                          uint64_t limit, const ch_progress *progress, ch_game_nucleolus *nucleolus);
/* Is a split the nucleolus (Kohlberg 1971), or the prenucleolus? Exact. CH_ENOMEM. Cost: O(2^players) for each level, of which there are
 * fewer than players, and small exact programs. */
CH_MUST_USE ch_err ch_game_check_nucleolus(ch_arena *arena, const ch_game *game, bool is_pre,
                                           const ch_share_number *share, bool *is_it);

/* ---- bankruptcy rules, exact (Thomson 2003): in proportion; equal awards, none above its claim; equal losses, none below nothing; Talmud: equal awards of half
 * claims up to half of all, beyond it equal losses of the other halves. Awards add up to the estate. CH_EDATA: no claims, a number below 0, claims
 * that sum past CH_GAME_VALUE_MOST, an estate above their sum; told as above. CH_ENOMEM. Cost: O(n log n). */
typedef enum {
    CH_CLAIM_PROPORTIONAL,
    CH_CLAIM_EQUAL_AWARDS,
    CH_CLAIM_EQUAL_LOSSES,
    CH_CLAIM_TALMUD,
    CH_CLAIM_RULES
} ch_claim_rule;
extern const char
    *const ch_claim_rule_name[CH_CLAIM_RULES]; /* "proportional", "equal-awards", "equal-losses", "talmud" */
CH_MUST_USE ch_err ch_claim_divide(ch_arena *arena, ch_claim_rule rule, int64_t estate, const int64_t *claim,
                                   unsigned n, ch_share_number *award, ch_faults *faults);

#endif
