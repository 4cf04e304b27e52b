/* test_import_routes.c - sheets over HTTP: tried, taken in by those who may, their bad rows given back. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "import_calls.h"

#include "failing.h"
#include "read_book_all.h"

#define FIRMS "?table=firms&source=s1"

/* A row of each kind: changed, new, at fault, the same. */
static const char mixed[] = "企业编号,企业名称,所在地区,备注\n"
                            "f1,甲,长兴,改了\n"
                            ",丁电池有限公司,广德,\n"
                            ",戊,火星,\n"
                            "f2,乙,广德市,\n";

/* ---- trying and taking */

static void a_sheet_is_tried_without_being_written(void **state)
{
    (void)state;
    const fixture_digest before = digest_of_store();
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports" FIRMS "&name=a.csv", mixed), 200,
                  "\"rows\":4,\"added\":1,\"changed\":1,\"same\":1,\"bad\":1",
                  "\"table\":\"firms\",\"sheet\":\"a.csv\"",
                  "\"sheets\":[{\"name\":\"a.csv\",\"hidden\":false}],\"encoding\":\"utf8\",\"delimiter\":\"comma\"",
                  "\"heads_in_order\":[\"企业编号\",\"企业名称\",\"所在地区\",\"备注\"]",
                  "\"bad_rows\":[{\"row\":4,\"cells\":[{\"column\":\"B\",\"text\":\"戊\"},{\"column\":\"C\","
                  "\"text\":\"火星\"}]}]",
                  "{\"sheet\":\"a.csv\",\"row\":4,\"column\":\"C\"", "\"op\":\"upsert\",\"row\":{\"id\":\"f1\"");
    assert_string_equal(digest_of_store().hex, before.hex);
    assert_published();
}

static void a_sheet_goes_in_at_once_and_a_second_time_changes_nothing(void **state)
{
    (void)state;
    const fixture_digest before = digest_of_store();
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports/take" FIRMS, mixed), 400, "good_only=yes", "\"bad\":1,\"faults\":[{",
                  "\"row\":4,\"column\":\"C\"", "\"fault_count\":1}");
    assert_string_equal(digest_of_store().hex, before.hex);
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports/take" FIRMS "&good_only=yes&name=a.csv", mixed), 201,
                  "\"rows\":4,\"added\":1,\"changed\":1,\"same\":1,\"bad\":1,\"change\":2}");
    assert_published();
    assert_string_not_equal(digest_of_store().hex, before.hex);
    ASSERT_ANSWER(get(STEWARD, "/api/v1/changes/2"), 200, "\"note\":\"a.csv\"", "改了", "丁电池有限公司");
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports/take" FIRMS "&good_only=yes&name=a.csv", mixed), 200,
                  "\"added\":0,\"changed\":0,\"same\":3,\"bad\":1,\"change\":null}");
    ASSERT_ANSWER(ask_with(NULL, STEWARD, SERVE_POST, "/api/v1/changes/2/undo", CH_TEXT("{}")), 201, "\"change\":3");
    assert_string_equal(digest_of_store().hex, before.hex);
}

static void edits_of_a_trial_are_taken_as_changes(void **state)
{
    (void)state;
    serve_answer tried = post(STEWARD, "/api/v1/imports" FIRMS, "企业编号,备注\nf2,由表\n");
    assert_int_equal(tried.status, 200);
    ch_buf_addc(&tried.body, '\0');
    char *edits = strstr(tried.body.at, "\"edits\":["), *end = edits ? strstr(edits, ",\"sheet_row\"") : NULL;
    assert_non_null(end);
    char body[500];
    snprintf(body, sizeof body, "{%.*s}]}", (int)(end - edits), edits);
    ASSERT_ANSWER(ask_with(NULL, STEWARD, SERVE_POST, "/api/v1/changes", ch_text_of(body)), 201, "\"rows\":1");
    serve_answer_free(&tried);
}

static void a_store_that_moved_on_is_read_again(void **state)
{
    (void)state;
    fill_store(FIXTURE_ROWS - 1); /* by another program: without the project */
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports/take" FIRMS, "企业编号,备注\nf2,新\n"), 201, "\"changed\":1");
    assert_published();
}

static void a_map_says_what_an_unknown_head_fills(void **state)
{
    (void)state;
    static const char sheet[] = "企业编号,企业名称,公司大名,闲话\nf2,乙,x,改\n";
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports" FIRMS "&map=%7B%22%E9%97%B2%E8%AF%9D%22:%22note%22%7D", sheet), 200,
                  "\"changed\":1", "\"head\":\"闲话\",\"table\":\"firms\",\"fills\":\"note\"",
                  "\"head\":\"公司大名\",\"table\":null");
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports" FIRMS "&map=%7B%22%E9%97%B2%E8%AF%9D%22:%22moon%22%7D", sheet), 200,
                  "a column of this table");
}

