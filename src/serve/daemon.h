/* daemon.h - libmicrohttpd between a socket and serve_answer_request. The only file that knows it.
 *
 * One thread accepts, reads, writes and answers what is a look-up. What is more than that is handed to
 * workers while its connection is suspended; a full queue is told with 503 at once. */
#ifndef CHANGHE_SERVE_DAEMON_H
#define CHANGHE_SERVE_DAEMON_H

#include "hall.h"
#include "meters.h"

typedef struct serve_daemon serve_daemon;

/* Of a connection: address, headers, their table, the answer's headers. Touched only as far as it is used. */
enum { SERVE_CONNECTION_BYTES = 64 << 10 };

typedef struct {
    int socket;                /* listening; taken over, whatever comes back */
    ch_text tls_cert, tls_key; /* PEM, a NUL behind each; both empty: plain HTTP */
    unsigned workers, most_waiting;
    unsigned most_connections;
} serve_daemon_options;

/* hall must outlive the daemon and have meters. CH_EDATA: certificate or key are not accepted; CH_ENOMEM. */
CH_MUST_USE ch_err serve_daemon_open(serve_hall *hall, const serve_daemon_options *options, serve_daemon **daemon,
                                     ch_faults *faults);

/* To be called every second or so: cuts off who is too slow. */
void serve_daemon_tick(serve_daemon *daemon);

/* Accept nobody any more, wait at most so long for answers on their way, then close. NULL is fine. */
void serve_daemon_close(serve_daemon *daemon, unsigned seconds);

#endif
