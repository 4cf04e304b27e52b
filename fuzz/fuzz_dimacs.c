/* fuzz_dimacs.c - what reads as a graph has sound rows in order, and reads the same when its rows are written again. */
#include "changhe/dimacs.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* A file of a few bytes may name four thousand million nodes, for which there is no room here. */
static void *take_little(void *self, size_t size)
{
    (void)self;
    return size < 32 << 20 ? malloc(size) : NULL;
}

static void give(void *self, void *block)
{
    (void)self;
    free(block);
}

static const ch_memory little = {take_little, give, NULL};

static void check_rows(const ch_dimacs *graph)
{
    must(graph->start[0] == 0 && graph->start[graph->nodes] == graph->arcs);
    for (size_t v = 0; v < graph->nodes; v++) {
        must(graph->start[v] <= graph->start[v + 1]);
        for (uint32_t i = graph->start[v]; i < graph->start[v + 1]; i++) {
            must(graph->head[i] < graph->nodes && graph->weight[i] <= graph->heaviest);
            must(i == graph->start[v] || graph->head[i] > graph->head[i - 1] ||
                 (graph->head[i] == graph->head[i - 1] && graph->weight[i] >= graph->weight[i - 1]));
        }
    }
}

static void write_graph(const ch_dimacs *graph, ch_buf *text)
{
    ch_buf_addf(text, "p sp %zu %zu\n", graph->nodes, graph->arcs);
    for (size_t v = 0; v < graph->nodes; v++)
        for (uint32_t i = graph->start[v]; i < graph->start[v + 1]; i++)
            ch_buf_addf(text, "a %llu %llu %llu\n", (unsigned long long)(v + graph->base),
                        (unsigned long long)(graph->head[i] + graph->base), (unsigned long long)graph->weight[i]);
}

static void check_round_trip(const ch_dimacs *graph)
{
    ch_arena arena = CH_ARENA(&little);
    ch_faults faults = {0};
    ch_buf text = {0};
    ch_dimacs again;
    write_graph(graph, &text);
    const ch_err err = ch_dimacs_read(&arena, CH_TEXT("g"), ch_buf_text(&text), (unsigned)graph->base, &again, &faults);
    must(err == CH_OK || err == CH_ENOMEM);
    for (size_t i = 0; err == CH_OK && i < graph->arcs; i++)
        must(again.head[i] == graph->head[i] && again.weight[i] == graph->weight[i]);
    ch_buf_free(&text);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch_arena arena = CH_ARENA(&little);
    ch_faults faults = {0};
    ch_dimacs graph;
    const ch_text text = {(const char *)data, size};
    const ch_err err = ch_dimacs_read(&arena, CH_TEXT("g"), text, size % 2, &graph, &faults);
    must((err == CH_EDATA) == (faults.count > 0));
    for (size_t i = 0; i < faults.kept; i++)
        must(faults.list[i].at.line > 0 && faults.list[i].at.column > 0);
    if (err == CH_OK) {
        check_rows(&graph);
        if (graph.nodes < 10000)
            check_round_trip(&graph);
    }
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return 0;
}
