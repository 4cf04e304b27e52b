/* bench_reach.c - one-to-all searches, whole and of 15 minutes, on made-up roads and on those of Porto, beside
 * scipy.sparse.csgraph.dijkstra on the same graph from the same nodes. Sums of all times must agree.
 * usage: bench_reach [NODES [EXTRACT [GRAPH]]]    EXTRACT: of OpenStreetMap, instead of Porto's; GRAPH: leave the made-up graph there,
 * measure nothing else and tell what ours takes, for pgrouting.sh */
#include "measure.h"
#include "synth_roads.h"
#include "changhe/osm.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FULL_RUNS = 11, PEER_FULL_RUNS = 3, BOUNDED_RUNS = 100, LIMIT_MS = 15 * 60 * 1000, CHANGES = 24, LINKS = 12 };
#define PORTO SOURCE_ROOT "/../shared/data/roads/porto_portugal.osm.pbf"

typedef struct {
    double median_s;
    uint64_t sum_ms; /* of all times found */
    double reached;  /* nodes, on average */
} figures;

static ch_reach_room *room;
static uint32_t source[BOUNDED_RUNS];

static void draw_sources(size_t nodes)
{
    uint64_t seed = 20;
    for (size_t i = 0; i < BOUNDED_RUNS; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        source[i] = (uint32_t)((seed >> 33) % nodes);
    }
}

static uint64_t sum_of(const ch_reach_found *found)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < found->reacheds; i++)
        sum += found->dist[found->reached[i]];
    return sum;
}

static figures search(const ch_reach_graph *graph, bool is_towards, const ch_road_patch *patch, uint32_t limit,
                      size_t runs)
{
    double time[BOUNDED_RUNS];
    figures all = {0};
    for (size_t i = 0; i < runs; i++) {
        ch_reach_found found;
        const ch_reach_seed seed = {source[i], 0};
        const double before = measure_cpu_s();
        if (ch_reach_search(room, graph, is_towards, patch, &seed, 1, limit, false, &found) != CH_OK)
            measure_give_up("no memory for a search");
        time[i] = measure_cpu_s() - before;
        if (limit < CH_REACH_FAR || i < PEER_FULL_RUNS)
            all.sum_ms += sum_of(&found);
        all.reached += (double)found.reacheds / (double)runs;
    }
    all.median_s = measure_median(time, runs);
    return all;
}

/* Some arcs closed or slowed, some links far across, so that a search meets them. */
static ch_road_patch make_patch(ch_arena *arena, const ch_reach_graph *graph)
{
    ch_road_change *change = CH_NEW(arena, ch_road_change, CHANGES);
    ch_road_link *link = CH_NEW(arena, ch_road_link, LINKS);
    if (change == NULL || link == NULL)
        measure_give_up("no memory for a patch");
    const uint32_t arcs = graph->start[graph->nodes], nodes = (uint32_t)graph->nodes;
    for (uint32_t i = 0; i < CHANGES; i++)
        change[i] = (ch_road_change){arcs / CHANGES * i, i % 2 == 0 ? CH_ROAD_CLOSED : 60000};
    for (uint32_t i = 0; i < LINKS; i++)
        link[i] = (ch_road_link){nodes / LINKS * i, nodes / LINKS * i + nodes / 100, 120000, 0};
    return (ch_road_patch){.change = change, .changes = CHANGES, .link = link, .links = LINKS};
}

/* As scipy_reach.py and pgrouting.sh read it. */
static void write_graph(const char *path, const ch_reach_graph *graph)
{
    const uint64_t head[] = {graph->nodes, graph->start[graph->nodes], BOUNDED_RUNS, LIMIT_MS};
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(head, sizeof *head, 4, file) != 4 ||
        fwrite(graph->start, 4, graph->nodes + 1, file) != graph->nodes + 1 ||
        fwrite(graph->head, 4, head[1], file) != head[1] || fwrite(graph->ms, 4, head[1], file) != head[1] ||
        fwrite(source, 4, BOUNDED_RUNS, file) != BOUNDED_RUNS || fclose(file) != 0)
        measure_give_up("the graph cannot be written");
}

static void compare(const char *what, figures ours, double theirs_s, double theirs_sum, double goal)
{
    printf("    %s: scipy %.1f ms, ours %.3f of it (goal %.2f)\n", what, theirs_s * 1000, ours.median_s / theirs_s,
           goal);
    if (theirs_sum != (double)ours.sum_ms)
        measure_give_up("scipy finds other times");
}

static void ask_scipy(const ch_reach_graph *graph, figures full, figures bounded)
{
    char path[] = "/tmp/bench_reach_XXXXXX", command[200], version[40];
    const int made = mkstemp(path);
    double full_s, full_sum, limit_s, limit_sum;
    if (made < 0)
        measure_give_up("no temporary file");
    close(made);
    write_graph(path, graph);
    snprintf(command, sizeof command, "${PYTHON:-/usr/bin/python3} " SOURCE_ROOT "/bench/scipy_reach.py %s 2>/dev/null",
             path);
    fflush(stdout);
    FILE *told = popen(command, "r");
    const int read = told == NULL ? 0
                                  : fscanf(told, "full %lf %lf limit %lf %lf version %39s", &full_s, &full_sum,
                                           &limit_s, &limit_sum, version);
    if (told != NULL)
        pclose(told);
    unlink(path);
    if (read != 5) {
        printf("    scipy is missing; nothing is compared\n");
        return;
    }
    compare("one to all", full, full_s, full_sum, 0.15);
    compare("15 minutes", bounded, limit_s, limit_sum, 0.05);
}

