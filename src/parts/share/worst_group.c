/* worst_group.c - the group that gains most by leaving a split, over all groups and exact.
 *
 * With D the shares' common denominator a group's excess times D is D v(S) - sum of D share: whole numbers, of 128 bits where they fit. */
#include "changhe/game.h"

#include "ratio.h"

enum { LOW = CH_GAME_MOST / 2, SHORT = 1 << LOW };

typedef struct {
    mpz_t common;             /* D */
    mpz_t part[CH_GAME_MOST]; /* D share */
    unsigned n;
} split;

static void split_clear(split *s)
{
    mpz_clear(s->common);
    for (unsigned i = 0; i < s->n; i++)
        mpz_clear(s->part[i]);
}

static ch_err read_split(ch_arena *scratch, const ch_share_number *share, split *s)
{
    mpq_t ratio[CH_GAME_MOST];
    ch_err err = CH_OK;
    for (unsigned i = 0; i < s->n; i++) {
        mpq_init(ratio[i]);
        if (err == CH_OK)
            err = ch_share__read_ratio(scratch, &share[i], ratio[i]);
        mpz_lcm(s->common, s->common, mpq_denref(ratio[i]));
    }
    for (unsigned i = 0; i < s->n; i++) {
        mpz_divexact(s->part[i], s->common, mpq_denref(ratio[i]));
        mpz_mul(s->part[i], s->part[i], mpq_numref(ratio[i]));
        mpq_clear(ratio[i]);
    }
    return err;
}

/* Fewer players first, then the smaller number. */
static bool is_before(uint32_t a, uint32_t b)
{
    const int more = __builtin_popcount(a) - __builtin_popcount(b);
    return more < 0 || (more == 0 && a < b);
}

/* ---- 128 bits */

/* D below 2^63 and parts below 2^120: D v stays below 2^117, and sums of 24 parts below 2^125. */
static bool is_narrow(const split *s, int64_t *common, ch_share__wide *part)
{
    ch_share__wide whole;
    if (mpz_sizeinbase(s->common, 2) > 63 || !ch_share__get_wide(s->common, &whole))
        return false;
    *common = (int64_t)whole;
    for (unsigned i = 0; i < s->n; i++)
        if (mpz_sizeinbase(s->part[i], 2) > 120 || !ch_share__get_wide(s->part[i], &part[i]))
            return false;
    return true;
}

static void add_up(const ch_share__wide *part, unsigned n, ch_share__wide *sum)
{
    sum[0] = 0;
    for (unsigned i = 0; i < n; i++)
        for (size_t group = 0, half = (size_t)1 << i; group < half; group++)
            sum[half + group] = sum[group] + part[i];
}

static uint32_t search_narrow(const ch_game *game, int64_t common, const ch_share__wide *part, ch_share__wide *low,
                              ch_share__wide *high, ch_share__wide *most)
{
    const unsigned n = game->players, lows = n < LOW ? n : LOW;
    uint32_t worst = 0;
    *most = 0;
    add_up(part, lows, low);
    add_up(part + lows, n - lows, high);
    for (uint32_t group = 1, mask = (UINT32_C(1) << lows) - 1; group >> n == 0; group++) {
        const ch_share__wide due = high[group >> lows] + low[group & mask];
        const ch_share__wide excess = (ch_share__wide)common * game->value[group] - due;
        if (excess > *most || (excess == *most && excess > 0 && is_before(group, worst))) {
            worst = group;
            *most = excess;
        }
    }
    return worst;
}

/* ---- any size */

/* Groups in the order of Gray's code: the next has one player more or fewer. */
static uint32_t search_wide(const ch_game *game, const split *s, mpz_t most)
{
    mpz_t due, excess, value;
    uint32_t worst = 0;
    mpz_inits(due, excess, value, NULL);
    for (uint32_t step = 1; step >> game->players == 0; step++) {
        const uint32_t group = step ^ step >> 1, player = (uint32_t)__builtin_ctz(step);
        ((group >> player & 1) != 0 ? mpz_add : mpz_sub)(due, due, s->part[player]);
        ch_share__set_wide(value, game->value[group]);
        mpz_mul(excess, s->common, value);
        mpz_sub(excess, excess, due);
        const int order = mpz_cmp(excess, most);
        if (order > 0 || (order == 0 && mpz_sgn(excess) > 0 && is_before(group, worst))) {
            worst = group;
            mpz_set(most, excess);
        }
    }
    mpz_clears(due, excess, value, NULL);
    return worst;
}

static ch_err search(ch_arena *scratch, const ch_game *game, const split *s, mpz_t most, uint32_t *worst)
{
    int64_t common;
    ch_share__wide part[CH_GAME_MOST], narrow;
    if (!is_narrow(s, &common, part)) {
        *worst = search_wide(game, s, most);
        return CH_OK;
    }
    ch_share__wide *low = CH_NEW(scratch, ch_share__wide, SHORT), *high = CH_NEW(scratch, ch_share__wide, SHORT);
    if (low == NULL || high == NULL)
        return CH_ENOMEM;
    *worst = search_narrow(game, common, part, low, high, &narrow);
    ch_share__set_wide(most, narrow);
    return CH_OK;
}

ch_err ch_game_worst_group(ch_arena *arena, const ch_game *game, const ch_share_number *share, ch_game_leaving *worst)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    split s = {.n = game->players};
    mpq_t by;
    mpq_init(by);
    mpz_init_set_ui(s.common, 1);
    for (unsigned i = 0; i < s.n; i++)
        mpz_init(s.part[i]);
    ch_err err = read_split(&scratch, share, &s);
    if (err == CH_OK)
        err = search(&scratch, game, &s, mpq_numref(by), &worst->group);
    mpz_set(mpq_denref(by), s.common);
    mpq_canonicalize(by);
    if (err == CH_OK)
        err = ch_share__tell_ratio(arena, by, &worst->by);
    split_clear(&s);
    mpq_clear(by);
    ch_arena_free(&scratch);
    return err;
}
