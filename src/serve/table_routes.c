/* table_routes.c - the tables themselves: what there is, how it is called, row by row. */
#include "changhe/csv.h"
#include "changhe/rows.h"
#include "openapi.h"
#include "sign.h"
#include "table.h"
#include "visible.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const formats[] = {"json", "csv", "geojson", NULL};
enum { FORMAT_JSON, FORMAT_CSV, FORMAT_GEOJSON };
enum { LIMIT, AFTER, PLACE, FORMAT };
enum { ROWS_LISTED = 100, MOST_ROWS = 10000 };

static const serve_param params[] = {
    [LIMIT] = {"limit", SERVE_COUNT, .least = 1, .most = MOST_ROWS, .zh = "行数，默认 100",
               .en = "rows, 100 by default"},
    [AFTER] = {"after", SERVE_TEXT, .zh = "上一页的 next", .en = "next of the page before"},
    [PLACE] = {"place", SERVE_TEXT, .zh = "只要这些地区的行；逗号分隔",
               .en = "only rows that belong to these places; commas between"},
    [FORMAT] = {"format", SERVE_WORD, .words = formats, .zh = "格式，默认 json", .en = "json by default"},
};

/* A page of a table: rows from one on, those in the places asked. */
typedef struct {
    serve_call *call;
    const ch_zone *zone;
    ch_access access;
    ch_table_id id;
    const ch_table *table;
    ch_place_set set;
    bool by_place;
    uint32_t *row;
    uint32_t *columns; /* per row listed: what may be seen */
    uint32_t common;   /* columns that may be seen in every row */
    size_t rows;
    size_t next; /* row after the page, table->rows: none */
    size_t total;
} page;

static ch_err refuse_table(serve_call *call)
{
    ch_err err = ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("table"), call->segment[0], CH_WANT_KNOWN_TABLE,
                              ch_text_of(ch_schema_nearest_table(call->segment[0])));
    return err == CH_EDATA ? CH_ENONE : err;
}

static ch_err find_table(serve_call *call, page *at)
{
    const int id = ch_schema_find_table(call->segment[0]);
    if (id < 0)
        return refuse_table(call);
    *at = (page){.call = call, .zone = ch_ready_zone(call->ready), .id = (ch_table_id)id, .common = CH_ROWS_ALL};
    at->table = at->zone->table[id];
    return serve_access(call, &at->access);
}

static bool is_wanted(const page *at, size_t row)
{
    if (!at->by_place)
        return true;
    const size_t place = ch_access_place(at->zone, at->id, row);
    return place != SIZE_MAX && at->set.in[place];
}

static ch_err gather(page *at)
{
    const serve_value *value = at->call->value;
    const size_t limit = value[LIMIT].given ? value[LIMIT].count : ROWS_LISTED;
    at->row = CH_NEW(&at->call->arena, uint32_t, limit);
    at->columns = CH_NEW(&at->call->arena, uint32_t, limit);
    if (!at->row || !at->columns)
        return CH_ENOMEM;
    bool is_there = false;
    size_t row = value[AFTER].given ? ch_rows_find(at->table, value[AFTER].text, &is_there) : 0;
    for (row += is_there; row < at->table->rows && at->rows < limit; row++) {
        if (!is_wanted(at, row))
            continue;
        at->columns[at->rows] = serve_visible(&at->access, at->id, row);
        at->common &= at->columns[at->rows];
        at->row[at->rows++] = (uint32_t)row;
    }
    while (row < at->table->rows && !is_wanted(at, row))
        row++;
    at->next = row;
    return CH_OK;
}

/* All that could be listed, whatever the page. */
static void count(page *at)
{
    at->total = at->table->rows;
    if (!at->by_place)
        return;
    at->total = 0;
    for (size_t row = 0; row < at->table->rows; row++)
        at->total += is_wanted(at, row);
}

static ch_err find_places(page *at)
{
    at->by_place = at->call->value[PLACE].given;
    if (!at->by_place)
        return CH_OK;
    ch_err err =
        ch_place_set_make(&at->call->arena, at->zone, at->call->value[PLACE].text, &at->set, &at->call->faults);
    return err == CH_EDATA ? CH_ENONE : err;
}

static void emit_next(ch_emit *e, const page *at)
{
    ch_emit_key(e, "next");
    if (at->next >= at->table->rows || at->rows == 0) {
        ch_emit_null(e);
        return;
    }
    ch_buf key = {.memory = e->out->memory};
    ch_rows_write_key(at->table, at->row[at->rows - 1], &key);
    ch_emit_text(e, ch_buf_text(&key));
    e->out->failed |= key.failed;
    ch_buf_free(&key);
}

static void emit_version(ch_emit *e, const ch_table *table, size_t row)
{
    char version[17];
    snprintf(version, sizeof version, "%016llx", (unsigned long long)ch_table_row_digest(table, row));
    ch_emit_key(e, "version");
    ch_emit_string(e, version);
}

