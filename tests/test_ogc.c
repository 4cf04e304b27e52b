/* test_ogc.c - OGC API - Features: links that lead somewhere, languages, hosts, and what hostile requests are told. */
#include "ogc_calls.h"

static void every_link_of_the_landing_page_leads_somewhere(void **state)
{
    (void)state;
    static const char *const rel[] = {"self", "service-desc", "conformance", "data"};
    json_t *landing = get("/ogc");
    for (size_t i = 0; i < sizeof rel / sizeof *rel; i++)
        json_decref(get(link_of(landing, rel[i])));
    json_decref(landing);
}

/* A link says what its answer is sent as. */
static void every_link_names_the_type_of_what_it_leads_to(void **state)
{
    (void)state;
    static const char *const from[] = {"/ogc", "/ogc/collections", "/ogc/collections/firms",
                                       "/ogc/collections/firms/items?limit=1", "/ogc/collections/places/items/330522"};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        json_t *tree = get(from[i]), *link;
        size_t k;
        assert_true(json_array_size(json_object_get(tree, "links")) > 0);
        json_array_foreach(json_object_get(tree, "links"), k, link)
        {
            serve_answer answer = call_get(&hall, text_of(link, "href"));
            assert_int_equal(answer.status, 200);
            assert_string_equal(answer.type, text_of(link, "type"));
            serve_answer_free(&answer);
        }
        json_decref(tree);
    }
}

