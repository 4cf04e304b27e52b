/* test_session.c - signing in and out, and what a stranger, a forger or a flood gets instead. */
#define _GNU_SOURCE /* mkdtemp */
#include "signing_in.h"

#include "../src/serve/limits.h"
#include "../src/serve/visit.h"
#include "draw.h"

#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <unistd.h>

static serve_hall hall;
static atomic_llong now_s; /* of the clock that the hall is given */

static int64_t told_time(void *unused)
{
    (void)unused;
    return atomic_load(&now_s);
}

static int open_hall(void **state)
{
    (void)state;
    remove_store();
    fill_store(FIXTURE_ROWS);
    add_account("ann", CH_STEWARD, "zone");
    add_account("bob", CH_READER, "p1");
    open_store_hall(&hall);
    atomic_store(&now_s, 1000);
    serve_sessions_close(hall.sessions);
    serve_limits_close(hall.limits);
    hall.sessions = serve_sessions_open(STORE, told_time, NULL);
    hall.limits = serve_limits_open(told_time, NULL);
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

static unsigned status_of(serve_answer answer)
{
    const unsigned status = answer.status;
    serve_answer_free(&answer);
    return status;
}

static bool is_in(const signed_in *who)
{
    serve_answer answer = call_as(&hall, who, SERVE_GET, "/api/v1/session", "");
    assert_int_equal(answer.status, 200);
    const bool in = !body_has(&answer, "\"visitor\":null");
    serve_answer_free(&answer);
    return in;
}

/* A whole request, for what calling.h leaves out. */
static serve_answer request_from(const char *address, bool secure, serve_method method, const char *path,
                                 const char *body, const char *const *header)
{
    serve_pair pair[8];
    size_t n = 0;
    for (; header && header[2 * n]; n++)
        pair[n] = (serve_pair){ch_text_of(header[2 * n]), ch_text_of(header[2 * n + 1])};
    const serve_request request = {.method = method,
                                   .path = ch_text_of(path),
                                   .query = {"", 0},
                                   .header = pair,
                                   .headers = n,
                                   .body = ch_text_of(body),
                                   .address = ch_text_of(address),
                                   .secure = secure};
    serve_answer answer = {0};
    serve_answer_request(&hall, &request, &answer);
    return answer;
}

static serve_answer post_session(const char *address, bool secure, const char *body)
{
    static const char *const header[] = {"content-type", "application/json", NULL};
    return request_from(address, secure, SERVE_POST, "/api/v1/session", body, header);
}

#define ANN "{\"name\":\"ann\",\"password\":\"" PASSWORD "\"}"

/* ---- signing in */

static void who_signs_in_is_named_with_his_grants(void **state)
{
    (void)state;
    serve_answer answer = try_sign_in(&hall, "bob", PASSWORD);
    assert_int_equal(answer.status, 200);
    assert_true(body_has(&answer, "\"name\":\"bob\",\"grants\":[{\"role\":\"reader\",\"place\":\"p1\"}]"));
    assert_true(answer.varies);
    assert_null(answer.cache); /* no-store */
    const signed_in bob = session_of(&answer);
    serve_answer_free(&answer);
    assert_true(is_in(&bob));
    assert_true(strstr(bob.cookie, bob.token) == NULL); /* the page's token does not give the cookie away */
}

static void the_cookie_is_the_browsers_alone(void **state)
{
    (void)state;
    serve_answer answer = post_session("127.0.0.1", false, ANN);
    const char *cookie = answered(&answer, "Set-Cookie");
    assert_memory_equal(cookie, "changhe=", 8);
    assert_non_null(strstr(cookie, "; Path=/; HttpOnly; SameSite=Strict"));
    assert_null(strstr(cookie, "Secure"));
    assert_null(strstr(cookie, "Domain"));
    serve_answer_free(&answer);
    answer = post_session("127.0.0.1", true, ANN);
    cookie = answered(&answer, "Set-Cookie");
    assert_memory_equal(cookie, "__Host-changhe=", 15);
    assert_non_null(strstr(cookie, "; Path=/; HttpOnly; SameSite=Strict; Secure"));
    serve_answer_free(&answer);
}

/* A cookie without the prefix, which another site of the domain may have set, is not looked at with TLS. */
static void with_tls_only_the_prefixed_cookie_counts(void **state)
{
    (void)state;
    const signed_in ann = sign_in(&hall, "ann");
    const char *const header[] = {"cookie", ann.cookie, NULL};
    serve_answer answer = request_from("127.0.0.1", true, SERVE_GET, "/api/v1/session", "", header);
    assert_true(body_has(&answer, "\"visitor\":null"));
    serve_answer_free(&answer);
}

static void an_unknown_name_and_a_wrong_password_are_answered_alike(void **state)
{
    (void)state;
    serve_answer wrong = try_sign_in(&hall, "ann", "wrong horse battery"),
                 unknown = try_sign_in(&hall, "eve", PASSWORD);
    assert_int_equal(wrong.status, 401);
    assert_int_equal(unknown.status, 401);
    assert_int_equal(wrong.body.len, unknown.body.len);
    assert_memory_equal(wrong.body.at, unknown.body.at, wrong.body.len);
    assert_null(answered(&wrong, "Set-Cookie"));
    serve_answer_free(&wrong);
    serve_answer_free(&unknown);
    assert_int_equal(serve_sessions_count(hall.sessions), 0);
}

static void a_damaged_secret_fits_no_password(void **state)
{
    (void)state;
    static const char *const secrets[] = {"", "x", "$argon2id$v=19$m=65536,t=2,p=1$", PASSWORD};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        assert_int_equal(serve_password_check(CH_TEXT(PASSWORD), ch_text_of(secrets[i])), SERVE_PASSWORD_WRONG);
        assert_int_equal(serve_password_check((ch_text){"", 0}, ch_text_of(secrets[i])), SERVE_PASSWORD_WRONG);
    }
    char longer[4 * SERVE_SECRET_ROOM];
    memset(longer, '$', sizeof longer);
    assert_int_equal(serve_password_check(CH_TEXT(PASSWORD), (ch_text){longer, sizeof longer}), SERVE_PASSWORD_WRONG);
    assert_int_equal(serve_password_check(CH_TEXT(PASSWORD), secret_of_password()), SERVE_PASSWORD_RIGHT);
    assert_int_equal(serve_password_check(CH_TEXT(PASSWORD "x"), secret_of_password()), SERVE_PASSWORD_WRONG);
}

