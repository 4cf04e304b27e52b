/* cut.c - columns gathered row by row; what is not cut is held once more. */
#include "changhe/cut.h"

#include "build.h"
#include "make.h"

#include <string.h>

static bool gather(ch_table *made, const ch_table *from, const ch_cut *cut)
{
    for (unsigned i = 0; i < from->kind->columns; i++) {
        const size_t size = ch_schema_cell_size(from->kind->column[i].type);
        char *to = ch_table__take_column(made, i);
        if (!to)
            return false;
        for (size_t row = 0; row < cut->rows; row++)
            memcpy(to + row * size, (const char *)from->column[i] + cut->row[row] * size, size);
    }
    return true;
}

static ch_err cut_table(const ch_table *from, const ch_cut *cut, const ch_memory *memory, ch_table **table)
{
    ch_table *made = ch_table__new(from->kind, cut->rows, memory);
    *table = made;
    if (!made)
        return CH_ENOMEM;
    ch_table__share_texts(made, from);
    if (!gather(made, from, cut) || !ch_table__make_index(made))
        return CH_ENOMEM;
    made->digest = ch_table__digest_of_none(made->kind) + ch_table__digest_of_rows(made);
    return CH_OK;
}

static ch_err copy_rows(const uint32_t *from, size_t rows, const ch_memory *memory, const uint32_t **copy)
{
    if (!from)
        return CH_OK;
    uint32_t *made = ch_memory_take(memory, rows * sizeof *made);
    *copy = made;
    if (!made)
        return CH_ENOMEM;
    memcpy(made, from, rows * sizeof *made);
    return CH_OK;
}

static ch_err fill(ch_zone *made, const ch_zone *base, const ch_cut cut[CH_TABLES])
{
    ch_err err = copy_rows(base->place_parent, base->places.rows, base->memory, &made->place_parent);
    if (err == CH_OK)
        err = copy_rows(base->code_end, base->place_history.rows, base->memory, &made->code_end);
    for (int id = 0; err == CH_OK && id < CH_TABLES; id++) {
        if (cut[id].cut) {
            err = cut_table(base->table[id], &cut[id], base->memory, &made->table[id]);
        } else {
            made->table[id] = base->table[id];
            ch_table_hold(made->table[id]);
        }
    }
    if (err == CH_OK)
        ch_zone__fill_views(made);
    return err;
}

ch_err ch_zone_cut(const ch_zone *base, const ch_cut cut[CH_TABLES], ch_zone **part)
{
    ch_zone *made = ch_memory_take(base->memory, sizeof *made);
    *part = NULL;
    if (!made)
        return CH_ENOMEM;
    *made = (ch_zone){.holders = 1, .memory = base->memory};
    const ch_err err = fill(made, base, cut);
    if (err == CH_OK)
        *part = made;
    else
        ch_zone_drop(made);
    return err;
}
