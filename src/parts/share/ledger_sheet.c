/* ledger_sheet.c - what a book says of a year: pairs of parties, and the accounts that are none's pair. */
#include "ledger_parts.h"

#include <stdlib.h>

/* An account of a pair, told from the side of the smaller code. */
typedef struct {
    ch_text from, to;
    uint32_t account;
    int sign; /* 1: from owes; -1: to owes */
} side;

typedef struct {
    ch_date date;
    uint32_t posting;
    int sign;
    int64_t fen;
} step;

static int compare_sides(const void *left, const void *right)
{
    const side *a = left, *b = right;
    int order = ch_text_compare(a->from, b->from);
    if (order == 0)
        order = ch_text_compare(a->to, b->to);
    return order != 0 ? order : b->sign - a->sign;
}

static int compare_steps(const void *left, const void *right)
{
    const step *a = left, *b = right;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    if (a->posting != b->posting)
        return a->posting < b->posting ? -1 : 1;
    return b->sign - a->sign;
}

static int compare_rests(const void *left, const void *right)
{
    const ch_ledger_rest *a = left, *b = right;
    return ch_text_compare(a->account, b->account);
}

static bool is_pair(const ch_ledger *ledger, uint32_t account, side *found)
{
    ch_text from, to;
    if (!ch_ledger__cut_pair(ledger->account[account].code, &from, &to))
        return false;
    const bool ordered = ch_text_compare(from, to) < 0;
    *found = ordered ? (side){from, to, account, 1} : (side){to, from, account, -1};
    return true;
}

/* Both sides of a pair stand one behind the other, or one alone. */
static size_t sides_of(const side *at, const side *end)
{
    return end - at > 1 && ch_text_equal(at[0].from, at[1].from) && ch_text_equal(at[0].to, at[1].to) ? 2 : 1;
}

static size_t count_moves(const ch_ledger *ledger, uint32_t account, ch_date until)
{
    size_t n = 0;
    for (uint32_t i = ledger->account[account].last; i != CH_LEDGER__NONE; i = ledger->move[i].before)
        n += ledger->posting[ledger->move[i].posting].date <= until;
    return n;
}

static ch_err list_steps(ch_arena *arena, const ch_ledger *ledger, const side *of, size_t sides, ch_date until,
                         step **list, size_t *steps)
{
    size_t most = 0, n = 0;
    for (size_t k = 0; k < sides; k++)
        most += count_moves(ledger, of[k].account, until);
    step *made = CH_NEW(arena, step, most);
    if (made == NULL)
        return CH_ENOMEM;
    for (size_t k = 0; k < sides; k++)
        for (uint32_t i = ledger->account[of[k].account].last; i != CH_LEDGER__NONE; i = ledger->move[i].before) {
            const ch_ledger__move *move = &ledger->move[i];
            const ch_date date = ledger->posting[move->posting].date;
            if (date <= until)
                made[n++] = (step){date, move->posting, of[k].sign, of[k].sign * move->fen};
        }
    if (n > 1)
        qsort(made, n, sizeof *made, compare_steps);
    *list = made;
    *steps = n;
    return CH_OK;
}

static ch_err refuse_sum(ch_faults *faults, ch_text found)
{
    return ch_fault_add(faults, (ch_at){0}, CH_TEXT("account"), found, CH_WANT_LEDGER_TURNOVER, (ch_text){0});
}

/* Steps before the year make the opening. */
static ch_err run_pair(ch_arena *arena, const step *list, size_t steps, ch_date first, ch_ledger_pair *pair,
                       ch_faults *faults)
{
    ch_ledger_move *move = CH_NEW(arena, ch_ledger_move, steps);
    int64_t fen = 0;
    if (move == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < steps; i++) {
        if (__builtin_add_overflow(fen, list[i].fen, &fen))
            return refuse_sum(faults, pair->from);
        if (list[i].date < first)
            pair->opening_fen = fen;
        else
            move[pair->moves++] = (ch_ledger_move){list[i].posting, list[i].fen, fen};
    }
    pair->closing_fen = fen;
    pair->move = move;
    return CH_OK;
}

