/* roads_watch.h - long work as a terminal follows it: percents on standard error, Ctrl-C to stop. */
#ifndef CHANGHE_RIM_ROADS_WATCH_H
#define CHANGHE_RIM_ROADS_WATCH_H

#include "../cli/options.h"

#include "changhe/progress.h"

typedef struct {
    bool is_shown, is_open; /* told at all; a line stands there unfinished */
    ch_lang lang;
    int64_t told_ms;
    const char *step;
} roads_watch;

/* From now on SIGINT and SIGTERM ask the work to stop; a second one ends the program. Shown when standard error is a
 * terminal, or when asked for. */
ch_progress roads_watch_begin(roads_watch *watch, bool is_asked, ch_lang lang);
/* Was it asked to stop? */
bool roads_watch_is_stopped(void);
/* A step that tells nothing of itself begins. */
void roads_watch_say(roads_watch *watch, const char *step);
/* The line is finished. From now on no signal stops anything: what follows is short, and whole or not done. */
void roads_watch_end(roads_watch *watch);

#endif
