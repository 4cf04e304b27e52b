/* bd09.c - the BD-09 frame: GCJ-02 shifted once more. */
#include "changhe/geo.h"

#include <math.h>

static const double WAVE = 3.14159265358979323846 * 3000 / 180;

/* Seen from longitude 0, latitude 0, the point is moved a little outwards and about, then aside. */
static ch_point shifted(ch_point gcj)
{
    const double x = gcj.lon_deg, y = gcj.lat_deg;
    const double away = sqrt(x * x + y * y) + 0.00002 * sin(y * WAVE);
    const double angle = atan2(y, x) + 0.000003 * cos(x * WAVE);
    return (ch_point){away * cos(angle) + 0.0065, away * sin(angle) + 0.006};
}

static bool is_same(ch_point a, ch_point b)
{
    return a.lon_deg == b.lon_deg && a.lat_deg == b.lat_deg;
}

ch_point ch_geo_wgs84_to_bd09(ch_point wgs)
{
    const ch_point gcj = ch_geo_wgs84_to_gcj02(wgs);
    return is_same(gcj, wgs) ? wgs : shifted(gcj);
}

/* What the shift of a point owes to where it lies changes by less than 1 in 40 of its length, so that each step wins
 * a digit and a half. */
ch_point ch_geo_bd09_to_wgs84(ch_point bd)
{
    ch_point gcj = bd;
    for (int step = 0; step < 10; step++) {
        const ch_point there = shifted(gcj);
        gcj = (ch_point){gcj.lon_deg + bd.lon_deg - there.lon_deg, gcj.lat_deg + bd.lat_deg - there.lat_deg};
    }
    const ch_point wgs = ch_geo_gcj02_to_wgs84(gcj);
    return is_same(wgs, gcj) ? bd : wgs;
}
