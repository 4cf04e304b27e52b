/* geojson.h - outlines as GeoJSON (RFC 7946): a FeatureCollection of Polygon and MultiPolygon
 * features whose properties are the other columns of the table.
 * Positions are longitude, latitude in degrees; an altitude is dropped. Rings may come in either
 * direction and are kept as RFC 7946 3.1.6 wants them: outer ones counter-clockwise, holes
 * clockwise. Members that the format does not know are passed over, properties that the table does
 * not know are faults. */
#ifndef CHANGHE_GEOJSON_H
#define CHANGHE_GEOJSON_H

#include "changhe/json.h"
#include "changhe/table.h"

enum { CH_GEOJSON_MAX_POINTS = 1 << 20 }; /* of one outline; a county simplified has a few hundred */

/* Add the features of a document to a draft of table id, which has a SHAPE column. Properties may
 * be what whatif.h lets the values of a row be. faults must be given.
 * CH_EDATA: faults were added, all there are; the draft holds what could be read. CH_ENOMEM. */
CH_MUST_USE ch_err ch_geojson_read_table(ch_arena *scratch, const ch_json *document, ch_table_id id, ch_draft *draft,
                                         ch_faults *faults);

/* One geometry object. Each ring is checked: closed, four points at least, all in range, not
 * touching or crossing itself. Rings are not compared with each other.
 * CH_EDATA: faults were added, all there are, and *shape is untouched. CH_ENOMEM.
 * Cost: O(n log n) in the points of a ring. */
CH_MUST_USE ch_err ch_geojson_read_shape(ch_arena *arena, const ch_json *geometry, const ch_shape **shape,
                                         ch_faults *faults);

/* A feature a line, empty cells left out. One part is a Polygon, several are a MultiPolygon;
 * coordinates get the fewest digits that read back the same. */
void ch_geojson_write_table(const ch_table *table, ch_buf *out);
void ch_geojson_write_shape(const ch_shape *shape, ch_buf *out); /* a geometry object on one line */

#endif
