/* agreement.c - an agreement worked through, year by year and line by line. */
#include "changhe/agreement.h"

#include "agreement_parts.h"

#include <stdlib.h>

const char *const ch_agreement_reason_name[CH_AGREEMENT_REASONS] = {
    "not_in_force", "not_begun", "suspended", "base", "repaid", "cap_year", "cap", "rest", "floor"};

ch_err ch_share__tell_agreement(ch_faults *faults, size_t index, const char *column, ch_text found, ch_want want,
                                ch_text detail)
{
    const ch_at at = {.line = index < UINT32_MAX ? (uint32_t)index + 1 : 0};
    return ch_fault_add(faults, at, ch_text_of(column), found, want, detail);
}

/* ---- what is written down */

typedef struct {
    ch_agreement_row *row;
    unsigned *why; /* of each row */
    const ch_agreement_phase **phase;
    size_t rows, capacity, why_capacity, phase_capacity;
} sheet;

static bool make_room(ch_arena *arena, sheet *of, size_t more)
{
    const size_t need = of->rows + more;
    return ch_arena_grow(arena, (void **)&of->row, &of->capacity, need, sizeof *of->row) &&
           ch_arena_grow(arena, (void **)&of->why, &of->why_capacity, need, sizeof *of->why) &&
           ch_arena_grow(arena, (void **)&of->phase, &of->phase_capacity, need, sizeof(const ch_agreement_phase *));
}

/* The smaller of what the cap in all and that of the year leave. */
static int64_t cap_left(const ch_share__seat *seat)
{
    if (seat->cap_left == CH_UNKNOWN_I64 || seat->year_left == CH_UNKNOWN_I64)
        return seat->cap_left != CH_UNKNOWN_I64 ? seat->cap_left : seat->year_left;
    return seat->cap_left < seat->year_left ? seat->cap_left : seat->year_left;
}

static void write_line(sheet *of, const ch_share__desk *desk, const ch_share__line *line)
{
    for (size_t i = 0; i < desk->of->parties; i++, of->rows++) {
        const ch_share__seat *seat = &desk->seat[i];
        of->row[of->rows] = (ch_agreement_row){.year = line->year,
                                               .stream = line->stream,
                                               .class = line->class,
                                               .rule = line->rule != NULL ? line->rule->id : (ch_text){0},
                                               .is_planned = line->is_planned,
                                               .is_forecast = line->is_forecast,
                                               .gross_fen = line->gross_fen,
                                               .central_fen = line->central_fen,
                                               .provincial_fen = line->provincial_fen,
                                               .base_fen = line->base_fen,
                                               .party = seat->index,
                                               .amount_fen = seat->amount_fen,
                                               .repaid_fen = seat->repaid_fen,
                                               .cap_left_fen = cap_left(seat),
                                               .odd_fen = seat->odd_fen};
        of->why[of->rows] = seat->why;
        of->phase[of->rows] = seat->phase;
    }
}

static void add_word(ch_buf *out, ch_text word)
{
    if (out->len > 0)
        ch_buf_addc(out, ' ');
    ch_buf_add(out, word);
}

static ch_err tell_clauses(ch_arena *arena, sheet *of)
{
    ch_buf clause = {.memory = arena->memory};
    for (size_t i = 0; i < of->rows; i++) {
        clause.len = 0;
        if (of->phase[i] != NULL)
            add_word(&clause, of->phase[i]->id);
        for (int bit = 0; bit < CH_AGREEMENT_REASONS; bit++)
            if ((of->why[i] >> bit & 1) != 0)
                add_word(&clause, ch_text_of(ch_agreement_reason_name[bit]));
        of->row[i].clause = ch_text_copy(arena, ch_buf_text(&clause));
        clause.failed |= of->row[i].clause.at == NULL;
    }
    const ch_err err = clause.failed ? CH_ENOMEM : CH_OK;
    ch_buf_free(&clause);
    return err;
}

/* ---- seats */

static int by_code(const void *left, const void *right)
{
    const ch_share__seat *a = left, *b = right;
    return ch_text_compare(a->party->code, b->party->code);
}

static ch_err take_seats(ch_share__desk *desk)
{
    const ch_agreement *of = desk->of;
    if (of->parties == 0 || of->parties > CH_AGREEMENT_PARTIES)
        return ch_share__tell_agreement(desk->faults, of->parties, "party", (ch_text){0}, CH_WANT_PARTIES,
                                        CH_TEXT("60"));
    desk->seat = CH_NEW(desk->arena, ch_share__seat, of->parties);
    if (desk->seat == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < of->parties; i++) {
        const ch_agreement_party *party = &of->party[i];
        const int64_t left = party->cap_fen == CH_UNKNOWN_I64 ? 0 : party->cap_fen - party->paid_fen;
        desk->seat[i] = (ch_share__seat){.party = party,
                                         .index = i,
                                         .cap_left = party->cap_fen == CH_UNKNOWN_I64 ? CH_UNKNOWN_I64
                                                     : left > 0                       ? left
                                                                                      : 0,
                                         .repay_left = party->repay_fen};
    }
    qsort(desk->seat, of->parties, sizeof *desk->seat, by_code);
    for (size_t i = 0; i < of->parties; i++)
        if (desk->seat[i].index == of->rest)
            desk->rest = &desk->seat[i];
    return CH_OK;
}

static void begin_year(ch_share__desk *desk)
{
    desk->base_left = desk->of->base == CH_AGREEMENT_INCREMENT ? desk->of->base_fen : 0;
    for (size_t i = 0; i < desk->of->parties; i++) {
        desk->seat[i].year_left = desk->seat[i].party->cap_year_fen;
        desk->seat[i].year_fen = 0;
    }
}

