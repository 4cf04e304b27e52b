/* test_tile.c - vector tiles, read back by a reader of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/tile.h"
#include "draw.h"
#include "failing.h"
#include "make_zone.h"
#include "read_tile.h"

#include <math.h>
#include <string.h>

#define BASE "zone: id,place,members\nz,Z,Z\nplaces: id,level\nZ,zone\n"

typedef struct {
    ch_zone *zone;
    ch_spots *spots;
    ch_tiles *tiles;
    ch_buf out;
} work;

static void begin(work *w, ch_zone *zone)
{
    *w = (work){.zone = zone};
    assert_int_equal(ch_spots_make(zone, NULL, &w->spots), CH_OK);
    assert_int_equal(ch_tiles_make(zone, w->spots, NULL, &w->tiles), CH_OK);
}

static void end(work *w)
{
    ch_buf_free(&w->out);
    ch_tiles_free(w->tiles);
    ch_spots_free(w->spots);
    ch_zone_drop(w->zone);
}

static tile_layer ask(work *w, ch_tile_layer layer, ch_tile tile)
{
    assert_true(ch_tile_is_valid(tile));
    w->out.len = 0;
    ch_tile_write(w->tiles, layer, tile, &w->out);
    assert_false(w->out.failed);
    tile_layer shown = read_tile(ch_buf_text(&w->out));
    if (w->out.len > 0)
        assert_true(ch_text_equal(shown.name, ch_text_of(ch_tile_layer_name[layer])));
    return shown;
}

static ch_point at_steps(ch_tile tile, double x, double y)
{
    const double side = ldexp(1, -(int)tile.z);
    return ch_spots_from_mercator((ch_mercator){(tile.x + x / 4096) * side, (tile.y + y / 4096) * side});
}

static void a_tile_has_the_bytes_of_the_specification(void **state)
{
    (void)state;
    static const uint8_t expected[] = {
        0x1a, 0x73,                                          /* a layer of 115 bytes */
        0x78, 0x02, 0x0a, 5,    'f',  'i',  'r',  'm',  's', /* version 2, its name */
        0x12, 0x15, 0x12, 0x0a, 0,    0,    1,    1,    3,    2,    4,   3,   5,
        4,                                                         /* a feature: keys and values by number, */
        0x18, 0x01, 0x22, 0x05, 0x09, 0x80, 0x20, 0x80, 0x20,      /* a point, moved to 2048 2048 */
        0x1a, 2,    'i',  'd',  0x1a, 4,    'n',  'a',  'm',  'e', /* keys */
        0x1a, 7,    'n',  'a',  'm',  'e',  '_',  'e',  'n',       /**/
        0x1a, 8,    's',  'e',  'g',  'm',  'e',  'n',  't',  's', /**/
        0x1a, 4,    'r',  'o',  'l',  'e',  0x1a, 5,    'p',  'l',  'a', 'c', 'e', /**/
        0x22, 3,    0x0a, 1,    'a',                                               /* values: its own, */
        0x22, 8,    0x0a, 6,    0xe7, 0x94, 0xb2, 0xe5, 0x8e, 0x82,                /* two characters of UTF-8, */
        0x22, 6,    0x0a, 4,    ',',  'N',  '1',  ',',                             /* and then */
        0x22, 8,    0x0a, 6,    'l',  'e',  'a',  'd',  'e',  'r',                 /* those that firms share */
        0x22, 3,    0x0a, 1,    'Z',                                               /**/
        0x28, 0x80, 0x20};                                                         /* extent 4096 */
    work w;
    begin(&w, make_zone(NULL, BASE "chains: id\nk\nsegments: id,chain\nN1,k\n"
                                   "firms: id,name_zh,lon,lat,role,place\na,甲厂,0,0,leader,Z\n"
                                   "firm_segments: firm,segment\na,N1\n"));
    ch_tile_write(w.tiles, CH_TILE_FIRMS, (ch_tile){0, 0, 0}, &w.out);
    assert_int_equal(w.out.len, sizeof expected);
    assert_memory_equal(w.out.at, expected, sizeof expected);
    end(&w);
}

enum { FIRMS = 300 };

