/* reach_circle.h - inside the desk: circles of a question, with what lies in them. */
#ifndef CHANGHE_DESK_REACH_CIRCLE_H
#define CHANGHE_DESK_REACH_CIRCLE_H

#include "reaching.h"

typedef enum {
    CH_DESK__REACHED,
    CH_DESK__NO_ROADS, /* there is no network */
    CH_DESK__NO_POINT, /* nobody knows where the origin lies */
    CH_DESK__NO_ENTRY, /* no road near it */
    CH_DESK__NO_WAY    /* a road, but none that may be driven from there */
} ch_desk__outcome;

/* What lies within a limit on one side. Arrays live in the arena. */
typedef struct {
    ch_shape shape;
    double area_km2, km2_of[256]; /* by value of the counties' map; 0: in none of them */
    double people;                /* of those known; NaN: of none within is it known */
    double *share;                /* per row of residents: how much of it lies within */
    const uint32_t *unknown;      /* rows of residents within whose people are not known */
    size_t unknowns;
    bool *firm, *station, *facility; /* per row: lies within */
    size_t firms, nodes;             /* nodes: of the network, reached within the limit */
} ch_desk__within;

typedef struct {
    double minutes;
    ch_desk__within side[2];
    ch_isochrone_change change; /* with a what-if */
} ch_desk__circle;

typedef struct {
    ch_desk__where *where; /* one */
    const ch_reach_entry *entry;
    ch_desk__outcome outcome[2];
    ch_desk__counties counties;
    const ch_isochrone_ground *ground;
    ch_isochrone_rule rule;
    ch_isochrone_origin *origin; /* per point of where */
    double hole_km2;
    ch_desk__circle circle[4];
    size_t circles; /* 0 where no side's outcome is REACHED */
} ch_desk__circles;

/* People of rows of residents, of each so much; NaN: of none of them is it known. */
double ch_desk__people_of(const ch_zone *zone, const double *share);

/* CH_ENONE: no such place; CH_ENOMEM. */
ch_err ch_desk__circles_of(const ch_desk__reach *reach, ch_desk__circles *circles, ch_faults *faults);

#endif