static void keep_secret(const char *name, const char *secret)
{
    char sql[400];
    snprintf(sql, sizeof sql, "UPDATE accounts SET secret = '%s' WHERE name = '%s'", secret, name);
    alter_store(sql);
}

static void assert_secret(const char *name, const char *begins, ch_text not )
{
    ch_arena arena = {0};
    ch_account account;
    assert_int_equal(ch_accounts_find(&arena, STORE, ch_text_of(name), &account, NULL), CH_OK);
    assert_true(account.secret.len > strlen(begins));
    assert_memory_equal(account.secret.at, begins, strlen(begins));
    assert_false(ch_text_equal(account.secret, not ));
    ch_arena_free(&arena);
}

/* As an older version would have made it; nobody else is signed out for it. */
static void a_secret_of_less_work_is_made_anew_at_the_next_good_sign_in(void **state)
{
    (void)state;
    char cheap[crypto_pwhash_STRBYTES];
    assert_int_equal(crypto_pwhash_str(cheap, PASSWORD, strlen(PASSWORD), 1, 1 << 20), 0);
    const signed_in before = sign_in(&hall, "ann");
    keep_secret("ann", cheap);
    assert_int_equal(status_of(try_sign_in(&hall, "ann", "not the password")), 401);
    assert_secret("ann", "$argon2id$v=19$m=1024,t=1,p=1$", (ch_text){"", 0});
    const signed_in now = sign_in(&hall, "ann");
    assert_secret("ann", "$argon2id$v=19$m=65536,t=2,p=1$", secret_of_password());
    atomic_fetch_add(&now_s, SERVE_RECHECK_S);
    assert_true(is_in(&before) && is_in(&now));
    assert_int_equal(status_of(try_sign_in(&hall, "ann", PASSWORD)), 200);
}

static void a_secret_that_cannot_be_kept_keeps_nobody_out(void **state)
{
    (void)state;
    char cheap[crypto_pwhash_STRBYTES];
    assert_int_equal(crypto_pwhash_str(cheap, PASSWORD, strlen(PASSWORD), 1, 1 << 20), 0);
    keep_secret("ann", cheap);
    alter_store("ALTER TABLE accounts RENAME TO kept; CREATE TABLE accounts (id INTEGER, name TEXT, secret TEXT CHECK"
                " (secret LIKE '%m=1024,%'), stamp INTEGER); INSERT INTO accounts SELECT id, name, secret, stamp"
                " FROM kept WHERE name = 'ann'");
    assert_int_equal(status_of(try_sign_in(&hall, "ann", PASSWORD)), 200);
    assert_secret("ann", "$argon2id$v=19$m=1024,t=1,p=1$", (ch_text){"", 0});
}

/* A token that somebody put into the browser before is not the one that is signed in. */
static void signing_in_takes_no_token_over(void **state)
{
    (void)state;
    const signed_in mallory = sign_in(&hall, "bob");
    serve_answer answer = call_as(&hall, &mallory, SERVE_POST, "/api/v1/session", ANN);
    assert_int_equal(answer.status, 200);
    const signed_in ann = session_of(&answer);
    serve_answer_free(&answer);
    assert_string_not_equal(ann.cookie, mallory.cookie);
    assert_string_not_equal(ann.token, mallory.token);
    assert_false(is_in(&mallory)); /* the session of before is over */
    assert_true(is_in(&ann));
    const signed_in chosen = {"changhe=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", ""};
    answer = call_as(&hall, &chosen, SERVE_POST, "/api/v1/session", ANN);
    serve_answer_free(&answer);
    assert_false(is_in(&chosen));
}

