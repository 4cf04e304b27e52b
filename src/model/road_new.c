/* road_new.c - new roads and interchanges: where they meet the network and one another. */
#include "road_works.h"

#include "road_build.h"

#include <math.h>
#include <stdlib.h>

enum { LOOK = 24, MOST_FEET = 8 };  /* streets looked at near a point; those it is joined to */
static const double together_m = 1; /* streets no farther than that behind the nearest: they meet there */

/* ---- where a point meets the network; by the network's own weights, so that it does not depend on other works */

typedef struct {
    ch_road_foot foot[MOST_FEET];
    size_t n;
} feet;

static bool is_open(const ch_road__works *works, uint32_t street, int direction)
{
    return ch_road__base_ms(works, street, direction) != CH_ROAD_CLOSED;
}

static bool is_oneway(const ch_road__works *works, uint32_t street)
{
    return is_open(works, street, CH_ROAD_ALONG) != is_open(works, street, CH_ROAD_AGAINST);
}

/* Streets within reach that this vehicle may drive, the nearest first. */
static size_t look_around(const ch_road__works *works, ch_point point, double join_m, ch_road_foot foot[LOOK])
{
    const size_t found = ch_road_near_find(works->near, point, join_m, foot, LOOK);
    size_t n = 0;
    for (size_t i = 0; i < found; i++)
        if (is_open(works, foot[i].street, CH_ROAD_ALONG) || is_open(works, foot[i].street, CH_ROAD_AGAINST))
            foot[n++] = foot[i];
    return n;
}

static void take(feet *taken, const ch_road_foot *foot)
{
    for (size_t i = 0; i < taken->n; i++)
        if (taken->foot[i].street == foot->street)
            return;
    if (taken->n < MOST_FEET)
        taken->foot[taken->n++] = *foot;
}

static const ch_road_way *way_of(const ch_road__works *works, uint32_t street)
{
    return &works->net->way[works->net->at[street].way];
}

/* East and north, from where a one-way street begins to where it ends; scale does not matter. */
static ch_point heading(const ch_road__works *works, uint32_t street)
{
    const ch_road_street *of = &works->net->at[street];
    const ch_point from = works->net->point[of->from], to = works->net->point[of->to];
    const double sign = is_open(works, street, CH_ROAD_ALONG) ? 1 : -1;
    const double narrow = cos(from.lat_deg * 3.14159265358979323846 / 180);
    return (ch_point){sign * narrow * (to.lon_deg - from.lon_deg), sign * (to.lat_deg - from.lat_deg)};
}

static bool is_other_carriageway(const ch_road__works *works, uint32_t a, uint32_t b)
{
    const ch_road_way *way = way_of(works, a), *other = way_of(works, b);
    if (a == b || way->road_class != other->road_class || !ch_text_equal(way->name, other->name) ||
        !is_oneway(works, a) || !is_oneway(works, b))
        return false;
    const ch_point there = heading(works, a), back = heading(works, b);
    return there.lon_deg * back.lon_deg + there.lat_deg * back.lat_deg < 0;
}

/* The street, and of a one-way one the nearest that leads back beside it. */
static void take_both_ways(const ch_road__works *works, const ch_road_foot *around, size_t n, size_t of, feet *taken)
{
    take(taken, &around[of]);
    for (size_t i = 0; i < n; i++)
        if (is_other_carriageway(works, around[of].street, around[i].street)) {
            take(taken, &around[i]);
            return;
        }
}

static feet feet_of_road(const ch_road__works *works, ch_point point, double join_m)
{
    ch_road_foot around[LOOK];
    feet taken = {.n = 0};
    const size_t n = look_around(works, point, join_m, around);
    if (n > 0)
        take_both_ways(works, around, n, 0, &taken);
    for (size_t i = 1; i < n && around[i].away_m <= around[0].away_m + together_m; i++)
        take(&taken, &around[i]);
    return taken;
}

static bool is_same_road(const ch_road__works *works, uint32_t a, uint32_t b)
{
    const ch_road_way *way = way_of(works, a), *other = way_of(works, b);
    return way == other || (way->name.len > 0 && ch_text_equal(way->name, other->name));
}

