/* sessions.h - who is signed in. Kept in memory alone: a restart signs everybody out.
 * A session's token goes to the browser as a cookie; here only its BLAKE2b hash is kept, so that nobody who
 * reads this memory or a copy of it can use it. */
#ifndef CHANGHE_SERVE_SESSIONS_H
#define CHANGHE_SERVE_SESSIONS_H

#include "changhe/accounts.h"
#include "route.h"

enum {
    SERVE_TOKEN_ROOM = 65,      /* 256 bits as hexadecimal digits */
    SERVE_MOST_SESSIONS = 1000, /* the one idle longest goes */
    SERVE_IDLE_S = 12 * 3600,
    SERVE_SESSION_S = 7 * 24 * 3600,
    SERVE_RECHECK_S = 1 /* after so long the store is asked whether the account is still as it was */
};

typedef struct serve_sessions serve_sessions;

/* Seconds that never run back; a test brings its own. */
typedef int64_t serve_clock(void *self);
int64_t serve_clock_now(void *unused);

/* store may be NULL: then nobody is ever signed in. NULL: memory ran out. */
serve_sessions *serve_sessions_open(const char *store, serve_clock *clock, void *self);
void serve_sessions_close(serve_sessions *sessions); /* NULL is fine */

/* A new session; its token goes to the cookie. CH_ENOMEM. */
CH_MUST_USE ch_err serve_sessions_begin(serve_sessions *sessions, const ch_account *account,
                                        char token[SERVE_TOKEN_ROOM]);

/* The visitor whose token it is, its texts in the arena; nobody when no session has it, it is over, or the
 * account was changed since. CH_EIO, CH_EDATA: the store cannot be asked; CH_ENOMEM. */
CH_MUST_USE ch_err serve_sessions_find(ch_arena *arena, serve_sessions *sessions, ch_text token, serve_visitor *visitor,
                                       ch_faults *faults);
void serve_sessions_end(serve_sessions *sessions, ch_text token);

size_t serve_sessions_count(serve_sessions *sessions);

#endif
