/* reach_words.h - the options of commands about minutes. */
#ifndef CHANGHE_CLI_REACH_WORDS_H
#define CHANGHE_CLI_REACH_WORDS_H

#include "changhe/roads.h"
#include "options.h"

typedef enum { REACH_CIRCLE, REACH_MINUTES, REACH_ACCESS, REACH_ROADS } reach_command;

typedef struct {
    reach_command command;
    const char *zone, *store, *roads, *what_if, *matrix;
    ch_reach_question question; /* but zone, edits and network */
    output_format format;
    ch_lang lang;
} reach_words;

/* Which command a word is; false: none of these. */
bool reach_words_find(const char *word, reach_command *found);
/* false: told on standard error what is wrong. */
bool reach_words_read(int argc, char **argv, reach_words *read);

#endif
