/* test_spots.c - points and outlines in rectangles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/spots.h"
#include "draw.h"
#include "failing.h"
#include "make_zone.h"

#include <math.h>
#include <string.h>

#define BASE "zone: id,place,members\nz,Z,Z\n"

typedef struct {
    ch_zone *zone;
    ch_spots *spots;
    ch_arena arena;
    const uint32_t *row;
    size_t n;
} work;

static void begin(work *w, ch_zone *zone)
{
    *w = (work){.zone = zone};
    assert_int_equal(ch_spots_make(zone, NULL, &w->spots), CH_OK);
}

static void end(work *w)
{
    ch_arena_free(&w->arena);
    ch_spots_free(w->spots);
    ch_zone_drop(w->zone);
}

typedef ch_err find(ch_arena *arena, const ch_spots *spots, ch_box box, const uint32_t **row, size_t *n);

static void assert_rows(work *w, find *ask, ch_box box, const bool *expected, size_t rows)
{
    size_t at = 0;
    assert_int_equal(ask(&w->arena, w->spots, box, &w->row, &w->n), CH_OK);
    for (uint32_t row = 0; row < rows; row++) {
        if (!expected[row])
            continue;
        assert_true(at < w->n);
        assert_int_equal(w->row[at++], row);
    }
    assert_int_equal(at, w->n);
}

/* An outline that is a rectangle, put into a draft. */
static void put_outline(ch_draft *draft, const char *place, ch_box box)
{
    const ch_table_kind *kind = ch_schema_table(CH_TABLE_outlines);
    const uint32_t start[2] = {0, 1}, ring[2] = {0, 5};
    const ch_point point[] = {{box.west_deg, box.south_deg},
                              {box.east_deg, box.south_deg},
                              {box.east_deg, box.north_deg},
                              {box.west_deg, box.north_deg},
                              {box.west_deg, box.south_deg}};
    const ch_shape shape = {1, 1, 5, start, ring, point};
    const ch_at at = {CH_TEXT("test"), 1, 1};
    assert_int_equal(ch_draft_row(draft, at), CH_OK);
    assert_int_equal(ch_draft_put(draft, 0, ch_text_of(place), at, NULL), CH_OK);
    assert_int_equal(ch_draft_put_shape(draft, (unsigned)kind->shape, &shape, at), CH_OK);
    int source = ch_schema_find_column(kind, CH_TEXT("source"));
    assert_int_equal(ch_draft_put(draft, (unsigned)source, CH_TEXT("illustrative"), at, NULL), CH_OK);
}

/* The zone with outlines of its places c000, c001, ..., as many as there are boxes. */
static ch_zone *with_outlines(ch_zone *zone, const ch_box *box, size_t n)
{
    ch_draft *draft;
    ch_faults faults = {0};
    ch_table *table[CH_TABLES];
    ch_zone *made;
    char place[24];
    assert_int_equal(ch_draft_new(CH_TABLE_outlines, NULL, &draft), CH_OK);
    for (size_t i = 0; i < n; i++) {
        snprintf(place, sizeof place, "c%03zu", i);
        put_outline(draft, place, box[i]);
    }
    for (size_t t = 0; t < CH_TABLES; t++) {
        table[t] = zone->table[t];
        ch_table_hold(table[t]);
    }
    ch_table_drop(table[CH_TABLE_outlines]);
    assert_int_equal(ch_draft_fix(draft, &table[CH_TABLE_outlines], &faults), CH_OK);
    assert_int_equal(ch_zone_build(table, NULL, &made, &faults), CH_OK);
    ch_faults_free(&faults);
    ch_zone_drop(zone);
    return made;
}

/* Few values, so that points and edges fall together; the ends of the earth among them. */
static double draw_degrees(uint64_t *d, double most)
{
    switch (draw(d, 8)) {
    case 0: return draw(d, 2) ? most : -most;
    case 1: return draw(d, 2) ? 85.0511 : 85.2;
    case 2: return most / 2 + draw(d, 1000) / 1e6;
    default: return (double)draw(d, 33) * most / 16 - most;
    }
}

static ch_box draw_box(uint64_t *d)
{
    ch_box box = {draw_degrees(d, 180), draw_degrees(d, 90), draw_degrees(d, 180), draw_degrees(d, 90)};
    if (box.west_deg > box.east_deg)
        box = (ch_box){box.east_deg, box.south_deg, box.west_deg, box.north_deg};
    if (box.south_deg > box.north_deg)
        box = (ch_box){box.west_deg, box.north_deg, box.east_deg, box.south_deg};
    return box;
}

