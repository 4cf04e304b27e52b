/* test_road_patch.c - what works on the roads change, and what they never do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/road_patch.h"
#include "failing.h"
#include "make_roads.h"

enum { MOST_NODES = 3000, MOST_ARCS = 10000, MOST_WORKS = 12, MOST_PATH = 6 };

typedef struct {
    roads r;
    ch_arena arena;
    ch_road_net net;
    const ch_road_near *near;
    ch_road_profile profile;
    uint32_t ms[MOST_ARCS];
    ch_road_work work[MOST_WORKS];
    size_t works;
    uint32_t street[MOST_WORKS][3];
    ch_point path[MOST_WORKS][MOST_PATH];
    ch_road_patch patch;
    ch_road_work_end end[MOST_WORKS];
} scene;

static scene *begin(void)
{
    static scene s;
    s = (scene){.profile = CH_ROAD_CAR};
    roads_begin(&s.r);
    return &s;
}

static void build(scene *s)
{
    ch_road_report report;
    assert_int_equal(ch_road_build(&s->arena, &s->r.given, NULL, &s->net, &report), CH_OK);
    assert_int_equal(ch_road_near_make(&s->arena, &s->net, ch_road_is_entry, &s->near), CH_OK);
    assert_true(s->net.arcs <= MOST_ARCS && s->net.nodes <= MOST_NODES / 2);
    ch_road_weigh(&s->net, &ch_road_speeds_default, s->profile, CH_ROAD_LIMIT, s->ms);
}

static void end(scene *s)
{
    ch_arena_free(&s->arena);
}

static ch_road_work *add_work(scene *s, ch_road_work work)
{
    s->work[s->works] = work;
    return &s->work[s->works++];
}

static ch_road_work *on_street(scene *s, ch_road_work_kind kind, uint32_t street)
{
    s->street[s->works][0] = street;
    return add_work(s, (ch_road_work){.kind = kind, .street = s->street[s->works], .streets = 1});
}

static ch_road_work *new_road(scene *s, uint8_t road_class, size_t points, const ch_point *point)
{
    memcpy(s->path[s->works], point, points * sizeof *point);
    return add_work(s, (ch_road_work){.kind = points > 1 ? CH_ROAD_WORK_ADD : CH_ROAD_WORK_JOIN,
                                      .road_class = road_class,
                                      .point = s->path[s->works],
                                      .points = points,
                                      .join_m = 300});
}

/* Links and changes in the order that the header states. */
static void assert_in_order(const scene *s)
{
    const ch_road_patch *p = &s->patch;
    for (size_t i = 0; i < p->changes; i++) {
        assert_true(p->change[i].arc < s->net.arcs && (i == 0 || p->change[i - 1].arc < p->change[i].arc));
        assert_true(p->change[i].ms != s->ms[p->change[i].arc]);
    }
    for (size_t i = 0; i < p->links; i++) {
        const ch_road_link *a = i > 0 ? &p->link[i - 1] : NULL, *b = &p->link[i];
        assert_true(b->ms != CH_ROAD_CLOSED && b->work < s->works);
        assert_true(b->tail < s->net.nodes + p->points && b->head < s->net.nodes + p->points);
        assert_true(a == NULL || a->tail < b->tail ||
                    (a->tail == b->tail && (a->head < b->head || (a->head == b->head && a->ms <= b->ms))));
    }
}

static void patch(scene *s)
{
    assert_int_equal(ch_road_patch_make(&s->arena, &s->net, s->near, &ch_road_speeds_default, s->profile, CH_ROAD_LIMIT,
                                        s->ms, s->work, s->works, &s->patch, s->end),
                     CH_OK);
    assert_in_order(s);
}

static uint32_t node(const scene *s, uint32_t point)
{
    return roads_node_at(&s->net, s->r.point[point]);
}

static uint64_t ms_between(const scene *s, uint32_t from, uint32_t to)
{
    static uint64_t time[MOST_NODES];
    assert_true(s->net.nodes + s->patch.points <= MOST_NODES);
    roads_times(&s->net, s->ms, &s->patch, node(s, from), time);
    return roads_time_at(&s->net, time, node(s, to));
}

