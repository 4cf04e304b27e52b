/* compare.c - cells gained and lost between two maps, as outlines of whole cells. */
#include "lattice.h"

/* The rectangle that holds both; of an empty one the other. */
static ch_cells join(const ch_cells *a, const ch_cells *b)
{
    if (a->columns == 0 || a->rows == 0)
        return *b;
    if (b->columns == 0 || b->rows == 0)
        return *a;
    const int64_t west = a->x < b->x ? a->x : b->x, south = a->y < b->y ? a->y : b->y;
    const int64_t a_east = (int64_t)a->x + a->columns, b_east = (int64_t)b->x + b->columns;
    const int64_t a_north = (int64_t)a->y + a->rows, b_north = (int64_t)b->y + b->rows;
    return (ch_cells){(int32_t)west, (int32_t)south, (uint32_t)((a_east > b_east ? a_east : b_east) - west),
                      (uint32_t)((a_north > b_north ? a_north : b_north) - south)};
}

/* Cells of a that are none of b. */
static ch_err subtract(ch_arena *scratch, const ch_isochrone__set *a, const ch_isochrone__set *b,
                       ch_isochrone__set *less)
{
    if (!ch_isochrone__set_make(scratch, a->cells, less))
        return CH_ENOMEM;
    for (size_t i = 0; i < a->words * ((size_t)a->cells.rows + 2); i++)
        less->bit[i] = a->bit[i] & ~b->bit[i];
    return CH_OK;
}

/* Areas of cells are exact in sums. */
static double area_km2(const ch_isochrone__set *set)
{
    double sum_km2 = 0;
    for (size_t row = 0; row < set->cells.rows; row++) {
        int64_t cells = 0;
        for (size_t word = 0; word < set->words; word++)
            cells += __builtin_popcountll(set->bit[(row + 1) * set->words + word]);
        if (cells > 0)
            sum_km2 += (double)cells * ch_cells_area_km2(&set->cells, row);
    }
    return sum_km2;
}

static ch_err outline(ch_arena *arena, ch_arena *scratch, const ch_isochrone__set *set, ch_shape *shape)
{
    ch_isochrone__crossings crossings;
    const ch_err err = ch_isochrone__cross(scratch, set, NULL, 0, &crossings);
    return err == CH_OK ? ch_isochrone__rings(arena, scratch, &crossings, true, 0, shape) : err;
}

static ch_err compare(ch_arena *arena, ch_arena *scratch, const ch_time_map *before, const ch_time_map *after,
                      uint32_t limit_ms, ch_isochrone_change *change)
{
    const ch_cells cells = join(&before->cells, &after->cells);
    ch_isochrone__set was, is, gained, lost;
    if (!ch_isochrone__set_make(scratch, cells, &was) || !ch_isochrone__set_make(scratch, cells, &is))
        return CH_ENOMEM;
    ch_isochrone__set_fill(&was, before, limit_ms);
    ch_isochrone__set_fill(&is, after, limit_ms);
    if (subtract(scratch, &is, &was, &gained) != CH_OK || subtract(scratch, &was, &is, &lost) != CH_OK)
        return CH_ENOMEM;
    *change = (ch_isochrone_change){area_km2(&was), area_km2(&is), area_km2(&gained), area_km2(&lost), {0}, {0}};
    const ch_err err = outline(arena, scratch, &gained, &change->gained);
    return err == CH_OK ? outline(arena, scratch, &lost, &change->lost) : err;
}

ch_err ch_isochrone_compare(ch_arena *arena, const ch_time_map *before, const ch_time_map *after, uint32_t limit_ms,
                            ch_isochrone_change *change)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    const ch_err err = compare(arena, &scratch, before, after, limit_ms, change);
    ch_arena_free(&scratch);
    return err;
}
