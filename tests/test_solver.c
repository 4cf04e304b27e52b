/* test_solver.c - CLP in its module: opened when used, agreeing with the exact simplex, and missed without harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/solver.h"
#include "draw.h"
#include "failing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { N = 6, M = 8 };

typedef struct {
    double cost[N], least[N], most[N], row_least[M], row_most[M], dense[M * N];
    size_t start[M + 1];
    uint32_t column[M * N];
} program;

static double number(uint64_t *seed, int size)
{
    return (double)draw(seed, (uint32_t)(2 * size + 1)) - size;
}

static ch_lp random_program(uint64_t *seed, program *p)
{
    *p = (program){.cost = {0}};
    for (size_t j = 0; j < N; j++) {
        p->cost[j] = number(seed, 9);
        p->least[j] = draw(seed, 4) == 0 ? -INFINITY : number(seed, 5);
        p->most[j] = draw(seed, 2) == 0 ? INFINITY : fmax(p->least[j], -5) + draw(seed, 9);
    }
    for (size_t r = 0; r < M; r++) {
        p->row_least[r] = draw(seed, 2) == 0 ? -INFINITY : number(seed, 9) - 8;
        p->row_most[r] = draw(seed, 2) == 0 ? INFINITY : fmax(p->row_least[r], -9) + draw(seed, 20);
        p->start[r] = r * N;
        for (size_t j = 0; j < N; j++) {
            p->column[r * N + j] = (uint32_t)j;
            p->dense[r * N + j] = number(seed, 4);
        }
    }
    p->start[M] = M * N;
    return (ch_lp){N, M, p->cost, p->least, p->most, p->row_least, p->row_most, p->start, p->column, p->dense, NULL};
}

/* Beside the program that was built. */
static const char *folder(void)
{
    static char path[4096];
    const char *program_path = getenv("CHANGHE");
    if (program_path == NULL || strrchr(program_path, '/') == NULL)
        return ".";
    snprintf(path, sizeof path, "%.*s/src/solver", (int)(strrchr(program_path, '/') - program_path), program_path);
    return path;
}

static bool is_built(void)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/%s", folder(), CH_SOLVER_CLP_MODULE);
    if (access(path, R_OK) == 0)
        return true;
    print_message("skipped: %s was not built, for want of CLP\n", path);
    return false;
}

static ch_solver *open_solver(void)
{
    ch_solver *solver;
    if (!is_built())
        skip();
    assert_int_equal(ch_solver_open(NULL, folder(), &solver, NULL), CH_OK);
    return solver;
}

static void a_missing_module_is_told_and_harms_nothing(void **state)
{
    ch_faults faults = {0};
    ch_solver *solver = (ch_solver *)&faults;
    assert_int_equal(ch_solver_open(NULL, "/nowhere", &solver, &faults), CH_EIO);
    assert_null(solver);
    assert_null(ch_solver_lp(solver));
    ch_solver_close(solver);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].want, CH_WANT_SOLVER);
    assert_true(ch_text_equal(faults.list[0].at.file, CH_TEXT("/nowhere/" CH_SOLVER_CLP_MODULE)));
    ch_faults_free(&faults);
}