static uint32_t street_of(const scene *s, int64_t way)
{
    for (uint32_t street = 0; street < s->net.streets; street++)
        if (s->net.way[s->net.at[street].way].number == way)
            return street;
    fail();
    return CH_ROAD_NONE;
}

/* ---- by hand: streets of 1000 m at 60 km/h (class 2): a minute each */

/*   0 ---- 1 ---- 2
 *   |             |
 *   3 ---- 4 ---- 5      south */
static scene *ladder(void)
{
    scene *s = begin();
    for (uint32_t y = 0; y < 2; y++)
        for (uint32_t x = 0; x < 3; x++)
            roads_point(&s->r, 119.6 + x * 0.01, 30.9 - y * 0.02);
    static const char *const through[] = {"0 1", "1 2", "3 4", "4 5", "0 3", "2 5"};
    for (size_t i = 0; i < 6; i++)
        roads_way(&s->r, CH_road_class_CLASS2, through[i])->length_m = 1000;
    build(s);
    return s;
}

static void a_zeroed_patch_changes_nothing(void **state)
{
    (void)state;
    scene *s = ladder();
    assert_int_equal(ms_between(s, 1, 4), 180000);
    for (uint32_t arc = 0; arc < s->net.arcs; arc++)
        assert_int_equal(ch_road_patch_ms(&s->patch, s->ms, arc), s->ms[arc]);
    patch(s);
    assert_int_equal(s->patch.changes + s->patch.links + s->patch.points, 0);
    end(s);
}

static void a_new_road_between_two_nodes_takes_its_own_time(void **state)
{
    (void)state;
    scene *s = ladder();
    ch_road_work *work = new_road(s, CH_road_class_CLASS1, 2, (ch_point[]){s->r.point[1], s->r.point[4]});
    work->length_m = 2000; /* at 80 km/h: 90 s */
    work->extra_s = 4;
    patch(s);
    assert_int_equal(s->end[0], CH_ROAD_WORK_DONE);
    assert_int_equal(ms_between(s, 1, 4), 94000);
    assert_int_equal(ms_between(s, 4, 1), 94000);
    assert_int_equal(ms_between(s, 0, 2), 120000);
    work->is_oneway = true;
    patch(s);
    assert_int_equal(ms_between(s, 1, 4), 94000);
    assert_int_equal(ms_between(s, 4, 1), 180000);
    work->is_reversed = true;
    patch(s);
    assert_int_equal(ms_between(s, 1, 4), 180000);
    assert_int_equal(ms_between(s, 4, 1), 94000);
    end(s);
}

/* Half of 1000 m at 60 km/h is 30 s. */
static void a_new_road_joins_streets_in_their_middle(void **state)
{
    (void)state;
    scene *s = ladder();
    new_road(s, CH_road_class_CLASS1, 2, (ch_point[]){{119.605, 30.9}, {119.605, 30.88}})->length_m = 200; /* 9 s */
    patch(s);
    assert_int_equal(s->end[0], CH_ROAD_WORK_DONE);
    assert_int_equal(s->patch.points, 4);
    assert_in_range(ms_between(s, 1, 4), 69000, 69004);
    assert_int_equal(ms_between(s, 0, 1), 60000);
    on_street(s, CH_ROAD_WORK_CLOSE, street_of(s, 100));
    patch(s);
    assert_int_equal(ms_between(s, 1, 4), 180000);
    assert_int_equal(ms_between(s, 0, 1), 5 * 60000);
    end(s);
}

