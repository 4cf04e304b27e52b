/* ogc_links.c - links of OGC API - Features answers, absolute where the request names its host. */
#include "ogc_links.h"

#include <string.h>

#define DIGITS "0123456789"
#define NAME   DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_"

/* Cut the bytes off that are among these; how many. */
static size_t take(ch_text *rest, const char *among)
{
    size_t n = 0;
    while (n < rest->len && rest->at[n] != '\0' && strchr(among, rest->at[n]))
        n++;
    *rest = (ch_text){rest->at + n, rest->len - n};
    return n;
}

static bool take_one(ch_text *rest, char byte)
{
    if (rest->len == 0 || rest->at[0] != byte)
        return false;
    *rest = (ch_text){rest->at + 1, rest->len - 1};
    return true;
}

/* A name or an IPv4 address, or an IPv6 address in brackets; then perhaps a port. */
static bool is_host(ch_text host)
{
    if (host.len > 255)
        return false;
    if (take_one(&host, '[')) {
        if (take(&host, DIGITS "abcdefABCDEF:.") < 2 || !take_one(&host, ']'))
            return false;
    } else if (take(&host, NAME) == 0) {
        return false;
    }
    if (host.len == 0)
        return true;
    if (!take_one(&host, ':'))
        return false;
    const size_t digits = take(&host, DIGITS);
    return digits > 0 && digits <= 5 && host.len == 0;
}

void serve_ogc_link(ch_emit *e, const serve_call *call, const char *rel, const char *type, ch_text path)
{
    const ch_text host = serve_host(call->request);
    ch_buf link = {.memory = e->out->memory};
    if (is_host(host)) {
        ch_buf_adds(&link, call->request->secure ? "https://" : "http://");
        ch_buf_add(&link, host);
    }
    ch_buf_add(&link, path);
    ch_emit_open(e, '{');
    ch_emit_key(e, "href");
    ch_emit_text(e, ch_buf_text(&link));
    serve_ogc_string(e, "rel", rel);
    serve_ogc_string(e, "type", type);
    ch_emit_close(e, '}');
    e->out->failed |= link.failed;
    ch_buf_free(&link);
}

/* name=value with a mark before it. */
static void add_pair(ch_buf *link, char *mark, ch_text name, ch_text value)
{
    ch_buf_addc(link, *mark);
    serve_encode(name, link);
    ch_buf_addc(link, '=');
    serve_encode(value, link);
    *mark = '&';
}

/* The query was read before, so decoding can fail for lack of memory alone. */
static void add_query(ch_buf *link, serve_call *call, const ch_text *after)
{
    ch_text rest = call->request->query, pair;
    char mark = '?';
    while (ch_text_next(&rest, '&', &pair)) {
        ch_text name, value = {"", 0};
        const char *equals = pair.len > 0 ? memchr(pair.at, '=', pair.len) : NULL;
        const size_t cut = equals ? (size_t)(equals - pair.at) : pair.len;
        if (pair.len == 0)
            continue;
        link->failed |= serve_decode(&call->arena, (ch_text){pair.at, cut}, true, &name) != CH_OK;
        if (equals && !link->failed)
            link->failed |=
                serve_decode(&call->arena, (ch_text){equals + 1, pair.len - cut - 1}, true, &value) != CH_OK;
        if (!link->failed && !(after && ch_text_equal(name, CH_TEXT("after"))))
            add_pair(link, &mark, name, value);
    }
    if (after)
        add_pair(link, &mark, CH_TEXT("after"), *after);
}

void serve_ogc_link_asked(ch_emit *e, serve_call *call, const char *rel, const char *type, ch_text path,
                          const ch_text *after)
{
    ch_buf link = {.memory = e->out->memory};
    ch_buf_add(&link, path);
    add_query(&link, call, after);
    serve_ogc_link(e, call, rel, type, ch_buf_text(&link));
    e->out->failed |= link.failed;
    ch_buf_free(&link);
}
