/* sheet_words.h - the options of the commands that take and give workbooks. */
#ifndef CHANGHE_RIM_SHEET_WORDS_H
#define CHANGHE_RIM_SHEET_WORDS_H

#include "../cli/options.h"

#include "changhe/workbook.h"

typedef struct {
    const char *file;         /* of import */
    const char *zone, *store; /* where the zone is */
    const char *table, *sheet, *map, *out, *faults, *by, *note, *duty, *office;
    unsigned frame; /* of export: word of list frame; 0: not asked */
    ch_text source;
    ch_date as_of, on;
    ch_book_form form;
    bool is_dry_run, only_good, is_template;
    enum { SHEET_AS_TABLE, SHEET_AS_JSON, SHEET_AS_XLSX, SHEET_AS_CSV } format;
    ch_lang lang;
} sheet_words;

typedef enum { SHEET_IMPORT, SHEET_EXPORT, SHEET_DUTIES } sheet_command;

/* false: told on standard error what is wrong. */
bool sheet_words_read(int argc, char **argv, sheet_command which, sheet_words *read);

#endif
