/* reach_json.c - what every answer about minutes begins and ends with. */
#include "reaching.h"

#include "changhe/answer.h"
#include "json_keys.h"

#include <math.h>
#include <stdio.h>

uint32_t ch_desk__network_marks(const ch_desk__reach *reach)
{
    const ch_rows_road_edges *edge = &reach->asked->zone->road_edges;
    const ch_rows_road_speeds *speed = &reach->asked->zone->road_speeds;
    uint32_t marks = 1u << CH_mark_ASSUMED; /* speeds are */
    for (size_t i = 0; i < edge->rows && !ch_roads_is_extract(reach->asked->roads); i++)
        marks |= ch_schema_marks(edge->marks[i], edge->source[i]);
    for (size_t i = 0; i < speed->rows; i++)
        marks |= ch_schema_marks(speed->marks[i], speed->source[i]);
    for (size_t s = 0; s < reach->sides; s++) {
        const ch_rows_road_works *work = &reach->side[s].zone->road_works;
        for (size_t i = 0; i < reach->side[s].works; i++)
            marks |= ch_schema_marks(work->marks[reach->side[s].work[i]], work->source[reach->side[s].work[i]]);
    }
    return marks;
}

static void emit_network(ch_emit *e, const ch_desk__reach *reach)
{
    const ch_roads *roads = reach->asked->roads;
    const ch_road_net *net = ch_roads_net(roads);
    const ch_road_source source = ch_roads_source(roads);
    const bool is_extract = ch_roads_is_extract(roads);
    ch_desk__key_open(e, "roads", '{');
    ch_desk__key_string(e, "source", is_extract ? "extract" : net->streets > 0 ? "zone" : "none");
    ch_desk__key_text(e, "title", source.title);
    ch_desk__key_text(e, "licence", source.licence);
    ch_desk__key_date(e, "as_of", source.as_of);
    ch_desk__key_string(e, "digest", is_extract ? source.digest : NULL);
    ch_desk__key_whole(e, "nodes", net->nodes);
    ch_desk__key_whole(e, "streets", net->streets);
    ch_desk__key_marks(e, ch_desk__network_marks(reach));
    ch_emit_close(e, '}');
}

void ch_desk__reach_head(ch_emit *e, const ch_desk__reach *reach)
{
    const ch_reach_question *asked = reach->asked;
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "version", CH_VERSION);
    ch_desk__key_text(e, "zone", asked->zone->zone.id[0]);
    ch_desk__key_string(e, "snapshot", reach->digest);
    ch_desk__key_text(e, "what_if", reach->edited ? asked->what_if_name : (ch_text){0});
    ch_desk__key_string(e, "vehicle", ch_road_profile_name[asked->profile]);
    ch_desk__key_string(e, "speed", ch_road_basis_name[asked->basis]);
    ch_desk__key_string(e, "direction", asked->is_towards ? "to" : "from");
    emit_network(e, reach);
}

void ch_desk__key_minutes(ch_emit *e, const char *key, uint32_t ms)
{
    ch_desk__key_number(e, key, ms == CH_REACH_FAR ? NAN : (double)ms / 60000);
}

/* Of a degree a millionth is 11 cm at most: finer than anything here is known. */
static int print_degrees(char *at, size_t room, double degrees)
{
    const long long millionths = llround(degrees * 1e6);
    const long long size = millionths < 0 ? -millionths : millionths;
    return snprintf(at, room, "%s%lld.%06lld", millionths < 0 ? "-" : "", size / 1000000, size % 1000000);
}

void ch_desk__emit_position(ch_emit *e, ch_point point)
{
    char text[64] = "[";
    int length = 1 + print_degrees(text + 1, 24, point.lon_deg);
    text[length++] = ',';
    length += print_degrees(text + length, 24, point.lat_deg);
    text[length++] = ']';
    ch_emit_raw(e, (ch_text){text, (size_t)length});
}

/* ---- works */

static const char *end_name(ch_road_work_end end)
{
    static const char *const name[] = {
        [CH_ROAD_WORK_DONE] = "done", [CH_ROAD_WORK_FAR] = "far", [CH_ROAD_WORK_NOTHING] = "nothing"};
    return name[end];
}

/* What became of a row on a side; NULL: it does not count there. */
static const char *end_on(const ch_desk__side *side, ch_text id)
{
    for (size_t i = 0; i < side->works; i++)
        if (ch_text_equal(side->zone->road_works.id[side->work[i]], id))
            return end_name(side->end[i]);
    return NULL;
}

static void key_path(ch_emit *e, ch_arena *arena, ch_text path)
{
    const ch_point *point = NULL;
    size_t n = 0;
    e->out->failed |= ch_road_text_path(arena, path, &point, &n, NULL) == CH_ENOMEM;
    ch_desk__key_open(e, "path", '[');
    for (size_t i = 0; i < n; i++)
        ch_desk__emit_position(e, point[i]);
    ch_emit_close(e, ']');
}

