/* test_sign_in.c - signing in and out, and what a session is good for. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include "failing.h"
#include "store_fixture.h"

#include "../src/serve/limits.h"
#include "../src/serve/password.h"
#include "calling.h"

#include <pthread.h>

#define PASSWORD "correct horse 电池"
#define SIGN_IN  "{\"name\":\"张三\",\"password\":\"" PASSWORD "\"}"

static serve_hall hall;
static int64_t now_s; /* what the hall takes for the time */
static char secret[SERVE_SECRET_ROOM];

static int64_t clock_of_test(void *unused)
{
    (void)unused;
    return now_s;
}

/* A new account, or the one of this id as it was made. */
static void put_account(int64_t id, const char *name, ch_may may, const char *place)
{
    const ch_grant grant = {may, ch_text_of(place)};
    const ch_account account = {
        .id = id, .stamp = 1, .name = ch_text_of(name), .secret = ch_text_of(secret), .grant = &grant, .grants = 1};
    assert_int_equal(ch_accounts_put(STORE, NULL, &account, NULL), CH_OK);
}

static int open_hall(void **state)
{
    (void)state;
    ch_zone *zone;
    remove_store();
    fill_store(FIXTURE_ROWS);
    assert_true(serve_crypto_open());
    if (!secret[0])
        assert_true(serve_password_hide(CH_TEXT(PASSWORD), secret));
    put_account(0, "张三", CH_READER, "p1");
    assert_int_equal(ch_store_read(STORE, NULL, &zone, NULL), CH_OK);
    assert_int_equal(serve_hall_open(&hall, zone, STORE, NULL), CH_OK);
    serve_sessions_close(hall.sessions);
    serve_limits_close(hall.limits);
    now_s = 1000;
    hall.sessions = serve_sessions_open(STORE, clock_of_test, NULL);
    hall.limits = serve_limits_open(clock_of_test, NULL);
    assert_true(hall.sessions && hall.limits);
    return 0;
}

static int close_hall(void **state)
{
    (void)state;
    serve_hall_close(&hall);
    remove_store();
    return 0;
}

/* ---- requests */

typedef struct {
    const char *cookie, *token, *origin, *site, *host, *address;
    bool secure;
} sender;

static serve_answer send_text(serve_method method, const char *path, ch_text body, sender from)
{
    const serve_pair pair[] = {{CH_TEXT("content-type"), CH_TEXT("application/json")},
                               {CH_TEXT("host"), ch_text_of(from.host ? from.host : "zone.example")},
                               {CH_TEXT("cookie"), ch_text_of(from.cookie)},
                               {CH_TEXT("x-changhe-token"), ch_text_of(from.token)},
                               {CH_TEXT("origin"), ch_text_of(from.origin)},
                               {CH_TEXT("sec-fetch-site"), ch_text_of(from.site)}};
    const serve_request request = {.method = method,
                                   .path = ch_text_of(path),
                                   .query = {"", 0},
                                   .header = pair,
                                   .headers = sizeof pair / sizeof *pair,
                                   .body = body,
                                   .address = ch_text_of(from.address ? from.address : "127.0.0.1"),
                                   .secure = from.secure};
    serve_answer answer = {0};
    serve_answer_request(&hall, &request, &answer);
    return answer;
}

static serve_answer post_session(const char *json, sender from)
{
    return send_text(SERVE_POST, "/api/v1/session", ch_text_of(json), from);
}

static const char *header_of(const serve_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->headers; i++)
        if (strcmp(answer->header[i].name, name) == 0)
            return answer->header[i].value;
    return "";
}

static unsigned status_of(serve_answer answer)
{
    const unsigned status = answer.status;
    serve_answer_free(&answer);
    return status;
}

/* What a browser remembers of a session. */
typedef struct {
    char cookie[200], token[65];
} signed_in;

static signed_in remember(serve_answer *answer)
{
    signed_in in = {{0}, {0}};
    const char *cookie = header_of(answer, "Set-Cookie");
    const size_t len = strcspn(cookie, ";");
    assert_int_equal(answer->status, 200);
    assert_true(len > 0 && len < sizeof in.cookie);
    memcpy(in.cookie, cookie, len);
    ch_buf_addc(&answer->body, '\0');
    const char *token = strstr(answer->body.at, "\"token\":\"");
    assert_non_null(token);
    memcpy(in.token, token + 9, 64);
    serve_answer_free(answer);
    return in;
}

