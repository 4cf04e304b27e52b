/* store.h - a zone kept in a database file (SQLite, WAL, plain tables named as in the schema).
 * What is acknowledged is on disk: kill the process at any instant and the file opens whole,
 * with the old content or the new. */
#ifndef CHANGHE_STORE_H
#define CHANGHE_STORE_H

#include "changhe/zone.h"

enum { CH_STORE_VERSION = 1 }; /* PRAGMA user_version; changes when the schema's tables change */

/* Read the whole zone. CH_EIO (not there, not a database), CH_EDATA (not our store, another
 * version, rows that fail the checks), CH_ENOMEM. */
CH_MUST_USE ch_err ch_store_read(const char *path, const ch_memory *memory, ch_zone **zone, ch_faults *faults);

/* Replace all content by this zone in one transaction; the file is made when missing. A file that
 * is no store of ours is left alone (CH_EDATA). CH_EIO, CH_ENOMEM. */
CH_MUST_USE ch_err ch_store_replace(const char *path, const ch_zone *zone, ch_faults *faults);

#endif
