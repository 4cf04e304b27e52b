/* test_game.c - Shapley values beside all orders of the players, known games, and who would rather leave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/game.h"
#include "draw.h"
#include "failing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 8, FACTORIAL = 40320 };

typedef struct {
    ch_arena arena;
    ch_game game;
    ch_share_number share[CH_GAME_MOST];
    ch_game_leaving worst;
} work;

static void solve(work *w)
{
    assert_int_equal(ch_game_shapley(&w->arena, &w->game, w->share), CH_OK);
    assert_int_equal(ch_game_worst_group(&w->arena, &w->game, w->share, &w->worst), CH_OK);
}

static void assert_number(const ch_share_number *number, const char *expected)
{
    char told[128];
    const bool is_whole = ch_text_equal(number->den, CH_TEXT("1"));
    snprintf(told, sizeof told, is_whole ? "%s" : "%s/%s", number->num.at, number->den.at);
    assert_string_equal(told, expected);
}

static void assert_shares(const work *w, const char *const *expected)
{
    for (unsigned i = 0; i < w->game.players; i++)
        assert_number(&w->share[i], expected[i]);
}

static ch_game random_game(ch_arena *arena, uint64_t *d, unsigned n, uint32_t below)
{
    int64_t *value = CH_NEW(arena, int64_t, (size_t)1 << n);
    assert_non_null(value);
    for (size_t group = 1; group < (size_t)1 << n; group++)
        value[group] = (int64_t)draw(d, below) - (int64_t)draw(d, below / 3 + 1);
    return (ch_game){.players = n, .value = value};
}

/* A number in units of 1 / FACTORIAL. */
static int64_t in_units(const ch_share_number *number)
{
    const long long den = atoll(number->den.at);
    assert_int_equal(FACTORIAL % den, 0);
    return (int64_t)(atoll(number->num.at) * (FACTORIAL / den));
}

/* ---- the definition: all orders, one after another (Heap 1963) */

typedef struct {
    const ch_game *game;
    unsigned order[MOST];
    int64_t sum[MOST], orders;
} walk;

static void come_in_order(walk *w)
{
    uint32_t group = 0;
    for (unsigned i = 0; i < w->game->players; i++) {
        const uint32_t with = group | UINT32_C(1) << w->order[i];
        w->sum[w->order[i]] += w->game->value[with] - w->game->value[group];
        group = with;
    }
    w->orders++;
}

static void permute(walk *w, unsigned k)
{
    if (k <= 1) {
        come_in_order(w);
        return;
    }
    for (unsigned i = 0; i < k; i++) {
        permute(w, k - 1);
        const unsigned with = k % 2 == 0 ? i : 0, last = w->order[k - 1];
        w->order[k - 1] = w->order[with];
        w->order[with] = last;
    }
}

static void assert_as_defined(const work *w)
{
    walk all = {.game = &w->game};
    for (unsigned i = 0; i < w->game.players; i++)
        all.order[i] = i;
    permute(&all, w->game.players);
    for (unsigned i = 0; i < w->game.players; i++)
        assert_int_equal(in_units(&w->share[i]), all.sum[i] * (FACTORIAL / all.orders));
}

static void shares_are_averages_over_all_orders(void **state)
{
    (void)state;
    uint64_t d = 1953;
    for (unsigned n = 1; n <= MOST; n++)
        for (size_t round = 0; round < (n < 7 ? 100u : n < 8 ? 20u : 4u); round++) {
            work w = {0};
            w.game = random_game(&w.arena, &d, n, round % 2 ? 10 : 1u << 30);
            solve(&w);
            assert_as_defined(&w);
            ch_arena_free(&w.arena);
        }
}

