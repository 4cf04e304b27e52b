/* times.c - from a search to times at the middles of cells: what is driven past leaves its time there, then one walks. */
#include "lattice.h"
#include "lens.h"

#include <stdlib.h>
#include <string.h>

/* Corners of a rectangle of cells, both within. */
typedef struct {
    int64_t west, south, east, north;
} box;

typedef struct {
    const ch_isochrone_ground *ground;
    const ch_road_net *net;
    ch_reach_graph graph;
    ch_reach__lens lens;
    const ch_road_patch *patch; /* NULL: none */
    const ch_reach_found *found;
    bool is_towards;
    const ch_isochrone_origin *origin;
    size_t origins;
    uint32_t limit;
    const ch_isochrone_rule *rule;
    uint64_t walk; /* ms of a decimetre on foot * 2^16 */
    box box;
    ch_cells cells;
    uint32_t *ms;
    uint16_t *walked_m;
    ch_isochrone__touches own; /* of lines that the ground does not know: links, origins */
} times;

/* ---- how large the map is */

static void stretch_box(box *b, int64_t x, int64_t y, int64_t around)
{
    b->west = x - around < b->west ? x - around : b->west;
    b->east = x + around > b->east ? x + around : b->east;
    b->south = y - around < b->south ? y - around : b->south;
    b->north = y + around > b->north ? y + around : b->north;
}

static void stretch_box_to(box *b, ch_point point, int64_t around)
{
    const ch_isochrone__at at = ch_isochrone__place(point);
    stretch_box(b, (int64_t)floor(at.x), (int64_t)floor(at.y), around);
}

static ch_point point_of(const times *t, uint32_t node)
{
    return node < t->net->nodes ? t->net->point[node] : t->patch->point[node - t->net->nodes];
}

static uint32_t near_end(const times *t, const ch_road_link *link)
{
    return t->is_towards ? link->head : link->tail;
}

static bool is_reached(const times *t, uint32_t node)
{
    return t->found->dist[node] <= t->limit && t->found->dist[node] != CH_REACH_FAR;
}

static void frame_node(times *t, uint32_t node)
{
    if (node < t->net->nodes)
        stretch_box(&t->box, t->ground->node[node].x, t->ground->node[node].y, t->ground->node[node].around);
    else
        stretch_box_to(&t->box, point_of(t, node), 1);
}

static void frame_streets(times *t)
{
    for (size_t i = 0; i < t->found->reacheds; i++)
        if (is_reached(t, t->found->reached[i]))
            frame_node(t, t->found->reached[i]);
}

static void frame_links(times *t)
{
    for (size_t i = 0; t->patch != NULL && i < t->patch->links; i++) {
        const ch_road_link *link = &t->patch->link[i];
        if (is_reached(t, near_end(t, link))) {
            stretch_box_to(&t->box, point_of(t, link->tail), 1);
            stretch_box_to(&t->box, point_of(t, link->head), 1);
        }
    }
}

static void frame_origins(times *t)
{
    for (size_t i = 0; i < t->origins; i++) {
        const ch_reach_entry *entry = t->origin[i].entry;
        stretch_box_to(&t->box, t->origin[i].point, 1);
        for (size_t f = 0; entry != NULL && f < entry->feet; f++)
            frame_node(t, t->net->at[entry->foot[f].street].from);
    }
}

