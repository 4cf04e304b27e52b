/* limits.c - token buckets, one a kind and asker, in a table that does not grow. */
#include "limits.h"

#include <arpa/inet.h>
#include <math.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { SETS = 1024, WAYS = 8 };

static const struct {
    double burst, per_s;
} rate[SERVE_LIMITS] = {
    [SERVE_LIMIT_ASK] = {500, 50},  [SERVE_LIMIT_SIGN_IN] = {20, 1 / 10.0}, [SERVE_LIMIT_SIGN_IN_NAME] = {10, 1 / 30.0},
    [SERVE_LIMIT_CHANGE] = {60, 2}, [SERVE_LIMIT_FILE] = {30, 1 / 2.0}, /* a head put right is tried again */
};

/* What is left of a bucket follows from when it will be full. */
typedef struct {
    uint64_t asker; /* 0: free */
    double full_s;
} bucket;

struct serve_limits {
    pthread_mutex_t lock;
    serve_clock *clock;
    void *self;
    unsigned char key[crypto_shorthash_KEYBYTES]; /* so that nobody can choose whose bucket to push out */
    bucket bucket[SETS][WAYS];
};

serve_limits *serve_limits_open(serve_clock *clock, void *self)
{
    serve_limits *made = ch_memory_take(NULL, sizeof *made);
    if (!made)
        return NULL;
    memset(made, 0, sizeof *made);
    made->clock = clock;
    made->self = self;
    crypto_shorthash_keygen(made->key);
    pthread_mutex_init(&made->lock, NULL);
    return made;
}

void serve_limits_close(serve_limits *limits)
{
    if (!limits)
        return;
    pthread_mutex_destroy(&limits->lock);
    ch_memory_give(NULL, limits);
}

static uint64_t name_asker(const serve_limits *limits, serve_limit kind, ch_text asker)
{
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t name;
    crypto_shorthash(hash, (const unsigned char *)asker.at, asker.len, limits->key);
    memcpy(&name, hash, sizeof name);
    name = (name ^ (uint64_t)kind) * UINT64_C(0x9e3779b97f4a7c15);
    return name ? name : 1;
}

/* The asker's bucket. In a set without it the one that is full soonest is used anew: least is forgotten so,
 * and a flood of light askers pushes out no account that somebody guesses passwords of. */
static bucket *find_bucket(serve_limits *limits, uint64_t asker)
{
    bucket *way = limits->bucket[asker >> 32 & (SETS - 1)], *fullest = way;
    for (size_t i = 0; i < WAYS; i++) {
        if (way[i].asker == asker)
            return &way[i];
        if (way[i].full_s < fullest->full_s)
            fullest = &way[i];
    }
    *fullest = (bucket){asker, 0};
    return fullest;
}

/* Seconds until one can be taken. */
static double wait_of(const bucket *of, serve_limit kind, double now_s)
{
    const double rounding_s = 1e-6;
    return of->full_s - now_s - (rate[kind].burst - 1) / rate[kind].per_s - rounding_s;
}

bool serve_limits_take(serve_limits *limits, serve_limit kind, ch_text asker, unsigned *retry_s)
{
    pthread_mutex_lock(&limits->lock);
    const double now_s = (double)limits->clock(limits->self);
    bucket *of = find_bucket(limits, name_asker(limits, kind, asker));
    const double wait_s = wait_of(of, kind, now_s);
    if (wait_s <= 0)
        of->full_s = fmax(of->full_s, now_s) + 1 / rate[kind].per_s;
    pthread_mutex_unlock(&limits->lock);
    *retry_s = wait_s <= 0 ? 0 : (unsigned)ceil(wait_s);
    return wait_s <= 0;
}

/* One network of IPv6, and IPv4 however it is written. */
ch_text serve_limits_address(ch_text address, char room[64])
{
    struct in6_addr v6;
    char text[INET6_ADDRSTRLEN + 1];
    if (address.len == 0 || address.len >= sizeof text)
        return address;
    memcpy(text, address.at, address.len);
    text[address.len] = '\0';
    if (inet_pton(AF_INET6, text, &v6) != 1)
        return address;
    const bool is_v4 = IN6_IS_ADDR_V4MAPPED(&v6);
    if (!is_v4)
        memset(&v6.s6_addr[8], 0, 8);
    const char *shown = is_v4 ? inet_ntop(AF_INET, &v6.s6_addr[12], room, 64) : inet_ntop(AF_INET6, &v6, room, 64);
    return shown ? ch_text_of(room) : address;
}
