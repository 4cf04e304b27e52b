/* intake_edit.c - the edits that a good row is: of its own table, of its figures by year, of its titles. */
#include "intake_parts.h"

#include <stdio.h>

enum { MOST_EDITS = CH_MAX_COLUMNS + 2 };

/* The edits of one row until it is known to be good. */
typedef struct {
    ch_intake__run *run;
    ch_intake__row *row;
    ch_edit edit[MOST_EDITS];
    size_t edits;
} editing;

static ch_edit *begin_edit(editing *e, ch_table_id table)
{
    ch_edit *edit = &e->edit[e->edits];
    *edit = (ch_edit){.table = table, .at = e->row->at};
    edit->cell = CH_NEW(e->run->arena, ch_edit_cell, ch_schema_table(table)->columns);
    e->edits += edit->cell != NULL;
    return edit->cell ? edit : NULL;
}

static void put(ch_edit *edit, unsigned column, ch_text text, ch_at at)
{
    edit->cell[edit->cells++] = (ch_edit_cell){column, text, at};
}

static bool has_cell(const ch_edit *edit, unsigned column)
{
    size_t i = 0;
    while (i < edit->cells && edit->cell[i].column != column)
        i++;
    return i < edit->cells;
}

/* ---- where it comes from */

/* New rows of whatever table bear the source and day of the sheet's row, else those that were asked for. */
static void put_if_new(editing *e, ch_edit *edit, const char *name, ch_text asked)
{
    const int own = ch_schema_find_column(e->run->kind, ch_text_of(name));
    const int column = ch_schema_find_column(ch_schema_table(edit->table), ch_text_of(name));
    const ch_text text = own >= 0 && e->row->own[own].text.len > 0 ? e->row->own[own].text : asked;
    if (column >= 0 && text.len > 0 && !has_cell(edit, (unsigned)column))
        put(edit, (unsigned)column, text, e->row->at);
}

/* Does a cell of the edit say something else than the zone's row? */
static bool says_anew(const editing *e, const ch_edit *edit, size_t row, bool *failed)
{
    const ch_table *table = e->run->ask->zone->table[edit->table];
    bool anew = false;
    for (size_t i = 0; i < edit->cells && !anew; i++) {
        ch_buf now = {.memory = e->run->arena->memory};
        ch_table_format(table, edit->cell[i].column, row, &now);
        anew = !ch_text_equal(ch_buf_text(&now), edit->cell[i].text);
        *failed |= now.failed;
        ch_buf_free(&now);
    }
    return anew;
}

/* A row of another table that is there, at row, takes the sheet's source and day where something differs: else it is still
 * known from where it was. */
static ch_err put_other_origin(editing *e, ch_edit *edit, size_t row)
{
    bool failed = false;
    if (says_anew(e, edit, row, &failed)) {
        put_if_new(e, edit, "source", (ch_text){0});
        put_if_new(e, edit, "as_of", (ch_text){0});
    }
    return failed ? CH_ENOMEM : CH_OK;
}

static ch_err put_origin(editing *e, ch_edit *edit)
{
    put_if_new(e, edit, "source", e->run->source);
    put_if_new(e, edit, "as_of", e->run->as_of);
    if (edit->table != e->run->ask->form->table)
        put_if_new(e, edit, "marks", (ch_text){0});
    const int source = ch_schema_find_column(ch_schema_table(edit->table), CH_TEXT("source"));
    const int own = ch_schema_find_column(e->run->kind, CH_TEXT("source"));
    return source >= 0 && own >= 0 && !has_cell(edit, (unsigned)source) ? ch_intake__miss(e->run, e->row, (unsigned)own)
                                                                        : CH_OK;
}

/* ---- the row itself */

static bool is_origin(const ch_column *column)
{
    const ch_text name = ch_text_of(column->name);
    return ch_text_equal(name, CH_TEXT("source")) || ch_text_equal(name, CH_TEXT("as_of"));
}

