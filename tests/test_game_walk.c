/* test_game_walk.c - players who come one after another: beside tables of all groups, drawn and exact shares, rules of families. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/game_walk.h"
#include "draw.h"
#include "failing.h"

#include <gmp.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 12, SIDE = MOST + 1, FAMILIES = 5 };

/* One set of numbers, as a game and as a walk. */
typedef struct {
    ch_arena arena;
    unsigned n, family;
    int64_t whole, number[SIDE * SIDE];
    ch_game game;
    ch_game_walk walk;
} pair;

static void draw_numbers(pair *p, uint64_t *d, uint32_t below)
{
    int64_t sum = 0;
    const bool is_matrix = p->family >= 3;
    for (unsigned i = 0; i < (is_matrix ? SIDE * SIDE : p->n); i++)
        sum += p->number[i] = draw(d, below);
    p->whole = p->family == 0 ? sum / 2 : sum / 2 + 1;
    for (unsigned a = 0; a <= p->n && p->family == 3; a++)
        for (unsigned b = 0; b < a; b++)
            p->number[b * (p->n + 1) + a] = p->number[a * (p->n + 1) + b];
}

static ch_err make(pair *p)
{
    ch_arena *a = &p->arena;
    const unsigned n = p->n, half = n / 2;
    const int64_t *number = p->number;
    ch_err err;
    switch (p->family) {
    case 0:
        err = ch_game_bankruptcy(a, p->whole, number, n, &p->game, NULL);
        return err == CH_OK ? ch_game_walk_bankruptcy(a, p->whole, number, n, &p->walk, NULL) : err;
    case 1:
        err = ch_game_airport(a, number, n, &p->game, NULL);
        return err == CH_OK ? ch_game_walk_airport(a, number, n, &p->walk, NULL) : err;
    case 2:
        err = ch_game_majority(a, p->whole, number, n, &p->game, NULL);
        return err == CH_OK ? ch_game_walk_majority(a, p->whole, number, n, &p->walk, NULL) : err;
    case 3:
        err = ch_game_tree(a, number, n, &p->game, NULL);
        return err == CH_OK ? ch_game_walk_tree(a, number, n, &p->walk, NULL) : err;
    default:
        err = ch_game_assignment(a, number, half, n - half, &p->game, NULL);
        return err == CH_OK ? ch_game_walk_assignment(a, number, half, n - half, &p->walk, NULL) : err;
    }
}

static void draw_pair(pair *p, uint64_t *d, unsigned family, unsigned n, uint32_t below)
{
    *p = (pair){.n = n, .family = family};
    draw_numbers(p, d, below);
    assert_int_equal(make(p), CH_OK);
}

static void shuffle(unsigned *order, unsigned n, uint64_t *d)
{
    for (unsigned i = 0; i < n; i++)
        order[i] = i;
    for (unsigned left = n; left > 1; left--) {
        const unsigned pick = draw(d, left), last = order[left - 1];
        order[left - 1] = order[pick];
        order[pick] = last;
    }
}

static void read_number(const ch_share_number *number, mpq_t to)
{
    mpz_set_str(mpq_numref(to), number->num.at, 10);
    mpz_set_str(mpq_denref(to), number->den.at, 10);
}

static bool same(const ch_share_number *a, const ch_share_number *b)
{
    return ch_text_equal(a->num, b->num) && ch_text_equal(a->den, b->den) && a->value == b->value;
}

static bool is_number(const ch_share_number *number, const char *num, const char *den)
{
    return ch_text_equal(number->num, ch_text_of(num)) && ch_text_equal(number->den, ch_text_of(den));
}

/* ---- walks */

static void assert_walks_as_table(pair *p, uint64_t *d)
{
    unsigned order[MOST];
    uint32_t group = 0;
    shuffle(order, p->n, d);
    p->walk.begin(p->walk.self);
    for (unsigned i = 0; i < p->n; i++) {
        const uint32_t with = group | UINT32_C(1) << order[i];
        assert_int_equal(p->walk.join(p->walk.self, order[i]), p->game.value[with] - p->game.value[group]);
        group = with;
    }
}

