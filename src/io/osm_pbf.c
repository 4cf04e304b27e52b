/* osm_pbf.c - blocks of the PBF format: strings by number, numbers as differences; every index and sum is checked. */
#include "osm_pbf.h"

#include "osm_blob.h"

#include <osmpbf.pb-c.h>
#include <string.h>

typedef struct {
    ch_osm__blobs blobs;
    const ch_osm__sink *sink;
    const OsmPbf__Strings *strings; /* of the present block */
    ch_arena arena;                 /* of arrays that grow and stay */
    void *tag, *member;
    size_t tags_room, members_room;
} reading;

static ch_err tell_index(const reading *in)
{
    return ch_osm__damage(&in->blobs, "a string's number lies outside of the block's table",
                          "的字符串编号超出字符串表");
}

static ch_err tell_uneven(const reading *in)
{
    return ch_osm__damage(&in->blobs, "lists that belong together are not equally long", "的对应列表长短不一");
}

static ch_err tell_overflow(const reading *in)
{
    return ch_osm__damage(&in->blobs, "a number runs out of 64 bits", "的数超出 64 位");
}

/* ---- tags */

static bool find_string(const reading *in, uint32_t number, ch_text *text)
{
    if (number >= in->strings->n_s)
        return false;
    *text = (ch_text){(const char *)in->strings->s[number].data, in->strings->s[number].len};
    return true;
}

static ch_err put_tag(reading *in, size_t at, uint32_t key, uint32_t value)
{
    if (!ch_arena_grow(&in->arena, &in->tag, &in->tags_room, at + 1, sizeof(ch_osm__tag)))
        return CH_ENOMEM;
    ch_osm__tag *tag = (ch_osm__tag *)in->tag + at;
    return find_string(in, key, &tag->key) && find_string(in, value, &tag->value) ? CH_OK : tell_index(in);
}

static ch_err read_tags(reading *in, size_t keys, const uint32_t *key, size_t values, const uint32_t *value,
                        ch_osm__tags *tags)
{
    ch_err err = keys == values ? CH_OK : tell_uneven(in);
    for (size_t i = 0; err == CH_OK && i < keys; i++)
        err = put_tag(in, i, key[i], value[i]);
    *tags = (ch_osm__tags){in->tag, keys};
    return err;
}

/* ---- ways and relations */

/* Differences to numbers, in place. */
static bool add_up(size_t n, int64_t *number)
{
    for (size_t i = 1; i < n; i++)
        if (__builtin_add_overflow(number[i - 1], number[i], &number[i]))
            return false;
    return true;
}

static ch_err read_way(reading *in, OsmPbf__Way *from)
{
    ch_osm__thing way = {.id = from->id, .node = from->refs, .nodes = from->n_refs};
    const ch_err err = read_tags(in, from->n_keys, from->keys, from->n_vals, from->vals, &way.tags);
    if (err != CH_OK)
        return err;
    return add_up(from->n_refs, from->refs) ? in->sink->way(in->sink->self, &way) : tell_overflow(in);
}

static ch_err read_members(reading *in, OsmPbf__Relation *from)
{
    if (from->n_roles != from->n_members || from->n_types != from->n_members)
        return tell_uneven(in);
    if (!add_up(from->n_members, from->members))
        return tell_overflow(in);
    if (!ch_arena_grow(&in->arena, &in->member, &in->members_room, from->n_members, sizeof(ch_osm__member)))
        return CH_ENOMEM;
    for (size_t i = 0; i < from->n_members; i++) {
        ch_osm__member *member = (ch_osm__member *)in->member + i;
        *member = (ch_osm__member){.kind = from->types[i], .id = from->members[i]};
        if (from->roles[i] < 0 || !find_string(in, (uint32_t)from->roles[i], &member->role))
            return tell_index(in);
        if (from->types[i] < CH_OSM__NODE || from->types[i] > CH_OSM__RELATION)
            return ch_osm__damage(&in->blobs, "a member of a relation is of no kind there is", "的关系成员类型不存在");
    }
    return CH_OK;
}

