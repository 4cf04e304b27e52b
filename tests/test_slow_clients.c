/* Slow and idle clients: each holds its socket and nothing else, and the next one is answered. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/folder.h"
#include "changhe/serve.h"
#include "raw_http.h"

#include <sys/resource.h>

enum { SLOW = 200, IDLE = 1000, ROUNDS = 20 };

static ch_serve *server;
static int port;

/* Descriptors for both ends of every connection. */
static void raise_files(void)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max < 8192 ? files.rlim_max : 8192;
    setrlimit(RLIMIT_NOFILE, &files);
}

static int open_server(void **state)
{
    (void)state;
    ch_zone *zone;
    ch_faults faults = {0};
    const ch_serve_options options = {.listen = "127.0.0.1:0"};
    raise_files();
    assert_int_equal(ch_folder_read(SOURCE_ROOT "/zones/changhe", NULL, &zone, &faults), CH_OK);
    assert_int_equal(ch_serve_open(&options, zone, &server, &faults), CH_OK);
    port = raw_port(ch_serve_address(server));
    ch_faults_free(&faults);
    return 0;
}

static int close_server(void **state)
{
    (void)state;
    ch_serve_close(server, 5);
    return 0;
}

static void assert_answers(void)
{
    static const char *const requests[] = {"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
                                           "GET /api/v1/chain?place=341882 HTTP/1.1\r\nHost: x\r\n\r\n"};
    for (int i = 0; i < 2; i++) {
        raw_answer answer = raw_ask(port, requests[i]);
        assert_int_equal(answer.status, 200);
        assert_true(answer.is_whole);
        raw_free(&answer);
    }
}

/* Nothing was answered and nothing was closed. */
static void assert_hangs(int fd)
{
    char byte;
    assert_int_equal(recv(fd, &byte, 1, MSG_DONTWAIT), -1);
}

/* A byte of each, then somebody in a hurry, and again: in the middle of a line, a header, a body. */
static void slow_senders_delay_nobody(void **state)
{
    (void)state;
    static const char request[] =
        "POST /api/v1/chain?place=zone HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
        "Content-Type: application/json\r\n\r\n[{\"table\":\"firms\",\"op\":\"delete\",\"row\":{";
    int fd[SLOW];
    for (int i = 0; i < SLOW; i++) {
        fd[i] = raw_open(port);
        assert_true(fd[i] >= 0);
        assert_true(raw_send(fd[i], request, (size_t)i * (sizeof request - 1 - ROUNDS) / SLOW));
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < SLOW; i++)
            assert_true(raw_send(fd[i], request + i * (sizeof request - 1 - ROUNDS) / SLOW + round, 1));
        assert_answers();
    }
    for (int i = 0; i < SLOW; i++) {
        assert_hangs(fd[i]);
        close(fd[i]);
    }
    assert_answers();
}

/* They ask for much and take nothing of it: the rest waits in memory, not in a worker. */
static void slow_readers_delay_nobody(void **state)
{
    (void)state;
    static const char get[] = "GET /api/v1/board?place=zone HTTP/1.1\r\nHost: x\r\n\r\n";
    const int small = 4096;
    int fd[SLOW];
    for (int i = 0; i < SLOW; i++) {
        fd[i] = raw_open(port);
        assert_true(fd[i] >= 0);
        setsockopt(fd[i], SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        assert_true(raw_send(fd[i], get, strlen(get)));
        if (i % 20 == 19) { /* so that the queue of the workers is not what is tested */
            char byte;
            assert_int_equal(recv(fd[i], &byte, 1, MSG_PEEK), 1);
            assert_answers();
        }
    }
    assert_answers();
    for (int i = 0; i < SLOW; i++)
        close(fd[i]);
}

static void a_thousand_idle_connections_are_borne(void **state)
{
    (void)state;
    static const char get[] = "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n";
    static int fd[IDLE];
    for (int i = 0; i < IDLE; i++) {
        fd[i] = raw_open(port);
        assert_true(fd[i] >= 0);
    }
    assert_answers();
    for (int i = 0; i < IDLE; i++) { /* each is alive and is kept */
        assert_true(raw_send(fd[i], get, strlen(get)));
        raw_answer answer = raw_read(fd[i], false);
        assert_int_equal(answer.status, 200);
        raw_free(&answer);
    }
    assert_answers();
    for (int i = 0; i < IDLE; i++) {
        assert_hangs(fd[i]);
        close(fd[i]);
    }
    assert_answers();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slow_senders_delay_nobody),
        cmocka_unit_test(slow_readers_delay_nobody),
        cmocka_unit_test(a_thousand_idle_connections_are_borne),
    };
    return cmocka_run_group_tests(tests, open_server, close_server);
}
