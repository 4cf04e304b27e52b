/* visit.c - limits of a request, and its parts as plain values. */
#define _GNU_SOURCE
#include "visit.h"

#include "guard.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

serve_visit *serve_visit_new(const char *uri)
{
    const size_t length = strlen(uri);
    serve_visit *visit = calloc(1, sizeof *visit + length + 1);
    if (!visit)
        return NULL;
    memcpy(visit->uri, uri, length);
    visit->uri_bytes = length;
    return visit;
}

void serve_visit_free(serve_visit *visit)
{
    if (!visit)
        return;
    serve_answer_free(&visit->answer);
    ch_buf_free(&visit->body);
    ch_arena_free(&visit->arena);
    free(visit);
}

bool serve_visit_add(serve_visit *visit, ch_text name, ch_text value)
{
    visit->header_bytes += name.len + value.len;
    if (visit->request.headers == SERVE_MOST_LINES || visit->header_bytes > SERVE_MOST_HEADER) {
        visit->is_over = true;
        return false;
    }
    char *lower = CH_NEW(&visit->arena, char, name.len + 1);
    if (!lower) {
        visit->is_over = true;
        return false;
    }
    for (size_t i = 0; i < name.len; i++)
        lower[i] = name.at[i] >= 'A' && name.at[i] <= 'Z' ? (char)(name.at[i] + 32) : name.at[i];
    visit->header[visit->request.headers++] = (serve_pair){{lower, name.len}, value};
    return true;
}

static serve_method method_of(const char *name)
{
    if (strcmp(name, "GET") == 0)
        return SERVE_GET;
    if (strcmp(name, "HEAD") == 0)
        return SERVE_HEAD;
    if (strcmp(name, "POST") == 0)
        return SERVE_POST;
    return strcmp(name, "DELETE") == 0 ? SERVE_DELETE : SERVE_OTHER;
}

static void cut_uri(serve_visit *visit)
{
    const char *mark = memchr(visit->uri, '?', visit->uri_bytes);
    const size_t cut = mark ? (size_t)(mark - visit->uri) : visit->uri_bytes;
    visit->request.path = (ch_text){visit->uri, cut};
    visit->request.query = mark ? (ch_text){mark + 1, visit->uri_bytes - cut - 1} : (ch_text){"", 0};
}

/* The last item of the last header of a name is what the proxy next to us wrote; what stands before it, in
 * the same line or in one of its own, anybody can write. */
static ch_text last_item(const serve_visit *visit, const char *name)
{
    ch_text list = {"", 0}, item, last = {"", 0};
    for (size_t i = 0; i < visit->request.headers; i++)
        if (ch_text_equal(visit->header[i].name, ch_text_of(name)))
            list = visit->header[i].value;
    while (ch_text_next(&list, ',', &item))
        last = ch_text_trim(item);
    return last;
}

static bool is_address(const char *text)
{
    struct in6_addr parsed;
    return inet_pton(AF_INET, text, &parsed) == 1 || inet_pton(AF_INET6, text, &parsed) == 1;
}

static void read_address(serve_visit *visit, const serve_arrival *arrival)
{
    const ch_text told = last_item(visit, "x-forwarded-for");
    serve_address_print(arrival->peer, visit->address, sizeof visit->address);
    if (arrival->is_proxied && told.len < sizeof visit->address) {
        char text[sizeof visit->address] = "";
        memcpy(text, told.at, told.len);
        if (is_address(text))
            memcpy(visit->address, text, sizeof text);
    }
    visit->request.address = ch_text_of(visit->address);
    visit->request.secure = arrival->is_tls || (arrival->is_proxied &&
                                                ch_text_equal(last_item(visit, "x-forwarded-proto"), CH_TEXT("https")));
}

/* A proxy that asks us under another name tells the one that it was asked under. */
static void read_host(serve_visit *visit, const serve_arrival *arrival)
{
    visit->request.asked_host = arrival->is_proxied ? last_item(visit, "x-forwarded-host") : (ch_text){"", 0};
}

static size_t count_headers(const serve_visit *visit, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < visit->request.headers; i++)
        n += ch_text_equal(visit->header[i].name, ch_text_of(name));
    return n;
}

