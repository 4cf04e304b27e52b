/* test_change_routes.c - changes over HTTP: made, refused, listed, taken back; readers see whole snapshots. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "failing_disk.h"
#include "store_fixture.h"

#include "../src/serve/problem.h"
#include "calling.h"
#include "changhe/changes.h"
#include "changhe/json.h"

#include <inttypes.h>
#include <pthread.h>

static serve_hall hall;

static const ch_grant grants_of[][1] = {
    {{CH_STEWARD, {"zone", 4}}}, {{CH_EDITOR, {"p1", 2}}}, {{CH_READER, {"p2", 2}}}};
enum { STEWARD, EDITOR_OF_P1, READER_OF_P2 };

static const ch_grant *own_grants; /* of the editor, once they are not his any more */

static int open_hall(void **state)
{
    (void)state;
    ch_zone *zone;
    remove_store();
    fill_store(FIXTURE_ROWS);
    assert_int_equal(ch_store_read(STORE, NULL, &zone, NULL), CH_OK);
    ch_faults faults = {0};
    assert_int_equal(serve_hall_open(&hall, zone, STORE, &faults), CH_OK);
    ch_faults_free(&faults);
    hall.open_accounts = true;
    return 0;
}

static int close_hall(void **state)
{
    (void)state;
    serve_hall_close(&hall);
    remove_store();
    return 0;
}

/* A call by an account that is signed in: the route itself, behind the guard. */
static serve_answer ask_as(int who, serve_method method, const char *target, const char *body)
{
    unsigned allowed;
    serve_answer answer = {.status = 200};
    const char *mark = strchr(target, '?');
    const size_t cut = mark ? (size_t)(mark - target) : strlen(target);
    const serve_request request = {.method = method,
                                   .path = {target, cut},
                                   .query = mark ? ch_text_of(mark + 1) : (ch_text){"", 0},
                                   .body = ch_text_of(body)};
    serve_call call = {.hall = &hall, .request = &request, .answer = &answer, .lang = CH_EN};
    call.visitor = (serve_visitor){.account = who + 1,
                                   .name = CH_TEXT("someone"),
                                   .grant = own_grants && who == EDITOR_OF_P1 ? own_grants : grants_of[who],
                                   .grants = 1,
                                   .token = CH_TEXT("t")};
    call.route = serve_route_find(method, request.path, call.segment, &allowed);
    assert_non_null(call.route);
    call.ready = serve_hall_ready(&hall);
    ch_err err = serve_route_read(&call);
    if (err == CH_OK)
        err = call.route->run(&call);
    serve_problem_of(&call, err);
    ch_ready_drop(call.ready);
    ch_faults_free(&call.faults);
    ch_arena_free(&call.arena);
    return answer;
}

/* The answer's body, which the caller frees, once its status is as it should be. */
static ch_buf body_of(serve_answer answer, unsigned status)
{
    if (answer.status != status)
        fail_msg("%u, expected %u: %.*s", answer.status, status, (int)answer.body.len, answer.body.at);
    ch_arena arena = {0};
    ch_faults faults = {0};
    const ch_json *tree;
    assert_int_equal(ch_json_read(&arena, CH_TEXT("answer"), ch_buf_text(&answer.body), &tree, &faults), CH_OK);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    ch_buf_addc(&answer.body, '\0');
    return answer.body;
}

static void assert_says(serve_answer answer, unsigned status, const char *const *says)
{
    ch_buf body = body_of(answer, status);
    for (; *says; says++)
        if (!strstr(body.at, *says))
            fail_msg("no %s in %s", *says, body.at);
    ch_buf_free(&body);
}
#define ASSERT_SAYS(answer, status, ...) assert_says((answer), (status), (const char *const[]){__VA_ARGS__, NULL})

static void assert_silent(serve_answer answer, const char *secret)
{
    ch_buf body = body_of(answer, 200);
    assert_null(strstr(body.at, secret));
    ch_buf_free(&body);
}

