/* test_reach_entry.c - from door to door: on foot to a street, along it, and back on foot. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/reach.h"
#include "make_roads.h"

#include <math.h>

enum { MOST_NODES = 3000, MOST_ARCS = 10000, MOST_WORKS = 8, MOST_PATH = 4, MOST_SEEDS = 2000, DOORS = 6 };
#define WALK_KMH 4.8

typedef struct {
    roads r;
    ch_arena arena;
    ch_road_net net;
    const ch_road_near *near;
    uint32_t ms[MOST_ARCS];
    ch_road_work work[MOST_WORKS];
    size_t works;
    uint32_t street[MOST_WORKS];
    ch_point path[MOST_WORKS][MOST_PATH];
    ch_road_patch patch;
    ch_road_work_end end[MOST_WORKS];
    ch_reach_room *room;
    ch_reach_found found;
} scene;

static scene *begin(void)
{
    static scene s;
    s = (scene){.works = 0};
    roads_begin(&s.r);
    return &s;
}

static void build(scene *s)
{
    ch_road_report report;
    assert_int_equal(ch_road_build(&s->arena, &s->r.given, NULL, &s->net, &report), CH_OK);
    assert_int_equal(ch_road_near_make(&s->arena, &s->net, ch_road_is_entry, &s->near), CH_OK);
    assert_true(s->net.arcs <= MOST_ARCS && s->net.nodes <= MOST_NODES / 2);
    ch_road_weigh(&s->net, &ch_road_speeds_default, CH_ROAD_CAR, CH_ROAD_LIMIT, s->ms);
    assert_int_equal(ch_reach_room_new(s->net.nodes, MOST_NODES, NULL, &s->room), CH_OK);
}

static void end(scene *s)
{
    ch_reach_room_free(s->room);
    ch_arena_free(&s->arena);
}

static void patch(scene *s)
{
    assert_int_equal(ch_road_patch_make(&s->arena, &s->net, s->near, &ch_road_speeds_default, CH_ROAD_CAR,
                                        CH_ROAD_LIMIT, s->ms, s->work, s->works, &s->patch, s->end),
                     CH_OK);
    assert_true(s->patch.points <= MOST_NODES);
}

static void close_street(scene *s, uint32_t street)
{
    s->street[s->works] = street;
    s->work[s->works] = (ch_road_work){.kind = CH_ROAD_WORK_CLOSE, .street = &s->street[s->works], .streets = 1};
    s->works++;
}

static size_t seeds_of(const scene *s, ch_point point, bool is_towards, ch_reach_seed seed[MOST_SEEDS])
{
    const ch_reach_entry entry = ch_reach_enter(s->near, point);
    const size_t asked = ch_reach_seeds(&s->net, s->ms, &s->patch, point, &entry, is_towards, WALK_KMH, NULL, 0);
    const size_t n = ch_reach_seeds(&s->net, s->ms, &s->patch, point, &entry, is_towards, WALK_KMH, seed, MOST_SEEDS);
    assert_true(n <= asked && asked <= MOST_SEEDS && (n > 0) == (asked > 0));
    assert_true(is_towards || n <= 2 * CH_REACH_FEET + s->patch.points);
    return n;
}

static void search(scene *s, ch_point point, bool is_towards)
{
    static ch_reach_seed seed[MOST_SEEDS];
    const size_t seeds = seeds_of(s, point, is_towards, seed);
    const ch_reach_graph graph = is_towards ? ch_reach_backward(&s->net, s->ms) : ch_reach_forward(&s->net, s->ms);
    assert_int_equal(
        ch_reach_search(s->room, &graph, is_towards, &s->patch, seed, seeds, CH_REACH_FAR, false, &s->found), CH_OK);
}

static uint32_t at(const scene *s, ch_point point, bool is_towards, ch_point origin)
{
    const ch_reach_entry entry = ch_reach_enter(s->near, point), begun = ch_reach_enter(s->near, origin);
    const uint32_t time =
        ch_reach_at(&s->net, s->ms, &s->patch, &s->found, point, &entry, is_towards, WALK_KMH, &begun);
    /* the least of what either part tells alone */
    const uint32_t by_nodes =
        ch_reach_at(&s->net, s->ms, &s->patch, &s->found, point, &entry, is_towards, WALK_KMH, NULL);
    const uint32_t beside = ch_reach_at(&s->net, s->ms, &s->patch, NULL, point, &entry, is_towards, WALK_KMH, &begun);
    assert_int_equal(time, by_nodes < beside ? by_nodes : beside);
    assert_int_equal(ch_reach_at(&s->net, s->ms, &s->patch, NULL, point, &entry, is_towards, WALK_KMH, NULL),
                     CH_REACH_FAR);
    return time;
}

