/* shape_laws.h - what must hold for any polygons with holes; for small ones, for every two edges are looked at. */
#ifndef CHANGHE_TESTS_SHAPE_LAWS_H
#define CHANGHE_TESTS_SHAPE_LAWS_H

#include "changhe/geo.h"

static inline bool shape_laws__is_same(ch_point a, ch_point b)
{
    return a.lon_deg == b.lon_deg && a.lat_deg == b.lat_deg;
}

/* Even and odd, over the rings from .. to-1. */
static inline bool shape_rings_hold(const ch_shape *shape, size_t from, size_t to, ch_point point)
{
    bool is_in = false;
    for (size_t ring = from; ring < to; ring++)
        for (uint32_t i = shape->ring_start[ring]; i + 1 < shape->ring_start[ring + 1]; i++) {
            const ch_point a = shape->point[i], b = shape->point[i + 1];
            if ((a.lat_deg <= point.lat_deg) != (b.lat_deg <= point.lat_deg) &&
                point.lon_deg <
                    a.lon_deg + (b.lon_deg - a.lon_deg) * (point.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg))
                is_in = !is_in;
        }
    return is_in;
}

static inline bool shape_holds(const ch_shape *shape, ch_point point)
{
    return shape_rings_hold(shape, 0, shape->rings, point);
}

static inline int shape_laws__side(ch_point a, ch_point b, ch_point c)
{
    const double turn =
        (b.lon_deg - a.lon_deg) * (c.lat_deg - a.lat_deg) - (b.lat_deg - a.lat_deg) * (c.lon_deg - a.lon_deg);
    return turn > 1e-15 ? 1 : turn < -1e-15 ? -1 : 0; /* cells are 1e-3 wide: 1e-6 of their area */
}

/* Of c in one line with a and b. */
static inline bool shape_laws__is_between(ch_point a, ch_point b, ch_point c)
{
    return (c.lon_deg - a.lon_deg) * (c.lon_deg - b.lon_deg) <= 0 &&
           (c.lat_deg - a.lat_deg) * (c.lat_deg - b.lat_deg) <= 0;
}

/* Do edges have a point in common, other than an end of both where corners may touch? */
static inline bool shape_laws__edges_meet(ch_point a, ch_point b, ch_point c, ch_point d, bool may_touch)
{
    const int c_side = shape_laws__side(a, b, c), d_side = shape_laws__side(a, b, d),
              a_side = shape_laws__side(c, d, a), b_side = shape_laws__side(c, d, b);
    if (may_touch && (shape_laws__is_same(a, c) || shape_laws__is_same(a, d) || shape_laws__is_same(b, c) ||
                      shape_laws__is_same(b, d)))
        return c_side == 0 && d_side == 0 && /* of two in one line, one may not run over the other */
               ((shape_laws__is_same(a, c) && (shape_laws__is_between(a, b, d) || shape_laws__is_between(c, d, b))) ||
                (shape_laws__is_same(a, d) && (shape_laws__is_between(a, b, c) || shape_laws__is_between(c, d, b))) ||
                (shape_laws__is_same(b, c) && (shape_laws__is_between(a, b, d) || shape_laws__is_between(c, d, a))) ||
                (shape_laws__is_same(b, d) && (shape_laws__is_between(a, b, c) || shape_laws__is_between(c, d, a))));
    if (c_side * d_side < 0 && a_side * b_side < 0)
        return true;
    return (c_side == 0 && shape_laws__is_between(a, b, c)) || (d_side == 0 && shape_laws__is_between(a, b, d)) ||
           (a_side == 0 && shape_laws__is_between(c, d, a)) || (b_side == 0 && shape_laws__is_between(c, d, b));
}

static inline bool shape_laws__rings_meet(const ch_shape *shape, size_t one, size_t other, bool may_touch)
{
    for (uint32_t i = shape->ring_start[one]; i + 1 < shape->ring_start[one + 1]; i++)
        for (uint32_t k = shape->ring_start[other]; k + 1 < shape->ring_start[other + 1]; k++)
            if (shape_laws__edges_meet(shape->point[i], shape->point[i + 1], shape->point[k], shape->point[k + 1],
                                       may_touch))
                return true;
    return false;
}

static inline ch_point shape_laws__edge_middle(const ch_shape *shape, size_t ring, uint32_t edge)
{
    const ch_point *at = &shape->point[shape->ring_start[ring] + edge];
    return (ch_point){(at[0].lon_deg + at[1].lon_deg) / 2, (at[0].lat_deg + at[1].lat_deg) / 2};
}

static inline bool shape_laws__is_before(ch_point a, ch_point b)
{
    return a.lat_deg < b.lat_deg || (a.lat_deg == b.lat_deg && a.lon_deg < b.lon_deg);
}

/* NULL, or what is wrong. */
static inline const char *shape_ring_fault(const ch_shape *shape, size_t ring, bool is_outer, ch_geo_edge *scratch)
{
    const ch_point *point = shape->point + shape->ring_start[ring];
    const size_t n = shape->ring_start[ring + 1] - shape->ring_start[ring];
    ch_point where;
    if (n < 4 || !shape_laws__is_same(point[0], point[n - 1]))
        return "a ring is not closed";
    if (ch_geo_ring_crosses(point, n, scratch, &where))
        return "a ring touches or crosses itself";
    if ((ch_geo_ring_turning(point, n) > 0) != is_outer)
        return "a ring runs the wrong way round";
    for (size_t i = 1; i + 1 < n; i++) {
        if (!shape_laws__is_before(point[0], point[i]))
            return "a ring does not begin at its southernmost, then westernmost corner";
        if (shape_laws__side(point[i - 1], point[i], point[i + 1]) == 0)
            return "a ring has a corner that is none";
    }
    return NULL;
}

/* NULL, or what is wrong. may_touch: rings may have corners in common. scratch holds an entry for each point. */
static inline const char *shape_fault(const ch_shape *shape, bool may_touch, ch_geo_edge *scratch)
{
    if (shape->part_start[0] != 0 || shape->part_start[shape->parts] != shape->rings || shape->ring_start[0] != 0 ||
        shape->ring_start[shape->rings] != shape->points)
        return "parts, rings and points do not add up";
    for (size_t part = 0; part < shape->parts; part++) {
        const uint32_t outer = shape->part_start[part], end = shape->part_start[part + 1];
        if (outer >= end)
            return "a part is empty";
        for (uint32_t ring = outer; ring < end; ring++) {
            const char *fault = shape_ring_fault(shape, ring, ring == outer, scratch);
            if (fault != NULL)
                return fault;
            if (ring > outer && !shape_rings_hold(shape, outer, outer + 1, shape_laws__edge_middle(shape, ring, 0)))
                return "a hole lies outside of its polygon";
            if (ring > outer + 1 &&
                shape_laws__is_before(shape->point[shape->ring_start[ring]], shape->point[shape->ring_start[ring - 1]]))
                return "holes are out of order";
        }
        if (part > 0 && shape_laws__is_before(shape->point[shape->ring_start[outer]],
                                              shape->point[shape->ring_start[shape->part_start[part - 1]]]))
            return "polygons are out of order";
    }
    for (size_t one = 0; one < shape->rings; one++)
        for (size_t other = 0; other < one; other++)
            if (shape_laws__rings_meet(shape, one, other, may_touch))
                return "rings meet";
    return NULL;
}

#endif
