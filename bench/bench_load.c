/* bench_load.c - a zone of a million firms read from its folder, loaded into the store, read back and
 * edited, beside a bare load of the same files into SQLite. Each step runs in a process of its own, so
 * that its memory is its own. */
#include "bare_load.h"
#include "measure.h"
#include "synth_folder.h"

#include "changhe/edit.h"
#include "changhe/folder.h"
#include "changhe/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_ROOM = 256 };

/* COLUMN_firms_id, ...: columns by number. */
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning)                      enum {
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning) COLUMN_##table##_##name,
#define CH_TABLE_END(table) \
    COLUMNS_##table \
    } \
    ;
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END

typedef struct {
    char dir[PATH_ROOM], folder[PATH_ROOM + 16], store[PATH_ROOM + 16], bare[PATH_ROOM + 16];
} paths;

/* What a step tells of itself: processor time of what it measures, which rows it handled. */
typedef struct {
    double cpu_s;
    size_t rows;
    double peak_mib; /* of its process */
} step_cost;

static void must(ch_err err, const ch_faults *faults)
{
    if (err == CH_OK)
        return;
    ch_buf told = {0};
    if (faults->kept > 0)
        ch_fault_print(&faults->list[0], &told);
    ch_buf_addc(&told, '\0');
    measure_give_up(told.failed ? "no memory" : told.at);
}

static size_t rows_of(const ch_zone *zone)
{
    size_t rows = 0;
    for (int id = 0; id < CH_TABLES; id++)
        rows += zone->table[id]->rows;
    return rows;
}

static ch_zone *read_folder(const paths *at)
{
    ch_zone *zone;
    ch_faults faults = {0};
    must(ch_folder_read(at->folder, NULL, &zone, &faults), &faults);
    return zone;
}

static void check(const paths *at, step_cost *cost)
{
    const double before_s = measure_cpu_s();
    ch_zone *zone = read_folder(at);
    cost->cpu_s = measure_cpu_s() - before_s;
    cost->rows = rows_of(zone);
}

static void load_bare(const paths *at, step_cost *cost)
{
    const double before_s = measure_cpu_s();
    cost->rows = bare_load(at->folder, at->bare);
    cost->cpu_s = measure_cpu_s() - before_s;
}

static void load(const paths *at, step_cost *cost)
{
    ch_faults faults = {0};
    const double before_s = measure_cpu_s();
    ch_zone *zone = read_folder(at);
    must(ch_store_replace(at->store, zone, &faults), &faults);
    cost->cpu_s = measure_cpu_s() - before_s;
    cost->rows = rows_of(zone);
}

static void read_store(const paths *at, step_cost *cost)
{
    ch_zone *zone;
    ch_faults faults = {0};
    const double before_s = measure_cpu_s();
    must(ch_store_read(at->store, NULL, &zone, &faults), &faults);
    cost->cpu_s = measure_cpu_s() - before_s;
    cost->rows = rows_of(zone);
}

static void write_folder(const paths *at, step_cost *cost)
{
    ch_zone *zone = read_folder(at);
    ch_faults faults = {0};
    char copy[PATH_ROOM + 16];
    snprintf(copy, sizeof copy, "%s/export", at->dir);
    const double before_s = measure_cpu_s();
    must(ch_folder_write(zone, copy, &faults), &faults);
    cost->cpu_s = measure_cpu_s() - before_s;
    cost->rows = rows_of(zone);
    for (int id = 0; id < CH_TABLES; id++) {
        char name[2 * PATH_ROOM];
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        snprintf(name, sizeof name, "%s/%s.%s", copy, kind->name, kind->shape < 0 ? "csv" : "geojson");
        unlink(name);
    }
    strcat(copy, "/datapackage.json");
    unlink(copy);
    *strrchr(copy, '/') = '\0';
    rmdir(copy);
}

static ch_edit_cell cell(unsigned column, ch_text text)
{
    return (ch_edit_cell){.column = column, .text = text};
}

