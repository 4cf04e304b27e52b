/* guard.c - sessions, limits of rate, origin and token. */
#include "guard.h"

#include "hall.h"
#include "limits.h"
#include "problem.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static bool is_loopback(ch_text address)
{
    return (address.len >= 4 && memcmp(address.at, "127.", 4) == 0) || ch_text_equal(address, CH_TEXT("::1"));
}

/* Take one, or answer 429. */
static bool take(serve_call *call, serve_limit kind, ch_text asker)
{
    unsigned retry_s;
    if (serve_limits_take(call->hall->limits, kind, asker, &retry_s))
        return true;
    char text[16];
    snprintf(text, sizeof text, "%u", retry_s);
    serve_problem(call, 429, "请稍后再试", "try again later");
    serve_add_header(call->answer, "Retry-After", ch_text_of(text));
    return false;
}

bool serve_guard_rate(serve_call *call)
{
    char room[64];
    const ch_text address = call->request->address;
    return is_loopback(address) || take(call, SERVE_LIMIT_ASK, serve_limits_address(address, room));
}

bool serve_guard_sign_in(serve_call *call, ch_text name)
{
    char room[64];
    return take(call, SERVE_LIMIT_SIGN_IN, serve_limits_address(call->request->address, room)) &&
           take(call, SERVE_LIMIT_SIGN_IN_NAME, name);
}

const char *serve_guard_cookie(const serve_request *request)
{
    return request->secure ? "__Host-changhe" : "changhe"; /* the prefix asks for TLS */
}

ch_text serve_guard_token(const serve_request *request)
{
    const ch_text name = ch_text_of(serve_guard_cookie(request));
    ch_text cookies = serve_header(request, "cookie"), cookie;
    while (ch_text_next(&cookies, ';', &cookie)) {
        cookie = ch_text_trim(cookie);
        if (cookie.len > name.len && memcmp(cookie.at, name.at, name.len) == 0 && cookie.at[name.len] == '=')
            return (ch_text){cookie.at + name.len + 1, cookie.len - name.len - 1};
    }
    return (ch_text){"", 0};
}

ch_err serve_guard_visit(serve_call *call)
{
    return serve_sessions_find(&call->arena, call->hall->sessions, serve_guard_token(call->request), &call->visitor,
                               &call->faults);
}

/* "https://host" as a browser names the page that sent the request. */
static bool is_own_origin(const serve_request *request, ch_text origin)
{
    const ch_text host = serve_host(request), scheme = request->secure ? CH_TEXT("https://") : CH_TEXT("http://");
    return host.len > 0 && origin.len == scheme.len + host.len && memcmp(origin.at, scheme.at, scheme.len) == 0 &&
           memcmp(origin.at + scheme.len, host.at, host.len) == 0;
}

/* Was it sent by our own page, as far as the browser tells? A program that is no browser tells nothing. */
static bool is_from_here(const serve_request *request)
{
    const ch_text site = serve_header(request, "sec-fetch-site"), origin = serve_header(request, "origin");
    if (site.len > 0 && !ch_text_equal(site, CH_TEXT("same-origin")) && !ch_text_equal(site, CH_TEXT("none")))
        return false;
    return origin.len == 0 || is_own_origin(request, origin);
}

static bool has_token(const serve_call *call)
{
    const ch_text sent = serve_header(call->request, "x-changhe-token"), want = call->visitor.token;
    return want.len > 0 && sent.len == want.len && sodium_memcmp(sent.at, want.at, want.len) == 0;
}

static bool take_of_account(serve_call *call, serve_limit kind)
{
    char account[24];
    snprintf(account, sizeof account, "%lld", (long long)call->visitor.account);
    return take(call, kind, ch_text_of(account));
}

static bool admit_change(serve_call *call)
{
    if (!is_from_here(call->request)) {
        serve_problem(call, 403, "请求须由本站页面发出", "the request must come from this site's own page");
        return false;
    }
    if (call->route->need == SERVE_ANYBODY) /* signing in: nobody has a token yet */
        return true;
    if (!has_token(call)) {
        serve_problem(call, 403, "缺少或不符的 X-Changhe-Token", "X-Changhe-Token is missing or not the session's");
        return false;
    }
    return take_of_account(call, SERVE_LIMIT_CHANGE);
}

/* Files are taken from who is signed in, and where nobody can be they are told why. */
static void ask_to_sign_in(serve_call *call)
{
    const bool takes_file = call->route->body == SERVE_BYTES_BODY;
    if (takes_file && !call->hall->store)
        serve_problem(
            call, 403, "本服务读自文件夹，不能导入；请用 changhe load 载入数据库，再以 --store 启动",
            "this server reads a folder, into which nothing is imported; load it into a store and serve that");
    else if (takes_file && !call->hall->open_accounts)
        serve_problem(call, 403, "数据库中还没有账户，不能导入；请先用 changhe user add 添加",
                      "the store has no accounts, so nothing can be imported; add one with changhe user add");
    else
        serve_problem(call, 401, "请先登录", "sign in first");
}

bool serve_guard_admit(serve_call *call)
{
    if (call->route->need == SERVE_SIGNED_IN && call->visitor.account == 0) {
        ask_to_sign_in(call);
        return false;
    }
    if (call->route->body == SERVE_BYTES_BODY && !take_of_account(call, SERVE_LIMIT_FILE))
        return false;
    return !call->route->changes || admit_change(call);
}
