/* whatif.c - what-if edits out of JSON. Whoever makes the edits tells which values do not fit, with
 * all else that is wrong with the rows; where they cannot be made it is told here. */
#include "changhe/whatif.h"

#include "expect.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    ch_arena *arena;
    ch_expect expect;
    ch_faults values;        /* that do not fit their columns */
    ch_row_version *version; /* of the edit at hand; NULL: edits come without */
} reader;

/* Rows */

static void read_cell(reader *in, const ch_json *member, ch_edit *edit)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    int column = ch_schema_find_column(kind, member->name);
    if (column < 0 || column == kind->shape) {
        ch_expect__no_column(&in->expect, member, kind);
        return;
    }
    if (edit->is_delete && (unsigned)column >= kind->keys) {
        ch_expect__tell(&in->expect, &(ch_fault){.at = member->at, .found = member->name, .want = CH_WANT_DELETE_KEYS});
        return;
    }

    ch_edit_cell *cell = &edit->cell[edit->cells++];
    *cell = (ch_edit_cell){(unsigned)column, member->name, member->at};
    if (!ch_expect__cell(&in->expect, in->arena, member, &kind->column[column], &cell->text))
        return;
    if (ch_draft_try(&kind->column[column], cell->text, cell->at, &in->values) == CH_ENOMEM)
        ch_expect__note(&in->expect, CH_ENOMEM);
}

static void tell_key(reader *in, const ch_json *row, const ch_column *key)
{
    char room[CH_LABEL_ROOM];
    const ch_json *member = ch_json_member(row, key->name);
    ch_fault fault = {.at = row->at,
                      .want = CH_WANT_KEY,
                      .detail = ch_text_of(key->name),
                      .detail_zh = ch_schema_label(key->name, key->zh, room)};
    if (member != NULL) {
        fault.at = member->at;
        fault.column = ch_text_of(key->name);
        fault.column_zh = ch_text_of(key->zh);
    }
    ch_expect__tell(&in->expect, &fault);
}

/* A key whose value was of the wrong kind is told already; its cell kept some text. */
static void check_keys(reader *in, const ch_json *row, const ch_edit *edit)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    for (unsigned key = 0; key < kind->keys; key++) {
        size_t i = 0;
        while (i < edit->cells && edit->cell[i].column != key)
            i++;
        if (i == edit->cells || ch_text_trim(edit->cell[i].text).len == 0)
            tell_key(in, row, &kind->column[key]);
    }
}

static void read_row(reader *in, const ch_json *row, ch_edit *edit)
{
    edit->cell = CH_NEW(in->arena, ch_edit_cell, row->count);
    if (edit->cell == NULL) {
        ch_expect__note(&in->expect, CH_ENOMEM);
        return;
    }
    for (const ch_json *member = row->child; member != NULL && in->expect.err != CH_ENOMEM; member = member->next)
        read_cell(in, member, edit);
    check_keys(in, row, edit);
}

/* Edits */

static bool find_table(reader *in, const ch_json *table, ch_table_id *id)
{
    int found = ch_schema_find_table(table->text);
    if (found >= 0) {
        *id = (ch_table_id)found;
        return true;
    }
    char room[CH_LABEL_ROOM];
    const char *nearest = ch_schema_nearest_table(table->text);
    ch_fault fault = ch_expect__fault(table, "table", CH_WANT_KNOWN_TABLE);
    fault.detail = ch_text_of(nearest);
    fault.detail_zh =
        ch_schema_label(nearest, ch_schema_table((ch_table_id)ch_schema_find_table(fault.detail))->zh, room);
    ch_expect__tell(&in->expect, &fault);
    return false;
}

static void read_op(reader *in, const ch_json *op, bool *is_delete)
{
    *is_delete = ch_text_equal(op->text, CH_TEXT("delete"));
    if (*is_delete || ch_text_equal(op->text, CH_TEXT("upsert")))
        return;
    ch_fault fault = ch_expect__fault(op, "op", CH_WANT_WORD);
    fault.detail = CH_TEXT("upsert, delete");
    fault.detail_zh = CH_TEXT("upsert 增改、delete 删除");
    ch_expect__tell(&in->expect, &fault);
}

