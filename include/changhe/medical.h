/* medical.h - care in one province paid by the insurance of another: what the fund pays, and how places settle it by month.
 *
 * No rule stands in the code: deductible, ratio, cap, points off and alarm levels are data passed in, of the place of insurance and of the
 * date of the care. (The usual figures, 70 % and 90 % for the alarms, up to 10 and 20 points off, are unverified: whoever shows them says so.)
 * Amounts are whole fen. A person is no part of this: whoever keeps tokens of persons keeps them elsewhere. */
#ifndef CHANGHE_MEDICAL_H
#define CHANGHE_MEDICAL_H

#include "changhe/netting.h"

enum { CH_MEDICAL_WHOLE = 10000 }; /* ratios are in 1/10,000: 80 % is 8000, a point is 100 */

typedef struct {
    int64_t deductible_fen; /* >= 0 */
    uint32_t ratio;         /* 0 .. CH_MEDICAL_WHOLE */
    uint32_t less;          /* taken off the ratio, which is not below 0 then: temporary care, no referral */
    int64_t cap_left_fen;   /* >= 0: what the fund may still pay for the person in this period */
} ch_medical_rule;

/* What the fund pays of in_catalogue_fen: (in catalogue - deductible) x (ratio - less), rounded once, down to a whole fen (what is left of a
 * fen stays with the person), at most the cap left; 0 where the deductible is not reached.
 * CH_EDATA: an amount is negative or a ratio above the whole; *fund_fen is untouched then. */
CH_MUST_USE ch_err ch_medical_pay(const ch_medical_rule *rule, int64_t in_catalogue_fen, int64_t *fund_fen,
                                  ch_faults *faults);

typedef enum { CH_MEDICAL_CLEAR, CH_MEDICAL_DISPUTED, CH_MEDICAL_REFUSED } ch_medical_state;

typedef struct {
    uint32_t care, insured; /* places below places */
    int32_t month; /* 12 x year + month - 1, in which the claim is cleared; of a dispute: in which it was decided */
    int64_t total_fen, in_catalogue_fen;                              /* in catalogue <= total */
    int64_t fund_fen, supplement_fen, aid_fen, account_fen, cash_fen; /* each >= 0; together the total */
    ch_medical_state state; /* disputed: held out until decided; refused: never paid */
} ch_medical_claim;

/* What places owe one another for a month: per pair of care and insured place the clear claims, fund, supplements and aid together; the
 * insured place owes the place of care. Within one place nothing is owed. */
typedef struct {
    uint32_t care, insured;
    size_t claims;
    int64_t fen;
} ch_medical_batch;

typedef struct {
    const ch_medical_batch *batch; /* by care, then insured place */
    size_t batches;
    const int64_t *coming_fen; /* of each place: what it has coming less what it owes; adds up to 0 */
    size_t held;               /* claims of the month in dispute, held out */
    int64_t held_fen;
    ch_netted netted; /* the batches by novation; of months added up: empty */
} ch_medical_month;

/* All claims are checked, whatever their month. CH_EDATA, told with line = index + 1: a negative part; parts that do not add up to the total; more in
 * the catalogue than in all, more from the fund than in the catalogue. CH_ENOMEM. Cost: O(claims + places), and that of ch_net_by_novation. */
CH_MUST_USE ch_err ch_medical_settle(ch_arena *arena, size_t places, const ch_medical_claim *claim, size_t claims,
                                     int32_t month, ch_medical_month *settled, ch_faults *faults);

/* The same for all months from `from` to `to`, both counted, and not netted: what a year comes to, or what is used of a prepayment so far. */
CH_MUST_USE ch_err ch_medical_add_up(ch_arena *arena, size_t places, const ch_medical_claim *claim, size_t claims,
                                     int32_t from, int32_t to, ch_medical_month *sum, ch_faults *faults);

typedef enum { CH_MEDICAL_WELL, CH_MEDICAL_YELLOW, CH_MEDICAL_RED } ch_medical_alarm;

/* Of a prepayment of prepaid_fen > 0 used_fen are used: red from red up, yellow from yellow up (in 1/CH_MEDICAL_WHOLE; yellow <= red), exact. A prepayment of 0 is used
 * up by the first fen. */
ch_medical_alarm ch_medical_find_alarm(int64_t prepaid_fen, int64_t used_fen, uint32_t yellow, uint32_t red);

/* The least that must be added to a prepayment of prepaid_fen >= 0 for used_fen >= 0 to be below yellow again: the smallest top_up_fen >= 0 with
 * used x CH_MEDICAL_WHOLE < (prepaid + top_up) x yellow. false: nothing used is below that level (yellow is 0), or it is past 63 bits. */
bool ch_medical_find_top_up(int64_t prepaid_fen, int64_t used_fen, uint32_t yellow, int64_t *top_up_fen);

/* The year's end: what was prepaid and topped up against what was used. rest_fen > 0 is carried to the next year, < 0 is still owed. Overflow gives CH_EDATA. */
CH_MUST_USE ch_err ch_medical_reconcile(int64_t carried_fen, int64_t prepaid_fen, int64_t used_fen, int64_t *rest_fen);

#endif
