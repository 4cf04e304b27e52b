/* reach_access_json.c - access of places to schools and hospitals, as JSON and CSV. */
#include "json_keys.h"
#include "reach_ask.h"

#include "changhe/csv.h"
#include "changhe/decimal.h"

#include <math.h>

static const char *const formula[][2] = {
    {"ratio",
     "R_j = S_j / sum over k of P_k W(t_kj): what a body has for each person who may come (2SFCA, Luo and Wang 2003)"},
    {"access", "A_i = sum over j of R_j W(t_ij); W by the method within the minutes"},
    {"gravity", "sum over j of S_j W(t_ij) (Hansen 1959)"},
    {"alone", "a body serves the place it lies in; shared: one that says so serves all places of the zone"}};

enum { WEIGHTS = 31 };

static void key_weights(ch_emit *e, const ch_decay *decay)
{
    ch_desk__key_open(e, "weights", '[');
    for (int i = 0; i < WEIGHTS; i++) {
        const double minutes = decay->limit_min * i / (WEIGHTS - 1);
        ch_emit_open(e, '{');
        ch_desk__key_number(e, "minutes", minutes);
        ch_desk__key_number(e, "weight", ch_decay_weight(decay, minutes));
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void key_has(ch_emit *e, const char *key, const ch_desk__has *has)
{
    ch_desk__key_open(e, key, '{');
    ch_desk__key_number(e, "per_thousand", has->per_thousand);
    ch_desk__key_number(e, "within", has->within);
    ch_desk__key_number(e, "gravity", has->gravity);
    ch_desk__key_number(e, "nearest_min", has->nearest_min);
    ch_emit_close(e, '}');
}

/* The place as it was before, by its code. */
static const ch_desk__has *shared_before(const ch_desk__access *before, ch_text code)
{
    for (size_t p = 0; before && p < before->places; p++)
        if (ch_text_equal(before->zone->places.id[before->place[p]], code))
            return &before->has[CH_DESK__SHARED][p];
    return NULL;
}

static void emit_place(ch_emit *e, const ch_desk__access *a, const ch_desk__access *before, size_t p)
{
    const ch_rows_places *row = &a->zone->places;
    const ch_desk__has *was = shared_before(before, row->id[a->place[p]]);
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "place", row->id[a->place[p]]);
    ch_desk__key_text(e, "name_zh", row->name_zh[a->place[p]]);
    ch_desk__key_text(e, "name_en", row->name_en[a->place[p]]);
    ch_desk__key_number(e, "people", a->people[p]);
    key_has(e, "alone", &a->has[CH_DESK__ALONE][p]);
    key_has(e, "shared", &a->has[CH_DESK__SHARED][p]);
    if (was)
        key_has(e, "before_shared", was);
    ch_desk__key_number(e, "gain_per_thousand",
                        a->has[CH_DESK__SHARED][p].per_thousand - a->has[CH_DESK__ALONE][p].per_thousand);
    ch_emit_close(e, '}');
}

static void emit_facility(ch_emit *e, const ch_desk__access *a, size_t j)
{
    const ch_rows_facilities *row = &a->zone->facilities;
    const size_t f = a->facility[j];
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "id", row->id[f]);
    ch_desk__key_text(e, "name_zh", row->name_zh[f]);
    ch_desk__key_text(e, "name_en", row->name_en[f]);
    ch_desk__key_text(e, "place", row->place[f]);
    ch_desk__key_number(e, "lon", row->lon[f]);
    ch_desk__key_number(e, "lat", row->lat[f]);
    ch_desk__key_number(e, "capacity", row->capacity[f]);
    ch_emit_key(e, "shared");
    ch_emit_bool(e, row->shared[f] != 0);
    ch_desk__key_text(e, "group", row->group[f]);
    ch_desk__key_number(e, "per_thousand", 1000 * a->result[CH_DESK__SHARED].ratio[j]);
    ch_desk__key_text(e, "source", row->source[f]);
    ch_desk__key_marks(e, ch_schema_marks(row->marks[f], row->source[f]));
    ch_emit_close(e, '}');
}

static double access_times_people(const ch_desk__access *a)
{
    double sum = 0;
    for (size_t i = 0; i < a->residents; i++) {
        const int64_t n = a->zone->residents.people[a->resident[i]];
        if (n != CH_UNKNOWN_I64)
            sum += (double)n * a->result[CH_DESK__SHARED].access[i];
    }
    return sum;
}

