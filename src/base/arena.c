/* arena.c - objects are cut off one block after another; blocks double until they are large. */
#include "changhe/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 4 << 10, LARGEST_BLOCK = 1 << 20 };

struct ch_block {
    struct ch_block *previous;
    size_t room; /* 0: holds one large object */
    alignas(max_align_t) char bytes[];
};

void *ch_memory_take(const ch_memory *memory, size_t size)
{
    if (memory == NULL)
        return malloc(size > 0 ? size : 1);
    return memory->take(memory->self, size);
}

void *ch_memory_grow(const ch_memory *memory, void *block, size_t used, size_t size)
{
    if (memory == NULL)
        return realloc(block, size > 0 ? size : 1);
    void *larger = ch_memory_take(memory, size);
    if (larger == NULL)
        return NULL;
    if (used > 0)
        memcpy(larger, block, used);
    ch_memory_give(memory, block);
    return larger;
}

void ch_memory_give(const ch_memory *memory, void *block)
{
    if (block == NULL)
        return;
    if (memory == NULL)
        free(block);
    else
        memory->give(memory->self, block);
}

static struct ch_block *take_block(ch_arena *arena, size_t room)
{
    if (room > SIZE_MAX - sizeof(struct ch_block))
        return NULL;
    return ch_memory_take(arena->memory, sizeof(struct ch_block) + room);
}

/* Pages that come from the system are zero: calloc knows them and does not touch them. */
static struct ch_block *take_zeroed_block(ch_arena *arena, size_t room)
{
    if (arena->memory == NULL && room <= SIZE_MAX - sizeof(struct ch_block))
        return calloc(1, sizeof(struct ch_block) + room);
    struct ch_block *block = take_block(arena, room);
    if (block != NULL)
        memset(block->bytes, 0, room);
    return block;
}

/* A large object gets a block of its own, put behind the one being cut, which stays in use. */
static void *take_alone(ch_arena *arena, size_t bytes)
{
    struct ch_block *own = take_zeroed_block(arena, bytes);
    if (own == NULL)
        return NULL;

    own->room = 0;
    own->previous = NULL;
    if (arena->blocks == NULL) {
        arena->blocks = own;
    } else {
        own->previous = arena->blocks->previous;
        arena->blocks->previous = own;
    }
    return own->bytes;
}

static size_t next_room(const ch_arena *arena)
{
    size_t last = arena->blocks != NULL ? arena->blocks->room : 0;
    if (last == 0)
        return FIRST_BLOCK;
    return last < LARGEST_BLOCK ? last * 2 : LARGEST_BLOCK;
}

static bool open_block(ch_arena *arena, size_t room)
{
    struct ch_block *block = take_block(arena, room);
    if (block == NULL)
        return false;

    block->room = room;
    block->previous = arena->blocks;
    arena->blocks = block;
    arena->next = block->bytes;
    arena->end = block->bytes + room;
    return true;
}

/* Zeroed bytes. */
static void *cut(ch_arena *arena, size_t bytes)
{
    if (bytes > (size_t)(arena->end - arena->next)) {
        size_t room = next_room(arena);
        if (bytes > room / 4)
            return take_alone(arena, bytes);
        if (!open_block(arena, room))
            return NULL;
    }
    void *object = arena->next;
    arena->next += bytes;
    return memset(object, 0, bytes);
}

void *ch_arena_take(ch_arena *arena, size_t count, size_t size)
{
    const size_t unit = alignof(max_align_t);
    if (size > 0 && count > (SIZE_MAX - unit) / size)
        return NULL;

    size_t bytes = count * size;
    size_t rounded = bytes > 0 ? (bytes + unit - 1) / unit * unit : unit;
    return cut(arena, rounded);
}

bool ch_arena_grow(ch_arena *arena, void **array, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;

    size_t doubled = *capacity <= SIZE_MAX / 2 ? *capacity * 2 : SIZE_MAX;
    size_t room = need > doubled ? need : doubled;
    void *larger = ch_arena_take(arena, room, size);
    if (larger == NULL)
        return false;

    if (*capacity > 0)
        memcpy(larger, *array, *capacity * size);
    *array = larger;
    *capacity = room;
    return true;
}

void ch_arena_free(ch_arena *arena)
{
    while (arena->blocks != NULL) {
        struct ch_block *previous = arena->blocks->previous;
        ch_memory_give(arena->memory, arena->blocks);
        arena->blocks = previous;
    }
    arena->next = arena->end = NULL;
}