static void nothing_is_claimed_that_is_not_met(void **state)
{
    (void)state;
    json_t *tree = get("/ogc/conformance"), *classes = json_object_get(tree, "conformsTo");
    assert_int_equal(json_array_size(classes), 2);
    assert_string_equal(json_string_value(json_array_get(classes, 0)),
                        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core");
    assert_string_equal(json_string_value(json_array_get(classes, 1)),
                        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson");
    json_decref(tree);
}

static void titles_are_in_the_language_that_is_asked_for(void **state)
{
    (void)state;
    json_t *zh = get("/ogc"), *en = get("/ogc?lang=en"), *list = get("/ogc/collections?lang=en");
    const ch_text zh_name = zone->zone.name_zh[0], en_name = zone->zone.name_en[0];
    assert_int_equal(strlen(text_of(zh, "title")), zh_name.len);
    assert_memory_equal(text_of(zh, "title"), zh_name.at, zh_name.len);
    assert_int_equal(strlen(text_of(en, "title")), en_name.len);
    assert_memory_equal(text_of(en, "title"), en_name.at, en_name.len);
    assert_string_equal(text_of(json_array_get(json_object_get(list, "collections"), 0), "title"), "Places");
    static const char *const accepted[] = {"accept-language", "en-GB,en;q=0.9", NULL};
    serve_answer answer = call_with(&hall, SERVE_GET, CH_TEXT("/ogc"), (ch_text){"", 0}, accepted);
    assert_true(body_has(&answer, text_of(en, "title")));
    serve_answer_free(&answer);
    json_decref(zh), json_decref(en), json_decref(list);
}

static void assert_host(const char *host, bool named)
{
    const char *const header[] = {"host", host, NULL};
    char link[400];
    serve_answer answer = call_with(&hall, SERVE_GET, CH_TEXT("/ogc"), (ch_text){"", 0}, header);
    snprintf(link, sizeof link, "\"href\":\"%s%s/ogc/collections\"", named ? "http://" : "", named ? host : "");
    if (answer.status != 200 || !body_has(&answer, link))
        fail_msg("%s: %.*s", host, (int)answer.body.len, answer.body.at);
    serve_answer_free(&answer);
}

static void links_name_the_host_that_was_asked_if_it_is_one(void **state)
{
    (void)state;
    static const char *const good[] = {"example.org", "example.org:8080",    "127.0.0.1:1",       "[::1]:8080",
                                       "[::1]",       "[2001:db8::A]:65535", "[::ffff:10.0.0.1]", "a_b-c.d."};
    static const char *const bad[] = {"",
                                      "x\"y<z>",
                                      "[::1",
                                      "::1",
                                      "[]",
                                      "[:]x",
                                      "[::1]8080",
                                      "[::1]:",
                                      "a:",
                                      ":80",
                                      "a:b",
                                      "a:123456",
                                      "a b",
                                      "a@b",
                                      "a/b",
                                      "a?b",
                                      "a#b",
                                      "a\\b",
                                      "a\r\nX-Evil: 1",
                                      "a,b",
                                      "\xe4\xb8\xad",
                                      "[fe80::1%25eth0]",
                                      "a:80:80",
                                      "[[::1]]"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_host(good[i], true);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_host(bad[i], false);
    char longest[257];
    memset(longest, 'a', 256);
    longest[255] = '\0';
    assert_host(longest, true);
    longest[255] = 'a', longest[256] = '\0';
    assert_host(longest, false);
}

/* The link to itself gives the same again, and links to itself. */
static void every_answer_links_to_itself(void **state)
{
    (void)state;
    static const char *const target[] = {
        "/ogc",
        "/ogc?lang=en&f=json",
        "/ogc/collections?f=json",
        "/ogc/collections/firms",
        "/ogc/collections/firms/items",
        "/ogc/collections/firms/items?limit=3&f=json&lang=en",
        "/ogc/collections/firms/items?bbox=119,30,121,32&datetime=2023-01-01T00:00:00+08:00/..&limit=2&after=b",
        "/ogc/collections/%70laces/items?&&limit=2&bbox=%31,2,3,4&",
        "/ogc/collections/places/items/330522?f=json",
        "/ogc/collections/places/items/%3330522"};
    for (size_t i = 0; i < sizeof target / sizeof *target; i++) {
        json_t *first = get(target[i]), *again = get(link_of(first, "self"));
        json_object_del(first, "timeStamp"), json_object_del(again, "timeStamp");
        if (!json_equal(first, again))
            fail_msg("%s: %s is another", target[i], link_of(first, "self"));
        json_decref(first), json_decref(again);
    }
}

static void a_collection_is_the_same_alone_and_in_the_list(void **state)
{
    (void)state;
    json_t *list = get("/ogc/collections"), *listed;
    size_t i;
    json_array_foreach(json_object_get(list, "collections"), i, listed)
    {
        json_t *alone = get(link_of(listed, "self"));
        assert_true(json_equal(alone, listed));
        json_decref(get(link_of(alone, "items")));
        json_decref(alone);
    }
    assert_int_equal(i, 2);
    json_decref(list);
}

static void what_is_not_there_is_404_and_what_is_not_known_400(void **state)
{
    (void)state;
    static const char *const absent[] = {"/ogc/collections/sources",
                                         "/ogc/collections/outlines/items",
                                         "/ogc/collections/firms/items/nosuch",
                                         "/ogc/api",
                                         "/ogc/",
                                         "/ogc/collections/firms/items/",
                                         "/ogc/collections/firms/items/a/b"};
    static const char *const query[] = {"datetime=2020",
                                        "datetime=",
                                        "datetime=../..",
                                        "datetime=2021-01-01/2020-01-01",
                                        "datetime=x",
                                        "limit=0",
                                        "limit=-1",
                                        "limit=",
                                        "limit=1.5",
                                        "limit=a",
                                        "bbox=1,2,3",
                                        "bbox=1,2,3,4,5",
                                        "bbox=1,2,3,4,5,6,7",
                                        "bbox=1,2,3,4,",
                                        "bbox=",
                                        "bbox=1,2,3,x",
                                        "bbox=nan,2,3,4",
                                        "bbox=0x1,2,3,4",
                                        "bbox=1,4,3,2",
                                        "bbox=-181,0,1,1",
                                        "bbox=0,0,181,1",
                                        "bbox=0,-91,1,1",
                                        "bbox=0,0,1,91",
                                        "bbox=0,0,0,1,1,inf",
                                        "bbox=1e999,0,1,1",
                                        "f=html",
                                        "f=",
                                        "nosuch=1",
                                        "crs=x",
                                        "bbox-crs=x",
                                        "limit=1&limit=2",
                                        "bbox=1,2,3,4&bbox=1,2,3,4",
                                        "lang=fr"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_status(absent[i], 404);
    for (size_t i = 0; i < sizeof query / sizeof *query; i++) {
        char target[200];
        snprintf(target, sizeof target, "/ogc/collections/firms/items?%s", query[i]);
        assert_status(target, 400);
    }
    static const char *const others[] = {"/ogc?f=html",
                                         "/ogc?limit=1",
                                         "/ogc/conformance?x",
                                         "/ogc/collections?bbox=1,2,3,4",
                                         "/ogc/collections/firms?f=xml",
                                         "/ogc/collections/firms/items/alcha?limit=1"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_status(others[i], 400);
}

static void assert_refused(ch_text target)
{
    serve_answer answer = call_with(&hall, SERVE_GET, target, (ch_text){"", 0}, NULL);
    if (answer.status != 400 && answer.status != 404)
        fail_msg("%.80s: %u", target.at, answer.status);
    assert_string_equal(answer.type, "application/problem+json");
    assert_true(answer.body.len < 8000); /* what was sent is not sent back whole */
    serve_answer_free(&answer);
}

static void hostile_paths_and_values_are_refused(void **state)
{
    (void)state;
    static const char *const target[] = {"/ogc/../etc/passwd",
                                         "/ogc/collections/../../x",
                                         "//ogc",
                                         "/ogc//collections",
                                         "/ogc/collections/",
                                         "/ogc/collections/firms/items/..",
                                         "/ogc/collections/firms/items/%2e%2e",
                                         "/ogc/collections/%2e%2e%2fzone",
                                         "/ogc/collections/firms/items/%2Fetc%2Fpasswd",
                                         "/ogc/collections/firms/items/a%00b",
                                         "/ogc/collections/firms/items/%",
                                         "/ogc/collections/firms/items/%ff",
                                         "/ogc/collections/firms%00/items",
                                         "/ogc/collections/firms/items/%0d%0aX:1",
                                         "/ogc/collections/FIRMS/items",
                                         "/ogc/collections/firms;x/items",
                                         "/ogc/collections/firms/items?after=%0d%0a",
                                         "/ogc/collections/firms/items?%00=1",
                                         "/ogc/collections/firms/items?bbox=%31%2c",
                                         "/ogc/collections/firms/items?f=json%00"};
    for (size_t i = 0; i < sizeof target / sizeof *target; i++)
        assert_refused(ch_text_of(target[i]));
    static const char *const begin[] = {
        "/ogc/collections/firms/items/",       "/ogc/collections/",
        "/ogc/collections/firms/items?bbox=",  "/ogc/collections/firms/items?datetime=",
        "/ogc/collections/firms/items?after=", "/ogc/collections/firms/items?f=",
        "/ogc/collections/firms/items?x=",     "/ogc/collections/firms/items?limit=-",
    };
    static char longest[16000];
    for (size_t i = 0; i < sizeof begin / sizeof *begin; i++) {
        const size_t len = strlen(begin[i]);
        memset(longest, '1', sizeof longest);
        memcpy(longest, begin[i], len);
        assert_refused((ch_text){longest, sizeof longest});
        memset(longest + len, '&', sizeof longest - len);
        longest[sizeof longest - 1] = '%';
        assert_refused((ch_text){longest, sizeof longest});
    }
}

/* A cursor may be any text: it is a place in the order of ids, and comes back encoded or not at all. */
static void a_strange_cursor_breaks_no_link(void **state)
{
    (void)state;
    json_t *page = get("/ogc/collections/firms/items?limit=1&after=%22%3E%3Cscript%3E%26f=html");
    const char *self = link_of(page, "self");
    assert_null(strpbrk(self, "\"<> "));
    json_t *again = get(self);
    assert_true(json_equal(json_object_get(page, "features"), json_object_get(again, "features")));
    json_decref(page), json_decref(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_link_of_the_landing_page_leads_somewhere),
        cmocka_unit_test(every_link_names_the_type_of_what_it_leads_to),
        cmocka_unit_test(nothing_is_claimed_that_is_not_met),
        cmocka_unit_test(titles_are_in_the_language_that_is_asked_for),
        cmocka_unit_test(links_name_the_host_that_was_asked_if_it_is_one),
        cmocka_unit_test(every_answer_links_to_itself),
        cmocka_unit_test(a_collection_is_the_same_alone_and_in_the_list),
        cmocka_unit_test(what_is_not_there_is_404_and_what_is_not_known_400),
        cmocka_unit_test(hostile_paths_and_values_are_refused),
        cmocka_unit_test(a_strange_cursor_breaks_no_link),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
