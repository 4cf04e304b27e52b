/* bench_isochrone.c - what a circle of 15 minutes costs, search and polygon included, and a what-if with its before, after and difference: on made-up
 * roads and on a city's (Porto, OpenStreetMap), with motorways masked. Origins and edits are drawn from a seed. */
#include "measure.h"
#include "synth_roads.h"

#include "changhe/isochrone.h"
#include "changhe/osm.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    LIMIT_MS = 15 * 60000,
    CIRCLES = 200,
    EDITS = 1000,
    OWN_POINTS = 256,
    NODES = 100000,
    GOAL_CIRCLE_MS = 10,
    GOAL_WHAT_IF_MS = 50
};

static void must(bool holds, const char *what)
{
    if (!holds)
        measure_give_up(what);
}

static uint64_t seed = 1;

/* xorshift64 (Marsaglia 2003): 0 .. below-1 */
static uint32_t draw(size_t below)
{
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return (uint32_t)(seed % below);
}

/* ---- a city */

typedef struct {
    ch_arena arena;
    ch_road_net net;
    uint32_t *ms;
    const ch_road_near *near;
    ch_isochrone_ground *ground;
    ch_reach_room *room;
    ch_cell_map mask;
    uint32_t *entry; /* streets that can be entered */
    size_t entries;
} city;

static void mask_motorways(city *c)
{
    const ch_cells cells = ch_cells_around(c->net.point, c->net.nodes, 0);
    uint8_t *cell = CH_NEW(&c->arena, uint8_t, (size_t)cells.columns * cells.rows);
    must(cell != NULL, "no memory");
    for (size_t i = 0; i < c->net.streets; i++) {
        const ch_road_street *street = &c->net.at[i];
        if (c->net.way[street->way].road_class == CH_road_class_MOTORWAY)
            ch_cells_mark_line(&cells, cell, 1, c->net.line + street->first, street->points);
    }
    c->mask = (ch_cell_map){cells, cell};
}

static void make_city(city *c, const ch_road_given *given)
{
    ch_road_report report;
    must(ch_road_build(&c->arena, given, NULL, &c->net, &report) == CH_OK, "no network");
    c->ms = CH_NEW(&c->arena, uint32_t, c->net.arcs);
    c->entry = CH_NEW(&c->arena, uint32_t, c->net.streets);
    must(c->ms != NULL && c->entry != NULL, "no memory");
    ch_road_weigh(&c->net, &ch_road_speeds_default, CH_ROAD_CAR, CH_ROAD_PLAN, c->ms);
    must(ch_road_near_make(&c->arena, &c->net, ch_road_is_entry, &c->near) == CH_OK, "no index");
    const double begin_s = measure_cpu_s();
    must(ch_isochrone_ground_make(&c->net, NULL, &c->ground) == CH_OK, "no ground");
    printf("ground       made once in %.0f ms for %zu streets, %zu nodes, %zu arcs\n",
           1000 * (measure_cpu_s() - begin_s), c->net.streets, c->net.nodes, c->net.arcs);
    must(ch_reach_room_new(c->net.nodes, OWN_POINTS, NULL, &c->room) == CH_OK, "no room");
    mask_motorways(c);
    for (uint32_t i = 0; i < c->net.streets; i++)
        if (ch_road_is_entry(&c->net, i))
            c->entry[c->entries++] = i;
    must(c->entries > 0, "no street can be entered");
}

static void end_city(city *c)
{
    ch_reach_room_free(c->room);
    ch_isochrone_ground_free(c->ground);
    ch_arena_free(&c->arena);
}

static ch_point draw_origin(const city *c)
{
    const ch_road_street *street = &c->net.at[c->entry[draw(c->entries)]];
    const ch_point from = c->net.point[street->from];
    return (ch_point){from.lon_deg + (draw(2001) - 1000.) * 1e-6, from.lat_deg + (draw(2001) - 1000.) * 1e-6};
}

/* ---- a circle */

typedef struct {
    double search_s, times_s, shape_s;
    size_t reached, cells, points;
} circle_cost;

