/* test_settlement_loop.c - the whole way by the program: a sheet posted, paid, closed and held against the other side's; the same over HTTP. */
#define _GNU_SOURCE
#include "run_program.h"

#include "calling.h"
#include "failing.h"
#include "make_zone.h"

#include <sys/file.h>
#include <fcntl.h>

#include "../src/serve/ledger_shelf.h"
#include "changhe/ledger_answer.h"

#include "bundled.h" /* last: it calls a variable zone */

#include <jansson.h>

static int begin(void **state)
{
    return make_folder(state) == 0 ? load(state) : -1;
}

static int end(void **state)
{
    unload(state);
    return remove_folder(state);
}

/* In the folder, the bundled zone's agreement jjj: 20,000,000 yuan are due in 2024. */
static int settle(const char *options)
{
    return shell("cd '%s' && \"$CHANGHE\" settle --zone " SOURCE_ROOT "/zones/changhe --agreement jjj %s >out 2>err",
                 folder, options);
}

static int ledger(const char *options)
{
    return shell("cd '%s' && \"$CHANGHE\" ledger %s >out 2>err", folder, options);
}

static char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void must(int code)
{
    if (code != 0)
        fail_msg("exit %d: %s", code, content_of("err"));
}

static void remove_ledger(void)
{
    unlink(path_of("l"));
}

static void post_dues(void)
{
    remove_ledger();
    must(settle("--year 2024 --format postings --out due.json"));
    must(ledger("post l --in due.json"));
}

typedef struct {
    const char *state;
    json_int_t opening_fen, due_fen, posted_fen, differs_fen, paid_fen, closing_fen;
    bool is_closed;
} wanted;

/* The one pair of what out says. */
static void assert_booked(wanted of)
{
    json_t *answer = json_loads(content_of("out"), 0, NULL);
    json_t *booked = json_object_get(answer, "ledger"), *pairs = json_object_get(booked, "pairs"),
           *pair = json_array_get(pairs, 0);
    const struct {
        const char *key;
        json_int_t fen;
    } figure[] = {{"opening_fen", of.opening_fen}, {"due_fen", of.due_fen},   {"posted_fen", of.posted_fen},
                  {"differs_fen", of.differs_fen}, {"paid_fen", of.paid_fen}, {"closing_fen", of.closing_fen}};
    assert_string_equal(json_string_value(json_object_get(booked, "state")), of.state);
    assert_int_equal(json_is_true(json_object_get(booked, "closed")), of.is_closed);
    assert_int_equal(json_array_size(pairs), 1);
    for (size_t i = 0; i < sizeof figure / sizeof *figure; i++)
        assert_int_equal(json_integer_value(json_object_get(pair, figure[i].key)), figure[i].fen);
    json_decref(answer);
}

static const json_int_t DUE = 2000000000;

/* On the account that the posting itself names. */
static void write_half(void)
{
    char account[200], csv[1024];
    const char *at = strstr(content_of("due.json"), "\"account\":\"");
    assert_non_null(at);
    at += strlen("\"account\":\"");
    snprintf(account, sizeof account, "%.*s", (int)(strchr(at, '"') - at), at);
    assert_non_null(strchr(account, '>'));
    snprintf(csv, sizeof csv,
             "id,book,date,kind,account,fen,reverses,source,note\n"
             "pay,jjj,2024-12-31,post,%s,-1000000000,,,half\npay,jjj,2024-12-31,post,bank,1000000000,,,half\n",
             account);
    write_text("half.csv", csv);
}

static void what_is_due_is_posted_paid_and_carried_into_the_next_year(void **state)
{
    (void)state;
    post_dues();
    write_half();
    must(settle("--year 2024 --ledger l --format json"));
    assert_booked((wanted){"matches", 0, DUE, DUE, 0, 0, DUE, false});
    must(ledger("post l --in due.json")); /* sent again: it stands there already */
    must(ledger("post l --in half.csv"));
    must(settle("--year 2024 --ledger l --format json"));
    assert_booked((wanted){"matches", 0, DUE, DUE, 0, DUE / 2, DUE / 2, false});
    must(ledger("close l --book jjj --year 2024"));
    must(settle("--year 2024 --ledger l --format json"));
    assert_booked((wanted){"matches", 0, DUE, DUE, 0, DUE / 2, DUE / 2, true});
    must(settle("--year 2025 --ledger l --format json"));
    assert_booked((wanted){"not_posted", DUE / 2, DUE, 0, DUE, 0, DUE / 2, false});
    must(settle("--year 2025 --ledger l --format postings --out next.json"));
    must(ledger("post l --in next.json"));
    must(settle("--year 2025 --ledger l --format json"));
    assert_booked((wanted){"matches", DUE / 2, DUE, DUE, 0, 0, DUE / 2 + DUE, false});
    must(settle("--year 2025 --ledger l"));
    assert_non_null(strstr(content_of("out"), "与账本一致"));
}

