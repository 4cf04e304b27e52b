/* test_nucleolus.c - least core and nucleolus: games with published answers, laws, and Kohlberg's criterion as a judge that can say no. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/game_walk.h"
#include "../src/parts/share/excess.h"
#include "draw.h"
#include "failing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 7, GROUPS = 1 << MOST };

static ch_game table(unsigned n, const int64_t *value)
{
    return (ch_game){.players = n, .value = value};
}

static void read_number(const ch_share_number *number, mpq_t ratio)
{
    assert_int_equal(mpz_set_str(mpq_numref(ratio), number->num.at, 10), 0);
    assert_int_equal(mpz_set_str(mpq_denref(ratio), number->den.at, 10), 0);
}

static bool is_number(const ch_share_number *number, int64_t num, int64_t den)
{
    mpq_t ratio;
    mpq_init(ratio);
    read_number(number, ratio);
    mpq_t other;
    mpq_init(other);
    mpq_set_si(other, (long)num, (unsigned long)den);
    mpq_canonicalize(other);
    const bool is_same = mpq_equal(ratio, other);
    mpq_clears(ratio, other, NULL);
    return is_same;
}

static bool are_same(const ch_share_number *a, const ch_share_number *b, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (!ch_text_equal(a[i].num, b[i].num) || !ch_text_equal(a[i].den, b[i].den))
            return false;
    return true;
}

static const ch_share_number *nucleolus_of(ch_arena *arena, const ch_game *game, bool is_pre)
{
    ch_game_nucleolus found;
    assert_int_equal(ch_game_find_nucleolus(arena, game, is_pre, NULL, 0, NULL, &found), CH_OK);
    assert_false(found.is_impossible);
    assert_non_null(found.share);
    return found.share;
}

static void assert_shares(const ch_game *game, const int64_t *num, int64_t den)
{
    ch_arena arena = {0};
    const ch_share_number *share = nucleolus_of(&arena, game, false);
    for (unsigned i = 0; i < game->players; i++)
        assert_true(is_number(&share[i], num[i], den));
    ch_arena_free(&arena);
}

/* ---- games with published answers */

/* Leng and Parlar 2010, the five cases of three players whose single values are 0. */
static void three_players_have_a_formula(void **state)
{
    const int64_t equal[] = {0, 0, 0, 10, 0, 5, 8, 30}, one_pair[] = {0, 0, 0, 20, 0, 4, 3, 30};
    const int64_t all_pairs[] = {0, 0, 0, 20, 0, 18, 16, 30};
    const ch_game games[] = {table(3, equal), table(3, one_pair), table(3, all_pairs)};
    assert_shares(&games[0], (const int64_t[]){10, 10, 10}, 1);
    assert_shares(&games[1], (const int64_t[]){25, 25, 10}, 2);
    assert_shares(&games[2], (const int64_t[]){36, 30, 24}, 3); /* (30 + 20 + 18 - 32) / 3 = 12, 10, 8 */
}

/* The estates of the Talmud, Ketubot 93a, as Aumann and Maschler 1985 tell them. */
static void the_three_widows_are_paid_as_the_talmud_has_it(void **state)
{
    const int64_t claim[] = {100, 200, 300};
    const struct {
        int64_t estate, num[3], den;
    } cases[] = {{100, {100, 100, 100}, 3}, {200, {50, 75, 75}, 1}, {300, {50, 100, 150}, 1}};
    for (size_t i = 0; i < 3; i++) {
        ch_arena arena = {0};
        ch_game game;
        assert_int_equal(ch_game_bankruptcy(&arena, cases[i].estate, claim, 3, &game, NULL), CH_OK);
        assert_shares(&game, cases[i].num, cases[i].den);
        ch_arena_free(&arena);
    }
}