static void what_is_wrong_with_a_body_is_told_without_what_it_holds(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "",
        "{}",
        "[]",
        "null",
        "{\"name\":\"ann\"}",
        "{\"password\":\"hunter2-secret\"}",
        "{\"name\":\"ann\",\"password\":[\"hunter2-secret\"]}",
        "{\"name\":1,\"password\":\"hunter2-secret\"}",
        "{\"name\":\"ann\",\"password\":\"hunter2-secret\"",
        "{\"name\":\"ann\",\"password\":\"hunter2-secret\\q\"}",
        "{\"name\":\"ann\",\"password\":hunter2-secret}",
        "{\"name\":\"ann\",\"hunter2-secret\":\"x\",\"hunter2-secret\":\"y\"}",
        "hunter2-secret",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        serve_answer answer = post_session("127.0.0.1", false, bodies[i]);
        if (answer.status != 400 || body_has(&answer, "hunter2") || answer.headers > 0)
            fail_msg("%s: %u %.*s", bodies[i], answer.status, (int)answer.body.len, answer.body.at);
        serve_answer_free(&answer);
    }
    const char *const plain[] = {"content-type", "text/plain", NULL};
    assert_int_equal(status_of(request_from("127.0.0.1", false, SERVE_POST, "/api/v1/session", ANN, plain)), 415);
}

/* ---- what memory still holds */

enum { PIECE = 1 << 16, LARGEST_AREA = 256 << 20 /* what is larger is a sanitizer's own book-keeping */ };

/* Does a piece of memory hold the text with these bytes turned round? Given so, it is not there by itself. */
static bool piece_holds(const char *piece, size_t n, const char *reversed, size_t len)
{
    for (size_t at = 0; at + len <= n; at++) {
        size_t same = 0;
        while (same < len && piece[at + same] == reversed[len - 1 - same])
            same++;
        if (same == len)
            return true;
    }
    return false;
}

static bool area_holds(int memory, unsigned long from, unsigned long to, const char *reversed)
{
    static char piece[PIECE];
    const size_t len = strlen(reversed);
    for (unsigned long at = from; at < to; at += PIECE - len) {
        const size_t most = to - at < PIECE ? to - at : PIECE;
        const ssize_t n = pread(memory, piece, most, (off_t)at);
        if (n > 0 && piece_holds(piece, (size_t)n, reversed, len))
            return true;
    }
    return false;
}

/* Whatever allocator there is: every area that can be written, the stack aside. */
static bool memory_holds(const char *reversed)
{
    char line[512], rights[8];
    unsigned long from, to;
    bool holds = false;
    FILE *maps = fopen("/proc/self/maps", "re");
    const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    assert_non_null(maps);
    assert_true(memory >= 0);
    while (!holds && fgets(line, sizeof line, maps))
        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 && strncmp(rights, "rw", 2) == 0 &&
            to - from <= LARGEST_AREA && !strstr(line, "[stack]"))
            holds = area_holds(memory, from, to, reversed);
    fclose(maps);
    close(memory);
    return holds;
}

static void what_memory_holds_is_found(void **state)
{
    (void)state;
    static const char reversed[] = "?tahw-dniheb-tfel";
    const size_t len = sizeof reversed - 1;
    char *left = malloc(len);
    assert_non_null(left);
    assert_false(memory_holds(reversed));
    for (size_t i = 0; i < len; i++)
        left[i] = reversed[len - 1 - i];
    assert_true(memory_holds(reversed));
    sodium_memzero(left, len);
    free(left);
}

/* Sent with its letters escaped, so that only what was decoded can be found. */
static void a_decoded_password_is_wiped_whether_the_body_is_good_or_not(void **state)
{
    (void)state;
#define TYPED "\\u0068\\u0075\\u006e\\u0074\\u0065\\u0072\\u0032\\u002d\\u0068\\u0065\\u0072\\u0065\\u0021"
    static const char *const bodies[] = {
        "{\"name\":\"ann\",\"password\":\"" TYPED "\"}",  "{\"name\":\"ann\",\"password\":\"" TYPED "\"",
        "{\"name\":\"ann\",\"password\":\"" TYPED "\"}}", "{\"name\":\"ann\",\"password\":[\"" TYPED "\"]}",
        "{\"name\":7,\"password\":\"" TYPED "\"}",        "{\"name\":\"ann\",\"" TYPED "\":1,\"" TYPED "\":2}",
        "{\"name\":\"" TYPED "\",\"password\":1}",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        serve_answer answer = post_session("127.0.0.1", false, bodies[i]);
        assert_int_equal(answer.status, i == 0 ? 401 : 400);
        serve_answer_free(&answer);
        if (memory_holds("!ereh-2retnuh"))
            fail_msg("%s", bodies[i]);
    }
}