/* Rows of many players have another way through memory: beside plain sums in long doubles, 9 to 15 players. */
static void large_games_agree_with_the_formula(void **state)
{
    (void)state;
    uint64_t d = 15;
    for (unsigned n = 9; n <= 15; n++) {
        work w = {0};
        w.game = random_game(&w.arena, &d, n, 1u << 20);
        solve(&w);
        for (unsigned i = 0; i < n; i++) {
            long double sum = 0;
            for (uint32_t group = 0; group >> n == 0; group++) {
                const int size = __builtin_popcount(group);
                if ((group >> i & 1) == 0)
                    sum += (long double)(w.game.value[group | UINT32_C(1) << i] - w.game.value[group]) *
                           expl(lgammal(size + 1) + lgammal(n - size) - lgammal(n + 1));
            }
            assert_true(fabsl(sum - (long double)w.share[i].value) < 1e-6L * (1 + fabsl(sum)));
        }
        ch_arena_free(&w.arena);
    }
}

/* ---- Shapley's axioms */

static void shares_add_up(void **state)
{
    (void)state;
    uint64_t d = 3;
    for (size_t round = 0; round < 300; round++) {
        work w = {0};
        int64_t sum = 0;
        w.game = random_game(&w.arena, &d, 1 + draw(&d, MOST), 1000000);
        solve(&w);
        for (unsigned i = 0; i < w.game.players; i++)
            sum += in_units(&w.share[i]);
        assert_int_equal(sum, w.game.value[((size_t)1 << w.game.players) - 1] * FACTORIAL);
        ch_arena_free(&w.arena);
    }
}

/* Player 0 and 1 add the same to every group; the last adds one to every group. */
static void alike_get_alike_and_a_dummy_its_own(void **state)
{
    (void)state;
    uint64_t d = 4;
    for (size_t round = 0; round < 300; round++) {
        work w = {0};
        const unsigned n = 3 + draw(&d, MOST - 2), last = n - 1;
        w.game = random_game(&w.arena, &d, n, 1000);
        int64_t *value = (int64_t *)w.game.value;
        for (uint32_t group = 0; group >> last == 0; group++)
            if ((group & 3) == 2)
                value[group] = value[group ^ 3];
        for (uint32_t group = 0; group >> last == 0; group++)
            value[group | UINT32_C(1) << last] = value[group] + 1;
        solve(&w);
        assert_int_equal(in_units(&w.share[0]), in_units(&w.share[1]));
        assert_number(&w.share[last], "1");
        ch_arena_free(&w.arena);
    }
}

static void shares_of_a_sum_are_sums_of_shares(void **state)
{
    (void)state;
    uint64_t d = 5;
    for (size_t round = 0; round < 200; round++) {
        work a = {0}, b = {0}, sum = {0};
        const unsigned n = 1 + draw(&d, MOST);
        a.game = random_game(&a.arena, &d, n, 100000);
        b.game = random_game(&b.arena, &d, n, 100);
        sum.game = random_game(&sum.arena, &d, n, 2);
        for (size_t group = 0; group < (size_t)1 << n; group++)
            ((int64_t *)sum.game.value)[group] = a.game.value[group] + b.game.value[group];
        solve(&a);
        solve(&b);
        solve(&sum);
        for (unsigned i = 0; i < n; i++)
            assert_int_equal(in_units(&sum.share[i]), in_units(&a.share[i]) + in_units(&b.share[i]));
        ch_arena_free(&a.arena);
        ch_arena_free(&b.arena);
        ch_arena_free(&sum.arena);
    }
}

static void the_order_of_players_changes_no_share(void **state)
{
    (void)state;
    uint64_t d = 6;
    for (size_t round = 0; round < 200; round++) {
        work a = {0}, b = {0};
        const unsigned n = 2 + draw(&d, MOST - 1), last = n - 1;
        a.game = random_game(&a.arena, &d, n, 1000);
        b.game = random_game(&b.arena, &d, n, 2);
        for (uint32_t group = 0; group >> n == 0; group++) /* player i of a is player i - 1 of b, player 0 its last */
            ((int64_t *)b.game.value)[group >> 1 | (group & 1) << last] = a.game.value[group];
        solve(&a);
        solve(&b);
        for (unsigned i = 0; i < n; i++)
            assert_int_equal(in_units(&a.share[i]), in_units(&b.share[(i + last) % n]));
        assert_int_equal(in_units(&a.worst.by), in_units(&b.worst.by));
        ch_arena_free(&a.arena);
        ch_arena_free(&b.arena);
    }
}

