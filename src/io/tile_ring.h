/* tile_ring.h - rings of whole steps of a tile's grid. A ring is open here: its last point is not its first.
 * Coordinates are within 2^30 of one another, so that products fit 64 bits. */
#ifndef CHANGHE_IO_TILE_RING_H
#define CHANGHE_IO_TILE_RING_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    int32_t x, y;
} ch_tile__at;

/* Drop points within half a step of the line that stays; no two neighbours are the same. Works in place and
 * returns how many stay, the first of them always. What stays depends on the ring alone, not on a tile, so that
 * tiles beside each other agree. Cost: O(n). */
size_t ch_tile__thin(ch_tile__at *ring, size_t n);

/* Cut to the square -half .. half, in place; other is room too, and both hold CH_TILE__CUT_ROOM times n points.
 * How many points come of it; where the ring leaves and comes back it follows the square's edge. An edge is cut
 * at the same point whichever way it runs. Cost: O(n). */
enum { CH_TILE__CUT_ROOM = 6 }; /* each of four cuts leaves half as many again at most */
size_t ch_tile__cut(ch_tile__at *ring, size_t n, ch_tile__at *other, int32_t half);

/* Twice the area by the surveyor's formula: > 0 runs clockwise on a screen, where y goes down. */
int64_t ch_tile__turning(const ch_tile__at *ring, size_t n);
void ch_tile__reverse(ch_tile__at *ring, size_t n);

#endif
