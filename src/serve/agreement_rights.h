/* agreement_rights.h - may the visitor read all of an agreement? */
#ifndef CHANGHE_SERVE_AGREEMENT_RIGHTS_H
#define CHANGHE_SERVE_AGREEMENT_RIGHTS_H

#include "route.h"

/* Every internal cell of the agreement's rows, and of the rows that the edits (NULL: none) start from, must be the visitor's to see;
 * else *may is false and 403 is answered, with the parties' places to ask. An agreement that is not there may be read: the
 * question itself tells that. CH_ENOMEM. Cost: O(rows of the agreements' tables). */
CH_MUST_USE ch_err serve_may_read_agreement(serve_call *call, ch_text agreement, const ch_edits *edits, bool *may);

#endif
