/* geo.c - great circles, and the GCJ-02 frame. */
#include "changhe/geo.h"

#include <math.h>

static const double PI = 3.14159265358979323846;

static double radians(double deg)
{
    return deg * PI / 180;
}

static double square(double x)
{
    return x * x;
}

double ch_geo_km(ch_point a, ch_point b)
{
    const double radius_km = 6371.0088;
    double half_lat = radians(b.lat_deg - a.lat_deg) / 2, half_lon = radians(b.lon_deg - a.lon_deg) / 2;
    double haversine =
        square(sin(half_lat)) + cos(radians(a.lat_deg)) * cos(radians(b.lat_deg)) * square(sin(half_lon));
    return 2 * radius_km * asin(sqrt(haversine > 1 ? 1 : haversine));
}

static bool is_shifted(ch_point p)
{
    return p.lon_deg >= 72.004 && p.lon_deg <= 137.8347 && p.lat_deg >= 0.8293 && p.lat_deg <= 55.8271;
}

/* Three waves common to both directions of the shift, in metres. */
static double waves(double slow_x, double fast_x)
{
    double fast = 20 * sin(6 * fast_x * PI) + 20 * sin(2 * fast_x * PI);
    double slow = 20 * sin(slow_x * PI) + 40 * sin(slow_x / 3 * PI);
    return (fast + slow) * 2 / 3;
}

static double north_m(double x, double y)
{
    double long_waves = 160 * sin(y / 12 * PI) + 320 * sin(y * PI / 30);
    return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x)) + waves(y, x) + long_waves * 2 / 3;
}

static double east_m(double x, double y)
{
    double long_waves = 150 * sin(x / 12 * PI) + 300 * sin(x / 30 * PI);
    return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x)) + waves(x, x) + long_waves * 2 / 3;
}

/* Metres of shift turned into degrees on the Krasovsky 1940 ellipsoid: a meridian and a parallel
 * have the radii a(1-e2)/w^3 and a cos(lat)/w. */
static ch_point shift_deg(ch_point wgs)
{
    const double a_m = 6378245, e2 = 0.00669342162296594323;
    double x = wgs.lon_deg - 105, y = wgs.lat_deg - 35;
    double w = sqrt(1 - e2 * square(sin(radians(wgs.lat_deg))));
    double meridian_m = a_m * (1 - e2) / (w * w * w);
    double parallel_m = a_m / w * cos(radians(wgs.lat_deg));
    return (ch_point){east_m(x, y) / parallel_m * 180 / PI, north_m(x, y) / meridian_m * 180 / PI};
}

ch_point ch_geo_wgs84_to_gcj02(ch_point wgs)
{
    if (!is_shifted(wgs))
        return wgs;
    ch_point shift = shift_deg(wgs);
    return (ch_point){wgs.lon_deg + shift.lon_deg, wgs.lat_deg + shift.lat_deg};
}

/* The shift changes by less than 1 in 100 over its own length, so each step wins two digits. */
ch_point ch_geo_gcj02_to_wgs84(ch_point gcj)
{
    if (!is_shifted(gcj))
        return gcj;
    ch_point wgs = gcj;
    for (int step = 0; step < 8; step++) {
        ch_point shift = shift_deg(wgs);
        wgs = (ch_point){gcj.lon_deg - shift.lon_deg, gcj.lat_deg - shift.lat_deg};
    }
    return wgs;
}