static ch_err make_pairs(ch_arena *arena, ch_arena *scratch, const ch_ledger *ledger, side *list, size_t sides,
                         ch_ledger_sheet *sheet, ch_faults *faults)
{
    ch_ledger_pair *pair = CH_NEW(arena, ch_ledger_pair, sides);
    if (pair == NULL)
        return CH_ENOMEM;
    if (sides > 1)
        qsort(list, sides, sizeof *list, compare_sides);
    const ch_date first = sheet->year * 10000 + 101, last = sheet->year * 10000 + 1231;
    for (size_t i = 0, both; i < sides; i += both) {
        both = sides_of(list + i, list + sides);
        step *steps;
        size_t n;
        ch_ledger_pair *made = &pair[sheet->pairs];
        *made = (ch_ledger_pair){.from = list[i].from, .to = list[i].to};
        ch_err err = list_steps(scratch, ledger, list + i, both, last, &steps, &n);
        if (err == CH_OK)
            err = run_pair(arena, steps, n, first, made, faults);
        if (err != CH_OK)
            return err;
        sheet->pairs += n > 0; /* of later years alone: not of this one */
    }
    sheet->pair = pair;
    return CH_OK;
}

/* false: it has lines of later years alone. */
static bool sum_rest(const ch_ledger *ledger, uint32_t account, int year, ch_ledger_rest *rest)
{
    bool has_any = false;
    *rest = (ch_ledger_rest){.account = ledger->account[account].code};
    for (uint32_t i = ledger->account[account].last; i != CH_LEDGER__NONE; i = ledger->move[i].before) {
        const ch_ledger__move *move = &ledger->move[i];
        const int of = ledger->posting[move->posting].date / 10000;
        if (of > year)
            continue;
        has_any = true;
        rest->closing_fen += move->fen;
        if (of < year)
            rest->opening_fen += move->fen;
        else if (move->fen > 0)
            rest->in_fen += move->fen;
        else
            rest->out_fen -= move->fen;
    }
    return has_any;
}

static ch_err fill(ch_arena *arena, ch_arena *scratch, const ch_ledger *ledger, uint32_t book, ch_ledger_sheet *sheet,
                   ch_faults *faults)
{
    const size_t accounts = ledger->book[book].accounts;
    side *list = CH_NEW(scratch, side, accounts);
    ch_ledger_rest *rest = CH_NEW(arena, ch_ledger_rest, accounts);
    size_t sides = 0;
    if (list == NULL || rest == NULL)
        return CH_ENOMEM;
    for (uint32_t i = ledger->book[book].account; i != CH_LEDGER__NONE; i = ledger->account[i].next) {
        if (is_pair(ledger, i, &list[sides]))
            sides++;
        else
            sheet->rests += sum_rest(ledger, i, sheet->year, &rest[sheet->rests]);
    }
    if (sheet->rests > 1)
        qsort(rest, sheet->rests, sizeof *rest, compare_rests);
    sheet->rest = rest;
    return make_pairs(arena, scratch, ledger, list, sides, sheet, faults);
}

ch_err ch_ledger_sheet_make(ch_arena *arena, const ch_ledger *ledger, ch_text book, int year, ch_ledger_sheet *sheet,
                            ch_faults *faults)
{
    const uint32_t found = ch_ledger__find_book(ledger, book);
    if (year < 1000 || year > 9999)
        return ch_fault_add(faults, (ch_at){0}, CH_TEXT("year"), (ch_text){0}, CH_WANT_YEAR, (ch_text){0});
    if (found == CH_LEDGER__NONE)
        return CH_ENONE;
    const ch_ledger__book *of = &ledger->book[found];
    *sheet = (ch_ledger_sheet){.book = of->code,
                               .year = year,
                               .is_closed = of->closed_until >= year,
                               .postings = ledger->postings,
                               .head = ledger->head};
    ch_arena scratch = CH_ARENA(arena->memory);
    const ch_err err = fill(arena, &scratch, ledger, found, sheet, faults);
    ch_arena_free(&scratch);
    return err;
}