/* ---- games that are known */

/* One left glove, two right ones (Shapley 1959): 2/3, 1/6, 1/6; the pair of the left and a right one lacks 1/6. */
static void gloves(void **state)
{
    (void)state;
    work w = {0};
    const int64_t value[] = {0, 0, 0, 1, 0, 1, 0, 1};
    w.game = (ch_game){.players = 3, .value = value};
    solve(&w);
    assert_shares(&w, (const char *const[]){"2/3", "1/6", "1/6"});
    assert_int_equal(w.worst.group, 3);
    assert_number(&w.worst.by, "1/6");
    ch_arena_free(&w.arena);
}

/* O'Neill 1982's bankruptcy game of the Talmud's case: groups of two have 0, 0, 100. Shapley = random arrival: 100/3, 250/3, 250/3. */
static void bankruptcy(void **state)
{
    (void)state;
    work w = {0};
    assert_int_equal(ch_game_bankruptcy(&w.arena, 200, (const int64_t[]){100, 200, 300}, 3, &w.game, NULL), CH_OK);
    const int64_t expected[] = {0, 0, 0, 0, 0, 0, 100, 200};
    assert_memory_equal(w.game.value, expected, sizeof expected);
    solve(&w);
    assert_shares(&w, (const char *const[]){"100/3", "250/3", "250/3"});
    assert_int_equal(w.worst.group,
                     0); /* bankruptcy games are convex (Curiel, Maschler, Tijs 1987): Shapley lies in the core */
    assert_number(&w.worst.by, "0");
    ch_arena_free(&w.arena);
}

/* The United Nations' Security Council before 1965 (Shapley, Shubik 1954): 5 permanent members of 7 votes and 6 others of 1, quota 39:
 * a permanent member has 76/385, another 1/462. */
static void the_security_council(void **state)
{
    (void)state;
    work w = {0};
    const int64_t weight[11] = {7, 7, 7, 7, 7, 1, 1, 1, 1, 1, 1};
    assert_int_equal(ch_game_majority(&w.arena, 37, weight, 11, &w.game, NULL), CH_OK);
    solve(&w);
    for (unsigned i = 0; i < 11; i++)
        assert_number(&w.share[i], i < 5 ? "76/385" : "1/462");
    ch_arena_free(&w.arena);
}

/* Littlechild and Owen 1973: each stretch of the runway is shared by all who need it. */
static void airport_shares_have_a_closed_form(void **state)
{
    (void)state;
    uint64_t d = 1973;
    for (size_t round = 0; round < 200; round++) {
        work w = {0};
        int64_t cost[MOST];
        const unsigned n = 1 + draw(&d, MOST);
        for (unsigned i = 0; i < n; i++)
            cost[i] = draw(&d, draw(&d, 2) ? 6 : 1000);
        assert_int_equal(ch_game_airport(&w.arena, cost, n, &w.game, NULL), CH_OK);
        assert_true(w.game.is_cost);
        solve(&w);
        for (unsigned i = 0; i < n; i++) {
            int64_t paid = 0; /* stretch by stretch, of one unit each */
            for (int64_t at = 0; at < cost[i]; at++) {
                unsigned users = 0;
                for (unsigned j = 0; j < n; j++)
                    users += cost[j] > at;
                paid += FACTORIAL / users;
            }
            ch_share_number pays;
            assert_int_equal(ch_game_cost_share(&w.arena, &w.game, i, &w.share[i], &pays), CH_OK);
            assert_int_equal(in_units(&pays), paid);
        }
        assert_int_equal(w.worst.group, 0);
        ch_arena_free(&w.arena);
    }
}