/* Firms in knots, so that deep tiles hold several, and at the ends of the square. */
static ch_zone *draw_zone(uint64_t *d)
{
    static char text[60000];
    static const char *const role[] = {"leader", "other", ""};
    size_t len = (size_t)snprintf(text, sizeof text,
                                  BASE "chains: id\nk\nsegments: id,chain\nN1,k\nN2,k\nN3,k\nfirms: "
                                       "id,name_zh,name_en,lon,lat,role,place\n");
    double lon = 0, lat = 0;
    for (size_t i = 0; i < FIRMS; i++) {
        if (i % 6 == 0) {
            lon = (double)draw(d, 36001) / 100 - 180;
            lat = (double)draw(d, 17501) / 100 - 87.5;
        }
        const double step = draw(d, 4) == 0 ? 0 : draw(d, 1000) * 1e-6;
        len += (size_t)snprintf(text + len, sizeof text - len, "f%03zu,示意企业%u,%s,%.7f,%.7f,%s,Z\n", i, draw(d, 9),
                                i % 3 ? "" : "Made up", fmin(lon + step, 180), lat - step, role[draw(d, 3)]);
    }
    len += (size_t)snprintf(text + len, sizeof text - len, "firm_segments: firm,segment\n");
    for (size_t i = 0; i < FIRMS; i++)
        for (unsigned segment = 1 + draw(d, 4); segment <= 3; segment++)
            len += (size_t)snprintf(text + len, sizeof text - len, "f%03zu,N%u\n", i, segment);
    return make_zone(NULL, text);
}

static void assert_tagged(const tile_layer *layer, const tile_feature *feature, const char *key, ch_text expected)
{
    const tile_value *value = tile_find(layer, feature, key);
    assert_true((value != NULL) == (expected.len > 0));
    assert_true(value == NULL || ch_text_equal(value->text, expected));
}

static ch_text list_segments(const ch_zone *zone, size_t firm, char room[64])
{
    const ch_rows_firm_segments *filled = &zone->firm_segments;
    size_t len = 0;
    for (size_t i = 0; i < filled->rows; i++)
        if (ch_text_equal(filled->firm[i], zone->firms.id[firm]))
            len += (size_t)snprintf(room + len, 64 - len, "%s%.*s,", len == 0 ? "," : "", (int)filled->segment[i].len,
                                    filled->segment[i].at);
    return (ch_text){room, len};
}

static void assert_firm(const work *w, const tile_layer *layer, const tile_feature *feature, size_t row)
{
    const ch_rows_firms *firms = &w->zone->firms;
    char room[64];
    assert_tagged(layer, feature, "name", firms->name_zh[row]);
    assert_tagged(layer, feature, "name_en", firms->name_en[row]);
    assert_tagged(layer, feature, "role", ch_text_of(ch_schema_words("role")->word[firms->role[row]].word));
    assert_tagged(layer, feature, "place", firms->place[row]);
    assert_tagged(layer, feature, "segments", list_segments(w->zone, row, room));
}

/* Half a step, and what a double cannot tell. */
static void assert_near(ch_tile tile, tile_point shown, ch_point point)
{
    const double side = ldexp(1, -(int)tile.z), most = side / 4096 / 2 * 1.00001;
    const ch_mercator at = ch_spots_mercator(point);
    assert_in_range(shown.x, 0, 4096);
    assert_in_range(shown.y, 0, 4096);
    assert_true(fabs((tile.x + shown.x / 4096.0) * side - at.x) <= most);
    assert_true(fabs((tile.y + shown.y / 4096.0) * side - at.y) <= most);
}

static void count_firms(work *w, ch_tile tile, unsigned *seen)
{
    tile_layer layer = ask(w, CH_TILE_FIRMS, tile);
    for (size_t i = 0; i < layer.features; i++) {
        const tile_value *id = tile_find(&layer, &layer.feature[i], "id");
        assert_non_null(id);
        const size_t row = ch_zone_find(w->zone, CH_TABLE_firms, id->text);
        assert_true(row < FIRMS);
        seen[row]++;
        assert_near(tile, tile_point_of(&layer.feature[i]),
                    (ch_point){w->zone->firms.lon[row], w->zone->firms.lat[row]});
        assert_firm(w, &layer, &layer.feature[i], row);
    }
    free_tile(&layer);
}

static int compare_tiles(const void *left, const void *right)
{
    const ch_tile *a = left, *b = right;
    return a->y != b->y ? (a->y > b->y) - (a->y < b->y) : (a->x > b->x) - (a->x < b->x);
}

/* All tiles of a zoom that hold a firm or lie beside one that does, each once; of shallow ones all there are. */
static size_t list_tiles(const work *w, unsigned z, ch_tile *list)
{
    size_t n = 0, kept = 0;
    const int64_t side = INT64_C(1) << z;
    for (int64_t i = 0; z <= 4 && i < side * side; i++)
        list[n++] = (ch_tile){z, (uint32_t)(i % side), (uint32_t)(i / side)};
    for (size_t row = 0; z > 4 && row < FIRMS; row++) {
        const ch_mercator at = ch_spots_mercator((ch_point){w->zone->firms.lon[row], w->zone->firms.lat[row]});
        for (int i = 0; i < 9; i++) {
            const int64_t x = (int64_t)(at.x * (double)side) + i % 3 - 1,
                          y = (int64_t)(at.y * (double)side) + i / 3 - 1;
            if (x >= 0 && y >= 0 && x < side && y < side)
                list[n++] = (ch_tile){z, (uint32_t)x, (uint32_t)y};
        }
    }
    qsort(list, n, sizeof *list, compare_tiles);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || compare_tiles(&list[i], &list[i - 1]) != 0)
            list[kept++] = list[i];
    return kept;
}

