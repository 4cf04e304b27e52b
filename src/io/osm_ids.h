/* osm_ids.h - the ids of all points that ways use, sorted, each once; 8 bytes a point. Shared by the sources of this folder. */
#ifndef CHANGHE_IO_OSM_IDS_H
#define CHANGHE_IO_OSM_IDS_H

#include "changhe/arena.h"

typedef struct {
    int64_t *id; /* ascending */
    size_t count;
} ch_osm__ids;

/* Of n references, in any order, which stay as they are. false: memory ran out. Free by ch_memory_give(memory, ids->id).
 * Cost: O(n), twice 8 bytes of each while it works. */
CH_MUST_USE bool ch_osm__sort_ids(const ch_memory *memory, const int64_t *reference, size_t n, ch_osm__ids *ids);
/* Place of an id, SIZE_MAX: not there. *hint is where the last was found: near ones are found in O(log of how far). */
size_t ch_osm__find_id(const ch_osm__ids *ids, int64_t id, size_t *hint);

#endif
