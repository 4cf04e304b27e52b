/* http.h - one request and its answer as plain values: no socket and no library of either.
 * What turns bytes of a connection into these is daemon.c; tests make them by hand. */
#ifndef CHANGHE_SERVE_HTTP_H
#define CHANGHE_SERVE_HTTP_H

#include "changhe/fault.h"

typedef enum { SERVE_GET = 1, SERVE_HEAD = 2, SERVE_POST = 4, SERVE_DELETE = 8, SERVE_OTHER = 16 } serve_method;

typedef struct {
    ch_text name, value;
} serve_pair;

/* All texts belong to whoever made the request, and live until its answer is sent. */
typedef struct {
    serve_method method;
    ch_text path;             /* as sent, before the question mark, percent-encoded */
    ch_text query;            /* as sent, behind it */
    const serve_pair *header; /* names in lower case */
    size_t headers;
    ch_text body;
    ch_text address;    /* of the client: the peer's, or what a trusted proxy says */
    bool secure;        /* came by TLS, here or at the trusted proxy */
    ch_text asked_host; /* the host as the browser asked the trusted proxy for it; empty: Host says so */
} serve_request;

enum { SERVE_HEADERS = 8, SERVE_ETAG_ROOM = 72 };

typedef struct {
    unsigned status;  /* 200, ... */
    const char *type; /* of the body, a literal */
    ch_buf body;
    ch_text fixed, fixed_gzip;  /* instead of body, bytes that outlive the answer, and compressed: empty, none */
    char etag[SERVE_ETAG_ROOM]; /* without quotes; empty: none */
    const char *cache;          /* Cache-Control, a literal; NULL: no-store */
    bool is_gzip;               /* the body is compressed already */
    bool varies;                /* by who asks: Vary: Cookie */
    struct {
        const char *name; /* a literal */
        char value[512];
    } header[SERVE_HEADERS]; /* further ones */
    size_t headers;
} serve_answer;

void serve_answer_free(serve_answer *answer);

/* Value of a header, empty when it was not sent. name in lower case. Of several the first counts. */
ch_text serve_header(const serve_request *request, const char *name);
/* The host and port by which the client knows us; empty: it did not say. */
ch_text serve_host(const serve_request *request);
/* Add a header; a value that is too long or holds a control character is left out: false. */
bool serve_add_header(serve_answer *answer, const char *name, ch_text value);

/* Undo percent-encoding, of a query also '+': the text in the arena. CH_EDATA: bad digits, no UTF-8, or a
 * control character; CH_ENOMEM. */
CH_MUST_USE ch_err serve_decode(ch_arena *arena, ch_text raw, bool is_query, ch_text *text);
/* Percent-encode what is not unreserved (RFC 3986 2.3). */
void serve_encode(ch_text text, ch_buf *out);

#endif
