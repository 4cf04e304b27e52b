/* watch.h - long work as a terminal follows it: percents on standard error, Ctrl-C to stop. */
#ifndef CHANGHE_CLI_WATCH_H
#define CHANGHE_CLI_WATCH_H

#include "options.h"

#include "changhe/progress.h"

typedef struct {
    bool is_shown, is_open; /* told at all; a line stands there unfinished */
    ch_lang lang;
    int64_t told_ms;
    const char *step;
} watching;

/* From now on SIGINT and SIGTERM ask the work to stop; a second one ends the program. Shown when standard error is a
 * terminal, or when asked for. */
ch_progress watch_begin(watching *watch, bool is_asked, ch_lang lang);
/* Was it asked to stop? */
bool watch_is_stopped(void);
/* A step that tells nothing of itself begins. */
void watch_say(watching *watch, const char *step);
/* The line is finished. is_deaf: from now on no signal stops anything, for what follows is short, and whole or not done; else signals do what they do elsewhere. */
void watch_end(watching *watch, bool is_deaf);

#endif