static void a_password_and_a_secret_are_in_no_answer(void **state)
{
    (void)state;
    const signed_in ann = sign_in(&hall, "ann");
    serve_answer answers[] = {try_sign_in(&hall, "ann", PASSWORD),
                              try_sign_in(&hall, PASSWORD, "not a password at all"),
                              call_as(&hall, &ann, SERVE_GET, "/api/v1/session", "")};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        assert_false(body_has(&answers[i], PASSWORD));
        assert_false(body_has(&answers[i], "argon2"));
        serve_answer_free(&answers[i]);
    }
}

static void without_accounts_nobody_signs_in(void **state)
{
    (void)state;
    serve_hall_close(&hall);
    alter_store("DELETE FROM accounts; DELETE FROM grants");
    open_store_hall(&hall);
    serve_answer answer = call_get(&hall, "/api/v1/session");
    assert_true(body_has(&answer, "\"accounts\":false"));
    assert_true(body_has(&answer, "\"closed\":{\"zh\":\"数据库中还没有账户"));
    serve_answer_free(&answer);
    assert_int_equal(status_of(try_sign_in(&hall, "ann", PASSWORD)), 403);
    add_account("ann", CH_READER, "zone"); /* while it serves */
    assert_int_equal(status_of(try_sign_in(&hall, "ann", PASSWORD)), 200);
}

/* Whoever asks next is told, and a page that is loaded anew offers no signing in. */
static void when_the_last_account_is_gone_nobody_is_asked_to_sign_in(void **state)
{
    (void)state;
    const signed_in ann = sign_in(&hall, "ann");
    assert_int_equal(ch_accounts_remove(STORE, NULL, CH_TEXT("ann"), NULL), CH_OK);
    serve_answer answer = call_get(&hall, "/api/v1/session");
    assert_true(body_has(&answer, "\"accounts\":true")); /* of bob */
    assert_true(body_has(&answer, "\"closed\":null"));
    serve_answer_free(&answer);
    assert_int_equal(ch_accounts_remove(STORE, NULL, CH_TEXT("bob"), NULL), CH_OK);
    answer = call_get(&hall, "/api/v1/session");
    assert_true(body_has(&answer, "\"accounts\":false"));
    serve_answer_free(&answer);
    assert_int_equal(status_of(try_sign_in(&hall, "bob", PASSWORD)), 403);
    atomic_fetch_add(&now_s, SERVE_RECHECK_S);
    assert_false(is_in(&ann));
    add_account("ann", CH_READER, "zone");
    assert_int_equal(status_of(try_sign_in(&hall, "ann", PASSWORD)), 200);
}

/* A failure of the store is told without the paths of the machine. */
static void a_store_that_is_gone_is_told_without_its_path(void **state)
{
    (void)state;
    const signed_in ann = sign_in(&hall, "ann");
    atomic_fetch_add(&now_s, SERVE_RECHECK_S);
    remove_store();
    serve_answer answer = call_as(&hall, &ann, SERVE_GET, "/api/v1/session", "");
    assert_int_equal(answer.status, 500);
    assert_false(body_has(&answer, STORE));
    serve_answer_free(&answer);
    answer = try_sign_in(&hall, "ann", PASSWORD);
    assert_int_equal(answer.status, 500);
    assert_false(body_has(&answer, STORE));
    serve_answer_free(&answer);
}

/* ---- floods */

static void guessing_one_name_is_slowed_down_and_says_for_how_long(void **state)
{
    (void)state;
    unsigned refused = 0;
    for (int i = 0; i < 14; i++) {
        char address[24];
        snprintf(address, sizeof address, "198.51.100.%d", i + 1); /* from many houses */
        serve_answer answer = post_session(address, false, "{\"name\":\"ann\",\"password\":\"guess guess guess\"}");
        if (answer.status == 429) {
            refused++;
            assert_true(atoi(answered(&answer, "Retry-After")) >= 1);
        } else {
            assert_int_equal(answer.status, 401);
        }
        serve_answer_free(&answer);
    }
    assert_int_equal(refused, 4);
    assert_int_equal(status_of(post_session("198.51.100.99", false, ANN)), 429); /* the right one too */
    atomic_fetch_add(&now_s, 31);
    assert_int_equal(status_of(post_session("198.51.100.99", false, ANN)), 200);
}

static void guessing_from_one_address_is_slowed_down_whatever_the_name(void **state)
{
    (void)state;
    unsigned refused = 0;
    for (int i = 0; i < 23; i++) {
        char body[80];
        snprintf(body, sizeof body, "{\"name\":\"name%d\",\"password\":\"guess guess guess\"}", i);
        serve_answer answer = post_session("2001:db8::1", false, body);
        refused += answer.status == 429;
        if (answer.status == 429)
            assert_int_equal(atoi(answered(&answer, "Retry-After")), 10);
        serve_answer_free(&answer);
    }
    assert_int_equal(refused, 3);
    assert_int_equal(status_of(post_session("2001:db8::ffff:2", false, ANN)), 429); /* of the same network */
    assert_int_equal(status_of(post_session("2001:db8:0:1::1", false, ANN)), 200);
}

static bool take(serve_limits *limits, serve_limit kind, const char *asker)
{
    unsigned retry_s;
    return serve_limits_take(limits, kind, ch_text_of(asker), &retry_s);
}

