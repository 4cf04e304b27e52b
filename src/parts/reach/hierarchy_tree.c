/* hierarchy_tree.c - the elimination tree of an order, and positions along it. */
#include "hierarchy_tree.h"

ch_err ch_reach__list_lower(ch_arena *arena, const ch_reach_graph *graph, const uint32_t *number_of,
                            ch_reach__lower *lower)
{
    size_t nodes = graph->nodes, arcs = nodes > 0 ? graph->start[nodes] : 0;
    uint32_t *start = CH_NEW(arena, uint32_t, nodes + 2), *neighbour = CH_NEW(arena, uint32_t, arcs);
    if (start == NULL || neighbour == NULL)
        return CH_ENOMEM;

    /* Counted two places further on, so that filling leaves each start where it belongs. */
    for (size_t v = 0; v < nodes; v++)
        for (uint32_t a = graph->start[v]; a < graph->start[v + 1]; a++)
            if (graph->head[a] != v) {
                uint32_t one = number_of[v], other = number_of[graph->head[a]];
                start[(one > other ? one : other) + 2]++;
            }
    for (size_t i = 0; i < nodes; i++)
        start[i + 2] += start[i + 1];
    for (size_t v = 0; v < nodes; v++)
        for (uint32_t a = graph->start[v]; a < graph->start[v + 1]; a++)
            if (graph->head[a] != v) {
                uint32_t one = number_of[v], other = number_of[graph->head[a]];
                neighbour[start[(one > other ? one : other) + 1]++] = one < other ? one : other;
            }
    *lower = (ch_reach__lower){start, neighbour};
    return CH_OK;
}

ch_err ch_reach__find_parents(ch_arena *arena, const ch_reach__lower *lower, size_t nodes, uint32_t *parent)
{
    uint32_t *top = CH_NEW(arena, uint32_t, nodes); /* an ancestor: the way to the root, shortened */
    if (top == NULL)
        return CH_ENOMEM;
    for (uint32_t i = 0; i < nodes; i++) {
        parent[i] = top[i] = CH_REACH__NO_PARENT;
        for (uint32_t k = lower->start[i]; k < lower->start[i + 1]; k++) {
            uint32_t at = lower->neighbour[k];
            while (at != i && top[at] != CH_REACH__NO_PARENT) {
                uint32_t next = top[at];
                top[at] = i;
                at = next;
            }
            if (at != i)
                parent[at] = top[at] = i;
        }
    }
    return CH_OK;
}

/* Each subtree ends one below where its parent's run still has room; the highest child takes the highest run. */
ch_err ch_reach__number_postorder(ch_arena *arena, size_t nodes, uint32_t *parent, uint32_t *position)
{
    uint32_t *size = CH_NEW(arena, uint32_t, nodes), *room = CH_NEW(arena, uint32_t, nodes);
    uint32_t *by_rank = CH_NEW(arena, uint32_t, nodes);
    if (size == NULL || room == NULL || by_rank == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < nodes; i++) {
        size[i]++;
        by_rank[i] = parent[i];
        if (parent[i] != CH_REACH__NO_PARENT)
            size[parent[i]] += size[i];
    }
    uint32_t roots_room = (uint32_t)nodes;
    for (size_t i = nodes; i-- > 0;) {
        uint32_t *from = by_rank[i] != CH_REACH__NO_PARENT ? &room[by_rank[i]] : &roots_room;
        position[i] = room[i] = *from - 1;
        *from -= size[i];
    }
    for (size_t i = 0; i < nodes; i++)
        parent[position[i]] = by_rank[i] != CH_REACH__NO_PARENT ? position[by_rank[i]] : CH_REACH__NO_PARENT;
    return CH_OK;
}
