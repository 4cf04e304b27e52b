/* cells.c - the lattice of cells: where they lie, how large they are, which of them shapes cover and lines pass. */
#include "lattice.h"

#include <stdlib.h>
#include <string.h>

static const double PI = 3.14159265358979323846, RADIUS_KM = 6371.0088; /* of geo.h */

static double sine_of_edge(int64_t y)
{
    return sin((double)y / CH_CELL_LAT * PI / 180);
}

const double ch_isochrone__north_m = 6371008.8 * 3.14159265358979323846 / 180 / CH_CELL_LAT;

double ch_isochrone__east_m(int64_t halves)
{
    const double lat_deg = fmin(fabs((double)halves / (2 * CH_CELL_LAT)), 85);
    return RADIUS_KM * 1000 * PI / 180 / CH_CELL_LON * cos(lat_deg * PI / 180);
}

ch_cells ch_cells_around(const ch_point *point, size_t n, double margin_m)
{
    ch_cells cells = {0};
    if (n == 0)
        return cells;
    ch_isochrone__at low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < n; i++) {
        const ch_isochrone__at at = ch_isochrone__place(point[i]);
        low.x = fmin(low.x, at.x), low.y = fmin(low.y, at.y);
        high.x = fmax(high.x, at.x), high.y = fmax(high.y, at.y);
    }
    const double margin_y = margin_m / ch_isochrone__north_m;
    const double farthest = 2 * (fmax(fabs(low.y), fabs(high.y)) + margin_y);
    const double margin_x = margin_m / ch_isochrone__east_m((int64_t)farthest);
    cells.x = (int32_t)floor(low.x - margin_x);
    cells.y = (int32_t)floor(low.y - margin_y);
    cells.columns = (uint32_t)((int32_t)floor(high.x + margin_x) - cells.x + 1);
    cells.rows = (uint32_t)((int32_t)floor(high.y + margin_y) - cells.y + 1);
    return cells;
}

ch_point ch_cells_middle(const ch_cells *cells, size_t column, size_t row)
{
    return (ch_point){((double)cells->x + (double)column + .5) / CH_CELL_LON,
                      ((double)cells->y + (double)row + .5) / CH_CELL_LAT};
}

double ch_cells_area_km2(const ch_cells *cells, size_t row)
{
    const double parts = 0x1p30;
    const int64_t y = cells->y + (int64_t)row;
    const double turn = PI / 180 / CH_CELL_LON * (sine_of_edge(y + 1) - sine_of_edge(y));
    return round(RADIUS_KM * RADIUS_KM * turn * parts) / parts;
}

/* ---- shapes */

/* Where an edge crosses the line through a row's middles. */
typedef struct {
    uint32_t row;
    double x;
} crossing;

static int compare_crossings(const void *left, const void *right)
{
    const crossing *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->x > b->x) - (a->x < b->x);
}

typedef struct {
    ch_arena *scratch;
    const ch_cells *cells;
    crossing *crossing;
    size_t n, capacity;
} scan;

/* The first of 0 .. n whose middle is not below x, which is told in cells from the first one's edge on. */
static int64_t first_middle(double x, uint32_t n)
{
    const double first = ceil(x - .5);
    return first <= 0 ? 0 : first >= n ? n : (int64_t)first;
}

static ch_err cross_edge(scan *s, ch_point begin, ch_point end)
{
    const ch_isochrone__at a = ch_isochrone__place(begin), b = ch_isochrone__place(end);
    const double low = fmin(a.y, b.y) - s->cells->y, high = fmax(a.y, b.y) - s->cells->y;
    const int64_t from = first_middle(low, s->cells->rows), to = first_middle(high, s->cells->rows);
    if (to <= from)
        return CH_OK;
    if (!ch_arena_grow(s->scratch, (void **)&s->crossing, &s->capacity, s->n + (size_t)(to - from), sizeof(crossing)))
        return CH_ENOMEM;
    for (int64_t row = from; row < to; row++) {
        const double y = (double)s->cells->y + (double)row + .5;
        s->crossing[s->n++] = (crossing){(uint32_t)row, a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)) - s->cells->x};
    }
    return CH_OK;
}

