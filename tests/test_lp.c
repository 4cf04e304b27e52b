/* test_lp.c - the exact simplex: textbook programs, random ones beside all their corners, and programs that change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/lp_exact.h"
#include "draw.h"
#include "failing.h"

#include <math.h>
#include <string.h>

enum { MOST = 8 };

/* Rows are dense here: a zero is an entry as well. */
typedef struct {
    size_t n, m;
    double cost[MOST], least[MOST], most[MOST], row_least[MOST], row_most[MOST], dense[MOST * MOST];
    size_t start[MOST + 1];
    uint32_t column[MOST * MOST];
} program;

static ch_lp as_lp(program *p)
{
    for (size_t r = 0; r <= p->m; r++)
        p->start[r] = r * p->n;
    for (size_t e = 0; e < p->m * p->n; e++)
        p->column[e] = (uint32_t)(e % p->n);
    return (ch_lp){.columns = p->n,
                   .rows = p->m,
                   .cost = p->cost,
                   .column_least = p->least,
                   .column_most = p->most,
                   .row_least = p->row_least,
                   .row_most = p->row_most,
                   .row_start = p->start,
                   .column = p->column,
                   .coefficient = p->dense};
}

static void assert_text(void (*print)(const ch_lp_exact *, size_t, ch_buf *), const ch_lp_exact *lp, size_t which,
                        const char *expected)
{
    ch_buf buf = {0};
    print(lp, which, &buf);
    ch_buf_addc(&buf, '\0');
    assert_false(buf.failed);
    assert_string_equal(buf.at, expected);
    ch_buf_free(&buf);
}

static void assert_value(const ch_lp_exact *lp, const char *expected)
{
    ch_buf buf = {0};
    ch_lp_exact_value(lp, &buf);
    ch_buf_addc(&buf, '\0');
    assert_string_equal(buf.at, expected);
    ch_buf_free(&buf);
}

/* Chvatal, Linear Programming (1983), chapter 2: maximise 5x + 4y + 3z. */
static program chvatal(void)
{
    return (program){.n = 3,
                     .m = 3,
                     .cost = {-5, -4, -3},
                     .most = {INFINITY, INFINITY, INFINITY},
                     .row_least = {-INFINITY, -INFINITY, -INFINITY},
                     .row_most = {5, 11, 8},
                     .dense = {2, 3, 1, 4, 1, 2, 3, 4, 2}};
}

static void a_textbook_program_has_its_point_and_prices(void **state)
{
    program p = chvatal();
    const ch_lp lp = as_lp(&p);
    double x[3], price[3];
    uint8_t basis[6];
    ch_lp_answer answer = {.x = x, .price = price, .basis = basis};
    ch_lp_exact *kept;
    assert_int_equal(ch_lp_solve_exact(NULL, &lp, 0, &answer, &kept), CH_OK);
    assert_int_equal(answer.outcome, CH_LP_BEST);
    assert_true(answer.value == -13 && x[0] == 2 && x[1] == 0 && x[2] == 1);
    assert_true(price[0] == -1 && price[1] == 0 && price[2] == -1);
    const uint8_t stands[6] = {CH_LP_BASIC, CH_LP_AT_LEAST, CH_LP_BASIC, CH_LP_AT_MOST, CH_LP_BASIC, CH_LP_AT_MOST};
    assert_memory_equal(basis, stands, sizeof stands);
    assert_value(kept, "-13");
    assert_text(ch_lp_exact_price, kept, 2, "-1");
    ch_lp_exact_free(kept);
    ch_lp_exact_free(NULL);
}

/* Beale 1955: Dantzig's rule with unlucky ties goes round for ever. Value -1/20. */
static void a_program_that_cycles_ends(void **state)
{
    program p = {.n = 4,
                 .m = 3,
                 .cost = {-0.75, 150, -0.02, 6},
                 .most = {INFINITY, INFINITY, INFINITY, INFINITY},
                 .row_least = {-INFINITY, -INFINITY, -INFINITY},
                 .row_most = {0, 0, 1},
                 .dense = {0.25, -60, -0.04, 9, 0.5, -90, -0.02, 3, 0, 0, 1, 0}};
    const ch_lp lp = as_lp(&p);
    double x[4];
    ch_lp_answer answer = {.x = x};
    assert_int_equal(ch_lp_solve_exact(NULL, &lp, 0, &answer, NULL), CH_OK);
    assert_int_equal(answer.outcome, CH_LP_BEST);
    assert_true(fabs(answer.value + 0.05) < 1e-15 && x[2] == 1);
}