static void every_firm_stands_in_one_tile_of_each_zoom(void **state)
{
    (void)state;
    static ch_tile list[FIRMS * 9];
    uint64_t d = 2024;
    work w;
    begin(&w, draw_zone(&d));
    for (unsigned z = 0; z <= CH_TILE_DEEPEST; z++) {
        unsigned seen[FIRMS] = {0};
        const size_t n = list_tiles(&w, z, list);
        for (size_t i = 0; i < n; i++)
            count_firms(&w, list[i], seen);
        for (size_t row = 0; row < FIRMS; row++)
            assert_int_equal(seen[row], 1);
    }
    end(&w);
}

/* The most that a tile shows one by one stand in the west, one more in the east. */
static ch_zone *crowd(void)
{
    static char text[600000];
    uint64_t d = 7;
    size_t len = (size_t)snprintf(text, sizeof text, BASE "firms: id,lon,lat,place\nf99999,120.5,30.5,Z\n");
    for (size_t i = 0; i < CH_TILE_MOST; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "f%05zu,-%u.%06u,%u.%06u,Z\n", i, 90 + draw(&d, 12),
                                draw(&d, 1000000), 30 + draw(&d, 7), draw(&d, 1000000));
    return make_zone(NULL, text);
}

/* How many firms stand in each cell, counted one by one. */
static void count_in_cells(const ch_zone *zone, ch_tile tile, unsigned cell[CH_TILE_CELLS][CH_TILE_CELLS])
{
    for (size_t row = 0; row < zone->firms.rows; row++) {
        const ch_mercator at = ch_spots_mercator((ch_point){zone->firms.lon[row], zone->firms.lat[row]});
        const double x = floor((ldexp(at.x, (int)tile.z) - tile.x) * CH_TILE_CELLS);
        const double y = floor((ldexp(at.y, (int)tile.z) - tile.y) * CH_TILE_CELLS);
        if (x >= 0 && y >= 0 && x < CH_TILE_CELLS && y < CH_TILE_CELLS)
            cell[(int)y][(int)x]++;
    }
}

static uint64_t sum_counts(const tile_layer *layer, unsigned cell[CH_TILE_CELLS][CH_TILE_CELLS])
{
    uint64_t sum = 0;
    for (size_t i = 0; i < layer->features; i++) {
        const tile_point at = tile_point_of(&layer->feature[i]);
        const tile_value *count = tile_find(layer, &layer->feature[i], "point_count");
        assert_true(at.x % 64 == 32 && at.y % 64 == 32);
        assert_non_null(count);
        assert_int_equal(count->count, cell[at.y / 64][at.x / 64]);
        cell[at.y / 64][at.x / 64] = 0;
        sum += count->count;
    }
    return sum;
}

static void more_than_a_tile_shows_are_counted(void **state)
{
    (void)state;
    work w;
    begin(&w, crowd());
    unsigned cell[CH_TILE_CELLS][CH_TILE_CELLS] = {{0}};
    count_in_cells(w.zone, (ch_tile){0, 0, 0}, cell);
    tile_layer all = ask(&w, CH_TILE_FIRMS, (ch_tile){0, 0, 0});
    assert_int_equal(sum_counts(&all, cell), CH_TILE_MOST + 1);
    assert_int_equal(all.keys, 1);
    free_tile(&all);

    tile_layer west = ask(&w, CH_TILE_FIRMS, (ch_tile){1, 0, 0});
    assert_int_equal(west.features, CH_TILE_MOST);
    assert_non_null(tile_find(&west, &west.feature[0], "id"));
    free_tile(&west);
    end(&w);
}

