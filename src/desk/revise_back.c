/* revise_back.c - a change undone: the edits that put its rows back, and proof that they did. */
#include "changhe/json.h"
#include "changhe/rows.h"
#include "changhe/whatif.h"
#include "revising.h"

/* A change on its way back. */
typedef struct {
    ch_arena *arena;
    const ch_zone *base;
    ch_text file;
    const ch_row_change *change;
    size_t rows;
    ch_revise__conflicts conflicts;
    ch_faults *faults;
} undoing;

/* The row as it is now has to be as the change left it, letter by letter. */
static ch_err compare_row(undoing *u, const ch_row_change *change)
{
    const int id = ch_schema_find_table(change->table);
    if (id < 0)
        return CH_OK; /* told when the edits are read */
    const ch_table *table = u->base->table[id];
    bool is_there;
    const size_t row = ch_rows_find(table, change->key, &is_there);
    ch_buf now = {.memory = u->arena->memory};
    ch_emit emit = {.out = &now};
    if (is_there)
        ch_rows_write(&emit, table, row, CH_ROWS_ALL);
    ch_err err = now.failed ? CH_ENOMEM : CH_OK;
    if (err == CH_OK && !ch_text_equal(ch_buf_text(&now), change->after))
        err = ch_revise__note(u->arena, &u->conflicts, (ch_table_id)id, change->key, is_there ? row : SIZE_MAX);
    ch_buf_free(&now);
    return err;
}

/* ---- the edits that put it back, as JSON */

static void begin_edit(ch_emit *emit, const ch_row_change *change, const char *op)
{
    ch_emit_open(emit, '{');
    ch_emit_key(emit, "table");
    ch_emit_text(emit, change->table);
    ch_emit_key(emit, "op");
    ch_emit_string(emit, op);
    ch_emit_key(emit, "row");
}

static ch_err read_row(const undoing *u, ch_text row, const ch_json **tree)
{
    return ch_json_read(u->arena, u->file, row, tree, u->faults);
}

/* The row as it was, and null for every cell that was empty then. */
static ch_err write_upsert(const undoing *u, ch_emit *emit, const ch_row_change *change)
{
    const ch_json *tree;
    const ch_err err = read_row(u, change->before, &tree);
    if (err != CH_OK || tree->kind != CH_JSON_OBJECT)
        return ch_err_worse(err, CH_EDATA);
    const int id = ch_schema_find_table(change->table);
    const ch_table_kind *kind = id < 0 ? NULL : ch_schema_table((ch_table_id)id);
    begin_edit(emit, change, "upsert");
    ch_emit_raw(emit, (ch_text){change->before.at, change->before.len - 1}); /* but its last bracket */
    for (unsigned c = kind ? kind->keys : 0; kind && c < kind->columns; c++)
        if ((int)c != kind->shape && !ch_json_member(tree, kind->column[c].name)) {
            ch_emit_key(emit, kind->column[c].name);
            ch_emit_null(emit);
        }
    ch_buf_addc(emit->out, '}');
    ch_emit_close(emit, '}');
    return CH_OK;
}

static ch_err write_delete(const undoing *u, ch_emit *emit, const ch_row_change *change)
{
    const ch_json *tree;
    const ch_err err = read_row(u, change->after, &tree);
    if (err != CH_OK)
        return err;
    const int id = ch_schema_find_table(change->table);
    const ch_table_kind *kind = id < 0 ? NULL : ch_schema_table((ch_table_id)id);
    begin_edit(emit, change, "delete");
    ch_emit_open(emit, '{');
    for (unsigned c = 0; kind && c < kind->keys; c++) {
        const ch_json *key = ch_json_member(tree, kind->column[c].name);
        ch_emit_key(emit, kind->column[c].name);
        ch_emit_text(emit, key ? key->text : (ch_text){"", 0});
    }
    ch_emit_close(emit, '}');
    ch_emit_close(emit, '}');
    return CH_OK;
}

