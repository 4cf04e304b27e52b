/* test_serve.c - routes, parameters, problems; and that HTTP answers what the command line answers. */
#include "bundled.h"

#include "calling.h"

#include "changhe/answer.h"
#include "changhe/json.h"
#include "changhe/whatif.h"

#include <jansson.h>

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

static void assert_status(const char *target, unsigned status)
{
    serve_answer answer = call_get(&hall, target);
    if (answer.status != status)
        fail_msg("%s: %u, expected %u: %.*s", target, answer.status, status, (int)answer.body.len, answer.body.at);
    serve_answer_free(&answer);
}

static json_t *parse(const serve_answer *answer)
{
    json_error_t error;
    json_t *tree = json_loadb(answer->body.at, answer->body.len, JSON_REJECT_DUPLICATES, &error);
    if (!tree)
        fail_msg("%s at %d: %.*s", error.text, error.position, (int)answer->body.len, answer->body.at);
    return tree;
}

/* What the command line would write. */
static ch_buf expected(ch_question question, bool who, bool csv)
{
    asked *a = ask(question);
    ch_buf out = {0};
    ch_err err = who   ? csv ? ch_answer_who_csv(&a->desk, &a->who, &out) : ch_answer_who_json(&a->desk, &a->who, &out)
                   : csv ? ch_answer_chain_csv(&a->desk, &a->chain, &out)
                       : ch_answer_chain_json(&a->desk, &a->chain, &out);
    assert_int_equal(err, CH_OK);
    done(a);
    return out;
}

static void assert_same(const char *target, const char *edits, ch_question question, bool who, bool csv)
{
    serve_answer answer = edits ? call_post(&hall, target, edits) : call_get(&hall, target);
    ch_buf want = expected(question, who, csv);
    assert_int_equal(answer.status, 200);
    assert_int_equal(answer.body.len, want.len);
    assert_memory_equal(answer.body.at, want.at, want.len);
    ch_buf_free(&want);
    serve_answer_free(&answer);
}

static void http_answers_what_the_command_line_answers(void **state)
{
    (void)state;
    const ch_question all = {.place = CH_TEXT("zone")},
                      some = {.place = CH_TEXT("330522,341882"), .chain = CH_TEXT("nev")};
    ch_question team = {.place = CH_TEXT("341882"), .top = 5, .team = 3};
    assert_same("/api/v1/chain", NULL, all, false, false);
    assert_same("/api/v1/chain?place=330522,341882&chain=nev", NULL, some, false, false);
    assert_same("/api/v1/chain?place=330522%2C341882&chain=nev&format=csv", NULL, some, false, true);
    assert_same("/api/v1/who?place=341882&top=5&team=3", NULL, team, true, false);
    assert_same("/api/v1/who?place=341882&top=5&team=3&format=csv", NULL, team, true, true);
    assert_true(ch_date_parse(CH_TEXT("2022"), &team.as_of));
    assert_same("/api/v1/who?place=341882&top=5&team=3&as_of=2022", NULL, team, true, false);
}

#define FOIL \
    "[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"foil\",\"name_zh\":\"铜箔 示意\",\"place\":\"341882\"," \
    "\"source\":\"illustrative\"}},{\"table\":\"firm_segments\",\"op\":\"upsert\",\"row\":{\"firm\":\"foil\"," \
    "\"segment\":\"N15\"}}]"

static void what_if_comes_in_the_body_or_the_query(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_edits edits;
    assert_int_equal(ch_whatif_read(&arena, CH_TEXT("foil"), CH_TEXT(FOIL), &edits, &faults), CH_OK);
    const ch_question question = {.place = CH_TEXT("341882"), .what_if = &edits, .what_if_name = CH_TEXT("foil")};
    assert_same("/api/v1/chain?place=341882&what_if_name=foil", FOIL, question, false, false);

    ch_buf target = {0};
    ch_buf_adds(&target, "/api/v1/chain?place=341882&what_if_name=foil&what_if=");
    serve_encode(CH_TEXT(FOIL), &target);
    ch_buf_addc(&target, '\0');
    assert_same(target.at, NULL, question, false, false);
    serve_answer both = call_post(&hall, target.at, FOIL);
    assert_int_equal(both.status, 400);
    serve_answer_free(&both);
    ch_buf_free(&target);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
}

