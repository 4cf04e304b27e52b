/* reach_circle.c - circles of a question: searched, drawn, and what lies in them counted. */
#include "reach_circle.h"

#include <math.h>

enum { DEFAULT_MIN = 15 };

static uint32_t limit_ms(double minutes)
{
    return (uint32_t)llround(minutes * 60000);
}

/* ---- times of a side */

static void count_nodes(const ch_desk__circles *c, const ch_reach_found *found, size_t nodes[4])
{
    for (size_t i = 0; i < c->circles; i++)
        for (size_t k = 0; k < found->reacheds; k++)
            nodes[i] += found->dist[found->reached[k]] <= limit_ms(c->circle[i].minutes);
}

static ch_err find_times(const ch_desk__reach *reach, const ch_desk__side *side, const ch_desk__circles *c,
                         uint32_t limit, const ch_reach_seed *seed, size_t seeds, ch_time_map *map, size_t nodes[4])
{
    ch_roads *roads = reach->asked->roads;
    const ch_road_net *net = ch_roads_net(roads);
    const bool towards = reach->asked->is_towards;
    const ch_reach_graph graph = towards ? ch_reach_backward(net, side->ms) : ch_reach_forward(net, side->ms);
    ch_reach_room *room;
    ch_reach_found found;
    ch_err err = ch_desk__take_room(roads, side->patch.points, &room);
    if (err == CH_OK)
        err = ch_reach_search(room, &graph, towards, &side->patch, seed, seeds, limit, false, &found);
    if (err == CH_OK) {
        count_nodes(c, &found, nodes);
        ch_isochrone_rule rule = c->rule;
        rule.work = side->done;
        rule.works = side->works;
        err = ch_isochrone_times(reach->arena, c->ground, side->ms, &side->patch, &found, towards, c->origin,
                                 c->where->points, limit, &rule, map);
    }
    ch_desk__give_room(roads, room, side->patch.points);
    return err;
}

/* ---- what lies within */

static void mark_rows(const ch_time_map *map, uint32_t limit, const double *lon, const double *lat, size_t rows,
                      bool *in, size_t *count)
{
    for (size_t i = 0; i < rows; i++) {
        in[i] = !isnan(lon[i]) && !isnan(lat[i]) && ch_time_map_at(map, (ch_point){lon[i], lat[i]}) <= limit;
        *count += in[i];
    }
}

/* Value of the counties' map for a place, 0: it has no outline. base: whose rows the map names by number. */
static size_t county_value(const ch_desk__counties *counties, const ch_zone *base, ch_text place)
{
    const size_t row = ch_zone_find_place(base, place);
    for (size_t v = 0; v < counties->counties; v++)
        if (counties->county[v] == row)
            return v + 1;
    return 0;
}

double ch_desk__people_of(const ch_zone *zone, const double *share)
{
    const ch_rows_residents *r = &zone->residents;
    bool any = false, known = false, unknown = false;
    double people = 0;
    for (size_t i = 0; i < r->rows; i++) {
        const bool is_known = r->people[i] != CH_UNKNOWN_I64;
        any |= is_known;
        known |= is_known && share[i] > 0;
        unknown |= !is_known && share[i] > 0;
        people += is_known ? share[i] * (double)r->people[i] : 0;
    }
    return !any || (unknown && !known) ? NAN : people;
}

/* How much of a row of residents lies within: a point wholly or not, a place by its area. */
static double share_within(const ch_desk__circles *c, const ch_zone *base, const ch_zone *zone, const ch_time_map *map,
                           uint32_t limit, const ch_desk__within *within, size_t row)
{
    const ch_rows_residents *r = &zone->residents;
    if (!isnan(r->lon[row]) && !isnan(r->lat[row]))
        return ch_time_map_at(map, (ch_point){r->lon[row], r->lat[row]}) <= limit;
    const size_t value = county_value(&c->counties, base, r->place[row]);
    if (value > 0)
        return c->counties.km2[value] > 0 ? within->km2_of[value] / c->counties.km2[value] : 0;
    const size_t place = ch_zone_find_place(zone, r->place[row]);
    if (place == SIZE_MAX || isnan(zone->places.lon[place]))
        return 0;
    return ch_time_map_at(map, (ch_point){zone->places.lon[place], zone->places.lat[place]}) <= limit;
}

