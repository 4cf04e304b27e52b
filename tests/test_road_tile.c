/* test_road_tile.c - roads and stops as vector tiles, read back, against lines cut by plainer means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/road_tile.h"
#include "failing.h"
#include "make_roads.h"
#include "make_zone.h"
#include "read_tile.h"

#include <math.h>
#include <stdio.h>

enum { STEPS = CH_TILE_EXTENT, MARGIN = CH_TILE_MARGIN, RUNS = 64, POINTS = 1024 };

static const ch_tile MIDDLE = {12, 3410, 1672};

/* ---- a network and its tiles */

typedef struct {
    ch_arena arena;
    ch_road_net net;
    const ch_road_tiles *tiles;
    ch_buf out;
} work;

static ch_text name_of(const void *self, uint32_t street, char room[40])
{
    (void)self;
    return (ch_text){room, (size_t)snprintf(room, 40, "s%u", street)};
}

static void begin(work *w, const roads *r)
{
    ch_road_report report;
    *w = (work){.tiles = NULL};
    assert_int_equal(ch_road_build(&w->arena, &r->given, NULL, &w->net, &report), CH_OK);
    assert_int_equal(ch_road_tiles_make(&w->arena, &w->net, (ch_road_naming){name_of, NULL}, &w->tiles), CH_OK);
}

static void end(work *w)
{
    ch_buf_free(&w->out);
    ch_arena_free(&w->arena);
}

static tile_layer ask(work *w, ch_tile tile)
{
    w->out.len = 0;
    ch_road_tile_write(w->tiles, tile, &w->out);
    assert_false(w->out.failed);
    tile_layer layer = read_tile(ch_buf_text(&w->out));
    if (w->out.len > 0)
        assert_true(ch_text_equal(layer.name, CH_TEXT("roads")));
    return layer;
}

/* The point so many steps from a tile's north-west corner. */
static ch_point at_steps(ch_tile tile, double x, double y)
{
    const double side = ldexp(1, -(int)tile.z);
    return ch_spots_from_mercator((ch_mercator){(tile.x + x / STEPS) * side, (tile.y + y / STEPS) * side});
}

/* A way through points given in steps of MIDDLE: x, y, x, y, ... */
static ch_road_way *way_at(roads *r, uint8_t road_class, const double *step, size_t points)
{
    char through[512] = "";
    size_t len = 0;
    for (size_t i = 0; i < points; i++) {
        const ch_point at = at_steps(MIDDLE, step[2 * i], step[2 * i + 1]);
        len += (size_t)snprintf(through + len, sizeof through - len, i > 0 ? " %u" : "%u",
                                roads_point(r, at.lon_deg, at.lat_deg));
    }
    return roads_way(r, road_class, through);
}

/* ---- a line read back */

typedef struct {
    tile_point point[RUNS][POINTS];
    size_t n[RUNS], runs;
} drawn;

static void read_line(const tile_feature *feature, drawn *line)
{
    wire from = feature->geometry;
    tile_point pen = {0, 0};
    assert_int_equal(feature->type, 2);
    line->runs = 0;
    while ((line->n[line->runs] = read_run(&from, &pen, line->point[line->runs], POINTS)) > 0) {
        line->runs++;
        assert_true(line->runs < RUNS);
    }
    assert_true(line->runs > 0);
}

static void assert_run(const drawn *line, size_t run, const int32_t *want, size_t points)
{
    assert_true(run < line->runs);
    assert_int_equal(line->n[run], points);
    for (size_t i = 0; i < points; i++) {
        assert_int_equal(line->point[run][i].x, want[2 * i]);
        assert_int_equal(line->point[run][i].y, want[2 * i + 1]);
    }
}

static const tile_feature *feature_named(const tile_layer *layer, uint32_t street)
{
    char room[40];
    const ch_text name = name_of(NULL, street, room);
    const tile_feature *found = NULL;
    for (size_t i = 0; i < layer->features; i++)
        if (ch_text_equal(tile_find(layer, &layer->feature[i], "id")->text, name)) {
            assert_null(found);
            found = &layer->feature[i];
        }
    return found;
}

/* The only street of a network in a tile. */
static void read_only(work *w, ch_tile tile, drawn *line)
{
    tile_layer layer = ask(w, tile);
    assert_int_equal(layer.features, 1);
    read_line(&layer.feature[0], line);
    free_tile(&layer);
}

/* ---- by hand */

static drawn line;