static void a_ratio_tried_out_differs_by_the_exact_fen_and_is_not_posted(void **state)
{
    (void)state;
    post_dues();
    write_text("less.json", "[{\"table\":\"agreement_phases\",\"op\":\"upsert\",\"row\":{\"id\":\"jjj-1\",\"weight\":"
                            "\"1/3\"}}]");
    must(settle("--year 2024 --ledger l --what-if less.json --format json"));
    const json_int_t third = 1333333333; /* of 40,000,000.00: two odd thirds of a fen */
    assert_booked((wanted){"differs", 0, third, DUE, third - DUE, 0, DUE, false});
    assert_int_equal(settle("--year 2024 --what-if less.json --format postings"), 1);
    assert_non_null(strstr(content_of("err"), "试算结果不能记账"));
    must(settle("--year 2024 --what-if less.json"));
    assert_int_equal(strncmp(content_of("out"), "试算", strlen("试算")), 0);
}

static void the_other_sides_sheet_is_held_against_ones_own(void **state)
{
    (void)state;
    post_dues();
    must(settle("--year 2024 --ledger l --format csv --out theirs.csv")); /* rows of their ledger do not count */
    must(settle("--year 2024 --compare theirs.csv"));
    assert_int_equal(
        shell("cd '%s' && sed 's/^due,\\(.*\\),2000000000,/due,\\1,2000000001,/' theirs.csv >other.csv", folder), 0);
    assert_int_equal(settle("--year 2024 --compare other.csv"), 1);
    assert_non_null(strstr(content_of("err"), "found \"2000000001\" in amount_fen"));
    assert_int_equal(settle("--year 2025 --compare theirs.csv"), 1);
    assert_int_equal(settle("--year 2024 --compare nowhere.csv"), 1);
}

static void the_command_tells_by_its_exit_code(void **state)
{
    (void)state;
    assert_int_equal(settle("--year 2024 --lang en"), 0);
    assert_int_equal(settle(""), 2);
    assert_int_equal(settle("--year 24"), 2);
    assert_int_equal(settle("--year 2024-2025"), 2);
    assert_int_equal(settle("--year 2024 --format geojson"), 2);
    assert_int_equal(settle("--year 2024 --format pdf"), 2);
    assert_int_equal(settle("--year 2024 --compare x --format csv"), 2);
    assert_int_equal(settle("--year 2024 --ledger nowhere"), 1);
    assert_int_equal(settle("--year 2024 --out nowhere/x"), 1);
    assert_int_equal(shell("\"$CHANGHE\" settle --zone " SOURCE_ROOT
                           "/zones/changhe --agreement x --year 2024 2>&1 | grep "
                           "-q ningde"),
                     0);
    assert_int_equal(
        shell("\"$CHANGHE\" settle --zone " SOURCE_ROOT "/zones/changhe --agreement x --year 2024 >/dev/null 2>&1"), 3);
}

/* ---- over HTTP */

static void open_hall(serve_hall *hall, ch_zone *of, bool has_ledger)
{
    ch_faults faults = {0};
    static char path[256];
    ch_zone_hold(of);
    assert_int_equal(serve_hall_open(hall, of, NULL, &faults), CH_OK);
    snprintf(path, sizeof path, "%s/l", folder);
    if (has_ledger)
        assert_int_equal(serve_shelf_open(path, NULL, &hall->shelf, &faults), CH_OK);
    ch_faults_free(&faults);
}

static void assert_status(serve_hall *hall, const char *target, unsigned status)
{
    serve_answer answer = call_get(hall, target);
    assert_int_equal(answer.status, status);
    serve_answer_free(&answer);
}

static void assert_printed(serve_hall *hall, const char *target)
{
    serve_answer answer = call_get(hall, target);
    assert_int_equal(answer.status, 200);
    const char *printed = content_of("out");
    assert_int_equal(answer.body.len, strlen(printed));
    assert_memory_equal(answer.body.at, printed, answer.body.len);
    serve_answer_free(&answer);
}

