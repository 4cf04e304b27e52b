/* test_busy_store.c - another program keeps the store for itself: who is signed in waits for it, nobody else does. */
#define _GNU_SOURCE
#include "signing_in.h"

#include "../src/serve/daemon.h"
#include "../src/serve/sessions.h"
#include "raw_http.h"

#include <time.h>

static serve_hall hall;
static serve_daemon *server;
static int port;
static sqlite3 *other;

static int listening(void)
{
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof any;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&any, sizeof any), 0);
    assert_int_equal(listen(fd, 64), 0);
    getsockname(fd, (struct sockaddr *)&any, &size);
    port = ntohs(any.sin_port);
    return fd;
}

static int open_server(void **state)
{
    (void)state;
    remove_store();
    fill_store(FIXTURE_ROWS);
    add_account("ann", CH_STEWARD, "zone");
    open_store_hall(&hall);
    hall.meters = serve_meters_new();
    const serve_daemon_options options = {
        .socket = listening(), .workers = 1, .most_waiting = 8, .most_connections = 100};
    return serve_daemon_open(&hall, &options, &server, NULL) == CH_OK ? 0 : -1;
}

static int close_server(void **state)
{
    (void)state;
    serve_meters *meters = hall.meters;
    serve_daemon_close(server, 5);
    serve_hall_close(&hall);
    serve_meters_free(meters);
    remove_store();
    return 0;
}

/* Even reading must wait. */
static void take_store(void)
{
    assert_int_equal(sqlite3_open(STORE, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "PRAGMA locking_mode=EXCLUSIVE; BEGIN IMMEDIATE", NULL, NULL, NULL),
                     SQLITE_OK);
}

static void give_store_back(void)
{
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

static void pause_ms(long ms)
{
    const struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

static void wait_for_worker(long long busy)
{
    for (int i = 0; atomic_load(&hall.meters->at_work) != busy; i++) {
        assert_true(i < HANG_S * 1000);
        pause_ms(1);
    }
}

static int ask(const char *method, const char *path, const signed_in *who)
{
    char request[512];
    snprintf(request, sizeof request, "%s %s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nX-Changhe-Token: %s\r\n\r\n", method,
             path, who->cookie, who->token);
    const int fd = raw_open(port);
    assert_true(fd >= 0 && raw_send(fd, request, strlen(request)));
    return fd;
}

static void assert_answered(int fd, int status)
{
    raw_answer answer = raw_read(fd, false);
    assert_int_equal(answer.status, status);
    raw_free(&answer);
    close(fd);
}

static void assert_strangers_are_answered(void)
{
    static const char *const path[] = {
        "/healthz", "/metrics", "/api/v1/zone", "/api/v1/schema", "/api/v1/tables/firms/f1", "/nowhere"};
    for (size_t i = 0; i < sizeof path / sizeof *path; i++)
        assert_answered(ask("GET", path[i], &(signed_in){"", ""}), i == 5 ? 404 : 200);
    assert_int_equal(atomic_load(&hall.meters->at_work), 1); /* who is signed in waits still */
}

/* Of every look-up, once it is time to ask whether the account is still as it was. */
static void who_is_signed_in_waits_and_keeps_no_stranger_waiting(void **state)
{
    (void)state;
    static const char *const path[] = {"/api/v1/zone", "/api/v1/session", "/api/v1/tables/firms/f1", "/readyz",
                                       "/metrics"};
    const signed_in ann = sign_in(&hall, "ann");
    for (size_t i = 0; i < sizeof path / sizeof *path; i++) {
        pause_ms(SERVE_RECHECK_S * 1000 + 100);
        take_store();
        const int fd = ask("GET", path[i], &ann);
        wait_for_worker(1);
        assert_strangers_are_answered();
        give_store_back();
        assert_answered(fd, 200);
    }
}

static void a_stranger_who_may_sign_in_waits_for_the_store_alone(void **state)
{
    (void)state;
    take_store();
    const int fd = ask("GET", "/api/v1/session", &(signed_in){"", ""});
    wait_for_worker(1);
    assert_strangers_are_answered();
    give_store_back();
    assert_answered(fd, 200);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_server, close_server)
    const struct CMUnitTest tests[] = {
        TEST(who_is_signed_in_waits_and_keeps_no_stranger_waiting),
        TEST(a_stranger_who_may_sign_in_waits_for_the_store_alone),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