/* "16 hex" of a row now, or null. */
static void print_version(ch_table_id table, const char *key, char version[24])
{
    ch_ready *ready = serve_hall_ready(&hall);
    const ch_table *in = ch_ready_zone(ready)->table[table];
    const size_t row = ch_table_find(in, &(ch_text){key, strlen(key)});
    if (row == SIZE_MAX)
        strcpy(version, "null");
    else
        snprintf(version, 24, "\"%016" PRIx64 "\"", serve_version_seal(&hall.versions, ch_table_row_digest(in, row)));
    ch_ready_drop(ready);
}

static void print_firm_edit(ch_buf *body, const char *op, const char *id, const char *cells)
{
    char version[24];
    print_version(CH_TABLE_firms, id, version);
    ch_buf_addf(
        body,
        "{\"note\":\"why\",\"edits\":[{\"table\":\"firms\",\"op\":\"%s\",\"row\":{\"id\":\"%s\"%s},\"version\":%s}]}",
        op, id, cells, version);
    ch_buf_addc(body, '\0');
}

static serve_answer change_firm(int who, const char *op, const char *id, const char *cells)
{
    ch_buf body = {0};
    print_firm_edit(&body, op, id, cells);
    const serve_answer answer = ask_as(who, SERVE_POST, "/api/v1/changes", body.at);
    ch_buf_free(&body);
    return answer;
}

/* What is published is what the store holds. */
static void assert_published(void)
{
    ch_ready *ready = serve_hall_ready(&hall);
    assert_string_equal(ch_ready_digest(ready), digest_of_store().hex);
    ch_ready_drop(ready);
}

static serve_answer undo(int who, int id)
{
    char target[60];
    snprintf(target, sizeof target, "/api/v1/changes/%d/undo", id);
    return ask_as(who, SERVE_POST, target, "{}");
}

/* ---- changing */

static void a_change_is_made_listed_undone_and_done_again(void **state)
{
    (void)state;
    const fixture_digest before = digest_of_store();
    ASSERT_SAYS(change_firm(STEWARD, "delete", "f1", ""), 201, "\"change\":2", "\"rows\":3",
                "{\"table\":\"firms\",\"key\":\"f1\",\"version\":null}");
    assert_published();
    ASSERT_SAYS(ask_as(STEWARD, SERVE_GET, "/api/v1/changes", ""), 200, "{\"changes\":[{\"id\":2,\"at\":\"20",
                "\"who\":\"someone\",\"note\":\"why\",\"undoes\":null,\"undone\":null", "\"mine\":true,\"rows\":3",
                "\"note\":\"loaded\"");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_GET, "/api/v1/changes/2", ""), 200, "\"key\":\"f1\",\"before\":{\"id\":\"f1\"",
                "\"after\":null", "\"role\":\"leader\"");
    ASSERT_SAYS(undo(EDITOR_OF_P1, 2), 403, "only one's own");
    ASSERT_SAYS(undo(STEWARD, 2), 201, "\"change\":3");
    assert_published();
    assert_string_equal(digest_of_store().hex, before.hex);
    ASSERT_SAYS(undo(STEWARD, 2), 409, "undone before");
    ASSERT_SAYS(undo(STEWARD, 3), 201, "\"change\":4");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_GET, "/api/v1/changes?limit=2&mine=yes", ""), 200, "\"undoes\":3", "\"next\":3");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_GET, "/api/v1/changes?before=2", ""), 200, "{\"changes\":[{\"id\":1",
                "\"next\":null");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_GET, "/api/v1/changes/99", ""), 404, "Not Found");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_GET, "/api/v1/changes/x1", ""), 404, "Not Found");
}