static size_t put_point(uint64_t *d, char *to, size_t room)
{
    if (draw(d, 10) == 0)
        return (size_t)snprintf(to, room, ",");
    return (size_t)snprintf(to, room, "%.17g,%.17g", draw_degrees(d, 180), draw_degrees(d, 90));
}

enum { MOST_FIRMS = 300, MOST_PLACES = 90 };

static ch_zone *draw_zone(uint64_t *d)
{
    static char text[60000];
    ch_box box[MOST_PLACES];
    size_t len = (size_t)snprintf(text, sizeof text, BASE "places: id,lon,lat,level\nZ,,,zone\n");
    size_t places = draw(d, MOST_PLACES), outlines = 0;
    for (size_t i = 0; i < places; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "c%03zu,", i);
        len += put_point(d, text + len, sizeof text - len);
        len += (size_t)snprintf(text + len, sizeof text - len, ",county\n");
    }
    len += (size_t)snprintf(text + len, sizeof text - len, "firms: id,lon,lat,place\n");
    for (size_t i = 0, firms = draw(d, MOST_FIRMS); i < firms; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "f%03zu,", i);
        len += put_point(d, text + len, sizeof text - len);
        len += (size_t)snprintf(text + len, sizeof text - len, ",Z\n");
    }
    while (outlines < places && draw(d, 20) > 0) {
        ch_box drawn = draw_box(d);
        if (drawn.west_deg < drawn.east_deg && drawn.south_deg < drawn.north_deg)
            box[outlines++] = drawn;
    }
    return with_outlines(make_zone(NULL, text), box, outlines);
}

static bool is_in(double lon_deg, double lat_deg, ch_box box)
{
    return lon_deg >= box.west_deg && lon_deg <= box.east_deg && lat_deg >= box.south_deg && lat_deg <= box.north_deg;
}

static bool touches(const ch_shape *shape, ch_box box)
{
    ch_box own = {shape->point[0].lon_deg, shape->point[0].lat_deg, shape->point[2].lon_deg, shape->point[2].lat_deg};
    return own.west_deg <= box.east_deg && own.east_deg >= box.west_deg && own.south_deg <= box.north_deg &&
           own.north_deg >= box.south_deg;
}

static void assert_as_scanned(work *w, ch_box box)
{
    const ch_zone *zone = w->zone;
    bool firms[MOST_FIRMS] = {false}, places[MOST_PLACES + 1] = {false}, outlines[MOST_PLACES] = {false};
    for (size_t row = 0; row < zone->firms.rows; row++)
        firms[row] = is_in(zone->firms.lon[row], zone->firms.lat[row], box);
    for (size_t row = 0; row < zone->places.rows; row++)
        places[row] = is_in(zone->places.lon[row], zone->places.lat[row], box);
    for (size_t row = 0; row < zone->outlines.rows; row++) {
        outlines[row] = touches(zone->outlines.geometry[row], box);
        places[ch_zone_find(zone, CH_TABLE_places, zone->outlines.place[row])] |= outlines[row];
    }
    assert_rows(w, ch_spots_firms, box, firms, zone->firms.rows);
    assert_rows(w, ch_spots_places, box, places, zone->places.rows);
    assert_rows(w, ch_spots_outlines, box, outlines, zone->outlines.rows);
}

static void boxes_hold_what_a_scan_finds(void **state)
{
    (void)state;
    uint64_t d = 1966;
    for (size_t round = 0; round < 80; round++) {
        work w;
        begin(&w, draw_zone(&d));
        for (size_t i = 0; i < 40; i++)
            assert_as_scanned(&w, draw_box(&d));
        for (size_t row = 0; row < w.zone->firms.rows; row++) { /* a box that is one point */
            double lon = w.zone->firms.lon[row], lat = w.zone->firms.lat[row];
            assert_as_scanned(&w, (ch_box){lon, lat, lon, lat});
        }
        assert_as_scanned(&w, (ch_box){-180, -90, 180, 90});
        end(&w);
    }
}

static void points_on_the_edge_lie_in_the_box(void **state)
{
    (void)state;
    work w;
    begin(&w, make_zone(NULL, BASE "places: id,level\nZ,zone\nfirms: id,lon,lat,place\n"
                                   "a,119,30,Z\nb,120,31,Z\nc,119.5,30.5,Z\nd,118.9999999,30.5,Z\ne,,,Z\n"));
    const bool all[] = {true, true, true, false, false}, none[5] = {false},
               first[] = {true, false, false, false, false};
    assert_rows(&w, ch_spots_firms, (ch_box){119, 30, 120, 31}, all, 5);
    assert_rows(&w, ch_spots_firms, (ch_box){119, 30, 119, 30}, first, 5);
    assert_rows(&w, ch_spots_firms, (ch_box){120, 30, 119, 31}, none, 5);
    assert_rows(&w, ch_spots_firms, (ch_box){NAN, 30, 120, 31}, none, 5);
    assert_rows(&w, ch_spots_firms, (ch_box){119, 30, 120, NAN}, none, 5);
    end(&w);
}

