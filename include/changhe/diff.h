/* diff.h - which rows differ between two snapshots. */
#ifndef CHANGHE_DIFF_H
#define CHANGHE_DIFF_H

#include "changhe/zone.h"

/* One row that is not the same in both: its row in each, SIZE_MAX where there is none of its key. */
typedef struct {
    ch_table_id table;
    size_t before, after;
} ch_row_diff;

/* What is kept of a change of one row, as texts, so that it outlives the snapshots and the schema. */
typedef struct {
    ch_text table;
    ch_text key;           /* several key columns with commas between */
    ch_text before, after; /* its cells as JSON (rows.h); empty: no row */
    ch_text place_before,
        place_after; /* code of the place it belonged to, of an agreement those of its parties, a blank between; empty: the whole zone */
} ch_row_change;

/* By table, then key. The list lives in the arena. CH_ENOMEM.
 * Cost: O(rows) of the tables that the snapshots do not share. */
CH_MUST_USE ch_err ch_zone_diff(ch_arena *arena, const ch_zone *before, const ch_zone *after, const ch_row_diff **diff,
                                size_t *count);

#endif
