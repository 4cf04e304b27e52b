/* columns.h - columns that grow row by row. A cell that nobody set is empty, and a column of which
 * nobody set a cell takes no room: most tables have some. */
#ifndef CHANGHE_MODEL_COLUMNS_H
#define CHANGHE_MODEL_COLUMNS_H

#include "cell.h"

typedef struct {
    ch_type type;
    size_t size;     /* of a cell */
    char *cell;      /* a block of its own; NULL: none was set */
    size_t set;      /* cells from this one on are empty */
    size_t capacity; /* of the block */
} ch_growing;

/* The cell of a row, to be read. */
static inline const void *ch_growing__at(const ch_growing *column, size_t row)
{
    return row < column->set ? column->cell + row * column->size : ch_cell__empty(column->type);
}

/* The cell of a row, for the caller to write; those before it that were never set are empty. What stood in
 * it stays, or is anything where it was never set. NULL: no memory. Cost: of all calls together O(rows). */
void *ch_growing__set(const ch_memory *memory, ch_growing *column, size_t row);

/* Cells of the first rows that were never set are empty in the block from now on. false: no memory. */
bool ch_growing__fill(const ch_memory *memory, ch_growing *column, size_t rows);

/* Are all cells empty? Nobody set one, or what was set was emptied again: then the answer may be no. */
static inline bool ch_growing__is_unset(const ch_growing *column)
{
    return column->set == 0;
}

/* Bytes for count cells, not cleared; NULL: no memory or too many. */
void *ch_growing__take(const ch_memory *memory, size_t count, size_t size);

#endif
