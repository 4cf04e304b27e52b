/* limits.h - how often one may ask: token buckets (Turner 1986), one a kind and asker.
 * A bounded table: in a full set the bucket that is nearest to full goes, so that nobody can fill the
 * memory and the least is forgotten; who then comes back begins with a full bucket. */
#ifndef CHANGHE_SERVE_LIMITS_H
#define CHANGHE_SERVE_LIMITS_H

#include "sessions.h"

typedef enum {
    SERVE_LIMIT_ASK,          /* any request, by address; loopback is not limited */
    SERVE_LIMIT_SIGN_IN,      /* by address */
    SERVE_LIMIT_SIGN_IN_NAME, /* by name of the account */
    SERVE_LIMIT_CHANGE,       /* by account */
    SERVE_LIMIT_FILE,         /* by account: files read, which takes longer than anything else */
    SERVE_LIMITS
} serve_limit;

typedef struct serve_limits serve_limits;

serve_limits *serve_limits_open(serve_clock *clock, void *self); /* NULL: memory ran out */
void serve_limits_close(serve_limits *limits);                   /* NULL is fine */

/* Take one from the asker's bucket. false: it is empty, *retry_s seconds until it is not. */
bool serve_limits_take(serve_limits *limits, serve_limit kind, ch_text asker, unsigned *retry_s);

/* An address as asker: of IPv6 its network of 64 bits, which one house has whole. */
ch_text serve_limits_address(ch_text address, char room[64]);

#endif
