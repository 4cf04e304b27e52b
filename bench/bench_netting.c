/* bench_netting.c - a million claims among a thousand parties: read, netted by novation and by cycles; and networks of several shapes.
 * usage: bench_netting [PARTIES CLAIMS]
 *        bench_netting SHAPE PARTIES CLAIMS FILE     writes such claims, for a peer, and what stays of them */
#include "measure.h"

#include "changhe/claims_file.h"
#include "changhe/netting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 7 };

static uint64_t draw(uint64_t *seed, uint64_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (*seed >> 33) % below;
}

/* Amounts spread over five powers of ten. skewed: some parties are named far more often than others. */
static void draw_claims(ch_claim *claim, size_t claims, size_t parties, bool skewed)
{
    uint64_t seed = 1;
    for (size_t i = 0; i < claims; i++) {
        uint64_t from = draw(&seed, parties), to = draw(&seed, skewed ? from + 1 : parties);
        to = to == from ? (from + 1) % parties : to;
        uint64_t most = 100;
        for (uint64_t tens = draw(&seed, 6); tens > 0; tens--)
            most *= 10;
        claim[i] = (ch_claim){(uint32_t)from, (uint32_t)to, (int64_t)(1 + draw(&seed, most))};
    }
}

/* ---- shapes */

static const char *const shape_name[] = {"even", "one-way", "rings", "scale-free", "two-blocks", "one-way-back"};
enum { SHAPES = 6 };

/* Five powers of ten. */
static int64_t draw_fen(uint64_t *seed)
{
    uint64_t most = 100;
    for (uint64_t tens = draw(seed, 6); tens > 0; tens--)
        most *= 10;
    return (int64_t)(1 + draw(seed, most));
}

/* A few parties are in nearly all claims: the cube of an even draw. */
static uint64_t draw_hub(uint64_t *seed, size_t parties)
{
    const double x = (double)draw(seed, 1 << 20) / (1 << 20);
    return (uint64_t)(x * x * x * (double)parties);
}

/* The next claim of a shape. one-way: a party owes smaller ones; of a thousand claims one goes back. one-way-back: besides each party owes the next one much, so
 * that all are in circles, the longest through everybody. rings: of a hundred parties, the first of each in a ring of their own. two-blocks: few claims from one
 * half to the other, far fewer back. */
static ch_claim draw_one(uint64_t *seed, int shape, size_t parties, size_t i)
{
    const uint64_t ring = parties < 100 ? parties : 100, half = parties / 2;
    uint64_t from = draw(seed, parties), to = draw(seed, parties);
    if (shape == 1 || shape == 5) {
        const bool turns = from < to && (shape == 5 || draw(seed, 1000) > 0);
        const uint64_t smaller = turns ? from : to;
        from = turns ? to : from;
        to = smaller;
    } else if (shape == 2) {
        const uint64_t first = from / ring * ring, here = (parties - first < ring ? parties - first : ring);
        const bool is_outer = i >= parties && i < parties + parties / ring;
        from = i < parties ? i : is_outer ? (i - parties) * ring : from;
        to = i < parties ? i / ring * ring + (i % ring + 1) % ring
             : is_outer  ? (from + ring) % parties
                         : first + to % here;
        to = to < parties ? to : 0;
    } else if (shape == 3) {
        from = draw_hub(seed, parties);
        to = draw_hub(seed, parties);
    } else if (shape == 4) {
        const uint64_t kind = draw(seed, 20000), side = draw(seed, 2);
        from = from % half + (kind < 20 ? 0 : kind == 20 ? half : side * half);
        to = to % half + (kind < 20 ? half : kind == 20 ? 0 : side * half);
    }
    const int64_t fen = draw_fen(seed);
    if (shape == 5 && i + 1 < parties)
        return (ch_claim){(uint32_t)i, (uint32_t)i + 1, fen * 100};
    return (ch_claim){(uint32_t)from, (uint32_t)(to == from ? (from + 1) % parties : to), fen};
}

static void draw_shape(ch_claim *claim, size_t claims, size_t parties, int shape)
{
    uint64_t seed = 1;
    for (size_t i = 0; i < claims; i++)
        claim[i] = draw_one(&seed, shape, parties, i);
}

static int give(void *self, char *bytes, size_t room)
{
    ch_text *left = self;
    const size_t n = left->len < room ? left->len : room;
    memcpy(bytes, left->at, n);
    left->at += n;
    left->len -= n;
    return (int)n;
}

