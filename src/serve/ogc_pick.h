/* ogc_pick.h - which rows of a collection are asked for. */
#ifndef CHANGHE_SERVE_OGC_PICK_H
#define CHANGHE_SERVE_OGC_PICK_H

#include "ogc_time.h"
#include "ogc_where.h"

/* What rows must meet; all zero: nothing. */
typedef struct {
    size_t boxes;  /* 0: any place will do */
    ch_box box[2]; /* two where the rectangle crosses the 180th meridian */
    bool has_time;
    serve_ogc_span time;
} serve_ogc_wanted;

/* west, south, east, north as a parameter gives them: west > east crosses the 180th meridian. */
void serve_ogc_want_box(serve_ogc_wanted *wanted, const double box[4]);

/* Rows, ascending. */
typedef struct {
    const uint32_t *row; /* NULL: all */
    size_t n;
} serve_ogc_rows;
size_t serve_ogc_row(const serve_ogc_rows *rows, size_t i);

/* The rows of places or firms that touch a box and whose date (as_of) meets the time. What lies nowhere is in
 * every box and what has no date at every time, as the standard wants it (fc-bbox-response, fc-time-response).
 * CH_ENOMEM. Cost: O(rows), of places O(points of outlines) more. */
CH_MUST_USE ch_err serve_ogc_pick(ch_arena *arena, const ch_zone *zone, ch_table_id table,
                                  const serve_ogc_wanted *wanted, serve_ogc_rows *rows);

#endif
