/* ogc_collections.c - the collections: what they are, how far they reach in space and time. */
#include "ogc_links.h"
#include "ogc_time.h"
#include "ogc_where.h"
#include "sign.h"

#include <math.h>
#include <stdio.h>

#define CRS84 "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

const serve_ogc_collection serve_ogc_collections[] = {
    {"places", CH_TABLE_places, "地区", "Places",
     "省、市、县、农场与合作区：有轮廓的为面，其余为点；轮廓经简化，仅供示意，不作量算",
     "Provinces, cities, counties, farms and zones: areas where there is an outline, else points; outlines are "
     "simplified, for orientation and not for measuring"},
    {"firms", CH_TABLE_firms, "企业", "Firms", "合作区内外的企业；点位精度见 precision",
     "Firms in the zone and outside it; precision tells how exact a point is"},
    {.id = NULL}};

ch_err serve_ogc_find(serve_call *call, const serve_ogc_collection **of)
{
    for (*of = serve_ogc_collections; (*of)->id; (*of)++)
        if (ch_text_equal(call->segment[0], ch_text_of((*of)->id)))
            return CH_OK;
    ch_err err = ch_fault_add(&call->faults, (ch_at){0}, CH_TEXT("collection"), call->segment[0], CH_WANT_WORD,
                              CH_TEXT("places, firms"));
    return err == CH_EDATA ? CH_ENONE : err;
}

/* ---- extent */

/* The rectangle of all that is somewhere; false: nothing is. */
static bool find_box(const ch_zone *zone, ch_table_id table, ch_box *box)
{
    *box = (ch_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t row = 0; row < zone->table[table]->rows; row++) {
        const serve_ogc_where where = serve_ogc_find_where(zone, table, row);
        if (!serve_ogc_is_somewhere(&where))
            continue;
        const ch_box its = serve_ogc_bounds(&where);
        *box = (ch_box){fmin(box->west_deg, its.west_deg), fmin(box->south_deg, its.south_deg),
                        fmax(box->east_deg, its.east_deg), fmax(box->north_deg, its.north_deg)};
    }
    return box->west_deg <= box->east_deg;
}

/* From the first day of all dates to the last; false: no row has one. */
static bool find_days(const ch_zone *zone, ch_table_id table, serve_ogc_span *days)
{
    const ch_date *as_of = table == CH_TABLE_firms ? zone->firms.as_of : zone->places.as_of;
    *days = (serve_ogc_span){INT64_MAX, INT64_MIN};
    for (size_t row = 0; row < zone->table[table]->rows; row++) {
        if (as_of[row] == 0)
            continue;
        const serve_ogc_span its = serve_ogc_days(as_of[row]);
        *days = (serve_ogc_span){its.from < days->from ? its.from : days->from,
                                 its.until > days->until ? its.until : days->until};
    }
    return days->from < days->until;
}

static void emit_box(ch_emit *e, ch_box box)
{
    serve_ogc_open(e, "spatial", '{');
    serve_ogc_open(e, "bbox", '[');
    ch_emit_open(e, '[');
    ch_emit_number(e, box.west_deg);
    ch_emit_number(e, box.south_deg);
    ch_emit_number(e, box.east_deg);
    ch_emit_number(e, box.north_deg);
    ch_emit_close(e, ']');
    ch_emit_close(e, ']');
    serve_ogc_string(e, "crs", CRS84);
    ch_emit_close(e, '}');
}

static void emit_days(ch_emit *e, serve_ogc_span days)
{
    char from[SERVE_OGC_TIME_ROOM], last[SERVE_OGC_TIME_ROOM];
    serve_ogc_print_time(days.from, from);
    serve_ogc_print_time(days.until - 1, last);
    serve_ogc_open(e, "temporal", '{');
    serve_ogc_open(e, "interval", '[');
    ch_emit_open(e, '[');
    ch_emit_string(e, from);
    ch_emit_string(e, last);
    ch_emit_close(e, ']');
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

static void emit_extent(ch_emit *e, const ch_zone *zone, ch_table_id table)
{
    ch_box box;
    serve_ogc_span days;
    const bool has_box = find_box(zone, table, &box), has_days = find_days(zone, table, &days);
    if (!has_box && !has_days)
        return;
    serve_ogc_open(e, "extent", '{');
    if (has_box)
        emit_box(e, box);
    if (has_days)
        emit_days(e, days);
    ch_emit_close(e, '}');
}

/* ---- answers */

/* The same wherever it stands: its links do not repeat what was asked. */
static void emit_collection(ch_emit *e, const serve_call *call, const serve_ogc_collection *of)
{
    char path[64];
    ch_emit_open(e, '{');
    serve_ogc_string(e, "id", of->id);
    serve_ogc_string(e, "title", serve_ogc_say(call, of->title_zh, of->title_en));
    serve_ogc_string(e, "description", serve_ogc_say(call, of->zh, of->en));
    emit_extent(e, ch_ready_zone(call->ready), of->table);
    serve_ogc_string(e, "itemType", "feature");
    serve_ogc_open(e, "crs", '[');
    ch_emit_string(e, CRS84);
    ch_emit_close(e, ']');
    serve_ogc_open(e, "links", '[');
    snprintf(path, sizeof path, "/ogc/collections/%s", of->id);
    serve_ogc_link(e, call, "self", SERVE_OGC_JSON, ch_text_of(path));
    snprintf(path, sizeof path, "/ogc/collections/%s/items", of->id);
    serve_ogc_link(e, call, "items", SERVE_OGC_GEOJSON, ch_text_of(path));
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

ch_err serve_ogc_list(serve_call *call)
{
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    serve_ogc_open(&e, "links", '[');
    serve_ogc_link_asked(&e, call, "self", SERVE_OGC_JSON, CH_TEXT("/ogc/collections"), NULL);
    ch_emit_close(&e, ']');
    serve_ogc_open(&e, "collections", '[');
    for (const serve_ogc_collection *of = serve_ogc_collections; of->id; of++)
        emit_collection(&e, call, of);
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    serve_sign_snapshot(call);
    return CH_OK;
}

ch_err serve_ogc_one(serve_call *call)
{
    const serve_ogc_collection *of;
    ch_err err = serve_ogc_find(call, &of);
    if (err != CH_OK)
        return err;
    ch_emit e = {.out = &call->answer->body};
    emit_collection(&e, call, of);
    serve_sign_snapshot(call);
    return CH_OK;
}
