/* dispatch.c - the whole way from a request to its answer. */
#include "guard.h"
#include "hall.h"
#include "page.h"
#include "problem.h"

#include <string.h>

/* The first language of the header that we speak; Chinese when it names none. */
static ch_lang prefer(ch_text accepted)
{
    ch_text piece;
    while (ch_text_next(&accepted, ',', &piece)) {
        piece = ch_text_trim(piece);
        if (piece.len >= 2 && memcmp(piece.at, "zh", 2) == 0)
            return CH_ZH;
        if (piece.len >= 2 && memcmp(piece.at, "en", 2) == 0)
            return CH_EN;
    }
    return CH_ZH;
}

static void tell_methods(serve_call *call, unsigned allowed)
{
    static const struct {
        unsigned bit;
        const char *name;
    } method[] = {{SERVE_GET, "GET"}, {SERVE_HEAD, "HEAD"}, {SERVE_POST, "POST"}, {SERVE_DELETE, "DELETE"}};
    char list[40] = "";
    for (size_t i = 0; i < sizeof method / sizeof *method; i++) {
        if (!(allowed & method[i].bit))
            continue;
        strcat(list, list[0] ? ", " : "");
        strcat(list, method[i].name);
    }
    serve_problem(call, 405, "此地址不支持这种方法", "this address does not take the method");
    serve_add_header(call->answer, "Allow", ch_text_of(list));
}

static bool is_of_type(const serve_request *request, ch_text wanted)
{
    const ch_text type = serve_header(request, "content-type");
    return type.len >= wanted.len && memcmp(type.at, wanted.at, wanted.len) == 0 &&
           (type.len == wanted.len || type.at[wanted.len] == ';');
}

/* A body that the route does not take, or of another type than it takes. */
static bool admits_body(serve_call *call)
{
    const serve_body wants = call->route->body;
    if (wants == SERVE_NO_BODY && call->request->body.len > 0) {
        serve_problem(call, 413, "此地址不接受内容", "this address takes no body");
        return false;
    }
    if (wants == SERVE_BYTES_BODY && !is_of_type(call->request, CH_TEXT("application/octet-stream"))) {
        serve_problem(call, 415, "内容须为文件，类型 application/octet-stream",
                      "the body must be a file, as application/octet-stream");
        return false;
    }
    if ((wants == SERVE_EDITS_BODY || wants == SERVE_JSON_BODY) && call->request->body.len > 0 &&
        !is_of_type(call->request, CH_TEXT("application/json"))) {
        serve_problem(call, 415, "内容须为 application/json", "the body must be application/json");
        return false;
    }
    return true;
}

static ch_err run(serve_call *call)
{
    ch_err err = serve_guard_visit(call);
    if (err == CH_OK)
        err = serve_route_read(call);
    if (err != CH_OK || !serve_guard_admit(call) || !admits_body(call))
        return err;
    call->ready = serve_hall_ready(call->hall);
    call->answer->status = 200;
    call->answer->type = call->route->type;
    return call->route->run(call);
}

/* A file of the page, where no route has the path. */
static bool is_of_page(serve_call *call)
{
    if (!serve_page_answer(call->hall->page, call->request->path, call->answer))
        return false;
    if (call->request->method != SERVE_GET && call->request->method != SERVE_HEAD) {
        call->answer->fixed = call->answer->fixed_gzip = (ch_text){0};
        tell_methods(call, SERVE_GET | SERVE_HEAD);
    }
    return true;
}

static void answer_call(serve_call *call)
{
    unsigned allowed = 0;
    call->route = serve_route_find(call->request->method, call->request->path, call->segment, &allowed);
    if (call->route) {
        ch_err err = run(call);
        if (err == CH_OK && call->answer->body.failed)
            err = CH_ENOMEM;
        serve_problem_of(call, err);
    } else if (allowed) {
        tell_methods(call, allowed);
    } else if (!is_of_page(call)) {
        serve_problem(call, 404, "没有这个地址", "there is no such address");
    }
}

void serve_answer_request(serve_hall *hall, const serve_request *request, serve_answer *answer)
{
    serve_call call = {.hall = hall, .request = request, .answer = answer};
    call.lang = prefer(serve_header(request, "accept-language"));
    if (serve_guard_rate(&call))
        answer_call(&call);
    ch_ready_drop(call.ready);
    ch_faults_free(&call.faults);
    ch_arena_free(&call.arena);
}

void serve_answer_refusal(const serve_request *request, unsigned status, const char *detail_zh, const char *detail_en,
                          serve_answer *answer)
{
    serve_call call = {.request = request, .answer = answer};
    call.lang = prefer(serve_header(request, "accept-language"));
    serve_problem(&call, status, detail_zh, detail_en);
}
