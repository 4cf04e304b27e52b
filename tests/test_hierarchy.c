/* test_hierarchy.c - all times at once, against a plain search. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../src/parts/reach/hierarchy_room.h"
#include "draw.h"
#include "failing.h"

#include <stdio.h>
#include <string.h>

enum { MOST_NODES = 3600, MOST_ARCS = 16000, MOST_POINTS = 4, MOST_LINKS = 12, MOST_SEEDS = 40 };

/* A graph, and new roads beside it. */
typedef struct {
    ch_reach_graph graph;
    size_t arcs;
    uint32_t start[MOST_NODES + 1], tail[MOST_ARCS], head[MOST_ARCS], ms[MOST_ARCS];
    ch_road_link link[MOST_LINKS];
    size_t links, points;
} roads;

static roads *empty_roads(void)
{
    static roads made;
    memset(&made, 0, sizeof made);
    return &made;
}

/* Arcs as they were put, in any order, into rows. */
static void close_roads(roads *r, size_t nodes)
{
    static uint32_t tail[MOST_ARCS], head[MOST_ARCS], ms[MOST_ARCS];
    size_t put = 0;
    for (uint32_t v = 0; v < nodes; v++) {
        r->start[v] = (uint32_t)put;
        for (size_t a = 0; a < r->arcs; a++)
            if (r->tail[a] == v) {
                tail[put] = v;
                head[put] = r->head[a];
                ms[put++] = r->ms[a];
            }
    }
    r->start[nodes] = (uint32_t)put;
    memcpy(r->tail, tail, put * sizeof *tail);
    memcpy(r->head, head, put * sizeof *head);
    memcpy(r->ms, ms, put * sizeof *ms);
    r->graph = (ch_reach_graph){nodes, r->start, r->head, r->ms, NULL};
}

static void put_arc(roads *r, uint32_t tail, uint32_t head, uint32_t ms)
{
    assert_true(r->arcs < MOST_ARCS);
    r->tail[r->arcs] = tail;
    r->head[r->arcs] = head;
    r->ms[r->arcs++] = ms;
}

/* Few values, so that ways tie; none, nearly too long, closed. */
static uint32_t draw_ms(uint64_t *d)
{
    switch (draw(d, 12)) {
    case 0: return 0;
    case 1: return CH_ROAD_CLOSED;
    case 2: return UINT32_MAX - 1 - draw(d, 3);
    case 3: return UINT32_C(1) << 31;
    case 4: return draw(d, 1000000);
    default: return draw(d, 10);
    }
}

static roads *draw_roads(uint64_t *d, uint32_t nodes, uint32_t arcs)
{
    roads *r = empty_roads();
    for (uint32_t i = 0; nodes > 0 && i < arcs; i++) {
        uint32_t tail = draw(d, nodes), head = draw(d, nodes);
        put_arc(r, tail, head, draw_ms(d));
        if (draw(d, 3) == 0)
            put_arc(r, head, tail, draw_ms(d));
    }
    close_roads(r, nodes);
    r->points = draw(d, MOST_POINTS + 1);
    r->links = nodes + r->points > 0 ? draw(d, MOST_LINKS + 1) : 0;
    for (size_t i = 0; i < r->links; i++) {
        uint32_t all = (uint32_t)(nodes + r->points);
        r->link[i] = (ch_road_link){draw(d, all), draw(d, all), draw_ms(d), 0};
    }
    return r;
}

/* ---- what must come out: relaxing until nothing gets shorter */

static bool shorten(uint32_t *dist, uint32_t from, uint32_t ms)
{
    uint64_t sum = (uint64_t)from + ms;
    if (sum >= *dist)
        return false;
    *dist = (uint32_t)sum;
    return true;
}

static bool relax(uint32_t *dist, bool is_towards, uint32_t tail, uint32_t head, uint32_t ms)
{
    return is_towards ? shorten(&dist[tail], dist[head], ms) : shorten(&dist[head], dist[tail], ms);
}

