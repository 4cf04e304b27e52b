/* ogc_where.c - outlines and points of rows, compared with a rectangle. */
#include "ogc_where.h"

#include <math.h>

serve_ogc_where serve_ogc_find_where(const ch_zone *zone, ch_table_id table, size_t row)
{
    serve_ogc_where where = {.outline = SIZE_MAX};
    if (table == CH_TABLE_firms) {
        where.point = (ch_point){zone->firms.lon[row], zone->firms.lat[row]};
        return where;
    }
    where.point = (ch_point){zone->places.lon[row], zone->places.lat[row]};
    where.outline = ch_zone_find(zone, CH_TABLE_outlines, zone->places.id[row]);
    if (where.outline != SIZE_MAX)
        where.shape = zone->outlines.geometry[where.outline];
    return where;
}

static bool is_known(ch_point point)
{
    return !isnan(point.lon_deg) && !isnan(point.lat_deg);
}

bool serve_ogc_is_somewhere(const serve_ogc_where *where)
{
    return where->shape || is_known(where->point);
}

ch_box serve_ogc_bounds(const serve_ogc_where *where)
{
    const ch_point at = where->point;
    return where->shape ? ch_spots_bounds(where->shape) : (ch_box){at.lon_deg, at.lat_deg, at.lon_deg, at.lat_deg};
}

static bool holds(ch_box box, ch_point point)
{
    return point.lon_deg >= box.west_deg && point.lon_deg <= box.east_deg && point.lat_deg >= box.south_deg &&
           point.lat_deg <= box.north_deg;
}

/* > 0: c lies left of the way from a to b. */
static double side(ch_point a, ch_point b, ch_point c)
{
    return (b.lon_deg - a.lon_deg) * (c.lat_deg - a.lat_deg) - (b.lat_deg - a.lat_deg) * (c.lon_deg - a.lon_deg);
}

/* Two convex figures are apart when a line parallel to an edge of one of them parts them: here a side of the
 * box, or the edge itself. */
static bool edge_touches(ch_point a, ch_point b, ch_box box)
{
    if (fmax(a.lon_deg, b.lon_deg) < box.west_deg || fmin(a.lon_deg, b.lon_deg) > box.east_deg ||
        fmax(a.lat_deg, b.lat_deg) < box.south_deg || fmin(a.lat_deg, b.lat_deg) > box.north_deg)
        return false;
    const double sw = side(a, b, (ch_point){box.west_deg, box.south_deg}),
                 se = side(a, b, (ch_point){box.east_deg, box.south_deg}),
                 ne = side(a, b, (ch_point){box.east_deg, box.north_deg}),
                 nw = side(a, b, (ch_point){box.west_deg, box.north_deg});
    return fmin(fmin(sw, se), fmin(ne, nw)) <= 0 && fmax(fmax(sw, se), fmax(ne, nw)) >= 0;
}

/* Does the edge cross the ray that runs east from the point? Of its ends the lower one counts. */
static bool crosses_ray(ch_point a, ch_point b, ch_point from)
{
    if ((a.lat_deg > from.lat_deg) == (b.lat_deg > from.lat_deg))
        return false;
    return b.lat_deg > a.lat_deg ? side(a, b, from) > 0 : side(a, b, from) < 0;
}

/* When no edge touches the box it lies in the area as a whole or not at all: any corner tells, by the number
 * of edges between it and the far east, holes counted. */
static bool area_touches(const ch_shape *shape, ch_box box)
{
    const ch_point corner = {box.west_deg, box.south_deg};
    bool is_inside = false;
    for (size_t r = 0; r < shape->rings; r++)
        for (size_t i = shape->ring_start[r]; i + 1 < shape->ring_start[r + 1]; i++) {
            if (edge_touches(shape->point[i], shape->point[i + 1], box))
                return true;
            is_inside ^= crosses_ray(shape->point[i], shape->point[i + 1], corner);
        }
    return is_inside;
}

bool serve_ogc_touches(const serve_ogc_where *where, ch_box box)
{
    return where->shape ? area_touches(where->shape, box) : holds(box, where->point);
}