/* All in one spot, so that the deepest tile counts too; the others have nothing. */
static void counts_sum_to_the_firms_at_every_zoom(void **state)
{
    (void)state;
    static char text[600000];
    size_t len = (size_t)snprintf(text, sizeof text, BASE "firms: id,lon,lat,place\n");
    for (size_t i = 0; i < CH_TILE_MOST + 500; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "f%05zu,120.%05zu,31,Z\n", i, i % 7);
    work w;
    begin(&w, make_zone(NULL, text));
    for (unsigned z = 0; z <= CH_TILE_DEEPEST; z++) {
        const ch_mercator at = ch_spots_mercator((ch_point){120.00003, 31});
        const ch_tile tile = {z, (uint32_t)ldexp(at.x, (int)z), (uint32_t)ldexp(at.y, (int)z)};
        unsigned cell[CH_TILE_CELLS][CH_TILE_CELLS] = {{0}};
        count_in_cells(w.zone, tile, cell);
        tile_layer layer = ask(&w, CH_TILE_FIRMS, tile);
        assert_int_equal(sum_counts(&layer, cell), CH_TILE_MOST + 500);
        free_tile(&layer);
        for (uint32_t x = 0; z > 0 && z < 5 && x >> z == 0; x++) {
            ch_tile other = {z, x, tile.y};
            layer = ask(&w, CH_TILE_FIRMS, other);
            assert_true((layer.features > 0) == (x == tile.x));
            free_tile(&layer);
        }
    }
    end(&w);
}

/* ---- outlines */

enum { RING_POINTS = 400 };

/* A shape that grows ring by ring. */
typedef struct {
    uint32_t part_start[9], ring_start[17];
    ch_point point[16 * RING_POINTS];
    ch_shape shape;
} shaping;

static void add_ring(shaping *s, const ch_point *ring, size_t n, bool opens_part)
{
    ch_shape *shape = &s->shape;
    if (opens_part)
        s->part_start[shape->parts++] = (uint32_t)shape->rings;
    s->ring_start[shape->rings++] = (uint32_t)shape->points;
    memcpy(s->point + shape->points, ring, n * sizeof *ring);
    s->point[shape->points + n] = ring[0];
    shape->points += n + 1;
    s->part_start[shape->parts] = (uint32_t)shape->rings;
    s->ring_start[shape->rings] = (uint32_t)shape->points;
    shape->part_start = s->part_start, shape->ring_start = s->ring_start, shape->point = s->point;
}

static void add_rectangle(shaping *s, ch_tile tile, double west, double north, double east, double south, bool opens)
{
    const ch_point ring[] = {at_steps(tile, west, south), at_steps(tile, east, south), at_steps(tile, east, north),
                             at_steps(tile, west, north)};
    add_ring(s, ring, 4, opens);
}

static ch_zone *zone_of(const shaping *s)
{
    const ch_table_kind *kind = ch_schema_table(CH_TABLE_outlines);
    const ch_at at = {CH_TEXT("test"), 1, 1};
    ch_zone *base = make_zone(NULL, "zone: id,place,members\nz,Z,Z\nplaces: id,name_zh,level\nZ,长合,zone\n"), *made;
    ch_table *table[CH_TABLES];
    ch_faults faults = {0};
    ch_draft *draft;
    for (size_t t = 0; t < CH_TABLES; t++) {
        table[t] = base->table[t];
        ch_table_hold(table[t]);
    }
    ch_table_drop(table[CH_TABLE_outlines]);
    assert_int_equal(ch_draft_new(CH_TABLE_outlines, NULL, &draft), CH_OK);
    assert_int_equal(ch_draft_row(draft, at), CH_OK);
    assert_int_equal(ch_draft_put(draft, 0, CH_TEXT("Z"), at, NULL), CH_OK);
    assert_int_equal(ch_draft_put_shape(draft, (unsigned)kind->shape, &s->shape, at), CH_OK);
    const int source = ch_schema_find_column(kind, CH_TEXT("source"));
    assert_int_equal(ch_draft_put(draft, (unsigned)source, CH_TEXT("illustrative"), at, NULL), CH_OK);
    assert_int_equal(ch_draft_fix(draft, &table[CH_TABLE_outlines], &faults), CH_OK);
    assert_int_equal(ch_zone_build(table, NULL, &made, &faults), CH_OK);
    ch_faults_free(&faults);
    ch_zone_drop(base);
    return made;
}

typedef struct {
    tile_point point[17 * RING_POINTS];
    size_t start[17], rings;
} drawn;

/* The outline in a tile, its rings one after another. */
static void ask_outline(work *w, ch_tile tile, drawn *to)
{
    tile_point pen = {0, 0};
    size_t n = 0;
    tile_layer layer = ask(w, CH_TILE_PLACES, tile);
    *to = (drawn){.rings = 0};
    assert_true(layer.features <= 1);
    for (wire from = layer.features > 0 ? layer.feature[0].geometry : (wire){NULL, NULL}; from.at < from.end;) {
        assert_int_equal(layer.feature[0].type, 3);
        n += read_ring(&from, &pen, to->point + n, sizeof to->point / sizeof *to->point - n);
        to->start[++to->rings] = n;
    }
    if (layer.features > 0) {
        assert_tagged(&layer, &layer.feature[0], "place", CH_TEXT("Z"));
        assert_tagged(&layer, &layer.feature[0], "name", CH_TEXT("长合"));
    }
    free_tile(&layer);
}

