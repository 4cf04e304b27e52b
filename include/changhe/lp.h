/* lp.h - what a linear program is, a table of functions for whoever solves one, and a small solver that is exact.
 *
 *   minimise    sum over columns of cost x
 *   subject to  row_least <= sum over columns of coefficient x <= row_most,   column_least <= x <= column_most
 *
 * Numbers are doubles that a solver takes as they are; the exact simplex takes each as the rational it is.
 * INFINITY and -INFINITY: no bound. */
#ifndef CHANGHE_LP_H
#define CHANGHE_LP_H

#include "changhe/arena.h"
#include "changhe/fault.h"
#include "changhe/progress.h"

typedef struct {
    size_t columns, rows;
    const double *cost, *column_least, *column_most; /* per column */
    const double *row_least, *row_most;              /* per row */
    const size_t *row_start;   /* rows + 1 entries: entries of row r are row_start[r] .. row_start[r+1]-1 */
    const uint32_t *column;    /* per entry */
    const double *coefficient; /* per entry; finite */
    const bool *is_whole;      /* per column: must be a whole number; NULL: none (only solvers that say so take them) */
} ch_lp;

typedef enum { CH_LP_BEST, CH_LP_INFEASIBLE, CH_LP_UNBOUNDED, CH_LP_STOPPED /* by the limit of work */ } ch_lp_outcome;

/* Arrays are the caller's, or NULL where not wanted. */
typedef struct {
    ch_lp_outcome outcome;
    double value;
    double *x;      /* per column */
    double *price;  /* per row: what the value changes by for one more of its bound (dual) */
    uint8_t *basis; /* per column, then per row: ch_lp_stands */
    uint64_t work;  /* pivots */
} ch_lp_answer;
typedef enum { CH_LP_BASIC, CH_LP_AT_LEAST, CH_LP_AT_MOST, CH_LP_FREE } ch_lp_stands;

/* A solver: the project's own, or a library's behind a module that is opened when used (solver.h). */
typedef struct {
    const char *name;
    void *self;
    /* CH_EDATA: the problem is malformed; CH_ENOMEM; CH_EIO: the module cannot be opened. limit of work in pivots, 0: none. */
    ch_err (*solve)(void *self, const ch_lp *problem, uint64_t limit, ch_lp_answer *answer);
} ch_lp_solver;

/* ---- exact (library `lp`, which links GMP)
 * Rationals of any size; the largest step for a while, then Bland's rule: it ends, and its answer is the answer. For problems of up to a few hundred rows and
 * columns. lp_exact.h has it for programs that change while they are solved. */
typedef struct ch_lp_exact ch_lp_exact;

/* As solve above; CH_EDATA also where a column must be a whole number. After any outcome but CH_LP_BEST x is where it stood. The answer's x and prices are the doubles nearest to the exact ones, which ch_lp_exact_x and _price print as "p/q". *kept
 * (NULL: not wanted) holds them until ch_lp_exact_free. memory: what is not GMP's own. */
CH_MUST_USE ch_err ch_lp_solve_exact(const ch_memory *memory, const ch_lp *problem, uint64_t limit,
                                     ch_lp_answer *answer, ch_lp_exact **kept);
/* From a basis that a solver in doubles found: checked and, where it is not yet the best, taken further; any bytes will do (NULL: none). Exchanges that
 * bring the basis about count as work. */
CH_MUST_USE ch_err ch_lp_finish_exact(const ch_memory *memory, const ch_lp *problem, const uint8_t *basis,
                                      uint64_t limit, ch_lp_answer *answer, ch_lp_exact **kept);
void ch_lp_exact_x(const ch_lp_exact *kept, size_t column, ch_buf *out);
void ch_lp_exact_price(const ch_lp_exact *kept, size_t row, ch_buf *out);
void ch_lp_exact_value(const ch_lp_exact *kept, ch_buf *out);
void ch_lp_exact_free(ch_lp_exact *kept); /* NULL is fine */

#endif
