/* bench_nucleolus.c - nucleolus of 12, 14 and 16 players, exact and proved, beside a sequence of programs in doubles by scipy.
 * usage: bench_nucleolus [PLAYERS] */
#include "measure.h"

#include "changhe/game.h"
#include "changhe/solver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 5 };

static uint64_t seed = 1;

static int64_t draw(int64_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)below);
}

typedef ch_err make_game(ch_arena *arena, unsigned n, ch_game *game);

/* Groups worth about the square of their number, give or take a tenth, in fen, and the best partition of each. Of more players than covers take: give or take a
 * twenty-fifth, so that no two groups are worth more apart: (23^2 + 1) 1.08 < 24^2. */
static ch_err make_random(ch_arena *arena, unsigned n, ch_game *game)
{
    int64_t *value = CH_NEW(arena, int64_t, (size_t)1 << n);
    const ch_game drawn = {.players = n, .value = value};
    if (value == NULL)
        return CH_ENOMEM;
    for (size_t group = 1; group < (size_t)1 << n; group++) {
        const int64_t members = __builtin_popcountll(group);
        value[group] = members * members * (1000000 + draw(n > CH_GAME_COVER ? 80000 : 200000));
    }
    if (n > CH_GAME_COVER) {
        *game = drawn;
        return CH_OK;
    }
    return ch_game_cover(arena, &drawn, NULL, game);
}

static ch_err make_bankruptcy(ch_arena *arena, unsigned n, ch_game *game)
{
    int64_t claim[CH_GAME_MOST], sum = 0;
    for (unsigned i = 0; i < n; i++)
        sum += claim[i] = 1 + draw(100000000);
    return ch_game_bankruptcy(arena, sum * 2 / 5, claim, n, game, NULL);
}

static ch_err make_airport(ch_arena *arena, unsigned n, ch_game *game)
{
    int64_t cost[CH_GAME_MOST];
    for (unsigned i = 0; i < n; i++)
        cost[i] = 1 + draw(100000000);
    return ch_game_airport(arena, cost, n, game, NULL);
}

static ch_err make_assignment(ch_arena *arena, unsigned n, ch_game *game)
{
    int64_t value[CH_GAME_MOST * CH_GAME_MOST];
    for (unsigned i = 0; i < n * n; i++)
        value[i] = draw(100000000);
    return ch_game_assignment(arena, value, n / 2, n - n / 2, game, NULL);
}

static ch_err make_majority(ch_arena *arena, unsigned n, ch_game *game)
{
    int64_t weight[CH_GAME_MOST], sum = 0;
    for (unsigned i = 0; i < n; i++)
        sum += weight[i] = 1 + draw(20);
    return ch_game_majority(arena, sum / 2 + 1, weight, n, game, NULL);
}

static const struct {
    const char *name;
    make_game *make;
} kinds[] = {{"random superadditive", make_random},
             {"bankruptcy", make_bankruptcy},
             {"airport", make_airport},
             {"assignment", make_assignment},
             {"weighted majority", make_majority}};

/* For the peer: players, then the values of all groups. */
static void write_game(const ch_game *game, const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        measure_give_up("cannot write the game for the peer");
    fprintf(file, "%u\n", game->players);
    for (size_t group = 0; group < (size_t)1 << game->players; group++)
        fprintf(file, "%lld\n", (long long)game->value[group]);
    fclose(file);
}

static void run_peer(const ch_game *game, const double *share)
{
    char path[] = "/tmp/bench_nucleolus_XXXXXX", command[512];
    const int file = mkstemp(path);
    if (file < 0)
        measure_give_up("no temporary file");
    write_game(game, path);
    snprintf(command, sizeof command, "${PYTHON:-/usr/bin/python3} %s/bench/nucleolus_scipy.py %s %.17g %.17g",
             SOURCE_ROOT, path, share[0], share[1]);
    fflush(stdout);
    if (system(command) != 0)
        printf("    scipy: did not answer\n");
    remove(path);
}

/* Median seconds of the processor; the first two shares and the levels of the last. */
static double time_nucleolus(const ch_game *game, const ch_lp_solver *solver, double *share, size_t *levels)
{
    double seconds[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        ch_arena arena = {0};
        ch_game_nucleolus nucleolus;
        const double begin = measure_cpu_s();
        if (ch_game_find_nucleolus(&arena, game, false, solver, 0, NULL, &nucleolus) != CH_OK || !nucleolus.share)
            measure_give_up("no nucleolus");
        seconds[round] = measure_cpu_s() - begin;
        *levels = nucleolus.levels;
        share[0] = nucleolus.share[0].value;
        share[1] = nucleolus.share[1].value;
        ch_arena_free(&arena);
    }
    return measure_median(seconds, ROUNDS);
}

static double time_core(const ch_game *game, const ch_lp_solver *solver)
{
    double seconds[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        ch_arena arena = {0};
        ch_game_core core;
        const double begin = measure_cpu_s();
        if (ch_game_find_core(&arena, game, solver, 0, NULL, &core) != CH_OK)
            measure_give_up("no least core");
        seconds[round] = measure_cpu_s() - begin;
        ch_arena_free(&arena);
    }
    return measure_median(seconds, ROUNDS);
}

static void run(unsigned n, size_t kind, const ch_lp_solver *clp)
{
    double share[2];
    size_t levels;
    ch_arena games = {0};
    ch_game game;
    seed = n;
    if (kinds[kind].make(&games, n, &game) != CH_OK)
        measure_give_up("no game");
    const double alone_s = time_nucleolus(&game, NULL, share, &levels), core_s = time_core(&game, NULL);
    printf("%-21s n = %2u: nucleolus %7.1f ms, %2zu levels; least core %6.1f ms", kinds[kind].name, n, 1e3 * alone_s,
           levels, 1e3 * core_s);
    if (clp != NULL)
        printf("; first rows by CLP: %.1f, %.1f ms", 1e3 * time_nucleolus(&game, clp, share, &levels),
               1e3 * time_core(&game, clp));
    printf("\n");
    if (n <= CH_GAME_NUCLEOLUS)
        run_peer(&game, share);
    ch_arena_free(&games);
}

/* Beside the program that was built, where CLP was. */
static ch_solver *open_clp(void)
{
    char folder[4096];
    ch_solver *solver = NULL;
    snprintf(folder, sizeof folder, "%.*s/src/solver", (int)(strrchr(CHANGHE, '/') - CHANGHE), CHANGHE);
    return ch_solver_open(NULL, folder, &solver, NULL) == CH_OK ? solver : NULL;
}

int main(int argc, char **argv)
{
    const unsigned only = argc > 1 ? (unsigned)atoi(argv[1]) : 0;
    ch_solver *clp = open_clp();
    measure_print_machine();
    printf("goal: nucleolus of 16 players <= 2000 ms\n");
    for (unsigned n = only != 0 ? only : 12; n <= (only != 0 ? only : 16); n += 2)
        for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
            run(n, kind, ch_solver_lp(clp));
    ch_solver_close(clp);
    printf("peak %.0f MiB\n", measure_peak_mib());
    return 0;
}
