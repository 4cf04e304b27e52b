/* reach_access.c - rows of residents and facilities as demands and supplies, and the minutes between them. */
#include "reach_access.h"

#include "changhe/place.h"

#include <math.h>

static ch_err tell_kind(const ch_reach_question *asked, ch_faults *faults)
{
    const ch_err err =
        ch_fault_add(faults, (ch_at){0}, CH_TEXT("kind"), asked->kind, CH_WANT_FACILITY_KIND, (ch_text){0});
    return err == CH_EDATA ? CH_ENONE : err;
}

/* ---- which rows */

static ch_err list_places(ch_arena *arena, ch_desk__access *a)
{
    ch_text members = a->zone->zone.members[0], code;
    uint32_t *place = CH_NEW(arena, uint32_t, a->zone->places.rows);
    if (!place)
        return CH_ENOMEM;
    while (ch_text_next(&members, ' ', &code))
        place[a->places++] = (uint32_t)ch_zone_find_place(a->zone, code);
    a->place = place;
    return CH_OK;
}

static ch_err list_facilities(ch_arena *arena, ch_desk__access *a, unsigned kind)
{
    const ch_rows_facilities *row = &a->zone->facilities;
    uint32_t *facility = CH_NEW(arena, uint32_t, row->rows);
    if (!facility)
        return CH_ENOMEM;
    for (size_t i = 0; i < row->rows; i++)
        if (row->kind[i] == kind)
            facility[a->facilities++] = (uint32_t)i;
    a->facility = facility;
    return CH_OK;
}

/* Index into a->place of the member that a place lies in, or SIZE_MAX. */
static size_t member_of(const ch_desk__access *a, ch_place_climb *climb, ch_text code)
{
    const size_t place = ch_zone_find_place(a->zone, code);
    for (size_t i = 0; place != SIZE_MAX && i < a->places; i++)
        if (ch_place_lies_in(climb, place, a->place[i]))
            return i;
    return SIZE_MAX;
}

static ch_err list_residents(ch_arena *arena, ch_desk__access *a, ch_place_climb *climb)
{
    const ch_rows_residents *row = &a->zone->residents;
    uint32_t *resident = CH_NEW(arena, uint32_t, row->rows), *of = CH_NEW(arena, uint32_t, row->rows);
    if (!resident || !of)
        return CH_ENOMEM;
    for (size_t i = 0; i < row->rows; i++) {
        const size_t member = member_of(a, climb, row->place[i]);
        if (member == SIZE_MAX)
            continue;
        of[a->residents] = (uint32_t)member;
        resident[a->residents++] = (uint32_t)i;
    }
    a->resident = resident;
    a->of = of;
    return CH_OK;
}

/* ---- how far */

/* Residents without a point go from their place's. */
static ch_err locate_residents(ch_arena *arena, const ch_desk__access *a, ch_desk__where **where)
{
    const ch_rows_residents *row = &a->zone->residents;
    *where = CH_NEW(arena, ch_desk__where, a->residents);
    ch_point *point = CH_NEW(arena, ch_point, a->residents);
    if (!*where || !point)
        return CH_ENOMEM;
    for (size_t i = 0; i < a->residents; i++) {
        const size_t r = a->resident[i], place = ch_zone_find_place(a->zone, row->place[r]);
        const bool own = !isnan(row->lon[r]) && !isnan(row->lat[r]);
        point[i] = own ? (ch_point){row->lon[r], row->lat[r]}
                       : (ch_point){a->zone->places.lon[place], a->zone->places.lat[place]};
        (*where)[i] = (ch_desk__where){.point = &point[i], .points = !isnan(point[i].lon_deg)};
    }
    return CH_OK;
}

static ch_err locate_facilities(ch_arena *arena, const ch_desk__access *a, ch_desk__where **where)
{
    const ch_rows_facilities *row = &a->zone->facilities;
    *where = CH_NEW(arena, ch_desk__where, a->facilities);
    ch_point *point = CH_NEW(arena, ch_point, a->facilities);
    if (!*where || !point)
        return CH_ENOMEM;
    for (size_t i = 0; i < a->facilities; i++) {
        const size_t f = a->facility[i];
        point[i] = (ch_point){row->lon[f], row->lat[f]};
        (*where)[i] = (ch_desk__where){.point = &point[i], .points = !isnan(row->lon[f]) && !isnan(row->lat[f])};
    }
    return CH_OK;
}

static ch_err measure(const ch_desk__reach *reach, size_t side, ch_desk__access *a, float **minutes)
{
    ch_arena *arena = reach->arena;
    ch_desk__where *home, *body;
    ch_desk__ends from, to;
    ch_err err = locate_residents(arena, a, &home);
    if (err == CH_OK)
        err = locate_facilities(arena, a, &body);
    if (err == CH_OK)
        err = ch_desk__ends_enter(arena, reach->asked->roads, home, a->residents, &from);
    if (err == CH_OK)
        err = ch_desk__ends_enter(arena, reach->asked->roads, body, a->facilities, &to);
    if (err != CH_OK)
        return err;
    uint32_t *ms = CH_NEW(arena, uint32_t, a->residents * a->facilities);
    *minutes = CH_NEW(arena, float, a->residents * a->facilities);
    a->on_road = CH_NEW(arena, bool, a->facilities);
    if (!ms || !*minutes || !a->on_road)
        return CH_ENOMEM;
    for (size_t j = 0; j < a->facilities && a->residents == 0; j++) /* nobody travels: is there a road at all? */
        a->on_road[j] = body[j].points > 0 && to.entry[j][0].feet > 0;
    err = ch_desk__matrix(reach, &reach->side[side], &from, &to, ms);
    for (size_t i = 0; err == CH_OK && i < a->residents * a->facilities; i++) {
        (*minutes)[i] = ms[i] == CH_REACH_FAR ? NAN : (float)ms[i] / 60000;
        a->on_road[i % a->facilities] |= ms[i] != CH_REACH_FAR;
    }
    return err;
}

