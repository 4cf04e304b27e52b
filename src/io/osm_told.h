/* osm_told.h - what is wrong with an extract, in fixed words. Shared by the sources of this folder. */
#ifndef CHANGHE_IO_OSM_TOLD_H
#define CHANGHE_IO_OSM_TOLD_H

#include "changhe/fault.h"

typedef struct {
    const char *en, *zh;
} ch_osm__words;

/* Damaged, and how, from a byte of the file on: CH_EDATA, or CH_ENOMEM. */
CH_MUST_USE ch_err ch_osm__tell_byte(ch_faults *faults, ch_text file, uint64_t byte, ch_osm__words how);
/* The same at a line of text. */
CH_MUST_USE ch_err ch_osm__tell_line(ch_faults *faults, ch_at at, ch_text found, ch_osm__words how);
/* Sound as it may be, but of a form that is not read. */
CH_MUST_USE ch_err ch_osm__tell_form(ch_faults *faults, ch_text file, ch_text found, ch_osm__words what);

#endif