static void a_board_is_both_answers(void **state)
{
    (void)state;
    serve_answer board = call_get(&hall, "/api/v1/board?top=3"), chain = call_get(&hall, "/api/v1/chain?top=3"),
                 who = call_get(&hall, "/api/v1/who?top=3");
    json_t *all = parse(&board), *one = parse(&chain), *other = parse(&who);
    assert_true(json_equal(json_object_get(all, "chain"), one));
    assert_true(json_equal(json_object_get(all, "who"), other));
    json_decref(all), json_decref(one), json_decref(other);
    serve_answer_free(&board), serve_answer_free(&chain), serve_answer_free(&who);
}

static void what_is_wrong_with_a_question_is_told_all_at_once(void **state)
{
    (void)state;
    serve_answer answer = call_get(&hall, "/api/v1/who?top=0&team=x&as_of=May&nosuch=1&place=zone&place=zone");
    assert_int_equal(answer.status, 400);
    assert_string_equal(answer.type, "application/problem+json");
    json_t *problem = parse(&answer);
    assert_int_equal(json_array_size(json_object_get(problem, "errors")), 5);
    assert_int_equal(json_integer_value(json_object_get(problem, "status")), 400);
    json_decref(problem);
    serve_answer_free(&answer);
}

static void faults_of_edits_are_told_at_their_line(void **state)
{
    (void)state;
    serve_answer answer = call_post(&hall, "/api/v1/chain",
                                    "[{\"table\":\"firms\",\n\"op\":\"upsert\",\n\"row\":{\"id\":\"x\"}},\n"
                                    "{\"table\":\"nosuch\",\"op\":\"delete\",\"row\":{}}]");
    assert_int_equal(answer.status, 400);
    assert_true(body_has(&answer, "\"line\":4"));
    assert_true(body_has(&answer, "\"message_zh\":"));
    serve_answer_free(&answer);
}

static void what_does_not_exist_is_404(void **state)
{
    (void)state;
    static const char *const target[] = {"/nosuch",
                                         "/api/v1/nosuch",
                                         "/api/v1/chain/",
                                         "/api/v1//chain",
                                         "/api/v1/chain?place=999999",
                                         "/api/v1/who?chain=nosuch",
                                         "/api/v1/tables/nosuch",
                                         "/api/v1/tables/firms/nosuch",
                                         "/api/v1/tables/firms?place=999999",
                                         "",
                                         "/api/v1/tables/../zone"};
    for (size_t i = 0; i < sizeof target / sizeof *target; i++)
        assert_status(target[i], 404);
}

static void a_method_that_is_not_taken_names_those_that_are(void **state)
{
    (void)state;
    serve_answer answer = call_with(&hall, SERVE_DELETE, CH_TEXT("/api/v1/chain"), (ch_text){"", 0}, NULL);
    assert_int_equal(answer.status, 405);
    assert_string_equal(answer.header[0].name, "Allow");
    assert_string_equal(answer.header[0].value, "GET, HEAD, POST");
    serve_answer_free(&answer);
}

