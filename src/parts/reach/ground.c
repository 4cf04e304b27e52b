/* ground.c - which middles of cells lie beside which streets, and where on them. */
#include "lattice.h"

#include <stdlib.h>

/* A line as it is looked at. A middle that a line passes again after more than WINDOW others is noted again, which does no harm. */
enum { WINDOW = 24 };
typedef struct {
    ch_isochrone__touches *list;
    size_t begin;                 /* of the line's touches in list */
    int32_t x[WINDOW], y[WINDOW]; /* cells of its last touches, by their place modulo WINDOW */
    double total_m, gone_m;
    int64_t row; /* whose east_m is known */
    double east_m;
} pass;

/* A stretch of a line within one cell, in cells, and where on the line it begins and ends. */
typedef struct {
    ch_isochrone__at a, b;
    double begin_m, end_m;
    int32_t x, y;
} stretch;

static double east_m(pass *p, int64_t y)
{
    if (p->row != y || p->east_m == 0) {
        p->row = y;
        p->east_m = ch_isochrone__east_m(2 * y + 1);
    }
    return p->east_m;
}

static double length_m(pass *p, ch_isochrone__at a, ch_isochrone__at b)
{
    return hypot((b.x - a.x) * east_m(p, (int64_t)floor((a.y + b.y) / 2)), (b.y - a.y) * ch_isochrone__north_m);
}

static uint32_t as_share(double part, double whole)
{
    const double share = whole > 0 ? part / whole * 0x1p32 : 0;
    return share <= 0 ? 0 : share >= UINT32_MAX ? UINT32_MAX : (uint32_t)share;
}

/* Index in list of the line's touch of a cell, or the list's end. */
static size_t find_touch(const pass *p, int32_t x, int32_t y)
{
    const size_t end = p->list->touches, oldest = end - p->begin > WINDOW ? end - WINDOW : p->begin;
    for (size_t i = end; i > oldest; i--)
        if (p->x[(i - 1) % WINDOW] == x && p->y[(i - 1) % WINDOW] == y)
            return i - 1;
    return end;
}

static bool append_touch(pass *p, ch_isochrone__touch touch, int32_t x, int32_t y, int32_t *first_x, int32_t *first_y)
{
    ch_isochrone__touches *list = p->list;
    if (list->touches == list->capacity) {
        const size_t more = list->capacity < 64 ? 64 : list->capacity + list->capacity / 2;
        void *grown = more > SIZE_MAX / sizeof *list->touch
                          ? NULL
                          : ch_memory_grow(list->memory, list->touch, list->touches * sizeof *list->touch,
                                           more * sizeof *list->touch);
        if (grown == NULL)
            return false;
        list->touch = grown;
        list->capacity = more;
    }
    if (list->touches == p->begin) {
        *first_x = x, *first_y = y;
    } else {
        const size_t last = (list->touches - 1) % WINDOW;
        touch.east = (int8_t)(x - p->x[last]), touch.north = (int8_t)(y - p->y[last]);
    }
    p->x[list->touches % WINDOW] = x, p->y[list->touches % WINDOW] = y;
    list->touch[list->touches++] = touch;
    return true;
}

/* A point in the middle's own cell counts before any other, then the nearer one, then the earlier. */
static bool is_better(ch_isochrone__touch one, ch_isochrone__touch other)
{
    const bool is_own = one.away % 16 == CH_ISOCHRONE__OWN, was_own = other.away % 16 == CH_ISOCHRONE__OWN;
    return is_own != was_own ? is_own : one.away / 16 < other.away / 16;
}

/* The touch of the middle of cell (x, y) by a stretch in a cell beside it; false: farther than a cell away. */
static bool look(pass *p, const stretch *s, int32_t x, int32_t y, ch_isochrone__touch *touch)
{
    const double east = east_m(p, s->y), north = ch_isochrone__north_m;
    const double run_x = (s->b.x - s->a.x) * east, run_y = (s->b.y - s->a.y) * north;
    const double to_x = (x + .5 - s->a.x) * east, to_y = (y + .5 - s->a.y) * north;
    const double square = run_x * run_x + run_y * run_y;
    const double part = square > 0 ? fmin(1, fmax(0, (to_x * run_x + to_y * run_y) / square)) : 0;
    const double away_x = to_x - part * run_x, away_y = to_y - part * run_y;
    if (hypot(away_x / east, away_y / north) > 1)
        return false;
    const unsigned seen_from = (unsigned)(1 + (s->x - x) + 3 * (1 + (s->y - y)));
    touch->along = as_share(s->begin_m + part * (s->end_m - s->begin_m), p->total_m);
    touch->away = (uint16_t)((unsigned)lround(hypot(away_x, away_y) * 10) * 16 + seen_from);
    touch->east = touch->north = 0;
    return true;
}

static bool touch_around(pass *p, const stretch *s, int32_t *first_x, int32_t *first_y)
{
    for (int32_t y = s->y - 1; y <= s->y + 1; y++)
        for (int32_t x = s->x - 1; x <= s->x + 1; x++) {
            ch_isochrone__touch touch;
            if (!look(p, s, x, y, &touch))
                continue;
            const size_t at = find_touch(p, x, y);
            if (at == p->list->touches) {
                if (!append_touch(p, touch, x, y, first_x, first_y))
                    return false;
            } else if (is_better(touch, p->list->touch[at])) {
                p->list->touch[at].along = touch.along;
                p->list->touch[at].away = touch.away;
            }
        }
    return true;
}

/* How far along a run from `from` to `to` the next edge of a cell lies behind the share reached; 1: none before its end. */
static double next_edge(double from, double to, double reached)
{
    if (from == to)
        return 1;
    const double at = from + (to - from) * reached;
    const double edge = to > from ? floor(at) + 1 : ceil(at) - 1;
    const double share = (edge - from) / (to - from);
    return share > reached ? fmin(share, 1)
                           : fmin(reached + 1e-9, 1); /* rounding has not moved on: a small step does */
}

