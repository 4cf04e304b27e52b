/* game_words.h - the options of `game`, which has no zone. */
#ifndef CHANGHE_CLI_GAME_WORDS_H
#define CHANGHE_CLI_GAME_WORDS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    GAME_SAMPLES = 10000, /* orders that are drawn when nobody says how many */
    GAME_SEED = 1,        /* and from which seed */
    GAME_WORK = 5000      /* pivots that core and nucleolus each may take, above CH_GAME_NUCLEOLUS players */
};

typedef struct {
    bool has_rule, has_every_rule; /* --rule R, --rule all */
    unsigned rule;                 /* ch_claim_rule */
    bool is_covered, is_pre;       /* --cover, --prenucleolus */
    bool is_sampled;               /* --sampled: drawn though it could be exact */
    bool has_seed;
    int64_t samples, work; /* 0: not asked */
    int64_t seed;
    double confidence; /* 0: not asked */
} game_words;

/* One option with its value; false: told. */
bool game_words_read(const char *name, const char *value, game_words *read);
/* An option without one; false: it is none of these. */
bool game_words_flag(const char *name, game_words *read);

#endif
