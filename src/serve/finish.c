/* finish.c - conditional requests, compression, and the headers that every answer has. */
#include "finish.h"

#include <libdeflate.h>
#include <stdio.h>
#include <string.h>

/* Level 1 takes a third of the time of level 6 for a JSON answer and leaves an eighth more; see
 * docs/decisions/server.md. */
enum { GZIP_LEVEL = 1, GZIP_LEAST = 1024 };

/* What the page needs and nothing else: scripts, workers, styles and data of our own; images also drawn
 * by the page itself. */
static const char policy[] =
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

static const char *const always[][2] = {
    {"Content-Security-Policy", policy},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
};

static bool equals_lower(ch_text text, const char *lower)
{
    if (text.len != strlen(lower))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if ((text.at[i] >= 'A' && text.at[i] <= 'Z' ? text.at[i] + 32 : text.at[i]) != lower[i])
            return false;
    return true;
}

/* Does a weight like "q=0.000" refuse? */
static bool is_refused(ch_text weights)
{
    ch_text piece;
    while (ch_text_next(&weights, ';', &piece)) {
        piece = ch_text_trim(piece);
        if (piece.len < 3 || (piece.at[0] | 32) != 'q' || piece.at[1] != '=')
            continue;
        bool refused = true;
        for (size_t i = 2; i < piece.len; i++)
            refused = refused && (piece.at[i] == '0' || piece.at[i] == '.');
        return refused;
    }
    return false;
}

bool serve_accepts_gzip(ch_text accepted)
{
    ch_text piece, name;
    bool any = false, named = false, accepts = false;
    while (ch_text_next(&accepted, ',', &piece)) {
        if (!ch_text_next(&piece, ';', &name))
            continue;
        name = ch_text_trim(name);
        if (equals_lower(name, "gzip") || equals_lower(name, "x-gzip")) {
            named = true;
            accepts = !is_refused(piece);
        } else if (equals_lower(name, "*")) {
            any = !is_refused(piece);
        }
    }
    return named ? accepts : any;
}

/* The next tag of a list, from its quote to its quote; a comma may stand in it. */
static bool next_tag(ch_text *list, ch_text *tag)
{
    const char *end = list->at + list->len;
    const char *open = list->len > 0 ? memchr(list->at, '"', list->len) : NULL;
    const char *close = open ? memchr(open + 1, '"', (size_t)(end - open - 1)) : NULL;
    if (!close)
        return false;
    *tag = (ch_text){open, (size_t)(close + 1 - open)};
    *list = (ch_text){close + 1, (size_t)(end - close - 1)};
    return true;
}

bool serve_tag_matches(ch_text list, ch_text tag)
{
    ch_text found;
    if (ch_text_equal(ch_text_trim(list), CH_TEXT("*")))
        return true;
    while (next_tag(&list, &found))
        if (ch_text_equal(found, tag))
            return true;
    return false;
}

bool serve_gzip(ch_text bytes, int level, ch_buf *packed)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    if (!compressor)
        return false;
    const size_t bound = libdeflate_gzip_compress_bound(compressor, bytes.len);
    char *room = ch_memory_take(packed->memory, bound);
    const size_t len = room ? libdeflate_gzip_compress(compressor, bytes.at, bytes.len, room, bound) : 0;
    libdeflate_free_compressor(compressor);
    if (len == 0) {
        ch_memory_give(packed->memory, room);
        return false;
    }
    ch_buf_free(packed);
    *packed = (ch_buf){.memory = packed->memory, .at = room, .len = len, .capacity = bound};
    return true;
}

/* Text shrinks; pictures, fonts and archives are compressed already. */
static bool is_text(const char *type)
{
    return strncmp(type, "text/", 5) == 0 || strstr(type, "json") || strstr(type, "+xml") || strstr(type, "mapbox") ||
           strstr(type, "javascript");
}

static bool may_compress(const serve_request *request, const serve_answer *answer)
{
    return answer->type && is_text(answer->type) && !answer->is_gzip && answer->body.len > GZIP_LEAST &&
           serve_accepts_gzip(serve_header(request, "accept-encoding"));
}

static void compress_body(serve_answer *answer)
{
    ch_buf packed = {.memory = answer->body.memory};
    if (!serve_gzip(ch_buf_text(&answer->body), GZIP_LEVEL, &packed))
        return;
    ch_buf_free(&answer->body);
    answer->body = packed;
    answer->is_gzip = true;
}

/* A file of the page has its compressed form ready. */
static ch_text choose_fixed(const serve_request *request, serve_answer *answer)
{
    answer->is_gzip = answer->fixed_gzip.len > 0 && serve_accepts_gzip(serve_header(request, "accept-encoding"));
    return answer->is_gzip ? answer->fixed_gzip : answer->fixed;
}

static bool is_unchanged(const serve_request *request, const serve_answer *answer, const char *tag)
{
    return (request->method == SERVE_GET || request->method == SERVE_HEAD) && answer->status == 200 && tag[0] &&
           serve_tag_matches(serve_header(request, "if-none-match"), ch_text_of(tag));
}

static void add(serve_sent *sent, const char *name, const char *value)
{
    if (sent->lines == SERVE_LINES)
        return;
    sent->line[sent->lines].name = name;
    sent->line[sent->lines++].value = value;
}

static void add_lines(const serve_request *request, const serve_answer *answer, serve_sent *sent)
{
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        add(sent, always[i][0], always[i][1]);
    if (request->secure)
        add(sent, "Strict-Transport-Security", "max-age=31536000");
    add(sent, "Cache-Control", answer->cache ? answer->cache : "no-store");
    add(sent, "Vary", answer->varies ? "Accept-Encoding, Cookie" : "Accept-Encoding");
    if (sent->tag[0])
        add(sent, "ETag", sent->tag);
    if (sent->status != 304 && answer->type)
        add(sent, "Content-Type", answer->type);
    if (sent->status != 304 && answer->is_gzip)
        add(sent, "Content-Encoding", "gzip");
    for (size_t i = 0; i < answer->headers; i++)
        add(sent, answer->header[i].name, answer->header[i].value);
}

void serve_finish(const serve_request *request, serve_answer *answer, serve_sent *sent)
{
    *sent = (serve_sent){.status = answer->status};
    const bool is_fixed = answer->fixed.len > 0;
    const bool compress = !is_fixed && may_compress(request, answer);
    ch_text body = is_fixed ? choose_fixed(request, answer) : (ch_text){"", 0};
    if (answer->etag[0])
        snprintf(sent->tag, sizeof sent->tag, "\"%s%s\"", answer->etag, compress || answer->is_gzip ? "-gzip" : "");
    if (is_unchanged(request, answer, sent->tag)) {
        sent->status = 304;
        body = (ch_text){"", 0};
    } else if (!is_fixed) {
        if (compress)
            compress_body(answer);
        if (compress && !answer->is_gzip && answer->etag[0])
            snprintf(sent->tag, sizeof sent->tag, "\"%s\"", answer->etag);
        body = answer->body.len > 0 ? ch_buf_text(&answer->body) : (ch_text){"", 0};
    }
    sent->body = body;
    add_lines(request, answer, sent);
}
