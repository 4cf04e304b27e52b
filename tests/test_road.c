/* test_road.c - networks made of ways: nodes, streets, turns, weights, and what lies near. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/road.h"
#include "failing.h"
#include "make_roads.h"

#include <math.h>
#include <stdio.h>

typedef struct {
    roads r;
    ch_arena arena;
    ch_road_net net;
    ch_road_report report;
} work;

static work *begin(void)
{
    static work w;
    roads_begin(&w.r);
    w.arena = (ch_arena){0};
    return &w;
}

static void build(work *w)
{
    assert_int_equal(ch_road_build(&w->arena, &w->r.given, NULL, &w->net, &w->report), CH_OK);
}

static void end(work *w)
{
    ch_arena_free(&w->arena);
}

static uint32_t node(const work *w, uint32_t point)
{
    return roads_node_at(&w->net, w->r.point[point]);
}

static uint64_t ms_between(const work *w, ch_road_profile profile, uint32_t from, uint32_t to)
{
    static uint32_t ms[20000];
    static uint64_t time[5000];
    ch_road_weigh(&w->net, &ch_road_speeds_default, profile, CH_ROAD_LIMIT, ms);
    roads_times(&w->net, ms, NULL, node(w, from), time);
    return roads_time_at(&w->net, time, node(w, to));
}

/* ---- the motorway of the notes: G50 from Changxing West to the border, 28.8 km, 100 -> 120 km/h */

static void g50(work *w, double limit_kmh)
{
    static const double length_km[] = {9.096, 9.563, 3.006, 7.135};
    for (uint32_t i = 0; i < 5; i++)
        roads_point(&w->r, 119.83 - i * 0.07, 31);
    for (uint32_t i = 0; i < 4; i++) {
        char through[24];
        snprintf(through, sizeof through, "%u %u", i, i + 1);
        ch_road_way *way = roads_way(&w->r, CH_road_class_MOTORWAY, through);
        way->length_m = length_km[i] * 1000;
        way->limit_kmh[0] = way->limit_kmh[1] = (float)limit_kmh;
    }
    build(w);
}

static void a_motorway_of_28_8_km_takes_17_28_minutes_at_100_and_14_40_at_120(void **state)
{
    (void)state;
    work *w = begin();
    g50(w, 100);
    assert_int_equal(ms_between(w, CH_ROAD_CAR, 0, 4), 1728 * 600);
    end(w);
    w = begin();
    g50(w, 120);
    assert_int_equal(ms_between(w, CH_ROAD_CAR, 0, 4), 1440 * 600);
    end(w);
}

/* ---- turns: against a search that remembers by which street it came */

typedef struct {
    const work *w;
    ch_road_profile profile;
    const uint32_t *ms;
    uint32_t via[ROADS_TURNS]; /* node of each restriction */
    uint8_t barrier[5000];     /* per node */
} oracle;

static void ask(oracle *o, const work *w, ch_road_profile profile, const uint32_t *ms)
{
    *o = (oracle){.w = w, .profile = profile, .ms = ms};
    for (size_t i = 0; i < w->r.given.turns; i++)
        o->via[i] = node(w, w->r.turn[i].via);
    for (uint32_t i = 0; i < w->r.given.points; i++)
        if (w->r.barrier[i] != 0 && node(w, i) != CH_ROAD_NONE)
            o->barrier[node(w, i)] = w->r.barrier[i];
}

static uint32_t begin_of(const oracle *o, uint32_t drive)
{
    const ch_road_street *street = &o->w->net.at[drive / 2];
    return drive % 2 == CH_ROAD_ALONG ? street->from : street->to;
}

static uint32_t end_of(const oracle *o, uint32_t drive)
{
    return begin_of(o, drive ^ 1);
}

static const ch_road_way *way_of(const oracle *o, uint32_t drive)
{
    return &o->w->net.way[o->w->net.at[drive / 2].way];
}

static bool is_driven(const oracle *o, uint32_t drive)
{
    return o->w->net.at[drive / 2].arc[drive % 2] != CH_ROAD_NONE;
}

static size_t streets_at(const oracle *o, uint32_t at)
{
    size_t n = 0;
    for (uint32_t street = 0; street < o->w->net.streets; street++)
        n += (o->w->net.at[street].from == at) + (o->w->net.at[street].to == at);
    return n;
}