static void a_street_is_cut_to_the_tile_and_its_margin(void **state)
{
    (void)state;
    roads *r = test_malloc(sizeof *r);
    roads_begin(r);
    way_at(r, CH_road_class_TRUNK, (const double[]){-2048, 100, 3 * STEPS - 2048, 100}, 2);
    work w;
    begin(&w, r);
    read_only(&w, (ch_tile){12, MIDDLE.x - 1, MIDDLE.y}, &line);
    assert_int_equal(line.runs, 1);
    assert_run(&line, 0, (const int32_t[]){2048, 100, STEPS + MARGIN, 100}, 2);
    read_only(&w, MIDDLE, &line);
    assert_run(&line, 0, (const int32_t[]){-MARGIN, 100, STEPS + MARGIN, 100}, 2);
    read_only(&w, (ch_tile){12, MIDDLE.x + 2, MIDDLE.y}, &line);
    assert_run(&line, 0, (const int32_t[]){-MARGIN, 100, 2048, 100}, 2);
    tile_layer above = ask(&w, (ch_tile){12, MIDDLE.x, MIDDLE.y - 1}), far = ask(&w, (ch_tile){12, 0, 0});
    assert_int_equal(above.features + far.features, 0);
    assert_int_equal(w.out.len, 0);
    end(&w);
    test_free(r);
}

static void a_street_that_leaves_and_comes_back_is_two_lines(void **state)
{
    (void)state;
    roads *r = test_malloc(sizeof *r);
    roads_begin(r);
    way_at(r, CH_road_class_TRUNK,
           (const double[]){1000, 1000, 1000, -1000, 1500, -2000, 2000, -1000, 2000, 500, 2500, 500}, 6);
    work w;
    begin(&w, r);
    read_only(&w, MIDDLE, &line);
    assert_int_equal(line.runs, 2);
    assert_run(&line, 0, (const int32_t[]){1000, 1000, 1000, -MARGIN}, 2);
    assert_run(&line, 1, (const int32_t[]){2000, -MARGIN, 2000, 500, 2500, 500}, 3);
    end(&w);
    test_free(r);
}

/* It leaves at a corner that it touches in one point only, and a stretch that comes to one step lies before the rest. */
static void points_of_one_step_are_one_and_a_line_of_one_is_none(void **state)
{
    (void)state;
    roads *r = test_malloc(sizeof *r);
    roads_begin(r);
    way_at(r, CH_road_class_TRUNK, (const double[]){10.1, 10.1, 10.2, 10.2, 9.8, 10.3, 500, 10}, 4);
    way_at(r, CH_road_class_TRUNK, (const double[]){700.1, 700.2, 700.3, 699.9}, 2);
    way_at(r, CH_road_class_TRUNK, (const double[]){-MARGIN - 200, 136, 136, -MARGIN - 200}, 2);
    way_at(r, CH_road_class_TRUNK,
           (const double[]){-300, 2000, -MARGIN + 0.1, 2000.1, -300, 2000.2, -300, 3000, 100, 3000}, 5);
    work w;
    begin(&w, r);
    tile_layer layer = ask(&w, MIDDLE);
    assert_int_equal(layer.features, 2);
    for (size_t i = 0; i < 2; i++) {
        read_line(&layer.feature[i], &line);
        assert_int_equal(line.runs, 1);
        if (line.point[0][0].y == 10)
            assert_run(&line, 0, (const int32_t[]){10, 10, 500, 10}, 2);
        else
            assert_run(&line, 0, (const int32_t[]){-MARGIN, 3000, 100, 3000}, 2);
    }
    free_tile(&layer);
    end(&w);
    test_free(r);
}

static void assert_text(const tile_layer *layer, const tile_feature *feature, const char *key, const char *want)
{
    const tile_value *value = tile_find(layer, feature, key);
    assert_true((value != NULL) == (want != NULL));
    if (want)
        assert_true(ch_text_equal(value->text, ch_text_of(want)));
}