/* By hand: the source 10 from a, 12 from b, a and b 3 apart: alone 10 and 12, together 13, 9 saved. */
static void a_tree_is_shared_through_what_it_saves(void **state)
{
    (void)state;
    work w = {0};
    const int64_t cost[] = {0, 10, 12, 10, 0, 3, 12, 3, 0};
    assert_int_equal(ch_game_tree(&w.arena, cost, 2, &w.game, NULL), CH_OK);
    assert_int_equal(w.game.value[3], 9);
    assert_int_equal(w.game.alone[0], 10);
    solve(&w);
    ch_share_number pays[2];
    for (unsigned i = 0; i < 2; i++)
        assert_int_equal(ch_game_cost_share(&w.arena, &w.game, i, &w.share[i], &pays[i]), CH_OK);
    assert_number(&pays[0], "11/2");
    assert_number(&pays[1], "15/2");
    ch_arena_free(&w.arena);
}

/* Every tree of a group tried by Kruskal's rule, beside Prim's. */
static int64_t kruskal(const int64_t *cost, unsigned n, uint32_t group)
{
    unsigned of[MOST + 1], left = (unsigned)__builtin_popcount(group);
    int64_t sum = 0;
    for (unsigned i = 0; i <= n; i++)
        of[i] = i;
    while (left-- > 0) {
        unsigned from = 0, to = 0;
        int64_t least = INT64_MAX;
        for (unsigned a = 0; a <= n; a++)
            for (unsigned b = 1; b <= n; b++)
                if ((a == 0 || (group >> (a - 1) & 1) != 0) && (group >> (b - 1) & 1) != 0 && of[a] != of[b] &&
                    cost[a * (n + 1) + b] < least) {
                    least = cost[a * (n + 1) + b];
                    from = of[a];
                    to = of[b];
                }
        for (unsigned i = 0; i <= n; i++)
            if (of[i] == from)
                of[i] = to;
        sum += least;
    }
    return sum;
}

static void trees_are_the_cheapest(void **state)
{
    (void)state;
    uint64_t d = 1976;
    for (size_t round = 0; round < 60; round++) {
        work w = {0};
        int64_t cost[(MOST + 1) * (MOST + 1)] = {0};
        const unsigned n = 1 + draw(&d, MOST);
        for (unsigned a = 0; a <= n; a++)
            for (unsigned b = 0; b < a; b++)
                cost[a * (n + 1) + b] = cost[b * (n + 1) + a] = draw(&d, 30);
        assert_int_equal(ch_game_tree(&w.arena, cost, n, &w.game, NULL), CH_OK);
        for (uint32_t group = 1; group >> n == 0; group++) {
            int64_t alone = 0;
            for (unsigned i = 0; i < n; i++)
                alone += (group >> i & 1) != 0 ? cost[i + 1] : 0;
            assert_int_equal(w.game.value[group], alone - kruskal(cost, n, group));
        }
        ch_arena_free(&w.arena);
    }
}

/* Shapley and Shubik 1971's houses: sellers ask 18, 15, 19; buyers bid 23 26 20, 22 24 21, 21 22 17; what pairs gain; 16 in all. */
static void houses_go_where_they_are_worth_most(void **state)
{
    (void)state;
    work w = {0};
    const int64_t value[] = {5, 8, 2, 7, 9, 6, 2, 3, 0};
    assert_int_equal(ch_game_assignment(&w.arena, value, 3, 3, &w.game, NULL), CH_OK);
    assert_int_equal(w.game.value[077], 16);
    assert_int_equal(w.game.value[011], 5);  /* first seller, first buyer */
    assert_int_equal(w.game.value[007], 0);  /* sellers alone */
    assert_int_equal(w.game.value[033], 15); /* 8 + 7 beats 5 + 9 */
    ch_arena_free(&w.arena);
}

static void a_table_of_costs_becomes_savings(void **state)
{
    (void)state;
    work w = {0};
    const int64_t cost[] = {0, 6, 7, 10, 9, 11, 12, 15};
    assert_int_equal(ch_game_of_costs(&w.arena, cost, 3, &w.game, NULL), CH_OK);
    const int64_t expected[] = {0, 0, 0, 3, 0, 4, 4, 7};
    assert_memory_equal(w.game.value, expected, sizeof expected);
    ch_arena_free(&w.arena);
}

