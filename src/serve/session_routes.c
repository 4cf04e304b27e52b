/* session_routes.c - signing in and out, and who one is. */
#include "changhe/emit.h"
#include "changhe/json.h"
#include "changing.h"
#include "guard.h"
#include "hall.h"
#include "password.h"
#include "problem.h"
#include "sessions.h"

#include <sodium.h>
#include <stdio.h>

static void key_text(ch_emit *e, const char *key, ch_text text)
{
    ch_emit_key(e, key);
    ch_emit_text(e, text);
}

static void emit_visitor(ch_emit *e, const serve_visitor *visitor)
{
    ch_emit_key(e, "visitor");
    if (visitor->account == 0) {
        ch_emit_null(e);
        return;
    }
    ch_emit_open(e, '{');
    key_text(e, "name", visitor->name);
    ch_emit_key(e, "grants");
    ch_emit_open(e, '[');
    for (size_t i = 0; i < visitor->grants; i++) {
        ch_emit_open(e, '{');
        key_text(e, "role", ch_text_of(ch_may_name[visitor->grant[i].may]));
        key_text(e, "place", visitor->grant[i].place);
        ch_emit_close(e, '}');
    }
    ch_emit_close(e, ']');
    key_text(e, "token", visitor->token);
    ch_emit_close(e, '}');
}

/* So that the page need not try a change to tell why there are none. */
static void emit_closed(ch_emit *e, const serve_hall *hall)
{
    const serve_change_closed *closed = serve_change_why_closed(hall);
    ch_emit_key(e, "closed");
    if (!closed) {
        ch_emit_null(e);
        return;
    }
    ch_emit_open(e, '{');
    key_text(e, "zh", ch_text_of(closed->zh));
    key_text(e, "en", ch_text_of(closed->en));
    ch_emit_close(e, '}');
}

static void write_session(serve_call *call)
{
    ch_emit e = {.out = &call->answer->body};
    ch_emit_open(&e, '{');
    ch_emit_key(&e, "accounts");
    ch_emit_bool(&e, call->hall->open_accounts);
    emit_closed(&e, call->hall);
    emit_visitor(&e, &call->visitor);
    ch_emit_close(&e, '}');
    ch_buf_addc(e.out, '\n');
    call->answer->varies = true;
}

static ch_err run_get(serve_call *call)
{
    const ch_err err = serve_hall_look_for_accounts(call->hall, &call->faults);
    write_session(call);
    return err;
}

/* An empty token ends the cookie. */
static void set_cookie(serve_call *call, const char *token)
{
    char cookie[300];
    snprintf(cookie, sizeof cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s; Max-Age=%d",
             serve_guard_cookie(call->request), token, call->request->secure ? "; Secure" : "",
             token[0] ? SERVE_SESSION_S : 0);
    serve_add_header(call->answer, "Set-Cookie", ch_text_of(cookie));
    sodium_memzero(cookie, sizeof cookie);
}

/* ---- POST */

typedef struct {
    ch_text name, password;
} credentials;

/* What is wrong is told without what was found: it may be the password. */
static ch_err take_member(serve_call *call, const ch_json *tree, const char *member, ch_text *text)
{
    const ch_json *found = ch_json_member(tree, member);
    if (found && found->kind == CH_JSON_STRING) {
        *text = found->text;
        return CH_OK;
    }
    return ch_fault_add(&call->faults, found ? found->at : (ch_at){.file = CH_TEXT("session")}, ch_text_of(member),
                        (ch_text){0}, CH_WANT_STRING, (ch_text){0});
}

/* All that is decoded of a body, and all that is said of a faulty one, is in memory that is wiped. */
static ch_err read_credentials(serve_call *call, ch_arena *secret, credentials *given)
{
    const ch_json *tree;
    ch_faults unheard = {.arena = CH_ARENA(&serve_secret_memory)};
    ch_err err = ch_json_read(secret, CH_TEXT("session"), call->request->body, &tree, &unheard);
    ch_faults_free(&unheard);
    if (err == CH_EDATA)
        return ch_fault_add(&call->faults, (ch_at){.file = CH_TEXT("session")}, (ch_text){0}, (ch_text){0},
                            CH_WANT_JSON_VALUE, (ch_text){0});
    if (err != CH_OK)
        return err;
    const ch_err name = take_member(call, tree, "name", &given->name);
    return ch_err_worse(name, take_member(call, tree, "password", &given->password));
}

