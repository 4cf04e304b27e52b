/* test_ogc_items.c - features of OGC API - Features: pages, rectangles, dates, outlines. */
#include "failing.h"
#include "ogc_calls.h"

#include <math.h>
#include <time.h>

static void pages_meet_every_firm_once_in_order(void **state)
{
    (void)state;
    static const char *const limit[] = {"1", "7", "100", "10000"};
    for (size_t k = 0; k < sizeof limit / sizeof *limit; k++) {
        char target[400];
        size_t met = 0;
        snprintf(target, sizeof target, "/ogc/collections/firms/items?f=json&limit=%s", limit[k]);
        for (bool more = true; more;) {
            json_t *page = get(target), *feature;
            size_t i;
            json_array_foreach(json_object_get(page, "features"), i, feature)
            {
                const ch_text id = zone->firms.id[met++];
                assert_memory_equal(json_string_value(json_object_get(feature, "id")), id.at, id.len);
            }
            assert_int_equal(json_integer_value(json_object_get(page, "numberMatched")), zone->firms.rows);
            const char *next = link_of(page, "next");
            more = next != NULL;
            if (more)
                snprintf(target, sizeof target, "%s", next);
            json_decref(page);
        }
        assert_int_equal(met, zone->firms.rows);
    }
}

static bool is_in(size_t firm, const double box[4])
{
    const double lon = zone->firms.lon[firm], lat = zone->firms.lat[firm];
    const bool across = box[0] > box[2];
    return lat >= box[1] && lat <= box[3] && (across ? lon >= box[0] || lon <= box[2] : lon >= box[0] && lon <= box[2]);
}

static void a_rectangle_holds_the_firms_whose_points_lie_in_it(void **state)
{
    (void)state;
    static const double box[][4] = {
        {119, 30, 121, 32}, {120.16142, 30, 121, 31}, {-180, -90, 180, 90}, {0, 0, 1, 1}, {120, -90, 119, 90}};
    for (size_t k = 0; k < sizeof box / sizeof *box; k++) {
        char target[200];
        size_t want = 0, met = 0;
        for (size_t i = 0; i < zone->firms.rows; i++)
            want += is_in(i, box[k]);
        snprintf(target, sizeof target, "/ogc/collections/firms/items?limit=5&bbox=%g,%g,%.8g,%g", box[k][0], box[k][1],
                 box[k][2], box[k][3]);
        if (k == 1)
            snprintf(target, sizeof target, "/ogc/collections/firms/items?limit=5&bbox=120.16142,30,121,31");
        for (bool more = true; more;) {
            json_t *page = get(target);
            met += json_array_size(json_object_get(page, "features"));
            assert_int_equal(json_integer_value(json_object_get(page, "numberMatched")), want);
            const char *next = link_of(page, "next");
            more = next != NULL;
            if (more)
                snprintf(target, sizeof target, "%s", next);
            json_decref(page);
        }
        assert_int_equal(met, want);
    }
}

/* ---- pages of a question */

/* Walks the pages from a target on, and tells how many features they hold: each page is full but the last,
 * counts alike, and hands on what was asked. */
static size_t walk(const char *from, size_t limit)
{
    char target[1000];
    size_t met = 0, matched = 0;
    snprintf(target, sizeof target, "%s", from);
    for (bool more = true, first = true; more; first = false) {
        json_t *page = get(target);
        const size_t n = json_array_size(json_object_get(page, "features"));
        const char *next = link_of(page, "next");
        if (first)
            matched = (size_t)json_integer_value(json_object_get(page, "numberMatched"));
        assert_int_equal(json_integer_value(json_object_get(page, "numberMatched")), matched);
        assert_int_equal(json_integer_value(json_object_get(page, "numberReturned")), n);
        assert_true(next ? n == limit : n <= limit);
        met += n;
        more = next != NULL;
        if (more)
            snprintf(target, sizeof target, "%s", next);
        json_decref(page);
    }
    assert_int_equal(met, matched);
    return met;
}

static void the_next_page_is_asked_as_the_first_was(void **state)
{
    (void)state;
    json_t *page = get("/ogc/collections/firms/items?lang=en&f=json&bbox=119,30,121,32&datetime=2000-01-01/..&limit=2");
    const char *next = link_of(page, "next");
    assert_non_null(next);
    static const char *const kept[] = {
        "?lang=en&", "&f=json&", "&bbox=119%2C30%2C121%2C32&", "&datetime=2000-01-01%2F..&", "&limit=2&", "&after="};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        assert_non_null(strstr(next, kept[i]));
    json_t *second = get(next);
    const char *third = link_of(second, "next");
    assert_non_null(third);
    assert_null(strstr(strstr(third, "after=") + 1, "after=")); /* one cursor, not two */
    json_decref(page), json_decref(second);
}

