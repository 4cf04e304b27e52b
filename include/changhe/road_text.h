/* road_text.h - what cells of road_works say in a line of text: the points of a path, the streets they change.
 *
 * Both are lists with blanks between. A text that came through the checks of a snapshot reads whole; of any
 * other the reader tells which piece is none. */
#ifndef CHANGHE_ROAD_TEXT_H
#define CHANGHE_ROAD_TEXT_H

#include "changhe/fault.h"
#include "changhe/geo.h"

/* The points of "lon,lat lon,lat ...", WGS84 degrees, in arena; an empty text has none. CH_EDATA: *bad (NULL: not
 * wanted) is the first piece that is no such pair, or lies off the earth's degrees; CH_ENOMEM.
 * On failure *point and *points are untouched. Cost: O(bytes). */
CH_MUST_USE ch_err ch_road_text_path(ch_arena *arena, ch_text text, const ch_point **point, size_t *points,
                                     ch_text *bad);

/* One name of a list of streets. */
typedef struct {
    ch_text name;    /* as written: the id of a road_edges row, where there is such a row */
    bool is_extract; /* has the form w<number> or w<number>-<number>: a street of an extract, if no row is called so */
    int64_t way;     /* then the way's number, from 1 on */
    int64_t piece;   /* which of its pieces, from 0 on; CH_ROAD_TEXT_WHOLE: all of them */
} ch_road_text_edge;
enum { CH_ROAD_TEXT_WHOLE = -1 };

/* Cut the next name off *rest; false when none is left. Numbers have no leading zeros and fit 63 bits, so that a street
 * has one name. */
bool ch_road_text_next_edge(ch_text *rest, ch_road_text_edge *edge);

#endif
