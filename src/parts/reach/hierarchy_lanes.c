/* hierarchy_lanes.c - the sweep for sixteen sets of seeds at once, of all nodes or of some with their ancestors. */
#include "sweep.h"

/* known: what the climb knows of the node. Sums are taken in registers: they come there with the first shortcut and
 * leave with the last, which may be the same. */
CH_REACH__INLINE void sweep_node(ch_hierarchy_room *room, const uint32_t *down, uint32_t v, const ch_reach__row *known,
                                 ch_reach__tell *tell, void *self)
{
    const ch_hierarchy *h = room->hierarchy;
    uint32_t s = h->start[v], last = h->start[v + 1] - 1;
    ch_reach__row least, *to = &room->above[h->depth[last] + 1];
    ch_reach__relax(&least, known, &room->above[h->depth[s]], down[s]);
    for (s++; s < last; s++)
        ch_reach__relax(&least, &least, &room->above[h->depth[s]], down[s]);
    ch_reach__relax(to, &least, &room->above[h->depth[last]], down[last]);
    tell(self, v, to->lane);
}

CH_REACH__INLINE void sweep_stop(ch_hierarchy_room *room, const uint32_t *down, uint32_t v, const ch_reach__row *known,
                                 ch_reach__tell *tell, void *self)
{
    const ch_hierarchy *h = room->hierarchy;
    if (h->start[v] < h->start[v + 1]) {
        sweep_node(room, down, v, known, tell, self);
    } else {
        room->above[0] = *known;
        tell(self, v, room->above[0].lane);
    }
}

CH_REACH__INLINE void sweep_all_here(ch_hierarchy_room *room, const uint32_t *down, ch_reach__tell *tell, void *self)
{
    const ch_hierarchy *h = room->hierarchy;
    ch_reach__stops stops = {room->climb.n, h->roots};
    uint32_t v = (uint32_t)h->nodes;
    while (v > 0) {
        size_t climbs = stops.climbs;
        uint32_t stop = ch_reach__next_stop(room, &stops);
        while (v > stop)
            sweep_node(room, down, --v, &room->far, tell, self);
        if (stop > 0)
            sweep_stop(room, down, --v, stops.climbs < climbs ? &room->row[stops.climbs] : &room->far, tell, self);
    }
}

CH_REACH__INLINE void sweep_some_here(ch_hierarchy_room *room, const uint32_t *down, const ch_reach__family *only,
                                      ch_reach__tell *tell, void *self)
{
    size_t climbs = room->climb.n;
    for (size_t i = only->n; i-- > 0;) {
        uint32_t v = only->position[i];
        while (climbs > 0 && room->climb.position[climbs - 1] > v)
            climbs--;
        bool is_known = climbs > 0 && room->climb.position[climbs - 1] == v;
        sweep_stop(room, down, v, is_known ? &room->row[climbs - 1] : &room->far, tell, self);
    }
}

CH_REACH__INLINE void sweep_here(ch_hierarchy_room *room, const uint32_t *down, const ch_reach__family *only,
                                 ch_reach__tell *tell, void *self)
{
    if (only != NULL)
        sweep_some_here(room, down, only, tell, self);
    else
        sweep_all_here(room, down, tell, self);
}

#if CH_REACH__TWICE
CH_REACH__WIDE static void sweep_wide(ch_hierarchy_room *room, const uint32_t *down, const ch_reach__family *only,
                                      ch_reach__tell *tell, void *self)
{
    sweep_here(room, down, only, tell, self);
}
#endif

void ch_reach__sweep(ch_hierarchy_room *room, const ch_reach__question *q, const ch_reach__family *only,
                     ch_reach__tell *tell, void *self)
{
#if CH_REACH__TWICE
    if (room->is_wide) {
        sweep_wide(room, q->down, only, tell, self);
        return;
    }
#endif
    sweep_here(room, q->down, only, tell, self);
}

typedef struct {
    const uint32_t *node_at;
    void (*tell)(void *self, uint32_t node, const uint32_t dist[CH_HIERARCHY_LANES]);
    void *self;
} listener;

static void tell_node(void *self, uint32_t position, const uint32_t *dist)
{
    const listener *to = self;
    to->tell(to->self, to->node_at[position], dist);
}

ch_err ch_hierarchy_sweep_lanes(ch_hierarchy_room *room, const ch_metric *metric, const ch_metric_links *links,
                                bool is_towards, const ch_reach_seed *seed, const size_t *seed_start, size_t lanes,
                                void (*tell)(void *self, uint32_t node, const uint32_t dist[CH_HIERARCHY_LANES]),
                                void *self)
{
    const ch_reach__question q = ch_reach__ask(metric, links, is_towards, seed, seed_start, lanes);
    ch_err err = ch_reach__climb(room, &q);
    if (err != CH_OK)
        return err;
    listener to = {room->hierarchy->node_at, tell, self};
    ch_reach__sweep(room, &q, NULL, tell_node, &to);
    for (size_t i = 0; links != NULL && i < links->points; i++)
        tell(self, (uint32_t)(room->hierarchy->nodes + i), room->own[i].lane);
    return CH_OK;
}