static void streets_are_closed_slowed_turned_and_opened_in_order(void **state)
{
    (void)state;
    scene *s = ladder();
    const uint32_t street = street_of(s, 100);
    on_street(s, CH_ROAD_WORK_SPEED, street)->limit_kmh = 120;
    patch(s);
    assert_int_equal(ms_between(s, 0, 1), 30000);
    on_street(s, CH_ROAD_WORK_ONEWAY, street);
    patch(s);
    assert_int_equal(ms_between(s, 0, 1), 30000);
    assert_int_equal(ms_between(s, 1, 0), 5 * 60000);
    on_street(s, CH_ROAD_WORK_ONEWAY, street)->is_reversed = true;
    patch(s);
    assert_int_equal(ms_between(s, 0, 1), 5 * 60000);
    assert_int_equal(ms_between(s, 1, 0), 30000);
    on_street(s, CH_ROAD_WORK_CLOSE, street);
    on_street(s, CH_ROAD_WORK_ONEWAY, street);
    patch(s);
    assert_int_equal(s->end[3], CH_ROAD_WORK_DONE);
    assert_int_equal(s->end[4], CH_ROAD_WORK_NOTHING);
    assert_int_equal(ms_between(s, 0, 1), 5 * 60000);
    on_street(s, CH_ROAD_WORK_OPEN, street);
    patch(s);
    assert_int_equal(ms_between(s, 0, 1), 30000);
    assert_int_equal(ms_between(s, 1, 0), 30000);
    on_street(s, CH_ROAD_WORK_SPEED, street)->limit_kmh = 60;
    patch(s);
    assert_int_equal(s->patch.changes, 0);
    end(s);
}

static void a_direction_that_nobody_could_drive_is_opened_by_links(void **state)
{
    (void)state;
    scene *s = begin();
    roads_point(&s->r, 119.6, 30.9);
    roads_point(&s->r, 119.61, 30.9);
    roads_point(&s->r, 119.605, 30.91);
    roads_oneway(roads_way(&s->r, CH_road_class_CLASS2, "0 1"));
    roads_oneway(roads_way(&s->r, CH_road_class_CLASS2, "1 2"));
    roads_oneway(roads_way(&s->r, CH_road_class_CLASS2, "2 0"));
    build(s);
    const uint64_t there = ms_between(s, 0, 1), round = ms_between(s, 1, 0);
    assert_true(round > there);
    on_street(s, CH_ROAD_WORK_OPEN, street_of(s, 100));
    patch(s);
    assert_int_equal(s->patch.links, 1);
    assert_int_equal(ms_between(s, 1, 0), there);
    new_road(s, CH_road_class_CLASS1, 2, (ch_point[]){{119.603, 30.9}, {119.607, 30.9}})->length_m = 1;
    patch(s);
    assert_true(ms_between(s, 1, 0) < there);
    end(s);
}

static void works_that_name_nothing_say_so(void **state)
{
    (void)state;
    scene *s = ladder();
    add_work(s, (ch_road_work){.kind = CH_ROAD_WORK_CLOSE});
    on_street(s, CH_ROAD_WORK_SPEED, 1000000);
    new_road(s, CH_road_class_CLASS1, 2, (ch_point[]){{119.6, 30.95}, {119.6, 30.96}})->points = 1;
    add_work(s, (ch_road_work){.kind = CH_ROAD_WORK_JOIN});
    patch(s);
    for (size_t i = 0; i < s->works; i++)
        assert_int_equal(s->end[i], CH_ROAD_WORK_NOTHING);
    assert_int_equal(s->patch.changes + s->patch.links, 0);
    s->works = 0;
    new_road(s, CH_road_class_TRACK, 2, (ch_point[]){s->r.point[1], s->r.point[4]}); /* where no truck drives */
    s->profile = CH_ROAD_TRUCK;
    ch_road_weigh(&s->net, &ch_road_speeds_default, s->profile, CH_ROAD_LIMIT, s->ms);
    patch(s);
    assert_int_equal(s->end[0], CH_ROAD_WORK_NOTHING);
    end(s);
}

static void a_road_that_ends_nowhere_hangs_loose_and_harms_nothing(void **state)
{
    (void)state;
    scene *s = ladder();
    new_road(s, CH_road_class_MOTORWAY, 3, (ch_point[]){s->r.point[1], {119.61, 30.95}, {119.61, 31.0}});
    new_road(s, CH_road_class_MOTORWAY, 2, (ch_point[]){{119.0, 30.5}, {119.0, 30.4}});
    new_road(s, 0, 1, (ch_point[]){{119.0, 30.3}});
    patch(s);
    for (size_t i = 0; i < s->works; i++)
        assert_int_equal(s->end[i], CH_ROAD_WORK_FAR);
    for (uint32_t from = 0; from < 6; from++)
        for (uint32_t to = 0; to < 6; to++) {
            const uint64_t with = ms_between(s, from, to);
            const ch_road_patch kept = s->patch;
            s->patch = (ch_road_patch){0};
            assert_int_equal(with, ms_between(s, from, to));
            s->patch = kept;
        }
    end(s);
}

