/* secret.c - the terminal shows nothing while we wait; signals are taken as events, so there is no instant at
 * which one could end the program and leave the terminal silent. */
#define _GNU_SOURCE
#include "secret.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

static bool take_byte(rim_secret *line)
{
    char byte;
    if (read(STDIN_FILENO, &byte, 1) != 1 || byte == '\n')
        return false;
    line->at[line->len++] = byte;
    return line->len < sizeof line->at;
}

/* The signal that came before the line was whole, 0: none did. */
static int read_line(rim_secret *line, int signals)
{
    struct pollfd event[] = {{.fd = signals, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
    do {
        struct signalfd_siginfo came;
        while (poll(event, 2, -1) < 0)
            if (errno != EINTR)
                return 0;
        if (event[0].revents && read(signals, &came, sizeof came) == sizeof came)
            return (int)came.ssi_signo;
    } while (take_byte(line));
    return 0;
}

static int read_unseen(const char *prompt, const struct termios *shown, rim_secret *line, int signals)
{
    struct termios hidden = *shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    fputs(prompt, stderr);
    const int signal = read_line(line, signals);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, shown); /* what was typed of a line that is given up is nobody's */
    fputc('\n', stderr);
    return signal;
}

/* The signal does now what it would have done. */
static void let_happen(int signal, const sigset_t *held, const sigset_t *before)
{
    raise(signal);
    sigprocmask(SIG_SETMASK, before, NULL);
    sigprocmask(SIG_BLOCK, held, NULL);
}

static void ask_terminal(const char *prompt, const struct termios *shown, rim_secret *line)
{
    static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    sigset_t held, before;
    sigemptyset(&held);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        sigaddset(&held, ending[i]);
    sigprocmask(SIG_BLOCK, &held, &before);
    const int signals = signalfd(-1, &held, SFD_CLOEXEC);
    int signal;
    while ((signal = read_unseen(prompt, shown, line, signals)) != 0) {
        rim_wipe_secret(line);
        let_happen(signal, &held, &before);
    }
    close(signals);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

void rim_read_secret(const char *prompt, rim_secret *line)
{
    struct termios shown;
    line->len = 0;
    if (tcgetattr(STDIN_FILENO, &shown) == 0)
        ask_terminal(prompt, &shown, line);
    else
        while (take_byte(line))
            ;
}

void rim_wipe_secret(rim_secret *line)
{
    explicit_bzero(line, sizeof *line);
}
