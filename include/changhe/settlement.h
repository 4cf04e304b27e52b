/* settlement.h - the yearly sheet of an agreement: what each party gets, who pays whom, and what the ledger says of it.
 *
 * Money is collected by the only host, else by the party that takes the rest; it owes each other party what the agreement gives that
 * party in the year. A negative amount flows back: the party owes it. A due of 0 is no row. So dues sum to what all get together less
 * the collector's own.
 *
 * The sheet's digest is SHA-256 of its CSV from the head line to the last due: without the rows that tell of the ledger, and without
 * the row of the digest itself. It covers the agreement's id, the year, whether it is agreed or tried out (a what-if never has the digest of
 * what is agreed), the rule version and terms, the parties with their bounds, the clauses and tax rules that spoke, lines, totals and dues. It covers
 * neither the program's version nor the snapshot, names or sources: so it stays the same when other rows of the zone change, and two who compute
 * it alone from their own copies get the same bytes, and need compare 64 characters only.
 *
 * Beside it stands what the ledger holds in the book of the agreement's id: what was posted as due, what else moved, what is still owed. */
#ifndef CHANGHE_SETTLEMENT_H
#define CHANGHE_SETTLEMENT_H

#include "changhe/agreements.h"
#include "changhe/ledger.h"

typedef struct {
    ch_split_question split; /* zone, what-if, agreement; its years and rate do not count */
    int32_t year;            /* of four digits */
    const ch_ledger *ledger; /* NULL: none at hand */
} ch_settlement_question;

/* All of them: errors as of ch_answer_split_json; CH_EDATA also: no year of four digits, or what the ledger holds passes 63 bits. A year
 * without amounts is an answer.
 *
 * Of the ledger: the posting "AGREEMENT:YEAR:due" of the agreement's book is what was posted as due; one that was reversed is followed by
 * "AGREEMENT:YEAR:due:2" and so on. What stands of them after all reversals is compared with the dues: "matches", "differs" (each pair tells by
 * how much: due less standing), "not_posted" (none stands). A pair's account from>to closes with opening + posted - paid, where
 * posted is what these postings and their reversals moved in the year, and paid what all others took off. */
CH_MUST_USE ch_err ch_answer_settlement_json(const ch_settlement_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_settlement_csv(const ch_settlement_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_settlement_text(const ch_settlement_question *question, ch_lang lang, ch_buf *out,
                                             ch_faults *faults);
/* The same on paper, by paper.h. CH_EIO: the module or a font is not there, told. printed_on: a day, as the caller's clock has it; it does not
 * enter the digest. */
CH_MUST_USE ch_err ch_answer_settlement_pdf(const ch_settlement_question *question, ch_lang lang, ch_date printed_on,
                                            ch_buf *out, ch_faults *faults);
/* The posting that puts the year's dues into a ledger, as JSON that `ledger post` takes: book the agreement's id, the 31st of
 * December, an account collector>party each, the other side "due" (not where the dues sum to 0), the digest as its note. Its id is "AGREEMENT:YEAR:due";
 * where the ledger at hand has reversed that one, the first of ":due:2", ":due:3" ... that is free or stands. An empty array where nothing is due. CH_EDATA also:
 * a what-if, which is not agreed and so not posted; codes that no ledger takes. */
CH_MUST_USE ch_err ch_answer_settlement_postings(const ch_settlement_question *question, ch_buf *out,
                                                 ch_faults *faults);
/* Is the other side's CSV (called name) the same? Each line that differs (at its first cell that does), is missing, or is too many is told in
 * faults with its line of that file, CH_EDATA then. Rows of the ledger, ours and theirs, are not compared. Line ends of CRLF, a byte order mark and a
 * last line without its end are told once, and passed over. CH_OK: the same, to the byte, but for the ledger's rows.
 * Cost: O(lines log lines) beside the answer. */
CH_MUST_USE ch_err ch_settlement_compare(const ch_settlement_question *question, ch_text name, ch_text csv,
                                         ch_faults *faults);

#endif