/* North to south past the middle of everything, then west to east: they meet at 119.605, 30.89, and a road from there leads where neither does. */
static void a_road_across_an_earlier_new_road_meets_it(void **state)
{
    (void)state;
    scene *s = ladder();
    new_road(s, CH_road_class_CLASS1, 2, (ch_point[]){{119.605, 30.9}, {119.605, 30.885}})->length_m = 1000;
    new_road(s, CH_road_class_CLASS1, 2, (ch_point[]){{119.6, 30.89}, {119.61, 30.89}})->length_m = 400;
    patch(s);
    assert_int_equal(s->end[0], CH_ROAD_WORK_FAR);
    assert_int_equal(s->end[1], CH_ROAD_WORK_FAR); /* its eastern end */
    /* 1 -> middle of 0-1 (30 s) -> two thirds of the first road (30 s) -> half of the second (9 s) -> middle of 0-3, and half of it (30 s) */
    assert_in_range(ms_between(s, 1, 3), 99000 - 1, 99000 + 5);
    end(s);
}

static void an_interchange_joins_a_motorway_to_the_road_below_it(void **state)
{
    (void)state;
    scene *s = begin();
    static const ch_point at[] = {{119.6, 30.9},     {119.62, 30.9},  {119.6, 30.9002},
                                  {119.62, 30.9002}, {119.61, 30.89}, {119.61, 30.91}};
    for (size_t i = 0; i < 6; i++)
        roads_point(&s->r, at[i].lon_deg, at[i].lat_deg);
    roads_way(&s->r, CH_road_class_CLASS2, "4 5");
    static const char *const carriageway[] = {"0 1", "3 2"};
    for (size_t i = 0; i < 2; i++) {
        ch_road_way *way = roads_way(&s->r, CH_road_class_MOTORWAY, carriageway[i]);
        way->name = CH_TEXT("G50");
        roads_oneway(way);
    }
    roads_way(&s->r, CH_road_class_LINK, "0 2"); /* so that it is a round, which can be entered */
    roads_way(&s->r, CH_road_class_LINK, "1 3");
    roads_way(&s->r, CH_road_class_LOCAL, "1 5");
    build(s);
    const uint64_t before = ms_between(s, 4, 0);
    new_road(s, 0, 1, (ch_point[]){{119.61, 30.9001}})->extra_s = 60;
    patch(s);
    assert_int_equal(s->end[0], CH_ROAD_WORK_DONE);
    assert_int_equal(s->patch.points, 4); /* the crossing road and both carriageways */
    assert_true(ms_between(s, 4, 0) < before);
    assert_true(ms_between(s, 4, 1) < before);
    assert_true(ms_between(s, 4, 1) >= 60000);
    end(s);
}

static void the_points_of_a_new_road_share_its_time(void **state)
{
    (void)state;
    scene *s = ladder();
    const ch_point middle = {119.61, 30.885};
    ch_road_work *work = new_road(s, CH_road_class_CLASS1, 3, (ch_point[]){s->r.point[1], middle, s->r.point[4]});
    work->length_m = 2000; /* at 80 km/h: 90 s, of which three quarters to the point in the middle */
    new_road(s, CH_road_class_CLASS1, 2, (ch_point[]){middle, {119.6, 30.885}})->length_m =
        400; /* 18 s, to three quarters of 0-3 */
    patch(s);
    assert_int_equal(ms_between(s, 1, 4), 90000);
    assert_in_range(ms_between(s, 1, 3), 67500 + 18000 + 15000 - 1, 67500 + 18000 + 15000 + 5);
    assert_in_range(ms_between(s, 4, 0), 22500 + 18000 + 45000 - 1, 22500 + 18000 + 45000 + 5);
    end(s);
}