static int64_t turning_of(const drawn *outline, size_t ring)
{
    return tile_turning(outline->point + outline->start[ring], outline->start[ring + 1] - outline->start[ring]);
}

static const ch_tile HERE = {6, 53, 26};

static void assert_drawn(shaping *s, ch_tile tile, size_t rings, const int64_t *turning)
{
    static drawn outline;
    work w;
    begin(&w, zone_of(s));
    ask_outline(&w, tile, &outline);
    assert_int_equal(outline.rings, rings);
    for (size_t r = 0; r < rings; r++)
        assert_int_equal(turning_of(&outline, r), turning[r]);
    end(&w);
}

static void outlines_are_cut_to_the_tile_and_its_margin(void **state)
{
    (void)state;
    shaping west = {0}, around = {0}, beyond = {0}, small = {0};
    add_rectangle(&west, HERE, -500, 100, 1000, 1100, true);
    assert_drawn(&west, HERE, 1, (const int64_t[]){2 * 1064 * 1000});
    add_rectangle(&around, HERE, -500, -600, 5000, 6000, true);
    assert_drawn(&around, HERE, 1, (const int64_t[]){2 * 4224 * 4224});
    add_rectangle(&beyond, HERE, 4170, 100, 5000, 1100, true);
    assert_drawn(&beyond, HERE, 0, NULL);
    add_rectangle(&small, HERE, 99.6, 100, 100.4, 200, true); /* narrower than a step */
    assert_drawn(&small, HERE, 0, NULL);
}

static void holes_are_kept_and_run_the_other_way(void **state)
{
    (void)state;
    shaping s = {0};
    add_rectangle(&s, HERE, 100, 100, 1100, 1100, true);
    add_rectangle(&s, HERE, 200, 300, 300, 500, false);
    add_rectangle(&s, HERE, 900, 900, 900.3, 900.3, false); /* a hole that closes */
    add_rectangle(&s, HERE, 2000, 2000, 3000, 3000, true);
    assert_drawn(&s, HERE, 3, (const int64_t[]){2000000, -2 * 100 * 200, 2000000});

    shaping ring = {0};
    add_rectangle(&ring, HERE, -1000, -1000, 6000, 6000, true);
    add_rectangle(&ring, HERE, -500, -500, 5000, 5000, false);
    assert_drawn(&ring, HERE, 0, NULL); /* the tile lies in the hole */
    assert_drawn(&ring, (ch_tile){6, 52, 26}, 2, (const int64_t[]){2 * (1000 + 64) * 4224, -2 * (500 + 64) * 4224});
}

static void add_steps(shaping *s, const tile_point *step, size_t n)
{
    ch_point ring[RING_POINTS];
    for (size_t i = 0; i < n; i++)
        ring[i] = at_steps(HERE, step[i].x, step[i].y);
    add_ring(s, ring, n, true);
}

static size_t count_corners(shaping *s)
{
    static drawn outline;
    work w;
    begin(&w, zone_of(s));
    ask_outline(&w, HERE, &outline);
    assert_int_equal(outline.rings, 1);
    end(&w);
    return outline.start[1];
}

/* Sides that rise one step in two: every other point comes off its line by half a step, across it by less. */
static void straight_runs_lose_their_points(void **state)
{
    (void)state;
    shaping s = {0};
    ch_point ring[RING_POINTS];
    for (size_t i = 0; i < RING_POINTS / 4; i++) {
        const double along = (double)i * 5;
        ring[i] = at_steps(HERE, 100 + along, 100 + along / 2);
        ring[100 + i] = at_steps(HERE, 600, 350 + along);
        ring[200 + i] = at_steps(HERE, 600 - along, 850 - along / 2);
        ring[300 + i] = at_steps(HERE, 100, 600 - along);
    }
    add_ring(&s, ring, RING_POINTS, true);
    assert_drawn(&s, HERE, 1, (const int64_t[]){2 * 500 * 500});
    assert_int_equal(count_corners(&s), 4);
}

static void what_is_off_the_line_by_a_step_stays(void **state)
{
    (void)state;
    shaping bump = {0}, spike = {0};
    add_steps(&bump, (tile_point[]){{100, 100}, {600, 101}, {1100, 100}, {1100, 1100}, {100, 1100}}, 5);
    assert_int_equal(count_corners(&bump), 5);

    /* out and back on one line once rounded: how far it went shows */
    const ch_point out[] = {at_steps(HERE, 100, 100), at_steps(HERE, 2000, 100), at_steps(HERE, 1000, 100.4),
                            at_steps(HERE, 1000, 1100), at_steps(HERE, 100, 1100)};
    add_ring(&spike, out, 5, true);
    assert_int_equal(count_corners(&spike), 5);
}

