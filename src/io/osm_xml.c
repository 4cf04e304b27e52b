/* osm_xml.c - expat, held to what an extract needs. */
#include "osm_xml.h"

#include "osm_told.h"

#include "changhe/decimal.h"

#include <expat.h>
#include <string.h>

enum {
    PIECE_BYTES = 64 << 10,
    MOST_DEPTH = 16,      /* an extract nests to three */
    MOST_TAG = 1 << 20,   /* bytes of one element, comment or instruction, which expat holds whole */
    MOST_PARTS = 1 << 20, /* points, members or tags of one; OpenStreetMap allows 2,000 points and 32,000 members */
    MOST_THING = 32 << 20 /* bytes of texts of one node, way or relation */
};

typedef struct {
    size_t key, key_len, value, value_len; /* places in texts, which may move while it grows */
} tag_at;

typedef struct {
    int kind;
    int64_t id;
    size_t role, role_len;
} member_at;

typedef struct {
    ch_osm__source *source;
    const ch_osm__sink *sink;
    XML_Parser parser;
    unsigned depth;
    int kind;        /* of the thing that is open, or -1 */
    bool is_deleted; /* it is, says the file */
    ch_osm__thing thing;
    ch_arena arena; /* of what grows and stays: */
    void *texts, *tags, *tag, *members, *member, *nodes;
    size_t texts_room, tags_room, tag_room, members_room, member_room, nodes_room;
    size_t texts_len, tag_count, member_count, node_count;
    ch_err err;
} reading;

static void stop(reading *in, ch_err err)
{
    if (in->err == CH_OK)
        in->err = err;
    XML_StopParser(in->parser, XML_FALSE);
}

static void damage(reading *in, const char *found, const char *en, const char *zh)
{
    if (in->err != CH_OK)
        return;
    const ch_at at = {.file = in->source->name,
                      .line = (uint32_t)XML_GetCurrentLineNumber(in->parser),
                      .column = (uint32_t)XML_GetCurrentColumnNumber(in->parser) + 1};
    stop(in, ch_osm__tell_line(in->source->faults, at, ch_text_of(found), (ch_osm__words){en, zh}));
}

static const char *attribute(const char **list, const char *name)
{
    for (; list[0] != NULL; list += 2)
        if (strcmp(list[0], name) == 0)
            return list[1];
    return NULL;
}

/* ---- numbers */

static bool parse_id(const char *text, int64_t *id)
{
    return text != NULL && ch_decimal_parse(ch_text_of(text), 1, id);
}

static bool read_id(reading *in, const char **list, const char *name, int64_t *id)
{
    const char *text = attribute(list, name);
    if (parse_id(text, id))
        return true;
    damage(in, text, "a number (id, ref) is missing or none", "的编号（id、ref）缺失或不是整数");
    return false;
}

static void read_point(reading *in, const char **list, ch_osm__thing *node)
{
    const char *lat = attribute(list, "lat"), *lon = attribute(list, "lon");
    ch_point *point = &node->point;
    if (lat == NULL && lon == NULL)
        return;
    node->has_point = lat != NULL && lon != NULL && ch_number_parse(ch_text_of(lat), &point->lat_deg) &&
                      ch_number_parse(ch_text_of(lon), &point->lon_deg) && point->lat_deg >= -90 &&
                      point->lat_deg <= 90 && point->lon_deg >= -180 && point->lon_deg <= 180;
    if (!node->has_point)
        damage(in, lat != NULL ? lat : lon, "a point does not lie on the earth", "的点不在地球上");
}

/* ---- what a thing holds */

static void *grow(reading *in, void **list, size_t *room, size_t count, size_t size)
{
    if (count == MOST_PARTS)
        damage(in, NULL, "one node, way or relation has more than 1,048,576 parts",
               "的一个对象超过 1048576 个组成部分");
    else if (ch_arena_grow(&in->arena, list, room, count + 1, size))
        return (char *)*list + count * size;
    else
        stop(in, CH_ENOMEM);
    return NULL;
}

static bool keep_text(reading *in, const char *text, size_t *at, size_t *len)
{
    *at = in->texts_len;
    *len = text != NULL ? strlen(text) : 0;
    if (*len > (size_t)MOST_THING - in->texts_len) {
        damage(in, NULL, "one node, way or relation has more than 32 MiB of texts", "的一个对象文字超过 32 MiB");
        return false;
    }
    if (!ch_arena_grow(&in->arena, &in->texts, &in->texts_room, in->texts_len + *len + 1, 1)) {
        stop(in, CH_ENOMEM);
        return false;
    }
    if (*len > 0)
        memcpy((char *)in->texts + *at, text, *len);
    in->texts_len += *len;
    return true;
}

