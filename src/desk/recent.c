/* recent.c - a short list, the last asked first; the lock is held for looking and moving only. */
#include "recent.h"

#include <string.h>

bool ch_desk__open_recent(ch_desk__recent *recent, size_t most)
{
    *recent = (ch_desk__recent){.most = most};
    return pthread_mutex_init(&recent->lock, NULL) == 0;
}

void ch_desk__let_go(ch_desk__kept *kept)
{
    if (kept == NULL || atomic_fetch_sub_explicit(&kept->holders, 1, memory_order_acq_rel) > 1)
        return;
    const ch_memory *memory = kept->arena.memory;
    ch_arena_free(&kept->arena);
    ch_memory_give(memory, kept);
}

void ch_desk__close_recent(ch_desk__recent *recent)
{
    while (recent->first) {
        ch_desk__kept *next = recent->first->next;
        ch_desk__let_go(recent->first);
        recent->first = next;
    }
    pthread_mutex_destroy(&recent->lock);
}

static bool is_of(const ch_desk__kept *kept, const ch_place_set *set)
{
    return kept->places == set->asked_count && memcmp(kept->place, set->asked, kept->places * sizeof *kept->place) == 0;
}

static void move_to_front(ch_desk__recent *recent, ch_desk__kept **link)
{
    ch_desk__kept *kept = *link;
    *link = kept->next;
    kept->next = recent->first;
    recent->first = kept;
}

ch_desk__kept *ch_desk__recall(ch_desk__recent *recent, const ch_place_set *set)
{
    pthread_mutex_lock(&recent->lock);
    ch_desk__kept **link = &recent->first;
    while (*link && !is_of(*link, set))
        link = &(*link)->next;
    ch_desk__kept *found = *link;
    if (found) {
        atomic_fetch_add_explicit(&found->holders, 1, memory_order_relaxed);
        move_to_front(recent, link);
    }
    pthread_mutex_unlock(&recent->lock);
    return found;
}

ch_desk__kept *ch_desk__new_kept(const ch_memory *memory, const ch_place_set *set)
{
    ch_desk__kept *kept = ch_memory_take(memory, sizeof *kept);
    if (!kept)
        return NULL;
    *kept = (ch_desk__kept){.holders = 1, .arena = CH_ARENA(memory), .places = set->asked_count};
    uint32_t *place = CH_NEW(&kept->arena, uint32_t, kept->places);
    if (!place) {
        ch_desk__let_go(kept);
        return NULL;
    }
    memcpy(place, set->asked, kept->places * sizeof *place);
    kept->place = place;
    return kept;
}

/* Cuts the list behind so many; gives what was cut off. */
static ch_desk__kept *cut_off(ch_desk__recent *recent)
{
    ch_desk__kept **link = &recent->first;
    for (size_t i = 0; *link && i < recent->most; i++)
        link = &(*link)->next;
    ch_desk__kept *oldest = *link;
    *link = NULL;
    return oldest;
}

void ch_desk__keep(ch_desk__recent *recent, ch_desk__kept *kept)
{
    atomic_fetch_add_explicit(&kept->holders, 1, memory_order_relaxed);
    pthread_mutex_lock(&recent->lock);
    kept->next = recent->first;
    recent->first = kept;
    ch_desk__kept *oldest = cut_off(recent);
    pthread_mutex_unlock(&recent->lock);
    while (oldest) {
        ch_desk__kept *next = oldest->next;
        ch_desk__let_go(oldest);
        oldest = next;
    }
}
