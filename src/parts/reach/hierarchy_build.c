/* hierarchy_build.c - the shortcuts that contracting in an order leaves, found without contracting.
 *
 * Node i is joined with k < i if and only if k lies on the way, in the elimination tree, from a neighbour of i below
 * it up to i (Liu 1986). So the shortcuts of i are the union of such ways, each node of which is visited once. */
#include "hierarchy_tree.h"

static bool is_order(ch_arena *scratch, const uint32_t *rank, size_t nodes, ch_err *err)
{
    bool *is_taken = CH_NEW(scratch, bool, nodes);
    *err = is_taken == NULL ? CH_ENOMEM : CH_OK;
    for (size_t v = 0; v < nodes && *err == CH_OK; v++) {
        if (rank[v] >= nodes || is_taken[rank[v]])
            *err = CH_EDATA;
        else
            is_taken[rank[v]] = true;
    }
    return *err == CH_OK;
}

static ch_err number_nodes(ch_hierarchy *h, ch_arena *scratch, const ch_reach_graph *graph, const uint32_t *rank,
                           uint32_t *parent)
{
    ch_reach__lower lower;
    uint32_t *position = CH_NEW(scratch, uint32_t, h->nodes);
    h->node_at = CH_NEW(&h->arena, uint32_t, h->nodes);
    h->position_of = CH_NEW(&h->arena, uint32_t, h->nodes);
    if (position == NULL || h->node_at == NULL || h->position_of == NULL)
        return CH_ENOMEM;
    ch_err err = ch_reach__list_lower(scratch, graph, rank, &lower);
    if (err == CH_OK)
        err = ch_reach__find_parents(scratch, &lower, h->nodes, parent);
    if (err == CH_OK)
        err = ch_reach__number_postorder(scratch, h->nodes, parent, position);
    for (size_t v = 0; v < h->nodes && err == CH_OK; v++) {
        h->position_of[v] = position[rank[v]];
        h->node_at[position[rank[v]]] = (uint32_t)v;
    }
    return err;
}

typedef struct {
    const ch_reach__lower *lower;
    const uint32_t *parent;
    uint32_t *seen; /* per node: the last i (and one) whose ways passed it */
} ways;

/* For each node, how many shortcuts lead up from it and how many down. */
static ch_err count_shortcuts(ch_hierarchy *h, const ways *w)
{
    size_t all = 0;
    for (uint32_t i = 0; i < h->nodes; i++) {
        for (uint32_t k = w->lower->start[i]; k < w->lower->start[i + 1]; k++)
            for (uint32_t at = w->lower->neighbour[k]; at != i && w->seen[at] != i + 1; at = w->parent[at]) {
                w->seen[at] = i + 1;
                h->start[at + 1]++;
                all++;
            }
        if (all >= UINT32_C(1) << 31)
            return CH_EDATA;
        h->down_start[i + 1] = (uint32_t)all;
    }
    for (size_t v = 0; v < h->nodes; v++)
        h->start[v + 1] += h->start[v];
    h->shortcuts = all;
    return CH_OK;
}

/* From the highest i down, so that each node's shortcuts come by descending head. next: per node, the place of its
 * next shortcut. */
static void fill_shortcuts(ch_hierarchy *h, const ways *w, const uint32_t *depth_of, uint32_t *next)
{
    for (uint32_t i = (uint32_t)h->nodes; i-- > 0;) {
        uint32_t put = h->down_start[i];
        for (uint32_t k = w->lower->start[i]; k < w->lower->start[i + 1]; k++)
            for (uint32_t at = w->lower->neighbour[k]; at != i && w->seen[at] != i + 1; at = w->parent[at]) {
                w->seen[at] = i + 1;
                uint32_t shortcut = next[at]++;
                h->head[shortcut] = i;
                h->tail[shortcut] = at;
                h->depth[shortcut] = depth_of[i];
                h->down[put++] = shortcut;
            }
    }
}

static void measure_depths(ch_hierarchy *h, const uint32_t *parent, uint32_t *depth_of)
{
    for (size_t v = h->nodes; v-- > 0;) {
        depth_of[v] = parent[v] == CH_REACH__NO_PARENT ? 0 : depth_of[parent[v]] + 1;
        if (depth_of[v] >= h->height)
            h->height = depth_of[v] + 1;
    }
}

