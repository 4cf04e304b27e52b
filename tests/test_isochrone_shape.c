/* test_isochrone_shape.c - outlines of maps of times, many small ones at random: valid polygons around just what is within. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/isochrone.h"
#include "draw.h"
#include "shape_laws.h"

#include <string.h>

enum { WIDE = 9, HIGH = 8, CELLS = WIDE * HIGH, POINTS_MOST = 8 * CELLS };
static const ch_cells rectangle = {119600, 37000, WIDE, HIGH};

typedef struct {
    uint32_t ms[CELLS];
    uint16_t walked_m[CELLS];
    ch_time_map map;
} picture;

/* Few levels, so that the four cells of squares show every pattern; some closed, some at the end of the walk. */
static void draw_picture(uint64_t *d, picture *p)
{
    const uint32_t levels = 2 + draw(d, 4), closed = draw(d, 6) + 2;
    for (size_t i = 0; i < CELLS; i++) {
        const uint32_t level = draw(d, levels);
        p->ms[i] = level == 0 ? CH_REACH_FAR : 30000 * level + draw(d, 2) * draw(d, 30000);
        p->walked_m[i] = draw(d, closed) == 0 ? CH_CELL_CLOSED : (uint16_t)(46 + draw(d, 400));
    }
    p->map = (ch_time_map){rectangle, p->ms, draw(d, 5) == 0 ? NULL : p->walked_m, 4.8, 400};
}

static ch_shape shape_of(ch_arena *arena, const picture *p, uint32_t limit, double hole_km2)
{
    ch_shape shape;
    assert_int_equal(ch_isochrone_shape(arena, &p->map, limit, hole_km2, &shape), CH_OK);
    return shape;
}

static void assert_valid(const ch_shape *shape, bool may_touch)
{
    static ch_geo_edge scratch[POINTS_MOST];
    assert_true(shape->points <= POINTS_MOST);
    const char *fault = shape_fault(shape, may_touch, scratch);
    if (fault != NULL)
        fail_msg("%s", fault);
}

static void flood(const bool *is_in, bool *seen, size_t at, bool diagonally)
{
    seen[at] = true;
    for (int north = -1; north <= 1; north++)
        for (int east = -1; east <= 1; east++) {
            const int column = (int)(at % (WIDE + 2)) + east, row = (int)(at / (WIDE + 2)) + north;
            const size_t to = (size_t)(row * (WIDE + 2) + column);
            if (column < 0 || row < 0 || column > WIDE + 1 || row > HIGH + 1 ||
                (east != 0 && north != 0 && !diagonally))
                continue;
            if (!seen[to] && is_in[to] == is_in[at])
                flood(is_in, seen, to, diagonally);
        }
}

/* How many pieces of cells within, joined by sides, and of cells that are not, joined by corners too, there are, one empty cell around. */
static void count_pieces(const bool *is_in, size_t *inner, size_t *outer)
{
    bool seen[(WIDE + 2) * (HIGH + 2)] = {false};
    *inner = *outer = 0;
    for (size_t i = 0; i < (WIDE + 2) * (HIGH + 2); i++)
        if (!seen[i]) {
            *(is_in[i] ? inner : outer) += 1;
            flood(is_in, seen, i, !is_in[i]);
        }
}

static void set_within(bool *is_in, const uint32_t *ms, uint32_t limit)
{
    memset(is_in, 0, (WIDE + 2) * (HIGH + 2) * sizeof *is_in);
    for (size_t i = 0; i < CELLS; i++)
        is_in[(i / WIDE + 1) * (WIDE + 2) + i % WIDE + 1] = ms[i] <= limit;
}

/* 10,000 pictures: rings are closed, simple, the right way round, apart from each other, holes lie in their polygons; of each middle the shape
 * tells whether it is within; polygons and holes are as many as pieces. */
