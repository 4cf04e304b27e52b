/* lp_pivot.c - the simplex method on a dictionary of whole numbers.
 *
 * A start that breaks bounds is repaired, one broken bound after the other (Dutertre and de Moura 2006); where the costs already say that
 * nothing can be better this is the dual simplex (Lemke 1954) and keeps it so. Then costs are brought down by the primal simplex with bounds. Both
 * take the largest step for a while, and then the smallest number (Bland 1977), so that they end. */
#include "lp_parts.h"

/* ---- exchange */

/* to = sign (to * pivot - by * of) / common, which is whole (Bareiss 1968) */
static void combine(mpz_t to, const mpz_t pivot, const mpz_t by, const mpz_t of, const mpz_t common)
{
    mpz_mul(to, to, pivot);
    if (mpz_sgn(by) != 0)
        mpz_submul(to, by, of);
    mpz_divexact(to, to, common);
}

static void exchange_row(const ch_lp_exact *lp, mpz_t *entry, size_t row, size_t column, bool is_negative)
{
    mpz_t *by = lp->entry[row];
    for (size_t j = 0; j < lp->columns; j++)
        if (j != column && (mpz_sgn(entry[j]) != 0 || (mpz_sgn(entry[column]) != 0 && mpz_sgn(by[j]) != 0))) {
            combine(entry[j], by[column], entry[column], by[j], lp->common);
            if (is_negative)
                mpz_neg(entry[j], entry[j]);
        }
    if (is_negative)
        mpz_neg(entry[column], entry[column]);
}

void ch_lp__exchange(ch_lp_exact *lp, size_t row, size_t column)
{
    mpz_t *own = lp->entry[row];
    const bool is_negative = mpz_sgn(own[column]) < 0;
    for (size_t i = 0; i < lp->basics; i++)
        if (i != row)
            exchange_row(lp, lp->entry[i], row, column, is_negative);
    exchange_row(lp, lp->cost, row, column, is_negative);
    for (size_t j = 0; j < lp->columns; j++)
        if (j != column && !is_negative)
            mpz_neg(own[j], own[j]);
    mpz_swap(own[column], lp->common);
    if (is_negative) {
        mpz_neg(own[column], own[column]);
        mpz_neg(lp->common, lp->common);
    }

    const size_t leaving = lp->basic[row], entering = lp->other[column];
    lp->basic[row] = entering;
    lp->other[column] = leaving;
    lp->variable[entering].is_basic = true;
    lp->variable[entering].at = row;
    lp->variable[leaving].is_basic = false;
    lp->variable[leaving].at = column;
}

/* ---- values */

/* by entry / common: what a basic one moves when another moves by so much */
static void move_basic(const ch_lp_exact *lp, ch_lp__variable *v, const mpz_t entry, const mpq_t by, mpq_t part)
{
    mpz_set(mpq_numref(part), entry);
    mpz_set(mpq_denref(part), lp->common);
    mpq_canonicalize(part);
    mpq_mul(part, part, by);
    mpq_add(v->value, v->value, part);
}

static void move(ch_lp_exact *lp, size_t column, const mpq_t by)
{
    mpq_t part;
    if (mpq_sgn(by) == 0)
        return;
    mpq_init(part);
    for (size_t i = 0; i < lp->basics; i++)
        if (mpz_sgn(lp->entry[i][column]) != 0)
            move_basic(lp, &lp->variable[lp->basic[i]], lp->entry[i][column], by, part);
    ch_lp__variable *v = &lp->variable[lp->other[column]];
    mpq_add(v->value, v->value, by);
    mpq_clear(part);
}

void ch_lp__revalue(ch_lp_exact *lp)
{
    mpq_t part;
    mpq_init(part);
    for (size_t i = 0; i < lp->basics; i++) {
        ch_lp__variable *v = &lp->variable[lp->basic[i]];
        mpq_set_ui(v->value, 0, 1);
        for (size_t j = 0; j < lp->columns; j++)
            move_basic(lp, v, lp->entry[i][j], lp->variable[lp->other[j]].value, part);
    }
    mpq_clear(part);
}

static bool may_rise(const ch_lp__variable *v)
{
    return !v->has_most || mpq_cmp(v->value, v->most) < 0;
}

static bool may_fall(const ch_lp__variable *v)
{
    return !v->has_least || mpq_cmp(v->value, v->least) > 0;
}