/* The northern side is met at 999.25, nearest 999. */
static void edges_are_cut_at_the_nearest_step(void **state)
{
    (void)state;
    shaping s = {0}, back = {0};
    add_steps(&s, (tile_point[]){{3960, 1000}, {4760, 997}, {4760, 3000}, {3960, 3000}}, 4);
    assert_drawn(&s, HERE, 1, (const int64_t[]){2 * 200 * 2000 + 200});
    add_steps(&back, (tile_point[]){{3960, 3000}, {4760, 3000}, {4760, 997}, {3960, 1000}}, 4);
    assert_drawn(&back, HERE, 1, (const int64_t[]){2 * 200 * 2000 + 200});
}

/* A star about a point, with no two corners in one direction: its ring cannot cross itself. In steps of a tile. */
typedef struct {
    double x[RING_POINTS], y[RING_POINTS];
} star;

static void add_star(uint64_t *d, shaping *s, star *to, tile_point middle, double least, double most, bool opens)
{
    ch_point ring[RING_POINTS];
    for (size_t i = 0; i < RING_POINTS; i++) {
        const double radius = least + (most - least) * draw_share(d),
                     turn = 6.283185307179586 / RING_POINTS * (double)i;
        to->x[i] = middle.x + radius * cos(turn);
        to->y[i] = middle.y + radius * sin(turn);
        ring[i] = at_steps(HERE, to->x[i], to->y[i]);
    }
    add_ring(s, ring, RING_POINTS, opens);
}

static bool crosses(double x, double y, double ax, double ay, double bx, double by)
{
    return (ay > y) != (by > y) && x < ax + (bx - ax) * (y - ay) / (by - ay);
}

static double distance(double x, double y, double ax, double ay, double bx, double by)
{
    const double dx = bx - ax, dy = by - ay, along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
    const double part = fmin(fmax(along, 0), 1);
    return hypot(x - ax - part * dx, y - ay - part * dy);
}

enum { STARS = 3 }; /* one, a hole in it, another beside it */

/* Is the place, in steps from HERE's corner, inside? Tells how far the next edge is. */
static bool is_inside(const star *stars, double x, double y, double *near)
{
    bool inside = false;
    *near = INFINITY;
    for (size_t i = 0; i < (size_t)STARS * RING_POINTS; i++) {
        const star *s = &stars[i / RING_POINTS];
        const size_t a = i % RING_POINTS, b = (a + 1) % RING_POINTS;
        inside ^= crosses(x, y, s->x[a], s->y[a], s->x[b], s->y[b]);
        *near = fmin(*near, distance(x, y, s->x[a], s->y[a], s->x[b], s->y[b]));
    }
    return inside;
}

static bool is_drawn(const drawn *outline, double x, double y)
{
    bool inside = false;
    for (size_t r = 0; r < outline->rings; r++) {
        const size_t from = outline->start[r], n = outline->start[r + 1] - from;
        for (size_t i = 0; i < n; i++) {
            const tile_point a = outline->point[from + i], b = outline->point[from + (i + 1) % n];
            inside ^= crosses(x, y, a.x, a.y, b.x, b.y);
        }
    }
    return inside;
}

static void draw_stars(uint64_t *d, shaping *s, star stars[STARS])
{
    *s = (shaping){0};
    add_star(d, s, &stars[0], (tile_point){4100, 2000}, 1200, 2500, true);
    add_star(d, s, &stars[1], (tile_point){4100, 2000}, 300, 1100, false);
    add_star(d, s, &stars[2], (tile_point){4100, 7500}, 500, 2700, true);
}

/* Two steps from an edge nothing may differ: corners are rounded and thinned by less. */
static void a_place_is_inside_in_the_tile_as_in_the_outline(void **state)
{
    (void)state;
    static drawn outline;
    static star stars[STARS];
    static shaping s;
    uint64_t d = 11;
    work w;
    draw_stars(&d, &s, stars);
    begin(&w, zone_of(&s));
    for (uint32_t i = 0; i < 9; i++) {
        const ch_tile tile = {HERE.z, HERE.x + i % 3 - 1, HERE.y + i / 3};
        const double west = ((int)(i % 3) - 1) * 4096.0, north = i / 3 * 4096.0;
        ask_outline(&w, tile, &outline);
        for (size_t r = 0; r < outline.rings; r++)
            assert_true(turning_of(&outline, r) != 0);
        for (size_t probe = 0; probe < 500; probe++) {
            const double x = draw(&d, 4096) + 0.5, y = draw(&d, 4096) + 0.5;
            double near;
            const bool inside = is_inside(stars, west + x, north + y, &near);
            if (near > 2)
                assert_true(is_drawn(&outline, x, y) == inside);
        }
    }
    end(&w);
}

