/* sheet.c - lines over the rows of a fixed table, found by key, changed, and fixed again. */
#include "sheet.h"

#include "cell.h"
#include "draft.h"
#include "make.h"

ch_err ch_sheet__open(ch_sheets *sheets, ch_table_id id)
{
    ch_sheet *sheet = &sheets->sheet[id];
    if (sheet->base)
        return CH_OK;
    const ch_table *base = sheets->base->table[id];
    if (base->rows >= CH_ZONE__NONE)
        return CH_ENOMEM;
    sheet->line = CH_NEW(&sheets->arena, ch_sheet__line, base->rows);
    if (!sheet->line)
        return CH_ENOMEM;
    for (size_t i = 0; i < base->rows; i++)
        sheet->line[i].rest = (uint32_t)i;
    sheet->lines = sheet->capacity = base->rows;
    sheet->base = base;
    return CH_OK;
}

/* Where the key stands in the index, or the free place where it would. */
static uint32_t *look_up(const ch_sheet *sheet, const ch_text *key)
{
    const unsigned keys = sheet->base->kind->keys;
    uint64_t hash = 0;
    for (unsigned i = 0; i < keys; i++)
        hash = ch_cell__mix_text(hash, key[i]);
    for (size_t at = (size_t)ch_cell__mix_u64(hash, 0);; at++) { /* once more: low bits heard of first bytes alone */
        uint32_t *entry = &sheet->index[at & (sheet->index_size - 1)];
        if (*entry == 0)
            return entry;
        const ch_text *other = sheet->line[*entry - 1].key;
        unsigned same = 0;
        while (same < keys && ch_text_equal(key[same], other[same]))
            same++;
        if (same == keys)
            return entry;
    }
}

size_t ch_sheet__find(const ch_sheet *sheet, const ch_text *key)
{
    const size_t row = ch_table_find(sheet->base, key);
    if (row != SIZE_MAX || sheet->index_size == 0)
        return row;
    const uint32_t entry = *look_up(sheet, key);
    return entry == 0 ? SIZE_MAX : entry - 1;
}

static ch_err make_index(ch_sheets *sheets, ch_sheet *sheet)
{
    const size_t added = sheet->lines - sheet->base->rows;
    if (2 * (added + 1) <= sheet->index_size)
        return CH_OK;
    const size_t size = sheet->index_size > 0 ? 2 * sheet->index_size : 8;
    uint32_t *index = CH_NEW(&sheets->arena, uint32_t, size);
    if (!index)
        return CH_ENOMEM;
    sheet->index = index;
    sheet->index_size = size;
    for (size_t i = sheet->base->rows; i < sheet->lines; i++)
        *look_up(sheet, sheet->line[i].key) = (uint32_t)i + 1;
    return CH_OK;
}

ch_err ch_sheet__add(ch_sheets *sheets, ch_table_id id, const ch_text *key, size_t *line)
{
    ch_sheet *sheet = &sheets->sheet[id];
    void *lines = sheet->line;
    if (sheet->lines >= UINT32_MAX - 1 || make_index(sheets, sheet) != CH_OK ||
        !ch_arena_grow(&sheets->arena, &lines, &sheet->capacity, sheet->lines + 1, sizeof *sheet->line))
        return CH_ENOMEM;
    sheet->line = lines;
    sheet->line[sheet->lines] = (ch_sheet__line){.rest = CH_ZONE__NONE, .key = key};
    *line = sheet->lines++;
    *look_up(sheet, key) = (uint32_t)sheet->lines;
    sheet->changed = true;
    return CH_OK;
}

static ch_sheet__put *find_put(const ch_sheet *sheet, size_t line, unsigned column)
{
    ch_sheet__put *put = sheet->line[line].put;
    while (put && put->column != column)
        put = put->next;
    return put;
}

ch_err ch_sheet__put_text(ch_sheets *sheets, ch_table_id id, size_t line, unsigned column, ch_text text, ch_at at)
{
    ch_sheet *sheet = &sheets->sheet[id];
    ch_sheet__put *put = find_put(sheet, line, column);
    if (!put) {
        put = CH_NEW(&sheets->arena, ch_sheet__put, 1);
        if (!put)
            return CH_ENOMEM;
        put->next = sheet->line[line].put;
        sheet->line[line].put = put;
    }
    put->column = column;
    put->text = ch_text_trim(text);
    put->at = at;
    put->turn = sheets->turn;
    sheet->changed = true;
    return CH_OK;
}

ch_err ch_sheet__remove(ch_sheets *sheets, ch_table_id id, size_t line, ch_at at)
{
    ch_sheet *sheet = &sheets->sheet[id];
    void *leaving = sheet->leaving;
    if (!ch_arena_grow(&sheets->arena, &leaving, &sheet->leaving_capacity, sheet->leaving_count + 1,
                       sizeof *sheet->leaving))
        return CH_ENOMEM;
    sheet->leaving = leaving;
    sheet->leaving[sheet->leaving_count++] = (uint32_t)line;
    sheet->line[line].gone = sheet->line[line].leaving = true;
    sheet->line[line].at = at;
    sheet->line[line].gone_in = sheets->turn;
    sheet->changed = sheet->lost_some = true;
    return CH_OK;
}