/* Several streets end where the new road does; that which is nearest by number leads away from there only. */
static void a_road_to_a_junction_joins_all_that_meet_there(void **state)
{
    (void)state;
    scene *s = begin();
    static const ch_point at[] = {{119.6, 30.9},  {119.61, 30.9}, {119.6, 30.91},
                                  {119.59, 30.9}, {119.6, 30.88}, {119.6, 30.87}};
    for (size_t i = 0; i < 6; i++)
        roads_point(&s->r, at[i].lon_deg, at[i].lat_deg);
    static const char *const through[] = {"0 1", "1 2", "2 0", "3 0", "0 3", "4 5"};
    for (size_t i = 0; i < 6; i++) {
        ch_road_way *way = roads_way(&s->r, CH_road_class_CLASS2, through[i]);
        if (i < 5)
            roads_oneway(way);
    }
    build(s);
    new_road(s, CH_road_class_CLASS2, 2, (ch_point[]){at[0], {119.6, 30.88}})->join_m = 0.5;
    patch(s);
    /* 4 and 5 lie outside of the main part: nothing is joined there */
    assert_int_equal(s->end[0], CH_ROAD_WORK_FAR);
    size_t in = 0, out = 0;
    for (size_t i = 0; i < s->patch.links; i++) {
        in += s->patch.link[i].tail == node(s, 0);
        out += s->patch.link[i].head == node(s, 0);
    }
    assert_int_equal(in, 2);  /* along 0 1 and 0 3 */
    assert_int_equal(out, 2); /* by 2 0 and 3 0 */
    end(s);
}

static void an_interchange_joins_two_roads_and_not_two_pieces_of_one(void **state)
{
    (void)state;
    scene *s = begin();
    static const ch_point at[] = {{119.59, 30.9}, {119.6, 30.9}, {119.61, 30.9}, {119.6, 30.901}, {119.6, 30.92}};
    for (size_t i = 0; i < 5; i++)
        roads_point(&s->r, at[i].lon_deg, at[i].lat_deg);
    static const char *const through[] = {"0 1", "1 2", "3 4", "2 4"};
    for (size_t i = 0; i < 4; i++)
        roads_way(&s->r, CH_road_class_CLASS1, through[i])->name = i < 2 ? CH_TEXT("G50") : CH_TEXT("");
    build(s);
    const uint64_t before = ms_between(s, 0, 4);
    new_road(s, 0, 1, (ch_point[]){{119.6001, 30.9001}});
    patch(s);
    assert_int_equal(s->end[0], CH_ROAD_WORK_DONE);
    assert_true(ms_between(s, 0, 4) < before);
    end(s);
}

/* 0 --|-- 2 with a barrier at 1, where a one-way street from 3 ends: opening it lets nobody through. */
static void a_direction_that_is_opened_behind_a_barrier_stays_behind_it(void **state)
{
    (void)state;
    scene *s = begin();
    static const ch_point at[] = {{119.6, 30.9}, {119.61, 30.9}, {119.62, 30.9}, {119.61, 30.91}};
    for (size_t i = 0; i < 4; i++)
        roads_point(&s->r, at[i].lon_deg, at[i].lat_deg);
    roads_way(&s->r, CH_road_class_CLASS2, "0 1");
    roads_way(&s->r, CH_road_class_CLASS2, "1 2");
    roads_oneway(roads_way(&s->r, CH_road_class_CLASS2, "3 1"));
    s->r.barrier[1] = 1;
    build(s);
    on_street(s, CH_ROAD_WORK_OPEN, street_of(s, 102));
    patch(s);
    assert_int_equal(s->end[0], CH_ROAD_WORK_DONE);
    assert_int_equal(ms_between(s, 0, 3), UINT64_MAX);
    assert_int_not_equal(ms_between(s, 1, 3), UINT64_MAX);
    end(s);
}

