/* test_isochrone.c - times on the lattice against plain and slow ones, circles by hand, and what must hold for any. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/isochrone.h"
#include "draw.h"
#include "failing.h"
#include "road_grid.h"

#include <math.h>
#include <string.h>

enum { MINUTE = 60000, PLAIN = CH_road_class_CLASS2 };

/* ---- a network and what is asked of it */

typedef struct {
    ch_arena arena;
    ch_road_net net;
    uint32_t *ms;
    ch_isochrone_ground *ground;
    ch_reach_room *room;
    ch_road_patch patch;
    ch_reach_seed seed[4];
    size_t seeds;
    ch_isochrone_origin origin[2];
    size_t origins;
    bool is_towards;
    ch_isochrone_rule rule;
} scene;

static void set_up(scene *s, const ch_point *point, size_t points, const road_grid_street *street, size_t streets)
{
    *s = (scene){.seeds = 1, .rule = {.walk_kmh = 4.8, .walk_m = 400}};
    s->net = road_grid_net(&s->arena, point, points, street, streets, &s->ms);
    assert_int_equal(ch_isochrone_ground_make(&s->net, NULL, &s->ground), CH_OK);
    assert_int_equal(ch_reach_room_new(points, 8, NULL, &s->room), CH_OK);
}

static void tear_down(scene *s)
{
    ch_reach_room_free(s->room);
    ch_isochrone_ground_free(s->ground);
    ch_arena_free(&s->arena);
}

static ch_time_map times_within(scene *s, uint32_t limit)
{
    const ch_reach_graph graph = s->is_towards ? ch_reach_backward(&s->net, s->ms) : ch_reach_forward(&s->net, s->ms);
    ch_reach_found found;
    ch_time_map map;
    assert_int_equal(
        ch_reach_search(s->room, &graph, s->is_towards, &s->patch, s->seed, s->seeds, limit, false, &found), CH_OK);
    assert_int_equal(ch_isochrone_times(&s->arena, s->ground, s->ms, &s->patch, &found, s->is_towards, s->origin,
                                        s->origins, limit, &s->rule, &map),
                     CH_OK);
    return map;
}

static uint32_t value_at(const ch_time_map *map, int64_t x, int64_t y)
{
    return ch_time_map_at(map, (ch_point){((double)x + .5) / CH_CELL_LON, ((double)y + .5) / CH_CELL_LAT});
}

static double area_within(const ch_time_map *map, uint32_t limit)
{
    double km2[256];
    ch_time_map_area(map, limit, NULL, km2);
    return km2[0];
}

static double shape_km2(const ch_shape *shape)
{
    double sum = 0;
    for (size_t ring = 0; ring < shape->rings; ring++) {
        const ch_point *point = shape->point + shape->ring_start[ring];
        const double middle = cos(point[0].lat_deg * 3.14159265358979323846 / 180), degree_km = 111.195080;
        sum += ch_geo_ring_turning(point, shape->ring_start[ring + 1] - shape->ring_start[ring]) / 2 * middle *
               degree_km * degree_km;
    }
    return sum;
}

/* No value of a is above that of b. */
static void assert_no_later(const ch_time_map *a, const ch_time_map *b)
{
    for (uint32_t row = 0; row < b->cells.rows; row++)
        for (uint32_t column = 0; column < b->cells.columns; column++) {
            const uint32_t ms = b->ms[(size_t)row * b->cells.columns + column];
            assert_true(value_at(a, b->cells.x + (int64_t)column, b->cells.y + (int64_t)row) <= ms);
        }
}

static void assert_same_shape(const ch_shape *a, const ch_shape *b)
{
    assert_int_equal(a->parts, b->parts);
    assert_int_equal(a->rings, b->rings);
    assert_int_equal(a->points, b->points);
    assert_memory_equal(a->part_start, b->part_start, (a->parts + 1) * sizeof *a->part_start);
    assert_memory_equal(a->ring_start, b->ring_start, (a->rings + 1) * sizeof *a->ring_start);
    for (size_t i = 0; i < a->points; i++)
        assert_true(a->point[i].lon_deg == b->point[i].lon_deg && a->point[i].lat_deg == b->point[i].lat_deg);
}

/* ---- networks by lot: a grid of streets around the corner, some missing, some one way, of all kinds */

enum { SIDE = 5, POINTS = SIDE * SIDE, STREETS = 2 * SIDE * SIDE };
typedef struct {
    ch_point point[POINTS];
    road_grid_street street[STREETS];
    size_t streets;
} town;

static uint8_t draw_class(uint64_t *d)
{
    switch (draw(d, 8)) {
    case 0: return CH_road_class_MOTORWAY;
    case 1: return CH_road_class_RAMP;
    default: return PLAIN;
    }
}

static void draw_street(uint64_t *d, town *t, uint32_t from, uint32_t to)
{
    if (draw(d, 5) == 0)
        return;
    const uint32_t scale = draw(d, 10) > 0; /* some take no time */
    const uint32_t along = scale * (5000 + draw(d, 60000));
    const uint32_t against = draw(d, 4) == 0 ? CH_ROAD_CLOSED : scale * (5000 + draw(d, 60000));
    t->street[t->streets++] = (road_grid_street){from, to, draw_class(d), {along, against}};
}

static void draw_town(uint64_t *d, town *t)
{
    t->streets = 0;
    for (uint32_t i = 0; i < POINTS; i++)
        t->point[i] =
            (ch_point){119 + .004 * (i % SIDE) + .003 * draw_share(d), 31 + .003 * (i / SIDE) + .002 * draw_share(d)};
    for (uint32_t i = 0; i < POINTS; i++) {
        if (i % SIDE + 1 < SIDE)
            draw_street(d, t, i, i + 1);
        if (i / SIDE + 1 < SIDE)
            draw_street(d, t, i, i + SIDE);
    }
}

