/* arena.h - memory that is freed all at once.
 * Results of unknown size live in the arena passed first; free the arena and all of them are gone.
 * Every byte comes from one hook, so that a test can let any allocation fail. */
#ifndef CHANGHE_ARENA_H
#define CHANGHE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CH_MUST_USE __attribute__((warn_unused_result))

/* Where memory comes from. Both functions get self; a NULL hook means malloc and free. */
typedef struct ch_memory {
    void *(*take)(void *self, size_t size);
    void (*give)(void *self, void *block);
    void *self;
} ch_memory;

/* One block, outside any arena. NULL memory means malloc. ch_memory_take does not clear. */
void *ch_memory_take(const ch_memory *memory, size_t size) CH_MUST_USE;
void ch_memory_give(const ch_memory *memory, void *block);
/* A larger block with the first used bytes of block, which is NULL or given back; NULL: no memory, and
 * block stays. What lies behind those bytes is not cleared. */
void *ch_memory_grow(const ch_memory *memory, void *block, size_t used, size_t size) CH_MUST_USE;

typedef struct ch_arena {
    const ch_memory *memory; /* NULL: malloc */
    struct ch_block *blocks;
    char *next, *end;
} ch_arena;

/* A zeroed arena is ready; this one takes its blocks from memory, which must outlive it. */
#define CH_ARENA(memory_) ((ch_arena){.memory = (memory_)})

/* count * size bytes, zeroed, aligned for any object; NULL when memory or the product runs out.
 * Zero bytes give a valid pointer. Cost: O(bytes), a block from the hook now and then. */
void *ch_arena_take(ch_arena *arena, size_t count, size_t size) CH_MUST_USE;
#define CH_NEW(arena, type, count) ((type *)ch_arena_take((arena), (count), sizeof(type)))

/* Make *array hold at least need items of size bytes, at least doubling; items so far are kept.
 * false: no memory, and nothing changed. The old place stays allocated until the arena is freed. */
bool ch_arena_grow(ch_arena *arena, void **array, size_t *capacity, size_t need, size_t size) CH_MUST_USE;

/* Give everything back; the arena is empty and ready again. */
void ch_arena_free(ch_arena *arena);

#endif
