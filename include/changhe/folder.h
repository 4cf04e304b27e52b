/* folder.h - a zone as a folder: a Frictionless Data Package whose resources are files named after
 * the tables (firms.csv, outlines.geojson, ...). What export writes reads back byte for byte. */
#ifndef CHANGHE_FOLDER_H
#define CHANGHE_FOLDER_H

#include "changhe/zone.h"

/* Read and check a whole folder; all faults of all files at once, in the order of files and lines.
 * datapackage.json, zone, places and sources must be there, and so must every file that
 * datapackage.json lists; a table's file that it does not list is read as well. A .csv or .geojson
 * not named after a table is a fault; other files, and hidden ones, are left alone. Only regular
 * files are read: no links, no pipes. Of datapackage.json only the paths count.
 * Nobody is blamed for referring to what could not be read: where rows of a table are lost to
 * faults, references to it are judged once these are mended. faults must be given.
 * CH_EDATA; CH_EIO when something could not be read; CH_ENOMEM: *zone is then NULL.
 * A CSV has at most CH_CSV_MAX_BYTES, the others CH_JSON_MAX_BYTES.
 * Memory: the tables, one row of a CSV, one GeoJSON as a tree. Time: a folder with faults is read twice. */
CH_MUST_USE ch_err ch_folder_read(const char *dir, const ch_memory *memory, ch_zone **zone, ch_faults *faults);

/* Write every table, also empty ones, and datapackage.json. The folder is made when missing. All
 * files are written to disk beside their places first, then each is renamed, datapackage.json
 * last. When the writing of one fails the folder is as it was. When a rename fails, which takes a
 * failing disk or somebody else at work in the folder, the files renamed before are new, the others
 * old. At any instant every file is whole. Other files are left alone.
 * CH_EIO with the file named, CH_ENOMEM. */
CH_MUST_USE ch_err ch_folder_write(const ch_zone *zone, const char *dir, ch_faults *faults);

/* The descriptor of the package, made from the schema and the zone's row. out tells a lack of memory. */
void ch_folder_write_package(const ch_zone *zone, ch_buf *out);

/* A file whole, at most so many bytes, called name in faults. A link is followed, but nothing other
 * than a regular file is read. The bytes live in the arena.
 * CH_EIO: it cannot be read; CH_EDATA: it is longer; CH_ENOMEM. */
CH_MUST_USE ch_err ch_folder_read_file(ch_arena *arena, const char *path, ch_text name, size_t most, ch_text *bytes,
                                       ch_faults *faults);

#endif
