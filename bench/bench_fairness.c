/* bench_fairness.c - is an agreement of many parties fair: the whole answer, its split included, beside the textbook's Shapley value by
 * all orders of the parties in doubles, which is one figure of it.
 * usage: bench_fairness */
#include "measure.h"

#include "changhe/fairness.h"
#include "changhe/folder.h"
#include "changhe/whatif.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 21, MOST = CH_FAIRNESS_PARTIES, ROWS = 2 * MOST, TOTAL_WAN = 1000 };

typedef struct {
    unsigned n, rows;
    int64_t alone_wan[MOST], row_wan[ROWS];
    uint32_t row[ROWS];
} scene;

static uint64_t state = 1953;

static uint32_t draw(uint32_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((state >> 33) % below);
}

/* Two rows a party, of four or more: groups of half of them on average, worth more than what their parties have alone. */
static scene draw_scene(unsigned n)
{
    scene s = {.n = n};
    for (unsigned i = 0; i < n; i++)
        s.alone_wan[i] = draw(50);
    while (s.rows < 2 * n) {
        const uint32_t group = draw(UINT32_C(1) << n), all = (UINT32_C(1) << n) - 1;
        bool is_new = group != all && (group & (group - 1)) != 0;
        for (unsigned i = 0; i < s.rows; i++)
            is_new &= s.row[i] != group;
        if (!is_new)
            continue;
        s.row[s.rows] = group;
        s.row_wan[s.rows++] = 20 * __builtin_popcount(group) + draw(200);
    }
    return s;
}

/* ---- the zone: the bundled one with one more agreement */

#define PUT(table) ",{\"table\":\"" table "\",\"op\":\"upsert\",\"row\":{\"source\":\"illustrative\","

static void add_edits(ch_buf *json, const scene *s)
{
    ch_buf_adds(json,
                "[{\"table\":\"agreements\",\"op\":\"upsert\",\"row\":{\"source\":\"illustrative\",\"id\":\"bench\","
                "\"name_zh\":\"示意\",\"form\":\"fund\",\"base\":\"stated\",\"start_event\":\"signed\","
                "\"start_on\":\"2024\"}}");
    for (unsigned i = 0; i < s->n; i++)
        ch_buf_addf(
            json,
            PUT("agreement_parties") "\"agreement\":\"bench\",\"party\":\"p%02u\",\"name_zh\":\"示意\",\"role\":"
                                     "\"%s\",\"alone_wan\":\"%lld\"}}",
            i, i == 0 ? "host" : "other", (long long)s->alone_wan[i]);
    for (unsigned i = 1; i < s->n; i++)
        ch_buf_addf(json,
                    PUT("agreement_phases") "\"id\":\"bench-%u\",\"agreement\":\"bench\",\"party\":\"p%02u\","
                                            "\"from_year\":0,\"weight\":\"1/%u\"}}",
                    i, i, s->n);
    ch_buf_addf(json,
                PUT("agreement_amounts") "\"id\":\"bench\",\"agreement\":\"bench\",\"period\":\"2024\",\"stream\":"
                                         "\"other\",\"kind\":\"planned\",\"gross_wan\":\"%d\"}}",
                TOTAL_WAN);
    for (unsigned i = 0; i < s->rows; i++) {
        ch_buf_addf(json,
                    PUT("agreement_groups") "\"id\":\"bench-%u\",\"agreement\":\"bench\",\"value_wan\":\"%lld\","
                                            "\"parties\":\"",
                    i, (long long)s->row_wan[i]);
        for (uint32_t left = s->row[i]; left != 0; left &= left - 1)
            ch_buf_addf(json, "%sp%02u", left == s->row[i] ? "" : " ", (unsigned)__builtin_ctz(left));
        ch_buf_adds(json, "\"}}");
    }
    ch_buf_adds(json, "]");
}

static ch_zone *add_agreement(const ch_zone *bundled, const scene *s)
{
    ch_arena arena = {0};
    ch_buf json = {0};
    ch_faults faults = {0};
    ch_edits edits;
    ch_zone *zone;
    add_edits(&json, s);
    if (ch_whatif_read(&arena, CH_TEXT("bench"), ch_buf_text(&json), &edits, &faults) != CH_OK ||
        ch_zone_edit(bundled, &edits, &zone, &faults) != CH_OK)
        measure_give_up("the agreement cannot be added to the zone");
    ch_faults_free(&faults);
    ch_buf_free(&json);
    ch_arena_free(&arena);
    return zone;
}

/* ---- the textbook, in doubles: all orders of the parties, and what each adds when it comes */

