/* road_tile.c - streets of a tile: found by their rectangles, brought to its grid, cut to it, and written as lines. */
#include "changhe/road_tile.h"

#include "mvt.h"
#include "packed_tree.h"

#include <math.h>

enum { ID, ROAD, CLASS, LIMIT, KEYS };
static const char *const key[KEYS] = {"id", "road", "class", "limit"};

enum { MOVE_TO = 1, LINE_TO = 2, LEAST = -CH_TILE_MARGIN, MOST = CH_TILE_EXTENT + CH_TILE_MARGIN };

/* What is drawn from which zoom on. */
enum { MAIN, MIDDLE, ALL, RANKS };
static const unsigned from_zoom[RANKS] = {[MAIN] = 0, [MIDDLE] = 9, [ALL] = 12};

struct ch_road_tiles {
    const ch_road_net *net;
    ch_road_naming naming;
    const ch_mercator *at;      /* per point of the net's line */
    ch_spots__tree tree[RANKS]; /* streets of that rank alone */
};

static int rank_of(unsigned class)
{
    switch (class) {
    case CH_road_class_MOTORWAY:
    case CH_road_class_TRUNK: return MAIN;
    case CH_road_class_CLASS1:
    case CH_road_class_CLASS2: return MIDDLE;
    default: return ALL;
    }
}

static int rank_of_street(const ch_road_net *net, size_t street)
{
    return rank_of(net->way[net->at[street].way].road_class);
}

static ch_box box_of(const ch_road_net *net, size_t street)
{
    const ch_point *point = &net->line[net->at[street].first];
    ch_box box = {point->lon_deg, point->lat_deg, point->lon_deg, point->lat_deg};
    for (uint32_t i = 1; i < net->at[street].points; i++) {
        box.west_deg = fmin(box.west_deg, point[i].lon_deg);
        box.east_deg = fmax(box.east_deg, point[i].lon_deg);
        box.south_deg = fmin(box.south_deg, point[i].lat_deg);
        box.north_deg = fmax(box.north_deg, point[i].lat_deg);
    }
    return box;
}

static ch_err pack_rank(ch_arena *arena, const ch_road_net *net, int rank, ch_spots__tree *tree)
{
    size_t n = 0, all = 0;
    for (size_t s = 0; s < net->streets; s++)
        n += rank_of_street(net, s) == rank;
    ch_spots__leaf *leaf = CH_NEW(arena, ch_spots__leaf, n);
    if (!leaf)
        return CH_ENOMEM;
    for (size_t s = 0; s < net->streets; s++)
        if (rank_of_street(net, s) == rank)
            leaf[all++] = (ch_spots__leaf){box_of(net, s), (uint32_t)s};
    return ch_spots__pack(arena, leaf, n, tree);
}

ch_err ch_road_tiles_make(ch_arena *arena, const ch_road_net *net, ch_road_naming naming, const ch_road_tiles **tiles)
{
    ch_road_tiles *made = CH_NEW(arena, ch_road_tiles, 1);
    ch_mercator *at = CH_NEW(arena, ch_mercator, net->line_points);
    if (!made || !at)
        return CH_ENOMEM;
    for (size_t i = 0; i < net->line_points; i++)
        at[i] = ch_spots_mercator(net->line[i]);
    *made = (ch_road_tiles){.net = net, .naming = naming, .at = at};
    for (int rank = 0; rank < RANKS; rank++) {
        const ch_err err = pack_rank(arena, net, rank, &made->tree[rank]);
        if (err != CH_OK)
            return err;
    }
    *tiles = made;
    return CH_OK;
}

/* ---- a line in a tile */

typedef struct {
    double x, y; /* in steps of the tile's grid from its north-west corner */
} spot;

typedef struct {
    ch_tile tile;
    ch_buf geometry;
    int32_t x, y;       /* where the pen is */
    size_t head, count; /* where the open run of points begins, and how many follow its first */
    ch_buf run;         /* their moves */
} drawing;

