/* intake_row.c - the cells of one row, each as what its head says. */
#include "intake_parts.h"

/* CH_EDATA, which a fault told, makes the row bad and lets its other cells be read. */
static ch_err note(ch_intake__row *row, ch_err err)
{
    if (err != CH_EDATA)
        return err;
    row->is_bad = true;
    return CH_OK;
}

ch_err ch_intake__tell(ch_intake__run *run, ch_intake__row *row, ch_at at, const ch_column *column, ch_text found,
                       ch_want want, ch_text detail)
{
    char room[CH_LABEL_ROOM];
    const int table = want == CH_WANT_REFERENCE ? ch_schema_find_table(detail) : -1;
    const ch_table_kind *kind = table < 0 ? NULL : ch_schema_table((ch_table_id)table);
    return note(row,
                ch_fault_tell(run->faults, &(ch_fault){.at = at,
                                                       .column = ch_text_of(column->name),
                                                       .column_zh = ch_text_of(column->zh),
                                                       .found = found,
                                                       .want = want,
                                                       .detail = detail,
                                                       .detail_zh = kind ? ch_schema_label(kind->name, kind->zh, room)
                                                                         : (ch_text){0}}));
}

static bool is_year(const ch_column *column)
{
    return column->need == CH_KEY && column->type == CH_TYPE_TEXT &&
           ch_text_equal(ch_text_of(column->name), CH_TEXT("year"));
}

ch_err ch_intake__miss(ch_intake__run *run, ch_intake__row *row, unsigned column)
{
    const ch_column *missing = &run->kind->column[column];
    char room[CH_LABEL_ROOM];
    row->is_bad = true;
    if (row->own[column].is_given)
        return ch_intake__tell(run, row, row->own[column].at, missing, (ch_text){0}, CH_WANT_VALUE, (ch_text){0});
    if (run->is_told[column])
        return CH_OK;
    run->is_told[column] = true;
    const ch_fault fault = {.at = ch_intake__at(run, run->intake->head_row, 0),
                            .want = is_year(missing) ? CH_WANT_YEAR_COLUMN : CH_WANT_COLUMN,
                            .detail = is_year(missing) ? (ch_text){0} : ch_text_of(missing->name),
                            .detail_zh =
                                is_year(missing) ? (ch_text){0} : ch_schema_label(missing->name, missing->zh, room)};
    return note(row, ch_fault_tell(run->faults, &fault));
}

/* ---- cells */

/* A cell on its way in: what is read of it, and where. */
typedef struct {
    ch_intake__run *run;
    ch_intake__row *row;
    const ch_intake__head *head;
    const ch_book_cell *cell;
    ch_at at;
    ch_intake_cell_ask ask;
} reading;

static const ch_column *column_of(const reading *r)
{
    const ch_form_column *fills = r->head->told.fills;
    return &ch_schema_table(fills->table)->column[fills->column];
}

static ch_intake__cell inner(const reading *r)
{
    return (ch_intake__cell){r->run->arena, column_of(r), &r->ask, r->at, r->run->faults};
}

static ch_err read_ref(const reading *r, ch_text *text)
{
    const ch_column *column = column_of(r);
    const ch_text clean = ch_intake__clean(r->cell->text);
    const ch_intake__cell in = inner(r);
    if (r->cell->kind == CH_CELL_FAULT)
        return ch_intake__refuse(&in, r->cell->text, CH_WANT_NO_ERROR, "");
    if (r->cell->kind == CH_CELL_EMPTY || clean.len == 0)
        return CH_OK;
    if (column->type == CH_TYPE_REFS)
        return ch_intake__find_refs(r->run, r->row, column, r->at, clean, text);
    return ch_intake__find_ref(r->run, r->row, column, r->at, clean, text,
                               &r->row->is_code[r->head->told.fills->column]);
}

static ch_err read_value(const reading *r, ch_text *text)
{
    const ch_column *column = column_of(r);
    const ch_intake__cell in = inner(r);
    if (column->type == CH_TYPE_REF || column->type == CH_TYPE_REFS)
        return read_ref(r, text);
    if (is_year(column))
        return ch_intake__read_year(&in, r->cell, text);
    return ch_intake_cell(r->run->arena, column, &r->ask, r->cell, r->at, text, r->run->faults);
}