static void make_edits(const paths *at, bool is_delete, step_cost *cost)
{
    ch_zone *zone = read_folder(at), *edited;
    ch_faults faults = {0};
    const ch_text old_id = zone->firms.id[zone->firms.rows / 2], gone_id = zone->firms.id[zone->firms.rows / 3];
    ch_edit_cell changed[] = {cell(COLUMN_firms_id, old_id), cell(COLUMN_firms_note, CH_TEXT("改"))};
    ch_edit_cell added[] = {cell(COLUMN_firms_id, CH_TEXT("new")), cell(COLUMN_firms_name_zh, CH_TEXT("新企业")),
                            cell(COLUMN_firms_place, zone->firms.place[0]), cell(COLUMN_firms_source, CH_TEXT("s01"))};
    ch_edit_cell gone[] = {cell(COLUMN_firms_id, gone_id)};
    ch_edit put[] = {{.table = CH_TABLE_firms, .cell = changed, .cells = 2},
                     {.table = CH_TABLE_firms, .cell = added, .cells = 4}};
    ch_edit removed[] = {{.table = CH_TABLE_firms, .is_delete = true, .cell = gone, .cells = 1}};
    const ch_edits edits = is_delete ? (ch_edits){removed, 1} : (ch_edits){put, 2};

    const double before_s = measure_cpu_s();
    must(ch_zone_edit(zone, &edits, &edited, &faults), &faults);
    cost->cpu_s = measure_cpu_s() - before_s;
    cost->rows = edits.count;
}

/* One firm changed, one added. */
static void put_firms(const paths *at, step_cost *cost)
{
    make_edits(at, false, cost);
}

/* One firm with all that hangs on it. */
static void delete_firm(const paths *at, step_cost *cost)
{
    make_edits(at, true, cost);
}

/* The step in a process of its own, which leaves by _exit: giving memory back is not measured. */
static step_cost run(void (*step)(const paths *, step_cost *), const paths *at)
{
    int ends[2];
    fflush(stdout);
    const pid_t child = pipe(ends) == 0 ? fork() : -1;
    if (child < 0)
        measure_give_up("no process");
    step_cost cost = {0};
    if (child == 0) {
        step(at, &cost);
        _exit(write(ends[1], &cost, sizeof cost) == (ssize_t)sizeof cost ? 0 : 1);
    }
    int status;
    struct rusage usage;
    close(ends[1]);
    const bool told = read(ends[0], &cost, sizeof cost) == (ssize_t)sizeof cost;
    close(ends[0]);
    if (wait4(child, &status, 0, &usage) != child || !told)
        exit(1); /* it said why */
    cost.peak_mib = (double)usage.ru_maxrss / 1024;
    return cost;
}

static void print(const char *name, step_cost cost, double peer_s)
{
    printf("%-46s %7.2f s CPU  %9.0f rows/s  %7.0f MiB", name, cost.cpu_s, (double)cost.rows / cost.cpu_s,
           cost.peak_mib);
    if (peer_s > 0)
        printf("  %5.2f times the bare load", cost.cpu_s / peer_s);
    printf("\n");
}

static void make_paths(paths *at)
{
    const char *temp = getenv("TMPDIR");
    snprintf(at->dir, sizeof at->dir, "%s/bench_load_XXXXXX", temp != NULL ? temp : "/tmp");
    if (mkdtemp(at->dir) == NULL)
        measure_give_up("no folder for temporary files");
    snprintf(at->folder, sizeof at->folder, "%s/zone", at->dir);
    snprintf(at->store, sizeof at->store, "%s/zone.db", at->dir);
    snprintf(at->bare, sizeof at->bare, "%s/bare.db", at->dir);
    if (mkdir(at->folder, 0777) != 0)
        measure_give_up("no folder for temporary files");
}

/* bench_load [firms] */
int main(int argc, char **argv)
{
    const synth_folder_size size = {3000, 1500, argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000, 1};
    paths at;
    make_paths(&at);
    synth_folder_write(at.folder, &size);
    printf("bench_load    data: %zu made-up firms in %zu places, %zu segments, as CSV files\n", size.firms, size.places,
           size.segments);
    measure_print_machine();

    const step_cost bare = run(load_bare, &at), checked = run(check, &at), loaded = run(load, &at);
    print("bare load: cut at commas, bound into SQLite", bare, 0);
    print("folder read: typed, checked, a snapshot", checked, bare.cpu_s);
    print("folder read and stored", loaded, bare.cpu_s);
    print("store read: typed, checked, a snapshot", run(read_store, &at), bare.cpu_s);
    print("folder written", run(write_folder, &at), bare.cpu_s);
    print("an edit: a firm changed, a firm added", run(put_firms, &at), 0);
    print("an edit: a firm deleted, and what names it", run(delete_firm, &at), 0);

    unlink(at.store);
    unlink(at.bare);
    synth_folder_remove(at.folder);
    rmdir(at.dir);
    return 0;
}
