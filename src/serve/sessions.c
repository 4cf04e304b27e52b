/* sessions.c - who is signed in. */
#define _GNU_SOURCE /* CLOCK_BOOTTIME */
#include "sessions.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

enum { TOKEN_BYTES = 32, HASH_BYTES = 32 };

typedef struct {
    unsigned char hash[HASH_BYTES]; /* of the token */
    ch_arena arena;                 /* of name and grants */
    int64_t account, stamp;         /* account 0: the place is free */
    ch_text name;
    ch_grant *grant;
    size_t grants;
    int64_t began_s, used_s, checked_s;
} session;

struct serve_sessions {
    pthread_mutex_t lock;
    const char *store;
    serve_clock *clock;
    void *self;
    session session[SERVE_MOST_SESSIONS];
};

int64_t serve_clock_now(void *unused)
{
    (void)unused;
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now); /* goes on while the machine sleeps */
    return now.tv_sec;
}

serve_sessions *serve_sessions_open(const char *store, serve_clock *clock, void *self)
{
    serve_sessions *made = ch_memory_take(NULL, sizeof *made);
    if (!made)
        return NULL;
    memset(made, 0, sizeof *made);
    made->store = store;
    made->clock = clock;
    made->self = self;
    pthread_mutex_init(&made->lock, NULL);
    return made;
}

static void forget(session *one)
{
    ch_arena_free(&one->arena);
    *one = (session){0};
}

void serve_sessions_close(serve_sessions *sessions)
{
    if (!sessions)
        return;
    for (size_t i = 0; i < SERVE_MOST_SESSIONS; i++)
        forget(&sessions->session[i]);
    pthread_mutex_destroy(&sessions->lock);
    ch_memory_give(NULL, sessions);
}

static void hash_token(ch_text token, unsigned char hash[HASH_BYTES])
{
    crypto_generichash(hash, HASH_BYTES, (const unsigned char *)token.at, token.len, NULL, 0);
}

/* A free place, else the one of the session that was idle longest. */
static session *find_place(serve_sessions *sessions)
{
    session *oldest = &sessions->session[0];
    for (size_t i = 0; i < SERVE_MOST_SESSIONS; i++) {
        session *one = &sessions->session[i];
        if (one->account == 0)
            return one;
        if (one->used_s < oldest->used_s)
            oldest = one;
    }
    forget(oldest);
    return oldest;
}

/* A copy of the account's name and grants; .at of the name is NULL when memory ran out. */
static bool copy_account(session *one, const ch_account *account)
{
    one->name = ch_text_copy(&one->arena, account->name);
    one->grant = CH_NEW(&one->arena, ch_grant, account->grants);
    bool enough = one->name.at && one->grant;
    for (size_t i = 0; enough && i < account->grants; i++) {
        one->grant[i] = (ch_grant){account->grant[i].may, ch_text_copy(&one->arena, account->grant[i].place)};
        enough = one->grant[i].place.at != NULL;
    }
    one->grants = account->grants;
    return enough;
}

ch_err serve_sessions_begin(serve_sessions *sessions, const ch_account *account, char token[SERVE_TOKEN_ROOM])
{
    unsigned char random[TOKEN_BYTES];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(token, SERVE_TOKEN_ROOM, random, sizeof random);
    sodium_memzero(random, sizeof random);

    pthread_mutex_lock(&sessions->lock);
    session *one = find_place(sessions);
    const int64_t now_s = sessions->clock(sessions->self);
    const bool copied = copy_account(one, account);
    if (copied) {
        one->account = account->id;
        one->stamp = account->stamp;
        one->began_s = one->used_s = one->checked_s = now_s;
        hash_token(ch_text_of(token), one->hash);
    } else {
        forget(one);
    }
    pthread_mutex_unlock(&sessions->lock);
    return copied ? CH_OK : CH_ENOMEM;
}

static session *find_token(serve_sessions *sessions, ch_text token)
{
    unsigned char hash[HASH_BYTES];
    hash_token(token, hash);
    for (size_t i = 0; i < SERVE_MOST_SESSIONS; i++) {
        session *one = &sessions->session[i];
        if (one->account != 0 && sodium_memcmp(one->hash, hash, HASH_BYTES) == 0)
            return one;
    }
    return NULL;
}

static bool is_over(const session *one, int64_t now_s)
{
    return now_s - one->used_s >= SERVE_IDLE_S || now_s - one->began_s >= SERVE_SESSION_S;
}

