/* mvt.h - one layer of a Mapbox Vector Tile (specification 2.1), written as the bytes it is sent as.
 *
 *   ch_mvt__begin(&layer, memory);
 *   for each feature: tags by key number, then its geometry, which closes the feature
 *   ch_mvt__end(&layer, name, key, keys, out);
 *
 * Features and values grow side by side, as the specification wants all of the one before the other, and are
 * put together at the end. Numbers are protobuf varints. A lack of memory is told once, by out->failed. */
#ifndef CHANGHE_IO_MVT_H
#define CHANGHE_IO_MVT_H

#include "changhe/text.h"

enum { CH_MVT__TAGS = 8, CH_MVT__SEEN = 1024 /* a power of 2 */, CH_MVT__VARINT = 10 /* bytes at most */ };

typedef struct {
    size_t at, len; /* bytes in values; len 0: nothing seen yet */
    uint32_t number;
} ch_mvt__seen;

typedef struct {
    ch_buf features, values;
    size_t last;    /* where the newest of values begins */
    uint32_t count; /* of values */
    unsigned tags_len;
    char tags[CH_MVT__TAGS * (1 + 5)];
    ch_mvt__seen seen[CH_MVT__SEEN];
} ch_mvt;

void ch_mvt__begin(ch_mvt *layer, const ch_memory *memory);

/* A value that is a text, ready to be copied: how many bytes it takes, and the place behind its head, where the
 * text's own len bytes go and end it. */
size_t ch_mvt__text_size(size_t len);
char *ch_mvt__text_head(char *to, size_t len);

/* Append so many ready values; they are the next numbers from layer->count on. */
void ch_mvt__add_values(ch_mvt *layer, ch_text ready, uint32_t count);
/* Tag the feature with a value by number; keys are below 128, at most CH_MVT__TAGS of them a feature. */
void ch_mvt__tag(ch_mvt *layer, unsigned key, uint32_t value);

/* A text as a new value, or as one that often comes again: if it was seen lately the earlier one is taken. Which
 * are forgotten depends on the values alone. An empty text is left out. */
void ch_mvt__tag_text(ch_mvt *layer, unsigned key, ch_text text);
void ch_mvt__tag_text_again(ch_mvt *layer, unsigned key, ch_text text);
void ch_mvt__tag_count(ch_mvt *layer, unsigned key, uint64_t count);

/* Close the feature. */
void ch_mvt__point(ch_mvt *layer, uint32_t x, uint32_t y);
/* geometry: commands and their parameters as in 4.3 of the specification. */
void ch_mvt__line(ch_mvt *layer, ch_text geometry);
void ch_mvt__polygon(ch_mvt *layer, ch_text geometry);

/* Append the layer to out, or nothing if it has no feature, and free it. */
void ch_mvt__end(ch_mvt *layer, const char *name, const char *const *key, unsigned keys, ch_buf *out);

/* Room for so many bytes more behind what buf holds, whose len is left to the caller; NULL: none, and buf has
 * failed. At least doubles. */
char *ch_mvt__room(ch_buf *buf, size_t more) CH_MUST_USE;

/* The byte after the varint written at to. */
static inline char *ch_mvt__varint(char *to, uint64_t number)
{
    for (; number >= 128; number >>= 7)
        *to++ = (char)(number | 128);
    *to++ = (char)number;
    return to;
}

/* 0, -1, 1, -2, ... as 0, 1, 2, 3, ... */
static inline uint32_t ch_mvt__zigzag(int32_t number)
{
    return ((uint32_t)number << 1) ^ (number < 0 ? UINT32_MAX : 0);
}

#endif
