/* blob.c - outlines between memory and the bytes of a database cell. */
#include "blob.h"

#include <math.h>
#include <string.h>

enum { HEAD_BYTES = 3 * 4, POINT_BYTES = 2 * 8, LEAST_RING = 4 };

static void write_u32(ch_buf *out, uint32_t value)
{
    for (int shift = 0; shift < 32; shift += 8)
        ch_buf_addc(out, (char)(value >> shift & 0xff));
}

static void write_double(ch_buf *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    write_u32(out, (uint32_t)bits);
    write_u32(out, (uint32_t)(bits >> 32));
}

void ch_store__write_shape(const ch_shape *shape, ch_buf *out)
{
    if (shape->parts > UINT32_MAX || shape->rings > UINT32_MAX || shape->points > UINT32_MAX) {
        out->failed = true;
        return;
    }
    write_u32(out, (uint32_t)shape->parts);
    write_u32(out, (uint32_t)shape->rings);
    write_u32(out, (uint32_t)shape->points);
    for (size_t i = 0; i <= shape->parts; i++)
        write_u32(out, shape->part_start[i]);
    for (size_t i = 0; i <= shape->rings; i++)
        write_u32(out, shape->ring_start[i]);
    for (size_t i = 0; i < shape->points; i++) {
        write_double(out, shape->point[i].lon_deg);
        write_double(out, shape->point[i].lat_deg);
    }
}

/* The reader takes bytes off the front; their number was checked before. */
static uint32_t take_u32(const unsigned char **at)
{
    uint32_t value = 0;
    for (int i = 3; i >= 0; i--)
        value = value << 8 | (*at)[i];
    *at += 4;
    return value;
}

static double take_double(const unsigned char **at)
{
    uint64_t bits = take_u32(at);
    bits |= (uint64_t)take_u32(at) << 32;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* n + 1 starts that begin at 0, each at least `least` past the one before, and end at end. */
static bool take_starts(const unsigned char **at, uint32_t *start, size_t n, size_t least, size_t end)
{
    for (size_t i = 0; i <= n; i++) {
        start[i] = take_u32(at);
        if (i == 0 ? start[i] != 0 : start[i] < start[i - 1] || start[i] - start[i - 1] < least)
            return false;
    }
    return start[n] == end;
}

static bool take_points(const unsigned char **at, ch_point *point, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        point[i].lon_deg = take_double(at);
        point[i].lat_deg = take_double(at);
        if (!(fabs(point[i].lon_deg) <= 180) || !(fabs(point[i].lat_deg) <= 90))
            return false;
    }
    return true;
}

/* What is read, and where a fault of it is told. */
typedef struct {
    ch_at at;
    ch_text column;
    ch_faults *faults;
} reading;

static ch_err refuse(const reading *in, ch_want want, ch_text detail)
{
    return ch_fault_add(in->faults, in->at, in->column, (ch_text){0}, want, detail);
}

static ch_err refuse_crossing(const reading *in, ch_point where)
{
    ch_buf near = {.memory = in->faults == NULL ? NULL : in->faults->arena.memory};
    ch_buf_addf(&near, "%.6f %.6f", where.lon_deg, where.lat_deg);
    ch_err err = near.failed ? CH_ENOMEM : refuse(in, CH_WANT_SIMPLE, ch_buf_text(&near));
    ch_buf_free(&near);
    return err;
}

/* A draft takes sound shapes only: every ring closed, none touching or crossing itself. */
static ch_err check_rings(const ch_shape *shape, ch_geo_edge *scratch, const reading *in)
{
    for (size_t r = 0; r < shape->rings; r++) {
        const ch_point *ring = shape->point + shape->ring_start[r];
        size_t n = shape->ring_start[r + 1] - shape->ring_start[r];
        ch_point where;
        if (ring[0].lon_deg != ring[n - 1].lon_deg || ring[0].lat_deg != ring[n - 1].lat_deg)
            return refuse(in, CH_WANT_RING, (ch_text){0});
        if (ch_geo_ring_crosses(ring, n, scratch, &where))
            return refuse_crossing(in, where);
    }
    return CH_OK;
}

ch_err ch_store__read_shape(ch_arena *arena, ch_text bytes, ch_at at, ch_text column, const ch_shape **shape,
                            ch_faults *faults)
{
    const reading in = {at, column, faults};
    const unsigned char *next = (const unsigned char *)bytes.at;
    if (bytes.len < HEAD_BYTES)
        return refuse(&in, CH_WANT_STORE, (ch_text){0});
    uint64_t parts = take_u32(&next), rings = take_u32(&next), points = take_u32(&next);
    if (HEAD_BYTES + 4 * (parts + 1 + rings + 1) + POINT_BYTES * points != bytes.len)
        return refuse(&in, CH_WANT_STORE, (ch_text){0});

    ch_shape *made = CH_NEW(arena, ch_shape, 1);
    uint32_t *part_start = CH_NEW(arena, uint32_t, (size_t)parts + 1);
    uint32_t *ring_start = CH_NEW(arena, uint32_t, (size_t)rings + 1);
    ch_point *point = CH_NEW(arena, ch_point, (size_t)points);
    ch_geo_edge *scratch = CH_NEW(arena, ch_geo_edge, (size_t)points);
    if (made == NULL || part_start == NULL || ring_start == NULL || point == NULL || scratch == NULL)
        return CH_ENOMEM;

    if (parts == 0 || !take_starts(&next, part_start, (size_t)parts, 1, (size_t)rings) ||
        !take_starts(&next, ring_start, (size_t)rings, LEAST_RING, (size_t)points) ||
        !take_points(&next, point, (size_t)points))
        return refuse(&in, CH_WANT_STORE, (ch_text){0});
    *made = (ch_shape){(size_t)parts, (size_t)rings, (size_t)points, part_start, ring_start, point};
    *shape = made;
    return check_rings(made, scratch, &in);
}
