/* alike.c - names looked up by the pairs of characters they share.
 * Of a query with a pairs, a name of b pairs that shares c has a score of 2c / (a + b) >= t only when c >= ta / (2 - t), as
 * c <= b. With m that least c, it stands in one of the lists of any a - m + 1 pairs: the rarest ones are gone through
 * together, in the others it is looked up (the prefix filter of Chaudhuri, Ganti and Kaushik 2006). t is 1/2, and once as many
 * are kept as are asked for, the score of the worst of them: so the commonest lists soon need no going through (MaxScore of
 * Turtle and Flood 1995). Names of the rarest lists are tried first, since the best are mostly there. */
#include "changhe/alike.h"

#include "bare_name.h"

#include <stdlib.h>
#include <string.h>

enum { TABLES = 2, MOST_PAIRS = CH_BARE__MOST + 1, FIRST_SLOTS = 1 << 10, MOST_TRIES = 64 };

/* A pair and the names that hold it, ascending. */
typedef struct {
    uint64_t key; /* 0: free */
    size_t start, n;
} pair;

/* The names of one table, several of a row one after the other. */
typedef struct {
    ch_table_id table;
    size_t names;
    uint32_t *row;  /* of each name */
    uint32_t *from; /* where it begins in the cell it comes from */
    uint8_t *which; /* 0: name_zh, 1: name_en, 2: former names */
    uint8_t *pairs; /* how many */
    pair *pair;
    size_t slots, used;
    uint32_t *list;
} index_of;

struct ch_alike {
    const ch_memory *memory;
    const ch_zone *zone;
    ch_arena arena;
    index_of of[TABLES];
};

/* ---- names of a row */

enum { NAME_ZH, NAME_EN, FORMER, CELLS };

static ch_text cell_of(const ch_zone *zone, ch_table_id table, size_t row, unsigned which)
{
    if (table == CH_TABLE_places)
        return which == NAME_ZH   ? zone->places.name_zh[row]
               : which == NAME_EN ? zone->places.name_en[row]
                                  : (ch_text){0};
    return which == NAME_ZH   ? zone->firms.name_zh[row]
           : which == NAME_EN ? zone->firms.name_en[row]
                              : zone->firms.former_names[row];
}

/* Former names stand one behind the other with a semicolon of either width or 、 between. */
static size_t length_of_mark(ch_text rest)
{
    static const char *const marks[] = {";", "；", "、"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const ch_text mark = ch_text_of(marks[i]);
        if (rest.len >= mark.len && memcmp(rest.at, mark.at, mark.len) == 0)
            return mark.len;
    }
    return 0;
}

static bool next_name(ch_text cell, unsigned which, size_t *at, ch_text *name)
{
    size_t end = *at, mark = 0;
    if (which != FORMER)
        end = cell.len;
    while (end < cell.len && (mark = length_of_mark((ch_text){cell.at + end, cell.len - end})) == 0)
        end++;
    if (*at >= cell.len)
        return false;
    *name = (ch_text){cell.at + *at, end - *at};
    *at = end + mark;
    return true;
}

static ch_text text_of(const ch_zone *zone, const index_of *in, size_t name)
{
    const unsigned which = in->which[name];
    const ch_text cell = cell_of(zone, in->table, in->row[name], which);
    size_t at = in->from[name];
    ch_text text = {0};
    return next_name(cell, which, &at, &text) ? text : (ch_text){0};
}

/* ---- pairs */

static int compare_keys(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Each pair once; start and end count as characters, so that a name of two has three pairs. */
static size_t pairs_of(const ch_bare__name *bare, uint64_t key[MOST_PAIRS])
{
    size_t n = 0, kept = 0;
    for (size_t i = 0; i <= bare->n && bare->n > 0; i++) {
        const uint64_t a = i == 0 ? 1 : bare->point[i - 1], b = i == bare->n ? 2 : bare->point[i];
        key[n++] = a << 32 | b;
    }
    if (n > 0)
        qsort(key, n, sizeof *key, compare_keys);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || key[kept - 1] != key[i])
            key[kept++] = key[i];
    return kept;
}