static uint32_t street_of(const scene *s, int64_t way)
{
    for (uint32_t street = 0; street < s->net.streets; street++)
        if (s->net.way[s->net.at[street].way].number == way)
            return street;
    fail();
    return CH_ROAD_NONE;
}

/* ---- by hand: a square of streets of 1000 m, a minute each at 60 km/h (class 2), however long its lines are on the map
 *
 *   0 ---- 1
 *   |      |
 *   3 ---- 2    a degree of latitude: 111.195 km on the sphere of geo.h */
static scene *square(void)
{
    scene *s = begin();
    roads_point(&s->r, 119.60, 30.91);
    roads_point(&s->r, 119.61, 30.91);
    roads_point(&s->r, 119.61, 30.90);
    roads_point(&s->r, 119.60, 30.90);
    static const char *const through[] = {"0 1", "1 2", "2 3", "3 0"};
    for (size_t i = 0; i < 4; i++)
        roads_way(&s->r, CH_road_class_CLASS2, through[i])->length_m = 1000;
    build(s);
    return s;
}

/* 0.0009 degrees of latitude are 100.0754 m: at 4.8 km/h 75,057 ms. Then a quarter of a minute to the near end. */
static void a_point_walks_to_its_street_and_drives_what_is_left_of_it(void **state)
{
    (void)state;
    scene *s = square();
    ch_reach_seed seed[MOST_SEEDS];
    const ch_point point = {119.6025, 30.9109};
    assert_int_equal(seeds_of(s, point, false, seed), 2);
    for (size_t i = 0; i < 2; i++) {
        const bool is_west = s->net.point[seed[i].node].lon_deg < 119.605;
        assert_true(labs((long)seed[i].ms - (is_west ? 75057 + 15000 : 75057 + 45000)) <= 12); /* the plane's 1e-4 */
    }

    search(s, point, false);
    const ch_point opposite = {119.6025, 30.8991}; /* as far below the street opposite */
    assert_true(labs((long)at(s, opposite, false, point) - (75057 + 15000 + 60000 + 15000 + 75057)) <= 24);
    end(s);
}

static void two_points_of_one_street_drive_between_their_feet(void **state)
{
    (void)state;
    scene *s = square();
    const ch_point west = {119.602, 30.9109}, east = {119.607, 30.9109};
    search(s, west, false);
    assert_true(labs((long)at(s, east, false, west) - (75057 + 30000 + 75057)) <= 24);
    assert_true(labs((long)at(s, west, false, west) - 2 * 75057) <= 24);
    const ch_reach_entry entry = ch_reach_enter(s->near, east); /* without an origin by the west end and back */
    const uint32_t by_end = ch_reach_at(&s->net, s->ms, &s->patch, &s->found, east, &entry, false, WALK_KMH, NULL);
    assert_true(labs((long)by_end - (75057 + 12000 + 42000 + 75057)) <= 24);
    search(s, east, true);
    assert_true(labs((long)at(s, west, true, east) - (75057 + 30000 + 75057)) <= 24);
    end(s);
}

static void a_closed_street_is_not_driven_on_though_it_stays_the_entry(void **state)
{
    (void)state;
    scene *s = square();
    const ch_point corner = {119.6005, 30.9104}, alone = {119.605, 30.9109};
    ch_reach_seed seed[MOST_SEEDS];
    close_street(s, street_of(s, 100));
    patch(s);
    assert_int_equal(seeds_of(s, alone, false, seed), 0); /* its one street is closed */
    assert_int_equal(seeds_of(s, alone, true, seed), 0);
    assert_int_equal(seeds_of(s, corner, false, seed), 2); /* the street round the corner is not */
    search(s, corner, false);
    assert_int_equal(at(s, alone, false, corner), CH_REACH_FAR);
    assert_int_equal(s->found.reacheds, s->net.nodes);
    end(s);
}

static void points_far_from_any_road_do_not_enter(void **state)
{
    (void)state;
    scene *s = square();
    ch_reach_seed seed[MOST_SEEDS];
    const ch_point off = {119.605, 30.91 + 3.05 / 111.195}, near_enough = {119.605, 30.91 + 2.95 / 111.195};
    assert_int_equal(ch_reach_enter(s->near, off).feet, 0);
    assert_int_equal(seeds_of(s, off, false, seed), 0);
    assert_true(ch_reach_enter(s->near, near_enough).feet > 0);
    search(s, off, false);
    assert_int_equal(s->found.reacheds, 0);
    assert_int_equal(at(s, near_enough, false, off), CH_REACH_FAR);
    end(s);
}

