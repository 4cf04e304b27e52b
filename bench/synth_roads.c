/* synth_roads.c - a grid thinned by a spanning tree that takes great roads first. */
#include "synth_roads.h"

#include "measure.h"

#include <math.h>

enum { EVERY_CLASS1 = 64, EVERY_CLASS2 = 16, STREETS_OF_TEN = 12, ONEWAY_OF_EXTRA = 5 };

static void *take(ch_arena *arena, size_t n, size_t size)
{
    void *block = ch_arena_take(arena, n, size);
    if (block == NULL)
        measure_give_up("no memory for made-up roads");
    return block;
}

/* xorshift64 (Marsaglia 2003): 0 .. below-1 */
static uint32_t draw(uint64_t *seed, size_t below)
{
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return (uint32_t)(*seed % below);
}

static void shuffle(uint32_t *order, size_t n, uint64_t *seed)
{
    for (size_t i = n; i > 1; i--) {
        uint32_t other = draw(seed, i), kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

/* Of the line of the grid that is number i. */
static uint8_t class_of_line(size_t i)
{
    if (i % EVERY_CLASS1 == 0)
        return CH_road_class_CLASS1;
    if (i % EVERY_CLASS2 == 0)
        return CH_road_class_CLASS2;
    return i % 4 == 0 ? CH_road_class_LOCAL : CH_road_class_RESIDENTIAL;
}

static double speed_kmh(uint8_t road_class)
{
    switch (road_class) {
    case CH_road_class_CLASS1: return 80;
    case CH_road_class_CLASS2: return 55;
    case CH_road_class_LOCAL: return 40;
    default: return 25;
    }
}

typedef struct {
    ch_arena *arena;
    size_t nodes, width;
    uint64_t seed;
    ch_point *point;
    synth_street *street; /* first all that the grid has, then those kept */
    size_t streets;
} grid;

static void place_points(grid *g)
{
    g->point = take(g->arena, g->nodes, sizeof *g->point);
    for (size_t i = 0; i < g->nodes; i++) {
        double x = (double)(i % g->width) + draw(&g->seed, 61) / 100.0,
               y = (double)(i / g->width) + draw(&g->seed, 61) / 100.0;
        g->point[i] = (ch_point){118.0 + x / 960, 30.0 + y / 1110}; /* about 100 m a step */
    }
}

static void add(grid *g, size_t from, size_t to, size_t line)
{
    const uint8_t road_class = class_of_line(line);
    const double km = ch_geo_km(g->point[from], g->point[to]);
    g->street[g->streets++] = (synth_street){(uint32_t)from, (uint32_t)to,
                                             (uint32_t)lround(km / speed_kmh(road_class) * 3600000), road_class, false};
}

static void lay_grid(grid *g)
{
    g->street = take(g->arena, 2 * g->nodes, sizeof *g->street);
    for (size_t i = 0; i < g->nodes; i++) {
        const size_t x = i % g->width, y = i / g->width;
        if (x + 1 < g->width && i + 1 < g->nodes)
            add(g, i, i + 1, y);
        if (i + g->width < g->nodes)
            add(g, i, i + g->width, x);
    }
}

static uint32_t find_root(uint32_t *parent, uint32_t node)
{
    while (parent[node] != node)
        node = parent[node] = parent[parent[node]];
    return node;
}

static bool unite(uint32_t *parent, const synth_street *street)
{
    uint32_t a = find_root(parent, street->from), b = find_root(parent, street->to);
    parent[a] = b;
    return a != b;
}

static bool is_great(const synth_street *street)
{
    return street->road_class == CH_road_class_CLASS1 || street->road_class == CH_road_class_CLASS2;
}

/* Great roads all, of the others first what joins two parts, then any, in an order drawn by lot. */
static void thin_out(grid *g)
{
    const size_t most = g->nodes * STREETS_OF_TEN / 10;
    uint32_t *parent = take(g->arena, g->nodes, sizeof *parent), *order = take(g->arena, g->streets, sizeof *order);
    bool *is_kept = take(g->arena, g->streets, sizeof *is_kept);
    size_t kept = 0;
    for (uint32_t i = 0; i < g->nodes; i++)
        parent[i] = i;
    for (uint32_t i = 0; i < g->streets; i++) {
        order[i] = i;
        is_kept[i] = is_great(&g->street[i]);
        if (is_kept[i])
            unite(parent, &g->street[i]);
        kept += is_kept[i];
    }
    shuffle(order, g->streets, &g->seed);
    for (size_t i = 0; i < g->streets; i++)
        if (!is_kept[order[i]] && unite(parent, &g->street[order[i]]))
            is_kept[order[i]] = true, kept++;
    for (size_t i = 0; i < g->streets && kept < most; i++)
        if (!is_kept[order[i]]) {
            is_kept[order[i]] = true, kept++;
            g->street[order[i]].is_oneway = draw(&g->seed, ONEWAY_OF_EXTRA) == 0;
        }
    size_t n = 0;
    for (size_t i = 0; i < g->streets; i++)
        if (is_kept[i])
            g->street[n++] = g->street[i];
    g->streets = n;
}

static void number_at_random(grid *g)
{
    uint32_t *number = take(g->arena, g->nodes, sizeof *number);
    ch_point *point = take(g->arena, g->nodes, sizeof *point);
    for (uint32_t i = 0; i < g->nodes; i++)
        number[i] = i;
    shuffle(number, g->nodes, &g->seed);
    for (size_t i = 0; i < g->nodes; i++)
        point[number[i]] = g->point[i];
    for (size_t i = 0; i < g->streets; i++) {
        g->street[i].from = number[g->street[i].from];
        g->street[i].to = number[g->street[i].to];
    }
    g->point = point;
}

static void add_up(uint32_t *start, size_t nodes)
{
    for (size_t i = 0; i < nodes; i++)
        start[i + 1] += start[i];
}

/* Entries of the reverse graph, by head and then by arc: then forward from it, by tail and then by head. */
typedef struct {
    uint32_t tail, head, ms;
} synth_arc;

static void sort_arcs(ch_arena *arena, const synth_arc *arc, size_t arcs, size_t nodes, bool by_head, synth_arc *sorted,
                      uint32_t *start)
{
    uint32_t *next = take(arena, nodes + 1, sizeof *next);
    for (size_t i = 0; i < arcs; i++)
        start[(by_head ? arc[i].head : arc[i].tail) + 1]++;
    add_up(start, nodes);
    for (size_t i = 0; i < nodes; i++)
        next[i] = start[i];
    for (size_t i = 0; i < arcs; i++)
        sorted[next[by_head ? arc[i].head : arc[i].tail]++] = arc[i];
}

static void fill_forward(ch_arena *arena, const synth_arc *sorted, synth_roads *roads)
{
    uint32_t *head = take(arena, roads->arcs, sizeof *head), *ms = take(arena, roads->arcs, sizeof *ms);
    for (size_t i = 0; i < roads->arcs; i++) {
        head[i] = sorted[i].head;
        ms[i] = sorted[i].ms;
    }
    roads->head = head;
    roads->ms = ms;
}

static void fill_backward(ch_arena *arena, const synth_arc *sorted, synth_roads *roads)
{
    uint32_t *start = take(arena, roads->nodes + 1, sizeof *start), *next = take(arena, roads->nodes, sizeof *next);
    uint32_t *tail = take(arena, roads->arcs, sizeof *tail), *arc = take(arena, roads->arcs, sizeof *arc);
    for (size_t i = 0; i < roads->arcs; i++)
        start[sorted[i].head + 1]++;
    add_up(start, roads->nodes);
    for (size_t i = 0; i < roads->nodes; i++)
        next[i] = start[i];
    for (uint32_t i = 0; i < roads->arcs; i++) {
        uint32_t e = next[sorted[i].head]++;
        tail[e] = sorted[i].tail;
        arc[e] = i;
    }
    roads->back_start = start;
    roads->back_tail = tail;
    roads->back_arc = arc;
}

static void make_arcs(grid *g, synth_roads *roads)
{
    synth_arc *arc = take(g->arena, 2 * g->streets, sizeof *arc),
              *sorted = take(g->arena, 2 * g->streets, sizeof *sorted);
    uint32_t *start = take(g->arena, g->nodes + 1, sizeof *start),
             *by_head = take(g->arena, g->nodes + 1, sizeof *by_head);
    for (size_t i = 0; i < g->streets; i++) {
        const synth_street *street = &g->street[i];
        arc[roads->arcs++] = (synth_arc){street->from, street->to, street->ms};
        if (!street->is_oneway)
            arc[roads->arcs++] = (synth_arc){street->to, street->from, street->ms};
    }
    sort_arcs(g->arena, arc, roads->arcs, g->nodes, true, sorted, by_head);
    sort_arcs(g->arena, sorted, roads->arcs, g->nodes, false, arc, start);
    roads->start = start;
    fill_forward(g->arena, arc, roads);
    fill_backward(g->arena, arc, roads);
}

synth_roads synth_roads_make(ch_arena *arena, size_t nodes, uint64_t seed, bool is_shuffled)
{
    grid g = {.arena = arena, .nodes = nodes, .width = (size_t)ceil(sqrt((double)nodes)), .seed = seed > 0 ? seed : 1};
    place_points(&g);
    lay_grid(&g);
    thin_out(&g);
    if (is_shuffled)
        number_at_random(&g);
    synth_roads roads = {.nodes = nodes, .streets = g.streets, .point = g.point, .street = g.street};
    make_arcs(&g, &roads);
    return roads;
}

ch_reach_graph synth_roads_forward(const synth_roads *roads)
{
    return (ch_reach_graph){roads->nodes, roads->start, roads->head, roads->ms, NULL};
}

ch_reach_graph synth_roads_backward(const synth_roads *roads)
{
    return (ch_reach_graph){roads->nodes, roads->back_start, roads->back_tail, roads->ms, roads->back_arc};
}

ch_road_given synth_roads_given(ch_arena *arena, const synth_roads *roads)
{
    uint32_t *node = take(arena, 2 * roads->streets, sizeof *node);
    ch_road_way *way = take(arena, roads->streets, sizeof *way);
    for (size_t i = 0; i < roads->streets; i++) {
        const synth_street *street = &roads->street[i];
        node[2 * i] = street->from;
        node[2 * i + 1] = street->to;
        way[i] = (ch_road_way){.number = (int64_t)i + 1,
                               .first = (uint32_t)(2 * i),
                               .nodes = 2,
                               .road_class = street->road_class,
                               .plan_kmh = (float)speed_kmh(street->road_class)};
        for (size_t p = 0; p < CH_ROAD_PROFILES; p++)
            way[i].closed[p][CH_ROAD_AGAINST] = street->is_oneway;
    }
    return (ch_road_given){.point = roads->point,
                           .points = roads->nodes,
                           .node = node,
                           .nodes = 2 * roads->streets,
                           .way = way,
                           .ways = roads->streets};
}