static void close_run(drawing *d)
{
    if (d->count > 0) {
        char *at = ch_mvt__room(&d->geometry, 2 * CH_MVT__VARINT + d->run.len);
        if (at) {
            const char *from = d->run.at;
            at = ch_mvt__varint(at, 1 << 3 | MOVE_TO);
            for (size_t i = 0; i < d->head; i++)
                *at++ = from[i];
            at = ch_mvt__varint(at, d->count << 3 | LINE_TO);
            for (size_t i = d->head; i < d->run.len; i++)
                *at++ = from[i];
            d->geometry.len = (size_t)(at - d->geometry.at);
        }
    }
    d->run.len = 0;
    d->count = 0;
}

static void move(drawing *d, int32_t x, int32_t y)
{
    char *at = ch_mvt__room(&d->run, 2 * CH_MVT__VARINT);
    if (!at)
        return;
    char *end = ch_mvt__varint(at, ch_mvt__zigzag(x - d->x));
    end = ch_mvt__varint(end, ch_mvt__zigzag(y - d->y));
    d->run.len += (size_t)(end - at);
    d->x = x;
    d->y = y;
}

static void begin_run(drawing *d, int32_t x, int32_t y, int32_t pen_x, int32_t pen_y)
{
    d->x = pen_x;
    d->y = pen_y;
    move(d, x, y);
    d->head = d->run.len;
}

/* The part of a..b within the square; false: none (Liang and Barsky 1984). */
static bool cut(spot *a, spot *b)
{
    const spot from = *a, by = {b->x - a->x, b->y - a->y};
    const double p[] = {-by.x, by.x, -by.y, by.y};
    const double q[] = {from.x - LEAST, MOST - from.x, from.y - LEAST, MOST - from.y};
    double first = 0, last = 1;
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0 && q[i] < 0)
            return false;
        if (p[i] == 0)
            continue;
        const double t = q[i] / p[i];
        if (p[i] < 0)
            first = fmax(first, t);
        else
            last = fmin(last, t);
    }
    if (first > last)
        return false;
    *a = (spot){from.x + first * by.x, from.y + first * by.y};
    *b = (spot){from.x + last * by.x, from.y + last * by.y};
    return true;
}

static spot in_tile(ch_tile tile, ch_mercator at)
{
    const double scale = ldexp(1, (int)tile.z);
    return (spot){(at.x * scale - tile.x) * CH_TILE_EXTENT, (at.y * scale - tile.y) * CH_TILE_EXTENT};
}

/* The pen stays where the last closed run left it; an open run begins anew where the line came back in. */
static void draw_line(drawing *d, const ch_mercator *at, size_t n)
{
    int32_t pen_x = 0, pen_y = 0;
    bool open = false;
    d->geometry.len = d->run.len = d->count = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        spot a = in_tile(d->tile, at[i]), b = in_tile(d->tile, at[i + 1]);
        if (!cut(&a, &b)) {
            open = false;
            continue;
        }
        const int32_t ax = (int32_t)lround(a.x), ay = (int32_t)lround(a.y), bx = (int32_t)lround(b.x),
                      by = (int32_t)lround(b.y);
        if (!open || d->x != ax || d->y != ay) {
            if (d->count > 0) {
                pen_x = d->x;
                pen_y = d->y;
            }
            close_run(d);
            begin_run(d, ax, ay, pen_x, pen_y);
        }
        open = true;
        if (bx == ax && by == ay)
            continue;
        move(d, bx, by);
        d->count++;
    }
    close_run(d);
}

/* ---- the layer */

static void put_street(const ch_road_tiles *tiles, ch_mvt *layer, drawing *d, size_t street)
{
    const ch_road_net *net = tiles->net;
    const ch_road_street *at = &net->at[street];
    const ch_road_way *way = &net->way[at->way];
    char room[40];
    draw_line(d, &tiles->at[at->first], at->points);
    if (d->geometry.len == 0)
        return;
    ch_mvt__tag_text(layer, ID, tiles->naming.name(tiles->naming.self, (uint32_t)street, room));
    ch_mvt__tag_text_again(layer, ROAD, way->name);
    ch_mvt__tag_text_again(layer, CLASS, ch_text_of(ch_schema_words("road_class")->word[way->road_class].word));
    const float limit_kmh = fmaxf(way->limit_kmh[CH_ROAD_ALONG], way->limit_kmh[CH_ROAD_AGAINST]);
    if (limit_kmh >= 1)
        ch_mvt__tag_count(layer, LIMIT, (uint64_t)lroundf(limit_kmh));
    ch_mvt__line(layer, ch_buf_text(&d->geometry));
}

