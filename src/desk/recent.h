/* recent.h - inside the desk: what was worked out for sets of places asked lately, kept for the next who
 * asks about them. All of it may be called from any thread. */
#ifndef CHANGHE_DESK_RECENT_H
#define CHANGHE_DESK_RECENT_H

#include "changhe/desk.h"

#include <pthread.h>
#include <stdatomic.h>

/* What is kept of one set; never changed once it is kept. */
typedef struct ch_desk__kept {
    atomic_size_t holders;
    ch_arena arena;        /* holds what follows */
    const uint32_t *place; /* as asked, in order */
    size_t places;
    ch_target_crowd crowd;
    double content; /* local content without edits */
    struct ch_desk__kept *next;
} ch_desk__kept;

typedef struct {
    pthread_mutex_t lock;
    ch_desk__kept *first; /* the one asked last */
    size_t most;          /* to be kept */
} ch_desk__recent;

/* false: no lock could be made, and nothing is to be closed. */
bool ch_desk__open_recent(ch_desk__recent *recent, size_t most);
void ch_desk__close_recent(ch_desk__recent *recent);

/* What is kept of the set, with a hold for the caller, or NULL. */
ch_desk__kept *ch_desk__recall(ch_desk__recent *recent, const ch_place_set *set);
/* Something to be filled and kept of the set, with one holder; NULL: no memory. */
ch_desk__kept *ch_desk__new_kept(const ch_memory *memory, const ch_place_set *set);
/* Keep it; the oldest goes when there are too many, as soon as nobody holds it. The caller keeps its
 * hold. When another thread came first, both are kept until they are old. */
void ch_desk__keep(ch_desk__recent *recent, ch_desk__kept *kept);
void ch_desk__let_go(ch_desk__kept *kept); /* NULL is fine */

#endif
