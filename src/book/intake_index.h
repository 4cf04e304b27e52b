/* intake_index.h - texts by hash, each with a number: rows by what they are called, rows of a sheet by what they tell of. */
#ifndef CHANGHE_BOOK_INTAKE_INDEX_H
#define CHANGHE_BOOK_INTAKE_INDEX_H

#include "changhe/text.h"

typedef struct {
    uint64_t hash;
    ch_text text;
    size_t first; /* the number it was put with first */
    bool is_taken, is_doubled;
} ch_intake__entry;

/* A zeroed one with its memory is ready. */
typedef struct {
    const ch_memory *memory;
    ch_intake__entry *entry;
    size_t size, used;
} ch_intake__index;

/* FNV-1a of 64 bits (Fowler, Noll, Vo): the same on every machine, for ever: keys are made of it. */
uint64_t ch_intake__hash(ch_text text);

/* The entry of a text; NULL: there is none. Cost: O(bytes). */
const ch_intake__entry *ch_intake__index_find(const ch_intake__index *index, ch_text text);

/* Put a text, which the caller keeps as long as the index; where it stands already the entry becomes doubled.
 * *entry is valid until the next one is put. false: no memory. */
CH_MUST_USE bool ch_intake__index_put(ch_intake__index *index, ch_text text, size_t number,
                                      const ch_intake__entry **entry);
void ch_intake__index_free(ch_intake__index *index);

#endif
