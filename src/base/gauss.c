/* gauss.c - Gauss-Krueger zones of CGCS2000 by Krueger's series (equations of Karney 2011). */
#include "changhe/geo.h"

#include <math.h>

enum { ORDERS = 6, LEAST_PREFIX = 20 };

static const double PI = 3.14159265358979323846;
static const double A_M = 6378137, FLATTENING = 1 / 298.257222101;
static const double FALSE_EAST_M = 500000, PREFIX_M = 1000000, FARTHEST_DEG = 30;

/* Rows of coefficients of the third flattening n: row j times n^(j+1), n^(j+2), ... (eqs. 35 and 36). */
static const double to_plane[ORDERS][ORDERS] = {
    {1. / 2, -2. / 3, 5. / 16, 41. / 180, -127. / 288, 7891. / 37800},
    {13. / 48, -3. / 5, 557. / 1440, 281. / 630, -1983433. / 1935360},
    {61. / 240, -103. / 140, 15061. / 26880, 167603. / 181440},
    {49561. / 161280, -179. / 168, 6601661. / 7257600},
    {34729. / 80640, -3418889. / 1995840},
    {212378941. / 319334400},
};
static const double from_plane[ORDERS][ORDERS] = {
    {1. / 2, -2. / 3, 37. / 96, -1. / 360, -81. / 512, 96199. / 604800},
    {1. / 48, 1. / 15, -437. / 1440, 46. / 105, -1118711. / 3870720},
    {17. / 480, -37. / 840, -209. / 4480, 5569. / 90720},
    {4397. / 161280, -11. / 504, -830251. / 7257600},
    {4583. / 161280, -108847. / 3991680},
    {20648693. / 638668800},
};

typedef struct {
    double xi, eta; /* north and east in units of the rectifying radius */
} plane;

static double third_flattening(void)
{
    return FLATTENING / (2 - FLATTENING);
}

static double eccentricity(void)
{
    return sqrt(FLATTENING * (2 - FLATTENING));
}

/* Eq. 14 */
static double rectifying_m(void)
{
    const double n = third_flattening(), n2 = n * n;
    return A_M / (1 + n) * (1 + n2 / 4 + n2 * n2 / 64 + n2 * n2 * n2 / 256);
}

static double coefficient(const double row[ORDERS], int order)
{
    const double n = third_flattening();
    double sum = 0;
    for (int i = ORDERS - 1 - order; i >= 0; i--)
        sum = sum * n + row[i];
    return sum * pow(n, order + 1);
}

/* What the series adds at p. */
static plane series(const double rows[ORDERS][ORDERS], plane p)
{
    plane sum = {0, 0};
    for (int j = ORDERS - 1; j >= 0; j--) {
        const double c = coefficient(rows[j], j), k = 2 * (j + 1);
        sum.xi += c * sin(k * p.xi) * cosh(k * p.eta);
        sum.eta += c * cos(k * p.xi) * sinh(k * p.eta);
    }
    return sum;
}

/* Tangent of the conformal latitude, from that of the latitude (eqs. 7-9). */
static double conformal(double tau)
{
    const double e = eccentricity(), sigma = sinh(e * atanh(e * tau / sqrt(1 + tau * tau)));
    return tau * sqrt(1 + sigma * sigma) - sigma * sqrt(1 + tau * tau);
}

/* And back, by Newton's steps (eqs. 19-21): each squares an error that begins below 1%. */
static double geographic(double conformal_tau)
{
    const double e2 = FLATTENING * (2 - FLATTENING);
    double tau = conformal_tau;
    for (int step = 0; step < 6; step++) {
        const double there = conformal(tau);
        tau += (conformal_tau - there) / sqrt(1 + there * there) * (1 + (1 - e2) * tau * tau) /
               ((1 - e2) * sqrt(1 + tau * tau));
    }
    return tau;
}

static bool is_zone(unsigned zone)
{
    return zone >= CH_GEO_ZONE_FIRST && zone <= CH_GEO_ZONE_LAST;
}

unsigned ch_geo_cgcs2000_zone(ch_point point)
{
    const double nearest = floor(point.lon_deg / 3 + 0.5);
    if (!(nearest >= CH_GEO_ZONE_FIRST && nearest <= CH_GEO_ZONE_LAST && fabs(point.lat_deg) <= 90))
        return 0;
    return (unsigned)nearest;
}

ch_metres ch_geo_cgcs2000_to_plane(ch_point point, unsigned zone, bool is_prefixed)
{
    if (zone == 0)
        zone = ch_geo_cgcs2000_zone(point);
    const double off_deg = point.lon_deg - 3. * zone;
    if (!is_zone(zone) || !(fabs(off_deg) <= FARTHEST_DEG) || !(fabs(point.lat_deg) <= 90))
        return (ch_metres){NAN, NAN};

    const double lambda = off_deg * PI / 180, tau = conformal(tan(point.lat_deg * PI / 180));
    const plane sphere = {atan2(tau, cos(lambda)), asinh(sin(lambda) / hypot(tau, cos(lambda)))}; /* eq. 10 */
    const plane more = series(to_plane, sphere);
    const double east_m = rectifying_m() * (sphere.eta + more.eta) + FALSE_EAST_M;
    return (ch_metres){east_m + (is_prefixed ? zone * PREFIX_M : 0), rectifying_m() * (sphere.xi + more.xi)};
}

/* The zone in *zone, and how far east of its meridian; NaN: there is none. Without a zone named the prefix says it; with
 * one, metres of this size are none but the prefix's. */
static double read_east(double east_m, unsigned *zone)
{
    const double prefix = floor(east_m / PREFIX_M);
    if (*zone == 0 && prefix >= CH_GEO_ZONE_FIRST && prefix <= CH_GEO_ZONE_LAST)
        *zone = (unsigned)prefix;
    if (!is_zone(*zone))
        return NAN;
    return east_m - FALSE_EAST_M - (prefix >= LEAST_PREFIX ? *zone * PREFIX_M : 0);
}

ch_point ch_geo_cgcs2000_from_plane(ch_metres metres, unsigned zone)
{
    const double radius_m = rectifying_m(), east_m = read_east(metres.east_m, &zone);
    if (!(fabs(east_m) < radius_m / 2) || !(fabs(metres.north_m) < radius_m * PI / 2))
        return (ch_point){NAN, NAN};

    const plane given = {metres.north_m / radius_m, east_m / radius_m}, less = series(from_plane, given);
    const plane sphere = {given.xi - less.xi, given.eta - less.eta};
    const double tau = sin(sphere.xi) / hypot(sinh(sphere.eta), cos(sphere.xi)); /* eq. 18 */
    const double lambda = atan2(sinh(sphere.eta), cos(sphere.xi));
    if (!(fabs(lambda) <= FARTHEST_DEG * PI / 180 + 1e-9))
        return (ch_point){NAN, NAN};
    return (ch_point){3. * zone + lambda * 180 / PI, atan(geographic(tau)) * 180 / PI};
}
