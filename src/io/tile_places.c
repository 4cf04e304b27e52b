/* tile_places.c - outlines of a tile: brought to its grid, thinned, cut to it, and written as polygons. */
#include "tile_parts.h"

#include "mvt.h"
#include "tile_ring.h"

#include <assert.h>
#include <math.h>

enum { PLACE, NAME, KEYS };
static const char *const key[KEYS] = {"place", "name"};

enum { CLOSE_PATH = 1 << 3 | 7, MOVE_TO = 1, LINE_TO = 2 };
enum { GRID_BITS = 12, MIDDLE = CH_TILE_EXTENT / 2, HALF = MIDDLE + CH_TILE_MARGIN };

static_assert(1 << GRID_BITS == CH_TILE_EXTENT, "a step of the grid is a power of two");

/* First and last places of a ring's rectangle. */
typedef struct {
    uint32_t west, north, east, south;
} frame;

struct ch_tile__outline {
    const ch_spot *point; /* in 2^-32 of the square, as many as in the shape */
    const frame *ring;
    size_t longest; /* ring */
    ch_text name;
};

static uint32_t nearest(double part)
{
    const double steps = floor(part * 4294967296.0 + 0.5);
    return steps >= 4294967295.0 ? UINT32_MAX : (uint32_t)steps;
}

static void widen(frame *all, ch_spot at)
{
    all->west = at.x < all->west ? at.x : all->west;
    all->north = at.y < all->north ? at.y : all->north;
    all->east = at.x > all->east ? at.x : all->east;
    all->south = at.y > all->south ? at.y : all->south;
}

static bool gather(ch_arena *arena, const ch_shape *shape, struct ch_tile__outline *outline)
{
    ch_spot *point = CH_NEW(arena, ch_spot, shape->points);
    frame *ring = CH_NEW(arena, frame, shape->rings);
    if (point == NULL || ring == NULL)
        return false;
    for (size_t i = 0; i < shape->points; i++) {
        const ch_mercator at = ch_spots_mercator(shape->point[i]);
        point[i] = (ch_spot){nearest(at.x), nearest(at.y)};
    }
    for (size_t r = 0; r < shape->rings; r++) {
        const size_t from = shape->ring_start[r], end = shape->ring_start[r + 1];
        ring[r] = (frame){UINT32_MAX, UINT32_MAX, 0, 0};
        for (size_t i = from; i < end; i++)
            widen(&ring[r], point[i]);
        outline->longest = end - from > outline->longest ? end - from : outline->longest;
    }
    outline->point = point;
    outline->ring = ring;
    return true;
}

bool ch_tile__gather_outlines(ch_tiles *tiles)
{
    const ch_zone *zone = tiles->zone;
    struct ch_tile__outline *list = CH_NEW(&tiles->arena, struct ch_tile__outline, zone->outlines.rows);
    if (list == NULL)
        return false;
    for (size_t row = 0; row < zone->outlines.rows; row++) {
        const size_t place = ch_zone_find(zone, CH_TABLE_places, zone->outlines.place[row]);
        list[row].name = zone->places.name_zh[place];
        if (!gather(&tiles->arena, zone->outlines.geometry[row], &list[row]))
            return false;
    }
    tiles->outline = list;
    return true;
}

/* What drawing a tile's outlines goes through, one after another. */
typedef struct {
    ch_tile tile;
    const ch_shape *shape;
    const struct ch_tile__outline *outline;
    ch_tile__at *ring, *other; /* from the middle of the tile; room for any */
    ch_buf geometry;
    ch_tile__at pen; /* where the last command left it, from the tile's corner */
} drawing;

/* Has a ring's rectangle a step in common with the tile and its margin? */
static bool is_near(const frame *ring, ch_tile tile)
{
    const unsigned bits = 32 - tile.z;
    const int64_t margin = (int64_t)(CH_TILE_MARGIN + 1) << (bits - GRID_BITS);
    const int64_t west = ((int64_t)tile.x << bits) - margin, east = ((int64_t)(tile.x + 1) << bits) + margin;
    const int64_t north = ((int64_t)tile.y << bits) - margin, south = ((int64_t)(tile.y + 1) << bits) + margin;
    return ring->west <= east && ring->east >= west && ring->north <= south && ring->south >= north;
}

/* The point in steps of the zoom's grid, whose lines all tiles share, rounded, then from this tile's middle. */
static int32_t in_grid(uint32_t place, uint32_t tile, unsigned z)
{
    const unsigned bits = 32 - GRID_BITS - z;
    const int64_t step = (int64_t)(((uint64_t)place + (UINT64_C(1) << bits) / 2) >> bits);
    return (int32_t)(step - ((int64_t)tile << GRID_BITS) - MIDDLE);
}

static size_t draw_ring(drawing *to, size_t r)
{
    const size_t from = to->shape->ring_start[r], n = to->shape->ring_start[r + 1] - from - 1;
    for (size_t i = 0; i < n; i++) {
        const ch_spot at = to->outline->point[from + i];
        to->ring[i] = (ch_tile__at){in_grid(at.x, to->tile.x, to->tile.z), in_grid(at.y, to->tile.y, to->tile.z)};
    }
    return ch_tile__cut(to->ring, ch_tile__thin(to->ring, n), to->other, HALF);
}