size_t ch_sheet__put_in(const ch_sheet *sheet, size_t line, unsigned column)
{
    const ch_sheet__put *put = find_put(sheet, line, column);
    return put ? put->turn : 0;
}

ch_text ch_sheet__text(const ch_sheet *sheet, size_t line, unsigned column)
{
    const ch_sheet__put *put = find_put(sheet, line, column);
    if (put)
        return put->text;
    const uint32_t rest = sheet->line[line].rest;
    return rest == CH_ZONE__NONE ? CH_TEXT("") : ch_zone__texts(sheet->base, column)[rest];
}

ch_text ch_sheet__key(const ch_sheet *sheet, size_t line, unsigned column)
{
    const ch_column *kind = &sheet->base->kind->column[column];
    if (line >= sheet->base->rows)
        return sheet->line[line].key[column];
    if (ch_cell__holds_text(kind->type))
        return ch_zone__texts(sheet->base, column)[line];
    const uint8_t *word = sheet->base->column[column];
    return ch_text_of(kind->words->word[word[line]].word);
}

static bool is_unchanged(const ch_sheet *sheet, size_t line)
{
    const ch_sheet__line *own = &sheet->line[line];
    return own->rest == line && !own->put && !own->gone;
}

static ch_err write_line(ch_draft *draft, const ch_sheet *sheet, const ch_sheet__line *line, ch_faults *faults)
{
    ch_err err = ch_draft_row(draft, line->at);
    for (const ch_sheet__put *put = line->put; err == CH_OK && put; put = put->next)
        err = ch_draft_put(draft, put->column, put->text, put->at, faults);
    return err == CH_OK && line->rest != CH_ZONE__NONE ? ch_draft__take_rest_of(draft, sheet->base, line->rest) : err;
}

static ch_err write_changed(ch_draft *draft, const ch_sheet *sheet, ch_faults *faults)
{
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < sheet->lines; i++)
        if (!is_unchanged(sheet, i) && !sheet->line[i].gone)
            err = write_line(draft, sheet, &sheet->line[i], faults);
    return err;
}

/* Rows of base that are not as they were. NULL: no memory. */
static bool *find_changed(const ch_sheet *sheet, ch_arena *scratch)
{
    bool *changed = CH_NEW(scratch, bool, sheet->base->rows);
    for (size_t i = 0; changed && i < sheet->base->rows; i++)
        changed[i] = !is_unchanged(sheet, i);
    return changed;
}

/* The changed lines are a table of their own, checked like any other, and merged with the rest. */
static ch_err merge(const ch_sheets *sheets, const ch_sheet *sheet, ch_table *changed, ch_table **table)
{
    ch_arena scratch = CH_ARENA(sheets->base->memory);
    const bool *left = find_changed(sheet, &scratch);
    const ch_err err = left ? ch_table__merge(sheet->base, left, changed, table) : CH_ENOMEM;
    ch_arena_free(&scratch);
    return err;
}

/* All rows into the draft, where a table cannot be merged. */
static ch_err write_all(ch_draft *draft, const ch_sheet *sheet, ch_faults *faults)
{
    ch_arena scratch = CH_ARENA(sheet->base->arena.memory);
    const bool *changed = find_changed(sheet, &scratch);
    ch_err err = changed ? ch_draft_add_table(draft, sheet->base, changed) : CH_ENOMEM;
    ch_arena_free(&scratch);
    return err == CH_OK ? write_changed(draft, sheet, faults) : err;
}

ch_err ch_sheet__fix(const ch_sheets *sheets, ch_table_id id, ch_table **table, ch_faults *faults)
{
    const ch_sheet *sheet = &sheets->sheet[id];
    *table = NULL;
    if (!sheet->changed) {
        *table = sheets->base->table[id];
        ch_table_hold(*table);
        return CH_OK;
    }

    const bool can_merge = ch_table__can_merge(sheet->base);
    ch_draft *draft;
    ch_err err = ch_draft_new(id, sheets->base->memory, &draft);
    if (err != CH_OK)
        return err;
    err = can_merge ? write_changed(draft, sheet, faults) : write_all(draft, sheet, faults);
    if (err != CH_OK) {
        ch_draft_free(draft);
        return err;
    }
    ch_table *made;
    err = ch_draft_fix_rest(draft, &made, faults);
    if (can_merge && err != CH_ENOMEM) {
        const ch_err merged = merge(sheets, sheet, made, table);
        ch_table_drop(made);
        return ch_err_worse(err, merged);
    }
    *table = made;
    return err;
}