#define SHEET      "/api/v1/settlement?agreement=jjj&year=2024"
#define BOOK_SHEET "/api/v1/ledger/sheet?book=jjj&year=2024"

static void the_server_answers_what_the_command_prints(void **state)
{
    (void)state;
    serve_hall hall;
    post_dues();
    open_hall(&hall, zone, true);
    must(settle("--year 2024 --ledger l --format json"));
    assert_printed(&hall, SHEET);
    must(settle("--year 2024 --ledger l --format csv"));
    assert_printed(&hall, SHEET "&format=csv");
    must(settle("--year 2024 --ledger l --format postings"));
    assert_printed(&hall, SHEET "&format=postings");
    must(ledger("sheet l --book jjj --year 2024 --format json"));
    assert_printed(&hall, BOOK_SHEET);
    must(ledger("sheet l --book jjj --year 2024 --format csv"));
    assert_printed(&hall, BOOK_SHEET "&format=csv");
    serve_hall_close(&hall);
}

static void a_what_if_over_http_is_told_and_not_posted(void **state)
{
    (void)state;
    static const char edits[] =
        "[{\"table\":\"agreement_phases\",\"op\":\"upsert\",\"row\":{\"id\":\"jjj-1\",\"weight\":\"1/4\"}}]";
    serve_hall hall;
    open_hall(&hall, zone, false);
    serve_answer answer = call_post(&hall, SHEET "&what_if_name=less", edits);
    assert_int_equal(answer.status, 200);
    assert_true(body_has(&answer, "\"what_if\":\"less\""));
    assert_true(body_has(&answer, "\"amount_fen\":1000000000}],\"ledger\":null"));
    assert_true(answer.etag[0] == '\0');
    serve_answer_free(&answer);
    answer = call_post(&hall, SHEET "&format=postings", edits);
    assert_int_equal(answer.status, 400);
    serve_answer_free(&answer);
    serve_hall_close(&hall);
}

static void questions_at_fault_are_told(void **state)
{
    (void)state;
    serve_hall hall;
    open_hall(&hall, zone, false);
    assert_status(&hall, "/api/v1/settlement?agreement=jjj", 400);
    assert_status(&hall, "/api/v1/settlement?agreement=jjj&year=24", 400);
    assert_status(&hall, SHEET "&format=xlsx", 400);
    assert_status(&hall, SHEET, 200);
    assert_status(&hall, BOOK_SHEET, 404); /* no ledger here */
    serve_answer answer = call_get(&hall, "/api/v1/settlement?agreement=x&year=2024");
    assert_int_equal(answer.status, 404);
    assert_true(body_has(&answer, "ningde"));
    serve_answer_free(&answer);
    serve_hall_close(&hall);
    post_dues();
    open_hall(&hall, zone, true);
    assert_status(&hall, "/api/v1/ledger/sheet?book=ningde&year=2024", 404); /* nothing was posted to it */
    assert_status(&hall, "/api/v1/ledger/sheet?book=clearing&year=2024", 403);
    serve_hall_close(&hall);
}

/* What nobody marked as illustrative is for readers of a party's place. */
static void amounts_of_an_agreement_that_is_none_of_ones_own_are_not_told(void **state)
{
    (void)state;
    ch_zone *made = make_zone(
        NULL, "sources: id,title\ns1,t\n"
              "places: id,level\na,county\nb,county\nz,zone\nzone: id,place,members\nz,z,a b\n"
              "tax_rules: id,stream,central,provincial\nvat,vat,1/2,20%\n"
              "agreements: id,form,base,start_event,start_on,source\njjj,referral,retained,first_tax,2024,s1\n"
              "agreement_parties: agreement,party,place,role,source\njjj,a,a,origin,s1\njjj,b,b,host,s1\n"
              "agreement_phases: id,agreement,party,from_year,weight,source\np,jjj,a,0,1/2,s1\n"
              "agreement_amounts: id,agreement,period,stream,kind,gross_wan,source\nv,jjj,2024,vat,actual,1,s1\n");
    serve_hall hall;
    post_dues();
    open_hall(&hall, made, true);
    assert_status(&hall, SHEET, 403);
    assert_status(&hall, SHEET "&format=csv", 403);
    assert_status(&hall, SHEET "&format=pdf", 403);
    assert_status(&hall, SHEET "&format=postings", 403);
    assert_status(&hall, BOOK_SHEET, 403);
    serve_hall_close(&hall);
    ch_zone_drop(made);
}

