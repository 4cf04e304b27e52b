/* table.c - what a fixed table answers, and who holds it. */
#include "changhe/table.h"

#include "cell.h"
#include "make.h"
#include "places.h"

ch_at ch_table_at(const ch_table *table, size_t row, unsigned column)
{
    const uint32_t record = table->places != NULL ? ch_places__record_of(table->places, row) : CH_PLACES__NO_ROW;
    return record != CH_PLACES__NO_ROW ? ch_places__at(table->places, record, column) : (ch_at){0};
}

bool ch_table_was_told(const ch_table *table, size_t row, unsigned column)
{
    const uint32_t record = table->places != NULL ? ch_places__record_of(table->places, row) : CH_PLACES__NO_ROW;
    return record != CH_PLACES__NO_ROW && ch_places__was_told(table->places, record, column);
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

/* Holders may be in several threads; only who is told that none is left may touch what lies behind. */
void ch_table_hold(ch_table *table)
{
    atomic_fetch_add_explicit(&table->holders, 1, memory_order_relaxed);
}

static void drop_texts(ch_table_texts *texts)
{
    if (atomic_fetch_sub_explicit(&texts->holders, 1, memory_order_acq_rel) > 1)
        return;
    const ch_memory *memory = texts->arena.memory;
    ch_arena_free(&texts->arena);
    ch_memory_give(memory, texts);
}

void ch_table_drop(ch_table *table)
{
    if (table == NULL || atomic_fetch_sub_explicit(&table->holders, 1, memory_order_acq_rel) > 1)
        return;
    const ch_memory *memory = table->arena.memory;
    ch_table_forget_places(table);
    for (unsigned i = 0; i < table->texts_count; i++)
        drop_texts(table->texts[i]);
    for (unsigned i = 0; i < table->kind->columns; i++)
        ch_memory_give(memory, table->block[i]);
    ch_memory_give(memory, table->index);
    ch_arena_free(&table->arena);
    ch_memory_give(memory, table);
}

static const void *cell_at(const ch_table *table, unsigned column, size_t row)
{
    return (const char *)table->column[column] + row * ch_schema_cell_size(table->kind->column[column].type);
}

static uint64_t digest_row(const ch_table *table, size_t row, uint32_t columns)
{
    uint64_t digest = 0, mixed = 0;
    for (unsigned i = 0; i < table->kind->columns; i++)
        if ((columns >> i & 1) != 0) {
            digest = ch_cell__mix(digest, table->kind->column[i].type, cell_at(table, i, row));
            mixed++;
        }
    return ch_cell__mix_u64(digest, mixed);
}

uint64_t ch_table_row_digest(const ch_table *table, size_t row)
{
    return digest_row(table, row, UINT32_MAX);
}

uint64_t ch_table_digest_of(const ch_table *table, uint32_t columns)
{
    uint64_t digest = ch_table__digest_of_none(table->kind);
    for (size_t row = 0; row < table->rows; row++)
        digest += digest_row(table, row, columns);
    return digest;
}

bool ch_table_is_empty(const ch_table *table, unsigned column, size_t row)
{
    return ch_cell__is_empty(table->kind->column[column].type, cell_at(table, column, row));
}

void ch_table_format(const ch_table *table, unsigned column, size_t row, ch_buf *out)
{
    ch_cell__format(&table->kind->column[column], cell_at(table, column, row), out);
}
