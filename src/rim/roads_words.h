/* roads_words.h - the options of `roads import`. */
#ifndef CHANGHE_RIM_ROADS_WORDS_H
#define CHANGHE_RIM_ROADS_WORDS_H

#include "../cli/options.h"

typedef struct {
    const char *file;          /* an extract, or */
    const char *nodes, *edges; /* two tables */
    const char *out, *title, *licence;
    ch_date as_of;
    bool is_json, tells_progress;
    ch_lang lang;
} roads_words;

/* false: told on standard error what is wrong. */
bool roads_words_read(int argc, char **argv, roads_words *read);

#endif
