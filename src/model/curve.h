/* curve.h - points along a Z curve, and those of them that lie in a rectangle. */
#ifndef CHANGHE_MODEL_CURVE_H
#define CHANGHE_MODEL_CURVE_H

#include "changhe/spots.h"

typedef struct {
    ch_spots_curve curve;
    const double *lon_deg, *lat_deg; /* columns */
} ch_spots__points;

/* Rows whose coordinates are numbers. CH_ENOMEM. */
CH_MUST_USE ch_err ch_spots__sort_points(ch_arena *arena, const double *lon_deg, const double *lat_deg, size_t rows,
                                         ch_spots__points *points);

/* Set the bit of each row that lies in the box. */
void ch_spots__mark_points(const ch_spots__points *points, ch_box box, uint64_t *bits);

static inline void ch_spots__mark(uint64_t *bits, uint32_t row)
{
    bits[row / 64] |= UINT64_C(1) << row % 64;
}

#endif
