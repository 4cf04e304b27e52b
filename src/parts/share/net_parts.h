/* net_parts.h - what the two ways of netting have in common. Not public. */
#ifndef CHANGHE_SHARE_NET_PARTS_H
#define CHANGHE_SHARE_NET_PARTS_H

#include "changhe/netting.h"

/* What a party owes, or what it has coming. */
typedef struct {
    uint32_t party;
    int64_t fen; /* > 0 */
} ch_share__position;

/* Payments as they are found; at has room for all there can be. */
typedef struct {
    ch_claim *at;
    size_t n;
} ch_share__payments;

/* Each claim is well and all add up: *gross. */
CH_MUST_USE ch_err ch_share__check_claims(const ch_claim *claim, size_t claims, int64_t *gross, ch_faults *faults);

/* Claims by from, then to, those of one pair added. pair has room for claims. Cost: O(claims + parties). CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__add_pairs(ch_arena *scratch, size_t parties, const ch_claim *claim, size_t claims,
                                       ch_claim *pair, size_t *pairs);

/* The most groups that sum to zero: group[i] of fen[i] is 0 .. *groups-1, numbered by their smallest members. Groups are taken from
 * the first position on, each with as few members as can be, of these the first ones. n <= CH_NETTING_EXACT; fen is none of it 0,
 * all of it together is. Cost: O(n 2^n), 9 bytes a subset. CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__find_groups(ch_arena *scratch, const int64_t *fen, size_t n, uint32_t *group,
                                         size_t *groups);

#endif
