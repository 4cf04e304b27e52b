/* daemon.c - callbacks of libmicrohttpd; see its manual for the order in which they come. */
#define _GNU_SOURCE
#include "daemon.h"

#include "guard.h"
#include "pool.h"
#include "visit.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    IDLE_S = 60,            /* nothing sent or taken */
    REQUEST_S = 60,         /* for a whole request, from the opening or the answer before */
    FILE_S = 180,           /* for one with a file: 32 MiB at 1.5 Mbit/s */
    ANSWER_S = 300,         /* to make an answer and to take it */
    MOST_BODIES = 64 << 20, /* bytes of all bodies held, but files */
    MOST_FILES = 128 << 20, /* of files, which so leave the others their room */
    MOST_PER_ADDRESS = 256
};

struct serve_daemon {
    serve_hall *hall;
    serve_links *links;
    serve_pool *pool;
    struct MHD_Daemon *http;
    size_t body_bytes, file_bytes; /* of all visits; used by the one thread of the library */
    bool is_tls;
    atomic_bool closing;
};

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static serve_link *link_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static const struct sockaddr *peer_of(struct MHD_Connection *connection)
{
    static const struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info && info->client_addr ? info->client_addr : &nobody;
}

/* ---- sending */

static struct MHD_Response *make_response(serve_visit *visit)
{
    const serve_sent *sent = &visit->sent;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        sent->body.len, (void *)(uintptr_t)(sent->body.len > 0 ? sent->body.at : ""), MHD_RESPMEM_PERSISTENT);
    bool well = response != NULL;
    for (size_t i = 0; well && i < sent->lines; i++)
        well = MHD_add_response_header(response, sent->line[i].name, sent->line[i].value) == MHD_YES;
    if (well && (visit->is_refused || atomic_load(&visit->daemon->closing)))
        well = MHD_add_response_header(response, "Connection", "close") == MHD_YES;
    if (!well && response)
        MHD_destroy_response(response);
    return well ? response : NULL;
}

static enum MHD_Result send_answer(serve_visit *visit)
{
    struct MHD_Response *response = make_response(visit);
    if (!response)
        return MHD_NO;
    const enum MHD_Result queued = MHD_queue_response(visit->connection, visit->sent.status, response);
    MHD_destroy_response(response);
    return queued;
}

static void finish(serve_visit *visit)
{
    serve_meters *meters = visit->daemon->hall->meters;
    serve_finish(&visit->request, &visit->answer, &visit->sent);
    visit->stage = SERVE_ANSWERED;
    serve_meters_count(meters, visit->route, visit->answer.fixed.len > 0, visit->sent.status,
                       visit->whole_ns ? now_ns() - visit->whole_ns : 0);
    atomic_fetch_add(&meters->bytes_out, visit->request.method == SERVE_HEAD ? 0 : visit->sent.body.len);
}

static enum MHD_Result refuse_busy(serve_visit *visit, const char *zh, const char *en)
{
    serve_visit_refuse(visit, 503, zh, en);
    serve_add_header(&visit->answer, "Retry-After", CH_TEXT("1"));
    atomic_fetch_add(&visit->daemon->hall->meters->refused_busy, 1);
    finish(visit);
    return MHD_YES;
}

/* ---- answering */

static void answer(serve_visit *visit)
{
    serve_answer_request(visit->daemon->hall, &visit->request, &visit->answer);
    finish(visit);
}

static void work(void *self, void *job)
{
    serve_daemon *daemon = self;
    serve_visit *visit = job;
    atomic_fetch_sub(&daemon->hall->meters->waiting, 1);
    atomic_fetch_add(&daemon->hall->meters->at_work, 1);
    answer(visit);
    atomic_fetch_sub(&daemon->hall->meters->at_work, 1);
    MHD_resume_connection(visit->connection);
}

/* The connection is suspended first, as a worker may be done before we are back. */
static enum MHD_Result hand_over(serve_visit *visit)
{
    serve_daemon *daemon = visit->daemon;
    visit->stage = SERVE_AT_WORK;
    MHD_suspend_connection(visit->connection);
    atomic_fetch_add(&daemon->hall->meters->waiting, 1);
    if (serve_pool_give(daemon->pool, visit))
        return MHD_YES;
    atomic_fetch_sub(&daemon->hall->meters->waiting, 1);
    refuse_busy(visit, "正忙，请稍后再试", "too many wait; try again in a second");
    MHD_resume_connection(visit->connection);
    return MHD_YES;
}

