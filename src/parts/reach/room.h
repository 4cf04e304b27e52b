/* room.h - what a search works in, seen by the files of the search alone. */
#ifndef CHANGHE_REACH_ROOM_H
#define CHANGHE_REACH_ROOM_H

#include "buckets.h"
#include "lens.h"

struct ch_reach_room {
    ch_arena arena;  /* room, dist, reached and from lie in it */
    size_t capacity; /* nodes, own nodes of patches included */
    uint32_t *dist;  /* CH_REACH_FAR but for those reached */
    uint32_t *reached;
    size_t reacheds;
    uint32_t *from; /* NULL until a search wants it; CH_ROAD_NONE but for those reached when has_from */
    bool has_from;
    ch_reach__lens lens;
    ch_reach__buckets buckets;
};

/* Fill dist and reached of a room where nothing is reached yet. CH_ENOMEM. */
CH_MUST_USE ch_err ch_reach__spread(ch_reach_room *room, const ch_reach_graph *graph, const ch_reach_seed *seed,
                                    size_t seeds, uint32_t limit, bool *overflowed);

/* Fill room->from after that. Among arcs that tie one that takes time comes first, then fewer in a row that
 * take none, then the smaller node. CH_ENOMEM. Cost: O(arcs reached). */
CH_MUST_USE ch_err ch_reach__tree(ch_reach_room *room, const ch_reach_graph *graph, const ch_reach_seed *seed,
                                  size_t seeds);

#endif
