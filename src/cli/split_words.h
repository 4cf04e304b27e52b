/* split_words.h - the options of split. */
#ifndef CHANGHE_CLI_SPLIT_WORDS_H
#define CHANGHE_CLI_SPLIT_WORDS_H

#include "changhe/agreements.h"
#include "options.h"

typedef struct {
    const char *zone, *store, *what_if;
    ch_split_question question; /* but zone and edits */
    output_format format;
    ch_lang lang;
} split_words;

/* false: told on standard error what is wrong. */
bool split_words_read(int argc, char **argv, split_words *read);

#endif
