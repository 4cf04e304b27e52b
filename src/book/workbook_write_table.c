/* workbook_write_table.c - a table of the zone, with what its form gathers of others, as a workbook. */
#include "workbook_write_table.h"

#include "changhe/rows.h"

#include <string.h>

typedef struct {
    const ch_book_table *what;
    const ch_zone *zone;
    const ch_table *table;
    ch_arena arena;
    ch_book_out *out;
    ch_book_out__names names;
    ch_book_out__column *column; /* those that are written */
    size_t columns;
    bool *names_source, names_illustrative; /* which sources the rows written name */
    uint32_t shown[CH_TABLES];              /* columns that may be seen of any row kept */
    bool has_rows[CH_TABLES];               /* is there any such row? */
    ch_buf scratch;
} writing;

/* ---- the rows that a row of the form's table is told with */

static bool keeps(const writing *w, size_t row)
{
    return !w->what->is_template && (!w->what->keeps || w->what->keeps(w->what->self, row));
}

static uint32_t visible(const writing *w, ch_table_id table, size_t row)
{
    return w->what->visible ? w->what->visible(w->what->self, table, row) : CH_ROWS_ALL;
}

static ch_text key_of(const ch_table *table, size_t row)
{
    return ((const ch_text *)table->column[0])[row];
}

/* A table, the form's own as it shall be told. */
static const ch_table *told(const writing *w, ch_table_id table)
{
    return table == w->what->form->table ? w->table : w->zone->table[table];
}

