/* tile_cache.h - tiles asked lately, compressed: what many look at is drawn once.
 * A bounded table with a list from the newest use to the oldest. A key names its snapshot, so a tile of an old
 * one is never taken for a new one's; nobody asks for it any more, and it goes by age. */
#ifndef CHANGHE_SERVE_TILE_CACHE_H
#define CHANGHE_SERVE_TILE_CACHE_H

#include "changhe/text.h"

/* A screen of a map shows about a dozen tiles of a layer. The fullest, of 10,000 firms, have up to 400 kB, so
 * that this is what a dozen such screens show; of the usual 10 kB it holds six thousand. */
enum { SERVE_TILE_CACHE_BYTES = 64 << 20 };

/* No padding: hashed and compared as bytes. */
typedef struct {
    char digest[16]; /* of the snapshot */
    uint32_t layer, z, x, y;
} serve_tile_key;

/* Any thread may use it at any time. */
typedef struct serve_tile_cache serve_tile_cache;

/* Keeps at most so many bytes of tiles, heads of the list included; the table takes 1/128 of it besides.
 * memory, NULL: malloc, is asked from any thread. NULL: memory ran out. */
serve_tile_cache *serve_tile_cache_open(size_t most_bytes, const ch_memory *memory);
void serve_tile_cache_close(serve_tile_cache *cache); /* NULL is fine */

/* A kept tile at the end of out, which may fail, and the tile counts as newly used; false: it is not kept.
 * Copied under the lock, which holds the others up for 5 us of a tile of 130 kB. */
bool serve_tile_cache_find(serve_tile_cache *cache, const serve_tile_key *key, ch_buf *out);

/* Keep a copy, the oldest going where there is no room. One that is kept already stays; one larger than the
 * whole, or that there is no memory for, is not kept. */
void serve_tile_cache_keep(serve_tile_cache *cache, const serve_tile_key *key, ch_text packed);

size_t serve_tile_cache_bytes(serve_tile_cache *cache); /* kept now: never more than the most */

#endif