static ch_time_map circle(city *c, ch_arena *arena, ch_point point, const ch_road_patch *patch,
                          const ch_isochrone_rule *rule, ch_shape *shape, circle_cost *cost)
{
    ch_reach_seed entry_seed[2 * CH_REACH_FEET + OWN_POINTS];
    ch_reach_found found;
    ch_time_map map;
    const ch_reach_graph graph = ch_reach_forward(&c->net, c->ms);
    const double begin_s = measure_cpu_s();
    const ch_reach_entry entry = ch_reach_enter(c->near, point);
    const size_t n = ch_reach_seeds(&c->net, c->ms, patch, point, &entry, false, rule->walk_kmh, entry_seed,
                                    2 * CH_REACH_FEET + OWN_POINTS);
    must(ch_reach_search(c->room, &graph, false, patch, entry_seed, n, LIMIT_MS, false, &found) == CH_OK, "no search");
    const double found_s = measure_cpu_s();
    const ch_isochrone_origin origin = {point, &entry};
    must(ch_isochrone_times(arena, c->ground, c->ms, patch, &found, false, &origin, 1, LIMIT_MS, rule, &map) == CH_OK,
         "no times");
    const double timed_s = measure_cpu_s();
    must(ch_isochrone_shape(arena, &map, LIMIT_MS, .1, shape) == CH_OK, "no shape");
    *cost = (circle_cost){found_s - begin_s,
                          timed_s - found_s,
                          measure_cpu_s() - timed_s,
                          found.reacheds,
                          (size_t)map.cells.columns * map.cells.rows,
                          shape->points};
    return map;
}

static ch_isochrone_rule rule_of(const city *c)
{
    return (ch_isochrone_rule){.walk_kmh = 4.8, .walk_m = 400, .mask = &c->mask};
}

