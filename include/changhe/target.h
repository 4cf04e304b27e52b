/* target.h - whom to invite: outside firms that would fill what a place lacks, each with its reasons.
 *
 *   gain   = sum of the gains of the nodes the firm fills (numbers that the caller brings)
 *   chance = 1 - product over its evidence of (1 - alpha x)
 *   points = -ln(1 - alpha x) for each piece of evidence: they add up to -ln(1 - chance)
 *   score  = gain * chance
 *
 * alpha is an assumption of the zone for each kind of evidence, x in [0,1] the strength of one
 * piece. Independent pieces combine as a noisy or (Pearl 1988, Probabilistic Reasoning in
 * Intelligent Systems, 4.3.2). The same evidence id counts once for a firm: the piece with most
 * points stays, of equal ones the first kind, then the first row. What is not known gives no point,
 * and neither does x = 0. Formulas with their sources and an example: docs/parts/target.md.
 *
 * This part knows base and model only; it neither reads files nor clocks. Results live in the arena
 * passed first; their texts stay in the zone's tables, so the zone must outlive them. */
#ifndef CHANGHE_TARGET_H
#define CHANGHE_TARGET_H

#include "changhe/place.h"

typedef enum {
    CH_EVIDENCE_TIE, /* supplies or buys from a local firm */
    CH_EVIDENCE_EXPANSION,
    CH_EVIDENCE_NEAR,   /* exp(-km / near_km), by great circle to the nearest place asked that has a point */
    CH_EVIDENCE_LEADER, /* by role */
    CH_EVIDENCE_GROWTH,
    CH_EVIDENCE_KINDS
} ch_evidence_kind;
extern const char *const ch_evidence_name[CH_EVIDENCE_KINDS]; /* "tie", "expansion", ... */

typedef struct {
    ch_evidence_kind kind;
    ch_text id;              /* evidence id; for what is computed or read from the firm's row: "near:<firm>" ... */
    double alpha, x, points; /* points > 0 */
    ch_text source;          /* ids of sources, or "computed" */
    ch_date as_of;
    uint32_t marks; /* bits of list mark that its row carries; near: the firm's row and the place's */
    size_t with;    /* row of firms: the local firm of a tie, else SIZE_MAX */
} ch_target_point;

typedef enum {
    CH_TARGET_COUNTY_UNKNOWN, /* stands in a zone that has parts here; which part is not known */
    CH_TARGET_NO_SEGMENT,     /* no segment of the chains in question is recorded for it */
    CH_TARGET_NO_GAIN         /* what it makes adds nothing here */
} ch_target_reason;

typedef struct {
    size_t firm; /* row of firms */
    double gain, chance, score;
    double km;               /* to the nearest place asked; NaN when the firm's point, or every place's, is not known */
    const uint32_t *segment; /* rows of segments it fills, ascending, whose node is in question */
    size_t segments;
    const ch_target_point *point; /* by kind, then id */
    size_t points;
} ch_target;

typedef struct {
    size_t firm;             /* row of firms */
    ch_target_reason reason; /* the first that holds, in the order of the list */
} ch_target_excluded;

typedef struct {
    const ch_target *target; /* by score, then gain, descending; then firm row ascending */
    size_t targets;
    const ch_target_excluded *excluded; /* firm rows ascending; local firms are in neither list */
    size_t excludeds;
} ch_target_ranking;

/* What the caller brings. Segments that are one product share a node and its gain; a node is in
 * question when one of its segments is of the chains in question, so a firm listed under the other
 * segment counts too. */
typedef struct {
    const uint32_t *node; /* for every row of segments: its node, below the number of rows */
    const double *gain;   /* for every row of segments: its node's gain here, >= 0 */
    const bool *asked;    /* for every row of segments: is it of the chains in question? */
    const bool *local;    /* for every row of firms: does it stand here? */
} ch_target_case;

/* Rank every outside firm: listed when its gain is > 0, whatever its chance, else excluded.
 * CH_ENOMEM. Cost: O(firms * (places asked + log firms) + (ties + signals) log). */
CH_MUST_USE ch_err ch_target_rank(ch_arena *arena, const ch_zone *zone, const ch_place_set *set,
                                  const ch_target_case *given, ch_target_ranking *ranking);

/* -ln(1 - alpha x), and the chance that points add up to. */
double ch_target_points(double alpha, double x);
double ch_target_chance(const ch_target_point *point, size_t n);

/* A team of k firms that covers most gain:
 *   F(S) = sum over nodes g of w_g (1 - product over firms f of S filling g of (1 - chance_f))
 * F is monotone and submodular. Chosen by lazy greedy (Minoux 1978), of equal rises the firm ranked
 * higher. bound is the least of F + the k largest single rises before each greedy step and after the
 * last, of a team larger than CH_TEAM_DEPTH before the first and after the last (Nemhauser, Wolsey,
 * Fisher 1978), and F / (1 - (1 - 1/k)^k): no team of k covers more. best is the exact best, by
 * enumeration cut with that bound, when it ends within CH_TEAM_WORK rises computed, or the bound or
 * the list leaves no other team; it is the greedy team unless another covers more by a relative
 * CH_TEAM_BETTER, so that rounding picks no winner. coverage <= best_coverage <= bound. */
enum {
    CH_TEAM_WORK = 200000, /* rises of single firms: any three of a hundred take 166,750, uncut */
    CH_TEAM_DEPTH = 32     /* members of a team enumerated; larger ones are proven by the bound or not at all */
};
#define CH_TEAM_BETTER 1e-12
typedef struct {
    const uint32_t *member; /* indices into ranking->target, in the order chosen */
    size_t members;         /* k, or all targets when they are fewer */
    double coverage, bound;
    bool exact;           /* best and best_coverage are proven */
    const uint32_t *best; /* indices ascending */
    size_t bests;         /* 0 when not exact */
    double best_coverage; /* NaN when not exact */
} ch_target_team;

/* given: the case that the ranking was made from. CH_ENOMEM.
 * Cost: O(targets log targets), for each member the firms whose rise has fallen since they were last
 * looked at, O(k log targets) for each bound, and the enumeration, whose memory is O(targets +
 * CH_TEAM_WORK). */
CH_MUST_USE ch_err ch_target_choose_team(ch_arena *arena, const ch_target_ranking *ranking, const ch_target_case *given,
                                         size_t k, ch_target_team *team);

#endif
