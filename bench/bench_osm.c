/* bench_osm.c - an extract read, built and ordered, step by step; beside it osmium on the same file, where it is installed.
 * bench_osm [FILE]; without a file the extract of Porto beside the project. */
#include "measure.h"

#include "changhe/hierarchy.h"
#include "changhe/osm.h"
#include "changhe/road_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { RUNS = 7 };

typedef struct {
    double read_s[RUNS], build_s[RUNS], write_s[RUNS], order_s;
    ch_road_report built;
    ch_osm_report read;
    size_t bytes;
} figures;

static void must(ch_err err, const char *what)
{
    if (err != CH_OK)
        measure_give_up(what);
}

static double since(double *before_s)
{
    const double now_s = measure_cpu_s(), passed_s = now_s - *before_s;
    *before_s = now_s;
    return passed_s;
}

static void import_once(const char *path, figures *of, int run)
{
    ch_arena given_arena = {0}, arena = {0};
    ch_road_given given;
    ch_road_net net;
    ch_road_source source = {.title = CH_TEXT("bench")};
    ch_text bytes;
    double before_s = measure_cpu_s();
    must(ch_osm_read(&given_arena, path, NULL, &given, &of->read, NULL), "extract not read");
    of->read_s[run] = since(&before_s);
    must(ch_road_build(&arena, &given, NULL, &net, &of->built), "network not built");
    of->build_s[run] = since(&before_s);
    uint32_t *rank = CH_NEW(&arena, uint32_t, net.nodes);
    const ch_reach_graph graph = ch_reach_forward(&net, NULL);
    if (run == 0) {
        must(rank != NULL ? ch_hierarchy_order(NULL, &graph, rank) : CH_ENOMEM, "nodes not ordered");
        of->order_s = since(&before_s);
    }
    must(ch_road_file_write_bytes(&arena, &net, rank, &source, &bytes), "file not written");
    of->write_s[run] = since(&before_s);
    of->bytes = bytes.len;
    ch_arena_free(&arena);
    ch_arena_free(&given_arena);
}

/* Processor time of a command with all its threads; less than 0: it could not be run. */
static double time_command(const char *command)
{
    double cpu_s[RUNS];
    for (int run = 0; run < RUNS; run++) {
        struct rusage before, after;
        getrusage(RUSAGE_CHILDREN, &before);
        if (system(command) != 0)
            return -1;
        getrusage(RUSAGE_CHILDREN, &after);
        cpu_s[run] =
            (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec + after.ru_stime.tv_sec - before.ru_stime.tv_sec) +
            (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec -
                     before.ru_stime.tv_usec) /
                1e6;
    }
    return measure_median(cpu_s, RUNS);
}

static void print_peer(const char *what, const char *arguments, const char *path, const char *filter, double ours_s)
{
    char command[1024];
    snprintf(command, sizeof command, "osmium %s '%s' %s >/dev/null 2>&1", arguments, path, filter);
    const double peer_s = time_command(command);
    if (peer_s < 0)
        printf("%-44s not run: osmium is not here\n", what);
    else
        printf("%-44s %8.1f ms CPU   ours takes %.2f times as long\n", what, peer_s * 1000, ours_s / peer_s);
}

int main(int argc, char **argv)
{
    static figures of;
    struct stat about;
    const char *path = argc > 1 ? argv[1] : SOURCE_ROOT "/../shared/data/roads/porto_portugal.osm.pbf";
    if (stat(path, &about) != 0) {
        printf("bench_osm     no extract at %s\n", path);
        return 77;
    }
    for (int run = 0; run < RUNS; run++)
        import_once(path, &of, run);
    const double mb = (double)about.st_size / 1e6, read_s = measure_median(of.read_s, RUNS);
    const double build_s = measure_median(of.build_s, RUNS), write_s = measure_median(of.write_s, RUNS);
    printf("bench_osm     median of %d; data: %s, %.1f MB, %llu nodes, %llu ways\n", RUNS, path, mb,
           (unsigned long long)of.read.nodes, (unsigned long long)of.read.ways);
    measure_print_machine();
    printf("%-44s %8.1f ms CPU   %6.1f MB/s   %llu roads\n", "read, two passes", read_s * 1000, mb / read_s,
           (unsigned long long)of.read.roads);
    printf("%-44s %8.1f ms CPU   %zu nodes, %zu streets, %zu arcs\n", "network built", build_s * 1000, of.built.nodes,
           of.built.streets, of.built.arcs);
    printf("%-44s %8.1f ms CPU   %.1f MB\n", "written, in memory", write_s * 1000, (double)of.bytes / 1e6);
    printf("%-44s %8.1f ms CPU\n", "read, built and written", (read_s + build_s + write_s) * 1000);
    printf("%-44s %8.1f ms CPU   once\n", "order of the hierarchy", of.order_s * 1000);
    print_peer("osmium fileinfo -e, which decodes all", "fileinfo -e", path, "", read_s);
    print_peer("osmium tags-filter w/highway, to PBF", "tags-filter -O -f pbf -o /dev/null", path, "w/highway", read_s);
    printf("peak memory   %.1f MiB\n", measure_peak_mib());
    return 0;
}
