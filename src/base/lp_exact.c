/* lp_exact.c - the dictionary of an exact linear program: made, changed, asked. */
#include "changhe/lp_exact.h"

#include "lp_parts.h"

#include <math.h>

/* ---- doubles as whole numbers times a power of two */

/* x = whole * 2^power, whole odd; x finite and not 0. */
static void take_apart(double x, long *power, double *whole)
{
    int exponent;
    double part = ldexp(frexp(x, &exponent), 53);
    long shift = (long)exponent - 53;
    while (fmod(part, 2) == 0) {
        part /= 2;
        shift++;
    }
    *power = shift;
    *whole = part;
}

/* The power of two that makes whole numbers of all. */
static long lift_of(const double *number, size_t n)
{
    long lift = 0;
    for (size_t i = 0; i < n; i++) {
        long power;
        double whole;
        if (number[i] == 0)
            continue;
        take_apart(number[i], &power, &whole);
        lift = -power > lift ? -power : lift;
    }
    return lift;
}

static void set_lifted(mpz_t to, double x, long lift)
{
    long power;
    double whole;
    mpz_set_ui(to, 0);
    if (x == 0)
        return;
    take_apart(x, &power, &whole);
    mpz_set_d(to, whole);
    mpz_mul_2exp(to, to, (mp_bitcnt_t)(power + lift));
}

static void scale(mpq_t ratio, long power)
{
    if (power > 0)
        mpq_mul_2exp(ratio, ratio, (mp_bitcnt_t)power);
    else if (power < 0)
        mpq_div_2exp(ratio, ratio, (mp_bitcnt_t)-power);
}

/* ---- variables */

static bool grow(const ch_memory *memory, void **array, size_t used, size_t *room, size_t size)
{
    if (used < *room)
        return true;
    const size_t more = *room < 16 ? 16 : 2 * *room;
    if (more > SIZE_MAX / size)
        return false;
    void *wider = ch_memory_grow(memory, *array, used * size, more * size);
    if (wider == NULL)
        return false;
    *array = wider;
    *room = more;
    return true;
}

static bool add_variable(ch_lp_exact *lp)
{
    if (!grow(lp->memory, (void **)&lp->variable, lp->variables, &lp->variables_room, sizeof *lp->variable))
        return false;
    ch_lp__variable *v = &lp->variable[lp->variables++];
    *v = (ch_lp__variable){0};
    mpq_inits(v->value, v->least, v->most, NULL);
    return true;
}

static void set_bounds(ch_lp__variable *v, double least, double most)
{
    v->has_least = isfinite(least);
    v->has_most = isfinite(most);
    if (v->has_least)
        mpq_set_d(v->least, least);
    if (v->has_most)
        mpq_set_d(v->most, most);
    scale(v->least, v->lift);
    scale(v->most, v->lift);
}

static bool are_bounds(double least, double most)
{
    return !isnan(least) && !isnan(most) && least < INFINITY && most > -INFINITY;
}

/* ---- rows of the dictionary */

static mpz_t *new_entries(const ch_memory *memory, size_t n)
{
    if (n > SIZE_MAX / sizeof(mpz_t) - 1)
        return NULL;
    mpz_t *entry = ch_memory_take(memory, (n + 1) * sizeof *entry);
    for (size_t j = 0; entry != NULL && j < n; j++)
        mpz_init(entry[j]);
    return entry;
}

static void free_entries(const ch_memory *memory, mpz_t *entry, size_t n)
{
    for (size_t j = 0; entry != NULL && j < n; j++)
        mpz_clear(entry[j]);
    ch_memory_give(memory, entry);
}

static bool add_basic(ch_lp_exact *lp)
{
    size_t room = lp->basics_room;
    if (!grow(lp->memory, (void **)&lp->basic, lp->basics, &room, sizeof *lp->basic))
        return false;
    room = lp->basics_room;
    if (!grow(lp->memory, (void **)&lp->entry, lp->basics, &room, sizeof *lp->entry))
        return false;
    lp->basics_room = room;
    mpz_t *entry = new_entries(lp->memory, lp->columns);
    if (entry == NULL)
        return false;
    lp->entry[lp->basics++] = entry;
    return true;
}

void ch_lp__forget(ch_lp_exact *lp, size_t row)
{
    free_entries(lp->memory, lp->entry[row], lp->columns);
    const size_t last = --lp->basics;
    lp->entry[row] = lp->entry[last];
    lp->basic[row] = lp->basic[last];
    if (row < last)
        lp->variable[lp->basic[row]].at = row;
}

