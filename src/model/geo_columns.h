/* geo_columns.h - the columns of a table that say where something lies. */
#ifndef CHANGHE_MODEL_GEO_COLUMNS_H
#define CHANGHE_MODEL_GEO_COLUMNS_H

#include "changhe/schema.h"

/* -1: it has none. */
typedef struct {
    int lon, lat, shape, frame;
} ch_geo_columns;
ch_geo_columns ch_geo_columns__find(const ch_table_kind *kind);

/* To 1 cm: what is converted is no better than that. */
double ch_geo_columns__round(double degrees);

#endif
