/* serve.h - a zone answered over HTTP: opened, kept running, closed. */
#ifndef CHANGHE_SERVE_H
#define CHANGHE_SERVE_H

#include "changhe/zone.h"

typedef struct ch_serve ch_serve;

/* Zero is the default of each. */
typedef struct {
    const char *listen;             /* "127.0.0.1:8080", "[::1]:0": a numeric address; port 0: any that is free */
    const char *store;              /* the file the zone was read from; NULL: rows cannot be changed here */
    const char *web, *vendor;       /* the page, and what is served below its /vendor/; NULL: none */
    const char *tls_cert, *tls_key; /* PEM files; both or neither */
    const char *roads;  /* a file that `roads import` wrote, instead of the zone's own network; NULL: none */
    const char *ledger; /* a file of postings, only read, and read again when it changed; NULL: none */
    bool is_proxied;    /* only a trusted proxy reaches the port: its X-Forwarded-* count */
    unsigned workers;   /* 0: one a processor, two at least */
} ch_serve_options;

/* Takes over one hold of zone, whatever comes back. The options' texts must outlive the server. Answers are
 * given from here on, by threads of its own; a socket that is closed by its peer raises SIGPIPE in none.
 * On an address other than the machine's own it needs TLS or a proxy, and accounts in the store: CH_EDATA.
 * CH_EDATA, CH_EIO: an option or what it names is at fault; CH_ENOMEM. *serve is NULL then. */
CH_MUST_USE ch_err ch_serve_open(const ch_serve_options *options, ch_zone *zone, ch_serve **serve, ch_faults *faults);

/* "http://127.0.0.1:8080/", with the port it has. */
const char *ch_serve_address(const ch_serve *serve);
bool ch_serve_has_page(const ch_serve *serve);

/* To be called about once a second: cuts off who is too slow. */
void ch_serve_tick(ch_serve *serve);

/* Accept nobody any more, wait at most so long for answers on their way, close. NULL is fine. */
void ch_serve_close(ch_serve *serve, unsigned seconds);

#endif
