/* span.h - groups whose sums follow from those of other groups.
 *
 * Elimination modulo the prime p = 2^61 - 1: a determinant of zeros and ones of 24 rows is at most 25^12.5 / 2^24 < 2^35 (Hadamard 1893) and so is 0 modulo p only
 * where it is 0. Ranks modulo p are ranks. */
#ifndef CHANGHE_SHARE_SPAN_H
#define CHANGHE_SHARE_SPAN_H

#include "changhe/game.h"

typedef struct {
    unsigned n, rank;
    unsigned lead[CH_GAME_MOST];              /* per row: the player whose column holds 1 here and 0 elsewhere */
    uint64_t row[CH_GAME_MOST][CH_GAME_MOST]; /* reduced */
    uint32_t group[CH_GAME_MOST];             /* that made it grow */
    uint64_t *open;                           /* a bit a group: its sum does not follow */
    uint64_t *table;
} ch_share__span;

/* Of nothing: every group but the empty one is open. CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__span_init(ch_arena *arena, unsigned n, ch_share__span *span);
/* A further sum is known; false: it was already. open stays until ch_share__span_close. */
bool ch_share__span_add(ch_share__span *span, uint32_t group);
/* Cost: O(n 2^(n/2)), and a test for each group that follows: fewer than 2^n in all the calls until the rank is n. */
void ch_share__span_close(ch_share__span *span);
size_t ch_share__words(unsigned n); /* of a bit a group */

#endif
