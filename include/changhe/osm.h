/* osm.h - streets out of an OpenStreetMap extract: .osm.pbf, .osm, .osm.gz; other forms are refused with what to do.
 *
 * Two passes: ways and restrictions first, then the points that they use, so that memory follows the streets and
 * not the file. Which tags are read, and how, stands in docs/roads.md: highway, junction, oneway, maxspeed, access
 * by vehicle, barriers, ferries, tolls, heights, weights, names, restrictions via a node. */
#ifndef CHANGHE_OSM_H
#define CHANGHE_OSM_H

#include "changhe/road.h"

/* What was read and what was passed over. */
typedef struct {
    uint64_t nodes, ways, relations; /* in the file, without those that it says are deleted */
    uint64_t roads;                  /* ways taken; one that was cut stands in the given as several of its number */
    uint64_t points_missing;         /* points that roads name and the file does not have */
    uint64_t pieces_dropped;         /* stretches of roads left out for that */
    /* Relations: understood (one with several ways from or to gives several turns; where no road passes, none); via a
     * way, not taken; not understood. */
    uint64_t restrictions, restrictions_by_way, restrictions_unread;
    /* Values that could not be read, of roads and barriers: of limits (the class's number is used), of other tags. */
    uint64_t speeds_unread, other_unread;
    ch_date as_of; /* of the extract, where it says so; else 0 */
} ch_osm_report;

/* The form is told by the end of the name. All of *given lies in arena, names too; it has no keep. The file is read as
 * it is needed, never whole into memory. Steps told: "ways", "points", in bytes of the file; ch_osm_read alone.
 * CH_EDATA: damaged (it breaks off, a block does not inflate to what it says, is larger than 32 MiB or would take far
 * more memory than its bytes, a number without an end, an index outside of its table, lists of unequal length, XML that
 * is not well formed or has a document type, a .gz that unpacks to more than any extract), told with the byte or line
 * where, or of a form that is not read, told with its name; then, as always but on CH_OK, *given is empty. CH_EIO, told;
 * CH_ENOMEM; CH_ENONE: stopped. faults may be NULL.
 * expat and libdeflate take memory from malloc, the others from the arena's hook.
 * Cost: O(bytes, twice + references of roads); memory some 45 bytes a reference beside the result, and one block. */
CH_MUST_USE ch_err ch_osm_read(ch_arena *arena, const char *path, const ch_progress *progress, ch_road_given *given,
                               ch_osm_report *report, ch_faults *faults);
/* The same from bytes in memory, of a file of such a name. */
CH_MUST_USE ch_err ch_osm_read_bytes(ch_arena *arena, ch_text name, ch_text bytes, ch_road_given *given,
                                     ch_osm_report *report, ch_faults *faults);

#endif
