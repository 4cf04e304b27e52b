/* test_ogc.c - places and firms by OGC API - Features: links that lead somewhere, pages, rectangles. */
#include "bundled.h"

#include "calling.h"

#include <jansson.h>
#include <math.h>

static serve_hall hall;

static int open_hall(void **state)
{
    load(state);
    ch_zone_hold(zone);
    ch_faults faults = {0};
    assert_int_equal(serve_hall_open(&hall, zone, NULL, &faults), CH_OK);
    ch_faults_free(&faults);
    return 0;
}

static int close_hall(void **state)
{
    serve_hall_close(&hall);
    return unload(state);
}

static json_t *get(const char *target)
{
    serve_answer answer = call_get(&hall, target);
    if (answer.status != 200)
        fail_msg("%s: %u", target, answer.status);
    json_t *tree = json_loadb(answer.body.at, answer.body.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(tree);
    serve_answer_free(&answer);
    return tree;
}

static void assert_status(const char *target, unsigned status)
{
    serve_answer answer = call_get(&hall, target);
    if (answer.status != status)
        fail_msg("%s: %u, expected %u", target, answer.status, status);
    serve_answer_free(&answer);
}

/* The link of a relation, NULL: there is none. Without a Host header links begin with our path. */
static const char *link_of(json_t *tree, const char *rel)
{
    size_t i;
    json_t *link;
    json_array_foreach(json_object_get(tree, "links"), i,
                       link) if (strcmp(json_string_value(json_object_get(link, "rel")), rel) ==
                                 0) return json_string_value(json_object_get(link, "href"));
    return NULL;
}

static void every_link_of_the_landing_page_leads_somewhere(void **state)
{
    (void)state;
    static const char *const rel[] = {"self", "service-desc", "conformance", "data"};
    json_t *landing = get("/ogc");
    for (size_t i = 0; i < sizeof rel / sizeof *rel; i++)
        json_decref(get(link_of(landing, rel[i])));
    json_decref(landing);
}

static void links_name_the_host_that_was_asked_if_it_is_one(void **state)
{
    (void)state;
    static const char *const good[] = {"host", "example.org:8080", NULL}, *const bad[] = {"host", "x\"y<z>", NULL};
    serve_answer named = call_with(&hall, SERVE_GET, CH_TEXT("/ogc"), (ch_text){"", 0}, good);
    serve_answer odd = call_with(&hall, SERVE_GET, CH_TEXT("/ogc"), (ch_text){"", 0}, bad);
    assert_true(body_has(&named, "\"http://example.org:8080/ogc/collections\""));
    assert_true(body_has(&odd, "\"href\":\"/ogc/collections\""));
    serve_answer_free(&named), serve_answer_free(&odd);
}

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

static void what_is_not_there_is_404_and_what_is_not_known_400(void **state)
{
    (void)state;
    assert_status("/ogc/collections/sources", 404);
    assert_status("/ogc/collections/firms/items/nosuch", 404);
    assert_status("/ogc/collections/firms/items?datetime=2020", 400);
    assert_status("/ogc/collections/firms/items?limit=0", 400);
    assert_status("/ogc/collections/firms/items?bbox=1,2,3", 400);
    assert_status("/ogc/collections/firms/items?f=html", 400);
    json_decref(get("/ogc/collections/places/items/330522"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_link_of_the_landing_page_leads_somewhere),
        cmocka_unit_test(links_name_the_host_that_was_asked_if_it_is_one),
        cmocka_unit_test(pages_meet_every_firm_once_in_order),
        cmocka_unit_test(a_rectangle_holds_the_firms_whose_points_lie_in_it),
        cmocka_unit_test(what_is_not_there_is_404_and_what_is_not_known_400),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
