/* ledger_answer.h - a ledger's file replayed, and what a book says of a year as JSON, CSV and PDF.
 * The command line and the server answer alike: the same bytes for all who hold the same postings. */
#ifndef CHANGHE_LEDGER_ANSWER_H
#define CHANGHE_LEDGER_ANSWER_H

#include "changhe/desk.h"
#include "changhe/ledger.h"
#include "changhe/ledger_file.h"

/* All postings of a file, each checked again; *ledger is freed by the caller. Nothing is written; a torn tail is passed over. CH_EDATA,
 * CH_EIO as of ch_ledger_file_read, and faults of postings told with their number as line; CH_ENOMEM: *ledger is NULL then. */
CH_MUST_USE ch_err ch_ledger_open(const ch_memory *memory, const char *path, ch_ledger **ledger, ch_faults *faults);

/* The sheet, which was made of this ledger. Shapes: docs/answers.md. CH_ENOMEM. */
CH_MUST_USE ch_err ch_answer_ledger_sheet_json(const ch_ledger *ledger, const ch_ledger_sheet *sheet, ch_buf *out);
CH_MUST_USE ch_err ch_answer_ledger_sheet_csv(const ch_ledger *ledger, const ch_ledger_sheet *sheet, ch_buf *out);
/* To be signed. Errors as of ch_paper_write. printed_on: a day, as the caller's clock has it. */
CH_MUST_USE ch_err ch_answer_ledger_sheet_pdf(const ch_ledger *ledger, const ch_ledger_sheet *sheet, ch_lang lang,
                                              ch_date printed_on, ch_buf *out, ch_faults *faults);

#endif
