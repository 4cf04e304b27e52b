/* edit.h - what if: a list of row edits over a snapshot, and a snapshot as of a day. */
#ifndef CHANGHE_EDIT_H
#define CHANGHE_EDIT_H

#include "changhe/zone.h"

typedef struct {
    unsigned column;
    ch_text text; /* as people write it; empty empties the cell */
    ch_at at;
} ch_edit_cell;

typedef struct {
    ch_table_id table;
    bool is_delete;
    ch_edit_cell *cell; /* every key column once, and for an upsert any others once */
    size_t cells;
    ch_at at;
} ch_edit;

typedef struct {
    ch_edit *edit;
    size_t count;
} ch_edits;

/* The row that an edit changes, SIZE_MAX: it adds one. A place may be named by an old code. Cost: as ch_table_find. */
size_t ch_edit_find(const ch_zone *zone, const ch_edit *edit);

/* What somebody read of a row before editing it. */
typedef struct {
    bool exists;     /* false: there was no row of this key */
    uint64_t digest; /* ch_table_row_digest of it */
} ch_row_version;

/* The snapshot that the edits, done in order, make of base, checked as a whole afterwards.
 * An upsert changes the named cells of the row with its key, or adds a row; a place may be named by an
 * old code that leads to a place, also in keys. A delete takes with it the rows whose key names the
 * deleted row; rows of its own table that lie under it move up to what it lay under. A firm left
 * without a parent takes the deleted firm's parent_name, or where that is empty its name, so that
 * those under it stay one group. When all is done, a cell that may be empty and names a deleted row is
 * emptied, or gets one name shorter; one that names a place by a code that place_history knows is not.
 * A deleted row is a fault when it is still named by a required cell, by a survey (an empty cell there
 * means everywhere), or by a cell that a later edit put; so is deleting a row that is not there. What
 * is at fault because of the edits in a row that none of them changed is told at the edit, of several
 * without line and column.
 * faults must be a list: a text that does not fit is told there alone.
 * CH_EDATA: all the faults tell; CH_ENOMEM. *zone is then NULL; base is untouched. Tables without an
 * edit are shared.
 * Cost: O(rows log rows) of the tables changed and of those that name what is deleted, once, and
 * O(edits + rows that leave or move). */
CH_MUST_USE ch_err ch_zone_edit(const ch_zone *base, const ch_edits *edits, ch_zone **zone, ch_faults *faults);

/* base without the rows of dated tables that are later than day (0: none is), and without what hangs
 * on them as in a delete; cells that may be empty are emptied alike. faults must be a list, as in
 * edits. CH_ENOMEM; *zone is then NULL. */
CH_MUST_USE ch_err ch_zone_as_of(const ch_zone *base, ch_date day, ch_zone **zone, ch_faults *faults);

#endif
