/* test_rights.c - route by route: an internal cell of one place reaches no reader of another.
 * Driven by the tables of routes: a route that is added is asked without a line here, and one with a new
 * name in its path fails the test until the name has candidates. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "signing_in.h"

#include "../src/serve/limits.h"
#include "read_book_all.h"

#include <inttypes.h>
#include <zlib.h>

#define WORD "Xyzzyplugh7"

static serve_hall hall;
static signed_in nobody, reader_of_p1, reader_of_p2, editor_of_p2, steward;

/* Values for the names in paths. */
static const struct {
    const char *name, *value[24];
} candidates[] = {
    {"table",
     {"zone", "places", "outlines", "firms", "firm_segments", "ties", "signals", "projects", "surveys", "segments",
      "links", "sources", "leads", "offices", "duties", WORD}},
    {"key", {"f1", "f2", "j", "p1", "f1,a", "a", WORD}},
    {"id", {"1", "2", "3", "99", "f1", "j", "places", "firms", WORD}},
    {"collection", {"places", "firms", "projects", "outlines", WORD}},
    {"collectionId", {"places", "firms", "projects", "outlines", WORD}},
    {"feature", {"f1", "p1", "j", WORD}},
    {"featureId", {"f1", "p1", "j", WORD}},
    {"item", {"f1", "p1", "j", WORD}},
    {"layer", {"places", "firms", "place_points", "projects", "outlines", "segments", WORD}},
    {"tms", {"WebMercatorQuad", WORD}},
    {"z", {"0", "6"}},
    {"x", {"0", "53"}},
    {"y", {"0", "26", "0.mvt", "26.mvt"}},
};

enum { MOST_TARGET = 2000 };

/* ---- asking */

static ch_buf inflated(ch_text packed)
{
    ch_buf out = {0};
    char piece[4096];
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)packed.at, .avail_in = (unsigned)packed.len};
    assert_int_equal(inflateInit2(&stream, 15 + 32), Z_OK);
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = (unsigned char *)piece;
        stream.avail_out = sizeof piece;
        state = inflate(&stream, Z_NO_FLUSH);
        ch_buf_add(&out, (ch_text){piece, sizeof piece - stream.avail_out});
    }
    assert_int_equal(state, Z_STREAM_END);
    inflateEnd(&stream);
    return out;
}

static bool has_word(ch_text text)
{
    const size_t len = sizeof WORD - 1;
    for (size_t i = 0; i + len <= text.len; i++)
        if (memcmp(text.at + i, WORD, len) == 0)
            return true;
    return false;
}

/* A workbook is a zip: its cells are looked at. */
static bool book_has_word(ch_text book)
{
    ch_buf said = {0};
    read_book_all(book, &said);
    const bool found = has_word(ch_buf_text(&said));
    ch_buf_free(&said);
    return found;
}

/* In the body, as it is read, or a header. */
static bool tells_word(const serve_answer *answer)
{
    const ch_text body = answer->fixed.len ? answer->fixed : ch_buf_text((ch_buf *)(uintptr_t)&answer->body);
    bool found = has_word(body);
    if (answer->is_gzip) {
        ch_buf plain = inflated(body);
        found = has_word(ch_buf_text(&plain));
        ch_buf_free(&plain);
    }
    if (answer->status == 200 && answer->type && strstr(answer->type, "spreadsheetml"))
        found |= book_has_word(body);
    for (size_t i = 0; i < answer->headers; i++)
        found |= has_word(ch_text_of(answer->header[i].value));
    return found;
}

/* As many bytes, and in no cell. */
#define OTHER "Xyzzyplugh8"

static void put_other(char *bytes, size_t n)
{
    for (size_t i = 0; i + sizeof WORD - 1 <= n; i++)
        if (memcmp(bytes + i, WORD, sizeof WORD - 1) == 0)
            memcpy(bytes + i, OTHER, sizeof OTHER - 1);
}