/* Exchange, and let go of what was dropped. */
static void enter(ch_lp_exact *lp, size_t row, size_t column)
{
    ch_lp__exchange(lp, row, column);
    ch_lp__variable *v = &lp->variable[lp->basic[row]];
    if (v->is_dropped) {
        v->is_basic = false;
        v->at = SIZE_MAX;
        ch_lp__forget(lp, row);
    }
}

static bool is_past(const ch_lp_exact *lp, uint64_t limit)
{
    return limit != 0 && lp->work >= limit;
}

/* ---- repair */

/* 1: it must rise by so much, -1: fall, 0: it keeps its bounds. */
static int breaks(const ch_lp__variable *v, mpq_t by)
{
    if (v->has_least && mpq_cmp(v->value, v->least) < 0) {
        mpq_sub(by, v->least, v->value);
        return 1;
    }
    if (v->has_most && mpq_cmp(v->value, v->most) > 0) {
        mpq_sub(by, v->value, v->most);
        return -1;
    }
    return 0;
}

/* The row of the bound broken most, ties by number, or of the smallest number; basics where none is. */
static size_t find_broken(const ch_lp_exact *lp, bool by_bland, int *direction, mpq_t by)
{
    size_t found = lp->basics;
    mpq_t here;
    mpq_init(here);
    for (size_t i = 0; i < lp->basics; i++) {
        const int way = breaks(&lp->variable[lp->basic[i]], here);
        if (way == 0)
            continue;
        const int order = found == lp->basics ? 1 : by_bland ? 0 : mpq_cmp(here, by);
        if (order < 0 || (order == 0 && lp->basic[i] > lp->basic[found]))
            continue;
        found = i;
        *direction = way;
        mpq_swap(by, here);
    }
    mpq_clear(here);
    return found;
}

/* |cost / entry| of a < of b, without dividing; ties by number. */
static bool is_cheaper(const ch_lp_exact *lp, mpz_t *entry, size_t a, size_t b, mpz_t left, mpz_t right)
{
    mpz_mul(left, lp->cost[a], entry[b]);
    mpz_mul(right, lp->cost[b], entry[a]);
    const int order = mpz_cmpabs(left, right);
    return order < 0 || (order == 0 && lp->other[a] < lp->other[b]);
}

/* The column that mends a row: the one that keeps costs right, or the smallest number; columns where none can. */
static size_t find_mender(const ch_lp_exact *lp, size_t row, int direction, bool keeps_costs)
{
    mpz_t *entry = lp->entry[row];
    size_t found = lp->columns;
    mpz_t left, right;
    mpz_inits(left, right, NULL);
    for (size_t j = 0; j < lp->columns; j++) {
        const ch_lp__variable *v = &lp->variable[lp->other[j]];
        const int helps = mpz_sgn(entry[j]) * direction;
        if (helps == 0 || !(helps > 0 ? may_rise(v) : may_fall(v)))
            continue;
        if (found == lp->columns ||
            (keeps_costs ? is_cheaper(lp, entry, j, found, left, right) : lp->other[j] < lp->other[found]))
            found = j;
    }
    mpz_clears(left, right, NULL);
    return found;
}

static bool are_costs_right(const ch_lp_exact *lp)
{
    for (size_t j = 0; j < lp->columns; j++) {
        const int sign = mpz_sgn(lp->cost[j]);
        const ch_lp__variable *v = &lp->variable[lp->other[j]];
        if ((sign < 0 && may_rise(v)) || (sign > 0 && may_fall(v)))
            return false;
    }
    return true;
}

/* Largest steps for so many pivots, then Bland's. */
static uint64_t patience(const ch_lp_exact *lp)
{
    return lp->work + 4 * (lp->basics + lp->columns) + 64;
}

/* CH_LP_BEST: no bound is broken. */
static ch_lp_outcome repair(ch_lp_exact *lp, uint64_t limit)
{
    const bool keeps_costs = are_costs_right(lp);
    const uint64_t patient = patience(lp);
    ch_lp_outcome outcome = CH_LP_BEST;
    mpq_t by, part;
    int direction = 0;
    mpq_inits(by, part, NULL);
    for (size_t row; (row = find_broken(lp, lp->work >= patient, &direction, by)) < lp->basics; lp->work++) {
        const size_t column = find_mender(lp, row, direction, keeps_costs);
        outcome = column == lp->columns ? CH_LP_INFEASIBLE : is_past(lp, limit) ? CH_LP_STOPPED : CH_LP_BEST;
        if (outcome != CH_LP_BEST)
            break;
        mpz_set(mpq_numref(part), lp->common);
        mpz_set(mpq_denref(part), lp->entry[row][column]);
        mpq_canonicalize(part);
        mpq_mul(part, part, by);
        if (direction < 0)
            mpq_neg(part, part);
        move(lp, column, part);
        enter(lp, row, column);
    }
    mpq_clears(by, part, NULL);
    return outcome;
}

