/* netting.h - who pays whom when many owe one another.
 *
 * By novation all claims become one net position a party, paid off by few payments; by cycles only claims that exist stay, cut down as far as
 * circles of them cancel. Amounts are whole fen; nothing is lost: what a party has coming, less what it owes, is the same before and after. */
#ifndef CHANGHE_NETTING_H
#define CHANGHE_NETTING_H

#include "changhe/fault.h"
#include "changhe/progress.h"

typedef struct {
    uint32_t from, to; /* parties, below parties; from owes to */
    int64_t fen;       /* > 0 */
} ch_claim;

typedef struct {
    const ch_claim *payment; /* by from, then to */
    size_t payments;
    int64_t gross, net; /* sum of the claims; sum paid after netting (by cycles: what stays owed) */
    bool is_minimal;    /* no fewer payments (novation) or no smaller sum (cycles) can do it: proved */
} ch_netted;

enum { CH_NETTING_EXACT = 20 }; /* parties whose fewest payments are proved by subsets that sum to zero */

/* Fewest payments; nobody both pays and is paid, and net is the sum of what those have coming who do not owe more.
 * Whoever owes just what another has coming pays that, the smaller parties first: this never costs a payment. Up to CH_NETTING_EXACT
 * parties left are split into the most groups that sum to zero (n parties in g groups pay n - g times); groups are taken from the
 * smallest party on, each with as few members as can be, of these the first ones. In a group, and where more parties are left in all
 * of them, the largest debt goes against the largest due, ties to the smaller party. Then is_minimal is told only where no split could
 * need less: of n left, as many payments as the longer side has parties, or n - n/3.
 * Parties are in the order of their codes, so the order of claims changes nothing.
 * CH_EDATA: a claim on oneself, an amount not > 0, claims past 63 bits in all: told with line = index + 1. CH_ENOMEM.
 * Cost: O(claims + n log n), and n 2^n for n <= CH_NETTING_EXACT, with 9 MB. */
CH_MUST_USE ch_err ch_net_by_novation(ch_arena *arena, size_t parties, const ch_claim *claim, size_t claims,
                                      ch_netted *netted, ch_faults *faults);

/* The largest cancellation of circles: what stays is the cheapest flow with the same positions, exact, in which no payment is more than
 * its claims; those of one pair are added first. Claims in no circle stay whole. Of several such the same one whatever the order of claims. is_minimal is told once
 * the proof (heights, by which no change of the flow saves a fen) was checked anew. The step told of progress is "cancelling circles",
 * in fen; stopped: CH_ENONE. CH_EDATA and CH_ENOMEM as above.
 * Cost: O(claims + parties), then for each group of n parties in circles with one another, raises and augmenting rounds (n - 1 raises at most; few in
 * practice), each a search of O(n^2 / 64) in dense groups, of their pairs in others. Memory: some 100 bytes a pair; in dense groups n^2 / 2 bytes, at most 128 MiB. */
CH_MUST_USE ch_err ch_net_by_cycles(ch_arena *arena, size_t parties, const ch_claim *claim, size_t claims,
                                    const ch_progress *progress, ch_netted *netted, ch_faults *faults);

#endif