static void search_plainly(const roads *r, bool with_links, bool is_towards, const ch_reach_seed *seed, size_t seeds,
                           uint32_t *dist)
{
    for (size_t v = 0; v < r->graph.nodes + r->points; v++)
        dist[v] = CH_REACH_FAR;
    for (size_t i = 0; i < seeds; i++)
        dist[seed[i].node] = seed[i].ms < dist[seed[i].node] ? seed[i].ms : dist[seed[i].node];
    for (bool again = true; again;) {
        again = false;
        for (size_t a = 0; a < r->arcs; a++)
            again |= relax(dist, is_towards, r->tail[a], r->head[a], r->ms[a]);
        for (size_t i = 0; with_links && i < r->links; i++)
            again |= relax(dist, is_towards, r->link[i].tail, r->link[i].head, r->link[i].ms);
    }
}

/* ---- what comes out */

typedef struct {
    ch_hierarchy *hierarchy;
    ch_metric *metric;
    ch_metric_links *links;
    ch_hierarchy_room *room;
} work;

static void draw_order(uint64_t *d, size_t nodes, uint32_t *rank)
{
    for (uint32_t v = 0; v < nodes; v++) {
        uint32_t other = draw(d, v + 1);
        rank[v] = rank[other];
        rank[other] = v;
    }
}

/* d: an order at random, NULL: the one that is meant for it. */
static ch_err begin(work *w, const roads *r, const ch_memory *memory, uint64_t *d)
{
    static uint32_t rank[MOST_NODES];
    *w = (work){0};
    ch_err err = CH_OK;
    if (d != NULL)
        draw_order(d, r->graph.nodes, rank);
    else
        err = ch_hierarchy_order(memory, &r->graph, rank);
    if (err == CH_OK)
        err = ch_hierarchy_build(&r->graph, rank, memory, &w->hierarchy);
    if (err == CH_OK)
        err = ch_metric_make(w->hierarchy, r->ms, &w->metric);
    if (err == CH_OK)
        err = ch_metric_links_make(w->metric, r->link, r->links, r->points, &w->links);
    if (err == CH_OK)
        err = ch_hierarchy_room_new(w->hierarchy, &w->room);
    return err;
}

static void end(work *w)
{
    ch_hierarchy_room_free(w->room);
    ch_metric_links_free(w->links);
    ch_metric_free(w->metric);
    ch_hierarchy_free(w->hierarchy);
}

static size_t draw_seeds(uint64_t *d, size_t nodes, uint32_t most, ch_reach_seed *seed)
{
    size_t seeds = nodes > 0 ? draw(d, most + 1) : 0;
    for (size_t i = 0; i < seeds; i++)
        seed[i] = (ch_reach_seed){draw(d, (uint32_t)nodes), draw(d, 4) == 0 ? draw_ms(d) : draw(d, 5)};
    return seeds;
}

/* How many nodes seeds may have, and distances are told of. */
static size_t nodes_of(const roads *r, bool with_links)
{
    return r->graph.nodes + (with_links ? r->points : 0);
}

static void assert_sweep(work *w, const roads *r, uint64_t *d, bool with_links)
{
    static uint32_t dist[MOST_NODES + MOST_POINTS], expected[MOST_NODES + MOST_POINTS];
    ch_reach_seed seed[MOST_SEEDS];
    size_t nodes = nodes_of(r, with_links), seeds = draw_seeds(d, nodes, 4, seed);
    for (int is_towards = 0; is_towards < 2; is_towards++) {
        search_plainly(r, with_links, is_towards, seed, seeds, expected);
        assert_int_equal(
            ch_hierarchy_sweep(w->room, w->metric, with_links ? w->links : NULL, is_towards, seed, seeds, dist), CH_OK);
        if (nodes > 0)
            assert_memory_equal(dist, expected, nodes * sizeof *dist);
    }
}

