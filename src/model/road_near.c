/* road_near.c - runs of a few segments in boxes, along Hilbert's curve, packed into a tree of which each level is the boxes of the
 * one below, FAN by FAN (Kamel and Faloutsos 1993, On packing R-trees). */
#include "road_build.h"

#include <math.h>

enum { FAN = 16, RUN = 6, LEVELS = 9, STACK = LEVELS * FAN };

static const double rad = 3.14159265358979323846 / 180, earth_m = 6371008.8;

/* Rounded outwards, so that what lies in it does. */
typedef struct {
    float west_deg, south_deg, east_deg, north_deg;
} box;

typedef struct {
    uint32_t street, first; /* from its line's point number first on, RUN segments or what is left */
} run;

struct ch_road_near {
    const ch_road_net *net;
    run *run;
    size_t levels, n[LEVELS];
    box *box[LEVELS];
};

static size_t runs_of(const ch_road_street *street)
{
    return street->points < 2 ? 0 : (street->points - 2) / RUN + 1;
}

static uint32_t end_of(const ch_road_net *net, run at)
{
    const uint32_t last = net->at[at.street].points - 1;
    return last - at.first > RUN ? at.first + RUN : last;
}

static box box_of(const ch_road_net *net, run at)
{
    const ch_point *line = net->line + net->at[at.street].first;
    double west = INFINITY, south = INFINITY, east = -INFINITY, north = -INFINITY;
    for (uint32_t i = at.first; i <= end_of(net, at); i++) {
        west = fmin(west, line[i].lon_deg);
        east = fmax(east, line[i].lon_deg);
        south = fmin(south, line[i].lat_deg);
        north = fmax(north, line[i].lat_deg);
    }
    return (box){nextafterf((float)west, -INFINITY), nextafterf((float)south, -INFINITY),
                 nextafterf((float)east, INFINITY), nextafterf((float)north, INFINITY)};
}

static box join(box a, box b)
{
    return (box){fminf(a.west_deg, b.west_deg), fminf(a.south_deg, b.south_deg), fmaxf(a.east_deg, b.east_deg),
                 fmaxf(a.north_deg, b.north_deg)};
}

static size_t end_below(const ch_road_near *near, size_t level, size_t parent)
{
    const size_t end = (parent + 1) * FAN;
    return end < near->n[level - 1] ? end : near->n[level - 1];
}

static ch_err pack(ch_arena *arena, ch_road_near *near)
{
    near->levels = 1;
    for (size_t level = 1; near->n[level - 1] > 1; level++) {
        near->n[level] = (near->n[level - 1] + FAN - 1) / FAN;
        near->box[level] = CH_NEW(arena, box, near->n[level]);
        if (near->box[level] == NULL)
            return CH_ENOMEM;
        for (size_t i = 0; i < near->n[level]; i++) {
            near->box[level][i] = near->box[level - 1][i * FAN];
            for (size_t child = i * FAN; child < end_below(near, level, i); child++)
                near->box[level][i] = join(near->box[level][i], near->box[level - 1][child]);
        }
        near->levels++;
    }
    return CH_OK;
}

typedef bool picks(const ch_road_net *net, uint32_t street);

static size_t list_runs(const ch_road_net *net, picks *pick, run *list)
{
    size_t n = 0;
    for (uint32_t street = 0; street < net->streets; street++) {
        if (pick != NULL && !pick(net, street))
            continue;
        for (size_t i = 0; i < runs_of(&net->at[street]); i++, n++)
            if (list != NULL)
                list[n] = (run){street, (uint32_t)i * RUN};
    }
    return n;
}

static ch_err fill(ch_arena *arena, ch_arena *scratch, const ch_road_net *net, picks *pick, ch_road_near *near)
{
    const size_t n = list_runs(net, pick, NULL);
    run *listed = CH_NEW(scratch, run, n);
    ch_road__key *key = CH_NEW(scratch, ch_road__key, n);
    near->run = CH_NEW(arena, run, n);
    near->box[0] = CH_NEW(arena, box, n);
    if (listed == NULL || key == NULL || near->run == NULL || near->box[0] == NULL)
        return CH_ENOMEM;

    list_runs(net, pick, listed);
    for (size_t i = 0; i < n; i++) {
        const box around = box_of(net, listed[i]);
        key[i] = (ch_road__key){ch_road__hilbert((ch_point){((double)around.west_deg + (double)around.east_deg) / 2,
                                                            ((double)around.south_deg + (double)around.north_deg) / 2}),
                                (uint32_t)i};
    }
    ch_road__sort_keys(key, n);
    for (size_t i = 0; i < n; i++) {
        near->run[i] = listed[key[i].id];
        near->box[0][i] = box_of(net, near->run[i]);
    }
    near->net = net;
    near->n[0] = n;
    return pack(arena, near);
}

ch_err ch_road_near_make(ch_arena *arena, const ch_road_net *net, bool (*pick)(const ch_road_net *net, uint32_t street),
                         const ch_road_near **near)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_road_near *made = CH_NEW(arena, ch_road_near, 1);
    ch_err err = made != NULL ? fill(arena, &scratch, net, pick, made) : CH_ENOMEM;
    ch_arena_free(&scratch);
    *near = err == CH_OK ? made : NULL;
    return err;
}

/* ---- asking */

typedef struct {
    const ch_road_near *near;
    ch_point point;
    double cos_lat, sin_lat, most_m;
    ch_road_foot *foot; /* by distance, then street; along is the segment's number and the part of it, until the end */
    size_t most, n;
} look;

typedef struct {
    double x, y; /* metres east and north */
} flat;

/* The orthographic projection (Snyder 1987, Map Projections: A Working Manual, 20-3 and 20-4), as its series to third order in
 * the differences, for no sine is needed then. */