static void who_comes_adds_what_the_table_says(void **state)
{
    (void)state;
    uint64_t d = 1;
    for (unsigned round = 0; round < 600; round++) {
        pair p;
        draw_pair(&p, &d, round % FAMILIES, 1 + draw(&d, MOST), round % 3 ? 8 : 100000);
        assert_int_equal(p.walk.players, p.n);
        assert_int_equal(p.walk.is_cost, p.game.is_cost);
        assert_int_equal(p.walk.all, p.game.value[((size_t)1 << p.n) - 1]);
        for (unsigned i = 0; i < p.n && p.walk.is_cost; i++)
            assert_int_equal(p.walk.alone[i], p.game.alone[i]);
        for (unsigned again = 0; again < 20; again++)
            assert_walks_as_table(&p, &d);
        ch_arena_free(&p.arena);
    }
}

/* The table's own width is the least there is. */
static void widths_hold_all_that_a_player_adds(void **state)
{
    (void)state;
    uint64_t d = 2;
    size_t tight = 0;
    for (unsigned round = 0; round < 400; round++) {
        pair p;
        ch_game_walk exact;
        draw_pair(&p, &d, round % FAMILIES, 1 + draw(&d, MOST - 2), round % 3 ? 8 : 100000);
        assert_int_equal(ch_game_walk_table(&p.arena, &p.game, &exact), CH_OK);
        for (unsigned i = 0; i < p.n; i++) {
            assert_true(p.walk.width[i] >= exact.width[i]);
            assert_true(p.family > 1 || p.walk.width[i] == exact.width[i]);
            tight += p.walk.width[i] == exact.width[i];
        }
        for (unsigned again = 0; again < 5; again++) {
            p.walk = exact;
            assert_walks_as_table(&p, &d);
        }
        ch_arena_free(&p.arena);
    }
    assert_true(tight > 1000);
}

static void whatever_the_order_all_make_the_same(void **state)
{
    (void)state;
    enum { MANY = 150 };
    static int64_t number[(MANY + 1) * (MANY + 1)];
    unsigned order[MANY];
    uint64_t d = 3;
    for (unsigned round = 0; round < 6; round++) {
        ch_arena arena = {0};
        ch_game_walk walk;
        const bool is_tree = round % 2 == 0;
        for (unsigned a = 0; a <= MANY; a++)
            for (unsigned b = 0; b <= a; b++)
                number[b * (MANY + 1) + a] = number[a * (MANY + 1) + b] = draw(&d, round < 4 ? 1000 : 4);
        const ch_err err = is_tree ? ch_game_walk_tree(&arena, number, MANY, &walk, NULL)
                                   : ch_game_walk_assignment(&arena, number, 60, 90, &walk, NULL);
        assert_int_equal(err, CH_OK);
        for (unsigned again = 0; again < 20; again++) {
            int64_t sum = 0;
            shuffle(order, MANY, &d);
            walk.begin(walk.self);
            for (unsigned i = 0; i < MANY; i++) {
                const int64_t added = walk.join(walk.self, order[i]);
                assert_true(added >= 0 && added <= walk.width[order[i]]);
                sum += added;
            }
            assert_int_equal(sum, walk.all);
        }
        ch_arena_free(&arena);
    }
}

/* ---- drawn shares */

static ch_err sample(ch_arena *arena, const ch_game_walk *walk, uint64_t seed, size_t orders, double delta,
                     ch_game_sampled *share)
{
    size_t drawn;
    const ch_game_draws draws = {.seed = seed, .orders = orders, .delta = delta};
    const ch_err err = ch_game_sample(arena, walk, &draws, &drawn, share);
    assert_true(err != CH_OK || drawn == orders);
    return err;
}