static bool means(const oracle *o, const ch_road_turn *turn, uint32_t by, uint32_t exit)
{
    if (!is_driven(o, exit) || begin_of(o, exit) != end_of(o, by) || way_of(o, exit)->number != turn->to)
        return false;
    if (turn->from != turn->to)
        return true;
    bool goes_on = false;
    for (uint32_t other = 0; other < 2 * o->w->net.streets; other++)
        goes_on |= other / 2 != by / 2 && is_driven(o, other) && begin_of(o, other) == end_of(o, by) &&
                   way_of(o, other)->number == turn->to;
    return turn->only && goes_on ? exit / 2 != by / 2 : exit / 2 == by / 2;
}

static bool may_follow(const oracle *o, uint32_t by, uint32_t exit)
{
    const uint32_t at = end_of(o, by);
    bool only = false, allowed = false;
    if ((o->barrier[at] >> o->profile & 1) && streets_at(o, at) > 1 && exit / 2 != by / 2)
        return false;
    for (size_t i = 0; i < o->w->r.given.turns; i++) {
        const ch_road_turn *turn = &o->w->r.turn[i];
        if (!turn->of[o->profile] || o->via[i] != at || way_of(o, by)->number != turn->from)
            continue;
        if (!turn->only && means(o, turn, by, exit))
            return false;
        for (uint32_t other = 0; turn->only && other < 2 * o->w->net.streets; other++)
            only |= means(o, turn, by, other);
        allowed |= turn->only && means(o, turn, by, exit);
    }
    return !only || allowed;
}

/* Which drives may follow each, as rows of a matrix of drives. */
static void drive_from(const oracle *o, const bool *may, uint32_t from, uint64_t *arrives)
{
    const uint32_t drives = 2 * (uint32_t)o->w->net.streets;
    for (uint32_t drive = 0; drive < drives; drive++)
        arrives[drive] = is_driven(o, drive) && begin_of(o, drive) == from && o->ms[drive] != CH_ROAD_CLOSED
                             ? o->ms[drive]
                             : UINT64_MAX;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t by = 0; by < drives; by++)
            for (uint32_t exit = 0; arrives[by] != UINT64_MAX && exit < drives; exit++)
                if (may[by * drives + exit] && arrives[by] + o->ms[exit] < arrives[exit]) {
                    arrives[exit] = arrives[by] + o->ms[exit];
                    changed = true;
                }
    }
}

static void compare_times(const work *w, ch_road_profile profile)
{
    static oracle o;
    static uint32_t ms[20000], of_drive[4000];
    static uint64_t time[5000], arrives[4000];
    const ch_road_net *net = &w->net;
    const uint32_t drives = 2 * (uint32_t)net->streets;
    ch_road_weigh(net, &ch_road_speeds_default, profile, CH_ROAD_PLAN, ms);
    for (uint32_t drive = 0; drive < drives; drive++)
        of_drive[drive] =
            ch_road_weigh_street(net, &ch_road_speeds_default, profile, CH_ROAD_PLAN, drive / 2, drive % 2, 0, 0);
    ask(&o, w, profile, of_drive);
    bool *may = malloc((size_t)drives * drives + 1);
    for (uint32_t by = 0; by < drives; by++)
        for (uint32_t exit = 0; exit < drives; exit++)
            may[by * drives + exit] = is_driven(&o, by) && is_driven(&o, exit) &&
                                      end_of(&o, by) == begin_of(&o, exit) && of_drive[exit] != CH_ROAD_CLOSED &&
                                      may_follow(&o, by, exit);
    for (uint32_t from = 0; from < net->nodes; from++) {
        if (net->original[from] != from)
            continue;
        roads_times(net, ms, NULL, from, time);
        drive_from(&o, may, from, arrives);
        for (uint32_t to = 0; to < net->nodes; to++) {
            if (net->original[to] != to || to == from)
                continue;
            uint64_t least = UINT64_MAX;
            for (uint32_t drive = 0; drive < drives; drive++)
                if (end_of(&o, drive) == to && arrives[drive] < least)
                    least = arrives[drive];
            assert_int_equal(roads_time_at(net, time, to), least);
        }
    }
    free(may);
}