/* ---- improve */

static size_t find_better(const ch_lp_exact *lp, bool by_bland)
{
    size_t found = lp->columns;
    for (size_t j = 0; j < lp->columns; j++) {
        const int sign = mpz_sgn(lp->cost[j]);
        const ch_lp__variable *v = &lp->variable[lp->other[j]];
        if (!((sign < 0 && may_rise(v)) || (sign > 0 && may_fall(v))))
            continue;
        const int order = found == lp->columns || by_bland ? 0 : mpz_cmpabs(lp->cost[j], lp->cost[found]);
        if (found == lp->columns || order > 0 || (order == 0 && lp->other[j] < lp->other[found]))
            found = j;
    }
    return found;
}

/* How far a column may move before a basic one meets its bound, as a size; false: for ever. */
static bool room_of(const ch_lp_exact *lp, size_t row, size_t column, int direction, mpq_t room)
{
    const ch_lp__variable *v = &lp->variable[lp->basic[row]];
    const int way = mpz_sgn(lp->entry[row][column]) * direction;
    mpq_t slope;
    if (way == 0 || !(way > 0 ? v->has_most : v->has_least))
        return false;
    mpq_init(slope);
    if (way > 0)
        mpq_sub(room, v->most, v->value);
    else
        mpq_sub(room, v->value, v->least);
    mpz_set(mpq_numref(slope), lp->common);
    mpz_abs(mpq_denref(slope), lp->entry[row][column]);
    mpq_canonicalize(slope);
    mpq_mul(room, room, slope);
    mpq_clear(slope);
    return true;
}

/* The row that stops a column first, ties by number; basics: its own other bound does, or, where *is_endless, nothing. */
static size_t find_stop(const ch_lp_exact *lp, size_t column, int direction, mpq_t step, bool *is_endless)
{
    const ch_lp__variable *own = &lp->variable[lp->other[column]];
    size_t found = lp->basics;
    mpq_t room;
    mpq_init(room);
    *is_endless = !(direction > 0 ? own->has_most : own->has_least);
    if (!*is_endless && direction > 0)
        mpq_sub(step, own->most, own->value);
    else if (!*is_endless)
        mpq_sub(step, own->value, own->least);
    for (size_t i = 0; i < lp->basics; i++) {
        if (!room_of(lp, i, column, direction, room))
            continue;
        const int order = *is_endless ? -1 : mpq_cmp(room, step);
        if (order < 0 || (order == 0 && found < lp->basics && lp->basic[i] < lp->basic[found])) {
            found = i;
            mpq_set(step, room);
            *is_endless = false;
        }
    }
    mpq_clear(room);
    return found;
}

static ch_lp_outcome improve(ch_lp_exact *lp, uint64_t limit)
{
    const uint64_t patient = patience(lp);
    ch_lp_outcome outcome = CH_LP_BEST;
    mpq_t step;
    mpq_init(step);
    for (size_t column; (column = find_better(lp, lp->work >= patient)) < lp->columns; lp->work++) {
        const int direction = -mpz_sgn(lp->cost[column]);
        bool is_endless;
        const size_t row = find_stop(lp, column, direction, step, &is_endless);
        outcome = is_endless ? CH_LP_UNBOUNDED : is_past(lp, limit) ? CH_LP_STOPPED : CH_LP_BEST;
        if (outcome != CH_LP_BEST)
            break;
        if (direction < 0)
            mpq_neg(step, step);
        move(lp, column, step);
        if (row < lp->basics)
            enter(lp, row, column);
    }
    mpq_clear(step);
    return outcome;
}

static bool is_contradicted(const ch_lp_exact *lp)
{
    for (size_t i = 0; i < lp->variables; i++) {
        const ch_lp__variable *v = &lp->variable[i];
        if (v->has_least && v->has_most && mpq_cmp(v->least, v->most) > 0)
            return true;
    }
    return false;
}

ch_lp_outcome ch_lp_exact_run(ch_lp_exact *lp, uint64_t limit)
{
    lp->outcome = is_contradicted(lp) ? CH_LP_INFEASIBLE : repair(lp, limit);
    if (lp->outcome == CH_LP_BEST)
        lp->outcome = improve(lp, limit);
    return lp->outcome;
}
