/* reach_firms.c - minutes as evidence: one search towards the places asked tells them of every firm. */
#include "changhe/ready.h"
#include "reaching.h"

#include <math.h>

/* The places asked that have a point, as one goal. */
static ch_err gather_places(ch_arena *arena, const ch_desk *desk, ch_desk__where *where)
{
    const ch_rows_places *place = &desk->zone->places;
    ch_point *point = CH_NEW(arena, ch_point, desk->set.asked_count);
    if (!point)
        return CH_ENOMEM;
    *where = (ch_desk__where){.point = point};
    for (size_t i = 0; i < desk->set.asked_count; i++) {
        const ch_point at = {place->lon[desk->set.asked[i]], place->lat[desk->set.asked[i]]};
        if (!isnan(at.lon_deg) && !isnan(at.lat_deg))
            point[where->points++] = at;
    }
    return CH_OK;
}

static void read_minutes(const ch_desk__reach *reach, const ch_reach_found *found, double *minutes)
{
    const ch_desk__side *side = &reach->side[0];
    const ch_rows_firms *firm = &side->zone->firms;
    const ch_roads *roads = reach->asked->roads;
    for (size_t i = 0; i < firm->rows; i++) {
        const ch_point at = {firm->lon[i], firm->lat[i]};
        minutes[i] = NAN;
        if (isnan(at.lon_deg) || isnan(at.lat_deg))
            continue;
        const ch_reach_entry entry = ch_reach_enter(ch_roads_near(roads), at);
        const uint32_t ms = entry.feet == 0 ? CH_REACH_FAR
                                            : ch_reach_at(ch_roads_net(roads), side->ms, &side->patch, found, at,
                                                          &entry, true, reach->off_road_kmh, NULL);
        minutes[i] = ms == CH_REACH_FAR ? NAN : (double)ms / 60000;
    }
}

static ch_err search(const ch_desk__reach *reach, const ch_desk__where *where, double *minutes)
{
    ch_roads *roads = reach->asked->roads;
    const ch_desk__side *side = &reach->side[0];
    const ch_reach_graph graph = ch_reach_backward(ch_roads_net(roads), side->ms);
    const ch_reach_entry *entry;
    ch_reach_seed *seed;
    size_t seeds;
    ch_reach_room *room;
    ch_reach_found found;
    ch_err err = ch_desk__enter(reach->arena, roads, where, &entry);
    if (err == CH_OK)
        err = ch_desk__seeds(reach->arena, reach, side, where, entry, true, &seed, &seeds);
    if (err != CH_OK)
        return err;
    err = ch_desk__take_room(roads, side->patch.points, &room);
    if (err == CH_OK)
        err = ch_reach_search(room, &graph, true, &side->patch, seed, seeds, CH_REACH_FAR, false, &found);
    if (err == CH_OK)
        read_minutes(reach, &found, minutes);
    ch_desk__give_room(roads, room, side->patch.points);
    return err;
}

ch_err ch_desk__minutes_of_firms(ch_arena *arena, const ch_desk *desk, const double **minutes)
{
    ch_roads *roads = desk->question->roads;
    *minutes = NULL;
    if (!roads || ch_roads_net(roads)->streets == 0 || desk->zone->firms.rows >= CH_READY_LARGE)
        return CH_OK;
    const ch_reach_question asked = {
        .zone = roads->zone ? roads->zone : desk->zone, .roads = roads, .is_towards = true};
    ch_desk__reach reach = {.asked = &asked,
                            .arena = arena,
                            .sides = 1,
                            .off_road_kmh = ch_zone_assume(asked.zone, CH_ASSUME_OFF_ROAD_KMH)};
    ch_desk__where where;
    reach.side[0].zone = desk->zone;
    double *list = CH_NEW(arena, double, desk->zone->firms.rows);
    ch_err err = list ? ch_desk__make_side(&reach, &reach.side[0]) : CH_ENOMEM;
    if (err == CH_OK)
        err = gather_places(arena, desk, &where);
    if (err == CH_OK)
        err = search(&reach, &where, list);
    *minutes = list;
    return err;
}
