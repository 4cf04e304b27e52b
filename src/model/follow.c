/* follow.c - old place codes followed to what became of them, through every reference to places. */
#include "build.h"

#include <string.h>

typedef struct {
    const ch_zone *zone;
    ch_at at;    /* for rows whose own place is not known */
    ch_buf text; /* of a cell being rewritten */
} codes;

/* What the old code of a row became; one whose new code is missing, a fault, is what it was. */
static const ch_text *new_code(const ch_table *history, size_t row)
{
    const ch_text *new = &ch_zone__texts(history, CH_COLUMN_place_history_new)[row];
    return new->len > 0 ? new : &ch_zone__texts(history, CH_COLUMN_place_history_old)[row];
}

static uint32_t row_after(const ch_table *history, uint32_t row)
{
    if (ch_zone__texts(history, CH_COLUMN_place_history_new)[row].len == 0)
        return CH_ZONE__NONE;
    return (uint32_t)ch_table_find(history, new_code(history, row)); /* SIZE_MAX gives CH_ZONE__NONE */
}

ch_text ch_zone__last_code(const ch_zone *zone, ch_text code)
{
    const ch_table *history = zone->table[CH_TABLE_place_history];
    const size_t row = ch_table_find(history, &code);
    if (row == SIZE_MAX || zone->code_end[row] == CH_ZONE__NONE)
        return code;
    return *new_code(history, zone->code_end[row]);
}

/* Where a chain ends, for it and all rows on the way. walk[i] names the walk that came to a row first,
 * 0: none did. A chain that comes back to its own walk runs into a circle and ends nowhere. */
static void find_last(const uint32_t *next, uint32_t row, uint32_t *walk, uint32_t *last)
{
    const uint32_t this_walk = row + 1;
    uint32_t at = row;
    for (; walk[at] == 0; at = next[at])
        walk[at] = this_walk;
    const uint32_t end = walk[at] == this_walk ? CH_ZONE__NONE : last[at];
    for (at = row; walk[at] == this_walk && last[at] != CH_ZONE__NONE; at = next[at])
        last[at] = end;
}

static ch_err find_all_last(ch_arena *scratch, const ch_table *history, uint32_t *last)
{
    uint32_t *next = CH_NEW(scratch, uint32_t, history->rows);
    uint32_t *walk = CH_NEW(scratch, uint32_t, history->rows);
    if (!next || !walk)
        return CH_ENOMEM;
    memset(last, 0, history->rows * sizeof *last);
    for (uint32_t i = 0; i < history->rows; i++) {
        next[i] = row_after(history, i);
        if (next[i] == CH_ZONE__NONE)
            walk[i] = i + 1, last[i] = i;
    }
    for (uint32_t i = 0; i < history->rows; i++)
        if (walk[i] == 0)
            find_last(next, i, walk, last);
    return CH_OK;
}

static ch_err make_code_ends(ch_zone *zone)
{
    const ch_table *history = zone->table[CH_TABLE_place_history];
    if (history->rows >= CH_ZONE__NONE || history->rows > SIZE_MAX / sizeof(uint32_t))
        return CH_ENOMEM;
    uint32_t *last = ch_memory_take(zone->memory, history->rows * sizeof *last);
    if (!last)
        return CH_ENOMEM;
    zone->code_end = last;
    ch_arena scratch = CH_ARENA(zone->memory);
    const ch_err err = find_all_last(&scratch, history, last);
    ch_arena_free(&scratch);
    return err;
}

/* Is it an old code whose new one is missing? That is told there; who names it is not to blame. */
static bool lacks_new(const ch_zone *zone, ch_text code)
{
    return ch_table_find(zone->table[CH_TABLE_place_history], &code) != SIZE_MAX;
}

/* What leads to no place stays as written, so that a fault names what stands in the file. */
static ch_text current(const ch_zone *zone, ch_text code)
{
    const ch_text last = ch_zone__last_code(zone, code);
    const bool is_place = ch_table_find(zone->table[CH_TABLE_places], &last) != SIZE_MAX;
    return is_place || lacks_new(zone, last) ? last : code;
}

