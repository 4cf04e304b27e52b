/* forecast.c - a ramp read, and plans spread over the years. */
#include "changhe/forecast.h"

#include "wide.h"

bool ch_forecast_ramp(ch_text text, ch_ratio part[CH_FORECAST_RAMP], size_t *n, ch_text *told)
{
    ch_text rest = text, one;
    *n = 0;
    while (ch_text_next(&rest, ' ', &one)) {
        if (one.len == 0)
            continue;
        *told = *n < CH_FORECAST_RAMP ? one : text;
        if (*n >= CH_FORECAST_RAMP || !ch_ratio_parse(one, &part[*n]))
            return false;
        ++*n;
    }
    return true;
}

static int64_t part_of(int64_t full_fen, ch_ratio part)
{
    const ch_share__wide twice = 2 * (ch_share__wide)full_fen * part.num + part.den;
    return (int64_t)(twice / (2 * (ch_share__wide)part.den));
}

ch_err ch_forecast_amounts(ch_arena *arena, const ch_forecast_plan *plan, size_t plans, const ch_ratio *part,
                           size_t parts, ch_date start, int32_t from, int32_t to, const ch_agreement_amount **amount,
                           size_t *amounts)
{
    const int32_t begin = start / 10000, first = from > begin ? from : begin;
    const size_t years = start == 0 || to < first ? 0 : (size_t)(to - first) + 1;
    ch_agreement_amount *list = CH_NEW(arena, ch_agreement_amount, plans * years);
    *amounts = 0;
    *amount = list;
    if (list == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < plans; i++)
        for (size_t k = 0; k < years; k++) {
            const size_t at = (size_t)(first - begin) + k;
            const ch_ratio whole = {1, 1}, now = parts == 0 ? whole : part[at < parts ? at : parts - 1];
            list[(*amounts)++] = (ch_agreement_amount){.period = (first + (int32_t)k) * 10000,
                                                       .stream = plan[i].stream,
                                                       .class = plan[i].class,
                                                       .is_planned = true,
                                                       .is_forecast = true,
                                                       .gross_fen = part_of(plan[i].full_fen, now)};
        }
    return CH_OK;
}
