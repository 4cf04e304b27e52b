/* wiped.c - each block remembers its size before its first byte, so that all of it can be overwritten. */
#define _DEFAULT_SOURCE
#include "changhe/wiped.h"

#include <stdalign.h>
#include <string.h>

typedef union {
    size_t size; /* of all of the block, with this */
    max_align_t aligned;
} head;

static void *take(void *self, size_t size)
{
    const ch_wiped *wiped = self;
    if (size > SIZE_MAX - sizeof(head))
        return NULL;
    head *block = ch_memory_take(wiped->beneath, size + sizeof(head));
    if (block == NULL)
        return NULL;
    block->size = size + sizeof(head);
    return block + 1;
}

static void give(void *self, void *at)
{
    const ch_wiped *wiped = self;
    if (at == NULL)
        return;
    head *block = (head *)at - 1;
    explicit_bzero(block, block->size);
    ch_memory_give(wiped->beneath, block);
}

void ch_wiped_open(ch_wiped *wiped, const ch_memory *beneath)
{
    *wiped = (ch_wiped){.memory = {take, give, wiped}, .beneath = beneath};
}