/* Asked with the word in it an answer may tell it back, and nothing that one with another word does not. */
static bool tells_of_asked(const signed_in *who, const serve_route *route, const char *target, const char *body,
                           serve_answer *answer)
{
    char changed[2000];
    snprintf(changed, sizeof changed, "%s", target);
    put_other(changed, strlen(changed));
    serve_answer other = call_as(&hall, who, route->method, changed, body);
    if (answer->body.len > 0)
        put_other(answer->body.at, answer->body.len);
    const bool same = ch_text_equal(ch_buf_text(&answer->body), ch_buf_text(&other.body));
    serve_answer_free(&other);
    return !same;
}

static bool tells(const signed_in *who, const serve_route *route, const char *target, const char *body,
                  serve_answer *answer)
{
    return strstr(target, WORD) ? tells_of_asked(who, route, target, body, answer) : tells_word(answer);
}

typedef struct {
    const serve_route *route;
    const char *body;
    size_t asked, answered; /* of the steward: how many, with 200 */
} walk;

static void ask(walk *at, const char *target)
{
    const signed_in *const others[] = {&nobody, &reader_of_p2, &editor_of_p2};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        serve_answer answer = call_as(&hall, others[i], at->route->method, target, at->body);
        if (tells(others[i], at->route, target, at->body, &answer))
            fail_msg("visitor %zu is told the word by %s (%u)", i, target, answer.status);
        if (answer.status >= 500)
            fail_msg("visitor %zu is answered %u by %s", i, answer.status, target);
        serve_answer_free(&answer);
    }
    serve_answer answer = call_as(&hall, &steward, at->route->method, target, at->body);
    at->asked++;
    at->answered += answer.status == 200;
    serve_answer_free(&answer);
}

/* ---- values of parameters */

/* The n-th value to try for a parameter; NULL: no more. */
static const char *value_of(const serve_param *param, size_t n)
{
    static const char *const texts[] = {"zone", "p1", "c", "f1", "a", "%E7%94%B2", WORD};
    static const char *const edits[] = {
        "%7B%22edits%22:%5B%7B%22table%22:%22firms%22,%22op%22:%22upsert%22,%22row%22:%7B%22id%22:%22f1%22,"
        "%22note%22:%22n%22%7D%7D%5D%7D",
        "%7B%22edits%22:%5B%7B%22table%22:%22firms%22,%22op%22:%22delete%22,%22row%22:%7B%22id%22:%22f1%22%7D%7D%5D%"
        "7D"};
    static char count[24];
    switch (param->kind) {
    case SERVE_WORD: return param->words[n];
    case SERVE_TEXT: return n < sizeof texts / sizeof *texts ? texts[n] : NULL;
    case SERVE_EDITS: return n < sizeof edits / sizeof *edits ? edits[n] : NULL;
    case SERVE_DATE: return n == 0 ? "2030-01-01" : NULL;
    case SERVE_BOX: return n == 0 ? "-180,-90,180,90" : NULL;
    case SERVE_COUNT: break;
    }
    if (n > 1)
        return NULL;
    snprintf(count, sizeof count, "%zu", n == 0 ? param->least : param->most < 100 ? param->most : 100);
    return count;
}

static void add_pair(char *target, const serve_param *param, const char *value)
{
    const size_t len = strlen(target);
    snprintf(target + len, MOST_TARGET - len, "%c%s=%s", strchr(target, '?') ? '&' : '?', param->name, value);
}

/* Every value of one parameter with every word of another, and with what is required. */
static void ask_with(walk *at, const char *path, size_t one, size_t other)
{
    const serve_route *route = at->route;
    for (size_t i = 0;; i++) {
        const char *found = value_of(&route->param[one], i);
        if (!found)
            return;
        char value[MOST_TARGET / 2];
        snprintf(value, sizeof value, "%s", found);
        for (size_t j = 0; other == one ? j == 0 : route->param[other].words[j] != NULL; j++) {
            char target[MOST_TARGET];
            snprintf(target, sizeof target, "%s", path);
            add_pair(target, &route->param[one], value);
            if (other != one)
                add_pair(target, &route->param[other], route->param[other].words[j]);
            for (size_t k = 0; k < route->params; k++)
                if (route->param[k].required && k != one && k != other)
                    add_pair(target, &route->param[k], value_of(&route->param[k], 0));
            ask(at, target);
        }
    }
}

