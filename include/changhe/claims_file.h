/* claims_file.h - who owes whom, as CSV: a header line from,to,amount_fen (in whatever order), then a claim a line. */
#ifndef CHANGHE_CLAIMS_FILE_H
#define CHANGHE_CLAIMS_FILE_H

#include "changhe/csv.h"

typedef struct {
    uint32_t from, to; /* index of a party; from owes to */
    int64_t fen;       /* > 0 */
} ch_claims_row;

typedef struct {
    const ch_text *party; /* codes that the claims name, each once, by their bytes */
    size_t parties;
    const ch_claims_row *row; /* in the order of the file */
    size_t rows;
} ch_claims;

/* A code is any text without control and invisible characters, blanks at its ends aside; an amount is whole fen in digits. Encoding and
 * delimiter are found as of ch_csv_read; at most CH_CSV_MAX_BYTES. All that *claims holds lives in arena. faults must be given.
 * Faults, all at once, with line and column: a header without one of the columns, with another one or one twice (nothing after it is
 * read then); a line of another number of fields; no code, a code with hidden characters; an amount that is no whole number
 * from 1 up or past 63 bits; a claim on oneself; the line where all claims together pass 63 bits.
 * CH_EDATA, CH_EIO, CH_ENOMEM: *claims is empty. Cost: O(bytes + parties log parties). */
CH_MUST_USE ch_err ch_claims_read(ch_arena *arena, ch_text file, ch_csv_source *read, void *self, ch_claims *claims,
                                  ch_faults *faults);

#endif
