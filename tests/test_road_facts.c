/* test_road_facts.c - what is known of the bundled roads, stations, services and people comes out of their rows. */
#include "changhe/decimal.h"
#include "changhe/folder.h"
#include "changhe/road_text.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ch_zone *zone;

static int load(void **state)
{
    (void)state;
    ch_faults faults = {0};
    assert_int_equal(ch_folder_read(SOURCE_ROOT "/zones/changhe", NULL, &zone, &faults), CH_OK);
    ch_faults_free(&faults);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    ch_zone_drop(zone);
    return 0;
}

#define PRINTED(text) (int)(text).len, (text).at

static size_t row_of(ch_table_id table, ch_text id)
{
    const size_t row = ch_zone_find(zone, table, id);
    if (row == SIZE_MAX)
        fail_msg("%.*s is not there", PRINTED(id));
    return row;
}

static ch_point point_of(ch_text node)
{
    const size_t row = row_of(CH_TABLE_road_nodes, node);
    return (ch_point){zone->road_nodes.lon[row], zone->road_nodes.lat[row]};
}

static bool has_mark(uint32_t marks, unsigned mark)
{
    return (marks >> mark & 1) != 0;
}

static bool is_illustrative(uint32_t marks, ch_text sources)
{
    return has_mark(ch_schema_marks(marks, sources), CH_mark_ILLUSTRATIVE);
}

static bool begins_with(ch_text text, ch_text start)
{
    return text.len > start.len && memcmp(text.at, start.at, start.len) == 0;
}

/* ---- roads */

static void the_network_is_one_piece(void **state)
{
    (void)state;
    const ch_rows_road_edges *edge = &zone->road_edges;
    const size_t nodes = zone->road_nodes.rows;
    assert_true(nodes >= 100);
    bool *reached = calloc(nodes, sizeof *reached);
    assert_non_null(reached);
    reached[0] = true;
    size_t count = 1;
    for (bool grew = true; grew;) {
        grew = false;
        for (size_t i = 0; i < edge->rows; i++) {
            const size_t from = row_of(CH_TABLE_road_nodes, edge->from[i]);
            const size_t to = row_of(CH_TABLE_road_nodes, edge->to[i]);
            if (reached[from] == reached[to])
                continue;
            reached[from] = reached[to] = grew = true;
            count++;
        }
    }
    free(reached);
    assert_int_equal(count, nodes);
}

/* Lengths are rounded to a metre. */
static void no_road_is_shorter_than_the_straight_line(void **state)
{
    (void)state;
    const ch_rows_road_edges *edge = &zone->road_edges;
    for (size_t i = 0; i < edge->rows; i++)
        if (edge->length_km[i] < ch_geo_km(point_of(edge->from[i]), point_of(edge->to[i])) - .0005)
            fail_msg("%.*s is too short", PRINTED(edge->id[i]));
}

static void all_of_the_network_is_marked_as_drawn(void **state)
{
    (void)state;
    for (size_t i = 0; i < zone->road_nodes.rows; i++)
        assert_true(has_mark(zone->road_nodes.marks[i], CH_mark_ILLUSTRATIVE));
    for (size_t i = 0; i < zone->road_edges.rows; i++)
        assert_true(has_mark(zone->road_edges.marks[i], CH_mark_ILLUSTRATIVE));
}

/* The zone has parts in Changxing and Anji, and a gate in each. */
static void the_gates_are_two_interchanges_and_assumed(void **state)
{
    (void)state;
    const ch_rows_road_nodes *node = &zone->road_nodes;
    size_t gates = 0, of_changxing = 0, of_anji = 0;
    for (size_t i = 0; i < node->rows; i++) {
        if (!node->gate[i])
            continue;
        gates++;
        assert_int_equal(node->kind[i], CH_road_node_INTERCHANGE);
        assert_true(has_mark(node->marks[i], CH_mark_ASSUMED));
        of_changxing += ch_text_equal(node->place[i], CH_TEXT("330522"));
        of_anji += ch_text_equal(node->place[i], CH_TEXT("330523"));
    }
    assert_int_equal(gates, 2);
    assert_int_equal(of_changxing, 1);
    assert_int_equal(of_anji, 1);
}

/* [S43]: 28.8 km from 100 to 120 km/h are 17.28 minutes and then 14.40. */
static void the_widening_of_the_g50_is_as_reported(void **state)
{
    (void)state;
    const size_t work = row_of(CH_TABLE_road_works, CH_TEXT("g50-widening"));
    const ch_rows_road_edges *edge = &zone->road_edges;
    ch_text rest = zone->road_works.edges[work], at = CH_TEXT("ic-changxingxi");
    ch_road_text_edge name;
    double km = 0, minutes = 0;
    while (ch_road_text_next_edge(&rest, &name)) {
        const size_t row = row_of(CH_TABLE_road_edges, name.name);
        assert_true(ch_text_equal(edge->from[row], at));
        assert_int_equal(edge->class[row], CH_road_class_MOTORWAY);
        assert_int_equal(edge->lanes[row], 4);
        at = edge->to[row];
        km += edge->length_km[row];
        minutes += 60 * edge->length_km[row] / edge->limit_kmh[row];
    }
    assert_true(ch_text_equal(at, CH_TEXT("bd-g50")));
    assert_true(fabs(km - 28.8) < 1e-9);
    assert_true(fabs(minutes - 17.28) < 1e-9);
    assert_int_equal(zone->road_works.kind[work], CH_road_work_SPEED);
    assert_int_equal(zone->road_works.lanes[work], 8);
    assert_true(fabs(60 * km / zone->road_works.limit_kmh[work] - 14.4) < 1e-9);
}