static ch_err read_relation(reading *in, OsmPbf__Relation *from)
{
    ch_osm__thing relation = {.id = from->id};
    ch_err err = read_tags(in, from->n_keys, from->keys, from->n_vals, from->vals, &relation.tags);
    if (err == CH_OK)
        err = read_members(in, from);
    relation.member = in->member;
    relation.members = from->n_members;
    return err == CH_OK ? in->sink->relation(in->sink->self, &relation) : err;
}

static ch_err read_streets(reading *in, ch_text bytes)
{
    OsmPbf__StreetBlock *block = NULL;
    ch_err err = ch_osm__read_message(&in->blobs, &osm_pbf__street_block__descriptor, bytes, &block);
    if (err == CH_OK)
        in->strings = block->strings;
    for (size_t g = 0; err == CH_OK && g < block->n_groups; g++) {
        const OsmPbf__StreetGroup *group = block->groups[g];
        for (size_t i = 0; err == CH_OK && in->sink->way != NULL && i < group->n_ways; i++)
            err = read_way(in, group->ways[i]);
        for (size_t i = 0; err == CH_OK && in->sink->relation != NULL && i < group->n_relations; i++)
            err = read_relation(in, group->relations[i]);
    }
    return err;
}

/* ---- nodes */

/* offset + granularity * value nanodegrees; one division, so that a point comes out as the decimal text of it would. */
static bool find_degrees(int64_t offset, int32_t granularity, int64_t value, int64_t most, double *deg)
{
    int64_t nano;
    if (__builtin_mul_overflow(value, granularity, &nano) || __builtin_add_overflow(nano, offset, &nano))
        return false;
    *deg = (double)nano / 1e9;
    return nano >= -most * 1000000000 && nano <= most * 1000000000;
}

static ch_err hand_on(reading *in, const OsmPbf__PointBlock *block, int64_t lat, int64_t lon, ch_osm__thing *node)
{
    if (!find_degrees(block->lat_offset, block->granularity, lat, 90, &node->point.lat_deg) ||
        !find_degrees(block->lon_offset, block->granularity, lon, 180, &node->point.lon_deg))
        return ch_osm__damage(&in->blobs, "a point does not lie on the earth", "的点不在地球上");
    node->has_point = true;
    return in->sink->node(in->sink->self, node);
}

static ch_err read_node(reading *in, const OsmPbf__PointBlock *block, const OsmPbf__Node *from)
{
    ch_osm__thing node = {.id = from->id};
    const ch_err err = read_tags(in, from->n_keys, from->keys, from->n_vals, from->vals, &node.tags);
    return err == CH_OK ? hand_on(in, block, from->lat, from->lon, &node) : err;
}

/* The tags of the next dense node: *at stands behind its 0 afterwards. */
static ch_err read_dense_tags(reading *in, const OsmPbf__Dense *dense, size_t *at, ch_osm__tags *tags)
{
    size_t count = 0;
    ch_err err = CH_OK;
    while (err == CH_OK && *at < dense->n_tags && dense->tags[*at] != 0) {
        if (*at + 1 == dense->n_tags)
            return tell_uneven(in);
        const int32_t key = dense->tags[*at], value = dense->tags[*at + 1];
        err = key < 0 || value < 0 ? tell_index(in) : put_tag(in, count++, (uint32_t)key, (uint32_t)value);
        *at += 2;
    }
    if (err == CH_OK && dense->n_tags > 0 && *at == dense->n_tags)
        return tell_uneven(in);
    *at += dense->n_tags > 0;
    *tags = (ch_osm__tags){in->tag, count};
    return err;
}

static ch_err read_dense(reading *in, const OsmPbf__PointBlock *block, OsmPbf__Dense *dense)
{
    const size_t n = dense->n_ids;
    size_t at = 0;
    if (dense->n_lats != n || dense->n_lons != n)
        return tell_uneven(in);
    if (!add_up(n, dense->ids) || !add_up(n, dense->lats) || !add_up(n, dense->lons))
        return tell_overflow(in);
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < n; i++) {
        ch_osm__thing node = {.id = dense->ids[i]};
        err = read_dense_tags(in, dense, &at, &node.tags);
        if (err == CH_OK)
            err = hand_on(in, block, dense->lats[i], dense->lons[i], &node);
    }
    return err == CH_OK && at < dense->n_tags ? tell_uneven(in) : err;
}