static void ask_path(walk *at, const char *path)
{
    ask(at, path);
    for (size_t i = 0; i < at->route->params; i++) {
        ask_with(at, path, i, i);
        for (size_t j = 0; j < at->route->params; j++)
            if (i != j && at->route->param[j].kind == SERVE_WORD)
                ask_with(at, path, i, j);
    }
}

/* ---- paths */

static const char *const *values_of_name(const char *name, size_t len, const char *path)
{
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++)
        if (strlen(candidates[i].name) == len && memcmp(candidates[i].name, name, len) == 0)
            return candidates[i].value;
    fail_msg("no candidates for {%.*s} of %s", (int)len, name, path);
    return NULL;
}

/* Fill the first name in braces with each of its candidates, then the rest. */
static void walk_path(walk *at, const char *path)
{
    const char *open = strchr(path, '{'), *close = open ? strchr(open, '}') : NULL;
    if (!close) {
        ask_path(at, path);
        return;
    }
    for (const char *const *value = values_of_name(open + 1, (size_t)(close - open - 1), path); *value; value++) {
        char filled[MOST_TARGET];
        snprintf(filled, sizeof filled, "%.*s%s%s", (int)(open - path), path, *value, close + 1);
        walk_path(at, filled);
    }
}

static void no_get_route_tells_an_internal_cell_to_who_may_not_see_it(void **state)
{
    (void)state;
    size_t routes = 0;
    for (const serve_route *const *group = serve_groups; *group; group++)
        for (const serve_route *route = *group; route->path; route++) {
            if (route->method != SERVE_GET || strcmp(route->path, "/api/v1/ledger/sheet") == 0)
                continue; /* no ledger is served here: test_settlement_loop.c asks for its sheets */
            walk at = {.route = route, .body = ""};
            walk_path(&at, route->path);
            if (at.answered == 0)
                fail_msg("none of %zu questions to %s was answered", at.asked, route->path);
            routes++;
        }
    assert_true(routes > 10);
}

static void no_what_if_tells_it_either(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{\"edits\":[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f1\",\"note\":\"n\"}}]}",
        "{\"edits\":[{\"table\":\"firms\",\"op\":\"delete\",\"row\":{\"id\":\"f1\"}}]}",
        "{\"edits\":[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f1\",\"role\":\"wrong\"}}]}",
        "{\"edits\":[{\"table\":\"projects\",\"op\":\"upsert\",\"row\":{\"id\":\"j\",\"place\":\"wrong\"}}]}"};
    for (const serve_route *const *group = serve_groups; *group; group++)
        for (const serve_route *route = *group; route->path; route++)
            for (size_t i = 0; route->method == SERVE_POST && !route->changes && i < sizeof bodies / sizeof *bodies;
                 i++) {
                walk at = {.route = route, .body = bodies[i]};
                walk_path(&at, route->path);
            }
}

/* Nobody is told less here for asking often. */
static void forget_limits(void)
{
    serve_limits_close(hall.limits);
    hall.limits = serve_limits_open(serve_clock_now, NULL);
}

static serve_answer send_sheet(const signed_in *who, const char *target, ch_text sheet)
{
    const char *const header[] = {
        "cookie", who->cookie, "x-changhe-token", who->token, "content-type", "application/octet-stream", NULL};
    forget_limits();
    return call_with(&hall, SERVE_POST, ch_text_of(target), sheet, header);
}