static void other_streets_are_entered_when_hardly_farther(void **state)
{
    (void)state;
    scene *s = square();
    const ch_point corner = {119.6005, 30.9095}; /* 56 m below one street, 48 m beside the other */
    ch_reach_entry entry = ch_reach_enter(s->near, corner);
    assert_int_equal(entry.feet, 2);
    assert_true(entry.foot[0].away_m <= entry.foot[1].away_m);
    entry = ch_reach_enter(s->near, (ch_point){119.6005, 30.905}); /* 48 m from one, half a kilometre from the others */
    assert_int_equal(entry.feet, 1);
    assert_int_equal(entry.foot[0].street, street_of(s, 103));
    end(s);
}

/* ---- on networks at random, against every drive there is */

static ch_point draw_door(uint64_t *seed)
{
    return (ch_point){119.59 + draw(seed, 700) * 1e-4, 30.89 + draw(seed, 500) * 1e-4};
}

static void draw_work(scene *s, uint64_t *seed, bool helps)
{
    ch_road_work *work = &s->work[s->works];
    if (draw(seed, 2) == 0 || !helps) {
        close_street(s, draw(seed, (uint32_t)s->net.streets));
        if (helps || draw(seed, 2) == 0) {
            work->kind = CH_ROAD_WORK_SPEED;
            work->limit_kmh = work->plan_kmh = helps ? 130 : 4;
        }
        return;
    }
    *work = (ch_road_work){.kind = CH_ROAD_WORK_ADD,
                           .road_class = CH_road_class_CLASS1,
                           .point = s->path[s->works],
                           .points = 2 + draw(seed, MOST_PATH - 1),
                           .join_m = 300};
    for (size_t i = 0; i < work->points; i++)
        s->path[s->works][i] = draw_door(seed);
    s->works++;
}

static scene *draw_scene(uint64_t *seed)
{
    scene *s = begin();
    roads_draw(&s->r, seed, 4 + draw(seed, 2), 4, draw(seed, 2) == 0);
    build(s);
    return s;
}

/* What a drive on a part of an arc takes, with the walk to it. */
static uint64_t part(const scene *s, const ch_road_foot *foot, uint32_t arc, double share)
{
    const uint32_t ms = ch_road_patch_ms(&s->patch, s->ms, arc);
    return ms == CH_ROAD_CLOSED ? UINT64_MAX : (uint64_t)(round(foot->away_m * 3600 / WALK_KMH) + ceil(share * ms));
}

static uint64_t add(uint64_t a, uint64_t b)
{
    return a == UINT64_MAX || b == UINT64_MAX ? UINT64_MAX : a + b;
}

static uint64_t walk(const scene *s, ch_point point, size_t own)
{
    const double m = ch_geo_km(point, s->patch.point[own]) * 1000;
    return m <= CH_REACH_ENTRY_M ? (uint64_t)round(m * 3600 / WALK_KMH) : UINT64_MAX;
}

static uint32_t tail_of(const scene *s, uint32_t arc)
{
    uint32_t tail = 0;
    while (s->net.start[tail + 1] <= arc)
        tail++;
    return tail;
}

static double before(const scene *s, const ch_road_foot *foot, uint32_t arc)
{
    return s->net.way_of[arc] == CH_ROAD_ALONG ? foot->along : 1 - foot->along;
}

/* Least time from the door to each node, and from each node to it. */
static void times_of_door(const scene *s, ch_point door, uint64_t *from, uint64_t *to)
{
    const ch_reach_entry entry = ch_reach_enter(s->near, door);
    const size_t nodes = s->net.nodes + s->patch.points;
    for (size_t v = 0; v < nodes; v++)
        from[v] = to[v] = v < s->net.nodes ? UINT64_MAX : walk(s, door, v - s->net.nodes);
    for (size_t i = 0; i < entry.feet; i++)
        for (uint32_t arc = 0; arc < s->net.arcs; arc++) {
            const ch_road_foot *foot = &entry.foot[i];
            if (s->net.street[arc] != foot->street)
                continue;
            const uint64_t rest = part(s, foot, arc, 1 - before(s, foot, arc)),
                           gone = part(s, foot, arc, before(s, foot, arc));
            uint64_t *head = &from[s->net.head[arc]], *tail = &to[tail_of(s, arc)];
            *head = rest < *head ? rest : *head;
            *tail = gone < *tail ? gone : *tail;
        }
}

