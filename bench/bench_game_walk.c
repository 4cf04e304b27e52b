/* bench_game_walk.c - Shapley values drawn from orders, beside the textbook's sampling in doubles: the same orders, each group valued from nothing. */
#include "changhe/game_walk.h"

#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 3, MOST = 1024 };

static uint64_t state = 2009;

static int64_t draw_number(int64_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((state >> 33) % (uint64_t)below);
}

/* One set of numbers; of a tree (n + 1) x (n + 1), of an assignment n / 2 x (n - n / 2). */
typedef struct {
    unsigned n;
    int64_t whole;
    int64_t number[(MOST + 1) * (MOST + 1)];
} numbers;

/* ---- the textbook: the value of a group, whoever came last */

typedef double value_of(const numbers *g, const unsigned *member, unsigned members);

static double sum_of(const numbers *g, const unsigned *member, unsigned members)
{
    double sum = 0;
    for (unsigned i = 0; i < members; i++)
        sum += (double)g->number[member[i]];
    return sum;
}

static double bankruptcy(const numbers *g, const unsigned *member, unsigned members)
{
    double all = 0;
    for (unsigned i = 0; i < g->n; i++)
        all += (double)g->number[i];
    return fmax(0, sum_of(g, member, members) - (all - (double)g->whole));
}

static double airport(const numbers *g, const unsigned *member, unsigned members)
{
    double most = 0;
    for (unsigned i = 0; i < members; i++)
        most = fmax(most, (double)g->number[member[i]]);
    return sum_of(g, member, members) - most;
}

static double majority(const numbers *g, const unsigned *member, unsigned members)
{
    return sum_of(g, member, members) >= (double)g->whole;
}

/* Prim */
static double tree(const numbers *g, const unsigned *member, unsigned members)
{
    static double way[MOST];
    static bool is_done[MOST];
    double saved = 0;
    for (unsigned i = 0; i < members; i++) {
        way[i] = (double)g->number[member[i] + 1];
        saved += way[i];
        is_done[i] = false;
    }
    for (unsigned done = 0; done < members; done++) {
        unsigned next = members;
        for (unsigned i = 0; i < members; i++)
            if (!is_done[i] && (next == members || way[i] < way[next]))
                next = i;
        is_done[next] = true;
        saved -= way[next];
        const int64_t *from = g->number + (size_t)(member[next] + 1) * (g->n + 1);
        for (unsigned i = 0; i < members; i++)
            way[i] = fmin(way[i], (double)from[member[i] + 1]);
    }
    return saved;
}

