/* name_codes.c - codes are sorted by their first sixteen characters, and looked at whole where these are one. */
#include "name_codes.h"

#include <stdlib.h>

typedef struct {
    uint64_t high, low;
    const ch_text *code;
    uint32_t number;
} entry;

/* Eight characters, a byte each. What takes more is as large as a byte can be, and nothing is told of
 * what follows it. */
static uint64_t pack(ch_text *rest)
{
    uint64_t packed = 0;
    for (unsigned shift = 64; shift > 0 && rest->len > 0;) {
        uint32_t point = ch_names__next_point(rest);
        shift -= 8;
        packed |= (uint64_t)(point < 0xff ? point : 0xff) << shift;
        if (point >= 0xff)
            rest->len = 0;
    }
    return packed;
}

static int compare_entries(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    int order = ch_names__compare(*a->code, *b->code);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static ch_text code_of(const ch_names__codes *codes, uint32_t number)
{
    return codes->code[codes->row[number]];
}

ch_err ch_names__make_codes(ch_arena *arena, ch_arena *scratch, const ch_text *column, const uint32_t *row,
                            size_t names, ch_names__codes *codes)
{
    *codes = (ch_names__codes){.code = column, .row = row};
    for (uint32_t i = 0; i < names; i++)
        codes->n += code_of(codes, i).len > 0;
    entry *order = CH_NEW(scratch, entry, codes->n);
    codes->number = CH_NEW(arena, uint32_t, codes->n);
    if (order == NULL || codes->number == NULL)
        return CH_ENOMEM;

    size_t n = 0;
    for (uint32_t i = 0; i < names; i++) {
        ch_text rest = code_of(codes, i);
        if (rest.len == 0)
            continue;
        uint64_t high = pack(&rest), low = pack(&rest);
        order[n++] = (entry){high, low, &column[row[i]], i};
    }
    if (n > 0)
        qsort(order, n, sizeof *order, compare_entries);
    for (size_t i = 0; i < n; i++)
        codes->number[i] = order[i].number;
    return CH_OK;
}

/* The first place whose code stands behind the query: if past, behind all that begin with it. */
static size_t bound(const ch_names__codes *codes, const ch_names__query *query, bool past)
{
    size_t low = 0, high = codes->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ch_names__compare_begin(code_of(codes, codes->number[middle]), query);
        if (order < 0 || (past && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

ch_names__range ch_names__find_codes(const ch_names__codes *codes, const ch_names__query *query)
{
    uint32_t from, length;
    ch_names__range range = {.from = bound(codes, query, false), .end = bound(codes, query, true)};
    range.whole = range.from;
    while (range.whole < range.end &&
           ch_names__holds(code_of(codes, codes->number[range.whole]), query, CH_NAMES__WHOLE, &from, &length))
        range.whole++;
    return range;
}
