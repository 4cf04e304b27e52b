/* revise.h - a change that is to last: checked against what its author read, against what the author
 * may do, and as a whole, before anything is written. */
#ifndef CHANGHE_REVISE_H
#define CHANGHE_REVISE_H

#include "changhe/access.h"
#include "changhe/diff.h"
#include "changhe/edit.h"

typedef enum {
    CH_REVISE_DONE,
    CH_REVISE_SAME,     /* the edits leave every row as it was */
    CH_REVISE_CONFLICT, /* rows are not as their editor read them */
    CH_REVISE_REFUSED   /* rows may not be changed; faults name each */
} ch_revise_outcome;

/* A row that is not as it was read. */
typedef struct {
    ch_table_id table;
    ch_text key; /* several key columns with commas between */
    size_t row;  /* in base, SIZE_MAX: it is not there now */
} ch_conflict;

/* Lists live in the arena. */
typedef struct {
    ch_revise_outcome outcome;
    ch_zone *zone;               /* DONE: the new snapshot, held once for the caller; else NULL */
    const ch_row_diff *diff;     /* every row that differs, cascades too */
    const ch_row_change *change; /* the same as texts */
    size_t rows;
    const ch_conflict *conflict;
    size_t conflicts;
} ch_revised;

/* Who asks for the change. */
typedef struct {
    const ch_grant *grant;
    size_t grants;
} ch_author;

/* First the version of every edited row is compared with base: where one differs all that do are
 * conflicts and nothing else is looked at. Then the edits are done as ch_zone_edit does them, and every
 * row that differs must be one that the author may change, before and after; a column that the author may
 * not see in a row may not be set there. Rows with a SHAPE are not changed here, which is told as data at fault.
 * version: one an edit; faults must be a list.
 * CH_EDATA: the faults tell what is wrong with the edits; CH_ENOMEM. No snapshot is held then. */
CH_MUST_USE ch_err ch_revise(ch_arena *arena, const ch_zone *base, const ch_edits *edits, const ch_row_version *version,
                             const ch_author *author, ch_revised *revised, ch_faults *faults);

/* Put back what a change did: each row must be as that change left it, and becomes as it was before,
 * columns that the author may not see too; no other row may differ afterwards. Rows that stand against
 * that are conflicts. file names the change in faults. Errors as above; CH_EDATA also when what the rows
 * named is no longer there. */
CH_MUST_USE ch_err ch_revise_back(ch_arena *arena, const ch_zone *base, ch_text file, const ch_row_change *change,
                                  size_t rows, const ch_author *author, ch_revised *revised, ch_faults *faults);

#endif