/* ---- years */

static ch_err work_line(ch_share__desk *desk, ch_share__line *line, sheet *of)
{
    line->state = ch_share__state(desk->of, line->year);
    ch_err err = ch_share__weigh(desk, line);
    if (err == CH_OK)
        err = ch_share__fall(desk, line);
    if (err != CH_OK)
        return err;
    ch_share__bound(desk, line);
    err = ch_share__round(desk, line);
    if (err != CH_OK)
        return err;
    ch_share__pay(desk, line);
    if (!make_room(desk->arena, of, desk->of->parties))
        return CH_ENOMEM;
    write_line(of, desk, line);
    return CH_OK;
}

/* A stated amount is due in each year in which phases speak, where no row gives one. */
static bool owes_stated(const ch_agreement *of, int32_t year, size_t lines)
{
    return of->base == CH_AGREEMENT_STATED && of->base_fen != CH_UNKNOWN_I64 && lines == 0 &&
           ch_share__state(of, year) == 0;
}

static ch_err work_year(ch_share__desk *desk, int32_t year, ch_share__line *line, size_t n, sheet *of)
{
    const size_t first = of->rows;
    ch_share__line stated = {
        .year = year, .stream = desk->of->stated_stream, .is_planned = true, .gross_fen = desk->of->base_fen};
    ch_err err = CH_OK;
    begin_year(desk);
    if (owes_stated(desk->of, year, n))
        err = work_line(desk, &stated, of);
    for (size_t i = 0; err == CH_OK && i < n; i++)
        err = work_line(desk, &line[i], of);
    if (err == CH_OK && of->rows > first && ch_share__state(desk->of, year) == 0)
        ch_share__floor(desk, &of->row[first], of->rows - first, &of->why[first]);
    return err;
}

static ch_err add_total(ch_agreement_split *split, const ch_agreement_row *row, bool is_first,
                        ch_agreement_total *total, ch_faults *faults)
{
    bool over = __builtin_add_overflow(total->amount_fen, row->amount_fen, &total->amount_fen);
    if (is_first) {
        over |= __builtin_add_overflow(split->gross_fen, row->gross_fen, &split->gross_fen);
        over |= __builtin_add_overflow(split->central_fen, row->central_fen, &split->central_fen);
        over |= __builtin_add_overflow(split->provincial_fen, row->provincial_fen, &split->provincial_fen);
        over |= __builtin_add_overflow(split->base_fen, row->base_fen, &split->base_fen);
    }
    return over ? ch_share__tell_agreement(faults, 0, "gross_fen", (ch_text){0}, CH_WANT_SMALL_AMOUNTS, (ch_text){0})
                : CH_OK;
}

static ch_err finish(ch_share__desk *desk, const sheet *of, ch_agreement_split *split)
{
    const size_t n = desk->of->parties;
    ch_agreement_total *total = CH_NEW(desk->arena, ch_agreement_total, n);
    ch_err err = CH_OK;
    if (total == NULL)
        return CH_ENOMEM;
    *split = (ch_agreement_split){.row = of->row, .rows = of->rows, .total = total};
    for (size_t i = 0; i < n; i++)
        total[desk->seat[i].index].cap_left_fen = desk->seat[i].cap_left;
    for (size_t i = 0; err == CH_OK && i < of->rows; i++)
        err = add_total(split, &of->row[i], i % n == 0, &total[of->row[i].party], desk->faults);
    return err;
}

/* The first year from which something is used up. */
static int32_t first_year(const ch_agreement *of, const ch_share__line *line, size_t n, int32_t from)
{
    int32_t first = n > 0 && line[0].year < from ? line[0].year : from;
    if (of->base == CH_AGREEMENT_STATED && of->start != 0 && of->start / 10000 < first)
        first = of->start / 10000;
    return first;
}

ch_err ch_agreement_divide(ch_arena *arena, const ch_agreement *agreement, int32_t from, int32_t to,
                           ch_agreement_split *split, ch_faults *faults)
{
    ch_share__desk desk = {.of = agreement, .arena = arena, .faults = faults};
    ch_share__line *line;
    size_t lines, at = 0;
    sheet of = {0};
    ch_err err = take_seats(&desk);
    if (err == CH_OK)
        err = ch_share__lines(arena, agreement, &line, &lines, faults);
    if (err != CH_OK)
        return err;
    for (int32_t year = first_year(agreement, line, lines, from); err == CH_OK && year <= to; year++) {
        size_t end = at;
        while (end < lines && line[end].year == year)
            end++;
        err = work_year(&desk, year, &line[at], end - at, &of);
        at = end;
        if (year < from)
            of.rows = 0; /* worked through for what it used up */
    }
    if (err == CH_OK)
        err = tell_clauses(arena, &of);
    return err == CH_OK ? finish(&desk, &of, split) : err;
}

/* By multiplication alone, so that every machine gets the same digits. */
static double grown(int32_t years, double rate)
{
    double factor = 1;
    for (int32_t i = 0; i < years; i++)
        factor *= 1 + rate;
    return factor;
}

double ch_agreement_present(const ch_agreement_split *split, size_t party, int32_t first, double rate)
{
    double sum = 0;
    for (size_t i = 0; i < split->rows; i++)
        if (split->row[i].party == party)
            sum += (double)split->row[i].amount_fen / grown(split->row[i].year - first, rate);
    return sum;
}
