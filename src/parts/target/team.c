/* team.c - a team by lazy greedy, with a bound that no team of its size can pass. */
#include "cover.h"

#include "changhe/heap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Firms wait with the rise they had when last looked at, which is never less than the rise now. */
typedef struct {
    const ch_target__cover *cover;
    double *left; /* per node */
    ch_heap waiting;
    ch_heap_item *foremost; /* room for a team */
} greedy;

static ch_err start_greedy(ch_arena *scratch, const ch_target__cover *cover, size_t k, greedy *g)
{
    *g = (greedy){.cover = cover,
                  .left = CH_NEW(scratch, double, cover->nodes),
                  .waiting = {CH_NEW(scratch, ch_heap_item, cover->targets), 0},
                  .foremost = CH_NEW(scratch, ch_heap_item, k)};
    if (!g->left || !g->waiting.item || !g->foremost)
        return CH_ENOMEM;
    memcpy(g->left, cover->gain, cover->nodes * sizeof *g->left);
    for (uint32_t i = 0; i < cover->targets; i++)
        ch_heap_push(&g->waiting, ch_target__rise(cover, g->left, i), i);
    return CH_OK;
}

/* Take the k firms of largest rise off the queue, or all; those whose rise has fallen since they
 * were looked at go back behind (Minoux 1978). Returns how many, *sum is what they add up to. */
static size_t take_foremost(greedy *g, size_t k, double *sum)
{
    size_t taken = 0;
    ch_heap_item item;
    *sum = 0;
    while (taken < k && ch_heap_pop(&g->waiting, &item)) {
        const double rise = ch_target__rise(g->cover, g->left, item.id);
        if (rise < item.key) {
            ch_heap_push(&g->waiting, rise, item.id);
            continue;
        }
        g->foremost[taken++] = item;
        *sum += rise;
    }
    return taken;
}

/* The foremost firm joins, the others wait again. A look at the k foremost gives the bound of
 * Nemhauser, Wolsey, Fisher 1978: no k firms rise by more than the k largest single rises. It holds
 * at any step; for a large team, where k looks at k firms would be too many, two looks must do. */
static double grow(greedy *g, size_t k, uint32_t *member)
{
    double covered = 0, sum, bound = INFINITY;
    for (size_t step = 0; step < k; step++) {
        const bool bounds = step == 0 || k <= CH_TEAM_DEPTH;
        const size_t taken = take_foremost(g, bounds ? k : 1, &sum);
        if (bounds)
            bound = fmin(bound, covered + sum);
        member[step] = g->foremost[0].id;
        covered += g->foremost[0].key;
        ch_target__join(g->cover, g->left, member[step]);
        for (size_t i = 1; i < taken; i++)
            ch_heap_push(&g->waiting, g->foremost[i].key, g->foremost[i].id);
    }
    take_foremost(g, k, &sum);
    return fmin(bound, covered + sum);
}

/* 1 - (1 - 1/k)^k, the share of the best that k steps reach for certain; 1 for k = 1. */
static double share_reached(size_t k)
{
    return -expm1((double)k * log1p(-1 / (double)k));
}

static ch_err choose(ch_arena *arena, ch_arena *scratch, const ch_target__cover *cover, size_t k, uint32_t *best,
                     ch_target_team *team)
{
    greedy g;
    uint32_t *member = CH_NEW(arena, uint32_t, k);
    if (!member || start_greedy(scratch, cover, k, &g) != CH_OK)
        return CH_ENOMEM;

    double bound = grow(&g, k, member);
    memcpy(best, member, k * sizeof *member);
    qsort(best, k, sizeof *best, ch_target__compare_members);
    const double coverage = ch_target__coverage(cover, best, k, g.left);
    if (k > 0)
        bound = fmin(bound, coverage / share_reached(k));
    *team = (ch_target_team){.member = member,
                             .members = k,
                             .coverage = coverage,
                             .best = best,
                             .bests = k,
                             .best_coverage = coverage,
                             .bound = bound};
    return CH_OK;
}

static ch_err prove(ch_arena *scratch, const ch_target__cover *cover, uint32_t *best, ch_target_team *team)
{
    ch_err err =
        ch_target__find_best(scratch, cover, team->members, team->bound, best, &team->best_coverage, &team->exact);
    if (!team->exact) {
        team->best = NULL;
        team->bests = 0;
        team->best_coverage = NAN;
    }
    /* Where they are equal, rounding must not put the bound below. */
    team->bound = fmax(team->bound, fmax(team->coverage, team->best_coverage));
    return err;
}

ch_err ch_target_choose_team(ch_arena *arena, const ch_target_ranking *ranking, const ch_target_case *given, size_t k,
                             ch_target_team *team)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_target__cover cover;
    if (k > ranking->targets)
        k = ranking->targets;
    uint32_t *best = CH_NEW(arena, uint32_t, k);
    ch_err err = best ? ch_target__make_cover(&scratch, ranking, given, &cover) : CH_ENOMEM;
    if (err == CH_OK)
        err = choose(arena, &scratch, &cover, k, best, team);
    if (err == CH_OK)
        err = prove(&scratch, &cover, best, team);
    ch_arena_free(&scratch);
    return err;
}
