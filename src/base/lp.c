/* lp.c - a linear program solved exactly, from nothing or from a basis that somebody found. */
#include "changhe/lp.h"

#include "lp_parts.h"

#include <math.h>
#include <string.h>

/* GMP cuts off what a double has no room for: the neighbour may be nearer. Ties go to the even one. */
double ch_lp__nearest(const mpq_t ratio)
{
    const double down = mpq_get_d(ratio), up = nextafter(down, mpq_sgn(ratio) < 0 ? -INFINITY : INFINITY);
    mpq_t middle, other;
    uint64_t bits;
    if (!isfinite(down) || !isfinite(up))
        return down;
    mpq_inits(middle, other, NULL);
    mpq_set_d(middle, down);
    mpq_set_d(other, up);
    mpq_add(middle, middle, other);
    mpq_div_2exp(middle, middle, 1);
    const int past = mpq_cmp(ratio, middle) * (mpq_sgn(ratio) < 0 ? -1 : 1);
    mpq_clears(middle, other, NULL);
    memcpy(&bits, &down, sizeof bits);
    return past > 0 || (past == 0 && (bits & 1) != 0) ? up : down;
}

/* ---- from a basis */

/* A row whose own variable is not wanted in the basis, and that can be exchanged. */
static size_t find_unwanted(const ch_lp_exact *lp, const uint8_t *basis, size_t column)
{
    for (size_t i = 0; i < lp->basics; i++)
        if (basis[lp->basic[i]] != CH_LP_BASIC && mpz_sgn(lp->entry[i][column]) != 0)
            return i;
    return lp->basics;
}

/* Where the wanted basis is singular what cannot enter stays out: the run goes on from there. */
static void take_basis(ch_lp_exact *lp, const uint8_t *basis)
{
    for (size_t j = 0; j < lp->columns; j++) {
        if (basis[lp->other[j]] != CH_LP_BASIC)
            continue;
        const size_t row = find_unwanted(lp, basis, j);
        if (row == lp->basics)
            continue;
        ch_lp__exchange(lp, row, j);
        lp->work++;
    }
    for (size_t j = 0; j < lp->columns; j++) {
        ch_lp__variable *v = &lp->variable[lp->other[j]];
        if (v->has_most && (basis[lp->other[j]] == CH_LP_AT_MOST || !v->has_least))
            mpq_set(v->value, v->most);
        else if (v->has_least)
            mpq_set(v->value, v->least);
        else
            mpq_set_ui(v->value, 0, 1);
    }
    ch_lp__revalue(lp);
}

/* ---- the answer */

static uint8_t stands(const ch_lp__variable *v)
{
    if (v->is_basic)
        return CH_LP_BASIC;
    if (v->has_least && mpq_equal(v->value, v->least))
        return CH_LP_AT_LEAST;
    return v->has_most && mpq_equal(v->value, v->most) ? CH_LP_AT_MOST : CH_LP_FREE;
}

static void tell(const ch_lp_exact *lp, ch_lp_answer *answer)
{
    mpq_t number;
    mpq_init(number);
    answer->outcome = lp->outcome;
    answer->work = lp->work;
    ch_lp_exact_get_value(lp, number);
    answer->value = ch_lp__nearest(number);
    for (size_t j = 0; answer->x != NULL && j < lp->columns; j++)
        answer->x[j] = ch_lp__nearest(lp->variable[j].value);
    for (size_t r = 0; answer->price != NULL && r + lp->columns < lp->variables; r++) {
        ch_lp_exact_get_price(lp, r, number);
        answer->price[r] = ch_lp__nearest(number);
    }
    for (size_t v = 0; answer->basis != NULL && v < lp->variables; v++)
        answer->basis[v] = stands(&lp->variable[v]);
    mpq_clear(number);
}

ch_err ch_lp_finish_exact(const ch_memory *memory, const ch_lp *problem, const uint8_t *basis, uint64_t limit,
                          ch_lp_answer *answer, ch_lp_exact **kept)
{
    ch_lp_exact *lp;
    const ch_err err = ch_lp_exact_open(memory, problem, &lp);
    if (kept != NULL)
        *kept = NULL;
    if (err != CH_OK)
        return err;
    if (basis != NULL)
        take_basis(lp, basis);
    ch_lp_exact_run(lp, limit);
    tell(lp, answer);
    if (kept != NULL)
        *kept = lp;
    else
        ch_lp_exact_free(lp);
    return CH_OK;
}

ch_err ch_lp_solve_exact(const ch_memory *memory, const ch_lp *problem, uint64_t limit, ch_lp_answer *answer,
                         ch_lp_exact **kept)
{
    return ch_lp_finish_exact(memory, problem, NULL, limit, answer, kept);
}

/* ---- as text */

static void print(const ch_lp_exact *lp, const mpq_t number, ch_buf *out)
{
    const size_t size = mpz_sizeinbase(mpq_numref(number), 10) + mpz_sizeinbase(mpq_denref(number), 10) + 3;
    char *text = ch_memory_take(lp->memory, size);
    if (text == NULL) {
        out->failed = true;
        return;
    }
    ch_buf_adds(out, mpq_get_str(text, 10, number));
    ch_memory_give(lp->memory, text);
}

static void print_got(const ch_lp_exact *lp, void (*get)(const ch_lp_exact *lp, size_t which, mpq_t number),
                      size_t which, ch_buf *out)
{
    mpq_t number;
    mpq_init(number);
    get(lp, which, number);
    print(lp, number, out);
    mpq_clear(number);
}

void ch_lp_exact_x(const ch_lp_exact *kept, size_t column, ch_buf *out)
{
    print_got(kept, ch_lp_exact_get_x, column, out);
}

void ch_lp_exact_price(const ch_lp_exact *kept, size_t row, ch_buf *out)
{
    print_got(kept, ch_lp_exact_get_price, row, out);
}

static void get_value(const ch_lp_exact *lp, size_t which, mpq_t value)
{
    (void)which;
    ch_lp_exact_get_value(lp, value);
}

void ch_lp_exact_value(const ch_lp_exact *kept, ch_buf *out)
{
    print_got(kept, get_value, 0, out);
}