static void measure(const char *name, const ch_reach_graph *forward, const ch_reach_graph *backward)
{
    ch_arena arena = {0};
    const size_t arcs = forward->start[forward->nodes];
    const ch_road_patch patch = make_patch(&arena, forward);
    printf("  %s: %zu nodes, %zu arcs; graph %.1f MB, room %.1f MB and the buckets\n", name, forward->nodes, arcs,
           ((double)forward->nodes * 4 + (double)arcs * 8) / 1e6, (double)forward->nodes * 8 / 1e6);
    if (ch_reach_room_new(forward->nodes, 0, NULL, &room) != CH_OK)
        measure_give_up("no memory for a room");
    draw_sources(forward->nodes);
    const figures full = search(forward, false, NULL, CH_REACH_FAR, FULL_RUNS),
                  bounded = search(forward, false, NULL, LIMIT_MS, BOUNDED_RUNS),
                  patched = search(forward, false, &patch, LIMIT_MS, BOUNDED_RUNS),
                  back_full = search(backward, true, NULL, CH_REACH_FAR, FULL_RUNS),
                  back = search(backward, true, NULL, LIMIT_MS, BOUNDED_RUNS);
    printf("    one to all %.1f ms, %.1f million arcs a second, %.0f nodes reached; towards %.1f ms\n",
           full.median_s * 1000, (double)arcs * full.reached / (double)forward->nodes / full.median_s / 1e6,
           full.reached, back_full.median_s * 1000);
    printf("    15 minutes %.2f ms, %.0f nodes reached; with a patch %.2f ms; towards %.2f ms\n",
           bounded.median_s * 1000, bounded.reached, patched.median_s * 1000, back.median_s * 1000);
    ask_scipy(forward, full, bounded);
    ch_reach_room_free(room);
    ch_arena_free(&arena);
}

static void measure_given(const char *name, ch_arena *arena, const ch_road_given *given)
{
    ch_road_net net;
    ch_road_report report;
    if (ch_road_build(arena, given, NULL, &net, &report) != CH_OK)
        measure_give_up("the network cannot be built");
    uint32_t *ms = CH_NEW(arena, uint32_t, net.arcs);
    if (ms == NULL)
        measure_give_up("no memory for weights");
    ch_road_weigh(&net, &ch_road_speeds_default, CH_ROAD_CAR, CH_ROAD_PLAN, ms);
    const ch_reach_graph forward = ch_reach_forward(&net, ms), backward = ch_reach_backward(&net, ms);
    measure(name, &forward, &backward);
}

static void measure_made_up(size_t nodes)
{
    for (int shuffled = 0; shuffled < 2; shuffled++) {
        ch_arena arena = {0};
        const synth_roads roads = synth_roads_make(&arena, nodes, 1, shuffled);
        const ch_reach_graph forward = synth_roads_forward(&roads), backward = synth_roads_backward(&roads);
        measure(shuffled ? "made-up roads, numbered at random" : "made-up roads, numbered by lines", &forward,
                &backward);
        if (shuffled) {
            const ch_road_given given = synth_roads_given(&arena, &roads);
            measure_given("the same, built into a network", &arena, &given);
        }
        ch_arena_free(&arena);
    }
}

static void leave_graph(size_t nodes, const char *path)
{
    ch_arena arena = {0};
    const synth_roads roads = synth_roads_make(&arena, nodes, 1, false);
    const ch_reach_graph forward = synth_roads_forward(&roads);
    if (ch_reach_room_new(nodes, 0, NULL, &room) != CH_OK)
        measure_give_up("no memory for a room");
    draw_sources(nodes);
    write_graph(path, &forward);
    for (size_t i = 0; i < BOUNDED_RUNS; i++) {
        ch_reach_found found;
        if (ch_reach_search(room, &forward, false, NULL, &(ch_reach_seed){source[i], 0}, 1, LIMIT_MS, false, &found) !=
            CH_OK)
            measure_give_up("no memory for a search");
        if (i < PEER_FULL_RUNS)
            printf("%" PRIu32 " %zu %" PRIu64 "\n", source[i], found.reacheds, sum_of(&found));
    }
    printf("ours %.3f\n", search(&forward, false, NULL, LIMIT_MS, BOUNDED_RUNS).median_s * 1000);
    ch_reach_room_free(room);
    ch_arena_free(&arena);
}

static void measure_extract(const char *name, const char *path)
{
    ch_arena arena = {0};
    ch_road_given given;
    ch_osm_report report;
    ch_faults faults = {0};
    if (access(path, R_OK) != 0) {
        printf("  %s: no extract at hand; skipped\n", name);
        return;
    }
    if (ch_osm_read(&arena, path, NULL, &given, &report, &faults) != CH_OK)
        measure_give_up("the extract cannot be read");
    measure_given(name, &arena, &given);
    ch_arena_free(&arena);
}

int main(int argc, char **argv)
{
    const size_t nodes = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    if (nodes < 100)
        measure_give_up("at least 100 nodes are needed");
    if (argc > 3) {
        leave_graph(nodes, argv[3]);
        return 0;
    }
    measure_print_machine();
    measure_made_up(nodes);
    measure_extract(argc > 2 ? argv[2] : "Porto, from OpenStreetMap", argc > 2 ? argv[2] : PORTO);
    printf("  peak %.0f MiB, most of it for making the networks up\n", measure_peak_mib());
    return 0;
}
