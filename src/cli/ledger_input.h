/* ledger_input.h - postings as people hand them in: CSV, a row a line of a posting, or JSON. */
#ifndef CHANGHE_CLI_LEDGER_INPUT_H
#define CHANGHE_CLI_LEDGER_INPUT_H

#include "changhe/ledger.h"

typedef struct {
    ch_ledger_posting posting;
    ch_at at;
} ledger_given;

typedef struct {
    ledger_given *given;
    size_t count, capacity;
} ledger_input;

/* A name that ends in .json is JSON, any other CSV. All lives in the arena. All faults are told. */
CH_MUST_USE ch_err ledger_input_read(ch_arena *arena, const char *path, ledger_input *input, ch_faults *faults);

/* Shared by both forms; a cell or member that is not one is told. */
typedef enum {
    GIVEN_ID,
    GIVEN_BOOK,
    GIVEN_DATE,
    GIVEN_KIND,
    GIVEN_REVERSES,
    GIVEN_SOURCE,
    GIVEN_NOTE,
    GIVEN_HEADS
} given_head;
extern const char *const ledger_input_head[GIVEN_HEADS];
CH_MUST_USE ch_err ledger_input_fill(ch_ledger_posting *posting, given_head head, ch_text text, ch_at at,
                                     ch_faults *faults);
CH_MUST_USE ch_err ledger_input_fen(ch_text text, ch_at at, int64_t *fen, ch_faults *faults);

CH_MUST_USE ch_err ledger_input_csv(ch_arena *arena, ch_text file, ch_text bytes, ledger_input *input,
                                    ch_faults *faults);
CH_MUST_USE ch_err ledger_input_json(ch_arena *arena, ch_text file, ch_text bytes, ledger_input *input,
                                     ch_faults *faults);

#endif