static void a_third_is_a_third_and_a_tenth_the_double_that_it_is(void **state)
{
    program p = {.n = 2,
                 .m = 2,
                 .cost = {1, 1},
                 .least = {-INFINITY, -INFINITY},
                 .most = {INFINITY, INFINITY},
                 .row_least = {1, 0.1},
                 .row_most = {INFINITY, INFINITY},
                 .dense = {3, 0, 0, 1}};
    const ch_lp lp = as_lp(&p);
    double x[2];
    ch_lp_answer answer = {.x = x};
    ch_lp_exact *kept;
    assert_int_equal(ch_lp_solve_exact(NULL, &lp, 0, &answer, &kept), CH_OK);
    assert_text(ch_lp_exact_x, kept, 0, "1/3");
    assert_text(ch_lp_exact_price, kept, 0, "1/3");
    assert_text(ch_lp_exact_x, kept, 1, "3602879701896397/36028797018963968");
    assert_true(x[0] == 1.0 / 3 && x[1] == 0.1);
    ch_lp_exact_free(kept);
}

static ch_lp_outcome outcome_of(program *p)
{
    const ch_lp lp = as_lp(p);
    ch_lp_answer answer = {0};
    assert_int_equal(ch_lp_solve_exact(NULL, &lp, 0, &answer, NULL), CH_OK);
    return answer.outcome;
}

static void what_cannot_be_and_what_has_no_end_are_told(void **state)
{
    program none = {.n = 1, .m = 1, .most = {1}, .row_least = {3}, .row_most = {INFINITY}, .dense = {2}};
    program crossed = {.n = 1, .least = {2}, .most = {1}};
    program crossed_row = {.n = 1, .m = 1, .most = {9}, .row_least = {2}, .row_most = {1}, .dense = {1}};
    program empty_row = {.n = 1, .m = 1, .most = {1}, .row_least = {1}, .row_most = {1}, .dense = {0}};
    program endless = {.n = 2,
                       .m = 1,
                       .cost = {-1, 0},
                       .most = {INFINITY, INFINITY},
                       .row_least = {0},
                       .row_most = {0},
                       .dense = {1, -1}};
    program free_one = {.n = 1, .cost = {1}, .least = {-INFINITY}, .most = {INFINITY}};
    assert_int_equal(outcome_of(&none), CH_LP_INFEASIBLE);
    assert_int_equal(outcome_of(&crossed), CH_LP_INFEASIBLE);
    assert_int_equal(outcome_of(&crossed_row), CH_LP_INFEASIBLE);
    assert_int_equal(outcome_of(&empty_row), CH_LP_INFEASIBLE);
    assert_int_equal(outcome_of(&endless), CH_LP_UNBOUNDED);
    assert_int_equal(outcome_of(&free_one), CH_LP_UNBOUNDED);
    free_one.cost[0] = 0;
    assert_int_equal(outcome_of(&free_one), CH_LP_BEST);
}

static void malformed_programs_are_refused(void **state)
{
    ch_lp_answer answer = {0};
    const bool whole[3] = {false, true, false};
    for (int fault = 0; fault < 7; fault++) {
        program p = chvatal();
        ch_lp lp = as_lp(&p);
        ch_lp_exact *kept = (ch_lp_exact *)&p;
        double *const broken[] = {&p.cost[1], &p.dense[4], &p.least[0], &p.row_most[2]};
        if (fault < 4)
            *broken[fault] = NAN;
        else if (fault == 4)
            p.column[5] = 3;
        else if (fault == 5)
            p.start[1] = 7;
        else
            lp.is_whole = whole;
        assert_int_equal(ch_lp_solve_exact(NULL, &lp, 0, &answer, &kept), CH_EDATA);
        assert_null(kept);
    }
}