/* Members that are none of the first n known ones are told. */
static void check_members(reader *in, const ch_json *value, const ch_text *known, size_t n, ch_want want)
{
    for (const ch_json *member = value->child; member != NULL; member = member->next) {
        bool found = false;
        for (size_t i = 0; i < n; i++)
            found = found || ch_text_equal(member->name, known[i]);
        if (!found)
            ch_expect__tell(&in->expect, &(ch_fault){.at = member->at, .found = member->name, .want = want});
    }
}

static void check_edit_members(reader *in, const ch_json *value)
{
    static const ch_text known[] = {{"table", 5}, {"op", 2}, {"row", 3}, {"version", 7}};
    check_members(in, value, known, in->version != NULL ? 4 : 3,
                  in->version != NULL ? CH_WANT_VERSIONED_MEMBER : CH_WANT_EDIT_MEMBER);
}

enum { VERSION_DIGITS = 16 };

static bool parse_version(ch_text text, uint64_t *digest)
{
    static const char hex[] = "0123456789abcdef";
    if (text.len != VERSION_DIGITS)
        return false;
    *digest = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *digit = text.at[i] != '\0' ? strchr(hex, text.at[i]) : NULL;
        if (digit == NULL)
            return false;
        *digest = *digest << 4 | (uint64_t)(digit - hex);
    }
    return true;
}

static void read_version(reader *in, const ch_json *value)
{
    const ch_json *member = ch_json_member(value, "version");
    if (member == NULL) {
        ch_expect__tell(&in->expect,
                        &(ch_fault){.at = value->at, .want = CH_WANT_MEMBER, .detail = CH_TEXT("version")});
        return;
    }
    in->version->exists = member->kind != CH_JSON_NULL;
    if (member->kind == CH_JSON_NULL ||
        (member->kind == CH_JSON_STRING && parse_version(member->text, &in->version->digest)))
        return;
    const ch_fault fault = ch_expect__fault(member, "version", CH_WANT_VERSION);
    ch_expect__tell(&in->expect, &fault);
}

static void read_edit(reader *in, const ch_json *value, ch_edit *edit)
{
    if (!ch_expect__kind(&in->expect, value, "", CH_JSON_OBJECT))
        return;
    edit->at = value->at;
    check_edit_members(in, value);
    if (in->version != NULL)
        read_version(in, value);

    const ch_json *table = ch_expect__member(&in->expect, value, "table", CH_JSON_STRING);
    const ch_json *op = ch_expect__member(&in->expect, value, "op", CH_JSON_STRING);
    const ch_json *row = ch_expect__member(&in->expect, value, "row", CH_JSON_OBJECT);
    if (op != NULL)
        read_op(in, op, &edit->is_delete);
    if (table != NULL && find_table(in, table, &edit->table) && row != NULL)
        read_row(in, row, edit);
}

static void read_edits(reader *in, const ch_json *list, ch_edits *edits)
{
    if (!ch_expect__kind(&in->expect, list, "", CH_JSON_ARRAY))
        return;
    ch_edit *edit = CH_NEW(in->arena, ch_edit, list->count);
    if (edit == NULL) {
        ch_expect__note(&in->expect, CH_ENOMEM);
        return;
    }
    *edits = (ch_edits){edit, list->count};
    for (const ch_json *value = list->child; value != NULL && in->expect.err != CH_ENOMEM; value = value->next) {
        read_edit(in, value, edit++);
        if (in->version != NULL)
            in->version++;
    }
}

static void tell_values(reader *in)
{
    for (size_t i = 0; i < in->values.kept; i++)
        ch_expect__tell(&in->expect, &in->values.list[i]);
    in->expect.faults->count += in->values.count - in->values.kept;
}

/* What was read stands only when nothing is at fault. */
static ch_err finish(reader *in, ch_edits *edits)
{
    if (in->expect.err != CH_OK) {
        tell_values(in);
        *edits = (ch_edits){0};
    }
    ch_faults_free(&in->values);
    return in->expect.err;
}

