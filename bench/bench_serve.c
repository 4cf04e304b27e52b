/* bench_serve.c - requests a second over HTTP beside a bare hello of the same library with the same
 * settings, the cost of a what-if over HTTP, and that of an idle connection.
 * Both servers run in processes of their own and are asked by the same client: a few kept connections,
 * each with its next request sent as soon as the answer is there. */
#define _GNU_SOURCE
#include "measure.h"

#include "../src/serve/daemon.h"
#include "../tests/raw_http.h"
#include "changhe/folder.h"
#include "changhe/serve.h"

#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { CONNECTIONS = 16, REQUESTS = 60000, ROUNDS = 5, WHAT_IFS = 100, IDLE = 1000, BUDGET_MS = 5 };

static const char *const edits[] = {"foil-in-guangde.json", "without-far-east.json"};

/* ---- the two servers */

/* As serve_daemon_open sets the library up, with an answer that is made beforehand. */
static enum MHD_Result hello(void *self, struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version, const char *upload, size_t *upload_bytes, void **state)
{
    (void)url, (void)method, (void)version, (void)upload, (void)upload_bytes;
    if (!*state) {
        *state = self;
        return MHD_YES;
    }
    return MHD_queue_response(connection, 200, self);
}

static void say_port(int to, int port)
{
    if (write(to, &port, sizeof port) != sizeof port)
        _exit(1);
    for (;;)
        pause();
}

static void run_hello(int to)
{
    static char body[] = "{\"status\":\"ok\"}\n";
    struct MHD_Response *response = MHD_create_response_from_buffer(sizeof body - 1, body, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "application/json");
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO, 0, NULL, NULL, hello,
                         response, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVE_CONNECTION_BYTES,
                         MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_TIMEOUT, 60u, MHD_OPTION_END);
    if (!daemon)
        _exit(1);
    say_port(to, MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
}

static void run_server(int to)
{
    ch_zone *zone;
    ch_serve *serve;
    ch_faults faults = {0};
    const ch_serve_options options = {.listen = "127.0.0.1:0"};
    if (ch_folder_read(ZONE, NULL, &zone, &faults) != CH_OK || ch_serve_open(&options, zone, &serve, &faults) != CH_OK)
        _exit(1);
    say_port(to, raw_port(ch_serve_address(serve)));
}

typedef struct {
    pid_t process;
    int port;
} running;

static running start(void (*run)(int to))
{
    int told[2];
    running started = {0};
    if (pipe(told) != 0 || (started.process = fork()) < 0)
        measure_give_up("no process");
    if (started.process == 0)
        run(told[1]);
    close(told[1]);
    if (read(told[0], &started.port, sizeof started.port) != sizeof started.port)
        measure_give_up("a server did not start");
    close(told[0]);
    return started;
}

static void stop(running server)
{
    kill(server.process, SIGKILL);
    waitpid(server.process, NULL, 0);
}

