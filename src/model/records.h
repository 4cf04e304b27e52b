/* records.h - records of one size, found by number, in chunks that never move while they grow. */
#ifndef CHANGHE_MODEL_RECORDS_H
#define CHANGHE_MODEL_RECORDS_H

#include "changhe/arena.h"

typedef struct {
    char **chunk;
    size_t chunks, capacity;
    size_t size; /* of a record, a multiple of its alignment */
} ch_records;

enum { CH_RECORDS_CHUNK = 64 };

static inline void *ch_records__at(const ch_records *records, size_t i)
{
    return records->chunk[i / CH_RECORDS_CHUNK] + i % CH_RECORDS_CHUNK * records->size;
}

/* Room for record number i, zeroed, where all before it have theirs; false: no memory. Always from
 * the same arena. */
static inline bool ch_records__make_room(ch_arena *arena, ch_records *records, size_t i)
{
    if (i < records->chunks * CH_RECORDS_CHUNK)
        return true;
    void *chunks = records->chunk;
    if (!ch_arena_grow(arena, &chunks, &records->capacity, records->chunks + 1, sizeof *records->chunk))
        return false;
    records->chunk = chunks;
    char *chunk = ch_arena_take(arena, CH_RECORDS_CHUNK, records->size);
    if (chunk == NULL)
        return false;
    records->chunk[records->chunks++] = chunk;
    return true;
}

#endif
