/* assessment.h - output, investment and the like of what an agreement is about: counted once, by place, in statistics; split for assessment
 * alone, by each party's part.
 *
 * No party's statistics change by a split: the value stays where it is counted. In the years of assessment each party is assessed by its part of the value, exact, rounded to
 * whole fen by largest remainder (share.h) together with what belongs to nobody, so that nothing is counted twice. */
#ifndef CHANGHE_ASSESSMENT_H
#define CHANGHE_ASSESSMENT_H

#include "changhe/date.h"
#include "changhe/decimal.h"
#include "changhe/fault.h"
#include "changhe/ratio_text.h"

typedef struct {
    ch_date period; /* a year or closer */
    unsigned figure;
    ch_text place;
    bool is_planned; /* counts only where no actual one has its year, figure and place */
    int64_t value_fen;
} ch_assessment_figure;

typedef struct {
    const ch_assessment_figure *figure;
    size_t figures;
    const ch_text *party; /* codes, each once */
    const ch_ratio *part; /* of each party; together at most 1 */
    size_t parties;
    int32_t first, end; /* years of assessment, half-open; INT32_MAX: no end. first 0: there are none */
} ch_assessment;

typedef struct {
    int32_t year;
    unsigned figure;
    ch_text place; /* where statistics count it */
    bool is_planned;
    int64_t value_fen;
    const int64_t *fen; /* per party, as given; NULL: not a year of assessment, or nobody has a part */
    int64_t nobody_fen; /* of the value: what no part speaks of */
} ch_assessment_row;

/* Rows by year, figure, place; of years from..to. CH_EDATA: parts that exceed 1 or have too large a common denominator, sums past 63 bits, told at line 1 + index of party or figure. CH_ENOMEM.
 * Cost: O(figures log figures + rows parties log parties). */
CH_MUST_USE ch_err ch_assessment_split(ch_arena *arena, const ch_assessment *assessment, int32_t from, int32_t to,
                                       const ch_assessment_row **row, size_t *rows, ch_faults *faults);

#endif
