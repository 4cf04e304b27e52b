/* pick.c - one pass over the crowd: who is listed, how many there are, who is left out and why.
 * A million firms fill nodes with gain and without as if by chance, so a processor that guesses which way
 * a branch goes is wrong half the time: what all firms have is added up without branches. */
#include "changhe/target.h"

#include "changhe/decimal.h"

#include <stdlib.h>

typedef struct {
    double score, gain; /* coarse */
    uint32_t firm;
} candidate;

/* The best so far. When the room, twice what is listed, is full, the worse half goes. */
typedef struct {
    candidate *item;
    size_t count, top;
    double bar; /* a score certainly below it is not listed; -1 until the first half went */
} list;

typedef struct {
    const ch_target_rows *rows;
    const ch_target_crowd *crowd;
    const bool *aside;
    double *gain;      /* per node; 0 where not in question; behind the last node another 0 */
    bool *in_question; /* per node; likewise */
    uint32_t nobody;   /* that node behind the last */
    list best;
    ch_target_excluded *excluded;
    ch_target_pick *pick;
} picking;

static int compare_candidates(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    return (x->firm > y->firm) - (x->firm < y->firm);
}

static void sort_best(list *best)
{
    if (best->count > 0)
        qsort(best->item, best->count, sizeof *best->item, compare_candidates);
    if (best->count > best->top)
        best->count = best->top;
}

/* Coarse scores are 2^-40 apart, relative to themselves: what is lower by more than 2^-38 is lower in
 * them too, and need not be rounded to be passed over. */
static void consider(list *best, double score, double gain, uint32_t firm)
{
    best->item[best->count++] = (candidate){ch_number_coarse(score), ch_number_coarse(gain), firm};
    if (best->count < 2 * best->top)
        return;
    sort_best(best);
    best->bar = best->item[best->top - 1].score * (1 - 0x1p-38);
}

static void exclude(picking *p, size_t firm, ch_target_reason reason)
{
    if (p->pick->excluded_count[reason]++ < CH_EXCLUDED_LISTED)
        p->excluded[p->pick->excludeds++] = (ch_target_excluded){firm, reason};
}

/* Nearly every firm fills one node or two; a second that is not there is the node without gain. */
static double add_up(const picking *p, size_t firm, bool *fills)
{
    const uint32_t *node = p->rows->node + p->rows->node_at[firm];
    const uint32_t n = p->rows->node_at[firm + 1] - p->rows->node_at[firm];
    const uint32_t first = n > 0 ? node[0] : p->nobody, second = n > 1 ? node[1] : p->nobody;
    double gain = p->gain[first] + p->gain[second];
    *fills = p->in_question[first] | p->in_question[second];
    for (uint32_t i = 2; i < n; i++) {
        gain += p->gain[node[i]];
        *fills |= p->in_question[node[i]];
    }
    return gain;
}

static void look_at(picking *p, size_t firm)
{
    bool fills;
    const double gain = add_up(p, firm, &fills), score = gain * p->crowd->chance[firm];
    const bool is_target = gain > 0;
    const ch_target_reason reason = fills ? CH_TARGET_NO_GAIN : CH_TARGET_NO_SEGMENT;
    if (!is_target & (p->pick->excluded_count[reason] < CH_EXCLUDED_LISTED)) {
        exclude(p, firm, reason);
        return;
    }
    p->pick->excluded_count[reason] += !is_target;
    p->pick->found += is_target;
    if (is_target & (score >= p->best.bar))
        consider(&p->best, score, gain, (uint32_t)firm);
}

static void look_at_all(picking *p)
{
    for (size_t firm = 0; firm < p->rows->firms; firm++) {
        if (p->crowd->standing[firm] == CH_CROWD_LOCAL || (p->aside && p->aside[firm]))
            continue;
        if (p->crowd->standing[firm] == CH_CROWD_UNKNOWN)
            exclude(p, firm, CH_TARGET_COUNTY_UNKNOWN);
        else
            look_at(p, firm);
    }
    sort_best(&p->best);
}

static bool start(ch_arena *arena, ch_arena *scratch, const ch_target_case *given, size_t segments, picking *p)
{
    const size_t firms = p->rows->firms, top = given->top == 0 || given->top > firms ? firms : given->top;
    p->best = (list){.item = CH_NEW(scratch, candidate, 2 * top + 1), .top = top + (top == 0), .bar = -1};
    p->gain = CH_NEW(scratch, double, segments + 1);
    p->in_question = CH_NEW(scratch, bool, segments + 1);
    p->nobody = (uint32_t)segments;
    p->excluded = CH_NEW(arena, ch_target_excluded, CH_TARGET_REASONS * CH_EXCLUDED_LISTED);
    if (!p->best.item || !p->gain || !p->in_question || !p->excluded)
        return false;
    for (size_t i = 0; i < segments; i++)
        p->in_question[given->node[i]] |= given->asked[i];
    for (size_t i = 0; i < segments; i++)
        p->gain[given->node[i]] = p->in_question[given->node[i]] ? given->gain[i] : 0;
    return true;
}

static bool finish(ch_arena *arena, picking *p)
{
    uint32_t *firm = CH_NEW(arena, uint32_t, p->best.count);
    for (size_t i = 0; firm && i < p->best.count; i++)
        firm[i] = p->best.item[i].firm;
    p->pick->firm = firm;
    p->pick->firms = p->best.count;
    p->pick->excluded = p->excluded;
    return firm != NULL;
}

ch_err ch_target_pick_firms(ch_arena *arena, const ch_target_rows *rows, const ch_target_crowd *crowd,
                            const ch_target_case *given, size_t segments, ch_target_pick *pick)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    picking p = {.rows = rows, .crowd = crowd, .aside = given->aside, .pick = pick};
    *pick = (ch_target_pick){0};
    bool room = start(arena, &scratch, given, segments, &p);
    if (room) {
        look_at_all(&p);
        room = finish(arena, &p);
    }
    ch_arena_free(&scratch);
    return room ? CH_OK : CH_ENOMEM;
}
