/* table_routes.c - the tables themselves: what there is, how it is called, row by row. */
#include "book_answer.h"
#include "changhe/csv.h"
#include "changhe/rows.h"
#include "changhe/workbook_write.h"
#include "hall.h"
#include "openapi.h"
#include "sign.h"
#include "table.h"
#include "visible.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const formats[] = {"json", "csv", "geojson", "xlsx", NULL};
enum { FORMAT_JSON, FORMAT_CSV, FORMAT_GEOJSON, FORMAT_XLSX };
enum { LIMIT, AFTER, PLACE, KEYS, FORMAT };
enum { ROWS_LISTED = 100, MOST_ROWS = 10000, MOST_KEYS = 500, KEYS_BYTES = 16000 };

static const serve_param params[] = {
    [LIMIT] = {"limit", SERVE_COUNT, .least = 1, .most = MOST_ROWS, .zh = "行数，默认 100",
               .en = "rows, 100 by default"},
    [AFTER] = {"after", SERVE_TEXT, .zh = "上一页的 next", .en = "next of the page before"},
    [PLACE] = {"place", SERVE_TEXT, .zh = "只要这些地区的行；逗号分隔",
               .en = "only rows that belong to these places; commas between"},
    [KEYS] = {"keys", SERVE_TEXT, .most = KEYS_BYTES,
              .zh = "只要这些键的行，逗号分隔，至多 500 个；键有几列的只写第一列",
              .en = "only rows with these keys, commas between, at most 500; of several key columns the first"},
    [FORMAT] = {"format", SERVE_WORD, .words = formats, .zh = "格式，默认 json；xlsx 不分页，一次全给",
                .en = "json by default; xlsx has no pages but all rows"},
};

