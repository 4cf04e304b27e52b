/* geojson.c - outlines from and to GeoJSON: features become rows, geometries become shapes. */
#include "changhe/geojson.h"

#include "changhe/decimal.h"
#include "changhe/emit.h"

#include "expect.h"

#include <math.h>
#include <stdio.h>

/* A shape as it grows; the arrays are large enough for all that the geometry holds. */
typedef struct {
    ch_expect *expect;
    const ch_memory *memory;
    uint32_t *part_start, *ring_start;
    ch_geo_edge *scratch;
    ch_point *point;
    size_t parts, rings, points;
} shaping;

typedef struct {
    size_t parts, rings, points, longest;
} extent;

static void measure_polygon(const ch_json *polygon, extent *size)
{
    size->parts++;
    for (const ch_json *ring = polygon->child; ring != NULL; ring = ring->next) {
        size->rings++;
        size->points += ring->count;
        if (ring->count > size->longest)
            size->longest = ring->count;
    }
}

static bool read_degrees(ch_expect *expect, const ch_json *number, double most, double *degrees)
{
    bool is_number = number->kind == CH_JSON_NUMBER && ch_number_parse(number->text, degrees);
    if (is_number && *degrees >= -most && *degrees <= most) {
        *degrees += 0.0; /* makes -0 a plain 0: one form only */
        return true;
    }
    ch_fault fault = ch_expect__fault(number, "coordinates", is_number ? CH_WANT_RANGE : CH_WANT_NUMBER);
    if (is_number)
        fault.detail = most > 90 ? CH_TEXT("-180..180") : CH_TEXT("-90..90");
    ch_expect__tell(expect, &fault);
    return false;
}

static bool read_position(ch_expect *expect, const ch_json *position, ch_point *point)
{
    if (position->kind != CH_JSON_ARRAY || position->count < 2 || position->count > 3) {
        const ch_fault fault = ch_expect__fault(position, "coordinates", CH_WANT_POSITION);
        ch_expect__tell(expect, &fault);
        return false;
    }

    const ch_json *lon = position->child, *lat = lon->next;
    bool lon_good = read_degrees(expect, lon, 180, &point->lon_deg);
    bool lat_good = read_degrees(expect, lat, 90, &point->lat_deg);
    return lon_good && lat_good;
}

static bool is_closed(const ch_point *ring, size_t n)
{
    return n >= 4 && ring[0].lon_deg == ring[n - 1].lon_deg && ring[0].lat_deg == ring[n - 1].lat_deg;
}

/* A ring or what should hold one, as what was found. */
static ch_fault ring_fault(const ch_json *at, const char *found, const char *found_zh, ch_want want)
{
    return (ch_fault){.at = at->at,
                      .column = CH_TEXT("coordinates"),
                      .found = ch_text_of(found),
                      .found_zh = ch_text_of(found_zh),
                      .want = want};
}

static void tell_no_ring(ch_expect *expect, const ch_json *at, const char *found, const char *found_zh)
{
    const ch_fault fault = ring_fault(at, found, found_zh, CH_WANT_RING);
    ch_expect__tell(expect, &fault);
}

static bool tell_open(shaping *in, const ch_json *at, size_t n)
{
    char count[32], count_zh[32];
    snprintf(count, sizeof count, "%zu points", n);
    snprintf(count_zh, sizeof count_zh, "%zu 点", n);
    tell_no_ring(in->expect, at, n < 4 ? count : "an open ring", n < 4 ? count_zh : "未闭合的环");
    return false;
}

/* Six decimals are a tenth of a metre: enough to find the spot on a map. */
static bool tell_crossing(shaping *in, const ch_json *at, ch_point where)
{
    ch_buf near = {.memory = in->memory};
    ch_number_format(round(where.lon_deg * 1e6) / 1e6, &near);
    ch_buf_addc(&near, ' ');
    ch_number_format(round(where.lat_deg * 1e6) / 1e6, &near);
    ch_fault fault = ring_fault(at, "a crossing ring", "相交的环", CH_WANT_SIMPLE);
    fault.detail = ch_buf_text(&near);
    if (near.failed)
        ch_expect__note(in->expect, CH_ENOMEM);
    else
        ch_expect__tell(in->expect, &fault);
    ch_buf_free(&near);
    return false;
}

