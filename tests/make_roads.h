/* make_roads.h - small networks of roads for tests, and shortest times on them by the plainest means. */
#ifndef CHANGHE_TESTS_MAKE_ROADS_H
#define CHANGHE_TESTS_MAKE_ROADS_H

#include "changhe/road_patch.h"
#include "draw.h"

#include <stdlib.h>
#include <string.h>

enum { ROADS_POINTS = 400, ROADS_NODES = 2000, ROADS_WAYS = 400, ROADS_TURNS = 200 };

typedef struct {
    ch_point point[ROADS_POINTS];
    uint32_t node[ROADS_NODES];
    ch_road_way way[ROADS_WAYS];
    ch_road_turn turn[ROADS_TURNS];
    uint8_t barrier[ROADS_POINTS];
    bool keep[ROADS_POINTS];
    ch_road_given given;
} roads;

static inline void roads_begin(roads *r)
{
    memset(r, 0, sizeof *r);
    r->given = (ch_road_given){
        .point = r->point, .node = r->node, .way = r->way, .turn = r->turn, .barrier = r->barrier, .keep = r->keep};
}

static inline uint32_t roads_point(roads *r, double lon_deg, double lat_deg)
{
    r->point[r->given.points] = (ch_point){lon_deg, lat_deg};
    return (uint32_t)r->given.points++;
}

/* A way through points, as a string of their numbers: "0 1 2". Its number is 100 + its index. */
static inline ch_road_way *roads_way(roads *r, uint8_t road_class, const char *through)
{
    ch_road_way *way = &r->way[r->given.ways];
    *way = (ch_road_way){
        .number = 100 + (int64_t)r->given.ways++, .first = (uint32_t)r->given.nodes, .road_class = road_class};
    for (char *end; *through != '\0'; through = end, way->nodes++)
        r->node[r->given.nodes++] = (uint32_t)strtoul(through, &end, 10);
    return way;
}

static inline void roads_oneway(ch_road_way *way)
{
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        way->closed[p][CH_ROAD_AGAINST] = true;
}

static inline ch_road_turn *roads_turn(roads *r, uint32_t via, int64_t from, int64_t to, bool only)
{
    r->turn[r->given.turns] = (ch_road_turn){via, from, to, only, {true, true}};
    return &r->turn[r->given.turns++];
}

/* Shortest times from a node to all, the patch's own included, by looking at every arc again and again (Bellman, Ford). */
static inline void roads_times(const ch_road_net *net, const uint32_t *ms, const ch_road_patch *patch, uint32_t from,
                               uint64_t *time)
{
    const size_t nodes = net->nodes + (patch != NULL ? patch->points : 0);
    for (size_t v = 0; v < nodes; v++)
        time[v] = UINT64_MAX;
    time[from] = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t v = 0; v < net->nodes; v++)
            for (uint32_t arc = net->start[v]; time[v] != UINT64_MAX && arc < net->start[v + 1]; arc++) {
                const uint32_t weight = ch_road_patch_ms(patch, ms, arc);
                if (weight != CH_ROAD_CLOSED && time[v] + weight < time[net->head[arc]]) {
                    time[net->head[arc]] = time[v] + weight;
                    changed = true;
                }
            }
        for (size_t i = 0; patch != NULL && i < patch->links; i++) {
            const ch_road_link *link = &patch->link[i];
            if (link->ms != CH_ROAD_CLOSED && time[link->tail] != UINT64_MAX &&
                time[link->tail] + link->ms < time[link->head]) {
                time[link->head] = time[link->tail] + link->ms;
                changed = true;
            }
        }
    }
}

/* Least time at a node or any of its copies. */
static inline uint64_t roads_time_at(const ch_road_net *net, const uint64_t *time, uint32_t node)
{
    uint64_t least = UINT64_MAX;
    for (uint32_t v = node; v < net->nodes && net->original[v] == node; v++)
        if (time[v] < least)
            least = time[v];
    return least;
}

/* The node at a point (not a copy); CH_ROAD_NONE: none. */
static inline uint32_t roads_node_at(const ch_road_net *net, ch_point point)
{
    for (uint32_t v = 0; v < net->nodes; v++)
        if (net->original[v] == v && net->point[v].lon_deg == point.lon_deg && net->point[v].lat_deg == point.lat_deg)
            return v;
    return CH_ROAD_NONE;
}

/* A grid of columns by rows of points, at random: ways of several points along it, one-ways, classes, restrictions, barriers. */
static inline void roads_draw(roads *r, uint64_t *seed, uint32_t columns, uint32_t rows, bool with_turns)
{
    roads_begin(r);
    for (uint32_t y = 0; y < rows; y++)
        for (uint32_t x = 0; x < columns; x++)
            roads_point(r, 119.6 + x * 0.01 + draw(seed, 400) * 1e-5, 30.9 + y * 0.01 + draw(seed, 400) * 1e-5);
    const uint32_t ways = columns * rows * 3 / 4;
    for (uint32_t i = 0; i < ways; i++) {
        uint32_t x = draw(seed, columns), y = draw(seed, rows);
        ch_road_way *way = roads_way(r, (uint8_t)(1 + draw(seed, CH_road_class_END - 1)), "");
        for (uint32_t steps = 2 + draw(seed, 4); steps > 0; steps--) {
            r->node[r->given.nodes++] = y * columns + x;
            way->nodes++;
            switch (draw(seed, 4)) {
            case 0: x += x + 1 < columns ? 1 : 0; break;
            case 1: x -= x > 0 ? 1 : 0; break;
            case 2: y += y + 1 < rows ? 1 : 0; break;
            default: y -= y > 0 ? 1 : 0; break;
            }
        }
        for (int p = 0; p < CH_ROAD_PROFILES; p++)
            way->closed[p][CH_ROAD_ALONG] = draw(seed, 12) == 0;
        if (draw(seed, 5) == 0)
            roads_oneway(way);
        way->limit_kmh[0] = way->limit_kmh[1] = draw(seed, 3) == 0 ? 50 : 0;
        way->plan_kmh = draw(seed, 4) == 0 ? 35 : 0;
        way->extra_s = draw(seed, 6) == 0 ? 20 : 0;
    }
    for (uint32_t i = 0; with_turns && i < ROADS_TURNS && i < ways; i++) {
        ch_road_turn *turn = roads_turn(r, draw(seed, columns * rows), 100 + draw(seed, ways), 100 + draw(seed, ways),
                                        draw(seed, 3) == 0);
        /* mostly one that means something: ways that pass the point */
        for (uint32_t tries = 0; tries < 40; tries++) {
            const ch_road_way *way = &r->way[draw(seed, ways)];
            const uint32_t via = r->node[way->first + draw(seed, way->nodes)];
            if (tries == 0) {
                turn->via = via;
                turn->from = way->number;
            } else if (via == turn->via) {
                turn->to = way->number;
                break;
            }
        }
        turn->of[CH_ROAD_CAR] = draw(seed, 4) > 0;
    }
    for (uint32_t i = 0; with_turns && i < columns * rows; i++) {
        r->barrier[i] = draw(seed, 12) == 0 ? (uint8_t)(1 + draw(seed, 3)) : 0;
        r->keep[i] = draw(seed, 12) == 0;
    }
}

#endif
