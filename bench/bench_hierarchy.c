/* bench_hierarchy.c - a contraction hierarchy on made-up roads and on those of Porto: made, weighed, changed, swept, asked for
 * matrices; beside scipy.sparse.csgraph.dijkstra and the search without hierarchy on the same graph. Distances must agree.
 * usage: bench_hierarchy [NODES [EXTRACT]]    EXTRACT: of OpenStreetMap, instead of Porto's */
#include "changhe/hierarchy.h"
#include "changhe/osm.h"
#include "measure.h"
#include "synth_roads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PORTO SOURCE_ROOT "/../shared/data/roads/porto_portugal.osm.pbf"
enum { SWEEPS = 31, BATCHES = 11, MATRICES = 11, PLACES = 100, CHANGES = 301, ARCS = 8, LINKS = 24, PEERS = 3 };

typedef struct {
    ch_road_net net;
    ch_reach_graph graph, back;
    ch_hierarchy *hierarchy;
    ch_metric *metric;
    ch_hierarchy_room *room;
    uint32_t *dist;
    ch_reach_seed place[2 * PLACES]; /* sources, then targets */
    size_t start[2 * PLACES + 1];
    uint32_t matrix[PLACES * PLACES];
} bench;

static void need(ch_err err)
{
    if (err != CH_OK)
        measure_give_up("no memory");
}

static uint32_t draw(size_t below)
{
    static uint64_t seed = 5;
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((seed >> 33) % below);
}

static int compare_arcs(const void *left, const void *right)
{
    const ch_road_change *a = left, *b = right;
    return (a->arc > b->arc) - (a->arc < b->arc);
}

/* ---- what is made once */

static void make(bench *b)
{
    uint32_t *rank = malloc((b->graph.nodes + 1) * sizeof *rank);
    if (rank == NULL)
        measure_give_up("no memory");
    double began = measure_cpu_s();
    need(ch_hierarchy_order(NULL, &b->graph, rank));
    double ordered = measure_cpu_s();
    need(ch_hierarchy_build(&b->graph, rank, NULL, &b->hierarchy));
    double built = measure_cpu_s();
    free(rank);
    printf("order        %.2f s\n", ordered - began);
    printf("build        %.2f s, %zu shortcuts; order and build %.2f s (goal 60)\n", built - ordered,
           ch_hierarchy_shortcuts(b->hierarchy), built - began);
}

/* Of all that a ch_road_net holds, names apart, and one set of weights. */
static double network_mb(const ch_road_net *net)
{
    double a_node = sizeof(ch_point) + 3 * sizeof(uint32_t) + sizeof(bool), an_arc = 5 * sizeof(uint32_t) + 1;
    return (a_node * (double)net->nodes + an_arc * (double)net->arcs + sizeof(ch_road_street) * (double)net->streets +
            sizeof(ch_road_way) * (double)net->ways + sizeof(ch_point) * (double)net->line_points) /
           1e6;
}

static void weigh(bench *b)
{
    double time[5];
    for (size_t i = 0; i < 5; i++) {
        ch_metric_free(b->metric);
        double began = measure_cpu_s();
        need(ch_metric_make(b->hierarchy, b->graph.ms, &b->metric));
        time[i] = measure_cpu_s() - began;
    }
    printf("weights      %.0f ms (goal 400)\n", 1000 * measure_median(time, 5));
    double mb = ((double)ch_hierarchy_bytes(b->hierarchy) + (double)ch_metric_bytes(b->metric)) / 1e6;
    double net_mb = network_mb(&b->net);
    printf("memory       hierarchy %.1f MB, weights %.1f; the whole network %.1f; a million nodes %.0f, with the "
           "network %.0f "
           "(goal 300)\n",
           (double)ch_hierarchy_bytes(b->hierarchy) / 1e6, (double)ch_metric_bytes(b->metric) / 1e6, net_mb,
           mb / (double)b->net.nodes * 1e6, (mb + net_mb) / (double)b->net.nodes * 1e6);
}