static void a_bucket_fills_again_and_holds_no_more_than_its_burst(void **state)
{
    (void)state;
    unsigned taken = 0, retry_s;
    while (taken < 2000 && take(hall.limits, SERVE_LIMIT_ASK, "a"))
        taken++;
    assert_int_equal(taken, 500);
    assert_false(serve_limits_take(hall.limits, SERVE_LIMIT_ASK, CH_TEXT("a"), &retry_s));
    assert_int_equal(retry_s, 1);
    assert_true(take(hall.limits, SERVE_LIMIT_ASK, "b"));
    assert_true(take(hall.limits, SERVE_LIMIT_CHANGE, "a")); /* each kind has its own */
    atomic_fetch_add(&now_s, 2);
    for (taken = 0; taken < 2000 && take(hall.limits, SERVE_LIMIT_ASK, "a"); taken++)
        ;
    assert_int_equal(taken, 100);
    atomic_fetch_add(&now_s, 100000);
    for (taken = 0; taken < 2000 && take(hall.limits, SERVE_LIMIT_ASK, "a"); taken++)
        ;
    assert_int_equal(taken, 500);
}

/* Whoever has many addresses cannot make the server forget whose password is guessed. */
static void a_flood_of_addresses_does_not_free_a_name_that_is_guessed(void **state)
{
    (void)state;
    while (take(hall.limits, SERVE_LIMIT_SIGN_IN_NAME, "ann"))
        ;
    for (unsigned i = 0; i < 100000; i++) {
        char address[48];
        snprintf(address, sizeof address, "2001:db8:%x:%x::", i >> 16, i & 0xffff);
        assert_true(take(hall.limits, SERVE_LIMIT_ASK, address));
    }
    assert_false(take(hall.limits, SERVE_LIMIT_SIGN_IN_NAME, "ann"));
}

