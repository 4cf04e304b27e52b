/* read_tile.h - a vector tile of one layer read back, every rule of the specification asserted that a writer
 * can break: fields known and in their type, key and value numbers in range, rings closed with two lines at least. */
#ifndef CHANGHE_TESTS_READ_TILE_H
#define CHANGHE_TESTS_READ_TILE_H

#include "changhe/text.h"

#include <string.h>

typedef struct {
    const uint8_t *at, *end;
} wire;

typedef struct {
    int32_t x, y;
} tile_point;

typedef struct {
    uint32_t tag[32];
    size_t tags;
    uint32_t type;
    wire geometry;
} tile_feature;

typedef struct {
    ch_text text;
    uint64_t count; /* of a value that is a number */
} tile_value;

enum { TILE_KEYS = 8 };

typedef struct {
    ch_text name, key[TILE_KEYS];
    size_t keys, values, features;
    tile_value *value;
    tile_feature *feature;
} tile_layer;

static inline uint64_t read_varint(wire *from)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        assert_true(from->at < from->end);
        number |= (uint64_t)(*from->at & 127) << shift;
        if (*from->at++ < 128)
            return number;
    }
    fail_msg("a varint of more than ten bytes");
    return 0;
}

static inline wire read_bytes(wire *from)
{
    const uint64_t len = read_varint(from);
    assert_true(len <= (uint64_t)(from->end - from->at));
    from->at += len;
    return (wire){from->at - len, from->at};
}

static inline ch_text read_text(wire *from)
{
    const wire bytes = read_bytes(from);
    const ch_text text = {(const char *)bytes.at, (size_t)(bytes.end - bytes.at)};
    assert_int_equal(ch_utf8_valid(text), text.len);
    return text;
}

static inline tile_value read_value(wire from)
{
    tile_value value = {{0}, 0};
    const uint64_t field = read_varint(&from);
    assert_true(field == (1 << 3 | 2) || field == 5 << 3);
    if (field == 5 << 3)
        value.count = read_varint(&from);
    else
        value.text = read_text(&from);
    assert_true(from.at == from.end);
    return value;
}

static inline tile_feature read_feature(wire from)
{
    tile_feature feature = {.type = 0};
    while (from.at < from.end) {
        const uint64_t field = read_varint(&from);
        if (field == (2 << 3 | 2)) {
            for (wire tags = read_bytes(&from); tags.at < tags.end;)
                feature.tag[feature.tags++] = (uint32_t)read_varint(&tags);
        } else if (field == 3 << 3) {
            feature.type = (uint32_t)read_varint(&from);
        } else {
            assert_int_equal(field, 4 << 3 | 2);
            feature.geometry = read_bytes(&from);
        }
    }
    assert_true(feature.tags % 2 == 0);
    assert_true(feature.geometry.at < feature.geometry.end);
    return feature;
}

static inline void check_tags(const tile_layer *layer, const tile_feature *feature)
{
    unsigned seen = 0;
    for (size_t i = 0; i < feature->tags; i += 2) {
        assert_true(feature->tag[i] < layer->keys && feature->tag[i + 1] < layer->values);
        assert_false(seen >> feature->tag[i] & 1);
        seen |= 1u << feature->tag[i];
    }
}

