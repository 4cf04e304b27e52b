/* signing_in.h - a hall over a store with accounts, and visitors who sign in by hand. */
#ifndef CHANGHE_TESTS_SIGNING_IN_H
#define CHANGHE_TESTS_SIGNING_IN_H

#include "store_fixture.h"

#include "../src/serve/password.h"
#include "calling.h"
#include "changhe/accounts.h"

#define PASSWORD "correct horse battery"

/* Cookie and token of a session; both empty: nobody. */
typedef struct {
    char cookie[128], token[80];
} signed_in;

/* Secrets are dear to make: one for all accounts of a test program. */
static inline ch_text secret_of_password(void)
{
    static char secret[SERVE_SECRET_ROOM];
    if (!secret[0]) {
        assert_true(serve_crypto_open());
        assert_true(serve_password_hide(CH_TEXT(PASSWORD), secret));
    }
    return ch_text_of(secret);
}

static inline void add_account(const char *name, ch_may may, const char *place)
{
    const ch_grant grant = {may, ch_text_of(place)};
    const ch_account account = {
        .name = ch_text_of(name), .secret = secret_of_password(), .grant = &grant, .grants = may != CH_ANYBODY};
    assert_int_equal(ch_accounts_put(STORE, NULL, &account, NULL), CH_OK);
}

static inline void open_store_hall(serve_hall *hall)
{
    ch_zone *zone;
    ch_faults faults = {0};
    assert_int_equal(ch_store_read(STORE, NULL, &zone, NULL), CH_OK);
    assert_int_equal(serve_hall_open(hall, zone, STORE, &faults), CH_OK);
    ch_faults_free(&faults);
}

/* Value of an answer's header; NULL: it has none. */
static inline const char *answered(const serve_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->headers; i++)
        if (strcmp(answer->header[i].name, name) == 0)
            return answer->header[i].value;
    return NULL;
}

/* name=value of the answer's Set-Cookie and the token in its body. */
static inline signed_in session_of(const serve_answer *answer)
{
    signed_in who = {"", ""};
    const char *cookie = answered(answer, "Set-Cookie");
    assert_non_null(cookie);
    const size_t len = strcspn(cookie, ";");
    assert_true(len < sizeof who.cookie);
    memcpy(who.cookie, cookie, len);
    static const char key[] = "\"token\":\"";
    for (size_t i = 0; i + sizeof key + 64 <= answer->body.len; i++)
        if (memcmp(answer->body.at + i, key, sizeof key - 1) == 0)
            memcpy(who.token, answer->body.at + i + sizeof key - 1, 64);
    return who;
}

static inline serve_answer try_sign_in(serve_hall *hall, const char *name, const char *password)
{
    char body[512];
    snprintf(body, sizeof body, "{\"name\":\"%s\",\"password\":\"%s\"}", name, password);
    return call_post(hall, "/api/v1/session", body);
}

static inline signed_in sign_in(serve_hall *hall, const char *name)
{
    serve_answer answer = try_sign_in(hall, name, PASSWORD);
    if (answer.status != 200)
        fail_msg("%u: %.*s", answer.status, (int)answer.body.len, answer.body.at);
    const signed_in who = session_of(&answer);
    assert_int_equal(strlen(who.token), 64);
    serve_answer_free(&answer);
    return who;
}

static inline serve_answer call_as(serve_hall *hall, const signed_in *who, serve_method method, const char *target,
                                   const char *body)
{
    const char *const header[] = {"cookie",           who->cookie, "x-changhe-token", who->token, "content-type",
                                  "application/json", NULL};
    return call_with(hall, method, ch_text_of(target), ch_text_of(body), header);
}

#endif