/* Rows that were there first; then those that were not go, the ones that hang on others before them:
 * a table names in its keys only tables before it. */
static ch_err write_edits(const undoing *u, ch_buf *json)
{
    ch_emit emit = {.out = json};
    ch_err err = CH_OK;
    ch_emit_open(&emit, '[');
    for (size_t i = 0; err == CH_OK && i < u->rows; i++)
        if (u->change[i].before.len > 0)
            err = write_upsert(u, &emit, &u->change[i]);
    for (size_t i = u->rows; err == CH_OK && i-- > 0;)
        if (u->change[i].before.len == 0)
            err = write_delete(u, &emit, &u->change[i]);
    ch_emit_close(&emit, ']');
    return err == CH_OK && json->failed ? CH_ENOMEM : err;
}

static ch_err make_edits(const undoing *u, ch_edits *edits)
{
    ch_buf json = {.memory = u->arena->memory};
    ch_err err = write_edits(u, &json);
    if (err == CH_OK)
        err = ch_whatif_read(u->arena, u->file, ch_buf_text(&json), edits, u->faults);
    ch_buf_free(&json);
    return err;
}

/* ---- is it undone? */

/* The change of that row, looked for from where it should be. */
static const ch_row_change *find(const ch_row_change *list, size_t n, size_t from, const ch_row_change *row)
{
    for (size_t i = 0; i < n; i++) {
        const ch_row_change *other = &list[(from + i) % n];
        if (ch_text_equal(other->table, row->table) && ch_text_equal(other->key, row->key))
            return other;
    }
    return NULL;
}

/* What others hung on these rows since would go or change with them: such a row is in the way. */
static ch_err compare_outcome(undoing *u, const ch_revised *revised)
{
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < revised->rows; i++) {
        const ch_row_change *now = &revised->change[i], *then = find(u->change, u->rows, i, now);
        if (!then || !ch_text_equal(then->before, now->after))
            err = ch_revise__note(u->arena, &u->conflicts, revised->diff[i].table, now->key, revised->diff[i].before);
    }
    return err;
}

/* And every row of the change came back. */
static ch_err compare_rows_back(undoing *u, const ch_revised *revised)
{
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < u->rows; i++) {
        const ch_row_change *then = &u->change[i];
        const int id = ch_schema_find_table(then->table);
        bool is_there;
        if (id < 0 || find(revised->change, revised->rows, i, then))
            continue;
        const size_t row = ch_rows_find(u->base->table[id], then->key, &is_there);
        err = ch_revise__note(u->arena, &u->conflicts, (ch_table_id)id, then->key, is_there ? row : SIZE_MAX);
    }
    return err;
}

static void conflict(const undoing *u, ch_revised *revised)
{
    ch_zone_drop(revised->zone);
    *revised =
        (ch_revised){.outcome = CH_REVISE_CONFLICT, .conflict = u->conflicts.list, .conflicts = u->conflicts.count};
}

ch_err ch_revise_back(ch_arena *arena, const ch_zone *base, ch_text file, const ch_row_change *change, size_t rows,
                      const ch_author *author, ch_revised *revised, ch_faults *faults)
{
    *revised = (ch_revised){.outcome = CH_REVISE_SAME};
    undoing u = {.arena = arena, .base = base, .file = file, .change = change, .rows = rows, .faults = faults};
    ch_edits edits;
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < rows; i++)
        err = compare_row(&u, &change[i]);
    if (err == CH_OK && u.conflicts.count == 0)
        err = make_edits(&u, &edits);
    if (err == CH_OK && u.conflicts.count == 0)
        err = ch_revise__do(arena, base, &edits, true, author, revised, faults);
    if (err == CH_OK && revised->outcome == CH_REVISE_DONE)
        err = compare_outcome(&u, revised);
    if (err == CH_OK && revised->outcome == CH_REVISE_DONE)
        err = compare_rows_back(&u, revised);
    if (u.conflicts.count > 0 || err != CH_OK)
        conflict(&u, revised);
    return err;
}
