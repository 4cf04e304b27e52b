/* graph.c - compressed rows by counting, topological order by Kahn 1962. */
#include "changhe/graph.h"

#include "changhe/heap.h"

/* start[v]: arcs with an end before v; filled from the ends of all arcs. */
static void count_starts(const uint32_t *end, size_t arcs, size_t nodes, uint32_t *start)
{
    for (size_t i = 0; i < arcs; i++)
        start[end[i] + 1]++;
    for (size_t v = 0; v < nodes; v++)
        start[v + 1] += start[v];
}

/* Put pairs into rows by key, keeping their order inside each row. start is used up: afterwards
 * start[v] is where row v ends. */
static void fill_rows(const uint32_t *key, const uint32_t *value, size_t n, uint32_t *start, uint32_t *sorted_key,
                      uint32_t *sorted_value)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t at = start[key[i]]++;
        sorted_key[at] = key[i];
        sorted_value[at] = value[i];
    }
}

/* Pairs ordered by (tail, head) and each once; start counts what is left. */
static size_t drop_doubles(uint32_t *tail, uint32_t *head, size_t n, uint32_t *start)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && tail[kept - 1] == tail[i] && head[kept - 1] == head[i])
            continue;
        tail[kept] = tail[i];
        head[kept++] = head[i];
        start[tail[i] + 1]++;
    }
    return kept;
}

/* Sorting by head and then, stably, by tail orders the pairs without comparing any. */
ch_err ch_graph_build(ch_arena *arena, size_t nodes, const uint32_t *tail, const uint32_t *head, size_t n,
                      ch_graph *graph)
{
    if (n > UINT32_MAX || nodes > UINT32_MAX)
        return CH_ENOMEM;
    uint32_t *by_head = CH_NEW(arena, uint32_t, nodes + 1), *by_tail = CH_NEW(arena, uint32_t, nodes + 1);
    uint32_t *start = CH_NEW(arena, uint32_t, nodes + 1);
    uint32_t *first_head = CH_NEW(arena, uint32_t, n), *first_tail = CH_NEW(arena, uint32_t, n);
    uint32_t *from = CH_NEW(arena, uint32_t, n), *to = CH_NEW(arena, uint32_t, n);
    if (!by_head || !by_tail || !start || !first_head || !first_tail || !from || !to)
        return CH_ENOMEM;

    count_starts(head, n, nodes, by_head);
    fill_rows(head, tail, n, by_head, first_head, first_tail);
    count_starts(tail, n, nodes, by_tail);
    fill_rows(first_tail, first_head, n, by_tail, from, to);

    size_t arcs = drop_doubles(from, to, n, start);
    for (size_t v = 0; v < nodes; v++)
        start[v + 1] += start[v];
    *graph = (ch_graph){nodes, arcs, start, to};
    return CH_OK;
}

ch_err ch_graph_reverse(ch_arena *arena, const ch_graph *graph, ch_graph *reversed)
{
    uint32_t *start = CH_NEW(arena, uint32_t, graph->nodes + 1), *next = CH_NEW(arena, uint32_t, graph->nodes + 1);
    uint32_t *to = CH_NEW(arena, uint32_t, graph->arcs);
    if (!start || !next || !to)
        return CH_ENOMEM;

    count_starts(graph->to, graph->arcs, graph->nodes, start);
    for (size_t v = 0; v < graph->nodes; v++)
        next[v] = start[v];
    for (size_t v = 0; v < graph->nodes; v++) /* ascending, so each new row is ascending */
        for (uint32_t i = graph->start[v]; i < graph->start[v + 1]; i++)
            to[next[graph->to[i]]++] = (uint32_t)v;
    *reversed = (ch_graph){graph->nodes, graph->arcs, start, to};
    return CH_OK;
}

/* Take nodes none of whose arcs in is left; waiting[v] counts those of v. Returns how many. */
static size_t take_free_nodes(const ch_graph *graph, uint32_t *waiting, ch_heap *ready, uint32_t *order)
{
    for (size_t i = 0; i < graph->arcs; i++)
        waiting[graph->to[i]]++;
    for (size_t v = 0; v < graph->nodes; v++)
        if (waiting[v] == 0)
            ch_heap_push(ready, 0, (uint32_t)v); /* keys alike: the smallest id comes first */

    size_t taken = 0;
    for (ch_heap_item node; ch_heap_pop(ready, &node);) {
        order[taken++] = node.id;
        for (uint32_t i = graph->start[node.id]; i < graph->start[node.id + 1]; i++)
            if (--waiting[graph->to[i]] == 0)
                ch_heap_push(ready, 0, graph->to[i]);
    }
    return taken;
}

/* Each node left over waits for another one left over. Following these back from the smallest must
 * come to a node twice, and what lies between is a circle, met against its arcs. */
static uint32_t find_node_on_circle(const ch_graph *graph, const uint32_t *waiting, uint32_t *before, bool *met)
{
    for (size_t v = graph->nodes; v-- > 0;) /* the smallest one waited for is written last */
        for (uint32_t i = graph->start[v]; waiting[v] > 0 && i < graph->start[v + 1]; i++)
            before[graph->to[i]] = (uint32_t)v;

    uint32_t node = 0;
    while (waiting[node] == 0)
        node++;
    for (; !met[node]; node = before[node])
        met[node] = true;
    return node;
}

static size_t write_circle(uint32_t node, const uint32_t *before, uint32_t *circle)
{
    uint32_t smallest = node;
    size_t length = 1;
    for (uint32_t v = before[node]; v != node; v = before[v]) {
        smallest = v < smallest ? v : smallest;
        length++;
    }

    circle[0] = smallest;
    for (size_t i = length - 1; i > 0; i--)
        circle[i] = before[circle[(i + 1) % length]];
    return length;
}

ch_err ch_graph_order(ch_arena *scratch, const ch_graph *graph, uint32_t *order, uint32_t *circle,
                      size_t *circle_length)
{
    uint32_t *waiting = CH_NEW(scratch, uint32_t, graph->nodes), *before = CH_NEW(scratch, uint32_t, graph->nodes);
    bool *met = CH_NEW(scratch, bool, graph->nodes);
    ch_heap ready = {CH_NEW(scratch, ch_heap_item, graph->nodes), 0};
    if (!waiting || !before || !met || !ready.item)
        return CH_ENOMEM;

    *circle_length = 0;
    if (take_free_nodes(graph, waiting, &ready, order) < graph->nodes) {
        uint32_t node = find_node_on_circle(graph, waiting, before, met);
        *circle_length = write_circle(node, before, circle);
    }
    return CH_OK;
}

uint32_t ch_graph_root(uint32_t *up, uint32_t node)
{
    while (up[node] != node) {
        up[node] = up[up[node]];
        node = up[node];
    }
    return node;
}
