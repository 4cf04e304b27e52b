/* bench_million.c - what-ifs about one place of a zone of a million firms: the ready snapshot, beside the
 * desk that edits and looks at all of it. Before and after a change of one firm, `chain` and `who` whole. */
#include "measure.h"
#include "synth.h"

#include "changhe/answer.h"
#include "changhe/ready.h"
#include "changhe/whatif.h"

#include <stdio.h>
#include <stdlib.h>

enum { RUNS = 240, FEW_RUNS = 41, TOP = 20, KINDS = 3 };

static const char *const kind_name[KINDS] = {"a firm comes", "a firm moves here", "a firm goes"};

static void must(ch_err err, const char *what)
{
    if (err != CH_OK)
        measure_give_up(what);
}

/* Processor milliseconds of one answer, part by part. */
typedef struct {
    double open, chain, who, encode;
    size_t bytes;
    double content;
} cost;

static double lap_ms(double *since_s)
{
    double now_s = measure_cpu_s(), spent_ms = (now_s - *since_s) * 1000;
    *since_s = now_s;
    return spent_ms;
}

/* ready NULL: the desk alone. */
static cost answer(const ch_zone *zone, ch_ready *ready, const ch_question *question, ch_buf *out)
{
    ch_arena arena = {0};
    ch_faults faults = {0};
    ch_desk desk;
    ch_chain_answer chain;
    ch_who_answer who;
    cost spent;
    double now_s = measure_cpu_s();
    must(ready ? ch_ready_open(&arena, ready, question, &desk, &faults)
               : ch_desk_open(&arena, zone, question, &desk, &faults),
         "the question could not be opened");
    spent.open = lap_ms(&now_s);
    must(ch_desk_chain(&arena, &desk, &chain), "chain gave no answer");
    spent.chain = lap_ms(&now_s);
    must(ch_desk_who(&arena, &desk, &who), "who gave no answer");
    spent.who = lap_ms(&now_s);
    must(ch_answer_chain_json(&desk, &chain, out), "chain could not be written");
    must(ch_answer_who_json(&desk, &who, out), "who could not be written");
    spent.encode = lap_ms(&now_s);
    spent.bytes = out->len;
    spent.content = desk.state.local_content;
    ch_desk_close(&desk);
    ch_faults_free(&faults);
    ch_arena_free(&arena);
    return spent;
}

/* A change that is another in every run. */
static ch_edits change(ch_arena *arena, const ch_zone *zone, const char *place, size_t local, int kind, size_t run)
{
    static const char firm[] = "[{\"table\":\"firms\",\"op\":\"%s\",\"row\":{\"id\":\"%.*s\"%s}}]";
    static const char new_firm[] =
        "[{\"table\":\"firms\",\"op\":\"upsert\",\"row\":{\"id\":\"new\",\"name_zh\":\"示意新企业\",\"place\":\"%s\","
        "\"source\":\"illustrative\"}},{\"table\":\"firm_segments\",\"op\":\"upsert\",\"row\":{\"firm\":\"new\","
        "\"segment\":\"s%05zu\"}}]";
    const ch_text id = zone->firms.id[kind == 1 ? run * 4001 % zone->firms.rows : local];
    char here[40];
    ch_buf json = {0};
    ch_edits edits;
    ch_faults faults = {0};
    snprintf(here, sizeof here, ",\"place\":\"%s\"", place);
    if (kind == 0)
        ch_buf_addf(&json, new_firm, place, run * 5 % zone->segments.rows);
    else
        ch_buf_addf(&json, firm, kind == 1 ? "upsert" : "delete", (int)id.len, id.at, kind == 1 ? here : "");
    const ch_text kept = ch_text_copy(arena, ch_buf_text(&json));
    must(ch_whatif_read(arena, CH_TEXT("edits"), kept, &edits, &faults), "the edits could not be read");
    ch_buf_free(&json);
    ch_faults_free(&faults);
    return edits;
}

static int compare_numbers(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_times(const char *what, double *ms)
{
    qsort(ms, RUNS, sizeof *ms, compare_numbers);
    printf("    %-24s median %7.2f ms, p95 %7.2f ms CPU\n", what, ms[RUNS / 2], ms[RUNS * 95 / 100]);
}

/* Firms that stand at the place, for some of them to go. */
static size_t find_local(const ch_zone *zone, const char *place, size_t *local, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < zone->firms.rows && n < most; i++)
        if (ch_text_equal(zone->firms.place[i], ch_text_of(place)))
            local[n++] = i;
    return n;
}

