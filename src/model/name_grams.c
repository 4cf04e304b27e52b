/* name_grams.c - the lists are measured first, then written into one array. */
#include "name_grams.h"

#include "pinyin.h"

#include <stdlib.h>
#include <string.h>

/* START and END are no characters of Unicode. */
enum { FIRST_SLOTS = 1 << 10, POINT_BITS = 21, START = (1 << POINT_BITS) - 2, END = (1 << POINT_BITS) - 1 };

static bool is_small(uint32_t point)
{
    return point < 0x80 || point >= START;
}

/* A run while its list is made. */
typedef struct {
    uint64_t key;  /* 0: free */
    size_t at;     /* bytes so far; later where the next one goes */
    uint32_t next; /* 1 + number last put */
} slot;

typedef struct {
    ch_arena *scratch;
    slot *slot;
    size_t slots, used;
    uint8_t *list; /* NULL while lists are measured */
    uint32_t number;
    ch_names__space space;
    bool no_memory;
} making;

static uint64_t key_of(ch_names__space space, uint32_t a, uint32_t b, uint32_t c)
{
    return (uint64_t)space << 63 | (uint64_t)a << 2 * POINT_BITS | (uint64_t)b << POINT_BITS | c;
}

/* Multiplication by 2^64 over the golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
static slot *find_slot(slot *table, size_t slots, uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash ^ hash >> 32) & (slots - 1);
    while (table[at].key != 0 && table[at].key != key)
        at = (at + 1) & (slots - 1);
    return &table[at];
}

static bool grow(making *in)
{
    size_t slots = in->slots == 0 ? FIRST_SLOTS : in->slots * 2;
    slot *larger = ch_memory_take(in->scratch->memory, slots * sizeof *larger);
    if (larger == NULL)
        return false;
    memset(larger, 0, slots * sizeof *larger);
    for (size_t i = 0; i < in->slots; i++)
        if (in->slot[i].key != 0)
            *find_slot(larger, slots, in->slot[i].key) = in->slot[i];
    ch_memory_give(in->scratch->memory, in->slot);
    in->slot = larger;
    in->slots = slots;
    return true;
}

static size_t put_step(uint32_t step, uint8_t *to)
{
    size_t bytes = 0;
    for (; step >= 0x80; step >>= 7, bytes++)
        if (to != NULL)
            to[bytes] = (uint8_t)(step | 0x80);
    if (to != NULL)
        to[bytes] = (uint8_t)step;
    return bytes + 1;
}

static void add_run(making *in, uint64_t key)
{
    slot *run = find_slot(in->slot, in->slots, key);
    if (run->key == 0) {
        run->key = key;
        in->used++;
    }
    if (run->next == in->number + 1)
        return; /* the name holds it twice */
    run->at += put_step(in->number + 1 - run->next, in->list != NULL ? in->list + run->at : NULL);
    run->next = in->number + 1;
}

/* The runs that end with c; before holds the two characters before it. */
static void add_runs(making *in, uint32_t before[2], uint32_t c)
{
    if (in->list == NULL && in->used * 2 >= in->slots && !grow(in)) {
        in->no_memory = true;
        return;
    }
    if (c != END)
        add_run(in, key_of(in->space, c, 0, 0));
    add_run(in, key_of(in->space, before[1], c, 0));
    if (before[0] != 0 && is_small(before[0]) && is_small(before[1]) && is_small(c))
        add_run(in, key_of(in->space, before[0], before[1], c));
    before[0] = before[1];
    before[1] = c;
}

static void add_name(making *in, ch_text name)
{
    uint32_t before[2] = {0, START};
    in->space = CH_NAMES__OF_NAMES;
    for (ch_text rest = name; rest.len > 0 && !in->no_memory;)
        add_runs(in, before, ch_names__next_point(&rest));
    if (name.len > 0 && !in->no_memory)
        add_runs(in, before, END);
}

/* Nobody asks for whole initials, so their end does not count. */
static void add_initials(making *in, ch_text name)
{
    uint32_t before[2] = {0, START};
    ch_names__reader reader = CH_NAMES__READER(name);
    const char *at;
    in->space = CH_NAMES__OF_INITIALS;
    for (char letter; !in->no_memory && (letter = ch_names__next_initial(&reader, &at)) != 0;)
        add_runs(in, before, (uint32_t)letter);
}

static void add_names(making *in, ch_names__give *give, const void *self, uint32_t names)
{
    for (in->number = 0; in->number < names && !in->no_memory; in->number++) {
        ch_names__texts texts = give(self, in->number);
        add_name(in, texts.zh);
        add_name(in, texts.en);
        add_initials(in, texts.zh);
    }
}

static int compare_slots(const void *left, const void *right)
{
    const slot *a = *(slot *const *)left, *b = *(slot *const *)right;
    return (a->key > b->key) - (a->key < b->key);
}