static void key_check(ch_emit *e, const ch_desk__access *a)
{
    ch_desk__key_open(e, "check", '{');
    ch_desk__key_number(e, "supply_used", a->result[CH_DESK__SHARED].supply_used);
    ch_desk__key_number(e, "access_times_people", access_times_people(a));
    ch_emit_close(e, '}');
}

static void key_unknown(ch_emit *e, const ch_desk__access *a)
{
    const ch_rows_facilities *row = &a->zone->facilities;
    ch_desk__key_open(e, "unknown", '{');
    ch_desk__key_open(e, "people", '[');
    for (size_t p = 0; p < a->places; p++)
        if (isnan(a->people[p]))
            ch_emit_text(e, a->zone->places.id[a->place[p]]);
    ch_emit_close(e, ']');
    ch_desk__key_open(e, "capacity", '[');
    for (size_t j = 0; j < a->facilities; j++)
        if (isnan(row->capacity[a->facility[j]]))
            ch_emit_text(e, row->id[a->facility[j]]);
    ch_emit_close(e, ']');
    ch_desk__key_open(e, "no_road", '[');
    for (size_t j = 0; j < a->facilities; j++)
        if (!a->on_road[j])
            ch_emit_text(e, row->id[a->facility[j]]);
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

uint32_t ch_desk__access_marks(const ch_desk__access *a)
{
    uint32_t marks = 0;
    for (size_t j = 0; j < a->facilities; j++)
        marks |= ch_schema_marks(a->zone->facilities.marks[a->facility[j]], a->zone->facilities.source[a->facility[j]]);
    for (size_t i = 0; i < a->residents; i++)
        marks |= ch_schema_marks(a->zone->residents.marks[a->resident[i]], a->zone->residents.source[a->resident[i]]);
    return marks;
}

static void write_json(const ch_desk__reach *reach, const ch_desk__access *a, const ch_desk__access *before,
                       ch_lang lang, ch_buf *out)
{
    const ch_reach_question *asked = reach->asked;
    ch_emit e = {.out = out};
    ch_desk__reach_head(&e, reach);
    ch_desk__key_text(&e, "kind", asked->kind);
    ch_desk__key_string(&e, "method", ch_decay_name[asked->decay.kind]);
    ch_desk__key_number(&e, "minutes", asked->decay.limit_min);
    ch_desk__key_string(&e, "unit", ch_text_equal(asked->kind, CH_TEXT("school")) ? "seats" : "beds");
    key_weights(&e, &asked->decay);
    ch_desk__key_open(&e, "places", '[');
    for (size_t p = 0; p < a->places; p++)
        emit_place(&e, a, before, p);
    ch_emit_close(&e, ']');
    ch_desk__key_open(&e, "facilities", '[');
    for (size_t j = 0; j < a->facilities; j++)
        emit_facility(&e, a, j);
    ch_emit_close(&e, ']');
    key_check(&e, a);
    key_unknown(&e, a);
    ch_desk__reach_works(&e, reach, false);
    ch_desk__reach_foot(&e, reach, ch_desk__access_marks(a), CH_DESK__FORMULAS(formula));
}

static void add_number(ch_buf *out, double value)
{
    ch_buf_addc(out, ',');
    ch_number_format(value, out);
}

static void write_csv(const ch_desk__reach *reach, const ch_desk__access *a, const ch_desk__access *before,
                      ch_lang lang, ch_buf *out)
{
    ch_buf_adds(out, "place,name_zh,people,alone_per_thousand,shared_per_thousand,gain_per_thousand,alone_nearest_min,"
                     "shared_nearest_min,alone_within,shared_within\n");
    for (size_t p = 0; p < a->places; p++) {
        const ch_desk__has *alone = &a->has[CH_DESK__ALONE][p], *shared = &a->has[CH_DESK__SHARED][p];
        ch_csv_write_field(out, a->zone->places.id[a->place[p]]);
        ch_buf_addc(out, ',');
        ch_csv_write_field(out, a->zone->places.name_zh[a->place[p]]);
        add_number(out, a->people[p]);
        add_number(out, alone->per_thousand);
        add_number(out, shared->per_thousand);
        add_number(out, shared->per_thousand - alone->per_thousand);
        add_number(out, alone->nearest_min);
        add_number(out, shared->nearest_min);
        add_number(out, alone->within);
        add_number(out, shared->within);
        ch_buf_addc(out, '\n');
    }
}

ch_err ch_answer_access_json(const ch_reach_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_access(question, write_json, CH_ZH, out, faults);
}

ch_err ch_answer_access_csv(const ch_reach_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_access(question, write_csv, CH_ZH, out, faults);
}