static void a_street_tells_its_id_road_class_and_limit(void **state)
{
    (void)state;
    static const struct {
        uint8_t class;
        float limit_kmh[2];
        const char *road, *word;
        uint64_t limit;
    } want[] = {{CH_road_class_MOTORWAY, {120, 120}, "G50 申苏浙皖高速", "motorway", 120},
                {CH_road_class_CLASS1, {0, 60}, "泗安大道", "class1", 60},
                {CH_road_class_TRUNK, {0, 0}, NULL, "trunk", 0},
                {CH_road_class_CLASS1, {80, 80}, "泗安大道", "class1", 80}};
    roads *r = test_malloc(sizeof *r);
    roads_begin(r);
    for (int i = 0; i < 4; i++) {
        ch_road_way *way = way_at(r, want[i].class, (const double[]){100, 100 * i, 900, 100 * i}, 2);
        way->limit_kmh[0] = want[i].limit_kmh[0];
        way->limit_kmh[1] = want[i].limit_kmh[1];
        way->name = want[i].road ? ch_text_of(want[i].road) : (ch_text){0};
    }
    work w;
    begin(&w, r);
    tile_layer layer = ask(&w, MIDDLE);
    assert_int_equal(layer.features, 4);
    for (uint32_t s = 0; s < w.net.streets; s++) {
        const tile_feature *feature = feature_named(&layer, s);
        const uint32_t i = w.net.at[s].way;
        const tile_value *limit = tile_find(&layer, feature, "limit");
        assert_text(&layer, feature, "road", want[i].road);
        assert_text(&layer, feature, "class", want[i].word);
        assert_true((limit != NULL) == (want[i].limit > 0));
        assert_true(limit == NULL || limit->count == want[i].limit);
    }
    free_tile(&layer);
    end(&w);
    test_free(r);
}

static void small_roads_come_with_depth(void **state)
{
    (void)state;
    roads *r = test_malloc(sizeof *r);
    roads_begin(r);
    for (uint8_t class = 1; class < CH_road_class_END; class ++)
        way_at(r, class, (const double[]){100, 50.0 * class, 4000, 50.0 * class}, 2);
    work w;
    begin(&w, r);
    for (unsigned z = 5; z <= 16; z++) {
        const ch_tile tile = {z, z > 12 ? MIDDLE.x << (z - 12) : MIDDLE.x >> (12 - z),
                              z > 12 ? MIDDLE.y << (z - 12) : MIDDLE.y >> (12 - z)};
        tile_layer layer = ask(&w, tile);
        size_t want = 0;
        for (uint32_t s = 0; s < w.net.streets; s++) {
            const unsigned class = w.net.way[w.net.at[s].way].road_class;
            const bool great = class == CH_road_class_MOTORWAY || class == CH_road_class_TRUNK;
            const bool middling = class == CH_road_class_CLASS1 || class == CH_road_class_CLASS2;
            const bool shown = great || (middling && z >= 9) || z >= 12;
            if (z <= 12) /* deeper some lie in other tiles */
                assert_true((feature_named(&layer, s) != NULL) == shown);
            want += shown;
        }
        assert_true(z > 12 ? layer.features > 0 : layer.features == want);
        free_tile(&layer);
    }
    end(&w);
    test_free(r);
}

/* ---- at random */

typedef struct {
    double x, y;
} spot;

static spot spot_of(ch_tile tile, ch_point point)
{
    const ch_mercator at = ch_spots_mercator(point);
    const double scale = ldexp(1, (int)tile.z);
    return (spot){(at.x * scale - tile.x) * STEPS, (at.y * scale - tile.y) * STEPS};
}

static double away(spot p, spot a, spot b)
{
    const double x = b.x - a.x, y = b.y - a.y, square = x * x + y * y;
    const double t = square > 0 ? fmax(0, fmin(1, ((p.x - a.x) * x + (p.y - a.y) * y) / square)) : 0;
    return hypot(p.x - a.x - t * x, p.y - a.y - t * y);
}

static double away_from_drawn(spot p, const drawn *l)
{
    double least = INFINITY;
    for (size_t r = 0; r < l->runs; r++)
        for (size_t i = 1; i < l->n[r]; i++) {
            const tile_point a = l->point[r][i - 1], b = l->point[r][i];
            least = fmin(least, away(p, (spot){a.x, a.y}, (spot){b.x, b.y}));
        }
    return least;
}

static double away_from_street(spot p, const ch_road_net *net, const ch_road_street *street, ch_tile tile)
{
    double least = INFINITY;
    for (uint32_t i = 1; i < street->points; i++)
        least = fmin(least, away(p, spot_of(tile, net->line[street->first + i - 1]),
                                 spot_of(tile, net->line[street->first + i])));
    return least;
}

