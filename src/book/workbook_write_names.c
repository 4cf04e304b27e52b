/* workbook_write_names.c - which rows may be named by their name, so that a reader finds just that row again.
 * Names are compared by 64 bits of their folded form: two that share them by chance are written as keys, no more. */
#include "workbook_write_table.h"

#include "bare_name.h"

#include <stdlib.h>

typedef struct {
    uint64_t hash;
    uint32_t row;
    bool is_own; /* the Chinese name, by which the row would be told */
} named;

typedef struct {
    named *list;
    size_t n, capacity;
    ch_arena *arena;
    bool failed;
} gathering;

/* FNV-1a (Fowler, Noll, Vo), 64 bits, by characters: as intake compares names. */
static uint64_t hash_of(const ch_bare__name *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < name->n; i++)
        hash = (hash ^ name->point[i]) * UINT64_C(1099511628211);
    return hash;
}

static void add_name(gathering *g, size_t row, ch_text name, bool is_own)
{
    ch_bare__name folded;
    ch_bare__fold(name, &folded);
    if (folded.n == 0 || g->failed)
        return;
    g->failed = !ch_arena_grow(g->arena, (void **)&g->list, &g->capacity, g->n + 1, sizeof *g->list);
    if (!g->failed)
        g->list[g->n++] = (named){hash_of(&folded), (uint32_t)row, is_own};
}

/* Bytes of the mark between two former names that the text begins with, 0: none. */
static size_t length_of_mark(ch_text text)
{
    static const char *const marks[] = {";", "；", "、"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const ch_text mark = ch_text_of(marks[i]);
        if (text.len >= mark.len && ch_text_equal((ch_text){text.at, mark.len}, mark))
            return mark.len;
    }
    return 0;
}

static void add_former(gathering *g, size_t row, ch_text former)
{
    ch_text name = {former.at, 0};
    while (former.len > 0) {
        const size_t mark = length_of_mark(former), step = mark > 0 ? mark : 1;
        if (mark > 0)
            add_name(g, row, name, false);
        former = (ch_text){former.at + step, former.len - step};
        name = mark > 0 ? (ch_text){former.at, 0} : (ch_text){name.at, name.len + 1};
    }
    add_name(g, row, name, false);
}

static int by_hash(const void *a, const void *b)
{
    const named *x = a, *y = b;
    return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1) : (x->row > y->row) - (x->row < y->row);
}

static void gather(gathering *g, const ch_zone *zone, ch_table_id table)
{
    const bool is_firms = table == CH_TABLE_firms;
    for (size_t row = 0; row < zone->table[table]->rows; row++) {
        add_name(g, row, is_firms ? zone->firms.name_zh[row] : zone->places.name_zh[row], true);
        add_name(g, row, is_firms ? zone->firms.name_en[row] : zone->places.name_en[row], false);
        if (is_firms)
            add_former(g, row, zone->firms.former_names[row]);
    }
}

/* What bears one name stands together, by row: if the first and last row differ, it is nobody's own. */
static void choose_sure(const named *list, size_t n, bool *is_sure)
{
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && list[to].hash == list[from].hash;)
            to++;
        for (size_t i = from; i < to && list[from].row == list[to - 1].row; i++)
            if (list[i].is_own)
                is_sure[list[i].row] = true;
    }
}

static ch_text name_zh(const ch_zone *zone, ch_table_id table, size_t row)
{
    return table == CH_TABLE_firms ? zone->firms.name_zh[row] : zone->places.name_zh[row];
}

ch_err ch_book_out__find_names(ch_book_out__names *names, ch_arena *arena, ch_table_id table)
{
    const ch_zone *zone = names->zone;
    const size_t rows = zone->table[table]->rows;
    gathering g = {.arena = arena};
    bool *is_sure = CH_NEW(arena, bool, rows);
    gather(&g, zone, table);
    if (!is_sure || g.failed)
        return CH_ENOMEM;
    if (g.n > 1)
        qsort(g.list, g.n, sizeof *g.list, by_hash);
    choose_sure(g.list, g.n, is_sure);
    for (size_t row = 0; row < rows; row++)
        is_sure[row] = is_sure[row] && ch_zone_find(zone, table, name_zh(zone, table, row)) == SIZE_MAX;
    names->is_sure[table] = is_sure;
    return CH_OK;
}

ch_text ch_book_out__name(const ch_book_out__names *names, ch_table_id table, size_t row)
{
    const bool *is_sure = names->is_sure[table];
    if (is_sure && is_sure[row])
        return name_zh(names->zone, table, row);
    return ((const ch_text *)names->zone->table[table]->column[0])[row];
}
