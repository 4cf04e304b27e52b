/* agreement.h - what each party of an agreement gets: by year, stream and class, exact to the fen.
 *
 * Of a gross amount the centre takes its part, the province its part of the rest, and what the place retains (or the
 * increment of that over a base, or a stated amount) goes to the parties:
 *   1. of an increment, the base of the year stays with the party that takes the rest;
 *   2. what is repaid first, party by party in the order of codes;
 *   3. each party's part, by the phase that speaks of the year, bounded by its cap of the year and in all;
 *   4. the rest to the party that takes it.
 * Years are calendar years; year 0 is that of the start. Outside of its validity, before its start, and while it is suspended an
 * agreement gives everything to the party that takes the rest. Lines are worked in the order of year, stream, class and rule, so that
 * caps and bases are used up in that order. A line is one stream of one class, year and rule: all who get a part of it, centre and
 * province too, are exact rationals, and are rounded together once, by largest remainder (ch_share_divide), after the caps; what was
 * rounded carries over to no other line. A refund (negative) is split by the parts as a negative; it gives room under the caps back, and
 * touches neither base nor what is repaid first. A floor is made up in whole fen at the end of a year, by the party that takes the rest. */
#ifndef CHANGHE_AGREEMENT_H
#define CHANGHE_AGREEMENT_H

#include "changhe/date.h"
#include "changhe/decimal.h"
#include "changhe/fault.h"
#include "changhe/ratio_text.h"

enum { CH_AGREEMENT_PARTIES = 60 };

typedef enum { CH_AGREEMENT_RETAINED, CH_AGREEMENT_INCREMENT, CH_AGREEMENT_STATED } ch_agreement_base;

typedef struct {
    ch_text code;
    int64_t floor_fen, cap_year_fen, cap_fen; /* CH_UNKNOWN_I64: none */
    int64_t paid_fen, repay_fen;              /* before the first year told; to be repaid first; 0: nothing */
} ch_agreement_party;

typedef struct {
    ch_text id;
    ch_text party;
    uint32_t streams; /* bits 1 << stream; 0: all */
    ch_text class;    /* empty: all */
    int64_t from, to; /* years since the start, half-open; to INT64_MAX: no end */
    ch_ratio weight;
} ch_agreement_phase;

typedef struct {
    ch_text id;
    unsigned stream;
    ch_date from, to; /* days; 0: open; to is the last day */
    unsigned
        near; /* of rules that speak of a day, the one with the largest counts, then the latest from, then the smallest id */
    ch_ratio central, provincial; /* of the whole; of what the centre leaves */
} ch_agreement_rule;

typedef struct {
    ch_date period; /* a year or closer; the rule is that of its last day */
    unsigned stream;
    ch_text class;
    bool is_planned; /* counts only where no actual amount has its year, stream and class */
    int64_t gross_fen;
    bool is_forecast; /* of planned ones: counts only where no other amount has them */
} ch_agreement_amount;

typedef struct {
    ch_agreement_base base;
    int64_t base_fen; /* a year; of a stated amount CH_UNKNOWN_I64: none but the rows */
    ch_date start, valid_from, valid_to, suspended_from,
        suspended_to;                /* 0: not happened; open; open; never; until further notice */
    const ch_agreement_party *party; /* each code once */
    size_t parties;
    size_t rest; /* index of the party that takes it; it has no floor and no cap */
    const ch_agreement_phase *phase;
    size_t phases;
    const ch_agreement_rule *rule;
    size_t rules;
    const ch_agreement_amount *amount;
    size_t amounts;
    unsigned stated_stream; /* of a stated amount that no row gives: CH_stream_OTHER of the schema */
} ch_agreement;

/* Why a party got what it got: bits. */
typedef enum {
    CH_AGREEMENT_NOT_IN_FORCE = 1 << 0,
    CH_AGREEMENT_NOT_BEGUN = 1 << 1,
    CH_AGREEMENT_SUSPENDED = 1 << 2,
    CH_AGREEMENT_BASE_KEPT = 1 << 3,
    CH_AGREEMENT_REPAID = 1 << 4,
    CH_AGREEMENT_CAP_YEAR = 1 << 5,
    CH_AGREEMENT_CAP = 1 << 6,
    CH_AGREEMENT_REST = 1 << 7, /* it took what was left over */
    CH_AGREEMENT_FLOOR = 1 << 8,
    CH_AGREEMENT_REASONS = 9
} ch_agreement_reason;
/* "not_in_force", "not_begun", "suspended", "base", "repaid", "cap_year", "cap", "rest", "floor" */
extern const char *const ch_agreement_reason_name[CH_AGREEMENT_REASONS];

typedef struct {
    int32_t year;
    unsigned stream;
    ch_text class;
    ch_text rule; /* id; empty: a stated amount */
    bool is_planned, is_forecast;
    int64_t gross_fen, central_fen, provincial_fen;
    int64_t base_fen; /* what all parties get together: gross less centre less province */
    size_t party;
    int64_t amount_fen, repaid_fen; /* of it repaid first */
    int64_t cap_left_fen; /* after this line, in all and of the year: the smaller; CH_UNKNOWN_I64: it has no cap */
    int64_t odd_fen;      /* 1 or -1: it got an odd fen */
    ch_text clause;       /* id of the phase, then reasons, a blank between */
} ch_agreement_row;

typedef struct {
    int64_t amount_fen;   /* of the years asked */
    int64_t cap_left_fen; /* in all, after the last year asked; CH_UNKNOWN_I64: no such cap */
} ch_agreement_total;

typedef struct {
    const ch_agreement_row *row; /* by year, stream, class, rule, party's code */
    size_t rows;
    const ch_agreement_total *total; /* per party, as given */
    int64_t gross_fen, central_fen, provincial_fen, base_fen;
} ch_agreement_split;

/* Years from..to, both counted; earlier ones are worked through for what they use up. The order in which parties, phases, rules and amounts are
 * given changes nothing. Lives in the arena and points into what was given. CH_EDATA: a stream has no rule for a day, a
 * year's phases exceed 1 or overlap, ratios have too large a common denominator, sums exceed 63 bits; told at line 1 + its index. CH_ENOMEM.
 * Cost: O(years (amounts of the year) (parties + phases)), amounts sorted once. */
CH_MUST_USE ch_err ch_agreement_divide(ch_arena *arena, const ch_agreement *agreement, int32_t from, int32_t to,
                                       ch_agreement_split *split, ch_faults *faults);

/* What amounts of one a year are worth in the first year, in fen: a measure, at a stated rate > -1. */
double ch_agreement_present(const ch_agreement_split *split, size_t party, int32_t first, double rate);

#endif
