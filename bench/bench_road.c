/* bench_road.c - a made-up network of 1,000,000 nodes, or as many as asked: built, weighed, looked around in, patched, written, read. */
#include "measure.h"
#include "synth_roads.h"

#include "changhe/road_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 3, ASKED = 200000, WORKS = 8, PATCHES = 200, FEET = 4, TRIED = 15 };

static void must(bool holds, const char *what)
{
    if (!holds)
        measure_give_up(what);
}

/* ---- memory that knows how much of it is taken */

typedef struct {
    size_t live, peak;
} tally;

static void *take(void *self, size_t size)
{
    tally *of = self;
    size_t *block = malloc(size + 16);
    if (block == NULL)
        return NULL;
    block[0] = size;
    of->live += size;
    if (of->live > of->peak)
        of->peak = of->live;
    return block + 2;
}

static void give(void *self, void *block)
{
    if (block == NULL)
        return;
    ((tally *)self)->live -= ((size_t *)block)[-2];
    free((size_t *)block - 2);
}

static double mb(size_t bytes)
{
    return (double)bytes / 1e6;
}

/* ---- what is measured */

static uint64_t seed = 7;

/* xorshift64 (Marsaglia 2003): 0 .. below-1 */
static size_t draw(size_t below)
{
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return (size_t)(seed % below);
}

typedef struct {
    tally taken;
    ch_memory memory;
    ch_arena arena;
    ch_road_net net;
    ch_road_report report;
} built;

static double build(built *b, const ch_road_given *given)
{
    *b = (built){.memory = {take, give, NULL}};
    b->memory.self = &b->taken;
    b->arena = CH_ARENA(&b->memory);
    const double before_s = measure_cpu_s();
    must(ch_road_build(&b->arena, given, NULL, &b->net, &b->report) == CH_OK, "the network was not built");
    return measure_cpu_s() - before_s;
}

static void measure_build(built *b, const ch_road_given *given)
{
    double s[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        if (i > 0)
            ch_arena_free(&b->arena);
        s[i] = build(b, given);
    }
    printf("build: %.2f s; %zu nodes (%zu copies), %zu streets, %zu arcs\n", measure_median(s, ROUNDS), b->net.nodes,
           b->report.copies, b->net.streets, b->net.arcs);
    const size_t ways = b->net.ways * sizeof(ch_road_way);
    printf("memory: %.0f MB a million nodes, of them %.0f the ways as given; %.0f at most while it was built\n",
           mb(b->taken.live) / (double)b->net.nodes * 1e6, mb(ways) / (double)b->net.nodes * 1e6,
           mb(b->taken.peak) / (double)b->net.nodes * 1e6);
}

static uint32_t *measure_weigh(built *b)
{
    double s[ROUNDS];
    uint32_t *ms = malloc(b->net.arcs * sizeof *ms);
    must(ms != NULL, "no memory for weights");
    for (int i = 0; i < ROUNDS; i++) {
        const double before_s = measure_cpu_s();
        ch_road_weigh(&b->net, &ch_road_speeds_default, CH_ROAD_CAR, CH_ROAD_PLAN, ms);
        s[i] = measure_cpu_s() - before_s;
    }
    printf("weigh: %.3f s\n", measure_median(s, ROUNDS));
    return ms;
}

static ch_point draw_point(const ch_road_net *net)
{
    const ch_point at = net->point[draw(net->nodes)];
    return (ch_point){at.lon_deg + ((double)draw(1000) - 500) * 2e-6, at.lat_deg + ((double)draw(1000) - 500) * 2e-6};
}

/* What the index saves: every street tried, its segments in a plane around the point. */
static double nearest_m_of_all(const ch_road_net *net, ch_point point)
{
    const double m = 111195, narrow = m * cos(point.lat_deg * 0.017453292519943295);
    double least = 1e18;
    for (size_t street = 0; street < net->streets; street++) {
        const ch_point *line = net->line + net->at[street].first;
        for (uint32_t i = 0; i + 1 < net->at[street].points; i++) {
            const double x = narrow * (line[i].lon_deg - point.lon_deg), y = m * (line[i].lat_deg - point.lat_deg);
            const double u = narrow * (line[i + 1].lon_deg - line[i].lon_deg),
                         v = m * (line[i + 1].lat_deg - line[i].lat_deg);
            const double square = u * u + v * v, part = square > 0 ? -(x * u + y * v) / square : 0;
            const double on = part < 0 ? 0 : part > 1 ? 1 : part, e = x + on * u, n = y + on * v;
            least = e * e + n * n < least ? e * e + n * n : least;
        }
    }
    return sqrt(least);
}

static void measure_trying_all(const ch_road_net *net, const ch_road_near *near)
{
    double s[TRIED];
    for (int i = 0; i < TRIED; i++) {
        const ch_point point = draw_point(net);
        ch_road_foot foot;
        const double before_s = measure_cpu_s(), m = nearest_m_of_all(net, point);
        s[i] = measure_cpu_s() - before_s;
        must(ch_road_near_find(near, point, 3000, &foot, 1) == 1 && foot.away_m < m + 0.1 && foot.away_m > m - 0.1,
             "both ways must find the same distance");
    }
    printf("every street tried: %.1f ms for the nearest one\n", measure_median(s, TRIED) * 1e3);
}