typedef struct {
    uint32_t dist[MOST_NODES + MOST_POINTS][CH_HIERARCHY_LANES];
    unsigned tells[MOST_NODES + MOST_POINTS];
} told;

static void hear(void *self, uint32_t node, const uint32_t dist[CH_HIERARCHY_LANES])
{
    told *to = self;
    memcpy(to->dist[node], dist, sizeof to->dist[node]);
    to->tells[node]++;
}

static void assert_lanes(work *w, const roads *r, uint64_t *d, bool with_links)
{
    static told heard;
    static uint32_t expected[MOST_NODES + MOST_POINTS];
    ch_reach_seed seed[CH_HIERARCHY_LANES * 3];
    size_t start[CH_HIERARCHY_LANES + 1] = {0}, lanes = draw(d, CH_HIERARCHY_LANES) + 1;
    size_t nodes = nodes_of(r, with_links);
    bool is_towards = draw(d, 2);
    for (size_t lane = 0; lane < lanes; lane++)
        start[lane + 1] = start[lane] + draw_seeds(d, nodes, 3, seed + start[lane]);
    memset(heard.tells, 0, sizeof heard.tells);
    assert_int_equal(ch_hierarchy_sweep_lanes(w->room, w->metric, with_links ? w->links : NULL, is_towards, seed, start,
                                              lanes, hear, &heard),
                     CH_OK);
    for (size_t lane = lanes; lane < CH_HIERARCHY_LANES; lane++)
        for (size_t v = 0; v < nodes; v++)
            assert_int_equal(heard.dist[v][lane], CH_REACH_FAR);
    for (size_t lane = 0; lane < lanes; lane++) {
        search_plainly(r, with_links, is_towards, seed + start[lane], start[lane + 1] - start[lane], expected);
        for (size_t v = 0; v < nodes; v++) {
            assert_int_equal(heard.tells[v], 1);
            assert_int_equal(heard.dist[v][lane], expected[v]);
        }
    }
}

static void assert_matrix(work *w, const roads *r, uint64_t *d, bool with_links)
{
    enum { MOST = 20 };
    static uint32_t expected[MOST_NODES + MOST_POINTS];
    uint32_t dist[MOST * MOST];
    ch_reach_seed from[MOST * 2] = {{0}}, to[MOST * 2] = {{0}};
    size_t from_start[MOST + 1] = {0}, to_start[MOST + 1] = {0}, sources = draw(d, MOST + 1),
                             targets = draw(d, MOST + 1);
    size_t nodes = nodes_of(r, with_links);
    for (size_t i = 0; i < sources; i++)
        from_start[i + 1] = from_start[i] + draw_seeds(d, nodes, 2, from + from_start[i]);
    for (size_t j = 0; j < targets; j++)
        to_start[j + 1] = to_start[j] + draw_seeds(d, nodes, 2, to + to_start[j]);
    assert_int_equal(ch_hierarchy_matrix(w->room, w->metric, with_links ? w->links : NULL, from, from_start, sources,
                                         to, to_start, targets, dist),
                     CH_OK);
    for (size_t i = 0; i < sources; i++) {
        search_plainly(r, with_links, false, from + from_start[i], from_start[i + 1] - from_start[i], expected);
        for (size_t j = 0; j < targets; j++) {
            uint32_t least = CH_REACH_FAR;
            for (size_t k = to_start[j]; k < to_start[j + 1]; k++)
                shorten(&least, expected[to[k].node], to[k].ms);
            assert_int_equal(dist[i * targets + j], least);
        }
    }
}

static void assert_as_searched(work *w, const roads *r, uint64_t *d)
{
    for (int with_links = 0; with_links < 2; with_links++) {
        assert_sweep(w, r, d, with_links);
        assert_lanes(w, r, d, with_links);
        assert_matrix(w, r, d, with_links);
    }
}