/* Seconds along a road at its planning speed, ramp and toll gate included; of widened roads at 110 km/h. */
static double seconds_of(size_t edge, bool is_widened)
{
    const ch_rows_road_edges *of = &zone->road_edges;
    const bool is_part = begins_with(of->id[edge], CH_TEXT("e00")) && of->id[edge].at[3] <= '4';
    const double once_s[] = {of->extra_s[edge], of->toll_s[edge]};
    double s = 3600 * of->length_km[edge] / (is_widened && is_part ? 110 : of->plan_kmh[edge]);
    for (int i = 0; i < 2; i++)
        s += isnan(once_s[i]) ? 0 : once_s[i];
    return s;
}

/* By going through all roads until nothing gets nearer (Bellman 1958). */
static double minutes_from_sian(const char *to, bool is_widened)
{
    const ch_rows_road_edges *edge = &zone->road_edges;
    const size_t nodes = zone->road_nodes.rows;
    double *at_s = malloc(nodes * sizeof *at_s);
    assert_non_null(at_s);
    for (size_t i = 0; i < nodes; i++)
        at_s[i] = INFINITY;
    at_s[row_of(CH_TABLE_road_nodes, CH_TEXT("ic-sian"))] = 0;
    for (bool nearer = true; nearer;) {
        nearer = false;
        for (size_t i = 0; i < edge->rows; i++) {
            double *a = &at_s[row_of(CH_TABLE_road_nodes, edge->from[i])];
            double *b = &at_s[row_of(CH_TABLE_road_nodes, edge->to[i])];
            const double s = seconds_of(i, is_widened);
            nearer |= *a + s < *b || *b + s < *a;
            *b = fmin(*b, *a + s);
            *a = fmin(*a, *b + s);
        }
    }
    const double minutes = at_s[row_of(CH_TABLE_road_nodes, ch_text_of(to))] / 60;
    free(at_s);
    return minutes;
}

/* Guangde's interchange lies within a quarter of an hour of the zone's gate, its town and Changxing's do not. */
static void a_quarter_of_an_hour_crosses_the_line_but_reaches_no_county_town(void **state)
{
    (void)state;
    static const struct {
        const char *to;
        double before, after;
    } town[] = {{"ic-guangde", 14.13, 13.74}, {"c-guangde", 20.87, 20.48}, {"c-changxing", 27.18, 25.99}};
    for (size_t i = 0; i < sizeof town / sizeof *town; i++) {
        if (fabs(minutes_from_sian(town[i].to, false) - town[i].before) > .01 ||
            fabs(minutes_from_sian(town[i].to, true) - town[i].after) > .01)
            fail_msg("%s: %.3f, %.3f", town[i].to, minutes_from_sian(town[i].to, false),
                     minutes_from_sian(town[i].to, true));
    }
}

/* [S44]: 25.45 km in Jiangsu. */
static void the_yichang_motorway_is_as_long_as_reported(void **state)
{
    (void)state;
    double km = 0;
    for (size_t i = 0; i < zone->road_edges.rows; i++)
        if (ch_text_equal(zone->road_edges.road[i], CH_TEXT("宜长高速")))
            km += zone->road_edges.length_km[i];
    assert_true(fabs(km - 25.45) < 1e-9);
}

/* No work counts before somebody says so; what nobody plans is called 示意. */
static void works_stand_ready_and_none_is_active(void **state)
{
    (void)state;
    const ch_rows_road_works *work = &zone->road_works;
    bool has_kind[CH_road_work_END] = {false};
    for (size_t i = 0; i < work->rows; i++) {
        assert_false(work->active[i]);
        has_kind[work->kind[i]] = true;
        const bool is_real = ch_text_equal(work->id[i], CH_TEXT("g50-widening"));
        assert_int_equal(begins_with(work->name_zh[i], CH_TEXT("示意·")), !is_real);
        assert_int_equal(is_illustrative(work->marks[i], work->source[i]), !is_real);
    }
    assert_true(has_kind[CH_road_work_CLOSE] && has_kind[CH_road_work_SPEED] && has_kind[CH_road_work_ADD] &&
                has_kind[CH_road_work_JOIN] && has_kind[CH_road_work_ONEWAY]);
}

/* ---- stations, services, people */

