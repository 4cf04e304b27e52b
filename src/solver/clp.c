/* clp.c - a linear program as CLP takes it, and its answer as lp.h tells it. The only source of changhe-clp.so. */
#include "changhe/solver.h"

#include <coin/Clp_C_Interface.h>
#include <limits.h>
#include <math.h>

static bool are_bounds(const double *least, const double *most, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(least[i]) || isnan(most[i]) || least[i] == INFINITY || most[i] == -INFINITY)
            return false;
    return true;
}

static bool are_finite(const double *number, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(number[i]))
            return false;
    return true;
}

static bool is_sound(const ch_lp *problem)
{
    if (problem->columns > INT_MAX || problem->rows > INT_MAX || problem->row_start[problem->rows] > INT_MAX)
        return false;
    for (size_t r = 0; r < problem->rows; r++)
        if (problem->row_start[r] > problem->row_start[r + 1])
            return false;
    for (size_t j = 0; j < problem->columns; j++)
        if (problem->is_whole != NULL && problem->is_whole[j])
            return false;
    for (size_t e = problem->row_start[0]; e < problem->row_start[problem->rows]; e++)
        if (problem->column[e] >= problem->columns)
            return false;
    return are_bounds(problem->column_least, problem->column_most, problem->columns) &&
           are_bounds(problem->row_least, problem->row_most, problem->rows) &&
           are_finite(problem->cost, problem->columns) &&
           are_finite(problem->coefficient + problem->row_start[0],
                      problem->row_start[problem->rows] - problem->row_start[0]);
}

/* Entries by column, as CLP wants them. */
typedef struct {
    CoinBigIndex *start;
    int *row;
    double *coefficient;
} by_column;

static ch_err turn(ch_arena *arena, const ch_lp *problem, by_column *turned)
{
    const size_t from = problem->row_start[0], to = problem->row_start[problem->rows];
    turned->start = CH_NEW(arena, CoinBigIndex, problem->columns + 2);
    turned->row = CH_NEW(arena, int, to - from);
    turned->coefficient = CH_NEW(arena, double, to - from);
    if (turned->start == NULL || turned->row == NULL || turned->coefficient == NULL)
        return CH_ENOMEM;
    for (size_t e = from; e < to; e++)
        turned->start[problem->column[e] + 2]++;
    for (size_t j = 1; j < problem->columns; j++)
        turned->start[j + 1] += turned->start[j];
    for (size_t r = 0; r < problem->rows; r++)
        for (size_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
            const CoinBigIndex place = turned->start[problem->column[e] + 1]++;
            turned->row[place] = (int)r;
            turned->coefficient[place] = problem->coefficient[e];
        }
    return CH_OK;
}

static uint8_t stands(int status)
{
    switch (status) {
    case 1: return CH_LP_BASIC;
    case 2: return CH_LP_AT_MOST;
    case 3:
    case 5: return CH_LP_AT_LEAST;
    default: return CH_LP_FREE;
    }
}

static void copy(double *to, const double *from, size_t n)
{
    for (size_t i = 0; to != NULL && i < n; i++)
        to[i] = from[i];
}

static void tell(Clp_Simplex *model, const ch_lp *problem, ch_lp_answer *answer)
{
    answer->value = Clp_objectiveValue(model);
    copy(answer->x, Clp_primalColumnSolution(model), problem->columns);
    copy(answer->price, Clp_dualRowSolution(model), problem->rows);
    for (size_t j = 0; answer->basis != NULL && j < problem->columns; j++)
        answer->basis[j] = stands(Clp_getColumnStatus(model, (int)j));
    for (size_t r = 0; answer->basis != NULL && r < problem->rows; r++)
        answer->basis[problem->columns + r] = stands(Clp_getRowStatus(model, (int)r));
}

enum { OPTIMAL, INFEASIBLE, DUAL_INFEASIBLE };

/* That no price exists says unbounded only where a point does: the primal simplex finds which. */
static ch_lp_outcome run(Clp_Simplex *model, uint64_t *work)
{
    Clp_dual(model, 0);
    *work = (uint64_t)Clp_numberIterations(model);
    if (Clp_status(model) == DUAL_INFEASIBLE) {
        Clp_primal(model, 0);
        *work += (uint64_t)Clp_numberIterations(model);
    }
    switch (Clp_status(model)) {
    case OPTIMAL: return CH_LP_BEST;
    case INFEASIBLE: return CH_LP_INFEASIBLE;
    case DUAL_INFEASIBLE: return CH_LP_UNBOUNDED;
    default: return CH_LP_STOPPED;
    }
}

ch_err ch_solver_clp_solve_1(void *self, const ch_lp *problem, uint64_t limit, ch_lp_answer *answer)
{
    ch_arena arena = CH_ARENA(self);
    by_column turned;
    if (!is_sound(problem))
        return CH_EDATA;
    const ch_err err = turn(&arena, problem, &turned);
    if (err != CH_OK) {
        ch_arena_free(&arena);
        return err;
    }

    Clp_Simplex *model = Clp_newModel();
    Clp_setLogLevel(model, 0);
    Clp_setPerturbation(model, 100); /* none */
    if (limit != 0 && limit < INT_MAX)
        Clp_setMaximumIterations(model, (int)limit);
    Clp_loadProblem(model, (int)problem->columns, (int)problem->rows, turned.start, turned.row, turned.coefficient,
                    problem->column_least, problem->column_most, problem->cost, problem->row_least, problem->row_most);
    answer->outcome = run(model, &answer->work);
    tell(model, problem, answer);
    Clp_deleteModel(model);
    ch_arena_free(&arena);
    return CH_OK;
}