static void a_row_changed_meanwhile_is_told_as_it_is_now(void **state)
{
    (void)state;
    ch_buf stale = {0};
    print_firm_edit(&stale, "upsert", "f2", ",\"note\":\"mine\"");
    ASSERT_SAYS(change_firm(STEWARD, "upsert", "f2", ",\"note\":\"theirs\",\"follow_up\":\"secret\""), 201,
                "\"rows\":1");
    const fixture_digest before = digest_of_store();
    ASSERT_SAYS(ask_as(STEWARD, SERVE_POST, "/api/v1/changes", stale.at), 409,
                "\"conflicts\":[{\"table\":\"firms\",\"key\":\"f2\"", "\"note\":\"theirs\",\"follow_up\":\"secret\"");
    ch_buf body = body_of(ask_as(EDITOR_OF_P1, SERVE_POST, "/api/v1/changes", stale.at), 409);
    assert_null(strstr(body.at, "secret"));
    ch_buf_free(&body);
    assert_string_equal(digest_of_store().hex, before.hex);
    ch_buf_free(&stale);
}

static void what_is_not_allowed_or_not_well_formed_is_told(void **state)
{
    (void)state;
    const fixture_digest before = digest_of_store();
    ASSERT_SAYS(change_firm(EDITOR_OF_P1, "upsert", "f2", ",\"note\":\"x\""), 403,
                "\"name\":\"firms\",\"found\":\"f2\"");
    ASSERT_SAYS(change_firm(READER_OF_P2, "upsert", "f2", ",\"note\":\"x\""), 403, "may change");
    ASSERT_SAYS(change_firm(STEWARD, "upsert", "f2", ",\"role\":\"x\""), 400, "\"line\":1",
                "\"column\":", "\"name\":\"role\"");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_POST, "/api/v1/changes",
                       "{\"note\":1,\n\"edits\":[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"q\"},"
                       "\"version\":\"zz\"}],\"more\":1}"),
                400, "\"error_count\":3", "16 hexadecimal digits", "note or edits", "a string");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_POST, "/api/v1/changes", "{\"edits\":[]}"), 400, "1 to 1000 edits");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_POST, "/api/v1/changes", "[]"), 400, "an object");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_POST, "/api/v1/changes", ""), 400, "valid JSON");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_POST, "/api/v1/changes/1/undo", "{\"edits\":[]}"), 400, "note");
    ASSERT_SAYS(undo(STEWARD, 1), 403, "only one's own"); /* the load */
    ASSERT_SAYS(change_firm(STEWARD, "upsert", "f2", ",\"name_zh\":\"乙\""), 200, "\"rows\":0", "\"change\":null");
    assert_string_equal(digest_of_store().hex, before.hex);
    ch_buf large = {0};
    for (int i = 0; i < 1 << 17; i++)
        ch_buf_adds(&large, "          ");
    ch_buf_addc(&large, '\0');
    ASSERT_SAYS(ask_as(STEWARD, SERVE_POST, "/api/v1/changes", large.at), 413, "1 MiB");
    ch_buf_free(&large);
}

static void without_a_store_or_accounts_nothing_is_changed(void **state)
{
    (void)state;
    hall.open_accounts = false;
    ASSERT_SAYS(change_firm(STEWARD, "delete", "f2", ""), 403, "no accounts");
    hall.open_accounts = true;
    hall.store = NULL;
    ASSERT_SAYS(change_firm(STEWARD, "delete", "f2", ""), 409, "reads a folder");
    ASSERT_SAYS(undo(STEWARD, 1), 409, "reads a folder");
    hall.store = STORE;
}

static void nobody_who_is_not_signed_in_gets_here(void **state)
{
    (void)state;
    static const struct {
        serve_method method;
        const char *target;
    } routes[] = {{SERVE_POST, "/api/v1/changes"},
                  {SERVE_GET, "/api/v1/changes"},
                  {SERVE_GET, "/api/v1/changes/1"},
                  {SERVE_POST, "/api/v1/changes/1/undo"}};
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        serve_answer answer = call_with(&hall, routes[i].method, ch_text_of(routes[i].target), (ch_text){"", 0}, NULL);
        assert_true(answer.status == 401 || answer.status == 403);
        serve_answer_free(&answer);
    }
}

