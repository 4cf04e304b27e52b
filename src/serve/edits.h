/* edits.h - what-if edits of a call: in its query or in its body, not in both. */
#ifndef CHANGHE_SERVE_EDITS_H
#define CHANGHE_SERVE_EDITS_H

#include "route.h"

/* what_if and name: the call's values of these parameters. *given is room, which lives in the call's arena, or NULL where there are no edits; *called is what the user calls
 * them, "what_if" where he does not. CH_EDATA, told: no edits, or one that sets a cell of a row that is there which the visitor may not see; CH_ENOMEM. */
CH_MUST_USE ch_err serve_read_edits(serve_call *call, const serve_value *what_if, const serve_value *name,
                                    ch_edits *room, const ch_edits **given, ch_text *called);

#endif
