/* reach_edits.c - what edits of road_nodes and road_edges do to the network they were made of: as a patch of it,
 * so that where a point enters stays as it was. */
#include "reaching.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The edited tables as a network of their own, and how its nodes are called in the patched one. */
typedef struct {
    const ch_roads *base;
    const ch_zone *zone; /* after */
    ch_road_net net;
    const uint32_t *ms;
    uint32_t *base_node; /* per row of the base's road_nodes: in the base network */
    uint32_t *node;      /* per node of net: in the patched network */
    ch_point *point;     /* the patch's own nodes */
    size_t points;
} edited;

static size_t row_before(const edited *e, size_t row)
{
    return ch_zone_find(e->base->zone, CH_TABLE_road_edges, e->zone->road_edges.id[row]);
}

static uint32_t street_of(const ch_roads *roads, ch_text id)
{
    const uint32_t *street;
    return ch_desk__streets_named(roads, &(ch_road_text_edge){.name = id}, &street) > 0 ? *street : CH_ROAD_NONE;
}

/* Nodes of the base network for its rows of road_nodes, as its streets tell; a node without a road has none. */
static ch_err find_base_nodes(ch_arena *arena, edited *e)
{
    const ch_zone *zone = e->base->zone;
    e->base_node = CH_NEW(arena, uint32_t, zone->road_nodes.rows);
    if (!e->base_node)
        return CH_ENOMEM;
    for (size_t i = 0; i < zone->road_nodes.rows; i++)
        e->base_node[i] = CH_ROAD_NONE;
    for (size_t s = 0; s < e->base->net.streets; s++) {
        const ch_road_street *street = &e->base->net.at[s];
        const size_t row = (size_t)e->base->net.way[street->way].number;
        e->base_node[ch_zone_find(zone, CH_TABLE_road_nodes, zone->road_edges.from[row])] = street->from;
        e->base_node[ch_zone_find(zone, CH_TABLE_road_nodes, zone->road_edges.to[row])] = street->to;
    }
    return CH_OK;
}

static uint32_t base_node(const edited *e, ch_text id)
{
    const size_t row = ch_zone_find(e->base->zone, CH_TABLE_road_nodes, id);
    return row == SIZE_MAX ? CH_ROAD_NONE : e->base_node[row];
}

static bool stands_still(const edited *e, ch_text id)
{
    const size_t before = ch_zone_find(e->base->zone, CH_TABLE_road_nodes, id);
    const size_t after = ch_zone_find(e->zone, CH_TABLE_road_nodes, id);
    return before != SIZE_MAX && e->base->zone->road_nodes.lon[before] == e->zone->road_nodes.lon[after] &&
           e->base->zone->road_nodes.lat[before] == e->zone->road_nodes.lat[after];
}

/* The nodes' names in the patched network: those of the base where they are, others of the patch's own. */
static ch_err name_nodes(ch_arena *arena, edited *e)
{
    e->node = CH_NEW(arena, uint32_t, e->net.nodes);
    e->point = CH_NEW(arena, ch_point, e->net.nodes);
    if (!e->node || !e->point)
        return CH_ENOMEM;
    for (size_t v = 0; v < e->net.nodes; v++)
        e->node[v] = CH_ROAD_NONE;
    for (size_t s = 0; s < e->net.streets; s++) {
        const ch_road_street *street = &e->net.at[s];
        const size_t row = (size_t)e->net.way[street->way].number;
        const uint32_t node[] = {street->from, street->to};
        const ch_text id[] = {e->zone->road_edges.from[row], e->zone->road_edges.to[row]};
        for (int i = 0; i < 2; i++) {
            if (e->node[node[i]] != CH_ROAD_NONE)
                continue;
            e->node[node[i]] = stands_still(e, id[i]) ? base_node(e, id[i]) : CH_ROAD_NONE;
            if (e->node[node[i]] != CH_ROAD_NONE)
                continue;
            e->node[node[i]] = (uint32_t)(e->base->net.nodes + e->points);
            e->point[e->points++] = e->net.point[node[i]];
        }
    }
    return CH_OK;
}

/* Does an edge still join the nodes that it joined? */
static bool is_same_road(const edited *e, size_t row, size_t before)
{
    const ch_rows_road_edges *now = &e->zone->road_edges, *then = &e->base->zone->road_edges;
    return before != SIZE_MAX && ch_text_equal(now->from[row], then->from[before]) &&
           ch_text_equal(now->to[row], then->to[before]) && stands_still(e, now->from[row]) &&
           stands_still(e, now->to[row]);
}

typedef struct {
    ch_road_change *change;
    ch_road_link *link;
    size_t changes, links;
} gathered;

