/* bench_catchment.c - catchments of 10,000 places and 1,000 facilities, beside the same written for numpy.
 * usage: bench_catchment [PLACES FACILITIES] */
#include "measure.h"

#include "changhe/catchment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 7 };

/* Places and facilities on a square of 100 km, a straight line at 60 km/h between them. */
static double draw(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*seed >> 11) / 9007199254740992.0;
}

static ch_catchment_case make_case(ch_arena *arena, size_t demands, size_t supplies)
{
    double *demand = CH_NEW(arena, double, demands), *supply = CH_NEW(arena, double, supplies);
    double *x = CH_NEW(arena, double, demands + supplies), *y = CH_NEW(arena, double, demands + supplies);
    float *minutes = CH_NEW(arena, float, demands *supplies);
    uint64_t seed = 1;
    if (!demand || !supply || !x || !y || !minutes)
        measure_give_up("no memory");
    for (size_t i = 0; i < demands + supplies; i++)
        x[i] = 100 * draw(&seed), y[i] = 100 * draw(&seed);
    for (size_t i = 0; i < demands; i++)
        demand[i] = floor(5000 * draw(&seed));
    for (size_t j = 0; j < supplies; j++)
        supply[j] = floor(800 * draw(&seed));
    for (size_t i = 0; i < demands; i++)
        for (size_t j = 0; j < supplies; j++)
            minutes[i * supplies + j] = (float)hypot(x[i] - x[demands + j], y[i] - y[demands + j]);
    return (ch_catchment_case){demand, demands, supply, supplies, minutes};
}

/* Median seconds of the processor; *check gets sum A_i P_i. */
static double run(const ch_catchment_case *given, ch_decay_kind kind, double *check)
{
    double seconds[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        ch_arena arena = {0};
        ch_catchment result;
        const ch_decay decay = {.kind = kind, .limit_min = 30};
        const double begin = measure_cpu_s();
        if (ch_catchment_compute(&arena, given, &decay, &result, NULL) != CH_OK)
            measure_give_up("no answer");
        seconds[round] = measure_cpu_s() - begin;
        *check = 0;
        for (size_t i = 0; i < given->demands; i++)
            *check += result.access[i] > 0 ? result.access[i] * given->demand[i] : 0;
        ch_arena_free(&arena);
    }
    return measure_median(seconds, ROUNDS);
}

static void write_doubles(FILE *file, const double *number, size_t n)
{
    if (fwrite(number, sizeof *number, n, file) != n)
        measure_give_up("cannot write");
}

static void run_numpy(const ch_catchment_case *given)
{
    char name[] = "/tmp/changhe-catchment-XXXXXX", command[512];
    const int id = mkstemp(name);
    FILE *file = id >= 0 ? fdopen(id, "wb") : NULL;
    if (!file)
        measure_give_up("no temporary file");
    write_doubles(file, given->demand, given->demands);
    write_doubles(file, given->supply, given->supplies);
    const size_t pairs = given->demands * given->supplies;
    if (fwrite(given->minutes, sizeof *given->minutes, pairs, file) != pairs || fclose(file) != 0)
        measure_give_up("cannot write");
    snprintf(command, sizeof command, "python3 '%s/bench/catchment_numpy.py' '%s' %zu %zu", SOURCE_ROOT, name,
             given->demands, given->supplies);
    fflush(stdout);
    if (system(command) != 0)
        printf("numpy: not here\n");
    remove(name);
}

int main(int argc, char **argv)
{
    const size_t demands = argc > 2 ? strtoul(argv[1], NULL, 10) : 10000;
    const size_t supplies = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000;
    ch_arena arena = {0};
    const ch_catchment_case given = make_case(&arena, demands, supplies);
    measure_print_machine();
    printf("%zu places, %zu facilities, made up on 100 km x 100 km; within 30 minutes; median of %d\n", demands,
           supplies, ROUNDS);
    for (int kind = 0; kind < CH_DECAYS; kind++) {
        double check;
        const double seconds = run(&given, (ch_decay_kind)kind, &check);
        printf("%-9s %7.1f ms  %6.1f ns a pair  sum %.6f\n", ch_decay_name[kind], 1000 * seconds,
               1e9 * seconds / (double)(demands * supplies), check);
    }
    printf("peak memory %.0f MiB, of which minutes %.0f\n", measure_peak_mib(),
           (double)(demands * supplies) * sizeof(float) / 1048576);
    run_numpy(&given);
    ch_arena_free(&arena);
    return 0;
}
