/* bench_netting.c - a million claims among a thousand parties: read, netted by novation and by cycles.
 * usage: bench_netting [PARTIES CLAIMS] */
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
    double seconds[ROUNDS];
    ch_netted netted = {0};
    for (int round = 0; round < ROUNDS; round++) {
        ch_arena arena = {0};
        const double begin = measure_cpu_s();
        const ch_err err = by_cycles ? ch_net_by_cycles(&arena, parties, claim, claims, NULL, &netted, NULL)
                                     : ch_net_by_novation(&arena, parties, claim, claims, &netted, NULL);
        if (err != CH_OK)
            measure_give_up("no answer");
        seconds[round] = measure_cpu_s() - begin;
        ch_arena_free(&arena);
    }
    const double s = measure_median(seconds, ROUNDS);
    printf("  %s %7.3f s  %.1f million claims/s  %zu payments, %.4f of the gross sum, minimal: %s\n", name, s,
           (double)claims / s / 1e6, netted.payments, (double)netted.net / (double)netted.gross,
           netted.is_minimal ? "yes" : "no");
}

int main(int argc, char **argv)
{
    const size_t parties = argc > 2 ? strtoul(argv[1], NULL, 10) : 1000;
    const size_t claims = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000000;
    ch_arena arena = {0};
    ch_claim *claim = CH_NEW(&arena, ch_claim, claims);
    if (claim == NULL || parties < 2)
        measure_give_up("no memory, or fewer than two parties");
    measure_print_machine();
    for (int skewed = 0; skewed < 2; skewed++) {
        draw_claims(claim, claims, parties, skewed);
        printf("%zu claims of %zu parties, %s:\n", claims, parties, skewed ? "most owed by large to small" : "evenly");
        if (skewed == 0)
            run_reading(claim, claims);
        run("by novation:", claim, claims, parties, false);
        if (skewed == 0)
            run("by cycles:  ", claim, claims, parties, true);
    }
    /* few circles, long ways: the hardest that cancelling meets here */
    draw_claims(claim, claims / 20, parties / 4 + 2, true);
    printf("%zu claims of %zu parties, most owed by large to small:\n", claims / 20, parties / 4 + 2);
    run("by cycles:  ", claim, claims / 20, parties / 4 + 2, true);
    draw_claims(claim, claims, 20, false);
    printf("%zu claims of 20 parties, the fewest payments proved:\n", claims);
    run("by novation:", claim, claims, 20, false);
    printf("  memory at most %.0f MiB\n", measure_peak_mib());
    ch_arena_free(&arena);
    return 0;
}
