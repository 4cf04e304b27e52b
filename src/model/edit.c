/* edit.c - snapshots made of others: by edits done in order, or by what was known on a day. */
#include "changhe/edit.h"

#include "sheet.h"

#include <stdlib.h>

/* ---- from sheets to a snapshot */

/* Rows that others can name: those with one key column. */
static size_t list_removed(const ch_sheets *sheets, ch_zone__removed *removed)
{
    size_t n = 0;
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_sheet *sheet = &sheets->sheet[id];
        const bool is_named = ch_schema_table((ch_table_id)id)->keys == 1;
        for (size_t i = 0; is_named && i < sheet->lines; i++) {
            if (!sheet->line[i].gone)
                continue;
            if (removed)
                removed[n] = (ch_zone__removed){(ch_table_id)id, ch_sheet__key(sheet, i, 0), sheet->line[i].at};
            n++;
        }
    }
    return n;
}

static ch_err find_removed(ch_sheets *sheets, ch_zone__origin *origin)
{
    const size_t n = list_removed(sheets, NULL);
    ch_zone__removed *removed = CH_NEW(&sheets->arena, ch_zone__removed, n);
    if (!removed)
        return CH_ENOMEM;
    list_removed(sheets, removed);
    qsort(removed, n, sizeof *removed, ch_zone__compare_removed);
    origin->removed = removed;
    origin->count = n;
    return CH_OK;
}

/* All tables, so that all their faults are told. */
static ch_err fix_all(const ch_sheets *sheets, ch_table *table[CH_TABLES], ch_faults *faults)
{
    ch_err worst = CH_OK;
    for (int id = 0; worst != CH_ENOMEM && id < CH_TABLES; id++)
        worst = ch_err_worse(worst, ch_sheet__fix(sheets, (ch_table_id)id, &table[id], faults));
    return worst;
}

static void drop_all(ch_table *table[CH_TABLES])
{
    for (int id = 0; id < CH_TABLES; id++)
        ch_table_drop(table[id]);
}

/* Tables with faults are checked against the others as well, so that all is told at once. */
static ch_err build(ch_sheets *sheets, ch_at at, ch_zone **zone, ch_faults *faults)
{
    ch_zone__origin origin = {.base = sheets->base, .at = at};
    const ch_err err = find_removed(sheets, &origin);
    if (err != CH_OK)
        return err;
    ch_table *table[CH_TABLES] = {NULL};
    const ch_err fixed = fix_all(sheets, table, faults);
    if (fixed == CH_ENOMEM) {
        drop_all(table);
        return fixed;
    }
    return ch_err_worse(fixed, ch_zone__build(table, sheets->base->memory, &origin, zone, faults));
}

/* The sheets become a snapshot and are freed; err is what filling them brought, at is where the edits stand. */
static ch_err finish(ch_sheets *sheets, ch_err err, ch_at at, size_t told_before, ch_zone **zone, ch_faults *faults)
{
    *zone = NULL;
    if (err != CH_ENOMEM)
        err = build(sheets, at, zone, faults);
    ch_arena_free(&sheets->arena);
    if (err == CH_OK && faults->count > told_before)
        err = CH_EDATA;
    if (err != CH_OK) {
        ch_zone_drop(*zone);
        *zone = NULL;
    }
    return err;
}

/* ---- edits */

static bool is_place(const ch_sheets *sheets, ch_text code)
{
    const ch_sheet *sheet = &sheets->sheet[CH_TABLE_places];
    if (!sheet->base)
        return ch_zone_find(sheets->base, CH_TABLE_places, code) != SIZE_MAX;
    const size_t line = ch_sheet__find(sheet, &code);
    return line != SIZE_MAX && !sheet->line[line].gone;
}

/* References to places may use old codes, also in keys; one that leads to no place stays as typed. */
static ch_text read_cell(const ch_sheets *sheets, const ch_edit *edit, const ch_edit_cell *cell)
{
    const ch_column *kind = &ch_schema_table(edit->table)->column[cell->column];
    const ch_text text = ch_text_trim(cell->text);
    if (kind->type != CH_TYPE_REF || kind->to != CH_TABLE_places)
        return text;
    const ch_text last = ch_zone__last_code(sheets->base, text);
    return is_place(sheets, last) ? last : text;
}

static const ch_text *read_key(ch_sheets *sheets, const ch_edit *edit)
{
    const unsigned keys = ch_schema_table(edit->table)->keys;
    ch_text *key = CH_NEW(&sheets->arena, ch_text, keys);
    for (size_t i = 0; key && i < edit->cells; i++)
        if (edit->cell[i].column < keys)
            key[edit->cell[i].column] = read_cell(sheets, edit, &edit->cell[i]);
    return key;
}

static ch_err upsert_row(ch_sheets *sheets, const ch_edit *edit, const ch_text *key)
{
    ch_sheet *sheet = &sheets->sheet[edit->table];
    ch_err err = CH_OK;
    size_t line = ch_sheet__find(sheet, key);
    if (line == SIZE_MAX)
        err = ch_sheet__add(sheets, edit->table, key, &line);
    if (err != CH_OK)
        return err;

    sheet->line[line].gone = false;
    sheet->line[line].at = edit->at;
    for (size_t i = 0; err == CH_OK && i < edit->cells; i++) {
        const ch_edit_cell *cell = &edit->cell[i];
        err = ch_sheet__put_text(sheets, edit->table, line, cell->column, read_cell(sheets, edit, cell), cell->at);
    }
    return err == CH_OK ? ch_sheets__note(sheets, edit->table, line) : err;
}

