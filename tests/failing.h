/* failing.h - memory that runs out when a test says so, and tells what was never given back. */
#ifndef CHANGHE_TESTS_FAILING_H
#define CHANGHE_TESTS_FAILING_H

#include "changhe/arena.h"

#include <stdlib.h>

typedef struct {
    size_t calls;   /* allocations asked for so far */
    size_t fail_at; /* this one and all later ones fail; 0: none */
    size_t live;    /* blocks taken and not given back */
} failing;

static inline void *failing_take(void *self, size_t size)
{
    failing *state = self;
    state->calls++;
    if (state->fail_at != 0 && state->calls >= state->fail_at)
        return NULL;
    void *block = malloc(size > 0 ? size : 1);
    state->live += block != NULL;
    return block;
}

static inline void failing_give(void *self, void *block)
{
    failing *state = self;
    state->live -= block != NULL;
    free(block);
}

/* Use: for (size_t at = 1;; at++) { failing state = {.fail_at = at};
 *      const ch_memory memory = FAILING_MEMORY(&state); ... assert live == 0;
 *      if (err == CH_OK) break; assert err == CH_ENOMEM; } */
#define FAILING_MEMORY(state_) ((ch_memory){failing_take, failing_give, (state_)})

#endif