static ch_err make_shortcuts(ch_hierarchy *h, ch_arena *scratch, const ch_reach_graph *graph, const uint32_t *parent)
{
    ch_reach__lower lower;
    ways w = {&lower, parent, CH_NEW(scratch, uint32_t, h->nodes)};
    uint32_t *depth_of = CH_NEW(scratch, uint32_t, h->nodes), *next = CH_NEW(scratch, uint32_t, h->nodes);
    h->start = CH_NEW(&h->arena, uint32_t, h->nodes + 1);
    h->down_start = CH_NEW(&h->arena, uint32_t, h->nodes + 1);
    if (w.seen == NULL || depth_of == NULL || next == NULL || h->start == NULL || h->down_start == NULL)
        return CH_ENOMEM;
    ch_err err = ch_reach__list_lower(scratch, graph, h->position_of, &lower);
    if (err == CH_OK)
        err = count_shortcuts(h, &w);
    if (err != CH_OK)
        return err;

    h->head = CH_NEW(&h->arena, uint32_t, h->shortcuts);
    h->depth = CH_NEW(&h->arena, uint32_t, h->shortcuts);
    h->tail = CH_NEW(&h->arena, uint32_t, h->shortcuts);
    h->down = CH_NEW(&h->arena, uint32_t, h->shortcuts);
    if (h->head == NULL || h->depth == NULL || h->tail == NULL || h->down == NULL)
        return CH_ENOMEM;
    for (size_t v = 0; v < h->nodes; v++) {
        w.seen[v] = 0;
        next[v] = h->start[v];
    }
    measure_depths(h, parent, depth_of);
    fill_shortcuts(h, &w, depth_of, next);
    return CH_OK;
}

static ch_err list_roots(ch_hierarchy *h)
{
    for (size_t v = 0; v < h->nodes; v++)
        h->roots += h->start[v] == h->start[v + 1];
    h->root = CH_NEW(&h->arena, uint32_t, h->roots);
    if (h->root == NULL)
        return CH_ENOMEM;
    size_t put = 0;
    for (uint32_t v = 0; v < h->nodes; v++)
        if (h->start[v] == h->start[v + 1])
            h->root[put++] = v;
    return CH_OK;
}

/* The shortcut with this head among those of lower: heads descend. */
static uint32_t find_by_head(const ch_hierarchy *h, uint32_t lower, uint32_t head)
{
    uint32_t first = h->start[lower], end = h->start[lower + 1];
    while (end - first > 1) {
        uint32_t middle = first + (end - first) / 2;
        if (h->head[middle] >= head)
            first = middle;
        else
            end = middle;
    }
    return first;
}

static ch_err place_arcs(ch_hierarchy *h, const ch_reach_graph *graph)
{
    h->shortcut_of = CH_NEW(&h->arena, uint32_t, h->arcs);
    h->base_start = CH_NEW(&h->arena, uint32_t, h->nodes + 2);
    h->base_arc = CH_NEW(&h->arena, uint32_t, h->arcs);
    if (h->shortcut_of == NULL || h->base_start == NULL || h->base_arc == NULL)
        return CH_ENOMEM;
    for (size_t v = 0; v < h->nodes; v++)
        for (uint32_t a = graph->start[v]; a < graph->start[v + 1]; a++) {
            uint32_t tail = h->position_of[v], head = h->position_of[graph->head[a]];
            h->shortcut_of[a] = tail == head  ? CH_REACH__NO_ARC
                                : tail < head ? find_by_head(h, tail, head) * 2
                                              : find_by_head(h, head, tail) * 2 + 1;
            if (tail != head)
                h->base_start[(tail < head ? tail : head) + 2]++;
        }
    for (size_t v = 0; v < h->nodes; v++)
        h->base_start[v + 2] += h->base_start[v + 1];
    for (uint32_t a = 0; a < h->arcs; a++)
        if (h->shortcut_of[a] != CH_REACH__NO_ARC)
            h->base_arc[h->base_start[h->tail[h->shortcut_of[a] / 2] + 1]++] = a;
    return CH_OK;
}

static ch_err build(ch_hierarchy *h, ch_arena *scratch, const ch_reach_graph *graph, const uint32_t *rank)
{
    ch_err err;
    if (!is_order(scratch, rank, h->nodes, &err))
        return err;
    uint32_t *parent = CH_NEW(scratch, uint32_t, h->nodes);
    if (parent == NULL)
        return CH_ENOMEM;
    err = number_nodes(h, scratch, graph, rank, parent);
    if (err == CH_OK)
        err = make_shortcuts(h, scratch, graph, parent);
    if (err == CH_OK)
        err = list_roots(h);
    if (err == CH_OK)
        err = place_arcs(h, graph);
    return err;
}

ch_err ch_hierarchy_build(const ch_reach_graph *graph, const uint32_t *rank, const ch_memory *memory,
                          ch_hierarchy **hierarchy)
{
    *hierarchy = NULL;
    ch_hierarchy *h = ch_memory_take(memory, sizeof *h);
    if (h == NULL)
        return CH_ENOMEM;
    *h = (ch_hierarchy){.arena = CH_ARENA(memory), .nodes = graph->nodes};
    h->arcs = h->nodes > 0 ? graph->start[h->nodes] : 0;

    ch_arena scratch = CH_ARENA(memory);
    ch_err err = build(h, &scratch, graph, rank);
    ch_arena_free(&scratch);
    if (err == CH_OK)
        *hierarchy = h;
    else
        ch_hierarchy_free(h);
    return err;
}