static feet feet_of_interchange(const ch_road__works *works, ch_point point, double join_m)
{
    ch_road_foot around[LOOK];
    feet taken = {.n = 0};
    size_t other = 1;
    const size_t n = look_around(works, point, join_m, around);
    while (other < n && is_same_road(works, around[0].street, around[other].street))
        other++;
    if (other >= n)
        return taken;
    take_both_ways(works, around, n, 0, &taken);
    take_both_ways(works, around, n, other, &taken);
    return taken;
}

/* ---- putting down */

static ch_err put_point(ch_road__works *works, ch_point point, uint32_t *node)
{
    if (!ch_arena_grow(works->arena, (void **)&works->point, &works->point_room, works->points + 1, sizeof point))
        return CH_ENOMEM;
    *node = (uint32_t)(works->net->nodes + works->points);
    works->point[works->points++] = point;
    return CH_OK;
}

static ch_err put_stretch(ch_road__works *works, ch_road__stretch stretch)
{
    if (!ch_arena_grow(works->arena, (void **)&works->stretch, &works->stretch_room, works->stretches + 1,
                       sizeof stretch))
        return CH_ENOMEM;
    works->stretch[works->stretches++] = stretch;
    return CH_OK;
}

/* Between two new nodes, both ways. */
static ch_err put_links(ch_road__works *works, uint32_t a, uint32_t b, uint32_t ms, uint32_t number)
{
    if (!ch_arena_grow(works->arena, (void **)&works->link, &works->link_room, works->links + 2, sizeof *works->link))
        return CH_ENOMEM;
    works->link[works->links++] = (ch_road_link){a, b, ms, number};
    works->link[works->links++] = (ch_road_link){b, a, ms, number};
    return CH_OK;
}

static ch_err put_joint(ch_road__works *works, const ch_road_foot *foot, uint32_t number, uint32_t *node)
{
    if (!ch_arena_grow(works->arena, (void **)&works->joint, &works->joint_room, works->joints + 1,
                       sizeof *works->joint))
        return CH_ENOMEM;
    ch_err err = put_point(works, foot->at, node);
    if (err == CH_OK)
        works->joint[works->joints++] = (ch_road__joint){foot->street, *node, number, foot->along};
    return err;
}

static uint32_t whole_ms(double s)
{
    const double ms = ceil(s * 1000);
    return ms >= 0 && ms < (double)CH_ROAD_CLOSED ? (uint32_t)ms : CH_ROAD_CLOSED;
}

/* The point's own node to a joint on each street. */
static ch_err join_feet(ch_road__works *works, const feet *taken, uint32_t node, double kmh, double extra_s,
                        uint32_t number)
{
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < taken->n; i++) {
        uint32_t joint;
        err = put_joint(works, &taken->foot[i], number, &joint);
        if (err == CH_OK)
            err = put_links(works, node, joint, whole_ms(taken->foot[i].away_m / (kmh / 3.6) + extra_s), number);
    }
    return err;
}

static double kmh_of(const ch_road__works *works, const ch_road_work *work, unsigned road_class)
{
    return ch_road__kmh(works->speeds, works->profile, works->basis, road_class, work->limit_kmh, work->plan_kmh);
}

ch_err ch_road__add_interchange(ch_road__works *works, const ch_road_work *work, uint32_t number, ch_road_work_end *end)
{
    const double kmh = kmh_of(works, work, work->road_class != 0 ? work->road_class : CH_road_class_RAMP);
    *end = CH_ROAD_WORK_NOTHING;
    if (work->points == 0 || !(kmh > 0))
        return CH_OK;
    const feet taken = feet_of_interchange(works, work->point[0], work->join_m);
    uint32_t node;
    *end = taken.n > 0 ? CH_ROAD_WORK_DONE : CH_ROAD_WORK_FAR;
    if (taken.n == 0)
        return CH_OK;
    ch_err err = put_point(works, work->point[0], &node);
    return err == CH_OK ? join_feet(works, &taken, node, kmh, work->extra_s / 2, number) : err;
}

/* ---- new roads and earlier new roads */

static ch_point point_at(const ch_road__works *works, uint32_t node)
{
    return works->point[node - works->net->nodes];
}

static ch_point between(ch_point a, ch_point b, double part)
{
    return (ch_point){a.lon_deg + part * (b.lon_deg - a.lon_deg), a.lat_deg + part * (b.lat_deg - a.lat_deg)};
}