static int compare_numbers(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Where edges cross the line half a step east of x, where there is no corner; sorted. */
static size_t list_crossings(const drawn *outline, int32_t x, double *y)
{
    size_t found = 0;
    for (size_t r = 0; r < outline->rings; r++) {
        const size_t from = outline->start[r], n = outline->start[r + 1] - from;
        for (size_t i = 0; i < n; i++) {
            const tile_point a = outline->point[from + i], b = outline->point[from + (i + 1) % n];
            if ((a.x > x) != (b.x > x))
                y[found++] = a.y + (b.y - a.y) * (x + 0.5 - a.x) / (double)(b.x - a.x);
        }
    }
    qsort(y, found, sizeof *y, compare_numbers);
    return found;
}

static void neighbours_agree_on_the_edge_between_them(void **state)
{
    (void)state;
    static drawn west, east;
    static star stars[STARS];
    static shaping s;
    static double west_y[RING_POINTS], east_y[RING_POINTS];
    uint64_t d = 12;
    for (size_t round = 0; round < 8; round++) {
        work w;
        draw_stars(&d, &s, stars);
        begin(&w, zone_of(&s));
        ask_outline(&w, HERE, &west);
        ask_outline(&w, (ch_tile){HERE.z, HERE.x + 1, HERE.y}, &east);
        const size_t n = list_crossings(&west, 4096, west_y);
        assert_true(n > 2);
        assert_int_equal(list_crossings(&east, 0, east_y), n);
        for (size_t i = 0; i < n; i++)
            assert_true(fabs(west_y[i] - east_y[i]) <= 1);
        end(&w);
    }
}

/* ---- the rest */

static void label_points_tell_their_level(void **state)
{
    (void)state;
    work w;
    begin(&w, make_zone(NULL, "zone: id,place,members\nz,Z,Z\nplaces: id,name_zh,name_en,lon,lat,level\n"
                              "Z,长合,Changhe,-90,0,zone\nc1,某县,,90,0,county\nc2,无点县,,,,county\n"));
    tile_layer layer = ask(&w, CH_TILE_PLACE_POINTS, (ch_tile){1, 0, 1});
    assert_int_equal(layer.features, 1);
    assert_tagged(&layer, &layer.feature[0], "id", CH_TEXT("Z"));
    assert_tagged(&layer, &layer.feature[0], "name", CH_TEXT("长合"));
    assert_tagged(&layer, &layer.feature[0], "name_en", CH_TEXT("Changhe"));
    assert_tagged(&layer, &layer.feature[0], "level", CH_TEXT("zone"));
    const tile_point at = tile_point_of(&layer.feature[0]);
    assert_true(at.x == 2048 && at.y == 0);
    free_tile(&layer);
    layer = ask(&w, CH_TILE_PLACE_POINTS, (ch_tile){0, 0, 0});
    assert_int_equal(layer.features, 2);
    free_tile(&layer);
    end(&w);
}

static void an_empty_tile_has_no_bytes(void **state)
{
    (void)state;
    work w;
    begin(&w, make_zone(NULL, BASE "firms: id,lon,lat,place\na,120,31,Z\nb,,,Z\n"));
    for (int layer = 0; layer < CH_TILE_LAYERS; layer++) {
        tile_layer shown = ask(&w, (ch_tile_layer)layer, (ch_tile){5, 0, 0});
        assert_int_equal(w.out.len, 0);
        free_tile(&shown);
    }
    end(&w);
    begin(&w, make_zone(NULL, BASE));
    tile_layer shown = ask(&w, CH_TILE_FIRMS, (ch_tile){0, 0, 0});
    assert_int_equal(shown.features, 0);
    end(&w);
}

static void tiles_end_at_the_square_and_the_deepest_zoom(void **state)
{
    (void)state;
    assert_true(ch_tile_is_valid((ch_tile){0, 0, 0}));
    assert_false(ch_tile_is_valid((ch_tile){0, 1, 0}));
    assert_false(ch_tile_is_valid((ch_tile){0, 0, 1}));
    assert_true(ch_tile_is_valid((ch_tile){CH_TILE_DEEPEST, 262143, 262143}));
    assert_false(ch_tile_is_valid((ch_tile){CH_TILE_DEEPEST, 262144, 0}));
    assert_false(ch_tile_is_valid((ch_tile){CH_TILE_DEEPEST + 1, 0, 0}));
    assert_false(ch_tile_is_valid((ch_tile){64, 0, 0}));
}

static void what_is_not_open_is_in_no_tile(void **state)
{
    (void)state;
    const char secret[] = "xyzzy";
    work w;
    begin(&w, make_zone(NULL, BASE "firms: id,lon,lat,place,follow_up\na,120.5,31,Z,xyzzy\nb,120,31,Z,xyzzy\n"));
    assert_true(ch_text_equal(w.zone->firms.follow_up[0], CH_TEXT("xyzzy")));
    for (unsigned z = 0; z <= CH_TILE_DEEPEST; z++) {
        const ch_mercator at = ch_spots_mercator((ch_point){120.5, 31});
        const ch_tile tile = {z, (uint32_t)ldexp(at.x, (int)z), (uint32_t)ldexp(at.y, (int)z)};
        for (int layer = 0; layer < CH_TILE_LAYERS; layer++) {
            w.out.len = 0;
            ch_tile_write(w.tiles, (ch_tile_layer)layer, tile, &w.out);
            assert_true(layer != CH_TILE_FIRMS || w.out.len > 0);
            for (size_t i = 0; i + sizeof secret - 1 <= w.out.len; i++)
                assert_true(memcmp(w.out.at + i, secret, sizeof secret - 1) != 0);
        }
    }
    end(&w);
}

/* A zone of everything: outlines, firms with segments. */
static ch_zone *draw_all(uint64_t *d)
{
    static star stars[STARS];
    static shaping s;
    ch_table *table[CH_TABLES];
    ch_zone *firms = draw_zone(d), *outlines, *made;
    draw_stars(d, &s, stars);
    outlines = zone_of(&s);
    for (size_t t = 0; t < CH_TABLES; t++) {
        table[t] = t == CH_TABLE_outlines ? outlines->table[t] : firms->table[t];
        ch_table_hold(table[t]);
    }
    assert_int_equal(ch_zone_build(table, NULL, &made, NULL), CH_OK);
    ch_zone_drop(firms);
    ch_zone_drop(outlines);
    return made;
}

static void write_all(const ch_tiles *tiles, ch_buf *out)
{
    ch_tile_write(tiles, CH_TILE_FIRMS, (ch_tile){0, 0, 0}, out);
    ch_tile_write(tiles, CH_TILE_PLACES, HERE, out);
    ch_tile_write(tiles, CH_TILE_PLACE_POINTS, (ch_tile){0, 0, 0}, out);
}

static void the_same_zone_gives_the_same_bytes(void **state)
{
    (void)state;
    ch_buf before = {0};
    for (int round = 0; round < 2; round++) {
        uint64_t d = 5;
        work w;
        begin(&w, draw_all(&d));
        write_all(w.tiles, &w.out);
        if (round == 1)
            assert_true(ch_text_equal(ch_buf_text(&before), ch_buf_text(&w.out)));
        ch_buf_add(&before, ch_buf_text(&w.out));
        end(&w);
    }
    assert_true(before.len > 1000);
    ch_buf_free(&before);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t d = 6;
    work w;
    begin(&w, draw_all(&d));
    write_all(w.tiles, &w.out);
    for (size_t at = 1;; at++) {
        failing failed = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&failed);
        ch_tiles *tiles;
        ch_buf out = {.memory = &memory};
        ch_err err = ch_tiles_make(w.zone, w.spots, &memory, &tiles);
        assert_true((err == CH_OK) == (tiles != NULL));
        if (err == CH_OK) {
            write_all(tiles, &out);
            err = out.failed ? CH_ENOMEM : CH_OK;
        }
        if (err == CH_OK)
            assert_true(ch_text_equal(ch_buf_text(&out), ch_buf_text(&w.out)));
        ch_buf_free(&out);
        ch_tiles_free(tiles);
        assert_int_equal(failed.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    end(&w);
    ch_tiles_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tile_has_the_bytes_of_the_specification),
        cmocka_unit_test(every_firm_stands_in_one_tile_of_each_zoom),
        cmocka_unit_test(more_than_a_tile_shows_are_counted),
        cmocka_unit_test(counts_sum_to_the_firms_at_every_zoom),
        cmocka_unit_test(outlines_are_cut_to_the_tile_and_its_margin),
        cmocka_unit_test(holes_are_kept_and_run_the_other_way),
        cmocka_unit_test(straight_runs_lose_their_points),
        cmocka_unit_test(what_is_off_the_line_by_a_step_stays),
        cmocka_unit_test(edges_are_cut_at_the_nearest_step),
        cmocka_unit_test(a_place_is_inside_in_the_tile_as_in_the_outline),
        cmocka_unit_test(neighbours_agree_on_the_edge_between_them),
        cmocka_unit_test(label_points_tell_their_level),
        cmocka_unit_test(an_empty_tile_has_no_bytes),
        cmocka_unit_test(tiles_end_at_the_square_and_the_deepest_zoom),
        cmocka_unit_test(what_is_not_open_is_in_no_tile),
        cmocka_unit_test(the_same_zone_gives_the_same_bytes),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
