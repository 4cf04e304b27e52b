/* scope.h - inside the desk: a question to a large zone, answered in a part of it. */
#ifndef CHANGHE_DESK_SCOPE_H
#define CHANGHE_DESK_SCOPE_H

#include "gather.h"
#include "recent.h"

/* What an answer made besides the desk, to be dropped with it. */
typedef struct ch_desk__extra {
    ch_zone *zone;  /* or NULL */
    ch_desk *whole; /* or NULL */
    struct ch_desk__extra *next;
} ch_desk__extra;

/* Of a desk whose zone is a part. */
struct ch_desk__scope {
    ch_arena *arena; /* the desk's */
    const ch_desk__ledger *ledger;
    ch_desk__recent *crowds;
    ch_desk__extra *extra;
};

/* As ch_desk_open, of edits that fit and no date. ledger and crowds must outlive the desk. */
CH_MUST_USE ch_err ch_desk__open_scope(ch_arena *arena, const ch_desk__ledger *ledger, ch_desk__recent *crowds,
                                       const ch_question *question, ch_desk *desk, ch_faults *faults);
void ch_desk__close_scope(struct ch_desk__scope *scope); /* NULL is fine */

/* The part with the question's edits done. digest (NULL: not asked) is that of the whole so edited. */
CH_MUST_USE ch_err ch_desk__edit_part(ch_desk__gathering *g, const ch_edits *edits, ch_zone **zone, char digest[17],
                                      ch_faults *faults);

/* As ch_desk_who, of a desk with a scope. */
CH_MUST_USE ch_err ch_desk__who_in_scope(ch_arena *arena, const ch_desk *desk, ch_who_answer *answer);

/* From the sources of all desks. Find the places and the chain asked and assess them in desk->zone; the
 * desk is closed when that fails. */
CH_MUST_USE ch_err ch_desk__look_up(ch_arena *arena, ch_desk *desk, ch_faults *faults);
/* What a case says of segments. */
CH_MUST_USE ch_err ch_desk__bring_segments(ch_arena *arena, const ch_desk *desk, ch_target_case *given);

#endif