/* Does any row whose people are known have a part within? Of an area that no row tells of nobody knows the people. */
static bool is_told(const ch_zone *zone, const double *share)
{
    for (size_t i = 0; i < zone->residents.rows; i++)
        if (share[i] > 0 && zone->residents.people[i] != CH_UNKNOWN_I64)
            return true;
    return false;
}

static ch_err count_people(const ch_desk__reach *reach, const ch_desk__circles *c, const ch_zone *zone,
                           const ch_time_map *map, uint32_t limit, ch_desk__within *within)
{
    const ch_rows_residents *r = &zone->residents;
    uint32_t *unknown = CH_NEW(reach->arena, uint32_t, r->rows);
    within->share = CH_NEW(reach->arena, double, r->rows);
    if (!unknown || !within->share)
        return CH_ENOMEM;
    for (size_t i = 0; i < r->rows; i++) {
        within->share[i] = share_within(c, reach->asked->zone, zone, map, limit, within, i);
        if (within->share[i] > 0 && r->people[i] == CH_UNKNOWN_I64)
            unknown[within->unknowns++] = (uint32_t)i;
    }
    within->unknown = unknown;
    within->people = is_told(zone, within->share) ? ch_desk__people_of(zone, within->share) : NAN;
    return CH_OK;
}

#define MARK(table, in, count) \
    mark_rows(map, limit, zone->table.lon, zone->table.lat, zone->table.rows, within->in, count)

static ch_err look_within(const ch_desk__reach *reach, const ch_desk__circles *c, const ch_desk__side *side,
                          const ch_time_map *map, uint32_t limit, ch_desk__within *within)
{
    const ch_zone *zone = side->zone;
    ch_arena *arena = reach->arena;
    size_t ignored = 0;
    ch_err err = ch_isochrone_shape(arena, map, limit, c->hole_km2, &within->shape);
    if (err != CH_OK)
        return err;
    ch_time_map_area(map, limit, c->counties.map, within->km2_of);
    for (int v = 0; v < 256; v++)
        within->area_km2 += within->km2_of[v];
    within->firm = CH_NEW(arena, bool, zone->firms.rows);
    within->station = CH_NEW(arena, bool, zone->stations.rows);
    within->facility = CH_NEW(arena, bool, zone->facilities.rows);
    if (!within->firm || !within->station || !within->facility)
        return CH_ENOMEM;
    MARK(firms, firm, &within->firms);
    MARK(stations, station, &ignored);
    MARK(facilities, facility, &ignored);
    return count_people(reach, c, zone, map, limit, within);
}

/* ---- a side */

static ch_err draw_side(const ch_desk__reach *reach, ch_desk__circles *c, size_t s, ch_time_map *map)
{
    const ch_desk__side *side = &reach->side[s];
    ch_reach_seed *seed;
    size_t seeds, nodes[4] = {0};
    ch_err err = ch_desk__seeds(reach->arena, reach, side, c->where, c->entry, reach->asked->is_towards, &seed, &seeds);
    c->outcome[s] = seeds > 0 ? CH_DESK__REACHED : CH_DESK__NO_WAY;
    const uint32_t limit = limit_ms(c->circle[c->circles - 1].minutes);
    if (err == CH_OK)
        err = find_times(reach, side, c, limit, seed, seeds, map, nodes);
    for (size_t i = 0; err == CH_OK && i < c->circles; i++) {
        err = look_within(reach, c, side, map, limit_ms(c->circle[i].minutes), &c->circle[i].side[s]);
        c->circle[i].side[s].nodes = nodes[i];
    }
    return err;
}

