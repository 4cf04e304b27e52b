/* ledger_view.h - what `ledger` answers, as JSON, CSV and for people. */
#ifndef CHANGHE_CLI_LEDGER_VIEW_H
#define CHANGHE_CLI_LEDGER_VIEW_H

#include "changhe/ledger.h"
#include "ledger_words.h"

/* After posting, closing or verifying. */
typedef struct {
    size_t posted, already, postings;
    ch_sha256 head;
    size_t torn;     /* bytes of a tail that was never acknowledged: cut off, of verify found */
    size_t found_at; /* of verify --head: the posting after which that was the head, from 1; 0: before the first */
} ledger_state;

void ledger_view_state(const ledger_words *asked, const ledger_state *state, ch_buf *out);

/* The same bytes for all who hold the same postings. CH_ENOMEM. */
CH_MUST_USE ch_err ledger_view_sheet(const ledger_words *asked, const ch_ledger *ledger, const ch_ledger_sheet *sheet,
                                     ch_buf *out);

#endif