/* Room to walk on all sides, and for moves of two cells. */
static bool add_margin(times *t)
{
    const int64_t most = llabs(t->box.north) > llabs(t->box.south) ? llabs(t->box.north) : llabs(t->box.south);
    const double least_m = fmin(ch_isochrone__east_m(2 * most + 2), ch_isochrone__north_m) - 1;
    const int64_t up = 3 + (int64_t)(t->rule->walk_m / least_m);
    const double farther_m = fmin(ch_isochrone__east_m(2 * (most + up) + 2), ch_isochrone__north_m) - 1;
    const int64_t margin = 3 + (int64_t)(t->rule->walk_m / farther_m);
    const int64_t columns = t->box.east - t->box.west + 1 + 2 * margin;
    const int64_t rows = t->box.north - t->box.south + 1 + 2 * margin;
    if (columns > INT32_MAX / 4 || rows > INT32_MAX / 4 || columns * rows > INT32_MAX)
        return false;
    t->cells = (ch_cells){(int32_t)(t->box.west - margin), (int32_t)(t->box.south - margin), (uint32_t)columns,
                          (uint32_t)rows};
    return true;
}

static bool frame(times *t)
{
    t->box = (box){INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN};
    frame_streets(t);
    frame_links(t);
    frame_origins(t);
    return add_margin(t);
}

/* ---- what is closed */

static void close_cells(times *t)
{
    const ch_cells *cells = &t->cells, *of = &t->rule->mask->cells;
    for (int64_t row = 0; row < cells->rows; row++) {
        const int64_t mask_row = row + cells->y - of->y;
        if (mask_row < 0 || mask_row >= of->rows)
            continue;
        const uint8_t *value = t->rule->mask->value + (size_t)mask_row * of->columns;
        uint16_t *walked_m = t->walked_m + (size_t)row * cells->columns;
        const int64_t shift = (int64_t)cells->x - of->x;
        const int64_t from = shift < 0 ? -shift : 0;
        const int64_t to = of->columns - shift < cells->columns ? of->columns - shift : cells->columns;
        for (int64_t column = from; column < to; column++)
            if (value[column + shift] != 0)
                walked_m[column] = CH_CELL_CLOSED;
    }
}

/* ---- what streets leave */

/* May one walk from the street's point to the middle? */
static bool is_open(const times *t, size_t cell, unsigned seen_from)
{
    if (seen_from == CH_ISOCHRONE__OWN)
        return true;
    const int64_t east = (int64_t)(seen_from % 3) - 1, north = ((int64_t)(seen_from / 3) - 1) * t->cells.columns;
    const uint16_t *walked_m = t->walked_m + cell;
    return walked_m[0] != CH_CELL_CLOSED && walked_m[east] != CH_CELL_CLOSED && walked_m[north] != CH_CELL_CLOSED &&
           walked_m[east + north] != CH_CELL_CLOSED;
}

/* Times of a line's touches: it is passed in `ms` from its first point on, or from its last when is_against, and one is where
 * that begins at begin_ms. Of the line only what lies ahead of the share begun. */
typedef struct {
    uint64_t begin_ms;
    uint32_t ms, begun;
    bool is_against;
} drive;

static void leave(times *t, const ch_isochrone__touch *touch, size_t n, int32_t x, int32_t y, drive d)
{
    const uint32_t turned = d.is_against ? UINT32_MAX : 0;
    size_t cell = (size_t)((int64_t)(y - t->cells.y) * t->cells.columns + (x - t->cells.x));
    for (size_t i = 0; i < n; i++) {
        cell += (size_t)(touch[i].north * (int64_t)t->cells.columns + touch[i].east);
        const uint32_t along = touch[i].along ^ turned;
        if (along < d.begun)
            continue;
        const uint64_t ms =
            d.begin_ms + ((uint64_t)d.ms * (along - d.begun) >> 32) + ((touch[i].away / 16 * t->walk) >> 16);
        if (ms < t->ms[cell] && ms <= t->limit && is_open(t, cell, touch[i].away % 16))
            t->ms[cell] = (uint32_t)ms;
    }
}

static void leave_street(times *t, const ch_isochrone__street *street, drive d)
{
    if (street->touches > 0)
        leave(t, t->ground->list.touch + street->touch, street->touches, street->x, street->y, d);
}

