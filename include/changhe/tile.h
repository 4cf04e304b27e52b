/* tile.h - places and firms of a snapshot as vector tiles (Mapbox Vector Tile Specification 2.1), on the
 * WebMercator square cut into 2^z by 2^z tiles, x from the west, y from the north. A tile shows open columns
 * only, so that it is the same for everybody.
 *
 * Layer "firms": a point a firm, id, name, name_en, role, place, and segments, the ids it fills between
 * commas (",N15,N44,"); empty ones are left out. Where a tile has more than CH_TILE_MOST firms it holds
 * counts instead: a point for each cell of a grid that has firms, with point_count, in the middle of the cell.
 * Layer "places": the outlines that touch the tile, cut to it with a margin, simplified to its grid, as
 * polygons with place and name. Layer "place_points": label points with id, name, name_en, level.
 *
 * A point stands in one tile of a zoom, and in no margin of others: a map draws a symbol past the edge of its
 * tile, so a second one would only be drawn twice. It is off by half a step of the grid at most.
 * Features stand in the order of the Z curve and have no feature id: rows move when another comes, and the property
 * id is for ever.
 *
 * Corners of outlines come to the grid that all tiles of a zoom share, are thinned alike for all of them by half a
 * step, and only then are cut: on the edge between two tiles these differ by a step at most. Outer rings run
 * clockwise on the screen, holes against it. Where an outline leaves a tile and comes back it follows the edge of
 * the margin, perhaps to and fro; one too small to have area is left out. Where a neck is narrower than a step a ring
 * may touch or cross itself, which the specification advises against and renderers bear. */
#ifndef CHANGHE_TILE_H
#define CHANGHE_TILE_H

#include "changhe/spots.h"

typedef struct ch_tiles ch_tiles;
typedef enum { CH_TILE_FIRMS, CH_TILE_PLACES, CH_TILE_PLACE_POINTS, CH_TILE_LAYERS } ch_tile_layer;
extern const char *const ch_tile_layer_name[CH_TILE_LAYERS];

typedef struct {
    unsigned z;    /* <= CH_TILE_DEEPEST */
    uint32_t x, y; /* < 2^z */
} ch_tile;
enum { CH_TILE_DEEPEST = 18, CH_TILE_MOST = 10000 };
enum { CH_TILE_EXTENT = 4096, CH_TILE_MARGIN = 64 /* steps */, CH_TILE_CELLS = 64 /* a side */ };

/* What tiles of a snapshot need. zone and spots must outlive it. CH_ENOMEM: *tiles is NULL.
 * Cost: O(firms + firm segments + points of outlines). What tiles show of a firm is kept once more, in the order of
 * the curve: 16 bytes and its id, names and segments, about 125 in all; a point of an outline takes 8. */
CH_MUST_USE ch_err ch_tiles_make(const ch_zone *zone, const ch_spots *spots, const ch_memory *memory, ch_tiles **tiles);
void ch_tiles_free(ch_tiles *tiles); /* NULL is fine */

/* Is there such a tile? */
bool ch_tile_is_valid(ch_tile tile);

/* The bytes of one layer of a valid tile at the end of out, uncompressed; nothing where it is empty. Many
 * threads may ask at once. out->failed tells a lack of memory.
 * Cost: O(firms shown), of counts O(cells log firms); O(points of the outlines that touch it). */
void ch_tile_write(const ch_tiles *tiles, ch_tile_layer layer, ch_tile tile, ch_buf *out);

#endif
