/* game_direct.c - nucleolus and least core by a rule, where a family is known to have one.
 *
 * In all of them some split leaves no group worse off than alone. The nucleolus is then such a split (Schmeidler 1969), so it is the prenucleolus, and the
 * least core is the largest excess that it has: that is looked for among the few groups that can have it. */
#include "changhe/game_walk.h"

#include "game_parts.h"
#include "ratio.h"

#include <stdlib.h>

/* Shares in lowest terms into the arena; every share is a copy of one of few. */
static ch_share_number *new_shares(ch_arena *arena, unsigned n, ch_game_direct *direct)
{
    ch_share_number *share = CH_NEW(arena, ch_share_number, n);
    *direct = (ch_game_direct){.nucleolus = share};
    return share;
}

/* ---- bankruptcy
 * A group gets nothing but what the others leave: excess -x(S), least for one player; or x(N \\ S) - c(N \\ S), least for all but one. */

ch_err ch_game_direct_bankruptcy(ch_arena *arena, int64_t estate, const int64_t *claim, unsigned n,
                                 ch_game_direct *direct)
{
    ch_share_number *share = new_shares(arena, n, direct);
    ch_arena scratch = CH_ARENA(arena->memory);
    mpq_t got, lost, least;
    if (share == NULL)
        return CH_ENOMEM;
    mpq_inits(got, lost, least, NULL);
    ch_err err = ch_claim_divide(arena, CH_CLAIM_TALMUD, estate, claim, n, share, NULL);
    for (unsigned i = 0; i < n && n > 1 && err == CH_OK; i++) {
        err = ch_share__read_ratio(&scratch, &share[i], got);
        mpq_set_si(lost, (long)claim[i], 1);
        mpq_sub(lost, lost, got);
        const mpq_t *smaller = mpq_cmp(got, lost) < 0 ? (const mpq_t *)&got : (const mpq_t *)&lost;
        if (i == 0 || mpq_cmp(*smaller, least) < 0)
            mpq_set(least, *smaller);
    }
    mpq_neg(least, least);
    if (err == CH_OK)
        err = ch_share__tell_ratio(arena, least, &direct->least_core);
    mpq_clears(got, lost, least, NULL);
    ch_arena_free(&scratch);
    return err;
}

/* ---- airport (Littlechild 1974)
 * From the cheapest plane on: the fee of all who are left is raised until what the first i pay is less than their runway by just a fee, or until the last runway is paid for.
 *
 * With fees y a group whose dearest plane is the i-th pays at most what all up to it pay, y(1..i): less than their runway by a fee or more. All but one have
 * that one's fee as what they could do better: the largest excess is the cheapest fee's, below 0 by it, or that of the first i. */

typedef struct {
    int64_t cost;
    unsigned index;
} plane;

typedef struct {
    const plane *sorted;
    unsigned n;
    mpz_t paid, den;         /* by those who are done: paid / den */
    mpz_t rise, best, other; /* what is left to pay of a runway, times den */
    unsigned long parts;     /* that best is shared by */
} runway;

static int by_cost(const void *left, const void *right)
{
    const plane *a = left, *b = right;
    return a->cost != b->cost ? (a->cost > b->cost) - (a->cost < b->cost)
                              : (a->index > b->index) - (a->index < b->index);
}

/* The first of those behind done that ends where the fee is lowest; of equal ones the last. */
static unsigned find_lowest(runway *r, unsigned done)
{
    unsigned last = 0;
    for (unsigned i = done + 1; i <= r->n; i++) {
        if (i < r->n && r->sorted[i].cost == r->sorted[i - 1].cost) /* a longer row of equals has a lower fee */
            continue;
        const unsigned long parts = i < r->n ? i - done + 1 : r->n - done;
        mpz_mul_si(r->rise, r->den, (long)r->sorted[i - 1].cost);
        mpz_sub(r->rise, r->rise, r->paid);
        bool is_lower = last == 0;
        if (!is_lower) {
            mpz_mul_ui(r->other, r->best, parts);
            mpz_submul_ui(r->other, r->rise, r->parts);
            is_lower = mpz_sgn(r->other) >= 0;
        }
        if (is_lower) {
            last = i;
            r->parts = parts;
            mpz_set(r->best, r->rise);
        }
    }
    return last;
}

/* savings = cost - fee */
static ch_err tell_saved(ch_arena *arena, int64_t cost, const mpq_t fee, ch_share_number *share)
{
    mpq_t saved;
    mpq_init(saved);
    mpq_set_si(saved, (long)cost, 1);
    mpq_sub(saved, saved, fee);
    const ch_err err = ch_share__tell_ratio(arena, saved, share);
    mpq_clear(saved);
    return err;
}