/* EPSG guidance note 7-2, on the sphere: half the equator is 20037508.342789244 m. */
static void the_square_is_that_of_web_mercator(void **state)
{
    (void)state;
    const double half_m = 20037508.342789244;
    ch_mercator at = ch_spots_mercator((ch_point){-100.33333333, 24.38178694}); /* E -11169055.58, N 2800000.00 m */
    assert_true(fabs((at.x * 2 - 1) * half_m + 11169055.58) < 0.01);
    assert_true(fabs((1 - at.y * 2) * half_m - 2800000.00) < 0.01);

    at = ch_spots_mercator((ch_point){0, 0});
    assert_true(at.x == 0.5 && at.y == 0.5);
    at = ch_spots_mercator((ch_point){-180, 90});
    assert_true(at.x == 0 && at.y == 0);
    at = ch_spots_mercator((ch_point){180, -90});
    assert_true(at.x == 1 && at.y == 1);
    for (double lat = -85; lat <= 85; lat += 0.7) {
        ch_point back = ch_spots_from_mercator(ch_spots_mercator((ch_point){lat * 2, lat}));
        assert_true(fabs(back.lon_deg - lat * 2) < 1e-12 && fabs(back.lat_deg - lat) < 1e-12);
    }
}

static void the_curve_runs_through_quarters(void **state)
{
    (void)state;
    assert_true(ch_spots_weave((ch_spot){0, 0}) == 0);
    assert_true(ch_spots_weave((ch_spot){1, 0}) == 1);
    assert_true(ch_spots_weave((ch_spot){0, 1}) == 2);
    assert_true(ch_spots_weave((ch_spot){3, 5}) == 39);
    assert_true(ch_spots_weave((ch_spot){UINT32_MAX, 0}) == UINT64_C(0x5555555555555555));
    uint64_t d = 3;
    for (size_t i = 0; i < 1000; i++) {
        ch_spot at = {draw(&d, 1u << 31) * 2 + draw(&d, 2), draw(&d, 1u << 31) * 2 + draw(&d, 2)};
        ch_spot back = ch_spots_unweave(ch_spots_weave(at));
        assert_true(back.x == at.x && back.y == at.y);
    }

    work w;
    begin(&w, draw_zone(&d));
    ch_spots_curve curve = ch_spots_firm_curve(w.spots);
    size_t with_point = 0;
    for (size_t row = 0; row < w.zone->firms.rows; row++)
        with_point += !isnan(w.zone->firms.lon[row]);
    assert_int_equal(curve.n, with_point);
    for (size_t i = 1; i < curve.n; i++)
        assert_true(curve.morton[i - 1] < curve.morton[i] ||
                    (curve.morton[i - 1] == curve.morton[i] && curve.row[i - 1] < curve.row[i]));
    assert_true(ch_spots_place_curve(w.spots).n <= w.zone->places.rows);
    end(&w);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t d = 5;
    ch_zone *zone = draw_zone(&d);
    for (size_t at = 1;; at++) {
        failing failed = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&failed);
        ch_arena arena = CH_ARENA(&memory);
        ch_spots *spots;
        const uint32_t *row;
        size_t n;
        ch_err err = ch_spots_make(zone, &memory, &spots);
        assert_true(err == CH_OK || spots == NULL);
        if (err == CH_OK)
            err = ch_spots_firms(&arena, spots, (ch_box){-180, -90, 180, 90}, &row, &n);
        if (err == CH_OK)
            err = ch_spots_places(&arena, spots, (ch_box){-180, -90, 180, 90}, &row, &n);
        if (err == CH_OK)
            err = ch_spots_outlines(&arena, spots, (ch_box){-180, -90, 180, 90}, &row, &n);
        if (err == CH_OK)
            assert_int_equal(n, zone->outlines.rows);
        ch_arena_free(&arena);
        ch_spots_free(spots);
        assert_int_equal(failed.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    ch_zone_drop(zone);
    ch_spots_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_hold_what_a_scan_finds),
        cmocka_unit_test(points_on_the_edge_lie_in_the_box),
        cmocka_unit_test(the_square_is_that_of_web_mercator),
        cmocka_unit_test(the_curve_runs_through_quarters),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
