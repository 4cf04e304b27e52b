/* lattice.h - what the files of isochrones share: points as cells, steps from cell to cell, middles beside lines, outlines. */
#ifndef CHANGHE_REACH_LATTICE_H
#define CHANGHE_REACH_LATTICE_H

#include "changhe/isochrone.h"

#include <math.h>

/* ---- cells.c */

/* A point in cells, from the lattice's own beginning on; cell (x, y) is [x, x+1) by [y, y+1). */
typedef struct {
    double x, y;
} ch_isochrone__at;

static inline ch_isochrone__at ch_isochrone__place(ch_point point)
{
    return (ch_isochrone__at){point.lon_deg * CH_CELL_LON, point.lat_deg * CH_CELL_LAT};
}

/* Metres of one cell eastwards at a latitude of halves / 2 cells, and northwards. */
double ch_isochrone__east_m(int64_t halves);
extern const double ch_isochrone__north_m;

/* ---- walk.c */

/* How to get from a row's middles to those around. */
enum { CH_ISOCHRONE__MOVES = 16 };
typedef struct {
    int8_t east, north;
} ch_isochrone__move;
extern const ch_isochrone__move ch_isochrone__moves[CH_ISOCHRONE__MOVES]; /* the first four: east, west, north, south */
typedef struct {
    uint32_t ms[CH_ISOCHRONE__MOVES];
    uint16_t m[CH_ISOCHRONE__MOVES];
} ch_isochrone__steps;
/* Of the row y of the lattice; the same there and back. */
ch_isochrone__steps ch_isochrone__row_steps(int32_t y, double walk_kmh);

/* The walk to the first middle counts as half a cell against walk_m. */
enum { CH_ISOCHRONE__FIRST_M = 46 };

/* Let times spread on foot within limit. ms has those of streets; walked_m CH_ISOCHRONE__FIRST_M, or CH_CELL_CLOSED; both as by cells,
 * whose outermost 3 + walk_m / least step cells have no time yet. */
CH_MUST_USE ch_err ch_isochrone__walk(const ch_memory *memory, const ch_cells *cells, double walk_kmh, double walk_m,
                                      uint32_t limit, uint32_t *ms, uint16_t *walked_m);

/* ---- ground.c */

/* A middle beside a line: (east, north) of the one before it in the list. */
typedef struct {
    uint32_t along; /* where on the line, by length, in 2^-32 */
    uint16_t
        away; /* decimetres from there to the middle * 16 + where the point's cell lies seen from the middle's: 1 + east + 3 * (1 + north) */
    int8_t east, north;
} ch_isochrone__touch;
enum { CH_ISOCHRONE__OWN = 4 }; /* the point lies in the middle's own cell */

/* Lines and their touches, one line after the other. */
typedef struct {
    const ch_memory *memory;
    ch_isochrone__touch *touch;
    size_t touches, capacity;
} ch_isochrone__touches;
/* Append those of a line. The first is seen from (*x, *y), which is set to it; none: untouched. false: no memory. */
CH_MUST_USE bool ch_isochrone__touch_line(ch_isochrone__touches *list, const ch_point *line, size_t points, int32_t *x,
                                          int32_t *y);

/* All that is read of a street, in one place. */
typedef struct {
    uint32_t touch, touches;    /* the first in list, and how many */
    int32_t x, y;               /* what the first is seen from */
    uint32_t arc[CH_ROAD_WAYS]; /* of ch_road_street */
    uint32_t end[CH_ROAD_WAYS]; /* its nodes: where it is begun along, against */
} ch_isochrone__street;

struct ch_isochrone_ground {
    const ch_memory *memory;
    const ch_road_net *net;
    ch_isochrone__street *street;
    struct {
        int32_t x, y;   /* its cell */
        int32_t around; /* how many cells away its streets' touches are at most, in either direction */
    } * node;
    ch_isochrone__touches list;
};

/* ---- pieces.c */

/* May one get out along a street, along a link of a patch? Not on motorways, ramps and ferries. */
bool ch_isochrone__street_is_left(const ch_road_net *net, uint32_t street);
bool ch_isochrone__link_is_left(const ch_road_net *net, const ch_road_patch *patch, const ch_road_link *link,
                                const ch_isochrone_rule *rule);

/* ---- contour.c */

/* A set of cells: bit column + 1 of row + 1, one empty cell around. */
typedef struct {
    ch_cells cells;
    size_t words; /* of a row */
    uint64_t *bit;
} ch_isochrone__set;
CH_MUST_USE bool ch_isochrone__set_make(ch_arena *arena, ch_cells cells, ch_isochrone__set *set);
/* Those within limit, of a map that need not have the same rectangle. */
void ch_isochrone__set_fill(ch_isochrone__set *set, const ch_time_map *map, uint32_t limit);

/* Where an outline crosses the way between two middles, in 1/CH_ISOCHRONE__PARTS of cells of the lattice; next: inside is on the left on the
 * way there. On a way eastwards y is that of middles, on one northwards x is. */
enum { CH_ISOCHRONE__PARTS = 256, CH_ISOCHRONE__HALF = CH_ISOCHRONE__PARTS / 2 };
typedef struct {
    int32_t x, y;
    uint32_t next;
    uint32_t
        twin; /* of the outlines that pass between the same four middles the other's crossing that leads in; CH_ROAD_NONE: just one does */
} ch_isochrone__crossing;
typedef struct {
    ch_isochrone__crossing
        *at; /* by rows from the south; those of one row of middles one after the other, from west to east */
    size_t n;
} ch_isochrone__crossings;
/* map NULL: half-way between middles. */
CH_MUST_USE ch_err ch_isochrone__cross(ch_arena *arena, const ch_isochrone__set *set, const ch_time_map *map,
                                       uint32_t limit, ch_isochrone__crossings *crossings);

static inline bool ch_isochrone__is_eastward(const ch_isochrone__crossing *crossing)
{
    return (crossing->y & (CH_ISOCHRONE__PARTS - 1)) == CH_ISOCHRONE__HALF;
}

/* ---- rings.c */

/* Outlines as polygons, in arena; scratch is another. along_edges: they follow the edges of cells. */
CH_MUST_USE ch_err ch_isochrone__rings(ch_arena *arena, ch_arena *scratch, const ch_isochrone__crossings *crossings,
                                       bool along_edges, double hole_km2, ch_shape *shape);

#endif