static void means_add_up_to_what_all_make(void **state)
{
    (void)state;
    uint64_t d = 4;
    mpq_t sum, mean;
    mpq_inits(sum, mean, NULL);
    for (unsigned round = 0; round < 100; round++) {
        pair p;
        ch_game_sampled share[MOST];
        draw_pair(&p, &d, round % FAMILIES, 1 + draw(&d, MOST), 100000);
        assert_int_equal(sample(&p.arena, &p.walk, round, 1 + draw(&d, 50), 0.05, share), CH_OK);
        mpq_set_ui(sum, 0, 1);
        for (unsigned i = 0; i < p.n; i++) {
            read_number(&share[i].mean, mean);
            mpq_add(sum, sum, mean);
        }
        assert_int_equal(mpq_cmp_si(sum, (long)p.walk.all, 1), 0);
        ch_arena_free(&p.arena);
    }
    mpq_clears(sum, mean, NULL);
}

/* Of 200 seeds, for every player and either bound: at least as many as promised. */
static void bounds_hold_as_often_as_they_promise(void **state)
{
    (void)state;
    enum { SEEDS = 200, ORDERS = 60 };
    uint64_t d = 5;
    for (unsigned family = 0; family <= FAMILIES; family++) {
        pair p;
        ch_share_number exact[MOST];
        ch_game_sampled share[MOST];
        unsigned by_hoeffding[MOST] = {0}, by_bernstein[MOST] = {0};
        const double delta = 0.1;
        draw_pair(&p, &d, family % FAMILIES, 7, 50);
        if (family == FAMILIES)
            assert_int_equal(ch_game_walk_table(&p.arena, &p.game, &p.walk), CH_OK);
        assert_int_equal(ch_game_shapley(&p.arena, &p.game, exact), CH_OK);
        for (unsigned seed = 0; seed < SEEDS; seed++) {
            assert_int_equal(sample(&p.arena, &p.walk, seed, ORDERS, delta, share), CH_OK);
            for (unsigned i = 0; i < p.n; i++) {
                const double off = fabs(share[i].mean.value - exact[i].value);
                by_hoeffding[i] += off <= share[i].hoeffding + 1e-12;
                by_bernstein[i] += off <= share[i].bernstein + 1e-12;
            }
        }
        for (unsigned i = 0; i < p.n; i++) {
            assert_true(by_hoeffding[i] >= SEEDS * (1 - delta));
            assert_true(by_bernstein[i] >= SEEDS * (1 - delta));
        }
        ch_arena_free(&p.arena);
    }
}

/* By many orders the mean comes as near as its own spread says: five of its standard errors, not the promised bound. */
static void many_orders_come_near(void **state)
{
    (void)state;
    uint64_t d = 6;
    for (unsigned family = 0; family < FAMILIES; family++) {
        pair p;
        ch_share_number exact[MOST];
        ch_game_sampled few[MOST], many[MOST];
        draw_pair(&p, &d, family, 8, 1000);
        assert_int_equal(ch_game_shapley(&p.arena, &p.game, exact), CH_OK);
        assert_int_equal(sample(&p.arena, &p.walk, 1, 100, 0.05, few), CH_OK);
        assert_int_equal(sample(&p.arena, &p.walk, 1, 40000, 0.05, many), CH_OK);
        for (unsigned i = 0; i < p.n; i++) {
            const double width = (double)p.walk.width[i];
            assert_true(fabs(many[i].mean.value - exact[i].value) <= 5 * width / 2 / sqrt(40000));
            assert_true(fabs(many[i].hoeffding - few[i].hoeffding / 20) <= 1e-9 * (1 + width));
        }
        ch_arena_free(&p.arena);
    }
}

