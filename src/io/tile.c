/* tile.c - the tiles of a snapshot: what they need is gathered once, then each is a run of the curve. */
#include "changhe/tile.h"

#include "tile_parts.h"

#include <assert.h>

const char *const ch_tile_layer_name[CH_TILE_LAYERS] = {"firms", "places", "place_points"};

static_assert(1 << CH_TILE__CELL_BITS == CH_TILE_CELLS, "cells are squares of the curve");

ch_err ch_tiles_make(const ch_zone *zone, const ch_spots *spots, const ch_memory *memory, ch_tiles **tiles)
{
    ch_arena arena = CH_ARENA(memory);
    ch_tiles *made = CH_NEW(&arena, ch_tiles, 1);
    *tiles = NULL;
    if (made == NULL)
        return CH_ENOMEM;
    *made = (ch_tiles){.arena = arena, .zone = zone, .spots = spots};
    if (!ch_tile__pack_firms(made) || !ch_tile__gather_outlines(made)) {
        ch_tiles_free(made);
        return CH_ENOMEM;
    }
    *tiles = made;
    return CH_OK;
}

void ch_tiles_free(ch_tiles *tiles)
{
    if (tiles == NULL)
        return;
    ch_arena arena = tiles->arena;
    ch_arena_free(&arena);
}

bool ch_tile_is_valid(ch_tile tile)
{
    return tile.z <= CH_TILE_DEEPEST && tile.x >> tile.z == 0 && tile.y >> tile.z == 0;
}

/* Steps double until one goes too far, then halve. */
size_t ch_tile__skip(ch_spots_curve curve, size_t from, size_t end, uint64_t last)
{
    size_t step = 1;
    while (step <= end - from && curve.morton[from + step - 1] <= last) {
        from += step;
        step *= 2;
    }
    if (step < end - from)
        end = from + step;
    while (from < end) {
        const size_t middle = from + (end - from) / 2;
        if (curve.morton[middle] <= last)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

static uint32_t corner(uint32_t tile, unsigned z)
{
    return (uint32_t)((uint64_t)tile << (32 - z));
}

static ch_tile__run find_run(ch_spots_curve curve, ch_tile tile)
{
    const uint64_t first = ch_spots_weave((ch_spot){corner(tile.x, tile.z), corner(tile.y, tile.z)});
    const size_t from = first == 0 ? 0 : ch_tile__skip(curve, 0, curve.n, first - 1);
    return (ch_tile__run){from, ch_tile__skip(curve, from, curve.n, ch_tile__last(first, tile.z))};
}

/* A tile is 2^32 parts wide, a step of its grid 2^20. What the curve rounded down lies below a whole part, so it does
 * not change which step is nearest. */
static uint32_t in_grid(uint32_t place, unsigned z)
{
    const uint32_t part = (uint32_t)((uint64_t)place << z);
    return (uint32_t)(((uint64_t)part + (UINT64_C(1) << 19)) >> 20);
}

ch_spot ch_tile__in_tile(uint64_t morton, unsigned z)
{
    const ch_spot at = ch_spots_unweave(morton);
    return (ch_spot){in_grid(at.x, z), in_grid(at.y, z)};
}

static void write_firms(const ch_tiles *tiles, ch_tile tile, ch_buf *out)
{
    const ch_tile__run run = find_run(ch_spots_firm_curve(tiles->spots), tile);
    if (run.end - run.from > CH_TILE_MOST)
        ch_tile__write_counts(tiles, tile, run, out);
    else
        ch_tile__write_firms(tiles, tile, run, out);
}

void ch_tile_write(const ch_tiles *tiles, ch_tile_layer layer, ch_tile tile, ch_buf *out)
{
    if (layer == CH_TILE_FIRMS)
        write_firms(tiles, tile, out);
    else if (layer == CH_TILE_PLACES)
        ch_tile__write_places(tiles, tile, out);
    else
        ch_tile__write_place_points(tiles, tile, find_run(ch_spots_place_curve(tiles->spots), tile), out);
}
