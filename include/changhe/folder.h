/* folder.h - a zone as a folder: a Frictionless Data Package whose resources are files named after
 * the tables (firms.csv, outlines.geojson, ...). What export writes reads back byte for byte. */
#ifndef CHANGHE_FOLDER_H
#define CHANGHE_FOLDER_H

#include "changhe/zone.h"

/* Read and check a whole folder. datapackage.json must list files that are there; a table's file
 * that it does not list is read as well; a .csv or .geojson not named after a table is a fault.
 * All faults of all files at once. CH_EDATA, CH_EIO, CH_ENOMEM. */
CH_MUST_USE ch_err ch_folder_read(const char *dir, const ch_memory *memory, ch_zone **zone, ch_faults *faults);

/* Write every table, also empty ones, and datapackage.json. The folder is made when missing; each
 * file is written beside its place and renamed, datapackage.json last. CH_EIO, CH_ENOMEM. */
CH_MUST_USE ch_err ch_folder_write(const ch_zone *zone, const char *dir, ch_faults *faults);

/* The descriptor of the package, made from the schema and the zone's row. */
void ch_folder_write_package(const ch_zone *zone, ch_buf *out);

/* A file whole, at most so many bytes; CH_EIO with a fault. The bytes live in the arena. */
CH_MUST_USE ch_err ch_folder_read_file(ch_arena *arena, const char *path, ch_text name, size_t most,
                                       ch_text *bytes, ch_faults *faults);

#endif