/* Hoeffding by hand: width 2, 200 orders, delta 2/e^4: 2 sqrt(4 / 400) = 0.2. A dictator adds all or nothing: no variance. */
static void bounds_by_hand(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const int64_t value[] = {0, 0, 1, 1}, width[] = {2, 2};
    const ch_game game = {.players = 2, .value = value};
    ch_game_walk walk;
    ch_game_sampled share[2];
    const double delta = 2 * exp(-4);
    assert_int_equal(ch_game_walk_table(&arena, &game, &walk), CH_OK);
    assert_int_equal(walk.width[1], 0);
    walk.width = width;
    assert_int_equal(sample(&arena, &walk, 1, 200, delta, share), CH_OK);
    assert_true(fabs(share[0].hoeffding - 0.2) < 1e-12);
    assert_true(is_number(&share[0].mean, "0", "1") && is_number(&share[1].mean, "1", "1"));
    assert_true(fabs(share[1].bernstein - 7 * 2 * (4 + log(2)) / (3 * 199.)) < 1e-12);
    assert_int_equal(sample(&arena, &walk, 1, 1, delta, share), CH_OK);
    assert_true(isinf(share[0].bernstein));
    assert_int_equal(sample(&arena, &walk, 1, 0, delta, share), CH_EDATA);
    assert_int_equal(sample(&arena, &walk, 1, 1, 1, share), CH_EDATA);
    assert_int_equal(sample(&arena, &walk, 1, 1, 0, share), CH_EDATA);
    walk.players = 0;
    assert_int_equal(sample(&arena, &walk, 1, 1, delta, share), CH_EDATA);
    ch_arena_free(&arena);
}

static void a_seed_gives_the_same_and_another_does_not(void **state)
{
    (void)state;
    uint64_t d = 7;
    pair p;
    ch_game_sampled one[MOST], again[MOST], other[MOST];
    size_t apart = 0;
    draw_pair(&p, &d, 0, MOST, 1000);
    assert_int_equal(sample(&p.arena, &p.walk, 42, 100, 0.05, one), CH_OK);
    assert_int_equal(sample(&p.arena, &p.walk, 42, 100, 0.05, again), CH_OK);
    assert_int_equal(sample(&p.arena, &p.walk, 43, 100, 0.05, other), CH_OK);
    for (unsigned i = 0; i < MOST; i++) {
        assert_true(same(&one[i].mean, &again[i].mean) && one[i].bernstein == again[i].bernstein);
        apart += !same(&one[i].mean, &other[i].mean);
    }
    assert_true(apart > 0);
    ch_arena_free(&p.arena);
}

static bool stop_after(void *self, const char *step, uint64_t done, uint64_t of)
{
    (void)of;
    assert_string_equal(step, "orders");
    return done < *(const uint64_t *)self;
}

static void a_stop_leaves_the_orders_drawn_so_far(void **state)
{
    (void)state;
    uint64_t d = 8, after = 1;
    pair p;
    ch_game_sampled share[MOST], asked[MOST];
    size_t drawn;
    const ch_progress progress = {stop_after, &after};
    const ch_game_draws draws = {9, 100000, 0.05, &progress};
    draw_pair(&p, &d, 0, 6, 1000);
    assert_int_equal(ch_game_sample(&p.arena, &p.walk, &draws, &drawn, share), CH_ENONE);
    assert_true(drawn > 0 && drawn < 100000);
    assert_int_equal(sample(&p.arena, &p.walk, 9, drawn, 0.05, asked), CH_OK);
    for (unsigned i = 0; i < p.n; i++)
        assert_true(same(&share[i].mean, &asked[i].mean) && share[i].bernstein == asked[i].bernstein);
    after = 0;
    assert_int_equal(ch_game_sample(&p.arena, &p.walk, &draws, &drawn, share), CH_ENONE);
    assert_int_equal(drawn, 0);
    ch_arena_free(&p.arena);
}

/* ---- exact for any number */

