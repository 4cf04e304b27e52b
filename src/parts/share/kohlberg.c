/* kohlberg.c - is a split the nucleolus? The question put to groups, not to the program that found it (Kohlberg 1971).
 *
 * For every t the groups whose excess is t or more must be balanced: positive weights that cover each player alike; players who get just their own value may help with
 * weights of 0 or more. By Stiemke's lemma that is so when no way y of shifting shares, y(N) = 0, takes from none of these groups and gives to one. Groups whose sum
 * follows from those already balanced are balanced with them, so only as many levels are looked at as there are players. */
#include "changhe/game.h"

#include "levels.h"

#include <math.h>
#include <string.h>

typedef struct {
    const ch_game *game;
    const ch_progress *progress;
    unsigned n;
    ch_arena scratch;
    ch_share__split split, shift;
    ch_share__span span;
    ch_share__most most;
    uint64_t *tied; /* a bit a group: open, and of the level looked at */
    mpq_t x[CH_GAME_MOST], y[CH_GAME_MOST];
    uint32_t held; /* players at their own value, not yet balanced */
} check;

static ch_err open_check(check *c, const ch_memory *memory, const ch_game *game)
{
    *c = (check){.game = game, .n = game->players, .scratch = CH_ARENA(memory)};
    for (unsigned i = 0; i < c->n; i++)
        mpq_inits(c->x[i], c->y[i], NULL);
    ch_share__most_init(&c->most);
    ch_err err = ch_share__split_init(&c->scratch, c->n, &c->split);
    err = ch_err_worse(err, ch_share__split_init(&c->scratch, c->n, &c->shift));
    if (err == CH_OK)
        err = ch_share__span_init(&c->scratch, c->n, &c->span);
    c->tied = CH_NEW(&c->scratch, uint64_t, ch_share__words(c->n));
    if (err == CH_OK)
        ch_share__split_watch(&c->split, game->value, c->span.open);
    ch_share__split_watch(&c->shift, NULL, c->tied);
    return err == CH_OK && c->tied == NULL ? CH_ENOMEM : err;
}

static void close_check(check *c)
{
    for (unsigned i = 0; i < c->n; i++)
        mpq_clears(c->x[i], c->y[i], NULL);
    ch_share__most_clear(&c->most);
    ch_share__split_clear(&c->split);
    ch_share__split_clear(&c->shift);
    ch_arena_free(&c->scratch);
}

/* ---- is it a split at all */

static ch_err read_split(check *c, bool is_pre, const ch_share_number *share, bool *is_split)
{
    mpq_t sum, own;
    ch_err err = CH_OK;
    mpq_inits(sum, own, NULL);
    *is_split = true;
    for (unsigned i = 0; i < c->n && err == CH_OK; i++) {
        err = ch_share__read_ratio(&c->scratch, &share[i], c->x[i]);
        mpq_add(sum, sum, c->x[i]);
        ch_share__set_wide(mpq_numref(own), c->game->value[(size_t)1 << i]);
        const int order = mpq_cmp(c->x[i], own);
        if (!is_pre && order < 0)
            *is_split = false;
        if (!is_pre && order == 0)
            c->held |= UINT32_C(1) << i;
    }
    ch_share__set_wide(mpq_numref(own), c->game->value[((size_t)1 << c->n) - 1]);
    if (!mpq_equal(sum, own))
        *is_split = false;
    mpq_clears(sum, own, NULL);
    return err;
}

/* ---- the groups of a level */

static void mark(void *self, uint32_t group, const mpz_t excess, mpz_t least)
{
    (void)excess;
    (void)least;
    ((uint64_t *)self)[group >> 6] |= UINT64_C(1) << (group & 63);
}

/* Below the excess of any group. */
static void set_bottom(const ch_share__split *split, mpz_t least)
{
    mpz_mul_2exp(least, split->common, 54);
    for (unsigned i = 0; i < split->n; i++)
        if (mpz_sgn(split->part[i]) > 0)
            mpz_add(least, least, split->part[i]);
    mpz_neg(least, least);
}

static void find_tied(check *c)
{
    mpz_t least;
    mpz_init(least);
    set_bottom(&c->split, least);
    ch_share__find_most(&c->split, least, 1, &c->most);
    mpz_set(least, c->most.excess[0]);
    memset(c->tied, 0, ch_share__words(c->n) * sizeof *c->tied);
    ch_share__look(&c->split, least, mark, c->tied);
    mpz_clear(least);
}

static void count_members(const check *c, double *members)
{
    for (size_t word = 0; word < ch_share__words(c->n); word++)
        for (uint64_t rest = c->tied[word]; rest != 0; rest &= rest - 1) {
            const uint32_t group = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(rest);
            for (uint32_t left = group; left != 0; left &= left - 1)
                members[__builtin_ctz(left)]++;
        }
}

/* ---- shifts */

static ch_err add_sum(ch_lp_exact *lp, uint32_t group, double most)
{
    uint32_t column[CH_GAME_MOST];
    double one[CH_GAME_MOST];
    size_t entries = 0, row;
    for (; group != 0; group &= group - 1) {
        one[entries] = 1;
        column[entries++] = (uint32_t)__builtin_ctz(group);
    }
    return ch_lp_exact_add_row(lp, column, one, entries, 0, most, &row);
}