/* Of bytes that hold one layer, or none (name.len 0). Points into bytes; free with free_tile. */
static inline tile_layer read_tile(ch_text bytes)
{
    tile_layer layer = {.keys = 0};
    wire tile = {(const uint8_t *)bytes.at, (const uint8_t *)bytes.at + bytes.len};
    if (bytes.len == 0)
        return layer;
    assert_int_equal(read_varint(&tile), 3 << 3 | 2);
    wire from = read_bytes(&tile);
    assert_true(tile.at == tile.end);
    layer.value = malloc(bytes.len * sizeof *layer.value);
    layer.feature = malloc((bytes.len / 8 + 1) * sizeof *layer.feature); /* none takes less */
    uint64_t version = 0, extent = 0;
    while (from.at < from.end) {
        switch (read_varint(&from)) {
        case 15 << 3: version = read_varint(&from); break;
        case 1 << 3 | 2: layer.name = read_text(&from); break;
        case 2 << 3 | 2: layer.feature[layer.features++] = read_feature(read_bytes(&from)); break;
        case 3 << 3 | 2: layer.key[layer.keys++] = read_text(&from); break;
        case 4 << 3 | 2: layer.value[layer.values++] = read_value(read_bytes(&from)); break;
        case 5 << 3: extent = read_varint(&from); break;
        default: fail_msg("a field that no layer has");
        }
    }
    assert_int_equal(version, 2);
    assert_int_equal(extent, 4096);
    assert_true(layer.features > 0);
    for (size_t i = 0; i < layer.features; i++)
        check_tags(&layer, &layer.feature[i]);
    return layer;
}

static inline void free_tile(tile_layer *layer)
{
    free(layer->value);
    free(layer->feature);
}

/* The feature's value of a key; NULL: it has none. */
static inline const tile_value *tile_find(const tile_layer *layer, const tile_feature *feature, const char *key)
{
    for (size_t i = 0; i < feature->tags; i += 2)
        if (ch_text_equal(layer->key[feature->tag[i]], ch_text_of(key)))
            return &layer->value[feature->tag[i + 1]];
    return NULL;
}

static inline int32_t read_step(wire *from)
{
    const uint64_t number = read_varint(from);
    return (int32_t)(number >> 1) ^ -(int32_t)(number & 1);
}

static inline tile_point read_position(wire *from, tile_point pen)
{
    pen.x += read_step(from);
    pen.y += read_step(from);
    return pen;
}

static inline tile_point tile_point_of(const tile_feature *feature)
{
    wire from = feature->geometry;
    assert_int_equal(feature->type, 1);
    assert_int_equal(read_varint(&from), 1 << 3 | 1);
    const tile_point at = read_position(&from, (tile_point){0, 0});
    assert_true(from.at == from.end);
    return at;
}

/* The next ring of a polygon, at most room points, whose first is not said again; 0: none is left. */
static inline size_t read_ring(wire *from, tile_point *pen, tile_point *ring, size_t room)
{
    if (from->at == from->end)
        return 0;
    assert_int_equal(read_varint(from), 1 << 3 | 1);
    ring[0] = *pen = read_position(from, *pen);
    const uint64_t lines = read_varint(from);
    assert_int_equal(lines & 7, 2);
    assert_true(lines >> 3 >= 2 && lines >> 3 < room);
    for (size_t i = 1; i <= lines >> 3; i++)
        ring[i] = *pen = read_position(from, *pen);
    assert_int_equal(read_varint(from), 1 << 3 | 7);
    return (size_t)(lines >> 3) + 1;
}

/* The next run of a line, at most room points, no two after one another the same; 0: none is left. */
static inline size_t read_run(wire *from, tile_point *pen, tile_point *run, size_t room)
{
    if (from->at == from->end)
        return 0;
    assert_int_equal(read_varint(from), 1 << 3 | 1);
    run[0] = *pen = read_position(from, *pen);
    const uint64_t lines = read_varint(from);
    assert_int_equal(lines & 7, 2);
    assert_true(lines >> 3 >= 1 && lines >> 3 < room);
    for (size_t i = 1; i <= lines >> 3; i++) {
        run[i] = *pen = read_position(from, *pen);
        assert_false(run[i].x == run[i - 1].x && run[i].y == run[i - 1].y);
    }
    return (size_t)(lines >> 3) + 1;
}

/* Twice the area by the surveyor's formula. */
static inline int64_t tile_turning(const tile_point *ring, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const tile_point a = ring[i], b = ring[(i + 1) % n];
        sum += (int64_t)a.x * b.y - (int64_t)b.x * a.y;
    }
    return sum;
}

#endif