/* Multiplication by 2^64 over the golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
static pair *find_pair(pair *table, size_t slots, uint64_t key)
{
    const uint64_t hash = key * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash ^ hash >> 32) & (slots - 1);
    while (table[at].key != 0 && table[at].key != key)
        at = (at + 1) & (slots - 1);
    return &table[at];
}

static bool make_room(const ch_memory *memory, index_of *in)
{
    if (in->pair && (in->used + MOST_PAIRS) * 2 < in->slots)
        return true;
    const size_t slots = in->slots == 0 ? FIRST_SLOTS : in->slots * 2;
    pair *larger = ch_memory_take(memory, slots * sizeof *larger);
    if (!larger)
        return false;
    memset(larger, 0, slots * sizeof *larger);
    for (size_t i = 0; i < in->slots; i++)
        if (in->pair[i].key != 0)
            *find_pair(larger, slots, in->pair[i].key) = in->pair[i];
    ch_memory_give(memory, in->pair);
    in->pair = larger;
    in->slots = slots;
    return true;
}

/* ---- making */

static size_t count_names(const ch_zone *zone, ch_table_id table)
{
    size_t names = 0;
    ch_text name;
    for (size_t row = 0; row < zone->table[table]->rows; row++)
        for (unsigned which = 0; which < CELLS; which++)
            for (size_t at = 0; next_name(cell_of(zone, table, row, which), which, &at, &name);)
                names++;
    return names;
}

static bool take_lists(ch_arena *arena, index_of *in)
{
    in->row = CH_NEW(arena, uint32_t, in->names);
    in->from = CH_NEW(arena, uint32_t, in->names);
    in->which = CH_NEW(arena, uint8_t, in->names);
    in->pairs = CH_NEW(arena, uint8_t, in->names);
    return in->row && in->from && in->which && in->pairs;
}

static void list_names(const ch_zone *zone, index_of *in)
{
    size_t names = 0;
    ch_text name;
    for (size_t row = 0; row < zone->table[in->table]->rows; row++)
        for (unsigned which = 0; which < CELLS; which++) {
            size_t begin = 0;
            for (size_t at = 0; next_name(cell_of(zone, in->table, row, which), which, &at, &name); begin = at) {
                in->row[names] = (uint32_t)row;
                in->from[names] = (uint32_t)begin;
                in->which[names++] = (uint8_t)which;
            }
        }
}

static bool count_pairs(const ch_alike *alike, index_of *in)
{
    ch_bare__name bare;
    uint64_t key[MOST_PAIRS];
    for (size_t name = 0; name < in->names; name++) {
        if (!make_room(alike->memory, in))
            return false;
        ch_bare__strip(in->table, text_of(alike->zone, in, name), &bare);
        in->pairs[name] = (uint8_t)pairs_of(&bare, key);
        for (size_t i = 0; i < in->pairs[name]; i++) {
            pair *it = find_pair(in->pair, in->slots, key[i]);
            in->used += it->key == 0;
            it->key = key[i];
            it->n++;
        }
    }
    return true;
}

static bool lay_out(ch_arena *arena, index_of *in)
{
    size_t total = 0;
    for (size_t i = 0; i < in->slots; i++) {
        in->pair[i].start = total;
        total += in->pair[i].n;
        in->pair[i].n = 0;
    }
    in->list = CH_NEW(arena, uint32_t, total);
    return in->list != NULL;
}

static void fill_lists(const ch_alike *alike, index_of *in)
{
    ch_bare__name bare;
    uint64_t key[MOST_PAIRS];
    for (size_t name = 0; name < in->names; name++) {
        ch_bare__strip(in->table, text_of(alike->zone, in, name), &bare);
        const size_t n = pairs_of(&bare, key);
        for (size_t i = 0; i < n; i++) {
            pair *it = find_pair(in->pair, in->slots, key[i]);
            in->list[it->start + it->n++] = (uint32_t)name;
        }
    }
}

static bool make_index(ch_alike *alike, ch_table_id table, index_of *in)
{
    *in = (index_of){.table = table, .names = count_names(alike->zone, table)};
    if (!make_room(alike->memory, in) || !take_lists(&alike->arena, in))
        return false;
    list_names(alike->zone, in);
    if (!count_pairs(alike, in) || !lay_out(&alike->arena, in))
        return false;
    fill_lists(alike, in);
    return true;
}