static bool is_sound(shaping *in, const ch_json *at, const ch_point *ring, size_t n)
{
    ch_point where;
    if (!is_closed(ring, n))
        return tell_open(in, at, n);
    return !ch_geo_ring_crosses(ring, n, in->scratch, &where) || tell_crossing(in, at, where);
}

/* RFC 7946 3.1.6: outer rings run counter-clockwise, holes clockwise; older files may differ. */
static void put_right(ch_point *ring, size_t n, bool outer)
{
    if ((ch_geo_ring_turning(ring, n) > 0) == outer)
        return;
    for (size_t i = 0, j = n - 1; i < j; i++, j--) {
        ch_point point = ring[i];
        ring[i] = ring[j];
        ring[j] = point;
    }
}

static void read_ring(shaping *in, const ch_json *ring, bool outer)
{
    if (!ch_expect__kind(in->expect, ring, "coordinates", CH_JSON_ARRAY))
        return;

    ch_point *start = in->point + in->points;
    size_t n = 0;
    for (const ch_json *position = ring->child; position != NULL; position = position->next)
        n += read_position(in->expect, position, start + n);
    if (n == ring->count && is_sound(in, ring, start, n))
        put_right(start, n, outer);

    in->points += n;
    in->ring_start[++in->rings] = (uint32_t)in->points;
}

static void read_polygon(shaping *in, const ch_json *polygon)
{
    if (!ch_expect__kind(in->expect, polygon, "coordinates", CH_JSON_ARRAY))
        return;
    if (polygon->count == 0)
        tell_no_ring(in->expect, polygon, "no ring", "没有环");
    for (const ch_json *ring = polygon->child; ring != NULL; ring = ring->next)
        read_ring(in, ring, ring == polygon->child);
    in->part_start[++in->parts] = (uint32_t)in->rings;
}

static ch_err take_room(ch_arena *arena, const extent *size, shaping *in)
{
    in->part_start = CH_NEW(arena, uint32_t, size->parts + 1);
    in->ring_start = CH_NEW(arena, uint32_t, size->rings + 1);
    in->point = CH_NEW(arena, ch_point, size->points);
    in->scratch = CH_NEW(arena, ch_geo_edge, size->longest);
    return in->part_start && in->ring_start && in->point && in->scratch ? CH_OK : CH_ENOMEM;
}

/* The polygons of a geometry: *first and, of a MultiPolygon, its brothers. */
static bool find_polygons(ch_expect *expect, const ch_json *geometry, const ch_json **first, bool *many)
{
    if (!ch_expect__kind(expect, geometry, "geometry", CH_JSON_OBJECT))
        return false;
    const ch_json *type = ch_expect__member(expect, geometry, "type", CH_JSON_STRING);
    const ch_json *coordinates = ch_expect__member(expect, geometry, "coordinates", CH_JSON_ARRAY);
    *many = type != NULL && ch_text_equal(type->text, CH_TEXT("MultiPolygon"));
    if (type != NULL && !*many && !ch_text_equal(type->text, CH_TEXT("Polygon"))) {
        ch_fault fault = ch_expect__fault(type, "type", CH_WANT_WORD);
        fault.detail = CH_TEXT("Polygon, MultiPolygon");
        fault.detail_zh = CH_TEXT("Polygon 多边形、MultiPolygon 多个多边形");
        ch_expect__tell(expect, &fault);
        return false;
    }
    if (type == NULL || coordinates == NULL)
        return false;

    *first = *many ? coordinates->child : coordinates;
    if (*first == NULL)
        tell_no_ring(expect, coordinates, "no polygon", "没有多边形");
    return *first != NULL;
}