static ch_err begin(serve_call *call, const ch_account *account)
{
    char token[SERVE_TOKEN_ROOM];
    serve_sessions_end(call->hall->sessions, serve_guard_token(call->request));
    ch_err err = serve_sessions_begin(call->hall->sessions, account, token);
    if (err == CH_OK)
        err = serve_sessions_find(&call->arena, call->hall->sessions, ch_text_of(token), &call->visitor, &call->faults);
    if (err == CH_OK) {
        set_cookie(call, token);
        write_session(call);
    }
    sodium_memzero(token, sizeof token);
    return err;
}

/* A secret made when less work was asked for is made anew. That it could not be kept is no failure of the
 * sign-in: the next one tries again. */
static void renew(const serve_call *call, const credentials *given, const ch_account *account)
{
    char renewed[SERVE_SECRET_ROOM];
    ch_faults unheard = {0};
    if (serve_password_renew(given->password, account->secret, renewed))
        (void)!ch_accounts_renew(call->hall->store, NULL, account, ch_text_of(renewed), &unheard);
    ch_faults_free(&unheard);
    sodium_memzero(renewed, sizeof renewed);
}

static ch_err admit(serve_call *call, const credentials *given, const ch_account *account)
{
    renew(call, given, account);
    return begin(call, account);
}

/* A name that nobody has takes as long, and is told alike, as a wrong password. */
static ch_err sign_in(serve_call *call, const credentials *given)
{
    ch_account account;
    ch_err err = ch_accounts_find(&call->arena, call->hall->store, given->name, &account, &call->faults);
    if (err != CH_OK && err != CH_ENONE)
        return err;
    switch (serve_password_check(given->password, err == CH_OK ? account.secret : (ch_text){"", 0})) {
    case SERVE_PASSWORD_RIGHT: return admit(call, given, &account);
    case SERVE_PASSWORD_WRONG: serve_problem(call, 401, "账户名或密码不符", "name or password is wrong"); break;
    case SERVE_PASSWORD_BUSY:
        serve_problem(call, 503, "登录的人太多，请稍后再试", "too many are signing in; try again later");
        serve_add_header(call->answer, "Retry-After", CH_TEXT("2"));
        break;
    }
    return CH_OK;
}

static ch_err run_post(serve_call *call)
{
    credentials given = {0};
    ch_arena secret = CH_ARENA(&serve_secret_memory);
    call->answer->varies = true;
    ch_err err = serve_hall_look_for_accounts(call->hall, &call->faults);
    if (err != CH_OK)
        return err;
    if (!call->hall->open_accounts) {
        serve_problem(call, 403, "这里没有账户；请先用 changhe user add 添加",
                      "there are no accounts here; add one with changhe user add");
        return CH_OK;
    }
    err = read_credentials(call, &secret, &given);
    if (err == CH_OK && serve_guard_sign_in(call, given.name))
        err = sign_in(call, &given);
    ch_arena_free(&secret);
    return err;
}

/* ---- DELETE */

static ch_err run_delete(serve_call *call)
{
    serve_sessions_end(call->hall->sessions, serve_guard_token(call->request));
    set_cookie(call, "");
    call->answer->status = 204;
    call->answer->type = NULL;
    return CH_OK;
}

const serve_route serve_session_routes[] = {{.method = SERVE_GET,
                                             .path = "/api/v1/session",
                                             .run = run_get,
                                             .works = true,
                                             .type = "application/json",
                                             .schema = "Session",
                                             .tag = "session",
                                             .zh = "当前登录者",
                                             .en = "who one is"},
                                            {.method = SERVE_POST,
                                             .path = "/api/v1/session",
                                             .run = run_post,
                                             .changes = true,
                                             .works = true,
                                             .body = SERVE_JSON_BODY,
                                             .type = "application/json",
                                             .schema = "Session",
                                             .tag = "session",
                                             .zh = "登录",
                                             .en = "sign in"},
                                            {.method = SERVE_DELETE,
                                             .path = "/api/v1/session",
                                             .run = run_delete,
                                             .need = SERVE_SIGNED_IN,
                                             .changes = true,
                                             .status = "204",
                                             .tag = "session",
                                             .zh = "退出",
                                             .en = "sign out"},
                                            {.path = NULL}};