static void addresses_count_by_network(void **state)
{
    (void)state;
    static const struct {
        const char *address, *asker;
    } known[] = {{"192.0.2.7", "192.0.2.7"},
                 {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"},
                 {"2001:db8:1:2::", "2001:db8:1:2::"},
                 {"::ffff:192.0.2.7", "192.0.2.7"},
                 {"::FFFF:c000:207", "192.0.2.7"},
                 {"", ""},
                 {"nonsense", "nonsense"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char room[64];
        const ch_text asker = serve_limits_address(ch_text_of(known[i].address), room);
        if (!ch_text_equal(asker, ch_text_of(known[i].asker)))
            fail_msg("%s: %.*s", known[i].address, (int)asker.len, asker.at);
    }
}

/* What a proxy appends, as an item or as a line of its own, counts; what a client wrote before it does not. */
static void who_asks_is_what_the_proxy_next_to_us_wrote(void **state)
{
    (void)state;
    static const struct {
        bool is_proxied;
        const char *forwarded[2], *proto[2], *address;
        bool secure;
    } known[] = {
        {true, {"192.0.2.7", ""}, {"https", ""}, "192.0.2.7", true},
        {true, {"127.0.0.1, 192.0.2.7", ""}, {"https, http", ""}, "192.0.2.7", false},
        {true, {"127.0.0.1", "192.0.2.7"}, {"https", "http"}, "192.0.2.7", false},
        {true, {"192.0.2.7", "nonsense"}, {"HTTPS", ""}, "198.51.100.1", false},
        {true, {"192.0.2.7, ", ""}, {"https,", ""}, "198.51.100.1", true},
        {false, {"192.0.2.7", ""}, {"https", ""}, "198.51.100.1", false},
    };
    struct sockaddr_in peer = {.sin_family = AF_INET};
    peer.sin_addr.s_addr = htonl(0xc6336401);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        serve_visit *visit = serve_visit_new("/");
        assert_non_null(visit);
        for (size_t j = 0; j < 2; j++) {
            if (known[i].forwarded[j][0])
                assert_true(serve_visit_add(visit, CH_TEXT("X-Forwarded-For"), ch_text_of(known[i].forwarded[j])));
            if (known[i].proto[j][0])
                assert_true(serve_visit_add(visit, CH_TEXT("X-Forwarded-Proto"), ch_text_of(known[i].proto[j])));
        }
        const serve_arrival arrival = {
            .method = "GET", .peer = (struct sockaddr *)&peer, .is_proxied = known[i].is_proxied};
        assert_true(serve_visit_open(visit, &arrival));
        if (!ch_text_equal(visit->request.address, ch_text_of(known[i].address)) ||
            visit->request.secure != known[i].secure)
            fail_msg("%zu: %.*s %d", i, (int)visit->request.address.len, visit->request.address.at,
                     visit->request.secure);
        serve_visit_free(visit);
    }
}

static void asking_too_much_from_elsewhere_is_refused_and_from_here_is_not(void **state)
{
    (void)state;
    unsigned refused = 0;
    for (int i = 0; i < 510; i++)
        refused += status_of(request_from("192.0.2.7", false, SERVE_GET, "/healthz", "", NULL)) == 429;
    assert_int_equal(refused, 10);
    for (int i = 0; i < 510; i++)
        assert_int_equal(status_of(request_from("127.0.0.1", false, SERVE_GET, "/healthz", "", NULL)), 200);
}

/* ---- the end of a session */

static void a_session_ends_when_nobody_uses_it_and_after_its_longest_time(void **state)
{
    (void)state;
    const signed_in idle = sign_in(&hall, "ann");
    atomic_fetch_add(&now_s, SERVE_IDLE_S - 1);
    assert_true(is_in(&idle));
    atomic_fetch_add(&now_s, SERVE_IDLE_S);
    assert_false(is_in(&idle));
    const signed_in busy = sign_in(&hall, "ann");
    for (int at = 0; at + SERVE_IDLE_S / 2 < SERVE_SESSION_S; at += SERVE_IDLE_S / 2) {
        assert_true(is_in(&busy));
        atomic_fetch_add(&now_s, SERVE_IDLE_S / 2);
    }
    assert_true(is_in(&busy));
    atomic_fetch_add(&now_s, SERVE_IDLE_S / 2);
    assert_false(is_in(&busy));
    assert_int_equal(serve_sessions_count(hall.sessions), 0);
}

static void signing_out_ends_the_session_and_the_cookie(void **state)
{
    (void)state;
    const signed_in ann = sign_in(&hall, "ann"), other = sign_in(&hall, "ann");
    serve_answer answer = call_as(&hall, &ann, SERVE_DELETE, "/api/v1/session", "");
    assert_int_equal(answer.status, 204);
    assert_int_equal(answer.body.len, 0);
    assert_memory_equal(answered(&answer, "Set-Cookie"), "changhe=; ", 10);
    assert_non_null(strstr(answered(&answer, "Set-Cookie"), "Max-Age=0"));
    serve_answer_free(&answer);
    assert_false(is_in(&ann));
    assert_true(is_in(&other));
    assert_int_equal(status_of(call_as(&hall, &ann, SERVE_DELETE, "/api/v1/session", "")), 401);
}

static void put_again(const char *name, bool grants)
{
    ch_arena arena = {0};
    ch_account account;
    assert_int_equal(ch_accounts_find(&arena, STORE, ch_text_of(name), &account, NULL), CH_OK);
    if (!grants)
        account.grants = 0;
    assert_int_equal(ch_accounts_put(STORE, NULL, &account, NULL), CH_OK);
    ch_arena_free(&arena);
}

static void a_session_ends_when_its_account_is_changed_or_removed(void **state)
{
    (void)state;
    for (int how = 0; how < 3; how++) {
        const signed_in bob = sign_in(&hall, "bob"), ann = sign_in(&hall, "ann");
        if (how < 2)
            put_again("bob", how == 0); /* a new password, or a grant taken back */
        else
            assert_int_equal(ch_accounts_remove(STORE, NULL, CH_TEXT("bob"), NULL), CH_OK);
        atomic_fetch_add(&now_s, SERVE_RECHECK_S);
        assert_false(is_in(&bob));
        assert_true(is_in(&ann));
    }
    add_account("bob", CH_STEWARD, "zone"); /* another one of the name */
    assert_false(is_in(&(signed_in){"", ""}));
}

static void of_too_many_sessions_the_one_idle_longest_goes(void **state)
{
    (void)state;
    const ch_account account = {.id = 1, .stamp = 1, .name = CH_TEXT("ann")};
    static char token[SERVE_MOST_SESSIONS + 1][SERVE_TOKEN_ROOM];
    ch_arena arena = {0};
    serve_visitor visitor;
    for (size_t i = 0; i <= SERVE_MOST_SESSIONS; i++) {
        if (i == SERVE_MOST_SESSIONS) { /* the first is used once more */
            assert_int_equal(serve_sessions_find(&arena, hall.sessions, ch_text_of(token[0]), &visitor, NULL), CH_OK);
            assert_int_equal(visitor.account, 1);
        }
        atomic_fetch_add(&now_s, 1);
        assert_int_equal(serve_sessions_begin(hall.sessions, &account, token[i]), CH_OK);
    }
    assert_int_equal(serve_sessions_count(hall.sessions), SERVE_MOST_SESSIONS);
    const size_t left[] = {0, 2, SERVE_MOST_SESSIONS};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(serve_sessions_find(&arena, hall.sessions, ch_text_of(token[left[i]]), &visitor, NULL), CH_OK);
        assert_int_equal(visitor.account, 1);
    }
    assert_int_equal(serve_sessions_find(&arena, hall.sessions, ch_text_of(token[1]), &visitor, NULL), CH_OK);
    assert_int_equal(visitor.account, 0);
    ch_arena_free(&arena);
}

/* ---- forged requests */