static void airports_and_majorities_are_as_by_their_tables(void **state)
{
    (void)state;
    uint64_t d = 10;
    for (unsigned round = 0; round < 400; round++) {
        pair p;
        ch_share_number table[MOST], direct[MOST];
        draw_pair(&p, &d, 1 + round % 2, 1 + draw(&d, MOST), round % 3 ? 6 : 200);
        if (p.family == 2) { /* all quotas, those nobody reaches among them, and weights with a common divisor */
            int64_t sum = 0;
            for (unsigned i = 0; i < p.n; i++)
                sum += p.number[i] *= round % 5 == 0 ? 7 : 1;
            p.whole = 1 + draw(&d, (uint32_t)sum + 2);
            assert_int_equal(make(&p), CH_OK);
        }
        assert_int_equal(ch_game_shapley(&p.arena, &p.game, table), CH_OK);
        const ch_err err = p.family == 1
                               ? ch_game_shapley_airport(&p.arena, p.number, p.n, direct)
                               : ch_game_shapley_majority(&p.arena, p.whole, p.number, p.n, UINT64_MAX, NULL, direct);
        assert_int_equal(err, CH_OK);
        for (unsigned i = 0; i < p.n; i++)
            assert_true(same(&table[i], &direct[i]));
        ch_arena_free(&p.arena);
    }
}

static bool stop_counting(void *self, const char *step, uint64_t done, uint64_t of)
{
    (void)of;
    assert_string_equal(step, "counts");
    return done < *(const uint64_t *)self;
}

/* 130 equal players: 1/130 each. Counts of 130 players have three words. */
static void more_players_than_a_word_has_bits_are_counted(void **state)
{
    (void)state;
    enum { MANY = 130 };
    ch_arena arena = {0};
    int64_t weight[MANY];
    uint64_t after = 0;
    const ch_progress progress = {stop_counting, &after};
    ch_share_number share[MANY];
    for (unsigned i = 0; i < MANY; i++)
        weight[i] = 30;
    assert_int_equal(ch_game_shapley_majority(&arena, 1951, weight, MANY, UINT64_MAX, NULL, share), CH_OK);
    for (unsigned i = 0; i < MANY; i++)
        assert_true(is_number(&share[i], "1", "130"));
    assert_int_equal(ch_game_shapley_majority(&arena, 1951, weight, MANY, 1000, NULL, share), CH_ENONE);
    for (after = 0; after <= MANY; after += MANY)
        assert_int_equal(ch_game_shapley_majority(&arena, 1951, weight, MANY, UINT64_MAX, &progress, share), CH_ENONE);
    ch_arena_free(&arena);
}

/* Shares of 100 drawn weights add up to 1, and lie where sampling says. */
static void many_weights_agree_with_sampling(void **state)
{
    (void)state;
    enum { MANY = 100 };
    ch_arena arena = {0};
    uint64_t d = 11;
    int64_t weight[MANY], sum = 0;
    ch_share_number share[MANY];
    ch_game_sampled drawn[MANY];
    ch_game_walk walk;
    mpq_t all, one;
    mpq_inits(all, one, NULL);
    for (unsigned i = 0; i < MANY; i++)
        sum += weight[i] = draw(&d, 9);
    assert_int_equal(ch_game_shapley_majority(&arena, sum / 2 + 1, weight, MANY, UINT64_MAX, NULL, share), CH_OK);
    assert_int_equal(ch_game_walk_majority(&arena, sum / 2 + 1, weight, MANY, &walk, NULL), CH_OK);
    assert_int_equal(sample(&arena, &walk, 1, 20000, 1e-9, drawn), CH_OK);
    for (unsigned i = 0; i < MANY; i++) {
        read_number(&share[i], one);
        mpq_add(all, all, one);
        assert_true(fabs(share[i].value - drawn[i].mean.value) <= fmin(drawn[i].hoeffding, drawn[i].bernstein));
    }
    assert_int_equal(mpq_cmp_ui(all, 1, 1), 0);
    mpq_clears(all, one, NULL);
    ch_arena_free(&arena);
}

/* ---- rules of families */

static ch_err find_direct(ch_arena *arena, const pair *p, ch_game_direct *direct)
{
    return p->family == 0   ? ch_game_direct_bankruptcy(arena, p->whole, p->number, p->n, direct)
           : p->family == 1 ? ch_game_direct_airport(arena, p->number, p->n, direct)
                            : ch_game_direct_majority(arena, p->whole, p->number, p->n, direct);
}

