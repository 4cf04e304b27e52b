/* osm_turn.h - relations of type restriction. Shared by the sources of this folder. */
#ifndef CHANGHE_IO_OSM_TURN_H
#define CHANGHE_IO_OSM_TURN_H

#include "osm_thing.h"

typedef enum {
    CH_OSM__NO_TURN, /* another relation, or one that forbids nothing to our vehicles */
    CH_OSM__TURN,
    CH_OSM__TURN_BY_WAY, /* via a way: not taken */
    CH_OSM__TURN_UNREAD
} ch_osm__turn_kind;

/* What all turns of a relation share; its members of role from and to say the ways. */
typedef struct {
    int64_t via;
    bool only;
    bool of[CH_ROAD_PROFILES];
} ch_osm__turn;

ch_osm__turn_kind ch_osm__read_turn(const ch_osm__thing *relation, ch_osm__turn *turn);
/* The next member that is a way of that role, from *at on; false: none. */
bool ch_osm__next_way(const ch_osm__thing *relation, const char *role, size_t *at, int64_t *way);

#endif