/* Where a station has a point there is a node of its name, which people drive to. */
static void stations_are_nodes_of_the_network(void **state)
{
    (void)state;
    const ch_rows_stations *station = &zone->stations;
    size_t met = 0;
    for (size_t i = 0; i < station->rows; i++) {
        assert_true(ch_zone_find_place(zone, station->place[i]) != SIZE_MAX);
        if (isnan(station->lon[i]))
            continue;
        const ch_point node = point_of(station->id[i]);
        assert_true(node.lon_deg == station->lon[i] && node.lat_deg == station->lat[i]);
        const size_t row = row_of(CH_TABLE_road_nodes, station->id[i]);
        assert_int_equal(zone->road_nodes.kind[row], CH_road_node_STATION);
        assert_true(ch_text_equal(zone->road_nodes.place[row], station->place[i]));
        met++;
    }
    assert_int_equal(met, 7);
}

static size_t count_at(uint8_t kind, ch_text place, bool shared_only)
{
    size_t n = 0;
    for (size_t i = 0; i < zone->facilities.rows; i++)
        n += zone->facilities.kind[i] == kind && ch_text_equal(zone->facilities.place[i], place) &&
             (!shared_only || zone->facilities.shared[i]);
    return n;
}

static void every_place_has_a_school_and_a_hospital_and_they_are_invented(void **state)
{
    (void)state;
    size_t shared[CH_facility_END] = {0}, closed[CH_facility_END] = {0};
    for (size_t i = 0; i < zone->facilities.rows; i++) {
        const uint8_t kind = zone->facilities.kind[i];
        if (kind != CH_facility_SCHOOL && kind != CH_facility_HOSPITAL)
            continue;
        assert_true(begins_with(zone->facilities.name_zh[i], CH_TEXT("示意·")));
        assert_true(is_illustrative(zone->facilities.marks[i], zone->facilities.source[i]));
        assert_true(zone->facilities.capacity[i] > 0);
        (zone->facilities.shared[i] ? shared : closed)[kind]++;
    }
    assert_true(shared[CH_facility_SCHOOL] >= 3 && closed[CH_facility_SCHOOL] >= 3);
    assert_true(shared[CH_facility_HOSPITAL] >= 3 && closed[CH_facility_HOSPITAL] >= 3);

    ch_text rest = zone->zone.members[0], place;
    size_t places = 0;
    for (; ch_text_next(&rest, ' ', &place); places++) {
        assert_true(count_at(CH_facility_SCHOOL, place, false) > 0);
        assert_true(count_at(CH_facility_HOSPITAL, place, false) > 0);
    }
    assert_int_equal(places, 7);
    assert_true(count_at(CH_facility_HOSPITAL, CH_TEXT("341882"), true) > 0); /* across the line from the zone */
}

static void bodies_that_the_article_names_are_given_no_point(void **state)
{
    (void)state;
    size_t named = 0;
    for (size_t i = 0; i < zone->facilities.rows; i++) {
        if (is_illustrative(zone->facilities.marks[i], zone->facilities.source[i]))
            continue;
        named++;
        assert_true(isnan(zone->facilities.lon[i]) && isnan(zone->facilities.capacity[i]));
    }
    assert_int_equal(named, 9);
}

/* How many live on the farm no source tells: unknown, not none. */
static void every_place_says_how_many_live_there_or_that_nobody_knows(void **state)
{
    (void)state;
    ch_text rest = zone->zone.members[0], place;
    size_t known = 0;
    while (ch_text_next(&rest, ' ', &place)) {
        size_t rows = 0;
        for (size_t i = 0; i < zone->residents.rows; i++) {
            if (!ch_text_equal(zone->residents.place[i], place))
                continue;
            rows++;
            const bool is_farm = ch_text_equal(place, CH_TEXT("341821501"));
            assert_int_equal(zone->residents.people[i] == CH_UNKNOWN_I64, is_farm);
            known += !is_farm;
        }
        assert_int_equal(rows, 1);
    }
    assert_int_equal(known, 6);
    const size_t yixing = row_of(CH_TABLE_residents, CH_TEXT("r-yixing"));
    assert_int_equal(zone->residents.people[yixing], 1285785); /* GeoNames */
    assert_int_equal(zone->water.rows, 0);                     /* no source */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_network_is_one_piece),
        cmocka_unit_test(no_road_is_shorter_than_the_straight_line),
        cmocka_unit_test(all_of_the_network_is_marked_as_drawn),
        cmocka_unit_test(the_gates_are_two_interchanges_and_assumed),
        cmocka_unit_test(the_widening_of_the_g50_is_as_reported),
        cmocka_unit_test(a_quarter_of_an_hour_crosses_the_line_but_reaches_no_county_town),
        cmocka_unit_test(the_yichang_motorway_is_as_long_as_reported),
        cmocka_unit_test(works_stand_ready_and_none_is_active),
        cmocka_unit_test(stations_are_nodes_of_the_network),
        cmocka_unit_test(every_place_has_a_school_and_a_hospital_and_they_are_invented),
        cmocka_unit_test(bodies_that_the_article_names_are_given_no_point),
        cmocka_unit_test(every_place_says_how_many_live_there_or_that_nobody_knows),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