static void find_values(const scene *s, double *value)
{
    const uint32_t all = (UINT32_C(1) << s->n) - 1;
    for (uint32_t group = 0; group <= all; group++)
        value[group] = -INFINITY;
    value[0] = 0;
    for (unsigned i = 0; i < s->n; i++)
        value[UINT32_C(1) << i] = (double)s->alone_wan[i];
    for (unsigned i = 0; i < s->rows; i++)
        value[s->row[i]] = (double)s->row_wan[i];
    for (uint32_t group = 1; group <= all; group++)
        for (uint32_t part = (group - 1) & group; part > 0; part = (part - 1) & group)
            value[group] = fmax(value[group], value[part] + value[group & ~part]);
    value[all] = TOTAL_WAN;
}

typedef struct {
    const double *value;
    unsigned n;
    double sum[MOST];
} orders;

/* All orders that begin with those who are here, as a tree, so that what orders have in common is walked once; how many end below. */
static double go_through(orders *o, uint32_t here)
{
    double below = 0;
    for (unsigned i = 0; i < o->n; i++) {
        const uint32_t with = here | UINT32_C(1) << i;
        if (with == here)
            continue;
        const double ends = go_through(o, with);
        o->sum[i] += ends * (o->value[with] - o->value[here]);
        below += ends;
    }
    return below > 0 ? below : 1;
}

static double time_textbook(const scene *s, double *share)
{
    double *value = malloc(sizeof *value << s->n);
    orders o = {.value = value, .n = s->n};
    if (value == NULL)
        measure_give_up("no memory for the textbook");
    find_values(s, value);
    const double begin_s = measure_cpu_s(), all_orders = go_through(&o, 0);
    for (unsigned i = 0; i < s->n; i++)
        share[i] = o.sum[i] / all_orders;
    const double spent_s = measure_cpu_s() - begin_s;
    free(value);
    return spent_s;
}

/* ---- ours */

static double time_answer(const ch_zone *zone, ch_buf *out)
{
    const ch_split_question question = {.zone = zone, .agreement = CH_TEXT("bench")};
    double spent_s[RUNS];
    for (int run = 0; run < RUNS; run++) {
        out->len = 0;
        const double begin_s = measure_cpu_s();
        if (ch_answer_fairness_json(&question, NULL, out, NULL) != CH_OK)
            measure_give_up("the question has no answer");
        spent_s[run] = measure_cpu_s() - begin_s;
    }
    return measure_median(spent_s, RUNS);
}

/* How far the answer's Shapley values lie from the textbook's, in 10,000 yuan. */
static double apart(ch_buf *out, const double *share, unsigned n)
{
    static const char key[] = "\"shapley\":{\"exact\":\"";
    double most = 0;
    ch_buf_addc(out, '\0');
    const char *at = out->at;
    for (unsigned i = 0; i < n; i++) {
        at = strstr(at, key);
        at = at ? strstr(at, "\"fen\":") : NULL;
        if (at == NULL)
            measure_give_up("the answer tells no Shapley value");
        most = fmax(most, fabs(strtod(at + sizeof "\"fen\":" - 1, NULL) / (double)CH_FEN_PER_WAN - share[i]));
    }
    return most;
}

static void measure(const ch_zone *bundled, unsigned n, bool with_textbook)
{
    const scene s = draw_scene(n);
    ch_zone *zone = add_agreement(bundled, &s);
    double share[MOST];
    ch_buf out = {0};
    const double ours_s = time_answer(zone, &out);
    printf("%2u parties, %2u rows of groups   %9.3f ms", n, s.rows, ours_s * 1000);
    if (with_textbook) {
        const double textbook_s = time_textbook(&s, share), far = apart(&out, share, n);
        printf("   Shapley value by all orders %12.3f ms, %.2f times; apart %.1e", textbook_s * 1000,
               textbook_s / ours_s, far);
        if (far > 1e-6)
            measure_give_up("the two Shapley values differ");
    }
    printf("\n");
    fflush(stdout);
    ch_buf_free(&out);
    ch_zone_drop(zone);
}

int main(void)
{
    ch_zone *bundled;
    ch_faults faults = {0};
    measure_print_machine();
    if (ch_folder_read(ZONE, NULL, &bundled, &faults) != CH_OK)
        measure_give_up("the bundled zone cannot be read");
    printf("processor time of the whole answer as JSON, median of %d; seed 1953\n", RUNS);
    measure(bundled, 4, true);
    measure(bundled, 8, true);
    measure(bundled, 10, true);
    measure(bundled, 12, true);
    measure(bundled, 14, false);
    measure(bundled, 16, false);
    printf("memory at most %.0f MiB\n", measure_peak_mib());
    ch_zone_drop(bundled);
    ch_faults_free(&faults);
    return 0;
}