/* Keys in order, and for each run where its list will stand. */
static bool lay_out(ch_arena *arena, making *in, ch_names__grams *grams)
{
    slot **order = CH_NEW(in->scratch, slot *, in->used);
    grams->key = CH_NEW(arena, uint64_t, in->used);
    grams->start = CH_NEW(arena, size_t, in->used + 1);
    if (order == NULL || grams->key == NULL || grams->start == NULL)
        return false;
    for (size_t i = 0; i < in->slots; i++)
        if (in->slot[i].key != 0)
            order[grams->n++] = &in->slot[i];
    if (grams->n > 0)
        qsort(order, grams->n, sizeof *order, compare_slots);

    size_t bytes = 0;
    for (size_t i = 0; i < grams->n; i++) {
        grams->key[i] = order[i]->key;
        grams->start[i] = bytes;
        bytes += order[i]->at;
        order[i]->at = grams->start[i];
        order[i]->next = 0;
    }
    grams->start[grams->n] = bytes;
    grams->list = ch_arena_take(arena, bytes, 1);
    return grams->list != NULL;
}

ch_err ch_names__make_grams(ch_arena *arena, ch_arena *scratch, ch_names__give *give, const void *self, uint32_t names,
                            ch_names__grams *grams)
{
    making in = {.scratch = scratch};
    *grams = (ch_names__grams){0};
    in.no_memory = !grow(&in);
    add_names(&in, give, self, names);
    in.no_memory = in.no_memory || !lay_out(arena, &in, grams);
    in.list = grams->list;
    if (!in.no_memory)
        add_names(&in, give, self, names);
    ch_memory_give(scratch->memory, in.slot);
    return in.no_memory ? CH_ENOMEM : CH_OK;
}

typedef struct ch_names__cursor cursor;

static bool find_list(const ch_names__grams *grams, uint64_t key, cursor *list)
{
    size_t low = 0, high = grams->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (grams->key[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == grams->n || grams->key[low] != key)
        return false;
    *list = (cursor){grams->list + grams->start[low], grams->list + grams->start[low + 1], 0};
    return true;
}

/* Keep the shortest lists, the shortest first. */
static void keep(ch_names__scan *scan, cursor list)
{
    for (size_t i = 0; i < scan->lists; i++) {
        if (list.end - list.at < scan->list[i].end - scan->list[i].at) {
            cursor longer = scan->list[i];
            scan->list[i] = list;
            list = longer;
        }
    }
    if (scan->lists < CH_NAMES__LISTS)
        scan->list[scan->lists++] = list;
}

/* The query with what bounds it. */
static size_t spell(const ch_names__query *query, ch_names__where where, uint32_t *point)
{
    size_t n = 0;
    if (where != CH_NAMES__WITHIN)
        point[n++] = START;
    memcpy(point + n, query->point, query->n * sizeof *point);
    n += query->n;
    if (where == CH_NAMES__WHOLE)
        point[n++] = END;
    return n;
}

/* The most telling run that begins with point[0], of the n that follow. */
static uint64_t run_at(ch_names__space space, const uint32_t *point, size_t n)
{
    if (n > 2 && is_small(point[0]) && is_small(point[1]) && is_small(point[2]))
        return key_of(space, point[0], point[1], point[2]);
    return key_of(space, point[0], n > 1 ? point[1] : 0, 0);
}

/* Reading a list costs about a byte a name, looking at a name a hundred times as much: a list that is many
 * times as long as the shortest does not pay. */
static void drop_long(ch_names__scan *scan)
{
    const ptrdiff_t most = 16 * (scan->list[0].end - scan->list[0].at);
    while (scan->lists > 1 && scan->list[scan->lists - 1].end - scan->list[scan->lists - 1].at > most)
        scan->lists--;
}

ch_names__scan ch_names__start_scan(const ch_names__grams *grams, ch_names__space space, const ch_names__query *query,
                                    ch_names__where where)
{
    uint32_t point[CH_NAMES_MOST_QUERY + 2];
    ch_names__scan scan = {0};
    cursor list;
    size_t n = spell(query, where, point), runs = n > 1 ? n - 1 : n;
    for (size_t i = 0; i < runs; i++) {
        if (!find_list(grams, run_at(space, point + i, n - i), &list))
            return (ch_names__scan){0};
        keep(&scan, list);
    }
    if (scan.lists > 0)
        drop_long(&scan);
    return scan;
}

static bool read_next(cursor *list)
{
    uint32_t step = 0;
    if (list->at == list->end)
        return false;
    for (unsigned shift = 0;; shift += 7) {
        uint8_t byte = *list->at++;
        step |= (uint32_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            break;
    }
    list->next += step;
    return true;
}

/* Bring a list up to the name; false: it has ended. */
static bool catch_up(cursor *list, uint32_t next)
{
    while (list->next < next)
        if (!read_next(list))
            return false;
    return true;
}

bool ch_names__next_name(ch_names__scan *scan, uint32_t *number)
{
    if (scan->lists == 0)
        return false;
    while (read_next(&scan->list[0])) {
        bool in_all = true;
        for (size_t i = 1; i < scan->lists && in_all; i++) {
            if (!catch_up(&scan->list[i], scan->list[0].next))
                return false;
            in_all = scan->list[i].next == scan->list[0].next;
        }
        if (in_all) {
            *number = scan->list[0].next - 1;
            return true;
        }
    }
    return false;
}