static void distances_are_those_of_a_plain_search(void **state)
{
    (void)state;
    uint64_t d = 1959;
    for (size_t round = 0; round < 10000; round++) {
        work w;
        uint32_t nodes = draw(&d, 12);
        roads *r = draw_roads(&d, nodes, draw(&d, 3 * nodes + 1));
        assert_int_equal(begin(&w, r, NULL, draw(&d, 2) ? &d : NULL), CH_OK);
        w.room->is_wide &= draw(&d, 2); /* both twins of the loops over rows */
        assert_as_searched(&w, r, &d);
        end(&w);
    }
}

/* Large enough that they are dissected. */
static void so_they_are_on_denser_graphs(void **state)
{
    (void)state;
    uint64_t d = 1973;
    for (size_t round = 0; round < 60; round++) {
        work w;
        uint32_t nodes = 40 + draw(&d, 120);
        roads *r = draw_roads(&d, nodes, nodes * (1 + draw(&d, 5)));
        assert_int_equal(begin(&w, r, NULL, round % 3 == 0 ? &d : NULL), CH_OK);
        w.room->is_wide &= round % 2;
        assert_as_searched(&w, r, &d);
        end(&w);
    }
}

/* ---- changes */

static bool has_same_weights(const ch_metric *one, const ch_metric *other)
{
    size_t shortcuts = one->hierarchy->shortcuts, arcs = one->hierarchy->arcs;
    for (size_t i = 0; i <= shortcuts / 64; i++)
        if (one->is_waiting[i] != 0 || one->is_lost[i] != 0)
            return false;
    return memcmp(one->up, other->up, shortcuts * sizeof *one->up) == 0 &&
           memcmp(one->down, other->down, shortcuts * sizeof *one->down) == 0 &&
           memcmp(one->ms, other->ms, arcs * sizeof *one->ms) == 0;
}

/* Arcs at random, each once, ascending: closed, opened, slower, faster. */
static size_t draw_changes(uint64_t *d, const roads *r, uint32_t most, ch_road_change *change)
{
    size_t changes = 0;
    for (uint32_t a = 0; a < r->arcs && changes < most; a++) {
        if (draw(d, (uint32_t)r->arcs) > most)
            continue;
        uint32_t ms = r->ms[a];
        switch (draw(d, 5)) {
        case 0: ms = CH_ROAD_CLOSED; break;
        case 1: ms = draw(d, 8); break;
        case 2: ms = ms / 2; break;
        case 3: ms = ms > UINT32_MAX / 2 ? ms : ms * 2; break;
        default: ms = draw_ms(d);
        }
        change[changes++] = (ch_road_change){a, ms};
    }
    return changes;
}

static void assert_changed_is_as_made(work *w, roads *r, uint64_t *d, uint32_t most)
{
    enum { MOST = 64 };
    ch_road_change change[MOST];
    size_t changes = draw_changes(d, r, most, change);
    for (size_t i = 0; i < changes; i++)
        r->ms[change[i].arc] = change[i].ms;
    ch_metric *made;
    assert_int_equal(ch_metric_change(w->metric, change, changes), CH_OK);
    assert_int_equal(ch_metric_make(w->hierarchy, r->ms, &made), CH_OK);
    assert_true(has_same_weights(w->metric, made));
    ch_metric_free(made);
}

static void a_changed_metric_is_the_one_made_anew(void **state)
{
    (void)state;
    uint64_t d = 2016;
    for (size_t round = 0; round < 3000; round++) {
        work w;
        uint32_t nodes = 2 + draw(&d, round % 30 == 0 ? 150 : 14);
        roads *r = draw_roads(&d, nodes, nodes + draw(&d, 3 * nodes + 1));
        assert_int_equal(begin(&w, r, NULL, draw(&d, 2) ? &d : NULL), CH_OK);
        for (size_t i = 0; i < 8; i++)
            assert_changed_is_as_made(&w, r, &d, 1 + draw(&d, 12));
        ch_metric_links_free(w.links);
        assert_int_equal(ch_metric_links_make(w.metric, r->link, r->links, r->points, &w.links), CH_OK);
        assert_sweep(&w, r, &d, true);
        end(&w);
    }
}

