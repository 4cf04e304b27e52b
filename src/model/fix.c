/* fix.c - a draft is checked, brought to WGS84, sorted by key and fixed. */
#include "draft.h"

#include "cell.h"

#include "changhe/decimal.h"

#include <math.h>
#include <string.h>

static ch_err tell(const ch_draft *draft, size_t row, unsigned column, ch_text found, ch_want want, ch_text detail,
                   ch_faults *faults)
{
    const ch_column *kind = &draft->kind->column[column];
    return ch_fault_tell(faults, &(ch_fault){.at = ch_places__at(draft->places, row, column),
                                             .column = ch_text_of(kind->name),
                                             .column_zh = ch_text_of(kind->zh),
                                             .found = found,
                                             .want = want,
                                             .detail = detail});
}

/* A cell that must not be empty is; told once, also when it is empty because its text did not fit. */
static ch_err tell_empty(const ch_draft *draft, size_t row, unsigned column, ch_want want, ch_faults *faults)
{
    if (ch_places__was_told(draft->places, row, column))
        return CH_EDATA;
    ch_places__set_told(draft->places, row, column, true);
    return tell(draft, row, column, CH_TEXT(""), want, CH_TEXT(""), faults);
}

static bool is_empty(const ch_draft *draft, size_t row, unsigned column)
{
    return ch_cell__is_empty(draft->kind->column[column].type, ch_draft__cell(draft, row, column));
}

static ch_err check_required(const ch_draft *draft, size_t row, ch_faults *faults)
{
    ch_err err = CH_OK;
    for (unsigned i = 0; i < draft->kind->columns; i++)
        if (draft->kind->column[i].need != CH_OPTIONAL && is_empty(draft, row, i))
            err = ch_err_worse(err, tell_empty(draft, row, i, CH_WANT_VALUE, faults));
    return err;
}

/* The columns of a table that say where something lies; -1: it has none. */
typedef struct {
    int lon, lat, shape, frame;
} geo_columns;

static geo_columns find_geo_columns(const ch_table_kind *kind)
{
    geo_columns geo = {-1, -1, kind->shape, -1};
    const ch_words *frames = ch_schema_words("frame");
    for (unsigned i = 0; i < kind->columns; i++) {
        const ch_column *column = &kind->column[i];
        if (column->type == CH_TYPE_LON)
            geo.lon = (int)i;
        else if (column->type == CH_TYPE_LAT)
            geo.lat = (int)i;
        else if (column->words == frames)
            geo.frame = (int)i;
    }
    return geo;
}

static ch_err check_point(const ch_draft *draft, size_t row, geo_columns geo, ch_faults *faults)
{
    if (geo.lon < 0 || geo.lat < 0)
        return CH_OK;
    bool no_lon = is_empty(draft, row, (unsigned)geo.lon), no_lat = is_empty(draft, row, (unsigned)geo.lat);
    if (no_lon == no_lat)
        return CH_OK;
    unsigned missing = (unsigned)(no_lon ? geo.lon : geo.lat);
    return tell_empty(draft, row, missing, CH_WANT_POINT_BOTH, faults);
}

static double round_degrees(double degrees)
{
    return round(degrees * 1e7) / 1e7 + 0.0; /* -0 becomes 0 */
}

static ch_point to_wgs84(ch_point gcj)
{
    ch_point wgs = ch_geo_gcj02_to_wgs84(gcj);
    return (ch_point){round_degrees(wgs.lon_deg), round_degrees(wgs.lat_deg)};
}

/* A ring in WGS84, points that rounding made one as one; gives how many are left. */
static size_t move_ring(const ch_point *from, size_t n, ch_point *to)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        to[kept] = to_wgs84(from[i]);
        bool is_new = kept == 0 || to[kept].lon_deg != to[kept - 1].lon_deg || to[kept].lat_deg != to[kept - 1].lat_deg;
        kept += is_new;
    }
    return kept;
}

/* Is a moved ring still one, and does it still run the same way round? If not, *where tells a spot. */
static bool is_sound(const ch_point *was, size_t was_n, const ch_point *ring, size_t n, ch_geo_edge *scratch,
                     ch_point *where)
{
    *where = ring[0];
    if (n < 4 || ch_geo_ring_crosses(ring, n, scratch, where))
        return false;
    return (ch_geo_ring_turning(ring, n) > 0) == (ch_geo_ring_turning(was, was_n) > 0);
}