/* Sheets that name the firm, the project and the lead that hold it, by key and by what is open of them. */
static void no_trial_of_a_sheet_tells_it(void **state)
{
    (void)state;
    static const struct {
        const char *table, *sheet;
    } cases[] = {{"firms", "id,name_zh,note\nf1,甲,n\n"},
                 {"firms", "name_zh,uscc,follow_up\n甲,91350100M000100Y43,\n"},
                 {"firms", "name_zh,place\n甲乙,p2\n甲公司,p2\n"},
                 {"projects", "id,name_zh,follow_up\nj,一期,x\n"},
                 {"leads", "id,place,note\nl1,p2,\n"},
                 {"leads", "id,reported_by,uscc\nl1,p1,91350100M000100Y43\n"},
                 {"leads", "id,firm,uscc\nl1,,\n"}};
    static const char *const routes[] = {"", "/bad", "/take"};
    const signed_in *const others[] = {&nobody, &reader_of_p2, &editor_of_p2};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (size_t j = 0; j < sizeof cases / sizeof *cases; j++)
            for (size_t k = 0; k < sizeof routes / sizeof *routes; k++) {
                char target[100];
                snprintf(target, sizeof target, "/api/v1/imports%s?table=%s&source=s1", routes[k], cases[j].table);
                serve_answer answer = send_sheet(others[i], target, ch_text_of(cases[j].sheet));
                if (tells_word(&answer))
                    fail_msg("visitor %zu is told by %s of %s", i, target, cases[j].sheet);
                assert_in_range(answer.status, 200, 499);
                serve_answer_free(&answer);
            }
}

/* A right guess is told the same as a wrong one. */
static void no_sheet_tries_what_it_is(void **state)
{
    (void)state;
    static const char *const sheets[] = {"id,follow_up\nf1,", "id,name_zh,place,follow_up\nf1,甲,p2,"};
    const signed_in *const others[] = {&reader_of_p2, &editor_of_p2};
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < sizeof sheets / sizeof *sheets; j++) {
            char right[100], wrong[100];
            snprintf(right, sizeof right, "%s%s\n", sheets[j], WORD);
            snprintf(wrong, sizeof wrong, "%s%s\n", sheets[j], OTHER);
            serve_answer one = send_sheet(others[i], "/api/v1/imports?table=firms", ch_text_of(right));
            serve_answer two = send_sheet(others[i], "/api/v1/imports?table=firms", ch_text_of(wrong));
            assert_int_equal(one.status, 200);
            put_other(one.body.at, one.body.len);
            assert_true(ch_text_equal(ch_buf_text(&one.body), ch_buf_text(&two.body)));
            serve_answer_free(&one);
            serve_answer_free(&two);
        }
}

/* Changes that are refused, conflicts and what cannot be undone. */
static void no_refusal_of_a_change_tells_it(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{\"edits\":[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f1\",\"note\":\"n\"},\"version\":null}]}",
        "{\"edits\":[{\"table\":\"firms\",\"op\":\"delete\",\"row\":{\"id\":\"f1\"},\"version\":\"0123456789abcdef\"}]"
        "}",
        "{\"edits\":[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f1\",\"place\":\"p2\"},\"version\":null}]"
        "}",
        "{\"edits\":[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f1\",\"follow_up\":\"x\"},\"version\":"
        "null}]}",
        "{\"edits\":[{\"table\":\"projects\",\"op\":\"delete\",\"row\":{\"id\":\"j\"},\"version\":null}]}",
        "{}"};
    const signed_in *const others[] = {&nobody, &reader_of_p2, &editor_of_p2};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (size_t j = 0; j < sizeof bodies / sizeof *bodies; j++) {
            static const char *const targets[] = {"/api/v1/changes", "/api/v1/changes/3/undo"};
            for (size_t k = 0; k < 2; k++) {
                serve_answer answer = call_as(&hall, others[i], SERVE_POST, targets[k], bodies[j]);
                assert_true(answer.status >= 400 && answer.status < 500);
                if (tells_word(&answer))
                    fail_msg("visitor %zu is told by %s of %s", i, targets[k], bodies[j]);
                serve_answer_free(&answer);
            }
        }
}

static void assert_told(const signed_in *who, const char *target, bool told)
{
    serve_answer answer = call_as(&hall, who, SERVE_GET, target, "");
    assert_int_equal(answer.status, 200);
    if (tells_word(&answer) != told)
        fail_msg("%s: %.*s", target, (int)answer.body.len, answer.body.at);
    serve_answer_free(&answer);
}

