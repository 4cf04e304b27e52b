/* clearing.h - care in one place, insured in another: what the fund owes of each claim, what places owe one another for a month,
 * how far prepayments are used up, and how the year ends.
 *
 * Rules stand in the zone's tables medical_rules and medical_prepayments; the arithmetic is medical.h's.
 *
 * Rule: of the nearest place above the insured one that has a rule for the kind of care, in force on the day of care (admitted where told, else settled);
 * there one that names the claim's filing goes before one that names none. A claim without a rule, or of an unknown place, is told and held out: it is unknown, not 0.
 * Deductible: of each stay; of out-patients and of chronic diseases of a person, year and kind, taken from what was in the catalogue so far. Cap: of a
 * person and year, less what the fund paid so far. "So far" are the claims of the file in the order settled, then id, in whatever state and wherever
 * insured, but those held out; the year is that of settling; so the file must hold the whole year so far. A claim without token has the whole deductible and cap: how many there are is told.
 * Fund: as the claim tells it (the place of insurance decides), and where that differs from the rule by a fen it is told; where it is not told, by the rule. Supplement, aid
 * and account that are not told are 0, cash is the rest.
 * Month: that of settling; of a claim with a day of decision that of the decision, until when it is in dispute. Refused claims are never paid. What happens
 * after the end of the months asked changes nothing: a month asked later is answered alike.
 * Prepayment: the rows of the year paid by the end of the months asked, added per pair of places. A claim uses that of the nearest place above the insured
 * one, then above the place of care. Used is what was cleared from January on.
 * Year's end: rest = carried + prepaid - used. Carried is the same of the year before, without what that one carried: 0 where nothing was prepaid then, unknown where
 * something was and the file holds no claim settled in it. */
#ifndef CHANGHE_CLEARING_H
#define CHANGHE_CLEARING_H

#include "changhe/desk.h"
#include "changhe/medical_file.h"

typedef struct {
    const ch_zone *zone;
    ch_text file; /* name of the claims */
    const ch_medical_row *claim;
    size_t claims;
    int32_t year;
    int32_t month; /* 1 to 12; 0: the year's end: all its months, and what of the prepayments is left */
} ch_clearing_question;

/* Nothing of a person is told but ids of claims. The order of claims changes no byte. Claims are such as ch_medical_file_read gives.
 * CH_EDATA: a claim whose fund by rule and told parts are more than its total, told with its line; prepayments past 63 bits. CH_ENOMEM.
 * Cost: O(claims log claims), and that of ch_net_by_novation. */
CH_MUST_USE ch_err ch_answer_clearing_json(const ch_clearing_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_clearing_csv(const ch_clearing_question *question, ch_buf *out, ch_faults *faults);
CH_MUST_USE ch_err ch_answer_clearing_text(const ch_clearing_question *question, ch_lang lang, ch_buf *out,
                                           ch_faults *faults);
/* The month as postings that `ledger post` takes: book "medical", id "medical:YYYY-MM:due", on the month's last day, accounts insured>care of each pair, the
 * other side "claims"; an empty list where nothing is owed. Of a year: CH_EDATA. */
CH_MUST_USE ch_err ch_answer_clearing_postings(const ch_clearing_question *question, ch_buf *out, ch_faults *faults);

#endif