static void times_are_those_of_a_search_that_remembers_how_it_came(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int round = 0; round < 60; round++) {
        work *w = begin();
        roads_draw(&w->r, &seed, 3 + draw(&seed, 4), 3 + draw(&seed, 3), round % 3 > 0);
        build(w);
        compare_times(w, CH_ROAD_CAR);
        compare_times(w, CH_ROAD_TRUCK);
        end(w);
    }
}

/* ---- streets and nodes */

static void ways_are_cut_where_they_meet_and_only_there(void **state)
{
    (void)state;
    work *w = begin();
    for (uint32_t i = 0; i < 6; i++)
        roads_point(&w->r, 119.6 + i * 0.01, 30.9);
    roads_point(&w->r, 119.62, 30.91);
    roads_point(&w->r, 120, 31); /* no way uses it */
    roads_way(&w->r, CH_road_class_CLASS2, "0 1 2 3 4 5")->name = CH_TEXT("S14");
    roads_way(&w->r, CH_road_class_LOCAL, "2 6");
    w->r.keep[4] = w->r.keep[7] = true;
    build(w);
    assert_int_equal(w->report.nodes, 5); /* 0 2 4 5 6 */
    assert_int_equal(w->report.streets, 4);
    assert_int_equal(w->report.arcs, 8);
    assert_int_equal(w->net.line_points, 6 + 2);
    assert_int_equal(node(w, 1), CH_ROAD_NONE);
    assert_int_equal(node(w, 7), CH_ROAD_NONE);
    double share = 0, length_m = 0;
    for (size_t i = 0; i < w->net.streets; i++) {
        const ch_road_street *street = &w->net.at[i];
        assert_memory_equal(&w->net.line[street->first], &w->net.point[street->from], sizeof(ch_point));
        assert_memory_equal(&w->net.line[street->first + street->points - 1], &w->net.point[street->to],
                            sizeof(ch_point));
        if (street->way == 0) {
            share += street->share;
            length_m += street->length_m;
        }
    }
    assert_true(fabs(share - 1) < 1e-12);
    assert_true(fabs(length_m - 1000 * ch_geo_km(w->r.point[0], w->r.point[5])) < 1);
    assert_true(ch_text_equal(w->net.way[0].name, CH_TEXT("S14")));
    end(w);
}

static void rounds_are_cut_in_two_and_repeated_points_count_once(void **state)
{
    (void)state;
    work *w = begin();
    for (uint32_t i = 0; i < 4; i++)
        roads_point(&w->r, 119.6 + (i % 2) * 0.01, 30.9 + i * 0.01);
    roads_way(&w->r, CH_road_class_LOCAL, "0 1 2 0");   /* from a node to itself */
    roads_way(&w->r, CH_road_class_LOCAL, "0 0 3 3 3"); /* points given again */
    roads_way(&w->r, CH_road_class_LOCAL, "1 1");       /* goes nowhere */
    build(w);
    assert_int_equal(w->report.ways, 3);
    assert_int_equal(w->report.streets, 3);
    for (size_t i = 0; i < w->net.streets; i++)
        assert_int_not_equal(w->net.at[i].from, w->net.at[i].to);
    end(w);
}

static void lengths_that_are_stated_are_shared_by_the_lines_lengths(void **state)
{
    (void)state;
    work *w = begin();
    for (uint32_t i = 0; i < 4; i++)
        roads_point(&w->r, 119.6, 30.9 + (i == 3 ? 4 : i) * 0.01);
    ch_road_way *way = roads_way(&w->r, CH_road_class_CLASS2, "0 1 2 3"); /* 1 : 1 : 2 */
    way->length_m = 8000;
    way->extra_s = 40;
    w->r.keep[1] = w->r.keep[2] = true;
    build(w);
    /* at 60 km/h: 120 s and 10 s of the ramp; 240 s and 20 s */
    assert_int_equal(ms_between(w, CH_ROAD_CAR, 0, 1), 130000);
    assert_int_equal(ms_between(w, CH_ROAD_CAR, 2, 3), 260000);
    assert_int_equal(ms_between(w, CH_ROAD_CAR, 0, 3), 520000);
    end(w);
}

/* ---- weights */

