/* blob.h - an outline as bytes and back. Little-endian: parts, rings, points; part_start with one
 * entry more than parts, ring_start with one more than rings, each 4 bytes; then 8 bytes each for
 * the longitude and latitude of every point (IEEE 754). */
#ifndef CHANGHE_STORE_BLOB_H
#define CHANGHE_STORE_BLOB_H

#include "changhe/fault.h"
#include "changhe/geo.h"

/* A shape past 32 bits anywhere cannot be written: out->failed. */
void ch_store__write_shape(const ch_shape *shape, ch_buf *out);

/* The shape lives in the arena. Bytes may come from a damaged file: all starts, coordinates and
 * rings are checked. CH_EDATA with a fault of this column at this place; CH_ENOMEM. */
CH_MUST_USE ch_err ch_store__read_shape(ch_arena *arena, ch_text bytes, ch_at at, ch_text column,
                                        const ch_shape **shape, ch_faults *faults);

#endif