/* ---- what is asked often */

/* The search without hierarchy, and what it finds. */
static double search(bench *b, ch_reach_room *room, const ch_reach_seed *seed, bool is_towards)
{
    ch_reach_found found;
    double began = measure_cpu_s();
    need(ch_reach_search(room, is_towards ? &b->back : &b->graph, is_towards, NULL, seed, 1, CH_REACH_FAR, false,
                         &found));
    double took = measure_cpu_s() - began;
    if (memcmp(found.dist, b->dist, b->net.nodes * sizeof *b->dist) != 0)
        measure_give_up("the search finds other distances");
    return took;
}

static double sweep(bench *b)
{
    double time[SWEEPS], plain[PEERS];
    ch_reach_room *room;
    need(ch_reach_room_new(b->net.nodes, 0, NULL, &room));
    for (size_t i = 0; i < SWEEPS; i++) {
        bool is_towards = i % 2;
        double began = measure_cpu_s();
        need(ch_hierarchy_sweep(b->room, b->metric, NULL, is_towards, &b->place[i], 1, b->dist));
        time[i] = measure_cpu_s() - began;
        if (i < PEERS)
            plain[i] = search(b, room, &b->place[i], is_towards);
    }
    ch_reach_room_free(room);
    double took = measure_median(time, SWEEPS), search_s = measure_median(plain, PEERS);
    printf("one to all   %.2f ms, the quickest %.2f (goal 15); a search by buckets %.1f ms, %.1f times as long\n",
           1000 * took, 1000 * time[0], 1000 * search_s, search_s / took);
    return took;
}

static void count_reached(void *self, uint32_t node, const uint32_t dist[CH_HIERARCHY_LANES])
{
    size_t *reached = self;
    *reached += dist[node % CH_HIERARCHY_LANES] != CH_REACH_FAR;
}

static void sweep_lanes(bench *b)
{
    double time[BATCHES];
    size_t reached = 0;
    for (size_t i = 0; i < BATCHES; i++) {
        double began = measure_cpu_s();
        need(ch_hierarchy_sweep_lanes(b->room, b->metric, NULL, i % 2, b->place, b->start + i, CH_HIERARCHY_LANES,
                                      count_reached, &reached));
        time[i] = (measure_cpu_s() - began) / CH_HIERARCHY_LANES;
    }
    if (reached == 0)
        measure_give_up("no node is reached");
    double took = measure_median(time, BATCHES);
    printf("16 lanes     %.2f ms a source, the quickest %.2f (goal 1.5)\n", 1000 * took, 1000 * time[0]);
}

static double ask_matrix(bench *b)
{
    double time[MATRICES];
    for (size_t i = 0; i < MATRICES; i++) {
        double began = measure_cpu_s();
        need(ch_hierarchy_matrix(b->room, b->metric, NULL, b->place, b->start, PLACES, b->place, b->start + PLACES,
                                 PLACES, b->matrix));
        time[i] = measure_cpu_s() - began;
    }
    double took = measure_median(time, MATRICES);
    printf("matrix       %d x %d: %.1f ms (goal 150)\n", PLACES, PLACES, 1000 * took);
    return took;
}

/* ---- what changes */

typedef uint32_t alter(uint32_t ms);
static uint32_t closed(uint32_t ms)
{
    (void)ms;
    return CH_ROAD_CLOSED;
}
static uint32_t halved(uint32_t ms)
{
    return ms / 2;
}
static uint32_t doubled(uint32_t ms)
{
    return ms * 2;
}