static uint32_t arc_ms(const times *t, uint32_t arc)
{
    const ch_reach__lens *lens = &t->lens;
    if (lens->patch == NULL || !ch_reach__bits_may(&lens->changed, arc))
        return t->graph.ms[arc];
    return ch_reach__lens_changed(lens, arc, t->graph.ms[arc]);
}

/* Does one come to node, all along the street, from its other end no later than from anywhere? Then nobody who goes back there comes first
 * anywhere on it. That is so of every street on a shortest way. Of two that take no time one goes back. */
static bool is_met(const times *t, uint32_t node, const ch_isochrone__street *street, int way_back)
{
    const uint32_t arc = street->arc[way_back];
    if (arc == CH_ROAD_NONE)
        return false;
    const uint32_t begin = t->is_towards ? t->net->head[arc] : street->end[way_back], ms = arc_ms(t, arc);
    return ms != CH_ROAD_CLOSED && (ms > 0 || way_back == CH_ROAD_ALONG) &&
           (uint64_t)t->found->dist[begin] + ms <= t->found->dist[node];
}

/* Nodes are taken by number, and so are entries: what one some way on will read is fetched while this one is worked on. */
static void fetch_ahead(const times *t, uint32_t e)
{
    enum { AHEAD = 12 };
    if ((size_t)e + AHEAD >= t->net->arcs)
        return;
    const uint32_t arc = t->graph.arc != NULL ? t->graph.arc[e + AHEAD] : e + AHEAD;
    __builtin_prefetch(&t->ground->street[t->net->street[arc]]);
}

static void leave_node(times *t, uint32_t node)
{
    const ch_reach_graph *graph = &t->graph;
    for (uint32_t e = graph->start[node]; e < graph->start[node + 1]; e++) {
        const uint32_t arc = graph->arc != NULL ? graph->arc[e] : e, ms = arc_ms(t, arc);
        const ch_isochrone__street *street = &t->ground->street[t->net->street[arc]];
        const int way = t->net->way_of[arc];
        fetch_ahead(t, e);
        if (ms != CH_ROAD_CLOSED && !is_met(t, node, street, 1 - way))
            leave_street(t, street, (drive){t->found->dist[node], ms, 0, (way == CH_ROAD_AGAINST) != t->is_towards});
    }
}

/* By number where most nodes are reached, for what lies near each other is stored near each other. */
static void leave_streets(times *t)
{
    const uint32_t nodes = (uint32_t)t->net->nodes;
    if (t->found->reacheds > nodes / 8) {
        for (uint32_t node = 0; node < nodes; node++)
            if (is_reached(t, node))
                leave_node(t, node);
        return;
    }
    for (size_t i = 0; i < t->found->reacheds; i++)
        if (t->found->reached[i] < nodes && is_reached(t, t->found->reached[i]))
            leave_node(t, t->found->reached[i]);
}

static bool leave_line(times *t, const ch_point *line, size_t points, drive d)
{
    int32_t x = 0, y = 0;
    t->own.touches = 0;
    if (!ch_isochrone__touch_line(&t->own, line, points, &x, &y))
        return false;
    if (t->own.touches > 0)
        leave(t, t->own.touch, t->own.touches, x, y, d);
    return true;
}

static bool leave_links(times *t)
{
    for (size_t i = 0; t->patch != NULL && i < t->patch->links; i++) {
        const ch_road_link *link = &t->patch->link[i];
        const uint32_t end = near_end(t, link);
        if (!is_reached(t, end) || link->ms == CH_ROAD_CLOSED ||
            !ch_isochrone__link_is_left(t->net, t->patch, link, t->rule))
            continue;
        const ch_point line[2] = {point_of(t, link->tail), point_of(t, link->head)};
        if (!leave_line(t, line, 2, (drive){t->found->dist[end], link->ms, 0, t->is_towards}))
            return false;
    }
    return true;
}

