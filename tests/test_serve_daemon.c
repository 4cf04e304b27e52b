/* The server over real sockets: framing, limits, hostile bytes, a full queue, an orderly end. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../src/serve/daemon.h"
#include "../src/serve/finish.h"
#include "changhe/folder.h"
#include "changhe/serve.h"
#include "raw_http.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <zlib.h>

static ch_zone *zone;
static ch_serve *server;
static int port;

static int open_zone(void **state)
{
    (void)state;
    ch_faults faults = {0};
    const ch_serve_options options = {.listen = "127.0.0.1:0"};
    assert_int_equal(ch_folder_read(SOURCE_ROOT "/zones/changhe", NULL, &zone, &faults), CH_OK);
    ch_zone_hold(zone);
    assert_int_equal(ch_serve_open(&options, zone, &server, &faults), CH_OK);
    port = raw_port(ch_serve_address(server));
    ch_faults_free(&faults);
    return 0;
}

static int close_zone(void **state)
{
    (void)state;
    ch_serve_close(server, 5);
    ch_zone_drop(zone);
    return 0;
}

/* ---- framing */

static void assert_healthy(void)
{
    raw_answer answer = raw_ask(port, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_int_equal(answer.status, 200);
    assert_true(answer.is_whole);
    assert_string_equal(answer.body, "{\"status\":\"ok\"}\n");
    raw_free(&answer);
}

static void an_answer_has_its_length_and_the_headers_of_safety(void **state)
{
    (void)state;
    char value[512];
    raw_answer answer = raw_ask(port, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_true(answer.is_whole);
    assert_true(raw_header(&answer, "Content-Security-Policy", value, sizeof value));
    assert_non_null(strstr(value, "default-src 'none'"));
    assert_true(raw_header(&answer, "X-Content-Type-Options", value, sizeof value));
    assert_string_equal(value, "nosniff");
    assert_true(raw_header(&answer, "Content-Type", value, sizeof value));
    assert_string_equal(value, "application/json");
    raw_free(&answer);
}

static void requests_sent_at_once_are_answered_in_order(void **state)
{
    (void)state;
    static const char requests[] = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
                                   "GET /api/v1/chain?place=zone HTTP/1.1\r\nHost: x\r\n\r\n"
                                   "HEAD /readyz HTTP/1.1\r\nHost: x\r\n\r\n"
                                   "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"
                                   "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    static const int statuses[] = {200, 200, 200, 404, 200};
    const int fd = raw_open(port);
    char byte;
    assert_true(raw_send(fd, requests, strlen(requests)));
    for (int i = 0; i < 5; i++) {
        raw_answer answer = raw_read(fd, i == 2);
        assert_int_equal(answer.status, statuses[i]);
        assert_true(answer.is_whole || i == 2);
        raw_free(&answer);
    }
    assert_int_equal(recv(fd, &byte, 1, 0), 0);
    close(fd);
}

static void a_connection_serves_many_requests(void **state)
{
    (void)state;
    static const char get[] = "GET /api/v1/chain?place=341882 HTTP/1.1\r\nHost: x\r\n\r\n";
    const int fd = raw_open(port);
    for (int i = 0; i < 50; i++) {
        assert_true(raw_send(fd, get, strlen(get)));
        raw_answer answer = raw_read(fd, false);
        assert_int_equal(answer.status, 200);
        assert_true(answer.is_whole);
        raw_free(&answer);
    }
    close(fd);
}

static void head_tells_the_length_and_sends_no_body(void **state)
{
    (void)state;
    static const char head[] = "HEAD /readyz HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\nHost: x\r\n\r\n";
    char told[32], sent[32];
    const int fd = raw_open(port);
    assert_true(raw_send(fd, head, strlen(head)));
    raw_answer first = raw_read(fd, true), second = raw_read(fd, false);
    assert_int_equal(first.status, 200);
    assert_int_equal(second.status, 200);
    assert_true(raw_header(&first, "Content-Length", told, sizeof told));
    assert_true(raw_header(&second, "Content-Length", sent, sizeof sent));
    assert_string_equal(told, sent);
    raw_free(&first);
    raw_free(&second);
    close(fd);
}

static void unknown_methods_are_told_what_is_known(void **state)
{
    (void)state;
    static const char *const methods[] = {"PUT", "PATCH", "OPTIONS", "TRACE", "BREW", "get"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        char request[128], allowed[64];
        snprintf(request, sizeof request, "%s /healthz HTTP/1.1\r\nHost: x\r\n\r\n", methods[i]);
        raw_answer answer = raw_ask(port, request);
        assert_int_equal(answer.status, 405);
        assert_true(answer.is_whole);
        assert_true(raw_header(&answer, "Allow", allowed, sizeof allowed));
        assert_string_equal(allowed, "GET, HEAD");
        raw_free(&answer);
    }
}

/* ---- the same answer as without a socket */

static void fill_hall(serve_hall *hall)
{
    ch_faults faults = {0};
    ch_zone_hold(zone);
    assert_int_equal(serve_hall_open(hall, zone, NULL, &faults), CH_OK);
    hall->meters = serve_meters_new();
    ch_faults_free(&faults);
}

static void empty_hall(serve_hall *hall)
{
    serve_meters *meters = hall->meters;
    serve_hall_close(hall);
    serve_meters_free(meters);
}

static void bytes_are_those_of_the_pure_answer(void **state)
{
    (void)state;
    serve_hall hall;
    fill_hall(&hall);
    const serve_request request = {.method = SERVE_GET,
                                   .path = CH_TEXT("/api/v1/board"),
                                   .query = CH_TEXT("place=zone&top=5&team=2"),
                                   .address = CH_TEXT("127.0.0.1")};
    serve_answer pure = {0};
    serve_answer_request(&hall, &request, &pure);
    assert_int_equal(pure.status, 200);
    raw_answer answer = raw_ask(port, "GET /api/v1/board?place=zone&top=5&team=2 HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_int_equal(answer.status, 200);
    assert_int_equal(answer.body_bytes, pure.body.len);
    assert_memory_equal(answer.body, pure.body.at, pure.body.len);
    raw_free(&answer);
    serve_answer_free(&pure);
    empty_hall(&hall);
}

static void a_body_is_an_edit_whether_it_comes_whole_or_in_bytes(void **state)
{
    (void)state;
    static const char body[] = "[{\"table\":\"firms\",\"op\":\"delete\",\"row\":{\"id\":\"no such\"}}]";
    for (int slow = 0; slow < 2; slow++) {
        char head[256];
        const int fd = raw_open(port);
        snprintf(head, sizeof head,
                 "POST /api/v1/chain?place=zone HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                 "Content-Length: %zu\r\n\r\n",
                 strlen(body));
        assert_true(raw_send(fd, head, strlen(head)));
        for (size_t i = 0; i < strlen(body); i += slow ? 1 : strlen(body))
            assert_true(raw_send(fd, body + i, slow ? 1 : strlen(body)));
        raw_answer answer = raw_read(fd, false);
        assert_int_equal(answer.status, 400);
        assert_non_null(strstr(answer.body, "no such"));
        raw_free(&answer);
        close(fd);
    }
}

static void what_did_not_change_is_not_sent_again(void **state)
{
    (void)state;
    char tag[128], request[512];
    raw_answer first =
        raw_ask(port, "GET /api/v1/chain?place=zone HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n");
    assert_int_equal(first.status, 200);
    assert_true(raw_header(&first, "ETag", tag, sizeof tag));
    snprintf(request, sizeof request,
             "GET /api/v1/chain?place=zone HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nIf-None-Match: W/\"z\", "
             "%s\r\n\r\n"
             "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
             tag);
    const int fd = raw_open(port);
    assert_true(raw_send(fd, request, strlen(request)));
    raw_answer second = raw_read(fd, false), third = raw_read(fd, false);
    assert_int_equal(second.status, 304);
    assert_int_equal(third.status, 200); /* no byte of a body lay between */
    raw_free(&first);
    raw_free(&second);
    raw_free(&third);
    close(fd);
}

static void gzip_is_the_same_text(void **state)
{
    (void)state;
    static char bytes[1 << 20];
    char value[64];
    raw_answer plain = raw_ask(port, "GET /api/v1/who?place=zone HTTP/1.1\r\nHost: x\r\n\r\n");
    raw_answer packed =
        raw_ask(port, "GET /api/v1/who?place=zone HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br, gzip\r\n\r\n");
    assert_true(packed.is_whole);
    assert_true(raw_header(&packed, "Content-Encoding", value, sizeof value));
    assert_string_equal(value, "gzip");
    assert_false(raw_header(&plain, "Content-Encoding", value, sizeof value));
    z_stream stream = {.next_in = (Bytef *)packed.body,
                       .avail_in = (uInt)packed.body_bytes,
                       .next_out = (Bytef *)bytes,
                       .avail_out = sizeof bytes};
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    assert_int_equal(stream.total_out, plain.body_bytes);
    assert_memory_equal(bytes, plain.body, plain.body_bytes);
    raw_free(&plain);
    raw_free(&packed);
}

/* ---- limits */

static int status_of(const char *request, size_t n)
{
    raw_answer answer = raw_ask_bytes(port, request, n);
    const int status = answer.status;
    raw_free(&answer);
    return status;
}

static char *take(size_t bytes)
{
    char *block = malloc(bytes);
    if (!block)
        abort();
    return block;
}

static int status_of_address(size_t bytes, const char *unit)
{
    char *request = take(bytes + 256);
    size_t n = (size_t)sprintf(request, "GET /healthz?");
    for (size_t i = 0; n < bytes; i++)
        request[n++] = unit[i % strlen(unit)];
    n += (size_t)sprintf(request + n, " HTTP/1.1\r\nHost: x\r\n\r\n");
    const int status = status_of(request, n);
    free(request);
    return status;
}

static void an_address_is_at_most_16_kib(void **state)
{
    (void)state;
    assert_int_equal(status_of_address(16000, "a"), 400); /* no such parameter */
    assert_int_equal(status_of_address(17000, "a"), 414);
    assert_int_equal(status_of_address(60000, "a"), 414);
    const int longest = status_of_address(1 << 20, "a"); /* may be cut off while it is still being sent */
    assert_true(longest == 414 || longest == 0);
    const int crowded = status_of_address(16000, "a&"); /* a parameter every other byte */
    assert_true(crowded == 400 || crowded == 414 || crowded == 431);
    assert_healthy();
}

static int status_of_headers(size_t lines, size_t bytes)
{
    char *request = take(lines * (bytes + 32) + 128);
    size_t n = (size_t)sprintf(request, "GET /healthz HTTP/1.1\r\nHost: x\r\n");
    for (size_t i = 0; i < lines; i++) {
        n += (size_t)sprintf(request + n, "X-%05zu: ", i);
        memset(request + n, 'v', bytes);
        n += bytes;
        n += (size_t)sprintf(request + n, "\r\n");
    }
    n += (size_t)sprintf(request + n, "\r\n");
    const int status = status_of(request, n);
    free(request);
    return status;
}

static void headers_are_few_and_short(void **state)
{
    (void)state;
    assert_int_equal(status_of_headers(90, 10), 200);
    assert_int_equal(status_of_headers(110, 10), 431);
    assert_int_equal(status_of_headers(3, 10000), 200);
    assert_int_equal(status_of_headers(4, 10000), 431);
    const int most = status_of_headers(50, 10000);
    assert_true(most == 431 || most == 0);
    assert_healthy();
}

static void a_body_too_long_is_refused_before_it_comes(void **state)
{
    (void)state;
    char value[32];
    raw_answer answer = raw_ask(port, "POST /api/v1/chain HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                      "Content-Length: 1048577\r\n\r\n");
    assert_int_equal(answer.status, 413);
    assert_true(answer.is_whole);
    assert_true(raw_header(&answer, "Connection", value, sizeof value));
    assert_string_equal(value, "close");
    raw_free(&answer);
    answer =
        raw_ask(port, "POST /api/v1/chain HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    assert_int_equal(answer.status, 411);
    raw_free(&answer);
    answer = raw_ask(port, "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    assert_int_equal(answer.status, 405);
    raw_free(&answer);
    answer = raw_ask(port, "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    assert_int_equal(answer.status, 413);
    raw_free(&answer);
}

static void the_longest_body_is_read(void **state)
{
    (void)state;
    enum { BODY = 1 << 20 };
    char *request = take(BODY + 256);
    const size_t head = (size_t)sprintf(request,
                                        "POST /api/v1/chain HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                        "Content-Length: %d\r\n\r\n",
                                        BODY);
    memset(request + head, '[', BODY);
    assert_int_equal(status_of(request, head + BODY), 400); /* nested too deep */
    free(request);
}

/* ---- files */

static int status_of_file(const char *path, const char *cookie, size_t told, size_t sent)
{
    char *request = take(sent + 512);
    const size_t head = (size_t)sprintf(request,
                                        "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\n"
                                        "%sContent-Length: %zu\r\n\r\n",
                                        path, cookie, told);
    memset(request + head, 'x', sent);
    const int status = status_of(request, head + sent);
    free(request);
    return status;
}

/* Where a file is taken a body may be large, for who comes with a session; nowhere else. This server has no accounts, which
 * it tells once the file is there. */
static void a_file_may_be_large_where_one_is_taken(void **state)
{
    (void)state;
    enum { MIB = 1 << 20 };
    static const char imports[] = "/api/v1/imports?table=firms", cookie[] = "Cookie: changhe=x\r\n";
    assert_int_equal(status_of_file(imports, cookie, 32 * MIB + 1, 0), 413);
    assert_int_equal(status_of_file(imports, "", 32 * MIB + 1, 0), 413);
    assert_int_equal(status_of_file(imports, "", MIB + 1, 0), 401);
    assert_int_equal(status_of_file(imports, "", MIB, MIB), 403);
    assert_int_equal(status_of_file(imports, cookie, 32 * MIB, 32 * MIB), 403);
    assert_int_equal(status_of_file("/api/v1/imports/take?table=firms", cookie, 2 * MIB, 2 * MIB), 403);
    assert_int_equal(status_of_file("/api/v1/changes", cookie, MIB + 1, 0), 413);
    assert_int_equal(status_of_file("/api/v1/importz", cookie, MIB + 1, 0), 413);
    assert_healthy();
}

/* Fewer bytes than told: the request never is whole. More: they are the next request, which is none. */
static void a_length_that_lies_does_no_harm(void **state)
{
    (void)state;
    static const char head[] = "POST /api/v1/imports?table=firms HTTP/1.1\r\nHost: x\r\nCookie: changhe=x\r\n"
                               "Content-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\nid,note\n%s";
    char request[400];
    snprintf(request, sizeof request, head, 30 << 20, "");
    const int fd = raw_open(port);
    assert_true(raw_send(fd, request, strlen(request)));
    close(fd);
    assert_healthy();
    snprintf(request, sizeof request, head, 8, "f1,x\r\n\r\n");
    assert_int_equal(status_of(request, strlen(request)), 403);
    assert_healthy();
}

/* ---- hostile bytes */

static void broken_request_lines_are_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "GET\r\n\r\n",
        "GET /healthz\r\n\r\n",
        "GET  /healthz  HTTP/1.1\r\n\r\n",
        "/healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        " GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /health z HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n", /* no Host */
        "GET /healthz HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET /healthz HTTX/1.1\r\nHost: x\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET http://x/healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const int fd = raw_open(port);
        raw_send(fd, lines[i], strlen(lines[i]));
        shutdown(fd, SHUT_WR); /* what waits for more hears that none comes */
        raw_answer answer = raw_read(fd, false);
        if (answer.status != 0 && answer.status != 505 && (answer.status < 400 || answer.status > 499))
            fail_msg("case %zu: %d", i, answer.status);
        raw_free(&answer);
        close(fd);
    }
    assert_healthy();
}

/* The library would answer some of these by itself, without our headers, and one of them twice in one. */
static void what_is_almost_http_is_refused_by_us_in_words(void **state)
{
    (void)state;
    static const char *const requests[] = {
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET /health z HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET  /healthz  HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /api/v1/chain HTTP/1.1\r\nHost: x\r\nContent-Length : 2\r\n\r\n[]",
        "POST /api/v1/chain HTTP/1.1\r\nHost: x\r\nTransfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: x\r\nA(b): c\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        char value[64];
        raw_answer answer = raw_ask(port, requests[i]);
        if (answer.status != 400 || !answer.is_whole || answer.body[0] != '{')
            fail_msg("%s: %d %s", requests[i], answer.status, answer.body);
        assert_true(raw_header(&answer, "Content-Type", value, sizeof value));
        assert_string_equal(value, "application/problem+json");
        assert_true(raw_header(&answer, "X-Content-Type-Options", value, sizeof value));
        assert_true(raw_header(&answer, "Connection", value, sizeof value));
        assert_string_equal(value, "close");
        raw_free(&answer);
    }
    raw_answer old = raw_ask(port, "GET /healthz HTTP/1.0\r\n\r\n"); /* needs none */
    assert_int_equal(old.status, 200);
    raw_free(&old);
}

/* What is left to the library has nothing of the request in it. */
static void what_the_library_refuses_is_not_shown_to_anybody(void **state)
{
    (void)state;
    static const char *const requests[] = {"GET /<script> HTTP/9.9\r\nHost: x\r\n\r\n", "GET /<script>\r\n\r\n",
                                           "GET / HTTP/1.1\r\n<script>\r\n\r\n"};
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        raw_answer answer = raw_ask(port, requests[i]);
        assert_true(answer.status == 400 || answer.status == 505);
        assert_null(strstr(answer.body, "script"));
        raw_free(&answer);
    }
}

static void no_request_puts_a_header_into_an_answer(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/api/v1/chain?lang=en%0d%0aX-Split:%20yes", "/api/v1/chain?place=%0d%0aX-Split:%20yes%0d%0a%0d%0a",
        "/%0d%0aX-Split:%20yes", "/api/v1/who?format=csv%0aX-Split:yes", "/api/v1/tables/%0d%0aX-Split:yes"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        char request[512], value[64];
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"\rX-Split: yes\"\r\n\r\n",
                 targets[i]);
        raw_answer answer = raw_ask(port, request);
        assert_true(answer.status == 400 || answer.status == 404);
        assert_false(raw_header(&answer, "X-Split", value, sizeof value));
        assert_true(answer.is_whole);
        raw_free(&answer);
    }
}

static void no_path_leads_elsewhere(void **state)
{
    (void)state;
    static const char *const paths[] = {"/../../etc/passwd",
                                        "/..%2f..%2fetc%2fpasswd",
                                        "/%2e%2e/%2e%2e/etc/passwd",
                                        "/.",
                                        "//healthz",
                                        "/healthz/",
                                        "/healthz/../healthz",
                                        "/healthz%00",
                                        "/%00",
                                        "/healthz;a=b",
                                        "\\healthz",
                                        "/%",
                                        "/%zz",
                                        "/%ff%fe",
                                        "/HEALTHZ",
                                        "/api/v1/tables/..%2f..%2ffirms",
                                        "/api/v1/tables/%00",
                                        "/vendor/../run",
                                        "/file:///etc/passwd",
                                        "/~root",
                                        "/.git/config",
                                        "/index.html%00.png"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        char request[256];
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", paths[i]);
        const int status = status_of(request, strlen(request));
        if (status != 404 && status != 400)
            fail_msg("%s: %d", paths[i], status);
    }
    static const char nul[] = "GET /x\0y HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n";
    const int status = status_of(nul, sizeof nul - 1);
    assert_true(status == 400 || status == 404);
}

/* The same numbers on every machine (SplitMix64). */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static const char *const seeds[] = {
    "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET /metrics HTTP/1.0\r\n\r\n",
    "GET /api/v1/chain?place=341882&top=3&lang=en HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET /api/v1/who?place=330522&team=2&format=csv HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n"
    "Connection: close\r\n\r\n",
    "HEAD /readyz HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\", W/\"b\"\r\nConnection: close\r\n\r\n",
    "POST /api/v1/chain?place=341882 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 59\r\n"
    "Connection: close\r\n\r\n[{\"table\":\"firms\",\"op\":\"delete\",\"row\":{\"id\":\"aluminium-1\"}}]",
    "DELETE /api/v1/session HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\nX-Changhe-Token: c\r\nConnection: close\r\n\r\n",
    "GET /api/v1/tables/firms?limit=5&after=a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET /api/v1/search?q=%E9%93%9D&most=8 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET /tiles/firms/7/106/52 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
};

/* One to four changes of a valid request: bytes set, cut out, doubled, or put in. */
static size_t mutate(uint64_t *dice, char *bytes, size_t n, size_t room)
{
    static const char *const pieces[] = {"%00",
                                         "%2e%2e/",
                                         "\r\n",
                                         "\0",
                                         "'; drop table firms;--",
                                         "\xff\xfe",
                                         "&",
                                         "?",
                                         "Content-Length: 5\r\n",
                                         "Transfer-Encoding: chunked\r\n",
                                         "\"",
                                         "{{{{[[[[",
                                         "99999999999999999999",
                                         "-1",
                                         "%",
                                         "\t",
                                         " ",
                                         "HTTP/1.1",
                                         "中",
                                         "\x80"};
    for (uint64_t times = 1 + draw(dice) % 4; times > 0 && n > 1; times--) {
        const size_t at = draw(dice) % n, span = 1 + draw(dice) % 8;
        const char *piece = pieces[draw(dice) % (sizeof pieces / sizeof *pieces)];
        const size_t length = piece[0] ? strlen(piece) : 1;
        switch (draw(dice) % 4) {
        case 0: bytes[at] = (char)draw(dice); break;
        case 1:
            if (at + span < n) {
                memmove(bytes + at, bytes + at + span, n - at - span);
                n -= span;
            }
            break;
        case 2:
            if (at + span < n && n + span < room) {
                memmove(bytes + at + span, bytes + at, n - at);
                n += span;
            }
            break;
        default:
            if (n + length < room) {
                memmove(bytes + at + length, bytes + at, n - at);
                memcpy(bytes + at, piece, length);
                n += length;
            }
        }
    }
    return n;
}

enum { PATIENCE_MS = 2000 };

static void ten_thousand_random_requests_are_answered_or_refused(void **state)
{
    (void)state;
    uint64_t dice = 20261125;
    size_t answered = 0;
    for (int i = 0; i < 10000; i++) {
        char bytes[1024];
        const char *seed = seeds[draw(&dice) % (sizeof seeds / sizeof *seeds)];
        memcpy(bytes, seed, strlen(seed));
        const size_t n = mutate(&dice, bytes, strlen(seed), sizeof bytes);
        const int fd = raw_open(port);
        assert_true(fd >= 0);
        raw_send(fd, bytes, n);
        shutdown(fd, SHUT_WR);
        raw_answer answer = {0};
        if (poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, PATIENCE_MS) == 1) /* else it waits for more */
            answer = raw_read(fd, n > 5 && memcmp(bytes, "HEAD ", 5) == 0);
        const int status = answer.status;
        /* 505 is the right answer to a version of HTTP that we do not speak */
        if (status != 0 && status != 505 && !(status >= 200 && status < 300) && !(status >= 400 && status < 500))
            fail_msg("request %d: %d\n%.*s", i, status, (int)n, bytes);
        answered += status != 0;
        raw_free(&answer);
        close(fd);
    }
    assert_true(answered > 5000);
    assert_healthy();
}

/* ---- for who runs it */

/* "name value" or "name{labels} value" */
static bool is_sample(const char *line)
{
    const size_t name = strspn(line, "abcdefghijklmnopqrstuvwxyz_");
    const char *value = line[name] == '{' ? strrchr(line, '}') : line + name - 1;
    char *end;
    if (name == 0 || !value || value[1] != ' ')
        return false;
    strtod(value + 2, &end);
    return end > value + 2 && *end == '\0';
}

static void what_was_done_is_counted(void **state)
{
    (void)state;
    char type[64], *rest;
    assert_healthy();
    raw_answer answer = raw_ask(port, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_int_equal(answer.status, 200);
    assert_true(raw_header(&answer, "Content-Type", type, sizeof type));
    assert_string_equal(type, "text/plain; version=0.0.4; charset=utf-8");
    assert_non_null(strstr(answer.body, "changhe_requests_total{method=\"GET\",route=\"/healthz\",status=\"2xx\"} "));
    assert_non_null(strstr(answer.body, "changhe_rows{table=\"firms\"} "));
    assert_non_null(strstr(answer.body, "process_cpu_seconds_total "));
    assert_non_null(strstr(answer.body, "changhe_requests_in_flight 1\n")); /* this one */
    for (char *line = strtok_r(answer.body, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        if (line[0] != '#' && !is_sample(line))
            fail_msg("%s", line);
    raw_free(&answer);
}

static void a_store_that_went_away_is_not_ready(void **state)
{
    (void)state;
    serve_hall hall;
    fill_hall(&hall);
    const serve_request request = {.method = SERVE_GET, .path = CH_TEXT("/readyz"), .query = {"", 0}};
    serve_answer answer = {0};
    serve_answer_request(&hall, &request, &answer);
    assert_int_equal(answer.status, 200);
    serve_answer_free(&answer);
    hall.store = "/nowhere/changhe.db";
    serve_answer_request(&hall, &request, &answer);
    assert_int_equal(answer.status, 503);
    serve_answer_free(&answer);
    empty_hall(&hall);
}

/* ---- a full queue, an orderly end */

static int listening(int *bound)
{
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof any;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&any, sizeof any), 0);
    assert_int_equal(listen(fd, 64), 0);
    getsockname(fd, (struct sockaddr *)&any, &size);
    *bound = ntohs(any.sin_port);
    return fd;
}

static void wait_until(atomic_llong *counter, long long value)
{
    const struct timespec pause = {.tv_nsec = 1000000};
    for (int i = 0; atomic_load(counter) != value; i++) {
        assert_true(i < HANG_S * 1000);
        nanosleep(&pause, NULL);
    }
}

typedef struct {
    serve_hall hall;
    serve_daemon *daemon;
    int port;
} small_server;

static void open_small(small_server *small)
{
    fill_hall(&small->hall);
    const serve_daemon_options options = {
        .socket = listening(&small->port), .workers = 1, .most_waiting = 2, .most_connections = 100};
    assert_int_equal(serve_daemon_open(&small->hall, &options, &small->daemon, NULL), CH_OK);
}

static int ask_small(const small_server *small)
{
    static const char get[] = "GET /api/v1/chain?place=zone HTTP/1.1\r\nHost: x\r\n\r\n";
    const int fd = raw_open(small->port);
    assert_true(fd >= 0 && raw_send(fd, get, strlen(get)));
    return fd;
}

static void assert_answered(int fd, int status)
{
    raw_answer answer = raw_read(fd, false);
    assert_int_equal(answer.status, status);
    assert_true(answer.is_whole);
    raw_free(&answer);
    close(fd);
}

/* Workers wait for the snapshot as long as we hold its lock. */
static void a_full_queue_is_told_at_once(void **state)
{
    (void)state;
    small_server small;
    char value[16];
    open_small(&small);
    pthread_mutex_lock(&small.hall.lock);
    int fd[3];
    fd[0] = ask_small(&small);
    wait_until(&small.hall.meters->at_work, 1); /* so the queue is empty */
    for (int i = 1; i < 3; i++)
        fd[i] = ask_small(&small);
    wait_until(&small.hall.meters->waiting, 2);
    const int refused = ask_small(&small);
    raw_answer answer = raw_read(refused, false);
    assert_int_equal(answer.status, 503);
    assert_true(raw_header(&answer, "Retry-After", value, sizeof value));
    assert_string_equal(value, "1");
    raw_free(&answer);
    close(refused);
    pthread_mutex_unlock(&small.hall.lock);
    for (int i = 0; i < 3; i++)
        assert_answered(fd[i], 200);
    serve_daemon_close(small.daemon, 5);
    empty_hall(&small.hall);
}

static void *close_small(void *self)
{
    serve_daemon_close(((small_server *)self)->daemon, HANG_S);
    return NULL;
}

static void an_end_lets_what_runs_finish(void **state)
{
    (void)state;
    small_server small;
    pthread_t closing;
    const struct timespec pause = {.tv_nsec = 1000000};
    open_small(&small);
    pthread_mutex_lock(&small.hall.lock);
    const int fd = ask_small(&small);
    wait_until(&small.hall.meters->in_flight, 1);
    assert_int_equal(pthread_create(&closing, NULL, close_small, &small), 0);
    int late; /* until nobody is let in any more */
    for (int i = 0; (late = raw_open(small.port)) >= 0; i++) {
        assert_true(i < HANG_S * 1000);
        close(late);
        nanosleep(&pause, NULL);
    }
    pthread_mutex_unlock(&small.hall.lock);
    raw_answer answer = raw_read(fd, false);
    char value[16];
    assert_int_equal(answer.status, 200);
    assert_true(answer.is_whole);
    assert_true(raw_header(&answer, "Connection", value, sizeof value));
    assert_string_equal(value, "close");
    raw_free(&answer);
    close(fd);
    assert_int_equal(pthread_join(closing, NULL), 0);
    empty_hall(&small.hall);
}

static void who_goes_away_leaves_nothing_behind(void **state)
{
    (void)state;
    small_server small;
    open_small(&small);
    pthread_mutex_lock(&small.hall.lock);
    const int fd = ask_small(&small);
    wait_until(&small.hall.meters->in_flight, 1);
    close(fd);
    pthread_mutex_unlock(&small.hall.lock);
    wait_until(&small.hall.meters->in_flight, 0);
    assert_answered(ask_small(&small), 200);
    serve_daemon_close(small.daemon, 5);
    empty_hall(&small.hall);
}

/* ---- the program */

/* Its first line; *child is it. */
static int start_program(const char *const *words, pid_t *child, char *line, size_t room)
{
    int out[2];
    assert_int_equal(pipe(out), 0);
    *child = fork();
    if (*child == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        close(out[0]);
        close(out[1]);
        execv(words[0], (char *const *)(uintptr_t)words);
        _exit(127);
    }
    close(out[1]);
    FILE *told = fdopen(out[0], "r");
    line[0] = '\0';
    const bool well = fgets(line, (int)room, told) != NULL;
    fclose(told);
    return well ? raw_port(line) : 0;
}

static int end_of(pid_t child)
{
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Whole or nothing at all: what was begun is finished, what was not even read is closed. */
static void a_signal_ends_it_well_and_cuts_no_answer_short(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGINT};
    for (int s = 0; s < 2; s++) {
        const char *const words[] = {getenv("CHANGHE"), "serve",       "--zone", SOURCE_ROOT "/zones/changhe",
                                     "--listen",        "127.0.0.1:0", NULL};
        enum { CLIENTS = 20 };
        pid_t child;
        char line[256];
        int fd[CLIENTS];
        const int own = start_program(words, &child, line, sizeof line);
        assert_true(own > 0);
        assert_non_null(strstr(line, "长合 http://127.0.0.1:"));
        for (int i = 0; i < CLIENTS; i++) {
            static const char get[] = "GET /api/v1/board?place=zone HTTP/1.1\r\nHost: x\r\n\r\n";
            fd[i] = raw_open(own);
            assert_true(fd[i] >= 0 && raw_send(fd[i], get, strlen(get)));
        }
        raw_answer first = raw_read(fd[0], false);
        assert_int_equal(first.status, 200);
        raw_free(&first);
        kill(child, signals[s]);
        for (int i = 1; i < CLIENTS; i++) {
            raw_answer answer = raw_read(fd[i], false);
            assert_true(answer.status == 0 || (answer.status == 200 && answer.is_whole));
            raw_free(&answer);
        }
        assert_int_equal(end_of(child), 0); /* with an idle connection still open */
        for (int i = 0; i < CLIENTS; i++)
            close(fd[i]);
    }
}

static int exit_of(const char *a, const char *b, const char *c, const char *d)
{
    const char *const words[] = {getenv("CHANGHE"), "serve", "--zone", SOURCE_ROOT "/zones/changhe", a, b, c, d, NULL};
    pid_t child;
    char line[256];
    const int own = start_program(words, &child, line, sizeof line);
    if (own > 0)
        kill(child, SIGTERM);
    return end_of(child);
}

static void bad_options_are_told(void **state)
{
    (void)state;
    assert_int_equal(exit_of("--listen", NULL, NULL, NULL), 2);
    assert_int_equal(exit_of("--workers", "0", NULL, NULL), 2);
    assert_int_equal(exit_of("--top", "3", NULL, NULL), 2);
    assert_int_equal(exit_of("--tls-cert", "a", NULL, NULL), 2);
    assert_int_equal(exit_of("--listen", "nowhere", NULL, NULL), 1);
    assert_int_equal(exit_of("--listen", "127.0.0.1:65536", NULL, NULL), 1);
    assert_int_equal(exit_of("--listen", "localhost:0", NULL, NULL), 1);
    assert_int_equal(exit_of("--listen", "[::1:0", NULL, NULL), 1);
    assert_int_equal(exit_of("--web", "/nowhere", "--listen", "127.0.0.1:0"), 1);
    assert_int_equal(exit_of("--listen", "0.0.0.0:0", NULL, NULL), 1);
    assert_int_equal(exit_of("--listen", "0.0.0.0:0", "--proxied", NULL), 1); /* no accounts */
    assert_int_equal(exit_of("--listen", "127.0.0.1:0", "--proxied", NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_has_its_length_and_the_headers_of_safety),
        cmocka_unit_test(requests_sent_at_once_are_answered_in_order),
        cmocka_unit_test(a_connection_serves_many_requests),
        cmocka_unit_test(head_tells_the_length_and_sends_no_body),
        cmocka_unit_test(unknown_methods_are_told_what_is_known),
        cmocka_unit_test(bytes_are_those_of_the_pure_answer),
        cmocka_unit_test(a_body_is_an_edit_whether_it_comes_whole_or_in_bytes),
        cmocka_unit_test(what_did_not_change_is_not_sent_again),
        cmocka_unit_test(gzip_is_the_same_text),
        cmocka_unit_test(an_address_is_at_most_16_kib),
        cmocka_unit_test(headers_are_few_and_short),
        cmocka_unit_test(a_body_too_long_is_refused_before_it_comes),
        cmocka_unit_test(the_longest_body_is_read),
        cmocka_unit_test(a_file_may_be_large_where_one_is_taken),
        cmocka_unit_test(a_length_that_lies_does_no_harm),
        cmocka_unit_test(broken_request_lines_are_refused),
        cmocka_unit_test(what_is_almost_http_is_refused_by_us_in_words),
        cmocka_unit_test(what_the_library_refuses_is_not_shown_to_anybody),
        cmocka_unit_test(no_request_puts_a_header_into_an_answer),
        cmocka_unit_test(no_path_leads_elsewhere),
        cmocka_unit_test(ten_thousand_random_requests_are_answered_or_refused),
        cmocka_unit_test(what_was_done_is_counted),
        cmocka_unit_test(a_store_that_went_away_is_not_ready),
        cmocka_unit_test(a_full_queue_is_told_at_once),
        cmocka_unit_test(an_end_lets_what_runs_finish),
        cmocka_unit_test(who_goes_away_leaves_nothing_behind),
        cmocka_unit_test(a_signal_ends_it_well_and_cuts_no_answer_short),
        cmocka_unit_test(bad_options_are_told),
    };
    return cmocka_run_group_tests(tests, open_zone, close_zone);
}
