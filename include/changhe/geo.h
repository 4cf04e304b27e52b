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

/* BD-09 (longitude and latitude of Baidu's maps) to WGS84 and back: GCJ-02 shifted once more. That
 * shift has no published standard either; this is the widely used open reconstruction of the way
 * there. The way back inverts it by fixed-point steps to better than 1e-9 degrees; the
 * reconstruction's own way back is a metre off. Nothing shifts where nothing does in GCJ-02. */
ch_point ch_geo_bd09_to_wgs84(ch_point bd);
ch_point ch_geo_wgs84_to_bd09(ch_point wgs);

/* CGCS2000 (EPSG:4490), China's frame of survey and planning, is passed through unchanged as WGS84.
 * Both have the earth's centre for origin; flattenings of 1/298.257222101 and 1/298.257223563 set
 * the latitudes of one point 0.11 mm apart at most (Wei Ziqing 2008, China Geodetic Coordinate
 * System 2000 and its comparison with WGS84). CGCS2000 is ITRF97 at epoch 2000.0, and WGS84 at that
 * epoch is the same to centimetres. A receiver tells points of its own day; the plate has carried
 * them on since, in the delta by some 3 cm a year: about a metre by the 2030s, which no question
 * here can feel. */

/* Metres of the 3-degree Gauss-Krueger zones of CGCS2000; surveyors write north as X and east as Y.
 * Zone z = 25..45 has the central meridian 3 z = 75..135 degrees, scale 1 and 500 km of false
 * easting. With its prefix (EPSG:4513-4533) east begins with the zone, z * 1,000,000 m; without
 * (EPSG:4534-4554) it does not. */
typedef struct {
    double east_m, north_m;
} ch_metres;
enum { CH_GEO_ZONE_FIRST = 25, CH_GEO_ZONE_LAST = 45 };

/* The zone whose meridian is nearest, of two equally near the eastern one; 0: the point is in none. */
unsigned ch_geo_cgcs2000_zone(ch_point point);

/* A point in the metres of a zone and back, by Krueger's series to the sixth order as Karney 2011
 * gives them (Transverse Mercator with an accuracy of a few nanometers, J. Geodesy 85): better than
 * 1e-6 m within 6 degrees of the meridian. zone 0 is the nearest one, or on the way back the one
 * that the prefix says, which it does within 500 km of the meridian. Back from a zone that is named,
 * east may bear its prefix or none. NaN: what lies more than 30 degrees from the meridian or beyond a
 * pole, and a zone that is none. */
ch_metres ch_geo_cgcs2000_to_plane(ch_point point, unsigned zone, bool is_prefixed);
ch_point ch_geo_cgcs2000_from_plane(ch_metres metres, unsigned zone);

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
