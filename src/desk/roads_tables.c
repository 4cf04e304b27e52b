/* roads_tables.c - the zone's own network: rows of road_nodes and road_edges as ways, rows of road_speeds as numbers. */
#include "reaching.h"

#include <math.h>

static double or_zero(double value)
{
    return isnan(value) ? 0 : value;
}

/* An edge is a way of two points. */
static void give_edge(const ch_zone *zone, size_t row, ch_road_way *way)
{
    const ch_rows_road_edges *edge = &zone->road_edges;
    *way = (ch_road_way){.number = (int64_t)row,
                         .first = (uint32_t)(2 * row),
                         .nodes = 2,
                         .road_class = edge->class[row],
                         .is_toll = edge->toll[row] != 0,
                         .is_ferry = edge->class[row] == CH_road_class_FERRY,
                         .plan_kmh = (float)or_zero(edge->plan_kmh[row]),
                         .length_m = 1000 * or_zero(edge->length_km[row]),
                         .extra_s = or_zero(edge->extra_s[row]) + or_zero(edge->toll_s[row]),
                         .height_m = (float)or_zero(edge->height_m[row]),
                         .weight_t = (float)or_zero(edge->weight_t[row]),
                         .name = edge->road[row]};
    for (int w = 0; w < CH_ROAD_WAYS; w++)
        way->limit_kmh[w] = (float)or_zero(edge->limit_kmh[row]);
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        way->closed[p][CH_ROAD_AGAINST] = edge->oneway[row] != 0;
}

ch_err ch_desk__give_tables(ch_arena *arena, const ch_zone *zone, ch_road_given *given)
{
    const ch_rows_road_nodes *node = &zone->road_nodes;
    const ch_rows_road_edges *edge = &zone->road_edges;
    ch_point *point = CH_NEW(arena, ch_point, node->rows);
    uint32_t *ends = CH_NEW(arena, uint32_t, 2 * edge->rows);
    ch_road_way *way = CH_NEW(arena, ch_road_way, edge->rows);
    bool *keep = CH_NEW(arena, bool, node->rows);
    if (!point || !ends || !way || !keep)
        return CH_ENOMEM;
    for (size_t i = 0; i < node->rows; i++) {
        point[i] = (ch_point){node->lon[i], node->lat[i]};
        keep[i] = true;
    }
    for (size_t i = 0; i < edge->rows; i++) {
        give_edge(zone, i, &way[i]);
        ends[2 * i] = (uint32_t)ch_zone_find(zone, CH_TABLE_road_nodes, edge->from[i]);
        ends[2 * i + 1] = (uint32_t)ch_zone_find(zone, CH_TABLE_road_nodes, edge->to[i]);
    }
    *given = (ch_road_given){.point = point,
                             .points = node->rows,
                             .node = ends,
                             .nodes = 2 * edge->rows,
                             .way = way,
                             .ways = edge->rows,
                             .keep = keep};
    return CH_OK;
}

void ch_desk__read_speeds(const ch_zone *zone, ch_road_speeds *speeds)
{
    const ch_rows_road_speeds *row = &zone->road_speeds;
    *speeds = ch_road_speeds_default;
    speeds->height_m[CH_ROAD_TRUCK] = ch_zone_assume(zone, CH_ASSUME_TRUCK_HEIGHT_M);
    speeds->weight_t[CH_ROAD_TRUCK] = ch_zone_assume(zone, CH_ASSUME_TRUCK_WEIGHT_T);
    for (size_t i = 0; i < row->rows; i++) {
        const ch_road_profile profile = row->profile[i] == CH_vehicle_TRUCK ? CH_ROAD_TRUCK : CH_ROAD_CAR;
        ch_road_speed *speed = &speeds->speed[profile][row->class[i]];
        *speed = (ch_road_speed){row->limit_kmh[i], row->factor[i],
                                 isnan(row->most_kmh[i]) ? speed->most_kmh : row->most_kmh[i]};
    }
}
