/* hierarchy_order.c - when each node is contracted: bends first, the rest by nested dissection. */
#include "hierarchy_thin.h"

#include <metis.h>

/* What is left and smaller than this is contracted as it comes: dissecting gains nothing there. */
enum { SMALL = 32, SEED = 1973, SEPARATORS_TRIED = 10 };

typedef struct {
    size_t nodes, edge_ends;
    uint32_t *node; /* of the graph, per node that is left */
    idx_t *start, *neighbour, *order, *place;
} kernel;

static ch_err gather_kernel(ch_arena *scratch, const ch_reach__plain *plain, const uint32_t *rank, size_t contracted,
                            kernel *k)
{
    *k = (kernel){.nodes = plain->nodes - contracted};
    uint32_t *index = CH_NEW(scratch, uint32_t, plain->nodes);
    k->node = CH_NEW(scratch, uint32_t, k->nodes);
    k->start = CH_NEW(scratch, idx_t, k->nodes + 1);
    if (index == NULL || k->node == NULL || k->start == NULL)
        return CH_ENOMEM;
    size_t put = 0;
    for (uint32_t v = 0; v < plain->nodes; v++)
        if (rank[v] == CH_REACH__KEPT) {
            index[v] = (uint32_t)put;
            k->node[put++] = v;
            k->edge_ends += plain->degree[v];
        }
    if (k->edge_ends > INT32_MAX)
        return CH_ENOMEM;

    k->neighbour = CH_NEW(scratch, idx_t, k->edge_ends);
    k->order = CH_NEW(scratch, idx_t, k->nodes);
    k->place = CH_NEW(scratch, idx_t, k->nodes);
    if (k->neighbour == NULL || k->order == NULL || k->place == NULL)
        return CH_ENOMEM;
    put = 0;
    for (size_t i = 0; i < k->nodes; i++) {
        const uint32_t *neighbour = plain->neighbour + plain->start[k->node[i]];
        for (uint32_t n = 0; n < plain->degree[k->node[i]]; n++)
            k->neighbour[put++] = (idx_t)index[neighbour[n]];
        k->start[i + 1] = (idx_t)put;
    }
    return CH_OK;
}

static ch_err dissect(kernel *k)
{
    for (size_t i = 0; i < k->nodes; i++)
        k->place[i] = (idx_t)i;
    if (k->nodes < SMALL)
        return CH_OK;
    idx_t nodes = (idx_t)k->nodes, options[METIS_NOPTIONS];
    if (METIS_SetDefaultOptions(options) != METIS_OK)
        return CH_ENOMEM;
    options[METIS_OPTION_SEED] = SEED;
    options[METIS_OPTION_NUMBERING] = 0;
    options[METIS_OPTION_NSEPS] = SEPARATORS_TRIED;
    return METIS_NodeND(&nodes, k->start, k->neighbour, NULL, options, k->order, k->place) == METIS_OK ? CH_OK
                                                                                                       : CH_ENOMEM;
}

static ch_err order(ch_arena *scratch, const ch_reach_graph *graph, uint32_t *rank)
{
    ch_reach__plain plain;
    kernel k;
    size_t contracted;
    ch_err err = ch_reach__plain_graph(scratch, graph, &plain);
    if (err == CH_OK)
        err = ch_reach__thin(scratch, &plain, rank, &contracted);
    if (err == CH_OK)
        err = gather_kernel(scratch, &plain, rank, contracted, &k);
    if (err == CH_OK)
        err = dissect(&k);
    for (size_t i = 0; err == CH_OK && i < k.nodes; i++)
        rank[k.node[i]] = (uint32_t)(contracted + (size_t)k.place[i]);
    return err;
}

ch_err ch_hierarchy_order(const ch_memory *memory, const ch_reach_graph *graph, uint32_t *rank)
{
    ch_arena scratch = CH_ARENA(memory);
    ch_err err = order(&scratch, graph, rank);
    ch_arena_free(&scratch);
    return err;
}
