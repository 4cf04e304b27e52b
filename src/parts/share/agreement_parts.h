/* agreement_parts.h - inside agreements: a line of money on its way to those who get a part of it. */
#ifndef CHANGHE_SHARE_AGREEMENT_PARTS_H
#define CHANGHE_SHARE_AGREEMENT_PARTS_H

#include "changhe/agreement.h"
#include "wide.h"

/* A party with what is left of its bounds. Seats stand in the order of codes. */
typedef struct {
    const ch_agreement_party *party;
    size_t index;                 /* as given */
    int64_t year_left, cap_left;  /* CH_UNKNOWN_I64: none */
    int64_t repay_left, year_fen; /* of the year so far */
    /* of the line at hand */
    const ch_agreement_phase *phase; /* NULL: none speaks */
    ch_share__wide part;             /* weight in parts of line.common */
    ch_share__wide share;            /* exact, in parts of line.den of a fen; never negative */
    int64_t repaid_fen;              /* of it, when it is whole; else all of it is repaid */
    unsigned why;
    int64_t amount_fen, odd_fen;
} ch_share__seat;

typedef struct {
    int32_t year;
    unsigned stream;
    ch_text class;
    const ch_agreement_rule *rule; /* NULL: nothing is taken before the parties */
    bool is_planned, is_forecast;
    int64_t gross_fen;
    /* worked out */
    unsigned state;        /* reasons: why phases do not speak; 0: they do */
    ch_share__wide common; /* denominator of the weights */
    ch_share__wide den;    /* of all exact shares */
    ch_share__wide central, provincial, pool;
    int64_t central_fen, provincial_fen, base_fen;
} ch_share__line;

typedef struct {
    const ch_agreement *of;
    ch_arena *arena;
    ch_faults *faults;
    ch_share__seat *seat;
    ch_share__seat *rest; /* takes it */
    int64_t base_left;    /* of the year */
    int64_t kept_fen;     /* of the line at hand, where more than the base came: what of it stayed */
} ch_share__desk;

/* waterfall.c: amounts as lines in their order, and what the centre and the province take. */
CH_MUST_USE ch_err ch_share__lines(ch_arena *arena, const ch_agreement *of, ch_share__line **line, size_t *n,
                                   ch_faults *faults);
CH_MUST_USE ch_err ch_share__fall(const ch_share__desk *desk, ch_share__line *line);

/* phases.c: why no phase speaks of a year; which speaks for each seat. */
unsigned ch_share__state(const ch_agreement *of, int32_t year);
CH_MUST_USE ch_err ch_share__weigh(ch_share__desk *desk, ch_share__line *line);

/* caps.c: exact shares of the pool, bounded; the odd fen; floors of a year. */
void ch_share__bound(ch_share__desk *desk, const ch_share__line *line);
CH_MUST_USE ch_err ch_share__round(ch_share__desk *desk, ch_share__line *line);
void ch_share__pay(ch_share__desk *desk, const ch_share__line *line);
void ch_share__floor(ch_share__desk *desk, ch_agreement_row *row, size_t rows, unsigned *why);

ch_err ch_share__tell_agreement(ch_faults *faults, size_t index, const char *column, ch_text found, ch_want want,
                                ch_text detail);

#endif
