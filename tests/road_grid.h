/* road_grid.h - small networks written down street by street, all lines straight. */
#ifndef CHANGHE_TESTS_ROAD_GRID_H
#define CHANGHE_TESTS_ROAD_GRID_H

#include "changhe/road.h"

#include <stdlib.h>

typedef struct {
    uint32_t from, to;
    uint8_t road_class;
    uint32_t ms[CH_ROAD_WAYS]; /* along, against; CH_ROAD_CLOSED: no arc */
} road_grid_street;

typedef struct {
    uint32_t tail, head, street, ms;
    uint8_t way_of;
} road_grid__arc;

static inline int road_grid__compare(const void *left, const void *right)
{
    const road_grid__arc *a = left, *b = right;
    if (a->tail != b->tail)
        return a->tail < b->tail ? -1 : 1;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    return (a->street > b->street) - (a->street < b->street);
}

static inline size_t road_grid__arcs(ch_arena *arena, const road_grid_street *street, size_t streets,
                                     road_grid__arc **made)
{
    road_grid__arc *arc = CH_NEW(arena, road_grid__arc, 2 * streets);
    size_t n = 0;
    for (uint32_t i = 0; i < streets; i++)
        for (uint8_t way = 0; way < CH_ROAD_WAYS; way++)
            if (street[i].ms[way] != CH_ROAD_CLOSED)
                arc[n++] =
                    (road_grid__arc){way == CH_ROAD_ALONG ? street[i].from : street[i].to,
                                     way == CH_ROAD_ALONG ? street[i].to : street[i].from, i, street[i].ms[way], way};
    if (n > 0)
        qsort(arc, n, sizeof *arc, road_grid__compare);
    *made = arc;
    return n;
}

static inline void road_grid__back(ch_arena *arena, ch_road_net *net, const road_grid__arc *arc)
{
    uint32_t *back_start = CH_NEW(arena, uint32_t, net->nodes + 1), *back_tail = CH_NEW(arena, uint32_t, net->arcs),
             *back_arc = CH_NEW(arena, uint32_t, net->arcs), n = 0;
    for (uint32_t node = 0; node < net->nodes; node++) {
        back_start[node] = n;
        for (uint32_t i = 0; i < net->arcs; i++)
            if (arc[i].head == node)
                back_tail[n] = arc[i].tail, back_arc[n++] = i;
    }
    back_start[net->nodes] = n;
    net->back_start = back_start, net->back_tail = back_tail, net->back_arc = back_arc;
}

/* In arena, which has memory enough. ms gets a weight for each arc. Everything is in the main part. */
static inline ch_road_net road_grid_net(ch_arena *arena, const ch_point *point, size_t points,
                                        const road_grid_street *street, size_t streets, uint32_t **weights)
{
    road_grid__arc *arc;
    ch_road_net net = {
        .nodes = points, .streets = streets, .ways = streets, .line_points = 2 * streets, .point = point};
    net.arcs = road_grid__arcs(arena, street, streets, &arc);
    uint32_t *start = CH_NEW(arena, uint32_t, points + 1), *head = CH_NEW(arena, uint32_t, net.arcs),
             *of = CH_NEW(arena, uint32_t, net.arcs), *ms = CH_NEW(arena, uint32_t, net.arcs),
             *original = CH_NEW(arena, uint32_t, points);
    uint8_t *way_of = CH_NEW(arena, uint8_t, net.arcs);
    bool *is_main = CH_NEW(arena, bool, points);
    ch_road_street *at = CH_NEW(arena, ch_road_street, streets);
    ch_road_way *way = CH_NEW(arena, ch_road_way, streets);
    ch_point *line = CH_NEW(arena, ch_point, 2 * streets);
    for (uint32_t i = 0; i < streets; i++) {
        line[2 * i] = point[street[i].from], line[2 * i + 1] = point[street[i].to];
        at[i] = (ch_road_street){.way = i,
                                 .from = street[i].from,
                                 .to = street[i].to,
                                 .arc = {CH_ROAD_NONE, CH_ROAD_NONE},
                                 .first = 2 * i,
                                 .points = 2,
                                 .length_m = 1000 * ch_geo_km(line[2 * i], line[2 * i + 1]),
                                 .share = 1};
        way[i] = (ch_road_way){.number = i, .nodes = 2, .road_class = street[i].road_class};
    }
    for (uint32_t i = 0; i < net.arcs; i++) {
        start[arc[i].tail + 1]++;
        head[i] = arc[i].head, of[i] = arc[i].street, ms[i] = arc[i].ms, way_of[i] = arc[i].way_of;
        at[arc[i].street].arc[arc[i].way_of] = i;
    }
    for (uint32_t i = 0; i < points; i++) {
        start[i + 1] += start[i];
        original[i] = i, is_main[i] = true;
    }
    net.start = start, net.head = head, net.street = of, net.way_of = way_of, net.original = original,
    net.is_main = is_main, net.at = at, net.way = way, net.line = line;
    road_grid__back(arena, &net, arc);
    *weights = ms;
    return net;
}

#endif
