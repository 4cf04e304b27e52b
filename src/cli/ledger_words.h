/* ledger_words.h - the words of `ledger post|close|verify|sheet FILE`. */
#ifndef CHANGHE_CLI_LEDGER_WORDS_H
#define CHANGHE_CLI_LEDGER_WORDS_H

#include "changhe/sha256.h"
#include "options.h"

typedef enum { LEDGER_POSTINGS, LEDGER_CLOSING, LEDGER_VERIFYING, LEDGER_SHEET } ledger_action;

typedef struct {
    ledger_action action;
    const char *file, *in; /* in: of post */
    ch_text book;          /* of close and sheet */
    int year;
    bool has_head; /* of verify */
    ch_sha256 head;
    output_format format;
    bool is_pdf;     /* of sheet */
    const char *out; /* of sheet: the file; NULL: none */
    ch_lang lang;
} ledger_words;

/* false: told on standard error what is wrong. argv[1] is `ledger`. */
bool ledger_words_read(int argc, char **argv, ledger_words *read);

#endif
