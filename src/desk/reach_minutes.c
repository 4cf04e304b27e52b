/* reach_minutes.c - minutes from places to places with the way that is driven: its length, and how much of it is tolled. */
#include "reach_ask.h"

#include <math.h>

enum { PAIRS = 10000 };

/* ---- the way driven */

/* The street between two nodes that a search went along, the quickest; CH_ROAD_NONE: a new road's. */
static uint32_t street_between(const ch_road_net *net, const ch_desk__side *side, uint32_t tail, uint32_t head)
{
    uint32_t best = CH_ROAD_NONE, best_ms = CH_ROAD_CLOSED;
    for (uint32_t a = tail < net->nodes ? net->start[tail] : 0, end = tail < net->nodes ? net->start[tail + 1] : 0;
         a < end; a++) {
        const uint32_t ms = net->head[a] == head ? ch_road_patch_ms(&side->patch, side->ms, a) : CH_ROAD_CLOSED;
        if (ms < best_ms) {
            best_ms = ms;
            best = net->street[a];
        }
    }
    for (size_t i = 0; i < side->patch.links; i++)
        if (side->patch.link[i].tail == tail && side->patch.link[i].head == head && side->patch.link[i].ms < best_ms)
            return CH_ROAD_NONE;
    return best;
}

static ch_point point_of(const ch_road_net *net, const ch_desk__side *side, uint32_t node)
{
    return node < net->nodes ? net->point[node] : side->patch.point[node - net->nodes];
}

static void add_street(const ch_road_net *net, uint32_t street, double part, ch_desk__trip *t)
{
    const double km = part * net->at[street].length_m / 1000;
    t->km += km;
    if (net->way[net->at[street].way].is_toll)
        t->toll_km += km;
}

/* What it takes between a point and node by one foot alone; CH_REACH_FAR: it does not lead there. */
static uint32_t by_foot(const ch_desk__trips *all, const ch_desk__side *side, ch_point point, const ch_road_foot *foot,
                        uint32_t node, bool is_towards)
{
    enum { MOST = 64 }; /* ends of one street with their copies; those of new roads come behind them */
    const ch_reach_entry one = {.foot = {*foot}, .feet = 1};
    ch_reach_seed seed[MOST];
    const size_t n = ch_reach_seeds(ch_roads_net(all->reach->asked->roads), side->ms, &side->patch, point, &one,
                                    is_towards, all->reach->off_road_kmh, seed, MOST);
    for (size_t i = 0; i < n && i < MOST; i++)
        if (seed[i].node == node)
            return seed[i].ms;
    return CH_REACH_FAR;
}

/* The part of a street between where one enters (or leaves) it and its end that is node, of several the quickest. */
static void add_foot(const ch_desk__trips *all, const ch_desk__side *side, ch_point point, const ch_reach_entry *entry,
                     uint32_t node, bool is_towards, ch_desk__trip *t)
{
    const ch_road_net *net = ch_roads_net(all->reach->asked->roads);
    const ch_road_foot *best = NULL;
    uint32_t best_ms = CH_REACH_FAR;
    for (size_t f = 0; node < net->nodes && f < entry->feet; f++) {
        const uint32_t ms = by_foot(all, side, point, &entry->foot[f], node, is_towards);
        if (ms < best_ms) {
            best_ms = ms;
            best = &entry->foot[f];
        }
    }
    if (best) {
        const bool is_first = net->at[best->street].from == net->original[node];
        add_street(net, best->street, is_first ? best->along : 1 - best->along, t);
    }
}

/* Back from the node where the trip leaves the network to the one where it began. */
static uint32_t follow(const ch_road_net *net, const ch_desk__side *side, const ch_reach_found *found, uint32_t node,
                       ch_desk__trip *t)
{
    while (found->from[node] != node) {
        const uint32_t tail = found->from[node], street = street_between(net, side, tail, node);
        if (street != CH_ROAD_NONE)
            add_street(net, street, 1, t);
        else
            t->km += ch_geo_km(point_of(net, side, tail), point_of(net, side, node));
        node = tail;
    }
    return node;
}

/* By which node the trip leaves the network; CH_ROAD_NONE: it never passes one. */
static uint32_t last_node(const ch_reach_found *found, const ch_reach_seed *end, size_t ends, uint32_t ms)
{
    for (size_t i = 0; i < ends; i++)
        if (found->dist[end[i].node] != CH_REACH_FAR && (uint64_t)found->dist[end[i].node] + end[i].ms == ms)
            return end[i].node;
    return CH_ROAD_NONE;
}

