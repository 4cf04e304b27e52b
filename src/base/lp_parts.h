/* lp_parts.h - the exact simplex from inside.
 *
 * Each column and each row's sum is a variable z with bounds. Those that are basic are told by the others: z_basic = entry . z_other / common, and so is
 * the cost. Rows and costs are whole numbers: what was told in doubles, times a power of two (lift). */
#ifndef CHANGHE_BASE_LP_PARTS_H
#define CHANGHE_BASE_LP_PARTS_H

#include "changhe/lp_exact.h"

typedef struct {
    mpq_t value, least, most; /* of 2^lift z */
    bool has_least, has_most, is_basic, is_dropped;
    size_t at; /* among the basic ones, or the others */
    long lift;
} ch_lp__variable;

struct ch_lp_exact {
    const ch_memory *memory;
    size_t columns, variables, variables_room; /* columns, then rows */
    ch_lp__variable *variable;
    size_t basics, basics_room;
    size_t *basic;    /* variable of each row of the dictionary */
    mpz_t **entry;    /* per basic one: one for each column */
    size_t *other;    /* variable of each column of the dictionary */
    mpz_t *cost;      /* of the others, times common */
    mpz_t *told_cost; /* of the columns, times 2^cost_lift */
    long cost_lift;
    mpz_t common;
    uint64_t work;
    ch_lp_outcome outcome;
};

/* Exchange a basic one and another; values stay. entry[row][column] is not 0. */
void ch_lp__exchange(ch_lp_exact *lp, size_t row, size_t column);
/* The basic one leaves the dictionary: nobody asks for it again. */
void ch_lp__forget(ch_lp_exact *lp, size_t row);
/* Values of the basic ones from the others'. */
void ch_lp__revalue(ch_lp_exact *lp);
double ch_lp__nearest(const mpq_t ratio);

#endif