/* ---- workbooks */

static ch_buf body_of(serve_answer answer)
{
    if (answer.status != 200)
        fail_msg("%u: %.*s", answer.status, (int)answer.body.len, answer.body.at);
    return answer.body;
}

static void a_table_as_a_workbook_comes_back_the_same(void **state)
{
    (void)state;
    static const char *const tables[] = {"firms", "projects", "places", "sources", "firm_segments"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char target[100];
        snprintf(target, sizeof target, "/api/v1/tables/%s?format=xlsx", tables[i]);
        ch_buf book = body_of(get(STEWARD, target));
        snprintf(target, sizeof target, "/api/v1/imports/take?table=%s", tables[i]);
        ASSERT_ANSWER(ask_with(NULL, STEWARD, SERVE_POST, target, ch_buf_text(&book)), 200, "\"added\":0,\"changed\":0",
                      "\"bad\":0,\"change\":null");
        ch_buf_free(&book);
    }
}

static void a_workbook_holds_the_places_and_keys_asked_for(void **state)
{
    (void)state;
    static const struct {
        const char *query, *has, *lacks;
    } cases[] = {{"", "乙", "丁"}, {"&place=p1", "甲", "乙"}, {"&keys=f2", "乙", "91350100M000100Y43"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char target[100];
        snprintf(target, sizeof target, "/api/v1/tables/firms?format=xlsx%s", cases[i].query);
        ch_buf book = body_of(get(STEWARD, target)), said = {0};
        read_book_all(ch_buf_text(&book), &said);
        assert_non_null(strstr(said.at, cases[i].has));
        assert_null(strstr(said.at, cases[i].lacks));
        ch_buf_free(&said);
        ch_buf_free(&book);
    }
}

static void a_template_has_heads_and_no_row(void **state)
{
    (void)state;
    ch_buf book = body_of(get(STEWARD, "/api/v1/templates/firms")), said = {0};
    read_book_all(ch_buf_text(&book), &said);
    assert_non_null(strstr(said.at, "place"));
    assert_null(strstr(said.at, "甲"));
    ASSERT_ANSWER(ask_with(NULL, STEWARD, SERVE_POST, "/api/v1/imports" FIRMS, ch_buf_text(&book)), 200, "\"rows\":0");
    ch_buf_free(&said);
    ch_buf_free(&book);
    ASSERT_ANSWER(get(STEWARD, "/api/v1/templates/firmz"), 404, "nearest: firms");
}

static void bad_rows_come_back_with_the_reason(void **state)
{
    (void)state;
    serve_answer answer = post(STEWARD, "/api/v1/imports/bad" FIRMS, mixed);
    ch_buf book = body_of(answer), said = {0};
    read_book_all(ch_buf_text(&book), &said);
    assert_non_null(strstr(said.at, "火星"));
    assert_non_null(strstr(said.at, "expected the key of a row of places"));
    assert_null(strstr(said.at, "改了"));
    ch_buf_free(&said);
    ch_buf_free(&book);
    answer = post(STEWARD, "/api/v1/imports/bad" FIRMS, "企业编号,备注\nf2,新\n");
    assert_int_equal(answer.status, 204);
    assert_int_equal(answer.body.len, 0);
    serve_answer_free(&answer);
}

/* ---- rights */

/* Of f1 in p1, f2 in p2, and new firms in both: an editor's rows are those of his place. */
static void rows_of_another_place_are_bad_rows(void **state)
{
    (void)state;
    static const char sheet[] = "企业编号,企业名称,所在地区,备注\nf1,甲,p1,x\nf2,乙,p2,x\n"
                                ",新甲,p1,\n,新乙,p2,\n";
    static const char told[] = "a row that you may change";
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports" FIRMS, sheet), 200, "\"added\":2,\"changed\":2,\"same\":0,\"bad\":0");
    ASSERT_ANSWER(post(EDITOR_OF_P1, "/api/v1/imports" FIRMS, sheet), 200,
                  "\"added\":1,\"changed\":1,\"same\":0,\"bad\":2", told, "\"bad_rows\":[{\"row\":3,", "{\"row\":5,");
    ASSERT_ANSWER(post(EDITOR_OF_P2, "/api/v1/imports" FIRMS, sheet), 200,
                  "\"added\":1,\"changed\":1,\"same\":0,\"bad\":2", told, "\"bad_rows\":[{\"row\":2,", "{\"row\":4,");
    ASSERT_ANSWER(post(READER_OF_P1, "/api/v1/imports" FIRMS, sheet), 200,
                  "\"added\":0,\"changed\":0,\"same\":0,\"bad\":4");

    ASSERT_ANSWER(post(READER_OF_P1, "/api/v1/imports/take" FIRMS "&good_only=yes", sheet), 200, "\"change\":null");
    ASSERT_ANSWER(post(EDITOR_OF_P1, "/api/v1/imports/take" FIRMS, sheet), 400, told, "\"bad\":2");
    ASSERT_ANSWER(post(EDITOR_OF_P1, "/api/v1/imports/take" FIRMS "&good_only=yes", sheet), 201, "\"change\":2");
    assert_published();
    ASSERT_ANSWER(get(STEWARD, "/api/v1/changes/2"), 200, "\"key\":\"f1\"", "新甲");
    serve_answer answer = get(STEWARD, "/api/v1/changes/2");
    assert_false(body_has(&answer, "新乙") || body_has(&answer, "\"key\":\"f2\""));
    serve_answer_free(&answer);
}