static void set_up_town(uint64_t *d, town *t, scene *s)
{
    draw_town(d, t);
    set_up(s, t->point, POINTS, t->street, t->streets);
    s->rule.walk_m = 100 + draw(d, 600);
    s->seeds = 1 + draw(d, 2);
    for (size_t i = 0; i < s->seeds; i++)
        s->seed[i] = (ch_reach_seed){draw(d, POINTS), draw(d, 20000)};
    s->is_towards = draw(d, 2) == 0;
}

/* Some cells of the town closed, with a line of them from side to side. */
static void draw_mask(uint64_t *d, scene *s, ch_cell_map *mask)
{
    const ch_cells cells = {118995, 37195, 40, 30};
    uint8_t *cell = CH_NEW(&s->arena, uint8_t, (size_t)cells.columns * cells.rows);
    for (size_t i = 0; i < (size_t)cells.columns * cells.rows; i++)
        cell[i] = draw(d, 10) == 0;
    const ch_point river[2] = {{118.99 + .04 * draw_share(d), 30.99}, {118.99 + .04 * draw_share(d), 31.03}};
    ch_cells_mark_line(&cells, cell, 2, river, 2);
    *mask = (ch_cell_map){cells, cell};
    s->rule.mask = mask;
}

/* ---- cells */

static void cells_around_points_hold_them_and_a_margin(void **state)
{
    (void)state;
    const ch_point point[] = {{119.5004, 30.9}, {119.5107, 30.9105}};
    const ch_cells close = ch_cells_around(point, 2, 0), wide = ch_cells_around(point, 2, 1000);
    assert_int_equal(close.x, 119500);
    assert_int_equal(close.y, 37080);
    assert_int_equal(close.columns, 11);
    assert_int_equal(close.rows, 13);
    assert_true(close.x - wide.x >= 10 && close.x - wide.x <= 12); /* a cell is 95.4 m wide and 92.7 m high */
    assert_true(close.y - wide.y >= 10 && close.y - wide.y <= 12);
    assert_true(wide.x + (int64_t)wide.columns - (close.x + (int64_t)close.columns) >= 10);
    assert_int_equal(ch_cells_around(point, 0, 1000).columns, 0);
    assert_int_equal(ch_cells_around((ch_point[]){{-.0001, -.0001}}, 1, 0).x, -1);
    assert_int_equal(ch_cells_around((ch_point[]){{-.0001, -.0001}}, 1, 0).y, -1);
}

/* 10 by 10 km at the equator hold about 100 km2; a whole turn of rows from pole to pole is the sphere. */
static void areas_of_cells_add_up_to_the_sphere(void **state)
{
    (void)state;
    const ch_cells all = {0, -90 * CH_CELL_LAT, 1, 180 * CH_CELL_LAT};
    double sum = 0;
    for (size_t row = 0; row < all.rows; row++)
        sum += ch_cells_area_km2(&all, row);
    assert_true(fabs(sum * 360 * CH_CELL_LON / 510065621.7 - 1) < 1e-6); /* 4 pi 6371.0088^2 */
    const double one = ch_cells_area_km2(&(ch_cells){119500, 37080, 1, 1}, 0);
    assert_true(fabs(one - .0954 * .09266) < 1e-5);
    assert_true(one * 0x1p30 == floor(one * 0x1p30));
}

static void draw_triangle(uint64_t *d, ch_point *ring)
{
    for (size_t i = 0; i < 3; i++)
        ring[i] = (ch_point){119 + .03 * draw_share(d), 31 + .02 * draw_share(d)};
    ring[3] = ring[0];
}

static bool triangle_holds(const ch_point *t, ch_point p)
{
    double turn[3];
    for (size_t i = 0; i < 3; i++)
        turn[i] = (t[i + 1].lon_deg - t[i].lon_deg) * (p.lat_deg - t[i].lat_deg) -
                  (t[i + 1].lat_deg - t[i].lat_deg) * (p.lon_deg - t[i].lon_deg);
    return (turn[0] > 0 && turn[1] > 0 && turn[2] > 0) || (turn[0] < 0 && turn[1] < 0 && turn[2] < 0);
}

static void cells_get_the_last_shape_that_covers_their_middle_and_holes_count_out(void **state)
{
    (void)state;
    enum { SHAPES = 3 };
    uint64_t d = 1;
    const uint32_t part[2] = {0, 2}, start[3] = {0, 4, 8};
    for (int round = 0; round < 200; round++) {
        ch_arena arena = {0};
        ch_cell_map map;
        ch_point ring[SHAPES][8];
        ch_shape shape[SHAPES];
        const ch_shape *given[SHAPES + 1];
        for (size_t i = 0; i < SHAPES; i++) {
            draw_triangle(&d, ring[i]);
            draw_triangle(&d, ring[i] + 4);
            shape[i] = (ch_shape){1, 2, 8, part, start, ring[i]};
            given[i] = &shape[i];
        }
        given[SHAPES] = NULL;
        const ch_cells cells = {119005, 37198, 20, 24};
        assert_int_equal(ch_cells_of_shapes(&arena, given, SHAPES + 1, cells, &map), CH_OK);
        for (size_t i = 0; i < (size_t)cells.columns * cells.rows; i++) {
            const ch_point middle = ch_cells_middle(&cells, i % cells.columns, i / cells.columns);
            uint8_t expected = 0;
            for (size_t k = 0; k < SHAPES; k++)
                if (triangle_holds(ring[k], middle) != triangle_holds(ring[k] + 4, middle))
                    expected = (uint8_t)(k + 1);
            assert_int_equal(map.value[i], expected);
        }
        ch_arena_free(&arena);
    }
}