/* Write the cell with current codes into known->text; was any code old? */
static bool rewrite(codes *known, ch_type type, ch_text cell)
{
    bool any_old = false;
    known->text.len = 0;
    for (ch_text code; ch_zone__next_ref(type, &cell, &code);) {
        const ch_text now = current(known->zone, code);
        any_old |= !ch_text_equal(now, code);
        if (known->text.len > 0)
            ch_buf_addc(&known->text, ' ');
        ch_buf_add(&known->text, now);
    }
    return any_old;
}

static bool refers_to_places(const ch_column *column)
{
    return column->to == CH_TABLE_places;
}

static bool has_old_code(codes *known, const ch_table *table, size_t row)
{
    for (unsigned i = 0; i < table->kind->columns; i++)
        if (refers_to_places(&table->kind->column[i]) &&
            rewrite(known, table->kind->column[i].type, ch_zone__texts(table, i)[row]))
            return true;
    return false;
}

/* The row once more, with current codes, and without its old self. */
static ch_err replace_row(ch_draft *draft, codes *known, const ch_table *table, size_t row)
{
    const ch_at at = ch_table_at(table, row, 0);
    ch_err err = ch_draft_row(draft, at.file.len > 0 ? at : known->at);
    for (unsigned i = 0; err == CH_OK && i < table->kind->columns; i++)
        if (refers_to_places(&table->kind->column[i]) &&
            rewrite(known, table->kind->column[i].type, ch_zone__texts(table, i)[row]))
            err = ch_draft_put(draft, i, ch_buf_text(&known->text), ch_table_at(table, row, i), NULL);
    if (err == CH_OK)
        err = ch_draft_take_rest(draft, row);
    if (err == CH_OK)
        ch_draft_drop_row(draft, row);
    return err;
}

static ch_err rebuild(codes *known, const ch_memory *memory, ch_table_id id, ch_table **table, ch_faults *faults)
{
    ch_draft *draft;
    ch_err err = ch_draft_new(id, memory, &draft);
    if (err == CH_OK)
        err = ch_draft_add_table(draft, *table, NULL);
    for (size_t row = 0; err == CH_OK && row < (*table)->rows; row++)
        if (has_old_code(known, *table, row))
            err = replace_row(draft, known, *table, row);
    if (err != CH_OK || known->text.failed) {
        ch_draft_free(draft);
        return CH_ENOMEM;
    }

    ch_table *followed;
    const ch_err fixed = ch_draft_fix_rest(draft, &followed, faults);
    if (fixed == CH_ENOMEM)
        return CH_ENOMEM;
    ch_table_drop(*table);
    *table = followed;
    return fixed;
}

static ch_err follow_in(codes *known, ch_zone *zone, ch_table_id id, ch_faults *faults)
{
    for (size_t row = 0; row < zone->table[id]->rows; row++)
        if (has_old_code(known, zone->table[id], row))
            return rebuild(known, zone->memory, id, &zone->table[id], faults);
    return known->text.failed ? CH_ENOMEM : CH_OK;
}

ch_err ch_zone__follow_codes(ch_zone *zone, const ch_zone__origin *origin, ch_faults *faults)
{
    const ch_zone *base = origin->base;
    const ch_table *history = zone->table[CH_TABLE_place_history];
    const bool same_codes = ch_zone__shares(zone, base, CH_TABLE_place_history);
    if (history->rows == 0)
        return CH_OK;

    codes known = {.zone = zone, .at = origin->at, .text.memory = zone->memory};
    ch_err worst = make_code_ends(zone);
    for (int id = 0; worst != CH_ENOMEM && id < CH_TABLES; id++) {
        if (same_codes && ch_zone__shares(zone, base, (ch_table_id)id))
            continue;
        const ch_err err = follow_in(&known, zone, (ch_table_id)id, faults);
        worst = err != CH_OK ? err : worst;
    }
    ch_buf_free(&known.text);
    return worst;
}