static void assert_direct_is_it(pair *p, size_t *known)
{
    ch_game_direct direct;
    ch_game_core core;
    const ch_err err = find_direct(&p->arena, p, &direct);
    assert_int_equal(ch_game_find_core(&p->arena, &p->game, NULL, 0, NULL, &core), CH_OK);
    if (err == CH_ENONE) {
        assert_int_equal(p->family, 2);
        assert_true(core.core_empty);
        return;
    }
    assert_int_equal(err, CH_OK);
    assert_false(core.core_empty);
    assert_true(same(&core.least_core, &direct.least_core));
    for (int is_pre = 0; is_pre <= 1; is_pre++) {
        ch_game_nucleolus nucleolus;
        bool is_it;
        assert_int_equal(ch_game_check_nucleolus(&p->arena, &p->game, is_pre, direct.nucleolus, &is_it), CH_OK);
        assert_true(is_it);
        assert_int_equal(ch_game_find_nucleolus(&p->arena, &p->game, is_pre, NULL, 0, NULL, &nucleolus), CH_OK);
        for (unsigned i = 0; i < p->n; i++)
            assert_true(same(&nucleolus.share[i], &direct.nucleolus[i]));
    }
    ++*known;
}

static void rules_give_the_nucleolus_and_the_least_core(void **state)
{
    (void)state;
    uint64_t d = 12;
    size_t known[3] = {0};
    for (unsigned round = 0; round < 450; round++) {
        pair p;
        draw_pair(&p, &d, round % 3, 1 + draw(&d, 8), round % 4 ? 6 : 100000);
        if (p.family != 1) { /* estates and quotas of all sizes */
            int64_t sum = 0;
            for (unsigned i = 0; i < p.n; i++)
                sum += p.number[i];
            p.whole = p.family == 0 ? (int64_t)draw(&d, (uint32_t)sum + 1)
                                    : sum + 2 - (int64_t)draw(&d, (uint32_t)(sum / 2) + 2);
            assert_int_equal(make(&p), CH_OK);
        }
        assert_direct_is_it(&p, &known[p.family]);
        ch_arena_free(&p.arena);
    }
    assert_int_equal(known[0], 150);
    assert_int_equal(known[1], 150);
    assert_true(known[2] > 50 && known[2] < 150);
}

/* Kohlberg's criterion at the size up to which the command asks for it. */
static void rules_hold_for_sixteen_players(void **state)
{
    (void)state;
    uint64_t d = 13;
    for (unsigned family = 0; family < 2; family++) {
        ch_arena arena = {0};
        int64_t number[16], sum = 0;
        ch_game game;
        ch_game_direct direct;
        bool is_it;
        for (unsigned i = 0; i < 16; i++)
            sum += number[i] = 1 + draw(&d, 1000000);
        const ch_err made = family == 0 ? ch_game_bankruptcy(&arena, sum * 2 / 5, number, 16, &game, NULL)
                                        : ch_game_airport(&arena, number, 16, &game, NULL);
        assert_int_equal(made, CH_OK);
        const ch_err err = family == 0 ? ch_game_direct_bankruptcy(&arena, sum * 2 / 5, number, 16, &direct)
                                       : ch_game_direct_airport(&arena, number, 16, &direct);
        assert_int_equal(err, CH_OK);
        assert_int_equal(ch_game_check_nucleolus(&arena, &game, false, direct.nucleolus, &is_it), CH_OK);
        assert_true(is_it);
        ch_arena_free(&arena);
    }
}

/* ---- faults */

static void assert_told(ch_err err, ch_faults *faults, ch_want want)
{
    assert_int_equal(err, CH_EDATA);
    assert_int_equal(faults->count, 1);
    assert_int_equal(faults->list[0].want, want);
    ch_faults_free(faults);
}