/* The Hungarian method for a square of size k, in the usual form with potentials; who is not there is worth nothing. */
static double assignment(const numbers *g, const unsigned *member, unsigned members)
{
    static double u[MOST + 1], v[MOST + 1], least[MOST + 1];
    static unsigned of[MOST + 1], way[MOST + 1], seller[MOST], buyer[MOST];
    static bool is_used[MOST + 1];
    const unsigned half = g->n / 2, width = g->n - half;
    unsigned sellers = 0, buyers = 0;
    for (unsigned i = 0; i < members; i++)
        if (member[i] < half)
            seller[sellers++] = member[i];
        else
            buyer[buyers++] = member[i] - half;
    const unsigned k = sellers > buyers ? sellers : buyers;
    for (unsigned j = 0; j <= k; j++) {
        u[j] = v[j] = 0;
        of[j] = 0;
    }
    for (unsigned i = 1; i <= k; i++) {
        unsigned at = 0;
        of[0] = i;
        for (unsigned j = 0; j <= k; j++) {
            least[j] = INFINITY;
            is_used[j] = false;
        }
        do {
            unsigned next = 0;
            double delta = INFINITY;
            is_used[at] = true;
            for (unsigned j = 1; j <= k; j++) {
                if (is_used[j])
                    continue;
                const bool is_there = of[at] <= sellers && j <= buyers;
                const double cost =
                    is_there ? -(double)g->number[(size_t)seller[of[at] - 1] * width + buyer[j - 1]] : 0;
                const double rest = cost - u[of[at]] - v[j];
                if (rest < least[j]) {
                    least[j] = rest;
                    way[j] = at;
                }
                if (least[j] < delta) {
                    delta = least[j];
                    next = j;
                }
            }
            for (unsigned j = 0; j <= k; j++)
                if (is_used[j]) {
                    u[of[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            at = next;
        } while (of[at] != 0);
        for (; at != 0; at = way[at])
            of[at] = of[way[at]];
    }
    return v[0];
}

/* SplitMix64 and Fisher, Yates, as the library draws. */
static uint64_t split_mix(uint64_t *at)
{
    uint64_t z = *at += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static void shuffle(unsigned *order, unsigned n, uint64_t *at)
{
    for (unsigned left = n; left > 1; left--) {
        const uint64_t spare = (UINT64_MAX % left + 1) % left;
        uint64_t z = split_mix(at);
        while (z > UINT64_MAX - spare)
            z = split_mix(at);
        const unsigned pick = (unsigned)(z % left), last = order[left - 1];
        order[left - 1] = order[pick];
        order[pick] = last;
    }
}

static void textbook(const numbers *g, value_of *value, size_t orders, double *share)
{
    static unsigned order[MOST];
    uint64_t seed = 1;
    for (unsigned i = 0; i < g->n; i++) {
        order[i] = i;
        share[i] = 0;
    }
    for (size_t round = 0; round < orders; round++) {
        double before = 0;
        shuffle(order, g->n, &seed);
        for (unsigned i = 0; i < g->n; i++) {
            const double with = value(g, order, i + 1);
            share[order[i]] += with - before;
            before = with;
        }
    }
    for (unsigned i = 0; i < g->n; i++)
        share[i] /= (double)orders;
}

/* ---- kinds */

static ch_err walk_bankruptcy(ch_arena *arena, const numbers *g, ch_game_walk *walk)
{
    return ch_game_walk_bankruptcy(arena, g->whole, g->number, g->n, walk, NULL);
}

static ch_err walk_airport(ch_arena *arena, const numbers *g, ch_game_walk *walk)
{
    return ch_game_walk_airport(arena, g->number, g->n, walk, NULL);
}

static ch_err walk_majority(ch_arena *arena, const numbers *g, ch_game_walk *walk)
{
    return ch_game_walk_majority(arena, g->whole, g->number, g->n, walk, NULL);
}

static ch_err walk_tree(ch_arena *arena, const numbers *g, ch_game_walk *walk)
{
    return ch_game_walk_tree(arena, g->number, g->n, walk, NULL);
}

static ch_err walk_assignment(ch_arena *arena, const numbers *g, ch_game_walk *walk)
{
    return ch_game_walk_assignment(arena, g->number, g->n / 2, g->n - g->n / 2, walk, NULL);
}

static const struct {
    const char *name;
    value_of *value;
    ch_err (*walk)(ch_arena *arena, const numbers *g, ch_game_walk *walk);
    bool is_tree, is_matrix;
} kinds[] = {{"bankruptcy", bankruptcy, walk_bankruptcy, false, false},
             {"airport", airport, walk_airport, false, false},
             {"weighted majority", majority, walk_majority, false, false},
             {"tree", tree, walk_tree, true, true},
             {"assignment", assignment, walk_assignment, false, true}};

static void make_numbers(numbers *g, size_t kind, unsigned n)
{
    int64_t sum = 0;
    g->n = n;
    for (unsigned i = 0; i < (kinds[kind].is_matrix ? (n + 1) * (n + 1) : n); i++)
        sum += g->number[i] = 1 + draw_number(100000);
    g->whole = sum * 2 / 5;
    for (unsigned a = 0; a <= n && kinds[kind].is_tree; a++)
        for (unsigned b = 0; b < a; b++)
            g->number[(size_t)b * (n + 1) + a] = g->number[(size_t)a * (n + 1) + b];
}

static double time_ours(const ch_game_walk *walk, size_t orders, double *mean)
{
    double s[RUNS];
    for (int run = 0; run < RUNS; run++) {
        ch_arena arena = {0};
        static ch_game_sampled share[MOST];
        const ch_game_draws draws = {.seed = 1, .orders = orders, .delta = 0.05};
        size_t drawn;
        const double begin = measure_cpu_s();
        if (ch_game_sample(&arena, walk, &draws, &drawn, share) != CH_OK)
            measure_give_up("no shares");
        s[run] = measure_cpu_s() - begin;
        for (unsigned i = 0; i < walk->players; i++)
            mean[i] = share[i].mean.value;
        ch_arena_free(&arena);
    }
    return measure_median(s, RUNS);
}

static void run(size_t kind, unsigned n, size_t orders, size_t peer_orders)
{
    static numbers g;
    static double mean[MOST], same[MOST], peer[MOST];
    ch_arena arena = {0};
    ch_game_walk walk;
    double apart = 0;
    make_numbers(&g, kind, n);
    const double begin = measure_cpu_s();
    if (kinds[kind].walk(&arena, &g, &walk) != CH_OK)
        measure_give_up("no walk");
    const double opened_s = measure_cpu_s() - begin, ours_s = time_ours(&walk, orders, mean) / (double)orders;
    time_ours(&walk, peer_orders, same);
    const double peer_begin = measure_cpu_s();
    textbook(&g, kinds[kind].value, peer_orders, peer);
    const double peer_s = (measure_cpu_s() - peer_begin) / (double)peer_orders;
    for (unsigned i = 0; i < n; i++)
        apart = fmax(apart, fabs(peer[i] - same[i]) / fmax(1, fabs(same[i])));
    printf("%-18s n = %4u: opened in %8.3f ms; an order %9.4f ms, textbook %10.4f ms: %6.1f times, apart %.1e\n",
           kinds[kind].name, n, 1e3 * opened_s, 1e3 * ours_s, 1e3 * peer_s, peer_s / ours_s, apart);
    ch_arena_free(&arena);
}

static void run_exact(unsigned n, int64_t most)
{
    static int64_t number[MOST];
    static ch_share_number share[MOST];
    ch_arena arena = {0};
    int64_t sum = 0;
    for (unsigned i = 0; i < n; i++)
        sum += number[i] = 1 + draw_number(most);
    double begin = measure_cpu_s();
    if (ch_game_shapley_majority(&arena, sum / 2 + 1, number, n, UINT64_MAX, NULL, share) != CH_OK)
        measure_give_up("no exact majority");
    printf("exact majority     n = %4u, weights to %lld: %.3f s", n, (long long)most, measure_cpu_s() - begin);
    begin = measure_cpu_s();
    if (ch_game_shapley_airport(&arena, number, n, share) != CH_OK)
        measure_give_up("no exact airport");
    printf("; exact airport %.4f s\n", measure_cpu_s() - begin);
    ch_arena_free(&arena);
}

int main(void)
{
    measure_print_machine();
    printf("times        processor, median of %d, an order of all players\n", RUNS);
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        run(kind, 30, 2000, 200);
        run(kind, 100, kinds[kind].is_matrix ? 200 : 2000, kinds[kind].is_matrix ? 5 : 200);
        if (!kinds[kind].is_matrix)
            run(kind, 1000, 2000, 20);
        else
            run(kind, 300, 50, kinds[kind].is_tree ? 5 : 1);
    }
    run_exact(50, 20);
    run_exact(100, 20);
    run_exact(200, 10);
    printf("peak %.0f MiB\n", measure_peak_mib());
    return 0;
}
