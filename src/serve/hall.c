/* hall.c - the snapshot of now, changed under the feet of nobody. */
#include "hall.h"

#include "ledger_shelf.h"
#include "limits.h"
#include "password.h"
#include "tile_cache.h"

ch_err serve_hall_look_for_accounts(serve_hall *hall, ch_faults *faults)
{
    bool exist = false;
    ch_err err = hall->store ? ch_accounts_exist(hall->store, NULL, &exist, faults) : CH_OK;
    if (err == CH_OK)
        hall->open_accounts = exist;
    return err;
}

static ch_err open_doors(serve_hall *hall, ch_faults *faults)
{
    if (!serve_crypto_open())
        return CH_EIO;
    hall->sessions = serve_sessions_open(hall->store, serve_clock_now, NULL);
    hall->limits = serve_limits_open(serve_clock_now, NULL);
    hall->tiles = serve_tile_cache_open(SERVE_TILE_CACHE_BYTES, NULL);
    if (!hall->sessions || !hall->limits || !hall->tiles)
        return CH_ENOMEM;
    const ch_err err = serve_version_open_key(hall->store, &hall->versions);
    return err == CH_OK ? serve_hall_look_for_accounts(hall, faults) : err;
}

ch_err serve_hall_open(serve_hall *hall, ch_zone *zone, const char *store, ch_faults *faults)
{
    *hall = (serve_hall){.store = store};
    ch_err err = ch_ready_make(zone, &hall->ready);
    if (err != CH_OK)
        return err;
    pthread_mutex_init(&hall->lock, NULL);
    pthread_mutex_init(&hall->writing, NULL);
    err = open_doors(hall, faults);
    if (err != CH_OK)
        serve_hall_close(hall);
    return err;
}

void serve_hall_close(serve_hall *hall)
{
    if (!hall->ready)
        return;
    serve_sessions_close(hall->sessions);
    serve_limits_close(hall->limits);
    serve_tile_cache_close(hall->tiles);
    ch_ready_drop(hall->ready);
    ch_roads_drop(hall->extract);
    serve_shelf_close(hall->shelf);
    pthread_mutex_destroy(&hall->lock);
    pthread_mutex_destroy(&hall->writing);
    *hall = (serve_hall){0};
}

ch_ready *serve_hall_ready(serve_hall *hall)
{
    pthread_mutex_lock(&hall->lock);
    ch_ready *ready = hall->ready;
    ch_ready_hold(ready);
    pthread_mutex_unlock(&hall->lock);
    return ready;
}

void serve_hall_publish(serve_hall *hall, ch_ready *ready)
{
    pthread_mutex_lock(&hall->lock);
    ch_ready *old = hall->ready;
    hall->ready = ready;
    pthread_mutex_unlock(&hall->lock);
    ch_ready_drop(old);
}
