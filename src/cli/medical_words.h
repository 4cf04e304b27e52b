/* medical_words.h - the words of medical. */
#ifndef CHANGHE_CLI_MEDICAL_WORDS_H
#define CHANGHE_CLI_MEDICAL_WORDS_H

#include "changhe/clearing.h"
#include "options.h"

typedef enum { MEDICAL_TABLE, MEDICAL_JSON, MEDICAL_CSV, MEDICAL_POSTINGS } medical_format;

typedef struct {
    const char *claims, *zone, *store; /* files and folders; one of zone and store */
    const char *out;                   /* NULL: standard output */
    int32_t year, month;               /* month 0: the year */
    medical_format format;
    ch_lang lang;
} medical_words;

/* false: told on standard error what is wrong. */
bool medical_words_read(int argc, char **argv, medical_words *read);

#endif
