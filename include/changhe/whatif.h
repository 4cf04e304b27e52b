/* whatif.h - read what-if edits: [{"table":"firms","op":"upsert","row":{"id":"x",...}}, ...]. */
#ifndef CHANGHE_WHATIF_H
#define CHANGHE_WHATIF_H

#include "changhe/edit.h"

/* Parse and check against the schema; every fault at once, at its line and column. A row's values
 * may be strings, numbers, null (empties the cell), true or false for a column of yes and no, or an
 * array of strings for one of several keys or words; a geometry stands only in a zone folder.
 * Members of an edit other than table, op and row are faults; so are unknown tables, columns and
 * missing key columns, and in a delete any but key columns. Values that do not fit their column are
 * told here only beside other faults: where there are none, ch_zone_edit tells them, with all else.
 * The edits and their texts live in the arena. faults must be given; on failure edits is empty.
 * CH_EDATA, CH_ENOMEM. */
CH_MUST_USE ch_err ch_whatif_read(ch_arena *arena, ch_text file, ch_text json, ch_edits *edits, ch_faults *faults);

#endif
