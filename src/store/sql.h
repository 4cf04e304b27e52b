/* sql.h - one database file: its connection, the faults it tells, what makes it ours. */
#ifndef CHANGHE_STORE_SQL_H
#define CHANGHE_STORE_SQL_H

#include "changhe/diff.h"
#include "changhe/zone.h"

#include <sqlite3.h>

enum { CH_STORE_ID = 0x43684865 }; /* PRAGMA application_id: ChHe in ASCII */

typedef struct {
    sqlite3 *db;
    const char *path;
    const ch_memory *memory;
    ch_faults *faults;
    bool writing; /* a fault of the disk is told as one of writing */
    bool is_try;  /* nobody hears the faults */
} ch_store_file;

/* Open path; a writing file is made when missing. Whatever comes back, close must follow. */
CH_MUST_USE ch_err ch_store__open(ch_store_file *file);
void ch_store__close(ch_store_file *file); /* what was not committed is gone */

/* Is it a store of ours, of this version? A writer may also fill a database without any table and
 * replace another version's. CH_EDATA: it is neither. */
CH_MUST_USE ch_err ch_store__check(const ch_store_file *file);
/* Is it a store of ours, of this version or one from oldest on? */
CH_MUST_USE ch_err ch_store__check_old(const ch_store_file *file, int oldest, int *version);

/* Write down whose content the file holds: id, version, and the zone's digest in table snapshot. */
CH_MUST_USE ch_err ch_store__sign(const ch_store_file *file, const ch_zone *zone);
/* Is this zone, read from the file, the one that was signed? CH_EDATA: it is not. */
CH_MUST_USE ch_err ch_store__check_content(const ch_store_file *file, const ch_zone *zone);

/* Did the last call find no memory? One that gives the address of a text or blob tells it only so. */
bool ch_store__lacks_memory(const ch_store_file *file);

/* The code for what SQLite said last, its fault added. */
ch_err ch_store__fail(const ch_store_file *file);

CH_MUST_USE ch_err ch_store__run(const ch_store_file *file, const char *sql);

/* Prepare what was gathered in sql, which is freed. */
CH_MUST_USE ch_err ch_store__prepare(const ch_store_file *file, ch_buf *sql, sqlite3_stmt **statement);

/* How a column of a type is kept. */
typedef struct {
    const char *name; /* for CREATE TABLE */
    int code;         /* SQLITE_TEXT, SQLITE_INTEGER, ... */
} ch_store_kind;
ch_store_kind ch_store__kind(ch_type type);

/* store_read.c, store_write.c: one table from the file, one table to it. */
CH_MUST_USE ch_err ch_store__read_table(const ch_store_file *file, ch_table_id id, ch_text place, ch_table **table);
CH_MUST_USE ch_err ch_store__write_table(const ch_store_file *file, const ch_table *table);
/* store.c: all tables as a zone, checked but for the signature. *zone stays as it is on failure. */
CH_MUST_USE ch_err ch_store__read_tables(const ch_store_file *file, ch_zone **zone);
/* The rows of diff that are in this table, to the one in the file. */
CH_MUST_USE ch_err ch_store__add_to_table(const ch_store_file *file, const ch_table *table, const ch_row_diff *diff,
                                          size_t n);

#endif
