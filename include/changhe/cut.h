/* cut.h - a part of a snapshot: of some of its tables only some rows. */
#ifndef CHANGHE_CUT_H
#define CHANGHE_CUT_H

#include "changhe/zone.h"

/* Which rows of one table stay, ascending, each once. */
typedef struct {
    bool cut; /* false: the table stays whole, and is shared */
    const uint32_t *row;
    size_t rows;
} ch_cut;

/* A snapshot of those rows, with one holder. Nothing is checked: whoever cuts sees to it that no row
 * that stays names one that does not. Cells are copied, texts and shapes are shared with base.
 * CH_ENOMEM: *part is NULL. Cost: O(rows that stay + places + place_history). */
CH_MUST_USE ch_err ch_zone_cut(const ch_zone *base, const ch_cut cut[CH_TABLES], ch_zone **part);

#endif
