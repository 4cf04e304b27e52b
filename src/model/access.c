/* access.c - who may see which columns of a row, and change it. */
#include "changhe/access.h"

#include "access_agreements.h"

#include "changhe/road_text.h"

const char *const ch_may_name[] = {"anybody", "reader", "editor", "steward"};

/* What one grant allows, added to what others do. */
static void grant_places(const ch_zone *zone, ch_place_climb *climb, ch_may may, size_t place, uint8_t *at)
{
    for (size_t i = 0; i < zone->places.rows; i++)
        if (at[i] < may && ch_place_lies_in(climb, i, place))
            at[i] = (uint8_t)may;
}

ch_err ch_access_make(ch_arena *arena, const ch_zone *zone, const ch_grant *grant, size_t n, ch_access *access)
{
    uint8_t *at = CH_NEW(arena, uint8_t, zone->places.rows);
    ch_place_climb *climb = ch_place_climb_new(arena, zone);
    if (!at || !climb)
        return CH_ENOMEM;
    *access = (ch_access){.zone = zone, .at = at};
    for (size_t i = 0; i < n; i++)
        if (ch_text_equal(grant[i].place, CH_TEXT("zone")) && access->everywhere < grant[i].may)
            access->everywhere = grant[i].may;
    for (size_t i = 0; i < zone->places.rows; i++)
        at[i] = (uint8_t)access->everywhere;
    for (size_t i = 0; i < n; i++) {
        const size_t place = ch_zone_find_place(zone, grant[i].place);
        if (place != SIZE_MAX)
            grant_places(zone, climb, grant[i].may, place, at);
    }
    return CH_OK;
}

/* Of a row that tells of a firm: the firm's place. */
static size_t place_of_firm(const ch_zone *zone, ch_text firm)
{
    const size_t row = ch_zone_find(zone, CH_TABLE_firms, firm);
    return row == SIZE_MAX ? SIZE_MAX : ch_zone_find_place(zone, zone->firms.place[row]);
}

static size_t place_or_zone(const ch_zone *zone, ch_text place)
{
    return place.len > 0 ? ch_zone_find_place(zone, place) : SIZE_MAX;
}

/* Where it lands, else where it is followed. */
static size_t place_of_lead(const ch_zone *zone, size_t row)
{
    const ch_text place = zone->leads.place[row];
    return place_or_zone(zone, place.len > 0 ? place : zone->leads.reported_by[row]);
}

static size_t place_of_node(const ch_zone *zone, ch_text node)
{
    const size_t row = ch_zone_find(zone, CH_TABLE_road_nodes, node);
    return row == SIZE_MAX ? SIZE_MAX : place_or_zone(zone, zone->road_nodes.place[row]);
}

/* Where it begins; of a road from the border, where it ends. */
static size_t place_of_edge(const ch_zone *zone, size_t row)
{
    const size_t place = place_of_node(zone, zone->road_edges.from[row]);
    return place != SIZE_MAX ? place : place_of_node(zone, zone->road_edges.to[row]);
}

/* The one place of all the roads it changes. One that reaches into two, or a new road, whose points lie anywhere,
 * is the zone's: nobody changes the roads of others by naming one of his own. */
static size_t place_of_work(const ch_zone *zone, size_t row)
{
    size_t place = SIZE_MAX;
    ch_text rest = zone->road_works.edges[row];
    ch_road_text_edge edge;
    if (zone->road_works.path[row].len > 0)
        return SIZE_MAX;
    for (bool is_first = true; ch_road_text_next_edge(&rest, &edge); is_first = false) {
        const size_t found = ch_zone_find(zone, CH_TABLE_road_edges, edge.name);
        const size_t its = found == SIZE_MAX ? SIZE_MAX : place_of_edge(zone, found);
        if (its == SIZE_MAX || (!is_first && its != place))
            return SIZE_MAX;
        place = its;
    }
    return place;
}

size_t ch_access_place(const ch_zone *zone, ch_table_id table, size_t row)
{
    switch ((int)table) {
    case CH_TABLE_places: return row;
    case CH_TABLE_outlines: return place_or_zone(zone, zone->outlines.place[row]);
    case CH_TABLE_firms: return place_or_zone(zone, zone->firms.place[row]);
    case CH_TABLE_firm_segments: return place_of_firm(zone, zone->firm_segments.firm[row]);
    case CH_TABLE_ties: return place_of_firm(zone, zone->ties.supplier[row]);
    case CH_TABLE_signals: return place_of_firm(zone, zone->signals.firm[row]);
    case CH_TABLE_projects: return place_or_zone(zone, zone->projects.place[row]);
    case CH_TABLE_surveys: return place_or_zone(zone, zone->surveys.place[row]);
    case CH_TABLE_firm_years: return place_of_firm(zone, zone->firm_years.firm[row]);
    case CH_TABLE_firm_titles: return place_of_firm(zone, zone->firm_titles.firm[row]);
    case CH_TABLE_yields: return place_of_firm(zone, zone->yields.firm[row]);
    case CH_TABLE_leads: return place_of_lead(zone, row);
    case CH_TABLE_parcels: return place_or_zone(zone, zone->parcels.place[row]);
    case CH_TABLE_offices: return place_or_zone(zone, zone->offices.place[row]);
    case CH_TABLE_duties: return place_or_zone(zone, zone->duties.place[row]);
    case CH_TABLE_road_nodes: return place_or_zone(zone, zone->road_nodes.place[row]);
    case CH_TABLE_road_edges: return place_of_edge(zone, row);
    case CH_TABLE_road_works: return place_of_work(zone, row);
    case CH_TABLE_stations: return place_or_zone(zone, zone->stations.place[row]);
    case CH_TABLE_facilities: return place_or_zone(zone, zone->facilities.place[row]);
    case CH_TABLE_residents: return place_or_zone(zone, zone->residents.place[row]);
    case CH_TABLE_medical_rules: return place_or_zone(zone, zone->medical_rules.insured[row]);
    case CH_TABLE_medical_prepayments: return place_or_zone(zone, zone->medical_prepayments.insured[row]);
    default: return SIZE_MAX;
    }
}

ch_may ch_access_may(const ch_access *access, ch_table_id table, size_t row)
{
    ch_text agreement;
    if (ch_access_agreement(access->zone, table, row, &agreement))
        return ch_model__agreed_may(access, agreement).any;
    const size_t place = ch_access_place(access->zone, table, row);
    return place == SIZE_MAX ? access->everywhere : (ch_may)access->at[place];
}

bool ch_access_sees(const ch_access *access, ch_table_id table, size_t row, unsigned column)
{
    switch (ch_schema_table(table)->column[column].seen_by) {
    case CH_OPEN: return true;
    case CH_INTERNAL:
        return ch_model__is_invented(access->zone, table, row) || ch_access_may(access, table, row) >= CH_READER;
    case CH_PERSONAL: return ch_access_may(access, table, row) >= CH_STEWARD;
    case CH_SENSITIVE: break;
    }
    return false;
}

/* Places themselves, and rows of no place, are for a steward of the zone. */
bool ch_access_changes(const ch_access *access, ch_table_id table, size_t row)
{
    ch_text agreement;
    if (access->everywhere == CH_STEWARD)
        return true;
    if (ch_access_agreement(access->zone, table, row, &agreement))
        return ch_model__agreed_may(access, agreement).all >= CH_EDITOR;
    const size_t place = ch_access_place(access->zone, table, row);
    return table != CH_TABLE_places && table != CH_TABLE_outlines && place != SIZE_MAX &&
           access->at[place] >= CH_EDITOR;
}