static void where_a_road_joins_does_not_depend_on_closings(void **state)
{
    (void)state;
    scene *s = ladder();
    new_road(s, CH_road_class_CLASS1, 2, (ch_point[]){{119.605, 30.9}, {119.605, 30.88}});
    patch(s);
    const ch_road_patch open = s->patch;
    s->work[1] = s->work[0];
    s->works = 0;
    on_street(s, CH_ROAD_WORK_CLOSE, street_of(s, 100));
    s->works = 2;
    patch(s);
    assert_int_equal(s->patch.points, open.points);
    assert_memory_equal(s->patch.point, open.point, open.points * sizeof *open.point);
    end(s);
}

/* ---- laws, on networks at random */

static void draw_street_work(scene *s, uint64_t *seed, ch_road_work_kind kind)
{
    for (size_t i = 0; i < 3; i++)
        s->street[s->works][i] = draw(seed, (uint32_t)s->net.streets);
    add_work(s, (ch_road_work){.kind = kind, .street = s->street[s->works], .streets = 1 + draw(seed, 3)});
}

static ch_point draw_point(uint64_t *seed)
{
    return (ch_point){119.59 + draw(seed, 700) * 1e-4, 30.89 + draw(seed, 500) * 1e-4};
}

static void draw_new_road(scene *s, uint64_t *seed, size_t points)
{
    ch_point path[MOST_PATH];
    for (size_t i = 0; i < points; i++)
        path[i] = draw(seed, 3) == 0 ? s->r.point[draw(seed, (uint32_t)s->r.given.points)] : draw_point(seed);
    ch_road_work *work = new_road(s, (uint8_t)(1 + draw(seed, CH_road_class_END - 1)), points, path);
    work->join_m = draw(seed, 3) * 300;
    work->is_oneway = draw(seed, 3) == 0;
    work->is_reversed = draw(seed, 2) == 0;
    work->extra_s = draw(seed, 2) * 10;
    work->length_m = draw(seed, 4) == 0 ? 100 : 0;
}

static void draw_helping(scene *s, uint64_t *seed)
{
    switch (draw(seed, 4)) {
    case 0:
        draw_street_work(s, seed, CH_ROAD_WORK_SPEED);
        s->work[s->works - 1].limit_kmh = s->work[s->works - 1].plan_kmh = 130;
        break;
    case 1: draw_street_work(s, seed, CH_ROAD_WORK_OPEN); break;
    case 2: draw_new_road(s, seed, 1); break;
    default: draw_new_road(s, seed, 2 + draw(seed, MOST_PATH - 1));
    }
}

/* Two-way streets made one-way: one that is one-way already could be turned round. */
static void draw_hindering(scene *s, uint64_t *seed)
{
    switch (draw(seed, 3)) {
    case 0:
        draw_street_work(s, seed, CH_ROAD_WORK_SPEED);
        s->work[s->works - 1].limit_kmh = s->work[s->works - 1].plan_kmh = 4;
        break;
    case 1: draw_street_work(s, seed, CH_ROAD_WORK_CLOSE); break;
    default: {
        const uint32_t street = draw(seed, (uint32_t)s->net.streets);
        const uint32_t *arc = s->net.at[street].arc;
        for (size_t i = 0; i < s->works; i++)
            if (s->work[i].kind == CH_ROAD_WORK_ONEWAY && s->work[i].street[0] == street)
                return;
        if (arc[0] != CH_ROAD_NONE && arc[1] != CH_ROAD_NONE && s->ms[arc[0]] != CH_ROAD_CLOSED &&
            s->ms[arc[1]] != CH_ROAD_CLOSED)
            on_street(s, CH_ROAD_WORK_ONEWAY, street)->is_reversed = draw(seed, 2) == 0;
    }
    }
}

static void times_between_all(const scene *s, uint64_t *time)
{
    static uint64_t from_one[MOST_NODES];
    assert_true(s->net.nodes + s->patch.points <= MOST_NODES);
    for (uint32_t from = 0; from < s->net.nodes; from++) {
        roads_times(&s->net, s->ms, &s->patch, from, from_one);
        for (uint32_t to = 0; to < s->net.nodes; to++)
            time[from * s->net.nodes + to] = roads_time_at(&s->net, from_one, to);
    }
}

