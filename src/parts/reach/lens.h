/* lens.h - a graph seen through a patch: what an arc weighs now, which links leave a node. */
#ifndef CHANGHE_REACH_LENS_H
#define CHANGHE_REACH_LENS_H

#include "changhe/reach.h"

/* Most arcs are not changed and most nodes have no link, which one look at a bit tells: bit i of a set is
 * set when something in it equals i in the low bits. */
typedef struct {
    uint64_t *word;
    uint32_t mask;
} ch_reach__bits;

typedef struct {
    const ch_road_patch *patch; /* NULL: none */
    ch_reach__bits changed, linked;
    const ch_road_link *link; /* by tail, in the direction of the search */
    size_t links;
    const ch_memory *memory;
    void *block; /* all of this lies in it */
    size_t size;
} ch_reach__lens;

void ch_reach__lens_end(ch_reach__lens *lens); /* gives its memory back */
/* A patch without anything in it is none. CH_ENOMEM. Cost: O(changes + links log links). */
CH_MUST_USE ch_err ch_reach__lens_turn(ch_reach__lens *lens, const ch_road_patch *patch, bool is_towards);

/* The links that leave a node. */
typedef struct {
    const ch_road_link *link;
    size_t links;
} ch_reach__links;
ch_reach__links ch_reach__lens_links(const ch_reach__lens *lens, uint32_t node);
/* Of an arc that may be changed. */
uint32_t ch_reach__lens_changed(const ch_reach__lens *lens, uint32_t arc, uint32_t ms);

static inline bool ch_reach__bits_may(const ch_reach__bits *bits, uint32_t what)
{
    what &= bits->mask;
    return bits->word[what / 64] >> what % 64 & 1;
}

/* What entry e of the graph weighs. */
static inline uint32_t ch_reach__lens_ms(const ch_reach__lens *lens, const ch_reach_graph *graph, uint32_t e)
{
    const uint32_t arc = graph->arc != NULL ? graph->arc[e] : e;
    if (lens->patch == NULL || !ch_reach__bits_may(&lens->changed, arc))
        return graph->ms[arc];
    return ch_reach__lens_changed(lens, arc, graph->ms[arc]);
}

#endif
