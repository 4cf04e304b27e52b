/* tile_cache.c - a hash table of tiles, and a list of them by age. */
#include "tile_cache.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { LEAST_SLOTS = 16, BYTES_A_SLOT = 1024 };

typedef struct tile {
    serve_tile_key key;
    struct tile *next;          /* of the same slot */
    struct tile *newer, *older; /* NULL at the ends */
    size_t len;
    char bytes[];
} tile;

struct serve_tile_cache {
    const ch_memory *memory;
    pthread_mutex_t lock;                            /* of all below */
    unsigned char secret[crypto_shorthash_KEYBYTES]; /* so that nobody can choose tiles of one slot */
    size_t most_bytes, bytes;
    tile *newest, *oldest;
    size_t slots; /* a power of two */
    tile *slot[];
};

_Static_assert(sizeof(serve_tile_key) == 32, "a key has no padding");

serve_tile_cache *serve_tile_cache_open(size_t most_bytes, const ch_memory *memory)
{
    size_t slots = LEAST_SLOTS;
    while (slots < most_bytes / BYTES_A_SLOT)
        slots *= 2;
    const size_t size = sizeof(serve_tile_cache) + slots * sizeof(tile *);
    serve_tile_cache *cache = ch_memory_take(memory, size);
    if (!cache)
        return NULL;
    memset(cache, 0, size);
    cache->memory = memory;
    cache->most_bytes = most_bytes;
    cache->slots = slots;
    crypto_shorthash_keygen(cache->secret);
    pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

void serve_tile_cache_close(serve_tile_cache *cache)
{
    if (!cache)
        return;
    for (tile *at = cache->newest, *older; at; at = older) {
        older = at->older;
        ch_memory_give(cache->memory, at);
    }
    pthread_mutex_destroy(&cache->lock);
    ch_memory_give(cache->memory, cache);
}

static tile **slot_of(serve_tile_cache *cache, const serve_tile_key *key)
{
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t number;
    crypto_shorthash(hash, (const unsigned char *)key, sizeof *key, cache->secret);
    memcpy(&number, hash, sizeof number);
    return &cache->slot[number & (cache->slots - 1)];
}

/* What points to the tile of a key, or the NULL at the end of its slot. */
static tile **find(serve_tile_cache *cache, const serve_tile_key *key)
{
    tile **at = slot_of(cache, key);
    while (*at && memcmp(&(*at)->key, key, sizeof *key) != 0)
        at = &(*at)->next;
    return at;
}

static size_t size_of(const tile *at)
{
    return sizeof *at + at->len;
}

static void put_first(serve_tile_cache *cache, tile *at)
{
    at->newer = NULL;
    at->older = cache->newest;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = at;
    cache->newest = at;
}

static void take_out(serve_tile_cache *cache, tile *at)
{
    *(at->newer ? &at->newer->older : &cache->newest) = at->older;
    *(at->older ? &at->older->newer : &cache->oldest) = at->newer;
}

static void forget_oldest(serve_tile_cache *cache)
{
    tile *old = cache->oldest;
    *find(cache, &old->key) = old->next;
    take_out(cache, old);
    cache->bytes -= size_of(old);
    ch_memory_give(cache->memory, old);
}

bool serve_tile_cache_find(serve_tile_cache *cache, const serve_tile_key *key, ch_buf *out)
{
    pthread_mutex_lock(&cache->lock);
    tile *found = *find(cache, key);
    if (found) {
        take_out(cache, found);
        put_first(cache, found);
        ch_buf_add(out, (ch_text){found->bytes, found->len});
    }
    pthread_mutex_unlock(&cache->lock);
    return found != NULL;
}

/* NULL: too large, or no memory. */
static tile *copy(const serve_tile_cache *cache, const serve_tile_key *key, ch_text packed)
{
    const size_t most = cache->most_bytes;
    tile *made = most < sizeof *made || packed.len > most - sizeof *made
                     ? NULL
                     : ch_memory_take(cache->memory, sizeof *made + packed.len);
    if (made) {
        *made = (tile){.key = *key, .len = packed.len};
        memcpy(made->bytes, packed.at, packed.len);
    }
    return made;
}

void serve_tile_cache_keep(serve_tile_cache *cache, const serve_tile_key *key, ch_text packed)
{
    tile *made = copy(cache, key, packed); /* most_bytes never changes, so without the lock */
    if (!made)
        return;
    pthread_mutex_lock(&cache->lock);
    if (*find(cache, key)) { /* another thread was quicker */
        pthread_mutex_unlock(&cache->lock);
        ch_memory_give(cache->memory, made);
        return;
    }
    while (cache->bytes + size_of(made) > cache->most_bytes)
        forget_oldest(cache);
    tile **slot = slot_of(cache, key);
    made->next = *slot;
    *slot = made;
    put_first(cache, made);
    cache->bytes += size_of(made);
    pthread_mutex_unlock(&cache->lock);
}

size_t serve_tile_cache_bytes(serve_tile_cache *cache)
{
    pthread_mutex_lock(&cache->lock);
    const size_t bytes = cache->bytes;
    pthread_mutex_unlock(&cache->lock);
    return bytes;
}
