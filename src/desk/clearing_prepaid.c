/* clearing_prepaid.c - what was prepaid of a year per pair of places, what of it is used, and what is carried to the next. */
#include "clearing_work.h"

#include "changhe/decimal.h"
#include "changhe/ratio_text.h"

#include <stdlib.h>

/* A row that counts. */
typedef struct {
    uint32_t insured, care, row;
    ch_date paid_on;
} payment;

static int by_pair(const void *left, const void *right)
{
    const payment *a = left, *b = right;
    int order = (a->insured > b->insured) - (a->insured < b->insured);
    if (order == 0)
        order = (a->care > b->care) - (a->care < b->care);
    if (order == 0)
        order = (a->paid_on > b->paid_on) - (a->paid_on < b->paid_on);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* In 1/CH_MEDICAL_WHOLE; CH_DESK__NO_LEVEL: not told. */
static uint32_t level_of(ch_text text)
{
    ch_ratio ratio;
    if (text.len == 0 || !ch_ratio_parse(text, &ratio))
        return CH_DESK__NO_LEVEL;
    return (uint32_t)(ratio.num * CH_MEDICAL_WHOLE / ratio.den);
}

static ch_err tell_amount(const ch_zone *zone, size_t row, ch_faults *faults)
{
    return ch_fault_add(faults, (ch_at){.file = CH_TEXT("medical_prepayments")}, CH_TEXT("amount_wan"),
                        zone->medical_prepayments.id[row], CH_WANT_SMALL_AMOUNTS, (ch_text){0});
}

/* A row more of the pair. */
static ch_err add_row(const ch_zone *zone, const payment *from, ch_desk__prepaid *to, ch_faults *faults)
{
    const ch_rows_medical_prepayments *rows = &zone->medical_prepayments;
    if (__builtin_add_overflow(to->prepaid_fen, rows->amount_wan[from->row], &to->prepaid_fen))
        return tell_amount(zone, from->row, faults);
    if (to->yellow == CH_DESK__NO_LEVEL)
        to->yellow = level_of(rows->yellow[from->row]);
    if (to->red == CH_DESK__NO_LEVEL)
        to->red = level_of(rows->red[from->row]);
    return CH_OK;
}

/* Rows of a year paid by a day, each pair once. */
static ch_err collect(ch_arena *arena, const ch_zone *zone, int32_t year, ch_date by, ch_desk__prepaid **list,
                      size_t *n, ch_faults *faults)
{
    const ch_rows_medical_prepayments *rows = &zone->medical_prepayments;
    payment *paid = CH_NEW(arena, payment, rows->rows);
    size_t kept = 0;
    ch_err err = CH_OK;
    *list = CH_NEW(arena, ch_desk__prepaid, rows->rows);
    *n = 0;
    if (paid == NULL || *list == NULL)
        return CH_ENOMEM;
    for (size_t row = 0; row < rows->rows; row++)
        if (rows->year[row] / 10000 == year && ch_date_not_after(rows->paid_on[row], by))
            paid[kept++] =
                (payment){(uint32_t)ch_zone_find_place(zone, rows->insured[row]),
                          (uint32_t)ch_zone_find_place(zone, rows->care[row]), (uint32_t)row, rows->paid_on[row]};
    qsort(paid, kept, sizeof *paid, by_pair);
    for (size_t i = 0; i < kept && err == CH_OK; i++) {
        if (i == 0 || paid[i].insured != paid[i - 1].insured || paid[i].care != paid[i - 1].care)
            (*list)[(*n)++] = (ch_desk__prepaid){.insured = paid[i].insured,
                                                 .care = paid[i].care,
                                                 .yellow = CH_DESK__NO_LEVEL,
                                                 .red = CH_DESK__NO_LEVEL};
        err = add_row(zone, &paid[i], &(*list)[*n - 1], faults);
    }
    return err;
}

/* ---- use */

static ch_desk__prepaid *find_pair(ch_desk__prepaid *list, size_t n, uint32_t insured, uint32_t care)
{
    size_t from = 0, to = n;
    while (from < to) {
        const size_t at = from + (to - from) / 2;
        if (list[at].insured == insured && list[at].care == care)
            return &list[at];
        if (list[at].insured < insured || (list[at].insured == insured && list[at].care < care))
            from = at + 1;
        else
            to = at;
    }
    return NULL;
}

/* Of the nearest place above the insured one, then above the place of care; NULL: nothing is prepaid. */
static ch_desk__prepaid *find_above(const ch_zone *zone, ch_desk__prepaid *list, size_t n, uint32_t insured,
                                    uint32_t care)
{
    for (uint32_t i = insured; i != UINT32_MAX; i = zone->place_parent[i])
        for (uint32_t c = care; c != UINT32_MAX; c = zone->place_parent[c]) {
            ch_desk__prepaid *found = find_pair(list, n, i, c);
            if (found != NULL)
                return found;
        }
    return NULL;
}

static ch_err use(const ch_desk__clearing *of, int32_t from, int32_t to, ch_desk__prepaid *list, size_t n,
                  ch_faults *faults)
{
    const ch_zone *zone = of->asked->zone;
    ch_arena scratch = CH_ARENA(of->arena->memory);
    ch_medical_month sum;
    const ch_err err = ch_medical_add_up(&scratch, zone->places.rows, of->claim, of->claims, from, to, &sum, faults);
    for (size_t i = 0; i < sum.batches; i++) {
        ch_desk__prepaid *pair = find_above(zone, list, n, sum.batch[i].insured, sum.batch[i].care);
        if (pair != NULL)
            pair->used_fen += sum.batch[i].fen;
    }
    ch_arena_free(&scratch);
    return err;
}

static void judge(ch_desk__prepaid *pair)
{
    const bool has_yellow = pair->yellow != CH_DESK__NO_LEVEL;
    pair->alarm =
        ch_medical_find_alarm(pair->prepaid_fen, pair->used_fen, has_yellow ? pair->yellow : pair->red, pair->red);
    if (pair->alarm == CH_MEDICAL_RED && pair->red == CH_DESK__NO_LEVEL) /* nothing prepaid, and used */
        pair->alarm = CH_MEDICAL_YELLOW;
    if (!has_yellow || !ch_medical_find_top_up(pair->prepaid_fen, pair->used_fen, pair->yellow, &pair->top_up_fen))
        pair->top_up_fen = CH_UNKNOWN_I64;
}

/* ---- the year's end */

static bool holds_year(const ch_desk__clearing *of, int32_t year)
{
    for (size_t i = 0; i < of->works; i++)
        if (of->worked[i].row->settled / 10000 == year)
            return true;
    return false;
}

/* What the year before left of each pair. */
static ch_err carry(ch_desk__clearing *of, ch_desk__prepaid *list, size_t n, ch_faults *faults)
{
    enum { MONTHS = CH_DESK__MONTHS };
    const int32_t year = of->asked->year - 1;
    const bool is_held = holds_year(of, year);
    ch_desk__prepaid *before;
    size_t pairs;
    ch_err err = collect(of->arena, of->asked->zone, year, (year + 1) * 10000, &before, &pairs, faults);
    if (err == CH_OK)
        err = use(of, year * MONTHS, year * MONTHS + MONTHS - 1, before, pairs, faults);
    for (size_t i = 0; i < n && err == CH_OK; i++) {
        const ch_desk__prepaid *pair = find_pair(before, pairs, list[i].insured, list[i].care);
        list[i].carried_fen = pair == NULL ? 0 : CH_UNKNOWN_I64;
        list[i].rest_fen = CH_UNKNOWN_I64;
        if (pair != NULL && is_held)
            err = ch_medical_reconcile(0, pair->prepaid_fen, pair->used_fen, &list[i].carried_fen);
        if (err == CH_OK && list[i].carried_fen != CH_UNKNOWN_I64)
            err = ch_medical_reconcile(list[i].carried_fen, list[i].prepaid_fen, list[i].used_fen, &list[i].rest_fen);
        if (err == CH_EDATA)
            err = ch_fault_add(faults, (ch_at){.file = CH_TEXT("medical_prepayments")}, CH_TEXT("amount_wan"),
                               (ch_text){0}, CH_WANT_SMALL_AMOUNTS, (ch_text){0});
    }
    return err;
}

ch_err ch_desk__use_prepaid(ch_desk__clearing *of, ch_faults *faults)
{
    enum { MONTHS = CH_DESK__MONTHS };
    const int32_t january = of->asked->year * MONTHS;
    const ch_date last = of->asked->year * 10000 + (of->to - january + 1) * 100;
    ch_desk__prepaid *list;
    size_t n;
    ch_err err = collect(of->arena, of->asked->zone, of->asked->year, last, &list, &n, faults);
    if (err == CH_OK)
        err = use(of, january, of->to, list, n, faults);
    for (size_t i = 0; i < n && err == CH_OK; i++) {
        judge(&list[i]);
        list[i].carried_fen = list[i].rest_fen = CH_UNKNOWN_I64;
    }
    if (err == CH_OK && of->asked->month == 0)
        err = carry(of, list, n, faults);
    of->prepaid = list;
    of->prepayments = n;
    return err;
}