/* Equal awards of an estate, each at most its claim: n! times what claim i gets, for n <= 5. */
static int64_t equal_award(int64_t estate, const int64_t *claim, unsigned n, unsigned i)
{
    int64_t sorted[5], rest = estate;
    for (unsigned a = 0; a < n; a++) {
        unsigned place = a;
        for (; place > 0 && sorted[place - 1] > claim[a]; place--)
            sorted[place] = sorted[place - 1];
        sorted[place] = claim[a];
    }
    for (unsigned a = 0; a < n; a++) {
        const int64_t left = n - a;
        if (sorted[a] * left >= rest) /* the rest is shared alike from here on */
            return claim[i] * left < rest ? 120 * claim[i] : 120 * rest / left;
        rest -= sorted[a];
        if (claim[i] <= sorted[a])
            return 120 * claim[i];
    }
    return 120 * claim[i];
}

static void bankruptcy_is_divided_by_the_talmud_rule(void **state)
{
    uint64_t seed = 1;
    for (int round = 0; round < 1000; round++) {
        ch_arena arena = {0};
        ch_game game;
        const unsigned n = 2 + draw(&seed, 4);
        int64_t claim[5], sum = 0;
        for (unsigned i = 0; i < n; i++)
            sum += claim[i] = draw(&seed, 40);
        const int64_t estate = draw(&seed, (uint32_t)sum + 1);
        assert_int_equal(ch_game_bankruptcy(&arena, estate, claim, n, &game, NULL), CH_OK);
        const ch_share_number *share = nucleolus_of(&arena, &game, false);
        for (unsigned i = 0; i < n; i++) {
            const int64_t twice = 2 * estate <= sum ? equal_award(2 * estate, claim, n, i)
                                                    : 240 * claim[i] - equal_award(2 * sum - 2 * estate, claim, n, i);
            assert_true(is_number(&share[i], twice, 240));
        }
        ch_arena_free(&arena);
    }
}

/* Littlechild 1974: costs ascending; what each pays. */
static void airport_fees(const int64_t *cost, unsigned n, mpq_t *fee)
{
    mpq_t rate, best, part;
    mpq_inits(rate, best, part, NULL);
    for (unsigned done = 0; done < n;) {
        unsigned last = 0;
        for (unsigned i = done + 1; i <= n; i++) {
            mpq_set_si(part, (long)(cost[i - 1] - (done > 0 ? cost[done - 1] : 0)), 1);
            mpq_add(part, part, rate);
            mpz_mul_ui(mpq_denref(part), mpq_denref(part), i < n ? i - done + 1 : n - done);
            mpq_canonicalize(part);
            if (last == 0 || mpq_cmp(part, best) <= 0) {
                last = i;
                mpq_set(best, part);
            }
        }
        for (; done < last; done++)
            mpq_set(fee[done], best);
        mpq_set(rate, best);
    }
    mpq_clears(rate, best, part, NULL);
}

static void an_airport_is_paid_for_by_littlechilds_rule(void **state)
{
    uint64_t seed = 2;
    mpq_t fee[MOST], number;
    mpq_init(number);
    for (unsigned i = 0; i < MOST; i++)
        mpq_init(fee[i]);
    for (int round = 0; round < 200; round++) {
        ch_arena arena = {0};
        ch_game game;
        const unsigned n = 2 + draw(&seed, MOST - 1);
        int64_t cost[MOST];
        for (unsigned i = 0; i < n; i++)
            cost[i] = (i > 0 ? cost[i - 1] : 1) + draw(&seed, 12);
        assert_int_equal(ch_game_airport(&arena, cost, n, &game, NULL), CH_OK);
        const ch_share_number *share = nucleolus_of(&arena, &game, false);
        airport_fees(cost, n, fee);
        for (unsigned i = 0; i < n; i++) {
            ch_share_number paid;
            assert_int_equal(ch_game_cost_share(&arena, &game, i, &share[i], &paid), CH_OK);
            read_number(&paid, number);
            assert_true(mpq_equal(number, fee[i]));
        }
        ch_arena_free(&arena);
    }
    for (unsigned i = 0; i < MOST; i++)
        mpq_clear(fee[i]);
    mpq_clear(number);
}