/* ---- a town: streets in a grid, some of them missing, some one-way */

enum { TOWN = 60 };

static void put_street(roads *r, uint64_t *d, uint32_t one, uint32_t other)
{
    uint32_t kind = draw(d, 10), ms = 1000 + draw(d, 20000);
    if (kind == 0)
        return;
    put_arc(r, one, other, ms);
    if (kind > 1)
        put_arc(r, other, one, ms);
}

static roads *make_town(uint64_t *d)
{
    roads *r = empty_roads();
    for (uint32_t v = 0; v < TOWN * TOWN; v++) {
        if (v % TOWN + 1 < TOWN)
            put_street(r, d, v, v + 1);
        if (v + TOWN < TOWN * TOWN)
            put_street(r, d, v, v + TOWN);
    }
    close_roads(r, TOWN * TOWN);
    r->points = 2;
    r->links = 4;
    for (uint32_t i = 0; i < 4; i++) /* a new road from corner to corner, by two nodes of its own */
        r->link[i] = (ch_road_link){i == 0   ? 0
                                    : i == 1 ? TOWN * TOWN
                                    : i == 2 ? TOWN * TOWN + 1
                                             : 77,
                                    i == 0   ? TOWN * TOWN
                                    : i == 1 ? TOWN * TOWN + 1
                                    : i == 2 ? TOWN * TOWN - 1
                                             : 3000,
                                    5000, 0};
    return r;
}

static void a_town_is_dissected_into_few_shortcuts(void **state)
{
    (void)state;
    uint64_t d = 60;
    work w;
    roads *r = make_town(&d);
    assert_int_equal(begin(&w, r, NULL, NULL), CH_OK);
    /* of an n by n grid nested dissection leaves some 31/4 n^2 log2 n at most (George 1973): 46 a node here; an order at random
     * far more */
    size_t shortcuts = ch_hierarchy_shortcuts(w.hierarchy);
    assert_in_range(shortcuts, r->arcs / 2, 12 * TOWN * TOWN);
    assert_true(w.hierarchy->height < 6 * TOWN);
    static uint32_t rank[TOWN * TOWN];
    ch_hierarchy *at_random;
    draw_order(&d, TOWN * TOWN, rank);
    assert_int_equal(ch_hierarchy_build(&r->graph, rank, NULL, &at_random), CH_OK);
    assert_true(ch_hierarchy_shortcuts(at_random) > 10 * shortcuts);
    ch_hierarchy_free(at_random);

    for (size_t i = 0; i < 4; i++)
        assert_sweep(&w, r, &d, i % 2);
    assert_lanes(&w, r, &d, true);
    assert_matrix(&w, r, &d, true);
    for (size_t i = 0; i < 20; i++)
        assert_changed_is_as_made(&w, r, &d, 1 + draw(&d, 60));
    end(&w);
}

/* ---- by hand */

/* 0 -4-> 1 -1-> 2, 0 -9-> 2, 2 -3-> 0; contracted 1, 0, 2. */
static roads *make_triangle(void)
{
    roads *r = empty_roads();
    put_arc(r, 0, 1, 4);
    put_arc(r, 0, 2, 9);
    put_arc(r, 1, 2, 1);
    put_arc(r, 2, 0, 3);
    close_roads(r, 3);
    return r;
}

