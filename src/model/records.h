/* records.h - records of one size, found by number, in a block that grows: a record moves whenever
 * another is added. */
#ifndef CHANGHE_MODEL_RECORDS_H
#define CHANGHE_MODEL_RECORDS_H

#include "changhe/arena.h"

#include <string.h>

typedef struct {
    char *block;
    size_t count, capacity;
    size_t size; /* of a record, a multiple of its alignment */
} ch_records;

static inline void *ch_records__at(const ch_records *records, size_t i)
{
    return records->block + i * records->size;
}

/* One record more, zeroed; NULL: no memory. */
static inline void *ch_records__add(const ch_memory *memory, ch_records *records)
{
    if (records->count == records->capacity) {
        const size_t capacity = records->capacity > 0 ? records->capacity * 2 : 16;
        if (capacity > SIZE_MAX / records->size)
            return NULL;
        char *block = ch_memory_grow(memory, records->block, records->count * records->size, capacity * records->size);
        if (block == NULL)
            return NULL;
        records->block = block;
        records->capacity = capacity;
    }
    return memset(ch_records__at(records, records->count++), 0, records->size);
}

#endif