static signed_in sign_in(bool secure)
{
    serve_answer answer = post_session(SIGN_IN, (sender){.secure = secure});
    return remember(&answer);
}

static bool is_known(const char *cookie)
{
    serve_answer answer = send_text(SERVE_GET, "/api/v1/session", (ch_text){"", 0}, (sender){.cookie = cookie});
    assert_int_equal(answer.status, 200);
    const bool known = body_has(&answer, "\"visitor\":{");
    assert_true(known || body_has(&answer, "\"visitor\":null"));
    serve_answer_free(&answer);
    return known;
}

static unsigned sign_out(sender from)
{
    return status_of(send_text(SERVE_DELETE, "/api/v1/session", (ch_text){"", 0}, from));
}

/* ---- signing in */

static void a_right_password_gives_a_session(void **state)
{
    (void)state;
    serve_answer answer = post_session(SIGN_IN, (sender){0});
    assert_true(body_has(&answer, "\"name\":\"张三\""));
    assert_true(body_has(&answer, "{\"role\":\"reader\",\"place\":\"p1\"}"));
    assert_false(body_has(&answer, "horse"));
    const char *cookie = header_of(&answer, "Set-Cookie");
    assert_int_equal(strncmp(cookie, "changhe=", 8), 0);
    assert_non_null(strstr(cookie, "; Path=/"));
    assert_non_null(strstr(cookie, "; HttpOnly"));
    assert_non_null(strstr(cookie, "; SameSite=Strict"));
    assert_non_null(strstr(cookie, "; Max-Age=604800"));
    assert_null(strstr(cookie, "Secure"));
    assert_null(strstr(cookie, "Domain"));
    const signed_in in = remember(&answer);
    assert_true(is_known(in.cookie));
    assert_null(strstr(in.cookie, in.token)); /* the page's token does not tell the cookie */
}

static void over_tls_the_cookie_is_bound_to_the_host(void **state)
{
    (void)state;
    serve_answer answer = post_session(SIGN_IN, (sender){.secure = true});
    const char *cookie = header_of(&answer, "Set-Cookie");
    assert_int_equal(strncmp(cookie, "__Host-changhe=", 15), 0);
    assert_non_null(strstr(cookie, "; Secure"));
    const signed_in in = remember(&answer);
    assert_false(is_known(in.cookie)); /* asked without TLS */
}

static void a_wrong_password_and_an_unknown_name_are_told_alike(void **state)
{
    (void)state;
    serve_answer wrong = post_session("{\"name\":\"张三\",\"password\":\"not the one\"}", (sender){0});
    serve_answer unknown = post_session("{\"name\":\"李四\",\"password\":\"" PASSWORD "\"}", (sender){0});
    assert_int_equal(wrong.status, 401);
    assert_int_equal(unknown.status, 401);
    assert_int_equal(wrong.body.len, unknown.body.len);
    assert_memory_equal(wrong.body.at, unknown.body.at, wrong.body.len);
    assert_int_equal(wrong.headers, unknown.headers);
    assert_string_equal(header_of(&wrong, "Set-Cookie"), "");
    serve_answer_free(&wrong);
    serve_answer_free(&unknown);
    assert_int_equal(serve_sessions_count(hall.sessions), 0);
}

static void what_is_no_name_and_password_is_told_without_echo(void **state)
{
    (void)state;
    static const char *const body[] = {"",
                                       "hush hush hush",
                                       "[\"hush\"]",
                                       "{\"name\":\"张三\"}",
                                       "{\"name\":1,\"password\":\"hush hush hush\"}",
                                       "{\"name\":\"张三\",\"password\":[\"hush\"]}",
                                       "{\"name\":\"张三\",\"password\":\"hush\",\"password\":\"hush\"}",
                                       "{\"name\":\"张三\",\"password\":\"hush",
                                       "\"hush\""};
    for (size_t i = 0; i < sizeof body / sizeof *body; i++) {
        serve_answer answer = post_session(body[i], (sender){0});
        assert_int_equal(answer.status, 400);
        assert_true(body_has(&answer, "\"errors\":["));
        assert_false(body_has(&answer, "hush"));
        serve_answer_free(&answer);
    }
}