/* A firm moves from p2 to p1 with what was said in confidence; each side sees its own. */
static void the_log_shows_internal_columns_to_readers_of_the_place_it_was(void **state)
{
    (void)state;
    ASSERT_SAYS(change_firm(STEWARD, "upsert", "f2", ",\"follow_up\":\"of p2\""), 201, "\"change\":2");
    ASSERT_SAYS(change_firm(STEWARD, "upsert", "f2", ",\"place\":\"p1\",\"follow_up\":\"of p1\""), 201, "\"change\":3");
    ASSERT_SAYS(ask_as(READER_OF_P2, SERVE_GET, "/api/v1/changes/3", ""), 200, "of p2");
    assert_silent(ask_as(READER_OF_P2, SERVE_GET, "/api/v1/changes/3", ""), "of p1");
    ASSERT_SAYS(ask_as(EDITOR_OF_P1, SERVE_GET, "/api/v1/changes/3", ""), 200, "of p1", "\"key\":\"f2\"");
    assert_silent(ask_as(EDITOR_OF_P1, SERVE_GET, "/api/v1/changes/3", ""), "of p2");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_GET, "/api/v1/changes/3", ""), 200, "of p1", "of p2");
}

/* Of a change at one place and at two: who, why and which rows is for those who may read a place of it. */
static void a_change_is_told_to_those_who_may_read_its_place(void **state)
{
    (void)state;
    char f1[24], f2[24];
    ch_buf both = {0};
    ASSERT_SAYS(change_firm(STEWARD, "upsert", "f1", ",\"note\":\"x\""), 201, "\"change\":2");
    print_version(CH_TABLE_firms, "f1", f1);
    print_version(CH_TABLE_firms, "f2", f2);
    ch_buf_addf(&both,
                "{\"note\":\"of "
                "both\",\"edits\":[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f1\",\"note\":\"y\"},"
                "\"version\":%s},{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f2\",\"note\":\"y\"},"
                "\"version\":%s}]}",
                f1, f2);
    ch_buf_addc(&both, '\0');
    ASSERT_SAYS(ask_as(STEWARD, SERVE_POST, "/api/v1/changes", both.at), 201, "\"change\":3");
    ch_buf_free(&both);

    ASSERT_SAYS(ask_as(READER_OF_P2, SERVE_GET, "/api/v1/changes", ""), 200, "{\"changes\":[{\"id\":3,",
                "\"note\":\"of both\"", "\"rows\":1", "{\"id\":1,", "\"next\":null");
    assert_silent(ask_as(READER_OF_P2, SERVE_GET, "/api/v1/changes", ""), "why");
    assert_silent(ask_as(READER_OF_P2, SERVE_GET, "/api/v1/changes/3", ""), "\"key\":\"f1\"");
    ASSERT_SAYS(ask_as(READER_OF_P2, SERVE_GET, "/api/v1/changes/3", ""), 200, "\"key\":\"f2\"");
    ASSERT_SAYS(ask_as(READER_OF_P2, SERVE_GET, "/api/v1/changes/2", ""), 404, "404");
    ASSERT_SAYS(ask_as(EDITOR_OF_P1, SERVE_GET, "/api/v1/changes?limit=2", ""), 200, "\"id\":3", "\"id\":2",
                "\"note\":\"why\"", "\"next\":2");
    ASSERT_SAYS(ask_as(STEWARD, SERVE_GET, "/api/v1/changes/3", ""), 200, "\"key\":\"f1\"", "\"key\":\"f2\"");
}

static void ones_own_changes_stay_ones_own(void **state)
{
    (void)state;
    ASSERT_SAYS(change_firm(EDITOR_OF_P1, "upsert", "f1", ",\"note\":\"x\""), 201, "\"change\":2");
    own_grants = grants_of[READER_OF_P2]; /* his grant is taken back */
    ASSERT_SAYS(ask_as(EDITOR_OF_P1, SERVE_GET, "/api/v1/changes", ""), 200, "\"note\":\"why\"", "\"mine\":true");
    ASSERT_SAYS(ask_as(EDITOR_OF_P1, SERVE_GET, "/api/v1/changes/2", ""), 200, "\"key\":\"f1\"");
    own_grants = NULL;
}