static uint32_t weight(const ch_road_way *given, ch_road_profile profile, ch_road_basis basis)
{
    work *w = begin();
    roads_point(&w->r, 119.6, 30.9);
    roads_point(&w->r, 119.7, 30.9);
    ch_road_way *way = roads_way(&w->r, CH_road_class_CLASS1, "0 1");
    const uint32_t first = way->first, nodes = way->nodes;
    *way = *given;
    way->first = first;
    way->nodes = nodes;
    build(w);
    const uint32_t ms = ch_road_weigh_street(&w->net, &ch_road_speeds_default, profile, basis, 0, CH_ROAD_ALONG, 0, 0);
    uint32_t of_arc[2];
    ch_road_weigh(&w->net, &ch_road_speeds_default, profile, basis, of_arc);
    assert_int_equal(of_arc[w->net.at[0].arc[CH_ROAD_ALONG]], ms);
    end(w);
    return ms;
}

/* 7200 m of class 1: cars 80 km/h, of which 0.8125 is planned with; trucks 70 and 0.8. */
static void weights_follow_limit_plan_and_vehicle(void **state)
{
    (void)state;
    ch_road_way way = {.road_class = CH_road_class_CLASS1, .length_m = 7200};
    assert_int_equal(weight(&way, CH_ROAD_CAR, CH_ROAD_LIMIT), 324000);
    assert_int_equal(weight(&way, CH_ROAD_CAR, CH_ROAD_PLAN), 398769); /* 65 km/h: 398.769 s */
    assert_int_equal(weight(&way, CH_ROAD_TRUCK, CH_ROAD_LIMIT), 370286);
    way.limit_kmh[CH_ROAD_ALONG] = 90;
    assert_int_equal(weight(&way, CH_ROAD_CAR, CH_ROAD_LIMIT), 288000);
    assert_int_equal(weight(&way, CH_ROAD_TRUCK, CH_ROAD_LIMIT), 324000); /* no more than 80 there */
    assert_int_equal(weight(&way, CH_ROAD_CAR, CH_ROAD_PLAN), 354462);    /* 73.125 km/h */
    way.plan_kmh = 100;
    assert_int_equal(weight(&way, CH_ROAD_CAR, CH_ROAD_PLAN), 259200);
    assert_int_equal(weight(&way, CH_ROAD_TRUCK, CH_ROAD_PLAN), 324000);
    way.extra_s = 30.0004;
    assert_int_equal(weight(&way, CH_ROAD_CAR, CH_ROAD_LIMIT), 318000);
    way.fixed_s = 600;
    assert_int_equal(weight(&way, CH_ROAD_CAR, CH_ROAD_LIMIT), 630000);
}

static void a_vehicle_keeps_off_what_is_closed_too_low_or_too_weak(void **state)
{
    (void)state;
    ch_road_way way = {.road_class = CH_road_class_CLASS1, .length_m = 7200, .height_m = 3.8F};
    assert_int_equal(weight(&way, CH_ROAD_CAR, CH_ROAD_LIMIT), 324000);
    assert_int_equal(weight(&way, CH_ROAD_TRUCK, CH_ROAD_LIMIT), CH_ROAD_CLOSED);
    way = (ch_road_way){.road_class = CH_road_class_CLASS1, .length_m = 7200, .weight_t = 10};
    assert_int_equal(weight(&way, CH_ROAD_TRUCK, CH_ROAD_LIMIT), CH_ROAD_CLOSED);
    way = (ch_road_way){.road_class = CH_road_class_TRACK, .length_m = 7200};
    assert_int_equal(weight(&way, CH_ROAD_TRUCK, CH_ROAD_LIMIT), CH_ROAD_CLOSED);
    way = (ch_road_way){.road_class = CH_road_class_CLASS1, .length_m = 1e11}; /* past 2^32 ms */
    assert_int_equal(weight(&way, CH_ROAD_CAR, CH_ROAD_LIMIT), CH_ROAD_CLOSED);
    way = (ch_road_way){.road_class = CH_road_class_CLASS1, .closed = {{true}}};
    assert_int_equal(weight(&way, CH_ROAD_CAR, CH_ROAD_LIMIT), CH_ROAD_CLOSED);
}

static void every_class_has_speeds_for_every_vehicle(void **state)
{
    (void)state;
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        for (int c = 1; c < CH_road_class_END; c++) {
            const ch_road_speed *speed = &ch_road_speeds_default.speed[p][c];
            assert_true(speed->factor >= 0.7 && speed->factor <= 0.85);
            assert_true(p == CH_ROAD_TRUCK || speed->limit_kmh > 0);
            assert_true(speed->limit_kmh <= speed->most_kmh);
            assert_true(speed->limit_kmh <= ch_road_speeds_default.speed[CH_ROAD_CAR][c].limit_kmh);
        }
}