/* A new node in the middle of an earlier stretch, whose second part goes to the end of the list. */
static ch_err cut_stretch(ch_road__works *works, size_t at, double part, uint32_t *node)
{
    const ch_road__stretch whole = works->stretch[at];
    ch_err err = put_point(works, between(point_at(works, whole.from), point_at(works, whole.to), part), node);
    ch_road__stretch first = whole, second = whole;
    first.to = second.from = *node;
    for (int direction = 0; direction < CH_ROAD_WAYS; direction++) {
        const uint32_t ms = whole.ms[direction];
        if (ms == CH_ROAD_CLOSED)
            continue;
        ch_road__stretch *begun = direction == CH_ROAD_ALONG ? &first : &second,
                         *ended = begun == &first ? &second : &first;
        begun->ms[direction] = ch_road__part_ms(ms, direction == CH_ROAD_ALONG ? part : 1 - part);
        ended->ms[direction] = ms - begun->ms[direction];
    }
    if (err == CH_OK)
        err = put_stretch(works, second);
    if (err == CH_OK)
        works->stretch[at] = first;
    return err;
}

/* Metres from a point to a stretch, and where on it. */
static double away_m(const ch_road__works *works, const ch_road__stretch *stretch, ch_point point, double *part)
{
    const double m = 6371008.8 * 3.14159265358979323846 / 180,
                 narrow = m * cos(point.lat_deg * 3.14159265358979323846 / 180);
    const ch_point from = point_at(works, stretch->from), to = point_at(works, stretch->to);
    const double x = narrow * (from.lon_deg - point.lon_deg), y = m * (from.lat_deg - point.lat_deg);
    const double east = narrow * (to.lon_deg - from.lon_deg), north = m * (to.lat_deg - from.lat_deg);
    const double square = east * east + north * north;
    *part = square > 0 ? fmin(1, fmax(0, -(x * east + y * north) / square)) : 0;
    return hypot(x + *part * east, y + *part * north);
}

static ch_err join_earlier(ch_road__works *works, uint32_t node, double join_m, double kmh, uint32_t number,
                           bool *is_joined)
{
    const ch_point point = point_at(works, node);
    double least_m = join_m, part = 0, at;
    size_t nearest = SIZE_MAX;
    for (size_t i = 0; i < works->stretches; i++) {
        const double m = away_m(works, &works->stretch[i], point, &at);
        if (m < least_m || (m == least_m && nearest == SIZE_MAX)) {
            least_m = m;
            part = at;
            nearest = i;
        }
    }
    if (nearest == SIZE_MAX)
        return CH_OK;
    uint32_t met;
    *is_joined = true;
    ch_err err = cut_stretch(works, nearest, part, &met);
    return err == CH_OK ? put_links(works, node, met, whole_ms(least_m / (kmh / 3.6)), number) : err;
}

/* Do two straight lines cross, and where on each? */
static bool cross(ch_point a, ch_point b, ch_point c, ch_point d, double *on_ab, double *on_cd)
{
    const double x = b.lon_deg - a.lon_deg, y = b.lat_deg - a.lat_deg, u = d.lon_deg - c.lon_deg,
                 v = d.lat_deg - c.lat_deg;
    const double turning = x * v - y * u, e = c.lon_deg - a.lon_deg, f = c.lat_deg - a.lat_deg;
    if (turning == 0)
        return false;
    *on_ab = (e * v - f * u) / turning;
    *on_cd = (e * y - f * x) / turning;
    return *on_ab >= 0 && *on_ab <= 1 && *on_cd >= 0 && *on_cd <= 1;
}

/* ---- a new road itself */

typedef struct {
    double part; /* of the whole road, by length */
    uint32_t node;
} stop;

typedef struct {
    ch_road__works *works;
    const ch_road_work *work;
    uint32_t number;
    double kmh, line_km;
    uint32_t ms;    /* of the whole road, one way */
    uint32_t *node; /* of each of its points */
    stop *stop;     /* its points, and where it crosses earlier roads */
    size_t stops, room;
} road;

static ch_err put_stop(road *r, double part, uint32_t node)
{
    if (!ch_arena_grow(r->works->arena, (void **)&r->stop, &r->room, r->stops + 1, sizeof *r->stop))
        return CH_ENOMEM;
    r->stop[r->stops++] = (stop){part, node};
    return CH_OK;
}

