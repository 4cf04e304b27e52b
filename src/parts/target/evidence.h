/* evidence.h - inside the target part: the evidence that each target may come. */
#ifndef CHANGHE_PARTS_TARGET_EVIDENCE_H
#define CHANGHE_PARTS_TARGET_EVIDENCE_H

#include "changhe/target.h"

/* Set km, point and points of n targets, each another firm. local: per row of firms. CH_ENOMEM. */
CH_MUST_USE ch_err ch_target__find_evidence(ch_arena *arena, ch_arena *scratch, const ch_zone *zone,
                                            const ch_place_set *set, const bool *local, ch_target *target, size_t n);

#endif
