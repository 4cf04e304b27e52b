/* ogc.h - OGC API - Features, part 1 (OGC 17-069r4): what its routes share.
 * Which requirement is met where: docs/decisions/ogc.md. */
#ifndef CHANGHE_SERVE_OGC_H
#define CHANGHE_SERVE_OGC_H

#include "changhe/emit.h"
#include "route.h"

#define SERVE_OGC_JSON    "application/json"
#define SERVE_OGC_GEOJSON "application/geo+json"

typedef struct {
    const char *id;
    ch_table_id table;
    const char *title_zh, *title_en, *zh, *en;
} serve_ogc_collection;
extern const serve_ogc_collection serve_ogc_collections[]; /* places, firms; id is NULL at the end */

/* The collection that the path names. CH_ENONE: faults tell; CH_ENOMEM. */
CH_MUST_USE ch_err serve_ogc_find(serve_call *call, const serve_ogc_collection **of);

enum { SERVE_OGC_F, SERVE_OGC_BBOX, SERVE_OGC_DATETIME, SERVE_OGC_LIMIT, SERVE_OGC_AFTER, SERVE_OGC_PARAMS };
extern const serve_param serve_ogc_form[1];                  /* f, of every route */
extern const serve_param serve_ogc_params[SERVE_OGC_PARAMS]; /* of items, f first */

serve_run serve_ogc_landing, serve_ogc_conformance, serve_ogc_list, serve_ogc_one, serve_ogc_items, serve_ogc_item;

/* "key": "string", and "key" with what is opened behind it. */
void serve_ogc_string(ch_emit *e, const char *key, const char *string);
void serve_ogc_open(ch_emit *e, const char *key, char bracket);
/* The one in the call's language. */
const char *serve_ogc_say(const serve_call *call, const char *zh, const char *en);

#endif
