/* zone_json.c - the zone at a glance: what the page must know before the first question. */
#include "changhe/rows.h"
#include "hall.h"
#include "table.h"
#include "visible.h"

static void emit_rows(ch_emit *e, const char *key, const ch_access *access, ch_table_id id)
{
    const ch_table *table = access->zone->table[id];
    ch_emit_key(e, key);
    ch_emit_open(e, '[');
    for (size_t row = 0; row < table->rows; row++)
        ch_rows_write(e, table, row, serve_visible(access, id, row));
    ch_emit_close(e, ']');
}

static void emit_members(ch_emit *e, const ch_zone *zone)
{
    ch_text members = zone->zone.members[0], member;
    ch_emit_key(e, "members");
    ch_emit_open(e, '[');
    ch_emit_text(e, zone->zone.place[0]);
    while (ch_text_next(&members, ' ', &member))
        ch_emit_text(e, member);
    ch_emit_close(e, ']');
}

static void emit_counts(ch_emit *e, const ch_zone *zone)
{
    ch_emit_key(e, "rows");
    ch_emit_open(e, '{');
    for (int id = 0; id < CH_TABLES; id++) {
        ch_emit_key(e, ch_schema_table((ch_table_id)id)->name);
        ch_emit_whole(e, (int64_t)zone->table[id]->rows);
    }
    ch_emit_close(e, '}');
}

static ch_date latest(const ch_table *table)
{
    const int column = ch_schema_find_column(table->kind, CH_TEXT("as_of"));
    ch_date found = 0;
    for (size_t row = 0; column >= 0 && row < table->rows; row++) {
        const ch_date date = ((const ch_date *)table->column[column])[row];
        found = date > found ? date : found;
    }
    return found;
}

/* The latest date of each table whose rows are dated; null where none is. */
static void emit_dates(ch_emit *e, const ch_zone *zone)
{
    ch_emit_key(e, "dated");
    ch_emit_open(e, '{');
    for (int id = 0; id < CH_TABLES; id++) {
        if (!ch_schema_table((ch_table_id)id)->dated || zone->table[id]->rows == 0)
            continue;
        ch_emit_key(e, ch_schema_table((ch_table_id)id)->name);
        ch_emit_date(e, latest(zone->table[id]));
    }
    ch_emit_close(e, '}');
}

ch_err serve_write_zone(serve_call *call)
{
    const ch_zone *zone = ch_ready_zone(call->ready);
    ch_access access;
    ch_err err = serve_access(call, &access);
    if (err != CH_OK)
        return err;
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "version");
    ch_emit_string(&e, CH_VERSION);
    ch_emit_key(&e, "snapshot");
    ch_emit_string(&e, ch_ready_digest(call->ready));
    ch_emit_key(&e, "zone");
    ch_rows_write(&e, zone->table[CH_TABLE_zone], 0, serve_visible(&access, CH_TABLE_zone, 0));
    emit_members(&e, zone);
    emit_rows(&e, "places", &access, CH_TABLE_places);
    emit_rows(&e, "chains", &access, CH_TABLE_chains);
    emit_rows(&e, "districts", &access, CH_TABLE_districts);
    emit_rows(&e, "sources", &access, CH_TABLE_sources);
    emit_rows(&e, "assumptions", &access, CH_TABLE_assumptions);
    emit_counts(&e, zone);
    emit_dates(&e, zone);
    ch_emit_key(&e, "writable");
    ch_emit_bool(&e, call->hall->store != NULL && call->hall->open_accounts);
    ch_emit_close(&e, '}');
    ch_buf_addc(e.out, '\n');
    return CH_OK;
}