/* ---- turns, by hand */

/*       3
 *       |
 * 0 --- 1 --- 2        ways 100: 0-1, 101: 1-2, 102: 1-3 */
static work *crossing(void)
{
    work *w = begin();
    roads_point(&w->r, 119.6, 30.9);
    roads_point(&w->r, 119.61, 30.9);
    roads_point(&w->r, 119.62, 30.9);
    roads_point(&w->r, 119.61, 30.91);
    static const char *const through[] = {"0 1", "1 2", "1 3"};
    for (size_t i = 0; i < 3; i++)
        roads_way(&w->r, CH_road_class_CLASS2, through[i])->length_m = 1000;
    return w;
}

static void restrictions_of_one_arrival_share_a_copy(void **state)
{
    (void)state;
    work *w = crossing();
    roads_turn(&w->r, 1, 100, 102, false);
    roads_turn(&w->r, 1, 100, 100, false);
    roads_turn(&w->r, 1, 101, 102, false)->of[CH_ROAD_CAR] = false;
    build(w);
    assert_int_equal(w->report.turns, 3);
    assert_int_equal(w->report.copies, 2);
    assert_int_equal(ms_between(w, CH_ROAD_CAR, 0, 2), 120000);
    assert_int_equal(ms_between(w, CH_ROAD_CAR, 2, 3), 120000);
    /* past the turn, round at 2 and back */
    assert_int_equal(ms_between(w, CH_ROAD_CAR, 0, 3), 240000);
    assert_int_equal(ms_between(w, CH_ROAD_TRUCK, 2, 3), UINT64_MAX); /* round at 0 it would arrive by 100 */
    end(w);
}

static void turns_that_do_not_meet_are_counted_and_left(void **state)
{
    (void)state;
    work *w = crossing();
    roads_turn(&w->r, 2, 100, 101, false);  /* 100 does not reach 2 */
    roads_turn(&w->r, 1, 100, 999, false);  /* no such way */
    roads_turn(&w->r, 77, 100, 101, false); /* no such point */
    roads_turn(&w->r, 1, 999, 101, true);
    roads_oneway(&w->r.way[2]);
    roads_turn(&w->r, 1, 102, 101, false); /* nobody arrives by it */
    build(w);
    assert_int_equal(w->report.turns_unused, 5);
    assert_int_equal(w->report.turns + w->report.copies, 0);
    assert_int_equal(ms_between(w, CH_ROAD_CAR, 0, 3), 120000);
    end(w);
}

static void a_barrier_is_driven_up_to_but_not_through(void **state)
{
    (void)state;
    work *w = crossing();
    w->r.barrier[1] = 1 << CH_ROAD_TRUCK;
    w->r.barrier[3] = 3; /* at the end of a road: nothing to pass to */
    build(w);
    assert_int_equal(w->report.copies, 3);
    assert_int_equal(ms_between(w, CH_ROAD_CAR, 0, 2), 120000);
    assert_int_equal(ms_between(w, CH_ROAD_TRUCK, 0, 1), 60000);
    assert_int_equal(ms_between(w, CH_ROAD_TRUCK, 0, 2), UINT64_MAX);
    for (uint32_t street = 0; street < w->net.streets; street++)
        assert_true(ch_road_is_entry(&w->net, street));
    end(w);
}

/* ---- rows, order, parts */

static void assert_rows(const ch_road_net *net)
{
    size_t seen = 0;
    for (uint32_t v = 0; v < net->nodes; v++) {
        for (uint32_t arc = net->start[v]; arc < net->start[v + 1]; arc++, seen++) {
            const ch_road_street *street = &net->at[net->street[arc]];
            const bool is_along = net->way_of[arc] == CH_ROAD_ALONG;
            assert_true(arc == net->start[v] || net->head[arc - 1] <= net->head[arc]);
            assert_int_equal(net->original[v], is_along ? street->from : street->to);
            assert_int_equal(net->original[net->head[arc]], is_along ? street->to : street->from);
            assert_int_equal(net->head[arc], net->head[street->arc[net->way_of[arc]]]);
        }
        for (uint32_t i = net->back_start[v]; i < net->back_start[v + 1]; i++) {
            const uint32_t arc = net->back_arc[i], tail = net->back_tail[i];
            assert_true(arc >= net->start[tail] && arc < net->start[tail + 1] && net->head[arc] == v);
            assert_true(i == net->back_start[v] || net->back_tail[i - 1] <= tail);
        }
    }
    assert_int_equal(seen, net->arcs);
    assert_int_equal(net->back_start[net->nodes], net->arcs);
}

