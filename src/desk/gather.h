/* gather.h - inside the desk: the firms of a large zone that a question is about, and the part of the
 * zone that they make.
 *
 * A part answers as the whole does when it holds every firm that the answer tells of or may come to tell
 * of by the edits, every row that names only such firms, and for each of these firms
 *   - those it lies under, so that its group is the same, and
 *   - the first firm of its group, so that groups come in the same order and sums keep theirs. */
#ifndef CHANGHE_DESK_GATHER_H
#define CHANGHE_DESK_GATHER_H

#include "firm_lists.h"

typedef struct {
    const ch_desk__ledger *ledger;
    ch_arena *arena;
    bool *in;        /* per firm: gathered */
    bool *touched;   /* per firm: an edit may change what speaks for it, or where it stands */
    bool *named;     /* per firm: by an edit */
    bool *regrouped; /* per group: an edit may change who is of it */
    bool *project;   /* per row of projects: named by an edit */
    uint32_t *firm;  /* those gathered, in the order found */
    size_t firms, capacity;
    bool failed; /* no memory: all that follows does nothing */
} ch_desk__gathering;

/* Can a part of the zone tell what the edits do? Not when they are of other tables than firms and what
 * hangs on them, for these all firms may depend on; a source may be added or put right. */
bool ch_desk__fits_scope(const ch_edits *edits);

/* Nothing gathered yet but what the edits (NULL: none) need. CH_ENOMEM. */
CH_MUST_USE ch_err ch_desk__begin_gathering(ch_arena *arena, const ch_desk__ledger *ledger, const ch_edits *edits,
                                            ch_desk__gathering *g);
/* One firm and those it lies under. */
void ch_desk__gather_firm(ch_desk__gathering *g, uint32_t firm);
/* All that stand in the set. */
void ch_desk__gather_local(ch_desk__gathering *g, const ch_place_set *set);
/* Of the firms that it trades with those that stand in the set. */
void ch_desk__gather_partners(ch_desk__gathering *g, uint32_t firm, const ch_place_set *set);
bool ch_desk__stands_in(const ch_desk__ledger *ledger, const ch_place_set *set, uint32_t firm);

/* The part of the zone, with one holder. CH_ENOMEM: also when the gathering failed. */
CH_MUST_USE ch_err ch_desk__cut_gathered(ch_desk__gathering *g, ch_zone **part);

#endif