static void tell_points(ch_expect *expect, const ch_json *geometry)
{
    char most[24];
    snprintf(most, sizeof most, "%d", CH_GEOJSON_MAX_POINTS);
    ch_fault fault = ring_fault(geometry, "more", "更多", CH_WANT_POINTS);
    fault.detail = ch_text_of(most);
    ch_expect__tell(expect, &fault);
}

ch_err ch_geojson_read_shape(ch_arena *arena, const ch_json *geometry, const ch_shape **shape, ch_faults *faults)
{
    ch_expect expect = {faults, CH_OK};
    const ch_json *first;
    bool many;
    if (!find_polygons(&expect, geometry, &first, &many))
        return expect.err;

    extent size = {0};
    for (const ch_json *polygon = first; polygon != NULL; polygon = many ? polygon->next : NULL)
        measure_polygon(polygon, &size);
    if (size.points > CH_GEOJSON_MAX_POINTS) {
        tell_points(&expect, geometry);
        return expect.err;
    }

    shaping in = {.expect = &expect, .memory = arena->memory};
    ch_shape *made = CH_NEW(arena, ch_shape, 1);
    if (made == NULL || take_room(arena, &size, &in) != CH_OK)
        return CH_ENOMEM;
    for (const ch_json *polygon = first; polygon != NULL; polygon = many ? polygon->next : NULL)
        read_polygon(&in, polygon);

    *made = (ch_shape){in.parts, in.rings, in.points, in.part_start, in.ring_start, in.point};
    if (expect.err == CH_OK)
        *shape = made;
    return expect.err;
}

/* The rows being read from a document. */
typedef struct {
    ch_expect expect;
    ch_arena *scratch;
    const ch_table_kind *kind;
    ch_draft *draft;
} reading;

static void read_property(reading *in, const ch_json *property)
{
    int column = ch_schema_find_column(in->kind, property->name);
    if (column < 0 || column == in->kind->shape) {
        ch_expect__no_column(&in->expect, property, in->kind);
        return;
    }
    ch_text cell;
    if (ch_expect__cell(&in->expect, in->scratch, property, &in->kind->column[column], &cell))
        ch_expect__note(&in->expect, ch_draft_put(in->draft, (unsigned)column, cell, property->at, in->expect.faults));
    else
        ch_draft_refuse(in->draft, (unsigned)column, property->at);
}

/* null stands for an empty cell; whether the cell may be empty the draft knows. */
static void read_geometry(reading *in, const ch_json *feature)
{
    const unsigned column = (unsigned)in->kind->shape;
    const ch_json *geometry = ch_json_member(feature, "geometry");
    if (geometry == NULL) {
        ch_expect__tell(&in->expect,
                        &(ch_fault){.at = feature->at, .want = CH_WANT_MEMBER, .detail = CH_TEXT("geometry")});
        ch_draft_refuse(in->draft, column, feature->at);
        return;
    }
    if (geometry->kind == CH_JSON_NULL)
        return;

    const ch_shape *shape = NULL;
    ch_err err = ch_geojson_read_shape(in->scratch, geometry, &shape, in->expect.faults);
    if (err == CH_OK)
        err = ch_draft_put_shape(in->draft, column, shape, geometry->at);
    else
        ch_draft_refuse(in->draft, column, geometry->at);
    ch_expect__note(&in->expect, err);
}

static void read_feature(reading *in, const ch_json *feature)
{
    ch_expect *expect = &in->expect;
    if (!ch_expect__kind(expect, feature, "features", CH_JSON_OBJECT) || !ch_expect__type(expect, feature, "Feature"))
        return;
    const ch_json *properties = ch_expect__member(expect, feature, "properties", CH_JSON_OBJECT);
    if (properties == NULL)
        return;

    ch_expect__note(expect, ch_draft_row(in->draft, feature->at));
    for (const ch_json *property = properties->child; expect->err != CH_ENOMEM && property != NULL;
         property = property->next)
        read_property(in, property);
    if (expect->err != CH_ENOMEM)
        read_geometry(in, feature);
}

