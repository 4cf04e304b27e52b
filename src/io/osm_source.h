/* osm_source.h - the bytes of an extract, from a file or from memory, unpacked where it is a .gz; read twice from its start.
 * Shared by the sources of this folder. */
#ifndef CHANGHE_IO_OSM_SOURCE_H
#define CHANGHE_IO_OSM_SOURCE_H

#include "changhe/fault.h"
#include "changhe/progress.h"

/* Zeroed, then name set, and either bytes or path. */
typedef struct {
    ch_text name;
    const char *path; /* NULL: bytes */
    ch_text bytes;
    bool is_gzip;
    int file;
    uint64_t at, size; /* of the file as it lies there */
    struct ch_osm__gzip *gzip;
    const ch_memory *memory;
    ch_faults *faults;
    const ch_progress *progress;
    const char *step;
} ch_osm__source;

/* CH_EIO: told; CH_ENOMEM. Close also after a failure. */
CH_MUST_USE ch_err ch_osm__open(ch_osm__source *source);
/* From the start again; step is what progress is told from now on. CH_EIO, told. */
CH_MUST_USE ch_err ch_osm__rewind(ch_osm__source *source, const char *step);
void ch_osm__close(ch_osm__source *source);

/* The next bytes, unpacked; *got is 0 at the end only. CH_EIO; CH_EDATA: a .gz that is damaged or unpacks to too much;
 * CH_ENONE: stopped by progress; CH_ENOMEM. */
CH_MUST_USE ch_err ch_osm__read(ch_osm__source *source, void *room, size_t size, size_t *got);

#endif