/* One work more, again and again: each time no trip is longer (or shorter) than before. */
static void assert_law(uint64_t *seed, void (*draw_work)(scene *s, uint64_t *seed), bool helps)
{
    static uint64_t before[300 * 300], after[300 * 300];
    scene *s = begin();
    s->profile = draw(seed, 3) == 0 ? CH_ROAD_TRUCK : CH_ROAD_CAR;
    roads_draw(&s->r, seed, 4 + draw(seed, 2), 4, draw(seed, 2) == 0);
    build(s);
    const size_t trips = s->net.nodes * s->net.nodes;
    assert_true(trips <= 300 * 300);
    times_between_all(s, before);
    for (int i = 0; i < 5; i++) {
        draw_work(s, seed);
        patch(s);
        times_between_all(s, after);
        for (size_t trip = 0; trip < trips; trip++)
            assert_true(helps ? after[trip] <= before[trip] : after[trip] >= before[trip]);
        memcpy(before, after, trips * sizeof *before);
    }
    end(s);
}

static void what_only_adds_and_speeds_up_lengthens_no_trip(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 40; round++)
        assert_law(&seed, draw_helping, true);
}

static void what_only_closes_and_slows_down_shortens_no_trip(void **state)
{
    (void)state;
    uint64_t seed = 12;
    for (int round = 0; round < 40; round++)
        assert_law(&seed, draw_hindering, false);
}

/* Closing after building: the new roads stay where they were. */
static void closing_streets_shortens_no_trip_where_roads_were_built(void **state)
{
    (void)state;
    static uint64_t before[300 * 300], after[300 * 300];
    uint64_t seed = 13;
    for (int round = 0; round < 30; round++) {
        scene *s = begin();
        roads_draw(&s->r, &seed, 4, 4, round % 2 == 0);
        build(s);
        /* the closings come first, so that building could see them */
        draw_hindering(s, &seed);
        draw_street_work(s, &seed, CH_ROAD_WORK_CLOSE);
        const size_t closings = s->works;
        draw_new_road(s, &seed, 3);
        draw_new_road(s, &seed, 2);
        draw_new_road(s, &seed, 1);
        patch(s);
        times_between_all(s, after);
        memmove(s->work, s->work + closings, (s->works - closings) * sizeof *s->work);
        s->works -= closings;
        patch(s);
        times_between_all(s, before);
        for (size_t trip = 0; trip < s->net.nodes * s->net.nodes; trip++)
            assert_true(after[trip] >= before[trip]);
        end(s);
    }
}

/* A detour that is never worth it, from a street to itself: nothing may become shorter, by not one millisecond. */
static void nobody_gains_by_leaving_a_street_and_coming_back(void **state)
{
    (void)state;
    uint64_t seed = 14;
    for (int round = 0; round < 200; round++) {
        scene *s = begin();
        roads_point(&s->r, 119.6, 30.9);
        roads_point(&s->r, 119.6 + 0.00001 * draw(&seed, 3000), 30.9);
        roads_way(&s->r, CH_road_class_CLASS2, "0 1")->length_m = 1 + draw(&seed, 3000);
        build(s);
        const uint64_t there = ms_between(s, 0, 1), back = ms_between(s, 1, 0);
        for (int i = 0; i < 4; i++) {
            const double begin_deg = 119.6 + 0.00001 * draw(&seed, 3000), end_deg = 119.6 + 0.00001 * draw(&seed, 3000);
            ch_road_work *work =
                new_road(s, CH_road_class_MOTORWAY, 2, (ch_point[]){{begin_deg, 30.9}, {end_deg, 30.9}});
            work->length_m = 1e6;
            work->join_m = 1;
        }
        patch(s);
        assert_int_equal(ms_between(s, 0, 1), there);
        assert_int_equal(ms_between(s, 1, 0), back);
        end(s);
    }
}