/* By reaching to and fro from every node, not by Tarjan. */
static void assert_main(const ch_road_net *net)
{
    static uint32_t ms[20000];
    static uint64_t there[400][400];
    size_t largest = 0, of = 0;
    for (uint32_t arc = 0; arc < net->arcs; arc++)
        ms[arc] =
            (net->turn_closed[arc] & 1) || net->way[net->at[net->street[arc]].way].closed[CH_ROAD_CAR][net->way_of[arc]]
                ? CH_ROAD_CLOSED
                : 1;
    assert_true(net->nodes <= 400);
    for (uint32_t v = 0; v < net->nodes; v++)
        roads_times(net, ms, NULL, v, there[v]);
    for (uint32_t v = 0; v < net->nodes; v++) {
        size_t n = 0;
        for (uint32_t to = 0; to < net->nodes; to++)
            n += there[v][to] != UINT64_MAX && there[to][v] != UINT64_MAX;
        if (n > largest) {
            largest = n;
            of = v;
        }
    }
    for (uint32_t v = 0; v < net->nodes; v++)
        assert_int_equal(net->is_main[v], there[of][v] != UINT64_MAX && there[v][of] != UINT64_MAX);
}

static void rows_and_parts_are_as_promised(void **state)
{
    (void)state;
    uint64_t seed = 6;
    for (int round = 0; round < 60; round++) {
        work *w = begin();
        roads_draw(&w->r, &seed, 3 + draw(&seed, 5), 3 + draw(&seed, 4), round % 2 == 0);
        build(w);
        assert_rows(&w->net);
        assert_main(&w->net);
        for (uint32_t street = 0; street < w->net.streets; street++)
            for (int direction = 0; direction < CH_ROAD_WAYS; direction++) {
                size_t found = 0, there_are = 0;
                for (ch_road_start at = {CH_ROAD_NONE, 0}; ch_road_next_start(&w->net, street, direction, &at); found++)
                    assert_true(at.arc >= w->net.start[at.tail] && at.arc < w->net.start[at.tail + 1]);
                for (uint32_t arc = 0; arc < w->net.arcs; arc++)
                    there_are += w->net.street[arc] == street && w->net.way_of[arc] == direction;
                assert_int_equal(found, there_are);
            }
        end(w);
    }
}

/* A long chain: a search that recurses would fall off its stack. */
static void a_road_of_many_nodes_is_one_part(void **state)
{
    (void)state;
    enum { LONG = 200000 };
    ch_point *point = malloc(LONG * sizeof *point);
    uint32_t *through = malloc(LONG * sizeof *through);
    bool *keep = malloc(LONG * sizeof *keep);
    for (uint32_t i = 0; i < LONG; i++) {
        point[i] = (ch_point){100 + i * 1e-4, 30};
        through[i] = i;
        keep[i] = true;
    }
    const ch_road_way way = {.nodes = LONG, .road_class = CH_road_class_CLASS2};
    const ch_road_given given = {
        .point = point, .points = LONG, .node = through, .nodes = LONG, .way = &way, .ways = 1, .keep = keep};
    ch_arena arena = {0};
    ch_road_net net;
    ch_road_report report;
    assert_int_equal(ch_road_build(&arena, &given, NULL, &net, &report), CH_OK);
    assert_int_equal(report.nodes, LONG);
    assert_int_equal(report.nodes_cut + report.streets_cut, 0);
    /* along the curve: few neighbours lie far apart in memory */
    size_t far = 0;
    for (uint32_t v = 0; v < net.nodes; v++)
        for (uint32_t arc = net.start[v]; arc < net.start[v + 1]; arc++)
            far += labs((long)net.head[arc] - (long)v) > 1000;
    assert_true(far < LONG / 100);
    ch_arena_free(&arena);
    free(point);
    free(through);
    free(keep);
}

/* ---- near */