/* ---- all corners, by Cramer's rule in whole numbers */

typedef struct {
    int64_t a[4];
    double least, most;
} plane;

static int64_t determinant(int64_t (*a)[3], size_t n)
{
    if (n == 1)
        return a[0][0];
    if (n == 2)
        return a[0][0] * a[1][1] - a[0][1] * a[1][0];
    return a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) - a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
           a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
}

typedef struct {
    size_t n, planes;
    plane plane[MOST];
    int64_t cost[3];
    bool is_found;
    int64_t num, den; /* the least value */
} corners;

static void try_corner(corners *c, const size_t *chosen, const int64_t *right)
{
    int64_t a[3][3] = {{0}}, x[3], den;
    for (size_t i = 0; i < c->n; i++)
        for (size_t j = 0; j < c->n; j++)
            a[i][j] = c->plane[chosen[i]].a[j];
    den = determinant(a, c->n);
    if (den == 0)
        return;
    for (size_t k = 0; k < c->n; k++) {
        int64_t b[3][3];
        memcpy(b, a, sizeof b);
        for (size_t i = 0; i < c->n; i++)
            b[i][k] = right[i];
        x[k] = determinant(b, c->n) * (den < 0 ? -1 : 1);
    }
    den = den < 0 ? -den : den;
    for (size_t r = 0; r < c->planes; r++) {
        int64_t sum = 0;
        for (size_t j = 0; j < c->n; j++)
            sum += c->plane[r].a[j] * x[j];
        if ((double)sum < c->plane[r].least * (double)den || (double)sum > c->plane[r].most * (double)den)
            return;
    }
    int64_t num = 0;
    for (size_t j = 0; j < c->n; j++)
        num += c->cost[j] * x[j];
    if (!c->is_found || num * c->den < c->num * den)
        c->num = num, c->den = den;
    c->is_found = true;
}

static void choose(corners *c, size_t *chosen, int64_t *right, size_t depth, size_t from)
{
    if (depth == c->n) {
        try_corner(c, chosen, right);
        return;
    }
    for (size_t r = from; r < c->planes; r++)
        for (int side = 0; side < 2; side++) {
            const double bound = side == 0 ? c->plane[r].least : c->plane[r].most;
            if (!isfinite(bound))
                continue;
            chosen[depth] = r;
            right[depth] = (int64_t)bound;
            choose(c, chosen, right, depth + 1, r + 1);
        }
}

static void find_least_corner(const program *p, corners *c)
{
    size_t chosen[3];
    int64_t right[3];
    *c = (corners){.n = p->n, .planes = p->n + p->m};
    for (size_t j = 0; j < p->n; j++) {
        c->cost[j] = (int64_t)p->cost[j];
        c->plane[j] = (plane){.least = p->least[j], .most = p->most[j]};
        c->plane[j].a[j] = 1;
    }
    for (size_t r = 0; r < p->m; r++) {
        c->plane[p->n + r] = (plane){.least = p->row_least[r], .most = p->row_most[r]};
        for (size_t j = 0; j < p->n; j++)
            c->plane[p->n + r].a[j] = (int64_t)p->dense[r * p->n + j];
    }
    choose(c, chosen, right, 0, 0);
}

static double number(uint64_t *seed, int size)
{
    return (double)draw(seed, (uint32_t)(2 * size + 1)) - size;
}

/* Small whole numbers, so that corners often coincide; boxes, ranges, equalities and rows without one bound. */
static program random_program(uint64_t *seed)
{
    program p = {.n = 1 + draw(seed, 3), .m = draw(seed, 5)};
    for (size_t j = 0; j < p.n; j++) {
        p.cost[j] = number(seed, 3);
        p.least[j] = number(seed, 4);
        p.most[j] = p.least[j] + draw(seed, 6);
    }
    for (size_t r = 0; r < p.m; r++) {
        p.row_least[r] = number(seed, 6);
        p.row_most[r] = p.row_least[r] + draw(seed, 8);
        const uint32_t kind = draw(seed, 4);
        if (kind == 0)
            p.row_least[r] = -INFINITY;
        else if (kind == 1)
            p.row_most[r] = INFINITY;
        for (size_t j = 0; j < p.n; j++)
            p.dense[r * p.n + j] = number(seed, 3);
    }
    return p;
}

