/* firm_lists.h - inside the desk: what a ready snapshot knows of its firms by row, so that a question need
 * not look at all of them. */
#ifndef CHANGHE_DESK_FIRM_LISTS_H
#define CHANGHE_DESK_FIRM_LISTS_H

#include "changhe/desk.h"

#define CH_DESK__NONE UINT32_MAX

/* List i is item[start[i]] .. item[start[i+1]-1], ascending. */
typedef struct {
    const uint32_t *start, *item;
} ch_desk__lists;

/* A firm without a parent here, by the name of the one outside. */
typedef struct {
    ch_text name;
    uint32_t firm;
} ch_desk__top;

typedef struct {
    const ch_zone *zone;
    const uint32_t *node; /* per row of segments */
    ch_target_rows rows;
    const uint32_t *parent, *group;   /* per firm; no parent: CH_DESK__NONE */
    ch_desk__lists members;           /* per group */
    ch_desk__lists at_place, in_zone; /* per place: firms */
    const ch_desk__top *top;          /* those with a name, by name, then firm */
    size_t tops;
    const uint32_t *project_firm, *lead_firm; /* per row of projects, of leads; none: CH_DESK__NONE */
} ch_desk__ledger;

/* Lives in the arena and looks into the zone. CH_ENOMEM.
 * Cost: O(rows) of firms and what hangs on them, O(log firms) for each parent, name of one, and tie. */
CH_MUST_USE ch_err ch_desk__make_ledger(ch_arena *arena, const ch_zone *zone, ch_desk__ledger *ledger);

#endif
