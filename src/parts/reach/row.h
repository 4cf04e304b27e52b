/* row.h - distances of all lanes at once. Loops of a fixed length over flat arrays: compilers make of them what the
 * processor has. */
#ifndef CHANGHE_REACH_ROW_H
#define CHANGHE_REACH_ROW_H

#include "hierarchy_room.h"

#define CH_REACH__INLINE static inline __attribute__((always_inline))

/* to = min(than, from + weight), where what is past 32 bits is far; than may be to. */
CH_REACH__INLINE void ch_reach__relax(ch_reach__row *to, const ch_reach__row *than, const ch_reach__row *restrict from,
                                      uint32_t weight)
{
    const uint32_t most = CH_REACH_FAR - weight; /* what still has a sum */
    for (unsigned l = 0; l < CH_REACH__LANES; l++) {
        uint32_t sum = (from->lane[l] < most ? from->lane[l] : most) + weight;
        to->lane[l] = than->lane[l] < sum ? than->lane[l] : sum;
    }
}

CH_REACH__INLINE void ch_reach__set_far(ch_reach__row *row)
{
    for (unsigned l = 0; l < CH_REACH__LANES; l++)
        row->lane[l] = CH_REACH_FAR;
}

/* On x86-64, loops over rows are compiled a second time for AVX2, which takes half as long, and used in rooms
 * made where the processor has it. Both give the same. */
#if defined(__x86_64__) && !defined(__AVX2__)
#define CH_REACH__TWICE 1
#define CH_REACH__WIDE  __attribute__((target("avx2")))
#else
#define CH_REACH__TWICE 0
#endif

#endif
