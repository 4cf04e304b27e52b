/* references.c - every reference names a row that is there; the source "illustrative" needs none.
 * One that stood in the same row of the snapshot this one was made from, and named a row of a table
 * that has lost none since, is not looked up again. */
#include "check.h"

#include "cell.h"

#include <stdlib.h>

static const ch_zone__removed *find_removed(const ch_checking *c, int table, ch_text key)
{
    const ch_zone__removed wanted = {.table = (ch_table_id)table, .key = key};
    if (c->origin->count == 0)
        return NULL;
    return bsearch(&wanted, c->origin->removed, c->origin->count, sizeof wanted, ch_zone__compare_removed);
}

/* A row by the name of its table and its key. */
static void print_row(const ch_table *table, size_t row, ch_text name, ch_buf *out)
{
    ch_buf_add(out, name);
    for (unsigned i = 0; i < table->kind->keys; i++) {
        ch_buf_addc(out, ' ');
        ch_table_format(table, i, row, out);
    }
}

static void tell_used(ch_checking *c, const ch_zone__removed *removed, ch_table_id user, size_t row)
{
    const ch_table *table = c->zone->table[user];
    const ch_column *key = &ch_schema_table(removed->table)->column[0];
    char room[CH_LABEL_ROOM];
    ch_buf by = {.memory = c->zone->memory}, by_zh = by;
    print_row(table, row, ch_text_of(table->kind->name), &by);
    print_row(table, row, ch_schema_label(table->kind->name, table->kind->zh, room), &by_zh);
    const ch_fault fault = {.at = removed->at,
                            .column = ch_text_of(key->name),
                            .column_zh = ch_text_of(key->zh),
                            .found = removed->key,
                            .want = CH_WANT_UNUSED,
                            .detail = ch_buf_text(&by),
                            .detail_zh = ch_buf_text(&by_zh)};
    ch_check__note(c, by.failed || by_zh.failed ? CH_ENOMEM : ch_fault_tell(c->faults, &fault));
    ch_buf_free(&by_zh);
    ch_buf_free(&by);
}

/* A code whose new one is missing, which is told there: nobody knows what it should be. */
static bool is_code_unknown(const ch_checking *c, ch_text code)
{
    const size_t row = ch_zone_find(c->zone, CH_TABLE_place_history, code);
    return row != SIZE_MAX && c->zone->place_history.new[row].len == 0;
}

static bool is_there(ch_checking *c, int table, ch_text key)
{
    if (table == CH_TABLE_sources && ch_text_equal(key, CH_TEXT("illustrative")))
        return true;
    return ch_check__find(c, (ch_table_id)table, key) != SIZE_MAX ||
           (table == CH_TABLE_places && is_code_unknown(c, key));
}

/* false: the cell names a row that is not there. */
static bool check_cell(ch_checking *c, ch_table_id id, unsigned column, size_t row)
{
    const ch_column *kind = &c->zone->table[id]->kind->column[column];
    const ch_text wanted = ch_text_of(ch_schema_table((ch_table_id)kind->to)->name);
    ch_text rest = ch_zone__texts(c->zone->table[id], column)[row], key;
    bool all_there = true;
    while (ch_zone__next_ref(kind->type, &rest, &key)) {
        if (is_there(c, kind->to, key))
            continue;
        all_there = false;
        const ch_zone__removed *removed = find_removed(c, kind->to, key);
        if (removed)
            tell_used(c, removed, id, row);
        else
            ch_check__tell(c, id, row, column, key, CH_WANT_REFERENCE, wanted);
    }
    return all_there;
}

/* ---- what is as it was */

/* A table beside the one of its name in the base. */
typedef struct {
    const ch_table *base;
    const uint32_t *was; /* row -> row of base with the same key, or CH_ZONE__NONE */
    bool lost_none;      /* every key of base is still there */
} comparison;

static int compare_keys(const ch_table *a, size_t row, const ch_table *b, size_t other)
{
    int order = 0;
    for (unsigned i = 0; order == 0 && i < a->kind->keys; i++) {
        const ch_type type = a->kind->column[i].type;
        const size_t size = ch_schema_cell_size(type);
        order =
            ch_cell__compare(type, (const char *)a->column[i] + row * size, (const char *)b->column[i] + other * size);
    }
    return order;
}

/* Both tables are sorted by key: one walk along both. */
static bool compare_with_base(const ch_table *table, const ch_table *base, ch_arena *scratch, comparison *made)
{
    uint32_t *was = CH_NEW(scratch, uint32_t, table->rows);
    if (!was)
        return false;
    size_t other = 0, met = 0;
    for (size_t row = 0; row < table->rows; row++) {
        int order = 1;
        while (other < base->rows && (order = compare_keys(base, other, table, row)) < 0)
            other++;
        was[row] = order == 0 ? (uint32_t)other : CH_ZONE__NONE;
        met += order == 0;
    }
    *made = (comparison){base, was, met == base->rows};
    return true;
}

static bool compare_all(const ch_checking *c, ch_arena *scratch, comparison compared[CH_TABLES])
{
    const ch_zone *base = c->origin->base;
    bool enough = true;
    for (int id = 0; enough && base && id < CH_TABLES; id++) {
        if (ch_check__shares(c, (ch_table_id)id))
            compared[id].lost_none = true;
        else
            enough = compare_with_base(c->zone->table[id], base->table[id], scratch, &compared[id]);
    }
    return enough;
}

static bool is_as_it_was(const comparison *table, unsigned column, size_t row, ch_text cell)
{
    const uint32_t was = table->was[row];
    return was != CH_ZONE__NONE && ch_text_equal(ch_zone__texts(table->base, column)[was], cell);
}

static void check_column(ch_checking *c, ch_table_id id, unsigned column, const comparison compared[CH_TABLES])
{
    const ch_table *table = c->zone->table[id];
    const bool may_skip = compared[table->kind->column[column].to].lost_none;
    if ((table->empty >> column & 1) != 0 || (may_skip && ch_check__shares(c, id)))
        return;

    /* Neighbours often say the same: what is there for one is there for the next. */
    const ch_text *cell = ch_zone__texts(table, column);
    const bool can_compare = may_skip && compared[id].base;
    bool is_sound = false;
    for (size_t row = 0; row < table->rows; row++)
        if (!is_sound || !ch_text_equal(cell[row], cell[row - 1]))
            is_sound =
                (can_compare && is_as_it_was(&compared[id], column, row, cell[row])) || check_cell(c, id, column, row);
}

void ch_check__references(ch_checking *c)
{
    ch_arena scratch = CH_ARENA(c->zone->memory);
    comparison compared[CH_TABLES] = {{NULL, NULL, false}};
    if (!compare_all(c, &scratch, compared))
        ch_check__note(c, CH_ENOMEM);
    for (int id = 0; c->worst != CH_ENOMEM && id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        for (unsigned i = 0; i < kind->columns; i++)
            if (kind->column[i].to >= 0)
                check_column(c, (ch_table_id)id, i, compared);
    }
    ch_arena_free(&scratch);
}