static void change_arc(gathered *g, const ch_road_net *net, const uint32_t *ms, uint32_t street, int w, uint32_t to_ms)
{
    const uint32_t arc = net->at[street].arc[w];
    if (arc != CH_ROAD_NONE && ms[arc] != to_ms)
        g->change[g->changes++] = (ch_road_change){arc, to_ms};
}

static uint32_t weight_now(const edited *e, uint32_t street, int w)
{
    const uint32_t arc = e->net.at[street].arc[w];
    return arc == CH_ROAD_NONE ? CH_ROAD_CLOSED : e->ms[arc];
}

static void link_street(gathered *g, const edited *e, uint32_t street, int w)
{
    const ch_road_street *it = &e->net.at[street];
    const uint32_t from = e->node[it->from], to = e->node[it->to], ms = weight_now(e, street, w);
    if (ms != CH_ROAD_CLOSED)
        g->link[g->links++] = w == CH_ROAD_ALONG ? (ch_road_link){from, to, ms, CH_ROAD_NONE}
                                                 : (ch_road_link){to, from, ms, CH_ROAD_NONE};
}

/* An edge of the base changes what its arcs weigh; where it had no arc that way, and for one that is new, a link stands. */
static void gather_street(gathered *g, const edited *e, const uint32_t *ms, uint32_t street)
{
    const size_t row = (size_t)e->net.way[e->net.at[street].way].number, before = row_before(e, row);
    const uint32_t old = before == SIZE_MAX ? CH_ROAD_NONE : street_of(e->base, e->zone->road_edges.id[row]);
    const bool same = old != CH_ROAD_NONE && is_same_road(e, row, before);
    for (int w = 0; w < CH_ROAD_WAYS; w++) {
        if (old != CH_ROAD_NONE)
            change_arc(g, &e->base->net, ms, old, w, same ? weight_now(e, street, w) : CH_ROAD_CLOSED);
        if (!same || e->base->net.at[old].arc[w] == CH_ROAD_NONE)
            link_street(g, e, street, w);
    }
}

static void close_gone(gathered *g, const edited *e, const uint32_t *ms)
{
    const ch_rows_road_edges *then = &e->base->zone->road_edges;
    for (size_t row = 0; row < then->rows; row++) {
        const uint32_t street = street_of(e->base, then->id[row]);
        if (street == CH_ROAD_NONE || ch_zone_find(e->zone, CH_TABLE_road_edges, then->id[row]) != SIZE_MAX)
            continue;
        for (int w = 0; w < CH_ROAD_WAYS; w++)
            change_arc(g, &e->base->net, ms, street, w, CH_ROAD_CLOSED);
    }
}

static int by_arc(const void *a, const void *b)
{
    const ch_road_change *x = a, *y = b;
    return (x->arc > y->arc) - (x->arc < y->arc);
}

static ch_err gather(ch_arena *arena, edited *e, const uint32_t *ms, ch_road_patch *patch)
{
    gathered g = {.change = CH_NEW(arena, ch_road_change, 2 * (e->base->net.streets + e->net.streets)),
                  .link = CH_NEW(arena, ch_road_link, 2 * e->net.streets)};
    if (!g.change || !g.link)
        return CH_ENOMEM;
    for (size_t s = 0; s < e->net.streets; s++)
        gather_street(&g, e, ms, (uint32_t)s);
    close_gone(&g, e, ms);
    qsort(g.change, g.changes, sizeof *g.change, by_arc);
    ch_desk__sort_links(g.link, g.links);
    *patch = (ch_road_patch){g.change, g.changes, g.link, g.links, e->point, e->points};
    return CH_OK;
}

ch_err ch_desk__patch_of_edits(ch_arena *arena, const ch_reach_question *asked, const ch_zone *after,
                               const ch_road_speeds *speeds, const uint32_t *ms, ch_road_patch *patch)
{
    edited e = {.base = asked->roads, .zone = after};
    ch_road_given given;
    ch_road_report report;
    ch_err err = ch_desk__give_tables(arena, after, &given);
    if (err == CH_OK)
        err = ch_road_build(arena, &given, NULL, &e.net, &report);
    uint32_t *weights = err == CH_OK ? CH_NEW(arena, uint32_t, e.net.arcs) : NULL;
    if (err == CH_OK && !weights)
        err = CH_ENOMEM;
    if (err != CH_OK)
        return err;
    ch_road_weigh(&e.net, speeds, asked->profile, asked->basis, weights);
    e.ms = weights;
    err = find_base_nodes(arena, &e);
    if (err == CH_OK)
        err = name_nodes(arena, &e);
    return err == CH_OK ? gather(arena, &e, ms, patch) : err;
}