/* to += factor * column x, told by the dictionary. */
static void add_column(const ch_lp_exact *lp, mpz_t *to, size_t x, const mpz_t factor)
{
    const ch_lp__variable *v = &lp->variable[x];
    if (!v->is_basic) {
        mpz_addmul(to[v->at], factor, lp->common);
        return;
    }
    for (size_t j = 0; j < lp->columns; j++)
        mpz_addmul(to[j], factor, lp->entry[v->at][j]);
}

static size_t free_number(const ch_lp_exact *lp)
{
    for (size_t v = lp->columns; v < lp->variables; v++)
        if (lp->variable[v].is_dropped && !lp->variable[v].is_basic && lp->variable[v].at == SIZE_MAX)
            return v;
    return lp->variables;
}

ch_err ch_lp_exact_add_row(ch_lp_exact *lp, const uint32_t *column, const double *coefficient, size_t entries,
                           double least, double most, size_t *row)
{
    for (size_t e = 0; e < entries; e++)
        if (column[e] >= lp->columns || !isfinite(coefficient[e]))
            return CH_EDATA;
    if (!are_bounds(least, most))
        return CH_EDATA;
    const size_t number = free_number(lp);
    if ((number == lp->variables && !add_variable(lp)) || !add_basic(lp)) {
        if (number < lp->variables)
            lp->variable[number].is_dropped = true, lp->variable[number].at = SIZE_MAX;
        return CH_ENOMEM;
    }

    ch_lp__variable *v = &lp->variable[number];
    v->is_dropped = false;
    v->is_basic = true;
    v->at = lp->basics - 1;
    v->lift = lift_of(coefficient, entries);
    lp->basic[v->at] = number;
    set_bounds(v, least, most);
    mpz_t factor;
    mpq_t part;
    mpz_init(factor);
    mpq_init(part);
    mpq_set_ui(v->value, 0, 1);
    for (size_t e = 0; e < entries; e++) {
        set_lifted(factor, coefficient[e], v->lift);
        add_column(lp, lp->entry[v->at], column[e], factor);
        mpq_set_z(part, factor);
        mpq_mul(part, part, lp->variable[column[e]].value);
        mpq_add(v->value, v->value, part);
    }
    mpz_clear(factor);
    mpq_clear(part);
    *row = number - lp->columns;
    return CH_OK;
}

void ch_lp_exact_drop_row(ch_lp_exact *lp, size_t row)
{
    ch_lp__variable *v = &lp->variable[lp->columns + row];
    v->is_dropped = true;
    v->has_least = v->has_most = false;
    if (!v->is_basic)
        return;
    ch_lp__forget(lp, v->at);
    v->is_basic = false;
    v->at = SIZE_MAX;
}

static void fix(ch_lp__variable *v)
{
    mpq_set(v->least, v->value);
    mpq_set(v->most, v->value);
    v->has_least = v->has_most = true;
}

void ch_lp_exact_fix_row(ch_lp_exact *lp, size_t row)
{
    fix(&lp->variable[lp->columns + row]);
}

void ch_lp_exact_fix_column(ch_lp_exact *lp, size_t column)
{
    fix(&lp->variable[column]);
}

ch_err ch_lp_exact_set_cost(ch_lp_exact *lp, const double *cost)
{
    for (size_t j = 0; j < lp->columns; j++)
        if (!isfinite(cost[j]))
            return CH_EDATA;
    lp->cost_lift = lift_of(cost, lp->columns);
    for (size_t j = 0; j < lp->columns; j++)
        mpz_set_ui(lp->cost[j], 0);
    for (size_t j = 0; j < lp->columns; j++) {
        mpz_t *factor = &lp->told_cost[j];
        set_lifted(*factor, cost[j], lp->cost_lift);
        add_column(lp, lp->cost, j, *factor);
    }
    return CH_OK;
}

/* ---- from a problem */

static bool is_sound(const ch_lp *problem)
{
    for (size_t j = 0; j < problem->columns; j++)
        if (!are_bounds(problem->column_least[j], problem->column_most[j]) || !isfinite(problem->cost[j]) ||
            (problem->is_whole != NULL && problem->is_whole[j]))
            return false;
    for (size_t r = 0; r < problem->rows; r++)
        if (problem->row_start[r] > problem->row_start[r + 1])
            return false;
    return true;
}

/* At the bound that its cost asks for, so that a start may already be the best but for the rows. */
static void place(ch_lp__variable *v, double cost)
{
    if (v->has_most && (cost < 0 || !v->has_least))
        mpq_set(v->value, v->most);
    else if (v->has_least)
        mpq_set(v->value, v->least);
}

