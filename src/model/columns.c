/* columns.c - blocks that double; cells passed over are emptied when a later one is set. */
#include "columns.h"

enum { FIRST_ROWS = 16 };

void *ch_growing__take(const ch_memory *memory, size_t count, size_t size)
{
    return count <= SIZE_MAX / size ? ch_memory_take(memory, count * size) : NULL;
}

static bool make_room(const ch_memory *memory, ch_growing *column, size_t rows)
{
    if (rows <= column->capacity)
        return true;
    const size_t doubled = column->capacity > 0 ? column->capacity * 2 : FIRST_ROWS;
    const size_t capacity = rows > doubled ? rows : doubled;
    if (capacity > SIZE_MAX / column->size)
        return false;
    char *cell = ch_memory_grow(memory, column->cell, column->set * column->size, capacity * column->size);
    if (cell == NULL)
        return false;
    column->cell = cell;
    column->capacity = capacity;
    return true;
}

bool ch_growing__fill(const ch_memory *memory, ch_growing *column, size_t rows)
{
    if (rows <= column->set)
        return true;
    if (!make_room(memory, column, rows))
        return false;
    ch_cell__clear_all(column->type, column->cell + column->set * column->size, rows - column->set);
    column->set = rows;
    return true;
}

void *ch_growing__set(const ch_memory *memory, ch_growing *column, size_t row)
{
    if (!ch_growing__fill(memory, column, row) || !make_room(memory, column, row + 1))
        return NULL;
    column->set = row < column->set ? column->set : row + 1;
    return column->cell + row * column->size;
}
