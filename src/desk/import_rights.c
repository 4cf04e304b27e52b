/* import_rights.c - rows of a sheet that are not its author's to change. What stands in them is not told again: a row
 * that the sheet names by a hidden cell would be given away. */
#include "importing.h"

#include <stdlib.h>

static ch_err tell(const ch_import__trying *t, const ch_edit *edit)
{
    const ch_fault fault = {
        .at = edit->at, .column = ch_text_of(ch_schema_table(edit->table)->name), .want = CH_WANT_CHANGEABLE_ROW};
    const ch_err err = ch_fault_tell(t->faults, &fault);
    return err == CH_ENOMEM ? err : CH_OK;
}

static ch_err leave_out(const ch_import__trying *t, size_t edit, size_t *left)
{
    const ch_intake *intake = &t->import->intake;
    if (!ch_import__leave_out(t, intake->edit_row[edit]))
        return CH_OK;
    ++*left;
    return tell(t, &intake->edits.edit[edit]);
}

/* ---- rows that are there */

ch_err ch_import__leave_out_others(const ch_import__trying *t)
{
    const ch_edits *edits = &t->import->intake.edits;
    size_t left = 0;
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < edits->count; i++) {
        const size_t row = ch_import__find(t->base, &edits->edit[i]);
        if (row != SIZE_MAX && !ch_access_changes(&t->access, edits->edit[i].table, row))
            err = leave_out(t, i, &left);
    }
    return err;
}

/* ---- rows that would be */

/* An edit by the key of its row. */
typedef struct {
    ch_text table, key;
    size_t edit;
} named;

static int compare(const void *a, const void *b)
{
    const named *x = a, *y = b;
    const int by_table = ch_text_compare(x->table, y->table);
    const int by_key = by_table ? by_table : ch_text_compare(x->key, y->key);
    return by_key ? by_key : (x->edit > y->edit) - (x->edit < y->edit);
}

/* As ch_rows_write_key writes it. */
static ch_err join_key(ch_arena *arena, const ch_edit *edit, ch_text *key)
{
    ch_buf joined = {.memory = arena->memory};
    for (unsigned column = 0; column < ch_schema_table(edit->table)->keys; column++) {
        ch_buf_adds(&joined, column > 0 ? "," : "");
        for (size_t i = 0; i < edit->cells; i++)
            if (edit->cell[i].column == column)
                ch_buf_add(&joined, edit->cell[i].text);
    }
    *key = joined.failed ? (ch_text){0} : ch_text_copy(arena, ch_buf_text(&joined));
    ch_buf_free(&joined);
    return key->at ? CH_OK : CH_ENOMEM;
}

static ch_err name_edits(const ch_import__trying *t, const named **list)
{
    const ch_edits *edits = &t->import->intake.edits;
    named *name = CH_NEW(t->arena, named, edits->count);
    ch_err err = name ? CH_OK : CH_ENOMEM;
    for (size_t i = 0; err == CH_OK && i < edits->count; i++) {
        name[i] = (named){.table = ch_text_of(ch_schema_table(edits->edit[i].table)->name), .edit = i};
        err = join_key(t->arena, &edits->edit[i], &name[i].key);
    }
    if (err == CH_OK)
        qsort(name, edits->count, sizeof *name, compare);
    *list = name;
    return err;
}

/* The first that is not before. */
static size_t find_named(const named *name, size_t n, const named *wanted)
{
    size_t low = 0, high = n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare(&name[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The agreement that an edit names; empty: none. */
static ch_text agreement_of(const ch_edit *edit)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    for (size_t i = 0; i < edit->cells; i++) {
        const ch_column *column = &kind->column[edit->cell[i].column];
        if (column->to == CH_TABLE_agreements || (edit->table == CH_TABLE_agreements && edit->cell[i].column == 0))
            return ch_text_trim(edit->cell[i].text);
    }
    return (ch_text){"", 0};
}

/* May the author have a row at all of these places? Places new in the sheet are not his. */
static bool may_stand(const ch_import__trying *t, ch_table_id table, ch_text places)
{
    ch_text place;
    if (t->access.everywhere == CH_STEWARD)
        return true;
    if (places.len == 0 || table == CH_TABLE_places || table == CH_TABLE_outlines)
        return false;
    while (ch_text_next(&places, ' ', &place)) {
        const size_t row = ch_zone_find_place(t->base, place);
        if (row == SIZE_MAX || t->access.at[row] < CH_EDITOR)
            return false;
    }
    return true;
}

ch_err ch_import__leave_out_refused(const ch_import__trying *t, const ch_revised *revised, size_t *left)
{
    const size_t n = t->import->intake.edits.count;
    const named *name;
    ch_err err = name_edits(t, &name);
    for (size_t i = 0; err == CH_OK && i < revised->rows; i++) {
        const ch_row_change *change = &revised->change[i];
        const named wanted = {change->table, change->key, 0};
        if (revised->diff[i].after == SIZE_MAX)
            continue;
        const bool may = may_stand(t, revised->diff[i].table, change->place_after);
        for (size_t j = find_named(name, n, &wanted);
             err == CH_OK && j < n && ch_text_equal(name[j].table, wanted.table) &&
             ch_text_equal(name[j].key, wanted.key);
             j++)
            if (!may || !ch_access_adds_to(&t->access, agreement_of(&t->import->intake.edits.edit[name[j].edit])))
                err = leave_out(t, name[j].edit, left);
    }
    return err;
}
