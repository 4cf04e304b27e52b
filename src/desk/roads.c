/* roads.c - a network made ready: held, weighed once, with rooms to search in. */
#include "changhe/roads.h"

#include "reaching.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM_POINTS = 1024 };

/* ---- making */

static ch_roads *new_roads(const ch_memory *memory)
{
    ch_roads *roads = ch_memory_take(memory, sizeof *roads);
    if (!roads)
        return NULL;
    *roads = (ch_roads){.holders = 1, .memory = memory, .arena = CH_ARENA(memory)};
    pthread_mutex_init(&roads->lock, NULL);
    pthread_mutex_init(&roads->asking, NULL);
    return roads;
}

static int64_t number_of(const ch_road_net *net, uint32_t street)
{
    return net->way[net->at[street].way].number;
}

typedef struct {
    int64_t number;
    uint32_t street;
} numbered;

static int by_number(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return (x->street > y->street) - (x->street < y->street);
}

/* Pieces of a way are numbered in the order of their streets. */
static ch_err list_by_number(ch_roads *roads)
{
    const size_t n = roads->net.streets;
    ch_arena scratch = CH_ARENA(roads->memory);
    numbered *sorted = CH_NEW(&scratch, numbered, n);
    uint32_t *list = CH_NEW(&roads->arena, uint32_t, n);
    for (size_t i = 0; sorted && i < n; i++)
        sorted[i] = (numbered){number_of(&roads->net, (uint32_t)i), (uint32_t)i};
    if (sorted && list) {
        qsort(sorted, n, sizeof *sorted, by_number);
        for (size_t i = 0; i < n; i++)
            list[i] = sorted[i].street;
    }
    roads->by_number = list;
    const bool made = sorted && list;
    ch_arena_free(&scratch);
    return made ? CH_OK : CH_ENOMEM;
}

static ch_err finish(ch_roads *made, ch_err err, ch_roads **roads)
{
    if (err == CH_OK)
        err = ch_road_near_make(&made->arena, &made->net, ch_road_is_entry, &made->near);
    if (err == CH_OK)
        err = list_by_number(made);
    if (err == CH_OK)
        *roads = made;
    else
        ch_roads_drop(made);
    return err;
}

static ch_err build_of_tables(ch_roads *roads, const ch_zone *zone)
{
    ch_arena scratch = CH_ARENA(roads->memory);
    ch_road_given given;
    ch_road_report report;
    ch_err err = ch_desk__give_tables(&scratch, zone, &given);
    if (err == CH_OK)
        err = ch_road_build(&roads->arena, &given, NULL, &roads->net, &report);
    ch_arena_free(&scratch);
    return err;
}

ch_err ch_roads_of_zone(const ch_zone *zone, ch_roads **roads)
{
    ch_roads *made = new_roads(zone->memory);
    *roads = NULL;
    if (!made)
        return CH_ENOMEM;
    made->zone = (ch_zone *)zone; /* held, never changed */
    ch_zone_hold(made->zone);
    ch_desk__read_speeds(zone, &made->speeds); /* whoever asks first, perhaps about other ones */
    made->has_speeds = true;
    return finish(made, build_of_tables(made, zone), roads);
}

ch_err ch_roads_of_file(const char *path, const ch_memory *memory, ch_roads **roads, ch_faults *faults)
{
    ch_roads *made = new_roads(memory);
    *roads = NULL;
    if (!made)
        return CH_ENOMEM;
    return finish(made, ch_road_file_read(&made->arena, path, &made->net, &made->rank, &made->source, faults), roads);
}

void ch_roads_hold(ch_roads *roads)
{
    atomic_fetch_add_explicit(&roads->holders, 1, memory_order_relaxed);
}

void ch_roads_drop(ch_roads *roads)
{
    if (!roads || atomic_fetch_sub_explicit(&roads->holders, 1, memory_order_acq_rel) > 1)
        return;
    while (roads->rooms > 0)
        ch_reach_room_free(roads->room[--roads->rooms]);
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        for (int b = 0; b < CH_ROAD_BASES; b++)
            ch_metric_free(roads->metric[p][b]);
    ch_hierarchy_free(roads->hierarchy);
    ch_isochrone_ground_free(roads->ground);
    pthread_mutex_destroy(&roads->asking);
    pthread_mutex_destroy(&roads->lock);
    ch_arena_free(&roads->arena);
    ch_zone_drop(roads->zone);
    ch_memory_give(roads->memory, roads);
}

/* ---- what it is */

const ch_road_net *ch_roads_net(const ch_roads *roads)
{
    return &roads->net;
}

bool ch_roads_is_extract(const ch_roads *roads)
{
    return roads->zone == NULL;
}

ch_road_source ch_roads_source(const ch_roads *roads)
{
    return roads->source;
}

const char *ch_roads_digest(const ch_roads *roads)
{
    return roads->source.digest;
}

const ch_road_near *ch_roads_near(const ch_roads *roads)
{
    return roads->near;
}

/* Streets of one number, where they begin in by_number, and how many. */
static size_t find_number(const ch_roads *roads, int64_t number, size_t *first)
{
    size_t low = 0, high = roads->net.streets;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (number_of(&roads->net, roads->by_number[middle]) < number)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    size_t end = low;
    while (end < roads->net.streets && number_of(&roads->net, roads->by_number[end]) == number)
        end++;
    return end - low;
}

