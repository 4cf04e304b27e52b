/* graph_words.h - the options of `graph`, which has no zone. */
#ifndef CHANGHE_CLI_GRAPH_WORDS_H
#define CHANGHE_CLI_GRAPH_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --to, --add and --close may be given more than once: they stay in argv, checked. */
typedef struct {
    int argc;
    char **argv;
    uint64_t from, within;
    bool has_from, has_within, is_from_zero; /* the last by --base 0 */
} graph_words;

/* One option with its value. false: told. */
bool graph_words_read(const char *name, const char *value, graph_words *read);

/* The next value of an option given more than once; NULL: there is none. *i begins at 0. */
const char *graph_words_next(const graph_words *words, const char *name, int *i);

/* The next of numbers with commas between; false: there is none. */
bool graph_words_number(const char **at, uint64_t *number);

#endif