static void it_agrees_with_the_exact_simplex_which_its_basis_satisfies(void **state)
{
    ch_solver *solver = open_solver();
    const ch_lp_solver *clp = ch_solver_lp(solver);
    uint64_t seed = 1;
    size_t seen[4] = {0}, further = 0;
    assert_string_equal(clp->name, "clp");
    for (int round = 0; round < 500; round++) {
        program p;
        const ch_lp lp = random_program(&seed, &p);
        double x[N], price[M];
        uint8_t basis[N + M];
        ch_lp_answer answer = {.x = x, .price = price, .basis = basis}, exact = {0}, finished = {0};
        size_t exchanged = 0;
        assert_int_equal(clp->solve(clp->self, &lp, 0, &answer), CH_OK);
        assert_int_equal(ch_lp_solve_exact(NULL, &lp, 0, &exact, NULL), CH_OK);
        seen[exact.outcome]++;
        assert_int_equal(answer.outcome, exact.outcome);
        if (exact.outcome != CH_LP_BEST)
            continue;
        assert_true(fabs(answer.value - exact.value) < 1e-7 * (1 + fabs(exact.value)));
        double value = 0;
        for (size_t j = 0; j < N; j++) {
            value += p.cost[j] * x[j];
            exchanged += basis[j] == CH_LP_BASIC;
        }
        for (size_t r = 0; r < M; r++) /* a price is that of a bound */
            if (fabs(price[r]) > 1e-7)
                assert_true(isfinite(price[r] > 0 ? p.row_least[r] : p.row_most[r]));
        assert_true(fabs(value - exact.value) < 1e-7 * (1 + fabs(exact.value)));
        assert_int_equal(ch_lp_finish_exact(NULL, &lp, basis, 0, &finished, NULL), CH_OK);
        assert_true(finished.value == exact.value);
        further += finished.work > exchanged;
    }
    assert_true(seen[CH_LP_BEST] > 50 && seen[CH_LP_INFEASIBLE] > 20 && seen[CH_LP_UNBOUNDED] > 20);
    assert_true(further * 20 < seen[CH_LP_BEST]); /* its bases are the best ones but for ties */
    ch_solver_close(solver);
}

static void the_same_problem_has_the_same_bytes(void **state)
{
    ch_solver *solver = open_solver();
    const ch_lp_solver *clp = ch_solver_lp(solver);
    uint64_t seed = 2;
    for (int round = 0; round < 50; round++) {
        program p;
        const ch_lp lp = random_program(&seed, &p);
        double x[2][N];
        uint8_t basis[2][N + M];
        for (int i = 0; i < 2; i++) {
            ch_lp_answer answer = {.x = x[i], .basis = basis[i]};
            assert_int_equal(clp->solve(clp->self, &lp, 0, &answer), CH_OK);
        }
        assert_memory_equal(x[0], x[1], sizeof x[0]);
        assert_memory_equal(basis[0], basis[1], sizeof basis[0]);
    }
    ch_solver_close(solver);
}

static void malformed_problems_are_refused_and_the_limit_stops(void **state)
{
    ch_solver *solver = open_solver();
    const ch_lp_solver *clp = ch_solver_lp(solver);
    uint64_t seed = 3;
    program p;
    const bool whole[N] = {true};
    ch_lp_answer answer = {0};
    ch_lp lp = random_program(&seed, &p);
    lp.is_whole = whole;
    assert_int_equal(clp->solve(clp->self, &lp, 0, &answer), CH_EDATA);
    lp.is_whole = NULL;
    p.column[3] = N;
    assert_int_equal(clp->solve(clp->self, &lp, 0, &answer), CH_EDATA);
    p.column[3] = 3;
    p.cost[0] = NAN;
    assert_int_equal(clp->solve(clp->self, &lp, 0, &answer), CH_EDATA);
    bool has_stopped = false;
    for (int round = 0; round < 100; round++) {
        lp = random_program(&seed, &p);
        assert_int_equal(clp->solve(clp->self, &lp, 1, &answer), CH_OK);
        has_stopped = has_stopped || answer.outcome == CH_LP_STOPPED;
    }
    assert_true(has_stopped);
    ch_solver_close(solver);
}

static void memory_may_fail_at_any_place(void **state)
{
    if (!is_built())
        skip();
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        uint64_t seed = 4;
        program p;
        const ch_lp lp = random_program(&seed, &p);
        ch_lp_answer answer = {0};
        ch_solver *solver;
        ch_err err = ch_solver_open(&memory, folder(), &solver, NULL);
        if (err == CH_OK)
            err = ch_solver_lp(solver)->solve(ch_solver_lp(solver)->self, &lp, 0, &answer);
        ch_solver_close(solver);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_module_is_told_and_harms_nothing),
        cmocka_unit_test(it_agrees_with_the_exact_simplex_which_its_basis_satisfies),
        cmocka_unit_test(the_same_problem_has_the_same_bytes),
        cmocka_unit_test(malformed_problems_are_refused_and_the_limit_stops),
        cmocka_unit_test(memory_may_fail_at_any_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
