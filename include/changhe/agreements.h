/* agreements.h - questions about agreements: who gets what, in which year, by which clause.
 * What an agreement says stands in the zone's tables agreements, agreement_parties, agreement_phases, agreement_amounts and tax_rules, so a
 * what-if changes a ratio or a date as any other row. The rules are agreement.h's. */
#ifndef CHANGHE_AGREEMENTS_H
#define CHANGHE_AGREEMENTS_H

#include "changhe/agreement.h"
#include "changhe/desk.h"

enum { CH_SPLIT_YEARS = 100 };

typedef struct {
    const ch_zone *zone;     /* as it is */
    const ch_edits *what_if; /* NULL: none */
    ch_text what_if_name;    /* as the user named it */
    ch_text agreement;       /* its id */
    int32_t from,
        to; /* years, both counted, CH_SPLIT_YEARS at most; 0 and 0: those that amounts tell of, else ten from the start */
    bool has_rate;
    double rate; /* a year, for present values: 0.05; > -1 */
} ch_split_question;

/* "2024-2033" or "2024". false: neither, or too many. */
bool ch_split_years(ch_text text, int32_t *from, int32_t *to);

/* All of them: CH_ENONE: there is no such agreement; CH_EDATA: the edits are at fault, or what the agreement says cannot be
 * divided (a stream without a tax rule); CH_ENOMEM. */
CH_MUST_USE ch_err ch_answer_split_json(const ch_split_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_split_csv(const ch_split_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_split_text(const ch_split_question *question, ch_lang lang, ch_buf *out,
                                        ch_faults *faults);

#endif
