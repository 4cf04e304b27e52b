/* revising.h - inside the desk: what changes and their undoing have in common. */
#ifndef CHANGHE_DESK_REVISING_H
#define CHANGHE_DESK_REVISING_H

#include "changhe/revise.h"

/* A conflict list that grows. */
typedef struct {
    ch_conflict *list;
    size_t count, capacity;
} ch_revise__conflicts;

/* Each row once. CH_ENOMEM. */
CH_MUST_USE ch_err ch_revise__note(ch_arena *arena, ch_revise__conflicts *conflicts, ch_table_id table, ch_text key,
                                   size_t row);

/* Do the edits, whose versions hold. restores: they put rows back as they were, so that columns unseen
 * may be set. Errors as of ch_revise. */
CH_MUST_USE ch_err ch_revise__do(ch_arena *arena, const ch_zone *base, const ch_edits *edits, bool restores,
                                 const ch_author *author, ch_revised *revised, ch_faults *faults);

#endif