static void attempts_are_limited_by_name_and_by_address(void **state)
{
    (void)state;
    const ch_text name = CH_TEXT("张三");
    unsigned retry_s;
    for (int i = 0; i < 10; i++)
        assert_true(serve_limits_take(hall.limits, SERVE_LIMIT_SIGN_IN_NAME, name, &retry_s));
    serve_answer answer = post_session(SIGN_IN, (sender){0});
    assert_int_equal(answer.status, 429);
    assert_string_equal(header_of(&answer, "Retry-After"), "30");
    serve_answer_free(&answer);
    now_s += 30;
    assert_int_equal(status_of(post_session(SIGN_IN, (sender){0})), 200);

    const ch_text address = CH_TEXT("192.0.2.7");
    while (serve_limits_take(hall.limits, SERVE_LIMIT_SIGN_IN, address, &retry_s))
        continue;
    assert_int_equal(status_of(post_session("{\"name\":\"x\",\"password\":\"y\"}", (sender){.address = "192.0.2.7"})),
                     429);
    assert_int_equal(status_of(post_session("{\"name\":\"x\",\"password\":\"y\"}", (sender){.address = "192.0.2.8"})),
                     401);
}

static void requests_are_limited_by_address_but_not_of_this_machine(void **state)
{
    (void)state;
    const char *path = "/api/v1/session";
    for (int i = 0; i < 500; i++)
        assert_int_equal(status_of(send_text(SERVE_GET, path, (ch_text){"", 0}, (sender){.address = "2001:db8::1"})),
                         200);
    /* of the same network of 64 bits */
    assert_int_equal(status_of(send_text(SERVE_GET, path, (ch_text){"", 0}, (sender){.address = "2001:db8::2"})), 429);
    assert_int_equal(status_of(send_text(SERVE_GET, path, (ch_text){"", 0}, (sender){.address = "2001:db8:0:1::2"})),
                     200);
    for (int i = 0; i < 600; i++)
        assert_int_equal(status_of(send_text(SERVE_GET, path, (ch_text){"", 0}, (sender){0})), 200);
    now_s += 1;
    assert_int_equal(status_of(send_text(SERVE_GET, path, (ch_text){"", 0}, (sender){.address = "2001:db8::2"})), 200);
}

/* ---- sessions */

static void each_sign_in_gives_a_new_session_and_ends_the_old(void **state)
{
    (void)state;
    const char *planted = "changhe=0123456789012345678901234567890123456789012345678901234567890123";
    serve_answer answer = post_session(SIGN_IN, (sender){.cookie = planted});
    const signed_in first = remember(&answer);
    assert_string_not_equal(first.cookie, planted);
    assert_false(is_known(planted));
    answer = post_session(SIGN_IN, (sender){.cookie = first.cookie});
    const signed_in second = remember(&answer);
    assert_string_not_equal(first.cookie, second.cookie);
    assert_string_not_equal(first.token, second.token);
    assert_false(is_known(first.cookie));
    assert_true(is_known(second.cookie));
}

static void a_session_ends_idle_and_ends_for_good(void **state)
{
    (void)state;
    const signed_in idle = sign_in(false);
    now_s += 12 * 3600 - 1;
    assert_true(is_known(idle.cookie));
    now_s += 12 * 3600;
    assert_false(is_known(idle.cookie));
    now_s -= 12 * 3600; /* and does not come back */
    assert_false(is_known(idle.cookie));

    const signed_in busy = sign_in(false);
    const int64_t began_s = now_s;
    for (; now_s < began_s + 7 * 24 * 3600; now_s += 6 * 3600)
        assert_true(is_known(busy.cookie));
    assert_false(is_known(busy.cookie));
}

static void a_change_of_the_account_ends_its_sessions(void **state)
{
    (void)state;
    const signed_in before = sign_in(false);
    put_account(1, "张三", CH_STEWARD, "zone");
    now_s += SERVE_RECHECK_S;
    assert_false(is_known(before.cookie));

    const signed_in after = sign_in(false);
    put_account(0, "李四", CH_READER, "p2"); /* another's change does not */
    now_s += SERVE_RECHECK_S;
    assert_true(is_known(after.cookie));
    assert_int_equal(ch_accounts_remove(STORE, NULL, CH_TEXT("张三"), NULL), CH_OK);
    now_s += SERVE_RECHECK_S;
    assert_false(is_known(after.cookie));
    assert_int_equal(status_of(post_session(SIGN_IN, (sender){0})), 401);
}