static ch_err tell_unsound(const ch_draft *draft, size_t row, unsigned frame, ch_point where, ch_faults *faults)
{
    ch_buf near = {.memory = draft->memory};
    ch_number_format(round(where.lon_deg * 1e6) / 1e6, &near); /* to find it on a map */
    ch_buf_addc(&near, ' ');
    ch_number_format(round(where.lat_deg * 1e6) / 1e6, &near);
    ch_err err = near.failed
                     ? CH_ENOMEM
                     : tell(draft, row, frame, CH_TEXT("gcj02"), CH_WANT_SIMPLE_WGS84, ch_buf_text(&near), faults);
    ch_buf_free(&near);
    return err;
}

/* CH_EDATA: a ring is none any more; the first such is told at the cell that says gcj02, and the
 * shape goes. */
static ch_err shape_to_wgs84(ch_draft *draft, size_t row, geo_columns geo, ch_faults *faults)
{
    const ch_shape **cell = ch_draft__cell(draft, row, (unsigned)geo.shape), *shape = *cell;
    ch_shape *moved = CH_NEW(&draft->arena, ch_shape, 1);
    ch_point *point = CH_NEW(&draft->arena, ch_point, shape->points);
    uint32_t *ring_start = CH_NEW(&draft->arena, uint32_t, shape->rings + 1);
    ch_geo_edge *scratch = CH_NEW(&draft->record_arena, ch_geo_edge, shape->points);
    if (moved == NULL || point == NULL || ring_start == NULL || scratch == NULL)
        return CH_ENOMEM;

    size_t points = 0;
    for (size_t r = 0; r < shape->rings; r++) {
        const ch_point *ring = shape->point + shape->ring_start[r];
        const size_t n = shape->ring_start[r + 1] - shape->ring_start[r];
        const size_t kept = move_ring(ring, n, point + points);
        ch_point where;
        if (!is_sound(ring, n, point + points, kept, scratch, &where)) {
            *cell = NULL;
            ch_places__set_told(draft->places, row, (unsigned)geo.shape, true);
            return tell_unsound(draft, row, (unsigned)geo.frame, where, faults);
        }
        points += kept;
        ring_start[r + 1] = (uint32_t)points;
    }
    *moved = (ch_shape){shape->parts, shape->rings, points, shape->part_start, ring_start, point};
    *cell = moved;
    return CH_OK;
}

/* A row that says its frame is GCJ-02 is brought to WGS84 and says so from now on; one without a
 * point keeps what it says for the point that an edit may bring. */
static ch_err convert(ch_draft *draft, size_t row, geo_columns geo, ch_faults *faults)
{
    if (geo.frame < 0)
        return CH_OK;
    uint8_t *frame = ch_draft__cell(draft, row, (unsigned)geo.frame);
    if (*frame != CH_frame_GCJ02)
        return CH_OK;

    if (geo.lon >= 0 && geo.lat >= 0 && !is_empty(draft, row, (unsigned)geo.lon)) {
        double *lon = ch_draft__cell(draft, row, (unsigned)geo.lon);
        double *lat = ch_draft__cell(draft, row, (unsigned)geo.lat);
        ch_point point = to_wgs84((ch_point){*lon, *lat});
        *lon = point.lon_deg;
        *lat = point.lat_deg;
        *frame = CH_frame_WGS84;
    }
    if (geo.shape >= 0 && !is_empty(draft, row, (unsigned)geo.shape)) {
        ch_err err = shape_to_wgs84(draft, row, geo, faults);
        if (err != CH_OK)
            return err;
        *frame = CH_frame_WGS84;
    }
    return CH_OK;
}

static ch_err finish_rows(ch_draft *draft, ch_faults *faults)
{
    const geo_columns geo = find_geo_columns(draft->kind);
    ch_err err = CH_OK;
    for (size_t row = 0; err != CH_ENOMEM && row < draft->rows; row++) {
        if (ch_draft__head(draft, row)->dropped)
            continue;
        ch_err of_row = check_required(draft, row, faults);
        of_row = ch_err_worse(of_row, check_point(draft, row, geo, faults));
        if (of_row == CH_OK)
            of_row = convert(draft, row, geo, faults);
        err = ch_err_worse(err, of_row);
    }
    return err;
}