/* ---- other programs, other disks */

static void a_store_changed_by_another_program_is_read_again(void **state)
{
    (void)state;
    ch_buf edit = {0};
    print_firm_edit(&edit, "upsert", "f2", ",\"note\":\"mine\"");
    alter_store("UPDATE snapshot SET digest = '0'"); /* something else than what is published */
    ASSERT_SAYS(ask_as(STEWARD, SERVE_POST, "/api/v1/changes", edit.at), 500, "Internal Server Error");

    fill_store(FIXTURE_ROWS); /* loaded again: the same rows */
    ASSERT_SAYS(ask_as(STEWARD, SERVE_POST, "/api/v1/changes", edit.at), 201, "\"rows\":1");
    assert_published();
    fill_store(FEW_ROWS); /* the firm is gone */
    ASSERT_SAYS(change_firm(STEWARD, "upsert", "f2", ",\"note\":\"again\""), 409,
                "\"key\":\"f2\",\"version\":null,\"row\":null");
    assert_published();
    ch_buf_free(&edit);
}

static void set_disk(failing_disk_mode mode, int code)
{
    failing_disk.mode = mode;
    failing_disk.changes = 0;
    failing_disk.at = 1;
    failing_disk.code = code;
}

static void a_full_disk_is_told_and_recovered_from(void **state)
{
    (void)state;
    const fixture_digest before = digest_of_store();
    set_disk(DISK_FAILS, SQLITE_FULL);
    ASSERT_SAYS(change_firm(STEWARD, "upsert", "f2", ",\"note\":\"x\""), 507, "nothing was written");
    set_disk(DISK_FAILS, SQLITE_IOERR);
    ASSERT_SAYS(change_firm(STEWARD, "upsert", "f2", ",\"note\":\"x\""), 500, "and nothing was");
    set_disk(DISK_SOUND, 0);
    assert_string_equal(digest_of_store().hex, before.hex);
    assert_published();
    ASSERT_SAYS(change_firm(STEWARD, "upsert", "f2", ",\"note\":\"x\""), 201, "\"change\":2");
    assert_published();
}

/* The disk fails at the n-th write, for good or once. */
static unsigned change_on_failing_disk(failing_disk_mode mode, size_t at, int code, bool *reached)
{
    set_disk(mode, code);
    failing_disk.at = at;
    serve_answer answer = change_firm(STEWARD, "upsert", "f2", ",\"note\":\"x\"");
    *reached = failing_disk.changes >= at;
    set_disk(DISK_SOUND, 0);
    assert_true(answer.status != 507 || body_has(&answer, "nothing was written"));
    const bool says_not = answer.status == 507 || body_has(&answer, "and nothing was");
    const unsigned status = answer.status;
    serve_answer_free(&answer);
    return says_not ? 507 : status;
}

/* Whichever write fails: who is told that nothing was written finds nothing, and everybody is shown what a restart
 * would show. */
static void what_is_told_of_a_failing_disk_is_true(void **state)
{
    static const failing_disk_mode modes[] = {DISK_FAILS, DISK_FAILS_ONCE};
    static const int codes[] = {SQLITE_FULL, SQLITE_IOERR};
    size_t unwritten = 0, unconfirmed = 0;
    for (int i = 0; i < 4; i++) {
        bool reached = true;
        for (size_t at = 1; reached; at++) {
            close_hall(state);
            open_hall(state);
            const fixture_digest before = digest_of_store();
            const unsigned status = change_on_failing_disk(modes[i / 2], at, codes[i % 2], &reached);
            assert_true(status == 201 || status == 500 || status == 507);
            const bool is_old = strcmp(digest_of_store().hex, before.hex) == 0;
            assert_true(is_old ? status != 201 : status != 507);
            assert_published();
            unwritten += status == 507;
            unconfirmed += status == 500;
        }
    }
    assert_true(unwritten > 4 && unconfirmed > 0);
}