static void signing_out_ends_the_session_and_the_cookie(void **state)
{
    (void)state;
    const signed_in in = sign_in(false);
    serve_answer answer =
        send_text(SERVE_DELETE, "/api/v1/session", (ch_text){"", 0}, (sender){.cookie = in.cookie, .token = in.token});
    assert_int_equal(answer.status, 204);
    assert_non_null(strstr(header_of(&answer, "Set-Cookie"), "Max-Age=0"));
    serve_answer_free(&answer);
    assert_false(is_known(in.cookie));
    assert_int_equal(sign_out((sender){.cookie = in.cookie, .token = in.token}), 401);
}

static void the_session_idle_longest_makes_room(void **state)
{
    (void)state;
    const ch_account account = {.id = 1, .stamp = 1, .name = CH_TEXT("张三")};
    const signed_in first = sign_in(false);
    now_s += 1;
    const signed_in second = sign_in(false);
    now_s += 1;
    assert_true(is_known(first.cookie)); /* used since, so the second goes */
    for (size_t i = 0; i < SERVE_MOST_SESSIONS - 1; i++) {
        char token[SERVE_TOKEN_ROOM];
        assert_int_equal(serve_sessions_begin(hall.sessions, &account, token), CH_OK);
    }
    assert_int_equal(serve_sessions_count(hall.sessions), SERVE_MOST_SESSIONS);
    assert_false(is_known(second.cookie));
    assert_true(is_known(first.cookie));
}

static void garbage_for_a_cookie_is_nobody(void **state)
{
    (void)state;
    enum { MANY = 1 << 20 };
    char *bytes = malloc(MANY + 1);
    assert_non_null(bytes);
    uint32_t draw = 1;
    for (size_t i = 0; i < MANY; i++) {
        draw = draw * 1664525u + 1013904223u;
        bytes[i] = (char)(1 + (draw >> 24) % 255);
    }
    bytes[MANY] = '\0';
    memcpy(bytes, "changhe=", 8);
    assert_false(is_known(bytes));
    memset(bytes + 8, 'a', MANY - 8);
    assert_false(is_known(bytes));
    bytes[8 + 64] = '\0';
    assert_false(is_known(bytes));
    assert_false(is_known("changhe="));
    assert_false(is_known("changhe"));
    assert_false(is_known("=;;;=;changhe;=changhe=;"));
    free(bytes);
}

/* ---- requests that others forge */

static void a_change_needs_the_token_of_its_session(void **state)
{
    (void)state;
    const signed_in in = sign_in(false), other = sign_in(false);
    char wrong[65];
    memcpy(wrong, in.token, sizeof wrong);
    wrong[63] = wrong[63] == '0' ? '1' : '0';
    assert_int_equal(sign_out((sender){.cookie = in.cookie}), 403);
    assert_int_equal(sign_out((sender){.cookie = in.cookie, .token = wrong}), 403);
    assert_int_equal(sign_out((sender){.cookie = in.cookie, .token = other.token}), 403);
    assert_int_equal(sign_out((sender){.token = in.token}), 401);
    assert_true(is_known(in.cookie));
    assert_int_equal(sign_out((sender){.cookie = in.cookie, .token = in.token}), 204);
}

static void a_change_comes_from_our_own_page(void **state)
{
    (void)state;
    const signed_in in = sign_in(false);
    const sender foreign[] = {{.origin = "http://evil.example"},
                              {.origin = "https://zone.example"},
                              {.origin = "http://zone.example:8080"},
                              {.origin = "http://zone.example.evil.example"},
                              {.origin = "null"},
                              {.site = "cross-site"},
                              {.site = "same-site"},
                              {.site = "same-origin", .origin = "http://evil.example"}};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        sender from = foreign[i];
        assert_int_equal(status_of(post_session(SIGN_IN, from)), 403);
        from.cookie = in.cookie;
        from.token = in.token;
        assert_int_equal(sign_out(from), 403);
    }
    assert_true(is_known(in.cookie));
    assert_int_equal(
        sign_out(
            (sender){.cookie = in.cookie, .token = in.token, .site = "same-origin", .origin = "http://zone.example"}),
        204);
}

/* ---- many at once */

static void *hammer(void *of)
{
    const ch_account account = {.id = 1, .stamp = 1, .name = CH_TEXT("张三")};
    for (int i = 0; i < 200; i++) {
        char token[SERVE_TOKEN_ROOM];
        ch_arena arena = {0};
        serve_visitor visitor;
        bool well = serve_sessions_begin(hall.sessions, &account, token) == CH_OK &&
                    serve_sessions_find(&arena, hall.sessions, ch_text_of(token), &visitor, NULL) == CH_OK &&
                    visitor.account == 1;
        serve_sessions_end(hall.sessions, ch_text_of(token));
        well = well && serve_sessions_find(&arena, hall.sessions, ch_text_of(token), &visitor, NULL) == CH_OK &&
               visitor.account == 0;
        ch_arena_free(&arena);
        if (!well)
            *(bool *)of = false;
    }
    return NULL;
}

