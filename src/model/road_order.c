/* road_order.c - nodes along Hilbert's curve (Hilbert 1891), streets and their lines along the Z curve: what lies near each
 * other on the earth lies near each other in memory. */
#include "road_build.h"

#include "changhe/spots.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ch_spot spot_of(ch_point point)
{
    ch_mercator at = ch_spots_mercator(point);
    return (ch_spot){(uint32_t)fmin(at.x * 4294967296.0, 4294967295.0),
                     (uint32_t)fmin(at.y * 4294967296.0, 4294967295.0)};
}

/* From the coarsest quarter to the finest; a quarter's own curve is turned so that it begins where the one before ends. */
uint64_t ch_road__hilbert(ch_point point)
{
    ch_spot at = spot_of(point);
    uint64_t along = 0;
    for (uint32_t side = UINT32_C(1) << 31; side > 0; side >>= 1) {
        const uint32_t right = (at.x & side) != 0, down = (at.y & side) != 0;
        along = along << 2 | ((3 * right) ^ down);
        if (down)
            continue;
        if (right)
            at = (ch_spot){~at.x, ~at.y};
        at = (ch_spot){at.y, at.x};
    }
    return along;
}

static int compare_keys(const void *left, const void *right)
{
    const ch_road__key *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

void ch_road__sort_keys(ch_road__key *key, size_t n)
{
    if (n > 0)
        qsort(key, n, sizeof *key, compare_keys);
}

static ch_err number_nodes(ch_road__making *making)
{
    const ch_road_given *given = making->given;
    size_t n = 0;
    for (size_t i = 0; i < given->points; i++)
        n += making->node_of[i] != CH_ROAD_NONE;
    ch_road__key *key = CH_NEW(making->scratch, ch_road__key, n);
    uint32_t *point_of = CH_NEW(making->scratch, uint32_t, n);
    if (key == NULL || point_of == NULL)
        return CH_ENOMEM;

    for (size_t i = 0; i < given->points; i++)
        if (making->node_of[i] != CH_ROAD_NONE)
            key[making->nodes++] = (ch_road__key){ch_road__hilbert(given->point[i]), (uint32_t)i};
    ch_road__sort_keys(key, n);
    for (size_t i = 0; i < n; i++) {
        point_of[i] = key[i].id;
        making->node_of[key[i].id] = (uint32_t)i;
    }
    making->point_of = point_of;
    return CH_OK;
}

static ch_err sort_streets(ch_road__making *making)
{
    const size_t n = making->net->streets;
    const ch_point *point = making->given->point;
    ch_road__key *key = CH_NEW(making->scratch, ch_road__key, n);
    ch_road_street *sorted = CH_NEW(making->arena, ch_road_street, n);
    if (key == NULL || sorted == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        const ch_point from = point[making->street[i].from], to = point[making->street[i].to];
        ch_point middle = {(from.lon_deg + to.lon_deg) / 2, (from.lat_deg + to.lat_deg) / 2};
        key[i] = (ch_road__key){ch_spots_weave(spot_of(middle)), (uint32_t)i};
    }
    ch_road__sort_keys(key, n);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = making->street[key[i].id];
        sorted[i].from = making->node_of[sorted[i].from];
        sorted[i].to = making->node_of[sorted[i].to];
    }
    making->street = sorted;
    return CH_OK;
}

/* Way after way, as the first of its streets comes: what is drawn or looked at together lies together. */
static ch_err lay_lines(ch_road__making *making)
{
    const size_t ways = making->given->ways;
    ch_point *line = CH_NEW(making->arena, ch_point, making->net->line_points);
    uint32_t *moved_to = CH_NEW(making->scratch, uint32_t, ways);
    uint32_t n = 0;
    if (line == NULL || moved_to == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < ways; i++)
        moved_to[i] = CH_ROAD_NONE;
    for (size_t i = 0; i < making->net->streets; i++) {
        const uint32_t way = making->street[i].way, begin = making->line_of[way];
        const uint32_t points = making->line_of[way + 1] - begin;
        if (moved_to[way] == CH_ROAD_NONE) {
            memcpy(line + n, making->line + begin, points * sizeof *line);
            moved_to[way] = n;
            n += points;
        }
        making->street[i].first += moved_to[way] - begin; /* may wrap on the way */
    }
    making->line = line;
    return CH_OK;
}

ch_err ch_road__put_in_order(ch_road__making *making)
{
    if (!ch_progress_goes_on(making->progress, "order", 0, 2))
        return CH_ENONE;
    ch_err err = number_nodes(making);
    if (err == CH_OK && !ch_progress_goes_on(making->progress, "order", 1, 2))
        err = CH_ENONE;
    if (err == CH_OK)
        err = sort_streets(making);
    return err == CH_OK ? lay_lines(making) : err;
}
