/* ogc_feature.c - a row of a collection as a GeoJSON feature. */
#include "ogc_feature.h"

#include "changhe/geojson.h"
#include "changhe/rows.h"
#include "ogc_where.h"
#include "visible.h"

static uint32_t bit_of(ch_table_id table, const char *column)
{
    return 1u << ch_schema_find_column(ch_schema_table(table), ch_text_of(column));
}

static void emit_shape(ch_emit *e, const ch_shape *shape)
{
    ch_buf geometry = {.memory = e->out->memory};
    ch_geojson_write_shape(shape, &geometry);
    ch_emit_raw(e, ch_buf_text(&geometry));
    e->out->failed |= geometry.failed;
    ch_buf_free(&geometry);
}

/* Digits as the tables have them, not all seventeen. */
static void emit_point(ch_emit *e, const ch_table *table, size_t row)
{
    ch_buf cell = {.memory = e->out->memory};
    ch_emit_open(e, '{');
    serve_ogc_string(e, "type", "Point");
    serve_ogc_open(e, "coordinates", '[');
    for (size_t i = 0; i < 2; i++) {
        cell.len = 0;
        ch_table_format(table, (unsigned)ch_schema_find_column(table->kind, i == 0 ? CH_TEXT("lon") : CH_TEXT("lat")),
                        row, &cell);
        ch_emit_raw(e, ch_buf_text(&cell));
    }
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
    e->out->failed |= cell.failed;
    ch_buf_free(&cell);
}

static void emit_geometry(ch_emit *e, const serve_ogc_where *where, const ch_table *table, size_t row)
{
    ch_emit_key(e, "geometry");
    if (where->shape)
        emit_shape(e, where->shape);
    else if (serve_ogc_is_somewhere(where))
        emit_point(e, table, row);
    else
        ch_emit_null(e);
}

/* Its own source, date and marks: they are not those of the place. */
static void emit_outline(ch_emit *e, const ch_zone *zone, const ch_access *access, size_t row)
{
    const uint32_t aside = bit_of(CH_TABLE_outlines, "place") | bit_of(CH_TABLE_outlines, "geometry");
    ch_emit_key(e, "outline");
    ch_rows_write(e, zone->table[CH_TABLE_outlines], row, serve_visible(access, CH_TABLE_outlines, row) & ~aside);
}

void serve_ogc_feature_open(ch_emit *e, const serve_call *call, const ch_access *access, ch_table_id table, size_t row)
{
    const ch_zone *zone = ch_ready_zone(call->ready);
    const ch_table *rows = zone->table[table];
    const serve_ogc_where where = serve_ogc_find_where(zone, table, row);
    const uint32_t point = where.shape ? 0 : bit_of(table, "lon") | bit_of(table, "lat");
    ch_buf key = {.memory = e->out->memory};
    ch_rows_write_key(rows, row, &key);
    ch_emit_open(e, '{');
    serve_ogc_string(e, "type", "Feature");
    ch_emit_key(e, "id");
    ch_emit_text(e, ch_buf_text(&key));
    emit_geometry(e, &where, rows, row);
    ch_emit_key(e, "properties");
    ch_rows_write(e, rows, row, serve_visible(access, table, row) & ~point);
    if (where.shape)
        emit_outline(e, zone, access, where.outline);
    e->out->failed |= key.failed;
    ch_buf_free(&key);
}
