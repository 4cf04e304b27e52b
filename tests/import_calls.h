/* import_calls.h - sheets sent to the routes behind the guard, by visitors with grants made by hand. */
#ifndef CHANGHE_TESTS_IMPORT_CALLS_H
#define CHANGHE_TESTS_IMPORT_CALLS_H

#include "store_fixture.h"

#include "../src/serve/problem.h"
#include "calling.h"

static serve_hall hall;

static const ch_grant import_grants[][1] = {
    {{CH_STEWARD, {"zone", 4}}}, {{CH_EDITOR, {"p1", 2}}}, {{CH_EDITOR, {"p2", 2}}}, {{CH_READER, {"p1", 2}}}};
enum { STEWARD, EDITOR_OF_P1, EDITOR_OF_P2, READER_OF_P1, VISITORS };

static inline int open_hall(void **state)
{
    (void)state;
    ch_zone *zone;
    ch_faults faults = {0};
    remove_store();
    fill_store(FIXTURE_ROWS);
    assert_int_equal(ch_store_read(STORE, NULL, &zone, NULL), CH_OK);
    assert_int_equal(serve_hall_open(&hall, zone, STORE, &faults), CH_OK);
    ch_faults_free(&faults);
    hall.open_accounts = true;
    return 0;
}

static inline int close_hall(void **state)
{
    (void)state;
    serve_hall_close(&hall);
    remove_store();
    return 0;
}

/* The call takes its memory, and the answer its body, from memory. */
static inline serve_answer ask_with(const ch_memory *memory, int who, serve_method method, const char *target,
                                    ch_text body)
{
    unsigned allowed;
    const char *mark = strchr(target, '?');
    const serve_request request = {.method = method,
                                   .path = {target, mark ? (size_t)(mark - target) : strlen(target)},
                                   .query = mark ? ch_text_of(mark + 1) : (ch_text){"", 0},
                                   .body = body};
    serve_answer answer = {.status = 200, .body = {.memory = memory}};
    serve_call call = {.hall = &hall, .request = &request, .answer = &answer, .lang = CH_EN};
    call.arena.memory = call.faults.arena.memory = memory;
    call.visitor = (serve_visitor){who + 1, CH_TEXT("someone"), import_grants[who], 1, CH_TEXT("t")};
    call.route = serve_route_find(method, request.path, call.segment, &allowed);
    assert_non_null(call.route);
    call.ready = serve_hall_ready(&hall);
    ch_err err = serve_route_read(&call);
    if (err == CH_OK)
        err = call.route->run(&call);
    if (err == CH_OK && answer.body.failed)
        err = CH_ENOMEM;
    serve_problem_of(&call, err);
    ch_ready_drop(call.ready);
    ch_faults_free(&call.faults);
    ch_arena_free(&call.arena);
    return answer;
}

static inline serve_answer post(int who, const char *target, const char *sheet)
{
    return ask_with(NULL, who, SERVE_POST, target, ch_text_of(sheet));
}

static inline serve_answer get(int who, const char *target)
{
    return ask_with(NULL, who, SERVE_GET, target, (ch_text){"", 0});
}

static inline void assert_answer(serve_answer answer, unsigned status, const char *const *says)
{
    if (answer.status != status)
        fail_msg("%u, expected %u: %.*s", answer.status, status, (int)answer.body.len, answer.body.at);
    for (; *says; says++)
        if (!body_has(&answer, *says))
            fail_msg("no %s in %.*s", *says, (int)answer.body.len, answer.body.at);
    serve_answer_free(&answer);
}
#define ASSERT_ANSWER(answer, status, ...) assert_answer((answer), (status), (const char *const[]){__VA_ARGS__, NULL})

/* What is published is what the store holds. */
static inline void assert_published(void)
{
    ch_ready *ready = serve_hall_ready(&hall);
    assert_string_equal(ch_ready_digest(ready), digest_of_store().hex);
    ch_ready_drop(ready);
}

#endif
