/* agreements_forecast.c - plans of an agreement become amounts of the years that nobody has told. */
#include "agreeing.h"

size_t ch_desk__take_plans(ch_arena *arena, const ch_zone *zone, ch_text id, ch_forecast_plan **plan)
{
    const ch_rows_agreement_plans *rows = &zone->agreement_plans;
    size_t n = 0;
    *plan = CH_NEW(arena, ch_forecast_plan, rows->rows);
    for (size_t row = 0; row < rows->rows && *plan; row++)
        if (ch_text_equal(rows->agreement[row], id))
            (*plan)[n++] = (ch_forecast_plan){rows->stream[row], rows->class[row], rows -> full_wan[row]};
    return n;
}

ch_err ch_desk__add_forecast(ch_arena *arena, ch_desk__deal *deal, int32_t to)
{
    ch_agreement *of = &deal->agreement;
    const ch_agreement_amount *more;
    ch_ratio part[CH_FORECAST_RAMP];
    ch_text told;
    size_t parts, n;
    if (deal->plans == 0 || !ch_forecast_ramp(deal->zone->agreements.ramp[deal->row], part, &parts, &told))
        return CH_OK;
    const ch_err err =
        ch_forecast_amounts(arena, deal->plan, deal->plans, part, parts, of->start, of->start / 10000, to, &more, &n);
    ch_agreement_amount *all = err == CH_OK ? CH_NEW(arena, ch_agreement_amount, of->amounts + n) : NULL;
    if (all == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < of->amounts; i++)
        all[i] = of->amount[i];
    for (size_t i = 0; i < n; i++)
        all[of->amounts + i] = more[i];
    of->amount = all;
    of->amounts += n;
    return CH_OK;
}
