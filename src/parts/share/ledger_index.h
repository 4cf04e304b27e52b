/* ledger_index.h - numbers by the text they belong to: a table of open places, at most half of them taken. */
#ifndef CHANGHE_SHARE_LEDGER_INDEX_H
#define CHANGHE_SHARE_LEDGER_INDEX_H

#include "changhe/text.h"

typedef struct {
    uint64_t *slot; /* upper half: of the hash; lower: number + 1; 0: free */
    size_t places, taken;
} ch_ledger__index;

/* Of a text within a room of its own, such as a book. */
uint64_t ch_ledger__hash(uint32_t room, ch_text text);

/* Room for so many more. false: no memory, and nothing changed. */
bool ch_ledger__index_grow(ch_ledger__index *index, size_t more, const ch_memory *memory);
/* After ch_ledger__index_grow: cannot fail. */
void ch_ledger__index_put(ch_ledger__index *index, uint64_t hash, uint32_t number);
/* The next number whose hash may be that one, UINT32_MAX: no more. *step is 0 at first. */
uint32_t ch_ledger__index_next(const ch_ledger__index *index, uint64_t hash, size_t *step);

#endif
