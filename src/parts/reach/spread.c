/* spread.c - bucket after bucket, the nodes in it are left by all of their arcs. A time may still shrink while its
 * bucket is being emptied; the node is then left once more (Meyer and Sanders 2003 do so in parallel).
 *
 * Nodes are left a chunk at a time, so that what memory brings is asked for before it is needed. */
#include "room.h"

typedef struct {
    ch_reach_room *room;
    const ch_reach_graph *graph;
    uint32_t limit; /* below CH_REACH_FAR */
    bool is_cut;    /* an open arc led beyond the limit */
} work;

/* Buckets about as wide as a typical arc is long: wider ones have more nodes left twice, narrower ones are
 * more to turn. Any width is right. */
static unsigned choose_shift(const ch_reach_graph *graph)
{
    enum { SAMPLES = 64 };
    const size_t arcs = graph->nodes > 0 ? graph->start[graph->nodes] : 0;
    uint64_t sum = 0, open = 0;
    for (size_t i = 0; i < SAMPLES && arcs > 0; i++) {
        const uint32_t at = (uint32_t)(arcs * i / SAMPLES), ms = graph->ms[graph->arc != NULL ? graph->arc[at] : at];
        sum += ms != CH_ROAD_CLOSED ? ms : 0;
        open += ms != CH_ROAD_CLOSED;
    }
    unsigned shift = 0;
    while (shift < 31 && open > 0 && sum / open >> shift > 1)
        shift++;
    return shift;
}

/* A node is reached sooner than it was known to be. */
static inline void come_to(ch_reach_room *room, ch_reach_seed at)
{
    if (at.ms >= room->dist[at.node])
        return;
    if (room->dist[at.node] == CH_REACH_FAR)
        room->reached[room->reacheds++] = at.node;
    room->dist[at.node] = at.ms;
    ch_reach__buckets_put(&room->buckets, at);
}

/* Nodes that an arc may reach sooner, a few at a time. Whether it does nobody can guess: so all are put down and those
 * that do not are written over, without a branch. */
enum { MOST_SOONER = 256 };
typedef struct {
    ch_reach_seed at[MOST_SOONER];
    size_t n;
} sooner;

static inline void look(work *w, sooner *s, ch_reach_seed from, uint32_t head, uint32_t ms)
{
    const uint32_t left = w->limit - from.ms, at = from.ms + ms; /* may wrap where ms > left */
    s->at[s->n] = (ch_reach_seed){head, at};
    s->n += (size_t)(ms <= left) & (size_t)(at < w->room->dist[head]);
    w->is_cut |= (ms > left) & (ms != CH_ROAD_CLOSED);
}

static void empty(work *w, sooner *s)
{
    for (size_t i = 0; i < s->n; i++)
        come_to(w->room, s->at[i]);
    s->n = 0;
}

static inline void look_along(work *w, sooner *s, ch_reach_seed from, bool is_patched)
{
    const ch_reach_graph *graph = w->graph;
    for (uint32_t e = graph->start[from.node], end = graph->start[from.node + 1]; e < end; e++) {
        if (__builtin_expect(s->n == MOST_SOONER, 0))
            empty(w, s);
        look(w, s, from, graph->head[e],
             is_patched ? ch_reach__lens_ms(&w->room->lens, graph, e)
                        : graph->ms[graph->arc != NULL ? graph->arc[e] : e]);
    }
}

static void look_along_patched(work *w, sooner *s, ch_reach_seed from)
{
    const ch_reach__lens *lens = &w->room->lens;
    if (from.node < w->graph->nodes)
        look_along(w, s, from, true);
    if (!ch_reach__bits_may(&lens->linked, from.node))
        return;
    ch_reach__links links = ch_reach__lens_links(lens, from.node);
    for (size_t i = 0; i < links.links; i++) {
        if (s->n == MOST_SOONER)
            empty(w, s);
        look(w, s, from, links.link[i].head, links.link[i].ms);
    }
}

/* The items that are not stale, in their order, tell how many; where their arcs begin is on its way. */
static size_t keep_fresh(const work *w, ch_reach_seed *item, size_t n)
{
    size_t fresh = 0;
    for (size_t i = 0; i < n; i++) {
        const ch_reach_seed at = item[i];
        __builtin_prefetch(&w->graph->start[at.node]);
        item[fresh] = at;
        fresh += w->room->dist[at.node] == at.ms;
    }
    return fresh;
}

static void fetch_arcs(const ch_reach_graph *graph, const ch_reach_seed *item, size_t n)
{
    const uint32_t *beside = graph->arc != NULL ? graph->arc : graph->ms;
    for (size_t i = 0; i < n; i++) {
        if (item[i].node >= graph->nodes)
            continue;
        __builtin_prefetch(&graph->head[graph->start[item[i].node]]);
        __builtin_prefetch(&beside[graph->start[item[i].node]]);
    }
}

static void leave_all(work *w, ch_reach_seed *item, size_t n)
{
    sooner s;
    s.n = 0;
    n = keep_fresh(w, item, n);
    fetch_arcs(w->graph, item, n);
    if (w->room->lens.patch == NULL)
        for (size_t i = 0; i < n; i++)
            look_along(w, &s, item[i], false);
    else
        for (size_t i = 0; i < n; i++)
            look_along_patched(w, &s, item[i]);
    empty(w, &s);
}

static bool leads_out(const ch_reach_room *room, const ch_reach_graph *graph, uint32_t node)
{
    if (node < graph->nodes)
        for (uint32_t e = graph->start[node], end = graph->start[node + 1]; e < end; e++)
            if (room->dist[graph->head[e]] == CH_REACH_FAR &&
                ch_reach__lens_ms(&room->lens, graph, e) != CH_ROAD_CLOSED)
                return true;
    const ch_reach__links links = ch_reach__lens_links(&room->lens, node);
    for (size_t i = 0; i < links.links; i++)
        if (room->dist[links.link[i].head] == CH_REACH_FAR && links.link[i].ms != CH_ROAD_CLOSED)
            return true;
    return false;
}

static bool is_left_out(const ch_reach_room *room, const ch_reach_graph *graph)
{
    for (size_t i = 0; i < room->reacheds; i++)
        if (leads_out(room, graph, room->reached[i]))
            return true;
    return false;
}

ch_err ch_reach__spread(ch_reach_room *room, const ch_reach_graph *graph, const ch_reach_seed *seed, size_t seeds,
                        uint32_t limit, bool *overflowed)
{
    work w = {room, graph, limit < CH_REACH_FAR ? limit : CH_REACH_FAR - 1, false};
    ch_reach__buckets *buckets = &room->buckets;
    ch_reach_seed item[CH_REACH__CHUNK];
    ch_reach__buckets_clear(buckets, choose_shift(graph));
    for (size_t i = 0; i < seeds; i++)
        if (seed[i].ms <= w.limit)
            come_to(room, seed[i]);

    for (uint32_t list; !buckets->ran_out && (list = ch_reach__buckets_take(buckets, room->dist)) != 0;)
        while (list != 0 && !buckets->ran_out) {
            const size_t n = ch_reach__buckets_read(buckets, &list, item);
            leave_all(&w, item, n);
        }
    if (buckets->ran_out)
        return CH_ENOMEM;
    *overflowed = w.is_cut && w.limit == CH_REACH_FAR - 1 && is_left_out(room, graph);
    return CH_OK;
}
