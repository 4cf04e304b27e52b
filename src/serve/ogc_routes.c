/* ogc_routes.c - OGC API - Features, part 1 (OGC 17-069r4): places and firms for a desktop GIS. */
#include "changhe/rows.h"
#include "ogc_links.h"
#include "sign.h"
#include "visible.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define CRS84   "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
#define JSON    "application/json"
#define GEOJSON "application/geo+json"

typedef struct {
    const char *id, *title;
    ch_table_id table;
} collection;
static const collection collections[] = {{"places", "地区 Places", CH_TABLE_places},
                                         {"firms", "企业 Firms", CH_TABLE_firms}};
enum { COLLECTIONS = sizeof collections / sizeof *collections };

static const char *const forms[] = {"json", NULL};
static const serve_param form[] = {{"f", SERVE_WORD, .words = forms, .zh = "格式", .en = "the form of the answer"}};

enum { F, BBOX, LIMIT, AFTER, PARAMS };
enum { LISTED = 100, MOST = 10000 };
static const serve_param params[PARAMS] = {
    [F] = {"f", SERVE_WORD, .words = forms, .zh = "格式", .en = "the form of the answer"},
    [BBOX] = {"bbox", SERVE_BOX, .zh = "西,南,东,北（度，WGS84）", .en = "west,south,east,north in degrees, CRS84"},
    [LIMIT] = {"limit", SERVE_COUNT, .least = 1, .most = MOST, .zh = "个数，默认 100",
               .en = "features, 100 by default"},
    [AFTER] = {"after", SERVE_TEXT, .zh = "上一页最后一个的编号，见 next 链接",
               .en = "last id of the page before, as the next link has it"}};

static void key_string(ch_emit *e, const char *key, const char *string)
{
    ch_emit_key(e, key);
    ch_emit_string(e, string);
}

static void key_open(ch_emit *e, const char *key, char bracket)
{
    ch_emit_key(e, key);
    ch_emit_open(e, bracket);
}

static void link_to(ch_emit *e, const serve_call *call, const char *rel, const char *type, const char *path)
{
    serve_ogc_link(e, call, rel, type, ch_text_of(path));
}

static ch_err run_landing(serve_call *call)
{
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "title");
    ch_emit_text(&e, ch_ready_zone(call->ready)->zone.name_zh[0]);
    key_string(&e, "description", "长合：合作区的地区与企业 Changhe: places and firms of a cooperation zone");
    key_open(&e, "links", '[');
    link_to(&e, call, "self", JSON, "/ogc");
    link_to(&e, call, "service-desc", "application/vnd.oai.openapi+json;version=3.1", "/api/v1/openapi.json");
    link_to(&e, call, "conformance", JSON, "/ogc/conformance");
    link_to(&e, call, "data", JSON, "/ogc/collections");
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    serve_sign_snapshot(call);
    return CH_OK;
}

static ch_err run_conformance(serve_call *call)
{
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    key_open(&e, "conformsTo", '[');
    ch_emit_string(&e, "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core");
    ch_emit_string(&e, "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson");
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    serve_sign_snapshot(call);
    return CH_OK;
}

/* ---- collections */

typedef struct {
    const double *lon, *lat;
} points;

static points points_of(const ch_zone *zone, ch_table_id table)
{
    return table == CH_TABLE_firms ? (points){zone->firms.lon, zone->firms.lat}
                                   : (points){zone->places.lon, zone->places.lat};
}

/* The rectangle of all points that are known; false: none is. */
static bool find_extent(const ch_zone *zone, ch_table_id table, ch_box *box)
{
    const points at = points_of(zone, table);
    *box = (ch_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t row = 0; row < zone->table[table]->rows; row++) {
        if (isnan(at.lon[row]) || isnan(at.lat[row]))
            continue;
        *box = (ch_box){fmin(box->west_deg, at.lon[row]), fmin(box->south_deg, at.lat[row]),
                        fmax(box->east_deg, at.lon[row]), fmax(box->north_deg, at.lat[row])};
    }
    return box->west_deg <= box->east_deg;
}

static void emit_extent(ch_emit *e, const ch_zone *zone, ch_table_id table)
{
    ch_box box;
    if (!find_extent(zone, table, &box))
        return;
    key_open(e, "extent", '{');
    key_open(e, "spatial", '{');
    key_open(e, "bbox", '[');
    ch_emit_open(e, '[');
    ch_emit_number(e, box.west_deg);
    ch_emit_number(e, box.south_deg);
    ch_emit_number(e, box.east_deg);
    ch_emit_number(e, box.north_deg);
    ch_emit_close(e, ']');
    ch_emit_close(e, ']');
    key_string(e, "crs", CRS84);
    ch_emit_close(e, '}');
    ch_emit_close(e, '}');
}

