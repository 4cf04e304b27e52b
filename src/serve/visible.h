/* visible.h - which columns of a row the visitor of a call may see. */
#ifndef CHANGHE_SERVE_VISIBLE_H
#define CHANGHE_SERVE_VISIBLE_H

#include "changhe/emit.h"
#include "route.h"

/* What the visitor's grants allow in the call's snapshot. CH_ENOMEM. */
CH_MUST_USE ch_err serve_access(serve_call *call, ch_access *access);

/* Bit c for each column of the row that may be seen. */
uint32_t serve_visible(const ch_access *access, ch_table_id table, size_t row);

/* "hidden": names of the columns of the table that are not among these, as a member. */
void serve_emit_hidden(ch_emit *emit, const ch_table_kind *kind, uint32_t columns);

#endif