/* ---- two cases */

/* Alone, a body serves the member that it lies in; shared, those that say so serve all. */
static float *open_to(ch_arena *arena, const ch_desk__access *a, ch_place_climb *climb, int which, const float *minutes)
{
    float *open = CH_NEW(arena, float, a->residents * a->facilities);
    for (size_t j = 0; open && j < a->facilities; j++) {
        const size_t f = a->facility[j], member = member_of(a, climb, a->zone->facilities.place[f]);
        const bool all = which == CH_DESK__SHARED && a->zone->facilities.shared[f];
        for (size_t i = 0; i < a->residents; i++)
            open[i * a->facilities + j] = all || a->of[i] == member ? minutes[i * a->facilities + j] : NAN;
    }
    return open;
}

static ch_err compute(const ch_desk__reach *reach, ch_desk__access *a, int which, const float *minutes,
                      ch_faults *faults)
{
    double *people = CH_NEW(reach->arena, double, a->residents),
           *capacity = CH_NEW(reach->arena, double, a->facilities);
    if (!people || !capacity)
        return CH_ENOMEM;
    for (size_t i = 0; i < a->residents; i++) {
        const int64_t n = a->zone->residents.people[a->resident[i]];
        people[i] = n == CH_UNKNOWN_I64 ? NAN : (double)n;
    }
    for (size_t j = 0; j < a->facilities; j++)
        capacity[j] = a->zone->facilities.capacity[a->facility[j]];
    const ch_catchment_case given = {people, a->residents, capacity, a->facilities, minutes};
    return ch_catchment_compute(reach->arena, &given, &reach->asked->decay, &a->result[which], faults);
}

/* A place's figures are those of its rows of residents, by people where they are known, else alike. */
static ch_err sum_up(ch_arena *arena, ch_desk__access *a, int which)
{
    const ch_catchment *r = &a->result[which];
    ch_desk__has *has = a->has[which] = CH_NEW(arena, ch_desk__has, a->places);
    double *weight = CH_NEW(arena, double, a->places);
    if (!has || !weight)
        return CH_ENOMEM;
    for (size_t p = 0; p < a->places; p++)
        has[p].nearest_min = NAN;
    for (size_t i = 0; i < a->residents; i++) {
        const int64_t n = a->zone->residents.people[a->resident[i]];
        const double w = n == CH_UNKNOWN_I64 ? (isnan(a->people[a->of[i]]) ? 1 : 0) : (double)n;
        ch_desk__has *to = &has[a->of[i]];
        if (w == 0)
            continue;
        weight[a->of[i]] += w;
        to->per_thousand += w * 1000 * r->access[i];
        to->within += w * r->within[i];
        to->gravity += w * r->gravity[i];
        to->nearest_min = fmin(to->nearest_min, r->nearest_min[i]);
    }
    for (size_t p = 0; p < a->places; p++) {
        has[p].per_thousand = weight[p] > 0 ? has[p].per_thousand / weight[p] : NAN;
        has[p].within = weight[p] > 0 ? has[p].within / weight[p] : NAN;
        has[p].gravity = weight[p] > 0 ? has[p].gravity / weight[p] : NAN;
    }
    return CH_OK;
}

static ch_err sum_people(ch_arena *arena, ch_desk__access *a)
{
    a->people = CH_NEW(arena, double, a->places);
    if (!a->people)
        return CH_ENOMEM;
    for (size_t p = 0; p < a->places; p++)
        a->people[p] = NAN;
    for (size_t i = 0; i < a->residents; i++) {
        const int64_t n = a->zone->residents.people[a->resident[i]];
        double *people = &a->people[a->of[i]];
        if (n != CH_UNKNOWN_I64)
            *people = isnan(*people) ? (double)n : *people + (double)n;
    }
    return CH_OK;
}

static ch_err list_all(const ch_desk__reach *reach, ch_desk__access *a, ch_place_climb *climb, unsigned kind)
{
    ch_err err = list_places(reach->arena, a);
    if (err == CH_OK)
        err = list_facilities(reach->arena, a, kind);
    if (err == CH_OK)
        err = list_residents(reach->arena, a, climb);
    return err == CH_OK ? sum_people(reach->arena, a) : err;
}

ch_err ch_desk__access_of(const ch_desk__reach *reach, size_t side, ch_desk__access *a, ch_faults *faults)
{
    const unsigned kind = ch_schema_find_word(ch_schema_words("facility"), reach->asked->kind);
    *a = (ch_desk__access){.zone = reach->side[side].zone};
    if (kind != CH_facility_SCHOOL && kind != CH_facility_HOSPITAL)
        return tell_kind(reach->asked, faults);
    ch_place_climb *climb = ch_place_climb_new(reach->arena, a->zone);
    float *minutes = NULL;
    ch_err err = climb ? list_all(reach, a, climb, kind) : CH_ENOMEM;
    if (err == CH_OK)
        err = measure(reach, side, a, &minutes);
    for (int which = 0; err == CH_OK && which < CH_DESK__CASES; which++) {
        const float *open = open_to(reach->arena, a, climb, which, minutes);
        err = open ? compute(reach, a, which, open, faults) : CH_ENOMEM;
        if (err == CH_OK)
            err = sum_up(reach->arena, a, which);
    }
    return err;
}
