/* reach_circle_json.c - circles as JSON and as GeoJSON. */
#include "changhe/emit.h"
#include "json_keys.h"
#include "reach_ask.h"

#include <math.h>

static const char *const formula[][2] = {
    {"minutes",
     "the least sum over streets of 60 length_km / speed_kmh + ramp and gate; speed: planning, or the limit"},
    {"circle",
     "cells of 1/1000 by 1/1200 degree whose middle is reached within the minutes, the last part off the road "
     "at off_road_kmh for at most off_road_m; its edge is interpolated between middles"},
    {"people",
     "sum over residents: a row with a point counts where its point lies within, one without by the part of its "
     "county's area within"},
    {"change", "gained: cells within afterwards and not before; lost: the other way round"}};

/* ---- shapes */

static void emit_ring(ch_emit *e, const ch_shape *shape, size_t ring)
{
    ch_emit_open(e, '[');
    for (uint32_t i = shape->ring_start[ring]; i < shape->ring_start[ring + 1]; i++)
        ch_desk__emit_position(e, shape->point[i]);
    ch_emit_close(e, ']');
}

static void key_geometry(ch_emit *e, const ch_shape *shape)
{
    ch_desk__key_open(e, "geometry", '{');
    ch_desk__key_string(e, "type", "MultiPolygon");
    ch_desk__key_open(e, "coordinates", '[');
    for (size_t p = 0; p < shape->parts; p++) {
        ch_emit_open(e, '[');
        for (uint32_t r = shape->part_start[p]; r < shape->part_start[p + 1]; r++)
            emit_ring(e, shape, r);
        ch_emit_close(e, ']');
    }
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

/* ---- figures */

static void key_people(ch_emit *e, double people)
{
    ch_desk__key_number(e, "people", isnan(people) ? NAN : (double)llround(people));
}

static void key_rows(ch_emit *e, const char *key, const ch_text *id, size_t rows, const bool *in, const bool *not_in,
                     size_t most)
{
    ch_desk__key_open(e, key, '[');
    for (size_t i = 0, n = 0; i < rows && n < most; i++)
        if (in[i] && !(not_in && not_in[i])) {
            ch_emit_text(e, id[i]);
            n++;
        }
    ch_emit_close(e, ']');
}

static void key_counties(ch_emit *e, const ch_desk__circles *c, const ch_zone *base, const ch_desk__within *within)
{
    ch_desk__key_open(e, "km2_of", '[');
    for (size_t v = 1; v <= c->counties.counties; v++) {
        if (within->km2_of[v] == 0)
            continue;
        ch_emit_open(e, '{');
        ch_desk__key_text(e, "place", base->places.id[c->counties.county[v - 1]]);
        ch_desk__key_number(e, "km2", within->km2_of[v]);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
}

static void emit_within(ch_emit *e, const ch_desk__reach *reach, const ch_desk__circles *c, size_t s,
                        const ch_desk__within *within)
{
    const ch_zone *zone = reach->side[s].zone;
    ch_emit_open(e, '{');
    ch_desk__key_number(e, "area_km2", within->area_km2);
    key_people(e, within->people);
    ch_desk__key_open(e, "people_unknown", '[');
    for (size_t i = 0; i < within->unknowns; i++)
        ch_emit_text(e, zone->residents.place[within->unknown[i]]);
    ch_emit_close(e, ']');
    ch_desk__key_whole(e, "firms", within->firms);
    key_rows(e, "stations", zone->stations.id, zone->stations.rows, within->station, NULL, SIZE_MAX);
    key_rows(e, "facilities", zone->facilities.id, zone->facilities.rows, within->facility, NULL, SIZE_MAX);
    key_counties(e, c, reach->asked->zone, within);
    ch_desk__key_whole(e, "nodes", within->nodes);
    key_geometry(e, &within->shape);
    ch_emit_close(e, '}');
}

/* ---- what differs */

/* Rows of the other side are found by their ids. */
static bool *brought_over(ch_arena *arena, const ch_zone *from, const ch_zone *to, ch_table_id table, const bool *in,
                          const ch_text *id, size_t rows)
{
    bool *over = CH_NEW(arena, bool, rows);
    for (size_t i = 0; over && i < rows; i++) {
        const size_t row = from->table[table] == to->table[table] ? i : ch_zone_find(from, table, id[i]);
        over[i] = row != SIZE_MAX && in[row];
    }
    return over;
}

typedef struct {
    const ch_zone *zone, *other;
    const ch_desk__within *in, *out; /* within in, and not within out */
} differing;

#define DIFFERENT(table, member, key, most) \
    do { \
        const bool *there = brought_over(reach->arena, d.other, d.zone, CH_TABLE_##table, d.out->member, \
                                         d.zone->table.id, d.zone->table.rows); \
        e->out->failed |= there == NULL; \
        if (there) \
            key_rows(e, key, d.zone->table.id, d.zone->table.rows, d.in->member, there, most); \
    } while (0)

static size_t count_firms(ch_arena *arena, const differing *d)
{
    const bool *there =
        brought_over(arena, d->other, d->zone, CH_TABLE_firms, d->out->firm, d->zone->firms.id, d->zone->firms.rows);
    size_t n = 0;
    for (size_t i = 0; there && i < d->zone->firms.rows; i++)
        n += d->in->firm[i] && !there[i];
    return n;
}

/* Of a row of residents what lies within and did not; of one without a point, whose part is by area, by how much its part grew. */
static double people_gained(ch_emit *e, ch_arena *arena, const differing *d)
{
    const ch_rows_residents *r = &d->zone->residents;
    double *more = CH_NEW(arena, double, r->rows);
    for (size_t i = 0; more && i < r->rows; i++) {
        const size_t row = d->other->table[CH_TABLE_residents] == d->zone->table[CH_TABLE_residents]
                               ? i
                               : ch_zone_find(d->other, CH_TABLE_residents, r->id[i]);
        more[i] = fmax(0, d->in->share[i] - (row != SIZE_MAX ? d->out->share[row] : 0));
    }
    e->out->failed |= more == NULL;
    return more ? ch_desk__people_of(d->zone, more) : NAN;
}

enum { FIRMS_LISTED = 100 };

static void emit_change(ch_emit *e, const ch_desk__reach *reach, differing d, double km2, const ch_shape *shape)
{
    ch_emit_open(e, '{');
    ch_desk__key_number(e, "area_km2", km2);
    key_people(e, people_gained(e, reach->arena, &d));
    DIFFERENT(firms, firm, "firms", FIRMS_LISTED);
    ch_desk__key_whole(e, "firm_count", count_firms(reach->arena, &d));
    DIFFERENT(stations, station, "stations", SIZE_MAX);
    DIFFERENT(facilities, facility, "facilities", SIZE_MAX);
    key_geometry(e, shape);
    ch_emit_close(e, '}');
}

/* ---- the answer */

static void emit_circle(ch_emit *e, const ch_desk__reach *reach, const ch_desk__circles *c,
                        const ch_desk__circle *circle)
{
    ch_emit_open(e, '{');
    ch_desk__key_number(e, "minutes", circle->minutes);
    ch_emit_key(e, "before");
    emit_within(e, reach, c, 0, &circle->side[0]);
    ch_emit_key(e, "after");
    if (reach->sides == 1) {
        ch_emit_null(e);
        ch_desk__key_string(e, "gained", NULL);
        ch_desk__key_string(e, "lost", NULL);
    } else {
        const differing gain = {reach->side[1].zone, reach->side[0].zone, &circle->side[1], &circle->side[0]};
        const differing loss = {reach->side[0].zone, reach->side[1].zone, &circle->side[0], &circle->side[1]};
        emit_within(e, reach, c, 1, &circle->side[1]);
        ch_emit_key(e, "gained");
        emit_change(e, reach, gain, circle->change.gained_km2, &circle->change.gained);
        ch_emit_key(e, "lost");
        emit_change(e, reach, loss, circle->change.lost_km2, &circle->change.lost);
    }
    ch_emit_close(e, '}');
}

static void key_entries(ch_emit *e, const ch_desk__reach *reach, const ch_desk__circles *c)
{
    const ch_road_net *net = ch_roads_net(reach->asked->roads);
    ch_desk__key_open(e, "entries", '[');
    for (size_t i = 0; i < c->where->points; i++)
        for (size_t f = 0; f < c->entry[i].feet; f++) {
            const ch_road_foot *foot = &c->entry[i].foot[f];
            char room[40];
            ch_emit_open(e, '{');
            ch_desk__key_whole(e, "point", i);
            ch_desk__key_text(e, "street", ch_roads_street_name(reach->asked->roads, foot->street, room));
            ch_desk__key_text(e, "road", net->way[net->at[foot->street].way].name);
            ch_desk__key_number(e, "away_m", foot->away_m);
            ch_desk__key_number(e, "lon", foot->at.lon_deg);
            ch_desk__key_number(e, "lat", foot->at.lat_deg);
            ch_emit_close(e, '}');
        }
    ch_emit_close(e, ']');
}

static void key_at(ch_emit *e, const ch_desk__reach *reach, const ch_desk__circles *c)
{
    ch_desk__key_open(e, "at", '{');
    ch_desk__key_text(e, "asked", c->where->asked);
    ch_desk__key_text(e, "name_zh", c->where->name_zh);
    ch_desk__key_text(e, "name_en", c->where->name_en);
    ch_desk__key_open(e, "points", '[');
    for (size_t i = 0; i < c->where->points; i++)
        ch_desk__emit_position(e, c->where->point[i]);
    ch_emit_close(e, ']');
    key_entries(e, reach, c);
    ch_emit_close(e, '}');
}

static const char *const outcome_told[][3] = {
    [CH_DESK__REACHED] = {"reached", NULL, NULL},
    [CH_DESK__NO_ROADS] = {"no_roads", "尚无道路数据", "there is no network of roads"},
    [CH_DESK__NO_POINT] = {"no_point", "起点没有坐标", "nobody knows where the origin lies"},
    [CH_DESK__NO_ENTRY] = {"no_entry", "起点 3 公里内没有可驶入的道路",
                           "no road within 3 km of the origin can be entered"},
    [CH_DESK__NO_WAY] = {"no_way", "起点处的道路不能合法驶出", "no legal road leads from the origin"}};

const char *ch_desk__outcome_reason(ch_desk__outcome outcome, ch_lang lang)
{
    return outcome_told[outcome][lang == CH_ZH ? 1 : 2];
}

static void key_outcome(ch_emit *e, ch_desk__outcome outcome)
{
    ch_desk__key_string(e, "outcome", outcome_told[outcome][0]);
    ch_emit_key(e, "reason");
    if (outcome == CH_DESK__REACHED) {
        ch_emit_null(e);
        return;
    }
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "zh", ch_desk__outcome_reason(outcome, CH_ZH));
    ch_desk__key_string(e, "en", ch_desk__outcome_reason(outcome, CH_EN));
    ch_emit_close(e, '}');
}

static void key_rule(ch_emit *e, const ch_desk__circles *c)
{
    ch_desk__key_open(e, "rule", '{');
    ch_desk__key_number(e, "off_road_kmh", c->rule.walk_kmh);
    ch_desk__key_number(e, "off_road_m", c->rule.walk_m);
    ch_desk__key_number(e, "hole_km2", c->hole_km2);
    ch_emit_close(e, '}');
}

uint32_t ch_desk__residents_marks(const ch_zone *zone)
{
    uint32_t marks = 0;
    for (size_t i = 0; i < zone->residents.rows; i++)
        marks |= ch_schema_marks(zone->residents.marks[i], zone->residents.source[i]);
    return marks;
}

static void write_json(const ch_desk__reach *reach, const ch_desk__circles *c, ch_lang lang, ch_buf *out)
{
    ch_emit e = {.out = out};
    ch_desk__reach_head(&e, reach);
    key_at(&e, reach, c);
    key_outcome(&e, c->outcome[reach->sides - 1]);
    ch_desk__key_open(&e, "circles", '[');
    for (size_t i = 0; i < c->circles; i++)
        emit_circle(&e, reach, c, &c->circle[i]);
    ch_emit_close(&e, ']');
    ch_desk__reach_works(&e, reach, false);
    key_rule(&e, c);
    ch_desk__reach_foot(&e, reach, c->where->marks | ch_desk__residents_marks(reach->asked->zone),
                        CH_DESK__FORMULAS(formula));
}

/* ---- as GeoJSON: a feature a limit and side, largest first so that the smaller lie on top */

static void emit_feature(ch_emit *e, const ch_desk__reach *reach, const ch_desk__circle *circle, const char *kind,
                         double km2, const ch_shape *shape)
{
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "type", "Feature");
    ch_desk__key_open(e, "properties", '{');
    ch_desk__key_string(e, "kind", kind);
    ch_desk__key_number(e, "minutes", circle->minutes);
    ch_desk__key_number(e, "area_km2", km2);
    ch_desk__key_string(e, "snapshot", reach->digest);
    ch_desk__key_marks(e, ch_desk__network_marks(reach));
    ch_emit_close(e, '}');
    key_geometry(e, shape);
    ch_emit_close(e, '}');
}

