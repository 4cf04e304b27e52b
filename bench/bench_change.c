/* bench_change.c - one change of one firm: checked, written to the store, synced, and the next snapshot ready. */
#include "measure.h"
#include "synth.h"

#include "changhe/changes.h"
#include "changhe/folder.h"
#include "changhe/ready.h"
#include "changhe/revise.h"
#include "changhe/store.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 21, FIRMS = 100000 };

static const char STORE[] = "bench_change.db";

static void must(ch_err err, const char *what)
{
    if (err != CH_OK)
        measure_give_up(what);
}

static double wall_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Milliseconds: of the processor for each part, on the wall for the write, which waits for the disk. */
typedef struct {
    double revise, ready, write, write_wall;
} cost;

static double lap_ms(double *since_s)
{
    const double now_s = measure_cpu_s(), spent_ms = (now_s - *since_s) * 1000;
    *since_s = now_s;
    return spent_ms;
}

/* Give a firm a note; *zone becomes the next snapshot. */
static cost change_once(ch_zone **zone, size_t firm, unsigned number)
{
    const int note = ch_schema_find_column(ch_schema_table(CH_TABLE_firms), CH_TEXT("note"));
    static const ch_grant all = {CH_STEWARD, {"zone", 4}};
    const ch_author author = {&all, 1};
    char text[20];
    snprintf(text, sizeof text, "%u", number);
    ch_edit_cell cell[] = {{.column = 0, .text = (*zone)->firms.id[firm]}, {.column = (unsigned)note, .text = ch_text_of(text)}};
    ch_edit edit = {.table = CH_TABLE_firms, .cell = cell, .cells = 2};
    const ch_edits edits = {&edit, 1};
    const ch_row_version version = {true, ch_table_row_digest((*zone)->table[CH_TABLE_firms], firm)};

    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_revised revised;
    ch_change_result result;
    ch_ready *ready;
    cost spent;
    double now_s = measure_cpu_s();
    must(ch_revise(&arena, *zone, &edits, &version, &author, &revised, &faults), "the change could not be made");
    spent.revise = lap_ms(&now_s);
    ch_zone_hold(revised.zone);
    must(ch_ready_make(revised.zone, &ready), "the snapshot could not be made ready");
    spent.ready = lap_ms(&now_s);
    const ch_change_draft draft = {.base = *zone,
                                   .next = revised.zone,
                                   .diff = revised.diff,
                                   .row = revised.change,
                                   .rows = revised.rows,
                                   .account = 1,
                                   .who = CH_TEXT("bench")};
    const double began_s = wall_s();
    must(ch_changes_apply(STORE, &draft, &result, &faults), "the change could not be written");
    if (result.outcome != CH_CHANGE_DONE)
        measure_give_up("the store had moved on");
    spent.write_wall = (wall_s() - began_s) * 1000;
    spent.write = lap_ms(&now_s);
    ch_ready_drop(ready);
    ch_zone_drop(*zone);
    *zone = revised.zone;
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return spent;
}

static void measure_zone(const char *name, ch_zone *zone)
{
    double revise[RUNS], ready[RUNS], write[RUNS], wall[RUNS], all[RUNS];
    unlink(STORE);
    must(ch_store_replace(STORE, zone, NULL), "the store could not be filled");
    for (unsigned i = 0; i < RUNS; i++) {
        const cost spent = change_once(&zone, zone->firms.rows / 2, i);
        revise[i] = spent.revise, ready[i] = spent.ready, write[i] = spent.write, wall[i] = spent.write_wall;
        all[i] = spent.revise + spent.ready + spent.write;
    }
    printf("%s, %zu firms\n", name, zone->firms.rows);
    printf("  versions, edit, check, rights %9.3f ms CPU\n", measure_median(revise, RUNS));
    printf("  next snapshot ready           %9.3f ms CPU\n", measure_median(ready, RUNS));
    printf("  rows and log written          %9.3f ms CPU, %.3f ms on the wall with its syncs\n",
           measure_median(write, RUNS), measure_median(wall, RUNS));
    printf("  all of it                     %9.3f ms CPU\n", measure_median(all, RUNS));
    ch_zone_drop(zone);
    unlink(STORE);
}

int main(void)
{
    ch_faults faults = {0};
    ch_zone *bundled;
    printf("bench_change  one firm gets a note; median of %d\n", RUNS);
    measure_print_machine();
    must(ch_folder_read(ZONE, NULL, &bundled, &faults), "the zone could not be read");
    measure_zone("the bundled zone", bundled);
    const synth_size size = {.places = 1000, .segments = 500, .firms = FIRMS, .seed = 1};
    measure_zone("a zone made up", synth_zone(&size));
    printf("peak memory   %.1f MiB\n", measure_peak_mib());
    ch_faults_free(&faults);
    return 0;
}
