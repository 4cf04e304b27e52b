/* geojson.h - outlines as GeoJSON (RFC 7946): a FeatureCollection of Polygon and MultiPolygon
 * features whose properties are the other columns of the table. */
#ifndef CHANGHE_GEOJSON_H
#define CHANGHE_GEOJSON_H

#include "changhe/json.h"
#include "changhe/table.h"

enum { CH_GEOJSON_MAX_POINTS = 1 << 20 }; /* of one outline */

/* Add the features of a document to a draft of table id, which has a SHAPE column. All faults. */
CH_MUST_USE ch_err ch_geojson_read_table(ch_arena *scratch, const ch_json *document, ch_table_id id,
                                         ch_draft *draft, ch_faults *faults);
/* One geometry object: rings checked, as in RFC 7946 3.1.6. */
CH_MUST_USE ch_err ch_geojson_read_shape(ch_arena *arena, const ch_json *geometry, const ch_shape **shape,
                                         ch_faults *faults);

void ch_geojson_write_table(const ch_table *table, ch_buf *out); /* a feature a line */
void ch_geojson_write_shape(const ch_shape *shape, ch_buf *out); /* a geometry object on one line */

#endif