/* Processor time and resident memory of a process that runs. */
static double cpu_s(running server)
{
    char path[64];
    struct timespec time;
    clockid_t clock;
    snprintf(path, sizeof path, "%d", (int)server.process);
    if (clock_getcpuclockid(server.process, &clock) != 0 || clock_gettime(clock, &time) != 0)
        measure_give_up(path);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double resident_kib(running server)
{
    char path[64];
    unsigned long pages = 0, resident = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", (int)server.process);
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%lu %lu", &pages, &resident) != 2)
        measure_give_up(path);
    fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1024;
}

/* ---- the client */

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Bytes of one answer, which are the same each time but for the date. */
static size_t answer_bytes(int port, const char *request)
{
    raw_answer answer = raw_ask(port, request);
    if (answer.status != 200 || !answer.is_whole)
        measure_give_up(request);
    const size_t bytes = strlen(answer.head) + answer.body_bytes;
    raw_free(&answer);
    return bytes;
}

typedef struct {
    double per_s, cpu_us;
} rate;

/* All connections always have one request on its way. */
static rate ask_much(running server, const char *request)
{
    const size_t whole = answer_bytes(server.port, request), length = strlen(request);
    struct pollfd fd[CONNECTIONS];
    size_t got[CONNECTIONS] = {0}, sent = 0, done = 0;
    static char bytes[65536];
    for (size_t i = 0; i < CONNECTIONS; i++, sent++) {
        fd[i] = (struct pollfd){.fd = raw_open(server.port), .events = POLLIN};
        if (fd[i].fd < 0 || !raw_send(fd[i].fd, request, length))
            measure_give_up("no connection");
    }
    const double cpu = cpu_s(server), begun = now_s();
    while (done < REQUESTS) {
        if (poll(fd, CONNECTIONS, 60000) <= 0)
            measure_give_up("a server hangs");
        for (size_t i = 0; i < CONNECTIONS; i++) {
            if (!(fd[i].revents & (POLLIN | POLLHUP | POLLERR)))
                continue;
            const ssize_t n = recv(fd[i].fd, bytes, sizeof bytes, 0);
            if (n <= 0)
                measure_give_up("a connection was closed");
            got[i] += (size_t)n;
            if (got[i] < whole)
                continue;
            got[i] -= whole;
            done++;
            if (sent++ < REQUESTS && !raw_send(fd[i].fd, request, length))
                measure_give_up("a connection was closed");
        }
    }
    const rate found = {(double)done / (now_s() - begun), (cpu_s(server) - cpu) / (double)done * 1e6};
    for (size_t i = 0; i < CONNECTIONS; i++)
        close(fd[i].fd);
    return found;
}

/* ---- what is measured */

static rate median_of(rate *found)
{
    double per_s[ROUNDS], cpu_us[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        per_s[i] = found[i].per_s;
        cpu_us[i] = found[i].cpu_us;
    }
    return (rate){measure_median(per_s, ROUNDS), measure_median(cpu_us, ROUNDS)};
}

/* In turn, so that what else the machine does disturbs all alike. */
static void compare_small(running bare, running ours)
{
    static const char *const requests[] = {"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
                                           "GET /api/v1/session HTTP/1.1\r\nHost: x\r\n\r\n"};
    rate floor[ROUNDS], found[2][ROUNDS];
    raw_answer session = raw_ask(ours.port, requests[1]);
    const int kinds = session.status == 200 ? 2 : 1; /* without accounts there may be no such address */
    raw_free(&session);
    for (int round = 0; round < ROUNDS; round++) {
        floor[round] = ask_much(bare, requests[0]);
        for (int i = 0; i < kinds; i++)
            found[i][round] = ask_much(ours, requests[i]);
    }
    const rate least = median_of(floor);
    printf("bare hello     %8.0f a second   %6.2f us CPU each   the floor\n", least.per_s, least.cpu_us);
    for (int i = 0; i < kinds; i++) {
        const rate one = median_of(found[i]);
        printf("%-14s %8.0f a second   %6.2f us CPU each   %.2f of the bare rate, budget 0.5\n",
               i == 0 ? "healthz" : "session", one.per_s, one.cpu_us, one.per_s / least.per_s);
    }
}

static size_t read_edits(const char *name, char *body, size_t room)
{
    char path[512];
    snprintf(path, sizeof path, "%s/../../examples/%s", ZONE, name);
    FILE *file = fopen(path, "r");
    const size_t n = file ? fread(body, 1, room, file) : 0;
    if (n == 0)
        measure_give_up(path);
    fclose(file);
    return n;
}

static void ask_what_if(running server, const char *name, const char *encoding)
{
    static char request[65536], body[32768];
    double cpu_ms[WHAT_IFS];
    size_t bytes = 0;
    const size_t n = read_edits(name, body, sizeof body);
    const int fd = raw_open(server.port);
    const int length =
        snprintf(request, sizeof request,
                 "POST /api/v1/board?place=zone HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                 "Accept-Encoding: %s\r\nContent-Length: %zu\r\n\r\n%.*s",
                 encoding, n, (int)n, body);
    for (int i = 0; i < WHAT_IFS; i++) {
        const double cpu = cpu_s(server);
        raw_send(fd, request, (size_t)length);
        raw_answer answer = raw_read(fd, false);
        if (answer.status != 200 || !answer.is_whole)
            measure_give_up(name);
        cpu_ms[i] = (cpu_s(server) - cpu) * 1000;
        bytes = answer.body_bytes;
        raw_free(&answer);
    }
    close(fd);
    printf("what-if        %8.2f ms CPU   %s, %s, %zu bytes   budget %d ms\n", measure_median(cpu_ms, WHAT_IFS), name,
           encoding, bytes, BUDGET_MS);
}

/* Memory counted before and after; time of the server while all of them are idle. */
static void hold_idle(running server)
{
    static int fd[IDLE];
    static const char get[] = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    const double before = resident_kib(server);
    for (int i = 0; i < IDLE; i++) {
        fd[i] = raw_open(server.port);
        if (fd[i] < 0 || !raw_send(fd[i], get, sizeof get - 1))
            measure_give_up("no connection");
        raw_answer answer = raw_read(fd[i], false);
        raw_free(&answer);
    }
    const double kib = (resident_kib(server) - before) / IDLE, cpu = cpu_s(server), begun = now_s();
    while (now_s() - begun < 2)
        poll(NULL, 0, 100);
    printf("idle           %8.1f KiB each of %d connections   %.3f %% CPU for all\n", kib, IDLE,
           (cpu_s(server) - cpu) / (now_s() - begun) * 100);
    for (int i = 0; i < IDLE; i++)
        close(fd[i]);
}

static void raise_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max < 8192 ? files.rlim_max : 8192;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

int main(void)
{
    raise_files();
    printf("bench_serve   %d requests on %d connections, median of %d rounds; data: the bundled zone\n", REQUESTS,
           CONNECTIONS, ROUNDS);
    measure_print_machine();
    fflush(stdout); /* before it is copied into other processes */
    const running bare = start(run_hello), ours = start(run_server);
    compare_small(bare, ours);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        ask_what_if(ours, edits[i], "identity");
        ask_what_if(ours, edits[i], "gzip");
    }
    hold_idle(ours);
    stop(bare);
    stop(ours);
    return 0;
}
