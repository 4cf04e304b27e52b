/* hierarchy_sweep.c - distances of all nodes from those of the few that a search up knows, highest first; one set of
 * seeds. */
#include "sweep.h"

uint32_t ch_reach__next_stop(const ch_hierarchy_room *room, ch_reach__stops *stops)
{
    const ch_hierarchy *h = room->hierarchy;
    uint32_t climb = stops->climbs > 0 ? room->climb.position[stops->climbs - 1] + 1 : 0;
    uint32_t root = stops->roots > 0 ? h->root[stops->roots - 1] + 1 : 0;
    uint32_t stop = climb > root ? climb : root;
    stops->climbs -= stop > 0 && stop == climb;
    stops->roots -= stop > 0 && stop == root;
    return stop;
}

/* Nodes first .. end-1, no stop among them. Three of four have one or two shortcuts: the first and the last are looked
 * at without asking which. */
static void sweep_run(const ch_hierarchy *h, const uint32_t *down, uint32_t *above, uint32_t first, uint32_t end,
                      uint32_t *dist)
{
    for (uint32_t v = end; v-- > first;) {
        uint32_t s = h->start[v], last = h->start[v + 1] - 1;
        uint32_t least = ch_reach__least(ch_reach__add(above[h->depth[s]], down[s]),
                                         ch_reach__add(above[h->depth[last]], down[last]));
        for (s++; s < last; s++)
            least = ch_reach__least(least, ch_reach__add(above[h->depth[s]], down[s]));
        above[h->depth[last] + 1] = least;
        dist[h->node_at[v]] = least;
    }
}

static void sweep_stop(const ch_hierarchy *h, const uint32_t *down, uint32_t *above, uint32_t v, uint32_t known,
                       uint32_t *dist)
{
    uint32_t end = h->start[v + 1], depth = end > h->start[v] ? h->depth[end - 1] + 1 : 0;
    for (uint32_t s = h->start[v]; s < end; s++)
        known = ch_reach__least(known, ch_reach__add(above[h->depth[s]], down[s]));
    above[depth] = dist[h->node_at[v]] = known;
}

static void sweep(ch_hierarchy_room *room, const ch_reach__question *q, uint32_t *dist)
{
    const ch_hierarchy *h = room->hierarchy;
    uint32_t *above = room->above->lane, v = (uint32_t)h->nodes;
    ch_reach__stops stops = {room->climb.n, h->roots};
    while (v > 0) {
        size_t climbs = stops.climbs;
        uint32_t stop = ch_reach__next_stop(room, &stops);
        sweep_run(h, q->down, above, stop, v, dist);
        if (stop > 0)
            sweep_stop(h, q->down, above, stop - 1,
                       stops.climbs < climbs ? room->row[stops.climbs].lane[0] : CH_REACH_FAR, dist);
        v = stop > 0 ? stop - 1 : 0;
    }
}

ch_err ch_hierarchy_sweep(ch_hierarchy_room *room, const ch_metric *metric, const ch_metric_links *links,
                          bool is_towards, const ch_reach_seed *seed, size_t seeds, uint32_t *dist)
{
    const size_t seed_start[] = {0, seeds};
    const ch_reach__question q = ch_reach__ask(metric, links, is_towards, seed, seed_start, 1);
    ch_err err = ch_reach__climb(room, &q);
    if (err != CH_OK)
        return err;
    sweep(room, &q, dist);
    for (size_t i = 0; links != NULL && i < links->points; i++)
        dist[room->hierarchy->nodes + i] = room->own[i].lane[0];
    return CH_OK;
}