static void write_geojson(const ch_desk__reach *reach, const ch_desk__circles *c, ch_lang lang, ch_buf *out)
{
    ch_emit e = {.out = out};
    ch_emit_open(&e, '{');
    ch_desk__key_string(&e, "type", "FeatureCollection");
    ch_desk__key_open(&e, "features", '[');
    for (size_t i = c->circles; i-- > 0;) {
        const ch_desk__circle *circle = &c->circle[i];
        emit_feature(&e, reach, circle, reach->sides > 1 ? "before" : "circle", circle->side[0].area_km2,
                     &circle->side[0].shape);
        if (reach->sides == 1)
            continue;
        emit_feature(&e, reach, circle, "after", circle->side[1].area_km2, &circle->side[1].shape);
        emit_feature(&e, reach, circle, "gained", circle->change.gained_km2, &circle->change.gained);
        emit_feature(&e, reach, circle, "lost", circle->change.lost_km2, &circle->change.lost);
    }
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    ch_buf_addc(out, '\n');
}

ch_err ch_answer_circle_json(const ch_reach_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_circles(question, write_json, CH_ZH, out, faults);
}

ch_err ch_answer_circle_geojson(const ch_reach_question *question, ch_buf *out, ch_faults *faults)
{
    return ch_desk__ask_circles(question, write_geojson, CH_ZH, out, faults);
}