static void emit_collection(ch_emit *e, const serve_call *call, const collection *of)
{
    char path[64];
    ch_emit_open(e, '{');
    key_string(e, "id", of->id);
    key_string(e, "title", of->title);
    key_string(e, "description", ch_schema_table(of->table)->meaning);
    emit_extent(e, ch_ready_zone(call->ready), of->table);
    key_string(e, "itemType", "feature");
    key_open(e, "crs", '[');
    ch_emit_string(e, CRS84);
    ch_emit_close(e, ']');
    key_open(e, "links", '[');
    snprintf(path, sizeof path, "/ogc/collections/%s", of->id);
    link_to(e, call, "self", JSON, path);
    snprintf(path, sizeof path, "/ogc/collections/%s/items", of->id);
    link_to(e, call, "items", GEOJSON, path);
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

static ch_err run_collections(serve_call *call)
{
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    key_open(&e, "links", '[');
    link_to(&e, call, "self", JSON, "/ogc/collections");
    ch_emit_close(&e, ']');
    key_open(&e, "collections", '[');
    for (size_t i = 0; i < COLLECTIONS; i++)
        emit_collection(&e, call, &collections[i]);
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    serve_sign_snapshot(call);
    return CH_OK;
}

static ch_err find_collection(serve_call *call, const collection **of)
{
    for (size_t i = 0; i < COLLECTIONS; i++)
        if (ch_text_equal(call->segment[0], ch_text_of(collections[i].id))) {
            *of = &collections[i];
            return CH_OK;
        }
    ch_err err = ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("collection"), call->segment[0], CH_WANT_WORD,
                              CH_TEXT("places, firms"));
    return err == CH_EDATA ? CH_ENONE : err;
}

static ch_err run_collection(serve_call *call)
{
    const collection *of;
    ch_err err = find_collection(call, &of);
    if (err != CH_OK)
        return err;
    ch_emit e = {.out = &call->answer->body};
    emit_collection(&e, call, of);
    serve_sign_snapshot(call);
    return CH_OK;
}

/* ---- items */

/* The rows in question, ascending: all, or those in the box, which may cross the 180th meridian. */
typedef struct {
    const uint32_t *row; /* NULL: all */
    size_t n;
} rows;

static ch_err find_in(serve_call *call, const ch_spots *spots, ch_table_id table, ch_box box, rows *found)
{
    return table == CH_TABLE_firms ? ch_spots_firms(&call->arena, spots, box, &found->row, &found->n)
                                   : ch_spots_places(&call->arena, spots, box, &found->row, &found->n);
}