static flat flatten(const look *in, ch_point point)
{
    const double lon = (point.lon_deg - in->point.lon_deg) * rad, lat = (point.lat_deg - in->point.lat_deg) * rad;
    const double cos_here = in->cos_lat * (1 - lat * lat / 2) - in->sin_lat * lat;
    return (flat){earth_m * lon * (cos_here - in->cos_lat * lon * lon / 6),
                  earth_m * (lat + lon * lon / 2 * in->sin_lat * cos_here - lat * lat * lat / 6)};
}

/* fmax and fmin are calls, for the sake of NaN, which does not come here. */
static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

/* No point of the box is nearer: meridians are at least so far apart as where the box is farthest from the equator. */
static double least_m(const look *in, const box *of)
{
    const double west = (double)of->west_deg - in->point.lon_deg, east = in->point.lon_deg - (double)of->east_deg;
    const double south = (double)of->south_deg - in->point.lat_deg, north = in->point.lat_deg - (double)of->north_deg;
    const double lon = larger(0, larger(west, east)) * rad, lat = larger(0, larger(south, north)) * rad;
    const double far_lat = larger(fabs(south), fabs(north)) * rad;
    const double narrow = larger(0, in->cos_lat - far_lat); /* a cosine falls no faster than its angle grows */
    return 0.999 * earth_m * sqrt(lat * lat + narrow * narrow * lon * lon);
}

static double bound_m(const look *in)
{
    return in->n < in->most ? in->most_m : in->foot[in->n - 1].away_m;
}

static bool is_before(const ch_road_foot *a, const ch_road_foot *b)
{
    if (a->away_m != b->away_m)
        return a->away_m < b->away_m;
    return a->street != b->street ? a->street < b->street : a->along < b->along;
}

/* A street has one foot, the best; the worst goes when there are too many. */
static void offer(look *in, ch_road_foot foot)
{
    size_t at = 0;
    while (at < in->n && in->foot[at].street != foot.street)
        at++;
    if (at < in->n && !is_before(&foot, &in->foot[at]))
        return;
    if (at == in->n && in->n == in->most) {
        at--;
        if (!is_before(&foot, &in->foot[at]))
            return;
    } else if (at == in->n) {
        in->n++;
    }
    for (; at > 0 && is_before(&foot, &in->foot[at - 1]); at--)
        in->foot[at] = in->foot[at - 1];
    in->foot[at] = foot;
}

static void look_at_segment(look *in, uint32_t street, uint32_t i)
{
    const ch_point *line = in->near->net->line + in->near->net->at[street].first;
    const flat a = flatten(in, line[i]), b = flatten(in, line[i + 1]);
    const double x = b.x - a.x, y = b.y - a.y, square = x * x + y * y;
    const double on = square > 0 ? -(a.x * x + a.y * y) / square : 0, part = on < 0 ? 0 : on > 1 ? 1 : on;
    const double away_x = a.x + part * x, away_y = a.y + part * y, away_m = sqrt(away_x * away_x + away_y * away_y);
    if (!(away_m <= in->most_m))
        return;
    const ch_point at = {line[i].lon_deg + part * (line[i + 1].lon_deg - line[i].lon_deg),
                         line[i].lat_deg + part * (line[i + 1].lat_deg - line[i].lat_deg)};
    offer(in, (ch_road_foot){street, away_m, i + part, at});
}

typedef struct {
    double least_m;
    uint32_t level, i;
} ahead;

/* Nearest on top, so that the bound falls soon. */
static size_t push_below(const look *in, ahead at, ahead *stack, size_t top)
{
    const size_t first = top;
    for (size_t child = (size_t)at.i * FAN; child < end_below(in->near, at.level, at.i); child++) {
        const ahead added = {least_m(in, &in->near->box[at.level - 1][child]), at.level - 1, (uint32_t)child};
        if (added.least_m > bound_m(in))
            continue;
        size_t to = top++;
        for (; to > first && stack[to - 1].least_m < added.least_m; to--)
            stack[to] = stack[to - 1];
        stack[to] = added;
    }
    return top;
}

/* From the segment's number and part to the part of the whole length. */
static double part_of_length(const ch_road_net *net, const ch_road_foot *foot)
{
    const ch_road_street *street = &net->at[foot->street];
    const ch_point *line = net->line + street->first;
    double before_km = 0, all_km = 0;
    for (uint32_t i = 0; i + 1 < street->points; i++) {
        const double km = ch_geo_km(line[i], line[i + 1]), part = foot->along - i;
        before_km += part >= 1 ? km : part > 0 ? part * km : 0;
        all_km += km;
    }
    return all_km > 0 ? fmin(1, before_km / all_km) : 0;
}

size_t ch_road_near_find(const ch_road_near *near, ch_point point, double most_m, ch_road_foot *foot, size_t most)
{
    look in = {near, point, cos(point.lat_deg * rad), sin(point.lat_deg * rad), most_m, foot, most, 0};
    ahead stack[STACK];
    size_t top = 0;
    if (near->n[0] > 0 && most > 0)
        stack[top++] = (ahead){0, (uint32_t)near->levels - 1, 0};
    while (top > 0) {
        const ahead at = stack[--top];
        if (at.least_m > bound_m(&in))
            continue;
        if (at.level > 0) {
            top = push_below(&in, at, stack, top);
            continue;
        }
        const run *in_box = &near->run[at.i];
        for (uint32_t i = in_box->first; i < end_of(near->net, *in_box); i++)
            look_at_segment(&in, in_box->street, i);
    }
    for (size_t i = 0; i < in.n; i++)
        foot[i].along = part_of_length(near->net, &foot[i]);
    return in.n;
}
