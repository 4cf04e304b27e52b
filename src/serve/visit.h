/* visit.h - one request on its way: from the library's callbacks to a serve_request, within limits. */
#ifndef CHANGHE_SERVE_VISIT_H
#define CHANGHE_SERVE_VISIT_H

#include "finish.h"
#include "links.h"
#include "route.h"

#include <netinet/in.h>

enum {
    SERVE_MOST_URI = 16 << 10,    /* 414 */
    SERVE_MOST_HEADER = 32 << 10, /* bytes of all names and values: 431 */
    SERVE_MOST_LINES = 100        /* headers: 431 */
};

typedef enum {
    SERVE_BEGUN,    /* the headers are there */
    SERVE_READING,  /* the body comes */
    SERVE_AT_WORK,  /* a worker has it */
    SERVE_ANSWERED, /* sent is ready */
} serve_stage;

typedef struct serve_visit {
    struct serve_daemon *daemon;
    struct MHD_Connection *connection;
    serve_link *link;
    serve_stage stage;
    bool is_whole;   /* counted as in flight */
    bool is_over;    /* more headers came than fit */
    bool is_refused; /* answer is made before a route was asked */
    bool is_file;    /* the body is a file, which may be large */
    size_t header_bytes;
    const serve_route *route; /* NULL: none has the path */
    int64_t whole_ns;         /* when the request was whole */
    serve_request request;
    serve_answer answer;
    serve_sent sent;
    ch_arena arena;
    ch_buf body;
    serve_pair header[SERVE_MOST_LINES];
    char address[INET6_ADDRSTRLEN];
    size_t uri_bytes;
    char uri[]; /* as sent */
} serve_visit;

/* uri is copied. NULL: memory ran out. */
serve_visit *serve_visit_new(const char *uri);
void serve_visit_free(serve_visit *visit); /* NULL is fine */

/* One more header line; the value must live as long as the visit. false: no more fit, or memory ran out;
 * serve_visit_open will refuse the request. */
bool serve_visit_add(serve_visit *visit, ch_text name, ch_text value);

typedef struct {
    const char *method;
    const struct sockaddr *peer;
    bool needs_host;         /* HTTP/1.1 (RFC 9112 3.2) */
    bool is_tls, is_proxied; /* proxied: X-Forwarded-For, -Proto, -Host of the proxy next to us count */
} serve_arrival;

/* Once all headers are added. What breaks a limit, or could be read as two different requests by us and by
 * a proxy before us (a body without one Content-Length), is answered here: false, and the answer is made. */
bool serve_visit_open(serve_visit *visit, const serve_arrival *arrival);

/* Bytes of the body. false: memory ran out; the rest is read and thrown away, then refused. */
bool serve_visit_take(serve_visit *visit, ch_text bytes);

/* Answer without asking any route. */
void serve_visit_refuse(serve_visit *visit, unsigned status, const char *zh, const char *en);

#endif
