/* bench_dimacs.c - a grid of 1,000 by 1,000 nodes as a DIMACS file read into rows and edited, beside its lines read by sscanf.
 * usage: bench_dimacs [SIDE] */
#include "measure.h"

#include "changhe/dimacs.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 5 };

static unsigned draw(uint64_t *seed, unsigned below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)((*seed >> 33) % below);
}

static void add_street(ch_buf *text, unsigned a, unsigned b, uint64_t *seed)
{
    const unsigned weight = 1000 + draw(seed, 9000);
    ch_buf_addf(text, "a %u %u %u\na %u %u %u\n", a, b, weight, b, a, weight);
}

static void make_grid(unsigned side, ch_buf *text)
{
    uint64_t seed = 1;
    ch_buf_addf(text, "p sp %u %u\n", side * side, 4 * side * (side - 1));
    for (unsigned y = 0; y < side; y++)
        for (unsigned x = 0; x < side; x++) {
            const unsigned at = y * side + x + 1;
            if (x + 1 < side)
                add_street(text, at, at + 1, &seed);
            if (y + 1 < side)
                add_street(text, at, at + side, &seed);
        }
    if (text->failed)
        measure_give_up("no memory");
}

/* What people write: a line, three numbers, nothing checked, no rows made. */
static uint64_t read_plainly(ch_text content)
{
    uint64_t sum = 0, tail, head, weight;
    ch_text line;
    while (ch_text_next(&content, '\n', &line)) {
        char room[96];
        memcpy(room, line.at, line.len < sizeof room ? line.len : sizeof room - 1);
        room[line.len < sizeof room ? line.len : sizeof room - 1] = '\0';
        if (sscanf(room, "a %" SCNu64 " %" SCNu64 " %" SCNu64, &tail, &head, &weight) == 3)
            sum += tail ^ head ^ weight;
    }
    return sum;
}

int main(int argc, char **argv)
{
    const unsigned side = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1000;
    ch_buf text = {0};
    double read_s[ROUNDS], edit_s[ROUNDS], plain_s[ROUNDS];
    size_t arcs = 0;
    uint64_t kept = 0;
    make_grid(side, &text);
    for (int round = 0; round < ROUNDS; round++) {
        ch_arena arena = {0};
        ch_faults faults = {0};
        ch_dimacs graph, edited;
        double begin = measure_cpu_s();
        if (ch_dimacs_read(&arena, CH_TEXT("grid"), ch_buf_text(&text), 1, &graph, &faults) != CH_OK)
            measure_give_up("cannot read");
        read_s[round] = measure_cpu_s() - begin;
        begin = measure_cpu_s();
        if (ch_dimacs_edit(&arena, &graph, &(ch_dimacs_arc){0, 1, 0}, 1, NULL, 0, &edited) != CH_OK)
            measure_give_up("cannot edit");
        edit_s[round] = measure_cpu_s() - begin;
        arcs = edited.arcs;
        ch_arena_free(&arena);
        ch_faults_free(&faults);
        begin = measure_cpu_s();
        kept ^= read_plainly(ch_buf_text(&text));
        plain_s[round] = measure_cpu_s() - begin;
    }
    const double read = measure_median(read_s, ROUNDS), plain = measure_median(plain_s, ROUNDS);
    measure_print_machine();
    printf("a grid of %u x %u nodes, %zu arcs after one was closed, %.1f MB; median of %d (%" PRIu64 ")\n", side, side,
           arcs, (double)text.len / 1e6, ROUNDS, kept % 10);
    printf("read, checked, made rows  %6.0f ms  %5.0f MB/s\n", 1000 * read, (double)text.len / 1e6 / read);
    printf("the same lines by sscanf  %6.0f ms  %5.0f MB/s  %.1f times as long\n", 1000 * plain,
           (double)text.len / 1e6 / plain, plain / read);
    printf("an arc closed, rows anew  %6.0f ms\n", 1000 * measure_median(edit_s, ROUNDS));
    printf("peak memory %.0f MiB\n", measure_peak_mib());
    ch_buf_free(&text);
    return 0;
}
