/* rows.c - rows of a table as JSON and as GeoJSON features. */
#include "changhe/rows.h"

#include "changhe/geojson.h"

static void write_list(ch_emit *emit, ch_text list)
{
    ch_text piece;
    ch_emit_open(emit, '[');
    while (ch_text_next(&list, ' ', &piece))
        ch_emit_text(emit, piece);
    ch_emit_close(emit, ']');
}

static void write_shape(ch_emit *emit, const ch_shape *shape)
{
    ch_buf geometry = {.memory = emit->out->memory};
    ch_geojson_write_shape(shape, &geometry);
    ch_emit_raw(emit, ch_buf_text(&geometry));
    emit->out->failed |= geometry.failed;
    ch_buf_free(&geometry);
}

static void write_cell(ch_emit *emit, const ch_table *table, unsigned column, size_t row, ch_buf *cell)
{
    cell->len = 0;
    ch_table_format(table, column, row, cell);
    switch (table->kind->column[column].type) {
    case CH_TYPE_NUMBER:
    case CH_TYPE_LON:
    case CH_TYPE_LAT:
    case CH_TYPE_COUNT:
    case CH_TYPE_MONEY:
    case CH_TYPE_AREA: ch_emit_raw(emit, ch_buf_text(cell)); break;
    case CH_TYPE_FLAG: ch_emit_bool(emit, true); break;
    case CH_TYPE_REFS:
    case CH_TYPE_WORDS: write_list(emit, ch_buf_text(cell)); break;
    case CH_TYPE_SHAPE: write_shape(emit, ((const ch_shape *const *)table->column[column])[row]); break;
    default: ch_emit_text(emit, ch_buf_text(cell));
    }
}

void ch_rows_write(ch_emit *emit, const ch_table *table, size_t row, uint32_t columns)
{
    ch_buf cell = {.memory = emit->out->memory};
    ch_emit_open(emit, '{');
    for (unsigned c = 0; c < table->kind->columns; c++) {
        if (!(columns >> c & 1) || ch_table_is_empty(table, c, row))
            continue;
        ch_emit_key(emit, table->kind->column[c].name);
        write_cell(emit, table, c, row, &cell);
    }
    ch_emit_close(emit, '}');
    emit->out->failed |= cell.failed;
    ch_buf_free(&cell);
}

/* The columns of a point and of an outline: bits, and where they are. */
typedef struct {
    int lon, lat;
    uint32_t bits;
} geometry;

static geometry find_geometry(const ch_table_kind *kind)
{
    geometry found = {ch_schema_find_column(kind, CH_TEXT("lon")), ch_schema_find_column(kind, CH_TEXT("lat")), 0};
    if (found.lon >= 0 && found.lat >= 0)
        found.bits = 1u << found.lon | 1u << found.lat;
    if (kind->shape >= 0)
        found.bits |= 1u << kind->shape;
    return found;
}

static void write_geometry(ch_emit *emit, const ch_table *table, size_t row, geometry at)
{
    if (table->kind->shape >= 0 && !ch_table_is_empty(table, (unsigned)table->kind->shape, row)) {
        write_shape(emit, ((const ch_shape *const *)table->column[table->kind->shape])[row]);
    } else if (at.lon >= 0 && at.lat >= 0 && !ch_table_is_empty(table, (unsigned)at.lon, row)) {
        ch_buf cell = {.memory = emit->out->memory};
        ch_buf_adds(&cell, "{\"type\":\"Point\",\"coordinates\":[");
        ch_table_format(table, (unsigned)at.lon, row, &cell);
        ch_buf_addc(&cell, ',');
        ch_table_format(table, (unsigned)at.lat, row, &cell);
        ch_buf_adds(&cell, "]}");
        ch_emit_raw(emit, ch_buf_text(&cell));
        emit->out->failed |= cell.failed;
        ch_buf_free(&cell);
    } else {
        ch_emit_null(emit);
    }
}

void ch_rows_write_feature(ch_emit *emit, const ch_table *table, size_t row, uint32_t columns)
{
    const geometry at = find_geometry(table->kind);
    ch_buf key = {.memory = emit->out->memory};
    ch_rows_write_key(table, row, &key);
    ch_emit_open(emit, '{');
    ch_emit_key(emit, "type");
    ch_emit_string(emit, "Feature");
    ch_emit_key(emit, "id");
    ch_emit_text(emit, ch_buf_text(&key));
    ch_emit_key(emit, "geometry");
    write_geometry(emit, table, row, at);
    ch_emit_key(emit, "properties");
    ch_rows_write(emit, table, row, columns & ~at.bits);
    ch_emit_close(emit, '}');
    emit->out->failed |= key.failed;
    ch_buf_free(&key);
}

void ch_rows_write_key(const ch_table *table, size_t row, ch_buf *out)
{
    for (unsigned c = 0; c < table->kind->keys; c++) {
        if (c > 0)
            ch_buf_addc(out, ',');
        ch_table_format(table, c, row, out);
    }
}

/* Does the row's key come before this one? Words order as in their list, texts by bytes. */
static int compare_part(const ch_table *table, unsigned c, size_t row, ch_text part)
{
    const ch_column *column = &table->kind->column[c];
    if (column->type != CH_TYPE_WORD)
        return ch_text_compare(((const ch_text *)table->column[c])[row], part);
    return (int)((const uint8_t *)table->column[c])[row] - (int)ch_schema_find_word(column->words, part);
}

/* The last part takes all that is left, so that a comma in it does no harm. */
static int compare_key(const ch_table *table, size_t row, ch_text key)
{
    int order = 0;
    for (unsigned c = 0; order == 0 && c < table->kind->keys; c++) {
        ch_text part = key;
        if (c + 1 < table->kind->keys && !ch_text_next(&key, ',', &part))
            part = (ch_text){"", 0};
        order = compare_part(table, c, row, part);
    }
    return order;
}

size_t ch_rows_find(const ch_table *table, ch_text key, bool *is_there)
{
    size_t low = 0, high = table->rows;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare_key(table, middle, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *is_there = low < table->rows && compare_key(table, low, key) == 0;
    return low;
}
