/* excess.h - which groups are owed most under a split: exact, over all groups that are open.
 *
 * With D the common denominator of the shares, D v(S) - sum of D share is a whole number: the excess times D. */
#ifndef CHANGHE_SHARE_EXCESS_H
#define CHANGHE_SHARE_EXCESS_H

#include "ratio.h"

typedef struct {
    unsigned n, value_bits; /* bits of the greatest value */
    const int64_t *value;   /* per group; NULL: 0 */
    const uint64_t *open;   /* a bit a group: those that are looked at */
    ch_share__wide *table;  /* sums of parts, of the low players and of the high ones */
    mpz_t common, part[CH_GAME_MOST];
} ch_share__split;

/* Cleared by ch_share__split_clear, whatever this returns. CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__split_init(ch_arena *arena, unsigned n, ch_share__split *split);
/* Which values, and which groups are open. Both outlive it. */
void ch_share__split_watch(ch_share__split *split, const int64_t *value, const uint64_t *open);
void ch_share__split_clear(ch_share__split *split);
/* common: a multiple of the denominators of n shares and of further ones behind them. */
void ch_share__split_set(ch_share__split *split, mpq_t *share, unsigned further);

/* Called for groups whose excess (times common) is least or more; it may raise least. */
typedef void ch_share__see(void *self, uint32_t group, const mpz_t excess, mpz_t least);
/* The order of groups is not told. Cost: 2^n additions of 64 bits, of 128 or of any size where those do not fit. */
void ch_share__look(const ch_share__split *split, mpz_t least, ch_share__see *see, void *self);

/* The most of those above a bound: by excess, then the smaller number. */
enum { CH_SHARE__SEEN = CH_GAME_MOST, CH_SHARE__POOL = 1024 };
typedef struct {
    size_t n, room;
    uint32_t group[CH_SHARE__SEEN];
    mpz_t excess[CH_SHARE__SEEN];
    uint32_t
        *pool;     /* groups that were among the most at some time, the last CH_SHARE__POOL of them; NULL: not wanted */
    size_t pooled; /* ever */
} ch_share__most;
/* Up to room groups with an excess (times common) of least or more. */
void ch_share__find_most(const ch_share__split *split, const mpz_t least, size_t room, ch_share__most *most);
/* The same of the pool alone. */
void ch_share__find_pooled(const ch_share__split *split, const mpz_t least, size_t room, ch_share__most *most);
void ch_share__most_init(ch_share__most *most);
void ch_share__most_clear(ch_share__most *most);

#endif
