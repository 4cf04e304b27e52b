/* osm_tags.h - what tags say of a way or a point; docs/roads.md tells the rules. Shared by the sources of this folder. */
#ifndef CHANGHE_IO_OSM_TAGS_H
#define CHANGHE_IO_OSM_TAGS_H

#include "osm_thing.h"

/* What could not be read, to be added to the report. */
typedef struct {
    uint64_t speeds, others;
} ch_osm__unread;

/* Is a way with such tags one that a car or truck may drive? Sets all of *way but number, first, nodes; its name lies in the arena.
 * CH_OK with *is_road false: it is none. CH_ENOMEM. */
CH_MUST_USE ch_err ch_osm__read_way_tags(ch_arena *arena, const ch_osm__tags *tags, ch_road_way *way, bool *is_road,
                                         ch_osm__unread *unread);
/* Which profiles may not pass through a point: a bit each. */
uint8_t ch_osm__read_barrier(const ch_osm__tags *tags, ch_osm__unread *unread);

/* ---- access (osm_access.c) */

/* May a profile drive a thing with such tags that way? by_default where they say nothing. */
bool ch_osm__may_drive(const ch_osm__tags *tags, ch_road_profile profile, int way, bool by_default,
                       ch_osm__unread *unread);
/* Do the tags say anything about vehicles with engines? */
bool ch_osm__speaks_of_motors(const ch_osm__tags *tags);
/* Closes what access, one-way signs, roundabouts and motorways close. */
void ch_osm__read_access(const ch_osm__tags *tags, bool by_default, ch_road_way *way, ch_osm__unread *unread);

/* ---- figures (osm_speed.c, osm_measure.c): 0 where nothing is said, or nothing that can be read, which is counted. */

void ch_osm__read_speed(const ch_osm__tags *tags, float limit_kmh[CH_ROAD_WAYS], ch_osm__unread *unread);
/* A number with its unit, "3.5 m"; false: no number begins here. unit is trimmed. */
bool ch_osm__cut_number(ch_text text, double *number, ch_text *unit);
double ch_osm__read_height_m(const ch_osm__tags *tags, ch_osm__unread *unread);
double ch_osm__read_weight_t(const ch_osm__tags *tags, ch_osm__unread *unread);
double ch_osm__read_duration_s(const ch_osm__tags *tags, ch_osm__unread *unread);

/* ---- words */

bool ch_osm__is(ch_text text, const char *word);
/* Is it one of a list of words, ended by NULL? */
bool ch_osm__is_one_of(ch_text text, const char *const *word);

#endif
