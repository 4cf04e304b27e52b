/* osm_gather.h - streets put together from two passes over a file. Shared by the sources of this folder. */
#ifndef CHANGHE_IO_OSM_GATHER_H
#define CHANGHE_IO_OSM_GATHER_H

#include "osm_source.h"
#include "osm_thing.h"

/* How a form is read: ch_osm__read_pbf or ch_osm__read_xml. */
typedef ch_err ch_osm__reader(ch_osm__source *source, const ch_osm__sink *sink);

/* What comes of it lies in the arena. CH_EDATA, CH_EIO, CH_ENOMEM, CH_ENONE as of the reader; CH_EDATA, told: the ways name more than
 * 2^32 - 1 points. Memory beside the result: some 45 bytes a reference of a way. */
CH_MUST_USE ch_err ch_osm__gather(ch_arena *arena, ch_osm__source *source, ch_osm__reader *read, ch_road_given *given,
                                  ch_osm_report *report);

#endif