static void emit_details(ch_emit *e, const ch_desk__reach *reach, const ch_rows_road_works *work, size_t row)
{
    ch_desk__key_text(e, "edges", work->edges[row]);
    key_path(e, reach->arena, work->path[row]);
    ch_desk__key_string(e, "class",
                        work->class[row] ? ch_schema_words("road_class")->word[work->class[row]].word : NULL);
    ch_desk__key_number(e, "limit_kmh", work->limit_kmh[row]);
    ch_desk__key_number(e, "plan_kmh", work->plan_kmh[row]);
    ch_desk__key_number(e, "lanes", work->lanes[row] == CH_UNKNOWN_I64 ? NAN : (double)work->lanes[row]);
    ch_desk__key_date(e, "opens", work->opens[row]);
    ch_desk__key_text(e, "note", work->note[row]);
    ch_desk__key_text(e, "source", work->source[row]);
    ch_desk__key_marks(e, ch_schema_marks(work->marks[row], work->source[row]));
}

static void emit_work(ch_emit *e, const ch_desk__reach *reach, const ch_zone *zone, size_t row, bool whole)
{
    const ch_rows_road_works *work = &zone->road_works;
    const char *before = end_on(&reach->side[0], work->id[row]);
    const char *after = reach->sides > 1 ? end_on(&reach->side[1], work->id[row]) : before;
    if (!whole && !before && !after)
        return;
    ch_emit_open(e, '{');
    ch_desk__key_text(e, "id", work->id[row]);
    ch_desk__key_text(e, "name_zh", work->name_zh[row]);
    ch_desk__key_text(e, "name_en", work->name_en[row]);
    ch_desk__key_string(e, "kind", ch_schema_words("road_work")->word[work->kind[row]].word);
    ch_emit_key(e, "active_before");
    ch_emit_bool(e, before != NULL);
    ch_emit_key(e, "active_after");
    ch_emit_bool(e, after != NULL);
    ch_desk__key_string(e, "end", after ? after : before);
    if (whole)
        emit_details(e, reach, work, row);
    ch_emit_close(e, '}');
}

/* Those of after, and those that only before had. */
void ch_desk__reach_works(ch_emit *e, const ch_desk__reach *reach, bool whole)
{
    const ch_zone *last = ch_desk__last_side(reach)->zone, *first = reach->side[0].zone;
    ch_desk__key_open(e, "works", '[');
    for (size_t i = 0; i < last->road_works.rows; i++)
        emit_work(e, reach, last, i, whole);
    for (size_t i = 0; reach->sides > 1 && i < first->road_works.rows; i++)
        if (ch_zone_find(last, CH_TABLE_road_works, first->road_works.id[i]) == SIZE_MAX)
            emit_work(e, reach, first, i, whole);
    ch_emit_close(e, ']');
}

/* ---- sources */

typedef struct {
    bool *seen; /* per row of sources */
    const ch_zone *zone;
} citing;

static void cite(citing *c, ch_text sources)
{
    ch_text id;
    while (ch_text_next(&sources, ' ', &id)) {
        const size_t row = ch_zone_find(c->zone, CH_TABLE_sources, id);
        if (row != SIZE_MAX)
            c->seen[row] = true;
    }
}

static void key_sources(ch_emit *e, const ch_desk__reach *reach)
{
    const ch_zone *zone = ch_desk__last_side(reach)->zone;
    citing c = {.zone = zone, .seen = CH_NEW(reach->arena, bool, zone->sources.rows)};
    e->out->failed |= c.seen == NULL;
    if (!c.seen)
        return;
    for (size_t i = 0; !ch_roads_is_extract(reach->asked->roads) && i < zone->road_edges.rows; i++)
        cite(&c, zone->road_edges.source[i]);
    for (size_t i = 0; i < zone->road_works.rows; i++)
        if (zone->road_works.active[i])
            cite(&c, zone->road_works.source[i]);
    ch_desk__key_open(e, "sources", '[');
    for (size_t i = 0; i < zone->sources.rows; i++)
        if (c.seen[i])
            ch_emit_text(e, zone->sources.id[i]);
    ch_emit_close(e, ']');
}

void ch_desk__reach_foot(ch_emit *e, const ch_desk__reach *reach, uint32_t marks, const char *const formula[][2],
                         size_t n)
{
    ch_desk__key_marks(e, marks | ch_desk__network_marks(reach));
    key_sources(e, reach);
    ch_desk__emit_formulas(e, formula, n);
    ch_emit_close(e, '}');
    ch_buf_addc(e->out, '\n');
}
