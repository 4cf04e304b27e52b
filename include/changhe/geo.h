/* geo.h - points, distances, frames and outlines on the earth. Degrees are WGS84 unless said. */
#ifndef CHANGHE_GEO_H
#define CHANGHE_GEO_H

#include "changhe/arena.h"

typedef struct {
    double lon_deg, lat_deg;
} ch_point;

/* Great-circle distance in km on a sphere of radius 6371.0088 km (mean radius R1 of the IUGG,
 * Moritz 2000, Geodetic Reference System 1980), by the haversine formula. NaN when a coordinate is. */
double ch_geo_km(ch_point a, ch_point b);

/* GCJ-02 (the shifted frame of mainland map services) to WGS84 and back. The shift has no
 * published standard; this is the widely used open reconstruction, inverted by fixed-point steps
 * to better than 1e-9 degrees. Outside lon 72.004-137.8347, lat 0.8293-55.8271 nothing shifts. */
ch_point ch_geo_gcj02_to_wgs84(ch_point gcj);
ch_point ch_geo_wgs84_to_gcj02(ch_point wgs);

/* Polygons with holes: part p has rings part_start[p] .. part_start[p+1]-1, the first its outer
 * ring; ring r has points ring_start[r] .. ring_start[r+1]-1, the last equal to the first. */
typedef struct {
    size_t parts, rings, points;
    const uint32_t *part_start, *ring_start;
    const ch_point *point;
} ch_shape;

/* Room for an edge of a ring while the ring is looked at; its content is of no use to others. */
typedef struct {
    ch_point begin;
    uint32_t corner, child[2], beside[2];
} ch_geo_edge;

/* Does a closed ring of n points (the last equal to the first) touch or cross itself? Tells one
 * such point in *where; *where is untouched when false. A point given twice in a row counts once;
 * an edge that runs back over the one before it touches. Coordinates are finite, n below 2^32 - 1;
 * scratch holds n entries. Cost: O(n log n), whatever the ring. */
bool ch_geo_ring_crosses(const ch_point *point, size_t n, ch_geo_edge *scratch, ch_point *where);

/* Twice the signed area of such a ring in square degrees: > 0 runs counter-clockwise. */
double ch_geo_ring_turning(const ch_point *point, size_t n);

#endif
