/* isochrone.h - what lies within so many minutes, as areas on a lattice that is the same for the whole earth.
 *
 * A street that is reached with time to spare is left on foot, in the cells around, for at most walk_m and not across
 * cells that the mask closes (water, motorways). A cell's value is the least time at its middle; the circle of a limit goes
 * from each middle within it as far as the rest of the time goes on foot towards a middle that is not (marching squares, Maple 2003).
 * Before and after share lattice and mask, so a difference is a difference of times, never of cells' places.
 *
 * Nobody gets out of a car on a motorway, a ramp or a ferry: such streets give no cell any time, their own cells neither, so that a
 * circle does not spill along a motorway but begins anew, as an island, where one may leave it. Any other street in a
 * cell that the mask closes (a bridge) gives that one cell its time, and is not left on foot there.
 *
 * Laws: one more street, one more seed or a faster arc raises no value; a longer limit changes no value within the shorter one;
 * values do not depend on the rectangle, so that circles of several limits from one map have the same bytes as from one of each. */
#ifndef CHANGHE_ISOCHRONE_H
#define CHANGHE_ISOCHRONE_H

#include "changhe/reach.h"

/* Cells are 1/CH_CELL_LON by 1/CH_CELL_LAT of a degree: 95 m by 93 m in the zone. Cell (x, y) reaches from x / CH_CELL_LON east and y /
 * CH_CELL_LAT north on. Beyond 85 degrees of latitude cells count as wide as there. */
enum { CH_CELL_LON = 1000, CH_CELL_LAT = 1200 };
typedef struct {
    int32_t x, y; /* south-west cell */
    uint32_t columns, rows;
} ch_cells;
ch_cells ch_cells_around(const ch_point *point, size_t n,
                         double margin_m); /* the cells that hold them all, and a margin; n 0: none */
ch_point ch_cells_middle(const ch_cells *cells, size_t column, size_t row);
/* Of one cell of a row, on the sphere of geo.h, to a multiple of 2^-30 km2: so sums of cells are exact, in any order. */
double ch_cells_area_km2(const ch_cells *cells, size_t row);

/* Something told of each cell of a rectangle; cells outside have 0. By rows from the south. */
typedef struct {
    ch_cells cells;
    const uint8_t *value;
} ch_cell_map;

/* Values of a new map: 1 + the index of the last shape that covers the cell's middle (holes count out; a NULL shape covers none).
 * CH_EDATA: more than 255 shapes. CH_ENOMEM. Cost: O(cells covered + points log points). */
CH_MUST_USE ch_err ch_cells_of_shapes(ch_arena *arena, const ch_shape *const *shape, size_t shapes, ch_cells cells,
                                      ch_cell_map *map);
/* Mark with value the cells that a street's line passes, so that no diagonal step slips through: those marked hang together by sides. */
void ch_cells_mark_line(const ch_cells *cells, uint8_t *cell, uint8_t value, const ch_point *line, size_t points);

/* Which middles of cells lie beside which streets of a network: at most a cell away. It depends neither on speeds nor on patches, is made once
 * for a network, which must outlive it, and may be read by many threads. Memory: about 100 bytes a street of 100 m. CH_ENOMEM.
 * Cost: O(cells passed), some 3 us a street. */
typedef struct ch_isochrone_ground ch_isochrone_ground;
CH_MUST_USE ch_err ch_isochrone_ground_make(const ch_road_net *net, const ch_memory *memory,
                                            ch_isochrone_ground **ground);
void ch_isochrone_ground_free(ch_isochrone_ground *ground); /* NULL is fine */

typedef struct {
    double walk_kmh;         /* off the road; > 0 */
    double walk_m;           /* and so far at most; > 0, at most 5000 */
    const ch_cell_map *mask; /* NULL: none; cells with a value are not walked into nor out of */
    const ch_road_work *
        work; /* what the patch was made of, to know new motorways by (ch_road_link.work); NULL: new roads are left on foot */
    size_t works;
} ch_isochrone_rule;