static void shapes_are_valid_and_hold_the_middles_within(void **state)
{
    (void)state;
    uint64_t d = 1;
    unsigned patterns = 0;
    for (int round = 0; round < 10000; round++) {
        ch_arena arena = {0};
        picture p;
        bool is_in[(WIDE + 2) * (HIGH + 2)];
        size_t inner, outer;
        draw_picture(&d, &p);
        const uint32_t limit = 30000 + draw(&d, 100000);
        const ch_shape shape = shape_of(&arena, &p, limit, 0);
        assert_valid(&shape, false);
        for (size_t i = 0; i < CELLS; i++)
            assert_int_equal(shape_holds(&shape, ch_cells_middle(&rectangle, i % WIDE, i / WIDE)), p.ms[i] <= limit);
        set_within(is_in, p.ms, limit);
        count_pieces(is_in, &inner, &outer);
        assert_int_equal(shape.parts, inner);
        assert_int_equal(shape.rings - shape.parts, outer - 1);
        for (size_t i = 0; i + WIDE + 1 < CELLS; i++)
            patterns |= 1u << ((p.ms[i] <= limit) + 2 * (p.ms[i + 1] <= limit) + 4 * (p.ms[i + WIDE] <= limit) +
                               8 * (p.ms[i + WIDE + 1] <= limit));
        ch_arena_free(&arena);
    }
    assert_int_equal(patterns, 0xFFFF);
}

/* What the corners of a shorter limit's polygons and points between them lie in, a longer one's polygons hold: but for 1e-9 of a degree, 0.1 mm,
 * where both run along one line. Of the longer shape a middle that it holds with holes filled is held by the one that is longer still. */
static void polygons_nest_with_the_limit(void **state)
{
    (void)state;
    uint64_t d = 2;
    for (int round = 0; round < 2000; round++) {
        ch_arena arena = {0};
        picture p;
        draw_picture(&d, &p);
        const uint32_t shorter = 30000 + draw(&d, 100000), longer = shorter + draw(&d, 60000);
        const double hole_km2 = .01 * draw(&d, 6);
        const ch_shape small = shape_of(&arena, &p, shorter, hole_km2), large = shape_of(&arena, &p, longer, hole_km2);
        assert_valid(&small, false);
        for (int i = 0; i < 400; i++) {
            const ch_point at = {(rectangle.x - .5 + (WIDE + 1) * (draw(&d, 1 << 20) + .37) / (1 << 20)) / CH_CELL_LON,
                                 (rectangle.y - .5 + (HIGH + 1) * (draw(&d, 1 << 20) + .37) / (1 << 20)) / CH_CELL_LAT};
            assert_true(!shape_holds(&small, at) || shape_holds(&large, at));
        }
        ch_arena_free(&arena);
    }
}

/* From the middle within, the outline goes as far as the rest of the time goes on foot: 30 s of the 71.5 s to the next middle in the east
 * (95.3 m at 4.8 km/h) are 0.42 of the way; half of it at most to a closed one; 31/32 when there is more time. */
static void an_outline_goes_as_far_as_the_time_left(void **state)
{
    (void)state;
    ch_arena arena = {0};
    uint32_t ms[9] = {CH_REACH_FAR, CH_REACH_FAR, CH_REACH_FAR, CH_REACH_FAR, 70000,
                      CH_REACH_FAR, CH_REACH_FAR, CH_REACH_FAR, CH_REACH_FAR};
    uint16_t walked_m[9] = {46, 46, 46, CH_CELL_CLOSED, 46, 46, 46, 46, 46};
    const ch_time_map map = {{119600, 37000, 3, 3}, ms, walked_m, 4.8, 400};
    ch_shape shape;
    assert_int_equal(ch_isochrone_shape(&arena, &map, 100000, 0, &shape), CH_OK);
    assert_int_equal(shape.points, 5); /* south, east, north, west, south */
    assert_true(shape.point[1].lon_deg > 119.6015 + .00041 && shape.point[1].lon_deg < 119.6015 + .00043);
    assert_true(shape.point[3].lon_deg > 119.6015 - .00043 && shape.point[3].lon_deg < 119.6015 - .00041);
    assert_int_equal(ch_isochrone_shape(&arena, &map, 1000000, 0, &shape), CH_OK);
    assert_true(shape.point[1].lon_deg == 119.6015 + .001 * 31 / 32 || shape.point[1].lon_deg > 119.60246);
    assert_true(shape.point[3].lon_deg > 119.6015 - .0005001 && shape.point[3].lon_deg < 119.6015 - .0004999);
    assert_int_equal(ch_isochrone_shape(&arena, &map, 69999, 0, &shape), CH_OK);
    assert_int_equal(shape.rings, 0);
    ch_arena_free(&arena);
}

