/* agreements_assessment.c - figures of an agreement, counted by place, and each party's part in assessment. */
#include "agreeing.h"

/* Years of assessment, half-open: from its own start, else that of the agreement, within its validity. */
static void find_years(const ch_desk__deal *deal, ch_assessment *of)
{
    const ch_rows_agreements *rows = &deal->zone->agreements;
    const size_t row = deal->row;
    const ch_agreement *agreement = &deal->agreement;
    const ch_date start = rows->assessment_on[row] != 0 ? rows->assessment_on[row] : agreement->start;
    const int64_t years = rows->assessment_years[row];
    of->first = start / 10000;
    of->end = INT32_MAX;
    if (years != CH_UNKNOWN_I64 && years < INT32_MAX - of->first)
        of->end = of->first + (int32_t)years;
    if (of->first != 0 && agreement->valid_from / 10000 > of->first)
        of->first = agreement->valid_from / 10000;
    if (agreement->valid_to != 0 && agreement->valid_to / 10000 < of->end)
        of->end = agreement->valid_to / 10000 + 1;
}

static ch_err take_parts(ch_arena *arena, const ch_desk__deal *deal, ch_assessment *of)
{
    const ch_agreement *agreement = &deal->agreement;
    ch_text *party = CH_NEW(arena, ch_text, agreement->parties);
    ch_ratio *part = CH_NEW(arena, ch_ratio, agreement->parties);
    if (party == NULL || part == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < agreement->parties; i++) {
        const ch_text text = deal->zone->agreement_parties.assessment[deal->party[i]];
        party[i] = agreement->party[i].code;
        part[i] = (ch_ratio){0, 1};
        if (text.len > 0 && !ch_ratio_parse(text, &part[i]))
            part[i] = (ch_ratio){0, 1}; /* the check has told it */
    }
    of->party = party;
    of->part = part;
    of->parties = agreement->parties;
    return CH_OK;
}

static ch_err take_figures(ch_arena *arena, const ch_desk__deal *deal, ch_text id, ch_assessment *of)
{
    const ch_rows_agreement_figures *rows = &deal->zone->agreement_figures;
    ch_assessment_figure *figure = CH_NEW(arena, ch_assessment_figure, rows->rows);
    if (figure == NULL)
        return CH_ENOMEM;
    for (size_t row = 0; row < rows->rows; row++)
        if (ch_text_equal(rows->agreement[row], id))
            figure[of->figures++] = (ch_assessment_figure){.period = rows->period[row],
                                                           .figure = rows->figure[row],
                                                           .place = rows->place[row],
                                                           .is_planned = rows->kind[row] == CH_amount_PLANNED,
                                                           .value_fen = rows->value_wan[row]};
    of->figure = figure;
    return CH_OK;
}

ch_err ch_desk__assess(ch_arena *arena, ch_desk__deal *deal, int32_t from, int32_t to, ch_faults *faults)
{
    ch_assessment of = {0};
    find_years(deal, &of);
    ch_err err = take_parts(arena, deal, &of);
    if (err == CH_OK)
        err = take_figures(arena, deal, deal->zone->agreements.id[deal->row], &of);
    return err == CH_OK ? ch_assessment_split(arena, &of, from, to, &deal->assessed, &deal->assessed_rows, faults)
                        : err;
}
