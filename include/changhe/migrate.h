/* migrate.h - a store that an older version of the program wrote, brought to this one.
 * Nothing does it unasked: all else refuses such a store and names the command. */
#ifndef CHANGHE_MIGRATE_H
#define CHANGHE_MIGRATE_H

#include "changhe/zone.h"

enum { CH_MIGRATE_OLDEST = 2 }; /* stores from this version on can be brought here */

typedef struct {
    int from;                   /* version that the file had; that of this program: nothing was to be done */
    char before[17], after[17]; /* name of the content under the schema of then, and of now */
} ch_migrated;

/* Add the tables and columns that the schema has and the file lacks, all in one transaction: kill the process at
 * any instant and the file is as it was, or whole. Rows, accounts, log and key stay; the log gets an entry that says so.
 * CH_EDATA: no store of ours, too old or of a newer version; its rows fail the checks of now, or are not those that were
 * signed: the file is as it was. CH_EIO: not there, not readable or writable; CH_ENOMEM. faults may be NULL.
 * Cost: as reading and loading. */
CH_MUST_USE ch_err ch_store_migrate(const char *path, const ch_memory *memory, ch_migrated *done, ch_faults *faults);

#endif
