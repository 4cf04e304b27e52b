/* dimacs_rows.c - rows by counting, each sorted by head and weight; and a graph edited by making its rows anew. */
#include "dimacs_rows.h"

#include <stdlib.h>
#include <string.h>

enum { SHORT_ROW = 32 }; /* which plain insertion sorts fastest */

static bool goes_before(uint32_t head, uint64_t weight, uint32_t than_head, uint64_t than_weight)
{
    return head != than_head ? head < than_head : weight < than_weight;
}

static void sort_short_row(uint32_t *head, uint64_t *weight, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const uint32_t h = head[i];
        const uint64_t w = weight[i];
        size_t to = i;
        for (; to > 0 && goes_before(h, w, head[to - 1], weight[to - 1]); to--) {
            head[to] = head[to - 1];
            weight[to] = weight[to - 1];
        }
        head[to] = h;
        weight[to] = w;
    }
}

static int compare_arcs(const void *a, const void *b)
{
    const ch_dimacs_arc *x = a, *y = b;
    if (x->tail != y->tail)
        return x->tail < y->tail ? -1 : 1;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

static void sort_long_row(uint32_t *head, uint64_t *weight, size_t n, ch_dimacs_arc *scratch)
{
    for (size_t i = 0; i < n; i++)
        scratch[i] = (ch_dimacs_arc){0, head[i], weight[i]};
    qsort(scratch, n, sizeof *scratch, compare_arcs);
    for (size_t i = 0; i < n; i++) {
        head[i] = scratch[i].head;
        weight[i] = scratch[i].weight;
    }
}

static ch_err sort_rows(const ch_memory *memory, const uint32_t *start, size_t nodes, uint32_t *head, uint64_t *weight)
{
    size_t longest = 0;
    for (size_t v = 0; v < nodes; v++)
        longest = start[v + 1] - start[v] > longest ? start[v + 1] - start[v] : longest;
    ch_arena arena = CH_ARENA(memory);
    ch_dimacs_arc *scratch = longest > SHORT_ROW ? CH_NEW(&arena, ch_dimacs_arc, longest) : NULL;
    if (longest > SHORT_ROW && scratch == NULL)
        return CH_ENOMEM;
    for (size_t v = 0; v < nodes; v++) {
        const size_t n = start[v + 1] - start[v];
        if (n > SHORT_ROW)
            sort_long_row(head + start[v], weight + start[v], n, scratch);
        else
            sort_short_row(head + start[v], weight + start[v], n);
    }
    ch_arena_free(&arena);
    return CH_OK;
}

/* start[v] ends as where the row of v begins: each arc put moves the end of the row before it on. */
static void fill_rows(const ch_dimacs_arc *arc, size_t arcs, size_t nodes, uint32_t *start, uint32_t *head,
                      uint64_t *weight)
{
    for (size_t i = 0; i < arcs; i++)
        start[arc[i].tail + 1]++;
    for (size_t v = 0; v < nodes; v++)
        start[v + 1] += start[v];
    for (size_t i = arcs; i-- > 0;) {
        const uint32_t at = --start[arc[i].tail + 1];
        head[at] = arc[i].head;
        weight[at] = arc[i].weight;
    }
    memmove(start, start + 1, nodes * sizeof *start);
    start[nodes] = (uint32_t)arcs;
}

ch_err ch_dimacs__make_rows(ch_arena *arena, const ch_dimacs_arc *arc, size_t arcs, ch_dimacs *graph)
{
    uint32_t *start = CH_NEW(arena, uint32_t, graph->nodes + 1), *head = CH_NEW(arena, uint32_t, arcs);
    uint64_t *weight = CH_NEW(arena, uint64_t, arcs);
    if (start == NULL || head == NULL || weight == NULL)
        return CH_ENOMEM;
    fill_rows(arc, arcs, graph->nodes, start, head, weight);
    graph->arcs = arcs;
    graph->start = start;
    graph->head = head;
    graph->weight = weight;
    graph->heaviest = 0;
    for (size_t i = 0; i < arcs; i++)
        graph->heaviest = weight[i] > graph->heaviest ? weight[i] : graph->heaviest;
    return sort_rows(arena->memory, start, graph->nodes, head, weight);
}

/* ---- edits */

static int compare_ends(const void *a, const void *b)
{
    ch_dimacs_arc x = *(const ch_dimacs_arc *)a, y = *(const ch_dimacs_arc *)b;
    x.weight = y.weight = 0;
    return compare_arcs(&x, &y);
}

static size_t copy_open(const ch_dimacs *graph, const ch_dimacs_arc *closed, size_t closeds, ch_dimacs_arc *to)
{
    size_t arcs = 0;
    for (uint32_t v = 0; v < graph->nodes; v++)
        for (uint32_t i = graph->start[v]; i < graph->start[v + 1]; i++) {
            const ch_dimacs_arc arc = {v, graph->head[i], graph->weight[i]};
            if (closeds == 0 || bsearch(&arc, closed, closeds, sizeof arc, compare_ends) == NULL)
                to[arcs++] = arc;
        }
    return arcs;
}

static ch_err edit(ch_arena *arena, ch_arena *scratch, const ch_dimacs *graph, const ch_dimacs_arc *closed,
                   size_t closeds, const ch_dimacs_arc *added, size_t addeds, ch_dimacs *edited)
{
    if (addeds >= UINT32_MAX - graph->arcs)
        return CH_ENOMEM;
    ch_dimacs_arc *arc = CH_NEW(scratch, ch_dimacs_arc, graph->arcs + addeds);
    ch_dimacs_arc *sorted = CH_NEW(scratch, ch_dimacs_arc, closeds);
    if (arc == NULL || sorted == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < closeds; i++)
        sorted[i] = closed[i];
    qsort(sorted, closeds, sizeof *sorted, compare_ends);
    const size_t open = copy_open(graph, sorted, closeds, arc);
    for (size_t i = 0; i < addeds; i++)
        arc[open + i] = added[i];
    return ch_dimacs__make_rows(arena, arc, open + addeds, edited);
}

ch_err ch_dimacs_edit(ch_arena *arena, const ch_dimacs *graph, const ch_dimacs_arc *closed, size_t closeds,
                      const ch_dimacs_arc *added, size_t addeds, ch_dimacs *edited)
{
    *edited = *graph;
    if (closeds + addeds == 0)
        return CH_OK;
    ch_arena scratch = CH_ARENA(arena->memory);
    const ch_err err = edit(arena, &scratch, graph, closed, closeds, added, addeds, edited);
    ch_arena_free(&scratch);
    return err;
}
