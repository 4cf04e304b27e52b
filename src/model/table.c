/* table.c - what a fixed table answers, and who holds it. */
#include "changhe/table.h"

#include "cell.h"
#include "places.h"

ch_at ch_table_at(const ch_table *table, size_t row, unsigned column)
{
    if (table->places == NULL)
        return (ch_at){0};
    return ch_places__at(table->places, table->places->from[row], column);
}

bool ch_table_was_told(const ch_table *table, size_t row, unsigned column)
{
    return table->places != NULL && ch_places__was_told(table->places, table->places->from[row], column);
}

void ch_table_forget_places(ch_table *table)
{
    ch_places__free(table->places);
    table->places = NULL;
}

ch_err ch_table_empty(ch_table_id id, const ch_memory *memory, ch_table **table)
{
    ch_draft *draft;
    *table = NULL;
    ch_err err = ch_draft_new(id, memory, &draft);
    return err == CH_OK ? ch_draft_fix(draft, table, NULL) : err;
}

void ch_table_hold(ch_table *table)
{
    table->holders++;
}

void ch_table_drop(ch_table *table)
{
    if (table == NULL || --table->holders > 0)
        return;
    const ch_memory *memory = table->arena.memory;
    ch_table_forget_places(table);
    ch_arena_free(&table->arena);
    ch_memory_give(memory, table);
}

static const void *cell_at(const ch_table *table, unsigned column, size_t row)
{
    return (const char *)table->column[column] + row * ch_schema_cell_size(table->kind->column[column].type);
}

/* The cells of a key from its texts; false: no row can have them. */
static bool read_key(const ch_table_kind *kind, const ch_text *text, ch_cell *key)
{
    for (unsigned i = 0; i < kind->keys; i++) {
        const ch_column *column = &kind->column[i];
        if (ch_cell__holds_text(column->type))
            key[i].text = text[i];
        else if ((key[i].word = (uint8_t)ch_schema_find_word(column->words, text[i])) == 0)
            return false;
    }
    return true;
}

static int compare_to_key(const ch_table *table, size_t row, const ch_cell *key)
{
    int order = 0;
    for (unsigned i = 0; order == 0 && i < table->kind->keys; i++)
        order = ch_cell__compare(table->kind->column[i].type, cell_at(table, i, row), &key[i]);
    return order;
}

size_t ch_table_find(const ch_table *table, const ch_text *key)
{
    ch_cell cell[CH_MAX_KEYS];
    if (!read_key(table->kind, key, cell))
        return SIZE_MAX;

    size_t low = 0, high = table->rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_to_key(table, middle, cell);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

bool ch_table_is_empty(const ch_table *table, unsigned column, size_t row)
{
    return ch_cell__is_empty(table->kind->column[column].type, cell_at(table, column, row));
}

void ch_table_format(const ch_table *table, unsigned column, size_t row, ch_buf *out)
{
    ch_cell__format(&table->kind->column[column], cell_at(table, column, row), out);
}
