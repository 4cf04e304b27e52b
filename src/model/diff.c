/* diff.c - two sorted tables walked side by side. */
#include "changhe/diff.h"

#include "cell.h"

#include <string.h>

typedef struct {
    ch_arena *arena;
    ch_row_diff *list;
    size_t count, capacity;
} differing;

static const void *cell_at(const ch_table *table, unsigned column, size_t row)
{
    return (const char *)table->column[column] + row * ch_schema_cell_size(table->kind->column[column].type);
}

static int compare_keys(const ch_table *a, size_t row_a, const ch_table *b, size_t row_b)
{
    int order = 0;
    for (unsigned c = 0; order == 0 && c < a->kind->keys; c++)
        order = ch_cell__compare(a->kind->column[c].type, cell_at(a, c, row_a), cell_at(b, c, row_b));
    return order;
}

static bool same_shape(const ch_shape *a, const ch_shape *b)
{
    if (a == b || !a || !b)
        return a == b;
    return a->parts == b->parts && a->rings == b->rings && a->points == b->points &&
           memcmp(a->part_start, b->part_start, (a->parts + 1) * sizeof *a->part_start) == 0 &&
           memcmp(a->ring_start, b->ring_start, (a->rings + 1) * sizeof *a->ring_start) == 0 &&
           memcmp(a->point, b->point, a->points * sizeof *a->point) == 0;
}

static bool same_cell(ch_type type, const void *a, const void *b)
{
    if (ch_cell__holds_text(type))
        return ch_text_equal(*(const ch_text *)a, *(const ch_text *)b);
    if (type == CH_TYPE_SHAPE)
        return same_shape(*(const ch_shape *const *)a, *(const ch_shape *const *)b);
    return memcmp(a, b, ch_schema_cell_size(type)) == 0;
}

static bool same_row(const ch_table *a, size_t row_a, const ch_table *b, size_t row_b)
{
    for (unsigned c = 0; c < a->kind->columns; c++)
        if (!same_cell(a->kind->column[c].type, cell_at(a, c, row_a), cell_at(b, c, row_b)))
            return false;
    return true;
}

static ch_err note(differing *found, ch_table_id table, size_t before, size_t after)
{
    if (!ch_arena_grow(found->arena, (void **)&found->list, &found->capacity, found->count + 1, sizeof *found->list))
        return CH_ENOMEM;
    found->list[found->count++] = (ch_row_diff){table, before, after};
    return CH_OK;
}

static ch_err diff_table(differing *found, ch_table_id id, const ch_table *before, const ch_table *after)
{
    ch_err err = CH_OK;
    for (size_t b = 0, a = 0; err == CH_OK && (b < before->rows || a < after->rows);) {
        const int order = b == before->rows ? 1 : a == after->rows ? -1 : compare_keys(before, b, after, a);
        if (order != 0 || !same_row(before, b, after, a))
            err = note(found, id, order <= 0 ? b : SIZE_MAX, order >= 0 ? a : SIZE_MAX);
        b += order <= 0;
        a += order >= 0;
    }
    return err;
}

ch_err ch_zone_diff(ch_arena *arena, const ch_zone *before, const ch_zone *after, const ch_row_diff **diff,
                    size_t *count)
{
    differing found = {.arena = arena};
    ch_err err = CH_OK;
    for (int id = 0; err == CH_OK && id < CH_TABLES; id++)
        if (before->table[id] != after->table[id])
            err = diff_table(&found, (ch_table_id)id, before->table[id], after->table[id]);
    *diff = found.list;
    *count = found.count;
    return err;
}
