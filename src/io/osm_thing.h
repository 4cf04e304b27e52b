/* osm_thing.h - nodes, ways and relations as the readers of either form hand them on. Shared by the sources of this folder. */
#ifndef CHANGHE_IO_OSM_THING_H
#define CHANGHE_IO_OSM_THING_H

#include "changhe/geo.h"
#include "changhe/osm.h"

typedef struct {
    ch_text key, value; /* any bytes */
} ch_osm__tag;

typedef struct {
    const ch_osm__tag *tag;
    size_t count;
} ch_osm__tags;

/* The value of a key; empty where it has none. */
ch_text ch_osm__find(const ch_osm__tags *tags, const char *key);

enum { CH_OSM__NODE, CH_OSM__WAY, CH_OSM__RELATION };
typedef struct {
    int kind;
    int64_t id;
    ch_text role;
} ch_osm__member;

/* One of a file, valid during the call. */
typedef struct {
    int64_t id;
    ch_osm__tags tags;
    bool has_point;
    ch_point point;      /* of a node: within the earth's degrees */
    const int64_t *node; /* of a way */
    size_t nodes;
    const ch_osm__member *member; /* of a relation */
    size_t members;
} ch_osm__thing;

/* What is handed on; kinds whose function is NULL are passed over. */
typedef struct {
    ch_err (*node)(void *self, const ch_osm__thing *node);
    ch_err (*way)(void *self, const ch_osm__thing *way);
    ch_err (*relation)(void *self, const ch_osm__thing *relation);
    void (*as_of)(void *self, ch_date day);
    void *self;
} ch_osm__sink;

#endif