static void the_answer_is_the_least_of_all_corners(void **state)
{
    uint64_t seed = 1;
    size_t infeasible = 0;
    for (int round = 0; round < 3000; round++) {
        program p = random_program(&seed);
        const ch_lp lp = as_lp(&p);
        corners c;
        ch_lp_answer answer = {0};
        ch_lp_exact *kept;
        mpq_t value, expected;
        mpq_inits(value, expected, NULL);
        find_least_corner(&p, &c);
        assert_int_equal(ch_lp_solve_exact(NULL, &lp, 0, &answer, &kept), CH_OK);
        assert_int_equal(answer.outcome, c.is_found ? CH_LP_BEST : CH_LP_INFEASIBLE);
        infeasible += !c.is_found;
        if (c.is_found) {
            ch_lp_exact_get_value(kept, value);
            mpq_set_si(expected, c.num, (unsigned long)c.den);
            mpq_canonicalize(expected);
            assert_true(mpq_equal(value, expected));
        }
        ch_lp_exact_free(kept);
        mpq_clears(value, expected, NULL);
    }
    assert_in_range(infeasible, 300, 2700);
}

static void open_bounds_are_as_bounds_far_away(void **state)
{
    uint64_t seed = 2;
    size_t seen[3] = {0};
    for (int round = 0; round < 2000; round++) {
        program p = random_program(&seed), far;
        for (size_t j = 0; j < p.n; j++) {
            const uint32_t kind = draw(&seed, 4);
            if (kind != 0)
                p.most[j] = INFINITY;
            if (kind > 1)
                p.least[j] = -INFINITY;
        }
        far = p;
        for (size_t j = 0; j < p.n; j++) {
            far.most[j] = fmin(p.most[j], 1e9);
            far.least[j] = fmax(p.least[j], -1e9);
        }
        const ch_lp lp = as_lp(&p), far_lp = as_lp(&far);
        ch_lp_answer answer = {0}, other = {0};
        assert_int_equal(ch_lp_solve_exact(NULL, &lp, 0, &answer, NULL), CH_OK);
        assert_int_equal(ch_lp_solve_exact(NULL, &far_lp, 0, &other, NULL), CH_OK);
        /* corners of such small numbers lie within a few thousand */
        const ch_lp_outcome expected =
            other.outcome == CH_LP_BEST && other.value < -1e6 ? CH_LP_UNBOUNDED : other.outcome;
        assert_int_equal(answer.outcome, expected);
        if (expected == CH_LP_BEST)
            assert_true(answer.value == other.value);
        seen[expected]++;
    }
    assert_true(seen[CH_LP_BEST] > 100 && seen[CH_LP_INFEASIBLE] > 100 && seen[CH_LP_UNBOUNDED] > 100);
}

/* value = sum of price x bound over what stands at one, and a price has the sign of its bound. */
static void prices_prove_the_value(void **state)
{
    uint64_t seed = 3;
    mpq_t sum, price, part, value;
    mpq_inits(sum, price, part, value, NULL);
    for (int round = 0; round < 1000; round++) {
        program p = random_program(&seed);
        const ch_lp lp = as_lp(&p);
        ch_lp_answer answer = {0};
        ch_lp_exact *kept;
        assert_int_equal(ch_lp_solve_exact(NULL, &lp, 0, &answer, &kept), CH_OK);
        mpq_set_ui(sum, 0, 1);
        for (size_t i = 0; i < p.n + p.m && answer.outcome == CH_LP_BEST; i++) {
            if (i < p.n)
                ch_lp_exact_get_bound_price(kept, i, price);
            else
                ch_lp_exact_get_price(kept, i - p.n, price);
            if (mpq_sgn(price) == 0)
                continue;
            const bool at_least = mpq_sgn(price) > 0;
            const double bound =
                i < p.n ? (at_least ? p.least : p.most)[i] : (at_least ? p.row_least : p.row_most)[i - p.n];
            assert_true(isfinite(bound));
            mpq_set_d(part, bound);
            mpq_mul(part, part, price);
            mpq_add(sum, sum, part);
        }
        ch_lp_exact_get_value(kept, value);
        if (answer.outcome == CH_LP_BEST)
            assert_true(mpq_equal(sum, value));
        ch_lp_exact_free(kept);
    }
    mpq_clears(sum, price, part, value, NULL);
}

