/* password.c - secrets of accounts: argon2id (RFC 9106) by libsodium. */
#include "password.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

_Static_assert(SERVE_SECRET_ROOM >= crypto_pwhash_STRBYTES, "a secret fits");

enum { AT_ONCE = 2, MOST_WAITING = 8 };

/* What all checks of the process share: how many run. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static unsigned running, waiting;

bool serve_crypto_open(void)
{
    return sodium_init() >= 0;
}

/* Whole units, as the library puts a block at the end of its pages and whoever takes it wants it aligned. */
static void *take_secret(void *self, size_t size)
{
    enum { UNIT = 16 };
    (void)self;
    return size > SIZE_MAX - UNIT ? NULL : sodium_malloc(size / UNIT * UNIT + UNIT);
}

static void give_secret(void *self, void *block)
{
    (void)self;
    sodium_free(block);
}

const ch_memory serve_secret_memory = {take_secret, give_secret, NULL};

bool serve_password_is_long_enough(ch_text password)
{
    size_t n = 0;
    for (ch_text rest = password; rest.len > 0; n++)
        ch_utf8_next(&rest);
    return n >= SERVE_LEAST_PASSWORD && password.len <= SERVE_MOST_PASSWORD;
}

static bool enter(void)
{
    pthread_mutex_lock(&lock);
    const bool admitted = waiting < MOST_WAITING;
    if (admitted) {
        waiting++;
        while (running == AT_ONCE)
            pthread_cond_wait(&freed, &lock);
        waiting--;
        running++;
    }
    pthread_mutex_unlock(&lock);
    return admitted;
}

static void leave(void)
{
    pthread_mutex_lock(&lock);
    running--;
    pthread_cond_signal(&freed);
    pthread_mutex_unlock(&lock);
}

bool serve_password_hide(ch_text password, char secret[SERVE_SECRET_ROOM])
{
    memset(secret, 0, SERVE_SECRET_ROOM);
    return crypto_pwhash_str(secret, password.at, password.len, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

/* As much work as a check, for a name that nobody has. */
static void waste(ch_text password)
{
    char secret[SERVE_SECRET_ROOM];
    (void)!serve_password_hide(password, secret);
    sodium_memzero(secret, sizeof secret);
}

serve_password serve_password_check(ch_text password, ch_text secret)
{
    char known[SERVE_SECRET_ROOM] = "";
    serve_password found = SERVE_PASSWORD_WRONG;
    if (!enter())
        return SERVE_PASSWORD_BUSY;
    if (secret.len == 0 || secret.len >= sizeof known) {
        waste(password);
    } else {
        memcpy(known, secret.at, secret.len);
        if (crypto_pwhash_str_verify(known, password.at, password.len) == 0)
            found = SERVE_PASSWORD_RIGHT;
    }
    leave();
    sodium_memzero(known, sizeof known);
    return found;
}

static bool is_dated(ch_text secret)
{
    char known[SERVE_SECRET_ROOM] = "";
    if (secret.len >= sizeof known)
        return false;
    memcpy(known, secret.at, secret.len);
    const int dated =
        crypto_pwhash_str_needs_rehash(known, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
    sodium_memzero(known, sizeof known);
    return dated == 1;
}

bool serve_password_renew(ch_text password, ch_text secret, char renewed[SERVE_SECRET_ROOM])
{
    if (!is_dated(secret) || !enter())
        return false;
    const bool made = serve_password_hide(password, renewed);
    leave();
    return made;
}