static void a_body_needs_its_type_and_a_route_that_takes_it(void **state)
{
    (void)state;
    static const char *const text[] = {"content-type", "text/plain", NULL}, *const json[] = {
                                                                                "content-type",
                                                                                "application/json; charset=utf-8",
                                                                                NULL};
    serve_answer typed = call_with(&hall, SERVE_POST, CH_TEXT("/api/v1/chain"), CH_TEXT("[]"), text);
    serve_answer taken = call_with(&hall, SERVE_POST, CH_TEXT("/api/v1/chain"), CH_TEXT("[]"), json);
    serve_answer idle = call_with(&hall, SERVE_GET, CH_TEXT("/api/v1/chain"), CH_TEXT("[]"), json);
    assert_int_equal(typed.status, 415);
    assert_int_equal(taken.status, 200);
    assert_int_equal(idle.status, 413);
    serve_answer_free(&typed), serve_answer_free(&taken), serve_answer_free(&idle);
}

static void problems_speak_the_language_asked(void **state)
{
    (void)state;
    static const char *const en[] = {"accept-language", "fr, en;q=0.8", NULL};
    serve_answer header = call_with(&hall, SERVE_GET, CH_TEXT("/nosuch"), (ch_text){"", 0}, en);
    serve_answer none = call_get(&hall, "/nosuch"), query = call_get(&hall, "/api/v1/chain?place=999999&lang=en");
    assert_true(body_has(&header, "\"title\":\"Not Found\""));
    assert_true(body_has(&none, "\"title\":\"未找到\""));
    assert_true(body_has(&query, "\"title\":\"Not Found\""));
    serve_answer_free(&header), serve_answer_free(&none), serve_answer_free(&query);
}

static void bad_encoding_is_told(void **state)
{
    (void)state;
    static const char *const target[] = {
        "/api/v1/chain?place=%",     "/api/v1/chain?place=%f",        "/api/v1/chain?place=%ff",
        "/api/v1/chain?place=a%00b", "/api/v1/chain?place=%0d%0aX:1", "/api/v1/tables/%ff",
        "/api/v1/chain?%zz=1"};
    for (size_t i = 0; i < sizeof target / sizeof *target; i++)
        assert_status(target[i], 400);
}

static void a_table_is_read_page_by_page(void **state)
{
    (void)state;
    size_t rows = 0, pages = 0;
    char target[300] = "/api/v1/tables/firm_segments?limit=7";
    for (;; pages++) {
        serve_answer answer = call_get(&hall, target);
        assert_int_equal(answer.status, 200);
        json_t *page = parse(&answer), *next = json_object_get(page, "next");
        rows += json_array_size(json_object_get(page, "rows"));
        assert_int_equal(json_integer_value(json_object_get(page, "total")), zone->firm_segments.rows);
        const bool last = json_is_null(next);
        if (!last)
            snprintf(target, sizeof target, "/api/v1/tables/firm_segments?limit=7&after=%s", json_string_value(next));
        json_decref(page);
        serve_answer_free(&answer);
        if (last)
            break;
    }
    assert_int_equal(rows, zone->firm_segments.rows);
    assert_int_equal(pages + 1, (rows + 6) / 7);
}

/* A row as the API gives it is an edit that changes nothing. */
static void a_row_given_back_changes_nothing(void **state)
{
    (void)state;
    for (int id = 0; id < CH_TABLES; id++) {
        const ch_table_kind *kind = ch_schema_table((ch_table_id)id);
        if (kind->shape >= 0 || zone->table[id]->rows == 0)
            continue;
        char target[100];
        snprintf(target, sizeof target, "/api/v1/tables/%s?limit=10000", kind->name);
        serve_answer answer = call_get(&hall, target);
        json_t *page = parse(&answer), *entry, *edits = json_array();
        size_t i;
        json_array_foreach(json_object_get(page, "rows"), i, entry)
            json_array_append_new(edits, json_pack("{s:s,s:s,s:O}", "table", kind->name, "op", "upsert", "row",
                                                   json_object_get(entry, "row")));
        char *text = json_dumps(edits, JSON_REAL_PRECISION(15)); /* money is exact: no digits of jansson's own */
        serve_answer after = call_post(&hall, "/api/v1/chain", text);
        assert_int_equal(after.status, 200);
        json_t *chain = parse(&after);
        char digest[17];
        ch_zone_digest(zone, digest);
        assert_string_equal(json_string_value(json_object_get(chain, "snapshot")), digest);
        free(text);
        json_decref(chain), json_decref(edits), json_decref(page);
        serve_answer_free(&after), serve_answer_free(&answer);
    }
}

