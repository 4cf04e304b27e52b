/* game_words.h - the options of `game`, which has no zone. */
#ifndef CHANGHE_CLI_GAME_WORDS_H
#define CHANGHE_CLI_GAME_WORDS_H

#include <stdbool.h>

typedef struct {
    bool has_rule, has_every_rule; /* --rule R, --rule all */
    unsigned rule;                 /* ch_claim_rule */
    bool is_covered, is_pre;       /* --cover, --prenucleolus */
} game_words;

/* One option with its value; false: told. */
bool game_words_read(const char *name, const char *value, game_words *read);
/* An option without one; false: it is none of these. */
bool game_words_flag(const char *name, game_words *read);

#endif
