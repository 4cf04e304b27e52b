/* share.h - divide what a zone earns together, exact to the fen.
 *
 * Largest remainder (Hamilton) on |total|: each party gets the whole fen of its exact part, and the odd fen go one each to the largest
 * remainders, ties to the smaller party code, whatever the order given. So split(-T) = -split(T), a party without weight gets nothing, equal parties are equal to
 * a fen, and two who compute alone get the same bytes. */
#ifndef CHANGHE_SHARE_H
#define CHANGHE_SHARE_H

#include "changhe/arena.h"
#include "changhe/fault.h"

typedef struct {
    ch_text party;  /* code; each once */
    int64_t weight; /* >= 0, in any unit common to all */
} ch_share_part;

/* fen[i] is the share of part[i]; is_odd[i] (NULL: not wanted): it got an odd fen. CH_EDATA: a weight is negative, none is positive, a party stands twice: told with
 * its index, from 1, as line; weights sum past 63 bits. CH_ENOMEM. Cost: O(n log n); products of 128 bits. On failure fen is untouched. */
CH_MUST_USE ch_err ch_share_divide(ch_arena *scratch, int64_t total_fen, const ch_share_part *part, size_t n,
                                   int64_t *fen, bool *is_odd, ch_faults *faults);

#endif
