/* waterfall.c - amounts as lines, one a year, stream, class and rule, and what flows to the centre and the province. */
#include "agreement_parts.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const ch_agreement_amount *amount;
    const ch_agreement_rule *rule;
    size_t index;
} given;

static int32_t year_of(const ch_agreement_amount *amount)
{
    return amount->period / 10000;
}

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static ch_text rule_id(const ch_agreement_rule *rule)
{
    return rule != NULL ? rule->id : (ch_text){0};
}

/* Of one year, stream and class those of the smallest kind count. */
static int kind_of(const given *at)
{
    return (int)at->amount->is_planned + (int)at->amount->is_forecast;
}

/* Rows of one line lie together, actual ones before planned ones, and those before forecasts. */
static int by_line(const void *left, const void *right)
{
    const given *a = left, *b = right;
    int order = by_number(year_of(a->amount), year_of(b->amount));
    if (order == 0)
        order = by_number(a->amount->stream, b->amount->stream);
    if (order == 0)
        order = ch_text_compare(a->amount->class, b->amount->class);
    if (order == 0)
        order = kind_of(a) - kind_of(b);
    return order != 0 ? order : ch_text_compare(rule_id(a->rule), rule_id(b->rule));
}

static bool is_better(const ch_agreement_rule *rule, const ch_agreement_rule *than)
{
    if (rule->near != than->near)
        return rule->near > than->near;
    return rule->from != than->from ? rule->from > than->from : ch_text_compare(rule->id, than->id) < 0;
}

static const ch_agreement_rule *find_rule(const ch_agreement *of, const ch_agreement_amount *amount)
{
    const ch_date day = ch_date_last_day(amount->period);
    const ch_agreement_rule *found = NULL;
    for (size_t i = 0; i < of->rules; i++) {
        const ch_agreement_rule *rule = &of->rule[i];
        if (rule->stream == amount->stream && (rule->from == 0 || rule->from <= day) &&
            (rule->to == 0 || day <= ch_date_last_day(rule->to)) && (found == NULL || is_better(rule, found)))
            found = rule;
    }
    return found;
}

static bool is_same_kind(const given *a, const given *b)
{
    return year_of(a->amount) == year_of(b->amount) && a->amount->stream == b->amount->stream &&
           ch_text_equal(a->amount->class, b->amount->class);
}

static ch_share__line line_of(const given *at)
{
    return (ch_share__line){.year = year_of(at->amount),
                            .stream = at->amount->stream,
                            .class = at->amount->class,
                            .rule = at->rule,
                            .is_planned = at->amount->is_planned,
                            .is_forecast = at->amount->is_forecast};
}

/* Lists of given rows that lie together are added; planned ones beside actual ones are left out, and forecasts beside both. */
static ch_err add_up(const given *at, size_t n, ch_share__line *line, size_t *lines, ch_faults *faults)
{
    ch_err err = CH_OK;
    size_t first = 0; /* of its year, stream and class */
    *lines = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_same_kind(&at[i], &at[first]))
            first = i;
        if (kind_of(&at[i]) != kind_of(&at[first]))
            continue;
        if (i == first || at[i].rule != line[*lines - 1].rule)
            line[(*lines)++] = line_of(&at[i]);
        int64_t *sum = &line[*lines - 1].gross_fen;
        if (__builtin_add_overflow(*sum, at[i].amount->gross_fen, sum) || *sum == INT64_MIN)
            err = ch_share__tell_agreement(faults, at[i].index, "gross_fen", (ch_text){0}, CH_WANT_SMALL_AMOUNTS,
                                           (ch_text){0});
    }
    return err;
}

ch_err ch_share__lines(ch_arena *arena, const ch_agreement *of, ch_share__line **line, size_t *n, ch_faults *faults)
{
    given *at = CH_NEW(arena, given, of->amounts);
    ch_err err = CH_OK;
    *line = CH_NEW(arena, ch_share__line, of->amounts);
    if (at == NULL || *line == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < of->amounts; i++) {
        const bool is_taxed = of->base != CH_AGREEMENT_STATED;
        at[i] = (given){&of->amount[i], is_taxed ? find_rule(of, &of->amount[i]) : NULL, i};
        if (is_taxed && at[i].rule == NULL) {
            char detail[64];
            snprintf(detail, sizeof detail, "%u, %d", of->amount[i].stream, (int)year_of(&of->amount[i]));
            err = ch_err_worse(
                err, ch_share__tell_agreement(faults, i, "stream", (ch_text){0}, CH_WANT_TAX_RULE, ch_text_of(detail)));
        }
    }
    if (err != CH_OK)
        return err;
    qsort(at, of->amounts, sizeof *at, by_line);
    return add_up(at, of->amounts, *line, n, faults);
}

/* All are parts of one denominator: of the weights, times the rule's two. */
ch_err ch_share__fall(const ch_share__desk *desk, ch_share__line *line)
{
    static const ch_ratio nothing = {0, 1};
    static const ch_share__wide most = (ch_share__wide)1 << 56; /* times 63 bits, and 62 remainders in 63 bits */
    const ch_ratio c = line->rule != NULL ? line->rule->central : nothing;
    const ch_ratio p = line->rule != NULL ? line->rule->provincial : nothing;
    const ch_share__wide gross = line->gross_fen < 0 ? -(ch_share__wide)line->gross_fen : line->gross_fen;
    line->den = line->common * c.den * p.den;
    if (line->den > most)
        return ch_share__tell_agreement(desk->faults, 0, "weight", (ch_text){0}, CH_WANT_SMALL_RATIOS, (ch_text){0});
    line->central = gross * c.num * p.den * line->common;
    line->provincial = gross * (c.den - c.num) * p.num * line->common;
    line->pool = gross * line->den - line->central - line->provincial;
    return CH_OK;
}
