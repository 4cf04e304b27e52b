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

/* The snapshot that the edits, done in order, make of base, checked as a whole afterwards.
 * An upsert changes the named cells of the row with its key, or adds a row. A delete takes with it
 * the rows whose key names the deleted row; rows of its own table that lie under it move up to
 * what it lay under (a firm left without a parent keeps its group through parent_name); a row
 * still named elsewhere is a fault, and so is deleting a row that is not there.
 * CH_EDATA, CH_ENOMEM; base is untouched. Tables without an edit are shared.
 * Cost: O(rows of the tables changed). */
CH_MUST_USE ch_err ch_zone_edit(const ch_zone *base, const ch_edits *edits, ch_zone **zone, ch_faults *faults);

/* base without the rows of dated tables that are later than day, and without what hangs on them
 * as in a delete; a row still named elsewhere by a cell that may be empty leaves that cell empty.
 * CH_ENOMEM. */
CH_MUST_USE ch_err ch_zone_as_of(const ch_zone *base, ch_date day, ch_zone **zone, ch_faults *faults);

#endif