static ch_box bounds(ch_tile tile)
{
    const double side = ldexp(1, -(int)tile.z), margin = 2.0 * CH_TILE_MARGIN / CH_TILE_EXTENT;
    const ch_point first = ch_spots_from_mercator((ch_mercator){(tile.x - margin) * side, (tile.y - margin) * side});
    const ch_point last =
        ch_spots_from_mercator((ch_mercator){(tile.x + 1 + margin) * side, (tile.y + 1 + margin) * side});
    return (ch_box){first.lon_deg, last.lat_deg, last.lon_deg, first.lat_deg};
}

void ch_road_tile_write(const ch_road_tiles *tiles, ch_tile tile, ch_buf *out)
{
    const size_t streets = tiles->net->streets, words = (streets + 63) / 64;
    ch_arena scratch = CH_ARENA(out->memory);
    uint64_t *bits = CH_NEW(&scratch, uint64_t, words);
    drawing d = {.tile = tile, .geometry = {.memory = out->memory}, .run = {.memory = out->memory}};
    ch_mvt layer;
    if (!bits) {
        out->failed = true;
        return;
    }
    for (int rank = 0; rank < RANKS && tile.z >= from_zoom[rank]; rank++)
        ch_spots__mark_boxes(&tiles->tree[rank], bounds(tile), NULL, bits);
    ch_mvt__begin(&layer, out->memory);
    for (size_t w = 0; w < words; w++)
        for (uint64_t left = bits[w]; left != 0; left &= left - 1)
            put_street(tiles, &layer, &d, 64 * w + (size_t)__builtin_ctzll(left));
    out->failed |= d.geometry.failed || d.run.failed;
    ch_mvt__end(&layer, "roads", key, KEYS, out);
    ch_buf_free(&d.geometry);
    ch_buf_free(&d.run);
    ch_arena_free(&scratch);
}

/* ---- stops */

enum { STOP_ID, STOP_TABLE, STOP_NAME, STOP_NAME_EN, STOP_KIND, STOP_KEYS };
static const char *const stop_key[STOP_KEYS] = {"id", "table", "name", "name_en", "kind"};

typedef struct {
    const char *table, *kinds;
    size_t rows;
    const ch_text *id, *name_zh, *name_en;
    const double *lon, *lat;
    const uint8_t *kind;
} stops;

static void put_stops(ch_mvt *layer, ch_tile tile, const stops *all)
{
    for (size_t i = 0; i < all->rows; i++) {
        if (isnan(all->lon[i]) || isnan(all->lat[i]))
            continue;
        const spot at = in_tile(tile, ch_spots_mercator((ch_point){all->lon[i], all->lat[i]}));
        if (!(at.x >= 0 && at.x < CH_TILE_EXTENT && at.y >= 0 && at.y < CH_TILE_EXTENT))
            continue;
        ch_mvt__tag_text(layer, STOP_ID, all->id[i]);
        ch_mvt__tag_text_again(layer, STOP_TABLE, ch_text_of(all->table));
        ch_mvt__tag_text(layer, STOP_NAME, all->name_zh[i]);
        ch_mvt__tag_text(layer, STOP_NAME_EN, all->name_en[i]);
        if (all->kind[i])
            ch_mvt__tag_text_again(layer, STOP_KIND, ch_text_of(ch_schema_words(all->kinds)->word[all->kind[i]].word));
        ch_mvt__point(layer, (uint32_t)lround(at.x), (uint32_t)lround(at.y));
    }
}

#define STOPS(table_, kinds_) \
    ((stops){#table_, kinds_, zone->table_.rows, zone->table_.id, zone->table_.name_zh, zone->table_.name_en, \
             zone->table_.lon, zone->table_.lat, zone->table_.kind})

void ch_stop_tile_write(const ch_zone *zone, ch_tile tile, ch_buf *out)
{
    const stops stations = STOPS(stations, "station"), facilities = STOPS(facilities, "facility");
    ch_mvt layer;
    ch_mvt__begin(&layer, out->memory);
    put_stops(&layer, tile, &stations);
    put_stops(&layer, tile, &facilities);
    ch_mvt__end(&layer, "stops", stop_key, STOP_KEYS, out);
}
