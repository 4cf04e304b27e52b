/* package.h - datapackage.json: the files it lists, and the names that tables have there.
 * Shared by the sources of this folder. */
#ifndef CHANGHE_IO_PACKAGE_H
#define CHANGHE_IO_PACKAGE_H

#include "changhe/json.h"
#include "changhe/schema.h"

#define CH_PACKAGE__NAME "datapackage.json"
enum { CH_PACKAGE__FILE_NAME = 80 };

/* "firms.csv", "outlines.geojson" */
void ch_package__name_file(ch_table_id id, char name[CH_PACKAGE__FILE_NAME]);

/* The table whose file this is, or -1. */
int ch_package__find_table(ch_text name);

/* Does a name end as tables' files do, in whatever case? */
bool ch_package__looks_like_table(ch_text name);

/* The table's file that was probably meant. */
void ch_package__name_nearest(ch_text name, char nearest[CH_PACKAGE__FILE_NAME]);

/* A file that the descriptor lists, and where it does. */
typedef struct {
    ch_text path;
    ch_at at;
} ch_package__listed;

/* All files listed, in an array of *count in the arena. Resources without a path, and what is no
 * descriptor, are told; the rest is given all the same. CH_EDATA, CH_ENOMEM. */
CH_MUST_USE ch_err ch_package__read(ch_arena *arena, ch_text bytes, const ch_package__listed **listed, size_t *count,
                                    ch_faults *faults);

#endif
