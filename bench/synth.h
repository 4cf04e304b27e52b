/* synth.h - a zone of any size, made up from a seed: the same size and seed, the same rows.
 * Nothing in it is real; every row's source is "illustrative". */
#ifndef CHANGHE_BENCH_SYNTH_H
#define CHANGHE_BENCH_SYNTH_H

#include "changhe/zone.h"

typedef struct {
    size_t places;   /* a hundredth are provinces, a tenth prefectures, the last the zone; >= 100 */
    size_t segments; /* in ten chains; the first tenth are raw materials, the rest have three inputs */
    size_t firms;    /* in counties or the zone; one in ten has a parent; each fills one or two segments */
    uint64_t seed;   /* not 0 */
    /* What a zone has besides; 0: nothing of it. */
    bool points;            /* every firm has a point */
    size_t towns;           /* firms have points in so many, the first by far the largest, names as long as real ones
                               and English names; a town's firms have one place */
    size_t seconds;         /* of ten firms so many fill a second segment; 0: five */
    size_t ties, signals;   /* of firms drawn */
    size_t name_of_hundred; /* of a hundred firms so many have the name of a parent outside, one of a thousand */
} synth_size;

/* Place 0 is a province. Ends the program, telling the first fault, when the zone cannot be made. */
ch_zone *synth_zone(const synth_size *size);

#endif
