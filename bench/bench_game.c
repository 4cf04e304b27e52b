/* bench_game.c - exact Shapley values and the core test, beside the textbook's loop in doubles. */
#include "changhe/game.h"

#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { RUNS = 5 };

static uint64_t state = 1953;

static uint64_t draw(void)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return state >> 33;
}

static int64_t *draw_values(ch_arena *arena, unsigned n)
{
    int64_t *value = CH_NEW(arena, int64_t, (size_t)1 << n);
    if (value == NULL)
        measure_give_up("no memory for a game");
    for (size_t group = 1; group < (size_t)1 << n; group++)
        value[group] = (int64_t)(draw() * (uint64_t)__builtin_popcountll(group));
    return value;
}

/* The textbook: for every group and every player in it, what the player adds, weighed by the size. The game as doubles. */
static void textbook(const double *value, unsigned n, double *share)
{
    double weight[CH_GAME_MOST];
    for (unsigned size = 0; size < n; size++)
        weight[size] = exp(lgamma(size + 1.) + lgamma((double)(n - size)) - lgamma(n + 1.));
    for (unsigned i = 0; i < n; i++)
        share[i] = 0;
    for (size_t group = 1; group < (size_t)1 << n; group++) {
        const double by = weight[__builtin_popcountll(group) - 1], with = value[group];
        for (size_t left = group; left != 0; left &= left - 1)
            share[__builtin_ctzll(left)] += by * (with - value[group & ~(left & (~left + 1))]);
    }
}

static double median_of(double *s)
{
    return measure_median(s, RUNS);
}

static double time_exact(const ch_game *game, ch_share_number *share, ch_arena *arena)
{
    double s[RUNS];
    for (int run = 0; run < RUNS; run++) {
        const double begin = measure_cpu_s();
        if (ch_game_shapley(arena, game, share) != CH_OK)
            measure_give_up("no memory for shares");
        s[run] = measure_cpu_s() - begin;
    }
    return median_of(s);
}

static double time_core(const ch_game *game, const ch_share_number *share, ch_arena *arena)
{
    double s[RUNS];
    for (int run = 0; run < RUNS; run++) {
        ch_game_leaving worst;
        const double begin = measure_cpu_s();
        if (ch_game_worst_group(arena, game, share, &worst) != CH_OK)
            measure_give_up("no memory for the core test");
        s[run] = measure_cpu_s() - begin;
    }
    return median_of(s);
}

static double time_textbook(const int64_t *value, unsigned n, double *share, ch_arena *arena)
{
    double s[RUNS], *as_double = CH_NEW(arena, double, (size_t)1 << n);
    if (as_double == NULL)
        measure_give_up("no memory for doubles");
    for (size_t group = 0; group < (size_t)1 << n; group++)
        as_double[group] = (double)value[group];
    for (int run = 0; run < RUNS; run++) {
        const double begin = measure_cpu_s();
        textbook(as_double, n, share);
        s[run] = measure_cpu_s() - begin;
    }
    return median_of(s);
}

static void measure(unsigned n, double goal_s)
{
    ch_arena arena = {0};
    int64_t *value = draw_values(&arena, n);
    const ch_game game = {.players = n, .value = value};
    ch_share_number share[CH_GAME_MOST];
    double plain[CH_GAME_MOST], apart = 0;
    const double exact_s = time_exact(&game, share, &arena), core_s = time_core(&game, share, &arena);
    const double peak_mib = measure_peak_mib();
    const double textbook_s = time_textbook(value, n, plain, &arena);
    for (unsigned i = 0; i < n; i++)
        apart = fmax(apart, fabs(plain[i] - share[i].value) / fmax(1, fabs(share[i].value)));
    printf("players      %u (%zu groups, drawn, seed 1953)\n", n, (size_t)1 << n);
    printf("  shapley    %.4f s exact (goal %.2f), textbook in doubles %.4f s: %.1f times, apart %.1e\n", exact_s,
           goal_s, textbook_s, textbook_s / exact_s, apart);
    printf("  core test  %.4f s\n  memory     %.0f MiB at most, the game %.0f MiB of it\n", core_s, peak_mib,
           (double)((size_t)8 << n) / 1048576);
    ch_arena_free(&arena);
}

int main(void)
{
    measure_print_machine();
    printf("times        processor, median of %d\n", RUNS);
    measure(16, 0.05);
    measure(20, 0.05);
    measure(24, 0.4);
    return 0;
}