ch_err ch_alike_make(const ch_zone *zone, const ch_memory *memory, ch_alike **alike)
{
    ch_alike *made = ch_memory_take(memory, sizeof *made);
    *alike = NULL;
    if (!made)
        return CH_ENOMEM;
    *made = (ch_alike){.memory = memory, .zone = zone, .arena = CH_ARENA(memory)};
    if (!make_index(made, CH_TABLE_firms, &made->of[0]) || !make_index(made, CH_TABLE_places, &made->of[1])) {
        ch_alike_free(made);
        return CH_ENOMEM;
    }
    *alike = made;
    return CH_OK;
}

void ch_alike_free(ch_alike *alike)
{
    if (alike == NULL)
        return;
    const ch_memory *memory = alike->memory;
    for (int i = 0; i < TABLES; i++)
        ch_memory_give(memory, alike->of[i].pair);
    ch_arena_free(&alike->arena);
    ch_memory_give(memory, alike);
}

/* ---- finding */

/* A list on the way through it. */
typedef struct {
    const uint32_t *at, *end;
} cursor;

typedef struct {
    const ch_alike *alike;
    const index_of *in;
    ch_bare__name folded, bare;
    cursor list[MOST_PAIRS];
    size_t pairs, lists; /* of the query; those that stand in any name */
    double least;        /* score that a name must have to be kept */
    size_t through;      /* lists gone through together; in the others names are looked up */
    ch_likeness *like;
    size_t most, n;
} finding;

static int compare_lists(const void *left, const void *right)
{
    const cursor *a = left, *b = right;
    const ptrdiff_t x = a->end - a->at, y = b->end - b->at;
    return (x > y) - (x < y);
}

static void open_lists(finding *f)
{
    uint64_t key[MOST_PAIRS];
    f->pairs = pairs_of(&f->bare, key);
    for (size_t i = 0; i < f->pairs; i++) {
        const pair *it = find_pair(f->in->pair, f->in->slots, key[i]);
        if (it->n > 0)
            f->list[f->lists++] = (cursor){f->in->list + it->start, f->in->list + it->start + it->n};
    }
    if (f->lists > 0)
        qsort(f->list, f->lists, sizeof *f->list, compare_lists);
}

/* A name of at least this score shares so many pairs. */
static void set_least(finding *f, double score)
{
    const double bound = score * (double)f->pairs / (2 - score) - 1e-9; /* less than any two such fractions differ by */
    const size_t below = bound > 0 ? (size_t)bound : 0, shared = below + 1;
    const size_t needed = f->pairs - shared + 1, absent = f->pairs - f->lists;
    f->least = score;
    f->through = absent >= needed ? 0 : needed - absent;
}

/* Step to the first entry that is not below the name; the name is ascending from call to call. */
static bool holds(cursor *list, uint32_t name)
{
    size_t step = 1, left = (size_t)(list->end - list->at);
    while (step < left && list->at[step] < name)
        step *= 2;
    const uint32_t *low = list->at, *high = list->at + (step < left ? step : left);
    while (low < high) {
        const uint32_t *middle = low + (high - low) / 2;
        if (*middle < name)
            low = middle + 1;
        else
            high = middle;
    }
    list->at = low;
    return low < list->end && *low == name;
}

/* The smallest name that one of the first lists holds, and how many of them do; false: they are at their ends. */
static bool next_candidate(finding *f, uint32_t *name, size_t *shared)
{
    *name = UINT32_MAX;
    *shared = 0;
    for (size_t i = 0; i < f->through; i++)
        if (f->list[i].at < f->list[i].end && *f->list[i].at < *name)
            *name = *f->list[i].at;
    for (size_t i = 0; i < f->through && *name != UINT32_MAX; i++)
        if (f->list[i].at < f->list[i].end && *f->list[i].at == *name) {
            f->list[i].at++;
            ++*shared;
        }
    return *name != UINT32_MAX;
}

static double score_of(const finding *f, size_t shared, size_t pairs)
{
    return 2.0 * (double)shared / (double)(f->pairs + pairs);
}