/* Whoever stands somewhere walks from there too. */
static ch_err place_origins(ch_arena *arena, ch_desk__circles *c)
{
    c->origin = CH_NEW(arena, ch_isochrone_origin, c->where->points);
    if (!c->origin)
        return CH_ENOMEM;
    for (size_t i = 0; i < c->where->points; i++)
        c->origin[i] = (ch_isochrone_origin){c->where->point[i], &c->entry[i]};
    return CH_OK;
}

static ch_err draw(const ch_desk__reach *reach, ch_desk__circles *c)
{
    ch_time_map map[2];
    const ch_cell_map *mask;
    ch_err err = ch_desk__mask(reach->arena, reach->asked->roads, reach->asked->zone, &mask);
    c->rule.mask = mask;
    if (err == CH_OK)
        err = ch_desk__ground(reach->asked->roads, &c->ground);
    if (err == CH_OK)
        err = place_origins(reach->arena, c);
    for (size_t s = 0; err == CH_OK && s < reach->sides; s++)
        err = draw_side(reach, c, s, &map[s]);
    for (size_t i = 0; err == CH_OK && reach->sides > 1 && i < c->circles; i++)
        err =
            ch_isochrone_compare(reach->arena, &map[0], &map[1], limit_ms(c->circle[i].minutes), &c->circle[i].change);
    if (c->outcome[0] != CH_DESK__REACHED && c->outcome[reach->sides - 1] != CH_DESK__REACHED)
        c->circles = 0;
    return err;
}

/* ---- the question */

static void take_limits(const ch_reach_question *asked, ch_desk__circles *c)
{
    for (size_t i = 0; i < asked->limits; i++)
        c->circle[i].minutes = asked->minutes[i];
    c->circles = asked->limits;
    if (c->circles == 0)
        c->circle[c->circles++].minutes = DEFAULT_MIN;
}

static ch_desk__outcome look_first(const ch_desk__reach *reach, const ch_desk__circles *c)
{
    if (ch_roads_net(reach->asked->roads)->streets == 0)
        return CH_DESK__NO_ROADS;
    if (c->where->points == 0)
        return CH_DESK__NO_POINT;
    for (size_t i = 0; i < c->where->points; i++)
        if (c->entry[i].feet > 0)
            return CH_DESK__REACHED;
    return CH_DESK__NO_ENTRY;
}

ch_err ch_desk__circles_of(const ch_desk__reach *reach, ch_desk__circles *c, ch_faults *faults)
{
    const ch_zone *base = reach->asked->zone;
    size_t n;
    *c = (ch_desk__circles){
        .rule = {.walk_kmh = reach->off_road_kmh, .walk_m = ch_zone_assume(base, CH_ASSUME_OFF_ROAD_M)},
        .hole_km2 = ch_zone_assume(base, CH_ASSUME_HOLE_KM2)};
    ch_err err = ch_desk__find_where(reach->arena, ch_desk__last_side(reach)->zone, reach->asked->from, "at", &c->where,
                                     &n, faults);
    if (err == CH_OK && n != 1)
        err = ch_fault_add(faults, (ch_at){0}, CH_TEXT("at"), reach->asked->from, CH_WANT_WHERE, (ch_text){0}) ==
                      CH_ENOMEM
                  ? CH_ENOMEM
                  : CH_ENONE;
    if (err == CH_OK)
        err = ch_desk__enter(reach->arena, reach->asked->roads, c->where, &c->entry);
    if (err == CH_OK)
        err = ch_desk__counties_of(reach->arena, reach->asked->roads, base, &c->counties);
    if (err != CH_OK)
        return err;
    c->outcome[0] = c->outcome[1] = look_first(reach, c);
    if (c->outcome[0] != CH_DESK__REACHED)
        return CH_OK;
    take_limits(reach->asked, c);
    return draw(reach, c);
}
