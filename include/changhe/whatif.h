/* whatif.h - read what-if edits: [{"table":"firms","op":"upsert","row":{"id":"x",...}}, ...]. */
#ifndef CHANGHE_WHATIF_H
#define CHANGHE_WHATIF_H

#include "changhe/edit.h"

/* Parse and check against the schema; every fault at once, at its line and column. A row's values
 * may be strings, numbers, true/false (yes/no), null (empties the cell), or an array of strings
 * for columns of several keys or words; geometry may be a GeoJSON geometry only in a zone folder.
 * Members of an edit other than table, op and row are faults; so are unknown tables, columns and
 * missing key columns. CH_EDATA, CH_ENOMEM. */
CH_MUST_USE ch_err ch_whatif_read(ch_arena *arena, ch_text file, ch_text json, ch_edits *edits, ch_faults *faults);

#endif