/* Neither taken away nor sent to a place of others, nor what is of no place. */
static void no_row_leaves_its_editor_s_place(void **state)
{
    (void)state;
    ASSERT_ANSWER(post(EDITOR_OF_P1, "/api/v1/imports" FIRMS, "企业编号,所在地区\nf1,p2\n"), 200, "\"changed\":0",
                  "\"bad\":1", "a row that you may change");
    ASSERT_ANSWER(post(EDITOR_OF_P2, "/api/v1/imports" FIRMS, "企业编号,所在地区\nf1,p2\n"), 200, "\"bad\":1");
    ASSERT_ANSWER(post(EDITOR_OF_P1, "/api/v1/imports?table=sources", "id,title\ns1,Mine\ns2,New\n"), 200,
                  "\"added\":0,\"changed\":0,\"same\":0,\"bad\":2");
    ASSERT_ANSWER(post(EDITOR_OF_P1, "/api/v1/imports?table=places&source=s1", "id,name_zh\np1,我的县\n"), 200,
                  "\"bad\":1");
}

/* Who guesses a hidden cell is told the same whether he is right or wrong. */
static void a_hidden_cell_cannot_be_tried(void **state)
{
    (void)state;
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports/take" FIRMS, "企业编号,跟进情况\nf1,secretA\n"), 201, "\"changed\":1");
    for (int who = EDITOR_OF_P1; who < VISITORS; who++) {
        serve_answer right = post(who, "/api/v1/imports" FIRMS, "企业编号,跟进情况\nf1,secretA\n");
        serve_answer wrong = post(who, "/api/v1/imports" FIRMS, "企业编号,跟进情况\nf1,secretB\n");
        assert_int_equal(right.status, 200);
        for (size_t i = 0; i + 7 <= right.body.len; i++)
            if (memcmp(right.body.at + i, "secretA", 7) == 0)
                right.body.at[i + 6] = 'B';
        const bool same = ch_text_equal(ch_buf_text(&right.body), ch_buf_text(&wrong.body));
        assert_int_equal(same, who != EDITOR_OF_P1); /* who sees the cell, and may change it */
        serve_answer_free(&right);
        serve_answer_free(&wrong);
    }
}

/* ---- duties */

static void add_duties(void)
{
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports/take?table=offices&source=s1", "id,name_zh\no1,经信局\n"), 201,
                  "\"added\":1");
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports/take?table=duties&source=s1",
                       "id,office,table,place,cadence\nd1,o1,firms,p1,month\nd2,o1,firms,,month\n"),
                  201, "\"added\":2");
}

static void a_sheet_fulfils_its_duty_in_the_same_change(void **state)
{
    (void)state;
    add_duties();
    static const char sheet[] = "企业编号,备注\nf1,新\n";
    ASSERT_ANSWER(post(EDITOR_OF_P1, "/api/v1/imports/take" FIRMS "&duty=d9", sheet), 400, "\"found\":\"d9\"");
    ASSERT_ANSWER(post(EDITOR_OF_P1, "/api/v1/imports/take" FIRMS "&duty=d2", sheet), 403, "\"found\":\"d2\"");
    ASSERT_ANSWER(post(READER_OF_P1, "/api/v1/imports/take" FIRMS "&duty=d1&good_only=yes", sheet), 403, "d1");
    ASSERT_ANSWER(post(EDITOR_OF_P1, "/api/v1/imports/take" FIRMS "&duty=d1&as_of=2024-05", sheet), 201,
                  "\"change\":4");
    ASSERT_ANSWER(get(STEWARD, "/api/v1/tables/duties/d1"), 200, "\"covered\":\"2024-05\"", "\"received_on\":\"20");
    assert_published();
}