/* Shifts that leave what is balanced as it is, and take nothing from players at their own value; the wish is made as large as possible. */
static ch_err open_shifts(check *c, const double *wish, ch_lp_exact **lp)
{
    double cost[CH_GAME_MOST], least[CH_GAME_MOST], most[CH_GAME_MOST];
    const size_t row_start[1] = {0};
    for (unsigned i = 0; i < c->n; i++) {
        cost[i] = -wish[i];
        least[i] = (c->held >> i & 1) != 0 ? 0 : -1;
        most[i] = 1;
    }
    const ch_lp problem = {
        .columns = c->n, .cost = cost, .column_least = least, .column_most = most, .row_start = row_start};
    ch_err err = ch_lp_exact_open(c->scratch.memory, &problem, lp);
    for (unsigned r = 0; r < c->span.rank && err == CH_OK; r++)
        err = add_sum(*lp, c->span.group[r], 0);
    return err;
}

/* The best shift so far; false: it gains nothing. */
static bool does_gain(check *c, ch_lp_exact *lp)
{
    mpq_t value;
    mpq_init(value);
    ch_lp_exact_run(lp, 0);
    ch_lp_exact_get_value(lp, value);
    const bool gains = mpq_sgn(value) < 0;
    for (unsigned i = 0; i < c->n; i++)
        ch_lp_exact_get_x(lp, i, c->y[i]);
    mpq_clear(value);
    return gains;
}

/* Tied groups that a shift takes from become rows. */
static ch_err add_robbed(check *c, ch_lp_exact *lp)
{
    ch_err err = CH_OK;
    mpz_t least;
    mpz_init_set_ui(least, 1);
    ch_share__split_set(&c->shift, c->y, 0);
    ch_share__find_most(&c->shift, least, c->n, &c->most);
    mpz_clear(least);
    for (size_t i = 0; i < c->most.n && err == CH_OK; i++)
        err = add_sum(lp, c->most.group[i], INFINITY);
    return err;
}

static ch_err are_tied_balanced(check *c, bool *are_balanced)
{
    double wish[CH_GAME_MOST] = {0};
    ch_lp_exact *lp = NULL;
    count_members(c, wish);
    ch_err err = open_shifts(c, wish, &lp);
    *are_balanced = false;
    while (err == CH_OK && !(*are_balanced = !does_gain(c, lp))) {
        err = add_robbed(c, lp);
        if (c->most.n == 0)
            break;
    }
    ch_lp_exact_free(lp);
    return err;
}

static void settle(check *c, uint32_t group)
{
    if (ch_share__span_add(&c->span, group))
        ch_share__span_close(&c->span);
}

static void settle_tied(check *c)
{
    for (size_t word = 0; word < ch_share__words(c->n); word++)
        for (uint64_t rest; (rest = c->tied[word] & c->span.open[word]) != 0;)
            settle(c, (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(rest));
}

/* Players at their own value whom no shift can give anything are balanced too. */
static ch_err settle_held(check *c)
{
    uint32_t asked = c->held;
    ch_err err = CH_OK;
    for (bool gains = true; gains && asked != 0 && err == CH_OK;) {
        double wish[CH_GAME_MOST] = {0};
        ch_lp_exact *lp = NULL;
        for (unsigned i = 0; i < c->n; i++)
            wish[i] = asked >> i & 1;
        err = open_shifts(c, wish, &lp);
        if (err == CH_OK && (gains = does_gain(c, lp)))
            for (unsigned i = 0; i < c->n; i++)
                if (mpq_sgn(c->y[i]) > 0)
                    asked &= ~(UINT32_C(1) << i);
        ch_lp_exact_free(lp);
    }
    for (unsigned i = 0; i < c->n && err == CH_OK; i++)
        if ((asked >> i & 1) != 0)
            settle(c, UINT32_C(1) << i);
    c->held &= ~asked;
    return err;
}

static ch_err check_levels(check *c, bool *is_it)
{
    ch_err err = CH_OK;
    bool are_balanced = true;
    settle(c, (uint32_t)(((uint64_t)1 << c->n) - 1));
    ch_share__split_set(&c->split, c->x, 0);
    while (c->span.rank < c->n && err == CH_OK) {
        if (!ch_progress_goes_on(c->progress, "proof", c->span.rank, c->n))
            return CH_ENONE;
        find_tied(c);
        err = are_tied_balanced(c, &are_balanced);
        if (err != CH_OK || !are_balanced)
            break;
        settle_tied(c);
        err = settle_held(c);
    }
    *is_it = err == CH_OK && are_balanced;
    return err;
}

ch_err ch_share__check_nucleolus(ch_arena *arena, const ch_game *game, bool is_pre, const ch_share_number *share,
                                 const ch_progress *progress, bool *is_it)
{
    check c;
    bool is_split = false;
    *is_it = false;
    ch_err err = open_check(&c, arena->memory, game);
    c.progress = progress;
    if (err == CH_OK)
        err = read_split(&c, is_pre, share, &is_split);
    if (err == CH_OK && is_split)
        err = check_levels(&c, is_it);
    close_check(&c);
    return err;
}

ch_err ch_game_check_nucleolus(ch_arena *arena, const ch_game *game, bool is_pre, const ch_share_number *share,
                               bool *is_it)
{
    return ch_share__check_nucleolus(arena, game, is_pre, share, NULL, is_it);
}
