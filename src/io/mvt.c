/* mvt.c - features, keys and values of a layer as protobuf fields, in one pass. */
#include "mvt.h"

#include "changhe/tile.h"

#include <string.h>

/* First bytes of the fields that we write: number << 3 | 2 for bytes, | 0 for a varint. */
enum { TILE_LAYER = 3 << 3 | 2 };
enum {
    LAYER_NAME = 1 << 3 | 2,
    LAYER_FEATURE = 2 << 3 | 2,
    LAYER_KEY = 3 << 3 | 2,
    LAYER_VALUE = 4 << 3 | 2,
    LAYER_EXTENT = 5 << 3,
    LAYER_VERSION = 15 << 3
};
enum { FEATURE_TAGS = 2 << 3 | 2, FEATURE_TYPE = 3 << 3, FEATURE_GEOMETRY = 4 << 3 | 2 };
enum { VALUE_TEXT = 1 << 3 | 2, VALUE_COUNT = 5 << 3 };
enum { POINT = 1, LINE = 2, POLYGON = 3, MOVE_TO_ONE = 1 << 3 | 1 };
enum { VERSION = 2, LEAST_ROOM = 4096 };

char *ch_mvt__room(ch_buf *buf, size_t more)
{
    if (more <= buf->capacity - buf->len)
        return buf->at + buf->len;
    size_t capacity = buf->capacity > LEAST_ROOM / 2 ? buf->capacity : LEAST_ROOM / 2;
    capacity = capacity <= SIZE_MAX / 2 ? capacity * 2 : SIZE_MAX;
    if (more > capacity - buf->len)
        capacity = more <= SIZE_MAX - buf->len ? buf->len + more : 0;

    char *larger = buf->failed || capacity == 0 ? NULL : ch_memory_grow(buf->memory, buf->at, buf->len, capacity);
    buf->failed = larger == NULL;
    if (larger == NULL)
        return NULL;
    buf->at = larger;
    buf->capacity = capacity;
    return larger + buf->len;
}

static size_t varint_len(uint64_t number)
{
    size_t len = 1;
    for (; number >= 128; number >>= 7)
        len++;
    return len;
}

void ch_mvt__begin(ch_mvt *layer, const ch_memory *memory)
{
    layer->features = layer->values = (ch_buf){.memory = memory};
    layer->last = layer->count = layer->tags_len = 0;
    memset(layer->seen, 0, sizeof layer->seen);
}

size_t ch_mvt__text_size(size_t len)
{
    const size_t inner = 1 + varint_len(len) + len;
    return 1 + varint_len(inner) + inner;
}

char *ch_mvt__text_head(char *to, size_t len)
{
    *to++ = LAYER_VALUE;
    to = ch_mvt__varint(to, 1 + varint_len(len) + len);
    *to++ = VALUE_TEXT;
    return ch_mvt__varint(to, len);
}

/* Room for a new value. */
static char *begin_value(ch_mvt *layer, size_t size)
{
    char *to = ch_mvt__room(&layer->values, size);
    if (to == NULL)
        return NULL;
    layer->last = layer->values.len;
    layer->values.len += size;
    layer->count++;
    return to;
}

void ch_mvt__add_values(ch_mvt *layer, ch_text ready, uint32_t count)
{
    char *to = ready.len > 0 ? ch_mvt__room(&layer->values, ready.len) : NULL;
    if (to == NULL)
        return;
    memcpy(to, ready.at, ready.len);
    layer->values.len += ready.len;
    layer->count += count;
}

void ch_mvt__tag(ch_mvt *layer, unsigned key, uint32_t value)
{
    char *to = layer->tags + layer->tags_len;
    if (layer->values.failed)
        return;
    *to++ = (char)key;
    layer->tags_len = (unsigned)(ch_mvt__varint(to, value) - layer->tags);
}

/* Eight bytes at a time, spread by the golden ratio. */
static uint32_t mix(const char *at, size_t len)
{
    uint64_t sum = len;
    for (; len > 0; len -= len < 8 ? len : 8, at += 8) {
        uint64_t word = 0;
        memcpy(&word, at, len < 8 ? len : 8);
        sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        sum ^= sum >> 32;
    }
    return (uint32_t)sum;
}

/* Tag with the newest value, or drop it and tag with the same one seen before. */
static void tag_again(ch_mvt *layer, unsigned key)
{
    ch_buf *values = &layer->values;
    const char *newest = values->at + layer->last;
    const size_t len = values->len - layer->last;
    ch_mvt__seen *seen = &layer->seen[mix(newest, len) % CH_MVT__SEEN];
    if (seen->len == len && memcmp(values->at + seen->at, newest, len) == 0) {
        values->len = layer->last;
        layer->count--;
    } else {
        *seen = (ch_mvt__seen){layer->last, len, layer->count - 1};
    }
    ch_mvt__tag(layer, key, seen->number);
}

