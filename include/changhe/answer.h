/* answer.h - the desk's answers as JSON and CSV, shared by the command line and the server. */
#ifndef CHANGHE_ANSWER_H
#define CHANGHE_ANSWER_H

#include "changhe/desk.h"
#include "changhe/emit.h"

/* Shapes: docs/answers.md. The bytes depend on the question and the snapshot's content alone.
 * All of them: CH_ENOMEM when scratch or out ran out of memory. */
CH_MUST_USE ch_err ch_answer_chain_json(const ch_desk *desk, const ch_chain_answer *answer, ch_buf *out);
CH_MUST_USE ch_err ch_answer_who_json(const ch_desk *desk, const ch_who_answer *answer, ch_buf *out);
/* Targets as GeoJSON points, those without a point with a null geometry. */
CH_MUST_USE ch_err ch_answer_who_geojson(const ch_desk *desk, const ch_who_answer *answer, ch_buf *out);
CH_MUST_USE ch_err ch_answer_districts_json(const ch_districts_answer *answer, ch_buf *out);
/* How many rows each table of a snapshot has. */
CH_MUST_USE ch_err ch_answer_zone_json(const ch_zone *zone, ch_buf *out);
/* One row a segment, one row a target; column names are those of the JSON members; UTF-8, LF. */
CH_MUST_USE ch_err ch_answer_chain_csv(const ch_desk *desk, const ch_chain_answer *answer, ch_buf *out);
CH_MUST_USE ch_err ch_answer_who_csv(const ch_desk *desk, const ch_who_answer *answer, ch_buf *out);

/* Words for classes and reasons, in either language: docs/glossary.md. */
const char *ch_answer_class_name(ch_chain_class class);               /* "strong", ... */
const char *ch_answer_label(const ch_chain_node *node, ch_lang lang); /* 强链 弱链 补链 延链 无关 未知 */
const char *ch_answer_reason_name(ch_target_reason reason);           /* "county_unknown", ... */
const char *ch_answer_reason(ch_target_reason reason, ch_lang lang);
const char *ch_answer_evidence(ch_evidence_kind kind, ch_lang lang);
const char *ch_answer_health_part(int part, ch_lang lang);

#endif