static ch_alike_how how_of(const finding *f, uint32_t name)
{
    const ch_text text = text_of(f->alike->zone, f->in, name);
    ch_bare__name other;
    ch_bare__fold(text, &other);
    if (ch_bare__equal(&f->folded, &other))
        return CH_ALIKE_SAME;
    ch_bare__strip(f->in->table, text, &other);
    return ch_bare__equal(&f->bare, &other) ? CH_ALIKE_BARE : CH_ALIKE_NEAR;
}

static bool is_better(const ch_likeness *a, const ch_likeness *b)
{
    if (a->how != b->how)
        return a->how < b->how;
    return a->score != b->score ? a->score > b->score : a->row < b->row;
}

/* Keep the best, a row once. */
static void keep(finding *f, ch_likeness like)
{
    size_t at = 0;
    while (at < f->n && f->like[at].row != like.row)
        at++;
    if (at < f->n && !is_better(&like, &f->like[at]))
        return;
    if (at == f->n) {
        if (f->n == f->most && !is_better(&like, &f->like[f->n - 1]))
            return;
        at = f->n < f->most ? f->n++ : f->n - 1;
    }
    for (; at > 0 && is_better(&like, &f->like[at - 1]); at--)
        f->like[at] = f->like[at - 1];
    f->like[at] = like;
    if (f->n == f->most)
        set_least(f, f->like[f->n - 1].score);
}

/* A name that shares so many pairs of the first lists, and may share those from then on. */
static void weigh(finding *f, uint32_t name, size_t shared, cursor *list, size_t from)
{
    const size_t pairs = f->in->pairs[name];
    for (size_t i = from; i < f->lists && score_of(f, shared + f->lists - i, pairs) >= f->least; i++)
        shared += holds(&list[i], name);
    const double score = score_of(f, shared, pairs);
    if (score >= f->least)
        keep(f, (ch_likeness){f->in->row[name], score == 1 ? how_of(f, name) : CH_ALIKE_NEAR, score});
}

/* The names of the rarest lists, by lists of their own: what is kept of them says how much the others must share. */
static void try_rarest(finding *f)
{
    size_t tries = 0;
    for (size_t i = 0; i < f->lists; i++)
        for (const uint32_t *at = f->list[i].at; at < f->list[i].end; at++) {
            cursor list[MOST_PAIRS];
            if (tries++ == MOST_TRIES)
                return;
            memcpy(list, f->list, f->lists * sizeof *list);
            weigh(f, *at, 0, list, 0);
        }
}

/* Rows of the very name: it stands in every list, so the shortest has all of them. */
static bool find_same(finding *f)
{
    cursor list[MOST_PAIRS];
    if (f->lists == 0 || f->lists < f->pairs)
        return false;
    memcpy(list, f->list, f->lists * sizeof *list);
    for (const uint32_t *at = f->list[0].at; at < f->list[0].end; at++) {
        size_t shared = 1;
        if (f->in->pairs[*at] != f->pairs)
            continue;
        while (shared < f->lists && holds(&list[shared], *at))
            shared++;
        if (shared == f->lists && how_of(f, *at) == CH_ALIKE_SAME)
            keep(f, (ch_likeness){f->in->row[*at], CH_ALIKE_SAME, 1});
    }
    return f->n > 0;
}

ch_err ch_alike_find(ch_arena *arena, const ch_alike *alike, ch_table_id table, ch_text name, size_t most,
                     const ch_likeness **like, size_t *n)
{
    finding f = {.alike = alike, .in = &alike->of[table == CH_TABLE_places], .most = most};
    uint32_t candidate;
    size_t shared;
    f.like = CH_NEW(arena, ch_likeness, most);
    if (!f.like)
        return CH_ENOMEM;
    ch_bare__fold(name, &f.folded);
    ch_bare__strip(table, name, &f.bare);
    open_lists(&f);
    set_least(&f, CH_ALIKE_LEAST);
    const bool searches = most > 0 && !find_same(&f);
    if (searches)
        try_rarest(&f);
    while (searches && next_candidate(&f, &candidate, &shared))
        weigh(&f, candidate, shared, f.list, f.through);
    *like = f.like;
    *n = f.n;
    return CH_OK;
}
