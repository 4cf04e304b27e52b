/* reach_cells.c - what each cell of the lattice is: water or motorway, that nobody walks across, and in which county it lies. */
#include "reaching.h"

#include "changhe/spots.h"

enum { COUNTIES = 255, MARGIN_M = 12000, CLOSED = 1 };

static void mark_motorways(const ch_road_net *net, const ch_cells *cells, uint8_t *cell)
{
    for (size_t s = 0; s < net->streets; s++) {
        const ch_road_street *street = &net->at[s];
        if (net->way[street->way].road_class == CH_road_class_MOTORWAY)
            ch_cells_mark_line(cells, cell, CLOSED, &net->line[street->first], street->points);
    }
}

/* Of a zone's own network, drawn by hand, lines are no land: only water is in the way. */
static ch_err make_mask(ch_arena *arena, const ch_roads *roads, const ch_zone *zone, ch_cell_map *mask)
{
    const size_t waters = zone->water.rows < COUNTIES ? zone->water.rows : COUNTIES;
    const ch_cells cells = ch_cells_around(roads->net.point, roads->net.nodes, MARGIN_M);
    ch_err err = ch_cells_of_shapes(arena, zone->water.geometry, waters, cells, mask);
    if (err == CH_OK && !roads->zone)
        mark_motorways(&roads->net, &mask->cells, (uint8_t *)mask->value);
    return err;
}

ch_err ch_desk__ground(ch_roads *roads, const ch_isochrone_ground **ground)
{
    pthread_mutex_lock(&roads->lock);
    const ch_err err = roads->ground ? CH_OK : ch_isochrone_ground_make(&roads->net, roads->memory, &roads->ground);
    *ground = roads->ground;
    pthread_mutex_unlock(&roads->lock);
    return err;
}

ch_err ch_desk__mask(ch_arena *arena, ch_roads *roads, const ch_zone *zone, const ch_cell_map **mask)
{
    const uint64_t digest = zone->table[CH_TABLE_water]->digest;
    ch_err err = CH_OK;
    pthread_mutex_lock(&roads->lock);
    if (!roads->has_mask) {
        err = make_mask(&roads->arena, roads, zone, &roads->mask);
        roads->has_mask = err == CH_OK;
        roads->mask_of = digest;
    }
    const bool own = roads->has_mask && roads->mask_of == digest;
    pthread_mutex_unlock(&roads->lock);
    *mask = &roads->mask;
    if (err != CH_OK || own)
        return err;
    ch_cell_map *other = CH_NEW(arena, ch_cell_map, 1);
    if (!other)
        return CH_ENOMEM;
    *mask = other;
    return make_mask(arena, roads, zone, other);
}

/* ---- counties */

static ch_cells cells_of_outlines(const ch_shape *const *shape, size_t n)
{
    ch_box all = ch_spots_bounds(shape[0]);
    for (size_t i = 1; i < n; i++) {
        const ch_box box = ch_spots_bounds(shape[i]);
        all.west_deg = box.west_deg < all.west_deg ? box.west_deg : all.west_deg;
        all.south_deg = box.south_deg < all.south_deg ? box.south_deg : all.south_deg;
        all.east_deg = box.east_deg > all.east_deg ? box.east_deg : all.east_deg;
        all.north_deg = box.north_deg > all.north_deg ? box.north_deg : all.north_deg;
    }
    const ch_point corner[] = {{all.west_deg, all.south_deg}, {all.east_deg, all.north_deg}};
    return ch_cells_around(corner, 2, 0);
}

static void measure(const ch_cell_map *map, double km2[256])
{
    for (uint32_t row = 0; row < map->cells.rows; row++) {
        const double one = ch_cells_area_km2(&map->cells, row);
        size_t count[256] = {0};
        for (uint32_t column = 0; column < map->cells.columns; column++)
            count[map->value[(size_t)row * map->cells.columns + column]]++;
        for (int v = 0; v < 256; v++)
            km2[v] += one * (double)count[v];
    }
}

typedef struct {
    ch_cell_map map;
    uint32_t *county;
    size_t n;
    double km2[256];
} counted;

static bool is_county(const ch_zone *zone, size_t place)
{
    const unsigned level = place == SIZE_MAX ? 0 : zone->places.level[place];
    return level == CH_level_COUNTY || level == CH_level_FARM;
}

static ch_err make_counties(ch_arena *arena, const ch_zone *zone, counted *made)
{
    const ch_rows_outlines *row = &zone->outlines;
    const ch_shape **shape = CH_NEW(arena, const ch_shape *, COUNTIES);
    made->county = CH_NEW(arena, uint32_t, COUNTIES);
    if (!shape || !made->county)
        return CH_ENOMEM;
    for (size_t i = 0; i < row->rows && made->n < COUNTIES; i++) {
        const size_t place = ch_zone_find_place(zone, row->place[i]);
        if (!is_county(zone, place))
            continue;
        made->county[made->n] = (uint32_t)place;
        shape[made->n++] = row->geometry[i];
    }
    if (made->n == 0)
        return CH_OK;
    const ch_err err = ch_cells_of_shapes(arena, shape, made->n, cells_of_outlines(shape, made->n), &made->map);
    if (err == CH_OK)
        measure(&made->map, made->km2);
    return err;
}

/* The lock is held. */
static ch_err keep_counties(ch_roads *roads, const ch_zone *zone, uint64_t digest)
{
    counted made = {0};
    const ch_err err = make_counties(&roads->arena, zone, &made);
    if (err != CH_OK)
        return err;
    roads->counties = made.map;
    roads->county = made.county;
    roads->county_count = made.n;
    for (int v = 0; v < 256; v++)
        roads->county_km2[v] = made.km2[v];
    roads->counties_of = digest;
    roads->has_counties = true;
    return CH_OK;
}

ch_err ch_desk__counties_of(ch_arena *arena, ch_roads *roads, const ch_zone *zone, ch_desk__counties *counties)
{
    /* rows of places are named by number */
    const uint64_t digest = zone->table[CH_TABLE_outlines]->digest ^ zone->table[CH_TABLE_places]->digest;
    ch_err err = CH_OK;
    pthread_mutex_lock(&roads->lock);
    if (!roads->has_counties)
        err = keep_counties(roads, zone, digest);
    const bool own = roads->has_counties && roads->counties_of == digest;
    pthread_mutex_unlock(&roads->lock);
    *counties = (ch_desk__counties){&roads->counties, roads->county, roads->county_count, roads->county_km2};
    if (err != CH_OK || own)
        return err;
    counted *other = CH_NEW(arena, counted, 1);
    if (!other)
        return CH_ENOMEM;
    err = make_counties(arena, zone, other);
    *counties = (ch_desk__counties){&other->map, other->county, other->n, other->km2};
    return err;
}
