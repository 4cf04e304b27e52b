/* find.c - a row by its key: by hash where one text is the key, else by halving.
 * The index is made with the table: threads share tables, and nobody changes one. */
#include "make.h"

#include "cell.h"

#include <string.h>

/* Low bits hear of the first bytes alone until a text is mixed once more. */
static size_t start_of(const ch_table *table, ch_text key)
{
    return (size_t)ch_cell__mix_u64(ch_cell__mix_text(0, key), 0) & (table->index_size - 1);
}

bool ch_table__make_index(ch_table *table)
{
    if (table->kind->keys != 1 || !ch_cell__holds_text(table->kind->column[0].type) || table->rows == 0)
        return true;
    const ch_text *key = table->column[0];
    size_t size = 8;
    while (size / 2 < table->rows)
        size *= 2;
    table->index = size <= SIZE_MAX / sizeof *table->index
                       ? ch_memory_take(table->arena.memory, size * sizeof *table->index)
                       : NULL;
    if (table->index == NULL)
        return false;
    memset(table->index, 0, size * sizeof *table->index);
    table->index_size = size;
    for (size_t row = 0; row < table->rows; row++) {
        size_t at = start_of(table, key[row]);
        while (table->index[at] != 0)
            at = (at + 1) & (size - 1);
        table->index[at] = (uint32_t)row + 1;
    }
    return true;
}

static size_t find_by_hash(const ch_table *table, ch_text wanted)
{
    const ch_text *key = table->column[0];
    for (size_t at = start_of(table, wanted);; at = (at + 1) & (table->index_size - 1)) {
        const uint32_t entry = table->index[at];
        if (entry == 0)
            return SIZE_MAX;
        if (ch_text_equal(key[entry - 1], wanted))
            return entry - 1;
    }
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

static size_t find_by_halving(const ch_table *table, const ch_text *key)
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

size_t ch_table_find(const ch_table *table, const ch_text *key)
{
    return table->index != NULL ? find_by_hash(table, key[0]) : find_by_halving(table, key);
}
