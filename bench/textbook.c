/* textbook.c - definitions written out. */
#include "textbook.h"

#include <stdlib.h>

static size_t *rows_of(ch_arena *arena, const ch_zone *zone, ch_table_id table, const ch_text *key, size_t n)
{
    size_t *found = CH_NEW(arena, size_t, n);
    for (size_t i = 0; found != NULL && i < n; i++)
        found[i] = ch_zone_find(zone, table, key[i]);
    return found;
}

static size_t top_of(const size_t *parent, size_t firm)
{
    while (parent[firm] != SIZE_MAX)
        firm = parent[firm];
    return firm;
}

ch_err textbook_open(ch_arena *arena, const ch_zone *zone, textbook *book)
{
    *book = (textbook){
        .places = zone->places.rows,
        .segments = zone->segments.rows,
        .links = zone->links.rows,
        .firms = zone->firms.rows,
        .fills = zone->firm_segments.rows,
        .beta = ch_zone_assume(zone, CH_ASSUME_BETA),
    };
    book->place_parent = rows_of(arena, zone, CH_TABLE_places, zone->places.parent, book->places);
    book->link_from = rows_of(arena, zone, CH_TABLE_segments, zone->links.from, book->links);
    book->link_to = rows_of(arena, zone, CH_TABLE_segments, zone->links.to, book->links);
    book->firm_place = rows_of(arena, zone, CH_TABLE_places, zone->firms.place, book->firms);
    book->fill_firm = rows_of(arena, zone, CH_TABLE_firms, zone->firm_segments.firm, book->fills);
    book->fill_segment = rows_of(arena, zone, CH_TABLE_segments, zone->firm_segments.segment, book->fills);
    const size_t *parent = rows_of(arena, zone, CH_TABLE_firms, zone->firms.parent, book->firms);
    book->firm_top = CH_NEW(arena, size_t, book->firms);
    book->inputs = CH_NEW(arena, size_t, book->segments);
    if (!book->place_parent || !book->link_from || !book->link_to || !book->firm_place || !book->fill_firm ||
        !book->fill_segment || !parent || !book->firm_top || !book->inputs)
        return CH_ENOMEM;

    for (size_t i = 0; i < book->firms; i++)
        book->firm_top[i] = top_of(parent, i);
    for (size_t i = 0; i < book->links; i++)
        book->inputs[book->link_to[i]]++;
    return CH_OK;
}

static bool lies_in(const textbook *book, size_t a, size_t b)
{
    while (a != SIZE_MAX && a != b)
        a = book->place_parent[a];
    return a == b;
}

typedef struct {
    size_t segment, group, place;
} supply;

static int compare_supplies(const void *left, const void *right)
{
    const supply *a = left, *b = right;
    if (a->segment != b->segment)
        return a->segment > b->segment ? 1 : -1;
    if (a->group != b->group)
        return a->group > b->group ? 1 : -1;
    return (a->place > b->place) - (a->place < b->place);
}

/* x: (group, place) pairs of each segment */
static bool count_pairs(ch_arena *scratch, const textbook *book, size_t place, double *x)
{
    supply *found = CH_NEW(scratch, supply, book->fills);
    if (found == NULL)
        return false;
    size_t n = 0;
    for (size_t i = 0; i < book->fills; i++) {
        size_t firm = book->fill_firm[i];
        if (lies_in(book, book->firm_place[firm], place))
            found[n++] = (supply){book->fill_segment[i], book->firm_top[firm], book->firm_place[firm]};
    }
    qsort(found, n, sizeof *found, compare_supplies);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || compare_supplies(&found[i - 1], &found[i]) != 0)
            x[found[i].segment]++;
    return true;
}

/* Q; a segment's inputs have smaller rows, so their q are there before they are read. */
static double content_of(const textbook *book, const size_t *input, const double *strength, double *q)
{
    double sum = 0;
    for (size_t i = 0, link = 0; i < book->segments; i++) {
        double inputs_q = 0;
        for (size_t n = 0; n < book->inputs[i]; n++)
            inputs_q += q[input[link++]];
        double inner = book->inputs[i] > 0 ? book->beta + (1 - book->beta) * inputs_q / (double)book->inputs[i] : 1;
        q[i] = strength[i] * inner;
        sum += q[i];
    }
    return sum;
}

/* The inputs of segment 0, of segment 1, ... */
static bool gather_inputs(const textbook *book, size_t *next, size_t *input)
{
    for (size_t i = 0; i + 1 < book->segments; i++)
        next[i + 1] = next[i] + book->inputs[i];
    for (size_t i = 0; i < book->links; i++) {
        if (book->link_from[i] >= book->link_to[i])
            return false;
        input[next[book->link_to[i]]++] = book->link_from[i];
    }
    return true;
}

ch_err textbook_assess(ch_arena *scratch, const textbook *book, size_t place, double *content, double *worth)
{
    double *x = CH_NEW(scratch, double, book->segments), *strength = CH_NEW(scratch, double, book->segments);
    double *q = CH_NEW(scratch, double, book->segments);
    size_t *next = CH_NEW(scratch, size_t, book->segments), *input = CH_NEW(scratch, size_t, book->links);
    if (!x || !strength || !q || !next || !input || !count_pairs(scratch, book, place, x))
        return CH_ENOMEM;
    if (!gather_inputs(book, next, input))
        return CH_EDATA;

    for (size_t i = 0; i < book->segments; i++)
        strength[i] = x[i] / (x[i] + 1);
    *content = content_of(book, input, strength, q);
    for (size_t i = 0; i < book->segments; i++) {
        double before = strength[i];
        strength[i] = (x[i] + 1) / (x[i] + 2);
        worth[i] = content_of(book, input, strength, q) - *content;
        strength[i] = before;
    }
    return CH_OK;
}