static ch_err read_points(reading *in, ch_text bytes)
{
    OsmPbf__PointBlock *block = NULL;
    ch_err err = ch_osm__read_message(&in->blobs, &osm_pbf__point_block__descriptor, bytes, &block);
    if (err == CH_OK && block->granularity <= 0)
        err = ch_osm__damage(&in->blobs, "the unit of points is not positive", "的坐标单位不是正数");
    if (err == CH_OK)
        in->strings = block->strings;
    for (size_t g = 0; err == CH_OK && g < block->n_groups; g++) {
        const OsmPbf__PointGroup *group = block->groups[g];
        for (size_t i = 0; err == CH_OK && i < group->n_nodes; i++)
            err = read_node(in, block, group->nodes[i]);
        if (err == CH_OK && group->dense != NULL)
            err = read_dense(in, block, group->dense);
    }
    return err;
}

/* ---- the file */

static ch_err check_feature(reading *in, const char *feature)
{
    if (strcmp(feature, "OsmSchema-V0.6") == 0 || strcmp(feature, "DenseNodes") == 0)
        return CH_OK;
    const bool has_history = strcmp(feature, "HistoricalInformation") == 0;
    return ch_osm__tell_form(
        in->blobs.source->faults, in->blobs.source->name, ch_text_of(feature),
        has_history
            ? (ch_osm__words){"an extract with all earlier versions (HistoricalInformation); take one of a single day",
                              "含历史版本的数据（HistoricalInformation），请使用单日数据"}
            : (ch_osm__words){"an extract that asks for a feature not known here", "要求本程序不认识的特性的数据"});
}

static ch_err read_head(reading *in, ch_text bytes)
{
    OsmPbf__Head *head = NULL;
    ch_err err = ch_osm__read_message(&in->blobs, &osm_pbf__head__descriptor, bytes, &head);
    for (size_t i = 0; err == CH_OK && i < head->n_required_features; i++)
        err = check_feature(in, head->required_features[i]);
    if (err == CH_OK && in->sink->as_of != NULL && head->has_replicated_at && head->replicated_at > 0 &&
        head->replicated_at / 86400 < 2932896) /* the year 10000 */
        in->sink->as_of(in->sink->self, ch_date_of_number((int32_t)(head->replicated_at / 86400)));
    return err;
}

static ch_err read_block(reading *in, ch_text bytes)
{
    ch_err err = in->sink->way != NULL || in->sink->relation != NULL ? read_streets(in, bytes) : CH_OK;
    return err == CH_OK && in->sink->node != NULL ? read_points(in, bytes) : err;
}

static ch_err read_blobs(reading *in)
{
    ch_text type, bytes;
    bool has_head = false;
    ch_err err = ch_osm__next_blob(&in->blobs, &type, &bytes);
    while (err == CH_OK && type.len > 0) {
        if (ch_text_equal(type, CH_TEXT("OSMHeader"))) {
            has_head = true;
            err = read_head(in, bytes);
        } else if (!has_head) {
            err = ch_osm__damage(&in->blobs, "there is no head (OSMHeader)", "没有文件头（OSMHeader）");
        } else if (ch_text_equal(type, CH_TEXT("OSMData"))) {
            err = read_block(in, bytes);
        }
        if (err == CH_OK)
            err = ch_osm__next_blob(&in->blobs, &type, &bytes);
    }
    return err == CH_OK && !has_head
               ? ch_osm__damage(&in->blobs, "there is no head (OSMHeader)", "没有文件头（OSMHeader）")
               : err;
}

ch_err ch_osm__read_pbf(ch_osm__source *source, const ch_osm__sink *sink)
{
    reading in = {.blobs = {.source = source}, .sink = sink, .arena = CH_ARENA(source->memory)};
    const ch_err err = read_blobs(&in);
    ch_osm__close_blobs(&in.blobs);
    ch_arena_free(&in.arena);
    return err;
}