static void a_change_without_the_pages_token_or_from_another_site_is_refused(void **state)
{
    (void)state;
    const signed_in ann = sign_in(&hall, "ann");
    char other[80];
    snprintf(other, sizeof other, "%s", ann.token);
    other[63] = other[63] == '0' ? '1' : '0';
    const struct {
        const char *name, *value, *name2, *value2, *token;
        unsigned status;
    } known[] = {
        {"x-none", "", "x-none", "", "", 403},
        {"x-none", "", "x-none", "", other, 403},
        {"x-none", "", "x-none", "", strstr(ann.cookie, "=") + 1, 403},
        {"origin", "http://evil.example", "host", "here.example", ann.token, 403},
        {"origin", "https://here.example", "host", "here.example", ann.token, 403}, /* another scheme */
        {"origin", "http://here.example.evil", "host", "here.example", ann.token, 403},
        {"origin", "http://here.example:81", "host", "here.example", ann.token, 403},
        {"origin", "null", "host", "here.example", ann.token, 403},
        {"origin", "http://", "host", "", ann.token, 403},
        {"origin", "http://here.example", "x-none", "", ann.token, 403}, /* no Host to compare with */
        {"sec-fetch-site", "cross-site", "host", "here.example", ann.token, 403},
        {"sec-fetch-site", "same-site", "host", "here.example", ann.token, 403},
        {"sec-fetch-site", "same-origin", "origin", "http://evil.example", ann.token, 403},
        {"origin", "http://here.example", "host", "here.example", ann.token, 400}, /* goes on to the body */
        {"sec-fetch-site", "same-origin", "x-none", "", ann.token, 400},
        {"x-none", "", "x-none", "", ann.token, 400},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const char *const header[] = {
            "cookie",       ann.cookie,      "content-type",    "application/json", known[i].name, known[i].value,
            known[i].name2, known[i].value2, "x-changhe-token", known[i].token,     NULL};
        const unsigned status =
            status_of(request_from("127.0.0.1", false, SERVE_POST, "/api/v1/changes", "{\"edits\":1}", header));
        if (status != known[i].status)
            fail_msg("%zu: %u, expected %u", i, status, known[i].status);
    }
    assert_true(is_in(&ann));
}

static unsigned sign_in_through_proxy(const char *origin, const char *asked_host)
{
    const serve_pair pair[] = {{CH_TEXT("content-type"), CH_TEXT("application/json")},
                               {CH_TEXT("host"), CH_TEXT("inner:8080")},
                               {CH_TEXT("origin"), ch_text_of(origin)}};
    const serve_request request = {.method = SERVE_POST,
                                   .path = CH_TEXT("/api/v1/session"),
                                   .query = {"", 0},
                                   .header = pair,
                                   .headers = 3,
                                   .body = CH_TEXT(ANN),
                                   .address = CH_TEXT("127.0.0.1"),
                                   .secure = true,
                                   .asked_host = ch_text_of(asked_host)};
    serve_answer answer = {0};
    serve_answer_request(&hall, &request, &answer);
    return status_of(answer);
}

static void behind_a_proxy_our_own_page_is_that_of_the_host_it_was_asked_under(void **state)
{
    (void)state;
    assert_int_equal(sign_in_through_proxy("https://zone.example", ""), 403);
    assert_int_equal(sign_in_through_proxy("https://zone.example", "zone.example"), 200);
    assert_int_equal(sign_in_through_proxy("https://inner:8080", "zone.example"), 403);
    assert_int_equal(sign_in_through_proxy("https://evil.example", "zone.example"), 403);
}

static void nobody_is_signed_in_or_out_by_another_site(void **state)
{
    (void)state;
    const signed_in ann = sign_in(&hall, "ann");
    const char *const header[] = {
        "content-type", "application/json", "origin", "http://evil.example", "host", "here.example",
        "cookie",       ann.cookie,         NULL};
    assert_int_equal(status_of(request_from("127.0.0.1", false, SERVE_POST, "/api/v1/session", ANN, header)), 403);
    assert_int_equal(status_of(request_from("127.0.0.1", false, SERVE_DELETE, "/api/v1/session", "", header)), 403);
    assert_true(is_in(&ann));
}

static void cookies_that_are_none_are_nobodys(void **state)
{
    (void)state;
    const signed_in ann = sign_in(&hall, "ann");
    static char cookie[40000];
    uint64_t seed = 11;
    for (int round = 0; round < 3000; round++) {
        size_t len = 0;
        while (len < 200 && draw(&seed, 40) > 0) {
            static const char *const piece[] = {"changhe", "=", ";", " ", "changhe=", "__Host-changhe=", "a", "%00"};
            len += (size_t)snprintf(cookie + len, 32, "%s", piece[draw(&seed, 8)]);
            if (draw(&seed, 4) == 0)
                cookie[len++] = (char)(1 + draw(&seed, 255));
        }
        cookie[len] = '\0';
        assert_false(is_in(&(signed_in){"", ""}));
        const char *const header[] = {"cookie", cookie, NULL};
        serve_answer answer = call_with(&hall, SERVE_GET, CH_TEXT("/api/v1/session"), (ch_text){"", 0}, header);
        assert_true(answer.status == 200 && body_has(&answer, "\"visitor\":null"));
        serve_answer_free(&answer);
    }
    size_t len = 0; /* many, ours behind them; and one that is ours but longer */
    while (len < 30000)
        len += (size_t)snprintf(cookie + len, 32, "c%zu=x; ", len);
    snprintf(cookie + len, 200, "%s", ann.cookie);
    const char *header[] = {"cookie", cookie, NULL};
    serve_answer answer = call_with(&hall, SERVE_GET, CH_TEXT("/api/v1/session"), (ch_text){"", 0}, header);
    assert_true(body_has(&answer, "\"name\":\"ann\""));
    serve_answer_free(&answer);
    snprintf(cookie, sizeof cookie, "%s0", ann.cookie);
    answer = call_with(&hall, SERVE_GET, CH_TEXT("/api/v1/session"), (ch_text){"", 0}, header);
    assert_true(body_has(&answer, "\"visitor\":null"));
    serve_answer_free(&answer);
}

