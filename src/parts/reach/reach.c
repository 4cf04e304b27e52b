/* reach.c - a search from its seeds to what it found. */
#include "changhe/reach.h"

#include "room.h"

#include <string.h>

ch_reach_graph ch_reach_forward(const ch_road_net *net, const uint32_t *ms)
{
    return (ch_reach_graph){net->nodes, net->start, net->head, ms, NULL};
}

ch_reach_graph ch_reach_backward(const ch_road_net *net, const uint32_t *ms)
{
    return (ch_reach_graph){net->nodes, net->back_start, net->back_tail, ms, net->back_arc};
}

ch_err ch_reach_room_new(size_t nodes, size_t points, const ch_memory *memory, ch_reach_room **room)
{
    ch_arena arena = CH_ARENA(memory);
    *room = NULL;
    if (points > SIZE_MAX - nodes)
        return CH_ENOMEM;
    ch_reach_room *made = CH_NEW(&arena, ch_reach_room, 1);
    uint32_t *dist = CH_NEW(&arena, uint32_t, nodes + points), *reached = CH_NEW(&arena, uint32_t, nodes + points);
    if (made == NULL || dist == NULL || reached == NULL) {
        ch_arena_free(&arena);
        return CH_ENOMEM;
    }
    memset(dist, 0xff, (nodes + points) * sizeof *dist);
    made->arena = arena;
    made->capacity = nodes + points;
    made->dist = dist;
    made->reached = reached;
    made->lens.memory = memory;
    ch_reach__buckets_begin(&made->buckets, memory);
    *room = made;
    return CH_OK;
}

void ch_reach_room_free(ch_reach_room *room)
{
    if (room == NULL)
        return;
    ch_reach__buckets_end(&room->buckets);
    ch_reach__lens_end(&room->lens);
    ch_arena arena = room->arena; /* room itself lies in it */
    ch_arena_free(&arena);
}

/* All bits set again in the entries of the nodes reached; past an eighth of all nodes one sweep is quicker. */
static void wipe(const ch_reach_room *room, uint32_t *array)
{
    if (room->reacheds > room->capacity / 8)
        memset(array, 0xff, room->capacity * sizeof *array);
    else
        for (size_t i = 0; i < room->reacheds; i++)
            array[room->reached[i]] = UINT32_MAX;
}

static ch_err forget_last(ch_reach_room *room, bool want_from)
{
    wipe(room, room->dist);
    if (room->has_from)
        wipe(room, room->from);
    room->reacheds = 0;
    room->has_from = want_from && room->from != NULL;
    if (!want_from || room->from != NULL)
        return CH_OK;
    room->from = CH_NEW(&room->arena, uint32_t, room->capacity);
    if (room->from == NULL)
        return CH_ENOMEM;
    room->has_from = true;
    memset(room->from, 0xff, room->capacity * sizeof *room->from);
    return CH_OK;
}

ch_err ch_reach_search(ch_reach_room *room, const ch_reach_graph *graph, bool is_towards, const ch_road_patch *patch,
                       const ch_reach_seed *seed, size_t seeds, uint32_t limit, bool want_from, ch_reach_found *found)
{
    bool overflowed = false;
    *found = (ch_reach_found){0};
    ch_err err = forget_last(room, want_from);
    if (err == CH_OK)
        err = ch_reach__lens_turn(&room->lens, patch, is_towards);
    if (err == CH_OK)
        err = ch_reach__spread(room, graph, seed, seeds, limit, &overflowed);
    if (err == CH_OK && want_from)
        err = ch_reach__tree(room, graph, seed, seeds);
    if (err == CH_OK)
        *found = (ch_reach_found){room->dist, want_from ? room->from : NULL, room->reached, room->reacheds, overflowed};
    return err;
}
