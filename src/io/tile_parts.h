/* tile_parts.h - what the layers of a tile share. */
#ifndef CHANGHE_IO_TILE_PARTS_H
#define CHANGHE_IO_TILE_PARTS_H

#include "changhe/tile.h"

/* Keys of a firm; the first ones are its own values, which stand ready. */
enum {
    CH_TILE__ID,
    CH_TILE__NAME,
    CH_TILE__NAME_EN,
    CH_TILE__SEGMENTS,
    CH_TILE__OWN,
    CH_TILE__ROLE = CH_TILE__OWN,
    CH_TILE__PLACE,
    CH_TILE__KEYS
};

/* What a tile shows of a firm, along the curve. */
typedef struct {
    size_t start;   /* of its ready values; they end where the next firm's begin */
    uint32_t place; /* row */
    uint8_t role;
    uint8_t own; /* bits of the own keys that it has */
} ch_tile__card;

struct ch_tiles {
    ch_arena arena; /* this too lies in it */
    const ch_zone *zone;
    const ch_spots *spots;
    const ch_tile__card *card;              /* of each firm on the curve, and one that ends the last */
    const char *ready;                      /* values as in mvt.h, along the curve */
    const struct ch_tile__outline *outline; /* of each row of outlines */
};

/* Places of a curve from .. end-1. */
typedef struct {
    size_t from, end;
} ch_tile__run;

enum { CH_TILE__CELL_BITS = 6 }; /* 2^6 cells a side */

/* The last place on the curve of the tile of that zoom which a place lies in. */
static inline uint64_t ch_tile__last(uint64_t morton, unsigned z)
{
    return morton | UINT64_MAX >> 2 * z;
}

/* The first place of from .. end whose morton is above last; found in O(log of how far it is). */
size_t ch_tile__skip(ch_spots_curve curve, size_t from, size_t end, uint64_t last);

/* A place on the curve in steps of a tile's grid from its north-west corner, rounded: 0 .. CH_TILE_EXTENT. */
ch_spot ch_tile__in_tile(uint64_t morton, unsigned z);

/* false: no memory */
bool ch_tile__pack_firms(ch_tiles *tiles);
bool ch_tile__gather_outlines(ch_tiles *tiles);

void ch_tile__write_firms(const ch_tiles *tiles, ch_tile tile, ch_tile__run run, ch_buf *out);
void ch_tile__write_counts(const ch_tiles *tiles, ch_tile tile, ch_tile__run run, ch_buf *out);
void ch_tile__write_place_points(const ch_tiles *tiles, ch_tile tile, ch_tile__run run, ch_buf *out);
void ch_tile__write_places(const ch_tiles *tiles, ch_tile tile, ch_buf *out);

#endif