/* Edits that bring an agreement called like a book do not open the book. */
static void an_agreement_that_is_only_tried_out_shows_no_book(void **state)
{
    (void)state;
    static const char edits[] =
        "[{\"table\":\"agreements\",\"op\":\"upsert\",\"row\":{\"id\":\"clearing\",\"name_zh\":\"x\",\"form\":\"fund\","
        "\"base\":"
        "\"stated\",\"base_wan\":\"1\",\"start_event\":\"signed\",\"start_on\":\"2024\",\"source\":\"illustrative\"}},"
        "{\"table\":\"agreement_parties\",\"op\":\"upsert\",\"row\":{\"agreement\":\"clearing\",\"party\":\"hz\","
        "\"role\":"
        "\"host\",\"source\":\"illustrative\"}},"
        "{\"table\":\"agreement_parties\",\"op\":\"upsert\",\"row\":{\"agreement\":\"clearing\",\"party\":\"wx\","
        "\"role\":"
        "\"origin\",\"source\":\"illustrative\"}}]";
    serve_hall hall;
    post_dues();
    write_text("secret.csv", "id,book,date,kind,account,fen,reverses,source,note\n"
                             "k,clearing,2024-06-30,post,hz>wx,4711,,,\nk,clearing,2024-06-30,post,x,-4711,,,\n");
    must(ledger("post l --in secret.csv"));
    open_hall(&hall, zone, true);
    serve_answer answer = call_post(&hall, "/api/v1/settlement?agreement=clearing&year=2024", edits);
    assert_int_equal(answer.status, 200);
    assert_true(body_has(&answer, "\"ledger\":null"));
    assert_false(body_has(&answer, "4711"));
    serve_answer_free(&answer);
    serve_hall_close(&hall);
}

/* Threads that ask while the file grows: each gets a whole ledger, of one posting or of two. */
static void *ask_often(void *self)
{
    serve_shelf *shelf = self;
    for (int i = 0; i < 200; i++) {
        serve_shelved *held;
        if (serve_shelf_take(shelf, &held, NULL) != CH_OK)
            return self;
        const size_t count = ch_ledger_count(serve_shelved_ledger(held));
        serve_shelved_drop(held);
        if (count < 1 || count > 2)
            return self;
    }
    return NULL;
}

static void threads_that_ask_while_it_grows_get_a_whole_ledger(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    pthread_t thread[THREADS];
    serve_shelf *shelf;
    serve_shelved *held;
    char path[256];
    post_dues();
    write_half();
    snprintf(path, sizeof path, "%s/l", folder);
    assert_int_equal(serve_shelf_open(path, NULL, &shelf, NULL), CH_OK);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, ask_often, shelf), 0);
    while (ledger("post l --in half.csv") != 0) /* while a reader has it, a writer is refused */
        assert_non_null(strstr(content_of("err"), "ledger that no other program has open"));
    for (size_t i = 0; i < THREADS; i++) {
        void *wrong = NULL;
        assert_int_equal(pthread_join(thread[i], &wrong), 0);
        assert_null(wrong);
    }
    assert_int_equal(serve_shelf_take(shelf, &held, NULL), CH_OK);
    assert_int_equal(ch_ledger_count(serve_shelved_ledger(held)), 2);
    serve_shelved_drop(held);
    serve_shelf_close(shelf);
}

static void a_ledger_that_grew_is_read_again(void **state)
{
    (void)state;
    serve_hall hall;
    post_dues();
    write_half();
    open_hall(&hall, zone, true);
    serve_answer before = call_get(&hall, SHEET);
    char tag[SERVE_ETAG_ROOM];
    snprintf(tag, sizeof tag, "%s", before.etag);
    assert_true(tag[0] != '\0' && body_has(&before, "\"paid_fen\":0"));
    serve_answer_free(&before);
    serve_answer same = call_get(&hall, SHEET);
    assert_string_equal(same.etag, tag);
    serve_answer_free(&same);

    must(ledger("post l --in half.csv"));
    /* a writer that has it is not waited for: the ledger read last */
    const int file = open(path_of("l"), O_RDONLY);
    assert_int_equal(flock(file, LOCK_EX | LOCK_NB), 0);
    same = call_get(&hall, SHEET);
    assert_string_equal(same.etag, tag);
    serve_answer_free(&same);
    close(file);

    serve_answer after = call_get(&hall, SHEET);
    assert_true(body_has(&after, "\"paid_fen\":1000000000"));
    assert_string_not_equal(after.etag, tag);
    serve_answer_free(&after);

    /* damaged, then gone: told as ours, without its path */
    write_text("l", "no ledger");
    serve_answer damaged = call_get(&hall, BOOK_SHEET);
    assert_int_equal(damaged.status, 503);
    assert_false(body_has(&damaged, folder));
    serve_answer_free(&damaged);
    remove_ledger();
    assert_status(&hall, SHEET, 503);
    serve_hall_close(&hall);
}