/* Trying needs a session alone; what is written must come from our own page. */
static void a_sheet_is_taken_from_our_own_page_alone(void **state)
{
    (void)state;
    static const char take_in[] = "/api/v1/imports/take?table=firms", tried[] = "/api/v1/imports?table=firms";
    const char *const none[] = {"content-type", "application/octet-stream", NULL};
    const char *const session[] = {"content-type", "application/octet-stream", "cookie", steward.cookie, NULL};
    const char *const foreign[] = {"content-type",
                                   "application/octet-stream",
                                   "cookie",
                                   steward.cookie,
                                   "x-changhe-token",
                                   steward.token,
                                   "host",
                                   "here",
                                   "origin",
                                   "http://there",
                                   NULL};
    const char *const json[] = {"content-type",    "application/json", "cookie", steward.cookie,
                                "x-changhe-token", steward.token,      NULL};
    const struct {
        const char *target, *const *header;
        unsigned status;
    } cases[] = {{take_in, none, 401}, {take_in, session, 403}, {take_in, foreign, 403}, {take_in, json, 415},
                 {tried, none, 401},   {tried, session, 200},   {tried, json, 415}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        forget_limits();
        serve_answer answer = call_with(&hall, SERVE_POST, ch_text_of(cases[i].target),
                                        CH_TEXT("id,note\nf1,not here\n"), cases[i].header);
        if (answer.status != cases[i].status)
            fail_msg("case %zu: %u: %.*s", i, answer.status, (int)answer.body.len, answer.body.at);
        serve_answer_free(&answer);
    }
    unsigned status = 200;
    for (int i = 0; i < 40 && status == 200; i++) {
        serve_answer answer = call_with(&hall, SERVE_POST, ch_text_of(tried), CH_TEXT("id,note\nf1,n\n"), session);
        status = answer.status;
        serve_answer_free(&answer);
    }
    assert_int_equal(status, 429);
    forget_limits();
    assert_told(&nobody, "/api/v1/tables/firms/f1", false);
}

static void who_may_see_it_is_told(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/api/v1/tables/firms?place=p1",
        "/api/v1/tables/firms?place=p1&format=csv",
        "/api/v1/tables/firms?place=p1&format=geojson",
        "/api/v1/tables/firms?place=p1&format=xlsx",
        "/api/v1/tables/projects?format=xlsx",
        "/api/v1/tables/projects?format=csv",
        "/api/v1/tables/firms/f1",
        "/api/v1/tables/projects/j",
    };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        assert_told(&reader_of_p1, targets[i], true);
        assert_told(&steward, targets[i], true);
        assert_told(&reader_of_p2, targets[i], false);
        assert_told(&nobody, targets[i], false);
    }
    assert_told(&reader_of_p1, "/api/v1/changes/3", true);
    serve_answer answer = call_as(&hall, &reader_of_p2, SERVE_GET, "/api/v1/changes/3", ""); /* of p1 alone */
    assert_int_equal(answer.status, 404);
    assert_false(tells_word(&answer));
    serve_answer_free(&answer);
}

/* An answer that depends on who asks says so to what keeps answers, and its tag is not that of another's. */
static void answers_to_one_are_not_kept_for_another(void **state)
{
    (void)state;
    const char *const target = "/api/v1/tables/firms";
    serve_answer open = call_as(&hall, &nobody, SERVE_GET, target, "");
    serve_answer own = call_as(&hall, &reader_of_p1, SERVE_GET, target, "");
    assert_true(open.varies && own.varies);
    assert_string_not_equal(open.etag, own.etag);
    assert_non_null(strstr(own.cache, "private"));
    serve_answer_free(&open);
    serve_answer_free(&own);
}