/* Bytes of the body, SIZE_MAX when it is no number. */
static size_t body_length(const serve_visit *visit)
{
    const ch_text text = serve_header(&visit->request, "content-length");
    size_t length = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || text.len > 18)
            return SIZE_MAX;
        length = length * 10 + (size_t)(text.at[i] - '0');
    }
    return length;
}

/* "Content-Length : 3" is a length to some and to others not (RFC 9112 5.1). */
static bool are_names(const serve_visit *visit)
{
    static const char signs[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz";
    for (size_t i = 0; i < visit->request.headers; i++) {
        const ch_text name = visit->header[i].name;
        for (size_t j = 0; j < name.len; j++)
            if (!memchr(signs, name.at[j], sizeof signs - 1))
                return false;
    }
    return true;
}

static bool is_framed_well(const serve_visit *visit)
{
    return count_headers(visit, "content-length") < 2 && count_headers(visit, "host") < 2 &&
           body_length(visit) != SIZE_MAX;
}

static bool takes_file(const serve_visit *visit)
{
    ch_text segment[SERVE_PATH_VALUES];
    unsigned allowed;
    const serve_route *route = serve_route_find(visit->request.method, visit->request.path, segment, &allowed);
    return route && route->body == SERVE_BYTES_BODY;
}

void serve_visit_refuse(serve_visit *visit, unsigned status, const char *zh, const char *en)
{
    serve_answer_refusal(&visit->request, status, zh, en, &visit->answer);
    visit->is_refused = true;
}

/* A large file is taken from who comes with a session alone, good or not: nobody else may fill the room for files. */
static void check_length(serve_visit *visit)
{
    const size_t length = body_length(visit);
    visit->is_file = takes_file(visit);
    if (visit->is_file && length > SERVE_MOST_FILE)
        serve_visit_refuse(visit, 413, "文件不得超过 32 MiB", "a file has at most 32 MiB");
    else if (visit->is_file && length > SERVE_MOST_BODY && serve_guard_token(&visit->request).len == 0)
        serve_visit_refuse(visit, 401, "请先登录", "sign in first");
    else if (!visit->is_file && length > SERVE_MOST_BODY)
        serve_visit_refuse(visit, 413, "内容不得超过 1 MiB", "a body has at most 1 MiB");
}

bool serve_visit_open(serve_visit *visit, const serve_arrival *arrival)
{
    visit->request.method = method_of(arrival->method);
    visit->request.header = visit->header;
    visit->request.body = (ch_text){"", 0};
    cut_uri(visit);
    read_address(visit, arrival);
    read_host(visit, arrival);
    if (visit->uri_bytes > SERVE_MOST_URI)
        serve_visit_refuse(visit, 414, "地址不得超过 16 KiB", "an address has at most 16 KiB");
    else if (visit->is_over)
        serve_visit_refuse(visit, 431, "请求头不得超过 100 行、32 KiB", "headers have at most 100 lines and 32 KiB");
    else if (count_headers(visit, "transfer-encoding") > 0)
        serve_visit_refuse(visit, 411, "内容须以 Content-Length 说明长度", "a body needs a Content-Length");
    else if (memchr(visit->uri, ' ', visit->uri_bytes))
        serve_visit_refuse(visit, 400, "地址中不得有空格", "an address has no blank");
    else if (!are_names(visit))
        serve_visit_refuse(visit, 400, "请求头的名称不合规定", "the name of a header is not well formed");
    else if (arrival->needs_host && count_headers(visit, "host") == 0)
        serve_visit_refuse(visit, 400, "缺少 Host", "Host is missing");
    else if (!is_framed_well(visit))
        serve_visit_refuse(visit, 400, "Content-Length 与 Host 只许出现一次",
                           "Content-Length and Host may stand once, and a length is a number");
    else
        check_length(visit);
    return !visit->is_refused;
}

bool serve_visit_take(serve_visit *visit, ch_text bytes)
{
    ch_buf_add(&visit->body, bytes);
    visit->request.body = ch_buf_text(&visit->body);
    return !visit->body.failed;
}