static void more_than_255_shapes_are_refused(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_cell_map map;
    const ch_shape *none[256] = {NULL};
    assert_int_equal(ch_cells_of_shapes(&arena, none, 255, (ch_cells){0, 0, 2, 2}, &map), CH_OK);
    assert_int_equal(ch_cells_of_shapes(&arena, none, 256, (ch_cells){0, 0, 2, 2}, &map), CH_EDATA);
    ch_arena_free(&arena);
}

/* From the first cell by sides alone one comes to every marked one. */
static void flood(const ch_cells *cells, uint8_t *cell, size_t at)
{
    cell[at] = 9;
    const size_t column = at % cells->columns, row = at / cells->columns;
    if (column > 0 && cell[at - 1] == 1)
        flood(cells, cell, at - 1);
    if (column + 1 < cells->columns && cell[at + 1] == 1)
        flood(cells, cell, at + 1);
    if (row > 0 && cell[at - cells->columns] == 1)
        flood(cells, cell, at - cells->columns);
    if (row + 1 < cells->rows && cell[at + cells->columns] == 1)
        flood(cells, cell, at + cells->columns);
}

static void a_line_marks_every_cell_it_passes_and_no_diagonal_step_slips_through(void **state)
{
    (void)state;
    uint64_t d = 2;
    for (int round = 0; round < 500; round++) {
        const ch_cells cells = {118999, 37199, 32, 27};
        uint8_t cell[32 * 27] = {0};
        ch_point line[3];
        for (size_t i = 0; i < 3; i++)
            line[i] = round % 2 == 0 ? (ch_point){119 + .03 * draw_share(&d), 31 + .02 * draw_share(&d)}
                                     : (ch_point){119 + .001 * draw(&d, 30), 31 + draw(&d, 24) / 1200.};
        ch_cells_mark_line(&cells, cell, 1, line, 3);
        size_t first = SIZE_MAX;
        for (int i = 0; i <= 2000; i++) {
            const ch_point *from = &line[i / 1001], *to = from + 1;
            const double part = i % 1001 / 1000.;
            const double x = (from->lon_deg + (to->lon_deg - from->lon_deg) * part) * CH_CELL_LON - cells.x;
            const double y = (from->lat_deg + (to->lat_deg - from->lat_deg) * part) * CH_CELL_LAT - cells.y;
            if (fabs(x - rint(x)) < 1e-6 || fabs(y - rint(y)) < 1e-6)
                continue; /* on an edge to the rounding */
            first = (size_t)y * cells.columns + (size_t)x;
            assert_int_equal(cell[first], 1);
        }
        if (first != SIZE_MAX) {
            flood(&cells, cell, first);
            for (size_t i = 0; i < sizeof cell; i++)
                assert_int_not_equal(cell[i], 1);
        }
    }
}

static void a_line_beyond_the_rectangle_marks_nothing_outside(void **state)
{
    (void)state;
    const ch_cells cells = {119000, 37200, 3, 3};
    uint8_t cell[9 + 2] = {7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7};
    const ch_point line[2] = {{118.9, 30.9}, {119.1, 31.1}}, far[2] = {{10, 10}, {11, 80}};
    ch_cells_mark_line(&cells, cell + 1, 1, line, 2);
    ch_cells_mark_line(&cells, cell + 1, 1, far, 2);
    assert_int_equal(cell[0], 7);
    assert_int_equal(cell[10], 7);
    assert_int_equal(cell[1], 1);
    assert_int_equal(cell[9], 1);
}

/* ---- times, against every metre of every street and a straight walk */

enum { REACH = 14 }; /* cells around the town */

typedef struct {
    double x_m, y_m, ms;
} stop;

/* Points that are reached, every few metres, of streets that may be left on foot. */
static size_t stops(const scene *s, const ch_reach_found *found, const uint8_t *road_class, stop *list)
{
    size_t n = 0;
    for (uint32_t arc = 0; arc < s->net.arcs; arc++) {
        const ch_road_street *street = &s->net.at[s->net.street[arc]];
        const bool is_against = s->net.way_of[arc] == CH_ROAD_AGAINST;
        const uint32_t begin = is_against ? street->to : street->from, end = is_against ? street->from : street->to;
        const uint32_t from = s->is_towards ? end : begin, to = s->is_towards ? begin : end;
        if (found->dist[from] == CH_REACH_FAR || road_class[s->net.street[arc]] != PLAIN)
            continue;
        for (int i = 0; i <= 100; i++) {
            const ch_point a = s->net.point[from], b = s->net.point[to];
            list[n++] =
                (stop){(a.lon_deg + (b.lon_deg - a.lon_deg) * i / 100 - 119) * 111195.08 * cos(31 * 3.14159265 / 180),
                       (a.lat_deg + (b.lat_deg - a.lat_deg) * i / 100 - 31) * 111195.08,
                       found->dist[from] + s->ms[arc] * (i / 100.)};
        }
    }
    return n;
}

