/* graph_view.h - what `graph` found, as JSON and for people. */
#ifndef CHANGHE_CLI_GRAPH_VIEW_H
#define CHANGHE_CLI_GRAPH_VIEW_H

#include "options.h"

/* A sum of numbers of 64 bits, exact. */
typedef struct {
    uint64_t high, low;
} graph_sum;

enum { GRAPH_SUM_ROOM = 40 };
void graph_sum_add(graph_sum *sum, uint64_t number);
void graph_sum_print(graph_sum sum, char text[GRAPH_SUM_ROOM]);

typedef struct {
    uint64_t node, dist; /* dist UINT64_MAX: not reached */
} graph_goal;

typedef struct {
    size_t nodes, arcs; /* as edited */
    size_t reached, within;
    graph_sum sum;
    uint64_t max;
    const graph_goal *goal; /* each once, in the order asked */
    size_t goals;
} graph_found;

void graph_view(const options *asked, const graph_found *found, ch_buf *out);
void graph_json(const options *asked, const graph_found *found, ch_buf *out);

#endif
