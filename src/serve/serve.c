/* serve.c - what a server is made of, put together in order and taken apart in the reverse. */
#define _GNU_SOURCE
#include "changhe/serve.h"

#include "changhe/folder.h"
#include "daemon.h"
#include "ledger_shelf.h"
#include "page.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "links.h"

enum {
    MOST_WAITING = 64,
    MOST_CONNECTIONS = 4096,
    OTHER_FILES = 64, /* descriptors kept for everything but connections */
    BACKLOG = 1024,
    PEM_BYTES = 1 << 20
};

struct ch_serve {
    serve_hall hall;
    serve_daemon *daemon;
    ch_arena arena; /* certificate and key */
    char address[96];
};

static ch_err refuse(ch_faults *faults, const char *found, ch_want want, const char *detail)
{
    return ch_fault_add(faults, (ch_at){0}, CH_TEXT("--listen"), ch_text_of(found), want, ch_text_of(detail));
}

/* "[::1]:8080" or "127.0.0.1:8080" into its halves; false: it has none. */
static bool cut_address(const char *listen, char host[64], char port[8])
{
    const char *colon = strrchr(listen, ':');
    const bool is_v6 = listen[0] == '[';
    if (!colon || (is_v6 && (colon == listen || colon[-1] != ']')))
        return false;
    const char *from = listen + is_v6;
    const size_t length = (size_t)(colon - from) - is_v6, digits = strlen(colon + 1);
    if (length == 0 || length >= 64 || digits == 0 || digits > 5 || strspn(colon + 1, "0123456789") != digits)
        return false;
    memcpy(host, from, length);
    host[length] = '\0';
    memcpy(port, colon + 1, digits + 1);
    return strtol(port, NULL, 10) < 65536;
}

static int open_socket(const struct addrinfo *info)
{
    const int on = 1, fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    const int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static void name_address(ch_serve *serve, int fd, bool is_tls)
{
    struct sockaddr_storage bound = {0};
    socklen_t size = sizeof bound;
    char host[INET6_ADDRSTRLEN] = "", port[8] = "";
    getsockname(fd, (struct sockaddr *)&bound, &size);
    getnameinfo((struct sockaddr *)&bound, size, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
    const bool is_v6 = bound.ss_family == AF_INET6;
    snprintf(serve->address, sizeof serve->address, "http%s://%s%s%s:%s/", is_tls ? "s" : "", is_v6 ? "[" : "", host,
             is_v6 ? "]" : "", port);
}

static bool may_listen(const ch_serve *serve, const ch_serve_options *options, const struct sockaddr *address)
{
    return serve_address_is_loopback(address) ||
           ((options->tls_cert || options->is_proxied) && serve->hall.open_accounts);
}

static ch_err listen_on(ch_serve *serve, const ch_serve_options *options, int *fd, ch_faults *faults)
{
    const char *listen = options->listen ? options->listen : "127.0.0.1:8080";
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *info;
    char host[64], port[8];
    if (!cut_address(listen, host, port) || getaddrinfo(host, port, &hints, &info) != 0)
        return refuse(faults, listen, CH_WANT_LISTENING, "127.0.0.1:8080, [::1]:8080");
    ch_err err = CH_OK;
    if (!may_listen(serve, options, info->ai_addr))
        err = refuse(faults, listen, CH_WANT_SHIELD, NULL);
    else if ((*fd = open_socket(info)) < 0)
        err = refuse(faults, listen, CH_WANT_LISTENING, strerror(errno));
    else
        name_address(serve, *fd, options->tls_cert != NULL);
    freeaddrinfo(info);
    return err;
}

static ch_err read_pem(ch_serve *serve, const char *path, ch_text *pem, ch_faults *faults)
{
    ch_text bytes;
    if (!path)
        return CH_OK;
    ch_err err = ch_folder_read_file(&serve->arena, path, ch_text_of(path), PEM_BYTES, &bytes, faults);
    if (err == CH_OK)
        *pem = ch_text_copy(&serve->arena, bytes);
    return err == CH_OK && !pem->at ? CH_ENOMEM : err;
}

/* As many connections as there are descriptors for; the soft limit is raised as far as it may be. */
static unsigned most_connections(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return MOST_CONNECTIONS / 8;
    const rlim_t wanted = MOST_CONNECTIONS + OTHER_FILES;
    if (files.rlim_cur < wanted) {
        files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
        setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
    }
    return files.rlim_cur < wanted
               ? (unsigned)(files.rlim_cur > 2 * OTHER_FILES ? files.rlim_cur - OTHER_FILES : OTHER_FILES)
               : MOST_CONNECTIONS;
}

static unsigned processors(void)
{
    const long found = sysconf(_SC_NPROCESSORS_ONLN);
    return found < 2 ? 2 : found > 64 ? 64 : (unsigned)found;
}

static ch_err open_daemon(ch_serve *serve, const ch_serve_options *options, ch_faults *faults)
{
    serve_daemon_options wanted = {.workers = options->workers ? options->workers : processors(),
                                   .most_waiting = MOST_WAITING,
                                   .most_connections = most_connections()};
    ch_err err = read_pem(serve, options->tls_cert, &wanted.tls_cert, faults);
    if (err == CH_OK)
        err = read_pem(serve, options->tls_key, &wanted.tls_key, faults);
    if (err == CH_OK)
        err = listen_on(serve, options, &wanted.socket, faults);
    return err == CH_OK ? serve_daemon_open(&serve->hall, &wanted, &serve->daemon, faults) : err;
}

static ch_err open_parts(ch_serve *serve, const ch_serve_options *options, ch_faults *faults)
{
    serve->hall.is_proxied = options->is_proxied;
    serve->hall.meters = serve_meters_new();
    if (!serve->hall.meters)
        return CH_ENOMEM;
    ch_err err = options->web ? serve_page_read(options->web, options->vendor, NULL, &serve->hall.page, faults) : CH_OK;
    return err == CH_OK ? open_daemon(serve, options, faults) : err;
}

ch_err ch_serve_open(const ch_serve_options *options, ch_zone *zone, ch_serve **serve, ch_faults *faults)
{
    *serve = NULL;
    ch_serve *made = calloc(1, sizeof *made);
    if (!made) {
        ch_zone_drop(zone);
        return CH_ENOMEM;
    }
    ch_err err = serve_hall_open(&made->hall, zone, options->store, faults);
    if (err == CH_OK && options->roads)
        err = ch_roads_of_file(options->roads, NULL, &made->hall.extract, faults);
    if (err == CH_OK && options->ledger)
        err = serve_shelf_open(options->ledger, NULL, &made->hall.shelf, faults);
    if (err == CH_OK)
        err = open_parts(made, options, faults);
    if (err != CH_OK)
        ch_serve_close(made, 0);
    else
        *serve = made;
    return err;
}

const char *ch_serve_address(const ch_serve *serve)
{
    return serve->address;
}

bool ch_serve_has_page(const ch_serve *serve)
{
    return serve->hall.page != NULL;
}

void ch_serve_tick(ch_serve *serve)
{
    serve_daemon_tick(serve->daemon);
}

void ch_serve_close(ch_serve *serve, unsigned seconds)
{
    if (!serve)
        return;
    struct serve_meters *meters = serve->hall.meters;
    struct serve_page *page = serve->hall.page;
    serve_daemon_close(serve->daemon, seconds);
    serve_hall_close(&serve->hall);
    serve_page_free(page);
    serve_meters_free(meters);
    ch_arena_free(&serve->arena);
    free(serve);
}