static int compare_numbers(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static double of_hundred(double *value, size_t n, unsigned part)
{
    qsort(value, n, sizeof *value, compare_numbers);
    return value[(n - 1) * part / 100];
}

static void measure_circles(city *c)
{
    static double all[CIRCLES], search[CIRCLES], times[CIRCLES], shape_s[CIRCLES], cells[CIRCLES], reached[CIRCLES],
        points[CIRCLES];
    const ch_isochrone_rule rule = rule_of(c);
    for (size_t i = 0; i < CIRCLES; i++) {
        ch_arena arena = {0};
        ch_shape shape;
        circle_cost cost;
        circle(c, &arena, draw_origin(c), NULL, &rule, &shape, &cost);
        search[i] = 1000 * cost.search_s, times[i] = 1000 * cost.times_s, shape_s[i] = 1000 * cost.shape_s;
        all[i] = search[i] + times[i] + shape_s[i];
        cells[i] = (double)cost.cells, reached[i] = (double)cost.reached, points[i] = (double)cost.points;
        ch_arena_free(&arena);
    }
    printf("circle       15 minutes, %d origins: median %.2f ms, 95 in a hundred within %.2f ms (goal %d ms)\n",
           CIRCLES, of_hundred(all, CIRCLES, 50), of_hundred(all, CIRCLES, 95), GOAL_CIRCLE_MS);
    printf("  of it      search %.2f, times %.2f, polygons %.2f ms; %.0f nodes reached, %.0f cells, %.0f corners "
           "(medians)\n",
           measure_median(search, CIRCLES), measure_median(times, CIRCLES), measure_median(shape_s, CIRCLES),
           measure_median(reached, CIRCLES), measure_median(cells, CIRCLES), measure_median(points, CIRCLES));
}

/* ---- a what-if */

/* A street near the origin closed or slowed, or a new road of 2 km near it. */
static ch_road_work draw_work(const city *c, ch_point origin, unsigned kind, uint32_t *street, ch_point *point)
{
    ch_road_foot foot[64];
    const ch_point near = {origin.lon_deg + (draw(2001) - 1000.) * 2e-5, origin.lat_deg + (draw(2001) - 1000.) * 2e-5};
    const size_t n = ch_road_near_find(c->near, near, 1000, foot, 64);
    *street = n > 0 ? foot[draw(n)].street : c->entry[draw(c->entries)];
    point[0] = near;
    point[1] = (ch_point){near.lon_deg + .02 * cos(draw(628) / 100.), near.lat_deg + .02 * sin(draw(628) / 100.)};
    switch (kind) {
    case 0: return (ch_road_work){.kind = CH_ROAD_WORK_CLOSE, .street = street, .streets = 1};
    case 1:
        return (ch_road_work){
            .kind = CH_ROAD_WORK_SPEED, .street = street, .streets = 1, .limit_kmh = 20, .plan_kmh = 10};
    default:
        return (ch_road_work){
            .kind = CH_ROAD_WORK_ADD, .road_class = CH_road_class_CLASS2, .point = point, .points = 2, .join_m = 500};
    }
}

static void measure_what_ifs(city *c)
{
    static double all[EDITS], warm[EDITS];
    size_t changed = 0;
    for (size_t i = 0; i < EDITS; i++) {
        ch_arena arena = {0};
        ch_shape before_shape, after_shape;
        ch_isochrone_change change;
        circle_cost before_cost, after_cost;
        ch_road_patch patch;
        ch_road_work_end end;
        uint32_t street;
        ch_point point[2];
        const ch_point origin = draw_origin(c);
        const ch_road_work work = draw_work(c, origin, (unsigned)(i % 3), &street, point);
        ch_isochrone_rule rule = rule_of(c);
        const double begin_s = measure_cpu_s();
        const ch_time_map before = circle(c, &arena, origin, NULL, &rule, &before_shape, &before_cost);
        const double warm_s = measure_cpu_s();
        must(ch_road_patch_make(&arena, &c->net, c->near, &ch_road_speeds_default, CH_ROAD_CAR, CH_ROAD_PLAN, c->ms,
                                &work, 1, &patch, &end) == CH_OK,
             "no patch");
        must(patch.points <= OWN_POINTS, "a patch of too many points");
        rule.work = &work;
        rule.works = 1;
        const ch_time_map after = circle(c, &arena, origin, &patch, &rule, &after_shape, &after_cost);
        must(ch_isochrone_compare(&arena, &before, &after, LIMIT_MS, &change) == CH_OK, "no difference");
        const double end_s = measure_cpu_s();
        all[i] = 1000 * (end_s - begin_s);
        warm[i] = 1000 * (end_s - warm_s);
        changed += change.gained.parts + change.lost.parts > 0;
        must(change.after_km2 == change.before_km2 + change.gained_km2 - change.lost_km2, "areas do not add up");
        ch_arena_free(&arena);
    }
    printf("what-if      before, after and difference, %d edits: median %.2f ms, 95 in a hundred within %.2f ms (goal "
           "%d ms)\n",
           EDITS, of_hundred(all, EDITS, 50), of_hundred(all, EDITS, 95), GOAL_WHAT_IF_MS);
    printf("  of it      patch, after and difference, the before kept: median %.2f ms, within %.2f ms; %zu edits "
           "change a cell\n",
           of_hundred(warm, EDITS, 50), of_hundred(warm, EDITS, 95), changed);
}

static void measure_all(city *c)
{
    measure_circles(c);
    measure_what_ifs(c);
    printf("memory       %.0f MiB at most\n", measure_peak_mib());
}

static void measure_synthetic(void)
{
    city c = {0};
    printf("made-up roads of %d points\n", NODES);
    const synth_roads roads = synth_roads_make(&c.arena, NODES, 1, false);
    const ch_road_given given = synth_roads_given(&c.arena, &roads);
    make_city(&c, &given);
    measure_all(&c);
    end_city(&c);
}

static void measure_extract(const char *path)
{
    city c = {0};
    ch_road_given given;
    ch_osm_report report;
    ch_faults faults = {0};
    if (access(path, R_OK) != 0) {
        printf("skipped: no extract of Porto at %s\n", path);
        return;
    }
    printf("Porto, OpenStreetMap extract\n");
    must(ch_osm_read(&c.arena, path, NULL, &given, &report, &faults) == CH_OK, "the extract cannot be read");
    make_city(&c, &given);
    measure_all(&c);
    end_city(&c);
}

int main(int argc, char **argv)
{
    measure_print_machine();
    measure_synthetic();
    measure_extract(argc > 1 ? argv[1] : ROADS "/porto_portugal.osm.pbf");
    return 0;
}
