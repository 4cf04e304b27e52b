/* bare_load.h - what a load costs at least: CSV files cut at commas and quotes, and every field bound
 * as it stands into a prepared INSERT of SQLite. Nothing is checked. */
#ifndef CHANGHE_BENCH_BARE_LOAD_H
#define CHANGHE_BENCH_BARE_LOAD_H

#include <stddef.h>

/* Every table of the schema that has a file in dir goes into a new database at path: the columns and
 * primary keys that our store has, an empty field as NULL, one transaction, synchronous off. Gives the
 * number of rows; ends the program on failure. */
size_t bare_load(const char *dir, const char *path);

#endif