static void firms_are_geojson_points_and_outlines_polygons(void **state)
{
    (void)state;
    serve_answer firms = call_get(&hall, "/api/v1/tables/firms?format=geojson&limit=10000"),
                 outlines = call_get(&hall, "/api/v1/tables/outlines?format=geojson");
    assert_string_equal(firms.type, "application/geo+json");
    json_t *points = parse(&firms), *shapes = parse(&outlines);
    assert_int_equal(json_array_size(json_object_get(points, "features")), zone->firms.rows);
    assert_true(body_has(&firms, "\"geometry\":{\"type\":\"Point\",\"coordinates\":[120.16142,30.29365]}"));
    assert_true(body_has(&outlines, "Polygon"));
    assert_false(body_has(&firms, "\"lon\":"));
    json_decref(points), json_decref(shapes);
    serve_answer_free(&firms), serve_answer_free(&outlines);
}

static void rows_of_a_place_are_those_that_lie_in_it(void **state)
{
    (void)state;
    serve_answer answer = call_get(&hall, "/api/v1/tables/firms?place=330500&limit=10000");
    json_t *page = parse(&answer);
    const size_t n = json_array_size(json_object_get(page, "rows"));
    assert_in_range(n, 1, zone->firms.rows - 1);
    assert_int_equal(json_integer_value(json_object_get(page, "total")), n);
    assert_true(body_has(&answer, "\"place\":\"330522\"")); /* lies in 330500 */
    assert_false(body_has(&answer, "\"place\":\"341882\""));
    json_decref(page);
    serve_answer_free(&answer);
}

static size_t rows_of(const char *target)
{
    serve_answer answer = call_get(&hall, target);
    assert_int_equal(answer.status, 200);
    json_t *page = parse(&answer);
    const size_t rows = json_array_size(json_object_get(page, "rows"));
    assert_int_equal(json_integer_value(json_object_get(page, "total")), rows);
    assert_true(json_is_null(json_object_get(page, "next")));
    json_decref(page);
    serve_answer_free(&answer);
    return rows;
}

static size_t segments_of(const char *firm)
{
    size_t n = 0;
    for (size_t row = 0; row < zone->firm_segments.rows; row++)
        n += ch_text_equal(zone->firm_segments.firm[row], ch_text_of(firm));
    return n;
}

/* In the order of the table whatever the order asked, each once; of two key columns the first. */
static void rows_by_key_are_those_asked_that_are_there(void **state)
{
    (void)state;
    assert_int_equal(rows_of("/api/v1/tables/firms?keys=ankura,alcha,nosuch,alcha"), 2);
    assert_int_equal(rows_of("/api/v1/tables/firms?keys=ankura,alcha&place=320581"), 1);
    assert_int_equal(rows_of("/api/v1/tables/firms?keys=alch"), 0);
    assert_int_equal(rows_of("/api/v1/tables/firms?keys="), 0);
    assert_int_equal(rows_of("/api/v1/tables/firm_segments?keys=chilwee,alcha"),
                     segments_of("alcha") + segments_of("chilwee"));
    serve_answer page = call_get(&hall, "/api/v1/tables/firms?keys=ankura,alcha&limit=1"),
                 rest = call_get(&hall, "/api/v1/tables/firms?keys=ankura,alcha&limit=1&after=alcha");
    assert_true(body_has(&page, "\"id\":\"alcha\"") && body_has(&page, "\"next\":\"alcha\""));
    assert_true(body_has(&rest, "\"id\":\"ankura\"") && body_has(&rest, "\"next\":null"));
    serve_answer_free(&page), serve_answer_free(&rest);
}

