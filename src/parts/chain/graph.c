/* graph.c - segments that are one product become one node; links between nodes become the graph. */
#include "net.h"

static ch_err number_nodes(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    uint32_t *root = CH_NEW(scratch, uint32_t, net->segments);
    uint32_t *node_of = CH_NEW(arena, uint32_t, net->segments);
    uint32_t *first = CH_NEW(arena, uint32_t, net->segments);
    if (!root || !node_of || !first)
        return CH_ENOMEM;

    ch_zone_join_products(zone, root);
    /* A root is the smallest row of its node, so it comes before the others and names the node. */
    for (size_t i = 0; i < net->segments; i++) {
        if (root[i] == i)
            first[net->nodes++] = root[i];
        node_of[i] = root[i] == i ? (uint32_t)net->nodes - 1 : node_of[root[i]];
    }
    net->node_of = node_of;
    net->first_segment = first;
    return CH_OK;
}

/* From the last segment to the first, each remembering the one of its node met before. */
static ch_err chain_names(ch_arena *arena, ch_arena *scratch, ch_chain_net *net)
{
    uint32_t *next = CH_NEW(arena, uint32_t, net->segments);
    uint32_t *met = CH_NEW(scratch, uint32_t, net->nodes); /* 1 + that segment */
    if (!next || !met)
        return CH_ENOMEM;
    for (size_t i = net->segments; i-- > 0;) {
        next[i] = met[net->node_of[i]] - 1; /* none met: CH_CHAIN__NONE */
        met[net->node_of[i]] = (uint32_t)i + 1;
    }
    net->next_segment = next;
    return CH_OK;
}

static ch_err link_nodes(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    const ch_rows_links *link = &zone->links;
    uint32_t *tail = CH_NEW(scratch, uint32_t, link->rows);
    uint32_t *head = CH_NEW(scratch, uint32_t, link->rows);
    if (!tail || !head)
        return CH_ENOMEM;

    size_t n = 0;
    for (size_t i = 0; i < link->rows; i++) {
        const uint32_t from = net->node_of[ch_chain__row(zone, CH_TABLE_segments, link->from[i])];
        const uint32_t to = net->node_of[ch_chain__row(zone, CH_TABLE_segments, link->to[i])];
        if (link->loop[i] || from == to)
            continue;
        tail[n] = from;
        head[n++] = to;
    }
    ch_err err = ch_graph_build(arena, net->nodes, tail, head, n, &net->users);
    return err == CH_OK ? ch_graph_reverse(arena, &net->users, &net->inputs) : err;
}

static ch_err order_nodes(ch_arena *arena, ch_arena *scratch, ch_chain_net *net)
{
    uint32_t *order = CH_NEW(arena, uint32_t, net->nodes);
    uint32_t *circle = CH_NEW(scratch, uint32_t, net->nodes);
    if (!order || !circle)
        return CH_ENOMEM;
    size_t circle_length; /* 0: a snapshot has no circle but through loop links */
    net->order = order;
    return ch_graph_order(scratch, &net->users, order, circle, &circle_length);
}

static ch_err read_needs(ch_arena *arena, const ch_zone *zone, ch_chain_net *net)
{
    double *need = CH_NEW(arena, double, net->nodes);
    double *typical = CH_NEW(arena, double, net->nodes);
    if (!need || !typical)
        return CH_ENOMEM;
    for (size_t i = 0; i < net->segments; i++) {
        if (!(zone->segments.need[i] > 0))
            continue;
        need[net->node_of[i]] = zone->segments.need[i];
        typical[net->node_of[i]] = zone->segments.typical[i];
    }
    net->need = need;
    net->typical = typical;
    return CH_OK;
}

static ch_err list_chains(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    uint64_t *entry = CH_NEW(scratch, uint64_t, net->segments);
    if (!entry)
        return CH_ENOMEM;
    for (size_t i = 0; i < net->segments; i++)
        entry[i] = ch_chain__entry(ch_chain__row(zone, CH_TABLE_chains, zone->segments.chain[i]), net->node_of[i]);
    return ch_chain__make_lists(arena, net->chains, entry, net->segments, &net->nodes_of_chain);
}

ch_err ch_chain__make_graph(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    ch_err err = number_nodes(arena, scratch, zone, net);
    if (err == CH_OK)
        err = chain_names(arena, scratch, net);
    if (err == CH_OK)
        err = link_nodes(arena, scratch, zone, net);
    if (err == CH_OK)
        err = order_nodes(arena, scratch, net);
    if (err == CH_OK)
        err = read_needs(arena, zone, net);
    if (err == CH_OK)
        err = list_chains(arena, scratch, zone, net);
    return err;
}