ch_err ch_geojson_read_table(ch_arena *scratch, const ch_json *document, ch_table_id id, ch_draft *draft,
                             ch_faults *faults)
{
    reading in = {{faults, CH_OK}, scratch, ch_schema_table(id), draft};
    size_t before = faults->count; /* the draft tells of cells at fault and goes on */
    if (!ch_expect__kind(&in.expect, document, "", CH_JSON_OBJECT) ||
        !ch_expect__type(&in.expect, document, "FeatureCollection"))
        return in.expect.err;

    const ch_json *features = ch_expect__member(&in.expect, document, "features", CH_JSON_ARRAY);
    const ch_json *feature = features != NULL ? features->child : NULL;
    for (; in.expect.err != CH_ENOMEM && feature != NULL; feature = feature->next)
        read_feature(&in, feature);
    if (faults->count > before)
        ch_expect__note(&in.expect, CH_EDATA);
    return in.expect.err;
}

static void write_ring(const ch_point *point, size_t from, size_t end, ch_buf *out)
{
    ch_buf_addc(out, '[');
    for (size_t i = from; i < end; i++) {
        ch_buf_adds(out, i > from ? ",[" : "[");
        ch_number_format(point[i].lon_deg, out);
        ch_buf_addc(out, ',');
        ch_number_format(point[i].lat_deg, out);
        ch_buf_addc(out, ']');
    }
    ch_buf_addc(out, ']');
}

static void write_part(const ch_shape *shape, size_t part, ch_buf *out)
{
    ch_buf_addc(out, '[');
    for (size_t r = shape->part_start[part]; r < shape->part_start[part + 1]; r++) {
        if (r > shape->part_start[part])
            ch_buf_addc(out, ',');
        write_ring(shape->point, shape->ring_start[r], shape->ring_start[r + 1], out);
    }
    ch_buf_addc(out, ']');
}

void ch_geojson_write_shape(const ch_shape *shape, ch_buf *out)
{
    bool many = shape->parts != 1;
    ch_buf_adds(out, many ? "{\"type\":\"MultiPolygon\",\"coordinates\":[" : "{\"type\":\"Polygon\",\"coordinates\":");
    for (size_t p = 0; p < shape->parts; p++) {
        if (p > 0)
            ch_buf_addc(out, ',');
        write_part(shape, p, out);
    }
    ch_buf_adds(out, many ? "]}" : "}");
}

static void write_properties(const ch_table *table, size_t row, ch_buf *cell, ch_buf *out)
{
    ch_emit emit = {.out = out};
    ch_emit_open(&emit, '{');
    for (unsigned c = 0; c < table->kind->columns; c++) {
        if ((int)c == table->kind->shape || ch_table_is_empty(table, c, row))
            continue;
        cell->len = 0;
        ch_table_format(table, c, row, cell);
        ch_emit_key(&emit, table->kind->column[c].name);
        ch_emit_text(&emit, ch_buf_text(cell));
    }
    ch_emit_close(&emit, '}');
}

void ch_geojson_write_table(const ch_table *table, ch_buf *out)
{
    const ch_shape *const *shape = table->column[table->kind->shape];
    ch_buf cell = {.memory = out->memory};
    ch_buf_adds(out, "{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (size_t row = 0; row < table->rows; row++) {
        ch_buf_adds(out, "{\"type\":\"Feature\",\"properties\":");
        write_properties(table, row, &cell, out);
        ch_buf_adds(out, ",\"geometry\":");
        if (shape[row] != NULL)
            ch_geojson_write_shape(shape[row], out);
        else
            ch_buf_adds(out, "null");
        ch_buf_adds(out, row + 1 < table->rows ? "},\n" : "}\n");
    }
    ch_buf_adds(out, "]}\n");
    out->failed = out->failed || cell.failed;
    ch_buf_free(&cell);
}
