/* shapley.c - what a player adds, on the average over all orders in which players may come (Shapley 1953).
 *
 *   n! share = sum over sizes s of (s-1)! (n-s)! with[s] - s! (n-s-1)! (all[s] - with[s])
 *
 * with[s]: values of groups of s players that it is in, all[s]: of all such groups. */
#include "changhe/game.h"

#include "ratio.h"
#include "shapley_classes.h"

/* sum += sign a! b! times */
static void add_class(mpz_t sum, unsigned a, unsigned b, ch_share__wide times, int sign)
{
    mpz_t product, factor;
    mpz_inits(product, factor, NULL);
    mpz_fac_ui(product, a);
    mpz_fac_ui(factor, b);
    mpz_mul(product, product, factor);
    ch_share__set_wide(factor, times);
    mpz_mul(product, product, factor);
    (sign > 0 ? mpz_add : mpz_sub)(sum, sum, product);
    mpz_clears(product, factor, NULL);
}

static ch_err tell_share(ch_arena *arena, unsigned n, const ch_share__wide *all, const ch_share__wide *with,
                         ch_share_number *share)
{
    mpq_t ratio;
    mpq_init(ratio);
    for (unsigned s = 1; s <= n; s++)
        add_class(mpq_numref(ratio), s - 1, n - s, with[s], 1);
    for (unsigned s = 1; s < n; s++)
        add_class(mpq_numref(ratio), s, n - s - 1, all[s] - with[s], -1);
    mpz_fac_ui(mpq_denref(ratio), n);
    mpq_canonicalize(ratio);
    const ch_err err = ch_share__tell_ratio(arena, ratio, share);
    mpq_clear(ratio);
    return err;
}

ch_err ch_game_shapley(ch_arena *arena, const ch_game *game, ch_share_number *share)
{
    ch_share__classes classes;
    ch_err err = ch_share__sum_classes(arena, game, &classes);
    for (unsigned i = 0; i < game->players && err == CH_OK; i++)
        err = tell_share(arena, game->players, classes.all, classes.with[i], &share[i]);
    return err;
}