static ch_err tell_absent(const ch_sheets *sheets, const ch_edit *edit, const ch_text *key, ch_faults *faults)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    ch_buf found = {.memory = sheets->base->memory};
    for (unsigned i = 0; i < kind->keys; i++) {
        ch_buf_adds(&found, i > 0 ? " " : "");
        ch_buf_add(&found, key[i]);
    }
    const ch_err err = found.failed ? CH_ENOMEM
                                    : ch_fault_add(faults, edit->at, ch_text_of(kind->column[0].name),
                                                   ch_buf_text(&found), CH_WANT_ROW, CH_TEXT(""));
    ch_buf_free(&found);
    return err;
}

static ch_err delete_row(ch_sheets *sheets, const ch_edit *edit, const ch_text *key, ch_faults *faults)
{
    const ch_sheet *sheet = &sheets->sheet[edit->table];
    const size_t line = ch_sheet__find(sheet, key);
    if (line == SIZE_MAX || sheet->line[line].gone)
        return tell_absent(sheets, edit, key, faults);
    return ch_sheet__remove(sheets, edit->table, line, edit->at);
}

/* Deletes that follow one another can be settled together, as long as none of them may be of a row
 * that an earlier one takes with it. */
static bool must_settle(const ch_edit *edit)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    bool names_others = false;
    for (unsigned i = 0; i < kind->keys; i++)
        names_others |= kind->column[i].to >= 0;
    return !edit->is_delete || names_others;
}

static ch_err apply(ch_sheets *sheets, const ch_edit *edit, ch_faults *faults)
{
    ch_err err = must_settle(edit) ? ch_sheets__settle(sheets) : CH_OK;
    if (err == CH_OK)
        err = ch_sheet__open(sheets, edit->table);
    const ch_text *key = err == CH_OK ? read_key(sheets, edit) : NULL;
    if (!key)
        return CH_ENOMEM;
    return edit->is_delete ? delete_row(sheets, edit, key, faults) : upsert_row(sheets, edit, key);
}

static ch_err apply_all(ch_sheets *sheets, const ch_edits *edits, ch_faults *faults)
{
    ch_err err = CH_OK;
    for (size_t i = 0; err != CH_ENOMEM && i < edits->count; i++) {
        sheets->turn = i + 1;
        err = apply(sheets, &edits->edit[i], faults);
    }
    if (err != CH_ENOMEM)
        err = ch_sheets__settle(sheets);
    return err == CH_OK ? ch_sheets__release(sheets) : err;
}

/* For faults of rows that no edit changed: the edit, or the file of them all. */
static ch_at place_of(const ch_edits *edits)
{
    if (edits->count == 0)
        return (ch_at){0};
    const ch_at first = edits->edit[0].at;
    return edits->count == 1 ? first : (ch_at){.file = first.file};
}

ch_err ch_zone_edit(const ch_zone *base, const ch_edits *edits, ch_zone **zone, ch_faults *faults)
{
    const size_t told_before = faults->count;
    ch_sheets sheets = {.base = base, .arena = CH_ARENA(base->memory)};
    const ch_err err = apply_all(&sheets, edits, faults);
    return finish(&sheets, err, place_of(edits), told_before, zone, faults);
}

/* ---- as of a day */

static ch_err leave_out_later(ch_sheets *sheets, ch_table_id id, ch_date day)
{
    const ch_table *table = sheets->base->table[id];
    const int column = ch_schema_find_column(table->kind, CH_TEXT("as_of"));
    ch_err err = CH_OK;
    for (size_t row = 0; err == CH_OK && table->kind->dated && row < table->rows; row++) {
        if (ch_date_not_after(((const ch_date *)table->column[column])[row], day))
            continue;
        err = ch_sheet__open(sheets, id);
        if (err == CH_OK)
            err = ch_sheet__remove(sheets, id, row, (ch_at){0});
    }
    return err;
}

ch_err ch_zone_as_of(const ch_zone *base, ch_date day, ch_zone **zone, ch_faults *faults)
{
    ch_sheets sheets = {.base = base, .arena = CH_ARENA(base->memory)};
    ch_err err = CH_OK;
    for (int id = 0; err == CH_OK && day != 0 && id < CH_TABLES; id++)
        err = leave_out_later(&sheets, (ch_table_id)id, day);
    if (err == CH_OK)
        err = ch_sheets__settle(&sheets);
    if (err == CH_OK)
        err = ch_sheets__release(&sheets);
    return finish(&sheets, err, (ch_at){0}, faults->count, zone, faults);
}

size_t ch_edit_find(const ch_zone *zone, const ch_edit *edit)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    ch_text key[CH_MAX_KEYS] = {{0}};
    for (size_t i = 0; i < edit->cells; i++) {
        const ch_edit_cell *cell = &edit->cell[i];
        if (cell->column >= kind->keys)
            continue;
        key[cell->column] = ch_text_trim(cell->text);
        const size_t place =
            kind->column[cell->column].to == CH_TABLE_places ? ch_zone_find_place(zone, key[cell->column]) : SIZE_MAX;
        if (place != SIZE_MAX)
            key[cell->column] = zone->places.id[place];
    }
    return ch_table_find(zone->table[edit->table], key);
}
