/* shapley_majority.c - who decides how often, by counting groups by size and weight (Mann and Shapley 1962, Values of large games, VI: evaluating the electoral
 * college exactly): the coefficients of the product over players of 1 + x y^weight.
 *
 *   n! share = sum over s of s! (n-1-s)! times the groups of s others that lose and win with the player
 *
 * The product without one player is the product divided by its factor. A count is at most 2^n, so it has n / 64 + 1 words, and a row of counts is added to another as one
 * long number: no count ever carries into the next. What blocks has the same shares as what wins, so the smaller of the two quotas is taken. */
#include "changhe/game_walk.h"

#include "ratio.h"

enum { WORDS_MOST = 1 << 25 /* 256 MiB */ };

typedef struct {
    unsigned n;
    size_t quota, words;     /* weights counted: 0 to quota - 1; words a count */
    const int64_t *weight;   /* in units of their common divisor, none above the quota */
    mp_limb_t *count, *sum;  /* n + 1 rows of sizes; one count */
    mpz_t *orders;           /* by size: s! (n-1-s)! */
    mpz_t swings, factorial; /* n! */
} counts;

static int64_t common_divisor(const int64_t *weight, unsigned n)
{
    int64_t a = 0;
    for (unsigned i = 0; i < n; i++)
        for (int64_t b = weight[i]; b != 0;) {
            const int64_t rest = a % b;
            a = b;
            b = rest;
        }
    return a;
}

static bool is_new(const int64_t *weight, unsigned i)
{
    for (unsigned j = 0; j < i; j++)
        if (weight[j] == weight[i])
            return false;
    return true;
}

/* Additions of words: each player's, and each distinct weight's, go through all rows. */
static bool is_affordable(const counts *c, uint64_t most)
{
    const ch_share__uwide row = (ch_share__uwide)c->quota * c->words, all = row * (c->n + 1);
    uint64_t rounds = c->n;
    if (row > WORDS_MOST || all > WORDS_MOST)
        return false;
    for (unsigned i = 0; i < c->n; i++)
        rounds += is_new(c->weight, i);
    return all * rounds <= most;
}

static mp_limb_t *row_of(const counts *c, unsigned size)
{
    return c->count + size * c->quota * c->words;
}

static void add_player(counts *c, unsigned players, size_t weight)
{
    const mp_size_t words = (mp_size_t)((c->quota - weight) * c->words);
    for (unsigned size = players; words > 0 && size-- > 0;) {
        mp_limb_t *to = row_of(c, size + 1) + weight * c->words;
        mpn_add_n(to, to, row_of(c, size), words);
    }
}

static void take_player(counts *c, size_t weight)
{
    const mp_size_t words = (mp_size_t)((c->quota - weight) * c->words);
    for (unsigned size = 0; words > 0 && size < c->n; size++) {
        mp_limb_t *from = row_of(c, size + 1) + weight * c->words;
        mpn_sub_n(from, from, row_of(c, size), words);
    }
}

/* The player was taken out of the counts. */
static void find_share(counts *c, size_t weight, mpq_t share)
{
    mpq_set_ui(share, 0, 1);
    for (unsigned size = 0; size < c->n; size++) {
        mpn_zero(c->sum, (mp_size_t)c->words);
        for (size_t lacks = c->quota - weight; lacks < c->quota; lacks++)
            mpn_add_n(c->sum, c->sum, row_of(c, size) + lacks * c->words, (mp_size_t)c->words);
        mpz_import(c->swings, c->words, -1, sizeof *c->sum, 0, 0, c->sum);
        mpz_addmul(mpq_numref(share), c->swings, c->orders[size]);
    }
    mpz_set(mpq_denref(share), c->factorial);
    mpq_canonicalize(share);
}

static ch_err tell_alike(ch_arena *arena, const counts *c, unsigned first, const mpq_t ratio, ch_share_number *share)
{
    const ch_err err = ch_share__tell_ratio(arena, ratio, &share[first]);
    for (unsigned i = first + 1; i < c->n && err == CH_OK; i++)
        if (c->weight[i] == c->weight[first])
            share[i] = share[first];
    return err;
}

