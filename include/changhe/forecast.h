/* forecast.h - what a project is planned to pay, year by year, where nobody has told an amount. */
#ifndef CHANGHE_FORECAST_H
#define CHANGHE_FORECAST_H

#include "changhe/agreement.h"

typedef struct {
    unsigned stream;
    ch_text class;
    int64_t full_fen; /* a year at full output, >= 0 */
} ch_forecast_plan;

/* "0.3 0.6 1": parts of full output in the years from the start, a blank between, at most CH_FORECAST_RAMP of them. Empty: none, *n is 0. false: a part that is none, or too
 * many; told holds the part at fault, or all of the text. */
enum { CH_FORECAST_RAMP = 50 };
bool ch_forecast_ramp(ch_text text, ch_ratio part[CH_FORECAST_RAMP], size_t *n, ch_text *told);

/* Each plan in each year from..to that is not before the start: full x part of its year (the last part holds for all later years; without parts 1), to the nearest fen, halves
 * up. They are amounts with is_planned and is_forecast. Without a start (0) there are none. In the arena; by plan as given, then year. CH_ENOMEM. */
CH_MUST_USE ch_err ch_forecast_amounts(ch_arena *arena, const ch_forecast_plan *plan, size_t plans,
                                       const ch_ratio *part, size_t parts, ch_date start, int32_t from, int32_t to,
                                       const ch_agreement_amount **amount, size_t *amounts);

#endif