static ch_err trace(ch_arena *scratch, const ch_desk__trips *all, const ch_desk__side *side,
                    const ch_reach_found *found, size_t i, size_t j, ch_desk__trip *t)
{
    const ch_road_net *net = ch_roads_net(all->reach->asked->roads);
    ch_reach_seed *end;
    size_t ends;
    const ch_err err =
        ch_desk__seeds(scratch, all->reach, side, &all->to.where[j], all->to.entry[j], true, &end, &ends);
    const uint32_t last = err == CH_OK ? last_node(found, end, ends, t->ms) : CH_ROAD_NONE;
    if (err != CH_OK || last == CH_ROAD_NONE)
        return err;
    t->km = t->toll_km = 0;
    const uint32_t first = follow(net, side, found, last, t);
    add_foot(all, side, all->from.where[i].point[0], &all->from.entry[i][0], first, false, t);
    add_foot(all, side, all->to.where[j].point[0], &all->to.entry[j][0], last, true, t);
    return CH_OK;
}

/* ---- all pairs */

static ch_err drive_from(ch_arena *scratch, const ch_desk__trips *all, const ch_desk__side *side, ch_reach_room *room,
                         size_t i)
{
    const ch_road_net *net = ch_roads_net(all->reach->asked->roads);
    const ch_reach_graph graph = ch_reach_forward(net, side->ms);
    ch_reach_seed *seed;
    size_t seeds;
    ch_reach_found found;
    ch_err err =
        ch_desk__seeds(scratch, all->reach, side, &all->from.where[i], all->from.entry[i], false, &seed, &seeds);
    if (err == CH_OK)
        err = ch_reach_search(room, &graph, false, &side->patch, seed, seeds, CH_REACH_FAR, true, &found);
    for (size_t j = 0; err == CH_OK && j < all->to.n; j++) {
        ch_desk__trip *t = &all->trip[i * all->to.n + j];
        if (t->ms == 0 && ch_desk__is_same_place(&all->from.where[i], &all->to.where[j]))
            t->km = t->toll_km = 0;
        else if (t->ms != CH_REACH_FAR && all->from.where[i].points == 1 && all->to.where[j].points == 1)
            err = trace(scratch, all, side, &found, i, j, t);
    }
    return err;
}

/* Of many pairs on a large network the ways are not followed. */
static ch_err drive(const ch_desk__trips *all, const ch_desk__side *side)
{
    ch_roads *roads = all->reach->asked->roads;
    ch_reach_room *room;
    if (ch_roads_net(roads)->nodes * all->from.n > 20000000)
        return CH_OK;
    ch_err err = ch_desk__take_room(roads, side->patch.points, &room);
    for (size_t i = 0; err == CH_OK && i < all->from.n; i++) {
        ch_arena scratch = CH_ARENA(all->reach->arena->memory);
        err = drive_from(&scratch, all, side, room, i);
        ch_arena_free(&scratch);
    }
    ch_desk__give_room(roads, room, side->patch.points);
    return err;
}

static ch_err measure(ch_desk__trips *all)
{
    const ch_desk__reach *reach = all->reach;
    const size_t pairs = all->from.n * all->to.n;
    uint32_t *ms = CH_NEW(reach->arena, uint32_t, pairs);
    all->trip = CH_NEW(reach->arena, ch_desk__trip, pairs);
    if (!ms || !all->trip)
        return CH_ENOMEM;
    for (size_t s = 0; s < reach->sides; s++) {
        const ch_err err = ch_desk__matrix(reach, &reach->side[s], &all->from, &all->to, ms);
        if (err != CH_OK)
            return err;
        for (size_t i = 0; i < pairs; i++)
            all->trip[i] = (ch_desk__trip){ms[i], all->trip[i].ms, NAN, NAN};
    }
    return drive(all, ch_desk__last_side(reach));
}

static ch_err find_ends(ch_desk__trips *all, ch_faults *faults)
{
    const ch_desk__reach *reach = all->reach;
    const ch_zone *zone = ch_desk__last_side(reach)->zone;
    ch_desk__where *from, *to;
    size_t froms, tos;
    ch_err err = ch_desk__find_where(reach->arena, zone, reach->asked->from, "from", &from, &froms, faults);
    if (err != CH_ENOMEM)
        err = ch_err_worse(err, ch_desk__find_where(reach->arena, zone, reach->asked->to, "to", &to, &tos, faults));
    if (err == CH_OK && froms * tos > PAIRS)
        err = ch_fault_add(faults, (ch_at){0}, CH_TEXT("to"), (ch_text){0}, CH_WANT_VALUES, CH_TEXT("10000"));
    if (err == CH_OK)
        err = ch_desk__ends_enter(reach->arena, reach->asked->roads, from, froms, &all->from);
    return err == CH_OK ? ch_desk__ends_enter(reach->arena, reach->asked->roads, to, tos, &all->to) : err;
}

ch_err ch_desk__trips_of(ch_desk__trips *all, ch_faults *faults)
{
    const ch_err err = find_ends(all, faults);
    return err == CH_OK ? measure(all) : err;
}