/* A row and how its first key starts, so that most comparisons need not look at the row. */
typedef struct {
    uint64_t start;
    uint32_t row;
} sort_item;

/* The first eight bytes of a text, in the order in which texts are ordered; texts hold no NUL. */
static uint64_t start_of_key(const ch_draft *draft, size_t row)
{
    const void *cell = ch_draft__cell(draft, row, 0);
    if (!ch_cell__holds_text(draft->kind->column[0].type))
        return *(const uint8_t *)cell;
    const ch_text *text = cell;
    uint64_t start = 0;
    for (size_t i = 0; i < sizeof start; i++)
        start = start << 8 | (i < text->len ? (unsigned char)text->at[i] : 0);
    return start;
}

static int compare(const ch_draft *draft, sort_item a, sort_item b)
{
    if (a.start != b.start)
        return a.start < b.start ? -1 : 1;
    return ch_draft__compare_keys(draft, a.row, b.row);
}

/* Merge sort, stable; halves that lie in order already are left alone. scratch holds n / 2. */
static void sort(const ch_draft *draft, sort_item *item, sort_item *scratch, size_t n)
{
    if (n < 2)
        return;
    const size_t half = n / 2;
    sort(draft, item, scratch, half);
    sort(draft, item + half, scratch, n - half);
    if (compare(draft, item[half - 1], item[half]) <= 0)
        return;

    memcpy(scratch, item, half * sizeof *item);
    for (size_t left = 0, right = half, to = 0; left < half; to++) {
        bool take_right = right < n && compare(draft, item[right], scratch[left]) < 0;
        item[to] = take_right ? item[right++] : scratch[left++];
    }
}

typedef struct {
    sort_item *item;
    size_t rows;
} row_order;

static ch_err sort_rows(ch_draft *draft, row_order *order)
{
    order->item = CH_NEW(&draft->record_arena, sort_item, draft->rows);
    sort_item *scratch = CH_NEW(&draft->record_arena, sort_item, draft->rows / 2);
    if (order->item == NULL || scratch == NULL)
        return CH_ENOMEM;

    order->rows = 0;
    for (size_t row = 0; row < draft->rows; row++)
        if (!ch_draft__head(draft, row)->dropped)
            order->item[order->rows++] = (sort_item){start_of_key(draft, row), (uint32_t)row};
    sort(draft, order->item, scratch, order->rows);
    return CH_OK;
}

static bool has_key(const ch_draft *draft, size_t row)
{
    for (unsigned i = 0; i < draft->kind->keys; i++)
        if (is_empty(draft, row, i))
            return false;
    return true;
}

static ch_err tell_twice(const ch_draft *draft, size_t row, size_t first, ch_faults *faults)
{
    if (faults == NULL)
        return CH_EDATA;
    ch_buf key = {.memory = draft->memory}, line = {.memory = draft->memory};
    for (unsigned i = 0; i < draft->kind->keys; i++) {
        ch_buf_adds(&key, i > 0 ? " " : "");
        ch_cell__format(&draft->kind->column[i], ch_draft__cell(draft, row, i), &key);
    }
    ch_at other = ch_places__at(draft->places, first, 0);
    if (other.line != 0)
        ch_buf_addf(&line, "%lu", (unsigned long)other.line);
    else
        ch_buf_adds(&line, "?");

    ch_err err = CH_ENOMEM;
    if (!key.failed && !line.failed)
        err = tell(draft, row, 0, ch_buf_text(&key), CH_WANT_UNIQUE, ch_buf_text(&line), faults);
    ch_buf_free(&line);
    ch_buf_free(&key);
    return err;
}