static bool touch_piece(pass *p, ch_isochrone__at a, ch_isochrone__at b, int32_t *first_x, int32_t *first_y)
{
    const double piece_m = length_m(p, a, b);
    double begin = 0;
    do {
        const double end = fmin(next_edge(a.x, b.x, begin), next_edge(a.y, b.y, begin)), half = (begin + end) / 2;
        const stretch s = {{a.x + (b.x - a.x) * begin, a.y + (b.y - a.y) * begin},
                           {a.x + (b.x - a.x) * end, a.y + (b.y - a.y) * end},
                           p->gone_m + piece_m * begin,
                           p->gone_m + piece_m * end,
                           (int32_t)floor(a.x + (b.x - a.x) * half),
                           (int32_t)floor(a.y + (b.y - a.y) * half)};
        if (!touch_around(p, &s, first_x, first_y))
            return false;
        begin = end;
    } while (begin < 1);
    p->gone_m += piece_m;
    return true;
}

bool ch_isochrone__touch_line(ch_isochrone__touches *list, const ch_point *line, size_t points, int32_t *x, int32_t *y)
{
    pass p = {.list = list, .begin = list->touches};
    for (size_t i = 1; i < points; i++)
        p.total_m += length_m(&p, ch_isochrone__place(line[i - 1]), ch_isochrone__place(line[i]));
    for (size_t i = points > 1; i < points; i++)
        if (!touch_piece(&p, ch_isochrone__place(line[i > 0 ? i - 1 : 0]), ch_isochrone__place(line[i]), x, y))
            return false;
    return true;
}

/* ---- of a whole network */

/* How many cells the touches of a street lie away from a node. */
static void widen(ch_isochrone_ground *ground, uint32_t node, uint32_t number)
{
    const ch_isochrone__street *street = &ground->street[number];
    int32_t x = street->x - ground->node[node].x, y = street->y - ground->node[node].y;
    for (uint32_t i = 0; i < street->touches; i++) {
        x += ground->list.touch[street->touch + i].east, y += ground->list.touch[street->touch + i].north;
        const int32_t away = abs(x) > abs(y) ? abs(x) : abs(y);
        if (away > ground->node[node].around)
            ground->node[node].around = away;
    }
}

static void look_around(ch_isochrone_ground *ground, uint32_t node)
{
    const ch_road_net *net = ground->net;
    const ch_isochrone__at at = ch_isochrone__place(net->point[node]);
    ground->node[node].x = (int32_t)floor(at.x);
    ground->node[node].y = (int32_t)floor(at.y);
    for (uint32_t arc = net->start[node]; arc < net->start[node + 1]; arc++)
        widen(ground, node, net->street[arc]);
    for (uint32_t i = net->back_start[node]; i < net->back_start[node + 1]; i++)
        widen(ground, node, net->street[net->back_arc[i]]);
}

static ch_err fill_street(ch_isochrone_ground *ground, uint32_t number)
{
    const ch_road_net *net = ground->net;
    const ch_road_street *from = &net->at[number];
    ch_isochrone__street *street = &ground->street[number];
    const size_t begin = ground->list.touches;
    *street = (ch_isochrone__street){.arc = {from->arc[CH_ROAD_ALONG], from->arc[CH_ROAD_AGAINST]},
                                     .end = {from->from, from->to}};
    if (ch_isochrone__street_is_left(net, number) &&
        !ch_isochrone__touch_line(&ground->list, net->line + from->first, from->points, &street->x, &street->y))
        return CH_ENOMEM;
    if (ground->list.touches > UINT32_MAX)
        return CH_ENOMEM;
    street->touch = (uint32_t)begin;
    street->touches = (uint32_t)(ground->list.touches - begin);
    return CH_OK;
}

static ch_err fill_ground(ch_isochrone_ground *ground)
{
    for (uint32_t i = 0; i < ground->net->streets; i++)
        if (fill_street(ground, i) != CH_OK)
            return CH_ENOMEM;
    for (uint32_t node = 0; node < ground->net->nodes; node++)
        look_around(ground, node);
    return CH_OK;
}

/* count * size bytes, zeroed; NULL: no memory. */
static void *take(const ch_memory *memory, size_t count, size_t size)
{
    if (count > SIZE_MAX / size)
        return NULL;
    char *block = ch_memory_take(memory, count * size);
    for (size_t i = 0; block != NULL && i < count * size; i++)
        block[i] = 0;
    return block;
}

ch_err ch_isochrone_ground_make(const ch_road_net *net, const ch_memory *memory, ch_isochrone_ground **made)
{
    ch_isochrone_ground *ground = take(memory, 1, sizeof *ground);
    if (ground == NULL)
        return CH_ENOMEM;
    *ground = (ch_isochrone_ground){.memory = memory, .net = net, .list = {.memory = memory}};
    ground->street = take(memory, net->streets + 1, sizeof *ground->street);
    ground->node = take(memory, net->nodes + 1, sizeof *ground->node);
    if (ground->street == NULL || ground->node == NULL || fill_ground(ground) != CH_OK) {
        ch_isochrone_ground_free(ground);
        return CH_ENOMEM;
    }
    *made = ground;
    return CH_OK;
}

void ch_isochrone_ground_free(ch_isochrone_ground *ground)
{
    if (ground == NULL)
        return;
    const ch_memory *memory = ground->memory;
    ch_memory_give(memory, ground->street);
    ch_memory_give(memory, ground->node);
    ch_memory_give(memory, ground->list.touch);
    ch_memory_give(memory, ground);
}