/* From 20 players on groups seen before are looked at first: the same answer, beside the rule, and proved. */
static void twenty_players_are_as_by_the_rules(void **state)
{
    uint64_t seed = 20;
    int64_t number[20], sum = 0;
    for (unsigned i = 0; i < 20; i++)
        sum += number[i] = 1 + draw(&seed, 1000);
    for (int is_airport = 0; is_airport < 2; is_airport++) {
        ch_arena arena = {0};
        ch_game game;
        ch_game_direct direct;
        const ch_err made = is_airport ? ch_game_airport(&arena, number, 20, &game, NULL)
                                       : ch_game_bankruptcy(&arena, sum / 3, number, 20, &game, NULL);
        assert_int_equal(made, CH_OK);
        const ch_err err = is_airport ? ch_game_direct_airport(&arena, number, 20, &direct)
                                      : ch_game_direct_bankruptcy(&arena, sum / 3, number, 20, &direct);
        assert_int_equal(err, CH_OK);
        assert_true(are_same(nucleolus_of(&arena, &game, false), direct.nucleolus, 20));
        ch_arena_free(&arena);
    }
}

static void majority_of_three_has_no_core_and_divides_alike(void **state)
{
    const int64_t value[] = {0, 0, 0, 1, 0, 1, 1, 1};
    const ch_game game = table(3, value);
    ch_arena arena = {0};
    ch_game_core core;
    assert_shares(&game, (const int64_t[]){1, 1, 1}, 3);
    assert_int_equal(ch_game_find_core(&arena, &game, NULL, 0, NULL, &core), CH_OK);
    assert_true(core.core_empty);
    assert_true(is_number(&core.least_core, 1, 3));
    assert_int_equal(core.certificates, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(is_number(&core.weight[i], 1, 3));
    assert_int_equal(core.certificate[0], 3);
    assert_int_equal(core.certificate[1], 5);
    assert_int_equal(core.certificate[2], 6);
    ch_arena_free(&arena);
}

static void where_nobody_can_be_satisfied_it_is_told(void **state)
{
    const int64_t value[] = {0, 2, 3, 4};
    const ch_game game = table(2, value);
    ch_arena arena = {0};
    ch_game_nucleolus found;
    assert_int_equal(ch_game_find_nucleolus(&arena, &game, false, NULL, 0, NULL, &found), CH_OK);
    assert_true(found.is_impossible);
    assert_null(found.share);
    const ch_share_number *share = nucleolus_of(&arena, &game, true);
    assert_true(is_number(&share[0], 3, 2) && is_number(&share[1], 5, 2));
    ch_arena_free(&arena);
}

static void one_player_gets_all_and_has_nobody_to_leave(void **state)
{
    const int64_t value[] = {0, 7};
    const ch_game game = table(1, value);
    ch_arena arena = {0};
    ch_game_core core;
    assert_shares(&game, (const int64_t[]){7}, 1);
    assert_int_equal(ch_game_find_core(&arena, &game, NULL, 0, NULL, &core), CH_OK);
    assert_false(core.core_empty);
    assert_true(is_number(&core.least_core, 0, 1));
    assert_int_equal(core.certificates, 0);
    ch_arena_free(&arena);
}

/* Own values can hold a share down: of the imputations, not of all splits. v(2,3) = 10 wants player 1 below 0. */
static void the_nucleolus_keeps_own_values_where_the_prenucleolus_does_not(void **state)
{
    const int64_t value[] = {0, 0, 0, 0, 0, 0, 10, 4};
    const ch_game game = table(3, value);
    ch_arena arena = {0};
    const ch_share_number *pre = nucleolus_of(&arena, &game, true);
    assert_true(pre[0].value < 0);
    assert_shares(&game, (const int64_t[]){0, 2, 2}, 1);
    ch_arena_free(&arena);
}

/* ---- laws over random games */

/* Of any sign, with imputations: the whole is worth at least what all are alone. */
static ch_game random_game(uint64_t *seed, int64_t *value, unsigned least_n, unsigned most_n)
{
    const unsigned n = least_n + draw(seed, most_n - least_n + 1), size = 2 + draw(seed, 30);
    const size_t all = ((size_t)1 << n) - 1;
    int64_t own = 0;
    value[0] = 0;
    for (size_t group = 1; group <= all; group++)
        value[group] = (int64_t)draw(seed, size) - size / 4;
    for (unsigned i = 0; i < n; i++)
        own += value[(size_t)1 << i];
    if (value[all] < own)
        value[all] = own + draw(seed, size);
    return table(n, value);
}

static bool is_nucleolus(const ch_game *game, bool is_pre, const ch_share_number *share)
{
    ch_arena arena = {0};
    bool is_it;
    assert_int_equal(ch_game_check_nucleolus(&arena, game, is_pre, share, &is_it), CH_OK);
    ch_arena_free(&arena);
    return is_it;
}

static void shift_share(ch_arena *arena, ch_share_number *share, const char *by, int sign)
{
    mpq_t number, part;
    mpq_inits(number, part, NULL);
    read_number(share, number);
    assert_int_equal(mpq_set_str(part, by, 10), 0);
    (sign > 0 ? mpq_add : mpq_sub)(number, number, part);
    assert_int_equal(ch_share__tell_ratio(arena, number, share), CH_OK);
    mpq_clears(number, part, NULL);
}

static void kohlberg_takes_the_answer_and_no_other(void **state)
{
    static const char *const amounts[] = {"1", "1/7", "1/1000000000", "1/1000000000000000000000000000000"};
    uint64_t seed = 3;
    int64_t value[GROUPS];
    for (int round = 0; round < 300; round++) {
        ch_arena arena = {0};
        const ch_game game = random_game(&seed, value, 2, MOST);
        const bool is_pre = round % 2 == 0;
        const ch_share_number *share = nucleolus_of(&arena, &game, is_pre);
        ch_share_number moved[MOST];
        assert_true(is_nucleolus(&game, is_pre, share));
        for (unsigned i = 0; i < game.players; i++) {
            memcpy(moved, share, game.players * sizeof *moved);
            const char *by = amounts[draw(&seed, 4)];
            shift_share(&arena, &moved[i], by, 1);
            assert_false(is_nucleolus(&game, is_pre, moved)); /* more than there is */
            shift_share(&arena, &moved[(i + 1) % game.players], by, -1);
            assert_false(is_nucleolus(&game, is_pre, moved));
        }
        ch_arena_free(&arena);
    }
}

static int descending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

static void sort_excesses(const ch_game *game, const double *x, double *excess)
{
    const size_t groups = (size_t)1 << game->players;
    for (size_t group = 0; group < groups; group++) {
        excess[group] = (double)game->value[group];
        for (unsigned i = 0; i < game->players; i++)
            excess[group] -= (group >> i & 1) != 0 ? x[i] : 0;
    }
    qsort(excess, groups, sizeof *excess, descending);
}

/* Schmeidler's definition itself, against splits nearby and far. */
static void no_other_split_has_lower_excesses(void **state)
{
    uint64_t seed = 4;
    int64_t value[GROUPS];
    for (int round = 0; round < 200; round++) {
        ch_arena arena = {0};
        const ch_game game = random_game(&seed, value, 2, 6);
        const bool is_pre = round % 2 == 0;
        const ch_share_number *share = nucleolus_of(&arena, &game, is_pre);
        double best[GROUPS], other[GROUPS], x[MOST];
        for (unsigned i = 0; i < game.players; i++)
            x[i] = share[i].value;
        sort_excesses(&game, x, best);
        for (int attempt = 0; attempt < 60; attempt++) {
            const double size = ldexp(1, -(int)draw(&seed, 8));
            bool is_split = true;
            double sum = 0;
            for (unsigned i = 0; i < game.players; i++) {
                x[i] = share[i].value + (i + 1 < game.players ? size * (draw_share(&seed) - 0.5) : -sum);
                sum += x[i] - share[i].value;
                is_split = is_split && (is_pre || x[i] >= (double)value[(size_t)1 << i]);
            }
            if (!is_split)
                continue;
            sort_excesses(&game, x, other);
            size_t at = 0;
            while (at < (size_t)1 << game.players && fabs(other[at] - best[at]) < 1e-9)
                at++;
            assert_true(at == (size_t)1 << game.players || other[at] > best[at]);
        }
        ch_arena_free(&arena);
    }
}

static void a_change_of_unit_and_of_what_each_brings_changes_the_answer_alike(void **state)
{
    uint64_t seed = 5;
    int64_t value[GROUPS], changed[GROUPS];
    mpq_t a, b, part;
    mpq_inits(a, b, part, NULL);
    for (int round = 0; round < 100; round++) {
        ch_arena arena = {0};
        const ch_game game = random_game(&seed, value, 2, MOST);
        const int64_t times = 1 + draw(&seed, 1000);
        int64_t brought[MOST];
        for (unsigned i = 0; i < game.players; i++)
            brought[i] = (int64_t)draw(&seed, 2000000) - 1000000;
        for (size_t group = 0; group < (size_t)1 << game.players; group++) {
            changed[group] = times * value[group];
            for (unsigned i = 0; i < game.players; i++)
                changed[group] += (group >> i & 1) != 0 ? brought[i] : 0;
        }
        const ch_game other = table(game.players, changed);
        const ch_share_number *share = nucleolus_of(&arena, &game, false), *moved = nucleolus_of(&arena, &other, false);
        for (unsigned i = 0; i < game.players; i++) {
            read_number(&share[i], a);
            read_number(&moved[i], b);
            mpq_set_si(part, (long)times, 1);
            mpq_mul(a, a, part);
            mpq_set_si(part, (long)brought[i], 1);
            mpq_add(a, a, part);
            assert_true(mpq_equal(a, b));
        }
        ch_arena_free(&arena);
    }
    mpq_clears(a, b, part, NULL);
}

static void another_order_of_players_is_another_order_of_shares(void **state)
{
    uint64_t seed = 6;
    int64_t value[GROUPS], turned[GROUPS];
    for (int round = 0; round < 100; round++) {
        ch_arena arena = {0};
        const ch_game game = random_game(&seed, value, 2, MOST);
        unsigned place[MOST];
        for (unsigned i = 0; i < game.players; i++) {
            const unsigned at = draw(&seed, i + 1);
            place[i] = i;
            place[i] = place[at];
            place[at] = i;
        }
        for (size_t group = 0; group < (size_t)1 << game.players; group++) {
            size_t to = 0;
            for (unsigned i = 0; i < game.players; i++)
                to |= (group >> i & 1) << place[i];
            turned[to] = value[group];
        }
        const ch_game other = table(game.players, turned);
        const ch_share_number *share = nucleolus_of(&arena, &game, false), *moved = nucleolus_of(&arena, &other, false);
        for (unsigned i = 0; i < game.players; i++)
            assert_true(are_same(&share[i], &moved[place[i]], 1));
        ch_arena_free(&arena);
    }
}

/* ---- the least core and its proof */

static void the_certificate_proves_the_least_core(void **state)
{
    uint64_t seed = 7;
    int64_t value[GROUPS];
    size_t empty = 0;
    mpq_t total, lambda, cover, weight, part, least;
    mpq_inits(total, lambda, cover, weight, part, least, NULL);
    for (int round = 0; round < 300; round++) {
        ch_arena arena = {0};
        ch_game_core core;
        const ch_game game = random_game(&seed, value, 2, MOST);
        assert_int_equal(ch_game_find_core(&arena, &game, NULL, 0, NULL, &core), CH_OK);
        mpq_set_ui(total, 0, 1);
        mpq_set_ui(part, 0, 1);
        for (unsigned i = 0; i < game.players; i++) {
            mpq_set_ui(cover, 0, 1);
            for (size_t c = 0; c < core.certificates; c++)
                if ((core.certificate[c] >> i & 1) != 0) {
                    read_number(&core.weight[c], weight);
                    mpq_add(cover, cover, weight);
                }
            if (i == 0)
                mpq_set(lambda, cover);
            assert_true(mpq_equal(lambda, cover));
        }
        mpq_set_ui(least, 0, 1);
        for (size_t c = 0; c < core.certificates; c++) {
            read_number(&core.weight[c], weight);
            assert_true(mpq_sgn(weight) > 0);
            assert_true(c == 0 || core.certificate[c - 1] < core.certificate[c]);
            mpq_add(total, total, weight);
            mpq_set_si(part, (long)value[core.certificate[c]], 1);
            mpq_mul(part, part, weight);
            mpq_add(least, least, part);
        }
        assert_int_equal(mpq_cmp_si(total, 1, 1), 0);
        mpq_set_si(part, (long)value[((size_t)1 << game.players) - 1], 1);
        mpq_mul(part, part, lambda);
        mpq_sub(least, least, part);
        read_number(&core.least_core, part);
        assert_true(mpq_equal(least, part));
        assert_int_equal(core.core_empty, mpq_sgn(least) > 0);
        empty += core.core_empty;

        /* and the first excess of the prenucleolus reaches it */
        const ch_share_number *share = nucleolus_of(&arena, &game, true);
        double most = -INFINITY;
        for (size_t group = 1; group + 1 < (size_t)1 << game.players; group++) {
            double excess = (double)value[group];
            for (unsigned i = 0; i < game.players; i++)
                excess -= (group >> i & 1) != 0 ? share[i].value : 0;
            most = fmax(most, excess);
        }
        assert_true(fabs(most - core.least_core.value) < 1e-9);
        ch_arena_free(&arena);
    }
    assert_true(empty > 20 && empty < 280);
    mpq_clears(total, lambda, cover, weight, part, least, NULL);
}

static void values_at_the_end_of_the_range_stay_exact(void **state)
{
    const int64_t big = CH_GAME_VALUE_MOST, value[] = {0, 1, 0, big - 1, 0, 2, 3, big};
    const ch_game game = table(3, value);
    ch_arena arena = {0};
    const ch_share_number *share = nucleolus_of(&arena, &game, false);
    mpq_t sum, part;
    mpq_inits(sum, part, NULL);
    for (unsigned i = 0; i < 3; i++) {
        read_number(&share[i], part);
        mpq_add(sum, sum, part);
    }
    assert_int_equal(mpq_cmp_si(sum, (long)big, 1), 0);
    assert_true(is_number(&share[2], 1, 2)); /* half of what is left of v(N) - v(1,2) */
    mpq_clears(sum, part, NULL);
    ch_arena_free(&arena);
}

/* The search in 128 bits and the one of any size see the same groups. */
static void both_searches_see_the_same(void **state)
{
    uint64_t seed = 8;
    int64_t value[GROUPS];
    for (int round = 0; round < 100; round++) {
        ch_arena arena = {0};
        const ch_game game = random_game(&seed, value, 2, MOST);
        uint64_t open[2] = {UINT64_MAX << 1, UINT64_MAX};
        ch_share__split split[2];
        ch_share__most most[2];
        mpz_t least;
        mpz_init_set_si(least, -1000);
        for (int wide = 0; wide < 2; wide++) {
            ch_share__most_init(&most[wide]);
            assert_int_equal(ch_share__split_init(&arena, game.players, &split[wide]), CH_OK);
            split[wide].value = value;
            split[wide].open = open;
        }
        for (unsigned i = 0; i < game.players; i++) {
            mpz_set_si(split[0].part[i], (long)draw(&seed, 50) - 25);
            mpz_mul_2exp(split[1].part[i], split[0].part[i], 100);
        }
        mpz_mul_2exp(split[1].common, split[0].common, 100);
        ch_share__find_most(&split[0], least, 1 + draw(&seed, 10), &most[0]);
        mpz_mul_2exp(least, least, 100);
        ch_share__find_most(&split[1], least, most[0].room, &most[1]);
        assert_int_equal(most[0].n, most[1].n);
        for (size_t i = 0; i < most[0].n; i++) {
            assert_int_equal(most[0].group[i], most[1].group[i]);
            mpz_mul_2exp(most[0].excess[i], most[0].excess[i], 100);
            assert_int_equal(mpz_cmp(most[0].excess[i], most[1].excess[i]), 0);
        }
        for (int wide = 0; wide < 2; wide++) {
            ch_share__most_clear(&most[wide]);
            ch_share__split_clear(&split[wide]);
        }
        mpz_clear(least);
        ch_arena_free(&arena);
    }
}

/* ---- proposals, limits, failures */

static ch_err solve_exactly(void *self, const ch_lp *problem, uint64_t limit, ch_lp_answer *answer)
{
    ++*(int *)self;
    return ch_lp_solve_exact(NULL, problem, limit, answer, NULL);
}

static ch_err solve_wrongly(void *self, const ch_lp *problem, uint64_t limit, ch_lp_answer *answer)
{
    uint64_t *seed = self;
    (void)limit;
    answer->outcome = CH_LP_BEST;
    for (size_t j = 0; j < problem->columns; j++)
        answer->x[j] = draw(seed, 3) == 0 ? NAN : (double)draw(seed, 100) - 50;
    for (size_t r = 0; r < problem->rows; r++)
        answer->price[r] = draw(seed, 2);
    return CH_OK;
}

static ch_err solve_never(void *self, const ch_lp *problem, uint64_t limit, ch_lp_answer *answer)
{
    (void)self, (void)problem, (void)limit, (void)answer;
    return CH_EIO;
}

static void whatever_a_solver_proposes_the_answer_is_the_same(void **state)
{
    uint64_t seed = 9, wild = 10;
    int64_t value[GROUPS];
    int asked = 0;
    const ch_lp_solver solvers[] = {
        {"exact", &asked, solve_exactly}, {"wrong", &wild, solve_wrongly}, {"none", NULL, solve_never}};
    for (int round = 0; round < 60; round++) {
        ch_arena arena = {0};
        const ch_game game = random_game(&seed, value, 2, MOST);
        const ch_share_number *share = nucleolus_of(&arena, &game, false);
        ch_game_core core;
        assert_int_equal(ch_game_find_core(&arena, &game, NULL, 0, NULL, &core), CH_OK);
        for (size_t s = 0; s < 3; s++) {
            ch_game_nucleolus found;
            ch_game_core other;
            assert_int_equal(ch_game_find_nucleolus(&arena, &game, false, &solvers[s], 0, NULL, &found), CH_OK);
            assert_true(are_same(share, found.share, game.players));
            assert_int_equal(ch_game_find_core(&arena, &game, &solvers[s], 0, NULL, &other), CH_OK);
            assert_true(are_same(&core.least_core, &other.least_core, 1));
        }
        ch_arena_free(&arena);
    }
    assert_true(asked >= 120);
}

typedef struct {
    int calls, stop_at;
    const char *step;
} teller;

static bool tell(void *self, const char *step, uint64_t done, uint64_t of)
{
    teller *t = self;
    assert_true(done <= of);
    t->step = step;
    return ++t->calls != t->stop_at;
}

static void it_stops_when_asked_and_at_the_limit(void **state)
{
    uint64_t seed = 11;
    int64_t value[GROUPS];
    const ch_game game = random_game(&seed, value, MOST, MOST);
    ch_arena arena = {0};
    ch_game_nucleolus found;
    ch_game_core core;
    teller listening = {0}, first = {.stop_at = 1}, second = {.stop_at = 2};
    const ch_progress all = {.tell = tell, .self = &listening}, none = {.tell = tell, .self = &first};
    const ch_progress one = {.tell = tell, .self = &second};
    assert_int_equal(ch_game_find_nucleolus(&arena, &game, false, NULL, 0, &all, &found), CH_OK);
    assert_true(listening.calls > 2);
    assert_string_equal(listening.step, "proof");
    teller last = {.stop_at = listening.calls};
    const ch_progress proof = {.tell = tell, .self = &last};
    assert_true(found.levels >= 1 && found.levels < MOST);
    assert_int_equal(ch_game_find_nucleolus(&arena, &game, false, NULL, 0, &one, &found), CH_ENONE);
    assert_null(found.share);
    assert_string_equal(second.step, "nucleolus");
    assert_int_equal(ch_game_find_nucleolus(&arena, &game, false, NULL, 0, &proof, &found), CH_ENONE);
    assert_null(found.share);
    assert_string_equal(last.step, "proof");
    assert_int_equal(ch_game_find_core(&arena, &game, NULL, 0, &none, &core), CH_ENONE);
    assert_string_equal(first.step, "core");
    assert_int_equal(ch_game_find_nucleolus(&arena, &game, false, NULL, 3, NULL, &found), CH_ENONE);
    assert_int_equal(ch_game_find_core(&arena, &game, NULL, 3, NULL, &core), CH_ENONE);
    assert_int_equal(ch_game_find_nucleolus(&arena, &game, false, NULL, 100000, NULL, &found), CH_OK);
    ch_arena_free(&arena);
}

static void memory_may_fail_at_any_place(void **state)
{
    uint64_t seed = 12;
    int64_t value[GROUPS];
    int asked = 0;
    const ch_lp_solver solver = {"exact", &asked, solve_exactly};
    const ch_game game = random_game(&seed, value, 5, 5);
    for (size_t at = 1;; at++) {
        failing memory_state = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&memory_state);
        ch_arena arena = CH_ARENA(&memory);
        ch_game_nucleolus found;
        ch_game_core core;
        ch_err err = ch_game_find_core(&arena, &game, NULL, 0, NULL, &core);
        if (err == CH_OK)
            err = ch_game_find_nucleolus(&arena, &game, false, &solver, 0, NULL, &found);
        ch_arena_free(&arena);
        assert_int_equal(memory_state.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_players_have_a_formula),
        cmocka_unit_test(the_three_widows_are_paid_as_the_talmud_has_it),
        cmocka_unit_test(bankruptcy_is_divided_by_the_talmud_rule),
        cmocka_unit_test(an_airport_is_paid_for_by_littlechilds_rule),
        cmocka_unit_test(twenty_players_are_as_by_the_rules),
        cmocka_unit_test(majority_of_three_has_no_core_and_divides_alike),
        cmocka_unit_test(where_nobody_can_be_satisfied_it_is_told),
        cmocka_unit_test(one_player_gets_all_and_has_nobody_to_leave),
        cmocka_unit_test(the_nucleolus_keeps_own_values_where_the_prenucleolus_does_not),
        cmocka_unit_test(kohlberg_takes_the_answer_and_no_other),
        cmocka_unit_test(no_other_split_has_lower_excesses),
        cmocka_unit_test(a_change_of_unit_and_of_what_each_brings_changes_the_answer_alike),
        cmocka_unit_test(another_order_of_players_is_another_order_of_shares),
        cmocka_unit_test(the_certificate_proves_the_least_core),
        cmocka_unit_test(values_at_the_end_of_the_range_stay_exact),
        cmocka_unit_test(both_searches_see_the_same),
        cmocka_unit_test(whatever_a_solver_proposes_the_answer_is_the_same),
        cmocka_unit_test(it_stops_when_asked_and_at_the_limit),
        cmocka_unit_test(memory_may_fail_at_any_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