static void any_basis_leads_to_the_same_value_and_the_best_one_at_once(void **state)
{
    uint64_t seed = 4;
    for (int round = 0; round < 1000; round++) {
        program p = random_program(&seed);
        const ch_lp lp = as_lp(&p);
        uint8_t basis[2 * MOST], wild[2 * MOST];
        ch_lp_answer answer = {.basis = basis}, again = {0}, from_wild = {0};
        size_t exchanged = 0;
        assert_int_equal(ch_lp_solve_exact(NULL, &lp, 0, &answer, NULL), CH_OK);
        for (size_t i = 0; i < p.n + p.m; i++)
            wild[i] = (uint8_t)draw(&seed, 5);
        for (size_t j = 0; j < p.n; j++)
            exchanged += basis[j] == CH_LP_BASIC;
        assert_int_equal(ch_lp_finish_exact(NULL, &lp, basis, 0, &again, NULL), CH_OK);
        assert_int_equal(ch_lp_finish_exact(NULL, &lp, wild, 0, &from_wild, NULL), CH_OK);
        assert_int_equal(again.outcome, answer.outcome);
        assert_int_equal(from_wild.outcome, answer.outcome);
        if (answer.outcome != CH_LP_BEST)
            continue;
        assert_true(again.value == answer.value && from_wild.value == answer.value);
        assert_int_equal(again.work, exchanged);
    }
}

static void the_limit_of_work_stops_and_a_later_run_goes_on(void **state)
{
    program p = chvatal();
    const ch_lp lp = as_lp(&p);
    ch_lp_answer answer = {0};
    ch_lp_exact *kept;
    mpq_t value;
    mpq_init(value);
    assert_int_equal(ch_lp_solve_exact(NULL, &lp, 1, &answer, &kept), CH_OK);
    assert_int_equal(answer.outcome, CH_LP_STOPPED);
    assert_int_equal(answer.work, 1);
    assert_int_equal(ch_lp_exact_run(kept, 0), CH_LP_BEST);
    ch_lp_exact_get_value(kept, value);
    assert_int_equal(mpq_cmp_si(value, -13, 1), 0);
    ch_lp_exact_free(kept);
    mpq_clear(value);
}

/* ---- programs that change */

static void assert_same(ch_lp_exact *lp, program *now)
{
    const ch_lp fresh = as_lp(now);
    ch_lp_answer answer = {0};
    mpq_t value;
    mpq_init(value);
    assert_int_equal(ch_lp_solve_exact(NULL, &fresh, 0, &answer, NULL), CH_OK);
    assert_int_equal(ch_lp_exact_run(lp, 0), answer.outcome);
    ch_lp_exact_get_value(lp, value);
    if (answer.outcome == CH_LP_BEST)
        assert_true(fabs(mpq_get_d(value) - answer.value) < 1e-9);
    mpq_clear(value);
}

static void remove_row(program *p, size_t *number_of, size_t row)
{
    for (size_t r = row; r + 1 < p->m; r++) {
        p->row_least[r] = p->row_least[r + 1];
        p->row_most[r] = p->row_most[r + 1];
        number_of[r] = number_of[r + 1];
        memmove(p->dense + r * p->n, p->dense + (r + 1) * p->n, p->n * sizeof *p->dense);
    }
    p->m--;
}

