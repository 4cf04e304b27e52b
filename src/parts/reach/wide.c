/* wide.c - the same search where sums may pass 32 bits (Dijkstra 1959), by a heap with four children a node. */
#include "changhe/reach.h"

enum { CHILDREN = 4 };

typedef struct {
    uint64_t dist;
    uint32_t node;
} item;

/* No item comes before the one above it; place tells where a node's item lies, CH_ROAD_NONE: nowhere. */
typedef struct {
    item *item;
    uint32_t *place;
    size_t items;
} heap;

static void put(heap *h, size_t at, item moved)
{
    h->item[at] = moved;
    h->place[moved.node] = (uint32_t)at;
}

static void rise(heap *h, size_t hole, item moved)
{
    for (; hole > 0 && moved.dist < h->item[(hole - 1) / CHILDREN].dist; hole = (hole - 1) / CHILDREN)
        put(h, hole, h->item[(hole - 1) / CHILDREN]);
    put(h, hole, moved);
}

static size_t first_child(const heap *h, size_t above)
{
    const size_t begin = above * CHILDREN + 1, end = begin + CHILDREN < h->items ? begin + CHILDREN : h->items;
    size_t first = begin;
    for (size_t i = begin + 1; i < end; i++)
        if (h->item[i].dist < h->item[first].dist)
            first = i;
    return first;
}

static item pop(heap *h)
{
    const item top = h->item[0], moved = h->item[--h->items];
    size_t hole = 0;
    for (size_t child; (child = first_child(h, hole)) < h->items && h->item[child].dist < moved.dist; hole = child)
        put(h, hole, h->item[child]);
    if (h->items > 0)
        put(h, hole, moved);
    return top;
}

static void come_to(heap *h, uint64_t *dist, uint32_t node, uint64_t at)
{
    if (at >= dist[node])
        return;
    dist[node] = at;
    rise(h, h->place[node] != CH_ROAD_NONE ? h->place[node] : h->items++, (item){at, node});
}

static void leave(heap *h, const ch_reach_graph *graph, const uint64_t *weight, item at, uint64_t *dist)
{
    for (uint32_t e = graph->start[at.node]; e < graph->start[at.node + 1]; e++) {
        const uint64_t takes = weight[graph->arc != NULL ? graph->arc[e] : e];
        if (takes < UINT64_MAX - at.dist)
            come_to(h, dist, graph->head[e], at.dist + takes);
    }
}

ch_err ch_reach_search_wide(ch_arena *scratch, const ch_reach_graph *graph, const uint64_t *weight,
                            const ch_reach_seed *seed, size_t seeds, uint64_t *dist)
{
    heap h = {CH_NEW(scratch, item, graph->nodes), CH_NEW(scratch, uint32_t, graph->nodes), 0};
    if (h.item == NULL || h.place == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < graph->nodes; i++) {
        dist[i] = UINT64_MAX;
        h.place[i] = CH_ROAD_NONE;
    }
    for (size_t i = 0; i < seeds; i++)
        if (seed[i].ms != CH_REACH_FAR)
            come_to(&h, dist, seed[i].node, seed[i].ms);
    while (h.items > 0)
        leave(&h, graph, weight, pop(&h), dist);
    return CH_OK;
}