static void times_are_those_of_straight_walks_to_what_the_header_says(void **state)
{
    (void)state;
    uint64_t d = 3;
    stop *list = malloc(2 * STREETS * 101 * sizeof *list);
    for (int round = 0; round < 12; round++) {
        town t;
        scene s;
        set_up_town(&d, &t, &s);
        uint8_t road_class[STREETS];
        for (size_t i = 0; i < t.streets; i++)
            road_class[i] = t.street[i].road_class;
        s.rule.walk_m = 600;
        const uint32_t limit = 4 * MINUTE;
        const ch_time_map map = times_within(&s, limit);
        const ch_reach_graph graph = s.is_towards ? ch_reach_backward(&s.net, s.ms) : ch_reach_forward(&s.net, s.ms);
        ch_reach_found found;
        assert_int_equal(ch_reach_search(s.room, &graph, s.is_towards, NULL, s.seed, s.seeds, limit, false, &found),
                         CH_OK);
        const size_t n = stops(&s, &found, road_class, list);
        for (int64_t y = 37200 - REACH; y < 37215 + REACH; y += 2)
            for (int64_t x = 119000 - REACH; x < 119020 + REACH; x += 2) {
                double least = INFINITY, bound = INFINITY;
                for (size_t i = 0; i < n; i++) {
                    const double away_m =
                        hypot(((double)x + .5 - 119000) / 1000 * 111195.08 * cos(31 * 3.14159265 / 180) - list[i].x_m,
                              (((double)y + .5) / 1200 - 31) * 111195.08 - list[i].y_m);
                    const double walk_ms = away_m * 750; /* 4.8 km/h */
                    if (away_m <= 680)                   /* half a cell's diagonal counts as half a cell */
                        least = fmin(least, list[i].ms + walk_ms);
                    if (away_m <= 520)
                        bound = fmin(bound, list[i].ms + walk_ms * 1.04 + 50 * 750);
                }
                const uint32_t ms = value_at(&map, x, y);
                if (ms != CH_REACH_FAR)
                    assert_true(ms >= least - 1500); /* 2 m on foot: the stops looked at are up to 7 m apart */
                if (bound <= limit)
                    assert_true(ms <= bound + 700);
            }
        tear_down(&s);
    }
    free(list);
}

/* ---- walking, against a table of every cell and every metre walked */

static double east_m(double halves)
{
    return 6371008.8 * 3.14159265358979323846 / 180 / 1000 * cos(halves / 2400 * 3.14159265358979323846 / 180);
}

static bool is_closed_at(const ch_cell_map *mask, int64_t x, int64_t y)
{
    const int64_t column = x - mask->cells.x, row = y - mask->cells.y;
    return column >= 0 && row >= 0 && column < mask->cells.columns && row < mask->cells.rows &&
           mask->value[row * mask->cells.columns + column] != 0;
}

/* Cells that a straight way between two middles passes, by small steps. */
static bool is_way_open(const ch_cell_map *mask, int64_t x, int64_t y, int east, int north)
{
    for (int i = 0; i <= 40; i++) {
        const double at_x = (double)x + .5 + east * i / 40., at_y = (double)y + .5 + north * i / 40.;
        for (double beside_x = -.01; beside_x <= .01; beside_x += .02)
            for (double beside_y = -.01; beside_y <= .01; beside_y += .02)
                if (is_closed_at(mask, (int64_t)floor(at_x + beside_x), (int64_t)floor(at_y + beside_y)))
                    return false;
    }
    return true;
}

static void walks_are_the_best_of_all_within_the_bound_and_enter_no_closed_cell(void **state)
{
    (void)state;
    enum { MOST_M = 420 };
    uint64_t d = 4;
    for (int round = 0; round < 25; round++) {
        town t;
        scene s;
        ch_cell_map mask;
        set_up_town(&d, &t, &s);
        draw_mask(&d, &s, &mask);
        const uint32_t limit = (2 + draw(&d, 6)) * MINUTE;
        s.rule.walk_m = 50; /* not enough for any step: streets alone */
        const ch_time_map streets = times_within(&s, limit);
        s.rule.walk_m = MOST_M;
        const ch_time_map map = times_within(&s, limit);
        const int64_t columns = map.cells.columns, rows = map.cells.rows;
        uint32_t *best = malloc((size_t)(columns * rows) * (MOST_M + 1) * sizeof *best);
        memset(best, 0xFF, (size_t)(columns * rows) * (MOST_M + 1) * sizeof *best);
        for (int64_t i = 0; i < columns * rows; i++)
            best[i * (MOST_M + 1) + 46] = value_at(&streets, map.cells.x + i % columns, map.cells.y + i / columns);
        for (int m = 46; m <= MOST_M; m++)
            for (int64_t i = 0; i < columns * rows; i++) {
                const uint32_t ms = best[i * (MOST_M + 1) + m];
                const int64_t x = map.cells.x + i % columns, y = map.cells.y + i / columns;
                for (int north = -2; ms != CH_REACH_FAR && north <= 2; north++)
                    for (int east = -2; east <= 2; east++) {
                        if (abs(north) + abs(east) > 3 || (north == 0 && abs(east) != 1) ||
                            (east == 0 && abs(north) != 1))
                            continue;
                        const double step_m =
                            hypot(east * east_m((double)(2 * y + 1 + north)), north * 111195.0797 / 1200);
                        const int64_t to_m = m + lround(step_m);
                        const uint64_t to_ms = (uint64_t)ms + (uint64_t)lround(step_m * 750);
                        if (to_m > MOST_M || to_ms > limit || !is_way_open(&mask, x, y, east, north))
                            continue;
                        uint32_t *to = &best[(i + north * columns + east) * (MOST_M + 1) + to_m];
                        *to = to_ms < *to ? (uint32_t)to_ms : *to;
                    }
            }
        for (int64_t i = 0; i < columns * rows; i++) {
            uint32_t least = CH_REACH_FAR;
            for (int m = 0; m <= MOST_M; m++)
                least = best[i * (MOST_M + 1) + m] < least ? best[i * (MOST_M + 1) + m] : least;
            if (map.ms[i] != least)
                assert_true(map.ms[i] != CH_REACH_FAR && least != CH_REACH_FAR &&
                            llabs((int64_t)map.ms[i] - least) <= 6);
        }
        free(best);
        tear_down(&s);
    }
}

/* ---- by hand */

