/* hierarchy_parts.h - how a hierarchy and its metrics lie in memory.
 *
 * Nodes get positions: a postorder of the elimination tree of the order given. Every order in which children come
 * before their parents leads to the same shortcuts, and in this one a subtree is a run of positions. Two facts
 * carry everything here:
 *
 *   - all upward neighbours of a node are its ancestors, so an ancestor is named by its depth (0: a root),
 *     and while nodes are visited by descending position, what is known of the ancestors of the present one fits
 *     in a table by depth, which stays in the nearest cache;
 *   - the upward neighbours of a node beyond its parent are upward neighbours of the parent. */
#ifndef CHANGHE_REACH_HIERARCHY_PARTS_H
#define CHANGHE_REACH_HIERARCHY_PARTS_H

#include "changhe/hierarchy.h"

#define CH_REACH__NO_ARC UINT32_MAX /* of an arc from a node to itself */

struct ch_hierarchy {
    ch_arena arena; /* holds all arrays */
    size_t nodes, arcs, shortcuts;
    size_t height;                   /* depths that there are */
    uint32_t *node_at, *position_of; /* by position; by node */

    /* Shortcuts of the node at position v: start[v] .. start[v+1]-1, by descending head: the parent is the last. */
    uint32_t *start, *head;
    uint32_t *depth; /* per shortcut: depth of its head */
    uint32_t *tail;  /* per shortcut: the lower end */
    uint32_t *root;  /* those without shortcuts up, by ascending position */
    size_t roots;

    /* Shortcuts whose upper end is v: down[down_start[v]] .. */
    uint32_t *down_start, *down;

    /* Per arc: twice its shortcut, and one more where it leads down. */
    uint32_t *shortcut_of;
    /* Arcs whose lower end is v: base_arc[base_start[v]] .. */
    uint32_t *base_start, *base_arc;
};

struct ch_metric {
    ch_arena arena;
    const ch_hierarchy *hierarchy;
    uint32_t *up, *down;            /* per shortcut: from its lower end to its upper, and back */
    uint32_t *ms;                   /* per arc of the graph */
    uint32_t *up_at, *down_at;      /* by depth: where one node's shortcuts are worked on */
    uint64_t *is_waiting, *is_lost; /* a bit per shortcut, 0 between changes */
};

/* All weights from those of arcs, whatever they were. Cost: O(lower triangles). */
void ch_reach__customise(ch_metric *metric);
/* Lower up_at and down_at, which hold something for all shortcuts of x, to the lower triangles of x. Cost: O(those). */
void ch_reach__pass_lower(const ch_metric *metric, uint32_t x);

struct ch_metric_links {
    ch_arena arena;
    const ch_metric *metric;
    size_t points;
    /* Ends of links, each once: a node of the graph, or from nodes on one of the links' own. */
    uint32_t *end;
    size_t ends;
    uint32_t *between; /* between[i * ends + j]: from end i to end j, by any mixture of graph and links */
};

/* What cannot be summed in 32 bits is far. */
static inline uint32_t ch_reach__add(uint32_t a, uint32_t b)
{
    uint32_t sum = a + b;
    return sum < a ? CH_REACH_FAR : sum;
}

static inline uint32_t ch_reach__least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The shortcut between the node at lower and its ancestor at depth; there must be one. */
static inline uint32_t ch_reach__find_shortcut(const ch_hierarchy *h, uint32_t lower, uint32_t depth)
{
    uint32_t first = h->start[lower], end = h->start[lower + 1];
    while (end - first > 1) {
        uint32_t middle = first + (end - first) / 2;
        if (h->depth[middle] <= depth)
            first = middle;
        else
            end = middle;
    }
    return first;
}

#endif