static uint64_t time_within(const scene *s, ch_point a, ch_point b)
{
    const ch_reach_entry from = ch_reach_enter(s->near, a), to = ch_reach_enter(s->near, b);
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < from.feet; i++)
        for (size_t j = 0; j < to.feet; j++)
            for (uint32_t arc = 0; from.foot[i].street == to.foot[j].street && arc < s->net.arcs; arc++) {
                const double share = before(s, &to.foot[j], arc) - before(s, &from.foot[i], arc);
                if (s->net.street[arc] != from.foot[i].street || share < 0)
                    continue;
                const uint64_t ms =
                    add(part(s, &from.foot[i], arc, share), (uint64_t)round(to.foot[j].away_m * 3600 / WALK_KMH));
                least = ms < least ? ms : least;
            }
    return least;
}

static uint64_t time_plainly(const scene *s, ch_point a, ch_point b)
{
    static uint64_t from[MOST_NODES], to[MOST_NODES], unused[MOST_NODES], between[MOST_NODES];
    const size_t nodes = s->net.nodes + s->patch.points;
    uint64_t least = time_within(s, a, b);
    times_of_door(s, a, from, unused);
    times_of_door(s, b, unused, to);
    for (uint32_t v = 0; v < nodes; v++) {
        if (from[v] == UINT64_MAX)
            continue;
        roads_times(&s->net, s->ms, &s->patch, v, between);
        for (uint32_t w = 0; w < nodes; w++) {
            const uint64_t ms = add(add(from[v], between[w]), to[w]);
            least = ms < least ? ms : least;
        }
    }
    return least;
}

static void assert_trip(scene *s, ch_point a, ch_point b)
{
    const uint64_t plainly = time_plainly(s, a, b);
    const uint32_t expected = plainly < CH_REACH_FAR ? (uint32_t)plainly : CH_REACH_FAR;
    search(s, a, false);
    assert_int_equal(at(s, b, false, a), expected);
    search(s, b, true); /* the same trip, looked for from its end */
    assert_int_equal(at(s, a, true, b), expected);
}

static void a_trip_takes_the_best_of_all_drives_from_either_end(void **state)
{
    (void)state;
    uint64_t seed = 21;
    size_t trips = 0;
    for (int round = 0; round < 60; round++) {
        scene *s = draw_scene(&seed);
        while (s->works < 3)
            draw_work(s, &seed, draw(&seed, 2) == 0);
        patch(s);
        for (int i = 0; i < 6; i++) {
            const ch_point a = draw_door(&seed), b = draw(&seed, 4) == 0 ? a : draw_door(&seed);
            assert_trip(s, a, b);
            trips += at(s, a, true, b) != CH_REACH_FAR;
        }
        end(s);
    }
    assert_true(trips > 100);
}

static void times_between_doors(scene *s, const ch_point *door, uint32_t *time)
{
    for (size_t a = 0; a < DOORS; a++) {
        search(s, door[a], false);
        for (size_t b = 0; b < DOORS; b++)
            time[a * DOORS + b] = at(s, door[b], false, door[a]);
    }
}

static void assert_law(uint64_t *seed, bool helps)
{
    uint32_t before[DOORS * DOORS], after[DOORS * DOORS];
    ch_point door[DOORS];
    scene *s = draw_scene(seed);
    for (size_t i = 0; i < DOORS; i++)
        door[i] = draw_door(seed);
    times_between_doors(s, door, before);
    while (s->works < 5) {
        draw_work(s, seed, helps);
        patch(s);
        times_between_doors(s, door, after);
        for (size_t i = 0; i < DOORS * DOORS; i++)
            assert_true(helps ? after[i] <= before[i] : after[i] >= before[i]);
        memcpy(before, after, sizeof before);
    }
    end(s);
}

static void a_new_or_faster_road_lengthens_no_trip(void **state)
{
    (void)state;
    uint64_t seed = 22;
    for (int round = 0; round < 100; round++)
        assert_law(&seed, true);
}

static void closing_or_slowing_a_street_shortens_no_trip(void **state)
{
    (void)state;
    uint64_t seed = 23;
    for (int round = 0; round < 100; round++)
        assert_law(&seed, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_walks_to_its_street_and_drives_what_is_left_of_it),
        cmocka_unit_test(two_points_of_one_street_drive_between_their_feet),
        cmocka_unit_test(a_closed_street_is_not_driven_on_though_it_stays_the_entry),
        cmocka_unit_test(points_far_from_any_road_do_not_enter),
        cmocka_unit_test(other_streets_are_entered_when_hardly_farther),
        cmocka_unit_test(a_trip_takes_the_best_of_all_drives_from_either_end),
        cmocka_unit_test(a_new_or_faster_road_lengthens_no_trip),
        cmocka_unit_test(closing_or_slowing_a_street_shortens_no_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
