/* road_tile.h - roads and stops as vector tiles, beside those of tile.h.
 *
 * Layer "roads": a line a street, with id, road, class, and limit in km/h where one is stated (of two the
 * higher). Below zoom 12 those down to class 2
 * alone, below zoom 9 motorways and trunk roads: of a whole province no tile is then heavier than a city's.
 * Layer "stops": a point a station or facility that has a point, with id, table, name, name_en, kind.
 * Lines are cut to the tile and its margin; points that come to the same step of the grid are one. */
#ifndef CHANGHE_ROAD_TILE_H
#define CHANGHE_ROAD_TILE_H

#include "changhe/road.h"
#include "changhe/tile.h"

/* How a street is called; room holds 40 bytes for a name that is made. */
typedef struct {
    ch_text (*name)(const void *self, uint32_t street, char room[40]);
    const void *self;
} ch_road_naming;

typedef struct ch_road_tiles ch_road_tiles;

/* net and what naming needs must outlive it. CH_ENOMEM. Cost: O(line points + streets log streets); 16 bytes a line
 * point and 44 a street. */
CH_MUST_USE ch_err ch_road_tiles_make(ch_arena *arena, const ch_road_net *net, ch_road_naming naming,
                                      const ch_road_tiles **tiles);
/* The bytes of layer "roads" of a valid tile at the end of out; nothing where it is empty. out->failed: no memory. Many threads may
 * ask. Cost: O(line points of the streets that touch it). */
void ch_road_tile_write(const ch_road_tiles *tiles, ch_tile tile, ch_buf *out);

/* Layer "stops" of a snapshot. Cost: O(stations + facilities). */
void ch_stop_tile_write(const ch_zone *zone, ch_tile tile, ch_buf *out);

#endif