/* Who comes with a session is looked up in the store, which another program may keep for seconds. This
 * thread, which all wait for, answers from memory alone. */
static bool must_work(const serve_visit *visit)
{
    return visit->route && (visit->route->works || serve_guard_token(&visit->request).len > 0);
}

/* The request is whole. */
static enum MHD_Result act(serve_visit *visit)
{
    ch_text segment[SERVE_PATH_VALUES];
    unsigned allowed;
    visit->is_whole = true;
    visit->whole_ns = now_ns();
    atomic_fetch_add(&visit->daemon->hall->meters->in_flight, 1);
    serve_link_allow(visit->link, ANSWER_S);
    if (visit->is_refused || visit->body.failed) {
        refuse_busy(visit, "内容过多，请稍后再试", "too many bodies at once; try again in a second");
        return send_answer(visit);
    }
    visit->route = serve_route_find(visit->request.method, visit->request.path, segment, &allowed);
    if (must_work(visit))
        return hand_over(visit);
    answer(visit);
    return send_answer(visit);
}

/* ---- reading */

static enum MHD_Result take_header(void *self, enum MHD_ValueKind kind, const char *name, size_t name_bytes,
                                   const char *value, size_t value_bytes)
{
    (void)kind;
    serve_visit *visit = self;
    const ch_text text = value ? (ch_text){value, value_bytes} : (ch_text){"", 0};
    return serve_visit_add(visit, (ch_text){name, name_bytes}, text) ? MHD_YES : MHD_NO;
}

static enum MHD_Result begin(serve_visit *visit, const char *method, const char *version)
{
    const serve_arrival arrival = {.method = method,
                                   .needs_host = strcmp(version, MHD_HTTP_VERSION_1_1) == 0,
                                   .peer = peer_of(visit->connection),
                                   .is_tls = visit->daemon->is_tls,
                                   .is_proxied = visit->daemon->hall->is_proxied};
    MHD_get_connection_values_n(visit->connection, MHD_HEADER_KIND, take_header, visit);
    visit->stage = SERVE_READING;
    if (serve_visit_open(visit, &arrival)) {
        if (visit->is_file)
            serve_link_allow(visit->link, FILE_S);
        return MHD_YES;
    }
    finish(visit);
    return send_answer(visit);
}

static size_t *room_of(serve_daemon *daemon, const serve_visit *visit)
{
    return visit->is_file ? &daemon->file_bytes : &daemon->body_bytes;
}

/* Bytes that find no room are read and dropped; the request is refused when it is whole. */
static enum MHD_Result read_body(serve_visit *visit, const char *bytes, size_t *left)
{
    size_t *held = room_of(visit->daemon, visit);
    atomic_fetch_add(&visit->daemon->hall->meters->bytes_in, *left);
    if (*held + *left > (visit->is_file ? MOST_FILES : MOST_BODIES))
        visit->is_refused = true;
    if (!visit->is_refused && serve_visit_take(visit, (ch_text){bytes, *left}))
        *held += *left;
    *left = 0;
    return MHD_YES;
}

static enum MHD_Result on_request(void *self, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_bytes, void **state)
{
    (void)url;
    serve_visit *visit = *state;
    if (!visit)
        return MHD_NO;
    switch (visit->stage) {
    case SERVE_BEGUN:
        visit->daemon = self;
        visit->connection = connection;
        visit->link = link_of(connection);
        return begin(visit, method, version);
    case SERVE_READING: return *upload_bytes > 0 ? read_body(visit, upload, upload_bytes) : act(visit);
    case SERVE_AT_WORK: break;
    case SERVE_ANSWERED: return send_answer(visit);
    }
    return MHD_NO;
}

/* The address as sent, before the library decodes anything in it. Then the query is hidden from the
 * library, which would cut it into a list of its own that nobody reads: where the memory of the connection
 * is too small for that list it closes the connection without an answer. */
static void *on_address(void *self, const char *uri, struct MHD_Connection *connection)
{
    (void)self;
    serve_visit *visit = serve_visit_new(uri);
    char *query = strchr((char *)(uintptr_t)uri, '?');
    if (query)
        query[1] = '\0';
    serve_link_keep(link_of(connection), visit);
    return visit;
}

static size_t leave_encoded(void *self, struct MHD_Connection *connection, char *text)
{
    (void)self, (void)connection;
    return strlen(text);
}

static void drop_visit(serve_daemon *daemon, serve_link *link, serve_visit *visit)
{
    if (!visit)
        return;
    if (visit->is_whole)
        atomic_fetch_sub(&daemon->hall->meters->in_flight, 1);
    *room_of(daemon, visit) -= visit->body.len;
    serve_link_keep(link, NULL);
    serve_visit_free(visit);
}

