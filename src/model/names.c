/* names.c - the index of a snapshot's names, asked for one way of being found after another, best first. */
#include "changhe/names.h"

#include "changhe/heap.h"

#include "name_codes.h"
#include "name_grams.h"

#include <stdlib.h>

enum { TABLES = 4, CODES = 3 };
#define NOTHING UINT32_MAX /* too large for an enumerator */

/* The names of one table, numbered as answers tell them: shorter ones first, then by row. */
typedef struct {
    ch_table_id table;
    const ch_text *zh, *en; /* columns */
    uint32_t n;
    uint32_t *row; /* by number */
    ch_names__grams grams;
    ch_names__codes codes[CODES];
    size_t code_columns;
} named;

struct ch_names {
    ch_arena arena;
    named of[TABLES];
};

static size_t count_points(ch_text name)
{
    size_t n = 0;
    for (; name.len > 0; ch_utf8_next(&name))
        n++;
    return n;
}

typedef struct {
    size_t points;
    uint32_t row;
} length;

static int compare_lengths(const void *left, const void *right)
{
    const length *a = left, *b = right;
    if (a->points != b->points)
        return a->points < b->points ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static ch_err number_rows(ch_arena *arena, ch_arena *scratch, named *names)
{
    length *order = CH_NEW(scratch, length, names->n);
    names->row = CH_NEW(arena, uint32_t, names->n);
    if (order == NULL || names->row == NULL)
        return CH_ENOMEM;
    for (uint32_t row = 0; row < names->n; row++)
        order[row] = (length){count_points(names->zh[row]), row};
    if (names->n > 0)
        qsort(order, names->n, sizeof *order, compare_lengths);
    for (uint32_t i = 0; i < names->n; i++)
        names->row[i] = order[i].row;
    return CH_OK;
}

static ch_names__texts give_texts(const void *self, uint32_t number)
{
    const named *names = self;
    return (ch_names__texts){names->zh[names->row[number]], names->en[names->row[number]]};
}

static ch_err index_codes(ch_arena *arena, named *names, const ch_text *column)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_err err =
        ch_names__make_codes(arena, &scratch, column, names->row, names->n, &names->codes[names->code_columns]);
    names->code_columns++;
    ch_arena_free(&scratch);
    return err;
}

/* columns: those of codes, NULL at the end */
static ch_err index_table(ch_arena *arena, named *names, const ch_text *const *column)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_err err = number_rows(arena, &scratch, names);
    if (err == CH_OK)
        err = ch_names__make_grams(arena, &scratch, give_texts, names, names->n, &names->grams);
    ch_arena_free(&scratch);
    for (; err == CH_OK && *column != NULL; column++)
        err = index_codes(arena, names, *column);
    return err;
}

/* A table with a name in two languages, and its columns of codes. */
#define INDEX(to_, table_, ...) \
    ((to_)->table = CH_TABLE_##table_, (to_)->zh = zone->table_.name_zh, (to_)->en = zone->table_.name_en, \
     (to_)->n = (uint32_t)zone->table_.rows, index_table(arena, (to_), (const ch_text *const[]){__VA_ARGS__, NULL}))

static ch_err index_all(const ch_zone *zone, ch_arena *arena, named of[TABLES])
{
    ch_err err = INDEX(&of[0], firms, zone->firms.id, zone->firms.stock_code, zone->firms.uscc);
    if (err == CH_OK)
        err = INDEX(&of[1], places, zone->places.id);
    if (err == CH_OK)
        err = INDEX(&of[2], segments, zone->segments.id, zone->segments.gb4754);
    if (err == CH_OK)
        err = INDEX(&of[3], projects, zone->projects.id);
    return err;
}

ch_err ch_names_make(const ch_zone *zone, const ch_memory *memory, ch_names **names)
{
    ch_arena arena = CH_ARENA(memory);
    *names = CH_NEW(&arena, ch_names, 1);
    ch_err err = *names != NULL ? index_all(zone, &arena, (*names)->of) : CH_ENOMEM;
    if (err == CH_OK) {
        (*names)->arena = arena;
        return CH_OK;
    }
    ch_arena_free(&arena);
    *names = NULL;
    return err;
}

void ch_names_free(ch_names *names)
{
    if (names == NULL)
        return;
    ch_arena arena = names->arena; /* names itself lies in it */
    ch_arena_free(&arena);
}

/* One table being searched. */
typedef struct {
    ch_arena *arena, *scratch;
    const named *names;
    const ch_names__query *query;
    size_t most;   /* of the table, at most its rows */
    uint8_t *seen; /* a bit a number: found already */
    size_t count;  /* of the table so far */
    ch_found *found;
    size_t n, capacity; /* of all tables */
    ch_err err;
} search;

static bool is_seen(const search *in, uint32_t number)
{
    return in->seen[number / 8] >> number % 8 & 1;
}

static bool has_room(const search *in)
{
    return in->err == CH_OK && in->count < in->most;
}

static void add(search *in, uint32_t number, ch_found found)
{
    if (!has_room(in) || is_seen(in, number))
        return;
    if (!ch_arena_grow(in->arena, (void **)&in->found, &in->capacity, in->n + 1, sizeof *in->found)) {
        in->err = CH_ENOMEM;
        return;
    }
    in->seen[number / 8] |= (uint8_t)(1u << number % 8);
    found.table = in->names->table;
    found.row = in->names->row[number];
    in->found[in->n++] = found;
    in->count++;
}

static size_t range_size(ch_names__range range, bool whole)
{
    return whole ? range.whole - range.from : range.end - range.whole;
}