/* The excess of the first i: paid - cost, into most where it is more. */
static void see_first(const runway *r, unsigned i, const mpq_t paid, mpq_t most)
{
    mpq_t excess;
    mpq_init(excess);
    mpq_set_si(excess, (long)r->sorted[i - 1].cost, 1);
    mpq_sub(excess, paid, excess);
    if (mpq_cmp(excess, most) > 0)
        mpq_set(most, excess);
    mpq_clear(excess);
}

/* Fees never fall, so the lowest is the first; all but its plane lack the last runway unless that was for it alone. */
static ch_err pay_runways(ch_arena *arena, runway *r, ch_share_number *share, mpq_t most)
{
    ch_err err = CH_OK;
    mpq_t fee, paid;
    mpq_inits(fee, paid, NULL);
    for (unsigned done = 0; done < r->n && err == CH_OK;) {
        const unsigned last = find_lowest(r, done);
        mpz_set(mpq_numref(fee), r->best);
        mpz_mul_ui(mpq_denref(fee), r->den, r->parts);
        mpq_canonicalize(fee);
        if (done == 0)
            mpq_neg(most, fee);
        for (; done < last && err == CH_OK; done++) {
            err = tell_saved(arena, r->sorted[done].cost, fee, &share[r->sorted[done].index]);
            mpq_add(paid, paid, fee);
            if (done + 1 < r->n)
                see_first(r, done + 1, paid, most);
        }
        mpz_set(r->paid, mpq_numref(paid));
        mpz_set(r->den, mpq_denref(paid));
    }
    mpq_clears(fee, paid, NULL);
    return err;
}

static plane *sort_planes(ch_arena *arena, const int64_t *cost, unsigned n)
{
    plane *sorted = CH_NEW(arena, plane, n);
    for (unsigned i = 0; sorted != NULL && i < n; i++)
        sorted[i] = (plane){cost[i], i};
    if (sorted != NULL)
        qsort(sorted, n, sizeof *sorted, by_cost);
    return sorted;
}

ch_err ch_game_direct_airport(ch_arena *arena, const int64_t *cost, unsigned n, ch_game_direct *direct)
{
    ch_share_number *share = new_shares(arena, n, direct);
    ch_arena scratch = CH_ARENA(arena->memory);
    runway r = {.sorted = sort_planes(&scratch, cost, n), .n = n};
    mpq_t most;
    mpq_init(most);
    mpz_inits(r.paid, r.rise, r.best, r.other, NULL);
    mpz_init_set_ui(r.den, 1);
    ch_err err = share != NULL && r.sorted != NULL ? pay_runways(arena, &r, share, most) : CH_ENOMEM;
    if (n == 1)
        mpq_set_ui(most, 0, 1);
    if (err == CH_OK)
        err = ch_share__tell_ratio(arena, most, &direct->least_core);
    mpz_clears(r.paid, r.den, r.rise, r.best, r.other, NULL);
    mpq_clear(most);
    ch_arena_free(&scratch);
    return err;
}

/* ---- weighted majority
 * Where nobody can win without some players, a split that no group would leave gives all to them (who is not needed cannot hold the others to anything), and
 * they are alike. The others together, or any of those who are needed where there are no others, have the largest excess. */

ch_err ch_game_direct_majority(ch_arena *arena, int64_t quota, const int64_t *weight, unsigned n,
                               ch_game_direct *direct)
{
    int64_t sum = 0;
    unsigned needed = 0;
    for (unsigned i = 0; i < n; i++)
        sum += weight[i];
    for (unsigned i = 0; i < n; i++)
        needed += sum >= quota && sum - weight[i] < quota;
    if (sum >= quota && needed == 0)
        return CH_ENONE;
    ch_share_number *share = new_shares(arena, n, direct);
    ch_err err = share != NULL ? CH_OK : CH_ENOMEM;
    for (unsigned i = 0; i < n && err == CH_OK; i++) {
        const bool is_needed = sum >= quota && sum - weight[i] < quota;
        err = ch_share__tell_quotient(arena, is_needed, needed > 0 ? needed : 1, &share[i]);
    }
    const bool are_all_needed = needed == n && n > 1;
    return err == CH_OK
               ? ch_share__tell_quotient(arena, are_all_needed ? -1 : 0, are_all_needed ? n : 1, &direct->least_core)
               : err;
}
