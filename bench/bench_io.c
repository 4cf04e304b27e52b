/* bench_io.c - how fast CSV and JSON are read, beside a bare pass over the same bytes and jansson. */
#include "measure.h"
#include "synth.h"

#include "changhe/csv.h"
#include "changhe/emit.h"
#include "changhe/json.h"

#include <stdio.h>
#include <string.h>

#ifdef HAVE_JANSSON
#include <jansson.h>
#endif

enum { FIRMS = 60000, RUNS = 11, STEP = 64 << 10 };

static void must(ch_err err, const char *what)
{
    if (err != CH_OK)
        measure_give_up(what);
}

/* Bytes given piece by piece, as a file would be. */
typedef struct {
    ch_text rest;
} source;

static int give(void *self, char *bytes, size_t room)
{
    source *from = self;
    size_t n = from->rest.len < room ? from->rest.len : room;
    memcpy(bytes, from->rest.at, n);
    from->rest.at += n, from->rest.len -= n;
    return (int)n;
}

static size_t count_fields(ch_text text)
{
    size_t fields = 0;
    for (size_t i = 0; i < text.len; i++)
        fields += text.at[i] == ',' || text.at[i] == '\n';
    return fields;
}

static ch_err count_row(void *self, const ch_csv_field *field, size_t fields, ch_at at)
{
    *(size_t *)self += fields;
    return CH_OK;
}

static size_t read_rows(ch_text text)
{
    size_t fields = 0;
    ch_csv *csv;
    ch_faults faults = {0};
    must(ch_csv_open(NULL, CH_TEXT("firms.csv"), count_row, &fields, &faults, &csv), "no reader");
    for (size_t done = 0; done < text.len; done += STEP)
        must(ch_csv_feed(csv, text.at + done, text.len - done < STEP ? text.len - done : STEP), "rows not read");
    must(ch_csv_end(csv), "rows not read");
    ch_csv_close(csv);
    ch_faults_free(&faults);
    return fields;
}

static size_t read_table(ch_text text)
{
    source from = {text};
    ch_faults faults = {0};
    ch_draft *draft;
    ch_table *table;
    must(ch_csv_read_table(NULL, CH_TEXT("firms.csv"), give, &from, CH_TABLE_firms, &draft, &faults), "table not read");
    must(ch_draft_fix(draft, &table, &faults), "table not fixed");
    size_t cells = (table->rows + 1) * table->kind->columns;
    ch_table_drop(table);
    ch_faults_free(&faults);
    return cells;
}

static size_t read_json(ch_text text)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    const ch_json *tree;
    must(ch_json_read(&arena, CH_TEXT("firms.json"), text, &tree, &faults), "JSON not read");
    size_t rows = tree->count;
    ch_arena_free(&arena);
    ch_faults_free(&faults);
    return rows;
}

#ifdef HAVE_JANSSON
static size_t read_jansson(ch_text text)
{
    json_t *tree = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, NULL);
    if (tree == NULL)
        measure_give_up("jansson could not read");
    size_t rows = json_array_size(tree);
    json_decref(tree);
    return rows;
}
#endif

static double measure_reader(const char *name, ch_text text, size_t (*read)(ch_text), const char *unit)
{
    double cpu_s[RUNS];
    size_t count = 0;
    for (size_t i = 0; i < RUNS; i++) {
        double before_s = measure_cpu_s();
        count = read(text);
        cpu_s[i] = measure_cpu_s() - before_s;
    }
    double median_s = measure_median(cpu_s, RUNS);
    printf("%-34s %8.2f ms CPU   %7.1f MB/s   %zu %s\n", name, median_s * 1000, (double)text.len / median_s / 1e6,
           count, unit);
    return median_s;
}

/* The firms as one JSON array of objects, with a number and a list in each. */
static void write_json(const ch_zone *zone, ch_buf *out)
{
    ch_emit emit = {.out = out};
    ch_emit_open(&emit, '[');
    for (size_t i = 0; i < zone->firms.rows; i++) {
        ch_emit_open(&emit, '{');
        ch_emit_key(&emit, "id");
        ch_emit_text(&emit, zone->firms.id[i]);
        ch_emit_key(&emit, "name_zh");
        ch_emit_text(&emit, zone->firms.name_zh[i]);
        ch_emit_key(&emit, "place");
        ch_emit_text_or_null(&emit, zone->firms.place[i]);
        ch_emit_key(&emit, "point");
        ch_emit_open(&emit, '[');
        ch_emit_number(&emit, 119 + (double)i / 7);
        ch_emit_number(&emit, 31 + (double)i / 11);
        ch_emit_close(&emit, ']');
        ch_emit_close(&emit, '}');
    }
    ch_emit_close(&emit, ']');
    ch_buf_addc(out, '\n');
}

int main(void)
{
    const synth_size size = {.places = 3000, .segments = 1500, .firms = FIRMS, .seed = 1};
    ch_zone *zone = synth_zone(&size);
    ch_buf csv = {0}, json = {0};
    ch_csv_write_table(zone->table[CH_TABLE_firms], &csv);
    write_json(zone, &json);
    if (csv.failed || json.failed)
        measure_give_up("no memory");
    printf("bench_io      median of %d; data: %d made-up firms, %.1f MB of CSV, %.1f MB of JSON, in memory\n", RUNS,
           FIRMS, (double)csv.len / 1e6, (double)json.len / 1e6);
    measure_print_machine();

    measure_reader("CSV, commas and line ends counted", ch_buf_text(&csv), count_fields, "fields: the floor");
    measure_reader("CSV, rows read and checked", ch_buf_text(&csv), read_rows, "fields");
    measure_reader("CSV, table typed, sorted and fixed", ch_buf_text(&csv), read_table, "cells");
    double ours_s = measure_reader("JSON, tree with places", ch_buf_text(&json), read_json, "objects");
#ifdef HAVE_JANSSON
    double peer_s =
        measure_reader("JSON, tree of jansson " JANSSON_VERSION, ch_buf_text(&json), read_jansson, "objects");
    printf("ours over jansson                  %8.2f\n", ours_s / peer_s);
#else
    (void)ours_s;
    printf("jansson was not found when this was built: no peer\n");
#endif
    printf("peak memory   %.1f MiB\n", measure_peak_mib());

    ch_buf_free(&csv);
    ch_buf_free(&json);
    ch_zone_drop(zone);
    return 0;
}