static void threads_do_not_meet_in_one_session(void **state)
{
    (void)state;
    enum { THREADS = 8 };
    pthread_t thread[THREADS];
    bool well[THREADS];
    for (int i = 0; i < THREADS; i++) {
        well[i] = true;
        assert_int_equal(pthread_create(&thread[i], NULL, hammer, &well[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(thread[i], NULL), 0);
        assert_true(well[i]);
    }
    assert_int_equal(serve_sessions_count(hall.sessions), 0);
}

enum { CROWD = 24 };

static void *check_password(void *found)
{
    *(serve_password *)found = serve_password_check(CH_TEXT(PASSWORD), ch_text_of(secret));
    return NULL;
}

/* Two at work and eight waiting are served, however quick the machine; of the others each may be sent away. */
static void a_flood_of_passwords_is_told_to_come_back(void **state)
{
    (void)state;
    pthread_t thread[CROWD];
    serve_password found[CROWD];
    size_t right = 0;
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, check_password, &found[i]), 0);
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(pthread_join(thread[i], NULL), 0);
        assert_int_not_equal(found[i], SERVE_PASSWORD_WRONG);
        right += found[i] == SERVE_PASSWORD_RIGHT;
    }
    assert_true(right >= 10);
    assert_int_equal(serve_password_check(CH_TEXT(PASSWORD), ch_text_of(secret)), SERVE_PASSWORD_RIGHT);
}

static void a_visitor_that_finds_no_memory_is_nobody(void **state)
{
    (void)state;
    const signed_in in = sign_in(false);
    const ch_text token = ch_text_of(in.cookie + strlen("changhe="));
    for (size_t at = 1;; at++) {
        failing fails = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&fails);
        ch_arena arena = CH_ARENA(&memory);
        serve_visitor visitor;
        const ch_err err = serve_sessions_find(&arena, hall.sessions, token, &visitor, NULL);
        ch_arena_free(&arena);
        assert_int_equal(fails.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
        assert_int_equal(visitor.account, 0);
        assert_true(at < 100);
    }
    assert_true(is_known(in.cookie));
}

static void passwords_have_ten_characters_or_more(void **state)
{
    (void)state;
    char many[SERVE_MOST_PASSWORD + 2];
    memset(many, 'x', sizeof many);
    assert_false(serve_password_is_long_enough(CH_TEXT("")));
    assert_false(serve_password_is_long_enough(CH_TEXT("一二三四五六七八九")));
    assert_true(serve_password_is_long_enough(CH_TEXT("一二三四五六七八九十")));
    assert_true(serve_password_is_long_enough((ch_text){many, SERVE_MOST_PASSWORD}));
    assert_false(serve_password_is_long_enough((ch_text){many, SERVE_MOST_PASSWORD + 1}));
}

#define IN_HALL(test) cmocka_unit_test_setup_teardown(test, open_hall, close_hall)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HALL(a_right_password_gives_a_session),
        IN_HALL(over_tls_the_cookie_is_bound_to_the_host),
        IN_HALL(a_wrong_password_and_an_unknown_name_are_told_alike),
        IN_HALL(what_is_no_name_and_password_is_told_without_echo),
        IN_HALL(attempts_are_limited_by_name_and_by_address),
        IN_HALL(requests_are_limited_by_address_but_not_of_this_machine),
        IN_HALL(each_sign_in_gives_a_new_session_and_ends_the_old),
        IN_HALL(a_session_ends_idle_and_ends_for_good),
        IN_HALL(a_change_of_the_account_ends_its_sessions),
        IN_HALL(signing_out_ends_the_session_and_the_cookie),
        IN_HALL(the_session_idle_longest_makes_room),
        IN_HALL(garbage_for_a_cookie_is_nobody),
        IN_HALL(a_change_needs_the_token_of_its_session),
        IN_HALL(a_change_comes_from_our_own_page),
        IN_HALL(threads_do_not_meet_in_one_session),
        IN_HALL(a_flood_of_passwords_is_told_to_come_back),
        IN_HALL(a_visitor_that_finds_no_memory_is_nobody),
        IN_HALL(passwords_have_ten_characters_or_more),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
