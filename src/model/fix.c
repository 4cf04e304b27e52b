/* fix.c - a draft is checked, row by row, brought to WGS84 and made a table. */
#include "draft.h"

#include "cell.h"
#include "geo_columns.h"

#include "changhe/decimal.h"
#include "changhe/frame.h"

#include <math.h>
#include <string.h>

/* A cell that must not be empty is; told once, also when it is empty because its text did not fit. */
static ch_err tell_empty(const ch_draft *draft, size_t row, unsigned column, ch_want want, ch_faults *faults)
{
    if (ch_places__was_told(draft->places, row, column))
        return CH_EDATA;
    ch_places__set_told(draft->places, row, column, true);
    return ch_draft__tell(draft, row, column, CH_TEXT(""), want, CH_TEXT(""), faults);
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

static ch_err check_point(const ch_draft *draft, size_t row, ch_geo_columns geo, ch_faults *faults)
{
    if (geo.lon < 0 || geo.lat < 0)
        return CH_OK;
    bool no_lon = is_empty(draft, row, (unsigned)geo.lon), no_lat = is_empty(draft, row, (unsigned)geo.lat);
    if (no_lon == no_lat)
        return CH_OK;
    unsigned missing = (unsigned)(no_lon ? geo.lon : geo.lat);
    return tell_empty(draft, row, missing, CH_WANT_POINT_BOTH, faults);
}

static ch_point to_wgs84(unsigned frame, ch_point told)
{
    const ch_point wgs = ch_frame_to_wgs84(frame, told);
    return (ch_point){ch_geo_columns__round(wgs.lon_deg), ch_geo_columns__round(wgs.lat_deg)};
}

/* A ring in WGS84, points that rounding made one as one; gives how many are left. */
static size_t move_ring(unsigned frame, const ch_point *from, size_t n, ch_point *to)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        to[kept] = to_wgs84(frame, from[i]);
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

static unsigned frame_of(const ch_draft *draft, size_t row, ch_geo_columns geo)
{
    return *(const uint8_t *)ch_draft__cell(draft, row, (unsigned)geo.frame);
}

static ch_err tell_unsound(const ch_draft *draft, size_t row, ch_geo_columns geo, ch_point where, ch_faults *faults)
{
    const char *frame = ch_schema_words("frame")->word[frame_of(draft, row, geo)].word;
    ch_buf near = {.memory = draft->memory};
    ch_number_format(round(where.lon_deg * 1e6) / 1e6, &near); /* to find it on a map */
    ch_buf_addc(&near, ' ');
    ch_number_format(round(where.lat_deg * 1e6) / 1e6, &near);
    ch_err err = near.failed ? CH_ENOMEM
                             : ch_draft__tell(draft, row, (unsigned)geo.frame, ch_text_of(frame), CH_WANT_SIMPLE_WGS84,
                                              ch_buf_text(&near), faults);
    ch_buf_free(&near);
    return err;
}

/* CH_EDATA: a ring is none any more; the first such is told at the cell that says the frame, and the
 * shape goes. */
static ch_err shape_to_wgs84(ch_draft *draft, size_t row, ch_geo_columns geo, ch_faults *faults)
{
    const ch_shape **cell = ch_draft__filled_cell(draft, row, (unsigned)geo.shape), *shape = *cell;
    ch_shape *moved = CH_NEW(&draft->arena, ch_shape, 1);
    ch_point *point = CH_NEW(&draft->arena, ch_point, shape->points);
    uint32_t *ring_start = CH_NEW(&draft->arena, uint32_t, shape->rings + 1);
    ch_geo_edge *scratch = CH_NEW(&draft->scratch, ch_geo_edge, shape->points);
    if (moved == NULL || point == NULL || ring_start == NULL || scratch == NULL)
        return CH_ENOMEM;

    size_t points = 0;
    for (size_t r = 0; r < shape->rings; r++) {
        const ch_point *ring = shape->point + shape->ring_start[r];
        const size_t n = shape->ring_start[r + 1] - shape->ring_start[r];
        const size_t kept = move_ring(frame_of(draft, row, geo), ring, n, point + points);
        ch_point where;
        if (!is_sound(ring, n, point + points, kept, scratch, &where)) {
            *cell = NULL;
            ch_places__set_told(draft->places, row, (unsigned)geo.shape, true);
            return tell_unsound(draft, row, geo, where, faults);
        }
        points += kept;
        ring_start[r + 1] = (uint32_t)points;
    }
    *moved = (ch_shape){shape->parts, shape->rings, points, shape->part_start, ring_start, point};
    *cell = moved;
    return CH_OK;
}

/* Does the row say another frame than WGS84? */
static bool is_elsewhere(const ch_draft *draft, size_t row, ch_geo_columns geo)
{
    const unsigned frame = frame_of(draft, row, geo);
    return frame != CH_frame_NONE && frame != CH_frame_WGS84;
}

static void point_to_wgs84(ch_draft *draft, size_t row, ch_geo_columns geo, unsigned frame)
{
    double *lon = ch_draft__filled_cell(draft, row, (unsigned)geo.lon);
    double *lat = ch_draft__filled_cell(draft, row, (unsigned)geo.lat);
    const ch_point point = to_wgs84(frame, (ch_point){*lon, *lat});
    *lon = point.lon_deg;
    *lat = point.lat_deg;
}

/* A row in another frame is brought to WGS84 and says so from now on; one without a point keeps what it says for the
 * point that an edit may bring. What is told in CGCS2000 stays as it stands, to the last digit. */
static ch_err convert(ch_draft *draft, size_t row, ch_geo_columns geo, ch_faults *faults)
{
    if (geo.frame < 0 || !is_elsewhere(draft, row, geo))
        return CH_OK;
    const bool has_point = geo.lon >= 0 && geo.lat >= 0 && !is_empty(draft, row, (unsigned)geo.lon);
    const bool has_shape = geo.shape >= 0 && !is_empty(draft, row, (unsigned)geo.shape);
    const unsigned frame = frame_of(draft, row, geo);

    if (has_point && frame != CH_frame_CGCS2000)
        point_to_wgs84(draft, row, geo, frame);
    if (has_shape && frame != CH_frame_CGCS2000) {
        ch_err err = shape_to_wgs84(draft, row, geo, faults);
        if (err != CH_OK)
            return err;
    }
    if (has_point || has_shape)
        *(uint8_t *)ch_draft__filled_cell(draft, row, (unsigned)geo.frame) = CH_frame_WGS84;
    return CH_OK;
}

/* A column at a time, which is fast: has no row anything to be told or converted? */
static bool are_rows_sound(const ch_draft *draft, ch_geo_columns geo)
{
    for (unsigned i = 0; i < draft->kind->columns; i++)
        for (size_t row = 0; draft->kind->column[i].need != CH_OPTIONAL && row < draft->rows; row++)
            if (is_empty(draft, row, i))
                return false;
    for (size_t row = 0; geo.lon >= 0 && geo.lat >= 0 && row < draft->rows; row++)
        if (is_empty(draft, row, (unsigned)geo.lon) != is_empty(draft, row, (unsigned)geo.lat))
            return false;
    for (size_t row = 0; geo.frame >= 0 && row < draft->column[geo.frame].set; row++)
        if (is_elsewhere(draft, row, geo))
            return false;
    return true;
}

static ch_err finish_rows(ch_draft *draft, ch_faults *faults)
{
    const ch_geo_columns geo = ch_geo_columns__find(draft->kind);
    if (are_rows_sound(draft, geo))
        return CH_OK;
    ch_err err = CH_OK;
    for (size_t row = 0; err != CH_ENOMEM && row < draft->rows; row++) {
        if (draft->dropped[row])
            continue;
        ch_err of_row = check_required(draft, row, faults);
        of_row = ch_err_worse(of_row, check_point(draft, row, geo, faults));
        if (of_row == CH_OK)
            of_row = convert(draft, row, geo, faults);
        err = ch_err_worse(err, of_row);
    }
    return err;
}

ch_err ch_draft_fix_rest(ch_draft *draft, ch_table **table, ch_faults *faults)
{
    *table = NULL;
    ch_draft__order order = {0};
    ch_err err = draft->places != NULL && draft->places->failed ? CH_ENOMEM : finish_rows(draft, faults);
    if (err != CH_ENOMEM)
        err = ch_err_worse(err, ch_draft__sort(draft, &order, faults));
    if (err != CH_ENOMEM)
        err = ch_err_worse(err, ch_draft__make_table(draft, &order, table));
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