static int compare_rows(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Both together, a row once. */
static ch_err join(ch_arena *arena, const rows *a, const rows *b, rows *both)
{
    uint32_t *row = CH_NEW(arena, uint32_t, a->n + b->n);
    size_t kept = 0;
    if (!row)
        return CH_ENOMEM;
    for (size_t i = 0; i < a->n + b->n; i++)
        row[i] = i < a->n ? a->row[i] : b->row[i - a->n];
    if (a->n + b->n > 0)
        qsort(row, a->n + b->n, sizeof *row, compare_rows);
    for (size_t i = 0; i < a->n + b->n; i++)
        if (kept == 0 || row[kept - 1] != row[i])
            row[kept++] = row[i];
    *both = (rows){row, kept};
    return CH_OK;
}

static ch_err find_rows(serve_call *call, ch_table_id table, rows *found)
{
    const double *box = call->value[BBOX].box;
    const ch_spots *spots;
    *found = (rows){NULL, ch_ready_zone(call->ready)->table[table]->rows};
    if (!call->value[BBOX].given)
        return CH_OK;
    ch_err err = ch_ready_spots(call->ready, &spots);
    if (err != CH_OK)
        return err;
    if (box[0] <= box[2])
        return find_in(call, spots, table, (ch_box){box[0], box[1], box[2], box[3]}, found);
    rows west, east;
    err = find_in(call, spots, table, (ch_box){box[0], box[1], 180, box[3]}, &east);
    if (err == CH_OK)
        err = find_in(call, spots, table, (ch_box){-180, box[1], box[2], box[3]}, &west);
    return err == CH_OK ? join(&call->arena, &east, &west, found) : err;
}

static size_t row_at(const rows *of, size_t i)
{
    return of->row ? of->row[i] : i;
}

/* The first of the rows behind the cursor. */
static size_t first_after(const serve_call *call, const ch_table *table, const rows *of)
{
    bool is_there;
    if (!call->value[AFTER].given)
        return 0;
    const size_t at = ch_rows_find(table, call->value[AFTER].text, &is_there);
    size_t low = 0, high = of->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (row_at(of, middle) < at + is_there)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void link_next(ch_emit *e, const serve_call *call, const collection *of, ch_text last, size_t limit)
{
    ch_buf path = {.memory = e->out->memory};
    ch_buf_addf(&path, "/ogc/collections/%s/items?limit=%zu&after=", of->id, limit);
    serve_encode(last, &path);
    if (call->value[BBOX].given) {
        ch_buf_adds(&path, "&bbox=");
        serve_encode(call->value[BBOX].text, &path);
    }
    serve_ogc_link(e, call, "next", GEOJSON, ch_buf_text(&path));
    e->out->failed |= path.failed;
    ch_buf_free(&path);
}

static ch_err run_items(serve_call *call)
{
    const collection *of;
    ch_access access;
    rows found;
    ch_err err = find_collection(call, &of);
    if (err == CH_OK)
        err = serve_access(call, &access);
    if (err == CH_OK)
        err = find_rows(call, of->table, &found);
    if (err != CH_OK)
        return err;
    const ch_table *table = ch_ready_zone(call->ready)->table[of->table];
    const size_t limit = call->value[LIMIT].given ? call->value[LIMIT].count : LISTED;
    const size_t first = first_after(call, table, &found), left = found.n - first, n = left < limit ? left : limit;
    char path[64];
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    key_string(&e, "type", "FeatureCollection");
    key_open(&e, "features", '[');
    for (size_t i = first; i < first + n; i++)
        ch_rows_write_feature(&e, table, row_at(&found, i), serve_visible(&access, of->table, row_at(&found, i)));
    ch_emit_close(&e, ']');
    ch_emit_key(&e, "numberMatched");
    ch_emit_whole(&e, (int64_t)found.n);
    ch_emit_key(&e, "numberReturned");
    ch_emit_whole(&e, (int64_t)n);
    key_open(&e, "links", '[');
    snprintf(path, sizeof path, "/ogc/collections/%s/items", of->id);
    link_to(&e, call, "self", GEOJSON, path);
    if (n < left) {
        ch_buf last = {.memory = call->arena.memory};
        ch_rows_write_key(table, row_at(&found, first + n - 1), &last);
        link_next(&e, call, of, ch_buf_text(&last), limit);
        e.out->failed |= last.failed;
        ch_buf_free(&last);
    }
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    serve_sign_snapshot(call);
    return CH_OK;
}

static ch_err run_item(serve_call *call)
{
    const collection *of;
    ch_access access;
    bool is_there;
    ch_err err = find_collection(call, &of);
    if (err == CH_OK)
        err = serve_access(call, &access);
    if (err != CH_OK)
        return err;
    const ch_table *table = ch_ready_zone(call->ready)->table[of->table];
    const size_t row = ch_rows_find(table, call->segment[1], &is_there);
    if (!is_there) {
        err = ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("id"), call->segment[1], CH_WANT_ROW, (ch_text){0});
        return err == CH_EDATA ? CH_ENONE : err;
    }
    ch_emit e = {.out = &call->answer->body};
    ch_rows_write_feature(&e, table, row, serve_visible(&access, of->table, row));
    serve_sign_snapshot(call);
    return CH_OK;
}

#define OGC(path_, run_, param_, params_, type_, works_, zh_, en_) \
    { \
        .method = SERVE_GET, .path = path_, .run = run_, .param = param_, .params = params_, .works = works_, \
        .type = type_, .tag = "ogc", .zh = zh_, .en = en_ \
    }

const serve_route serve_ogc_routes[] = {
    OGC("/ogc", run_landing, form, 1, JSON, false, "首页", "landing page"),
    OGC("/ogc/conformance", run_conformance, form, 1, JSON, false, "符合的标准", "conformance"),
    OGC("/ogc/collections", run_collections, form, 1, JSON, true, "图层", "collections"),
    OGC("/ogc/collections/{collection}", run_collection, form, 1, JSON, true, "一个图层", "a collection"),
    OGC("/ogc/collections/{collection}/items", run_items, params, PARAMS, GEOJSON, true, "要素", "features"),
    OGC("/ogc/collections/{collection}/items/{feature}", run_item, form, 1, GEOJSON, true, "一个要素", "a feature"),
    {.path = NULL}};
