/* graph.h - a directed graph in compressed rows, and its topological order. */
#ifndef CHANGHE_GRAPH_H
#define CHANGHE_GRAPH_H

#include "changhe/fault.h"

/* Node v points to to[start[v]] .. to[start[v+1]-1], ascending, each once. */
typedef struct {
    size_t nodes, arcs;
    const uint32_t *start, *to;
} ch_graph;

/* From n pairs in any order; a pair that stands twice counts once. All in the arena.
 * CH_ENOMEM. Cost: O(nodes + n) and sorting of each row. */
CH_MUST_USE ch_err ch_graph_build(ch_arena *arena, size_t nodes, const uint32_t *tail, const uint32_t *head, size_t n,
                                  ch_graph *graph);

/* Every arc turned round. */
CH_MUST_USE ch_err ch_graph_reverse(ch_arena *arena, const ch_graph *graph, ch_graph *reversed);

/* order[i]: nodes so that every arc goes from an earlier to a later one; among those free to come
 * next the smallest first, so the order depends on the graph alone. When there is a circle,
 * *circle_length > 0 and circle holds its nodes in order along the arcs, starting at its smallest;
 * order is then not complete. order and circle hold graph->nodes entries, the caller's. */
CH_MUST_USE ch_err ch_graph_order(ch_arena *scratch, const ch_graph *graph, uint32_t *order, uint32_t *circle,
                                  size_t *circle_length);

/* The end of the line from a node along up, in which up[end] is end. Halves the line for those who
 * come later, so that walks from all nodes together cost O(nodes log nodes). */
uint32_t ch_graph_root(uint32_t *up, uint32_t node);

#endif