/* A road of 4 km to the east, begun at its west end at 60 km/h: all of it within 4 minutes, and the rest of 26 on foot, 400 m. */
static void the_circle_of_a_straight_road_is_a_capsule(void **state)
{
    (void)state;
    scene s;
    const ch_point point[] = {{119.2003, 31.0004}, {119.2003 + 4 / (111.19508 * .8571673), 31.0004}};
    const road_grid_street street[] = {{0, 1, PLAIN, {4 * MINUTE, 4 * MINUTE}}};
    ch_shape shape;
    set_up(&s, point, 2, street, 1);
    s.seed[0] = (ch_reach_seed){0, 0};
    const ch_time_map map = times_within(&s, 30 * MINUTE);
    assert_int_equal(ch_isochrone_shape(&s.arena, &map, 30 * MINUTE, 0, &shape), CH_OK);
    assert_int_equal(shape.parts, 1);
    assert_int_equal(shape.rings, 1);
    const double capsule_km2 = 4 * .8 + 3.14159265 * .4 * .4; /* 3.70 */
    assert_true(fabs(area_within(&map, 30 * MINUTE) / capsule_km2 - 1) < .08);
    assert_true(fabs(shape_km2(&shape) / capsule_km2 - 1) < .08);

    /* within 5 minutes one walks 5 min 0 s at the west end, 1 min at the east end; at 80 m a minute that is 400 m and 80 m: a road tapered in between */
    const ch_time_map early = times_within(&s, 5 * MINUTE);
    assert_int_equal(ch_isochrone_shape(&s.arena, &early, 5 * MINUTE, 0, &shape), CH_OK);
    const double tapered_km2 = 4 * (.8 + .16) / 2 + 3.14159265 / 2 * (.4 * .4 + .08 * .08); /* 2.18 */
    assert_true(fabs(shape_km2(&shape) / tapered_km2 - 1) < .08);
    tear_down(&s);
}

/* The same road begun in its middle, where one stands: 1 minute is 1 km either way. A search that knows both ends alone, 2 minutes
 * away each, does not know that. */
static void the_street_one_stands_on_is_driven_from_there(void **state)
{
    (void)state;
    scene s;
    const ch_point point[] = {{119.2003, 31.0004}, {119.2003 + 4 / (111.19508 * .8571673), 31.0004}};
    const road_grid_street street[] = {{0, 1, PLAIN, {4 * MINUTE, 4 * MINUTE}}};
    ch_shape shape;
    set_up(&s, point, 2, street, 1);
    const ch_point here = {(point[0].lon_deg + point[1].lon_deg) / 2, 31.0004};
    const ch_reach_entry entry = {.foot = {{.street = 0, .along = .5, .at = here}}, .feet = 1};
    s.seeds = 2;
    s.seed[0] = (ch_reach_seed){0, 2 * MINUTE};
    s.seed[1] = (ch_reach_seed){1, 2 * MINUTE};
    s.origins = 1;
    s.origin[0] = (ch_isochrone_origin){here, &entry};
    const ch_time_map map = times_within(&s, 3 * MINUTE);
    assert_int_equal(ch_isochrone_shape(&s.arena, &map, 3 * MINUTE, 0, &shape), CH_OK);
    assert_int_equal(shape.rings, 1);
    const double east = ch_time_map_at(&map, (ch_point){here.lon_deg + 1 / (111.19508 * .8571673), 31.0004});
    assert_true(fabs(east - MINUTE) < .1 * MINUTE + 93 * 750); /* and the walk to the middle */
    assert_true(fabs(shape_km2(&shape) - 2 * (2 * (.24 + .08) + 3.14159265 / 4 * .08 * .08)) < .12);
    tear_down(&s);
}

static void nobody_gets_out_on_a_motorway(void **state)
{
    (void)state;
    scene s;
    ch_shape shape;
    const ch_point point[] = {{119.2003, 31.0004}, {119.2303, 31.0004}, {119.2403, 31.0004}};
    const road_grid_street street[] = {{0, 1, CH_road_class_MOTORWAY, {MINUTE, MINUTE}},
                                       {1, 2, PLAIN, {MINUTE, MINUTE}}};
    set_up(&s, point, 3, street, 2);
    s.seed[0] = (ch_reach_seed){0, 0};
    const ch_time_map map = times_within(&s, 10 * MINUTE);
    assert_int_equal(ch_time_map_at(&map, (ch_point){119.2155, 31.0004}), CH_REACH_FAR);
    assert_int_not_equal(ch_time_map_at(&map, (ch_point){119.2355, 31.0004}), CH_REACH_FAR);
    assert_int_equal(ch_isochrone_shape(&s.arena, &map, 10 * MINUTE, 0, &shape), CH_OK);
    assert_int_equal(shape.parts, 1);
    for (size_t i = 0; i < shape.points; i++)
        assert_true(shape.point[i].lon_deg > 119.2303 - .0051);
    tear_down(&s);
}

static void a_new_motorway_is_known_by_its_work(void **state)
{
    (void)state;
    scene s;
    const ch_point point[] = {{119.2003, 31.0004}, {119.2303, 31.0004}, {119.2403, 31.0004}};
    const road_grid_street street[] = {{1, 2, PLAIN, {MINUTE, MINUTE}}};
    const ch_road_link link[] = {{0, 1, MINUTE, 0}};
    ch_road_work work[] = {{.kind = CH_ROAD_WORK_ADD, .road_class = CH_road_class_MOTORWAY}};
    set_up(&s, point, 3, street, 1);
    s.patch = (ch_road_patch){.link = link, .links = 1};
    s.seed[0] = (ch_reach_seed){0, 0};
    const ch_point on_it = {119.2155, 31.0004};
    ch_time_map map = times_within(&s, 10 * MINUTE);
    assert_int_not_equal(ch_time_map_at(&map, on_it), CH_REACH_FAR);
    s.rule.work = work;
    s.rule.works = 1;
    map = times_within(&s, 10 * MINUTE);
    assert_int_equal(ch_time_map_at(&map, on_it), CH_REACH_FAR);
    work[0].road_class = PLAIN;
    map = times_within(&s, 10 * MINUTE);
    assert_int_not_equal(ch_time_map_at(&map, on_it), CH_REACH_FAR);
    tear_down(&s);
}

/* A new road of class 2 meets a motorway and a street, each at a node of its own: along the pieces of the motorway nobody gets out,
 * along those of the street and the new road one does. */