/* Eight arcs drawn at random, and put back. */
static void change(bench *b, const char *what, alter *to)
{
    static double time[CHANGES];
    for (size_t i = 0; i < CHANGES; i++) {
        ch_road_change some[ARCS], back[ARCS];
        size_t n = 0;
        for (size_t k = 0; k < ARCS; k++)
            some[k].arc = draw(b->net.arcs);
        qsort(some, ARCS, sizeof *some, compare_arcs);
        for (size_t k = 0; k < ARCS; k++)
            if (n == 0 || some[n - 1].arc != some[k].arc) {
                uint32_t arc = some[k].arc, ms = b->graph.ms[arc];
                back[n] = (ch_road_change){arc, ms};
                some[n++] = (ch_road_change){arc, to(ms)};
            }
        double began = measure_cpu_s();
        need(ch_metric_change(b->metric, some, n));
        time[i] = measure_cpu_s() - began;
        need(ch_metric_change(b->metric, back, n));
    }
    double median = measure_median(time, CHANGES);
    printf("8 arcs %s  median %.2f ms (goal 5), 90 in a hundred within %.2f ms, 99 within %.1f, the longest %.1f\n",
           what, 1000 * median, 1000 * time[CHANGES * 9 / 10], 1000 * time[CHANGES * 99 / 100],
           1000 * time[CHANGES - 1]);
}

/* A new road of twelve nodes of its own, joined to the graph at each. */
static void add_links(bench *b)
{
    ch_road_link link[LINKS];
    uint32_t own = (uint32_t)b->net.nodes, points = LINKS / 2;
    for (uint32_t i = 0; i < points; i++) {
        link[2 * i] = (ch_road_link){b->place[i].node, own + i, 1000, 0};
        link[2 * i + 1] = (ch_road_link){own + i, i + 1 < points ? own + i + 1 : b->place[points].node, 60000, 0};
    }
    double made_s[5], sweep_s[5];
    for (size_t i = 0; i < 5; i++) {
        ch_metric_links *made;
        double began = measure_cpu_s();
        need(ch_metric_links_make(b->metric, link, LINKS, points, &made));
        double done = measure_cpu_s();
        need(ch_hierarchy_sweep(b->room, b->metric, made, false, &b->place[i + 20], 1, b->dist));
        sweep_s[i] = measure_cpu_s() - done;
        made_s[i] = done - began;
        ch_metric_links_free(made);
    }
    printf("new road     %d links: made in %.1f ms, one to all through them %.1f ms\n", LINKS,
           1000 * measure_median(made_s, 5), 1000 * measure_median(sweep_s, 5));
}

/* ---- beside scipy */

/* As scipy_matrix.py reads it. */
static void write_graph(const bench *b, const char *path)
{
    const ch_reach_graph *graph = &b->graph;
    const uint64_t head[] = {graph->nodes, b->net.arcs, PEERS, PLACES};
    FILE *file = fopen(path, "wb");
    bool is_written = file != NULL && fwrite(head, sizeof *head, 4, file) == 4 &&
                      fwrite(graph->start, 4, graph->nodes + 1, file) == graph->nodes + 1 &&
                      fwrite(graph->head, 4, b->net.arcs, file) == b->net.arcs &&
                      fwrite(graph->ms, 4, b->net.arcs, file) == b->net.arcs;
    for (size_t i = 0; is_written && i < PEERS; i++)
        is_written = fwrite(&b->place[i].node, 4, 1, file) == 1;
    for (size_t i = 0; is_written && i < PLACES; i++)
        is_written = fwrite(&b->place[PLACES + i].node, 4, 1, file) == 1;
    if (!is_written || fclose(file) != 0)
        measure_give_up("the graph cannot be written");
}

