/* test_duty_routes.c - who owes what, over HTTP: by day, by office, as JSON and as a workbook to remind by. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "import_calls.h"

#include "failing.h"
#include "read_book_all.h"

/* Two offices; firms monthly by the first, parcels yearly by both. */
static int open_duties(void **state)
{
    open_hall(state);
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports/take?table=offices&source=s1",
                       "id,name_zh,name_en,contact\no1,经信局,Industry office,Rareword1\no2,自然资源局,,\n"),
                  201, "\"added\":2");
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports/take?table=duties&source=s1",
                       "id,office,table,place,cadence,due_days,covered\n"
                       "d1,o1,firms,,month,10,2024-03\nd2,o2,parcels,,year,,\nd3,o1,leads,,year,,2023\n"),
                  201, "\"added\":3");
    return 0;
}

/* By hand: April 2024 ended, and its 10 days were over on May 10th. */
static void duties_are_judged_on_the_day_asked(void **state)
{
    (void)state;
    ASSERT_ANSWER(get(STEWARD, "/api/v1/duties?on=2024-05-15"), 200,
                  "{\"today\":\"2024-05-15\",\"overdue\":1,\"never\":1,\"due\":0,\"kept\":1,\"duties\":[{\"id\":\"d1\"",
                  "\"office_name\":\"经信局\"", "\"owed\":\"2024-04-30\",\"due_on\":\"2024-05-10\",\"days\":5");
    ASSERT_ANSWER(get(STEWARD, "/api/v1/duties?on=2024-05-05"), 200, "\"overdue\":0,\"never\":1,\"due\":1,\"kept\":1");
    ASSERT_ANSWER(get(STEWARD, "/api/v1/duties?on=2024-05"), 200, "{\"today\":\"2024-05-31\"");
    ASSERT_ANSWER(get(STEWARD, "/api/v1/duties?on=2024-05-15&office=o2"), 200, "\"overdue\":0,\"never\":1,\"due\":0",
                  "\"duties\":[{\"id\":\"d2\"");
}

static void what_is_none_is_told(void **state)
{
    (void)state;
    ASSERT_ANSWER(get(STEWARD, "/api/v1/duties?office=o9"), 404, "\"found\":\"o9\"");
    ASSERT_ANSWER(get(STEWARD, "/api/v1/duties?on=soon"), 400, "a date");
    ASSERT_ANSWER(get(STEWARD, "/api/v1/duties?format=csv"), 400, "json, xlsx");
}

static void each_office_that_owes_has_its_sheet(void **state)
{
    (void)state;
    serve_answer answer = get(STEWARD, "/api/v1/duties?on=2024-05-15&format=xlsx");
    ch_buf said = {0};
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.header[0].value, "attachment; filename=\"changhe-duties.xlsx\"");
    read_book_all(ch_buf_text(&answer.body), &said);
    assert_non_null(strstr(said.at, "Industry office"));
    assert_non_null(strstr(said.at, "自然资源局"));
    assert_non_null(strstr(said.at, "d1"));
    assert_null(strstr(said.at, "d3")); /* kept */
    ch_buf_free(&said);
    serve_answer_free(&answer);
}

/* Whom to call is for who may read it, and no answer of duties tells it. */
static void contacts_are_told_to_nobody(void **state)
{
    (void)state;
    static const char *const targets[] = {"/api/v1/duties", "/api/v1/duties?on=2024-05-15"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        serve_answer answer = get(EDITOR_OF_P1, targets[i]);
        assert_int_equal(answer.status, 200);
        assert_false(body_has(&answer, "Rareword1"));
        serve_answer_free(&answer);
    }
    ASSERT_ANSWER(get(STEWARD, "/api/v1/tables/offices/o1"), 200, "Rareword1");
}

/* Today's answer is not tomorrow's, so it has no tag to be asked by. */
static void only_an_answer_of_a_day_is_kept(void **state)
{
    (void)state;
    serve_answer today = get(STEWARD, "/api/v1/duties"), day = get(STEWARD, "/api/v1/duties?on=2024-05-15");
    assert_string_equal(today.etag, "");
    assert_string_not_equal(day.etag, "");
    serve_answer_free(&today);
    serve_answer_free(&day);
}

static void no_lack_of_memory_does_harm(void **state)
{
    (void)state;
    static const char *const targets[] = {"/api/v1/duties?on=2024-05-15", "/api/v1/duties?format=xlsx",
                                          "/api/v1/templates/firms", "/api/v1/tables/firms?format=xlsx"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        unsigned status = 0;
        for (size_t at = 1; status != 200; at++) {
            failing counted = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&counted);
            serve_answer answer = ask_with(&memory, STEWARD, SERVE_GET, targets[i], (ch_text){"", 0});
            status = answer.status;
            assert_true(status == 200 || status == 503);
            serve_answer_free(&answer);
            assert_int_equal(counted.live, 0);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_duties, close_hall)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(duties_are_judged_on_the_day_asked),  TEST(what_is_none_is_told),
        TEST(each_office_that_owes_has_its_sheet), TEST(contacts_are_told_to_nobody),
        TEST(only_an_answer_of_a_day_is_kept),     TEST(no_lack_of_memory_does_harm),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