static double plain_away_m(const ch_road_net *net, uint32_t street, ch_point point, double *along)
{
    const ch_point *line = net->line + net->at[street].first;
    double least = INFINITY, before_km = 0, at_km = 0;
    for (uint32_t i = 0; i + 1 < net->at[street].points; i++) {
        double best = INFINITY, best_part = 0;
        for (int step = 0; step <= 2000; step++) {
            const double part = step / 2000.0;
            const ch_point at = {line[i].lon_deg + part * (line[i + 1].lon_deg - line[i].lon_deg),
                                 line[i].lat_deg + part * (line[i + 1].lat_deg - line[i].lat_deg)};
            const double m = 1000 * ch_geo_km(point, at);
            if (m < best) {
                best = m;
                best_part = part;
            }
        }
        const double km = ch_geo_km(line[i], line[i + 1]);
        if (best < least) {
            least = best;
            at_km = before_km + best_part * km;
        }
        before_km += km;
    }
    *along = before_km > 0 ? at_km / before_km : 0;
    return least;
}

static bool is_even(const ch_road_net *net, uint32_t street)
{
    return street % 2 == 0;
}

static void the_nearest_streets_are_those_that_looking_at_each_gives(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 8; round++) {
        work *w = begin();
        const ch_road_near *near;
        ch_road_foot foot[5];
        roads_draw(&w->r, &seed, 8, 6, false);
        build(w);
        assert_int_equal(ch_road_near_make(&w->arena, &w->net, round % 2 ? is_even : NULL, &near), CH_OK);
        for (int ask = 0; ask < 12; ask++) {
            const ch_point point = {119.55 + draw(&seed, 2000) * 1e-4, 30.85 + draw(&seed, 2000) * 1e-4};
            const double most_m = 200.0 + draw(&seed, 4) * 2000;
            const size_t n = ch_road_near_find(near, point, most_m, foot, 5);
            size_t within = 0;
            for (uint32_t street = 0; street < w->net.streets; street++) {
                double along;
                const double away_m = plain_away_m(&w->net, street, point, &along);
                if (round % 2 && !is_even(&w->net, street))
                    continue;
                within += away_m <= most_m;
                size_t i = 0;
                while (i < n && foot[i].street != street)
                    i++;
                if (i < n) {
                    assert_true(fabs(foot[i].away_m - away_m) <= 1 + 1e-4 * away_m);
                    assert_true(fabs(1000 * ch_geo_km(point, foot[i].at) - foot[i].away_m) <= 0.01 + 1e-4 * away_m);
                    assert_true(fabs(foot[i].along - along) < 0.02 || fabs(foot[i].away_m - away_m) < 0.5);
                } else {
                    assert_true(away_m > most_m - 1 || (n == 5 && away_m > foot[4].away_m - 1 - 1e-4 * away_m));
                }
            }
            assert_true(n == 5 ? within >= 4 : within + 1 >= n && n + 1 >= within);
            for (size_t i = 1; i < n; i++)
                assert_true(foot[i - 1].away_m < foot[i].away_m ||
                            (foot[i - 1].away_m == foot[i].away_m && foot[i - 1].street < foot[i].street));
        }
        end(w);
    }
}

static void distances_hold_to_one_in_ten_thousand_within_50_km(void **state)
{
    (void)state;
    static const double lat_deg[] = {0, 18, 31, 45, 53};
    for (size_t k = 0; k < 5; k++)
        for (int turn = 0; turn < 16; turn++) {
            work *w = begin();
            const ch_road_near *near;
            ch_road_foot foot;
            const ch_point here = {119.6, lat_deg[k]};
            const double angle = turn * 0.3927, far_deg = 49.0 / 111.2;
            const ch_point there = {here.lon_deg + far_deg * cos(angle) / cos(lat_deg[k] * 0.0174533),
                                    here.lat_deg + far_deg * sin(angle)};
            /* straight away from here */
            roads_point(&w->r, there.lon_deg, there.lat_deg);
            roads_point(&w->r, 2 * there.lon_deg - here.lon_deg, 2 * there.lat_deg - here.lat_deg);
            roads_way(&w->r, CH_road_class_CLASS2, "0 1");
            build(w);
            assert_int_equal(ch_road_near_make(&w->arena, &w->net, NULL, &near), CH_OK);
            assert_int_equal(ch_road_near_find(near, here, 50000, &foot, 1), 1);
            const double m = 1000 * ch_geo_km(here, there);
            assert_true(fabs(foot.away_m - m) < 1e-4 * m);
            assert_int_equal(ch_road_near_find(near, here, 40000, &foot, 1), 0);
            end(w);
        }
}