ch_text ch_roads_street_name(const ch_roads *roads, uint32_t street, char room[40])
{
    const int64_t number = number_of(&roads->net, street);
    if (roads->zone)
        return roads->zone->road_edges.id[number];
    size_t first;
    const size_t n = find_number(roads, number, &first);
    size_t piece = 0;
    while (piece < n && roads->by_number[first + piece] != street)
        piece++;
    const int length = snprintf(room, 40, "w%lld-%zu", (long long)number, piece);
    return (ch_text){room, (size_t)length};
}

/* w123 all pieces, w123-4 one. */
static size_t pieces_named(const ch_roads *roads, const ch_road_text_edge *edge, const uint32_t **street)
{
    size_t first;
    if (!edge->is_extract)
        return 0;
    const size_t n = find_number(roads, edge->way, &first);
    if (edge->piece == CH_ROAD_TEXT_WHOLE) {
        *street = roads->by_number + first;
        return n;
    }
    if (edge->piece >= (int64_t)n)
        return 0;
    *street = roads->by_number + first + edge->piece;
    return 1;
}

size_t ch_desk__streets_named(const ch_roads *roads, const ch_road_text_edge *edge, const uint32_t **street)
{
    if (!roads->zone)
        return pieces_named(roads, edge, street);
    const size_t row = ch_zone_find(roads->zone, CH_TABLE_road_edges, edge->name);
    size_t first;
    if (row == SIZE_MAX)
        return 0;
    const size_t n = find_number(roads, (int64_t)row, &first);
    *street = roads->by_number + first;
    return n;
}

/* ---- what is made when it is first asked for */

/* The lock is held. */
static bool same_speeds(const ch_road_speeds *a, const ch_road_speeds *b)
{
    for (int p = 0; p < CH_ROAD_PROFILES; p++) {
        if (a->height_m[p] != b->height_m[p] || a->weight_t[p] != b->weight_t[p])
            return false;
        for (int c = 0; c < CH_road_class_END; c++) {
            const ch_road_speed *x = &a->speed[p][c], *y = &b->speed[p][c];
            if (x->limit_kmh != y->limit_kmh || x->factor != y->factor || x->most_kmh != y->most_kmh)
                return false;
        }
    }
    return true;
}

static uint32_t *weigh(ch_arena *arena, const ch_road_net *net, const ch_road_speeds *speeds, ch_road_profile profile,
                       ch_road_basis basis)
{
    uint32_t *ms = CH_NEW(arena, uint32_t, net->arcs);
    if (ms)
        ch_road_weigh(net, speeds, profile, basis, ms);
    return ms;
}

ch_err ch_desk__weights(ch_arena *arena, ch_roads *roads, const ch_road_speeds *speeds, ch_road_profile profile,
                        ch_road_basis basis, const uint32_t **ms, bool *is_shared)
{
    pthread_mutex_lock(&roads->lock);
    if (!roads->has_speeds) {
        roads->speeds = *speeds;
        roads->has_speeds = true;
    }
    const bool own = *is_shared = same_speeds(&roads->speeds, speeds);
    uint32_t **kept = &roads->ms[profile][basis];
    if (own && !*kept)
        *kept = weigh(&roads->arena, &roads->net, speeds, profile, basis);
    *ms = own ? *kept : NULL;
    pthread_mutex_unlock(&roads->lock);
    if (!own)
        *ms = weigh(arena, &roads->net, speeds, profile, basis);
    return *ms ? CH_OK : CH_ENOMEM;
}

static ch_text name_street(const void *self, uint32_t street, char room[40])
{
    return ch_roads_street_name(self, street, room);
}

ch_err ch_roads_tiles(ch_roads *roads, const ch_road_tiles **tiles)
{
    pthread_mutex_lock(&roads->lock);
    const ch_road_naming naming = {name_street, roads};
    const ch_err err = roads->tiles ? CH_OK : ch_road_tiles_make(&roads->arena, &roads->net, naming, &roads->tiles);
    *tiles = roads->tiles;
    pthread_mutex_unlock(&roads->lock);
    return err;
}

ch_err ch_desk__take_room(ch_roads *roads, size_t points, ch_reach_room **room)
{
    if (points > ROOM_POINTS)
        return ch_reach_room_new(roads->net.nodes, points, roads->memory, room);
    pthread_mutex_lock(&roads->lock);
    *room = roads->rooms > 0 ? roads->room[--roads->rooms] : NULL;
    pthread_mutex_unlock(&roads->lock);
    return *room ? CH_OK : ch_reach_room_new(roads->net.nodes, ROOM_POINTS, roads->memory, room);
}

void ch_desk__give_room(ch_roads *roads, ch_reach_room *room, size_t points)
{
    if (room && points <= ROOM_POINTS) {
        pthread_mutex_lock(&roads->lock);
        if (roads->rooms < CH_DESK__ROOMS) {
            roads->room[roads->rooms++] = room;
            room = NULL;
        }
        pthread_mutex_unlock(&roads->lock);
    }
    ch_reach_room_free(room);
}
