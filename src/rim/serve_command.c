/* serve_command.c - `serve`: open, say where, wait for a signal, close. */
#define _GNU_SOURCE
#include "rim.h"

#include "../cli/told.h"
#include "changhe/folder.h"
#include "changhe/serve.h"
#include "changhe/store.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FINISH_S = 10, GIVE_UP_S = 30 };

/* Where the page lies when nobody says so. */
typedef struct {
    char web[PATH_MAX], vendor[PATH_MAX];
} places;

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The folder of this program, a slash at its end; empty where the system does not tell. */
static void find_program(char folder[PATH_MAX])
{
    char path[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(path, '/');
    snprintf(folder, PATH_MAX, "%.*s", slash ? (int)(slash + 1 - path) : 0, path);
}

static bool look(const char *folder, const char *name, char path[PATH_MAX])
{
    const int length = snprintf(path, PATH_MAX, "%s%s", folder, name);
    if (length < PATH_MAX && is_folder(path))
        return true;
    path[0] = '\0';
    return false;
}

/* As built, as installed wherever the whole was moved to, as installed; empty where it is nowhere. */
static void find_places(places *found)
{
    char program[PATH_MAX];
    find_program(program);
    (void)(look(program, "../web", found->web) || look(program, "../share/changhe/web", found->web) ||
           look(CHANGHE_DATA, "/web", found->web));
    (void)(look(program, "web-vendor", found->vendor) || look(program, "../share/changhe/web-vendor", found->vendor) ||
           look(CHANGHE_DATA, "/web-vendor", found->vendor));
}

static ch_err open_zone(const options *asked, ch_zone **zone, ch_faults *faults)
{
    return asked->zone ? ch_folder_read(asked->zone, NULL, zone, faults)
                       : ch_store_read(asked->store, NULL, zone, faults);
}

static ch_err open_server(const options *asked, ch_serve **serve, ch_faults *faults)
{
    places beside;
    ch_zone *zone;
    find_places(&beside);
    const char *web = asked->web ? asked->web : beside.web[0] ? beside.web : NULL;
    const ch_serve_options wanted = {.listen = asked->listen,
                                     .store = asked->store,
                                     .web = web,
                                     .vendor = beside.vendor[0] ? beside.vendor : NULL,
                                     .tls_cert = asked->tls_cert,
                                     .tls_key = asked->tls_key,
                                     .roads = asked->roads,
                                     .ledger = asked->ledger,
                                     .is_proxied = asked->is_proxied,
                                     .workers = (unsigned)asked->workers};
    ch_err err = open_zone(asked, &zone, faults);
    return err == CH_OK ? ch_serve_open(&wanted, zone, serve, faults) : err;
}

static void block_signals(sigset_t *ending)
{
    sigemptyset(ending);
    sigaddset(ending, SIGTERM);
    sigaddset(ending, SIGINT);
    pthread_sigmask(SIG_BLOCK, ending, NULL); /* threads made later have it too */
    signal(SIGPIPE, SIG_IGN);
}

/* A second signal, or an answer that does not end, ends the program at once. */
static void close_server(ch_serve *serve, const sigset_t *ending)
{
    pthread_sigmask(SIG_UNBLOCK, ending, NULL);
    alarm(GIVE_UP_S);
    ch_serve_close(serve, FINISH_S);
}

static bool tell_address(const ch_serve *serve, ch_lang lang)
{
    const char *no_page = lang == CH_ZH ? "（未找到网页，仅有接口）" : " (no page found, answers only)";
    return printf("长合 %s%s\n", ch_serve_address(serve), ch_serve_has_page(serve) ? "" : no_page) > 0 &&
           fflush(stdout) == 0;
}

static void run(ch_serve *serve, const sigset_t *ending)
{
    const struct timespec second = {.tv_sec = 1};
    while (sigtimedwait(ending, NULL, &second) < 0)
        ch_serve_tick(serve);
}

int rim_serve(const options *asked)
{
    sigset_t ending;
    ch_serve *serve;
    ch_faults faults = {0};
    block_signals(&ending);
    ch_err err = open_server(asked, &serve, &faults);
    told_faults(&faults, asked->lang);
    ch_faults_free(&faults);
    if (err != CH_OK)
        return told_code(err);
    int code = EXIT_ANSWERED;
    if (tell_address(serve, asked->lang))
        run(serve, &ending);
    else
        code = EXIT_BAD_DATA;
    close_server(serve, &ending);
    return code;
}