static void a_shortcut_weighs_the_least_of_its_arc_and_the_way_below(void **state)
{
    (void)state;
    const uint32_t rank[] = {1, 0, 2};
    roads *r = make_triangle();
    work w = {0};
    assert_int_equal(ch_hierarchy_build(&r->graph, rank, NULL, &w.hierarchy), CH_OK);
    assert_int_equal(ch_metric_make(w.hierarchy, r->ms, &w.metric), CH_OK);
    const ch_hierarchy *h = w.hierarchy;
    assert_int_equal(h->shortcuts, 3);
    assert_int_equal(h->height, 3);
    assert_int_equal(h->node_at[0], 1);

    /* of node 1: first to 2, then to 0 */
    const uint32_t up[] = {1, CH_REACH_FAR, 5}, down[] = {CH_REACH_FAR, 4, 3};
    assert_memory_equal(w.metric->up, up, sizeof up);
    assert_memory_equal(w.metric->down, down, sizeof down);

    const ch_road_change close = {2, CH_ROAD_CLOSED};
    const uint32_t closed[] = {CH_REACH_FAR, CH_REACH_FAR, 9};
    assert_int_equal(ch_metric_change(w.metric, &close, 1), CH_OK);
    assert_memory_equal(w.metric->up, closed, sizeof closed);
    end(&w);
}

static void a_new_road_is_driven_where_it_helps(void **state)
{
    (void)state;
    roads *r = make_triangle();
    r->points = 1; /* node 3, between 0 and 2 */
    r->links = 2;
    r->link[0] = (ch_road_link){0, 3, 1, 0};
    r->link[1] = (ch_road_link){3, 2, 2, 0};
    work w;
    assert_int_equal(begin(&w, r, NULL, NULL), CH_OK);
    const ch_reach_seed seed = {0, 10};
    uint32_t dist[4];
    const uint32_t before[] = {10, 14, 15}, after[] = {10, 14, 13, 11};
    assert_int_equal(ch_hierarchy_sweep(w.room, w.metric, NULL, false, &seed, 1, dist), CH_OK);
    assert_memory_equal(dist, before, sizeof before);
    assert_int_equal(ch_hierarchy_sweep(w.room, w.metric, w.links, false, &seed, 1, dist), CH_OK);
    assert_memory_equal(dist, after, sizeof after);
    end(&w);
}

static void a_sum_past_32_bits_is_far(void **state)
{
    (void)state;
    roads *r = empty_roads();
    put_arc(r, 0, 1, UINT32_MAX - 2);
    put_arc(r, 1, 2, 1);
    put_arc(r, 2, 3, 1);
    put_arc(r, 3, 4, 0);
    close_roads(r, 5);
    work w;
    assert_int_equal(begin(&w, r, NULL, NULL), CH_OK);
    const ch_reach_seed seed = {0, 0};
    uint32_t dist[5];
    const uint32_t expected[] = {0, UINT32_MAX - 2, UINT32_MAX - 1, CH_REACH_FAR, CH_REACH_FAR};
    assert_int_equal(ch_hierarchy_sweep(w.room, w.metric, NULL, false, &seed, 1, dist), CH_OK);
    assert_memory_equal(dist, expected, sizeof expected);
    end(&w);
}

/* ---- orders */

static void an_order_has_every_rank_once_and_comes_out_again(void **state)
{
    (void)state;
    static uint32_t rank[MOST_NODES], again[MOST_NODES];
    static bool is_taken[MOST_NODES];
    uint64_t d = 9;
    roads *r = make_town(&d);
    assert_int_equal(ch_hierarchy_order(NULL, &r->graph, rank), CH_OK);
    assert_int_equal(ch_hierarchy_order(NULL, &r->graph, again), CH_OK);
    assert_memory_equal(rank, again, sizeof rank);
    for (size_t v = 0; v < TOWN * TOWN; v++) {
        assert_in_range(rank[v], 0, TOWN * TOWN - 1);
        assert_false(is_taken[rank[v]]);
        is_taken[rank[v]] = true;
    }
}