/* An empty cell empties; but source and day stay, and what must be there is missed. */
static ch_err put_own(editing *e, ch_edit *edit, unsigned column)
{
    const ch_intake__value *own = &e->row->own[column];
    const ch_column *of = &e->run->kind->column[column];
    const bool is_new = e->row->zone_row == SIZE_MAX, is_empty = own->text.len == 0;
    if (!own->is_given || (is_empty && (is_new || is_origin(of))))
        return CH_OK;
    if (is_empty && of->need != CH_OPTIONAL)
        return ch_intake__miss(e->run, e->row, column);
    put(edit, column, own->text, own->at);
    return CH_OK;
}

/* Yes: the word. No: empty, if it was that word. */
static void put_is(editing *e, ch_edit *edit, const ch_form_column *is, const ch_intake__value *value)
{
    const uint8_t *word = e->run->table->column[is->column];
    if (value->text.len > 0)
        put(edit, is->column, ch_text_of(e->run->kind->column[is->column].words->word[is->word].word), value->at);
    else if (e->row->zone_row != SIZE_MAX && word[e->row->zone_row] == is->word)
        put(edit, is->column, (ch_text){0}, value->at);
}

static ch_err edit_own(editing *e)
{
    const ch_table_kind *kind = e->run->kind;
    const bool is_new = e->row->zone_row == SIZE_MAX;
    ch_edit *edit = begin_edit(e, e->run->ask->form->table);
    ch_err err = edit ? CH_OK : CH_ENOMEM;
    for (unsigned i = 0; i < kind->keys && edit; i++)
        put(edit, i, e->row->own[i].text, e->row->own[i].at);
    for (unsigned i = kind->keys; i < kind->columns && err == CH_OK; i++)
        err = put_own(e, edit, i);
    for (size_t i = 0; i < e->row->has_count && err == CH_OK; i++)
        if (e->row->has[i].column->says == CH_FORM_IS)
            put_is(e, edit, e->row->has[i].column, &e->row->has[i].value);
    if (err == CH_OK && is_new)
        err = put_origin(e, edit);
    for (unsigned i = kind->keys; i < kind->columns && err == CH_OK && is_new; i++)
        if (kind->column[i].need == CH_REQUIRED && !has_cell(edit, i) &&
            !ch_text_equal(ch_text_of(kind->column[i].name), CH_TEXT("source")))
            err = ch_intake__miss(e->run, e->row, i);
    return err;
}

/* ---- figures by year */

static bool says_any(const ch_intake__row *row)
{
    bool any = false;
    for (unsigned i = 0; i < CH_MAX_COLUMNS; i++)
        any = any || row->yearly[i].text.len > 0;
    return any;
}

static ch_err tell_no_year(editing *e)
{
    const ch_table_kind *kind = ch_schema_table((ch_table_id)e->run->yearly);
    return ch_intake__tell(e->run, e->row, e->row->year.at, &kind->column[1], (ch_text){0}, CH_WANT_VALUE,
                           (ch_text){0});
}

static ch_err edit_year(editing *e)
{
    const ch_intake__row *row = e->row;
    if (e->run->yearly < 0)
        return CH_OK;
    const ch_table *table = e->run->ask->zone->table[e->run->yearly];
    const ch_text key[2] = {row->own[0].text, row->year.text.len > 0 ? row->year.text : e->run->year};
    if (key[1].len == 0)
        return says_any(row) ? tell_no_year(e) : CH_OK;
    const size_t there = ch_table_find(table, key);
    const bool is_new = there == SIZE_MAX;
    if (is_new && !says_any(row))
        return CH_OK;
    ch_edit *edit = begin_edit(e, (ch_table_id)e->run->yearly);
    if (!edit)
        return CH_ENOMEM;
    put(edit, 0, key[0], row->own[0].at);
    put(edit, 1, key[1], row->year.at.line > 0 ? row->year.at : row->at);
    for (unsigned i = 2; i < table->kind->columns; i++)
        if (row->yearly[i].is_given && (row->yearly[i].text.len > 0 || !is_new))
            put(edit, i, row->yearly[i].text, row->yearly[i].at);
    return is_new ? put_origin(e, edit) : put_other_origin(e, edit, there);
}