static void on_completed(void *self, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code)
{
    (void)code;
    serve_link *link = link_of(connection);
    drop_visit(self, link, *state);
    *state = NULL;
    serve_link_allow(link, REQUEST_S);
}

/* ---- connections */

/* All that a proxy passes on comes from its one address. */
static enum MHD_Result on_peer(void *self, const struct sockaddr *address, socklen_t size)
{
    (void)size;
    serve_daemon *daemon = self;
    if (daemon->hall->is_proxied || serve_links_admit(daemon->links, address))
        return MHD_YES;
    atomic_fetch_add(&daemon->hall->meters->refused_links, 1);
    return MHD_NO;
}

static void on_connection(void *self, struct MHD_Connection *connection, void **link,
                          enum MHD_ConnectionNotificationCode code)
{
    serve_daemon *daemon = self;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *link = fd ? serve_links_add(daemon->links, fd->connect_fd, peer_of(connection)) : NULL;
        serve_link_allow(*link, REQUEST_S);
        atomic_fetch_add(&daemon->hall->meters->connections, 1);
        return;
    }
    drop_visit(daemon, *link, serve_link_kept(*link)); /* of a request that the library gave up without a word */
    serve_links_remove(daemon->links, *link);
    *link = NULL;
    atomic_fetch_sub(&daemon->hall->meters->connections, 1);
}

/* ---- opening and closing */

static struct MHD_Daemon *start(serve_daemon *daemon, const serve_daemon_options *options)
{
    const bool tls = daemon->is_tls;
    const struct MHD_OptionItem secured[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->tls_cert.at},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->tls_key.at},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t) "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL}};
    const struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO | (tls ? MHD_USE_TLS : 0u), 0, on_peer,
        daemon, on_request, daemon, MHD_OPTION_LISTEN_SOCKET, options->socket, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)SERVE_CONNECTION_BYTES, MHD_OPTION_CONNECTION_LIMIT, options->most_connections,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_URI_LOG_CALLBACK,
        on_address, NULL, MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        daemon, MHD_OPTION_NOTIFY_CONNECTION, on_connection, daemon, MHD_OPTION_ARRAY, tls ? secured : plain,
        MHD_OPTION_END);
}

static void give_back(serve_daemon *daemon)
{
    serve_pool_close(daemon->pool);
    serve_links_free(daemon->links);
    free(daemon);
}

ch_err serve_daemon_open(serve_hall *hall, const serve_daemon_options *options, serve_daemon **daemon,
                         ch_faults *faults)
{
    *daemon = NULL;
    serve_daemon *made = calloc(1, sizeof *made);
    if (made)
        made->links = serve_links_new(MOST_PER_ADDRESS);
    if (!made || !made->links || serve_pool_open(options->workers, options->most_waiting, work, made, &made->pool)) {
        close(options->socket);
        if (made)
            give_back(made);
        return CH_ENOMEM;
    }
    made->hall = hall;
    made->is_tls = options->tls_cert.len > 0;
    made->http = start(made, options);
    if (!made->http) {
        close(options->socket);
        give_back(made);
        return ch_fault_add(faults, (ch_at){0}, (ch_text){0}, (ch_text){0}, CH_WANT_CERTIFICATE, (ch_text){0});
    }
    *daemon = made;
    return CH_OK;
}

void serve_daemon_tick(serve_daemon *daemon)
{
    atomic_fetch_add(&daemon->hall->meters->cut_links, serve_links_cut(daemon->links));
}

static void wait_for_answers(serve_daemon *daemon, unsigned seconds)
{
    const struct timespec pause = {.tv_nsec = 5000000};
    const int64_t end_ns = now_ns() + (int64_t)seconds * 1000000000;
    while (atomic_load(&daemon->hall->meters->in_flight) > 0 && now_ns() < end_ns)
        nanosleep(&pause, NULL);
}

void serve_daemon_close(serve_daemon *daemon, unsigned seconds)
{
    if (!daemon)
        return;
    atomic_store(&daemon->closing, true);
    const MHD_socket listening = MHD_quiesce_daemon(daemon->http);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
    wait_for_answers(daemon, seconds);
    serve_pool_close(daemon->pool); /* resumes what is suspended, as the library asks for before it stops */
    daemon->pool = NULL;
    MHD_stop_daemon(daemon->http);
    give_back(daemon);
}