static void rows_and_costs_may_change_between_runs(void **state)
{
    uint64_t seed = 5;
    for (int round = 0; round < 300; round++) {
        program p = random_program(&seed);
        const ch_lp first = as_lp(&p);
        size_t number_of[MOST];
        ch_lp_exact *lp;
        assert_int_equal(ch_lp_exact_open(NULL, &first, &lp), CH_OK);
        for (size_t r = 0; r < p.m; r++)
            number_of[r] = r;
        for (int change = 0; change < 12; change++) {
            const uint32_t kind = draw(&seed, 3);
            if (kind == 0 && p.m < MOST - 1) {
                p.row_least[p.m] = number(&seed, 6);
                p.row_most[p.m] = INFINITY;
                for (size_t j = 0; j < p.n; j++)
                    p.dense[p.m * p.n + j] = number(&seed, 3);
                const size_t row = p.m++;
                (void)as_lp(&p);
                assert_int_equal(ch_lp_exact_add_row(lp, p.column, p.dense + row * p.n, p.n, p.row_least[row], INFINITY,
                                                     &number_of[row]),
                                 CH_OK);
            } else if (kind == 1 && p.m > 0) {
                const size_t row = draw(&seed, (uint32_t)p.m);
                ch_lp_exact_drop_row(lp, number_of[row]);
                remove_row(&p, number_of, row);
            } else {
                p.cost[draw(&seed, (uint32_t)p.n)] = number(&seed, 3);
                assert_int_equal(ch_lp_exact_set_cost(lp, p.cost), CH_OK);
            }
            if (draw(&seed, 2) == 0)
                assert_same(lp, &p);
        }
        ch_lp_exact_free(lp);
    }
}

static void what_is_fixed_stays(void **state)
{
    program p = chvatal();
    const ch_lp lp = as_lp(&p);
    const double other[3] = {1, 1, -1};
    ch_lp_exact *kept;
    mpq_t x;
    mpq_init(x);
    assert_int_equal(ch_lp_exact_open(NULL, &lp, &kept), CH_OK);
    assert_int_equal(ch_lp_exact_run(kept, 0), CH_LP_BEST);
    ch_lp_exact_fix_column(kept, 0);
    ch_lp_exact_fix_row(kept, 1);
    assert_int_equal(ch_lp_exact_set_cost(kept, other), CH_OK);
    assert_int_equal(ch_lp_exact_run(kept, 0), CH_LP_BEST);
    ch_lp_exact_get_x(kept, 0, x);
    assert_int_equal(mpq_cmp_si(x, 2, 1), 0);
    ch_lp_exact_get_x(kept, 1, x); /* 4 x 2 + y + 2z = 10 and z as large as can be */
    assert_int_equal(mpq_cmp_si(x, 0, 1), 0);
    ch_lp_exact_free(kept);
    mpq_clear(x);
}

static void memory_may_fail_at_any_place(void **state)
{
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        program p = chvatal();
        const ch_lp lp = as_lp(&p);
        ch_lp_answer answer = {0};
        ch_lp_exact *kept;
        ch_buf text = {0};
        size_t row;
        ch_err err = ch_lp_solve_exact(&memory, &lp, 0, &answer, &kept);
        for (int more = 0; more < 20 && err == CH_OK; more++)
            err = ch_lp_exact_add_row(kept, p.column, p.dense, 2, 0, 4, &row);
        if (err == CH_OK) {
            ch_lp_exact_x(kept, 0, &text);
            err = text.failed ? CH_ENOMEM : CH_OK;
        }
        ch_buf_free(&text);
        ch_lp_exact_free(kept);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_textbook_program_has_its_point_and_prices),
        cmocka_unit_test(a_program_that_cycles_ends),
        cmocka_unit_test(a_third_is_a_third_and_a_tenth_the_double_that_it_is),
        cmocka_unit_test(what_cannot_be_and_what_has_no_end_are_told),
        cmocka_unit_test(malformed_programs_are_refused),
        cmocka_unit_test(the_answer_is_the_least_of_all_corners),
        cmocka_unit_test(open_bounds_are_as_bounds_far_away),
        cmocka_unit_test(prices_prove_the_value),
        cmocka_unit_test(any_basis_leads_to_the_same_value_and_the_best_one_at_once),
        cmocka_unit_test(the_limit_of_work_stops_and_a_later_run_goes_on),
        cmocka_unit_test(rows_and_costs_may_change_between_runs),
        cmocka_unit_test(what_is_fixed_stays),
        cmocka_unit_test(memory_may_fail_at_any_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