static void measure_kind(const ch_zone *zone, ch_ready *ready, const char *asked, const char *place, int kind)
{
    static double open[RUNS], chain[RUNS], who[RUNS], both[RUNS], all[RUNS];
    static size_t local[RUNS];
    const size_t locals = find_local(zone, place, local, RUNS);
    size_t bytes = 0;
    if (locals == 0)
        measure_give_up("nobody stands there");
    for (size_t run = 0; run < RUNS; run++) {
        ch_arena arena = {0};
        ch_buf out = {0};
        const ch_edits edits = change(&arena, zone, place, local[run % locals], kind, run);
        const ch_question question = {
            .place = ch_text_of(asked), .what_if = &edits, .what_if_name = CH_TEXT("edits"), .top = TOP};
        const cost spent = answer(zone, ready, &question, &out);
        open[run] = spent.open, chain[run] = spent.chain, who[run] = spent.who;
        both[run] = spent.open + spent.chain + spent.who;
        all[run] = both[run] + spent.encode;
        bytes = spent.bytes;
        ch_buf_free(&out);
        ch_arena_free(&arena);
    }
    printf("  place %s, %s\n", asked, kind_name[kind]);
    print_times("edit, check, assess", open);
    print_times("chain", chain);
    print_times("who", who);
    print_times("all three", both);
    print_times("and written as JSON", all);
    printf("    %zu bytes of JSON\n", bytes);
}

static void measure_first(const ch_zone *zone, ch_ready *ready, const char *place)
{
    ch_buf out = {0};
    const ch_question question = {.place = ch_text_of(place), .top = TOP};
    const cost spent = answer(zone, ready, &question, &out);
    printf("  first question, place %-8s %9.1f ms CPU, of it who %.1f ms\n", place,
           spent.open + spent.chain + spent.who, spent.who);
    ch_buf_free(&out);
}

/* The same what-if by both ways, whose answers must be the same. */
static void measure_whole(const ch_zone *zone, ch_ready *ready, const char *place)
{
    ch_arena arena = {0};
    ch_buf slow = {0}, quick = {0};
    const ch_edits edits = change(&arena, zone, place, 0, 0, 1);
    const ch_question question = {
        .place = ch_text_of(place), .what_if = &edits, .what_if_name = CH_TEXT("edits"), .top = TOP};
    const cost whole = answer(zone, NULL, &question, &slow);
    const double whole_ms = whole.open + whole.chain + whole.who;
    double part_ms[FEW_RUNS];
    for (size_t run = 0; run < FEW_RUNS; run++) {
        quick.len = 0;
        const cost part = answer(zone, ready, &question, &quick);
        part_ms[run] = part.open + part.chain + part.who;
    }
    const double median_ms = measure_median(part_ms, FEW_RUNS);
    if (!ch_text_equal(ch_buf_text(&slow), ch_buf_text(&quick)))
        measure_give_up("the two ways do not agree");
    printf("  a firm comes to %s, the whole zone edited and asked: %.0f ms CPU (open %.0f, chain %.0f, who %.0f); "
           "the ready snapshot %.2f ms, the same bytes, %.0f times as fast\n",
           place, whole_ms, whole.open, whole.chain, whole.who, median_ms, whole_ms / median_ms);
    ch_buf_free(&slow);
    ch_buf_free(&quick);
    ch_arena_free(&arena);
}

int main(void)
{
    const synth_size size = {.places = 3000,
                             .segments = 1500,
                             .firms = 1000000,
                             .seed = 20260101,
                             .points = true,
                             .seconds = 3,
                             .ties = 100000,
                             .signals = 50000,
                             .name_of_hundred = 2};
    double now_s = measure_cpu_s();
    ch_zone *zone = synth_zone(&size);
    const double zone_ms = lap_ms(&now_s), zone_mib = measure_peak_mib();
    ch_ready *ready;
    ch_zone_hold(zone);
    now_s = measure_cpu_s();
    must(ch_ready_make(zone, &ready), "no memory");
    const double ready_ms = lap_ms(&now_s);
    printf(
        "bench_million  data: made up, %zu places, %zu segments, %zu firms, %zu firm segments, %zu ties, %zu signals; "
        "top %d; %d runs of each\n",
        zone->places.rows, zone->segments.rows, zone->firms.rows, zone->firm_segments.rows, zone->ties.rows,
        zone->signals.rows, TOP, RUNS);
    measure_print_machine();
    printf("  made, checked                %9.0f ms CPU, peak %.0f MiB\n", zone_ms, zone_mib);
    printf("  made ready                   %9.0f ms CPU, peak %.0f MiB\n", ready_ms, measure_peak_mib());

    char place[32];
    snprintf(place, sizeof place, "p%05zu", size.places / 2);
    measure_first(zone, ready, place);
    measure_first(zone, ready, "zone");
    for (int kind = 0; kind < KINDS; kind++)
        measure_kind(zone, ready, place, place, kind);
    for (int kind = 0; kind < KINDS; kind++)
        measure_kind(zone, ready, "zone", "p00330", kind);
    printf("  peak %.0f MiB\n", measure_peak_mib());
    measure_whole(zone, ready, place);
    printf("  peak with it %.0f MiB\n", measure_peak_mib());
    ch_ready_drop(ready);
    ch_zone_drop(zone);
    return 0;
}
