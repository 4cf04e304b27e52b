/* make_pbf.h - .osm.pbf written by hand, byte by byte: for tests that need sound ones, and ones with a single thing wrong. */
#ifndef CHANGHE_TESTS_MAKE_PBF_H
#define CHANGHE_TESTS_MAKE_PBF_H

#include "changhe/text.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static inline void pbf_varint(ch_buf *out, uint64_t value)
{
    for (; value >= 128; value >>= 7)
        ch_buf_addc(out, (char)(value | 128));
    ch_buf_addc(out, (char)value);
}

static inline void pbf_whole(ch_buf *out, unsigned field, uint64_t value)
{
    pbf_varint(out, field << 3);
    pbf_varint(out, value);
}

static inline uint64_t pbf_zigzag(int64_t value)
{
    return value < 0 ? ~((uint64_t)value << 1) : (uint64_t)value << 1;
}

static inline void pbf_bytes(ch_buf *out, unsigned field, ch_text bytes)
{
    pbf_varint(out, field << 3 | 2);
    pbf_varint(out, bytes.len);
    ch_buf_add(out, bytes);
}

/* What is in the buffer becomes a field of out, and the buffer is freed. */
static inline void pbf_message(ch_buf *out, unsigned field, ch_buf *inner)
{
    pbf_bytes(out, field, ch_buf_text(inner));
    ch_buf_free(inner);
}

/* A packed list of unsigned numbers. */
static inline void pbf_list(ch_buf *out, unsigned field, size_t n, const uint64_t *value)
{
    ch_buf list = {0};
    for (size_t i = 0; i < n; i++)
        pbf_varint(&list, value[i]);
    pbf_message(out, field, &list);
}

/* A packed list of differences. */
static inline void pbf_deltas(ch_buf *out, unsigned field, size_t n, const int64_t *value)
{
    ch_buf list = {0};
    for (size_t i = 0; i < n; i++)
        pbf_varint(&list, pbf_zigzag(i == 0 ? value[0] : (int64_t)((uint64_t)value[i] - (uint64_t)value[i - 1])));
    pbf_message(out, field, &list);
}

/* A frame around a Blob that is made already. */
static inline void pbf_frame(ch_buf *out, const char *type, ch_text blob)
{
    ch_buf head = {0};
    pbf_bytes(&head, 1, ch_text_of(type));
    pbf_whole(&head, 3, blob.len);
    for (int shift = 24; shift >= 0; shift -= 8)
        ch_buf_addc(out, (char)(head.len >> shift));
    ch_buf_add(out, ch_buf_text(&head));
    ch_buf_add(out, blob);
    ch_buf_free(&head);
}

/* A Blob by zlib that says raw_size, whatever the block has. */
static inline void pbf_pack(ch_buf *out, ch_text block, uint64_t raw_size)
{
    uLongf len = compressBound(block.len);
    char *packed = malloc(len);
    if (packed == NULL || compress2((Bytef *)packed, &len, (const Bytef *)block.at, block.len, 6) != Z_OK)
        abort();
    pbf_whole(out, 2, raw_size);
    pbf_bytes(out, 3, (ch_text){packed, len});
    free(packed);
}

/* A block of a type, packed or raw, and the block is freed. */
static inline void pbf_block(ch_buf *out, const char *type, ch_buf *block, bool is_packed)
{
    ch_buf blob = {0};
    if (is_packed)
        pbf_pack(&blob, ch_buf_text(block), block->len);
    else
        pbf_bytes(&blob, 1, ch_buf_text(block));
    pbf_frame(out, type, ch_buf_text(&blob));
    ch_buf_free(&blob);
    ch_buf_free(block);
}

/* The head; replicated_at in seconds, 0: not said; feature: one more that is required, or NULL. */
static inline void pbf_head(ch_buf *out, int64_t replicated_at, const char *feature)
{
    ch_buf head = {0};
    pbf_bytes(&head, 4, CH_TEXT("OsmSchema-V0.6"));
    pbf_bytes(&head, 4, CH_TEXT("DenseNodes"));
    if (feature != NULL)
        pbf_bytes(&head, 4, ch_text_of(feature));
    pbf_bytes(&head, 16, CH_TEXT("by hand"));
    if (replicated_at > 0)
        pbf_whole(&head, 32, (uint64_t)replicated_at);
    pbf_block(out, "OSMHeader", &head, true);
}

/* The table of strings, "" being number 0; a list ended by NULL. */
static inline void pbf_strings(ch_buf *block, const char *const *string)
{
    ch_buf table = {0};
    pbf_bytes(&table, 1, CH_TEXT(""));
    for (; *string != NULL; string++)
        pbf_bytes(&table, 1, ch_text_of(*string));
    pbf_message(block, 1, &table);
}

#endif
