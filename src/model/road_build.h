/* road_build.h - a network in the making, shared by the sources that make it. */
#ifndef CHANGHE_MODEL_ROAD_BUILD_H
#define CHANGHE_MODEL_ROAD_BUILD_H

#include "changhe/road.h"

/* A street driven in a direction: 2 * street + direction. */
static inline uint32_t ch_road__drive(uint32_t street, int direction)
{
    return 2 * street + (uint32_t)direction;
}

/* A copy of a node: it is entered by a drive, and from it some drives are forbidden to some profiles. */
typedef struct {
    uint32_t node; /* among the nodes without copies */
    uint32_t entered_by;
    uint32_t first, end; /* of the bans */
} ch_road__copy;

/* Bit p of profiles: p may not go on with the drive. */
typedef struct {
    uint32_t drive;
    uint8_t profiles;
} ch_road__ban;

typedef struct {
    ch_arena *arena, *scratch; /* what stays, and what is needed meanwhile */
    const ch_road_given *given;
    const ch_progress *progress;
    ch_road_net *net;
    ch_road_report *report;
    ch_road_street
        *street;       /* net->streets of them; from and to are given points, then nodes without copies, then nodes */
    ch_point *line;    /* way after way, then in the order of the streets */
    uint32_t *line_of; /* per way: where in line its points begin; one more at the end */
    uint32_t *node_of; /* per given point: its node without copies, or CH_ROAD_NONE */
    size_t nodes;      /* without copies */
    const uint32_t *point_of; /* per such node: its given point */
    ch_road__copy *copy;      /* by node, then drive */
    size_t copies;
    ch_road__ban *ban;
} ch_road__making;

/* May some profile drive a way in that direction? */
static inline bool ch_road__is_driven(const ch_road_way *way, int direction)
{
    for (int profile = 0; profile < CH_ROAD_PROFILES; profile++)
        if (!way->closed[profile][direction])
            return true;
    return false;
}

/* May a profile take an arc, by its way and its turn? */
static inline bool ch_road__is_open(const ch_road_net *net, uint32_t arc, int profile)
{
    const ch_road_way *way = &net->way[net->at[net->street[arc]].way];
    return !way->closed[profile][net->way_of[arc]] && (net->turn_closed[arc] >> profile & 1) == 0;
}

/* road_streets.c: street, line and node_of (0 where a point is a node, else CH_ROAD_NONE); from and to are points. */
CH_MUST_USE ch_err ch_road__cut_streets(ch_road__making *making);
/* road_order.c: numbers nodes and streets, and lays lines beside one another as streets are; node_of, point_of, nodes. */
CH_MUST_USE ch_err ch_road__put_in_order(ch_road__making *making);
/* road_turns.c: copy and ban, of the streets in their order. */
CH_MUST_USE ch_err ch_road__copy_nodes(ch_road__making *making);
/* road_parts.c: is_main. */
CH_MUST_USE ch_err ch_road__find_main(ch_arena *scratch, const ch_road_net *net, bool *is_main);

/* road.c: the backward arrays, of the forward ones; and which arc each street's own is. */
CH_MUST_USE ch_err ch_road__put_backward(ch_arena *arena, ch_road_net *net);
void ch_road__note_arcs(const ch_road_net *net, ch_road_street *at);

/* Where on Hilbert's curve of order 32 over the Mercator square a point lies. */
uint64_t ch_road__hilbert(ch_point point);

typedef struct {
    uint64_t key;
    uint32_t id;
} ch_road__key;
/* By key, then id. */
void ch_road__sort_keys(ch_road__key *key, size_t n);

/* Km/h of a profile on a class with a stated limit and planning speed (0: not said); 0: it does not drive there. */
double ch_road__kmh(const ch_road_speeds *speeds, ch_road_profile profile, ch_road_basis basis, unsigned road_class,
                    double limit_kmh, double plan_kmh);
/* As ch_road_weigh_street, with directions that are closed to the profile taken as open. */
uint32_t ch_road__weigh_opened(const ch_road_net *net, const ch_road_speeds *speeds, ch_road_profile profile,
                               ch_road_basis basis, uint32_t street, int direction, double limit_kmh, double plan_kmh);

#endif
