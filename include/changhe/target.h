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
    CH_EVIDENCE_NEAR,   /* exp(-minutes / near_min) where the caller brings minutes, else exp(-km / near_km), by great
                         * circle to the nearest place asked that has a point */
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
    CH_TARGET_NO_GAIN,        /* what it makes adds nothing here */
    CH_TARGET_REASONS
} ch_target_reason;

/* Of each reason so many firms are named and the rest counted: of a million outside, most are left out,
 * and nobody reads on after the first hundred. */
enum { CH_EXCLUDED_LISTED = 100 };

typedef struct {
    size_t firm; /* row of firms */
    double gain, chance, score;
    double km;               /* to the nearest place asked; NaN when the firm's point, or every place's, is not known */
    double minutes;          /* as the caller brought them; NaN: not known */
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
    size_t targets;          /* listed: the first given->top, or all */
    size_t found;            /* all of them */
    /* Firm rows ascending, of each reason the first CH_EXCLUDED_LISTED; local firms are in neither list. */
    const ch_target_excluded *excluded;
    size_t excludeds;
    size_t excluded_count[CH_TARGET_REASONS]; /* all of them */
} ch_target_ranking;

/* What the caller brings. Segments that are one product share a node and its gain; a node is in
 * question when one of its segments is of the chains in question, so a firm listed under the other
 * segment counts too. */
typedef struct {
    const uint32_t *node;  /* for every row of segments: its node, below the number of rows */
    const double *gain;    /* for every row of segments: its node's gain here, >= 0 */
    const bool *asked;     /* for every row of segments: is it of the chains in question? */
    const bool *local;     /* for every row of firms: does it stand here? */
    const bool *aside;     /* for every row of firms: neither listed nor counted, though it may speak for others by
                           * standing here; NULL: none */
    const double *minutes; /* for every row of firms: on the road to the nearest place asked, NaN: not known; NULL: of
                            * none */
    size_t top;            /* so many targets are listed; 0: all */
} ch_target_case;

/* Rank every outside firm: a target when its gain is > 0, whatever its chance, else excluded.
 * CH_ENOMEM. Cost: O(firms * places asked + (ties + signals) log + listed log listed); for what the
 * firms are by numbers about 80 bytes each while it runs, for the rest only what is listed. */
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

/* given: the case that the ranking, of all targets, was made from. CH_ENOMEM.
 * Cost: O(targets log targets), for each member the firms whose rise has fallen since they were last
 * looked at, O(k log targets) for each bound, and the enumeration, whose memory is O(targets +
 * CH_TEAM_WORK). */
CH_MUST_USE ch_err ch_target_choose_team(ch_arena *arena, const ch_target_ranking *ranking, const ch_target_case *given,
                                         size_t k, ch_target_team *team);

/* ---- a million firms
 *
 * What tells which few to list, by numbers alone, in three steps, each made once for what it depends on:
 * the rows of a snapshot, a crowd for the places asked, a pick for the gains of a question. ch_target_rank
 * takes all three, so who keeps the first two picks the very firms that it would. Results keep pointers
 * to the rows and arrays given. */

#define CH_CROWD_NONE UINT32_MAX

/* Which rows of other tables each firm has. Lists of firm f end where those of f + 1 begin. */
typedef struct {
    size_t firms;
    const uint32_t *place, *zone;        /* rows of places; the zone may be CH_CROWD_NONE */
    const uint32_t *fills_at;            /* rows of firm_segments: fills_at[f] .. fills_at[f+1]-1 */
    const uint32_t *node_at, *node;      /* nodes it fills, each once, in the order of those rows */
    const uint32_t *signals_at;          /* rows of signals */
    const uint32_t *supplies_at;         /* rows of ties in which it is the supplier */
    const uint32_t *buys_at, *buys;      /* buys[buys_at[f]] ..: those in which it is the customer, ascending */
    const uint32_t *supplier, *customer; /* of each row of ties */
} ch_target_rows;

/* node: as in ch_target_case. CH_ENOMEM.
 * Cost: O(rows) of the tables, O(log firms) for each tie, and the places and segments hashed. */
CH_MUST_USE ch_err ch_target_rows_make(ch_arena *arena, const ch_zone *zone, const uint32_t *node,
                                       ch_target_rows *rows);

typedef enum { CH_CROWD_OUTSIDE, CH_CROWD_LOCAL, CH_CROWD_UNKNOWN } ch_crowd_standing; /* unknown: in which county */

typedef struct {
    const uint8_t *standing; /* per firm: a ch_crowd_standing */
    const double *chance;    /* per firm outside; 0 for others */
} ch_target_crowd;

/* local: per firm, does it stand in the set? CH_ENOMEM.
 * Cost: O(firms * places asked + (ties + signals) log). Memory kept: 9 bytes a firm. */
CH_MUST_USE ch_err ch_target_crowd_make(ch_arena *arena, const ch_zone *zone, const ch_target_rows *rows,
                                        const ch_place_set *set, const bool *local, ch_target_crowd *crowd);

typedef struct {
    const uint32_t *firm; /* the first given->top targets, or all, in the order of a ranking */
    size_t firms;
    size_t found;
    const ch_target_excluded *excluded; /* as in a ranking */
    size_t excludeds;
    size_t excluded_count[CH_TARGET_REASONS];
} ch_target_pick;

/* given->local is not looked at: the crowd knows. segments: how many rows the segments have. CH_ENOMEM.
 * Cost: O(firms + their nodes), and sorting what is listed. */
CH_MUST_USE ch_err ch_target_pick_firms(ch_arena *arena, const ch_target_rows *rows, const ch_target_crowd *crowd,
                                        const ch_target_case *given, size_t segments, ch_target_pick *pick);

/* Targets shared among the promotion districts (rows of districts), in the order of their ranks:
 * where one district covers a firm's place the firm is that one's; where several do, of those the one with
 * least load so far; where none does, of all districts, also those that cover nothing, the one with least.
 * Of equal loads the first row. A district covers all that lies in a place it names. Load is the sum of scores
 * a head where every district's staff is known and positive, else the number of targets. */
typedef struct {
    const uint32_t *district; /* of each target: row of districts, UINT32_MAX when there is no district */
    const bool *uncovered;    /* of each target: no district covers its place */
    const double *load;       /* of each row of districts */
    bool by_staff;            /* load is score a head, not targets */
    const uint32_t *without;  /* rows of places of uncovered targets, ascending, each once */
    size_t withouts;
} ch_target_share;

/* The first n targets of the ranking, which may be all. Lives in the arena. CH_ENOMEM.
 * Cost: O(places covered * places) questions of what lies where, and O(targets * districts). */
CH_MUST_USE ch_err ch_target_share_out(ch_arena *arena, const ch_zone *zone, const ch_target_ranking *ranking, size_t n,
                                       ch_target_share *share);

#endif
