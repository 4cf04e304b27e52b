/* rings.c - outlines as rings, and rings as polygons: which are holes, whose, which are too small, and in what order they stand. */
#include "lattice.h"

#include <stdlib.h>

typedef struct {
    int32_t x, y;
} corner;

/* An outline that closes; corners lie in rings.corner from first on, counter-clockwise round what is within. */
typedef struct {
    size_t first, n;
    uint32_t eastward; /* the first crossing on a way eastwards */
    uint32_t of;       /* of a hole: the outer ring it lies in */
    double km2;        /* enclosed; < 0: a hole */
    corner least;      /* southernmost, then westernmost */
    size_t least_at;
} ring;

typedef struct {
    ch_arena *scratch;
    const ch_isochrone__crossings *crossings;
    bool along_edges;
    uint32_t *ring_of; /* per crossing */
    uint32_t *place;   /* per crossing: where on the way it stands, while that is followed */
    uint32_t *way;     /* crossings of the outline being followed */
    size_t steps;
    corner *corner;
    size_t corners, corner_capacity;
    ring *ring;
    size_t rings, ring_capacity;
    const double *sine; /* of edges of cells, from cell sine_y on */
    int32_t sine_y;
} rings;

/* ---- corners */

static bool put_corner(rings *r, ring *one, corner at)
{
    if (r->corners == r->corner_capacity &&
        !ch_arena_grow(r->scratch, (void **)&r->corner, &r->corner_capacity, r->corners + 1, sizeof *r->corner))
        return false;
    r->corner[r->corners++] = at;
    one->n++;
    return true;
}

/* An outline turns in the middle between four cells where it comes in by one kind of way and leaves by the other. */
static bool put_edge_corner(rings *r, ring *one, const ch_isochrone__crossing *at, const ch_isochrone__crossing *next)
{
    if (ch_isochrone__is_eastward(at) == ch_isochrone__is_eastward(next))
        return true;
    return put_corner(r, one, ch_isochrone__is_eastward(at) ? (corner){at->x, next->y} : (corner){next->x, at->y});
}

static bool is_straight(corner a, corner b, corner c)
{
    return (int64_t)(b.x - a.x) * (c.y - b.y) == (int64_t)(b.y - a.y) * (c.x - b.x);
}

static void drop_straight(rings *r, ring *one)
{
    corner *at = r->corner + one->first;
    const size_t n = one->n;
    if (n < 4)
        return;
    const corner first = at[0];
    corner before = at[n - 1];
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const corner here = at[i], next = i + 1 < n ? at[i + 1] : first;
        if (!is_straight(before, here, next))
            at[kept++] = here;
        before = here;
    }
    one->n = kept;
    r->corners = one->first + kept;
}

/* ---- area */

/* Of latitude y, straight between the edges of a cell: in the equal-area picture of the sphere a ring of straight lines. */
static double sine_at(const rings *r, int32_t y)
{
    const int64_t from_begin = (int64_t)y - (int64_t)r->sine_y * CH_ISOCHRONE__PARTS;
    const double *sine = r->sine + from_begin / CH_ISOCHRONE__PARTS;
    const double part = (double)(from_begin % CH_ISOCHRONE__PARTS) / CH_ISOCHRONE__PARTS;
    return part == 0 ? sine[0] : sine[0] + part * (sine[1] - sine[0]);
}

static void measure(rings *r, ring *one)
{
    const double radius_km = 6371.0088, turn = 3.14159265358979323846 / 180 / CH_CELL_LON / CH_ISOCHRONE__PARTS;
    const corner *at = r->corner + one->first;
    double sum = 0, sine = sine_at(r, at[0].y);
    one->least = at[0], one->least_at = 0;
    for (size_t i = 0; i < one->n; i++) {
        const corner next = i + 1 < one->n ? at[i + 1] : at[0];
        const double next_sine = sine_at(r, next.y);
        sum += ((double)at[i].x - next.x) * (sine + next_sine);
        sine = next_sine;
        if (at[i].y < one->least.y || (at[i].y == one->least.y && at[i].x < one->least.x))
            one->least = at[i], one->least_at = i;
    }
    one->km2 = sum / 2 * turn * radius_km * radius_km;
}

/* ---- outlines */

