/* test_reach_matrix.c - times between many places on a large network: by the hierarchy what searches tell, to the
 * millisecond, with works and without; on a city made up, and on Porto where its extract is at hand. */
#define _GNU_SOURCE /* mkstemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../src/desk/reaching.h"
#include "changhe/osm.h"
#include "changhe/whatif.h"
#include "draw.h"
#include "make_zone.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#define PORTO SOURCE_ROOT "/../shared/data/roads/porto_portugal.osm.pbf"

enum { LARGE = 20000 /* nodes, from which on the hierarchy is asked */, PLACES = 20, SIDE = 150 };

/* ---- a network with its order, as `roads import` leaves it */

typedef struct {
    ch_zone *zone;
    ch_roads *roads;
    uint64_t seed;
} work;

static void write_and_read(const ch_road_given *given, const char *title, work *w)
{
    char path[] = "/tmp/changhe-matrix-XXXXXX";
    ch_arena arena = {0};
    ch_road_net net;
    ch_road_report report;
    ch_faults faults = {0};
    ch_road_source source = {.title = ch_text_of(title)};
    assert_int_equal(ch_road_build(&arena, given, NULL, &net, &report), CH_OK);
    assert_true(net.nodes >= LARGE);
    uint32_t *rank = CH_NEW(&arena, uint32_t, net.nodes);
    const ch_reach_graph graph = ch_reach_forward(&net, NULL);
    assert_int_equal(ch_hierarchy_order(NULL, &graph, rank), CH_OK);
    const int file = mkstemp(path);
    assert_true(file >= 0 && close(file) == 0);
    assert_int_equal(ch_road_file_write(path, &net, rank, &source, &faults), CH_OK);
    assert_int_equal(ch_roads_of_file(path, NULL, &w->roads, &faults), CH_OK);
    remove(path);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

/* A zone whose gates are four nodes of the network. */
static void give_zone(work *w)
{
    char text[1000];
    size_t len = (size_t)snprintf(
        text, sizeof text, "zone: id,place,members\nz,Z,Z\nplaces: id,level\nZ,zone\nroad_nodes: id,lon,lat,gate\n");
    for (int i = 0; i < 4; i++) {
        const ch_point at = ch_roads_net(w->roads)->point[draw(&w->seed, (uint32_t)ch_roads_net(w->roads)->nodes)];
        len += (size_t)snprintf(text + len, sizeof text - len, "g%d,%.6f,%.6f,yes\n", i, at.lon_deg, at.lat_deg);
    }
    w->zone = make_zone(NULL, text);
}

static void begin(work *w, const ch_road_given *given, const char *title)
{
    *w = (work){.seed = 7};
    write_and_read(given, title, w);
    give_zone(w);
}

static void end(work *w)
{
    ch_roads_drop(w->roads);
    ch_zone_drop(w->zone);
}

/* ---- questions */

static ch_point some_point(work *w)
{
    const ch_road_net *net = ch_roads_net(w->roads);
    const ch_point at = net->line[draw(&w->seed, (uint32_t)net->line_points)];
    return (ch_point){at.lon_deg + (draw_share(&w->seed) - 0.5) * 0.004,
                      at.lat_deg + (draw_share(&w->seed) - 0.5) * 0.004};
}

/* Places at random, the gates, two on one street, the same twice, one in the sea. */
static void list_places(work *w, ch_buf *list)
{
    const ch_road_net *net = ch_roads_net(w->roads);
    ch_buf_adds(list, "gates;0,0");
    for (int i = 0; i < PLACES; i++) {
        const ch_point at = some_point(w);
        ch_buf_addf(list, ";%.6f,%.6f", at.lon_deg, at.lat_deg);
        if (i == 3)
            ch_buf_addf(list, ";%.6f,%.6f", at.lon_deg, at.lat_deg);
    }
    const ch_road_street *street = &net->at[draw(&w->seed, (uint32_t)net->streets)];
    const ch_point a = net->line[street->first], b = net->line[street->first + 1];
    for (int k = 1; k <= 3; k += 2)
        ch_buf_addf(list, ";%.6f,%.6f", a.lon_deg + k * (b.lon_deg - a.lon_deg) / 4,
                    a.lat_deg + k * (b.lat_deg - a.lat_deg) / 4);
}

/* Some streets closed, some slow, one one-way; a road drawn across and one that joins nothing. */
static void list_edits(work *w, ch_buf *edits)
{
    static const char *const kind[] = {"close", "speed", "oneway"}, *const more[] = {
                                                                        "", ",\"limit_kmh\":\"20\",\"plan_kmh\":\"15\"",
                                                                        ""};
    char room[40];
    ch_buf_addc(edits, '[');
    for (int k = 0; k < 3; k++) {
        ch_buf_addf(edits,
                    "{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"%s\",\"name_zh\":\"示意\","
                    "\"source\":\"illustrative\",\"active\":\"yes\",\"kind\":\"%s\"%s,\"edges\":\"",
                    kind[k], kind[k], more[k]);
        for (int i = 0; i < 12; i++) {
            const uint32_t street = draw(&w->seed, (uint32_t)ch_roads_net(w->roads)->streets);
            if (i > 0)
                ch_buf_addc(edits, ' ');
            ch_buf_add(edits, ch_roads_street_name(w->roads, street, room));
        }
        ch_buf_adds(edits, "\"}},");
    }
    const ch_point a = some_point(w), b = some_point(w);
    ch_buf_addf(
        edits,
        "{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"new\",\"name_zh\":\"示意·新路\","
        "\"source\":\"illustrative\",\"active\":\"yes\",\"kind\":\"add\",\"class\":\"trunk\",\"plan_kmh\":\"90\","
        "\"path\":\"%.6f,%.6f %.6f,%.6f\"}},",
        a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg);
    ch_buf_adds(edits,
                "{\"table\":\"road_works\",\"op\":\"upsert\",\"row\":{\"id\":\"loose\",\"name_zh\":\"示意·孤路\","
                "\"source\":\"illustrative\",\"active\":\"yes\",\"kind\":\"add\",\"class\":\"class2\","
                "\"path\":\"0.001,0.001 0.002,0.002\"}}]");
}

static bool is_one(const ch_desk__reach *reach, const ch_desk__side *side, const ch_desk__ends *ends,
                   const uint32_t *all)
{
    bool same = true;
    uint32_t *one = test_malloc(ends->n * sizeof *one);
    for (size_t i = 0; i < ends->n; i++) {
        const ch_desk__ends from = {ends->where + i, ends->entry + i, 1};
        assert_int_equal(ch_desk__matrix(reach, side, &from, ends, one), CH_OK);
        for (size_t j = 0; j < ends->n; j++)
            if (one[j] != all[i * ends->n + j]) {
                print_error("%zu to %zu: %u by a search, %u by the hierarchy\n", i, j, one[j], all[i * ends->n + j]);
                same = false;
            }
    }
    test_free(one);
    return same;
}

typedef struct {
    size_t known, slower, faster;
} tally;

/* Both sides of a question, all places at once and one after the other. */
static void assert_equal(work *w, ch_road_profile profile, ch_road_basis basis, const char *edits, tally *t)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_edits what_if = {0};
    ch_buf list = {0};
    ch_desk__reach reach;
    ch_desk__where *where;
    ch_desk__ends ends;
    size_t n;
    if (edits)
        assert_int_equal(ch_whatif_read(&arena, CH_TEXT("e"), ch_text_of(edits), &what_if, &faults), CH_OK);
    list_places(w, &list);
    const ch_reach_question question = {
        .zone = w->zone, .roads = w->roads, .profile = profile, .basis = basis, .what_if = edits ? &what_if : NULL};
    assert_int_equal(ch_desk__reach_open(&arena, &question, &reach, &faults), CH_OK);
    assert_int_equal(reach.sides, edits ? 2 : 1);
    assert_int_equal(ch_desk__find_where(&arena, w->zone, ch_buf_text(&list), "from", &where, &n, &faults), CH_OK);
    assert_int_equal(ch_desk__ends_enter(&arena, w->roads, where, n, &ends), CH_OK);
    uint32_t *ms[3];
    for (size_t s = 0; s < 3; s++) { /* before, after, and before once more: what was done to the metric is undone */
        ms[s] = CH_NEW(&arena, uint32_t, n * n);
        const ch_desk__side *side = &reach.side[s == 1 ? reach.sides - 1 : 0];
        assert_int_equal(ch_desk__matrix(&reach, side, &ends, &ends, ms[s]), CH_OK);
        if (s < 2)
            assert_true(is_one(&reach, side, &ends, ms[s]));
    }
    assert_non_null(w->roads->hierarchy);
    assert_non_null(w->roads->metric[profile][basis]);
    assert_memory_equal(ms[0], ms[2], n * n * sizeof *ms[0]);
    for (size_t i = 0; i < n * n; i++) {
        t->known += ms[0][i] != CH_REACH_FAR;
        t->slower += ms[1][i] > ms[0][i];
        t->faster += ms[1][i] < ms[0][i];
    }
    ch_desk__reach_close(&reach);
    ch_buf_free(&list);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void assert_all_equal(work *w)
{
    tally plain = {0}, tried = {0};
    assert_equal(w, CH_ROAD_CAR, CH_ROAD_PLAN, NULL, &plain);
    assert_true(plain.known > PLACES * PLACES / 2);
    for (int round = 0; round < 3; round++) {
        ch_buf edits = {0};
        list_edits(w, &edits);
        ch_buf_addc(&edits, '\0');
        assert_equal(w, round == 1 ? CH_ROAD_TRUCK : CH_ROAD_CAR, round == 2 ? CH_ROAD_LIMIT : CH_ROAD_PLAN, edits.at,
                     &tried);
        ch_buf_free(&edits);
    }
    assert_true(tried.slower > 0 && tried.faster > 0); /* the works do something */
}

/* ---- a city made up: streets at random on a grid, one-ways, forbidden turns, a barrier here and there */

typedef struct {
    ch_point point[SIDE * SIDE];
    uint32_t node[2 * SIDE * SIDE];
    ch_road_way way[2 * SIDE];
    ch_road_turn turn[300];
    uint8_t barrier[SIDE * SIDE];
    ch_road_given given;
} city;

static void add_way(city *c, uint64_t *seed, uint32_t first, uint32_t step)
{
    ch_road_way *way = &c->way[c->given.ways];
    *way = (ch_road_way){.number = 1000 + (int64_t)c->given.ways++,
                         .first = (uint32_t)c->given.nodes,
                         .nodes = SIDE,
                         .road_class = (uint8_t)(1 + draw(seed, CH_road_class_END - 1))};
    for (uint32_t i = 0; i < SIDE; i++)
        c->node[c->given.nodes++] = first + i * step;
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        way->closed[p][draw(seed, 2)] = draw(seed, 4) == 0;
}

static void make_city(city *c)
{
    uint64_t seed = 3;
    c->given = (ch_road_given){.point = c->point,
                               .points = SIDE * SIDE,
                               .node = c->node,
                               .way = c->way,
                               .turn = c->turn,
                               .turns = 300,
                               .barrier = c->barrier};
    for (uint32_t i = 0; i < SIDE * SIDE; i++) {
        c->point[i] = (ch_point){119.5 + (i % SIDE) * 0.002 + draw_share(&seed) * 0.001,
                                 30.8 + (double)(i / SIDE) * 0.002 + draw_share(&seed) * 0.001};
        c->barrier[i] = draw(&seed, 200) == 0 ? (uint8_t)(1 + draw(&seed, 3)) : 0;
    }
    for (uint32_t i = 0; i < SIDE; i++) {
        add_way(c, &seed, i * SIDE, 1);
        add_way(c, &seed, i, SIDE);
    }
    for (size_t i = 0; i < 300; i++) {
        const uint32_t x = draw(&seed, SIDE), y = draw(&seed, SIDE);
        c->turn[i] = (ch_road_turn){y * SIDE + x, 1000 + 2 * y, 1001 + 2 * x, draw(&seed, 5) == 0, {true, true}};
    }
}

static void in_a_city_made_up_the_hierarchy_tells_what_searches_tell(void **state)
{
    (void)state;
    city *c = calloc(1, sizeof *c);
    work w;
    make_city(c);
    begin(&w, &c->given, "made up");
    assert_all_equal(&w);
    end(&w);
    free(c);
}

static void in_porto_the_hierarchy_tells_what_searches_tell(void **state)
{
    (void)state;
    if (access(PORTO, R_OK) != 0) {
        print_message("no extract at " PORTO "\n");
        skip();
    }
    ch_arena arena = {0};
    ch_road_given given;
    ch_osm_report report;
    ch_faults faults = {0};
    work w;
    assert_int_equal(ch_osm_read(&arena, PORTO, NULL, &given, &report, &faults), CH_OK);
    begin(&w, &given, "Porto");
    print_message("Porto: %zu nodes, %zu streets\n", ch_roads_net(w.roads)->nodes, ch_roads_net(w.roads)->streets);
    assert_all_equal(&w);

    ch_buf out = {0};
    const ch_reach_question question = {
        .zone = w.zone, .roads = w.roads, .from = CH_TEXT("gates"), .minutes = {5, 15}, .limits = 2};
    assert_int_equal(ch_answer_circle_json(&question, &out, &faults), CH_OK);
    ch_buf_addc(&out, '\0');
    assert_non_null(strstr(out.at, "\"outcome\":\"reached\""));
    ch_buf_free(&out);
    end(&w);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_a_city_made_up_the_hierarchy_tells_what_searches_tell),
        cmocka_unit_test(in_porto_the_hierarchy_tells_what_searches_tell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