/* Against a network built with the same done to its ways. */
static void works_on_streets_are_as_if_the_ways_had_been_so(void **state)
{
    (void)state;
    static uint64_t patched[300 * 300], built[300 * 300];
    uint64_t seed = 15;
    for (int round = 0; round < 40; round++) {
        scene *s = begin();
        roads_draw(&s->r, &seed, 4, 4, false);
        build(s);
        /* a whole way, all its streets */
        static uint32_t streets[500];
        ch_road_way *way = &s->r.way[draw(&seed, (uint32_t)s->r.given.ways)];
        size_t n = 0;
        for (uint32_t street = 0; street < s->net.streets; street++)
            if (s->net.way[s->net.at[street].way].number == way->number)
                streets[n++] = street;
        const bool was_driven = !way->closed[CH_ROAD_CAR][0] || !way->closed[CH_ROAD_CAR][1];
        const ch_road_work_kind kind = (ch_road_work_kind)draw(&seed, 4);
        add_work(s, (ch_road_work){
                        .kind = kind, .street = streets, .streets = n, .limit_kmh = 37, .is_reversed = round % 2 == 0});
        patch(s);
        times_between_all(s, patched);

        bool *closed = way->closed[CH_ROAD_CAR];
        if (kind == CH_ROAD_WORK_SPEED)
            way->limit_kmh[0] = way->limit_kmh[1] = 37;
        else if (kind == CH_ROAD_WORK_CLOSE)
            closed[0] = closed[1] = true;
        else if (kind == CH_ROAD_WORK_OPEN)
            closed[0] = closed[1] = false;
        else if (was_driven) {
            closed[CH_ROAD_ALONG] = round % 2 == 0;
            closed[CH_ROAD_AGAINST] = !closed[CH_ROAD_ALONG];
        }
        const size_t nodes = s->net.nodes;
        s->patch = (ch_road_patch){0};
        build(s);
        assert_int_equal(s->net.nodes, nodes);
        times_between_all(s, built);
        for (size_t trip = 0; trip < nodes * nodes; trip++)
            assert_int_equal(patched[trip], built[trip]);
        end(s);
    }
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t seed = 16;
    scene *s = begin();
    roads_draw(&s->r, &seed, 5, 4, true);
    build(s);
    for (int i = 0; i < 5; i++) {
        draw_new_road(s, &seed, 3);
        draw_hindering(s, &seed);
    }
    for (size_t at = 1;; at++) {
        failing memory_of = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_of);
        ch_arena arena = CH_ARENA(&memory);
        ch_err err = ch_road_patch_make(&arena, &s->net, s->near, &ch_road_speeds_default, s->profile, CH_ROAD_LIMIT,
                                        s->ms, s->work, s->works, &s->patch, s->end);
        ch_arena_free(&arena);
        assert_int_equal(memory_of.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    end(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zeroed_patch_changes_nothing),
        cmocka_unit_test(a_new_road_between_two_nodes_takes_its_own_time),
        cmocka_unit_test(a_new_road_joins_streets_in_their_middle),
        cmocka_unit_test(streets_are_closed_slowed_turned_and_opened_in_order),
        cmocka_unit_test(a_direction_that_nobody_could_drive_is_opened_by_links),
        cmocka_unit_test(works_that_name_nothing_say_so),
        cmocka_unit_test(a_road_that_ends_nowhere_hangs_loose_and_harms_nothing),
        cmocka_unit_test(a_road_across_an_earlier_new_road_meets_it),
        cmocka_unit_test(an_interchange_joins_a_motorway_to_the_road_below_it),
        cmocka_unit_test(the_points_of_a_new_road_share_its_time),
        cmocka_unit_test(a_road_to_a_junction_joins_all_that_meet_there),
        cmocka_unit_test(an_interchange_joins_two_roads_and_not_two_pieces_of_one),
        cmocka_unit_test(a_direction_that_is_opened_behind_a_barrier_stays_behind_it),
        cmocka_unit_test(where_a_road_joins_does_not_depend_on_closings),
        cmocka_unit_test(what_only_adds_and_speeds_up_lengthens_no_trip),
        cmocka_unit_test(what_only_closes_and_slows_down_shortens_no_trip),
        cmocka_unit_test(closing_streets_shortens_no_trip_where_roads_were_built),
        cmocka_unit_test(nobody_gains_by_leaving_a_street_and_coming_back),
        cmocka_unit_test(works_on_streets_are_as_if_the_ways_had_been_so),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
