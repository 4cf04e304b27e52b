/* duties_json.c - duties as JSON, and how fresh each table is. */
#include "changhe/duties.h"

#include "json_keys.h"

static void key_whole(ch_emit *e, const char *key, int64_t whole)
{
    ch_emit_key(e, key);
    ch_emit_whole(e, whole);
}

static void key_age(ch_emit *e, int age_days)
{
    ch_emit_key(e, "age_days");
    if (age_days < 0)
        ch_emit_null(e);
    else
        ch_emit_whole(e, age_days);
}

static ch_text office_name(const ch_zone *zone, ch_text office)
{
    const size_t row = ch_zone_find(zone, CH_TABLE_offices, office);
    return row == SIZE_MAX ? office : zone->offices.name_zh[row];
}

static void emit_duty(ch_emit *e, const ch_zone *zone, const ch_duty_judgement *it)
{
    const ch_rows_duties *duties = &zone->duties;
    const size_t row = it->duty;
    const int table = ch_schema_find_table(duties->table[row]);
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "id", duties->id[row]);
    ch_desk__key_text(e, "office", duties->office[row]);
    ch_desk__key_text(e, "office_name", office_name(zone, duties->office[row]));
    ch_desk__key_text(e, "table", duties->table[row]);
    ch_desk__key_string(e, "table_name", table < 0 ? NULL : ch_schema_table((ch_table_id)table)->zh);
    ch_desk__key_text(e, "figure", duties->figure[row]);
    ch_desk__key_text(e, "place", duties->place[row]);
    ch_desk__key_string(e, "cadence", ch_schema_words("cadence")->word[duties->cadence[row]].word);
    ch_desk__key_string(e, "state", ch_duty_state_name[it->state]);
    ch_desk__key_date(e, "covered", duties->covered[row]);
    ch_desk__key_date(e, "owed", it->owed);
    ch_desk__key_date(e, "due_on", it->due_on);
    key_whole(e, "days", it->days);
    key_whole(e, "periods", it->periods);
    key_age(e, it->age_days);
    ch_desk__key_date(e, "received_on", duties->received_on[row]);
    ch_desk__key_text(e, "source", duties->source[row]);
    ch_desk__key_marks(e, ch_schema_marks(duties->marks[row], duties->source[row]));
    ch_emit_close(e, '}');
}

static void emit_table(ch_emit *e, const ch_duties *duties, ch_table_id table)
{
    ch_duty_freshness freshness;
    ch_duty_freshness_of(duties->zone, duties->list, duties->n, table, &freshness);
    if (freshness.latest == 0 && !freshness.has_duty)
        return;
    const ch_duty_judgement *it = freshness.has_duty ? &duties->list[freshness.judgement] : NULL;
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "table", ch_schema_table(table)->name);
    ch_desk__key_date(e, "latest", freshness.latest);
    ch_emit_key(e, "stale");
    ch_emit_bool(e, freshness.is_stale);
    ch_desk__key_text(e, "duty", it ? duties->zone->duties.id[it->duty] : (ch_text){0});
    key_age(e, it ? it->age_days : -1);
    ch_emit_close(e, '}');
}

void ch_duties_write_json(const ch_duties *duties, ch_buf *out)
{
    static const ch_duty_state order[] = {CH_DUTY_OVERDUE, CH_DUTY_NEVER, CH_DUTY_DUE, CH_DUTY_KEPT};
    ch_emit e = {.out = out};
    ch_emit_open(&e, '{');
    ch_desk__key_date(&e, "today", duties->today);
    for (int i = 0; i < 4; i++)
        key_whole(&e, ch_duty_state_name[order[i]], (int64_t)duties->count[order[i]]);
    ch_emit_key(&e, "duties");
    ch_emit_open(&e, '[');
    for (size_t i = 0; i < duties->n; i++)
        emit_duty(&e, duties->zone, &duties->list[i]);
    ch_emit_close(&e, ']');
    ch_emit_key(&e, "tables");
    ch_emit_open(&e, '[');
    for (int table = 0; table < CH_TABLES; table++)
        emit_table(&e, duties, (ch_table_id)table);
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
}