/* ---- many at once */

typedef struct {
    uint64_t seed;
    size_t seen;
} hammer;

static void *swing(void *self)
{
    hammer *at = self;
    const ch_account account = {.id = 1, .stamp = 1, .name = CH_TEXT("ann")};
    char token[SERVE_TOKEN_ROOM] = "";
    for (int i = 0; i < 400; i++) {
        ch_arena arena = {0};
        ch_faults faults = {0};
        serve_visitor visitor;
        unsigned retry_s;
        switch (draw(&at->seed, 6)) {
        case 0: (void)!serve_sessions_begin(hall.sessions, &account, token); break;
        case 1: serve_sessions_end(hall.sessions, ch_text_of(token)); break;
        case 2: at->seen += serve_sessions_count(hall.sessions) > 0; break;
        case 3: serve_limits_take(hall.limits, SERVE_LIMIT_CHANGE, CH_TEXT("a"), &retry_s); break;
        case 4: atomic_fetch_add(&now_s, 1); break;
        default: (void)!serve_sessions_find(&arena, hall.sessions, ch_text_of(token), &visitor, &faults);
        }
        ch_faults_free(&faults);
        ch_arena_free(&arena);
    }
    return NULL;
}

/* Races in here are for a thread sanitizer to see; without one it must end, and well. */
static void sessions_and_limits_bear_many_threads(void **state)
{
    (void)state;
    pthread_t thread[4];
    hammer of[4];
    size_t seen = 0;
    for (size_t i = 0; i < 4; i++) {
        of[i] = (hammer){.seed = i + 1};
        assert_int_equal(pthread_create(&thread[i], NULL, swing, &of[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        seen += of[i].seen;
    }
    assert_true(seen > 0);
    const signed_in ann = sign_in(&hall, "ann");
    assert_true(is_in(&ann));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_hall, close_hall)
    const struct CMUnitTest tests[] = {
        TEST(who_signs_in_is_named_with_his_grants),
        TEST(the_cookie_is_the_browsers_alone),
        TEST(with_tls_only_the_prefixed_cookie_counts),
        TEST(an_unknown_name_and_a_wrong_password_are_answered_alike),
        TEST(a_damaged_secret_fits_no_password),
        TEST(a_secret_of_less_work_is_made_anew_at_the_next_good_sign_in),
        TEST(a_secret_that_cannot_be_kept_keeps_nobody_out),
        TEST(signing_in_takes_no_token_over),
        TEST(what_is_wrong_with_a_body_is_told_without_what_it_holds),
        TEST(what_memory_holds_is_found),
        TEST(a_decoded_password_is_wiped_whether_the_body_is_good_or_not),
        TEST(a_password_and_a_secret_are_in_no_answer),
        TEST(without_accounts_nobody_signs_in),
        TEST(when_the_last_account_is_gone_nobody_is_asked_to_sign_in),
        TEST(a_store_that_is_gone_is_told_without_its_path),
        TEST(guessing_one_name_is_slowed_down_and_says_for_how_long),
        TEST(guessing_from_one_address_is_slowed_down_whatever_the_name),
        TEST(a_bucket_fills_again_and_holds_no_more_than_its_burst),
        TEST(a_flood_of_addresses_does_not_free_a_name_that_is_guessed),
        TEST(addresses_count_by_network),
        TEST(who_asks_is_what_the_proxy_next_to_us_wrote),
        TEST(asking_too_much_from_elsewhere_is_refused_and_from_here_is_not),
        TEST(a_session_ends_when_nobody_uses_it_and_after_its_longest_time),
        TEST(signing_out_ends_the_session_and_the_cookie),
        TEST(a_session_ends_when_its_account_is_changed_or_removed),
        TEST(of_too_many_sessions_the_one_idle_longest_goes),
        TEST(a_change_without_the_pages_token_or_from_another_site_is_refused),
        TEST(behind_a_proxy_our_own_page_is_that_of_the_host_it_was_asked_under),
        TEST(nobody_is_signed_in_or_out_by_another_site),
        TEST(cookies_that_are_none_are_nobodys),
        TEST(sessions_and_limits_bear_many_threads),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
