/* lp_exact.h - an exact linear program that changes while it is solved: rows come and go, and each run goes on from the last basis.
 *
 * For those who link the library `lp`; numbers are GMP's, which takes memory from malloc. The simplex works on a dictionary of whole numbers with a common
 * denominator (Edmonds 1967; Bareiss 1968), so that no fraction is reduced within a pivot. */
#ifndef CHANGHE_LP_EXACT_H
#define CHANGHE_LP_EXACT_H

#include "changhe/lp.h"

#include <gmp.h>

/* As lp.h tells the problem; freed by ch_lp_exact_free. CH_EDATA: a number is not finite where it must be, an entry's column is none, row_start
 * descends, a column must be a whole number. CH_ENOMEM. memory outlives it. */
CH_MUST_USE ch_err ch_lp_exact_open(const ch_memory *memory, const ch_lp *problem, ch_lp_exact **lp);

/* A further row; *row is its number, which may be one of a row dropped before. Entries of one column add up. */
CH_MUST_USE ch_err ch_lp_exact_add_row(ch_lp_exact *lp, const uint32_t *column, const double *coefficient,
                                       size_t entries, double least, double most, size_t *row);
/* It holds no longer. */
void ch_lp_exact_drop_row(ch_lp_exact *lp, size_t row);
/* From now on it is what it is now. */
void ch_lp_exact_fix_row(ch_lp_exact *lp, size_t row);
void ch_lp_exact_fix_column(ch_lp_exact *lp, size_t column);
/* Other costs, one a column. CH_EDATA: one is not finite. CH_ENOMEM. */
CH_MUST_USE ch_err ch_lp_exact_set_cost(ch_lp_exact *lp, const double *cost);

/* To the best point. limit: pivots since it was opened; 0: none. After CH_LP_STOPPED it may be run again.
 * Largest step first, then Bland's rule (1977), which ends. */
ch_lp_outcome ch_lp_exact_run(ch_lp_exact *lp, uint64_t limit);
uint64_t ch_lp_exact_work(const ch_lp_exact *lp); /* pivots since it was opened */

/* What was reached, into initialised rationals. Prices are those of the last run. */
void ch_lp_exact_get_x(const ch_lp_exact *lp, size_t column, mpq_t x);
void ch_lp_exact_get_price(const ch_lp_exact *lp, size_t row, mpq_t price);
void ch_lp_exact_get_bound_price(const ch_lp_exact *lp, size_t column, mpq_t price); /* of the column's own bounds */
void ch_lp_exact_get_value(const ch_lp_exact *lp, mpq_t value);
bool ch_lp_exact_row_is_basic(const ch_lp_exact *lp, size_t row); /* not held by a bound */

#endif
