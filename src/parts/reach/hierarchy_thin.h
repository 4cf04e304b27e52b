/* hierarchy_thin.h - dead ends and bends, which are best contracted first. */
#ifndef CHANGHE_REACH_HIERARCHY_THIN_H
#define CHANGHE_REACH_HIERARCHY_THIN_H

#include "hierarchy_parts.h"

/* A graph without directions, parallel edges and edges from a node to itself: the neighbours of v are
 * neighbour[start[v]] .. [start[v] + degree[v] - 1], in no stated order. */
typedef struct {
    size_t nodes;
    uint32_t *start, *degree, *neighbour;
} ch_reach__plain;
CH_MUST_USE ch_err ch_reach__plain_graph(ch_arena *arena, const ch_reach_graph *graph, ch_reach__plain *plain);

/* Contract nodes of at most two neighbours while there are any: it never makes the rest harder to order (Bodlaender,
 * Koster, van den Eijkhof 2005, Preprocessing rules for triangulation of probabilistic networks, Computational
 * Intelligence 21). In rounds, no two neighbours in one, so that a long road becomes a shallow tree. rank of those
 * contracted is 0, 1, ..., others have CH_REACH__KEPT and their neighbours in plain are what is left. */
#define CH_REACH__KEPT UINT32_MAX
CH_MUST_USE ch_err ch_reach__thin(ch_arena *scratch, ch_reach__plain *plain, uint32_t *rank, size_t *contracted);

#endif
