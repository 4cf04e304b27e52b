/* evidence.h - inside the target part: the evidence that each target may come. */
#ifndef CHANGHE_PARTS_TARGET_EVIDENCE_H
#define CHANGHE_PARTS_TARGET_EVIDENCE_H

#include "changhe/target.h"

/* What is asked of one firm after another, and room for the pieces of one. */
typedef struct {
    const ch_zone *zone;
    const ch_target_rows *rows;
    const ch_place_set *set;
    const bool *local;
    const double *minutes; /* per row of firms, or NULL */
    double alpha[CH_EVIDENCE_KINDS], near_km, near_min, x_of_role[CH_role_END];
    ch_target_point *piece;        /* as found, in the order of the tables */
    const ch_target_point **shown; /* by kind, then id, each id once */
    char *near_id, *leader_id;
    size_t count;
} ch_target__evidence;

/* local and minutes (or NULL): per row of firms. Room lives in scratch. CH_ENOMEM. */
CH_MUST_USE ch_err ch_target__start_evidence(ch_arena *scratch, const ch_zone *zone, const ch_target_rows *rows,
                                             const ch_place_set *set, const bool *local, const double *minutes,
                                             ch_target__evidence *e);

/* The chance of a firm outside; exactly that of its points. */
double ch_target__find_chance(ch_target__evidence *e, size_t firm);

/* Set km, point, points and chance of a target. CH_ENOMEM. */
CH_MUST_USE ch_err ch_target__tell_evidence(ch_arena *arena, ch_target__evidence *e, ch_target *target);

#endif
