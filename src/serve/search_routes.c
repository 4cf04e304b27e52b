/* search_routes.c - a firm, place, segment or project by what people type. */
#include "changhe/emit.h"
#include "sign.h"

enum { QUERY, MOST };
enum { FOUND_EACH = 8, MOST_EACH = 50 };

static const serve_param params[] = {
    [QUERY] = {"q", SERVE_TEXT, .required = true, .most = CH_NAMES_MOST_QUERY, .zh = "名称、拼音首字母或代码的一部分",
               .en = "a part of a name, pinyin initials or a code"},
    [MOST] = {"most", SERVE_COUNT, .least = 1, .most = MOST_EACH, .zh = "每表条数，默认 8",
              .en = "of each table, 8 by default"},
};

static const char *const how_name[] = {"key", "name", "begin", "code", "initials", "within"};

/* Names and place of a found row. */
typedef struct {
    ch_text id, zh, en, place;
} named;

static named name_of(const ch_zone *zone, const ch_found *found)
{
    const size_t row = found->row;
    switch ((int)found->table) {
    case CH_TABLE_firms:
        return (named){zone->firms.id[row], zone->firms.name_zh[row], zone->firms.name_en[row], zone->firms.place[row]};
    case CH_TABLE_places:
        return (named){zone->places.id[row], zone->places.name_zh[row], zone->places.name_en[row],
                       zone->places.parent[row]};
    case CH_TABLE_segments:
        return (named){zone->segments.id[row], zone->segments.name_zh[row], zone->segments.name_en[row], {"", 0}};
    default:
        return (named){zone->projects.id[row], zone->projects.name_zh[row], zone->projects.name_en[row],
                       zone->projects.place[row]};
    }
}

static size_t count_points(ch_text text)
{
    size_t n = 0;
    for (; text.len > 0; n++)
        ch_utf8_next(&text);
    return n;
}

static void key_text(ch_emit *e, const char *key, ch_text text)
{
    ch_emit_key(e, key);
    ch_emit_text_or_null(e, text);
}

static void key_count(ch_emit *e, const char *key, size_t count)
{
    ch_emit_key(e, key);
    ch_emit_whole(e, (int64_t)count);
}

static void emit_found(ch_emit *e, const ch_zone *zone, const ch_found *found)
{
    const named is = name_of(zone, found);
    ch_emit_open(e, '{');
    ch_emit_key(e, "table");
    ch_emit_string(e, ch_schema_table(found->table)->name);
    key_text(e, "id", is.id);
    key_text(e, "name_zh", is.zh);
    key_text(e, "name_en", is.en);
    key_text(e, "place", is.place);
    ch_emit_key(e, "how");
    ch_emit_string(e, how_name[found->how]);
    key_count(e, "from", count_points((ch_text){is.zh.at, found->from}));
    key_count(e, "length", count_points((ch_text){is.zh.at + found->from, found->length}));
    ch_emit_close(e, '}');
}

static ch_err run_search(serve_call *call)
{
    const ch_zone *zone = ch_ready_zone(call->ready);
    const size_t most = call->value[MOST].given ? call->value[MOST].count : FOUND_EACH;
    const ch_found *found;
    size_t n;
    const ch_names *names;
    ch_err err = ch_ready_names(call->ready, &names);
    if (err == CH_OK)
        err = ch_names_find(&call->arena, names, call->value[QUERY].text, most, &found, &n);
    if (err != CH_OK)
        return err;
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    key_text(&e, "query", call->value[QUERY].text);
    ch_emit_key(&e, "found");
    ch_emit_open(&e, '[');
    for (size_t i = 0; i < n; i++)
        emit_found(&e, zone, &found[i]);
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    ch_buf_addc(e.out, '\n');
    serve_sign_snapshot(call);
    return CH_OK;
}

const serve_route serve_search_routes[] = {{SERVE_GET, "/api/v1/search", run_search, params,
                                            sizeof params / sizeof *params, .works = true, .type = "application/json",
                                            .schema = "Found", .tag = "tables", .zh = "按名称、拼音首字母、代码查找",
                                            .en = "search by name, pinyin initials, code"},
                                           {.path = NULL}};