/* From where one walks to a street along it, both ways. */
static void leave_foot(times *t, const ch_road_foot *foot)
{
    const ch_road_street *street = &t->net->at[foot->street];
    const double begin_ms = foot->away_m * 3600 / t->rule->walk_kmh;
    for (int way = 0; way < CH_ROAD_WAYS; way++) {
        if (street->arc[way] == CH_ROAD_NONE || !(begin_ms < t->limit))
            continue;
        const uint32_t ms = arc_ms(t, street->arc[way]);
        const bool is_against = (way == CH_ROAD_AGAINST) != t->is_towards;
        const double begun = (is_against ? 1 - foot->along : foot->along) * UINT32_MAX;
        if (ms != CH_ROAD_CLOSED)
            leave_street(t, &t->ground->street[foot->street],
                         (drive){(uint64_t)begin_ms, ms, (uint32_t)fmin(fmax(begun, 0), UINT32_MAX), is_against});
    }
}

static bool leave_origins(times *t)
{
    for (size_t i = 0; i < t->origins; i++) {
        const ch_reach_entry *entry = t->origin[i].entry;
        if (!leave_line(t, &t->origin[i].point, 1, (drive){0}))
            return false;
        for (size_t f = 0; entry != NULL && f < entry->feet; f++)
            leave_foot(t, &entry->foot[f]);
    }
    return true;
}

/* ---- all */

static ch_err fill(times *t, ch_arena *arena)
{
    const size_t cells = (size_t)t->cells.columns * t->cells.rows;
    t->ms = CH_NEW(arena, uint32_t, cells);
    t->walked_m = CH_NEW(arena, uint16_t, cells);
    if (t->ms == NULL || t->walked_m == NULL || ch_reach__lens_turn(&t->lens, t->patch, t->is_towards) != CH_OK)
        return CH_ENOMEM;
    memset(t->ms, 0xFF, cells * sizeof *t->ms);
    for (size_t i = 0; i < cells; i++)
        t->walked_m[i] = CH_ISOCHRONE__FIRST_M;
    if (t->rule->mask != NULL)
        close_cells(t);
    leave_streets(t);
    if (!leave_links(t) || !leave_origins(t))
        return CH_ENOMEM;
    return ch_isochrone__walk(arena->memory, &t->cells, t->rule->walk_kmh, t->rule->walk_m, t->limit, t->ms,
                              t->walked_m);
}

static bool is_any_reached(const times *t)
{
    for (size_t i = 0; i < t->found->reacheds; i++)
        if (is_reached(t, t->found->reached[i]))
            return true;
    return false;
}

ch_err ch_isochrone_times(ch_arena *arena, const ch_isochrone_ground *ground, const uint32_t *ms,
                          const ch_road_patch *patch, const ch_reach_found *found, bool is_towards,
                          const ch_isochrone_origin *origin, size_t origins, uint32_t limit,
                          const ch_isochrone_rule *rule, ch_time_map *map)
{
    times t = {.ground = ground,
               .net = ground->net,
               .graph = is_towards ? ch_reach_backward(ground->net, ms) : ch_reach_forward(ground->net, ms),
               .lens = {.memory = arena->memory},
               .patch = patch,
               .found = found,
               .is_towards = is_towards,
               .origin = origin,
               .origins = origins,
               .limit = limit < CH_REACH_FAR ? limit : CH_REACH_FAR - 1,
               .rule = rule,
               .walk = (uint64_t)llround(360 / rule->walk_kmh * 0x1p16),
               .own = {.memory = arena->memory}};
    *map = (ch_time_map){.walk_kmh = rule->walk_kmh, .walk_m = rule->walk_m};
    if (!is_any_reached(&t))
        return CH_OK;
    const ch_err err = frame(&t) ? fill(&t, arena) : CH_ENOMEM;
    ch_reach__lens_end(&t.lens);
    ch_memory_give(arena->memory, t.own.touch);
    if (err == CH_OK)
        map->cells = t.cells, map->ms = t.ms, map->walked_m = t.walked_m;
    return err;
}