/* Of a segment what lies in the tile and its margin, by cutting at one side after the other (Sutherland, Hodgman 1974). */
static bool cut_plainly(spot *a, spot *b)
{
    const double low = -MARGIN, high = STEPS + MARGIN;
    for (int side = 0; side < 4; side++) {
        const bool upright = side < 2;
        const double at = side % 2 ? high : low, sign = side % 2 ? -1 : 1;
        const double from = sign * ((upright ? a->x : a->y) - at), to = sign * ((upright ? b->x : b->y) - at);
        if (from < 0 && to < 0)
            return false;
        const double t = from == to ? 0 : from / (from - to);
        const spot cut = {a->x + t * (b->x - a->x), a->y + t * (b->y - a->y)};
        if (from < 0)
            *a = cut;
        else if (to < 0)
            *b = cut;
    }
    return true;
}

/* Whatever lies within is drawn, and nothing else: both a step off at most, the half of it by rounding each way. */
static size_t assert_drawn_rightly(work *w, const tile_layer *layer, ch_tile tile, uint32_t s)
{
    const ch_road_street *street = &w->net.at[s];
    const tile_feature *feature = feature_named(layer, s);
    double longest = 0;
    line.runs = 0;
    if (feature)
        read_line(feature, &line);
    for (size_t r = 0; r < line.runs; r++)
        for (size_t i = 0; i < line.n[r]; i++) {
            const tile_point p = line.point[r][i];
            assert_in_range(p.x + MARGIN, 0, STEPS + 2 * MARGIN);
            assert_in_range(p.y + MARGIN, 0, STEPS + 2 * MARGIN);
            assert_true(away_from_street((spot){p.x, p.y}, &w->net, street, tile) < 0.75);
        }
    for (uint32_t i = 1; i < street->points; i++) {
        spot a = spot_of(tile, w->net.line[street->first + i - 1]), b = spot_of(tile, w->net.line[street->first + i]);
        if (!cut_plainly(&a, &b))
            continue;
        longest += hypot(b.x - a.x, b.y - a.y);
        for (int k = 0; feature && k <= 8; k++)
            assert_true(away_from_drawn((spot){a.x + (b.x - a.x) * k / 8, a.y + (b.y - a.y) * k / 8}, &line) < 1.5);
    }
    assert_true(feature || longest < 2 * street->points); /* all of it comes to one step */
    return line.runs;
}

static void draw_polylines(roads *r, uint64_t *d)
{
    roads_begin(r);
    for (int i = 0; i < 30; i++) {
        double step[2 * 12];
        const size_t points = 2 + draw(d, 11);
        const double reach = 40 << draw(d, 10);
        double x = draw(d, 3 * STEPS) - STEPS, y = draw(d, 3 * STEPS) - STEPS;
        for (size_t k = 0; k < points; k++) {
            step[2 * k] = x, step[2 * k + 1] = y;
            x += (draw_share(d) - 0.5) * reach;
            y += (draw_share(d) - 0.5) * reach;
        }
        way_at(r, (uint8_t)(1 + draw(d, CH_road_class_END - 1)), step, points);
    }
}

static void random_lines_are_those_of_a_plainer_cut(void **state)
{
    (void)state;
    uint64_t d = 11;
    roads *r = test_malloc(sizeof *r);
    size_t runs = 0, broken = 0;
    for (int round = 0; round < 20; round++) {
        draw_polylines(r, &d);
        work w;
        begin(&w, r);
        for (uint32_t x = MIDDLE.x - 1; x <= MIDDLE.x + 1; x++)
            for (uint32_t y = MIDDLE.y - 1; y <= MIDDLE.y + 1; y++) {
                const ch_tile tile = {12, x, y};
                tile_layer layer = ask(&w, tile);
                for (uint32_t s = 0; s < w.net.streets; s++) {
                    const size_t n = assert_drawn_rightly(&w, &layer, tile, s);
                    runs += n;
                    broken += n > 1;
                }
                free_tile(&layer);
            }
        end(&w);
    }
    if (runs < 500 || broken < 50) /* the test has met what it is about */
        fail_msg("%zu runs, %zu broken", runs, broken);
    test_free(r);
}

