/* test_ogc_rights.c - an internal cell of one place reaches no reader of another over any /ogc route. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "signing_in.h"

#include <inttypes.h>

#define WORD "Xyzzyplugh7"

static serve_hall hall;
static signed_in nobody, reader_of_p1, reader_of_p2, editor_of_p2, steward;

/* Ways to ask for f1, of p1, whose follow_up holds the word. */
static const char *const targets[] = {
    "/ogc/collections/firms/items",
    "/ogc/collections/firms/items?f=json&lang=en",
    "/ogc/collections/firms/items?limit=1",
    "/ogc/collections/firms/items?after=f0",
    "/ogc/collections/firms/items?bbox=-180,-90,180,90",
    "/ogc/collections/firms/items?bbox=-180,-90,-9,180,90,9",
    "/ogc/collections/firms/items?bbox=170,-90,-170,90",
    "/ogc/collections/firms/items?datetime=../2030-01-01T00:00:00Z",
    "/ogc/collections/firms/items/f1",
    "/ogc/collections/firms/items/f1?f=json",
    "/ogc/collections/firms/items/%66%31",
};
enum { TARGETS = sizeof targets / sizeof *targets };

static serve_answer ask(const signed_in *who, serve_method method, const char *target)
{
    serve_answer answer = call_as(&hall, who, method, target, "");
    if (answer.status != 200)
        fail_msg("%s: %u", target, answer.status);
    return answer;
}

static void assert_told(const signed_in *who, const char *target, bool told)
{
    serve_answer answer = ask(who, SERVE_GET, target);
    assert_true(body_has(&answer, "\"id\":\"f1\"")); /* the row itself is there for everybody */
    if (body_has(&answer, WORD) != told || body_has(&answer, "follow_up") != told)
        fail_msg("%s: %.*s", target, (int)answer.body.len, answer.body.at);
    assert_true(answer.varies);
    assert_non_null(strstr(answer.cache, "private"));
    serve_answer_free(&answer);
}

static void who_reads_the_place_is_told_and_nobody_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < TARGETS; i++) {
        assert_told(&reader_of_p1, targets[i], true);
        assert_told(&steward, targets[i], true);
        assert_told(&nobody, targets[i], false);
        assert_told(&reader_of_p2, targets[i], false);
        assert_told(&editor_of_p2, targets[i], false);
    }
}

/* Not even that there is such a cell: counts, links and pages are the same for all. */
static void the_rest_of_the_answer_does_not_depend_on_who_asks(void **state)
{
    (void)state;
    static const char *const others[] = {"/ogc",
                                         "/ogc/conformance",
                                         "/ogc/collections",
                                         "/ogc/collections/firms",
                                         "/ogc/collections/places",
                                         "/ogc/collections/places/items/p1",
                                         "/ogc/collections/firms/items/f2"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        serve_answer open = ask(&nobody, SERVE_GET, others[i]), all = ask(&steward, SERVE_GET, others[i]);
        assert_true(ch_text_equal(ch_buf_text(&open.body), ch_buf_text(&all.body)));
        serve_answer_free(&open), serve_answer_free(&all);
    }
}

/* follow_up is no parameter, so that nobody finds the word by asking for it. */
static void nobody_can_search_for_the_word(void **state)
{
    (void)state;
    static const char *const bad[] = {"/ogc/collections/firms/items?follow_up=" WORD,
                                      "/ogc/collections/firms/items?filter=follow_up%3D%27" WORD "%27",
                                      "/ogc/collections/firms/items?properties=follow_up",
                                      "/ogc/collections/firms/items?sortby=follow_up",
                                      "/ogc/collections/firms/items?q=" WORD};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        serve_answer answer = call_as(&hall, &nobody, SERVE_GET, bad[i], "");
        assert_int_equal(answer.status, 400);
        serve_answer_free(&answer);
    }
}

static void a_tag_of_one_is_not_that_of_another(void **state)
{
    (void)state;
    const char *const target = "/ogc/collections/firms/items/f1";
    serve_answer open = ask(&nobody, SERVE_GET, target), own = ask(&reader_of_p1, SERVE_GET, target);
    assert_true(open.etag[0] && own.etag[0]);
    assert_string_not_equal(open.etag, own.etag);
    serve_answer_free(&open), serve_answer_free(&own);
}

/* ---- the scene */

static void write_word(void)
{
    ch_ready *ready = serve_hall_ready(&hall);
    const ch_table *firms = ch_ready_zone(ready)->table[CH_TABLE_firms];
    const size_t row = ch_table_find(firms, &CH_TEXT("f1"));
    char body[512];
    snprintf(body, sizeof body,
             "{\"edits\":[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f1\",\"follow_up\":\"" WORD
             "\"},\"version\":\"%016" PRIx64 "\"}]}",
             serve_version_seal(&hall.versions, ch_table_row_digest(firms, row)));
    ch_ready_drop(ready);
    serve_answer answer = call_as(&hall, &steward, SERVE_POST, "/api/v1/changes", body);
    if (answer.status != 201)
        fail_msg("%u: %.*s", answer.status, (int)answer.body.len, answer.body.at);
    serve_answer_free(&answer);
}

static int open_scene(void **state)
{
    if (enter_folder(state) != 0)
        return -1;
    fill_store(FIXTURE_ROWS);
    add_account("steward", CH_STEWARD, "zone");
    add_account("one", CH_READER, "p1");
    add_account("two", CH_READER, "p2");
    add_account("three", CH_EDITOR, "p2");
    open_store_hall(&hall);
    steward = sign_in(&hall, "steward");
    reader_of_p1 = sign_in(&hall, "one");
    reader_of_p2 = sign_in(&hall, "two");
    editor_of_p2 = sign_in(&hall, "three");
    write_word();
    return 0;
}

static int close_scene(void **state)
{
    serve_hall_close(&hall);
    return leave_folder(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_reads_the_place_is_told_and_nobody_else),
        cmocka_unit_test(the_rest_of_the_answer_does_not_depend_on_who_asks),
        cmocka_unit_test(nobody_can_search_for_the_word),
        cmocka_unit_test(a_tag_of_one_is_not_that_of_another),
    };
    return cmocka_run_group_tests(tests, open_scene, close_scene);
}
