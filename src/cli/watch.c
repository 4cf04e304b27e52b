/* watch.c - at most four lines a second, each over the one before. */
#define _GNU_SOURCE
#include "watch.h"

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

bool watch_is_stopped(void)
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
        {"cover", "超可加覆盖", "superadditive cover"},
        {"orders", "抽取次序", "drawing orders"},
        {"counts", "组合计数", "counting groups"},
        {"core", "最小核心", "least core"},
        {"nucleolus", "核仁", "nucleolus"},
        {"proof", "验证核仁", "proving the nucleolus"},
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

static void show(watching *watch, const char *step, uint64_t done, uint64_t of)
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
    watching *watch = self;
    const bool is_new = watch->step != step;
    watch->step = step;
    if (watch->is_shown && (is_new || now_ms() - watch->told_ms >= EVERY_MS))
        show(watch, step, done, of);
    return asked_to_stop == 0;
}

void watch_say(watching *watch, const char *step)
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

ch_progress watch_begin(watching *watch, bool is_asked, ch_lang lang)
{
    *watch = (watching){.is_shown = is_asked || isatty(STDERR_FILENO), .lang = lang};
    asked_to_stop = 0;
    on_signals(note, SA_RESETHAND);
    return (ch_progress){tell, watch};
}

void watch_end(watching *watch, bool is_deaf)
{
    on_signals(is_deaf ? SIG_IGN : SIG_DFL, 0);
    if (watch->is_open)
        fputs("\r\033[K", stderr);
    watch->is_open = false;
}
