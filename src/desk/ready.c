/* ready.c - a snapshot with what many questions need of it: its ledger, and crowds of places asked. */
#include "changhe/ready.h"

#include "scope.h"

#include <math.h>
#include <pthread.h>

enum {
    CROWDS_KEPT = 16,   /* 9 bytes a firm each: 144 MB of a million */
    CONTENTS_KEPT = 256 /* a few bytes each; looked through one by one */
};

struct ch_ready {
    atomic_size_t holders;
    const ch_memory *memory;
    ch_arena arena; /* of the ledger */
    ch_zone *zone;
    char digest[17];
    bool has_ledger; /* a large zone */
    ch_desk__ledger ledger;
    ch_desk__recent crowds, contents;
    pthread_mutex_t looking; /* of what is made when it is first asked for */
    ch_names *names;
    ch_spots *spots;
    ch_tiles *tiles; /* of the spots, so freed before them */
    ch_roads *roads; /* of the zone's own tables */
};

static ch_err open_lists(ch_ready *ready)
{
    if (!ch_desk__open_recent(&ready->crowds, CROWDS_KEPT))
        return CH_ENOMEM;
    if (ch_desk__open_recent(&ready->contents, CONTENTS_KEPT))
        return CH_OK;
    ch_desk__close_recent(&ready->crowds);
    return CH_ENOMEM;
}

ch_err ch_ready_make_of_size(ch_zone *zone, size_t large, ch_ready **ready)
{
    ch_ready *made = ch_memory_take(zone->memory, sizeof *made);
    *ready = NULL;
    if (made)
        *made = (ch_ready){.holders = 1, .memory = zone->memory, .arena = CH_ARENA(zone->memory), .zone = zone};
    if (!made || open_lists(made) != CH_OK) {
        ch_memory_give(zone->memory, made);
        ch_zone_drop(zone);
        return CH_ENOMEM;
    }
    pthread_mutex_init(&made->looking, NULL);
    ch_zone_digest(zone, made->digest);
    made->has_ledger = zone->firms.rows >= large;
    const ch_err err = made->has_ledger ? ch_desk__make_ledger(&made->arena, zone, &made->ledger) : CH_OK;
    if (err == CH_OK)
        *ready = made;
    else
        ch_ready_drop(made);
    return err;
}

ch_err ch_ready_make(ch_zone *zone, ch_ready **ready)
{
    return ch_ready_make_of_size(zone, CH_READY_LARGE, ready);
}

void ch_ready_hold(ch_ready *ready)
{
    atomic_fetch_add_explicit(&ready->holders, 1, memory_order_relaxed);
}

void ch_ready_drop(ch_ready *ready)
{
    if (ready == NULL || atomic_fetch_sub_explicit(&ready->holders, 1, memory_order_acq_rel) > 1)
        return;
    const ch_memory *memory = ready->memory;
    ch_desk__close_recent(&ready->crowds);
    ch_desk__close_recent(&ready->contents);
    ch_names_free(ready->names);
    ch_roads_drop(ready->roads);
    ch_tiles_free(ready->tiles);
    ch_spots_free(ready->spots);
    pthread_mutex_destroy(&ready->looking);
    ch_arena_free(&ready->arena);
    ch_zone_drop(ready->zone);
    ch_memory_give(memory, ready);
}

const ch_zone *ch_ready_zone(const ch_ready *ready)
{
    return ready->zone;
}

const char *ch_ready_digest(const ch_ready *ready)
{
    return ready->digest;
}

ch_err ch_ready_names(ch_ready *ready, const ch_names **names)
{
    pthread_mutex_lock(&ready->looking);
    const ch_err err = ready->names ? CH_OK : ch_names_make(ready->zone, ready->memory, &ready->names);
    *names = ready->names;
    pthread_mutex_unlock(&ready->looking);
    return err;
}

/* The lock is held. */
static ch_err look_for_spots(ch_ready *ready)
{
    return ready->spots ? CH_OK : ch_spots_make(ready->zone, ready->memory, &ready->spots);
}

ch_err ch_ready_spots(ch_ready *ready, const ch_spots **spots)
{
    pthread_mutex_lock(&ready->looking);
    const ch_err err = look_for_spots(ready);
    *spots = ready->spots;
    pthread_mutex_unlock(&ready->looking);
    return err;
}

ch_err ch_ready_tiles(ch_ready *ready, const ch_tiles **tiles)
{
    pthread_mutex_lock(&ready->looking);
    ch_err err = look_for_spots(ready);
    if (err == CH_OK && !ready->tiles)
        err = ch_tiles_make(ready->zone, ready->spots, ready->memory, &ready->tiles);
    *tiles = ready->tiles;
    pthread_mutex_unlock(&ready->looking);
    return err;
}

ch_err ch_ready_roads(ch_ready *ready, ch_roads **roads)
{
    pthread_mutex_lock(&ready->looking);
    const ch_err err = ready->roads ? CH_OK : ch_roads_of_zone(ready->zone, &ready->roads);
    *roads = ready->roads;
    pthread_mutex_unlock(&ready->looking);
    return err;
}

ch_err ch_ready_open(ch_arena *arena, ch_ready *ready, const ch_question *question, ch_desk *desk, ch_faults *faults)
{
    if (ready->has_ledger && question->as_of == 0 && ch_desk__fits_scope(question->what_if))
        return ch_desk__open_scope(arena, &ready->ledger, &ready->crowds, question, desk, faults);
    return ch_desk_open(arena, ready->zone, question, desk, faults);
}

/* ---- before the edits */

static ch_err find_content(ch_ready *ready, const ch_question *question, const ch_place_set *set, double *content)
{
    ch_desk__kept *kept = ch_desk__recall(&ready->contents, set);
    if (kept) {
        *content = kept->content;
        ch_desk__let_go(kept);
        return CH_OK;
    }
    kept = ch_desk__new_kept(ready->memory, set);
    ch_arena arena = CH_ARENA(ready->memory);
    ch_faults none = {.arena = CH_ARENA(ready->memory)}; /* the place is known, and nothing else is asked */
    const ch_question plain = {.place = question->place};
    ch_desk desk = {0};
    const ch_err err = kept ? ch_ready_open(&arena, ready, &plain, &desk, &none) : CH_ENOMEM;
    if (err == CH_OK) {
        *content = kept->content = desk.state.local_content;
        ch_desk_close(&desk);
        ch_desk__keep(&ready->contents, kept);
    }
    ch_desk__let_go(kept);
    ch_faults_free(&none);
    ch_arena_free(&arena);
    return err;
}

ch_err ch_ready_content_before(ch_ready *ready, const ch_question *question, double *before)
{
    *before = NAN;
    if (!question->what_if)
        return CH_OK;
    if (question->as_of != 0)
        return ch_desk_content_before(ready->zone, question, before);
    if (question->chain.len > 0 && ch_zone_find(ready->zone, CH_TABLE_chains, question->chain) == SIZE_MAX)
        return CH_OK;
    ch_arena scratch = CH_ARENA(ready->memory);
    ch_place_set set;
    ch_err err = ch_place_set_make(&scratch, ready->zone, question->place, &set, NULL);
    if (err == CH_OK)
        err = find_content(ready, question, &set, before);
    ch_arena_free(&scratch);
    return err == CH_EDATA ? CH_OK : err;
}
