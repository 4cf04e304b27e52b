/* spots.h - which points and outlines of a snapshot lie in a rectangle.
 * Points are sorted along a Z curve (Morton 1966), so that a tile is one run of an array; outlines
 * stand in a packed tree of rectangles (sort-tile-recursive, Leutenegger et al. 1997). */
#ifndef CHANGHE_SPOTS_H
#define CHANGHE_SPOTS_H

#include "changhe/zone.h"

typedef struct ch_spots ch_spots;

/* WGS84; west <= east, south <= north. One across the antimeridian is two boxes, the caller's to cut. A
 * box that is not so, or has a NaN, holds nothing. */
typedef struct {
    double west_deg, south_deg, east_deg, north_deg;
} ch_box;

/* CH_ENOMEM: *spots is NULL. The zone must outlive it. Cost: O(rows log rows). */
CH_MUST_USE ch_err ch_spots_make(const ch_zone *zone, const ch_memory *memory, ch_spots **spots);
void ch_spots_free(ch_spots *spots); /* NULL is fine */

/* Rows of firms or places with a point in the box (edges included), in the order of rows; of places those
 * with an outline whose rectangle touches it as well. Rows without a point are in no box. Many threads may
 * ask at once. CH_ENOMEM. Cost: O(found + sqrt(rows)) steps, and a bit for each row of the table. */
CH_MUST_USE ch_err ch_spots_firms(ch_arena *arena, const ch_spots *spots, ch_box box, const uint32_t **row, size_t *n);
CH_MUST_USE ch_err ch_spots_places(ch_arena *arena, const ch_spots *spots, ch_box box, const uint32_t **row, size_t *n);
/* Rows of outlines whose rectangle touches the box, in the order of rows. CH_ENOMEM. */
CH_MUST_USE ch_err ch_spots_outlines(ch_arena *arena, const ch_spots *spots, ch_box box, const uint32_t **row,
                                     size_t *n);

/* Rectangle of an outline. */
ch_box ch_spots_bounds(const ch_shape *shape);

/* A point in the WebMercator square (EPSG:3857), whose sides are 1 long: x east of 180 W, y south of
 * 85.0511 N; what lies outside comes to its edge. */
typedef struct {
    double x, y;
} ch_mercator;
ch_mercator ch_spots_mercator(ch_point point);
ch_point ch_spots_from_mercator(ch_mercator at);

/* All firms or places that have a point, along the Z curve: for those who draw them. Positions are those of the
 * square at 32 bits a side, rounded down. */
typedef struct {
    size_t n;
    const uint64_t *morton; /* ascending; equal ones by row; bits of x at even places, of y at odd ones */
    const uint32_t *row;
} ch_spots_curve;
ch_spots_curve ch_spots_firm_curve(const ch_spots *spots);
ch_spots_curve ch_spots_place_curve(const ch_spots *spots);

/* x and y of a place on the curve, and back. */
typedef struct {
    uint32_t x, y;
} ch_spot;
uint64_t ch_spots_weave(ch_spot at);
ch_spot ch_spots_unweave(uint64_t morton);

#endif
