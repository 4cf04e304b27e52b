/* isochrone.c - what is asked of a map of times: its shape within a limit, the value at a point, areas. */
#include "changhe/isochrone.h"

#include "lattice.h"

static ch_err outline(ch_arena *arena, ch_arena *scratch, const ch_time_map *map, uint32_t limit_ms, double hole_km2,
                      ch_shape *shape)
{
    ch_isochrone__set set;
    ch_isochrone__crossings crossings;
    if (!ch_isochrone__set_make(scratch, map->cells, &set))
        return CH_ENOMEM;
    ch_isochrone__set_fill(&set, map, limit_ms);
    const ch_err err = ch_isochrone__cross(scratch, &set, map, limit_ms, &crossings);
    return err == CH_OK ? ch_isochrone__rings(arena, scratch, &crossings, false, hole_km2, shape) : err;
}

ch_err ch_isochrone_shape(ch_arena *arena, const ch_time_map *map, uint32_t limit_ms, double hole_km2, ch_shape *shape)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    const ch_err err = outline(arena, &scratch, map, limit_ms, hole_km2, shape);
    ch_arena_free(&scratch);
    return err;
}

uint32_t ch_time_map_at(const ch_time_map *map, ch_point point)
{
    const ch_isochrone__at at = ch_isochrone__place(point);
    const double column = floor(at.x) - map->cells.x, row = floor(at.y) - map->cells.y;
    if (!(column >= 0 && row >= 0 && column < map->cells.columns && row < map->cells.rows))
        return CH_REACH_FAR;
    return map->ms[(size_t)row * map->cells.columns + (size_t)column];
}

static uint8_t value_at(const ch_cell_map *by, int64_t x, int64_t y)
{
    if (by == NULL)
        return 0;
    const int64_t column = x - by->cells.x, row = y - by->cells.y;
    if (column < 0 || row < 0 || column >= by->cells.columns || row >= by->cells.rows)
        return 0;
    return by->value[(size_t)row * by->cells.columns + (size_t)column];
}

void ch_time_map_area(const ch_time_map *map, uint32_t limit_ms, const ch_cell_map *by, double km2[256])
{
    for (size_t value = 0; value < 256; value++)
        km2[value] = 0;
    for (size_t row = 0; row < map->cells.rows; row++) {
        const double area_km2 = ch_cells_area_km2(&map->cells, row);
        const uint32_t *ms = map->ms + row * map->cells.columns;
        for (size_t column = 0; column < map->cells.columns; column++)
            if (ms[column] <= limit_ms && ms[column] != CH_REACH_FAR)
                km2[value_at(by, map->cells.x + (int64_t)column, map->cells.y + (int64_t)row)] += area_km2;
    }
}