/* A ring of cells round a hole of 2 by 2 cells (0.035 km2), in the hole nothing, outside a lone cell (0.009 km2, half-way). */
static void small_islands_are_dropped_and_small_holes_filled_by_their_area(void **state)
{
    (void)state;
    static const char *const drawn[HIGH] = {"........#", ".........", ".####....", ".#..#....",
                                            ".#..#....", ".####....", ".........", "........."};
    ch_arena arena = {0};
    picture p;
    for (size_t i = 0; i < CELLS; i++)
        p.ms[i] = drawn[i / WIDE][i % WIDE] == '#' ? 1 : CH_REACH_FAR;
    p.map = (ch_time_map){rectangle, p.ms, NULL, 0, 0};
    ch_shape shape = shape_of(&arena, &p, 1, 0);
    assert_int_equal(shape.parts, 2);
    assert_int_equal(shape.rings, 3);
    assert_int_equal(shape.part_start[1], 1); /* the lone cell lies farthest south */
    shape = shape_of(&arena, &p, 1, .02);
    assert_int_equal(shape.parts, 1);
    assert_int_equal(shape.rings, 2);
    shape = shape_of(&arena, &p, 1, .036);
    assert_int_equal(shape.rings, 1);
    shape = shape_of(&arena, &p, 1, 1);
    assert_int_equal(shape.rings, 0);
    ch_arena_free(&arena);
}

/* ---- before and after */

static double cells_km2(const bool *is_in)
{
    double sum = 0;
    for (size_t i = 0; i < CELLS; i++)
        if (is_in[i])
            sum += ch_cells_area_km2(&rectangle, i / WIDE);
    return sum;
}

static void assert_outlines(const ch_shape *shape, const bool *is_in)
{
    bool framed[(WIDE + 2) * (HIGH + 2)] = {false};
    size_t inner, outer;
    assert_valid(shape, true);
    for (size_t i = 0; i < CELLS; i++) {
        framed[(i / WIDE + 1) * (WIDE + 2) + i % WIDE + 1] = is_in[i];
        assert_int_equal(shape_holds(shape, ch_cells_middle(&rectangle, i % WIDE, i / WIDE)), is_in[i]);
    }
    count_pieces(framed, &inner, &outer);
    assert_int_equal(shape->parts, inner);
    for (size_t i = 0; i < shape->points; i++) { /* corners of cells */
        const double x = shape->point[i].lon_deg * CH_CELL_LON, y = shape->point[i].lat_deg * CH_CELL_LAT;
        assert_true(x - (double)(int64_t)(x + .5) < 1e-6 && (double)(int64_t)(x + .5) - x < 1e-6);
        assert_true(y - (double)(int64_t)(y + .5) < 1e-6 && (double)(int64_t)(y + .5) - y < 1e-6);
    }
}