/* Rows without a whole key, and all but the first with one key, are dropped. */
static ch_err check_unique(ch_draft *draft, const row_order *order, ch_faults *faults)
{
    ch_err err = CH_OK;
    size_t first = 0; /* of the rows with one key: the one put first */
    for (size_t i = 0; err != CH_ENOMEM && i < order->rows; i++) {
        size_t row = order->item[i].row;
        if (compare(draft, order->item[first], order->item[i]) != 0)
            first = i;
        if (!has_key(draft, row)) {
            ch_draft_drop_row(draft, row);
        } else if (first != i) {
            err = ch_err_worse(err, tell_twice(draft, row, order->item[first].row, faults));
            ch_draft_drop_row(draft, row);
        }
    }
    return err;
}

static void leave_out_dropped(const ch_draft *draft, row_order *order)
{
    size_t kept = 0;
    for (size_t i = 0; i < order->rows; i++)
        if (!ch_draft__head(draft, order->item[i].row)->dropped)
            order->item[kept++] = order->item[i];
    order->rows = kept;
}

static bool take_columns(ch_table *table)
{
    for (unsigned i = 0; i < table->kind->columns; i++) {
        size_t size = ch_schema_cell_size(table->kind->column[i].type);
        table->column[i] = ch_arena_take(&table->arena, table->rows, size);
        if (table->column[i] == NULL)
            return false;
    }
    return true;
}

static void fill_columns(ch_table *table, const ch_draft *draft, const row_order *order)
{
    size_t size[CH_MAX_COLUMNS];
    for (unsigned i = 0; i < table->kind->columns; i++)
        size[i] = ch_schema_cell_size(table->kind->column[i].type);
    for (size_t row = 0; row < table->rows; row++)
        for (unsigned i = 0; i < table->kind->columns; i++)
            memcpy((char *)table->column[i] + row * size[i], ch_draft__cell(draft, order->item[row].row, i), size[i]);
}

static bool take_places(ch_table *table, ch_draft *draft, const row_order *order)
{
    uint32_t *from = CH_NEW(&draft->places->arena, uint32_t, order->rows);
    if (from == NULL)
        return false;
    for (size_t row = 0; row < order->rows; row++)
        from[row] = order->item[row].row;
    draft->places->from = from;
    table->places = draft->places;
    draft->places = NULL;
    return true;
}

static uint64_t digest_of(const ch_table *table)
{
    uint64_t digest = ch_cell__mix_text(0, ch_text_of(table->kind->name));
    digest = ch_cell__mix_u64(digest, table->rows);
    for (unsigned i = 0; i < table->kind->columns; i++) {
        ch_type type = table->kind->column[i].type;
        const char *cell = table->column[i];
        for (size_t row = 0; row < table->rows; row++)
            digest = ch_cell__mix(digest, type, cell + row * ch_schema_cell_size(type));
    }
    return digest;
}

/* The table takes over the draft's texts and places where they lie. */
static ch_err build(ch_draft *draft, const row_order *order, ch_table **table)
{
    ch_table *made = ch_memory_take(draft->memory, sizeof *made);
    if (made == NULL)
        return CH_ENOMEM;
    *made = (ch_table){.holders = 1, .arena = draft->arena, .kind = draft->kind, .rows = order->rows};
    draft->arena = CH_ARENA(draft->memory);

    if (!take_columns(made) || !take_places(made, draft, order)) {
        ch_table_drop(made);
        return CH_ENOMEM;
    }
    fill_columns(made, draft, order);
    made->digest = digest_of(made);
    *table = made;
    return CH_OK;
}

ch_err ch_draft_fix_rest(ch_draft *draft, ch_table **table, ch_faults *faults)
{
    *table = NULL;
    row_order order = {0};
    ch_err err = finish_rows(draft, faults);
    if (err != CH_ENOMEM)
        err = ch_err_worse(err, sort_rows(draft, &order));
    if (err != CH_ENOMEM)
        err = ch_err_worse(err, check_unique(draft, &order, faults));
    if (err != CH_ENOMEM) {
        leave_out_dropped(draft, &order);
        err = ch_err_worse(err, build(draft, &order, table));
    }
    ch_draft_free(draft);
    return err;
}

ch_err ch_draft_fix(ch_draft *draft, ch_table **table, ch_faults *faults)
{
    ch_err err = ch_draft_fix_rest(draft, table, faults);
    if (err != CH_OK) {
        ch_table_drop(*table);
        *table = NULL;
    }
    return err;
}