static void nothing_is_near_where_there_is_nothing(void **state)
{
    (void)state;
    work *w = begin();
    const ch_road_near *near;
    ch_road_foot foot;
    build(w);
    assert_int_equal(ch_road_near_make(&w->arena, &w->net, NULL, &near), CH_OK);
    assert_int_equal(ch_road_near_find(near, (ch_point){119.6, 30.9}, 1e6, &foot, 1), 0);
    end(w);
}

/* ---- stopped, out of memory, the same again */

static bool tell_until(void *self, const char *step, uint64_t done, uint64_t of)
{
    int *left = self;
    assert_true(done <= of);
    assert_non_null(strstr("streets turns order parts", step));
    return (*left)-- > 0;
}

static void building_stops_when_told(void **state)
{
    (void)state;
    uint64_t seed = 8;
    int steps = 0;
    for (int left = 0;; left++) {
        work *w = begin();
        roads_draw(&w->r, &seed, 4, 4, true);
        int rest = left;
        ch_err err = ch_road_build(&w->arena, &w->r.given, &(ch_progress){tell_until, &rest}, &w->net, &w->report);
        end(w);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENONE);
        steps++;
    }
    assert_true(steps >= 4);
}

static void the_same_given_makes_the_same_net(void **state)
{
    (void)state;
    uint64_t seed = 9;
    work *w = begin();
    ch_arena arena = {0};
    ch_road_net again;
    ch_road_report report;
    roads_draw(&w->r, &seed, 6, 6, true);
    build(w);
    assert_int_equal(ch_road_build(&arena, &w->r.given, NULL, &again, &report), CH_OK);
    assert_memory_equal(&report, &w->report, sizeof report);
    assert_memory_equal(again.head, w->net.head, again.arcs * sizeof *again.head);
    assert_memory_equal(again.point, w->net.point, again.nodes * sizeof *again.point);
    assert_memory_equal(again.line, w->net.line, again.line_points * sizeof *again.line);
    ch_arena_free(&arena);
    end(w);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t seed = 10;
    work *w = begin();
    roads_draw(&w->r, &seed, 5, 5, true);
    for (size_t at = 1;; at++) {
        failing memory_of = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_of);
        ch_arena arena = CH_ARENA(&memory);
        const ch_road_near *near;
        ch_err err = ch_road_build(&arena, &w->r.given, NULL, &w->net, &w->report);
        if (err == CH_OK)
            err = ch_road_near_make(&arena, &w->net, ch_road_is_entry, &near);
        ch_arena_free(&arena);
        assert_int_equal(memory_of.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    end(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_motorway_of_28_8_km_takes_17_28_minutes_at_100_and_14_40_at_120),
        cmocka_unit_test(times_are_those_of_a_search_that_remembers_how_it_came),
        cmocka_unit_test(ways_are_cut_where_they_meet_and_only_there),
        cmocka_unit_test(rounds_are_cut_in_two_and_repeated_points_count_once),
        cmocka_unit_test(lengths_that_are_stated_are_shared_by_the_lines_lengths),
        cmocka_unit_test(weights_follow_limit_plan_and_vehicle),
        cmocka_unit_test(a_vehicle_keeps_off_what_is_closed_too_low_or_too_weak),
        cmocka_unit_test(every_class_has_speeds_for_every_vehicle),
        cmocka_unit_test(restrictions_of_one_arrival_share_a_copy),
        cmocka_unit_test(turns_that_do_not_meet_are_counted_and_left),
        cmocka_unit_test(a_barrier_is_driven_up_to_but_not_through),
        cmocka_unit_test(rows_and_parts_are_as_promised),
        cmocka_unit_test(a_road_of_many_nodes_is_one_part),
        cmocka_unit_test(the_nearest_streets_are_those_that_looking_at_each_gives),
        cmocka_unit_test(distances_hold_to_one_in_ten_thousand_within_50_km),
        cmocka_unit_test(nothing_is_near_where_there_is_nothing),
        cmocka_unit_test(building_stops_when_told),
        cmocka_unit_test(the_same_given_makes_the_same_net),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
