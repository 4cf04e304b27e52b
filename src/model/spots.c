/* spots.c - the points and outlines of a snapshot, asked for by rectangle. */
#include "changhe/spots.h"

#include "curve.h"
#include "packed_tree.h"

#include <math.h>

struct ch_spots {
    ch_arena arena;
    const ch_zone *zone;
    ch_spots__points firms, places;
    ch_spots__tree outlines;
    uint32_t *outlined; /* row of places of each outline */
};

ch_box ch_spots_bounds(const ch_shape *shape)
{
    ch_box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < shape->points; i++) {
        const ch_point *point = &shape->point[i];
        all.west_deg = fmin(all.west_deg, point->lon_deg);
        all.south_deg = fmin(all.south_deg, point->lat_deg);
        all.east_deg = fmax(all.east_deg, point->lon_deg);
        all.north_deg = fmax(all.north_deg, point->lat_deg);
    }
    return all;
}

static ch_err pack_outlines(ch_arena *arena, const ch_zone *zone, ch_spots *spots)
{
    size_t n = 0;
    ch_spots__leaf *leaf = CH_NEW(arena, ch_spots__leaf, zone->outlines.rows);
    spots->outlined = CH_NEW(arena, uint32_t, zone->outlines.rows);
    if (leaf == NULL || spots->outlined == NULL)
        return CH_ENOMEM;
    for (size_t row = 0; row < zone->outlines.rows; row++) {
        const ch_shape *shape = zone->outlines.geometry[row];
        size_t place = ch_zone_find(zone, CH_TABLE_places, zone->outlines.place[row]);
        spots->outlined[row] = place == SIZE_MAX ? UINT32_MAX : (uint32_t)place;
        if (shape != NULL)
            leaf[n++] = (ch_spots__leaf){ch_spots_bounds(shape), (uint32_t)row};
    }
    return ch_spots__pack(arena, leaf, n, &spots->outlines);
}

static ch_err fill(ch_arena *arena, const ch_zone *zone, ch_spots *spots)
{
    spots->zone = zone;
    ch_err err = ch_spots__sort_points(arena, zone->firms.lon, zone->firms.lat, zone->firms.rows, &spots->firms);
    if (err == CH_OK)
        err = ch_spots__sort_points(arena, zone->places.lon, zone->places.lat, zone->places.rows, &spots->places);
    return err == CH_OK ? pack_outlines(arena, zone, spots) : err;
}

ch_err ch_spots_make(const ch_zone *zone, const ch_memory *memory, ch_spots **spots)
{
    ch_arena arena = CH_ARENA(memory);
    *spots = CH_NEW(&arena, ch_spots, 1);
    ch_err err = *spots != NULL ? fill(&arena, zone, *spots) : CH_ENOMEM;
    if (err == CH_OK) {
        (*spots)->arena = arena;
        return CH_OK;
    }
    ch_arena_free(&arena);
    *spots = NULL;
    return err;
}

void ch_spots_free(ch_spots *spots)
{
    if (spots == NULL)
        return;
    ch_arena arena = spots->arena; /* spots itself lies in it */
    ch_arena_free(&arena);
}

static unsigned count_bits(uint64_t word)
{
    unsigned count = 0;
    for (; word != 0; word &= word - 1)
        count++;
    return count;
}

/* The rows whose bits are set, in order. */
static ch_err list_rows(ch_arena *arena, const uint64_t *bits, size_t rows, const uint32_t **row, size_t *n)
{
    const size_t words = rows / 64 + 1;
    size_t found = 0;
    for (size_t i = 0; i < words; i++)
        found += count_bits(bits[i]);
    uint32_t *list = CH_NEW(arena, uint32_t, found);
    if (list == NULL)
        return CH_ENOMEM;

    size_t put = 0;
    for (size_t i = 0; i < words; i++)
        for (uint64_t word = bits[i]; word != 0; word &= word - 1)
            list[put++] = (uint32_t)(i * 64 + count_bits((word & -word) - 1));
    *row = list;
    *n = found;
    return CH_OK;
}

typedef void mark(const ch_spots *spots, ch_box box, uint64_t *bits);

static ch_err find(ch_arena *arena, const ch_spots *spots, ch_box box, size_t rows, mark *mark_found,
                   const uint32_t **row, size_t *n)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    uint64_t *bits = CH_NEW(&scratch, uint64_t, rows / 64 + 1);
    ch_err err = bits != NULL ? CH_OK : CH_ENOMEM;
    if (err == CH_OK) {
        mark_found(spots, box, bits);
        err = list_rows(arena, bits, rows, row, n);
    }
    ch_arena_free(&scratch);
    return err;
}

static void mark_firms(const ch_spots *spots, ch_box box, uint64_t *bits)
{
    ch_spots__mark_points(&spots->firms, box, bits);
}

static void mark_places(const ch_spots *spots, ch_box box, uint64_t *bits)
{
    ch_spots__mark_points(&spots->places, box, bits);
    ch_spots__mark_boxes(&spots->outlines, box, spots->outlined, bits);
}

static void mark_outlines(const ch_spots *spots, ch_box box, uint64_t *bits)
{
    ch_spots__mark_boxes(&spots->outlines, box, NULL, bits);
}

ch_err ch_spots_firms(ch_arena *arena, const ch_spots *spots, ch_box box, const uint32_t **row, size_t *n)
{
    return find(arena, spots, box, spots->zone->firms.rows, mark_firms, row, n);
}

ch_err ch_spots_places(ch_arena *arena, const ch_spots *spots, ch_box box, const uint32_t **row, size_t *n)
{
    return find(arena, spots, box, spots->zone->places.rows, mark_places, row, n);
}

ch_err ch_spots_outlines(ch_arena *arena, const ch_spots *spots, ch_box box, const uint32_t **row, size_t *n)
{
    return find(arena, spots, box, spots->zone->outlines.rows, mark_outlines, row, n);
}

ch_spots_curve ch_spots_firm_curve(const ch_spots *spots)
{
    return spots->firms.curve;
}

ch_spots_curve ch_spots_place_curve(const ch_spots *spots)
{
    return spots->places.curve;
}