static void pieces_of_a_street_that_is_cut_are_of_its_class(void **state)
{
    (void)state;
    scene s;
    const ch_point point[] = {{119.2003, 31.0004}, {119.2603, 31.0004}, {119.2003, 31.0204}, {119.2603, 31.0204}};
    const road_grid_street street[] = {{0, 1, CH_road_class_MOTORWAY, {9 * MINUTE, 9 * MINUTE}},
                                       {2, 3, PLAIN, {90 * MINUTE, 90 * MINUTE}}};
    const ch_point own[] = {{119.2203, 31.0004}, {119.2403, 31.0004}, {119.2203, 31.0204}};
    const ch_road_link link[] = {{0, 4, MINUTE, 0}, {4, 5, MINUTE, 0}, {4, 6, MINUTE, 0},
                                 {5, 1, MINUTE, 0}, {6, 2, MINUTE, 0}, {6, 3, MINUTE, 0}};
    ch_road_work work[] = {{.kind = CH_ROAD_WORK_ADD, .road_class = PLAIN}};
    set_up(&s, point, 4, street, 2);
    s.patch = (ch_road_patch){.link = link, .links = 6, .point = own, .points = 3};
    s.rule.work = work;
    s.rule.works = 1;
    s.seed[0] = (ch_reach_seed){0, 0};
    ch_time_map map = times_within(&s, 10 * MINUTE);
    assert_int_equal(ch_time_map_at(&map, (ch_point){119.2105, 31.0004}), CH_REACH_FAR);
    assert_int_equal(ch_time_map_at(&map, (ch_point){119.2305, 31.0004}), CH_REACH_FAR);
    assert_int_equal(ch_time_map_at(&map, (ch_point){119.2505, 31.0004}), CH_REACH_FAR);
    assert_int_not_equal(ch_time_map_at(&map, (ch_point){119.2203, 31.0104}), CH_REACH_FAR);
    assert_int_not_equal(ch_time_map_at(&map, (ch_point){119.2105, 31.0204}), CH_REACH_FAR);

    work[0].road_class = CH_road_class_MOTORWAY;
    map = times_within(&s, 10 * MINUTE);
    assert_int_equal(ch_time_map_at(&map, (ch_point){119.2203, 31.0104}), CH_REACH_FAR);
    assert_int_not_equal(ch_time_map_at(&map, (ch_point){119.2105, 31.0204}), CH_REACH_FAR);
    work[0] = (ch_road_work){.kind = CH_ROAD_WORK_JOIN};
    map = times_within(&s, 10 * MINUTE);
    assert_int_equal(ch_time_map_at(&map, (ch_point){119.2203, 31.0104}), CH_REACH_FAR);
    assert_int_equal(ch_time_map_at(&map, (ch_point){119.2305, 31.0004}), CH_REACH_FAR);
    tear_down(&s);
}

/* A street over a river: the cells of the bridge are reached, the river beside it is not, and no bank from the bridge. */
static void a_bridge_is_not_left_on_foot(void **state)
{
    (void)state;
    scene s;
    const ch_cells cells = {119200, 37200, 30, 30};
    uint8_t cell[900] = {0};
    const ch_point river[2] = {{119.2155, 30.99}, {119.2155, 31.03}};
    const ch_point point[] = {{119.2055, 31.0129}, {119.2255, 31.0129}};
    const road_grid_street street[] = {{0, 1, PLAIN, {MINUTE, MINUTE}}};
    set_up(&s, point, 2, street, 1);
    ch_cells_mark_line(&cells, cell, 1, river, 2);
    s.rule.mask = &(ch_cell_map){cells, cell};
    s.seed[0] = (ch_reach_seed){0, 0};
    const ch_time_map map = times_within(&s, 10 * MINUTE);
    for (int64_t y = 37200; y < 37230; y++)
        assert_int_equal(value_at(&map, 119215, y) != CH_REACH_FAR, y == 37215);
    assert_int_not_equal(value_at(&map, 119214, 37217), CH_REACH_FAR);
    assert_int_not_equal(value_at(&map, 119216, 37217), CH_REACH_FAR);
    tear_down(&s);
}

static void no_legal_way_from_the_origin_is_no_shape(void **state)
{
    (void)state;
    scene s;
    ch_shape shape;
    ch_isochrone_change change;
    const ch_point point[] = {{119.2003, 31.0004}, {119.2303, 31.0004}};
    const road_grid_street street[] = {{0, 1, PLAIN, {MINUTE, MINUTE}}};
    set_up(&s, point, 2, street, 1);
    s.seeds = 0;
    s.origins = 1;
    s.origin[0] = (ch_isochrone_origin){point[0], NULL};
    const ch_time_map map = times_within(&s, 10 * MINUTE);
    assert_int_equal(map.cells.columns, 0);
    assert_int_equal(ch_isochrone_shape(&s.arena, &map, 10 * MINUTE, .1, &shape), CH_OK);
    assert_int_equal(shape.parts, 0);
    assert_int_equal(shape.rings, 0);
    assert_int_equal(ch_time_map_at(&map, point[0]), CH_REACH_FAR);
    assert_true(area_within(&map, 10 * MINUTE) == 0);
    assert_int_equal(ch_isochrone_compare(&s.arena, &map, &map, 10 * MINUTE, &change), CH_OK);
    assert_true(change.before_km2 == 0 && change.gained.parts == 0 && change.lost.parts == 0);
    s.seeds = 1;
    const ch_time_map reached = times_within(&s, 10 * MINUTE);
    assert_int_equal(ch_isochrone_compare(&s.arena, &map, &reached, 10 * MINUTE, &change), CH_OK);
    assert_true(change.before_km2 == 0 && change.after_km2 == area_within(&reached, 10 * MINUTE));
    assert_int_equal(change.gained.parts, 1);
    tear_down(&s);
}