/* First and last day of a date that may lack month and day; as text they compare as days do. */
static void days_of(ch_date date, char first[11], char last[11])
{
    ch_buf text = {0};
    ch_date_format(date, &text);
    memcpy(first, "0000-01-01", 11);
    memcpy(last, "9999-12-31", 11);
    memcpy(first, text.at, text.len);
    memcpy(last, text.at, text.len);
    ch_buf_free(&text);
}

static bool is_dated(size_t firm, const char *from, const char *to)
{
    char first[11], last[11];
    if (zone->firms.as_of[firm] == 0)
        return true;
    days_of(zone->firms.as_of[firm], first, last);
    return strcmp(first, to) <= 0 && strcmp(from, last) <= 0;
}

static size_t count_dated(const char *from, const char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < zone->firms.rows; i++)
        n += is_dated(i, from, to);
    return n;
}

static void a_datetime_holds_the_firms_whose_date_meets_it(void **state)
{
    (void)state;
    static const char *const day[] = {"1999-12-31", "2021-12-31", "2022-01-01", "2022-01-04",
                                      "2022-06-15", "2022-12-31", "2023-01-01", "2023-06-15",
                                      "2024-01-01", "2025-02-28", "2025-03-01", "2030-01-01"};
    enum { DAYS = sizeof day / sizeof *day };
    size_t some = 0;
    for (size_t i = 0; i < DAYS; i++)
        for (size_t j = i; j < DAYS; j++) {
            char target[300];
            const char *const base = "/ogc/collections/firms/items?limit=50&datetime=";
            const size_t want = count_dated(day[i], day[j]);
            snprintf(target, sizeof target, "%s%sT00:00:00%%2B08:00/%sT23:59:59%%2B08:00", base, day[i], day[j]);
            assert_int_equal(walk(target, 50), want);
            snprintf(target, sizeof target, "%s%s/%s", base, day[i], day[j]);
            assert_int_equal(walk(target, 50), want);
            some += want > 0 && want < zone->firms.rows;
            if (i != j)
                continue;
            snprintf(target, sizeof target, "%s%sT12:34:56.7%%2B08:00", base, day[i]);
            assert_int_equal(walk(target, 50), want);
            snprintf(target, sizeof target, "%s..%%2F%sT04:00:00Z", base, day[i]);
            assert_int_equal(walk(target, 50), count_dated("0000-01-01", day[i]));
            snprintf(target, sizeof target, "%s%sT04:00:00Z/", base, day[i]);
            assert_int_equal(walk(target, 50), count_dated(day[i], "9999-12-31"));
        }
    assert_true(some > 10);
}

static void a_rectangle_and_a_time_are_both_to_be_met(void **state)
{
    (void)state;
    const size_t box = walk("/ogc/collections/firms/items?limit=7&bbox=119,30,121,32", 7),
                 both = walk("/ogc/collections/firms/items?limit=7&bbox=119,30,121,32&datetime=2023-06-15", 7);
    size_t want = 0;
    for (size_t i = 0; i < zone->firms.rows; i++)
        want += is_in(i, (const double[]){119, 30, 121, 32}) && is_dated(i, "2023-06-15", "2023-06-15");
    assert_int_equal(both, want);
    assert_true(both > 0 && both < box);
    assert_int_equal(walk("/ogc/collections/firms/items?limit=7&bbox=119,30,-50.5,121,32,1e3", 7), box);
}

/* ---- places */

static size_t count_positions(json_t *coordinates)
{
    size_t i, n = 0;
    json_t *inner;
    if (json_is_number(json_array_get(coordinates, 0)))
        return 1;
    json_array_foreach(coordinates, i, inner) n += count_positions(inner);
    return n;
}