static void add_tag(reading *in, const char **list)
{
    tag_at *tag = grow(in, &in->tags, &in->tags_room, in->tag_count, sizeof *tag);
    if (tag != NULL && keep_text(in, attribute(list, "k"), &tag->key, &tag->key_len) &&
        keep_text(in, attribute(list, "v"), &tag->value, &tag->value_len))
        in->tag_count++;
}

static void add_node(reading *in, const char **list)
{
    int64_t *node = grow(in, &in->nodes, &in->nodes_room, in->node_count, sizeof *node);
    if (node != NULL && read_id(in, list, "ref", node))
        in->node_count++;
}

static void add_member(reading *in, const char **list)
{
    static const char *const name[] = {"node", "way", "relation"};
    const char *type = attribute(list, "type");
    member_at *member = grow(in, &in->members, &in->members_room, in->member_count, sizeof *member);
    if (member == NULL || !read_id(in, list, "ref", &member->id))
        return;
    for (member->kind = 0; member->kind < 3 && (type == NULL || strcmp(type, name[member->kind]) != 0);)
        member->kind++;
    if (member->kind == 3)
        damage(in, type, "a member of a relation is of no kind there is", "的关系成员类型不存在");
    else if (keep_text(in, attribute(list, "role"), &member->role, &member->role_len))
        in->member_count++;
}

static ch_text text_at(const reading *in, size_t at, size_t len)
{
    return (ch_text){(const char *)in->texts + at, len};
}

/* Places in texts become pointers, now that it moves no more. */
static bool settle(reading *in)
{
    if (!ch_arena_grow(&in->arena, &in->tag, &in->tag_room, in->tag_count, sizeof(ch_osm__tag)) ||
        !ch_arena_grow(&in->arena, &in->member, &in->member_room, in->member_count, sizeof(ch_osm__member)))
        return false;
    for (size_t i = 0; i < in->tag_count; i++) {
        const tag_at *at = (tag_at *)in->tags + i;
        ((ch_osm__tag *)in->tag)[i] =
            (ch_osm__tag){text_at(in, at->key, at->key_len), text_at(in, at->value, at->value_len)};
    }
    for (size_t i = 0; i < in->member_count; i++) {
        const member_at *at = (member_at *)in->members + i;
        ((ch_osm__member *)in->member)[i] = (ch_osm__member){at->kind, at->id, text_at(in, at->role, at->role_len)};
    }
    in->thing.tags = (ch_osm__tags){in->tag, in->tag_count};
    in->thing.node = in->nodes;
    in->thing.nodes = in->node_count;
    in->thing.member = in->member;
    in->thing.members = in->member_count;
    return true;
}

/* ---- things */

static int kind_of(const char *name)
{
    return strcmp(name, "node") == 0       ? CH_OSM__NODE
           : strcmp(name, "way") == 0      ? CH_OSM__WAY
           : strcmp(name, "relation") == 0 ? CH_OSM__RELATION
                                           : -1;
}

static bool is_wanted(const reading *in, int kind)
{
    return (kind == CH_OSM__NODE && in->sink->node != NULL) || (kind == CH_OSM__WAY && in->sink->way != NULL) ||
           (kind == CH_OSM__RELATION && in->sink->relation != NULL);
}

static void open_thing(reading *in, int kind, const char **list)
{
    const char *visible = attribute(list, "visible"), *action = attribute(list, "action");
    in->is_deleted =
        (visible != NULL && strcmp(visible, "false") == 0) || (action != NULL && strcmp(action, "delete") == 0);
    in->kind = is_wanted(in, kind) ? kind : -1;
    in->thing = (ch_osm__thing){0};
    in->texts_len = in->tag_count = in->member_count = in->node_count = 0;
    if (in->kind >= 0 && read_id(in, list, "id", &in->thing.id) && kind == CH_OSM__NODE && !in->is_deleted)
        read_point(in, list, &in->thing);
}

static void close_thing(reading *in)
{
    ch_err (*const hand_on)(void *, const ch_osm__thing *) = in->kind == CH_OSM__NODE  ? in->sink->node
                                                             : in->kind == CH_OSM__WAY ? in->sink->way
                                                                                       : in->sink->relation;
    const bool is_deleted = in->is_deleted;
    in->kind = -1;
    if (is_deleted)
        return;
    const ch_err err = settle(in) ? hand_on(in->sink->self, &in->thing) : CH_ENOMEM;
    if (err != CH_OK)
        stop(in, err);
}

