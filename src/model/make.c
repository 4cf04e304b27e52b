/* make.c - a table out of a draft: columns and texts taken over, digest and index made. */
#include "make.h"

#include "draft.h"

#include <string.h>

enum { MANY_ROWS = 4096 };

bool ch_table__is_large(size_t rows)
{
    return rows >= MANY_ROWS;
}

ch_table *ch_table__new(const ch_table_kind *kind, size_t rows, const ch_memory *memory)
{
    ch_table *made = ch_memory_take(memory, sizeof *made);
    if (made != NULL)
        *made = (ch_table){.holders = 1, .arena = CH_ARENA(memory), .kind = kind, .rows = rows};
    return made;
}

void *ch_table__take_column(ch_table *table, unsigned column)
{
    const size_t size = ch_schema_cell_size(table->kind->column[column].type);
    if (!ch_table__is_large(table->rows))
        return table->column[column] = ch_arena_take(&table->arena, table->rows, size);
    return table->column[column] = table->block[column] = ch_growing__take(table->arena.memory, table->rows, size);
}

/* An earlier column of the same empty cells, all of whose rows are. */
static void *find_empty_column(const ch_table *table, unsigned column)
{
    const ch_column *kind = table->kind->column;
    for (unsigned i = 0; i < column; i++)
        if ((table->empty >> i & 1) != 0 && ch_cell__empty(kind[i].type) == ch_cell__empty(kind[column].type) &&
            ch_schema_cell_size(kind[i].type) >= ch_schema_cell_size(kind[column].type))
            return table->column[i];
    return NULL;
}

/* Zeroed memory that nobody writes to takes no room. */
bool ch_table__empty_column(ch_table *table, unsigned column)
{
    const ch_type type = table->kind->column[column].type;
    void *cells = find_empty_column(table, column);
    if (cells == NULL) {
        cells = ch_arena_take(&table->arena, table->rows, ch_schema_cell_size(type));
        if (cells == NULL)
            return false;
        if (!ch_cell__is_empty_zero(type))
            ch_cell__clear_all(type, cells, table->rows);
    }
    table->column[column] = cells;
    table->empty |= UINT32_C(1) << column;
    return true;
}

bool ch_table__add_texts(ch_table *table, ch_arena *arena)
{
    ch_table_texts *texts = ch_memory_take(arena->memory, sizeof *texts);
    if (texts == NULL)
        return false;
    *texts = (ch_table_texts){.holders = 1, .arena = *arena};
    *arena = CH_ARENA(arena->memory);
    table->texts[table->texts_count++] = texts;
    return true;
}

void ch_table__share_texts(ch_table *table, const ch_table *other)
{
    for (unsigned i = 0; i < other->texts_count; i++) {
        atomic_fetch_add_explicit(&other->texts[i]->holders, 1, memory_order_relaxed);
        table->texts[table->texts_count++] = other->texts[i];
    }
}

uint64_t ch_table__digest_of_none(const ch_table_kind *kind)
{
    return ch_cell__mix_text(0, ch_text_of(kind->name));
}

static void mix_empty(uint64_t *digest, size_t n)
{
    for (size_t i = 0; i < n; i++)
        digest[i] = ch_cell__mix_empty(digest[i]);
}

/* A few rows at a time, and of these column by column: rows do not wait for one another. */
uint64_t ch_table__digest_of_rows(const ch_table *table)
{
    enum { AT_ONCE = 256 };
    uint64_t row_digest[AT_ONCE], sum = 0;
    for (size_t row = 0; row < table->rows; row += AT_ONCE) {
        const size_t n = table->rows - row < AT_ONCE ? table->rows - row : AT_ONCE;
        memset(row_digest, 0, n * sizeof *row_digest);
        for (unsigned i = 0; i < table->kind->columns; i++) {
            const ch_type type = table->kind->column[i].type;
            if ((table->empty >> i & 1) != 0)
                mix_empty(row_digest, n);
            else
                ch_cell__mix_all(row_digest, type, (const char *)table->column[i] + row * ch_schema_cell_size(type), n);
        }
        for (size_t i = 0; i < n; i++)
            sum += ch_cell__mix_u64(row_digest[i], table->kind->columns);
    }
    return sum;
}

static void gather(const ch_growing *from, const ch_draft__order *order, char *to)
{
    for (size_t i = 0; i < order->rows; i++)
        memcpy(to + i * from->size, ch_growing__at(from, order->row != NULL ? order->row[i] : i), from->size);
}

/* A large column whose rows lie in order is the table's as it is. */
static bool fill_column(ch_table *table, ch_draft *draft, const ch_draft__order *order, unsigned column)
{
    ch_growing *from = &draft->column[column];
    if (order->row == NULL && ch_table__is_large(order->rows)) {
        if (!ch_growing__fill(draft->memory, from, order->rows))
            return false;
        table->column[column] = table->block[column] = from->cell;
        *from = (ch_growing){.type = from->type, .size = from->size};
        return true;
    }
    char *to = ch_table__take_column(table, column);
    if (to == NULL)
        return false;
    gather(from, order, to);
    ch_memory_give(draft->memory, from->cell); /* as soon as may be: it is large */
    *from = (ch_growing){.type = from->type, .size = from->size};
    return true;
}

static bool fill_columns(ch_table *table, ch_draft *draft, const ch_draft__order *order)
{
    bool enough = true;
    for (unsigned i = 0; enough && i < table->kind->columns; i++)
        enough = ch_growing__is_unset(&draft->column[i]) ? ch_table__empty_column(table, i)
                                                         : fill_column(table, draft, order, i);
    return enough;
}

static bool take_places(ch_table *table, ch_draft *draft, const ch_draft__order *order)
{
    if (order->row != NULL && draft->places != NULL) {
        uint32_t *from = CH_NEW(&draft->places->arena, uint32_t, order->rows);
        if (from == NULL)
            return false;
        memcpy(from, order->row, order->rows * sizeof *from);
        draft->places->from = from;
    }
    table->places = draft->places;
    draft->places = NULL;
    return true;
}

ch_err ch_draft__make_table(ch_draft *draft, const ch_draft__order *order, ch_table **table)
{
    ch_table *made = ch_table__new(draft->kind, order->rows, draft->memory);
    if (made == NULL)
        return CH_ENOMEM;
    if (!fill_columns(made, draft, order) || !ch_table__add_texts(made, &draft->arena) ||
        !take_places(made, draft, order) || !ch_table__make_index(made)) {
        ch_table_drop(made);
        return CH_ENOMEM;
    }
    made->digest = ch_table__digest_of_none(made->kind) + ch_table__digest_of_rows(made);
    *table = made;
    return CH_OK;
}
