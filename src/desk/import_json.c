/* import_json.c - what a sheet would do, as JSON. */
#include "changhe/import.h"

#include "importing.h"
#include "json_keys.h"

#include <inttypes.h>
#include <stdio.h>

static void key_text(ch_emit *e, const char *key, ch_text text)
{
    ch_emit_key(e, key);
    ch_emit_text(e, text);
}

static void key_column(ch_emit *e, unsigned column)
{
    char room[4];
    key_text(e, "column", ch_book_column_name(column, room));
}

static const char *name_of(const ch_form_column *column)
{
    return ch_schema_table(column->table)->column[column->column].name;
}

static void emit_heads(ch_emit *e, const ch_intake *intake)
{
    ch_desk__key_open(e, "columns", '[');
    for (size_t i = 0; i < intake->heads; i++) {
        const ch_intake_head *head = &intake->head[i];
        ch_emit_open(e, '{');
        key_column(e, head->column);
        key_text(e, "head", head->head);
        ch_desk__key_string(e, "table", head->fills ? ch_schema_table(head->fills->table)->name : NULL);
        ch_desk__key_string(e, "fills", head->fills ? name_of(head->fills) : NULL);
        ch_desk__key_string(e, "means", head->fills ? head->fills->zh : NULL);
        ch_emit_key(e, "unit");
        ch_emit_text_or_null(e, head->unit);
        ch_emit_key(e, "assumed_unit");
        ch_emit_text_or_null(e, head->assumed);
        ch_desk__key_string(e, "near", head->near ? head->near->zh : NULL);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void emit_expected(ch_emit *e, const ch_fault *fault)
{
    ch_buf en = {.memory = e->out->memory}, zh = {.memory = e->out->memory};
    ch_fault_print_expected(fault, &en);
    ch_fault_print_expected_zh(fault, &zh);
    key_text(e, "expected", ch_buf_text(&en));
    key_text(e, "expected_zh", ch_buf_text(&zh));
    e->out->failed |= en.failed || zh.failed;
    ch_buf_free(&en);
    ch_buf_free(&zh);
}

void ch_import_write_faults(ch_emit *e, const ch_faults *faults)
{
    ch_desk__key_open(e, "faults", '[');
    for (size_t i = 0; i < faults->kept; i++) {
        const ch_fault *fault = &faults->list[i];
        ch_emit_open(e, '{');
        key_text(e, "sheet", fault->at.file);
        ch_desk__key_whole(e, "row", fault->at.line);
        if (fault->at.column > 0)
            key_column(e, fault->at.column - 1);
        else
            ch_desk__key_string(e, "column", NULL);
        key_text(e, "name", fault->column);
        key_text(e, "found", fault->found);
        emit_expected(e, fault);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
    ch_desk__key_whole(e, "fault_count", faults->count);
}

/* A name that not everybody may see is not told. */
static ch_text open_name(const ch_table *table, size_t row)
{
    const int name = ch_schema_find_column(table->kind, CH_TEXT("name_zh"));
    return name >= 0 && table->kind->column[name].seen_by == CH_OPEN ? ((const ch_text *)table->column[name])[row]
                                                                     : (ch_text){0};
}

static void emit_likeness(ch_emit *e, const ch_table *table, const ch_likeness *like)
{
    ch_emit_open(e, '{');
    key_text(e, "key", ((const ch_text *)table->column[0])[like->row]);
    ch_emit_key(e, "name");
    ch_emit_text_or_null(e, open_name(table, like->row));
    ch_emit_key(e, "score");
    ch_emit_number(e, like->score);
    ch_emit_close(e, '}');
}

static void emit_doubts(ch_emit *e, const ch_zone *zone, const ch_intake *intake)
{
    ch_desk__key_open(e, "doubts", '[');
    for (size_t i = 0; i < intake->doubts; i++) {
        const ch_intake_doubt *doubt = &intake->doubt[i];
        ch_emit_open(e, '{');
        ch_desk__key_whole(e, "row", doubt->row);
        key_column(e, doubt->column);
        key_text(e, "found", doubt->found);
        ch_desk__key_string(e, "table", ch_schema_table(doubt->table)->name);
        ch_desk__key_open(e, "like", '[');
        for (size_t j = 0; j < doubt->likes; j++)
            emit_likeness(e, zone->table[doubt->table], &doubt->like[j]);
        ch_emit_close(e, ']');
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void emit_fills(ch_emit *e, const ch_intake *intake)
{
    ch_desk__key_open(e, "filled", '[');
    for (size_t i = 0; i < intake->fills; i++) {
        const ch_intake_fill *fill = &intake->fill[i];
        ch_emit_open(e, '{');
        ch_desk__key_whole(e, "row", fill->row);
        ch_desk__key_string(e, "table", ch_schema_table(fill->table)->name);
        ch_desk__key_string(e, "name", ch_schema_table(fill->table)->column[fill->column].name);
        key_text(e, "value", fill->value);
        key_text(e, "source", fill->source);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

/* ---- edits */

static void emit_version(ch_emit *e, const ch_import_telling *telling, const ch_edit *edit)
{
    char version[17];
    const ch_table *table = telling->base->table[edit->table];
    const size_t row = ch_import__find(telling->base, edit);
    if (row == SIZE_MAX) {
        ch_desk__key_string(e, "version", NULL);
        return;
    }
    const uint64_t digest = ch_table_row_digest(table, row);
    if (telling->write_version)
        telling->write_version(telling->self, digest, version);
    else
        snprintf(version, sizeof version, "%016" PRIx64, digest);
    ch_desk__key_string(e, "version", version);
}

static void emit_edit(ch_emit *e, const ch_import_telling *telling, const ch_edit *edit, size_t row)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "table", kind->name);
    ch_desk__key_string(e, "op", edit->is_delete ? "delete" : "upsert");
    ch_desk__key_open(e, "row", '{');
    for (size_t i = 0; i < edit->cells; i++) {
        ch_emit_key(e, kind->column[edit->cell[i].column].name);
        ch_emit_text_or_null(e, edit->cell[i].text);
    }
    ch_emit_close(e, '}');
    emit_version(e, telling, edit);
    ch_desk__key_whole(e, "sheet_row", row);
    ch_emit_close(e, '}');
}

static void emit_edits(ch_emit *e, const ch_import *import, const ch_import_telling *telling)
{
    const ch_intake *intake = &import->intake;
    size_t good = 0;
    for (size_t i = 0; i < intake->edits.count; i++)
        good += !import->is_out[i];
    ch_desk__key_whole(e, "edit_count", good);
    if (good > telling->most_edits)
        return;
    ch_desk__key_open(e, "edits", '[');
    for (size_t i = 0; i < intake->edits.count; i++)
        if (!import->is_out[i])
            emit_edit(e, telling, &intake->edits.edit[i], intake->edit_row[i]);
    ch_emit_close(e, ']');
}

void ch_import_write_json(const ch_import *import, const ch_import_telling *telling, const ch_faults *faults,
                          ch_buf *out)
{
    ch_emit e = {.out = out};
    ch_emit_open(&e, '{');
    ch_desk__key_string(&e, "table", telling->form->id);
    key_text(&e, "sheet", telling->sheet);
    ch_desk__key_whole(&e, "head_row", import->intake.head_row);
    ch_desk__key_whole(&e, "rows", import->intake.rows);
    ch_desk__key_whole(&e, "added", import->added);
    ch_desk__key_whole(&e, "changed", import->changed);
    ch_desk__key_whole(&e, "same", import->same);
    ch_desk__key_whole(&e, "bad", import->bad);
    emit_heads(&e, &import->intake);
    ch_import_write_faults(&e, faults);
    emit_doubts(&e, telling->base, &import->intake);
    emit_fills(&e, &import->intake);
    ch_import__write_emptied(&e, import, telling->base);
    ch_import__write_absent(&e, import, telling->form);
    emit_edits(&e, import, telling);
    if (telling->book)
        ch_import__write_book(&e, import, telling);
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
}