/* Where lines cross an edge, in the numbers of the tile: y where they pass x. */
static size_t crossings(const drawn *l, int32_t x, double *y, size_t n)
{
    for (size_t r = 0; r < l->runs; r++)
        for (size_t i = 1; i < l->n[r]; i++) {
            const tile_point a = l->point[r][i - 1], b = l->point[r][i];
            if ((a.x < x) != (b.x < x))
                y[n++] = a.y + (double)(x - a.x) / (b.x - a.x) * (b.y - a.y);
        }
    return n;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void lines_join_up_across_the_edge_between_two_tiles(void **state)
{
    (void)state;
    static double left[POINTS], right[POINTS];
    uint64_t d = 5;
    roads *r = test_malloc(sizeof *r);
    const ch_tile next = {12, MIDDLE.x + 1, MIDDLE.y};
    size_t met = 0;
    for (int round = 0; round < 30; round++) {
        roads_begin(r);
        for (int i = 0; i < 10; i++) {
            /* one that passes the edge steadily, so that a step's rounding changes no number of crossings */
            const double y = 1000 + draw(&d, STEPS - 2000), slope = draw_share(&d) - 0.5;
            way_at(r, CH_road_class_TRUNK,
                   (const double[]){STEPS - 900.0 - draw(&d, 900), y - 900 * slope, STEPS + 300.0 + draw(&d, 900),
                                    y + 900 * slope},
                   2);
        }
        work w;
        begin(&w, r);
        for (uint32_t s = 0; s < w.net.streets; s++) {
            tile_layer layer = ask(&w, MIDDLE);
            read_line(feature_named(&layer, s), &line);
            const size_t lefts = crossings(&line, STEPS, left, 0);
            free_tile(&layer);
            layer = ask(&w, next);
            read_line(feature_named(&layer, s), &line);
            const size_t rights = crossings(&line, 0, right, 0);
            free_tile(&layer);
            assert_int_equal(lefts, rights);
            qsort(left, lefts, sizeof *left, by_size);
            qsort(right, rights, sizeof *right, by_size);
            for (size_t i = 0; i < lefts; i++)
                assert_true(fabs(left[i] - right[i]) <= 1);
            met += lefts;
        }
        end(&w);
    }
    assert_int_equal(met, 300);
    test_free(r);
}

static void the_same_tile_has_the_same_bytes_behind_what_was_there(void **state)
{
    (void)state;
    uint64_t d = 3;
    roads *r = test_malloc(sizeof *r);
    draw_polylines(r, &d);
    work w, again;
    begin(&w, r);
    begin(&again, r);
    ch_buf_adds(&again.out, "before");
    ch_road_tile_write(w.tiles, MIDDLE, &w.out);
    ch_road_tile_write(again.tiles, MIDDLE, &again.out);
    assert_true(w.out.len > 0);
    assert_int_equal(again.out.len, w.out.len + 6);
    assert_memory_equal(again.out.at + 6, w.out.at, w.out.len);
    end(&w);
    end(&again);
    test_free(r);
}

/* ---- stops */

#define STOPS \
    "zone: id,place,members\nz,Z,Z\nplaces: id,level\nZ,zone\n" \
    "stations: id,name_zh,name_en,place,lon,lat,kind\n" \
    "st,长兴站,Changxing,Z,119.95,31,high speed\nnowhere,长兴南站,,Z,,,classic\n" \
    "facilities: id,name_zh,name_en,kind,place,lon,lat\n" \
    "h,示意医院,,hospital,Z,119.6,30.9\ns,示意学校,A school,school,Z,119.95,31\nlost,示意,,school,Z,,\n"

static void stops_tell_what_they_are_and_those_without_a_point_are_left_out(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, STOPS);
    ch_buf out = {0};
    ch_stop_tile_write(zone, (ch_tile){0, 0, 0}, &out);
    tile_layer layer = read_tile(ch_buf_text(&out));
    static const char *const want[][5] = {{"st", "stations", "长兴站", "Changxing", "high speed"},
                                          {"h", "facilities", "示意医院", NULL, "hospital"},
                                          {"s", "facilities", "示意学校", "A school", "school"}};
    assert_true(ch_text_equal(layer.name, CH_TEXT("stops")));
    assert_int_equal(layer.features, 3);
    for (size_t i = 0; i < 3; i++) {
        const tile_feature *feature = &layer.feature[i];
        assert_text(&layer, feature, "id", want[i][0]);
        assert_text(&layer, feature, "table", want[i][1]);
        assert_text(&layer, feature, "name", want[i][2]);
        assert_text(&layer, feature, "name_en", want[i][3]);
        assert_text(&layer, feature, "kind", want[i][4]);
    }
    const tile_point at = tile_point_of(&layer.feature[0]);
    const spot is = spot_of((ch_tile){0, 0, 0}, (ch_point){119.95, 31});
    assert_true(fabs(at.x - is.x) <= 0.5 && fabs(at.y - is.y) <= 0.5);
    free_tile(&layer);
    ch_buf_free(&out);
    ch_zone_drop(zone);
}