/* Bends are contracted in rounds: a road of 3,000 bends is 12 or so high, not 3,000. */
static void a_long_road_makes_a_low_hierarchy(void **state)
{
    (void)state;
    static uint32_t rank[3000];
    roads *r = empty_roads();
    for (uint32_t v = 0; v + 1 < 3000; v++)
        put_arc(r, v, v + 1, 1);
    close_roads(r, 3000);
    ch_hierarchy *h;
    assert_int_equal(ch_hierarchy_order(NULL, &r->graph, rank), CH_OK);
    assert_int_equal(ch_hierarchy_build(&r->graph, rank, NULL, &h), CH_OK);
    assert_in_range(h->height, 2, 30);
    assert_true(ch_hierarchy_shortcuts(h) < 2 * 3000);
    ch_hierarchy_free(h);
}

static void put_clique(roads *r, uint32_t first, uint32_t nodes)
{
    for (uint32_t v = first; v < first + nodes; v++)
        for (uint32_t u = first; u < v; u++)
            put_arc(r, v, u, 1 + (v + u) % 7);
}

/* Cliques, alone and many apart from each other; two sides all joined; a star; nodes without roads; no node. */
static void a_graph_of_any_shape_can_be_ordered(void **state)
{
    (void)state;
    for (size_t shape = 0; shape < 7; shape++) {
        uint64_t d = shape;
        uint32_t nodes = shape == 6 ? 0 : 60;
        roads *r = empty_roads();
        if (shape == 0)
            put_clique(r, 0, 60);
        for (uint32_t first = 0; shape == 1 && first < 60; first += 5)
            put_clique(r, first, 5);
        for (uint32_t v = 0; shape == 2 && v < 30 * 30; v++)
            put_arc(r, v / 30, 30 + v % 30, v % 11);
        for (uint32_t v = 1; shape == 3 && v < 60; v++)
            put_arc(r, 0, v, v);
        for (uint32_t v = 0; shape == 4 && v < 60; v++) {
            put_arc(r, v, v, 1);
            put_arc(r, v, (v + 1) % 60, 2);
        }
        close_roads(r, nodes);
        work w;
        assert_int_equal(begin(&w, r, NULL, NULL), CH_OK);
        assert_as_searched(&w, r, &d);
        end(&w);
    }
}

static void what_is_no_order_is_refused(void **state)
{
    (void)state;
    const uint32_t twice[] = {0, 1, 1}, beyond[] = {0, 1, 3};
    roads *r = make_triangle();
    ch_hierarchy *h;
    assert_int_equal(ch_hierarchy_build(&r->graph, twice, NULL, &h), CH_EDATA);
    assert_null(h);
    assert_int_equal(ch_hierarchy_build(&r->graph, beyond, NULL, &h), CH_EDATA);
    assert_null(h);
}

static void the_same_graph_gives_the_same_bytes(void **state)
{
    (void)state;
    uint64_t d = 7;
    work one, other;
    roads *r = make_town(&d);
    assert_int_equal(begin(&one, r, NULL, NULL), CH_OK);
    assert_int_equal(begin(&other, r, NULL, NULL), CH_OK);
    const ch_hierarchy *a = one.hierarchy, *b = other.hierarchy;
    assert_int_equal(a->shortcuts, b->shortcuts);
    assert_memory_equal(a->head, b->head, a->shortcuts * sizeof *a->head);
    assert_memory_equal(a->down, b->down, a->shortcuts * sizeof *a->down);
    assert_true(has_same_weights(one.metric, other.metric));
    assert_true(ch_hierarchy_bytes(a) > a->shortcuts * 4 * sizeof(uint32_t));
    assert_int_equal(ch_metric_bytes(one.metric), ch_metric_bytes(other.metric));
    end(&one);
    end(&other);
}

/* ---- memory that runs out */

