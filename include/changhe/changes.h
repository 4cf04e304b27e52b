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
    bool is_disk_full; /* CH_EIO: there was no room */
} ch_change_result;

/* Write the rows and the log's entry in one transaction, or nothing. The time is the database's clock.
 * CH_EIO: the disk failed or is full, or another writer was busy for ten seconds; it is rolled back, and the
 * next change works when there is room. Where nothing but the last sync failed it may be found there
 * nevertheless, rows and log alike. CH_EDATA: no store of this version, or its rows
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

typedef struct {
    int64_t before;  /* entries with smaller ids; 0: all */
    int64_t account; /* of this account; 0: of all */
    size_t most;     /* entries, > 0 */
} ch_change_query;

/* Newest first. A store without a log has none. Results live in the arena.
 * CH_EIO, CH_EDATA: the store cannot be read; CH_ENOMEM. */
CH_MUST_USE ch_err ch_changes_list(ch_arena *arena, const char *path, const ch_change_query *query,
                                   const ch_change **change, size_t *count, ch_faults *faults);

/* One entry with its rows, in the order of tables and keys. CH_ENONE: there is none of this id. */
CH_MUST_USE ch_err ch_changes_get(ch_arena *arena, const char *path, int64_t id, ch_change *change,
                                  const ch_row_change **row, ch_faults *faults);

#endif
