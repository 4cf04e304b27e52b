/* reach_access.h - inside the desk: who has a school or a hospital within reach, alone and shared. */
#ifndef CHANGHE_DESK_REACH_ACCESS_H
#define CHANGHE_DESK_REACH_ACCESS_H

#include "reaching.h"

enum { CH_DESK__ALONE, CH_DESK__SHARED, CH_DESK__CASES };

/* What a place has; figures of its rows of residents, weighed by their people. NaN: not known. */
typedef struct {
    double per_thousand, within, gravity, nearest_min;
} ch_desk__has;

/* One side of the question. Arrays live in the arena. */
typedef struct {
    const ch_zone *zone;
    size_t places, facilities, residents;
    const uint32_t *place;    /* rows of places: the zone's members */
    const uint32_t *facility; /* rows of facilities of the kind asked */
    const uint32_t *resident; /* rows of residents of those places */
    const uint32_t *of;       /* per resident: index into place */
    ch_catchment result[CH_DESK__CASES];
    ch_desk__has *has[CH_DESK__CASES]; /* per place */
    double *people;                    /* per place; NaN: of none of its rows known */
    bool *on_road;                     /* per facility: somebody's trip to it is known */
} ch_desk__access;

/* CH_ENONE: no such kind; CH_EDATA; CH_ENOMEM. */
ch_err ch_desk__access_of(const ch_desk__reach *reach, size_t side, ch_desk__access *access, ch_faults *faults);

#endif
