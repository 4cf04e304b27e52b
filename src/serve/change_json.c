/* change_json.c - the log of changes as JSON: of every row what the visitor may see. */
#include "changhe/json.h"
#include "changing.h"
#include "visible.h"

#include <string.h>
#include <time.h>

static void key_text(ch_emit *e, const char *key, ch_text text)
{
    ch_emit_key(e, key);
    ch_emit_text_or_null(e, text);
}

static void key_id(ch_emit *e, const char *key, int64_t id)
{
    ch_emit_key(e, key);
    if (id == 0)
        ch_emit_null(e);
    else
        ch_emit_whole(e, id);
}

/* "2026-11-25T04:34:52Z" */
static void key_instant(ch_emit *e, const char *key, int64_t at_s)
{
    char text[40] = "";
    struct tm parts;
    const time_t instant = (time_t)at_s;
    if (gmtime_r(&instant, &parts))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    key_text(e, key, ch_text_of(text));
}

static void emit_head(ch_emit *e, const serve_call *call, const ch_change *change)
{
    ch_emit_open(e, '{');
    key_id(e, "id", change->id);
    key_instant(e, "at", change->at_s);
    key_text(e, "who", change->who);
    key_text(e, "note", change->note);
    key_id(e, "undoes", change->undoes);
    key_id(e, "undone", change->undone);
    key_text(e, "before", change->before);
    key_text(e, "after", change->after);
    ch_emit_key(e, "mine");
    ch_emit_bool(e, change->account != 0 && change->account == call->visitor.account);
    ch_emit_key(e, "rows");
}

void serve_write_changes(serve_call *call, const ch_change_page *page)
{
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "changes");
    ch_emit_open(&e, '[');
    for (size_t i = 0; i < page->count; i++) {
        emit_head(&e, call, &page->change[i]);
        ch_emit_whole(&e, (int64_t)page->change[i].rows);
        ch_emit_close(&e, '}');
    }
    ch_emit_close(&e, ']');
    key_id(&e, "next", page->next);
    ch_emit_close(&e, '}');
    ch_buf_addc(e.out, '\n');
}

/* ---- one row of the log */

/* The most that the visitor is at the places that a row belonged to; where they are no more, what he is everywhere. */
static ch_may may_at(const ch_access *access, ch_text places)
{
    ch_may most = access->everywhere;
    ch_text place;
    while (ch_text_next(&places, ' ', &place)) {
        const size_t row = place.len == 0 ? SIZE_MAX : ch_zone_find_place(access->zone, place);
        if (row != SIZE_MAX && (ch_may)access->at[row] > most)
            most = (ch_may)access->at[row];
    }
    return most;
}

static bool reads_place(void *self, ch_text place)
{
    return may_at(self, place) >= CH_READER;
}

ch_change_reader serve_change_reader(const serve_call *call, ch_access *access)
{
    return (ch_change_reader){.sees = reads_place, .self = access, .own = call->visitor.account};
}

/* As access.h says of a row that stands in a snapshot. */
static bool may_see(ch_may may, ch_class seen_by)
{
    switch (seen_by) {
    case CH_OPEN: return true;
    case CH_INTERNAL: return may >= CH_READER;
    case CH_PERSONAL: return may >= CH_STEWARD;
    case CH_SENSITIVE: break;
    }
    return false;
}

/* A column that is no more is of a class that nobody knows. */
static bool shows(const ch_table_kind *kind, ch_text column, ch_may may)
{
    const int c = kind ? ch_schema_find_column(kind, column) : -1;
    return c >= 0 && may_see(may, kind->column[c].seen_by);
}

static void emit_value(ch_emit *e, const ch_json *value)
{
    switch (value->kind) {
    case CH_JSON_STRING: ch_emit_text(e, value->text); break;
    case CH_JSON_NUMBER: ch_emit_raw(e, value->text); break;
    case CH_JSON_BOOL: ch_emit_bool(e, value->boolean); break;
    case CH_JSON_ARRAY:
        ch_emit_open(e, '[');
        for (const ch_json *item = value->child; item; item = item->next)
            emit_value(e, item);
        ch_emit_close(e, ']');
        break;
    case CH_JSON_OBJECT:
    case CH_JSON_NULL: ch_emit_null(e); break; /* no cell is one */
    }
}

static void key_name(ch_emit *e, ch_text name)
{
    ch_buf key = {.memory = e->out->memory};
    ch_buf_add(&key, name);
    ch_buf_addc(&key, '\0');
    ch_emit_key(e, key.failed ? "" : key.at);
    e->out->failed |= key.failed;
    ch_buf_free(&key);
}

/* before or after: null where there was no row. */
static ch_err emit_side(ch_emit *e, serve_call *call, const char *key, const ch_table_kind *kind, ch_text row,
                        ch_may may)
{
    const ch_json *tree = NULL;
    ch_emit_key(e, key);
    if (row.len == 0) {
        ch_emit_null(e);
        return CH_OK;
    }
    const ch_err err = ch_json_read(&call->arena, CH_TEXT("log"), row, &tree, &call->faults);
    if (err != CH_OK)
        return err == CH_EDATA ? CH_EIO : err;
    ch_emit_open(e, '{');
    for (const ch_json *member = tree->child; member; member = member->next)
        if (shows(kind, member->name, may)) {
            key_name(e, member->name);
            emit_value(e, member);
        }
    ch_emit_close(e, '}');
    return CH_OK;
}

static ch_err emit_row(ch_emit *e, serve_call *call, const ch_access *access, const ch_row_change *row)
{
    const int id = ch_schema_find_table(row->table);
    const ch_table_kind *kind = id < 0 ? NULL : ch_schema_table((ch_table_id)id);
    ch_emit_open(e, '{');
    key_text(e, "table", row->table);
    key_text(e, "key", row->key);
    ch_err err = emit_side(e, call, "before", kind, row->before, may_at(access, row->place_before));
    if (err == CH_OK)
        err = emit_side(e, call, "after", kind, row->after, may_at(access, row->place_after));
    ch_emit_close(e, '}');
    return err;
}

static bool is_for(const ch_change_reader *reader, const ch_change *change, const ch_row_change *row)
{
    bool seen = change->rows == 0 || change->account == reader->own;
    for (size_t i = 0; !seen && i < change->rows; i++)
        seen = ch_change_row_is_seen(reader, &row[i]);
    return seen;
}

ch_err serve_write_change(serve_call *call, const ch_change *change, const ch_row_change *row)
{
    ch_emit e = {.out = &call->answer->body};
    ch_access access;
    ch_err err = serve_access(call, &access);
    const ch_change_reader reader = serve_change_reader(call, &access);
    if (err == CH_OK && !is_for(&reader, change, row))
        err = CH_ENONE;
    if (err != CH_OK)
        return err;
    emit_head(&e, call, change);
    ch_emit_open(&e, '[');
    for (size_t i = 0; err == CH_OK && i < change->rows; i++)
        if (change->account == reader.own || ch_change_row_is_seen(&reader, &row[i]))
            err = emit_row(&e, call, &access, &row[i]);
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    ch_buf_addc(e.out, '\n');
    return err;
}
