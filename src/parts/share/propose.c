/* propose.c - which rows a level will need, guessed by a solver in doubles: the exact simplex begins with them and decides. */
#include "levels.h"

#include <math.h>

enum { GRAIN_BITS = 45, ROUNDS = 200, ROWS_MOST = 64 * CH_GAME_MOST };

typedef struct {
    double cost[CH_GAME_MOST + 1], least[CH_GAME_MOST + 1], most[CH_GAME_MOST + 1], x[CH_GAME_MOST + 1];
    double *row_least, *row_most, *coefficient, *price;
    size_t *row_start, rows;
    uint32_t *column, *group;
} program;

static ch_err new_program(ch_share__levels *levels, bool is_pre, program *p)
{
    ch_arena *arena = &levels->scratch;
    *p = (program){0};
    p->row_least = CH_NEW(arena, double, ROWS_MOST);
    p->row_most = CH_NEW(arena, double, ROWS_MOST);
    p->price = CH_NEW(arena, double, ROWS_MOST);
    p->row_start = CH_NEW(arena, size_t, ROWS_MOST + 1);
    p->group = CH_NEW(arena, uint32_t, ROWS_MOST);
    p->column = CH_NEW(arena, uint32_t, ROWS_MOST * (levels->n + 1));
    p->coefficient = CH_NEW(arena, double, ROWS_MOST *(levels->n + 1));
    for (unsigned j = 0; j <= levels->n; j++) {
        p->cost[j] = j == levels->n;
        p->least[j] = is_pre || j == levels->n ? -INFINITY : (double)levels->game->value[(size_t)1 << j];
        p->most[j] = INFINITY;
    }
    return p->row_least && p->row_most && p->price && p->row_start && p->group && p->column && p->coefficient
               ? CH_OK
               : CH_ENOMEM;
}

static void add_row(const ch_share__levels *levels, program *p, uint32_t group)
{
    const bool is_all = group == (UINT32_C(1) << levels->n) - 1;
    size_t entry = p->row_start[p->rows];
    for (unsigned j = 0; j <= levels->n; j++)
        if (j == levels->n ? !is_all : (group >> j & 1) != 0) {
            p->column[entry] = j;
            p->coefficient[entry++] = 1;
        }
    p->group[p->rows] = group;
    p->row_least[p->rows] = (double)levels->game->value[group];
    p->row_most[p->rows] = is_all ? p->row_least[p->rows] : INFINITY;
    p->row_start[++p->rows] = entry;
}

static void add_first_rows(const ch_share__levels *levels, program *p)
{
    const uint32_t all = (UINT32_C(1) << levels->n) - 1;
    add_row(levels, p, all);
    for (unsigned i = 0; i < levels->n; i++)
        add_row(levels, p, UINT32_C(1) << i);
    for (unsigned i = 0; i < levels->n && levels->n > 2; i++)
        add_row(levels, p, all ^ UINT32_C(1) << i);
}

/* What a double says, in steps so fine and no finer, so that the search stays in 128 bits. */
static void set_grained(mpq_t to, double x, int bits)
{
    mpq_set_d(to, nearbyint(ldexp(x, bits)));
    mpq_div_2exp(to, to, (mp_bitcnt_t)bits);
}

/* Groups whose excess is more than e by more than doubles blur. */
static void find_broken(ch_share__levels *levels, const program *p)
{
    double size = 1;
    mpz_t least;
    mpq_t slack;
    mpz_init(least);
    mpq_init(slack);
    for (unsigned j = 0; j <= levels->n; j++)
        size = fmax(size, fabs(p->x[j]));
    const int bits = GRAIN_BITS - ilogb(size) > 0 ? GRAIN_BITS - ilogb(size) : 0;
    for (unsigned j = 0; j <= levels->n; j++)
        set_grained(levels->x[j], p->x[j], bits);
    ch_share__split_set(&levels->split, levels->x, 1);
    mpq_set_d(slack, size * 1e-9);
    mpq_add(slack, slack, levels->x[levels->n]);
    mpz_mul(least, levels->split.common, mpq_numref(slack));
    mpz_cdiv_q(least, least, mpq_denref(slack));
    ch_share__find_most(&levels->split, least, levels->n, &levels->most);
    mpq_clear(slack);
    mpz_clear(least);
}

static bool has_row(const program *p, uint32_t group)
{
    for (size_t row = 0; row < p->rows; row++)
        if (p->group[row] == group)
            return true;
    return false;
}

/* false: there is nothing new. */
static bool add_broken(ch_share__levels *levels, program *p)
{
    const size_t before = p->rows;
    find_broken(levels, p);
    for (size_t i = 0; i < levels->most.n; i++)
        if (!has_row(p, levels->most.group[i]))
            add_row(levels, p, levels->most.group[i]);
    return p->rows > before;
}

/* Rows with a price hold the best point: those the exact simplex is given. */
static ch_err take_held(ch_share__levels *levels, const program *p)
{
    ch_err err = CH_OK;
    for (size_t row = 1; row < p->rows && err == CH_OK; row++)
        if (fabs(p->price[row]) > 1e-9)
            err = ch_share__levels_add(levels, p->group[row]);
    return err;
}

static bool is_finite(const program *p, unsigned n)
{
    for (unsigned j = 0; j <= n; j++)
        if (!(fabs(p->x[j]) < 0x1p62))
            return false;
    return true;
}

ch_err ch_share__levels_propose(ch_share__levels *levels, const ch_lp_solver *solver, bool is_pre)
{
    program p;
    ch_err err = new_program(levels, is_pre, &p);
    if (err != CH_OK)
        return err;
    add_first_rows(levels, &p);
    for (unsigned round = 0; round < ROUNDS && p.rows + levels->n <= ROWS_MOST; round++) {
        const ch_lp problem = {levels->n + 1, p.rows,      p.cost,   p.least,       p.most, p.row_least,
                               p.row_most,    p.row_start, p.column, p.coefficient, NULL};
        ch_lp_answer answer = {.x = p.x, .price = p.price};
        if (!ch_progress_goes_on(levels->progress, levels->step, levels->span.rank, levels->n))
            return CH_ENONE;
        err = solver->solve(solver->self, &problem, levels->limit, &answer);
        if (err != CH_OK) /* without its proposal the exact simplex works alone */
            return err == CH_ENOMEM ? err : CH_OK;
        if (answer.outcome != CH_LP_BEST || !is_finite(&p, levels->n))
            return CH_OK;
        if (!add_broken(levels, &p))
            return take_held(levels, &p);
    }
    return CH_OK;
}
