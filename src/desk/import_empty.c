/* import_empty.c - what an import would take away: cells that the sheet has empty and the zone has not, rows that go. */
#include "importing.h"
#include "json_keys.h"

enum { MOST_TOLD = 1000 };

/* Called with each: the cell's place in the sheet, and the column of the row of base that loses its value. */
typedef void visit(void *self, const ch_edit *edit, size_t sheet_row, ch_at at, unsigned column, size_t row);

/* Of a row that goes its last key tells what it was. */
static void visit_edit(const ch_zone *base, const ch_edit *edit, size_t sheet_row, visit *found, void *self)
{
    const ch_table *table = base->table[edit->table];
    const size_t row = ch_import__find(base, edit);
    if (row == SIZE_MAX)
        return;
    if (edit->is_delete)
        found(self, edit, sheet_row, edit->at, table->kind->keys - 1, row);
    for (size_t i = 0; !edit->is_delete && i < edit->cells; i++) {
        const ch_edit_cell *cell = &edit->cell[i];
        if (cell->text.len == 0 && !ch_table_is_empty(table, cell->column, row))
            found(self, edit, sheet_row, cell->at, cell->column, row);
    }
}

static void visit_all(const ch_import *import, const ch_zone *base, visit *found, void *self)
{
    const ch_intake *intake = &import->intake;
    for (size_t i = 0; i < intake->edits.count; i++)
        if (!import->is_out[i])
            visit_edit(base, &intake->edits.edit[i], intake->edit_row[i], found, self);
}

static void count(void *self, const ch_edit *edit, size_t sheet_row, ch_at at, unsigned column, size_t row)
{
    (void)edit, (void)sheet_row, (void)at, (void)column, (void)row;
    ++*(size_t *)self;
}

size_t ch_import_count_emptied(const ch_import *import, const ch_zone *base)
{
    size_t n = 0;
    visit_all(import, base, count, &n);
    return n;
}

/* ---- as JSON */

typedef struct {
    ch_emit *e;
    const ch_zone *base;
    size_t told;
} telling;

static void tell(void *self, const ch_edit *edit, size_t sheet_row, ch_at at, unsigned column, size_t row)
{
    telling *to = self;
    const ch_table *table = to->base->table[edit->table];
    ch_buf was = {.memory = to->e->out->memory};
    char room[4];
    if (to->told++ >= MOST_TOLD)
        return;
    ch_table_format(table, column, row, &was);
    ch_emit_open(to->e, '{');
    ch_desk__key_whole(to->e, "row", sheet_row);
    ch_desk__key_text(to->e, "column", at.column > 0 ? ch_book_column_name(at.column - 1, room) : (ch_text){0});
    ch_desk__key_string(to->e, "table", table->kind->name);
    ch_desk__key_string(to->e, "name", table->kind->column[column].name);
    ch_desk__key_text(to->e, "was", ch_buf_text(&was));
    ch_emit_close(to->e, '}');
    to->e->out->failed |= was.failed;
    ch_buf_free(&was);
}

void ch_import__write_emptied(ch_emit *e, const ch_import *import, const ch_zone *base)
{
    telling to = {e, base, 0};
    ch_desk__key_open(e, "emptied", '[');
    visit_all(import, base, tell, &to);
    ch_emit_close(e, ']');
    ch_desk__key_whole(e, "emptied_count", to.told);
}

/* What is not in the sheet stays as it is. */
void ch_import__write_absent(ch_emit *e, const ch_import *import, const ch_form *form)
{
    ch_desk__key_open(e, "absent", '[');
    for (size_t i = 0; i < form->columns; i++) {
        size_t head = 0;
        while (head < import->intake.heads && import->intake.head[head].fills != &form->column[i])
            head++;
        if (head == import->intake.heads)
            ch_emit_string(e, form->column[i].zh);
    }
    ch_emit_close(e, ']');
}