static void places_are_their_outlines_where_they_have_one(void **state)
{
    (void)state;
    size_t outlined = 0, i;
    json_t *all = get("/ogc/collections/places/items?limit=10000"), *feature;
    json_array_foreach(json_object_get(all, "features"), i, feature)
    {
        json_t *geometry = json_object_get(feature, "geometry"), *properties = json_object_get(feature, "properties");
        const size_t row = ch_zone_find(zone, CH_TABLE_outlines, ch_text_of(text_of(feature, "id")));
        if (row == SIZE_MAX) {
            assert_string_equal(text_of(geometry, "type"), "Point");
            assert_null(json_object_get(properties, "lon"));
            assert_null(json_object_get(feature, "outline"));
            continue;
        }
        const ch_shape *shape = zone->outlines.geometry[row];
        assert_string_equal(text_of(geometry, "type"), shape->parts == 1 ? "Polygon" : "MultiPolygon");
        assert_int_equal(count_positions(json_object_get(geometry, "coordinates")), shape->points);
        assert_true(json_is_number(json_object_get(properties, "lon"))); /* its label */
        assert_non_null(json_object_get(json_object_get(feature, "outline"), "source"));
        outlined++;
    }
    assert_int_equal(outlined, zone->outlines.rows);
    assert_true(outlined > 0 && i == zone->places.rows);
    json_decref(all);
}

static void assert_within(json_t *coordinates, const double box[4])
{
    size_t i;
    json_t *inner;
    if (json_is_number(json_array_get(coordinates, 0))) {
        const double lon = json_number_value(json_array_get(coordinates, 0)),
                     lat = json_number_value(json_array_get(coordinates, 1));
        assert_true(lon >= box[0] && lat >= box[1] && lon <= box[2] && lat <= box[3]);
    } else {
        json_array_foreach(coordinates, i, inner) assert_within(inner, box);
    }
}

static void the_extent_holds_all_that_the_items_show(void **state)
{
    (void)state;
    static const char *const id[] = {"places", "firms"};
    for (size_t k = 0; k < 2; k++) {
        char path[100];
        double box[4];
        size_t i;
        snprintf(path, sizeof path, "/ogc/collections/%s", id[k]);
        json_t *collection = get(path), *extent = json_object_get(collection, "extent"), *feature;
        json_t *first = json_array_get(json_object_get(json_object_get(extent, "spatial"), "bbox"), 0);
        for (i = 0; i < 4; i++)
            box[i] = json_number_value(json_array_get(first, i));
        json_t *days = json_array_get(json_object_get(json_object_get(extent, "temporal"), "interval"), 0);
        snprintf(path, sizeof path, "/ogc/collections/%s/items?limit=10000&datetime=%s/%s", id[k],
                 json_string_value(json_array_get(days, 0)), json_string_value(json_array_get(days, 1)));
        json_t *items = get(path);
        json_array_foreach(json_object_get(items, "features"), i, feature)
            assert_within(json_object_get(json_object_get(feature, "geometry"), "coordinates"), box);
        assert_int_equal(i, zone->table[k == 0 ? CH_TABLE_places : CH_TABLE_firms]->rows);
        json_decref(collection), json_decref(items);
    }
}

/* By a small box at a corner of it, far from its label. */
static void a_place_is_found_by_its_outline(void **state)
{
    (void)state;
    for (size_t i = 0; i < zone->outlines.rows; i++) {
        const ch_point at = zone->outlines.geometry[i]->point[0];
        char target[200], id[64];
        size_t k;
        bool found = false;
        snprintf(target, sizeof target, "/ogc/collections/places/items?bbox=%.7f,%.7f,%.7f,%.7f", at.lon_deg - 1e-5,
                 at.lat_deg - 1e-5, at.lon_deg + 1e-5, at.lat_deg + 1e-5);
        snprintf(id, sizeof id, "%.*s", PRINTED(zone->outlines.place[i]));
        json_t *page = get(target), *feature;
        json_array_foreach(json_object_get(page, "features"), k, feature) found |=
            strcmp(text_of(feature, "id"), id) == 0;
        assert_true(found);
        assert_true(k < 4); /* the outline and its neighbours */
        json_decref(page);
    }
}

static void a_feature_is_the_same_alone_and_in_the_list(void **state)
{
    (void)state;
    static const char *const from[] = {"/ogc/collections/places/items", "/ogc/collections/firms/items"};
    for (size_t k = 0; k < 2; k++) {
        json_t *list = get(from[k]), *listed;
        size_t i;
        json_array_foreach(json_object_get(list, "features"), i, listed)
        {
            char path[200];
            snprintf(path, sizeof path, "%s/%s", from[k], text_of(listed, "id"));
            json_t *alone = get(path);
            assert_string_equal(link_of(alone, "self"), path);
            json_decref(get(link_of(alone, "collection")));
            json_object_del(alone, "links");
            assert_true(json_equal(alone, listed));
            json_decref(alone);
        }
        assert_true(i > 40);
        json_decref(list);
    }
}

