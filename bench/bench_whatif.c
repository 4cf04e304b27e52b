/* bench_whatif.c - a warm what-if: a zone in memory, one firm added, everything that `chain` and
 * `who` give computed again, beside reading the folder and asking from cold. */
#include "measure.h"

#include "changhe/answer.h"
#include "changhe/folder.h"
#include "changhe/whatif.h"

#include <stdio.h>

enum { RUNS = 201, COLD_RUNS = 21, TEAM = 3 };

static const char EDITS[] =
    "[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"bench-new\",\"name_zh\":\"示意新企业\","
    "\"place\":\"330522\",\"source\":\"illustrative\"}},"
    "{\"table\":\"firm_segments\",\"op\":\"upsert\",\"row\":{\"firm\":\"bench-new\",\"segment\":\"N15\"}}]";

/* Processor milliseconds of one answer, part by part. */
typedef struct {
    double open, chain, who, encode;
} cost;

static double lap_ms(double *since_s)
{
    double now_s = measure_cpu_s(), spent_ms = (now_s - *since_s) * 1000;
    *since_s = now_s;
    return spent_ms;
}

static void must(ch_err err, const char *what)
{
    if (err != CH_OK)
        measure_give_up(what);
}

static cost answer(const ch_zone *zone, const ch_question *question, double *local_content, size_t *bytes)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_desk desk = {0};
    ch_chain_answer chain;
    ch_who_answer who;
    cost spent;
    double now_s = measure_cpu_s();
    must(ch_desk_open(&arena, zone, question, &desk, &faults), "the question could not be opened");
    spent.open = lap_ms(&now_s);
    must(ch_desk_chain(&arena, &desk, &chain), "chain gave no answer");
    spent.chain = lap_ms(&now_s);
    must(ch_desk_who(&arena, &desk, &who), "who gave no answer");
    spent.who = lap_ms(&now_s);

    ch_buf out = {0};
    must(ch_answer_chain_json(&desk, &chain, &out), "chain could not be written");
    must(ch_answer_who_json(&desk, &who, &out), "who could not be written");
    spent.encode = lap_ms(&now_s);
    *local_content = desk.state.local_content;
    *bytes = out.len;

    ch_buf_free(&out);
    ch_desk_close(&desk);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return spent;
}

static void print_row(const char *what, double ms, const char *behind)
{
    printf("%-34s %8.3f ms CPU   %s\n", what, ms, behind);
}

/* Median of each part over many runs of one question; the sum is the median of sums. */
static double measure_question(const char *name, const ch_zone *zone, const ch_question *question)
{
    double open[RUNS], chain[RUNS], who[RUNS], encode[RUNS], all[RUNS], local_content;
    size_t bytes;
    for (size_t i = 0; i < RUNS; i++) {
        cost spent = answer(zone, question, &local_content, &bytes);
        open[i] = spent.open, chain[i] = spent.chain, who[i] = spent.who, encode[i] = spent.encode;
        all[i] = spent.open + spent.chain + spent.who;
    }
    double median_ms = measure_median(all, RUNS);
    char rate[100];
    snprintf(rate, sizeof rate, "%.0f a second, budget 1 ms", 1000 / median_ms);
    printf("%s: local content %.6f\n", name, local_content);
    print_row("  edit, check, assess", measure_median(open, RUNS), "");
    print_row("  chain", measure_median(chain, RUNS), "");
    print_row("  who", measure_median(who, RUNS), "");
    print_row("  all three", median_ms, rate);
    snprintf(rate, sizeof rate, "%zu bytes of JSON, not in the sum", bytes);
    print_row("  written as JSON", measure_median(encode, RUNS), rate);
    return median_ms;
}

static double measure_cold(const ch_question *question)
{
    double all[COLD_RUNS], local_content;
    size_t bytes;
    for (size_t i = 0; i < COLD_RUNS; i++) {
        ch_zone *zone;
        ch_faults faults = {0};
        double now_s = measure_cpu_s();
        must(ch_folder_read(ZONE, NULL, &zone, &faults), "the zone could not be read");
        cost spent = answer(zone, question, &local_content, &bytes);
        all[i] = lap_ms(&now_s) - spent.encode;
        ch_zone_drop(zone);
        ch_faults_free(&faults);
    }
    return measure_median(all, COLD_RUNS);
}

int main(void)
{
    ch_faults faults = {0};
    ch_arena arena = {0};
    ch_zone *zone;
    ch_edits edits;
    must(ch_folder_read(ZONE, NULL, &zone, &faults), "the zone could not be read");
    must(ch_whatif_read(&arena, CH_TEXT("edits"), CH_TEXT(EDITS), &edits, &faults), "the edits could not be read");

    const ch_question as_is = {.place = CH_TEXT("zone")};
    const ch_question with_firm = {.place = CH_TEXT("zone"), .what_if = &edits, .what_if_name = CH_TEXT("edits")};
    const ch_question with_team = {
        .place = CH_TEXT("zone"), .what_if = &edits, .what_if_name = CH_TEXT("edits"), .team = TEAM};
    printf("bench_whatif  median of %d; data: the bundled zone, %zu places, %zu segments, %zu firms; place zone\n",
           RUNS, zone->places.rows, zone->segments.rows, zone->firms.rows);
    measure_print_machine();
    measure_question("as it is", zone, &as_is);
    double warm_ms = measure_question("what if one firm comes", zone, &with_firm);
    measure_question("the same, with a team of 3", zone, &with_team);

    double cold_ms = measure_cold(&with_firm);
    char ratio[100];
    snprintf(ratio, sizeof ratio, "%.1f times the warm one", cold_ms / warm_ms);
    print_row("the one firm, folder read each time", cold_ms, ratio);
    printf("peak memory   %.1f MiB\n", measure_peak_mib());

    ch_zone_drop(zone);
    ch_arena_free(&arena);
    ch_faults_free(&faults);
    return 0;
}
