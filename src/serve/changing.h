/* changing.h - inside the routes of changes: one change, from the snapshot of now to the next. */
#ifndef CHANGHE_SERVE_CHANGING_H
#define CHANGHE_SERVE_CHANGING_H

#include "changhe/changes.h"
#include "changhe/revise.h"
#include "changhe/whatif.h"
#include "route.h"

/* What is to be done: edits, or a change put back. */
typedef struct {
    ch_text note;
    const ch_whatif_change *edits;
    const ch_change *undone;  /* NULL: none */
    const ch_row_change *row; /* of undone */
} serve_change_job;

/* Check, write, publish, and make the call's answer. Only one change is at work at a time; readers go on.
 * Errors as a route's. */
CH_MUST_USE ch_err serve_change_do(serve_call *call, const serve_change_job *job);

/* change_json.c: the log and rows in it, as the visitor may see them. */
void serve_write_changes(serve_call *call, const ch_change_page *page);
/* CH_ENONE: it is not for the visitor. */
CH_MUST_USE ch_err serve_write_change(serve_call *call, const ch_change *change, const ch_row_change *row);
/* The visitor as a reader of the log, as long as access lives. */
ch_change_reader serve_change_reader(const serve_call *call, ch_access *access);

#endif