/* What must be asked of the store, as of now; account 0: nothing. */
typedef struct {
    int64_t account, stamp, now_s;
} question;

static question ask_of(serve_sessions *sessions, ch_text token)
{
    question asked = {0};
    pthread_mutex_lock(&sessions->lock);
    session *one = find_token(sessions, token);
    asked.now_s = sessions->clock(sessions->self);
    if (one && is_over(one, asked.now_s))
        forget(one);
    else if (one && asked.now_s - one->checked_s >= SERVE_RECHECK_S)
        asked.account = one->account;
    pthread_mutex_unlock(&sessions->lock);
    return asked;
}

/* A session whose account is not as it was when it began is over. */
static void take_stamp(serve_sessions *sessions, ch_text token, const question *answered)
{
    session *one = find_token(sessions, token);
    if (!one || answered->account == 0)
        return;
    if (one->stamp != answered->stamp)
        forget(one);
    else if (one->checked_s < answered->now_s)
        one->checked_s = answered->now_s;
}

/* The token of our page: what only who has the cookie can know, and from which the cookie cannot be told. */
static ch_err name_visitor(ch_arena *arena, const session *one, ch_text token, serve_visitor *visitor)
{
    unsigned char mark[HASH_BYTES];
    char text[2 * HASH_BYTES + 1];
    ch_grant *grant = CH_NEW(arena, ch_grant, one->grants);
    crypto_generichash(mark, sizeof mark, (const unsigned char *)"changhe page", 12, (const unsigned char *)token.at,
                       token.len);
    sodium_bin2hex(text, sizeof text, mark, sizeof mark);
    *visitor = (serve_visitor){.account = one->account,
                               .name = ch_text_copy(arena, one->name),
                               .grant = grant,
                               .grants = one->grants,
                               .token = ch_text_copy(arena, ch_text_of(text))};
    bool enough = grant && visitor->name.at && visitor->token.at;
    for (size_t i = 0; enough && i < one->grants; i++) {
        grant[i] = (ch_grant){one->grant[i].may, ch_text_copy(arena, one->grant[i].place)};
        enough = grant[i].place.at != NULL;
    }
    return enough ? CH_OK : CH_ENOMEM;
}

static ch_err find_visitor(ch_arena *arena, serve_sessions *sessions, ch_text token, const question *answered,
                           serve_visitor *visitor)
{
    take_stamp(sessions, token, answered);
    session *one = find_token(sessions, token);
    if (!one)
        return CH_OK;
    one->used_s = answered->now_s > one->used_s ? answered->now_s : one->used_s;
    return name_visitor(arena, one, token, visitor);
}

/* The store is asked while nobody waits for the lock: another program may keep it for seconds. */
ch_err serve_sessions_find(ch_arena *arena, serve_sessions *sessions, ch_text token, serve_visitor *visitor,
                           ch_faults *faults)
{
    *visitor = (serve_visitor){.name = {"", 0}, .token = {"", 0}};
    if (token.len != SERVE_TOKEN_ROOM - 1 || !sessions->store)
        return CH_OK;
    question asked = ask_of(sessions, token);
    ch_err err = CH_OK;
    if (asked.account != 0)
        err = ch_accounts_stamp(sessions->store, arena->memory, asked.account, &asked.stamp, faults);
    if (err != CH_OK)
        return err;
    pthread_mutex_lock(&sessions->lock);
    err = find_visitor(arena, sessions, token, &asked, visitor);
    pthread_mutex_unlock(&sessions->lock);
    if (err != CH_OK)
        *visitor = (serve_visitor){.name = {"", 0}, .token = {"", 0}};
    return err;
}

void serve_sessions_end(serve_sessions *sessions, ch_text token)
{
    if (token.len != SERVE_TOKEN_ROOM - 1)
        return;
    pthread_mutex_lock(&sessions->lock);
    session *one = find_token(sessions, token);
    if (one)
        forget(one);
    pthread_mutex_unlock(&sessions->lock);
}

size_t serve_sessions_count(serve_sessions *sessions)
{
    size_t n = 0;
    pthread_mutex_lock(&sessions->lock);
    for (size_t i = 0; i < SERVE_MOST_SESSIONS; i++)
        n += sessions->session[i].account != 0;
    pthread_mutex_unlock(&sessions->lock);
    return n;
}
