/* ogc_where.h - where a row of places or firms lies, and what it touches. */
#ifndef CHANGHE_SERVE_OGC_WHERE_H
#define CHANGHE_SERVE_OGC_WHERE_H

#include "changhe/spots.h"

/* Its outline, else its point, else nowhere. */
typedef struct {
    size_t outline;        /* row of outlines, SIZE_MAX: it has none */
    const ch_shape *shape; /* of the outline, NULL: none */
    ch_point point;        /* NaN: unknown */
} serve_ogc_where;

serve_ogc_where serve_ogc_find_where(const ch_zone *zone, ch_table_id table, size_t row);
bool serve_ogc_is_somewhere(const serve_ogc_where *where);

/* Of what is somewhere. */
ch_box serve_ogc_bounds(const serve_ogc_where *where);
/* Does the point or the area share a point with the box, edges and corners included? What is nowhere does
 * not. Edges are straight in degrees (RFC 7946 3.1.1). Cost: O(points of the outline). */
bool serve_ogc_touches(const serve_ogc_where *where, ch_box box);

#endif