/* ---- laws */

static void closing_or_slowing_brings_no_cell_nearer_and_a_new_road_or_seed_none_farther(void **state)
{
    (void)state;
    uint64_t d = 5;
    for (int round = 0; round < 120; round++) {
        town t;
        scene s;
        ch_cell_map mask;
        set_up_town(&d, &t, &s);
        if (round % 3 > 0)
            draw_mask(&d, &s, &mask);
        const uint32_t limit = (1 + draw(&d, 6)) * MINUTE;
        const ch_time_map before = times_within(&s, limit);

        ch_road_change change[3];
        size_t changes = 0;
        for (uint32_t arc = draw(&d, 10); arc < s.net.arcs && changes < 3; arc += 1 + draw(&d, 20))
            change[changes++] = (ch_road_change){arc, draw(&d, 2) == 0 ? CH_ROAD_CLOSED : s.ms[arc] + draw(&d, 50000)};
        s.patch = (ch_road_patch){.change = change, .changes = changes};
        const ch_time_map closed = times_within(&s, limit);
        assert_no_later(&before, &closed);
        s.patch = (ch_road_patch){0};

        const ch_point own = {119.01, 31.008};
        const ch_road_link link[] = {{draw(&d, 10), POINTS, 4000, 0}, {POINTS, draw(&d, POINTS), 4000, 0}};
        s.patch = (ch_road_patch){.link = link, .links = 2, .point = &own, .points = 1};
        const ch_time_map opened = times_within(&s, limit);
        assert_no_later(&opened, &before);
        s.patch = (ch_road_patch){0};

        s.seed[s.seeds++] = (ch_reach_seed){draw(&d, POINTS), 1000};
        const ch_time_map more = times_within(&s, limit);
        assert_no_later(&more, &before);
        s.origins = 1;
        s.origin[0] = (ch_isochrone_origin){{119.008, 31.004}, NULL};
        const ch_time_map walked_too = times_within(&s, limit);
        assert_no_later(&walked_too, &more);
        tear_down(&s);
    }
}

static void several_limits_of_one_map_are_those_of_one_each(void **state)
{
    (void)state;
    uint64_t d = 6;
    for (int round = 0; round < 120; round++) {
        town t;
        scene s;
        ch_cell_map mask;
        set_up_town(&d, &t, &s);
        if (round % 3 > 0)
            draw_mask(&d, &s, &mask);
        const uint32_t shorter = MINUTE + draw(&d, 3 * MINUTE), longer = shorter + draw(&d, 3 * MINUTE);
        const ch_time_map alone = times_within(&s, shorter), both = times_within(&s, longer);
        for (uint32_t row = 0; row < both.cells.rows; row++)
            for (uint32_t column = 0; column < both.cells.columns; column++) {
                const uint32_t ms = both.ms[(size_t)row * both.cells.columns + column];
                assert_int_equal(value_at(&alone, both.cells.x + (int64_t)column, both.cells.y + (int64_t)row),
                                 ms <= shorter ? ms : CH_REACH_FAR);
            }
        ch_shape one, other;
        assert_int_equal(ch_isochrone_shape(&s.arena, &alone, shorter, .02, &one), CH_OK);
        assert_int_equal(ch_isochrone_shape(&s.arena, &both, shorter, .02, &other), CH_OK);
        assert_same_shape(&one, &other);
        assert_true(area_within(&alone, shorter) == area_within(&both, shorter));
        tear_down(&s);
    }
}

static void towards_is_from_with_all_streets_turned_round(void **state)
{
    (void)state;
    uint64_t d = 7;
    for (int round = 0; round < 60; round++) {
        town t;
        scene s, turned;
        set_up_town(&d, &t, &s);
        for (size_t i = 0; i < t.streets; i++) {
            const uint32_t along = t.street[i].ms[0];
            t.street[i].ms[0] = t.street[i].ms[1];
            t.street[i].ms[1] = along;
        }
        const ch_point own = {119.01, 31.008};
        const ch_road_link link[] = {{1, POINTS, 4000, 0}, {POINTS, 8, 9000, 0}};
        const ch_road_link turned_link[] = {{8, POINTS, 9000, 0}, {POINTS, 1, 4000, 0}};
        set_up(&turned, t.point, POINTS, t.street, t.streets);
        memcpy(turned.seed, s.seed, sizeof s.seed);
        turned.seeds = s.seeds;
        turned.rule = s.rule;
        turned.is_towards = !s.is_towards;
        s.patch = (ch_road_patch){.link = link, .links = 2, .point = &own, .points = 1};
        turned.patch = (ch_road_patch){.link = turned_link, .links = 2, .point = &own, .points = 1};
        const ch_time_map one = times_within(&s, 4 * MINUTE), other = times_within(&turned, 4 * MINUTE);
        assert_memory_equal(&one.cells, &other.cells, sizeof one.cells);
        for (size_t i = 0; i < (size_t)one.cells.columns * one.cells.rows; i++)
            if (one.ms[i] != other.ms[i]) /* a point half-way between two shares may fall to either side */
                assert_true(llabs((int64_t)one.ms[i] - (int64_t)other.ms[i]) <= 80);
        tear_down(&s);
        tear_down(&turned);
    }
}

