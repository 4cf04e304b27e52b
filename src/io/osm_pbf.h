/* osm_pbf.h - .osm.pbf. Shared by the sources of this folder. */
#ifndef CHANGHE_IO_OSM_PBF_H
#define CHANGHE_IO_OSM_PBF_H

#include "osm_source.h"
#include "osm_thing.h"

/* Hand on everything that the sink wants, in the order of the file: nodes alone, or ways and relations alone. CH_EDATA: told with the byte;
 * CH_EIO, CH_ENOMEM; CH_ENONE: stopped; or what the sink returned. Memory: a block. */
CH_MUST_USE ch_err ch_osm__read_pbf(ch_osm__source *source, const ch_osm__sink *sink);

#endif