/* Row of the last one with this first key, which of tables by year is the newest; SIZE_MAX: none. */
static size_t find_last(const ch_table *table, ch_text key)
{
    size_t low = 0, high = table->rows;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (ch_text_compare(key_of(table, middle), key) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && ch_text_equal(key_of(table, low - 1), key) ? low - 1 : SIZE_MAX;
}

static size_t find_titled(const ch_table *table, const ch_form_column *form, ch_text key)
{
    const unsigned word_column = table->kind->keys - 1;
    const char *word = table->kind->column[word_column].words->word[form->word].word;
    return ch_table_find(table, (ch_text[]){key, ch_text_of(word)});
}

/* The row that a column of the form tells of; SIZE_MAX: none. */
static size_t row_of(const writing *w, const ch_form_column *form, size_t row)
{
    if (form->table == w->what->form->table)
        return row;
    const ch_table *other = w->zone->table[form->table];
    const ch_text key = key_of(w->table, row);
    return form->says == CH_FORM_HAS ? find_titled(other, form, key) : find_last(other, key);
}

/* ---- which columns */

static bool has_value_column(const ch_form *form, ch_table_id table, unsigned column)
{
    for (size_t i = 0; i < form->columns; i++)
        if (form->column[i].says == CH_FORM_VALUE && form->column[i].table == table && form->column[i].column == column)
            return true;
    return false;
}

/* Left out is what another column says in full: 链主 beside 角色, 容积率 beside its two ends. */
static bool is_said_twice(const ch_form *form, const ch_form_column *column)
{
    return (column->says == CH_FORM_IS || column->says == CH_FORM_RANGE) &&
           has_value_column(form, column->table, column->column);
}

static bool may_be_seen(const writing *w, const ch_form_column *column)
{
    return !w->has_rows[column->table] || (w->shown[column->table] >> column->column & 1);
}

static void look_at(writing *w, ch_table_id table, size_t row)
{
    w->shown[table] |= visible(w, table, row);
    w->has_rows[table] = true;
}

/* The row itself, and those of other tables that it is told with. */
static void look_at_row(writing *w, size_t row)
{
    const ch_form *form = w->what->form;
    look_at(w, form->table, row);
    for (size_t i = 0; i < form->columns; i++) {
        const size_t at = form->column[i].table == form->table ? SIZE_MAX : row_of(w, &form->column[i], row);
        if (at != SIZE_MAX)
            look_at(w, form->column[i].table, at);
    }
}

static ch_err choose_columns(writing *w)
{
    const ch_form *form = w->what->form;
    w->column = CH_NEW(&w->arena, ch_book_out__column, form->columns);
    if (!w->column)
        return CH_ENOMEM;
    for (size_t row = 0; row < w->table->rows && w->what->visible; row++)
        if (keeps(w, row))
            look_at_row(w, row);
    for (size_t i = 0; i < form->columns; i++) {
        const ch_book_out__column column = ch_book_out__column_of(&form->column[i]);
        if (column.column->type != CH_TYPE_SHAPE && !is_said_twice(form, column.form) && may_be_seen(w, column.form))
            w->column[w->columns++] = column;
    }
    return CH_OK;
}

static bool names_table(const writing *w, ch_table_id table)
{
    for (size_t i = 0; i < w->columns; i++)
        if (w->column[i].column->type == CH_TYPE_REF && w->column[i].column->to == (int)table)
            return true;
    return false;
}

static ch_err find_names(writing *w)
{
    static const ch_table_id named[] = {CH_TABLE_places, CH_TABLE_firms};
    ch_err err = CH_OK;
    for (size_t i = 0; i < sizeof named / sizeof *named && err == CH_OK; i++)
        if (names_table(w, named[i]) && (named[i] == CH_TABLE_places || !w->what->is_template))
            err = ch_book_out__find_names(&w->names, &w->arena, named[i]);
    return err;
}

/* ---- heads */

static ch_err choose_words(writing *w, const ch_words *words, ch_book_head *head)
{
    ch_text *choice = CH_NEW(&w->arena, ch_text, words->count);
    for (unsigned i = 0; choice && i < words->count; i++)
        choice[i] = ch_book_out__word(words, i + 1, w->what->in_english);
    head->choice = choice;
    head->choices = words->count;
    return choice ? CH_OK : CH_ENOMEM;
}

static ch_err choose_places(writing *w, ch_book_head *head)
{
    const size_t places = w->zone->places.rows;
    ch_text *choice = CH_NEW(&w->arena, ch_text, places);
    for (size_t i = 0; choice && i < places; i++)
        choice[i] = ch_book_out__name(&w->names, CH_TABLE_places, i);
    head->choice = choice;
    head->choices = places;
    return choice ? CH_OK : CH_ENOMEM;
}

static ch_err choose(writing *w, const ch_book_out__column *column, ch_book_head *head)
{
    static const ch_text yes_no[2][2] = {{{"是", 3}, {"否", 3}}, {{"yes", 3}, {"no", 2}}};
    const ch_column *of = column->column;
    if (column->form->says == CH_FORM_HAS || of->type == CH_TYPE_FLAG) {
        head->choice = yes_no[w->what->in_english];
        head->choices = 2;
        return CH_OK;
    }
    if (of->type == CH_TYPE_WORD)
        return choose_words(w, of->words, head);
    return of->type == CH_TYPE_REF && of->to == CH_TABLE_places ? choose_places(w, head) : CH_OK;
}

static ch_err keep_text(writing *w, ch_text *text)
{
    *text = w->scratch.failed ? (ch_text){0} : ch_text_copy(&w->arena, ch_buf_text(&w->scratch));
    w->scratch.len = 0;
    return text->at ? CH_OK : CH_ENOMEM;
}

static ch_err make_head(writing *w, const ch_book_out__column *column, ch_book_head *head)
{
    const bool in_english = w->what->in_english;
    ch_book_out__write_head(column, in_english, &w->scratch);
    ch_err err = keep_text(w, &head->head);
    ch_book_out__write_note(column, in_english, &w->scratch);
    if (err == CH_OK)
        err = keep_text(w, &head->note);
    head->is_required = column->form->table == w->what->form->table && column->form->says == CH_FORM_VALUE &&
                        column->column->need != CH_OPTIONAL;
    return err == CH_OK ? choose(w, column, head) : err;
}

static ch_err write_heads(writing *w)
{
    const ch_form *form = w->what->form;
    ch_book_head *head = CH_NEW(&w->arena, ch_book_head, w->columns);
    ch_err err = head ? CH_OK : CH_ENOMEM;
    for (size_t i = 0; i < w->columns && err == CH_OK; i++)
        err = make_head(w, &w->column[i], &head[i]);
    return err == CH_OK
               ? ch_book_out_sheet(w->out, ch_text_of(w->what->in_english ? form->en : form->zh), head, w->columns)
               : err;
}

/* ---- rows */

static void note_sources(writing *w, const ch_table *table, size_t row, uint32_t mask)
{
    const int source = ch_schema_find_column(table->kind, CH_TEXT("source"));
    if (source < 0 || table->kind->column[source].type != CH_TYPE_REFS || !(mask >> source & 1))
        return;
    ch_text rest = ((const ch_text *)table->column[source])[row], id;
    while (ch_text_next(&rest, ' ', &id)) {
        const size_t at = ch_zone_find(w->zone, CH_TABLE_sources, id);
        if (at != SIZE_MAX)
            w->names_source[at] = true;
        w->names_illustrative |= ch_text_equal(id, CH_TEXT("illustrative"));
    }
}

/* Since when the title is held, else that it is. */
static void put_title(writing *w, const ch_book_out__column *column, const ch_table *table, size_t row)
{
    const ch_date since = ((const ch_date *)table->column[column->form->column])[row];
    if (since != 0)
        ch_book_out_date(w->out, since);
    else
        ch_book_out_text(w->out, w->what->in_english ? CH_TEXT("yes") : CH_TEXT("是"));
}

static void put_cell(writing *w, const ch_book_out__column *column, size_t of_row)
{
    const ch_table *table = told(w, column->form->table);
    const size_t row = row_of(w, column->form, of_row);
    const uint32_t mask = row == SIZE_MAX ? 0 : visible(w, column->form->table, row);
    if (!(mask >> column->form->column & 1)) {
        ch_book_out_empty(w->out);
        return;
    }
    note_sources(w, table, row, mask);
    if (column->form->says == CH_FORM_HAS)
        put_title(w, column, table, row);
    else
        ch_book_out__put(w->out, column, &w->names, table, row, w->what->in_english, &w->scratch);
}

static void write_rows(writing *w)
{
    for (size_t row = 0; row < w->table->rows; row++) {
        if (!keeps(w, row))
            continue;
        ch_book_out_row(w->out);
        for (size_t i = 0; i < w->columns; i++)
            put_cell(w, &w->column[i], row);
    }
}

/* ---- sources */

static void write_source(writing *w, ch_text id, ch_text title, ch_date date)
{
    ch_book_out_row(w->out);
    ch_book_out_text(w->out, id);
    ch_book_out_text(w->out, title);
    ch_book_out_date(w->out, date);
}

/* Those that the rows name; of a template, all that may be named. The sources are their own. */
static ch_err write_sources(writing *w)
{
    const bool in_english = w->what->in_english;
    const ch_rows_sources *sources = &w->zone->sources;
    const ch_book_head head[2][3] = {{{.head = CH_TEXT("编号"), .width = 24},
                                      {.head = CH_TEXT("题名"), .width = 60},
                                      {.head = CH_TEXT("日期"), .width = 14}},
                                     {{.head = CH_TEXT("id"), .width = 24},
                                      {.head = CH_TEXT("title"), .width = 60},
                                      {.head = CH_TEXT("date"), .width = 14}}};
    const bool all = w->what->is_template;
    if (w->what->form->table == CH_TABLE_sources)
        return CH_OK;
    const ch_err err =
        ch_book_out_sheet(w->out, in_english ? CH_TEXT("Sources") : CH_TEXT("来源"), head[in_english], 3);
    if (err != CH_OK)
        return err;
    for (size_t i = 0; i < sources->rows; i++)
        if (all || w->names_source[i])
            write_source(w, sources->id[i], sources->title[i], sources->date[i]);
    if ((all || w->names_illustrative) && ch_zone_find(w->zone, CH_TABLE_sources, CH_TEXT("illustrative")) == SIZE_MAX)
        write_source(w, CH_TEXT("illustrative"),
                     in_english ? CH_TEXT("Invented, to illustrate") : CH_TEXT("示意数据，并非实际"), 0);
    return CH_OK;
}

static ch_err write(writing *w)
{
    ch_err err = choose_columns(w);
    if (err == CH_OK)
        err = find_names(w);
    w->names_source = CH_NEW(&w->arena, bool, w->zone->sources.rows);
    if (err == CH_OK && !w->names_source)
        err = CH_ENOMEM;
    if (err == CH_OK)
        err = write_heads(w);
    if (err != CH_OK)
        return err;
    write_rows(w);
    err = write_sources(w);
    return w->scratch.failed ? CH_ENOMEM : err;
}

ch_err ch_book_write_table(const ch_memory *memory, const ch_book_table *what, ch_buf *to)
{
    writing w = {.what = what,
                 .zone = what->zone,
                 .table = what->told ? what->told : what->zone->table[what->form->table],
                 .arena = CH_ARENA(memory),
                 .names.zone = what->zone,
                 .scratch.memory = memory};
    ch_err err = ch_book_out_open(memory, &w.out);
    if (err == CH_OK)
        err = write(&w);
    if (err == CH_OK)
        err = ch_book_out_close(w.out, to);
    else
        ch_book_out_drop(w.out);
    ch_buf_free(&w.scratch);
    ch_arena_free(&w.arena);
    return err;
}