/* Of the file read, of a year of it told in both forms. */
static ch_err read_and_tell(const ch_memory *memory, const char *path)
{
    serve_shelf *shelf;
    serve_shelved *held;
    ch_arena arena = CH_ARENA(memory);
    ch_buf out = {.memory = memory};
    ch_ledger_sheet sheet;
    ch_err err = serve_shelf_open(path, memory, &shelf, NULL);
    if (err != CH_OK)
        return err;
    err = serve_shelf_take(shelf, &held, NULL);
    if (err == CH_OK)
        err = ch_ledger_sheet_make(&arena, serve_shelved_ledger(held), CH_TEXT("jjj"), 2024, &sheet, NULL);
    if (err == CH_OK)
        err = ch_answer_ledger_sheet_json(serve_shelved_ledger(held), &sheet, &out);
    if (err == CH_OK)
        err = ch_answer_ledger_sheet_csv(serve_shelved_ledger(held), &sheet, &out);
    serve_shelved_drop(held);
    serve_shelf_close(shelf);
    ch_buf_free(&out);
    ch_arena_free(&arena);
    return err;
}

static void every_allocation_of_a_ledger_served_may_fail(void **state)
{
    (void)state;
    char path[256];
    post_dues();
    snprintf(path, sizeof path, "%s/l", folder);
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        const ch_err err = read_and_tell(&memory, path);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

static void a_ledger_that_is_not_there_is_not_served(void **state)
{
    (void)state;
    serve_shelf *shelf;
    ch_faults faults = {0};
    assert_int_equal(serve_shelf_open(path_of("nowhere"), NULL, &shelf, &faults), CH_EIO);
    assert_null(shelf);
    assert_true(faults.count > 0);
    ch_faults_free(&faults);
    assert_int_equal(shell("timeout 20 \"$CHANGHE\" serve --zone " SOURCE_ROOT
                           "/zones/changhe --listen 127.0.0.1:0 --ledger /nowhere/l >/dev/null 2>&1"),
                     1);
}

/* ---- on paper: where the module for it is, a PDF; where it is not, that is told */

static void a_pdf_has_its_name_and_type(void **state)
{
    (void)state;
    serve_hall hall;
    open_hall(&hall, zone, false);
    serve_answer answer = call_get(&hall, SHEET "&format=pdf");
    if (answer.status == 503) {
        serve_answer_free(&answer);
        serve_hall_close(&hall);
        skip();
    }
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.type, "application/pdf");
    assert_memory_equal(answer.body.at, "%PDF-", 5);
    assert_string_equal(answer.header[0].name, "Content-Disposition");
    assert_string_equal(answer.header[0].value, "attachment; filename=\"changhe-settlement-jjj-2024.pdf\"");
    assert_true(answer.etag[0] == '\0');
    serve_answer_free(&answer);
    serve_hall_close(&hall);
    must(settle("--year 2024 --format pdf --out sheet.pdf"));
    assert_int_equal(strncmp(content_of("sheet.pdf"), "%PDF-", 5), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_due_is_posted_paid_and_carried_into_the_next_year),
        cmocka_unit_test(a_ratio_tried_out_differs_by_the_exact_fen_and_is_not_posted),
        cmocka_unit_test(the_other_sides_sheet_is_held_against_ones_own),
        cmocka_unit_test(the_command_tells_by_its_exit_code),
        cmocka_unit_test(the_server_answers_what_the_command_prints),
        cmocka_unit_test(a_what_if_over_http_is_told_and_not_posted),
        cmocka_unit_test(questions_at_fault_are_told),
        cmocka_unit_test(amounts_of_an_agreement_that_is_none_of_ones_own_are_not_told),
        cmocka_unit_test(an_agreement_that_is_only_tried_out_shows_no_book),
        cmocka_unit_test(threads_that_ask_while_it_grows_get_a_whole_ledger),
        cmocka_unit_test(a_ledger_that_grew_is_read_again),
        cmocka_unit_test(every_allocation_of_a_ledger_served_may_fail),
        cmocka_unit_test(a_ledger_that_is_not_there_is_not_served),
        cmocka_unit_test(a_pdf_has_its_name_and_type),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
