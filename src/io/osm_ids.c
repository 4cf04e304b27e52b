/* osm_ids.c - sorted by digits of eleven bits, those that all share passed over; found by doubling steps from the last. */
#include "osm_ids.h"

#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 6, VALUES = 1 << DIGIT_BITS };

/* The order of signed numbers is that of unsigned ones with the first bit turned. */
static size_t digit_of(int64_t id, int digit)
{
    return (size_t)((((uint64_t)id ^ UINT64_C(1) << 63) >> (digit * DIGIT_BITS)) & (VALUES - 1));
}

/* false: all share the digit, and nothing was done. */
static bool sort_by(const int64_t *from, int64_t *to, size_t n, int digit)
{
    size_t start[VALUES] = {0}, at = 0;
    for (size_t i = 0; i < n; i++)
        start[digit_of(from[i], digit)]++;
    if (start[digit_of(from[0], digit)] == n)
        return false;
    for (size_t v = 0; v < VALUES; v++) {
        const size_t count = start[v];
        start[v] = at;
        at += count;
    }
    for (size_t i = 0; i < n; i++)
        to[start[digit_of(from[i], digit)]++] = from[i];
    return true;
}

static size_t keep_one_of_each(int64_t *id, size_t n)
{
    size_t kept = n > 0;
    for (size_t i = 1; i < n; i++)
        if (id[i] != id[kept - 1])
            id[kept++] = id[i];
    return kept;
}

static void sort(int64_t **ids, int64_t **room, size_t n)
{
    for (int digit = 0; n > 0 && digit < DIGITS; digit++)
        if (sort_by(*ids, *room, n, digit)) {
            int64_t *const sorted = *room;
            *room = *ids;
            *ids = sorted;
        }
}

bool ch_osm__sort_ids(const ch_memory *memory, const int64_t *reference, size_t n, ch_osm__ids *ids)
{
    *ids = (ch_osm__ids){0};
    if (n > SIZE_MAX / sizeof *reference)
        return false;
    int64_t *sorted = ch_memory_take(memory, n * sizeof *sorted), *room = ch_memory_take(memory, n * sizeof *room);
    if (sorted != NULL && room != NULL) {
        if (n > 0)
            memcpy(sorted, reference, n * sizeof *sorted);
        sort(&sorted, &room, n);
        *ids = (ch_osm__ids){sorted, keep_one_of_each(sorted, n)};
        sorted = NULL;
    }
    ch_memory_give(memory, sorted);
    ch_memory_give(memory, room);
    return ids->id != NULL;
}

/* Between low and high, high not included. */
static size_t find_between(const ch_osm__ids *ids, int64_t id, size_t low, size_t high)
{
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (ids->id[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Steps that double from the last place on, up or down, until id lies between. */
size_t ch_osm__find_id(const ch_osm__ids *ids, int64_t id, size_t *hint)
{
    size_t low = *hint < ids->count ? *hint : ids->count, high = low, step = 1;
    while (high < ids->count && ids->id[high] < id) {
        low = high + 1;
        high = step < ids->count - high ? high + step : ids->count;
        step *= 2;
    }
    while (low > 0 && ids->id[low - 1] >= id) {
        high = low - 1;
        low = step < high ? high - step : 0;
        step *= 2;
    }
    const size_t at = find_between(ids, id, low, high);
    *hint = at;
    return at < ids->count && ids->id[at] == id ? at : SIZE_MAX;
}
