/* target.h - whom to invite: outside firms that would fill what a place lacks, each with its reasons.
 *
 *   gain   = sum of the gains of the nodes the firm fills (numbers that the caller brings)
 *   chance = 1 - product over its evidence of (1 - alpha x)
 *   points = -ln(1 - alpha x) for each piece of evidence: they add up to -ln(1 - chance)
 *   score  = gain * chance
 *
 * alpha is an assumption of the zone for each kind of evidence, x in [0,1] the strength of one
 * piece. Independent pieces combine as a noisy or (Pearl 1988, Probabilistic Reasoning in
 * Intelligent Systems, 4.3.2). The same evidence id counts once for a firm: the one with most
 * points stays. What is not known gives no point. This part knows base and model only. */
#ifndef CHANGHE_TARGET_H
#define CHANGHE_TARGET_H

#include "changhe/place.h"

typedef enum {
    CH_EVIDENCE_TIE, /* supplies or buys from a local firm */
    CH_EVIDENCE_EXPANSION,
    CH_EVIDENCE_NEAR, /* exp(-km / near_km), by great circle to the nearest place asked */
    CH_EVIDENCE_LEADER, /* by role */
    CH_EVIDENCE_GROWTH,
    CH_EVIDENCE_KINDS
} ch_evidence_kind;
extern const char *const ch_evidence_name[CH_EVIDENCE_KINDS]; /* "tie", "expansion", ... */

typedef struct {
    ch_evidence_kind kind;
    ch_text id;     /* evidence id; for what is computed or read from the firm's row: "near:<firm>" ... */
    double alpha, x, points;
    ch_text source; /* ids of sources, or "computed" */
    ch_date as_of;
    uint32_t marks; /* bits of list mark that its row carries */
    size_t with;    /* row of firms: the local firm of a tie, else SIZE_MAX */
} ch_target_point;

typedef enum {
    CH_TARGET_COUNTY_UNKNOWN, /* stands in a zone that has parts here; its county is not known */
    CH_TARGET_NO_SEGMENT,     /* no segment of the chains in question is recorded for it */
    CH_TARGET_NO_GAIN         /* what it makes adds nothing here */
} ch_target_reason;

typedef struct {
    size_t firm; /* row of firms */
    double gain, chance, score;
    double km;   /* NaN when the firm's point is not known */
    const uint32_t *segment; /* rows of segments it fills, ascending, of the chains in question */
    size_t segments;
    const ch_target_point *point; /* by kind, then id */
    size_t points;
} ch_target;

typedef struct {
    size_t firm;
    ch_target_reason reason;
} ch_target_excluded;

typedef struct {
    const ch_target *target; /* by score, then gain, descending; then firm row ascending */
    size_t targets;
    const ch_target_excluded *excluded; /* firm rows ascending; local firms are in neither list */
    size_t excludeds;
} ch_target_ranking;

/* What the caller brings: for every row of segments its node and the node's gain here, whether the
 * segment is of the chains in question; for every row of firms whether it is local. */
typedef struct {
    const uint32_t *node;
    const double *gain;
    const bool *asked;
    const bool *local;
} ch_target_case;

/* Rank every outside firm. CH_ENOMEM. Cost: O(firms log firms + ties + signals). */
CH_MUST_USE ch_err ch_target_rank(ch_arena *arena, const ch_zone *zone, const ch_place_set *set,
                                  const ch_target_case *given, ch_target_ranking *ranking);

/* -ln(1 - alpha x), and the chance that points add up to. */
double ch_target_points(double alpha, double x);
double ch_target_chance(const ch_target_point *point, size_t n);

/* A team of k firms that covers most gain:
 *   F(S) = sum over nodes g of w_g (1 - product over firms f of S filling g of (1 - chance_f))
 * F is monotone and submodular. Chosen by lazy greedy (Minoux 1978), of equal rises the firm ranked
 * higher. bound is the least of F + the k largest single rises at each greedy step (Nemhauser,
 * Wolsey, Fisher 1978) and F / (1 - (1 - 1/k)^k): no team of k covers more. best is the exact
 * best, by enumeration cut with that bound, when it ends within CH_TEAM_WORK sets looked at. */
enum { CH_TEAM_WORK = 20000 };
typedef struct {
    const uint32_t *member; /* indices into ranking->target, in the order chosen; may be fewer than k */
    size_t members;
    double coverage, bound;
    bool exact;             /* best and best_coverage are proved */
    const uint32_t *best;   /* indices ascending */
    size_t bests;
    double best_coverage;
} ch_target_team;

CH_MUST_USE ch_err ch_target_choose_team(ch_arena *arena, const ch_target_ranking *ranking,
                                         const ch_target_case *given, size_t k, ch_target_team *team);

#endif