/* ---- who would rather leave */

static void the_worst_group_is_that_of_a_scan(void **state)
{
    (void)state;
    uint64_t d = 8;
    for (size_t round = 0; round < 400; round++) {
        work w = {0};
        w.game = random_game(&w.arena, &d, 1 + draw(&d, MOST), round % 2 ? 6 : 100000);
        solve(&w);
        uint32_t worst = 0;
        int64_t most = 0;
        for (uint32_t group = 1; group >> w.game.players == 0; group++) {
            int64_t excess = w.game.value[group] * FACTORIAL;
            for (unsigned i = 0; i < w.game.players; i++)
                excess -= (group >> i & 1) != 0 ? in_units(&w.share[i]) : 0;
            const int more = __builtin_popcount(group) - __builtin_popcount(worst);
            if (excess > most || (excess == most && excess > 0 && (more < 0 || (more == 0 && group < worst)))) {
                most = excess;
                worst = group;
            }
        }
        assert_int_equal(w.worst.group, worst);
        assert_int_equal(in_units(&w.worst.by), most);
        ch_arena_free(&w.arena);
    }
}

/* Denominators past 64 bits go the slow way and find the same. */
static void fine_fractions_are_compared_exactly(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const int64_t value[] = {0, 1, 1, 2};
    const ch_game game = {.players = 2, .value = value};
    const char den[] = "100000000000000000000000000000000000000000",
               below[] = "99999999999999999999999999999999999999999",
               above[] = "100000000000000000000000000000000000000001";
    const ch_share_number share[] = {{ch_text_of(below), ch_text_of(den), 1}, {ch_text_of(above), ch_text_of(den), 1}};
    ch_game_leaving worst;
    assert_int_equal(ch_game_worst_group(&arena, &game, share, &worst), CH_OK);
    assert_int_equal(worst.group, 1);
    assert_number(&worst.by, "1/100000000000000000000000000000000000000000");
    ch_arena_free(&arena);
}

/* ---- covers, extremes */

static bool stop_halfway(void *self, const char *step, uint64_t done, uint64_t of)
{
    *(uint64_t *)self = done;
    assert_string_equal(step, "cover");
    return done < of / 2;
}

static void a_cover_stops_when_asked(void **state)
{
    (void)state;
    uint64_t d = 2, done = 0;
    ch_arena arena = {0};
    ch_game cover = {0};
    const ch_progress progress = {stop_halfway, &done};
    const ch_game game = random_game(&arena, &d, 10, 50);
    assert_int_equal(ch_game_cover(&arena, &game, &progress, &cover), CH_ENONE);
    assert_int_equal(done, 512);
    assert_null(cover.value);
    ch_arena_free(&arena);
}

static void a_cover_is_the_least_superadditive_game_above(void **state)
{
    (void)state;
    uint64_t d = 9;
    for (size_t round = 0; round < 200; round++) {
        ch_arena arena = {0};
        ch_game cover, again;
        const ch_game game = random_game(&arena, &d, 1 + draw(&d, 7), 50);
        assert_int_equal(ch_game_cover(&arena, &game, NULL, &cover), CH_OK);
        for (uint32_t group = 1; group >> game.players == 0; group++) {
            bool is_reached = cover.value[group] == game.value[group];
            assert_true(cover.value[group] >= game.value[group]);
            for (uint32_t part = (group - 1) & group; part != 0; part = (part - 1) & group) {
                assert_true(cover.value[group] >= cover.value[part] + cover.value[group ^ part]);
                is_reached |= cover.value[group] == cover.value[part] + cover.value[group ^ part];
            }
            assert_true(is_reached);
        }
        assert_int_equal(ch_game_cover(&arena, &cover, NULL, &again), CH_OK);
        assert_memory_equal(again.value, cover.value, sizeof *cover.value << game.players);
        ch_arena_free(&arena);
    }
}

