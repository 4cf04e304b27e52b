/* intake_head.c - which row is the head, and what each of its cells fills. */
#include "intake_parts.h"

#include "fold.h"

enum { ROOM = 160 };

static ch_text fold(ch_text text, char room[ROOM])
{
    return ch_fold__head(text, room, ROOM);
}

static bool are_alike(ch_text a, ch_text b)
{
    char room[2][ROOM];
    return ch_text_equal(fold(a, room[0]), fold(b, room[1]));
}

static const ch_column *column_of(const ch_form_column *fills)
{
    return &ch_schema_table(fills->table)->column[fills->column];
}

/* The column that is named as in its schema; NULL: none. Its figures are in its own unit. */
static const ch_form_column *find_own_name(const ch_form *form, ch_text name)
{
    for (size_t i = 0; i < form->columns; i++) {
        const ch_form_column *column = &form->column[i];
        if (column->says == CH_FORM_VALUE && are_alike(name, ch_text_of(column_of(column)->name)))
            return column;
    }
    return NULL;
}

static const ch_intake_map *find_map(const ch_intake_ask *ask, ch_text head)
{
    for (size_t i = 0; i < ask->maps; i++)
        if (are_alike(ask->map[i].head, head))
            return &ask->map[i];
    return NULL;
}

/* A head, or name, of the form. */
static void name_column(const ch_form *form, ch_text name, ch_intake__head *head)
{
    const ch_form_match match = ch_form_match_head(form, name);
    const ch_form_column *own = find_own_name(form, name);
    head->told.fills = own ? own : match.column;
    if (head->told.fills && column_of(head->told.fills)->type == CH_TYPE_SHAPE)
        head->told.fills = NULL;
    head->told.near = head->told.fills ? NULL : match.near;
    head->plain_unit = own || !match.column ? NULL : match.column->unit;
}

static void match_head(const ch_intake_ask *ask, const ch_book_cell *cell, ch_intake__head *head)
{
    const ch_intake_map *map = find_map(ask, cell->text);
    *head = (ch_intake__head){.told = {.column = cell->column, .head = cell->text, .is_mapped = map != NULL}};
    if (!map || map->column.len > 0)
        name_column(ask->form, map ? map->column : cell->text, head);
}

/* Do two heads fill one cell of the zone? */
static bool fill_one(const ch_form_column *a, const ch_form_column *b)
{
    const unsigned a_end = a->column + (a->says == CH_FORM_RANGE), b_end = b->column + (b->says == CH_FORM_RANGE);
    if (a->table != b->table || a_end < b->column || b_end < a->column)
        return false;
    return a->says != CH_FORM_HAS || b->says != CH_FORM_HAS || a->word == b->word;
}

static bool is_head_text(const ch_book_cell *cell)
{
    return cell->kind == CH_CELL_TEXT && cell->text.len > 0;
}

size_t ch_intake__count_heads(const ch_intake_ask *ask, const ch_book_cell *cell, size_t cells)
{
    const ch_form_column *named[CH_MAX_COLUMNS * 2];
    size_t n = 0;
    for (size_t i = 0; i < cells && n < sizeof named / sizeof *named; i++) {
        ch_intake__head head;
        size_t at = 0;
        if (!is_head_text(&cell[i]))
            continue;
        match_head(ask, &cell[i], &head);
        while (head.told.fills && at < n && named[at] != head.told.fills)
            at++;
        if (head.told.fills && at == n)
            named[n++] = head.told.fills;
    }
    return n;
}

/* ---- taking */

static ch_err tell_head(ch_intake__run *run, const ch_intake__head *head, ch_want want, ch_text detail,
                        ch_text detail_zh)
{
    const ch_at at = ch_intake__at(run, run->intake->head_row, head->told.column + 1);
    const ch_err err = ch_fault_tell(
        run->faults,
        &(ch_fault){.at = at, .found = head->told.head, .want = want, .detail = detail, .detail_zh = detail_zh});
    return err == CH_ENOMEM ? err : CH_OK;
}

