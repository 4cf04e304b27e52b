/* buckets.c - chunks given out and taken back, pages turned. */
#include "buckets.h"

#include <string.h>

enum { FIRST_CHUNKS = 256 };

void ch_reach__buckets_begin(ch_reach__buckets *buckets, const ch_memory *memory)
{
    memset(buckets, 0, sizeof *buckets);
    buckets->memory = memory;
    buckets->spare = CH_ROAD_NONE;
}

void ch_reach__buckets_end(ch_reach__buckets *buckets)
{
    ch_memory_give(buckets->memory, buckets->item);
}

void ch_reach__buckets_clear(ch_reach__buckets *buckets, unsigned shift)
{
    if (buckets->ran_out) { /* a search that ends well leaves every bucket empty */
        memset(buckets->end, 0, sizeof buckets->end);
        memset(buckets->holds, 0, sizeof buckets->holds);
    }
    buckets->ran_out = false;
    buckets->chunks = 0;
    buckets->spare = CH_ROAD_NONE;
    buckets->page = 0;
    buckets->shift = shift;
}

static bool grow(ch_reach__buckets *buckets)
{
    const size_t chunk_bytes = CH_REACH__CHUNK * sizeof *buckets->item;
    size_t capacity = buckets->capacity > 0 ? (size_t)buckets->capacity * 2 : FIRST_CHUNKS;
    if (capacity > UINT32_MAX / CH_REACH__CHUNK || capacity > SIZE_MAX / chunk_bytes)
        return false;
    ch_reach_seed *item =
        ch_memory_grow(buckets->memory, buckets->item, buckets->chunks * chunk_bytes, capacity * chunk_bytes);
    if (item == NULL)
        return false;
    buckets->item = item;
    buckets->capacity = (uint32_t)capacity;
    return true;
}

static bool find_chunk(ch_reach__buckets *buckets, uint32_t *chunk)
{
    if (buckets->spare != CH_ROAD_NONE) {
        *chunk = buckets->spare;
        buckets->spare = buckets->item[*chunk * CH_REACH__CHUNK].node;
        return true;
    }
    if (buckets->chunks == buckets->capacity && !grow(buckets))
        return false;
    *chunk = buckets->chunks++;
    return true;
}

void ch_reach__buckets_put_slowly(ch_reach__buckets *buckets, unsigned level, uint32_t bucket, ch_reach_seed item)
{
    uint32_t *end = &buckets->end[level][bucket], chunk;
    if (!find_chunk(buckets, &chunk)) {
        buckets->ran_out = true;
        return;
    }
    ch_reach_seed *first = &buckets->item[chunk * CH_REACH__CHUNK];
    first[0].node = *end > 0 ? *end / CH_REACH__CHUNK - 1 : CH_ROAD_NONE;
    first[1] = item;
    *end = chunk * CH_REACH__CHUNK + 2;
    buckets->holds[level][bucket / 64] |= UINT64_C(1) << bucket % 64;
}

size_t ch_reach__buckets_read(ch_reach__buckets *buckets, uint32_t *list, ch_reach_seed item[CH_REACH__CHUNK])
{
    const uint32_t chunk = (*list - 1) / CH_REACH__CHUNK, count = (*list - 1) % CH_REACH__CHUNK;
    ch_reach_seed *first = &buckets->item[chunk * CH_REACH__CHUNK];
    memcpy(item, first + 1, count * sizeof *item);
    *list = first[0].node != CH_ROAD_NONE ? (first[0].node + 1) * CH_REACH__CHUNK : 0;
    first[0].node = buckets->spare;
    buckets->spare = chunk;
    return count;
}

/* The first bucket of a level that holds something, from one on; CH_REACH__BUCKETS: none. */
static uint32_t find_bucket(const uint64_t *holds, uint32_t from)
{
    for (uint32_t i = from / 64; i < CH_REACH__BUCKETS / 64; i++) {
        const uint64_t word = i == from / 64 ? holds[i] & UINT64_MAX << from % 64 : holds[i];
        if (word != 0)
            return i * 64 + (uint32_t)__builtin_ctzll(word);
    }
    return CH_REACH__BUCKETS;
}

static uint32_t cut_out(ch_reach__buckets *buckets, unsigned level, uint32_t bucket)
{
    uint32_t list = buckets->end[level][bucket];
    buckets->end[level][bucket] = 0;
    buckets->holds[level][bucket / 64] &= ~(UINT64_C(1) << bucket % 64);
    return list;
}

static void deal_out(ch_reach__buckets *buckets, uint32_t list, const uint32_t *dist)
{
    ch_reach_seed item[CH_REACH__CHUNK];
    while (list != 0)
        for (size_t i = 0, n = ch_reach__buckets_read(buckets, &list, item); i < n; i++)
            if (dist[item[i].node] == item[i].ms)
                ch_reach__buckets_put(buckets, item[i]);
}

/* Open the page where the next items lie. false: there are none. */
static bool turn_page(ch_reach__buckets *buckets, const uint32_t *dist)
{
    unsigned shift = buckets->shift;
    for (unsigned level = 1; level < CH_REACH__LEVELS; level++) {
        shift += CH_REACH__DIGIT;
        const uint64_t now = (uint64_t)buckets->page >> shift;
        const uint32_t bucket = find_bucket(buckets->holds[level], (uint32_t)(now % CH_REACH__BUCKETS) + 1);
        if (bucket == CH_REACH__BUCKETS)
            continue;
        buckets->page = (uint32_t)((now / CH_REACH__BUCKETS * CH_REACH__BUCKETS + bucket) << shift);
        deal_out(buckets, cut_out(buckets, level, bucket), dist);
        return true;
    }
    return false;
}

uint32_t ch_reach__buckets_take(ch_reach__buckets *buckets, const uint32_t *dist)
{
    do {
        const uint32_t bucket = find_bucket(buckets->holds[0], 0);
        if (bucket < CH_REACH__BUCKETS)
            return cut_out(buckets, 0, bucket);
    } while (turn_page(buckets, dist));
    return 0;
}
