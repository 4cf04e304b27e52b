/* ledger_index.c - open addressing with steps of one. */
#include "ledger_index.h"

#include <string.h>

/* FNV-1a of 64 bits, its high bits spread to the low ones. */
uint64_t ch_ledger__hash(uint32_t room, ch_text text)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ ((uint64_t)room << 8);
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(1099511628211);
    hash *= UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

static void put(uint64_t *slot, size_t places, uint64_t word)
{
    size_t at = (size_t)(word >> 32) & (places - 1);
    while (slot[at] != 0)
        at = (at + 1) & (places - 1);
    slot[at] = word;
}

bool ch_ledger__index_grow(ch_ledger__index *index, size_t more, const ch_memory *memory)
{
    size_t places = index->places > 0 ? index->places : 64;
    while ((index->taken + more) * 2 > places)
        places *= 2;
    if (places == index->places)
        return true;
    if (places > SIZE_MAX / sizeof *index->slot)
        return false;
    uint64_t *slot = ch_memory_take(memory, places * sizeof *slot);
    if (slot == NULL)
        return false;
    memset(slot, 0, places * sizeof *slot);
    for (size_t i = 0; i < index->places; i++)
        if (index->slot[i] != 0)
            put(slot, places, index->slot[i]);
    ch_memory_give(memory, index->slot);
    index->slot = slot;
    index->places = places;
    return true;
}

void ch_ledger__index_put(ch_ledger__index *index, uint64_t hash, uint32_t number)
{
    put(index->slot, index->places, hash << 32 | ((uint64_t)number + 1));
    index->taken++;
}

uint32_t ch_ledger__index_next(const ch_ledger__index *index, uint64_t hash, size_t *step)
{
    const uint32_t wanted = (uint32_t)hash;
    while (index->places > 0) {
        const uint64_t word = index->slot[(wanted + (*step)++) & (index->places - 1)];
        if (word == 0)
            break;
        if (word >> 32 == wanted)
            return (uint32_t)word - 1;
    }
    return UINT32_MAX;
}
