/* textbook.h - the chain part's figures by the shortest way from their definitions: no graph, no
 * backward pass, every worth by computing the whole sum again. Slow, and hard to get wrong. */
#ifndef CHANGHE_BENCH_TEXTBOOK_H
#define CHANGHE_BENCH_TEXTBOOK_H

#include "changhe/zone.h"

/* Rows of the zone as numbers. Only zones as synth.h makes them: links go from smaller to larger
 * rows of segments, no segments are one product, no need is typed, firms stand in no zone. */
typedef struct {
    size_t places, segments, links, firms, fills;
    size_t *place_parent; /* SIZE_MAX: none */
    size_t *link_from, *link_to;
    size_t *firm_place, *firm_top;
    size_t *fill_firm, *fill_segment;
    size_t *inputs; /* of each segment */
    double beta;
} textbook;

CH_MUST_USE ch_err textbook_open(ch_arena *arena, const ch_zone *zone, textbook *book);

/* Local content of a place (row of places), and the worth of one more firm in each segment. */
CH_MUST_USE ch_err textbook_assess(ch_arena *scratch, const textbook *book, size_t place, double *content,
                                   double *worth);

#endif