/* A change far from all that is reached within the limit leaves every byte. */
static void nothing_changes_but_by_what_is_changed(void **state)
{
    (void)state;
    uint64_t d = 8;
    for (int round = 0; round < 60; round++) {
        town t;
        scene s;
        ch_isochrone_change change;
        set_up_town(&d, &t, &s);
        const uint32_t limit = 2 * MINUTE;
        const ch_time_map before = times_within(&s, limit);
        const ch_reach_graph graph = s.is_towards ? ch_reach_backward(&s.net, s.ms) : ch_reach_forward(&s.net, s.ms);
        ch_reach_found found;
        assert_int_equal(ch_reach_search(s.room, &graph, s.is_towards, NULL, s.seed, s.seeds, limit, false, &found),
                         CH_OK);
        ch_road_change *closed = CH_NEW(&s.arena, ch_road_change, s.net.arcs);
        size_t changes = 0;
        for (uint32_t node = 0; node < POINTS; node++)
            for (uint32_t i = graph.start[node]; i < graph.start[node + 1]; i++)
                if (found.dist[node] == CH_REACH_FAR)
                    closed[changes++] = (ch_road_change){graph.arc != NULL ? graph.arc[i] : i, CH_ROAD_CLOSED};
        for (size_t i = 1; i < changes; i++) /* by arc */
            for (size_t k = i; k > 0 && closed[k].arc < closed[k - 1].arc; k--) {
                const ch_road_change one = closed[k];
                closed[k] = closed[k - 1];
                closed[k - 1] = one;
            }
        s.patch = (ch_road_patch){.change = closed, .changes = changes};
        const ch_time_map after = times_within(&s, limit);
        assert_memory_equal(&before.cells, &after.cells, sizeof before.cells);
        assert_memory_equal(before.ms, after.ms, (size_t)before.cells.columns * before.cells.rows * sizeof *before.ms);
        assert_int_equal(ch_isochrone_compare(&s.arena, &before, &after, limit, &change), CH_OK);
        assert_int_equal(change.gained.parts + change.lost.parts, 0);
        tear_down(&s);
    }
}

static void areas_by_another_map_add_up_to_all(void **state)
{
    (void)state;
    uint64_t d = 9;
    town t;
    scene s;
    ch_cell_map counties;
    double by[256], sum = 0;
    set_up_town(&d, &t, &s);
    draw_mask(&d, &s, &counties);
    s.rule.mask = NULL;
    const ch_time_map map = times_within(&s, 4 * MINUTE);
    ch_time_map_area(&map, 4 * MINUTE, &counties, by);
    for (size_t i = 0; i < 256; i++)
        sum += by[i];
    assert_true(by[1] > 0 && by[2] > 0 && by[3] == 0);
    assert_true(sum == area_within(&map, 4 * MINUTE));
    assert_true(area_within(&map, 4 * MINUTE) == area_within(&map, CH_REACH_FAR));
    tear_down(&s);
}

/* ---- memory */

static void running_out_of_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    uint64_t d = 10;
    town t;
    scene s;
    ch_cell_map mask;
    set_up_town(&d, &t, &s);
    draw_mask(&d, &s, &mask);
    const ch_point own = {119.01, 31.008};
    const ch_road_link link[] = {{s.seed[0].node, POINTS, 4000, 0}, {POINTS, 8, 9000, 0}};
    s.is_towards = false;
    s.patch = (ch_road_patch){.link = link, .links = 2, .point = &own, .points = 1};
    const ch_reach_graph graph = ch_reach_forward(&s.net, s.ms);
    ch_reach_found found;
    assert_int_equal(ch_reach_search(s.room, &graph, false, &s.patch, s.seed, s.seeds, 5 * MINUTE, false, &found),
                     CH_OK);
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_arena arena = CH_ARENA(&memory);
        ch_isochrone_ground *ground = NULL;
        ch_time_map map, empty = {0};
        ch_shape shape;
        ch_isochrone_change change;
        ch_err err = ch_isochrone_ground_make(&s.net, &memory, &ground);
        if (err == CH_OK)
            err = ch_isochrone_times(&arena, ground, s.ms, &s.patch, &found, false, s.origin, 0, 5 * MINUTE, &s.rule,
                                     &map);
        if (err == CH_OK)
            err = ch_isochrone_shape(&arena, &map, 5 * MINUTE, 0, &shape);
        if (err == CH_OK)
            err = ch_isochrone_compare(&arena, &empty, &map, 5 * MINUTE, &change);
        if (err == CH_OK)
            err = ch_cells_of_shapes(&arena, (const ch_shape *[]){&shape}, 1, map.cells, &mask);
        ch_isochrone_ground_free(ground);
        ch_arena_free(&arena);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    tear_down(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_around_points_hold_them_and_a_margin),
        cmocka_unit_test(areas_of_cells_add_up_to_the_sphere),
        cmocka_unit_test(cells_get_the_last_shape_that_covers_their_middle_and_holes_count_out),
        cmocka_unit_test(more_than_255_shapes_are_refused),
        cmocka_unit_test(a_line_marks_every_cell_it_passes_and_no_diagonal_step_slips_through),
        cmocka_unit_test(a_line_beyond_the_rectangle_marks_nothing_outside),
        cmocka_unit_test(times_are_those_of_straight_walks_to_what_the_header_says),
        cmocka_unit_test(walks_are_the_best_of_all_within_the_bound_and_enter_no_closed_cell),
        cmocka_unit_test(the_circle_of_a_straight_road_is_a_capsule),
        cmocka_unit_test(the_street_one_stands_on_is_driven_from_there),
        cmocka_unit_test(nobody_gets_out_on_a_motorway),
        cmocka_unit_test(a_new_motorway_is_known_by_its_work),
        cmocka_unit_test(pieces_of_a_street_that_is_cut_are_of_its_class),
        cmocka_unit_test(a_bridge_is_not_left_on_foot),
        cmocka_unit_test(no_legal_way_from_the_origin_is_no_shape),
        cmocka_unit_test(closing_or_slowing_brings_no_cell_nearer_and_a_new_road_or_seed_none_farther),
        cmocka_unit_test(several_limits_of_one_map_are_those_of_one_each),
        cmocka_unit_test(towards_is_from_with_all_streets_turned_round),
        cmocka_unit_test(nothing_changes_but_by_what_is_changed),
        cmocka_unit_test(areas_by_another_map_add_up_to_all),
        cmocka_unit_test(running_out_of_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
