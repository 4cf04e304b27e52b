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

/* Edits that are to last. */
typedef struct {
    ch_text note; /* why; may be empty */
    ch_edits edits;
    const ch_row_version *version; /* one an edit */
} ch_whatif_change;

enum { CH_WHATIF_MAX_EDITS = 1000, CH_WHATIF_MAX_NOTE = 2000 /* bytes */ };

/* The same for a change: {"note": "...", "edits": [...]}, where each edit has a "version" too, what its
 * row had when it was read, and the note may be left out. At least one edit. On failure nothing is
 * in it. */
CH_MUST_USE ch_err ch_whatif_read_change(ch_arena *arena, ch_text file, ch_text json, ch_whatif_change *change,
                                         ch_faults *faults);

/* {"note": "..."} alone, or {}. Errors as above. */
CH_MUST_USE ch_err ch_whatif_read_note(ch_arena *arena, ch_text file, ch_text json, ch_text *note, ch_faults *faults);

#endif
