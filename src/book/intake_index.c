/* intake_index.c - open addressing over FNV-1a; a table is never more than half full. */
#include "intake_index.h"

#include <string.h>

enum { FIRST_SIZE = 64 };

uint64_t ch_intake__hash(ch_text text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* Where the text stands, or the free place for it. */
static ch_intake__entry *seek(ch_intake__entry *entry, size_t size, uint64_t hash, ch_text text)
{
    size_t at = (size_t)(hash ^ hash >> 32) & (size - 1);
    while (entry[at].is_taken && (entry[at].hash != hash || !ch_text_equal(entry[at].text, text)))
        at = (at + 1) & (size - 1);
    return &entry[at];
}

const ch_intake__entry *ch_intake__index_find(const ch_intake__index *index, ch_text text)
{
    if (index->size == 0)
        return NULL;
    const ch_intake__entry *found = seek(index->entry, index->size, ch_intake__hash(text), text);
    return found->is_taken ? found : NULL;
}

static bool make_room(ch_intake__index *index)
{
    if (index->used < index->size / 2)
        return true;
    const size_t size = index->size == 0 ? FIRST_SIZE : index->size * 2;
    ch_intake__entry *larger =
        size <= SIZE_MAX / sizeof *larger ? ch_memory_take(index->memory, size * sizeof *larger) : NULL;
    if (!larger)
        return false;
    memset(larger, 0, size * sizeof *larger);
    for (size_t i = 0; i < index->size; i++)
        if (index->entry[i].is_taken)
            *seek(larger, size, index->entry[i].hash, index->entry[i].text) = index->entry[i];
    ch_memory_give(index->memory, index->entry);
    index->entry = larger;
    index->size = size;
    return true;
}

bool ch_intake__index_put(ch_intake__index *index, ch_text text, size_t number, const ch_intake__entry **entry)
{
    if (!make_room(index))
        return false;
    const uint64_t hash = ch_intake__hash(text);
    ch_intake__entry *place = seek(index->entry, index->size, hash, text);
    if (place->is_taken) {
        place->is_doubled = true;
    } else {
        *place = (ch_intake__entry){hash, text, number, true, false};
        index->used++;
    }
    *entry = place;
    return true;
}

void ch_intake__index_free(ch_intake__index *index)
{
    ch_memory_give(index->memory, index->entry);
    *index = (ch_intake__index){.memory = index->memory};
}