static void write_json(const page *at)
{
    ch_emit e = {.out = &at->call->answer->body};
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "snapshot");
    ch_emit_string(&e, ch_ready_digest(at->call->ready));
    ch_emit_key(&e, "table");
    ch_emit_string(&e, at->table->kind->name);
    ch_emit_key(&e, "total");
    ch_emit_whole(&e, (int64_t)at->total);
    ch_emit_key(&e, "rows");
    ch_emit_open(&e, '[');
    for (size_t i = 0; i < at->rows; i++) {
        ch_emit_open(&e, '{');
        emit_version(&e, at->table, at->row[i]);
        ch_emit_key(&e, "row");
        ch_rows_write(&e, at->table, at->row[i], at->columns[i]);
        ch_emit_close(&e, '}');
    }
    ch_emit_close(&e, ']');
    emit_next(&e, at);
    serve_emit_hidden(&e, at->table->kind, at->common);
    ch_emit_close(&e, '}');
    ch_buf_addc(e.out, '\n');
}

/* Columns that are hidden in any of the rows are left out of all: an empty cell would say that nothing is known. */
static void write_csv(const page *at)
{
    ch_buf *out = &at->call->answer->body, cell = {.memory = out->memory};
    const ch_table_kind *kind = at->table->kind;
    at->call->answer->type = "text/csv; charset=utf-8";
    for (size_t line = 0; line <= at->rows; line++) {
        const char *between = "";
        for (unsigned c = 0; c < kind->columns; c++) {
            if (!(at->common >> c & 1) || (int)c == kind->shape)
                continue;
            cell.len = 0;
            if (line == 0)
                ch_buf_adds(&cell, kind->column[c].name);
            else
                ch_table_format(at->table, c, at->row[line - 1], &cell);
            ch_buf_adds(out, between);
            ch_csv_write_field(out, ch_buf_text(&cell));
            between = ",";
        }
        ch_buf_addc(out, '\n');
    }
    out->failed |= cell.failed;
    ch_buf_free(&cell);
}

static void write_geojson(const page *at)
{
    ch_emit e = {.out = &at->call->answer->body};
    at->call->answer->type = "application/geo+json";
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "type");
    ch_emit_string(&e, "FeatureCollection");
    ch_emit_key(&e, "features");
    ch_emit_open(&e, '[');
    for (size_t i = 0; i < at->rows; i++)
        ch_rows_write_feature(&e, at->table, at->row[i], at->columns[i]);
    ch_emit_close(&e, ']');
    emit_next(&e, at);
    ch_emit_close(&e, '}');
    ch_buf_addc(e.out, '\n');
}

static ch_err run_rows(serve_call *call)
{
    page at;
    ch_err err = find_table(call, &at);
    if (err == CH_OK)
        err = find_places(&at);
    if (err == CH_OK)
        err = gather(&at);
    if (err != CH_OK)
        return err;
    count(&at);
    serve_sign_snapshot(call);
    switch (call->value[FORMAT].count) {
    case FORMAT_JSON: write_json(&at); break;
    case FORMAT_CSV: write_csv(&at); break;
    case FORMAT_GEOJSON: write_geojson(&at); break;
    default: break;
    }
    return CH_OK;
}

static ch_err run_row(serve_call *call)
{
    page at;
    ch_err err = find_table(call, &at);
    if (err != CH_OK)
        return err;
    bool is_there;
    const size_t row = ch_rows_find(at.table, call->segment[1], &is_there);
    if (!is_there) {
        err = ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("key"), call->segment[1], CH_WANT_ROW, (ch_text){0});
        return err == CH_EDATA ? CH_ENONE : err;
    }
    const uint32_t columns = serve_visible(&at.access, at.id, row);
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "snapshot");
    ch_emit_string(&e, ch_ready_digest(call->ready));
    ch_emit_key(&e, "table");
    ch_emit_string(&e, at.table->kind->name);
    emit_version(&e, at.table, row);
    ch_emit_key(&e, "row");
    ch_rows_write(&e, at.table, row, columns);
    serve_emit_hidden(&e, at.table->kind, columns);
    ch_emit_close(&e, '}');
    ch_buf_addc(e.out, '\n');
    serve_sign_snapshot(call);
    return CH_OK;
}

static ch_err run_schema(serve_call *call)
{
    serve_write_schema(&call->answer->body);
    call->answer->cache = "no-cache";
    return CH_OK;
}

static ch_err run_openapi(serve_call *call)
{
    serve_write_openapi(&call->answer->body);
    call->answer->cache = "no-cache";
    return CH_OK;
}

static ch_err run_zone(serve_call *call)
{
    ch_err err = serve_write_zone(call);
    serve_sign_snapshot(call);
    return err;
}

const serve_route serve_table_routes[] = {
    {SERVE_GET, "/api/v1/zone", run_zone, .type = "application/json", .schema = "Zone", .tag = "tables",
     .zh = "合作区、地区、产业链、来源、假定", .en = "the zone, its places, chains, sources, assumptions"},
    {SERVE_GET, "/api/v1/schema", run_schema, .type = "application/json", .schema = "Schema", .tag = "tables",
     .zh = "各表各列的名称、单位、含义", .en = "names, units and meaning of every table and column"},
    {SERVE_GET, "/api/v1/tables/{table}", run_rows, params, sizeof params / sizeof *params, .works = true,
     .type = "application/json", .schema = "Rows", .tag = "tables", .zh = "一张表的各行", .en = "rows of a table"},
    {SERVE_GET, "/api/v1/tables/{table}/{key}", run_row, .type = "application/json", .schema = "Row", .tag = "tables",
     .zh = "一行", .en = "one row"},
    {.method = SERVE_GET,
     .path = "/api/v1/openapi.json",
     .run = run_openapi,
     .type = "application/json",
     .tag = "tables",
     .zh = "本文档",
     .en = "this document"},
    {.path = NULL}};