static void run_reading(const ch_claim *claim, size_t claims)
{
    double seconds[ROUNDS];
    ch_buf text = {0};
    ch_buf_adds(&text, "from,to,amount_fen\n");
    for (size_t i = 0; i < claims; i++)
        ch_buf_addf(&text, "%06u,%06u,%lld\n", claim[i].from, claim[i].to, (long long)claim[i].fen);
    for (int round = 0; round < ROUNDS; round++) {
        ch_arena arena = {0};
        ch_faults faults = {0};
        ch_claims read;
        ch_text left = ch_buf_text(&text);
        const double begin = measure_cpu_s();
        if (ch_claims_read(&arena, CH_TEXT("c"), give, &left, &read, &faults) != CH_OK)
            measure_give_up("not read");
        seconds[round] = measure_cpu_s() - begin;
        ch_arena_free(&arena);
    }
    const double s = measure_median(seconds, ROUNDS);
    printf("  read:        %7.3f s  %.1f million claims/s  %.0f MB/s\n", s, (double)claims / s / 1e6,
           (double)text.len / s / 1e6);
    ch_buf_free(&text);
}

/* The net sum is what it must be, one way or the other. */
static void run(const char *name, const ch_claim *claim, size_t claims, size_t parties, bool by_cycles)
{
    double seconds[ROUNDS] = {0};
    ch_netted netted = {0};
    int rounds = 0;
    for (; rounds < ROUNDS && (rounds == 0 || seconds[0] < 0.5); rounds++) { /* what takes long is not done again */
        ch_arena arena = {0};
        const double begin = measure_cpu_s();
        const ch_err err = by_cycles ? ch_net_by_cycles(&arena, parties, claim, claims, NULL, &netted, NULL)
                                     : ch_net_by_novation(&arena, parties, claim, claims, &netted, NULL);
        if (err != CH_OK)
            measure_give_up("no answer");
        seconds[rounds] = measure_cpu_s() - begin;
        ch_arena_free(&arena);
    }
    const double s = measure_median(seconds, (size_t)rounds);
    printf("  %s %7.3f s  %.1f million claims/s  %zu payments, %.4f of the gross sum, minimal: %s\n", name, s,
           (double)claims / s / 1e6, netted.payments, (double)netted.net / (double)netted.gross,
           netted.is_minimal ? "yes" : "no");
}

static void run_shapes(ch_claim *claim, size_t claims, size_t parties)
{
    for (int shape = 0; shape < SHAPES; shape++) {
        draw_shape(claim, claims, parties, shape);
        printf("%zu claims of %zu parties, %s:\n", claims, parties, shape_name[shape]);
        run("by cycles:  ", claim, claims, parties, true);
    }
}

/* A line a claim, "from to fen"; what stays of them on the output. */
static int write_shape(const char *name, size_t parties, size_t claims, const char *path)
{
    ch_arena arena = {0};
    ch_netted netted;
    ch_claim *claim = CH_NEW(&arena, ch_claim, claims);
    int shape = 0;
    while (shape < SHAPES && strcmp(name, shape_name[shape]) != 0)
        shape++;
    FILE *file = fopen(path, "w");
    if (claim == NULL || file == NULL || shape == SHAPES || parties < 2)
        measure_give_up("no such shape, no memory, fewer than two parties, or no file");
    draw_shape(claim, claims, parties, shape);
    for (size_t i = 0; i < claims; i++)
        fprintf(file, "%u %u %lld\n", claim[i].from, claim[i].to, (long long)claim[i].fen);
    if (fclose(file) != 0)
        measure_give_up("not written");
    const double begin = measure_cpu_s();
    if (ch_net_by_cycles(&arena, parties, claim, claims, NULL, &netted, NULL) != CH_OK || !netted.is_minimal)
        measure_give_up("no answer");
    printf("%lld %.6f\n", (long long)netted.net, measure_cpu_s() - begin);
    ch_arena_free(&arena);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 5)
        return write_shape(argv[1], strtoul(argv[2], NULL, 10), strtoul(argv[3], NULL, 10), argv[4]);
    const size_t parties = argc > 2 ? strtoul(argv[1], NULL, 10) : 1000;
    const size_t claims = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000000;
    ch_arena arena = {0};
    ch_claim *claim = CH_NEW(&arena, ch_claim, claims);
    if (claim == NULL || parties < 2)
        measure_give_up("no memory, or fewer than two parties");
    setvbuf(stdout, NULL, _IOLBF, 0);
    measure_print_machine();
    for (int skewed = 0; skewed < 2; skewed++) {
        draw_claims(claim, claims, parties, skewed);
        printf("%zu claims of %zu parties, %s:\n", claims, parties, skewed ? "most owed by large to small" : "evenly");
        if (skewed == 0)
            run_reading(claim, claims);
        run("by novation:", claim, claims, parties, false);
        run("by cycles:  ", claim, claims, parties, true);
    }
    run_shapes(claim, claims, parties);
    run_shapes(claim, claims / 4, parties * 20);
    draw_claims(claim, claims, 20, false);
    printf("%zu claims of 20 parties, the fewest payments proved:\n", claims);
    run("by novation:", claim, claims, 20, false);
    printf("  memory at most %.0f MiB\n", measure_peak_mib());
    ch_arena_free(&arena);
    return 0;
}
