/* ogc_feature.h - a row of a collection as a GeoJSON feature (RFC 7946). */
#ifndef CHANGHE_SERVE_OGC_FEATURE_H
#define CHANGHE_SERVE_OGC_FEATURE_H

#include "ogc.h"

/* The feature, still open, so that links may follow. geometry: the outline, else the point, else null.
 * properties: the cells that the visitor may see, the point aside where it is the geometry; of a place with an
 * outline it stays, as lon and lat of its label. outline: where the outline comes from, its cells. */
void serve_ogc_feature_open(ch_emit *e, const serve_call *call, const ch_access *access, ch_table_id table, size_t row);

#endif