static void before_and_after_add_up_and_differ_by_outlines_of_whole_cells(void **state)
{
    (void)state;
    uint64_t d = 3;
    for (int round = 0; round < 5000; round++) {
        ch_arena arena = {0};
        picture before, after;
        bool gained[CELLS], lost[CELLS], was[CELLS], is[CELLS];
        ch_isochrone_change change;
        draw_picture(&d, &before);
        draw_picture(&d, &after);
        const uint32_t limit = 30000 + draw(&d, 100000);
        for (size_t i = 0; i < CELLS; i++) {
            was[i] = before.ms[i] <= limit;
            is[i] = after.ms[i] <= limit;
            gained[i] = is[i] && !was[i];
            lost[i] = was[i] && !is[i];
        }
        assert_int_equal(ch_isochrone_compare(&arena, &before.map, &after.map, limit, &change), CH_OK);
        assert_true(change.before_km2 == cells_km2(was) && change.after_km2 == cells_km2(is));
        assert_true(change.gained_km2 == cells_km2(gained) && change.lost_km2 == cells_km2(lost));
        assert_true(change.after_km2 == change.before_km2 + change.gained_km2 - change.lost_km2);
        assert_outlines(&change.gained, gained);
        assert_outlines(&change.lost, lost);
        ch_arena_free(&arena);
    }
}

/* Two cells that touch at a corner are two squares; a ring of cells that closes at a corner alone has its hole touch its outline there. */
static void cells_that_touch_at_a_corner_are_apart(void **state)
{
    (void)state;
    static const char *const drawn[HIGH] = {"#........", ".#.......", ".........", "...##....",
                                            "...#.#...", "...###...", ".........", "........."};
    ch_arena arena = {0};
    picture before, after;
    bool gained[CELLS];
    ch_isochrone_change change;
    for (size_t i = 0; i < CELLS; i++) {
        before.ms[i] = CH_REACH_FAR;
        gained[i] = drawn[i / WIDE][i % WIDE] == '#';
        after.ms[i] = gained[i] ? 1 : CH_REACH_FAR;
    }
    before.map = (ch_time_map){rectangle, before.ms, NULL, 0, 0};
    after.map = (ch_time_map){rectangle, after.ms, NULL, 0, 0};
    assert_int_equal(ch_isochrone_compare(&arena, &before.map, &after.map, 1, &change), CH_OK);
    assert_outlines(&change.gained, gained);
    assert_int_equal(change.gained.parts, 3);
    assert_int_equal(change.gained.rings, 4);
    assert_int_equal(change.gained.ring_start[1] - change.gained.ring_start[0], 5);
    assert_int_equal(change.lost.parts, 0);
    ch_arena_free(&arena);
}

/* Maps of different rectangles are told apart by where their cells lie. */
static void maps_of_different_rectangles_are_laid_one_on_the_other(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const uint32_t one[4] = {1, 1, 1, 1}, other[2] = {1, 1};
    const ch_time_map before = {{119600, 37000, 2, 2}, one, NULL, 0, 0},
                      after = {{119601, 37001, 2, 1}, other, NULL, 0, 0};
    ch_isochrone_change change;
    assert_int_equal(ch_isochrone_compare(&arena, &before, &after, 1, &change), CH_OK);
    assert_int_equal(change.gained.points, 5);
    assert_true(change.gained.point[0].lon_deg > 119.60199 && change.gained.point[0].lon_deg < 119.60201);
    assert_int_equal(change.lost.points, 7);
    assert_true(change.after_km2 == change.before_km2 + change.gained_km2 - change.lost_km2);
    assert_int_equal(ch_time_map_at(&before, (ch_point){119.6019, 37001.9 / 1200}), 1);
    assert_int_equal(ch_time_map_at(&before, (ch_point){119.6021, 37001.9 / 1200}), CH_REACH_FAR);
    assert_int_equal(ch_time_map_at(&before, (ch_point){119.5999, 37001.9 / 1200}), CH_REACH_FAR);
    ch_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_are_valid_and_hold_the_middles_within),
        cmocka_unit_test(polygons_nest_with_the_limit),
        cmocka_unit_test(an_outline_goes_as_far_as_the_time_left),
        cmocka_unit_test(small_islands_are_dropped_and_small_holes_filled_by_their_area),
        cmocka_unit_test(before_and_after_add_up_and_differ_by_outlines_of_whole_cells),
        cmocka_unit_test(cells_that_touch_at_a_corner_are_apart),
        cmocka_unit_test(maps_of_different_rectangles_are_laid_one_on_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