/* The user gave a column that is none. */
static ch_err tell_unknown(ch_intake__run *run, const ch_intake__head *head)
{
    ch_buf names = {.memory = run->arena->memory};
    ch_schema_print_columns(run->kind, &names);
    const ch_err err =
        names.failed ? CH_ENOMEM : tell_head(run, head, CH_WANT_KNOWN_COLUMN, ch_buf_text(&names), (ch_text){0});
    ch_buf_free(&names);
    return err;
}

/* Of two heads for one thing the first counts. */
static ch_err drop_doubled(ch_intake__run *run, ch_intake__head *head)
{
    for (const ch_intake__head *before = run->head; before < head; before++)
        if (head->told.fills && before->told.fills && fill_one(before->told.fills, head->told.fills)) {
            const ch_form_column *fills = head->told.fills;
            head->told.fills = NULL;
            return tell_head(run, head, CH_WANT_HEAD_ONCE, ch_text_of(fills->en), ch_text_of(fills->zh));
        }
    return CH_OK;
}

/* Money and land without a word of their unit are in that of the form, else as the zone keeps them. */
static ch_text unit_assumed(const ch_intake__head *head)
{
    if (!head->told.fills || head->told.unit.len > 0)
        return (ch_text){0};
    const ch_type type = column_of(head->told.fills)->type;
    if (head->plain_unit)
        return ch_text_of(head->plain_unit);
    return type == CH_TYPE_MONEY ? CH_TEXT("万元") : type == CH_TYPE_AREA ? CH_TEXT("亩") : (ch_text){0};
}

static ch_err take_head(ch_intake__run *run, const ch_book_cell *cell, ch_intake__head *head)
{
    const ch_form_match match = ch_form_match_head(run->ask->form, cell->text);
    match_head(run->ask, cell, head);
    head->told.head = ch_text_copy(run->arena, cell->text);
    head->told.unit = ch_text_copy(run->arena, ch_text_of(match.unit));
    if (!head->told.head.at || !head->told.unit.at)
        return CH_ENOMEM;
    head->told.assumed = unit_assumed(head);
    if (head->told.is_mapped && !head->told.fills && find_map(run->ask, cell->text)->column.len > 0)
        return tell_unknown(run, head);
    return drop_doubled(run, head);
}

/* Figures by year need a year from somewhere. */
static ch_err look_for_year(ch_intake__run *run)
{
    bool has_year = run->year.len > 0;
    for (size_t i = 0; i < run->heads; i++) {
        const ch_form_column *fills = run->head[i].told.fills;
        has_year = has_year || (fills && fills->says == CH_FORM_YEAR);
        if (fills && fills->says == CH_FORM_VALUE && fills->table != run->ask->form->table)
            run->yearly = (int)fills->table;
    }
    ch_err err = CH_OK;
    for (size_t i = 0; i < run->heads && run->yearly >= 0 && !has_year && err == CH_OK; i++) {
        const ch_form_column *fills = run->head[i].told.fills;
        if (fills && fills->says == CH_FORM_VALUE && (int)fills->table == run->yearly)
            err = tell_head(run, &run->head[i], CH_WANT_YEAR_COLUMN, (ch_text){0}, (ch_text){0});
    }
    if (!has_year)
        run->yearly = -1;
    return err;
}

ch_err ch_intake__take_heads(ch_intake__run *run, size_t row, const ch_book_cell *cell, size_t cells)
{
    ch_err err = CH_OK;
    run->intake->head_row = row;
    run->head = CH_NEW(run->arena, ch_intake__head, cells);
    if (!run->head)
        return CH_ENOMEM;
    for (size_t i = 0; i < cells && err == CH_OK; i++)
        if (is_head_text(&cell[i])) {
            err = take_head(run, &cell[i], &run->head[run->heads]);
            run->heads++;
        }
    return err == CH_OK ? look_for_year(run) : err;
}

/* The head once more, as on each page of a long sheet. */
bool ch_intake__are_heads(const ch_intake__run *run, const ch_book_cell *cell, size_t cells)
{
    size_t head = 0, alike = 0;
    for (size_t i = 0; i < cells; i++) {
        while (head < run->heads && run->head[head].told.column < cell[i].column)
            head++;
        alike += head < run->heads && run->head[head].told.column == cell[i].column &&
                 are_alike(run->head[head].told.head, cell[i].text);
    }
    return alike > 1 && alike == cells;
}