/* Earlier stretches that cross the line to the road's next point. */
static ch_err put_crossings(road *r, ch_point from, ch_point to, double begin, double end)
{
    ch_road__works *works = r->works;
    const size_t earlier = works->stretches;
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < earlier; i++) {
        double here, there;
        uint32_t node;
        if (!cross(from, to, point_at(works, works->stretch[i].from), point_at(works, works->stretch[i].to), &here,
                   &there))
            continue;
        err = cut_stretch(works, i, there, &node);
        if (err == CH_OK)
            err = put_stop(r, begin + here * (end - begin), node);
    }
    return err;
}

static double part_at(const road *r, size_t i, double km)
{
    return r->line_km > 0 ? fmin(1, km / r->line_km) : (double)i / (double)(r->work->points - 1);
}

static ch_err put_stops(road *r)
{
    const ch_point *point = r->work->point;
    double km = 0;
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < r->work->points; i++) {
        const double part = part_at(r, i, km);
        err = put_point(r->works, point[i], &r->node[i]);
        if (err == CH_OK)
            err = put_stop(r, part, r->node[i]);
        if (err == CH_OK && i + 1 < r->work->points) {
            km += ch_geo_km(point[i], point[i + 1]);
            err = put_crossings(r, point[i], point[i + 1], part, part_at(r, i + 1, km));
        }
    }
    return err;
}

static int compare_stops(const void *left, const void *right)
{
    const stop *a = left, *b = right;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

static ch_err put_stretches(road *r)
{
    const bool is_along = !r->work->is_oneway || !r->work->is_reversed,
               is_against = !r->work->is_oneway || r->work->is_reversed;
    ch_err err = CH_OK;
    qsort(r->stop, r->stops, sizeof *r->stop, compare_stops);
    for (size_t i = 1; err == CH_OK && i < r->stops; i++) {
        const stop *from = &r->stop[i - 1], *to = &r->stop[i];
        const uint32_t ms = ch_road__part_ms(r->ms, to->part) - ch_road__part_ms(r->ms, from->part);
        err = put_stretch(
            r->works,
            (ch_road__stretch){
                from->node, to->node, r->number, {is_along ? ms : CH_ROAD_CLOSED, is_against ? ms : CH_ROAD_CLOSED}});
    }
    return err;
}

/* Every point of the road to the streets and the earlier roads near it; do both ends meet any? */
static ch_err join_points(road *r, bool *are_joined)
{
    ch_err err = CH_OK;
    *are_joined = true;
    for (size_t i = 0; err == CH_OK && i < r->work->points; i++) {
        const feet taken = feet_of_road(r->works, r->work->point[i], r->work->join_m);
        bool is_joined = taken.n > 0;
        err = join_feet(r->works, &taken, r->node[i], r->kmh, 0, r->number);
        if (err == CH_OK)
            err = join_earlier(r->works, r->node[i], r->work->join_m, r->kmh, r->number, &is_joined);
        if (!is_joined && (i == 0 || i + 1 == r->work->points))
            *are_joined = false;
    }
    return err;
}

static double line_km(const ch_road_work *work)
{
    double km = 0;
    for (size_t i = 1; i < work->points; i++)
        km += ch_geo_km(work->point[i - 1], work->point[i]);
    return km;
}

/* Its own stretches come last: until then all there are were built earlier. */
ch_err ch_road__add_road(ch_road__works *works, const ch_road_work *work, uint32_t number, ch_road_work_end *end)
{
    road r = {.works = works,
              .work = work,
              .number = number,
              .kmh = kmh_of(works, work, work->road_class),
              .line_km = line_km(work)};
    const double length_m = work->length_m > 0 ? work->length_m : r.line_km * 1000;
    r.ms = r.kmh > 0 ? whole_ms(length_m / (r.kmh / 3.6) + work->extra_s) : CH_ROAD_CLOSED;
    *end = CH_ROAD_WORK_NOTHING;
    if (work->points < 2 || r.ms == CH_ROAD_CLOSED)
        return CH_OK;

    bool are_joined = false;
    r.node = CH_NEW(works->arena, uint32_t, work->points);
    ch_err err = r.node != NULL ? put_stops(&r) : CH_ENOMEM;
    if (err == CH_OK)
        err = join_points(&r, &are_joined);
    if (err == CH_OK)
        err = put_stretches(&r);
    *end = are_joined ? CH_ROAD_WORK_DONE : CH_ROAD_WORK_FAR;
    return err;
}
