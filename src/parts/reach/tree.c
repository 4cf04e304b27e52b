/* tree.c - the node before each one on a shortest way, found when all times are known. */
#include "room.h"

/* Set in from[v] while v is not joined to a seed yet, or was joined in this round: ids are below 2^31. */
#define OPEN (UINT32_C(1) << 31)

typedef struct {
    ch_reach_room *room;
    bool takes_time;  /* look at arcs that take time, or at those that take none */
    uint32_t *joined; /* of arcs that take none: nodes joined, in the order they were */
    size_t joineds;
} work;

static void look(work *w, uint32_t tail, uint32_t head, uint32_t ms)
{
    const uint32_t *dist = w->room->dist;
    uint32_t *from = w->room->from;
    if (ms > dist[head] || dist[head] - ms != dist[tail] || dist[head] == CH_REACH_FAR || (ms > 0) != w->takes_time ||
        (from[head] & OPEN) == 0)
        return;
    if (!w->takes_time && from[head] == CH_ROAD_NONE)
        w->joined[w->joineds++] = head;
    if ((OPEN | tail) < from[head])
        from[head] = OPEN | tail;
}

static void look_around(work *w, const ch_reach_graph *graph, uint32_t node)
{
    const ch_reach__lens *lens = &w->room->lens;
    if (node < graph->nodes)
        for (uint32_t e = graph->start[node]; e < graph->start[node + 1]; e++)
            look(w, node, graph->head[e], ch_reach__lens_ms(lens, graph, e));
    if (lens->patch == NULL)
        return;
    ch_reach__links links = ch_reach__lens_links(lens, node);
    for (size_t i = 0; i < links.links; i++)
        look(w, node, links.link[i].head, links.link[i].ms);
}

/* What was joined in a round is closed to later ones, and joins in the next. */
static void close_joined(uint32_t *from, const uint32_t *node, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (from[node[i]] != CH_ROAD_NONE)
            from[node[i]] &= ~OPEN;
}

static void join_in_rounds(work *w, const ch_reach_graph *graph)
{
    const ch_reach_room *room = w->room;
    for (size_t i = 0; i < room->reacheds; i++)
        if ((room->from[room->reached[i]] & OPEN) == 0)
            look_around(w, graph, room->reached[i]);
    for (size_t begin = 0, end; begin < w->joineds; begin = end) {
        end = w->joineds;
        close_joined(room->from, w->joined + begin, end - begin);
        for (size_t i = begin; i < end; i++)
            look_around(w, graph, w->joined[i]);
    }
}

static size_t count_open(const ch_reach_room *room)
{
    size_t open = 0;
    for (size_t i = 0; i < room->reacheds; i++)
        open += (room->from[room->reached[i]] & OPEN) != 0;
    return open;
}

ch_err ch_reach__tree(ch_reach_room *room, const ch_reach_graph *graph, const ch_reach_seed *seed, size_t seeds)
{
    work w = {.room = room, .takes_time = true};
    for (size_t i = 0; i < seeds; i++)
        if (room->dist[seed[i].node] == seed[i].ms && seed[i].ms != CH_REACH_FAR)
            room->from[seed[i].node] = seed[i].node;
    for (size_t i = 0; i < room->reacheds; i++)
        look_around(&w, graph, room->reached[i]);
    close_joined(room->from, room->reached, room->reacheds);

    const size_t open = count_open(room);
    if (open == 0)
        return CH_OK;
    ch_arena scratch = CH_ARENA(room->arena.memory);
    w.takes_time = false;
    w.joined = CH_NEW(&scratch, uint32_t, open);
    if (w.joined != NULL)
        join_in_rounds(&w, graph);
    ch_arena_free(&scratch);
    return w.joined != NULL ? CH_OK : CH_ENOMEM;
}