static void more_than_500_keys_are_refused(void **state)
{
    (void)state;
    char target[2200] = "/api/v1/tables/firms?keys=";
    for (int i = 0; i < 500; i++)
        strcat(target, i < 499 ? "a," : "a");
    assert_int_equal(rows_of(target), 0);
    strcat(target, ",a");
    assert_status(target, 400);
}

static void internal_columns_are_hidden_and_named(void **state)
{
    (void)state;
    serve_answer rows = call_get(&hall, "/api/v1/tables/firms?limit=1"),
                 csv = call_get(&hall, "/api/v1/tables/firms?limit=1&format=csv");
    assert_true(body_has(&rows, "\"hidden\":[\"follow_up\"]"));
    assert_false(body_has(&csv, "follow_up"));
    serve_answer_free(&rows), serve_answer_free(&csv);
}

static void etags_name_the_answer(void **state)
{
    (void)state;
    serve_answer a = call_get(&hall, "/api/v1/chain"), b = call_get(&hall, "/api/v1/chain"),
                 c = call_get(&hall, "/api/v1/chain?place=341882");
    assert_true(a.etag[0] != '\0');
    assert_string_equal(a.etag, b.etag);
    assert_string_not_equal(a.etag, c.etag);
    serve_answer_free(&a), serve_answer_free(&b), serve_answer_free(&c);
}

static void search_finds_by_name_initials_and_code(void **state)
{
    (void)state;
    static const struct {
        const char *target, *id;
    } want[] = {{"/api/v1/search?q=%E5%A4%A9%E8%83%BD", "\"tianneng\""},
                {"/api/v1/search?q=cx", "\"330522\""},
                {"/api/v1/search?q=601177", "\"advance-gear\""}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        serve_answer answer = call_get(&hall, want[i].target);
        assert_int_equal(answer.status, 200);
        if (!body_has(&answer, want[i].id))
            fail_msg("%s: %.*s", want[i].target, (int)answer.body.len, answer.body.at);
        serve_answer_free(&answer);
    }
    assert_status("/api/v1/search", 400);
}

/* Every route is in the document under its path and method, and every reference leads somewhere. */
static void the_document_tells_every_route(void **state)
{
    (void)state;
    serve_answer answer = call_get(&hall, "/api/v1/openapi.json");
    json_t *document = parse(&answer), *paths = json_object_get(document, "paths");
    size_t routes = 0, told = 0;
    const char *path, *method;
    json_t *item, *operation;
    for (const serve_route *const *group = serve_groups; *group; group++)
        for (const serve_route *route = *group; route->path; route++, routes++)
            assert_non_null(json_object_get(json_object_get(paths, route->path), route->method == SERVE_GET ? "get"
                                                                                 : route->method == SERVE_POST
                                                                                     ? "post"
                                                                                     : "delete"));
    json_object_foreach(paths, path, item)
    {
        json_object_foreach(item, method, operation) told++;
    }
    assert_int_equal(told, routes);
    json_t *schemas = json_object_get(json_object_get(document, "components"), "schemas");
    for (const char *at = strstr(answer.body.at, "#/components/schemas/"); at;
         at = strstr(at + 1, "#/components/schemas/")) {
        char name[80];
        assert_int_equal(sscanf(at, "#/components/schemas/%79[A-Za-z_]", name), 1);
        if (!json_object_get(schemas, name))
            fail_msg("nothing is called %s", name);
    }
    json_decref(document);
    serve_answer_free(&answer);
}

/* xorshift64 (Marsaglia 2003) */
static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return *seed;
}

