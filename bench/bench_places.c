/* bench_places.c - every segment of every place of a large made-up zone, beside a textbook
 * evaluation of a few of the places, with which it must agree. */
#include "measure.h"
#include "synth.h"
#include "textbook.h"

#include "changhe/chain.h"

#include <math.h>
#include <stdio.h>

enum { PLACES = 3000, SEGMENTS = 1500, FIRMS = 60000, TEXTBOOK_PLACES = 12, BUDGET_S = 2 };

static void must(ch_err err, const char *what)
{
    if (err != CH_OK)
        measure_give_up(what);
}

static void make_set(ch_arena *arena, const ch_zone *zone, size_t place, ch_place_set *set)
{
    must(ch_place_set_make(arena, zone, zone->places.id[place], set, NULL), "a place is not known");
}

/* Returns the sum of all local contents, so that nothing can be left out unseen. */
static double assess_all(const ch_zone *zone, const ch_chain_net *net, ch_chain_state *state, double *assess_s)
{
    double sum = 0;
    *assess_s = 0;
    for (size_t place = 0; place < zone->places.rows; place++) {
        ch_arena arena = {0};
        ch_place_set set;
        make_set(&arena, zone, place, &set);
        double before_s = measure_cpu_s();
        ch_chain_assess(net, &set, state);
        *assess_s += measure_cpu_s() - before_s;
        sum += state->local_content;
        ch_arena_free(&arena);
    }
    return sum;
}

static double farther(double farthest, double a, double b)
{
    return fmax(farthest, fabs(a - b) / fmax(1, fabs(b)));
}

/* The largest difference between both ways at one place; adds the time of the textbook's. */
static double compare_at(const ch_zone *zone, const textbook *book, const ch_chain_net *net, ch_chain_state *state,
                         size_t place, double *textbook_s)
{
    ch_arena arena = {0};
    ch_place_set set;
    double content, *worth = CH_NEW(&arena, double, book->segments);
    if (worth == NULL)
        measure_give_up("no memory");
    double before_s = measure_cpu_s();
    must(textbook_assess(&arena, book, place, &content, worth), "the textbook way failed");
    *textbook_s += measure_cpu_s() - before_s;

    make_set(&arena, zone, place, &set);
    ch_chain_assess(net, &set, state);
    double farthest = farther(0, state->local_content, content);
    for (size_t i = 0; i < book->segments; i++)
        farthest = farther(farthest, state->node[ch_chain_node_of(net, i)].worth, worth[i]);
    ch_arena_free(&arena);
    return farthest;
}

int main(void)
{
    const synth_size size = {.places = PLACES, .segments = SEGMENTS, .firms = FIRMS, .seed = 1};
    ch_arena arena = {0};
    ch_zone *zone = synth_zone(&size);
    const ch_chain_net *net;
    ch_chain_state state;
    textbook book;
    printf("bench_places  data: made up from seed 1, %zu places, %zu segments, %zu links, %zu firms filling %zu\n",
           zone->places.rows, zone->segments.rows, zone->links.rows, zone->firms.rows, zone->firm_segments.rows);
    measure_print_machine();

    double start_s = measure_cpu_s(), assess_s;
    must(ch_chain_net_make(&arena, zone, &net), "no net");
    must(ch_chain_state_make(&arena, net, &state), "no state");
    double net_s = measure_cpu_s() - start_s;
    start_s = measure_cpu_s();
    double sum = assess_all(zone, net, &state, &assess_s);
    double all_s = measure_cpu_s() - start_s;
    printf("net made      %8.3f s CPU   once a snapshot\n", net_s);
    printf("all assessed  %8.3f s CPU   %.1f million segments a second, budget %d s; sum of local content %.9g\n",
           all_s, (double)PLACES * SEGMENTS / all_s / 1e6, BUDGET_S, sum);
    printf("  of which    %8.3f s CPU   in ch_chain_assess, the rest finds what lies in each place\n", assess_s);
    printf("peak memory   %8.1f MiB     the zone included\n", measure_peak_mib());

    must(textbook_open(&arena, zone, &book), "no memory");
    double textbook_s = 0, farthest = 0;
    for (size_t i = 0; i < TEXTBOOK_PLACES; i++)
        farthest = fmax(farthest, compare_at(zone, &book, net, &state, i * PLACES / TEXTBOOK_PLACES, &textbook_s));
    double textbook_all_s = textbook_s / TEXTBOOK_PLACES * PLACES;
    printf("textbook      %8.3f s CPU   on %d places; %.0f s on all, extrapolated: %.0f times as long\n", textbook_s,
           TEXTBOOK_PLACES, textbook_all_s, textbook_all_s / all_s);
    printf("agreement     %8.1e         largest difference of Q and of worth, over the larger of 1 and the figure\n",
           farthest);

    ch_zone_drop(zone);
    ch_arena_free(&arena);
    return farthest < 1e-9 ? 0 : 1;
}
