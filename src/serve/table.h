/* table.h - what the routes of tables write. */
#ifndef CHANGHE_SERVE_TABLE_H
#define CHANGHE_SERVE_TABLE_H

#include "route.h"

/* The schema as JSON: docs/api.md. */
void serve_write_schema(ch_buf *out);

/* The zone at a glance, as the call's answer. CH_ENOMEM. */
CH_MUST_USE ch_err serve_write_zone(serve_call *call);

#endif