/* A tile is the same for everybody: it shows the firm, and not what only its readers may see. */
static void a_tile_shows_the_firm_and_to_nobody_the_word(void **state)
{
    (void)state;
    static const char *const packs[] = {"accept-encoding", "gzip", NULL};
    const char *const target = "/tiles/firms/6/53/26", name[] = "甲";
    serve_answer plain = call_as(&hall, &steward, SERVE_GET, target, "");
    assert_int_equal(plain.status, 200);
    assert_true(body_has(&plain, name) && !tells_word(&plain));
    for (int round = 0; round < 2; round++) { /* drawn, then kept */
        serve_answer answer = call_with(&hall, SERVE_GET, ch_text_of(target), (ch_text){"", 0}, packs);
        ch_buf bytes = inflated(ch_buf_text(&answer.body));
        assert_true(answer.is_gzip && !answer.varies);
        assert_string_equal(answer.etag, plain.etag);
        assert_true(ch_text_equal(ch_buf_text(&bytes), ch_buf_text(&plain.body)));
        assert_false(tells_word(&answer));
        ch_buf_free(&bytes);
        serve_answer_free(&answer);
    }
    serve_answer_free(&plain);
}

/* ---- the scene */

/* Write the word by the route that writes, so that the log holds it too. */
static void write_word(ch_table_id table, const char *key, const char *cells)
{
    ch_ready *ready = serve_hall_ready(&hall);
    const ch_table *in = ch_ready_zone(ready)->table[table];
    const size_t row = ch_table_find(in, &(ch_text){key, strlen(key)});
    char body[512];
    snprintf(body, sizeof body,
             "{\"edits\":[{\"table\":\"%s\",\"op\":\"upsert\",\"row\":{\"id\":\"%s\",%s},\"version\":\"%016" PRIx64
             "\"}]}",
             in->kind->name, key, cells, serve_version_seal(&hall.versions, ch_table_row_digest(in, row)));
    ch_ready_drop(ready);
    serve_answer answer = call_as(&hall, &steward, SERVE_POST, "/api/v1/changes", body);
    if (answer.status != 201)
        fail_msg("%u: %.*s", answer.status, (int)answer.body.len, answer.body.at);
    serve_answer_free(&answer);
}

/* So that a question about an agreement has an answer. */
static void add_agreement(void)
{
#define NEW(table, row) \
    "{\"table\":\"" table "\",\"op\":\"upsert\",\"version\":null,\"row\":{" row ",\"source\":\"illustrative\"}}"
    serve_answer answer = call_as(
        &hall, &steward, SERVE_POST, "/api/v1/changes",
        "{\"edits\":[" NEW(
            "agreements",
            "\"id\":\"a\",\"name_zh\":\"a\",\"form\":\"fund\",\"base\":\"stated\","
            "\"start_event\":\"signed\"") "," NEW("agreement_parties",
                                                  "\"agreement\":\"a\",\"party\":\"p1\",\"role\":\"host\"") "]}");
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
    serve_answer lead = send_sheet(&steward, "/api/v1/imports/take?table=leads&source=s1",
                                   CH_TEXT("id,name_zh,reported_by,investor,note\nl1," WORD ",p1," WORD "," WORD "\n"));
    assert_int_equal(lead.status, 201);
    serve_answer_free(&lead);
    write_word(CH_TABLE_firms, "f1", "\"lon\":119.9,\"lat\":31,\"follow_up\":\"" WORD "\""); /* in tile 6/53/26 */
    write_word(CH_TABLE_projects, "j", "\"follow_up\":\"" WORD "\"");
    add_agreement(); /* last: changes are asked for by their numbers */
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
        cmocka_unit_test(who_may_see_it_is_told),
        cmocka_unit_test(no_get_route_tells_an_internal_cell_to_who_may_not_see_it),
        cmocka_unit_test(no_what_if_tells_it_either),
        cmocka_unit_test(no_refusal_of_a_change_tells_it),
        cmocka_unit_test(no_trial_of_a_sheet_tells_it),
        cmocka_unit_test(no_sheet_tries_what_it_is),
        cmocka_unit_test(a_sheet_is_taken_from_our_own_page_alone),
        cmocka_unit_test(answers_to_one_are_not_kept_for_another),
        cmocka_unit_test(a_tile_shows_the_firm_and_to_nobody_the_word),
    };
    return cmocka_run_group_tests(tests, open_scene, close_scene);
}
