/* roads_watch.c - at most four lines a second, each over the one before. */
#define _GNU_SOURCE
#include "roads_watch.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { EVERY_MS = 250 };

static volatile sig_atomic_t asked_to_stop;

static void note(int signal_number)
{
    asked_to_stop = 1;
}

bool roads_watch_is_stopped(void)
{
    return asked_to_stop != 0;
}

static int64_t now_ms(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *name_of(const char *step, ch_lang lang)
{
    static const char *const known[][3] = {
        {"ways", "读取道路", "reading ways"},
        {"points", "读取点位", "reading points"},
        {"streets", "划分街段", "cutting streets"},
        {"turns", "转弯限制", "turns"},
        {"order", "节点编号", "numbering nodes"},
        {"parts", "连通性", "connected parts"},
        {"hierarchy", "计算分层次序", "ordering the hierarchy"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(step, known[i][0]) == 0)
            return known[i][lang == CH_ZH ? 1 : 2];
    return step;
}

static void show(roads_watch *watch, const char *step, uint64_t done, uint64_t of)
{
    if (of > 0)
        fprintf(stderr, "\r\033[K%s %d%%", name_of(step, watch->lang), (int)((double)done * 100 / (double)of));
    else
        fprintf(stderr, "\r\033[K%s …", name_of(step, watch->lang));
    fflush(stderr);
    watch->is_open = true;
    watch->told_ms = now_ms();
}

static bool tell(void *self, const char *step, uint64_t done, uint64_t of)
{
    roads_watch *watch = self;
    const bool is_new = watch->step != step;
    watch->step = step;
    if (watch->is_shown && (is_new || now_ms() - watch->told_ms >= EVERY_MS))
        show(watch, step, done, of);
    return asked_to_stop == 0;
}

void roads_watch_say(roads_watch *watch, const char *step)
{
    if (watch->is_shown)
        show(watch, step, 0, 0);
}

static void on_signals(void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

ch_progress roads_watch_begin(roads_watch *watch, bool is_asked, ch_lang lang)
{
    *watch = (roads_watch){.is_shown = is_asked || isatty(STDERR_FILENO), .lang = lang};
    asked_to_stop = 0;
    on_signals(note, SA_RESETHAND);
    return (ch_progress){tell, watch};
}

void roads_watch_end(roads_watch *watch)
{
    on_signals(SIG_IGN, 0);
    if (watch->is_open)
        fputs("\r\033[K", stderr);
    watch->is_open = false;
}