/* The crossings of the way from `begin` on close; they leave the way. */
static bool close_ring(rings *r, size_t begin)
{
    if (r->rings == r->ring_capacity &&
        !ch_arena_grow(r->scratch, (void **)&r->ring, &r->ring_capacity, r->rings + 1, sizeof *r->ring))
        return false;
    ring *one = &r->ring[r->rings];
    *one = (ring){.first = r->corners, .eastward = CH_ROAD_NONE, .of = CH_ROAD_NONE};
    for (size_t i = begin; i < r->steps; i++) {
        const uint32_t id = r->way[i];
        const ch_isochrone__crossing *at = &r->crossings->at[id];
        r->ring_of[id] = (uint32_t)r->rings;
        r->place[id] = CH_ROAD_NONE;
        if (ch_isochrone__is_eastward(at) && id < one->eastward)
            one->eastward = id;
        /* the last one of a loop meets its first one in the middle of their square */
        const uint32_t next = i + 1 < r->steps ? r->way[i + 1] : r->way[begin];
        if (!(r->along_edges ? put_edge_corner(r, one, at, &r->crossings->at[next])
                             : put_corner(r, one, (corner){at->x, at->y})))
            return false;
    }
    drop_straight(r, one);
    measure(r, one);
    r->rings++;
    r->steps = begin;
    return true;
}

/* Along edges an outline may come back to a corner it has passed: what lies between is a ring of its own. It came into that
 * corner by the twin of the crossing it comes in by now. */
static bool close_loop(rings *r, uint32_t id)
{
    const uint32_t twin = r->crossings->at[id].twin;
    if (!r->along_edges || twin == CH_ROAD_NONE || r->place[twin] == CH_ROAD_NONE)
        return true;
    return close_ring(r, r->place[twin] + 1);
}

static bool follow(rings *r, uint32_t begin)
{
    uint32_t id = begin;
    r->steps = 0;
    do {
        r->place[id] = (uint32_t)r->steps;
        r->way[r->steps++] = id;
        if (!close_loop(r, id))
            return false;
        id = r->crossings->at[id].next;
    } while (id != begin);
    return r->steps == 0 || close_ring(r, 0);
}

static bool follow_all(rings *r)
{
    for (uint32_t id = 0; id < r->crossings->n; id++)
        if (r->ring_of[id] == CH_ROAD_NONE && !follow(r, id))
            return false;
    return true;
}

/* ---- polygons */

static int compare_eastwards(const void *left, const void *right)
{
    const ring *const *a = left, *const *b = right;
    return ((*a)->eastward > (*b)->eastward) - ((*a)->eastward < (*b)->eastward);
}

/* West of the first crossing of a hole in its southernmost row are cells within, and where those begin another ring of the same polygon
 * passes: the outer one, or a hole that began before (Suzuki and Abe 1985). */
static void place_holes(rings *r, ring **by_row)
{
    qsort(by_row, r->rings, sizeof(ring *), compare_eastwards);
    for (size_t i = 0; i < r->rings; i++) {
        if (by_row[i]->km2 > 0) {
            by_row[i]->of = (uint32_t)(by_row[i] - r->ring);
            continue;
        }
        const ring *west = &r->ring[r->ring_of[by_row[i]->eastward - 1]];
        by_row[i]->of = west->of != CH_ROAD_NONE ? west->of : (uint32_t)(west - r->ring);
    }
}

typedef struct {
    const ring *one;
    corner outer; /* of the polygon it belongs to */
    uint32_t of;
} entry;

static int compare_corners(corner a, corner b)
{
    if (a.y != b.y)
        return a.y < b.y ? -1 : 1;
    return (a.x > b.x) - (a.x < b.x);
}

/* Polygon by polygon, its outer ring first. Two of them may begin at one corner (of cells that touch there): then by number. */
static int compare_entries(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    const int by_outer = compare_corners(a->outer, b->outer);
    if (by_outer != 0 || a->of != b->of)
        return by_outer != 0 ? by_outer : a->of < b->of ? -1 : 1;
    const bool a_is_hole = a->one->km2 < 0, b_is_hole = b->one->km2 < 0;
    if (a_is_hole != b_is_hole)
        return a_is_hole - b_is_hole;
    const int by_corner = compare_corners(a->one->least, b->one->least);
    return by_corner != 0 ? by_corner : (a->one->first > b->one->first) - (a->one->first < b->one->first);
}

