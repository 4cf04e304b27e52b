/* store.h - a zone kept in a database file (SQLite, WAL, plain tables named as in the schema).
 * What is acknowledged is on disk: kill the process at any instant and the file opens whole,
 * with the old content or the new. */
#ifndef CHANGHE_STORE_H
#define CHANGHE_STORE_H

#include "changhe/zone.h"

enum { CH_STORE_VERSION = 5 }; /* PRAGMA user_version; changes when the schema's tables change: migrate.h */

/* Read the whole zone, all tables as of one instant. Its folder must be writable too: a reader may
 * have to finish what a killed writer left, and keeps a lock beside the file.
 * CH_EIO: it is not there or cannot be read. CH_EDATA: it is no store of ours, of another version or
 * damaged; rows fail the checks: all faults, each at file/table:row:column; or sound rows are not
 * those that were loaded. CH_ENOMEM. *zone is NULL then. */
CH_MUST_USE ch_err ch_store_read(const char *path, const ch_memory *memory, ch_zone **zone, ch_faults *faults);

/* Replace all content by this zone in one transaction, which the log of changes (changes.h) tells and
 * survives; the file is made when missing. A file that
 * is no store of ours is left alone (CH_EDATA). CH_EIO, CH_ENOMEM. Memory comes from the zone's hook.
 * Readers at work see the old zone until they ask again; another writer is waited for, ten seconds. */
CH_MUST_USE ch_err ch_store_replace(const char *path, const ch_zone *zone, ch_faults *faults);

#endif