static bool put_text(ch_mvt *layer, ch_text text)
{
    char *to = text.len > 0 ? begin_value(layer, ch_mvt__text_size(text.len)) : NULL;
    if (to != NULL)
        memcpy(ch_mvt__text_head(to, text.len), text.at, text.len);
    return to != NULL;
}

void ch_mvt__tag_text(ch_mvt *layer, unsigned key, ch_text text)
{
    if (put_text(layer, text))
        ch_mvt__tag(layer, key, layer->count - 1);
}

void ch_mvt__tag_text_again(ch_mvt *layer, unsigned key, ch_text text)
{
    if (put_text(layer, text))
        tag_again(layer, key);
}

void ch_mvt__tag_count(ch_mvt *layer, unsigned key, uint64_t count)
{
    const size_t inner = 1 + varint_len(count);
    char *to = begin_value(layer, 2 + inner);
    if (to == NULL)
        return;
    *to++ = LAYER_VALUE;
    *to++ = (char)inner;
    *to++ = VALUE_COUNT;
    ch_mvt__varint(to, count);
    tag_again(layer, key);
}

static void put_feature(ch_mvt *layer, char type, ch_text geometry)
{
    const size_t tags = 1 + varint_len(layer->tags_len) + layer->tags_len;
    const size_t inner = tags + 2 + 1 + varint_len(geometry.len) + geometry.len;
    char *to = ch_mvt__room(&layer->features, 1 + CH_MVT__VARINT + inner);
    if (to != NULL) {
        *to++ = LAYER_FEATURE;
        to = ch_mvt__varint(to, inner);
        *to++ = FEATURE_TAGS;
        to = ch_mvt__varint(to, layer->tags_len);
        memcpy(to, layer->tags, layer->tags_len);
        to += layer->tags_len;
        *to++ = FEATURE_TYPE;
        *to++ = type;
        *to++ = FEATURE_GEOMETRY;
        to = ch_mvt__varint(to, geometry.len);
        memcpy(to, geometry.at, geometry.len);
        layer->features.len = (size_t)(to - layer->features.at) + geometry.len;
    }
    layer->tags_len = 0;
}

void ch_mvt__point(ch_mvt *layer, uint32_t x, uint32_t y)
{
    char geometry[1 + 2 * CH_MVT__VARINT] = {MOVE_TO_ONE};
    char *end = ch_mvt__varint(geometry + 1, ch_mvt__zigzag((int32_t)x));
    end = ch_mvt__varint(end, ch_mvt__zigzag((int32_t)y));
    put_feature(layer, POINT, (ch_text){geometry, (size_t)(end - geometry)});
}

void ch_mvt__line(ch_mvt *layer, ch_text geometry)
{
    put_feature(layer, LINE, geometry);
}

void ch_mvt__polygon(ch_mvt *layer, ch_text geometry)
{
    put_feature(layer, POLYGON, geometry);
}

static char *put_name(char *to, char field, const char *name)
{
    const size_t len = strlen(name);
    *to++ = field;
    to = ch_mvt__varint(to, len);
    memcpy(to, name, len);
    return to + len;
}

static char *put_bytes(char *to, const ch_buf *bytes)
{
    if (bytes->len > 0)
        memcpy(to, bytes->at, bytes->len);
    return to + bytes->len;
}

static size_t name_len(const char *name)
{
    return 1 + varint_len(strlen(name)) + strlen(name);
}

static void join(const ch_mvt *layer, const char *name, const char *const *key, unsigned keys, ch_buf *out)
{
    size_t inner = 2 + name_len(name) + layer->features.len + layer->values.len + 1 + varint_len(CH_TILE_EXTENT);
    for (unsigned i = 0; i < keys; i++)
        inner += name_len(key[i]);
    char *to = ch_mvt__room(out, 1 + CH_MVT__VARINT + inner);
    if (to == NULL)
        return;

    *to++ = TILE_LAYER;
    to = ch_mvt__varint(to, inner);
    *to++ = LAYER_VERSION;
    *to++ = VERSION;
    to = put_name(to, LAYER_NAME, name);
    to = put_bytes(to, &layer->features);
    for (unsigned i = 0; i < keys; i++)
        to = put_name(to, LAYER_KEY, key[i]);
    to = put_bytes(to, &layer->values);
    *to++ = LAYER_EXTENT;
    out->len = (size_t)(ch_mvt__varint(to, CH_TILE_EXTENT) - out->at);
}

void ch_mvt__end(ch_mvt *layer, const char *name, const char *const *key, unsigned keys, ch_buf *out)
{
    if (layer->features.failed || layer->values.failed)
        out->failed = true;
    else if (layer->features.len > 0)
        join(layer, name, key, keys, out);
    ch_buf_free(&layer->features);
    ch_buf_free(&layer->values);
}
