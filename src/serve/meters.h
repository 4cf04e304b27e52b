/* meters.h - what is counted while the server runs: by route, in atomics that any thread adds to. */
#ifndef CHANGHE_SERVE_METERS_H
#define CHANGHE_SERVE_METERS_H

#include "route.h"

#include <stdatomic.h>

/* Upper ends in seconds of the classes of a duration; one more class lies above. */
enum { SERVE_TIMES = 10 };
extern const double serve_meter_time_s[SERVE_TIMES];

typedef struct {
    const char *method, *path; /* of the route; "" and "page" or "none" for the last two rows */
    atomic_ullong status[6];   /* answers of 1xx ... 5xx by the first digit */
    atomic_ullong time[SERVE_TIMES + 1];
    atomic_ullong ns; /* sum of durations */
} serve_meter;

typedef struct serve_meters {
    size_t meters;
    serve_meter *meter;                /* one a route, in the order of the groups; then the page's; then all others */
    atomic_llong in_flight;            /* requests begun and not yet sent */
    atomic_llong connections;          /* open now */
    atomic_llong waiting;              /* requests in the queue of the workers */
    atomic_llong at_work;              /* requests that workers answer now; one leaves the queue first */
    atomic_ullong refused_busy;        /* by 503, the queue or the room for bodies being full */
    atomic_ullong refused_links;       /* connections, too many being open */
    atomic_ullong cut_links;           /* connections too slow to go on with */
    atomic_ullong bytes_in, bytes_out; /* of bodies */
    atomic_ullong tiles_found, tiles_drawn; /* kept from before, and not */
} serve_meters;

/* NULL: memory ran out. */
serve_meters *serve_meters_new(void);
void serve_meters_free(serve_meters *meters);

/* Count an answer. route NULL: the page where is_page, else no route. Cost: a few atomic additions. */
void serve_meters_count(serve_meters *meters, const serve_route *route, bool is_page, unsigned status, int64_t ns);

/* As Prometheus text 0.0.4; rows without an answer are left out. */
void serve_meters_write(serve_meters *meters, ch_buf *out);

#endif