static const ch_road_near *measure_near(built *b)
{
    const ch_road_near *near;
    const size_t before = b->taken.live;
    double before_s = measure_cpu_s();
    must(ch_road_near_make(&b->arena, &b->net, ch_road_is_entry, &near) == CH_OK, "no memory for an index");
    printf("index of streets: %.2f s, %.0f MB\n", measure_cpu_s() - before_s, mb(b->taken.live - before));
    size_t found = 0;
    before_s = measure_cpu_s();
    for (int i = 0; i < ASKED; i++) {
        ch_road_foot foot[FEET];
        found += ch_road_near_find(near, draw_point(&b->net), 3000, foot, FEET);
    }
    printf("near: %.2f us for the %d nearest within 3 km, %.1f found\n", (measure_cpu_s() - before_s) / ASKED * 1e6,
           FEET, (double)found / ASKED);
    measure_trying_all(&b->net, near);
    return near;
}

/* Closings, speeds, one-ways, openings of 20 streets each; two new roads of 5 points; two interchanges. */
static void measure_patch(built *b, const ch_road_near *near, const uint32_t *ms)
{
    static uint32_t street[WORKS][20];
    static ch_point point[WORKS][5];
    static const ch_road_work_kind kind[WORKS] = {CH_ROAD_WORK_CLOSE, CH_ROAD_WORK_SPEED, CH_ROAD_WORK_ONEWAY,
                                                  CH_ROAD_WORK_OPEN,  CH_ROAD_WORK_ADD,   CH_ROAD_WORK_ADD,
                                                  CH_ROAD_WORK_JOIN,  CH_ROAD_WORK_JOIN};
    double s[PATCHES];
    size_t links = 0;
    for (int round = 0; round < PATCHES; round++) {
        ch_road_work work[WORKS];
        ch_road_work_end end[WORKS];
        ch_road_patch patch;
        ch_arena arena = {0};
        for (int i = 0; i < WORKS; i++) {
            for (int k = 0; k < 20; k++)
                street[i][k] = (uint32_t)draw(b->net.streets);
            for (int k = 0; k < 5; k++)
                point[i][k] = draw_point(&b->net);
            work[i] = (ch_road_work){.kind = kind[i],
                                     .street = street[i],
                                     .streets = 20,
                                     .limit_kmh = 70,
                                     .road_class = CH_road_class_CLASS2,
                                     .point = point[i],
                                     .points = kind[i] == CH_ROAD_WORK_ADD ? 5 : 1,
                                     .join_m = 300};
        }
        const double before_s = measure_cpu_s();
        must(ch_road_patch_make(&arena, &b->net, near, &ch_road_speeds_default, CH_ROAD_CAR, CH_ROAD_PLAN, ms, work,
                                WORKS, &patch, end) == CH_OK,
             "no memory for a patch");
        s[round] = measure_cpu_s() - before_s;
        links += patch.links;
        ch_arena_free(&arena);
    }
    printf("patch of %d works: %.3f ms, %.0f links\n", WORKS, measure_median(s, PATCHES) * 1e3,
           (double)links / PATCHES);
}

static void measure_file(built *b)
{
    ch_arena arena = {0}, again = {0};
    ch_text bytes;
    ch_road_net net;
    const uint32_t *rank;
    ch_road_source source = {.title = CH_TEXT("made up")};
    double before_s = measure_cpu_s();
    must(ch_road_file_write_bytes(&arena, &b->net, NULL, &source, &bytes) == CH_OK, "the network was not written");
    const double write_s = measure_cpu_s() - before_s;
    before_s = measure_cpu_s();
    must(ch_road_file_read_bytes(&again, CH_TEXT("made up"), bytes, &net, &rank, &source, NULL) == CH_OK,
         "the network was not read");
    const double read_s = measure_cpu_s() - before_s;
    printf("file: %.0f MB; to bytes %.2f s, %.0f MB/s; read and checked %.2f s, %.0f MB/s\n", mb(bytes.len), write_s,
           mb(bytes.len) / write_s, read_s, mb(bytes.len) / read_s);
    ch_arena_free(&arena);
    ch_arena_free(&again);
}

int main(int count, char **word)
{
    const size_t nodes = count > 1 ? strtoul(word[1], NULL, 10) : 1000000;
    ch_arena arena = {0};
    built b;
    measure_print_machine();
    const synth_roads roads = synth_roads_make(&arena, nodes, 1, true);
    const ch_road_given given = synth_roads_given(&arena, &roads);
    measure_build(&b, &given);
    uint32_t *ms = measure_weigh(&b);
    measure_patch(&b, measure_near(&b), ms);
    measure_file(&b);
    printf("peak memory with the made-up data: %.0f MiB\n", measure_peak_mib());
    free(ms);
    ch_arena_free(&b.arena);
    ch_arena_free(&arena);
    return 0;
}
