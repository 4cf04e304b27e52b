/* merge.c - a table made of another and a few rows: columns are copied in runs, texts are shared. */
#include "make.h"

#include "cell.h"
#include "places.h"

#include <string.h>

/* Neighbours of one table that stay neighbours. */
typedef struct {
    const ch_table *from;
    size_t row, rows;
} run;

typedef struct {
    const ch_table *base;
    const bool *left; /* rows of base that are left out */
    ch_table *put;
    run *run;
    size_t runs, rows;
    ch_arena scratch;
} merging;

static const void *cell_at(const ch_table *table, unsigned column, size_t row)
{
    return (const char *)table->column[column] + row * ch_schema_cell_size(table->kind->column[column].type);
}

static int compare_keys(const ch_table *a, size_t row, const ch_table *b, size_t other)
{
    int order = 0;
    for (unsigned i = 0; order == 0 && i < a->kind->keys; i++)
        order = ch_cell__compare(a->kind->column[i].type, cell_at(a, i, row), cell_at(b, i, other));
    return order;
}

/* The first row of base whose key is not before that of a row put. */
static size_t place_in_base(const merging *m, size_t put_row)
{
    size_t low = 0, high = m->base->rows;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare_keys(m->base, middle, m->put, put_row) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_run(merging *m, const ch_table *from, size_t row, size_t end)
{
    if (row == end)
        return;
    m->run[m->runs++] = (run){from, row, end - row};
    m->rows += end - row;
}

static void add_base(merging *m, size_t row, size_t end)
{
    size_t first = row;
    for (; row < end; row++)
        if (m->left[row]) {
            add_run(m, m->base, first, row);
            first = row + 1;
        }
    add_run(m, m->base, first, end);
}

/* Each row left out ends a run, and each row put is one and ends one. */
static bool find_runs(merging *m)
{
    size_t most = 2 * m->put->rows + 1, done = 0;
    for (size_t row = 0; row < m->base->rows; row++)
        most += m->left[row];
    m->run = CH_NEW(&m->scratch, run, most);
    if (!m->run)
        return false;
    for (size_t row = 0; row < m->put->rows; row++) {
        const size_t place = place_in_base(m, row);
        add_base(m, done, place);
        add_run(m, m->put, row, row + 1);
        done = place;
    }
    add_base(m, done, m->base->rows);
    return true;
}

static bool fill_column(const merging *m, ch_table *made, unsigned column)
{
    if ((m->base->empty & m->put->empty) >> column & 1)
        return ch_table__empty_column(made, column);
    const size_t size = ch_schema_cell_size(made->kind->column[column].type);
    char *to = ch_table__take_column(made, column);
    for (size_t i = 0; to && i < m->runs; to += m->run[i++].rows * size)
        memcpy(to, cell_at(m->run[i].from, column, m->run[i].row), m->run[i].rows * size);
    return to != NULL;
}

static uint64_t digest_of(const merging *m)
{
    uint64_t digest = m->base->digest + m->put->digest - ch_table__digest_of_none(m->base->kind);
    for (size_t row = 0; row < m->base->rows; row++)
        if (m->left[row])
            digest -= ch_table_row_digest(m->base, row);
    return digest;
}

/* Rows of base came from nowhere. */
static bool take_places(const merging *m, ch_table *made)
{
    struct ch_cell_places *places = m->put->places;
    uint32_t *from = CH_NEW(&places->arena, uint32_t, made->rows);
    if (!from)
        return false;
    size_t row = 0;
    for (size_t i = 0; i < m->runs; i++)
        for (size_t k = 0; k < m->run[i].rows; k++)
            from[row++] =
                m->run[i].from == m->put ? ch_places__record_of(places, m->run[i].row + k) : CH_PLACES__NO_ROW;
    places->from = from;
    made->places = places;
    m->put->places = NULL;
    return true;
}

static bool fill(const merging *m, ch_table *made)
{
    ch_table__share_texts(made, m->base);
    ch_table__share_texts(made, m->put);
    for (unsigned i = 0; i < made->kind->columns; i++)
        if (!fill_column(m, made, i))
            return false;
    return ch_table__make_index(made) && take_places(m, made);
}

bool ch_table__can_merge(const ch_table *base)
{
    return base->places == NULL && base->texts_count < CH_TABLE_TEXTS;
}

ch_err ch_table__merge(const ch_table *base, const bool *left, ch_table *put, ch_table **table)
{
    const ch_memory *memory = base->arena.memory;
    merging m = {.base = base, .left = left, .put = put, .scratch = CH_ARENA(memory)};
    ch_table *made = find_runs(&m) ? ch_table__new(base->kind, m.rows, memory) : NULL;
    const bool enough = made && fill(&m, made);
    if (enough)
        made->digest = digest_of(&m);
    else
        ch_table_drop(made);
    *table = enough ? made : NULL;
    ch_arena_free(&m.scratch);
    return enough ? CH_OK : CH_ENOMEM;
}
