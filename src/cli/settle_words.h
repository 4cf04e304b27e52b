/* settle_words.h - the options of settle. */
#ifndef CHANGHE_CLI_SETTLE_WORDS_H
#define CHANGHE_CLI_SETTLE_WORDS_H

#include "changhe/settlement.h"
#include "options.h"

typedef enum { SETTLE_TABLE, SETTLE_JSON, SETTLE_CSV, SETTLE_PDF, SETTLE_POSTINGS } settle_format;

typedef struct {
    const char *zone, *store, *what_if, *ledger;
    const char *out;     /* NULL: standard output */
    const char *compare; /* the other side's CSV; NULL: answer */
    ch_text agreement;
    int32_t year;
    settle_format format;
    ch_lang lang;
} settle_words;

/* false: told on standard error what is wrong. */
bool settle_words_read(int argc, char **argv, settle_words *read);

#endif
