/* best.c - the best team of all, by enumeration that leaves out whatever cannot win.
 * Coverage is submodular: with members S chosen and r to go, no team that adds r of the candidates
 * covers more than F(S) and their r largest rises (Nemhauser, Wolsey, Fisher 1978). A set is looked
 * at by finding these rises, which is what the search counts as its work; candidates that can be in no
 * better team are dropped at once. */
#include "cover.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    double rise;
    uint32_t target;
} candidate;

typedef struct {
    ch_arena *scratch;
    const ch_target__cover *cover;
    size_t k, work;    /* work: rises found so far */
    double to_beat;    /* what a better team must pass */
    uint32_t *team;    /* best so far, ascending */
    double *coverage;  /* its coverage */
    double *fresh;     /* scratch, per node */
    double *left;      /* per node, with the members chosen */
    double *before;    /* by members chosen: what the next one found left at its nodes */
    size_t most_nodes; /* that one target fills */
    uint32_t chosen[CH_TEAM_DEPTH];
    candidate *candidate[CH_TEAM_DEPTH]; /* by members chosen: those who may come next */
    size_t room[CH_TEAM_DEPTH];          /* for candidates; none until so many members are chosen */
} search;

static ch_err start_search(search *s)
{
    const ch_target__cover *cover = s->cover;
    for (size_t i = 0; i < cover->targets; i++)
        if (cover->start[i + 1] - cover->start[i] > s->most_nodes)
            s->most_nodes = cover->start[i + 1] - cover->start[i];
    s->fresh = CH_NEW(s->scratch, double, cover->nodes);
    s->left = CH_NEW(s->scratch, double, cover->nodes);
    s->before = CH_NEW(s->scratch, double, s->k * s->most_nodes);
    s->candidate[0] = CH_NEW(s->scratch, candidate, cover->targets);
    if (!s->fresh || !s->left || !s->before || !s->candidate[0])
        return CH_ENOMEM;
    memcpy(s->left, cover->gain, cover->nodes * sizeof *s->left);
    for (uint32_t i = 0; i < cover->targets; i++)
        s->candidate[0][i].target = i;
    return CH_OK;
}

static int compare_rises(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->rise != y->rise)
        return x->rise > y->rise ? -1 : 1;
    return (x->target > y->target) - (x->target < y->target);
}

/* The members chosen are k: keep them if they are better. */
static void offer(search *s)
{
    uint32_t ascending[CH_TEAM_DEPTH];
    memcpy(ascending, s->chosen, s->k * sizeof *ascending);
    qsort(ascending, s->k, sizeof *ascending, ch_target__compare_members);
    const double coverage = ch_target__coverage(s->cover, ascending, s->k, s->fresh);
    if (!(coverage > s->to_beat))
        return;
    memcpy(s->team, ascending, s->k * sizeof *ascending);
    *s->coverage = coverage;
    s->to_beat = coverage * (1 + CH_TEAM_BETTER);
}

/* Find the rise of n candidates; returns the largest, *first is the candidate that has it. */
static double find_rises(search *s, size_t depth, size_t n, size_t *first)
{
    candidate *list = s->candidate[depth];
    s->work += n;
    *first = 0;
    for (size_t i = 0; i < n; i++) {
        list[i].rise = ch_target__rise(s->cover, s->left, list[i].target);
        if (list[i].rise > list[*first].rise)
            *first = i;
    }
    return list[*first].rise;
}

/* Drop candidates that even with the largest rises beside them are in no better team. */
static size_t keep_hopeful(const search *s, size_t depth, size_t n, double covered, double largest)
{
    candidate *list = s->candidate[depth];
    const double beside = covered + (double)(s->k - depth - 1) * largest;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (beside + list[i].rise > s->to_beat)
            list[kept++] = list[i];
    qsort(list, kept, sizeof *list, compare_rises);
    return kept;
}

static double sum_rises(const candidate *list, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += list[i].rise;
    return sum;
}

/* Doubled, so that all that was too small is no more than what is there. */
static ch_err make_room(search *s, size_t depth, size_t n)
{
    if (n <= s->room[depth])
        return CH_OK;
    const size_t room = n > 2 * s->room[depth] ? n : 2 * s->room[depth];
    candidate *list = CH_NEW(s->scratch, candidate, room);
    if (!list)
        return CH_ENOMEM;
    s->candidate[depth] = list;
    s->room[depth] = room;
    return CH_OK;
}

/* Member number depth is the candidate at place i; those behind it may still join. */
static ch_err enter(search *s, size_t depth, size_t i, size_t n)
{
    const candidate *list = s->candidate[depth];
    const ch_err err = make_room(s, depth + 1, n - i - 1);
    if (err != CH_OK)
        return err;
    memcpy(s->candidate[depth + 1], list + i + 1, (n - i - 1) * sizeof *list);
    s->chosen[depth] = list[i].target;

    const uint32_t *fills = s->cover->fills;
    double *before = s->before + depth * s->most_nodes;
    for (uint32_t at = s->cover->start[list[i].target]; at < s->cover->start[list[i].target + 1]; at++)
        *before++ = s->left[fills[at]];
    ch_target__join(s->cover, s->left, list[i].target);
    return CH_OK;
}

static void leave(search *s, size_t depth)
{
    const uint32_t *fills = s->cover->fills, target = s->chosen[depth];
    const double *before = s->before + depth * s->most_nodes;
    for (uint32_t at = s->cover->start[target]; at < s->cover->start[target + 1]; at++)
        s->left[fills[at]] = *before++;
}

/* Look at the set of the depth members chosen, with n >= k - depth candidates to complete it, and
 * at all sets that grow from it. *ends: within the work allowed. CH_ENOMEM. */
static ch_err look(search *s, size_t depth, double covered, size_t n, bool *ends)
{
    const size_t to_go = s->k - depth;
    *ends = s->work + n <= CH_TEAM_WORK;
    if (!*ends)
        return CH_OK;
    size_t first;
    const double largest = find_rises(s, depth, n, &first);
    if (to_go == 1) {
        s->chosen[depth] = s->candidate[depth][first].target;
        if (covered + largest > s->to_beat)
            offer(s);
        return CH_OK;
    }

    const candidate *list = s->candidate[depth];
    n = keep_hopeful(s, depth, n, covered, largest);
    for (size_t i = 0; *ends && i + to_go <= n; i++) {
        if (!(covered + sum_rises(list + i, to_go) > s->to_beat))
            break;
        ch_err err = enter(s, depth, i, n);
        if (err == CH_OK)
            err = look(s, depth + 1, covered + list[i].rise, n - i - 1, ends);
        if (err != CH_OK)
            return err;
        leave(s, depth);
    }
    return CH_OK;
}

ch_err ch_target__find_best(ch_arena *scratch, const ch_target__cover *cover, size_t k, double bound, uint32_t *team,
                            double *coverage, bool *exact)
{
    search s = {.scratch = scratch,
                .cover = cover,
                .k = k,
                .team = team,
                .coverage = coverage,
                .to_beat = *coverage * (1 + CH_TEAM_BETTER)};
    *exact = k == cover->targets || !(bound > s.to_beat); /* all is the only team of all */
    if (*exact || k > CH_TEAM_DEPTH)
        return CH_OK;
    const ch_err err = start_search(&s);
    return err == CH_OK ? look(&s, 0, 0, cover->targets, exact) : err;
}