ch_err ch_whatif_read(ch_arena *arena, ch_text file, ch_text json, ch_edits *edits, ch_faults *faults)
{
    *edits = (ch_edits){0};
    const ch_json *list;
    reader in = {.arena = arena, .expect.faults = faults, .values.arena = CH_ARENA(arena->memory)};
    in.expect.err = ch_json_read(arena, file, json, &list, faults);
    if (list != NULL)
        read_edits(&in, list, edits);
    return finish(&in, edits);
}

/* Changes */

static void read_note(reader *in, const ch_json *member, ch_text *note)
{
    if (!ch_expect__kind(&in->expect, member, "note", CH_JSON_STRING))
        return;
    *note = ch_text_trim(member->text);
    if (note->len <= CH_WHATIF_MAX_NOTE)
        return;
    char most[16];
    snprintf(most, sizeof most, "%d", (int)CH_WHATIF_MAX_NOTE);
    ch_fault fault = ch_expect__fault(member, "note", CH_WANT_SHORT_VALUE);
    fault.detail = ch_text_of(most);
    ch_expect__tell(&in->expect, &fault);
}

static bool check_count(reader *in, const ch_json *list)
{
    if (list->count > 0 && list->count <= CH_WHATIF_MAX_EDITS)
        return true;
    char found[24], most[16];
    snprintf(found, sizeof found, "%zu", list->count);
    snprintf(most, sizeof most, "%d", (int)CH_WHATIF_MAX_EDITS);
    ch_expect__tell(&in->expect, &(ch_fault){.at = list->at,
                                             .column = CH_TEXT("edits"),
                                             .found = ch_text_of(found),
                                             .want = CH_WANT_EDITS,
                                             .detail = ch_text_of(most)});
    return false;
}

static void read_change(reader *in, const ch_json *value, ch_whatif_change *change)
{
    static const ch_text known[] = {{"note", 4}, {"edits", 5}};
    if (!ch_expect__kind(&in->expect, value, "", CH_JSON_OBJECT))
        return;
    check_members(in, value, known, 2, CH_WANT_CHANGE_MEMBER);
    const ch_json *note = ch_json_member(value, "note");
    const ch_json *list = ch_expect__member(&in->expect, value, "edits", CH_JSON_ARRAY);
    if (note != NULL)
        read_note(in, note, &change->note);
    if (list == NULL || !check_count(in, list))
        return;
    in->version = CH_NEW(in->arena, ch_row_version, list->count);
    change->version = in->version;
    if (in->version == NULL)
        ch_expect__note(&in->expect, CH_ENOMEM);
    else
        read_edits(in, list, &change->edits);
}

ch_err ch_whatif_read_change(ch_arena *arena, ch_text file, ch_text json, ch_whatif_change *change, ch_faults *faults)
{
    *change = (ch_whatif_change){.note = {"", 0}};
    const ch_json *tree;
    reader in = {.arena = arena, .expect.faults = faults, .values.arena = CH_ARENA(arena->memory)};
    in.expect.err = ch_json_read(arena, file, json, &tree, faults);
    if (tree != NULL)
        read_change(&in, tree, change);
    const ch_err err = finish(&in, &change->edits);
    if (err != CH_OK)
        *change = (ch_whatif_change){.note = {"", 0}};
    return err;
}

ch_err ch_whatif_read_note(ch_arena *arena, ch_text file, ch_text json, ch_text *note, ch_faults *faults)
{
    static const ch_text known[] = {{"note", 4}};
    *note = (ch_text){"", 0};
    const ch_json *tree;
    reader in = {.arena = arena, .expect.faults = faults, .values.arena = CH_ARENA(arena->memory)};
    in.expect.err = ch_json_read(arena, file, json, &tree, faults);
    if (tree == NULL || !ch_expect__kind(&in.expect, tree, "", CH_JSON_OBJECT))
        return in.expect.err;
    check_members(&in, tree, known, 1, CH_WANT_NOTE_MEMBER);
    const ch_json *member = ch_json_member(tree, "note");
    if (member != NULL)
        read_note(&in, member, note);
    return in.expect.err;
}
