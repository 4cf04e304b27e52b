/* cover.h - inside the target part: how much of the gain a team covers.
 *   F(S) = sum over nodes g of w_g (1 - product over members f filling g of (1 - chance_f))
 * What is left of each node's gain, w_g times that product, is all that F needs to know of S: one
 * more firm f covers chance_f times what is left at its nodes. In floating point too this never
 * rises when others have joined before, since every step rounds a smaller number to no larger one. */
#ifndef CHANGHE_PARTS_TARGET_COVER_H
#define CHANGHE_PARTS_TARGET_COVER_H

#include "changhe/target.h"

typedef struct {
    size_t targets, nodes;
    const double *gain;            /* per node */
    const double *chance;          /* per target */
    const uint32_t *start, *fills; /* target t fills fills[start[t]] .. fills[start[t+1]-1], each once */
} ch_target__cover;

/* Nodes are numbered anew, only those that a target fills. CH_ENOMEM. */
CH_MUST_USE ch_err ch_target__make_cover(ch_arena *arena, const ch_target_ranking *ranking, const ch_target_case *given,
                                         ch_target__cover *cover);

/* What the target would cover of what is left (per node). */
double ch_target__rise(const ch_target__cover *cover, const double *left, uint32_t target);
/* The target joins. */
void ch_target__join(const ch_target__cover *cover, double *left, uint32_t target);
/* F of a set, always in ascending order, so that a set has one value. left: scratch, per node. */
double ch_target__coverage(const ch_target__cover *cover, const uint32_t *ascending, size_t n, double *left);

/* For qsort: members of a team, ascending. */
int ch_target__compare_members(const void *a, const void *b);

/* Make of the greedy team (k members, ascending; its coverage; a bound) the best there is. When the
 * search does not end within its work *exact is false and the team says nothing. CH_ENOMEM. */
CH_MUST_USE ch_err ch_target__find_best(ch_arena *scratch, const ch_target__cover *cover, size_t k, double bound,
                                        uint32_t *team, double *coverage, bool *exact);

#endif