/* Every sum the largest that it may be. Who comes first adds 2^53 or, not being player 0, takes as much; when player 0 comes later it
 * adds twice that, and nobody else adds anything: (2 . 24 - 1) 2^53 / 24 and -2^53 / 24. */
static void the_largest_values_do_not_overflow(void **state)
{
    (void)state;
    work w = {0};
    int64_t *value = CH_NEW(&w.arena, int64_t, (size_t)1 << CH_GAME_MOST);
    assert_non_null(value);
    for (size_t group = 1; group < (size_t)1 << CH_GAME_MOST; group++)
        value[group] = (group & 1) != 0 ? CH_GAME_VALUE_MOST : -CH_GAME_VALUE_MOST;
    w.game = (ch_game){.players = CH_GAME_MOST, .value = value};
    assert_int_equal(ch_game_shapley(&w.arena, &w.game, w.share), CH_OK);
    assert_number(&w.share[0], "52917295621603328/3");
    for (unsigned i = 1; i < CH_GAME_MOST; i++)
        assert_number(&w.share[i], "-1125899906842624/3");
    ch_arena_free(&w.arena);
}

static void numbers_are_the_nearest_doubles(void **state)
{
    (void)state;
    ch_arena arena = {0};
    const ch_share_number third = {CH_TEXT("1"), CH_TEXT("3"), 0},
                          far = {CH_TEXT("-9007199254740993"), CH_TEXT("1"), 0};
    ch_share_number scaled;
    assert_int_equal(ch_game_scale(&arena, &third, 100, &scaled), CH_OK);
    assert_number(&scaled, "1/300");
    assert_true(scaled.value == 1. / 300);
    assert_int_equal(ch_game_scale(&arena, &far, 1, &scaled), CH_OK);
    assert_true(scaled.value == -9007199254740992.); /* a tie goes to the even one */
    uint64_t d = 11;
    for (size_t round = 0; round < 2000; round++) {
        char num[16], den[16];
        const uint32_t a = draw(&d, 1u << 30), b = 1 + draw(&d, 1u << 30);
        snprintf(num, sizeof num, "%u", a);
        snprintf(den, sizeof den, "%u", b);
        const ch_share_number number = {ch_text_of(num), ch_text_of(den), 0};
        assert_int_equal(ch_game_scale(&arena, &number, 1, &scaled), CH_OK);
        assert_true(scaled.value == (double)a / b);
    }
    ch_arena_free(&arena);
}

/* ---- faults */

static void assert_told(ch_err err, ch_faults *faults, ch_want want, uint32_t line)
{
    assert_int_equal(err, CH_EDATA);
    assert_int_equal(faults->count, 1);
    assert_int_equal(faults->list[0].want, want);
    assert_int_equal(faults->list[0].at.line, line);
    ch_faults_free(faults);
}

static void bad_numbers_are_told(void **state)
{
    (void)state;
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_game game;
    const int64_t many[25] = {0}, bad[] = {1, -1}, large[] = {1, CH_GAME_VALUE_MOST}, lopsided[] = {0, 1, 2, 0},
                  costs[] = {0, 1, CH_GAME_VALUE_MOST + 1, 0},
                  savings[] = {0, CH_GAME_VALUE_MOST, CH_GAME_VALUE_MOST, 0};
    assert_told(ch_game_airport(&arena, many, 25, &game, &faults), &faults, CH_WANT_GAME_PLAYERS, 1);
    assert_told(ch_game_airport(&arena, many, 0, &game, &faults), &faults, CH_WANT_GAME_PLAYERS, 1);
    assert_told(ch_game_airport(&arena, bad, 2, &game, &faults), &faults, CH_WANT_WHOLE, 2);
    assert_told(ch_game_airport(&arena, large, 2, &game, &faults), &faults, CH_WANT_GAME_NUMBER, 2);
    assert_told(ch_game_bankruptcy(&arena, 3, many, 2, &game, &faults), &faults, CH_WANT_GAME_ESTATE, 1);
    assert_told(ch_game_bankruptcy(&arena, -3, many, 2, &game, &faults), &faults, CH_WANT_WHOLE, 1);
    assert_told(ch_game_majority(&arena, 0, many, 2, &game, &faults), &faults, CH_WANT_RANGE, 1);
    assert_told(ch_game_tree(&arena, lopsided, 1, &game, &faults), &faults, CH_WANT_GAME_SYMMETRIC, 3);
    assert_told(ch_game_assignment(&arena, bad, 1, 2, &game, &faults), &faults, CH_WANT_WHOLE, 2);
    assert_told(ch_game_assignment(&arena, many, 24, 1, &game, &faults), &faults, CH_WANT_GAME_PLAYERS, 1);
    assert_told(ch_game_of_costs(&arena, costs, 2, &game, &faults), &faults, CH_WANT_GAME_NUMBER, 2);
    assert_told(ch_game_of_costs(&arena, savings, 2, &game, &faults), &faults, CH_WANT_GAME_NUMBER, 3);
    const ch_game wide = {.players = CH_GAME_COVER + 1, .value = many};
    assert_int_equal(ch_game_cover(&arena, &wide, NULL, &game), CH_EDATA);
    ch_arena_free(&arena);
}

