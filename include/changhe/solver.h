/* solver.h - linear programs solved by a library that the program does not link: a module beside it, opened when used.
 *
 * What a module answers is a proposal in doubles: ch_lp_finish_exact makes it exact. Where the module is missing the exact simplex of lp.h does it all. */
#ifndef CHANGHE_SOLVER_H
#define CHANGHE_SOLVER_H

#include "changhe/lp.h"

typedef struct ch_solver ch_solver;

/* COIN-OR CLP, from changhe-clp.so in a folder (NULL: where it was installed). CH_EIO: there is none, or it is not of this version: told as a fault, and *solver
 * is NULL. CH_ENOMEM. memory outlives it; CLP's own memory is from malloc. */
CH_MUST_USE ch_err ch_solver_open(const ch_memory *memory, const char *folder, ch_solver **solver, ch_faults *faults);
/* Dual simplex without presolve, perturbation or limit of time, so that the same problem has the same answer. CH_EDATA also: a column must be a
 * whole number, or more than 2^31 - 1 rows, columns or entries. Work is iterations. NULL for NULL. Not for two threads at once. */
const ch_lp_solver *ch_solver_lp(const ch_solver *solver);
void ch_solver_close(ch_solver *solver); /* NULL is fine */

/* What a module holds under this name. self: its ch_memory. */
#define CH_SOLVER_CLP_MODULE "changhe-clp.so"
#define CH_SOLVER_CLP_SOLVE  "ch_solver_clp_solve_1"
ch_err ch_solver_clp_solve_1(void *self, const ch_lp *problem, uint64_t limit, ch_lp_answer *answer);

#endif