/* Mutations of sound requests: each is answered, by 2xx, 3xx or 4xx. */
static void ten_thousand_random_requests_never_end_in_a_server_fault(void **state)
{
    (void)state;
    static const char *const sound[] = {"/api/v1/chain?place=330522&chain=nev&as_of=2022",
                                        "/api/v1/who?top=2&team=2",
                                        "/api/v1/tables/firms?limit=3&after=a&place=330500&format=csv",
                                        "/api/v1/tables/firm_segments?keys=a,b&limit=3",
                                        "/api/v1/tables/firm_segments/alcha,N53",
                                        "/api/v1/search?q=tn&most=3",
                                        "/ogc/collections/firms/items?bbox=119,30,121,32&limit=3",
                                        "/tiles/firms/7/106/52",
                                        "/api/v1/changes?limit=3",
                                        "/api/v1/session",
                                        "/ogc",
                                        "/api/v1/chain?what_if=%5B%7B%22table%22%3A%22firms%22%7D%5D"};
    static const char *const bits[] = {
        "%", "..", "/", "%00", "%2e%2e%2f", "'",  "\" OR 1=1--",          "\xff",        "{}", "[[[[",
        "&", "=",  "?", "#",   "\r\n",      "-1", "99999999999999999999", "\xe9\x95\xbf"};
    uint64_t seed = 20261125;
    for (int n = 0; n < 10000; n++) {
        char target[400];
        size_t len = (size_t)snprintf(target, 200, "%s", sound[draw(&seed) % (sizeof sound / sizeof *sound)]);
        for (uint64_t k = draw(&seed) % 4; k > 0; k--) {
            const char *bit = bits[draw(&seed) % (sizeof bits / sizeof *bits)];
            const size_t at = draw(&seed) % (len + 1), add = strlen(bit);
            memmove(target + at + add, target + at, len - at);
            memcpy(target + at, bit, add);
            len += add;
        }
        static const serve_method methods[] = {SERVE_GET,  SERVE_GET,    SERVE_GET,  SERVE_HEAD,
                                               SERVE_POST, SERVE_DELETE, SERVE_OTHER};
        static const char *const header[] = {"content-type", "application/json", "cookie",
                                             "changhe=zzz; __Host-changhe=\xff", NULL};
        const serve_method method = methods[draw(&seed) % (sizeof methods / sizeof *methods)];
        const ch_text body =
            method == SERVE_POST ? ch_text_of(bits[draw(&seed) % (sizeof bits / sizeof *bits)]) : (ch_text){"", 0};
        serve_answer answer = call_with(&hall, method, (ch_text){target, len}, body, header);
        if (answer.status < 200 || answer.status >= 500)
            fail_msg("%.*s: %u", (int)len, target, answer.status);
        serve_answer_free(&answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(http_answers_what_the_command_line_answers),
        cmocka_unit_test(what_if_comes_in_the_body_or_the_query),
        cmocka_unit_test(a_board_is_both_answers),
        cmocka_unit_test(what_is_wrong_with_a_question_is_told_all_at_once),
        cmocka_unit_test(faults_of_edits_are_told_at_their_line),
        cmocka_unit_test(what_does_not_exist_is_404),
        cmocka_unit_test(a_method_that_is_not_taken_names_those_that_are),
        cmocka_unit_test(a_body_needs_its_type_and_a_route_that_takes_it),
        cmocka_unit_test(problems_speak_the_language_asked),
        cmocka_unit_test(bad_encoding_is_told),
        cmocka_unit_test(a_table_is_read_page_by_page),
        cmocka_unit_test(a_row_given_back_changes_nothing),
        cmocka_unit_test(firms_are_geojson_points_and_outlines_polygons),
        cmocka_unit_test(rows_of_a_place_are_those_that_lie_in_it),
        cmocka_unit_test(rows_by_key_are_those_asked_that_are_there),
        cmocka_unit_test(more_than_500_keys_are_refused),
        cmocka_unit_test(internal_columns_are_hidden_and_named),
        cmocka_unit_test(etags_name_the_answer),
        cmocka_unit_test(search_finds_by_name_initials_and_code),
        cmocka_unit_test(the_document_tells_every_route),
        cmocka_unit_test(ten_thousand_random_requests_never_end_in_a_server_fault),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
