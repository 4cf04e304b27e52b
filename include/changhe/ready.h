/* ready.h - a snapshot that is asked again and again, by many threads at once.
 * What many questions need is worked out once and kept beside the snapshot: names and points to look up,
 * and for each set of places asked what tells its targets apart from the rest of a large zone. */
#ifndef CHANGHE_READY_H
#define CHANGHE_READY_H

#include "changhe/desk.h"
#include "changhe/names.h"
#include "changhe/roads.h"
#include "changhe/spots.h"
#include "changhe/tile.h"

/* Counts its holders, as snapshots do; all that follows may be called from any thread. */
typedef struct ch_ready ch_ready;

/* So many firms make a zone large. Below, answers that look at all of it are as quick: of 60,000 firms
 * the net alone takes 80 ms to make, of the few hundred of a real zone a quarter of one. */
enum { CH_READY_LARGE = 5000 };

/* Takes over one hold of zone, whatever comes back. CH_ENOMEM: *ready is NULL.
 * Memory comes by the zone's hook, from any thread that asks. Cost: O(rows log rows), once a snapshot;
 * in a large zone about 60 bytes a firm, and 8 a firm segment. */
CH_MUST_USE ch_err ch_ready_make(ch_zone *zone, ch_ready **ready);
/* The same with another size from which on a zone is large, so that a test can do with few firms. */
CH_MUST_USE ch_err ch_ready_make_of_size(ch_zone *zone, size_t large, ch_ready **ready);
void ch_ready_hold(ch_ready *ready);
void ch_ready_drop(ch_ready *ready); /* NULL is fine */

const ch_zone *ch_ready_zone(const ch_ready *ready);
const char *ch_ready_digest(const ch_ready *ready);

/* The indices of names and of points and outlines, and what tiles need: each made when it is asked for
 * first, and the ready snapshot's. CH_ENOMEM. */
CH_MUST_USE ch_err ch_ready_names(ch_ready *ready, const ch_names **names);
CH_MUST_USE ch_err ch_ready_spots(ch_ready *ready, const ch_spots **spots);
CH_MUST_USE ch_err ch_ready_tiles(ch_ready *ready, const ch_tiles **tiles);
/* The network of the zone's own tables, made when it is asked for first, and the ready snapshot's. CH_ENOMEM. */
CH_MUST_USE ch_err ch_ready_roads(ch_ready *ready, ch_roads **roads);

/* As ch_desk_open on the snapshot; the desk's answers are the same, byte for byte, and so are faults. In
 * a large zone the desk looks at a scope of it: desk->zone is a part, with the firms that stand in the
 * places asked and those that the edits touch; ch_desk_who tells its answer in the rows of another part,
 * that of answer->desk. The ready snapshot must outlive the desk, and the arena the desk's closing.
 * Cost of a question: O(firms of the part, log), and for `who` one pass over an array of all firms; the
 * first time that `who` asks about places O(firms * places asked) more. As much as ch_desk_open: a date;
 * edits of other tables than firms, what hangs on them, and added sources; `who` with a team or of all
 * targets. */
CH_MUST_USE ch_err ch_ready_open(ch_arena *arena, ch_ready *ready, const ch_question *question, ch_desk *desk,
                                 ch_faults *faults);

/* As ch_desk_content_before; remembered for places asked lately. */
CH_MUST_USE ch_err ch_ready_content_before(ch_ready *ready, const ch_question *question, double *before);

#endif