static ch_err all_of_it(const ch_memory *memory)
{
    ch_arena arena = CH_ARENA(memory);
    const int64_t four[] = {3, 1, 4, 1}, tree[] = {0, 3, 5, 3, 0, 1, 5, 1, 0}, cost[] = {0, 3, 4, 5};
    ch_game game, cover;
    ch_share_number share[4];
    ch_game_leaving worst;
    ch_err err = ch_game_bankruptcy(&arena, 5, four, 4, &game, NULL);
    err = err == CH_OK ? ch_game_majority(&arena, 5, four, 4, &game, NULL) : err;
    err = err == CH_OK ? ch_game_tree(&arena, tree, 2, &game, NULL) : err;
    err = err == CH_OK ? ch_game_assignment(&arena, four, 2, 2, &game, NULL) : err;
    err = err == CH_OK ? ch_game_of_costs(&arena, cost, 2, &game, NULL) : err;
    err = err == CH_OK ? ch_game_airport(&arena, four, 4, &game, NULL) : err;
    err = err == CH_OK ? ch_game_cover(&arena, &game, NULL, &cover) : err;
    err = err == CH_OK ? ch_game_shapley(&arena, &game, share) : err;
    err = err == CH_OK ? ch_game_worst_group(&arena, &game, share, &worst) : err;
    err = err == CH_OK ? ch_game_cost_share(&arena, &game, 0, &share[0], &share[1]) : err;
    err = err == CH_OK ? ch_game_scale(&arena, &share[0], 100, &share[1]) : err;
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
        cmocka_unit_test(shares_are_averages_over_all_orders),
        cmocka_unit_test(large_games_agree_with_the_formula),
        cmocka_unit_test(shares_add_up),
        cmocka_unit_test(alike_get_alike_and_a_dummy_its_own),
        cmocka_unit_test(shares_of_a_sum_are_sums_of_shares),
        cmocka_unit_test(the_order_of_players_changes_no_share),
        cmocka_unit_test(gloves),
        cmocka_unit_test(bankruptcy),
        cmocka_unit_test(the_security_council),
        cmocka_unit_test(airport_shares_have_a_closed_form),
        cmocka_unit_test(a_tree_is_shared_through_what_it_saves),
        cmocka_unit_test(trees_are_the_cheapest),
        cmocka_unit_test(houses_go_where_they_are_worth_most),
        cmocka_unit_test(a_table_of_costs_becomes_savings),
        cmocka_unit_test(the_worst_group_is_that_of_a_scan),
        cmocka_unit_test(fine_fractions_are_compared_exactly),
        cmocka_unit_test(a_cover_is_the_least_superadditive_game_above),
        cmocka_unit_test(a_cover_stops_when_asked),
        cmocka_unit_test(the_largest_values_do_not_overflow),
        cmocka_unit_test(numbers_are_the_nearest_doubles),
        cmocka_unit_test(bad_numbers_are_told),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
