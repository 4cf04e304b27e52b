/* ogc_items.c - features page by page, and one by one. */
#include "changhe/rows.h"
#include "ogc_feature.h"
#include "ogc_links.h"
#include "ogc_pick.h"
#include "sign.h"
#include "visible.h"

#include <stdio.h>
#include <time.h>

enum { LISTED = 100 };

static ch_err read_time(serve_call *call, serve_ogc_wanted *wanted)
{
    const ch_text text = call->value[SERVE_OGC_DATETIME].text;
    if (serve_ogc_read_time(text, &wanted->time))
        return CH_OK;
    return ch_fault_tell(
        &call->faults,
        &(ch_fault){.column = CH_TEXT("datetime"),
                    .found = text,
                    .want = CH_WANT_NAMELY,
                    .detail = CH_TEXT("an RFC 3339 date-time, or two with a slash between, one of them .. or empty"),
                    .detail_zh = CH_TEXT("RFC 3339 时刻，或以斜线相连的起止时刻，其一可为 .. 或空")});
}

static ch_err read_wanted(serve_call *call, serve_ogc_wanted *wanted)
{
    *wanted = (serve_ogc_wanted){.has_time = call->value[SERVE_OGC_DATETIME].given};
    if (call->value[SERVE_OGC_BBOX].given)
        serve_ogc_want_box(wanted, call->value[SERVE_OGC_BBOX].box);
    return wanted->has_time ? read_time(call, wanted) : CH_OK;
}

/* Part of the rows: n from first on, of left that were not shown before. */
typedef struct {
    serve_ogc_rows rows;
    size_t first, left, n;
} page;

/* The first of the rows behind the cursor, wherever rows went in between. */
static size_t first_after(const serve_call *call, const ch_table *table, const serve_ogc_rows *rows)
{
    bool is_there;
    if (!call->value[SERVE_OGC_AFTER].given)
        return 0;
    const size_t at = ch_rows_find(table, call->value[SERVE_OGC_AFTER].text, &is_there);
    size_t low = 0, high = rows->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (serve_ogc_row(rows, middle) < at + is_there)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static ch_err find_page(serve_call *call, ch_table_id table, page *found)
{
    const ch_zone *zone = ch_ready_zone(call->ready);
    const size_t limit = call->value[SERVE_OGC_LIMIT].given ? call->value[SERVE_OGC_LIMIT].count : LISTED;
    serve_ogc_wanted wanted;
    ch_err err = read_wanted(call, &wanted);
    if (err == CH_OK)
        err = serve_ogc_pick(&call->arena, zone, table, &wanted, &found->rows);
    if (err != CH_OK)
        return err;
    found->first = first_after(call, zone->table[table], &found->rows);
    found->left = found->rows.n - found->first;
    found->n = found->left < limit ? found->left : limit;
    return CH_OK;
}

static void emit_page_links(ch_emit *e, serve_call *call, const serve_ogc_collection *of, const page *shown)
{
    char path[64];
    serve_ogc_open(e, "links", '[');
    snprintf(path, sizeof path, "/ogc/collections/%s/items", of->id);
    serve_ogc_link_asked(e, call, "self", SERVE_OGC_GEOJSON, ch_text_of(path), NULL);
    if (shown->n < shown->left) {
        ch_buf last = {.memory = e->out->memory};
        ch_rows_write_key(ch_ready_zone(call->ready)->table[of->table],
                          serve_ogc_row(&shown->rows, shown->first + shown->n - 1), &last);
        const ch_text after = ch_buf_text(&last);
        serve_ogc_link_asked(e, call, "next", SERVE_OGC_GEOJSON, ch_text_of(path), &after);
        e->out->failed |= last.failed;
        ch_buf_free(&last);
    }
    snprintf(path, sizeof path, "/ogc/collections/%s", of->id);
    serve_ogc_link(e, call, "collection", SERVE_OGC_JSON, ch_text_of(path));
    ch_emit_close(e, ']');
}

static void emit_counts(ch_emit *e, const page *shown)
{
    char now[SERVE_OGC_TIME_ROOM];
    serve_ogc_print_time((int64_t)time(NULL), now);
    serve_ogc_string(e, "timeStamp", now);
    ch_emit_key(e, "numberMatched");
    ch_emit_whole(e, (int64_t)shown->rows.n);
    ch_emit_key(e, "numberReturned");
    ch_emit_whole(e, (int64_t)shown->n);
}

/* It tells when it was made, so two answers are not the same bytes: it has no ETag. */
ch_err serve_ogc_items(serve_call *call)
{
    const serve_ogc_collection *of;
    ch_access access;
    page shown;
    ch_err err = serve_ogc_find(call, &of);
    if (err == CH_OK)
        err = serve_access(call, &access);
    if (err == CH_OK)
        err = find_page(call, of->table, &shown);
    if (err != CH_OK)
        return err;
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    serve_ogc_string(&e, "type", "FeatureCollection");
    emit_counts(&e, &shown);
    emit_page_links(&e, call, of, &shown);
    serve_ogc_open(&e, "features", '[');
    for (size_t i = shown.first; i < shown.first + shown.n; i++) {
        serve_ogc_feature_open(&e, call, &access, of->table, serve_ogc_row(&shown.rows, i));
        ch_emit_close(&e, '}');
    }
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    call->answer->cache = "private, no-cache";
    return CH_OK;
}

/* ---- one */

static void emit_item_links(ch_emit *e, serve_call *call, const serve_ogc_collection *of)
{
    ch_buf path = {.memory = e->out->memory};
    ch_buf_addf(&path, "/ogc/collections/%s/items/", of->id);
    serve_encode(call->segment[1], &path);
    serve_ogc_open(e, "links", '[');
    serve_ogc_link_asked(e, call, "self", SERVE_OGC_GEOJSON, ch_buf_text(&path), NULL);
    path.len = 0;
    ch_buf_addf(&path, "/ogc/collections/%s", of->id);
    serve_ogc_link(e, call, "collection", SERVE_OGC_JSON, ch_buf_text(&path));
    ch_emit_close(e, ']');
    e->out->failed |= path.failed;
    ch_buf_free(&path);
}

static ch_err find_item(serve_call *call, ch_table_id table, size_t *row)
{
    bool is_there;
    *row = ch_rows_find(ch_ready_zone(call->ready)->table[table], call->segment[1], &is_there);
    if (is_there)
        return CH_OK;
    ch_err err = ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("id"), call->segment[1], CH_WANT_ROW, (ch_text){0});
    return err == CH_EDATA ? CH_ENONE : err;
}

ch_err serve_ogc_item(serve_call *call)
{
    const serve_ogc_collection *of;
    ch_access access;
    size_t row;
    ch_err err = serve_ogc_find(call, &of);
    if (err == CH_OK)
        err = serve_access(call, &access);
    if (err == CH_OK)
        err = find_item(call, of->table, &row);
    if (err != CH_OK)
        return err;
    ch_emit e = {.out = &call->answer->body};
    serve_ogc_feature_open(&e, call, &access, of->table, row);
    emit_item_links(&e, call, of);
    ch_emit_close(&e, '}');
    serve_sign_snapshot(call);
    return CH_OK;
}