static ch_err ask_all(work *w)
{
    static uint32_t dist[MOST_NODES + MOST_POINTS];
    static told heard;
    const ch_reach_seed seed[] = {{0, 0}, {1, 5}, {2, 0}, {3, 0}, {4, 1}};
    const size_t start[] = {0, 2, 3, 5};
    ch_err err = ch_hierarchy_sweep(w->room, w->metric, w->links, true, seed, 5, dist);
    if (err == CH_OK)
        err = ch_hierarchy_sweep_lanes(w->room, w->metric, w->links, false, seed, start, 3, hear, &heard);
    if (err == CH_OK)
        err = ch_hierarchy_matrix(w->room, w->metric, w->links, seed, start, 3, seed, start, 3, dist);
    return err;
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t d = 5;
    roads *r = draw_roads(&d, 60, 150);
    r->points = 2;
    r->links = 2;
    r->link[0] = (ch_road_link){3, 60, 1, 0};
    r->link[1] = (ch_road_link){60, 7, 1, 0};
    for (size_t at = 1;; at++) {
        failing failed = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&failed);
        work w;
        ch_err err = begin(&w, r, &memory, NULL);
        if (err == CH_OK)
            err = ask_all(&w);
        if (err == CH_OK) { /* the room has grown: nothing more is taken */
            size_t calls = failed.calls;
            assert_int_equal(ask_all(&w), CH_OK);
            assert_int_equal(failed.calls, calls);
        }
        end(&w);
        assert_int_equal(failed.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
    ch_hierarchy_free(NULL);
    ch_metric_free(NULL);
    ch_metric_links_free(NULL);
    ch_hierarchy_room_free(NULL);
}

static void a_change_that_fails_leaves_the_metric_as_it_was(void **state)
{
    (void)state;
    uint64_t d = 8;
    roads *r = make_town(&d);
    failing failed = {0};
    const ch_memory memory = FAILING_MEMORY(&failed);
    ch_road_change change[100];
    work w;
    ch_metric *as_it_was, *as_it_shall_be;
    assert_int_equal(begin(&w, r, &memory, NULL), CH_OK);
    assert_int_equal(ch_metric_make(w.hierarchy, r->ms, &as_it_was), CH_OK);
    for (uint32_t i = 0; i < 100; i++) {
        change[i] = (ch_road_change){i * 97, i % 2 ? CH_ROAD_CLOSED : 1};
        r->ms[i * 97] = change[i].ms;
    }
    assert_int_equal(ch_metric_make(w.hierarchy, r->ms, &as_it_shall_be), CH_OK);
    size_t live = failed.live, fails = 0;
    for (;; fails++) {
        failed.fail_at = failed.calls + fails + 1;
        ch_err err = ch_metric_change(w.metric, change, 100);
        assert_int_equal(failed.live, live);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        assert_true(has_same_weights(w.metric, as_it_was));
    }
    assert_true(fails > 4);
    assert_true(has_same_weights(w.metric, as_it_shall_be));
    ch_metric_free(as_it_was);
    ch_metric_free(as_it_shall_be);
    end(&w);
    assert_int_equal(failed.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_are_those_of_a_plain_search),
        cmocka_unit_test(so_they_are_on_denser_graphs),
        cmocka_unit_test(a_changed_metric_is_the_one_made_anew),
        cmocka_unit_test(a_town_is_dissected_into_few_shortcuts),
        cmocka_unit_test(a_shortcut_weighs_the_least_of_its_arc_and_the_way_below),
        cmocka_unit_test(a_new_road_is_driven_where_it_helps),
        cmocka_unit_test(a_sum_past_32_bits_is_far),
        cmocka_unit_test(an_order_has_every_rank_once_and_comes_out_again),
        cmocka_unit_test(a_long_road_makes_a_low_hierarchy),
        cmocka_unit_test(a_graph_of_any_shape_can_be_ordered),
        cmocka_unit_test(what_is_no_order_is_refused),
        cmocka_unit_test(the_same_graph_gives_the_same_bytes),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(a_change_that_fails_leaves_the_metric_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
