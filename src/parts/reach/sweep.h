/* sweep.h - from the top of the hierarchy down. */
#ifndef CHANGHE_REACH_SWEEP_H
#define CHANGHE_REACH_SWEEP_H

#include "row.h"

/* Where a sweep of all nodes stops: at roots, and at nodes of the climb, of which something is known already. Between
 * stops every node has shortcuts up and nothing else. */
typedef struct {
    size_t climbs, roots; /* those not yet passed */
} ch_reach__stops;
/* One more than the position of the next stop downwards, taken off stops; 0: there is none. */
uint32_t ch_reach__next_stop(const ch_hierarchy_room *room, ch_reach__stops *stops);

typedef void ch_reach__tell(void *self, uint32_t position, const uint32_t *dist);

/* After a climb: tell the distances in all lanes of each node of only (NULL: of all), from the highest position down.
 * Cost: O(their shortcuts). */
void ch_reach__sweep(ch_hierarchy_room *room, const ch_reach__question *question, const ch_reach__family *only,
                     ch_reach__tell *tell, void *self);

#endif
