/* osm_xml.h - .osm and .osm.gz. Shared by the sources of this folder. */
#ifndef CHANGHE_IO_OSM_XML_H
#define CHANGHE_IO_OSM_XML_H

#include "osm_source.h"
#include "osm_thing.h"

/* Hand on everything that the sink wants, in the order of the file; what says visible="false" or action="delete" is passed over.
 * CH_EDATA: told with line and column: not well formed, a document type (and with it entities of its own), another root than osm,
 * a number that is none; CH_EIO, CH_ENOMEM; CH_ENONE: stopped; or what the sink returned. expat's memory is malloc's. */
CH_MUST_USE ch_err ch_osm__read_xml(ch_osm__source *source, const ch_osm__sink *sink);

#endif