static void fill_between(const scan *s, uint8_t *cell, uint8_t value)
{
    for (size_t i = 0; i + 1 < s->n; i += 2) {
        const crossing *west = &s->crossing[i], *east = west + 1;
        const int64_t from = first_middle(west->x, s->cells->columns), to = first_middle(east->x, s->cells->columns);
        if (to > from)
            memset(cell + (size_t)west->row * s->cells->columns + from, value, (size_t)(to - from));
    }
}

/* Even and odd: what lies within an outer ring and no hole. */
static ch_err cover(scan *s, const ch_shape *shape, uint8_t *cell, uint8_t value)
{
    s->n = 0;
    for (size_t ring = 0; ring < shape->rings; ring++)
        for (size_t i = shape->ring_start[ring]; i + 1 < shape->ring_start[ring + 1]; i++)
            if (cross_edge(s, shape->point[i], shape->point[i + 1]) != CH_OK)
                return CH_ENOMEM;
    if (s->n > 0)
        qsort(s->crossing, s->n, sizeof *s->crossing, compare_crossings);
    fill_between(s, cell, value);
    return CH_OK;
}

ch_err ch_cells_of_shapes(ch_arena *arena, const ch_shape *const *shape, size_t shapes, ch_cells cells,
                          ch_cell_map *map)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    scan s = {.scratch = &scratch, .cells = &cells};
    if (shapes > UINT8_MAX)
        return CH_EDATA;
    uint8_t *cell = CH_NEW(arena, uint8_t, (size_t)cells.columns * cells.rows);
    ch_err err = cell == NULL ? CH_ENOMEM : CH_OK;
    for (size_t i = 0; i < shapes && err == CH_OK; i++)
        if (shape[i] != NULL)
            err = cover(&s, shape[i], cell, (uint8_t)(i + 1));
    ch_arena_free(&scratch);
    if (err == CH_OK)
        *map = (ch_cell_map){cells, cell};
    return err;
}

/* ---- lines */

static void mark_row(const ch_cells *cells, uint8_t *cell, uint8_t value, int64_t row, double x, double other_x)
{
    const double west = floor(fmin(x, other_x)), east = floor(fmax(x, other_x));
    if (row < 0 || row >= cells->rows || east < 0 || west >= cells->columns)
        return;
    const size_t from = west < 0 ? 0 : (size_t)west;
    const size_t to = east >= cells->columns ? cells->columns - 1 : (size_t)east;
    memset(cell + (size_t)row * cells->columns + from, value, to - from + 1);
}

/* Row by row; a row begins in the column where the one before ended, so that the marked cells join by sides. */
static void mark_piece(const ch_cells *cells, uint8_t *cell, uint8_t value, ch_isochrone__at a, ch_isochrone__at b)
{
    const int64_t last = (int64_t)floor(fmax(a.y, b.y));
    const ch_isochrone__at low = a.y <= b.y ? a : b, high = a.y <= b.y ? b : a;
    double x = low.x;
    for (int64_t row = (int64_t)floor(low.y); row <= last; row++) {
        const double share = row == last ? 1 : ((double)row + 1 - low.y) / (high.y - low.y);
        const double next_x = row == last ? high.x : low.x + (high.x - low.x) * share;
        mark_row(cells, cell, value, row, x, next_x);
        x = next_x;
    }
}

void ch_cells_mark_line(const ch_cells *cells, uint8_t *cell, uint8_t value, const ch_point *line, size_t points)
{
    for (size_t i = 0; i < points; i++) {
        ch_isochrone__at a = ch_isochrone__place(line[i > 0 ? i - 1 : 0]), b = ch_isochrone__place(line[i]);
        a.x -= cells->x, a.y -= cells->y, b.x -= cells->x, b.y -= cells->y;
        mark_piece(cells, cell, value, a, b);
    }
}
