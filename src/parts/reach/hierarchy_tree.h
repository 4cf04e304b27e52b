/* hierarchy_tree.h - the elimination tree of an order, and positions along it. */
#ifndef CHANGHE_REACH_HIERARCHY_TREE_H
#define CHANGHE_REACH_HIERARCHY_TREE_H

#include "hierarchy_parts.h"

#define CH_REACH__NO_PARENT UINT32_MAX

/* For each number its neighbours of lower number: neighbour[start[i]] .. ; parallel arcs are not merged. */
typedef struct {
    uint32_t *start, *neighbour;
} ch_reach__lower;
CH_MUST_USE ch_err ch_reach__list_lower(ch_arena *arena, const ch_reach_graph *graph, const uint32_t *number_of,
                                        ch_reach__lower *lower);

/* parent[i] of each rank: the first node above it among those that contracting joins it with. CH_ENOMEM.
 * Liu 1986, A compact row storage scheme for Cholesky factors using elimination trees, ACM TOMS 12. */
CH_MUST_USE ch_err ch_reach__find_parents(ch_arena *arena, const ch_reach__lower *lower, size_t nodes,
                                          uint32_t *parent);

/* position[i] of each rank, children before parents and each subtree a run; parent becomes that by position.
 * CH_ENOMEM. */
CH_MUST_USE ch_err ch_reach__number_postorder(ch_arena *arena, size_t nodes, uint32_t *parent, uint32_t *position);

#endif