/* Where one stands: walked from, like a street, and, where entry is not NULL, driven from its feet along
 * their streets, which a search from both ends of a long street does not know. */
typedef struct {
    ch_point point;
    const ch_reach_entry *entry;
} ch_isochrone_origin;

/* Times at the middles of cells, in ms; CH_REACH_FAR: more than the limit, or not reached. walked_m: how far one has walked
 * to there from middle to middle, CH_CELL_CLOSED: the mask closes the cell. */
#define CH_CELL_CLOSED UINT16_MAX
typedef struct {
    ch_cells cells;           /* of no columns and rows where nothing is reached */
    const uint32_t *ms;       /* by rows from the south */
    const uint16_t *walked_m; /* alike; NULL: outlines run half-way between middles */
    double walk_kmh, walk_m;  /* of the rule */
} ch_time_map;

/* Of a search from seeds (or towards), whose limit was at least `limit`; with a patch, one through it. Nothing reached by
 * road: an empty map, whatever the origins.
 *
 * A middle beside a street has: the drive to the point of the street nearest to it (of those within its cell if the street passes that),
 * interpolated by length, from either end, and the walk from there. From middle to middle one walks by moves to the 16
 * cells that lie one aside, or two and one, none of those passed closed; walk_m counts the way from the street to the first middle as half a cell.
 * Where the mask closes nothing, a value is no less than of a straight walk, and at most 4 % of that walk (below 45 degrees
 * of latitude) and 50 m more. Metres of a row by the cosine of its latitude; all sums are of whole ms.
 * A street of a patch counts as its links do, in straight lines; a link on a street that it cuts is of that street's class.
 * CH_ENOMEM. Cost: O(streets reached + cells). */
CH_MUST_USE ch_err ch_isochrone_times(ch_arena *arena, const ch_isochrone_ground *ground, const uint32_t *ms,
                                      const ch_road_patch *patch, const ch_reach_found *found, bool is_towards,
                                      const ch_isochrone_origin *origin, size_t origins, uint32_t limit,
                                      const ch_isochrone_rule *rule, ch_time_map *map);

/* The area within limit_ms: polygons with holes, as ch_shape, outer rings counter-clockwise and holes clockwise, each from its southernmost, then
 * westernmost corner on, in the order of those. A shape without parts: nothing is reached. Cells that touch at a corner alone are apart.
 * A ring goes on foot up to 31/32 of the way to the next middle, half of it at most where that is closed or farther than walk_m. Islands
 * and holes whose ring encloses less than hole_km2 are left out, so that a longer limit may close a hole but opens none.
 * The polygons of a shorter limit lie within those of a longer one, up to the rounding of degrees. Rings neither touch themselves nor each
 * other. CH_ENOMEM. Cost: O(cells / 64 + length of the rings). */
CH_MUST_USE ch_err ch_isochrone_shape(ch_arena *arena, const ch_time_map *map, uint32_t limit_ms, double hole_km2,
                                      ch_shape *shape);

/* Cells within a limit, before and after, and what differs, as shapes of whole cells and as figures. after_km2 = before_km2 +
 * gained_km2 - lost_km2 exactly. Of the shapes, cells that touch at a corner alone are apart, and a ring that would meet itself at a corner is
 * two: rings touch at such points at most. */
typedef struct {
    double before_km2, after_km2, gained_km2, lost_km2;
    ch_shape gained, lost; /* outlines of whole cells, along their edges */
} ch_isochrone_change;
CH_MUST_USE ch_err ch_isochrone_compare(ch_arena *arena, const ch_time_map *before, const ch_time_map *after,
                                        uint32_t limit_ms, ch_isochrone_change *change);

/* Value at a point: CH_REACH_FAR outside. */
uint32_t ch_time_map_at(const ch_time_map *map, ch_point point);
/* Area within the limit by value of another map (of places; NULL: all has 0): km2[v] for v in 0..255. Exact, as ch_cells_area_km2 is. */
void ch_time_map_area(const ch_time_map *map, uint32_t limit_ms, const ch_cell_map *by, double km2[256]);

#endif
