/* changing.h - inside the routes of changes: one change, from the snapshot of now to the next. */
#ifndef CHANGHE_SERVE_CHANGING_H
#define CHANGHE_SERVE_CHANGING_H

#include "changhe/changes.h"
#include "changhe/emit.h"
#include "changhe/revise.h"
#include "changhe/whatif.h"
#include "hall.h"
#include "route.h"

/* A change that is made anew from every snapshot that it is tried on. */
typedef struct {
    /* As ch_revise on zone; or it makes the call's answer, and holds no snapshot. */
    ch_err (*revise)(void *self, serve_call *call, const ch_zone *zone, ch_revised *revised);
    /* Members of the answer, beside snapshot and change. */
    void (*tell)(const void *self, const ch_revised *revised, ch_emit *emit);
    void *self;
} serve_change_maker;

/* What is to be done: edits, a change put back, or what a maker makes. */
typedef struct {
    ch_text note;
    const ch_whatif_change *edits;
    const ch_change *undone;  /* NULL: none */
    const ch_row_change *row; /* of undone */
    const serve_change_maker *maker;
} serve_change_job;

/* Check, write, publish, and make the call's answer. Only one change is at work at a time; readers go on.
 * Errors as a route's. */
CH_MUST_USE ch_err serve_change_do(serve_call *call, const serve_change_job *job);

/* Why nothing can be changed here, whoever asks. */
typedef struct {
    int status;
    const char *zh, *en;
} serve_change_closed;

/* NULL: it can. */
const serve_change_closed *serve_change_why_closed(const serve_hall *hall);
/* Can anything be changed here? If not, the call's answer says why. */
bool serve_change_is_open(serve_call *call);

/* change_json.c: the log and rows in it, as the visitor may see them. */
void serve_write_changes(serve_call *call, const ch_change_page *page);
/* CH_ENONE: it is not for the visitor. */
CH_MUST_USE ch_err serve_write_change(serve_call *call, const ch_change *change, const ch_row_change *row);
/* The visitor as a reader of the log, as long as access lives. */
ch_change_reader serve_change_reader(const serve_call *call, ch_access *access);

#endif