static ch_err count(ch_arena *arena, counts *c, const ch_progress *progress, ch_share_number *share)
{
    ch_err err = CH_OK;
    mpq_t ratio;
    mpq_init(ratio);
    row_of(c, 0)[0] = 1;
    for (unsigned i = 0; i < c->n && err == CH_OK; i++) {
        add_player(c, i + 1, (size_t)c->weight[i]);
        err = ch_progress_goes_on(progress, "counts", i, 2 * (uint64_t)c->n) ? CH_OK : CH_ENONE;
    }
    for (unsigned i = 0; i < c->n && err == CH_OK; i++) {
        if (!is_new(c->weight, i))
            continue;
        take_player(c, (size_t)c->weight[i]);
        find_share(c, (size_t)c->weight[i], ratio);
        add_player(c, c->n, (size_t)c->weight[i]);
        err = tell_alike(arena, c, i, ratio, share);
        if (err == CH_OK && !ch_progress_goes_on(progress, "counts", c->n + i, 2 * (uint64_t)c->n))
            err = CH_ENONE;
    }
    mpq_clear(ratio);
    return err;
}

static void list_orders(counts *c)
{
    mpz_fac_ui(c->factorial, c->n - 1);
    mpz_set(c->orders[0], c->factorial);
    for (unsigned size = 1; size < c->n; size++) {
        mpz_mul_ui(c->orders[size], c->orders[size - 1], size);
        mpz_divexact_ui(c->orders[size], c->orders[size], c->n - size);
    }
    mpz_mul_ui(c->factorial, c->factorial, c->n);
}

static ch_err run(ch_arena *arena, ch_arena *scratch, counts *c, const ch_progress *progress, ch_share_number *share)
{
    c->count = CH_NEW(scratch, mp_limb_t, (c->n + 1) * c->quota * c->words);
    c->sum = CH_NEW(scratch, mp_limb_t, c->words);
    c->orders = CH_NEW(scratch, mpz_t, c->n);
    if (c->count == NULL || c->sum == NULL || c->orders == NULL)
        return CH_ENOMEM;
    for (unsigned size = 0; size < c->n; size++)
        mpz_init(c->orders[size]);
    mpz_inits(c->swings, c->factorial, NULL);
    list_orders(c);
    const ch_err err = count(arena, c, progress, share);
    for (unsigned size = 0; size < c->n; size++)
        mpz_clear(c->orders[size]);
    mpz_clears(c->swings, c->factorial, NULL);
    return err;
}

static ch_err tell_nothing(ch_arena *arena, unsigned n, ch_share_number *share)
{
    ch_err err = CH_OK;
    for (unsigned i = 0; i < n && err == CH_OK; i++)
        err = ch_share__tell_quotient(arena, 0, 1, &share[i]);
    return err;
}

ch_err ch_game_shapley_majority(ch_arena *arena, int64_t quota, const int64_t *weight, unsigned n, uint64_t most,
                                const ch_progress *progress, ch_share_number *share)
{
    const int64_t unit = common_divisor(weight, n);
    int64_t sum = 0;
    for (unsigned i = 0; i < n; i++)
        sum += weight[i];
    if (sum < quota)
        return tell_nothing(arena, n, share);

    ch_arena scratch = CH_ARENA(arena->memory);
    int64_t *own = CH_NEW(&scratch, int64_t, n);
    if (own == NULL)
        return CH_ENOMEM;
    quota = (quota - 1) / unit + 1;
    sum /= unit;
    if (sum - quota + 1 < quota)
        quota = sum - quota + 1;
    for (unsigned i = 0; i < n; i++)
        own[i] = weight[i] / unit < quota ? weight[i] / unit : quota;
    counts c = {.n = n, .quota = (size_t)quota, .words = n / GMP_NUMB_BITS + 1, .weight = own};
    const ch_err err = is_affordable(&c, most) ? run(arena, &scratch, &c, progress, share) : CH_ENONE;
    ch_arena_free(&scratch);
    return err;
}
