/* hall.h - what all requests share: the snapshot of now, who is signed in, what is counted. */
#ifndef CHANGHE_SERVE_HALL_H
#define CHANGHE_SERVE_HALL_H

#include "changhe/ready.h"
#include "version.h"

#include <pthread.h>

struct serve_sessions;   /* sessions.h */
struct serve_limits;     /* limits.h */
struct serve_meters;     /* meters.h */
struct serve_page;       /* page.h: the files of the page */
struct serve_tile_cache; /* tile_cache.h */
struct serve_shelf;      /* ledger_shelf.h */

typedef struct serve_hall {
    pthread_mutex_t lock; /* of ready */
    ch_ready *ready;
    const char *store;          /* NULL: the zone came from a folder and cannot be changed here */
    pthread_mutex_t writing;    /* one change at a time: held from reading the snapshot to publishing the next */
    atomic_uint importing;      /* sheets that are being read */
    atomic_bool open_accounts;  /* the store has accounts: one may sign in */
    serve_version_key versions; /* of the versions of rows that leave */
    bool is_proxied;            /* a trusted proxy stands before us */
    struct serve_sessions *sessions;
    struct serve_limits *limits;
    struct serve_meters *meters;
    struct serve_tile_cache *tiles;
    struct serve_page *page;   /* NULL: none */
    ch_roads *extract;         /* a network of its own file, instead of the zone's; NULL: none */
    struct serve_shelf *shelf; /* the ledger; NULL: none */
} serve_hall;

/* Takes over one hold of zone, whatever comes back. store may be NULL and must outlive the hall. The
 * page is left out. CH_ENOMEM, what reading the accounts gave, or CH_EIO: no randomness to be had. */
CH_MUST_USE ch_err serve_hall_open(serve_hall *hall, ch_zone *zone, const char *store, ch_faults *faults);
void serve_hall_close(serve_hall *hall);

/* Accounts may be added, and the last one removed, while we serve: look again whether there are any. Reads
 * the store. Errors as of ch_accounts_exist. */
CH_MUST_USE ch_err serve_hall_look_for_accounts(serve_hall *hall, ch_faults *faults);

ch_ready *serve_hall_ready(serve_hall *hall); /* held once for the caller */
/* From now on new calls see this snapshot; takes over one hold of it. Who is at work keeps the old one. */
void serve_hall_publish(serve_hall *hall, ch_ready *ready);

#endif