/* ---- limits and times */

static void items_tell_when_they_were_made(void **state)
{
    (void)state;
    char before[32], after[32];
    time_t now = time(NULL);
    strftime(before, sizeof before, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
    json_t *page = get("/ogc/collections/firms/items");
    now = time(NULL);
    strftime(after, sizeof after, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
    assert_true(strcmp(before, text_of(page, "timeStamp")) <= 0 && strcmp(text_of(page, "timeStamp"), after) <= 0);
    json_decref(page);
    serve_answer answer = call_get(&hall, "/ogc/collections/firms/items");
    assert_string_equal(answer.etag, ""); /* no two answers are the same bytes */
    serve_answer_free(&answer);
}

static void a_limit_above_the_most_is_the_most(void **state)
{
    (void)state;
    static const char *const limit[] = {"10000", "10001", "99999999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof limit / sizeof *limit; i++) {
        char target[200];
        snprintf(target, sizeof target, "/ogc/collections/firms/items?limit=%s", limit[i]);
        assert_int_equal(walk(target, 10000), zone->firms.rows);
    }
}

/* Ask a route with this memory, from reading the query on, as the hall would. */
static ch_err ask_failing(const char *path, const char *query, const ch_memory *memory)
{
    static const serve_pair host = {{"host", 4}, {"example.org", 11}};
    const serve_request request = {
        .method = SERVE_GET, .path = ch_text_of(path), .query = ch_text_of(query), .header = &host, .headers = 1};
    serve_answer answer = {.body = {.memory = memory}};
    serve_call call = {.hall = &hall, .request = &request, .answer = &answer, .arena = CH_ARENA(memory)};
    unsigned allowed;
    call.faults.arena.memory = memory;
    call.ready = serve_hall_ready(&hall);
    call.route = serve_route_find(SERVE_GET, request.path, call.segment, &allowed);
    assert_non_null(call.route);
    ch_err err = serve_route_read(&call);
    if (err == CH_OK)
        err = call.route->run(&call);
    if (err == CH_OK && answer.body.failed)
        err = CH_ENOMEM;
    ch_ready_drop(call.ready);
    ch_faults_free(&call.faults);
    ch_arena_free(&call.arena);
    serve_answer_free(&answer);
    return err;
}

static void when_memory_runs_out_it_is_told_and_nothing_is_left(void **state)
{
    (void)state;
    static const struct {
        const char *path, *query;
        ch_err err;
    } row[] = {
        {"/ogc", "lang=en", CH_OK},
        {"/ogc/collections", "f=json", CH_OK},
        {"/ogc/collections/places/items/330522", "", CH_OK},
        {"/ogc/collections/places/items", "limit=3&bbox=119,30,121,32&datetime=2000-01-01/..&after=33", CH_OK},
        {"/ogc/collections/firms/items", "datetime=x", CH_EDATA},
        {"/ogc/collections/firms/items/nosuch", "", CH_ENONE},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        for (size_t at = 1;; at++) {
            failing failing_state = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&failing_state);
            const ch_err err = ask_failing(row[i].path, row[i].query, &memory);
            assert_int_equal(failing_state.live, 0);
            if (err == row[i].err && failing_state.calls < at)
                break;
            assert_int_equal(err, CH_ENOMEM);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_meet_every_firm_once_in_order),
        cmocka_unit_test(a_rectangle_holds_the_firms_whose_points_lie_in_it),
        cmocka_unit_test(the_next_page_is_asked_as_the_first_was),
        cmocka_unit_test(a_datetime_holds_the_firms_whose_date_meets_it),
        cmocka_unit_test(a_rectangle_and_a_time_are_both_to_be_met),
        cmocka_unit_test(places_are_their_outlines_where_they_have_one),
        cmocka_unit_test(the_extent_holds_all_that_the_items_show),
        cmocka_unit_test(a_place_is_found_by_its_outline),
        cmocka_unit_test(a_feature_is_the_same_alone_and_in_the_list),
        cmocka_unit_test(items_tell_when_they_were_made),
        cmocka_unit_test(a_limit_above_the_most_is_the_most),
        cmocka_unit_test(when_memory_runs_out_it_is_told_and_nothing_is_left),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