/* The smallest numbers of all columns' ranges, as many as may be needed: a name stands in up to CODES of
 * them, and those found before are among the most. */
static void add_smallest(search *in, const ch_names__range *range, bool whole, ch_heap *heap, size_t keep)
{
    ch_heap_item item;
    for (size_t c = 0; c < in->names->code_columns; c++) {
        const uint32_t *number = in->names->codes[c].number + (whole ? range[c].from : range[c].whole);
        for (size_t i = 0; i < range_size(range[c], whole); i++) {
            if (heap->count == keep && number[i] >= heap->item[0].id)
                continue;
            ch_heap_push(heap, number[i], number[i]);
            if (heap->count > keep)
                ch_heap_pop(heap, &item);
        }
    }
    uint32_t *order = CH_NEW(in->scratch, uint32_t, heap->count);
    if (order == NULL) {
        in->err = CH_ENOMEM;
        return;
    }
    size_t n = heap->count;
    for (size_t i = n; ch_heap_pop(heap, &item); i--)
        order[i - 1] = item.id;
    for (size_t i = 0; i < n; i++)
        add(in, order[i], (ch_found){.how = whole ? CH_FOUND_KEY : CH_FOUND_CODE});
}

static void find_codes(search *in, bool whole)
{
    ch_names__range range[CODES];
    size_t all = 0;
    for (size_t c = 0; c < in->names->code_columns; c++) {
        range[c] = ch_names__find_codes(&in->names->codes[c], in->query);
        all += range_size(range[c], whole);
    }
    size_t keep = all < in->most * CODES ? all : in->most * CODES;
    if (!has_room(in) || keep == 0)
        return;
    ch_heap heap = {.item = CH_NEW(in->scratch, ch_heap_item, keep + 1)};
    if (heap.item == NULL)
        in->err = CH_ENOMEM;
    else
        add_smallest(in, range, whole, &heap, keep);
}

/* Names that hold the query in one space, one after another. */
typedef struct {
    ch_names__scan scan;
    ch_names__space space;
    ch_names__where where;
    uint32_t number; /* NOTHING: no more */
    uint32_t from, length;
} stream;

static bool holds(const search *in, stream *from)
{
    const ch_names__texts texts = give_texts(in->names, from->number);
    if (from->space == CH_NAMES__OF_INITIALS)
        return ch_names__holds_initials(texts.zh, in->query, from->where, &from->from, &from->length);
    if (ch_names__holds(texts.zh, in->query, from->where, &from->from, &from->length))
        return true;
    bool in_english = ch_names__holds(texts.en, in->query, from->where, &from->from, &from->length);
    from->from = from->length = 0;
    return in_english;
}

static void step(const search *in, stream *from)
{
    while (ch_names__next_name(&from->scan, &from->number))
        if (!is_seen(in, from->number) && holds(in, from))
            return;
    from->number = NOTHING;
}

static stream start(const search *in, ch_names__space space, ch_names__where where)
{
    stream made = {.space = space, .where = where, .number = NOTHING};
    if (space == CH_NAMES__OF_INITIALS && !in->query->is_initials)
        return made;
    made.scan = ch_names__start_scan(&in->names->grams, space, in->query, where);
    step(in, &made);
    return made;
}

static void find_in_one(search *in, ch_names__space space, ch_names__where where, ch_found_how how)
{
    if (!has_room(in))
        return;
    for (stream from = start(in, space, where); has_room(in) && from.number != NOTHING; step(in, &from))
        add(in, from.number, (ch_found){.how = how, .from = from.from, .length = from.length});
}

/* The name first: where both hold it, the name is shown. */
static void find_in_both(search *in)
{
    if (!has_room(in))
        return;
    stream name = start(in, CH_NAMES__OF_NAMES, CH_NAMES__WITHIN);
    stream initials = start(in, CH_NAMES__OF_INITIALS, CH_NAMES__WITHIN);
    while (has_room(in) && (name.number != NOTHING || initials.number != NOTHING)) {
        stream *next = name.number <= initials.number ? &name : &initials;
        add(in, next->number, (ch_found){.how = CH_FOUND_WITHIN, .from = next->from, .length = next->length});
        step(in, next);
    }
}

static void search_table(search *in, size_t most)
{
    ch_arena scratch = CH_ARENA(in->arena->memory);
    in->scratch = &scratch;
    in->most = most < in->names->n ? most : in->names->n;
    in->count = 0;
    in->seen = CH_NEW(&scratch, uint8_t, in->names->n / 8 + 1);
    if (in->seen == NULL)
        in->err = CH_ENOMEM;

    if (has_room(in)) {
        find_codes(in, true);
        find_in_one(in, CH_NAMES__OF_NAMES, CH_NAMES__WHOLE, CH_FOUND_NAME);
        find_in_one(in, CH_NAMES__OF_NAMES, CH_NAMES__BEGIN, CH_FOUND_BEGIN);
        find_codes(in, false);
        find_in_one(in, CH_NAMES__OF_INITIALS, CH_NAMES__BEGIN, CH_FOUND_INITIALS);
        find_in_both(in);
    }
    ch_arena_free(&scratch);
}

ch_err ch_names_find(ch_arena *arena, const ch_names *names, ch_text query, size_t most, const ch_found **found,
                     size_t *n)
{
    ch_names__query read;
    search in = {.arena = arena, .query = &read};
    ch_names__read_query(query, &read);
    for (size_t t = 0; t < TABLES && read.n > 0 && in.err == CH_OK; t++) {
        in.names = &names->of[t];
        search_table(&in, most);
    }
    *found = in.found;
    *n = in.n;
    return in.err;
}