/* ---- where it cannot be */

static void without_accounts_or_a_store_the_reason_is_told(void **state)
{
    (void)state;
    static const char *const header[] = {"content-type", "application/octet-stream", NULL};
    static const char *const targets[] = {"/api/v1/imports" FIRMS, "/api/v1/imports/take" FIRMS,
                                          "/api/v1/imports/bad" FIRMS};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        const ch_text target = ch_text_of(targets[i]);
        ASSERT_ANSWER(call_with(&hall, SERVE_POST, target, CH_TEXT("x"), header), 401, "\"status\":401");
        hall.open_accounts = false;
        ASSERT_ANSWER(call_with(&hall, SERVE_POST, target, CH_TEXT("x"), header), 403, "changhe user add");
        hall.store = NULL;
        ASSERT_ANSWER(call_with(&hall, SERVE_POST, target, CH_TEXT("x"), header), 403, "changhe load");
        hall.store = STORE;
        hall.open_accounts = true;
    }
    hall.store = NULL;
    ASSERT_ANSWER(call_get(&hall, "/api/v1/templates/leads"), 200, "xl/workbook.xml");
    ASSERT_ANSWER(call_get(&hall, "/api/v1/tables/firms?format=xlsx"), 200, "xl/workbook.xml");
    ASSERT_ANSWER(call_get(&hall, "/api/v1/duties"), 200, "\"duties\":[]");
    hall.store = STORE;
}

static void only_so_many_sheets_are_read_at_once(void **state)
{
    (void)state;
    hall.importing = 2;
    serve_answer answer = post(STEWARD, "/api/v1/imports" FIRMS, mixed);
    assert_int_equal(answer.status, 503);
    assert_string_equal(answer.header[0].name, "Retry-After");
    serve_answer_free(&answer);
    assert_int_equal(hall.importing, 2);
    hall.importing = 0;
    ASSERT_ANSWER(post(STEWARD, "/api/v1/imports" FIRMS, mixed), 200, "\"rows\":4");
    assert_int_equal(hall.importing, 0);
}

/* ---- memory */

static void no_lack_of_memory_does_harm(void **state)
{
    (void)state;
    static const char *const targets[] = {"/api/v1/imports" FIRMS "&map=%7B%22%E5%A4%87%E6%B3%A8%22:%22note%22%7D",
                                          "/api/v1/imports/bad" FIRMS, "/api/v1/imports/take" FIRMS,
                                          "/api/v1/imports/take" FIRMS "&good_only=yes"};
    static const unsigned ends[] = {200, 200, 400, 201};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        unsigned status = 0;
        const fixture_digest before = digest_of_store();
        for (size_t at = 1; status != ends[i]; at++) {
            failing counted = {.fail_at = at};
            const ch_memory memory = FAILING_MEMORY(&counted);
            serve_answer answer = ask_with(&memory, STEWARD, SERVE_POST, targets[i], ch_text_of(mixed));
            status = answer.status;
            if (status != ends[i]) {
                assert_int_equal(status, 503);
                assert_string_equal(digest_of_store().hex, before.hex);
            }
            serve_answer_free(&answer);
            assert_int_equal(counted.live, 0);
            assert_int_equal(hall.importing, 0);
        }
        assert_published();
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_hall, close_hall)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sheet_is_tried_without_being_written),
        TEST(a_sheet_goes_in_at_once_and_a_second_time_changes_nothing),
        TEST(edits_of_a_trial_are_taken_as_changes),
        TEST(a_store_that_moved_on_is_read_again),
        TEST(a_map_says_what_an_unknown_head_fills),
        TEST(a_table_as_a_workbook_comes_back_the_same),
        TEST(a_workbook_holds_the_places_and_keys_asked_for),
        TEST(a_template_has_heads_and_no_row),
        TEST(bad_rows_come_back_with_the_reason),
        TEST(rows_of_another_place_are_bad_rows),
        TEST(no_row_leaves_its_editor_s_place),
        TEST(a_hidden_cell_cannot_be_tried),
        TEST(a_sheet_fulfils_its_duty_in_the_same_change),
        TEST(without_accounts_or_a_store_the_reason_is_told),
        TEST(only_so_many_sheets_are_read_at_once),
        TEST(no_lack_of_memory_does_harm),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
