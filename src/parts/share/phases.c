/* phases.c - which phase speaks for whom, in years since the start. */
#include "agreement_parts.h"

static int32_t year_of(ch_date date)
{
    return date / 10000;
}

unsigned ch_share__state(const ch_agreement *of, int32_t year)
{
    if ((of->valid_from != 0 && year < year_of(of->valid_from)) || (of->valid_to != 0 && year > year_of(of->valid_to)))
        return CH_AGREEMENT_NOT_IN_FORCE;
    if (of->start == 0 || year < year_of(of->start))
        return CH_AGREEMENT_NOT_BEGUN;
    if (of->suspended_from != 0 && year >= year_of(of->suspended_from) &&
        (of->suspended_to == 0 || year <= year_of(of->suspended_to)))
        return CH_AGREEMENT_SUSPENDED;
    return 0;
}

static bool speaks(const ch_agreement_phase *phase, const ch_share__line *line, int64_t since)
{
    return phase->from <= since && since < phase->to && (phase->streams == 0 || (phase->streams >> line->stream & 1)) &&
           (phase->class.len == 0 || ch_text_equal(phase->class, line->class));
}

static ch_share__seat *find_seat(ch_share__desk *desk, ch_text code)
{
    size_t from = 0, to = desk->of->parties;
    while (from < to) {
        const size_t at = from + (to - from) / 2;
        const int order = ch_text_compare(desk->seat[at].party->code, code);
        if (order == 0)
            return &desk->seat[at];
        if (order < 0)
            from = at + 1;
        else
            to = at;
    }
    return NULL;
}

static ch_err give_phase(ch_share__desk *desk, size_t index)
{
    const ch_agreement_phase *phase = &desk->of->phase[index];
    ch_share__seat *seat = find_seat(desk, phase->party);
    if (seat == NULL)
        return ch_share__tell_agreement(desk->faults, index, "party", phase->party, CH_WANT_PARTY, (ch_text){0});
    if (seat->phase != NULL)
        return ch_share__tell_agreement(desk->faults, index, "from_year", phase->id, CH_WANT_OWN_YEARS,
                                        seat->phase->id);
    seat->phase = phase;
    return CH_OK;
}

/* Least common denominator of all weights that speak; false: it is too large. */
static bool find_common(const ch_share__desk *desk, ch_share__line *line)
{
    int64_t common = 1;
    for (size_t i = 0; i < desk->of->parties; i++) {
        const ch_agreement_phase *phase = desk->seat[i].phase;
        if (phase != NULL &&
            __builtin_mul_overflow(common, phase->weight.den / ch_ratio_common(common, phase->weight.den), &common))
            return false;
    }
    line->common = common;
    return common <= (int64_t)1 << 56;
}

ch_err ch_share__weigh(ch_share__desk *desk, ch_share__line *line)
{
    const int64_t since = (int64_t)line->year - year_of(desk->of->start);
    ch_err err = CH_OK;
    ch_share__wide sum = 0;
    for (size_t i = 0; i < desk->of->parties; i++)
        desk->seat[i].phase = NULL;
    for (size_t i = 0; i < desk->of->phases && line->state == 0; i++)
        if (speaks(&desk->of->phase[i], line, since))
            err = ch_err_worse(err, give_phase(desk, i));
    if (err == CH_OK && !find_common(desk, line))
        err = ch_share__tell_agreement(desk->faults, 0, "weight", (ch_text){0}, CH_WANT_SMALL_RATIOS, (ch_text){0});
    if (err != CH_OK)
        return err;
    for (size_t i = 0; i < desk->of->parties; i++) {
        ch_share__seat *seat = &desk->seat[i];
        const ch_ratio weight = seat->phase != NULL ? seat->phase->weight : (ch_ratio){0, 1};
        seat->part = line->common / weight.den * weight.num;
        sum += seat->part;
    }
    if (sum > line->common)
        return ch_share__tell_agreement(desk->faults, 0, "weight", (ch_text){0}, CH_WANT_PARTS_SUM, (ch_text){0});
    return CH_OK;
}
