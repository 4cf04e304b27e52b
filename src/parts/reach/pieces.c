/* pieces.c - what a patch's link is: a piece of a street that a new road has cut, or of the new road. */
#include "lattice.h"

#define CLOSE_M .5 /* a joint lies on its street but for rounding */

static ch_point point_of(const ch_road_net *net, const ch_road_patch *patch, uint32_t node)
{
    return node < net->nodes ? net->point[node] : patch->point[node - net->nodes];
}

/* Metres from a point to a stretch, in a plane that touches the earth there. */
static double away_m(ch_point point, ch_point a, ch_point b)
{
    const double north = ch_isochrone__north_m * CH_CELL_LAT;
    const double east = ch_isochrone__east_m((int64_t)(2 * point.lat_deg * CH_CELL_LAT)) * CH_CELL_LON;
    const double a_x = (a.lon_deg - point.lon_deg) * east, a_y = (a.lat_deg - point.lat_deg) * north;
    const double run_x = (b.lon_deg - a.lon_deg) * east, run_y = (b.lat_deg - a.lat_deg) * north;
    const double square = run_x * run_x + run_y * run_y;
    const double part = square > 0 ? fmin(1, fmax(0, -(a_x * run_x + a_y * run_y) / square)) : 0;
    return hypot(a_x + part * run_x, a_y + part * run_y);
}

static bool is_on(const ch_road_net *net, uint32_t street, ch_point point)
{
    const ch_point *line = net->line + net->at[street].first;
    for (uint32_t i = 0; i + 1 < net->at[street].points; i++)
        if (away_m(point, line[i], line[i + 1]) <= CLOSE_M)
            return true;
    return false;
}

/* The street at a node of the network that passes both points; CH_ROAD_NONE: none does. */
static uint32_t street_at(const ch_road_net *net, uint32_t node, ch_point one, ch_point other)
{
    for (uint32_t arc = net->start[node]; arc < net->start[node + 1]; arc++)
        if (is_on(net, net->street[arc], one) && is_on(net, net->street[arc], other))
            return net->street[arc];
    for (uint32_t i = net->back_start[node]; i < net->back_start[node + 1]; i++)
        if (is_on(net, net->street[net->back_arc[i]], one) && is_on(net, net->street[net->back_arc[i]], other))
            return net->street[net->back_arc[i]];
    return CH_ROAD_NONE;
}

static size_t first_from(const ch_road_patch *patch, uint32_t tail)
{
    size_t low = 0, high = patch->links;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (patch->link[middle].tail < tail)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The street that a link's end leads on along, if it passes both ends. */
static uint32_t street_beyond(const ch_road_net *net, const ch_road_patch *patch, uint32_t end, ch_point tail,
                              ch_point head)
{
    uint32_t street = CH_ROAD_NONE;
    for (size_t i = first_from(patch, end); i < patch->links && patch->link[i].tail == end && street == CH_ROAD_NONE;
         i++)
        if (patch->link[i].head < net->nodes)
            street = street_at(net, patch->link[i].head, tail, head);
    return street;
}

/* A new road meets the network at nodes of its own, so what ends at one of the network's is a piece of a street; what
 * does not is one when both ends lie on a street that one of them leads on along. */
static uint32_t street_of(const ch_road_net *net, const ch_road_patch *patch, const ch_road_link *link)
{
    const ch_point tail = point_of(net, patch, link->tail), head = point_of(net, patch, link->head);
    const bool tail_is_old = link->tail < net->nodes, head_is_old = link->head < net->nodes;
    if (tail_is_old && head_is_old)
        return CH_ROAD_NONE;
    if (tail_is_old || head_is_old)
        return street_at(net, tail_is_old ? link->tail : link->head, tail, head);
    const uint32_t street = street_beyond(net, patch, link->head, tail, head);
    return street != CH_ROAD_NONE ? street : street_beyond(net, patch, link->tail, tail, head);
}

static bool is_left_class(uint8_t road_class)
{
    return road_class != CH_road_class_MOTORWAY && road_class != CH_road_class_RAMP &&
           road_class != CH_road_class_FERRY;
}

bool ch_isochrone__street_is_left(const ch_road_net *net, uint32_t street)
{
    const ch_road_way *way = &net->way[net->at[street].way];
    return is_left_class(way->road_class) && !way->is_ferry;
}

bool ch_isochrone__link_is_left(const ch_road_net *net, const ch_road_patch *patch, const ch_road_link *link,
                                const ch_isochrone_rule *rule)
{
    const uint32_t street = street_of(net, patch, link);
    if (street != CH_ROAD_NONE)
        return ch_isochrone__street_is_left(net, street);
    if (rule->work == NULL || link->work >= rule->works)
        return true;
    const ch_road_work *work = &rule->work[link->work];
    if (work->kind == CH_ROAD_WORK_JOIN && work->road_class == 0)
        return false; /* a ramp */
    return is_left_class(work->road_class);
}
