/* net_flow.h - the cheapest flow in one network of claims, as the largest cancellation of circles needs it. Not public.
 *
 * What stays of a claim is a flow of at most the claim, every fen of it costs one; whoever owes more than it has coming sends the
 * difference to those on the other side. Two ways to find it give the same, step by step: by lists, for networks with few claims a party,
 * and by bits, for small or dense ones. */
#ifndef CHANGHE_SHARE_NET_FLOW_H
#define CHANGHE_SHARE_NET_FLOW_H

#include "changhe/netting.h"

typedef struct {
    size_t parties, arcs;
    const ch_claim *arc; /* by from, then to: the arcs out of u are start[u] .. start[u+1]-1 */
    const size_t *start;
    int64_t *need;   /* > 0: still to send; < 0: still to get; sums to 0 */
    int64_t *flow;   /* what stays of each arc; all 0 to begin with */
    int32_t *height; /* all 0 to begin with; in the end the proof */
} ch_share__network;

/* Work on several networks is told in one count. */
typedef struct {
    const ch_progress *progress;
    uint64_t left, all; /* fen still to be sent */
} ch_share__told;

bool ch_share__goes_on(const ch_share__told *told);

/* Send all that can be sent at least cost. CH_ENONE: stopped; CH_ENOMEM. Should there be no such flow, the needs are left. */
typedef ch_err ch_share__flow(ch_arena *scratch, const ch_share__network *in, ch_share__told *told);
ch_share__flow ch_share__flow_by_lists, ch_share__flow_by_bits;

/* ---- net_ways.c: flow along shortest ways */

/* One way to leave a party: along a claim that can still grow, or back along one that can shrink. */
typedef struct {
    uint32_t to;
    size_t arc;
    bool is_back;
} ch_share__step;

typedef struct {
    const ch_share__network *in;
    ch_share__told *told;
    size_t *next;         /* place of the step to be tried next, of each party; what a place is, find knows */
    ch_share__step *step; /* found there */
    uint32_t *way;        /* room for all parties */
    /* The step that leads u one level on, from next[u] on, which is moved there; false: u is a dead end. */
    bool (*find)(void *self, uint32_t u, ch_share__step *step);
    void (*changed)(void *self, size_t arc); /* its flow did */
    void *self;
} ch_share__ways;

/* Fen that a network's parties have still to send. */
uint64_t ch_share__left(const ch_share__network *in);

/* CH_ENOMEM. */
CH_MUST_USE ch_err ch_share__new_ways(ch_arena *scratch, ch_share__ways *ways);

/* All that can be sent along ways on which the level rises by one a step; those who send in their order. */
void ch_share__send_all(const ch_share__ways *ways);

/* ---- net_circles.c: who stands in circles with whom */

/* group[v] < *groups: parties that owe one another in circles, whole or in parts, are one group. An arc between groups leads to a smaller number.
 * Cost: O(parties + arcs). CH_ENOMEM. (R. Tarjan, 1972) */
CH_MUST_USE ch_err ch_share__find_circles(ch_arena *scratch, size_t parties, const ch_claim *arc, const size_t *start,
                                          uint32_t *group, size_t *groups);

#endif