static char *move_pen(drawing *to, char *at, ch_tile__at point)
{
    const ch_tile__at next = {point.x + MIDDLE, point.y + MIDDLE};
    at = ch_mvt__varint(at, ch_mvt__zigzag(next.x - to->pen.x));
    at = ch_mvt__varint(at, ch_mvt__zigzag(next.y - to->pen.y));
    to->pen = next;
    return at;
}

static void put_ring(drawing *to, size_t n)
{
    char *at = ch_mvt__room(&to->geometry, 2 + CH_MVT__VARINT + 2 * CH_MVT__VARINT * n);
    if (at == NULL)
        return;
    at = ch_mvt__varint(at, 1 << 3 | MOVE_TO);
    at = move_pen(to, at, to->ring[0]);
    at = ch_mvt__varint(at, (n - 1) << 3 | LINE_TO);
    for (size_t i = 1; i < n; i++)
        at = move_pen(to, at, to->ring[i]);
    *at++ = CLOSE_PATH;
    to->geometry.len = (size_t)(at - to->geometry.at);
}

/* The ring in the tile, outer ones clockwise and holes against it; twice its area, 0: nothing is left of it. */
static int64_t put_turned(drawing *to, size_t r, bool hole)
{
    if (!is_near(&to->outline->ring[r], to->tile))
        return 0;
    const size_t n = draw_ring(to, r);
    const int64_t turning = ch_tile__turning(to->ring, n);
    if (turning == 0)
        return 0;
    if ((turning < 0) != hole)
        ch_tile__reverse(to->ring, n);
    put_ring(to, n);
    return turning < 0 ? -turning : turning;
}

/* A part without area left, as where the tile lies within a hole, is taken back. */
static void put_part(drawing *to, size_t part)
{
    const size_t outer = to->shape->part_start[part], len = to->geometry.len;
    const ch_tile__at pen = to->pen;
    int64_t left = put_turned(to, outer, false);
    for (size_t r = outer + 1; left > 0 && r < to->shape->part_start[part + 1]; r++)
        left -= put_turned(to, r, true);
    if (left <= 0) {
        to->geometry.len = len;
        to->pen = pen;
    }
}

static void put_outline(ch_mvt *layer, drawing *to, ch_text place)
{
    to->geometry.len = 0;
    to->pen = (ch_tile__at){0, 0};
    for (size_t part = 0; part < to->shape->parts; part++)
        put_part(to, part);
    if (to->geometry.len == 0)
        return;
    ch_mvt__tag_text(layer, PLACE, place);
    ch_mvt__tag_text(layer, NAME, to->outline->name);
    ch_mvt__polygon(layer, ch_buf_text(&to->geometry));
}

static bool take_room(ch_arena *scratch, drawing *to, const ch_tiles *tiles, const uint32_t *row, size_t n)
{
    size_t longest = 0;
    for (size_t i = 0; i < n; i++)
        longest = tiles->outline[row[i]].longest > longest ? tiles->outline[row[i]].longest : longest;
    to->ring = CH_NEW(scratch, ch_tile__at, CH_TILE__CUT_ROOM * longest);
    to->other = CH_NEW(scratch, ch_tile__at, CH_TILE__CUT_ROOM * longest);
    return to->ring != NULL && to->other != NULL;
}

/* The tile and twice its margin, so that rounding leaves out no outline. */
static ch_box bounds(ch_tile tile)
{
    const double side = ldexp(1, -(int)tile.z), margin = 2.0 * CH_TILE_MARGIN / CH_TILE_EXTENT;
    const ch_point first = ch_spots_from_mercator((ch_mercator){(tile.x - margin) * side, (tile.y - margin) * side});
    const ch_point last =
        ch_spots_from_mercator((ch_mercator){(tile.x + 1 + margin) * side, (tile.y + 1 + margin) * side});
    return (ch_box){first.lon_deg, last.lat_deg, last.lon_deg, first.lat_deg};
}

static bool put_outlines(ch_mvt *layer, ch_arena *scratch, const ch_tiles *tiles, ch_tile tile)
{
    const ch_rows_outlines *outlines = &tiles->zone->outlines;
    drawing to = {.tile = tile, .geometry = {.memory = scratch->memory}};
    const uint32_t *row;
    size_t n;
    if (ch_spots_outlines(scratch, tiles->spots, bounds(tile), &row, &n) != CH_OK ||
        !take_room(scratch, &to, tiles, row, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        to.shape = outlines->geometry[row[i]];
        to.outline = &tiles->outline[row[i]];
        put_outline(layer, &to, outlines->place[row[i]]);
    }
    const bool enough = !to.geometry.failed;
    ch_buf_free(&to.geometry);
    return enough;
}

void ch_tile__write_places(const ch_tiles *tiles, ch_tile tile, ch_buf *out)
{
    ch_arena scratch = CH_ARENA(out->memory);
    ch_mvt layer;
    ch_mvt__begin(&layer, out->memory);
    if (!put_outlines(&layer, &scratch, tiles, tile))
        layer.features.failed = true;
    ch_mvt__end(&layer, ch_tile_layer_name[CH_TILE_PLACES], key, KEYS, out);
    ch_arena_free(&scratch);
}