/* ---- threads */

enum { WRITERS = 2, READERS = 2, ROUNDS = 30 };
static atomic_bool writing_is_over;

/* f1 and f2 are only ever changed together, so in a whole snapshot their notes are the same. */
static void print_both(ch_buf *body, int number)
{
    char first[24], second[24];
    print_version(CH_TABLE_firms, "f1", first);
    print_version(CH_TABLE_firms, "f2", second);
    ch_buf_addf(
        body,
        "{\"edits\":[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f1\",\"note\":\"%d\"},\"version\":%s},"
        "{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"f2\",\"note\":\"%d\"},\"version\":%s}]}",
        number, first, number, second);
    ch_buf_addc(body, '\0');
}

static void *write_rounds(void *self)
{
    int *won = self;
    for (int i = 0; i < ROUNDS; i++) {
        ch_buf body = {0};
        print_both(&body, 1000 + *won * WRITERS + i);
        serve_answer answer = ask_as(STEWARD, SERVE_POST, "/api/v1/changes", body.at);
        if (answer.status == 201)
            ++*won;
        else if (answer.status != 409 && answer.status != 200)
            abort();
        serve_answer_free(&answer);
        ch_buf_free(&body);
    }
    return NULL;
}

static void *read_rounds(void *self)
{
    size_t *torn = self;
    while (!writing_is_over) {
        ch_ready *ready = serve_hall_ready(&hall);
        const ch_zone *now = ch_ready_zone(ready);
        const ch_text *note = now->firms.note;
        *torn += !ch_text_equal(note[0], note[1]) || strcmp(digest_of(now).hex, ch_ready_digest(ready)) != 0;
        ch_ready_drop(ready);
    }
    return NULL;
}

static void readers_see_whole_snapshots_while_writers_race(void **state)
{
    (void)state;
    pthread_t writer[WRITERS], reader[READERS];
    int won[WRITERS] = {0}, all = 0;
    size_t torn[READERS] = {0};
    writing_is_over = false;
    for (size_t i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&reader[i], NULL, read_rounds, &torn[i]), 0);
    for (size_t i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_create(&writer[i], NULL, write_rounds, &won[i]), 0);
    for (size_t i = 0; i < WRITERS; i++)
        pthread_join(writer[i], NULL);
    writing_is_over = true;
    for (size_t i = 0; i < READERS; i++) {
        pthread_join(reader[i], NULL);
        assert_int_equal(torn[i], 0);
    }
    for (size_t i = 0; i < WRITERS; i++)
        all += won[i];
    assert_true(all > 0);
    assert_published();
    ch_arena arena = {0};
    const ch_change_query query = {.most = 1000};
    ch_change_page page;
    assert_int_equal(ch_changes_list(&arena, STORE, &query, &page, NULL), CH_OK);
    assert_int_equal(page.count, 1 + all);
    for (size_t i = 1; i < page.count; i++)
        assert_true(ch_text_equal(page.change[i].after, page.change[i - 1].before));
    ch_arena_free(&arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_hall, close_hall)

int main(void)
{
    failing_disk_put();
    const struct CMUnitTest tests[] = {
        TEST(a_change_is_made_listed_undone_and_done_again),
        TEST(a_row_changed_meanwhile_is_told_as_it_is_now),
        TEST(what_is_not_allowed_or_not_well_formed_is_told),
        TEST(without_a_store_or_accounts_nothing_is_changed),
        TEST(nobody_who_is_not_signed_in_gets_here),
        TEST(the_log_shows_internal_columns_to_readers_of_the_place_it_was),
        TEST(a_change_is_told_to_those_who_may_read_its_place),
        TEST(ones_own_changes_stay_ones_own),
        TEST(a_store_changed_by_another_program_is_read_again),
        TEST(a_full_disk_is_told_and_recovered_from),
        TEST(what_is_told_of_a_failing_disk_is_true),
        TEST(readers_see_whole_snapshots_while_writers_race),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