/* ---- titles */

/* A firm that stands in several rows, of several years, may be given a title in each, but not another. *is_again: it was
 * given already. */
static ch_err see_title(editing *e, const ch_text key[2], const ch_intake__value *value, bool *is_again)
{
    const ch_intake__entry *entry;
    ch_buf title = {.memory = e->run->arena->memory}, same = {.memory = e->run->arena->memory};
    ch_text text[2];
    ch_buf_addf(&title, "%.*s\n%.*s", (int)key[0].len, key[0].at, (int)key[1].len, key[1].at);
    ch_buf_addf(&same, "%.*s\n%.*s\n%.*s", (int)key[0].len, key[0].at, (int)key[1].len, key[1].at, (int)value->text.len,
                value->text.at ? value->text.at : "");
    ch_err err =
        ch_err_worse(ch_intake__keep(e->run->arena, &title, &text[0]), ch_intake__keep(e->run->arena, &same, &text[1]));
    if (err != CH_OK || !ch_intake__index_put(&e->run->seen, text[1], e->row->number, &entry))
        return CH_ENOMEM;
    *is_again = entry->first != e->row->number;
    if (!ch_intake__index_put(&e->run->seen, text[0], e->row->number, &entry))
        return CH_ENOMEM;
    if (*is_again || entry->first == e->row->number)
        return CH_OK;
    char room[24];
    snprintf(room, sizeof room, "%zu", entry->first);
    return ch_intake__tell(e->run, e->row, value->at, &ch_schema_table(CH_TABLE_firm_titles)->column[1], key[1],
                           CH_WANT_ROW_ONCE, ch_text_of(room));
}

static ch_err edit_title(editing *e, const ch_form_column *has, const ch_intake__value *value)
{
    const ch_table_kind *kind = ch_schema_table(has->table);
    const ch_text key[2] = {e->row->own[0].text, ch_text_of(kind->column[1].words->word[has->word].word)};
    const size_t there = ch_table_find(e->run->ask->zone->table[has->table], key);
    const bool is_there = there != SIZE_MAX;
    bool is_again;
    const ch_err err = see_title(e, key, value, &is_again);
    if (err != CH_OK || is_again || (value->text.len == 0 && !is_there))
        return err;
    ch_edit *edit = begin_edit(e, has->table);
    if (!edit)
        return CH_ENOMEM;
    edit->is_delete = value->text.len == 0;
    put(edit, 0, key[0], value->at);
    put(edit, 1, key[1], value->at);
    if (edit->is_delete)
        return CH_OK;
    if (!ch_text_equal(value->text, CH_TEXT("yes")))
        put(edit, has->column, value->text, value->at);
    return is_there ? put_other_origin(e, edit, there) : put_origin(e, edit);
}

/* ---- all */

static ch_err keep_edits(ch_intake__run *run, const editing *e)
{
    ch_edits *edits = &run->intake->edits;
    if (!ch_arena_grow(run->arena, (void **)&run->edit, &run->edit_capacity, edits->count + e->edits,
                       sizeof *run->edit) ||
        !ch_arena_grow(run->arena, (void **)&run->edit_row, &run->edit_row_capacity, edits->count + e->edits,
                       sizeof *run->edit_row))
        return CH_ENOMEM;
    for (size_t i = 0; i < e->edits; i++) {
        run->edit[edits->count] = e->edit[i];
        run->edit_row[edits->count++] = e->row->number;
    }
    return CH_OK;
}

ch_err ch_intake__add_edits(ch_intake__run *run, ch_intake__row *row)
{
    editing e = {.run = run, .row = row};
    ch_err err = edit_own(&e);
    if (err == CH_OK && !row->is_bad)
        err = edit_year(&e);
    for (size_t i = 0; i < row->has_count && err == CH_OK && !row->is_bad; i++)
        if (row->has[i].column->says == CH_FORM_HAS)
            err = edit_title(&e, row->has[i].column, &row->has[i].value);
    return err == CH_OK && !row->is_bad ? keep_edits(run, &e) : err;
}