static ch_err add_columns(ch_lp_exact *lp, const ch_lp *problem)
{
    lp->other = ch_memory_take(lp->memory, (problem->columns + 1) * sizeof *lp->other);
    lp->cost = new_entries(lp->memory, problem->columns);
    lp->told_cost = new_entries(lp->memory, problem->columns);
    lp->columns = problem->columns;
    if (lp->other == NULL || lp->cost == NULL || lp->told_cost == NULL)
        return CH_ENOMEM;
    for (size_t j = 0; j < problem->columns; j++) {
        if (!add_variable(lp))
            return CH_ENOMEM;
        lp->other[j] = lp->variable[j].at = j;
        set_bounds(&lp->variable[j], problem->column_least[j], problem->column_most[j]);
        place(&lp->variable[j], problem->cost[j]);
    }
    return ch_lp_exact_set_cost(lp, problem->cost);
}

ch_err ch_lp_exact_open(const ch_memory *memory, const ch_lp *problem, ch_lp_exact **opened)
{
    *opened = NULL;
    if (!is_sound(problem))
        return CH_EDATA;
    if (problem->columns > SIZE_MAX / sizeof(mpz_t) - 1)
        return CH_ENOMEM;
    ch_lp_exact *lp = ch_memory_take(memory, sizeof *lp);
    if (lp == NULL)
        return CH_ENOMEM;
    *lp = (ch_lp_exact){.memory = memory, .outcome = CH_LP_STOPPED};
    mpz_init_set_ui(lp->common, 1);
    ch_err err = add_columns(lp, problem);
    for (size_t r = 0; r < problem->rows && err == CH_OK; r++) {
        const size_t from = problem->row_start[r], to = problem->row_start[r + 1];
        size_t row;
        err = ch_lp_exact_add_row(lp, to > from ? problem->column + from : NULL,
                                  to > from ? problem->coefficient + from : NULL, to - from, problem->row_least[r],
                                  problem->row_most[r], &row);
    }
    if (err == CH_OK)
        *opened = lp;
    else
        ch_lp_exact_free(lp);
    return err;
}

void ch_lp_exact_free(ch_lp_exact *lp)
{
    if (lp == NULL)
        return;
    const ch_memory *memory = lp->memory;
    for (size_t v = 0; v < lp->variables; v++)
        mpq_clears(lp->variable[v].value, lp->variable[v].least, lp->variable[v].most, NULL);
    for (size_t row = 0; row < lp->basics; row++)
        free_entries(memory, lp->entry[row], lp->columns);
    free_entries(memory, lp->cost, lp->columns);
    free_entries(memory, lp->told_cost, lp->columns);
    ch_memory_give(memory, lp->variable);
    ch_memory_give(memory, lp->basic);
    ch_memory_give(memory, lp->entry);
    ch_memory_give(memory, lp->other);
    mpz_clear(lp->common);
    ch_memory_give(memory, lp);
}

/* ---- what was reached */

uint64_t ch_lp_exact_work(const ch_lp_exact *lp)
{
    return lp->work;
}

void ch_lp_exact_get_x(const ch_lp_exact *lp, size_t column, mpq_t x)
{
    mpq_set(x, lp->variable[column].value);
}

static void get_price(const ch_lp_exact *lp, const ch_lp__variable *v, mpq_t price)
{
    mpq_set_ui(price, 0, 1);
    if (v->is_basic || v->at == SIZE_MAX)
        return;
    mpz_set(mpq_numref(price), lp->cost[v->at]);
    mpz_set(mpq_denref(price), lp->common);
    mpq_canonicalize(price);
    scale(price, v->lift - lp->cost_lift);
}

void ch_lp_exact_get_price(const ch_lp_exact *lp, size_t row, mpq_t price)
{
    get_price(lp, &lp->variable[lp->columns + row], price);
}

void ch_lp_exact_get_bound_price(const ch_lp_exact *lp, size_t column, mpq_t price)
{
    get_price(lp, &lp->variable[column], price);
}

void ch_lp_exact_get_value(const ch_lp_exact *lp, mpq_t value)
{
    mpq_t part;
    mpq_init(part);
    mpq_set_ui(value, 0, 1);
    for (size_t j = 0; j < lp->columns; j++) {
        mpq_set_z(part, lp->told_cost[j]);
        mpq_mul(part, part, lp->variable[j].value);
        mpq_add(value, value, part);
    }
    scale(value, -lp->cost_lift);
    mpq_clear(part);
}

bool ch_lp_exact_row_is_basic(const ch_lp_exact *lp, size_t row)
{
    return lp->variable[lp->columns + row].is_basic;
}