static void open_part(reading *in, const char *name, const char **list)
{
    if (in->kind < 0)
        return;
    if (strcmp(name, "tag") == 0)
        add_tag(in, list);
    else if (strcmp(name, "nd") == 0 && in->kind == CH_OSM__WAY)
        add_node(in, list);
    else if (strcmp(name, "member") == 0 && in->kind == CH_OSM__RELATION)
        add_member(in, list);
}

/* "2024-03-01T00:00:00Z" */
static void read_day(reading *in, const char *text)
{
    ch_date day;
    if (in->sink->as_of != NULL && text != NULL && strlen(text) >= 10 && ch_date_parse((ch_text){text, 10}, &day))
        in->sink->as_of(in->sink->self, day);
}

static void on_open(void *self, const XML_Char *name, const XML_Char **list)
{
    reading *in = self;
    if (in->err != CH_OK)
        return;
    if (++in->depth > MOST_DEPTH) {
        damage(in, name, "elements are nested deeper than an extract's", "的元素嵌套过深");
    } else if (in->depth == 1) {
        if (strcmp(name, "osm") != 0)
            damage(in, name, "the document is no extract (its root is not osm)",
                   "不是 OpenStreetMap 数据（根元素不是 osm）");
        read_day(in, attribute(list, "timestamp"));
    } else if (in->depth == 2 && kind_of(name) >= 0) {
        open_thing(in, kind_of(name), list);
    } else if (in->depth == 2 && strcmp(name, "meta") == 0) {
        read_day(in, attribute(list, "osm_base"));
    } else if (in->depth == 3) {
        open_part(in, name, list);
    }
}

static void on_close(void *self, const XML_Char *name)
{
    reading *in = self;
    if (in->err == CH_OK && in->depth == 2 && in->kind >= 0)
        close_thing(in);
    in->depth--;
}

/* Entities can only be declared in a document type: without one there is nothing to expand or fetch. */
static void on_doctype(void *self, const XML_Char *name, const XML_Char *system, const XML_Char *public_id,
                       int internal)
{
    damage(self, name, "the document has a document type", "含文档类型声明（DOCTYPE）");
}

/* ---- the file */

static ch_err judge(reading *in, enum XML_Status status)
{
    if (in->err != CH_OK || status == XML_STATUS_OK)
        return in->err;
    if (XML_GetErrorCode(in->parser) == XML_ERROR_NO_MEMORY)
        return CH_ENOMEM;
    damage(in, NULL, "it is not well-formed XML", "不是合法的 XML");
    return in->err;
}

/* What was given to expat and not yet told by it is one element, which it would read again with every piece. */
static ch_err check_tag(reading *in, uint64_t given)
{
    const XML_Index done = XML_GetCurrentByteIndex(in->parser);
    if (done >= 0 && given > (uint64_t)done + MOST_TAG + PIECE_BYTES)
        damage(in, NULL, "one element is longer than 1 MiB", "的一个元素超过 1 MiB");
    return in->err;
}

static ch_err feed(reading *in)
{
    size_t got = 1;
    uint64_t given = 0;
    ch_err err = CH_OK;
    while (err == CH_OK && got > 0) {
        void *room = XML_GetBuffer(in->parser, PIECE_BYTES);
        if (room == NULL)
            return CH_ENOMEM;
        err = ch_osm__read(in->source, room, PIECE_BYTES, &got);
        if (err == CH_OK)
            err = judge(in, XML_ParseBuffer(in->parser, (int)got, got == 0));
        given += got;
        if (err == CH_OK && got > 0)
            err = check_tag(in, given);
    }
    return err;
}

ch_err ch_osm__read_xml(ch_osm__source *source, const ch_osm__sink *sink)
{
    reading in = {.source = source, .sink = sink, .kind = -1, .arena = CH_ARENA(source->memory)};
    in.parser = XML_ParserCreate(NULL);
    if (in.parser == NULL)
        return CH_ENOMEM;
    XML_SetUserData(in.parser, &in);
    XML_SetElementHandler(in.parser, on_open, on_close);
    XML_SetStartDoctypeDeclHandler(in.parser, on_doctype);
    const ch_err err = feed(&in);
    XML_ParserFree(in.parser);
    ch_arena_free(&in.arena);
    return err;
}