static void bad_numbers_are_told(void **state)
{
    (void)state;
    static const int64_t many[CH_GAME_WALK_MOST + 1];
    const int64_t bad[] = {1, -1}, lopsided[] = {0, 1, 2, 0};
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_game_walk walk;
    assert_int_equal(ch_game_walk_airport(&arena, many, CH_GAME_WALK_MOST, &walk, &faults), CH_OK);
    assert_told(ch_game_walk_airport(&arena, many, CH_GAME_WALK_MOST + 1, &walk, &faults), &faults,
                CH_WANT_GAME_PLAYERS);
    assert_told(ch_game_walk_airport(&arena, bad, 2, &walk, &faults), &faults, CH_WANT_WHOLE);
    assert_told(ch_game_walk_bankruptcy(&arena, 3, many, 2, &walk, &faults), &faults, CH_WANT_GAME_ESTATE);
    assert_told(ch_game_walk_majority(&arena, 0, many, 2, &walk, &faults), &faults, CH_WANT_RANGE);
    assert_told(ch_game_walk_tree(&arena, lopsided, 1, &walk, &faults), &faults, CH_WANT_GAME_SYMMETRIC);
    assert_told(ch_game_walk_assignment(&arena, bad, 1, 2, &walk, &faults), &faults, CH_WANT_WHOLE);
    ch_arena_free(&arena);
}

static ch_err all_of_it(const ch_memory *memory)
{
    ch_arena arena = CH_ARENA(memory);
    uint64_t d = 14;
    ch_err err = CH_OK;
    for (unsigned family = 0; family < FAMILIES && err == CH_OK; family++) {
        pair p = {.n = 4, .family = family, .arena = CH_ARENA(memory)};
        ch_game_sampled sampled[4];
        ch_share_number share[4];
        ch_game_direct direct;
        draw_numbers(&p, &d, 9);
        err = make(&p);
        err = err == CH_OK ? sample(&p.arena, &p.walk, 1, 5, 0.1, sampled) : err;
        err = err == CH_OK && family < 2 ? find_direct(&p.arena, &p, &direct) : err;
        err = err == CH_OK ? ch_game_walk_table(&p.arena, &p.game, &p.walk) : err;
        err = err == CH_OK ? ch_game_shapley_airport(&arena, (const int64_t[]){3, 1, 4, 1}, 4, share) : err;
        err = err == CH_OK ? ch_game_direct_majority(&arena, 9, (const int64_t[]){3, 1, 4, 1}, 4, &direct) : err;
        err = err == CH_OK
                  ? ch_game_shapley_majority(&arena, 5, (const int64_t[]){3, 1, 4, 1}, 4, UINT64_MAX, NULL, share)
                  : err;
        ch_arena_free(&p.arena);
    }
    ch_arena_free(&arena);
    return err;
}

static void no_memory_is_told(void **state)
{
    (void)state;
    for (size_t at = 1;; at++) {
        failing broken = {.fail_at = at};
        const ch_memory memory = FAILING_MEMORY(&broken);
        const ch_err err = all_of_it(&memory);
        assert_int_equal(broken.live, 0);
        if (err == CH_OK)
            break;
        assert_int_equal(err, CH_ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_comes_adds_what_the_table_says),
        cmocka_unit_test(widths_hold_all_that_a_player_adds),
        cmocka_unit_test(whatever_the_order_all_make_the_same),
        cmocka_unit_test(means_add_up_to_what_all_make),
        cmocka_unit_test(bounds_hold_as_often_as_they_promise),
        cmocka_unit_test(many_orders_come_near),
        cmocka_unit_test(bounds_by_hand),
        cmocka_unit_test(a_seed_gives_the_same_and_another_does_not),
        cmocka_unit_test(a_stop_leaves_the_orders_drawn_so_far),
        cmocka_unit_test(airports_and_majorities_are_as_by_their_tables),
        cmocka_unit_test(more_players_than_a_word_has_bits_are_counted),
        cmocka_unit_test(many_weights_agree_with_sampling),
        cmocka_unit_test(rules_give_the_nucleolus_and_the_least_core),
        cmocka_unit_test(rules_hold_for_sixteen_players),
        cmocka_unit_test(bad_numbers_are_told),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
