/* curve.c - the square is cut into four again and again, in the order of the curve: what lies in a quarter is
 * one run, and quarters that lie in the box as a whole are not looked into. */
#include "curve.h"

#include <math.h>
#include <stdlib.h>

enum { BITS = 32, FEW = 16 };

static const double pi = 3.14159265358979323846;

ch_mercator ch_spots_mercator(ch_point point)
{
    double x = (point.lon_deg + 180) / 360;
    double y = (1 - asinh(tan(point.lat_deg * pi / 180)) / pi) / 2;
    return (ch_mercator){fmin(fmax(x, 0), 1), fmin(fmax(y, 0), 1)};
}

ch_point ch_spots_from_mercator(ch_mercator at)
{
    return (ch_point){at.x * 360 - 180, atan(sinh(pi * (1 - 2 * at.y))) * 180 / pi};
}

static uint32_t whole(double part)
{
    double steps = floor(part * 4294967296.0);
    return steps >= 4294967295.0 ? UINT32_MAX : (uint32_t)steps;
}

static ch_spot spot_of(ch_point point)
{
    ch_mercator at = ch_spots_mercator(point);
    return (ch_spot){whole(at.x), whole(at.y)};
}

/* A blank bit behind each bit. */
static uint64_t spread(uint32_t narrow)
{
    uint64_t bits = narrow;
    bits = (bits | bits << 16) & UINT64_C(0x0000ffff0000ffff);
    bits = (bits | bits << 8) & UINT64_C(0x00ff00ff00ff00ff);
    bits = (bits | bits << 4) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    bits = (bits | bits << 2) & UINT64_C(0x3333333333333333);
    return (bits | bits << 1) & UINT64_C(0x5555555555555555);
}

static uint32_t narrow(uint64_t spread_bits)
{
    uint64_t bits = spread_bits & UINT64_C(0x5555555555555555);
    bits = (bits | bits >> 1) & UINT64_C(0x3333333333333333);
    bits = (bits | bits >> 2) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    bits = (bits | bits >> 4) & UINT64_C(0x00ff00ff00ff00ff);
    bits = (bits | bits >> 8) & UINT64_C(0x0000ffff0000ffff);
    return (uint32_t)(bits | bits >> 16);
}

uint64_t ch_spots_weave(ch_spot at)
{
    return spread(at.x) | spread(at.y) << 1;
}

ch_spot ch_spots_unweave(uint64_t morton)
{
    return (ch_spot){narrow(morton), narrow(morton >> 1)};
}

typedef struct {
    uint64_t morton;
    uint32_t row;
} entry;

static int compare_entries(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    if (a->morton != b->morton)
        return a->morton < b->morton ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static size_t gather(const double *lon_deg, const double *lat_deg, size_t rows, entry *order)
{
    size_t n = 0;
    for (size_t row = 0; row < rows; row++) {
        if (isnan(lon_deg[row]) || isnan(lat_deg[row]))
            continue;
        ch_spot at = spot_of((ch_point){lon_deg[row], lat_deg[row]});
        order[n++] = (entry){ch_spots_weave(at), (uint32_t)row};
    }
    return n;
}

static ch_err unpack(ch_arena *arena, const entry *order, size_t n, ch_spots_curve *curve)
{
    uint64_t *morton = CH_NEW(arena, uint64_t, n);
    uint32_t *row = CH_NEW(arena, uint32_t, n);
    if (morton == NULL || row == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        morton[i] = order[i].morton;
        row[i] = order[i].row;
    }
    *curve = (ch_spots_curve){n, morton, row};
    return CH_OK;
}

ch_err ch_spots__sort_points(ch_arena *arena, const double *lon_deg, const double *lat_deg, size_t rows,
                             ch_spots__points *points)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    entry *order = CH_NEW(&scratch, entry, rows);
    ch_err err = order != NULL ? CH_OK : CH_ENOMEM;
    if (err == CH_OK) {
        size_t n = gather(lon_deg, lat_deg, rows, order);
        if (n > 0)
            qsort(order, n, sizeof *order, compare_entries);
        err = unpack(arena, order, n, &points->curve);
    }
    points->lon_deg = lon_deg;
    points->lat_deg = lat_deg;
    ch_arena_free(&scratch);
    return err;
}

/* The box in whole steps, one more on each side: the library's tangent may be a little off, and points on the
 * rim are looked at by their degrees. */
typedef struct {
    const ch_spots__points *points;
    ch_box box;
    int64_t west, north, east, south;
    uint64_t *bits;
} look;

static void mark_run(const look *in, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        ch_spots__mark(in->bits, in->points->curve.row[i]);
}

static void mark_looked_at(const look *in, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        uint32_t row = in->points->curve.row[i];
        double lon_deg = in->points->lon_deg[row], lat_deg = in->points->lat_deg[row];
        if (lon_deg >= in->box.west_deg && lon_deg <= in->box.east_deg && lat_deg >= in->box.south_deg &&
            lat_deg <= in->box.north_deg)
            ch_spots__mark(in->bits, row);
    }
}

static size_t first_not_below(const uint64_t *morton, size_t from, size_t end, uint64_t least)
{
    while (from < end) {
        size_t middle = from + (end - from) / 2;
        if (morton[middle] < least)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

/* The run from..end lies in the square of 2^bits steps a side whose first place on the curve is morton. */
static void walk(const look *in, size_t from, size_t end, uint64_t morton, unsigned bits)
{
    const ch_spot corner = ch_spots_unweave(morton);
    const int64_t side = INT64_C(1) << bits, west = corner.x, north = corner.y;
    const int64_t east = west + side - 1, south = north + side - 1;
    if (from == end || east < in->west || west > in->east || south < in->north || north > in->south)
        return;
    if (west > in->west + 2 && east < in->east - 2 && north > in->north + 2 && south < in->south - 2) {
        mark_run(in, from, end);
        return;
    }
    if (end - from <= FEW || bits == 0) {
        mark_looked_at(in, from, end);
        return;
    }
    const uint64_t quarter = UINT64_C(1) << 2 * (bits - 1);
    for (unsigned q = 0; q < 4; q++) {
        size_t next = q == 3 ? end : first_not_below(in->points->curve.morton, from, end, morton + (q + 1) * quarter);
        walk(in, from, next, morton + q * quarter, bits - 1);
        from = next;
    }
}

void ch_spots__mark_points(const ch_spots__points *points, ch_box box, uint64_t *bits)
{
    if (!(box.west_deg <= box.east_deg && box.south_deg <= box.north_deg))
        return;
    const ch_spot first = spot_of((ch_point){box.west_deg, box.north_deg});
    const ch_spot last = spot_of((ch_point){box.east_deg, box.south_deg});
    const look in = {points, box, (int64_t)first.x - 1, (int64_t)first.y - 1, (int64_t)last.x + 1, (int64_t)last.y + 1,
                     bits};
    walk(&in, 0, points->curve.n, 0, BITS);
}