static size_t pick_rings(const rings *r, double hole_km2, entry *list)
{
    size_t n = 0;
    for (size_t i = 0; i < r->rings; i++) {
        const ring *outer = &r->ring[r->ring[i].of];
        if (fabs(r->ring[i].km2) >= hole_km2 && outer->km2 >= hole_km2)
            list[n++] = (entry){&r->ring[i], outer->least, r->ring[i].of};
    }
    qsort(list, n, sizeof *list, compare_entries);
    return n;
}

static ch_point as_point(corner at)
{
    return (ch_point){(double)at.x / ((double)CH_CELL_LON * CH_ISOCHRONE__PARTS),
                      (double)at.y / ((double)CH_CELL_LAT * CH_ISOCHRONE__PARTS)};
}

static ch_err write(ch_arena *arena, const rings *r, const entry *list, size_t n, ch_shape *shape)
{
    size_t parts = 0, points = 0;
    for (size_t i = 0; i < n; i++) {
        parts += list[i].one->km2 > 0;
        points += list[i].one->n + 1;
    }
    uint32_t *part_start = CH_NEW(arena, uint32_t, parts + 1), *ring_start = CH_NEW(arena, uint32_t, n + 1);
    ch_point *point = points > UINT32_MAX ? NULL : CH_NEW(arena, ch_point, points);
    if (part_start == NULL || ring_start == NULL || point == NULL)
        return CH_ENOMEM;

    size_t part = 0, at = 0;
    for (size_t i = 0; i < n; i++) {
        const ring *one = list[i].one;
        if (one->km2 > 0)
            part_start[part++] = (uint32_t)i;
        ring_start[i] = (uint32_t)at;
        for (size_t k = 0; k <= one->n; k++)
            point[at++] = as_point(r->corner[one->first + (one->least_at + k) % one->n]);
    }
    part_start[parts] = (uint32_t)n;
    ring_start[n] = (uint32_t)at;
    *shape = (ch_shape){parts, n, points, part_start, ring_start, point};
    return CH_OK;
}

static const double *sines(ch_arena *scratch, const ch_isochrone__crossings *crossings, int32_t *first)
{
    int32_t low = crossings->n > 0 ? INT32_MAX : 0, high = crossings->n > 0 ? INT32_MIN : 0;
    for (size_t i = 0; i < crossings->n; i++) {
        low = crossings->at[i].y < low ? crossings->at[i].y : low;
        high = crossings->at[i].y > high ? crossings->at[i].y : high;
    }
    *first = (int32_t)floor((double)low / CH_ISOCHRONE__PARTS) - 1; /* corners lie half a cell off at most */
    const size_t n = (size_t)((int32_t)floor((double)high / CH_ISOCHRONE__PARTS) - *first) + 3;
    double *sine = CH_NEW(scratch, double, n);
    for (size_t i = 0; sine != NULL && i < n; i++)
        sine[i] = sin((double)(*first + (int64_t)i) / CH_CELL_LAT * 3.14159265358979323846 / 180);
    return sine;
}

ch_err ch_isochrone__rings(ch_arena *arena, ch_arena *scratch, const ch_isochrone__crossings *crossings,
                           bool along_edges, double hole_km2, ch_shape *shape)
{
    rings r = {.scratch = scratch, .crossings = crossings, .along_edges = along_edges};
    r.ring_of = CH_NEW(scratch, uint32_t, crossings->n);
    r.place = CH_NEW(scratch, uint32_t, crossings->n);
    r.way = CH_NEW(scratch, uint32_t, crossings->n);
    r.sine = sines(scratch, crossings, &r.sine_y);
    if (r.ring_of == NULL || r.place == NULL || r.way == NULL || r.sine == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < crossings->n; i++)
        r.ring_of[i] = r.place[i] = CH_ROAD_NONE;
    if (!follow_all(&r))
        return CH_ENOMEM;

    ring **by_row = CH_NEW(scratch, ring *, r.rings);
    entry *list = CH_NEW(scratch, entry, r.rings);
    if (by_row == NULL || list == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < r.rings; i++)
        by_row[i] = &r.ring[i];
    place_holes(&r, by_row);
    return write(arena, &r, list, pick_rings(&r, hole_km2, list), shape);
}
