/* assessment.c - figures added up where they are counted, and split for assessment. */
#include "changhe/assessment.h"

#include "changhe/share.h"

#include <stdlib.h>

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_row(const ch_assessment_figure *a, const ch_assessment_figure *b)
{
    int order = by_number(a->period / 10000, b->period / 10000);
    if (order == 0)
        order = by_number(a->figure, b->figure);
    return order != 0 ? order : ch_text_compare(a->place, b->place);
}

/* Of one row the actual ones come first. */
static int by_kind(const void *left, const void *right)
{
    const ch_assessment_figure *a = *(const ch_assessment_figure *const *)left,
                               *b = *(const ch_assessment_figure *const *)right;
    const int order = by_row(a, b);
    return order != 0 ? order : (int)a->is_planned - (int)b->is_planned;
}

static ch_err tell(ch_faults *faults, size_t index, const char *column, ch_want want)
{
    return ch_fault_add(faults, (ch_at){.line = index < UINT32_MAX ? (uint32_t)index + 1 : 0}, ch_text_of(column),
                        (ch_text){0}, want, (ch_text){0});
}

/* Weights of the parties over a common denominator, and last what belongs to nobody, whose code comes after all others. */
static ch_err weigh(const ch_assessment *of, ch_share_part *part, bool *has_parts, ch_faults *faults)
{
    int64_t common = 1, left;
    for (size_t i = 0; i < of->parties; i++) {
        const int64_t den = of->part[i].den, times = den / ch_ratio_common(common, den);
        if (__builtin_mul_overflow(common, times, &common))
            return tell(faults, i, "assessment", CH_WANT_SMALL_RATIOS);
    }
    left = common;
    *has_parts = false;
    for (size_t i = 0; i < of->parties; i++) {
        part[i] = (ch_share_part){of->party[i], common / of->part[i].den * of->part[i].num};
        left -= part[i].weight; /* none is above common: no overflow before it is below 0 */
        if (left < 0)
            return tell(faults, i, "assessment", CH_WANT_ASSESSMENT_SUM);
        *has_parts |= part[i].weight > 0;
    }
    part[of->parties] = (ch_share_part){CH_TEXT("\xff"), left};
    return CH_OK;
}

typedef struct {
    ch_arena *arena;
    const ch_assessment *of;
    ch_share_part *part;
    bool has_parts;
    ch_faults *faults;
} splitting;

static ch_err split_row(const splitting *s, ch_assessment_row *row)
{
    const ch_assessment *of = s->of;
    if (!s->has_parts || of->first == 0 || row->year < of->first || row->year >= of->end)
        return CH_OK;
    int64_t *fen = CH_NEW(s->arena, int64_t, of->parties + 1);
    if (fen == NULL)
        return CH_ENOMEM;
    const ch_err err = ch_share_divide(s->arena, row->value_fen, s->part, of->parties + 1, fen, NULL, s->faults);
    row->fen = fen;
    row->nobody_fen = fen[of->parties];
    return err;
}

/* Figures at[0..n) are of one row, actual ones first: planned ones count where there is no actual one. */
static ch_err add_up(const ch_assessment *of, const ch_assessment_figure *const *at, size_t n, ch_assessment_row *row,
                     ch_faults *faults)
{
    *row = (ch_assessment_row){
        .year = at[0]->period / 10000, .figure = at[0]->figure, .place = at[0]->place, .is_planned = at[0]->is_planned};
    for (size_t i = 0; i < n && at[i]->is_planned == row->is_planned; i++)
        if (__builtin_add_overflow(row->value_fen, at[i]->value_fen, &row->value_fen) || row->value_fen == INT64_MIN)
            return tell(faults, (size_t)(at[i] - of->figure), "value_wan", CH_WANT_SMALL_AMOUNTS);
    return CH_OK;
}

ch_err ch_assessment_split(ch_arena *arena, const ch_assessment *assessment, int32_t from, int32_t to,
                           const ch_assessment_row **row, size_t *rows, ch_faults *faults)
{
    const ch_assessment *of = assessment;
    splitting s = {.arena = arena, .of = of, .faults = faults, .part = CH_NEW(arena, ch_share_part, of->parties + 1)};
    const ch_assessment_figure **at = CH_NEW(arena, const ch_assessment_figure *, of->figures);
    ch_assessment_row *list = CH_NEW(arena, ch_assessment_row, of->figures);
    size_t n = 0;
    *rows = 0;
    *row = list;
    if (s.part == NULL || at == NULL || list == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < of->figures; i++)
        if (of->figure[i].period / 10000 >= from && of->figure[i].period / 10000 <= to)
            at[n++] = &of->figure[i];
    if (n > 0)
        qsort(at, n, sizeof(const ch_assessment_figure *), by_kind);
    ch_err err = weigh(of, s.part, &s.has_parts, faults);
    for (size_t first = 0, end; err == CH_OK && first < n; first = end) {
        for (end = first + 1; end < n && by_row(at[end], at[first]) == 0;)
            end++;
        err = add_up(of, &at[first], end - first, &list[*rows], faults);
        if (err == CH_OK)
            err = split_row(&s, &list[(*rows)++]);
    }
    return err;
}