/* A page of a table: rows from one on, those in the places asked. */
typedef struct {
    serve_call *call;
    const ch_zone *zone;
    ch_access access;
    ch_table_id id;
    const ch_table *table;
    ch_place_set set;
    bool by_place, by_key;
    const uint32_t *among; /* by key: the rows to choose from, rising; else all of them */
    size_t choice;
    uint32_t *row;
    uint32_t *columns; /* per row listed: what may be seen */
    uint32_t common;   /* columns that may be seen in every row */
    size_t rows;
    bool has_next;
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

static size_t row_of(const page *at, size_t i)
{
    return at->by_key ? at->among[i] : i;
}

/* The first choice after the key, 0 without one. */
static size_t choice_after(const page *at)
{
    const serve_value *after = &at->call->value[AFTER];
    bool is_there = false;
    const size_t row = after->given ? ch_rows_find(at->table, after->text, &is_there) : 0;
    size_t i = at->by_key ? 0 : row + is_there;
    while (at->by_key && i < at->choice && at->among[i] < row + is_there)
        i++;
    return i;
}

static ch_err gather(page *at)
{
    const serve_value *value = at->call->value;
    const size_t limit = value[LIMIT].given ? value[LIMIT].count : ROWS_LISTED;
    at->row = CH_NEW(&at->call->arena, uint32_t, limit);
    at->columns = CH_NEW(&at->call->arena, uint32_t, limit);
    if (!at->row || !at->columns)
        return CH_ENOMEM;
    size_t i = choice_after(at);
    for (; i < at->choice && at->rows < limit; i++) {
        const size_t row = row_of(at, i);
        if (!is_wanted(at, row))
            continue;
        at->columns[at->rows] = serve_visible(&at->access, at->id, row);
        at->common &= at->columns[at->rows];
        at->row[at->rows++] = (uint32_t)row;
    }
    while (i < at->choice && !is_wanted(at, row_of(at, i)))
        i++;
    at->has_next = i < at->choice;
    return CH_OK;
}

/* All that could be listed, whatever the page. */
static void count(page *at)
{
    at->total = at->choice;
    if (!at->by_place)
        return;
    at->total = 0;
    for (size_t i = 0; i < at->choice; i++)
        at->total += is_wanted(at, row_of(at, i));
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

/* Rows whose key, or the first part of it, is this one: they stand together. */
static ch_err add_rows(const page *at, ch_text key, ch_buf *found)
{
    ch_buf cell = {.memory = found->memory};
    bool is_there;
    for (size_t row = ch_rows_find(at->table, key, &is_there); row < at->table->rows; row++) {
        cell.len = 0;
        ch_table_format(at->table, 0, row, &cell);
        if (!ch_text_equal(ch_buf_text(&cell), key))
            break;
        const uint32_t number = (uint32_t)row;
        ch_buf_add(found, (ch_text){(const char *)&number, sizeof number});
    }
    const bool failed = cell.failed || found->failed;
    ch_buf_free(&cell);
    return failed ? CH_ENOMEM : CH_OK;
}

static ch_err refuse_keys(serve_call *call)
{
    char range[16];
    snprintf(range, sizeof range, "0..%d", MOST_KEYS);
    return ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("keys"), (ch_text){0}, CH_WANT_COUNT_RANGE,
                        ch_text_of(range));
}

static int compare_rows(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* In their order, each once. */
static ch_err keep_among(page *at, ch_text found)
{
    const size_t rows = found.len / sizeof(uint32_t);
    uint32_t *among = CH_NEW(&at->call->arena, uint32_t, rows + 1);
    if (!among)
        return CH_ENOMEM;
    if (rows > 0)
        memcpy(among, found.at, found.len);
    qsort(among, rows, sizeof *among, compare_rows);
    at->choice = 0;
    for (size_t i = 0; i < rows; i++)
        if (i == 0 || among[i] != among[i - 1])
            among[at->choice++] = among[i];
    at->among = among;
    return CH_OK;
}

static ch_err find_keys(page *at)
{
    const serve_value *keys = &at->call->value[KEYS];
    at->choice = at->table->rows;
    at->by_key = keys->given;
    if (!at->by_key)
        return CH_OK;
    ch_buf found = {.memory = at->call->arena.memory};
    ch_text rest = keys->text, key;
    ch_err err = CH_OK;
    for (size_t n = 0; err == CH_OK && ch_text_next(&rest, ',', &key); n++)
        err = n < MOST_KEYS ? add_rows(at, key, &found) : refuse_keys(at->call);
    if (err == CH_OK)
        err = keep_among(at, ch_buf_text(&found));
    ch_buf_free(&found);
    return err;
}

static void emit_next(ch_emit *e, const page *at)
{
    ch_emit_key(e, "next");
    if (!at->has_next || at->rows == 0) {
        ch_emit_null(e);
        return;
    }
    ch_buf key = {.memory = e->out->memory};
    ch_rows_write_key(at->table, at->row[at->rows - 1], &key);
    ch_emit_text(e, ch_buf_text(&key));
    e->out->failed |= key.failed;
    ch_buf_free(&key);
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
        serve_version_emit(&e, &at->call->hall->versions, at->table, at->row[i]);
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

/* ---- a workbook */

static uint32_t visible_in_book(void *self, ch_table_id table, size_t row)
{
    const page *at = self;
    return serve_visible(&at->access, table, row);
}

static bool is_chosen(const page *at, size_t row)
{
    if (!at->by_key)
        return true;
    const uint32_t wanted = (uint32_t)row;
    return at->choice > 0 && bsearch(&wanted, at->among, at->choice, sizeof *at->among, compare_rows);
}

static bool keeps_in_book(void *self, size_t row)
{
    const page *at = self;
    return is_chosen(at, row) && is_wanted(at, row);
}

/* All rows that were asked for, whatever the page. */
static ch_err write_book(page *at)
{
    serve_call *call = at->call;
    const ch_book_table what = {.zone = at->zone,
                                .form = ch_form_find(ch_text_of(at->table->kind->name)),
                                .in_english = call->lang == CH_EN,
                                .visible = visible_in_book,
                                .keeps = keeps_in_book,
                                .self = at};
    const ch_err err = ch_book_write_table(call->arena.memory, &what, &call->answer->body);
    serve_sign_snapshot(call);
    return serve_answer_book(call, at->table->kind->name, err);
}

static ch_err run_rows(serve_call *call)
{
    page at;
    ch_err err = find_table(call, &at);
    if (err == CH_OK)
        err = find_places(&at);
    if (err == CH_OK)
        err = find_keys(&at);
    if (err == CH_OK && call->value[FORMAT].count == FORMAT_XLSX)
        return write_book(&at);
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
    serve_version_emit(&e, &call->hall->versions, at.table, row);
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