/* Where a value goes; NULL: nowhere, as there is no year for it. */
static ch_intake__value *place_of(const reading *r, unsigned column)
{
    const ch_form_column *fills = r->head->told.fills;
    if (fills->table == r->run->ask->form->table)
        return &r->row->own[column];
    return (int)fills->table == r->run->yearly ? &r->row->yearly[column] : NULL;
}

static ch_err take_value(const reading *r)
{
    ch_text text = {0};
    ch_intake__value *value = place_of(r, r->head->told.fills->column);
    const ch_err err = value ? read_value(r, &text) : CH_OK;
    if (value)
        *value = (ch_intake__value){true, err == CH_OK ? text : (ch_text){0}, r->at};
    return err;
}

static ch_err take_range(const reading *r)
{
    ch_text end[2];
    const ch_intake__cell in = inner(r);
    const ch_err err = ch_intake__read_range(&in, r->cell, end);
    for (unsigned i = 0; i < 2 && err == CH_OK; i++)
        r->row->own[r->head->told.fills->column + i] = (ch_intake__value){true, end[i], r->at};
    return err;
}

static ch_err take_has(const reading *r)
{
    ch_text text;
    const ch_intake__cell in = inner(r);
    const bool is_has = r->head->told.fills->says == CH_FORM_HAS;
    const ch_err err = is_has ? ch_intake__read_has(&in, r->cell, &text) : ch_intake__read_is(&in, r->cell, &text);
    if (err == CH_OK) {
        r->row->has[r->row->has_count].column = r->head->told.fills;
        r->row->has[r->row->has_count++].value = (ch_intake__value){true, text, r->at};
    }
    return err;
}

static ch_err take_year(const reading *r)
{
    const ch_intake__cell in = inner(r);
    r->row->year = (ch_intake__value){true, {0}, r->at};
    return ch_intake__read_year(&in, r->cell, &r->row->year.text);
}

static ch_err take_cell(const reading *r)
{
    switch (r->head->told.fills->says) {
    case CH_FORM_HAS:
    case CH_FORM_IS: return take_has(r);
    case CH_FORM_RANGE: return take_range(r);
    case CH_FORM_YEAR: return take_year(r);
    default: return take_value(r);
    }
}

/* ---- rows */

/* The cell below a head, in a walk along both; an empty one where there is none. */
static const ch_book_cell *cell_below(const ch_intake__head *head, const ch_book_cell *cell, size_t cells, size_t *at)
{
    static const ch_book_cell none = {.kind = CH_CELL_EMPTY, .text = {"", 0}};
    while (*at < cells && cell[*at].column < head->told.column)
        ++*at;
    return *at < cells && cell[*at].column == head->told.column ? &cell[*at] : &none;
}

bool ch_intake__is_blank(const ch_intake__run *run, const ch_book_cell *cell, size_t cells)
{
    size_t at = 0;
    for (size_t i = 0; i < run->heads; i++) {
        const ch_book_cell *below = cell_below(&run->head[i], cell, cells, &at);
        if (run->head[i].told.fills && below->kind != CH_CELL_EMPTY && ch_intake__clean(below->text).len > 0)
            return false;
    }
    return true;
}

ch_err ch_intake__read_row(ch_intake__run *run, const ch_book_cell *cell, size_t cells, ch_intake__row *row)
{
    size_t at = 0;
    ch_err err = CH_OK;
    for (size_t i = 0; i < run->heads && err == CH_OK; i++) {
        const ch_intake__head *head = &run->head[i];
        reading r = {run,
                     row,
                     head,
                     cell_below(head, cell, cells, &at),
                     ch_intake__at(run, row->number, head->told.column + 1),
                     {run->ask->zone, head->told.unit, head->plain_unit, run->ask->as_of}};
        if (head->told.fills)
            err = note(row, take_cell(&r));
    }
    return err;
}
