/* road_streets.c - ways are cut where they meet, end, or must be stopped at. */
#include "road_build.h"

/* How often a point is used: from 2 on it is a node. */
typedef struct {
    ch_road__making *making;
    uint8_t *uses;
} cutting;

static uint32_t point_at(const cutting *c, const ch_road_way *way, uint32_t i)
{
    return c->making->given->node[way->first + i];
}

static void use_once(cutting *c, uint32_t point)
{
    if (c->uses[point] < 2)
        c->uses[point]++;
}

static void count_uses(cutting *c, const ch_road_way *way)
{
    for (uint32_t i = 1; i + 1 < way->nodes; i++)
        if (point_at(c, way, i) != point_at(c, way, i - 1))
            use_once(c, point_at(c, way, i));
    c->uses[point_at(c, way, 0)] = 2;
    c->uses[point_at(c, way, way->nodes - 1)] = 2;
}

static void keep_used(cutting *c)
{
    const ch_road_given *given = c->making->given;
    for (size_t i = 0; i < given->points; i++)
        if (c->uses[i] > 0 &&
            ((given->keep != NULL && given->keep[i]) || (given->barrier != NULL && given->barrier[i] != 0)))
            c->uses[i] = 2;
    for (size_t i = 0; i < given->turns; i++)
        if (given->turn[i].via < given->points && c->uses[given->turn[i].via] > 0)
            c->uses[given->turn[i].via] = 2;
}

typedef struct {
    uint32_t begin, end; /* indices of the way's points; zeroed to begin with */
} piece;

/* The next stretch of a way from node to node; points given twice in a row count once. */
static bool next_piece(const cutting *c, const ch_road_way *way, piece *at)
{
    uint32_t begin = at->end;
    while (begin + 1 < way->nodes && point_at(c, way, begin + 1) == point_at(c, way, begin))
        begin++;
    if (begin + 1 >= way->nodes)
        return false;
    uint32_t end = begin + 1;
    while (end + 1 < way->nodes && c->uses[point_at(c, way, end)] < 2)
        end++;
    *at = (piece){begin, end};
    return true;
}

/* Between two visits of a node the way has other points, which nothing else uses: the middle one becomes a node. */
static void cut_rounds(cutting *c, const ch_road_way *way)
{
    for (piece at = {0}; next_piece(c, way, &at);)
        if (point_at(c, way, at.begin) == point_at(c, way, at.end))
            c->uses[point_at(c, way, at.begin + (at.end - at.begin) / 2)] = 2;
}

static void count_pieces(const cutting *c, const ch_road_way *way)
{
    ch_road_net *net = c->making->net;
    size_t before = net->streets;
    for (piece at = {0}; next_piece(c, way, &at);) {
        net->streets++;
        net->line_points += at.end - at.begin;
    }
    net->line_points += net->streets > before;
}

static double put_line(const cutting *c, const ch_road_way *way, piece at, ch_road_street *street)
{
    ch_road__making *making = c->making;
    const ch_point *point = making->given->point;
    uint32_t last = point_at(c, way, at.begin);
    double km = 0;
    for (uint32_t i = at.begin + 1; i <= at.end; i++) {
        uint32_t next = point_at(c, way, i);
        if (next == last)
            continue;
        km += ch_geo_km(point[last], point[next]);
        making->line[making->net->line_points++] = point[next];
        street->points++;
        last = next;
    }
    return km * 1000;
}

static void share_length(const ch_road_way *way, ch_road_street *street, size_t n, double line_m)
{
    for (size_t i = 0; i < n; i++) {
        street[i].share = line_m > 0 ? street[i].length_m / line_m : 1.0 / (double)n;
        if (way->length_m > 0)
            street[i].length_m = way->length_m * street[i].share;
    }
}

static void put_streets(const cutting *c, uint32_t number)
{
    ch_road__making *making = c->making;
    ch_road_net *net = making->net;
    const ch_road_way *way = &making->given->way[number];
    ch_road_street *first = making->street + net->streets, *street = first;
    double line_m = 0;
    for (piece at = {0}; next_piece(c, way, &at); street++) {
        const uint32_t from = point_at(c, way, at.begin), to = point_at(c, way, at.end);
        if (street == first)
            making->line[net->line_points++] = making->given->point[from];
        *street = (ch_road_street){
            .way = number, .from = from, .to = to, .first = (uint32_t)net->line_points - 1, .points = 1};
        street->length_m = put_line(c, way, at, street);
        line_m += street->length_m;
        making->node_of[from] = making->node_of[to] = 0;
    }
    share_length(way, first, (size_t)(street - first), line_m);
    net->streets += (size_t)(street - first);
    making->line_of[number + 1] = (uint32_t)net->line_points;
}

enum { ROUND = 1 << 16 }; /* ways between two looks whether to go on */

typedef void step(cutting *c, uint32_t way);

static void look_at(cutting *c, uint32_t way)
{
    cut_rounds(c, &c->making->given->way[way]);
    count_pieces(c, &c->making->given->way[way]);
}

static void put(cutting *c, uint32_t way)
{
    put_streets(c, way);
}

static ch_err for_each_way(cutting *c, step *do_step, uint64_t done)
{
    const size_t ways = c->making->given->ways;
    for (size_t way = 0; way < ways; way++) {
        if (way % ROUND == 0 && !ch_progress_goes_on(c->making->progress, "streets", done + way, 2 * (uint64_t)ways))
            return CH_ENONE;
        do_step(c, (uint32_t)way);
    }
    return CH_OK;
}

static ch_err make_room(ch_road__making *making)
{
    ch_road_net *net = making->net;
    making->street = CH_NEW(making->scratch, ch_road_street, net->streets);
    making->line = CH_NEW(making->scratch, ch_point, net->line_points);
    making->line_of = CH_NEW(making->scratch, uint32_t, making->given->ways + 1);
    making->node_of = CH_NEW(making->scratch, uint32_t, making->given->points);
    if (making->street == NULL || making->line == NULL || making->line_of == NULL || making->node_of == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < making->given->points; i++)
        making->node_of[i] = CH_ROAD_NONE;
    net->streets = net->line_points = 0;
    return CH_OK;
}

ch_err ch_road__cut_streets(ch_road__making *making)
{
    const ch_road_given *given = making->given;
    cutting c = {making, CH_NEW(making->scratch, uint8_t, given->points)};
    if (c.uses == NULL)
        return CH_ENOMEM;
    for (size_t way = 0; way < given->ways; way++)
        count_uses(&c, &given->way[way]);
    keep_used(&c);

    ch_err err = for_each_way(&c, look_at, 0);
    if (err == CH_OK && making->net->streets >= (size_t)1 << 30)
        err = CH_EDATA;
    if (err == CH_OK)
        err = make_room(making);
    return err == CH_OK ? for_each_way(&c, put, given->ways) : err;
}
