/* changes.h - rows changed in a store, and the log of all changes.
 *
 * The log stands in two tables of the same file, is only added to, and lives on when the zone is
 * loaded anew, which is an entry too (account 0, note "loaded"). What ch_changes_apply acknowledges is on
 * disk, rows and log alike: neither a killed process nor a power failure takes it back. */
#ifndef CHANGHE_CHANGES_H
#define CHANGHE_CHANGES_H

#include "changhe/diff.h"

/* What is to be written. */
typedef struct {
    const ch_zone *base, *next; /* the snapshot that was changed, and what became of it */
    const ch_row_diff *diff;    /* between them: ch_zone_diff */
    const ch_row_change *row;   /* the same rows as the log keeps them */
    size_t rows;
    int64_t account;   /* who changes; > 0 */
    ch_text who, note; /* the account's name; why */
    int64_t undoes;    /* id of the change that this one puts back, 0: none */
} ch_change_draft;

typedef enum {
    CH_CHANGE_DONE,
    CH_CHANGE_MOVED_ON, /* the store no longer holds base: read it again and check again */
    CH_CHANGE_UNDONE    /* the change was put back before; a change is only once */
} ch_change_outcome;

typedef struct {
    ch_change_outcome outcome;
    int64_t id;        /* DONE: of the log's entry; ids rise */
    bool is_unwritten; /* CH_EIO: nothing of it is in the store, and nothing will be */
    bool is_disk_full; /* CH_EIO: there was no room */
} ch_change_result;

/* Write the rows and the log's entry in one transaction, or nothing. The time is the database's clock.
 * CH_EIO: the disk failed or is full, or another writer was busy for ten seconds; it is rolled back, and the
 * next change works when there is room. Where nothing but the last step failed it may be found there
 * nevertheless, rows and log alike: is_unwritten is false then. CH_EDATA: no store of this version, or its rows
 * are not those that were signed. CH_ENOMEM. Memory comes from the base's hook.
 * Cost: O(rows changed log rows) and a sync of the disk. */
CH_MUST_USE ch_err ch_changes_apply(const char *path, const ch_change_draft *draft, ch_change_result *result,
                                    ch_faults *faults);

/* An entry of the log. */
typedef struct {
    int64_t id, at_s; /* UTC seconds since 1970 */
    int64_t account;  /* 0: the program, for a zone loaded */
    ch_text who, note;
    int64_t undoes, undone; /* ids of the change it puts back and of the one that put it back, 0: none */
    ch_text before, after;  /* digests of the snapshots; before is empty where it was not known */
    size_t rows;            /* changed */
} ch_change;

/* Who reads the log. Of an entry those rows count that sees() admits by the place they belonged to, before or
 * after. An entry of whose rows it admits none is left out; one without rows (a zone loaded) and those of own are
 * there for him whole. A zeroed one sees all. */
typedef struct {
    bool (*sees)(void *self, ch_text place); /* a code; empty: the whole zone */
    void *self;
    int64_t own; /* an account */
} ch_change_reader;

/* Does that hold for a row of somebody else's change? */
bool ch_change_row_is_seen(const ch_change_reader *reader, const ch_row_change *row);

typedef struct {
    int64_t before;  /* entries with smaller ids; 0: all */
    int64_t account; /* of this account; 0: of all */
    size_t most;     /* entries, > 0 */
    ch_change_reader reader;
} ch_change_query;

typedef struct {
    const ch_change *change;
    size_t count;
    int64_t next; /* before, for the page that follows; 0: there is none */
} ch_change_page;

enum { CH_CHANGES_LOOKED_AT = 10000 }; /* so many entries at most are looked at for a reader who does not see all */

/* Newest first. A store without a log has none. A page may have fewer than most, even none, and a next.
 * Results live in the arena. CH_EIO, CH_EDATA: the store cannot be read; CH_ENOMEM.
 * Cost: O(entries looked at and their rows). */
CH_MUST_USE ch_err ch_changes_list(ch_arena *arena, const char *path, const ch_change_query *query,
                                   ch_change_page *page, ch_faults *faults);

/* One entry with its rows, in the order of tables and keys. CH_ENONE: there is none of this id. */
CH_MUST_USE ch_err ch_changes_get(ch_arena *arena, const char *path, int64_t id, ch_change *change,
                                  const ch_row_change **row, ch_faults *faults);

#endif
