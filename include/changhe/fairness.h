/* fairness.h - is what an agreement gives each party fair, and would anybody rather leave?
 *
 * A game over the years asked (game.h, in fen): all parties together have what the agreement divides; one party alone has its alone_wan a year
 * (agreement_parties), some of them together the value_wan of their row of agreement_groups. A group without a row has the most that it
 * can have as such groups and single parties (a group may always act apart), so v is superadditive below the whole. A party whose
 * alone_wan is not known makes the game unknown: nothing is said of fairness then but what is missing. Where the group of all would
 * have more apart than together, that is told, and the core is empty.
 * Values are those of whole years. Where nothing tells of a year that is asked (no amount, no plan, no stated amount) what all have together is not
 * known either, and the years are told. */
#ifndef CHANGHE_FAIRNESS_H
#define CHANGHE_FAIRNESS_H

#include "changhe/agreements.h"
#include "changhe/progress.h"

enum {
    CH_FAIRNESS_PARTIES = 16 /* above: CH_EDATA, told */,
    CH_FAIRNESS_GROUPS = 64 /* told at most, the tightest first */
};

/* solver of programs: the exact simplex alone. Errors as of ch_answer_split_json; CH_EDATA also: too many parties, or values past CH_GAME_VALUE_MOST.
 * "Unknown" is an answer: CH_OK. progress may be NULL; stopped: CH_ENONE. */
CH_MUST_USE ch_err ch_answer_fairness_json(const ch_split_question *question, const ch_progress *progress, ch_buf *out,
                                           ch_faults *faults);
CH_MUST_USE ch_err ch_answer_fairness_csv(const ch_split_question *question, const ch_progress *progress, ch_buf *out,
                                          ch_faults *faults);
CH_MUST_USE ch_err ch_answer_fairness_text(const ch_split_question *question, ch_lang lang, const ch_progress *progress,
                                           ch_buf *out, ch_faults *faults);

#endif