/* Processor time of scipy for one source; its distances to the targets must be ours. */
static void ask_scipy(bench *b, double sweep_s, double matrix_s)
{
    char path[] = "/tmp/bench_hierarchy_XXXXXX", command[300], version[40];
    double one_s, theirs, ours = 0;
    int made = mkstemp(path);
    if (made < 0)
        measure_give_up("no temporary file");
    close(made);
    write_graph(b, path);
    snprintf(command, sizeof command,
             "${PYTHON:-/usr/bin/python3} " SOURCE_ROOT "/bench/scipy_matrix.py %s 2>/dev/null", path);
    fflush(stdout);
    FILE *told = popen(command, "r");
    int read = told == NULL ? 0 : fscanf(told, "source %lf sum %lf version %39s", &one_s, &theirs, version);
    if (told != NULL)
        pclose(told);
    unlink(path);
    if (read != 3) {
        printf("scipy        is missing; nothing is compared\n");
        return;
    }
    for (size_t i = 0; i < PEERS * PLACES; i++)
        ours += b->matrix[i];
    if (ours != theirs)
        measure_give_up("scipy finds other distances");
    printf("scipy %s  one to all %.0f ms, %.0f times ours; a matrix of as many sources %.0f ms, from %d of them: %.0f "
           "times ours\n",
           version, 1000 * one_s, one_s / sweep_s, 1000 * one_s * PLACES, PEERS, one_s * PLACES / matrix_s);
}

static void draw_places(bench *b)
{
    size_t nodes = b->net.nodes;
    for (size_t i = 0; i <= 2 * PLACES; i++) {
        b->start[i] = i;
        if (i == 2 * PLACES)
            break;
        uint32_t node = draw(nodes);
        while (!b->net.is_main[node])
            node = draw(nodes);
        b->place[i] = (ch_reach_seed){node, 0};
    }
}

static void measure(ch_arena *arena, const ch_road_given *given, const char *name)
{
    static bench b;
    ch_road_report report;
    memset(&b, 0, sizeof b);
    need(ch_road_build(arena, given, NULL, &b.net, &report));
    uint32_t *ms = CH_NEW(arena, uint32_t, b.net.arcs);
    b.dist = CH_NEW(arena, uint32_t, b.net.nodes + LINKS);
    if (ms == NULL || b.dist == NULL)
        measure_give_up("no memory");
    ch_road_weigh(&b.net, &ch_road_speeds_default, CH_ROAD_CAR, CH_ROAD_PLAN, ms);
    b.graph = ch_reach_forward(&b.net, ms);
    b.back = ch_reach_backward(&b.net, ms);
    draw_places(&b);
    printf("data         %s: %zu nodes, %zu streets, %zu arcs\n", name, b.net.nodes, b.net.streets, b.net.arcs);

    make(&b);
    weigh(&b);
    need(ch_hierarchy_room_new(b.hierarchy, &b.room));
    double sweep_s = sweep(&b);
    sweep_lanes(&b);
    double matrix_s = ask_matrix(&b);
    change(&b, "closed ", closed);
    change(&b, "doubled", doubled);
    change(&b, "halved ", halved);
    add_links(&b);
    ask_scipy(&b, sweep_s, matrix_s);
    ch_hierarchy_room_free(b.room);
    ch_metric_free(b.metric);
    ch_hierarchy_free(b.hierarchy);
}

static void measure_made_up(size_t nodes)
{
    ch_arena arena = {0};
    synth_roads roads = synth_roads_make(&arena, nodes, 1, false);
    ch_road_given given = synth_roads_given(&arena, &roads);
    measure(&arena, &given, "made-up roads");
    ch_arena_free(&arena);
}

static void measure_extract(const char *name, const char *path)
{
    ch_arena arena = {0};
    ch_road_given given;
    ch_osm_report report;
    ch_faults faults = {0};
    if (access(path, R_OK) != 0) {
        printf("data         no extract at hand; skipped\n");
        return;
    }
    if (ch_osm_read(&arena, path, NULL, &given, &report, &faults) != CH_OK)
        measure_give_up("the extract cannot be read");
    measure(&arena, &given, name);
    ch_arena_free(&arena);
}

int main(int argc, char **argv)
{
    size_t nodes = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    if (nodes < 100)
        measure_give_up("at least 100 nodes are needed");
    measure_print_machine();
    measure_made_up(nodes);
    measure_extract(argc > 2 ? argv[2] : "Porto, from OpenStreetMap", argc > 2 ? argv[2] : PORTO);
    printf("peak memory  %.0f MiB, most of it for making the networks up\n", measure_peak_mib());
    return 0;
}