static void a_stop_stands_in_one_tile_of_a_zoom(void **state)
{
    (void)state;
    ch_zone *zone = make_zone(NULL, STOPS);
    for (unsigned z = 1; z <= CH_TILE_DEEPEST; z++) {
        const double scale = ldexp(1, (int)z);
        const ch_mercator at = ch_spots_mercator((ch_point){119.6, 30.9});
        const uint32_t x = (uint32_t)(at.x * scale), y = (uint32_t)(at.y * scale);
        size_t found = 0;
        for (uint32_t dx = 0; dx < 3; dx++)
            for (uint32_t dy = 0; dy < 3; dy++) {
                const ch_tile tile = {z, x + dx - 1, y + dy - 1};
                ch_buf out = {0};
                if (!ch_tile_is_valid(tile))
                    continue;
                ch_stop_tile_write(zone, tile, &out);
                tile_layer layer = read_tile(ch_buf_text(&out));
                for (size_t i = 0; i < layer.features; i++)
                    found += ch_text_equal(tile_find(&layer, &layer.feature[i], "id")->text, CH_TEXT("h"));
                if (out.len > 0)
                    free_tile(&layer);
                ch_buf_free(&out);
            }
        assert_int_equal(found, 1);
    }
    ch_buf out = {0};
    ch_stop_tile_write(zone, (ch_tile){10, 0, 0}, &out);
    assert_int_equal(out.len, 0);
    ch_zone_drop(zone);
}

/* ---- memory */

static bool failed_at(const roads *r, size_t allocation, bool making)
{
    failing run = {0};
    const ch_memory memory = FAILING_MEMORY(&run);
    ch_arena arena = CH_ARENA(&memory);
    ch_road_net net;
    ch_road_report report;
    const ch_road_tiles *tiles = NULL;
    assert_int_equal(ch_road_build(&arena, &r->given, NULL, &net, &report), CH_OK);
    if (making)
        run.fail_at = run.calls + allocation;
    const ch_err err = ch_road_tiles_make(&arena, &net, (ch_road_naming){name_of, NULL}, &tiles);
    assert_true(err == CH_OK || (err == CH_ENOMEM && making));
    ch_buf out = {.memory = &memory};
    if (!making)
        run.fail_at = run.calls + allocation;
    if (err == CH_OK)
        ch_road_tile_write(tiles, MIDDLE, &out);
    const bool failed = err != CH_OK || out.failed;
    ch_buf_free(&out);
    ch_arena_free(&arena);
    assert_int_equal(run.live, 0);
    return failed;
}

static bool stops_failed_at(size_t allocation)
{
    failing run = {0};
    const ch_memory memory = FAILING_MEMORY(&run);
    ch_zone *zone = make_zone(NULL, STOPS);
    ch_buf out = {.memory = &memory};
    run.fail_at = allocation;
    ch_stop_tile_write(zone, (ch_tile){0, 0, 0}, &out);
    const bool failed = out.failed;
    ch_buf_free(&out);
    ch_zone_drop(zone);
    assert_int_equal(run.live, 0);
    return failed;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t d = 3;
    roads *r = test_malloc(sizeof *r);
    draw_polylines(r, &d);
    size_t makes = 1, writes = 1, stops = 1;
    while (failed_at(r, makes, true))
        makes++;
    while (failed_at(r, writes, false))
        writes++;
    while (stops_failed_at(stops))
        stops++;
    assert_true(makes > 1 && writes > 3 && stops > 2);
    test_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_street_is_cut_to_the_tile_and_its_margin),
        cmocka_unit_test(a_street_that_leaves_and_comes_back_is_two_lines),
        cmocka_unit_test(points_of_one_step_are_one_and_a_line_of_one_is_none),
        cmocka_unit_test(a_street_tells_its_id_road_class_and_limit),
        cmocka_unit_test(small_roads_come_with_depth),
        cmocka_unit_test(random_lines_are_those_of_a_plainer_cut),
        cmocka_unit_test(lines_join_up_across_the_edge_between_two_tiles),
        cmocka_unit_test(the_same_tile_has_the_same_bytes_behind_what_was_there),
        cmocka_unit_test(stops_tell_what_they_are_and_those_without_a_point_are_left_out),
        cmocka_unit_test(a_stop_stands_in_one_tile_of_a_zoom),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
