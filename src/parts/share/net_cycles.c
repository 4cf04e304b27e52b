/* net_cycles.c - the largest cancellation of circles, as the cheapest flow that leaves every position as it was.
 *
 * The cheapest flow leaves the least owed, so its complement is a circulation of most weight. Claims that lie in no circle stay as
 * they are; each group of parties that stand in circles with one another is a network of its own, and its flow found there. The heights of
 * all groups, put one above another, prove the whole. */
#include "net_flow.h"
#include "net_parts.h"

enum {
    BITS_PARTIES = 1 << 14, /* rows of bits take half a byte a pair of parties, 128 MiB at most */
    BITS_SPARSE = 256       /* and are walked faster than lists unless there is less than a claim to so many pairs */
};

typedef struct {
    size_t parties, arcs;
    const ch_claim *arc; /* by from, then to */
    size_t *start;       /* arcs out of u: start[u] .. start[u+1]-1 */
    int64_t *flow;       /* what stays of each */
    int32_t *height;
    int64_t *need;   /* to send, in its group */
    uint32_t *group; /* of each party; an arc between two leads to the smaller */
    size_t groups;
    uint32_t *member; /* by group, then party */
    size_t *first;    /* of each group */
    uint32_t *place;  /* of a party in its group */
} graph;

/* ---- groups */

static ch_err make_graph(ch_arena *scratch, size_t parties, const ch_claim *arc, size_t arcs, graph *made)
{
    *made = (graph){.parties = parties,
                    .arcs = arcs,
                    .arc = arc,
                    .start = CH_NEW(scratch, size_t, parties + 1),
                    .flow = CH_NEW(scratch, int64_t, arcs),
                    .height = CH_NEW(scratch, int32_t, parties),
                    .need = CH_NEW(scratch, int64_t, parties),
                    .group = CH_NEW(scratch, uint32_t, parties),
                    .member = CH_NEW(scratch, uint32_t, parties),
                    .first = CH_NEW(scratch, size_t, parties + 1),
                    .place = CH_NEW(scratch, uint32_t, parties)};
    if (!made->start || !made->flow || !made->height || !made->need || !made->group || !made->member || !made->first ||
        !made->place || arcs >= UINT32_MAX || parties >= INT32_MAX)
        return CH_ENOMEM;
    for (size_t i = 0; i < arcs; i++)
        made->start[arc[i].from + 1]++;
    for (size_t v = 0; v < parties; v++)
        made->start[v + 1] += made->start[v];
    return ch_share__find_circles(scratch, parties, arc, made->start, made->group, &made->groups);
}

static void list_members(graph *g)
{
    for (size_t v = 0; v < g->parties; v++)
        g->first[g->group[v] + 1]++;
    for (size_t i = 0; i < g->groups; i++)
        g->first[i + 1] += g->first[i];
    for (size_t v = 0; v < g->parties; v++) /* first is where the next one goes, then where the next group begins */
        g->member[g->first[g->group[v]]++] = (uint32_t)v;
    for (size_t i = g->groups; i > 0; i--)
        g->first[i] = g->first[i - 1];
    g->first[0] = 0;
    for (size_t i = 0; i < g->parties; i++)
        g->place[g->member[i]] = (uint32_t)(i - g->first[g->group[g->member[i]]]);
}

/* Between groups all stays; what is left is to be sent. */
static void settle_between(graph *g, ch_share__told *told)
{
    for (size_t i = 0; i < g->arcs; i++) {
        const ch_claim *at = &g->arc[i];
        const bool is_between = g->group[at->from] != g->group[at->to];
        g->flow[i] = is_between ? at->fen : 0;
        g->need[at->from] += is_between ? 0 : at->fen;
        g->need[at->to] -= is_between ? 0 : at->fen;
    }
    for (size_t v = 0; v < g->parties; v++)
        told->all += g->need[v] > 0 ? (uint64_t)g->need[v] : 0;
    told->left = told->all;
}

/* ---- the network of a group */

static size_t count_arcs(const graph *g, uint32_t v)
{
    size_t arcs = 0;
    for (size_t i = g->start[v]; i < g->start[v + 1]; i++)
        arcs += g->group[g->arc[i].to] == g->group[v];
    return arcs;
}

/* whole[i] is the arc of the graph that is the network's arc i. */
static ch_err make_network(ch_arena *scratch, const graph *g, size_t group, ch_share__network *made, size_t **whole)
{
    const uint32_t *member = g->member + g->first[group];
    const size_t parties = g->first[group + 1] - g->first[group];
    size_t *start = CH_NEW(scratch, size_t, parties + 1), n = 0;
    if (start == NULL)
        return CH_ENOMEM;
    for (size_t p = 0; p < parties; p++)
        start[p + 1] = start[p] + count_arcs(g, member[p]);
    ch_claim *arc = CH_NEW(scratch, ch_claim, start[parties]);
    *whole = CH_NEW(scratch, size_t, start[parties]);
    *made = (ch_share__network){.parties = parties,
                                .arcs = start[parties],
                                .arc = arc,
                                .start = start,
                                .need = CH_NEW(scratch, int64_t, parties),
                                .flow = CH_NEW(scratch, int64_t, start[parties]),
                                .height = CH_NEW(scratch, int32_t, parties)};
    if (arc == NULL || *whole == NULL || made->need == NULL || made->flow == NULL || made->height == NULL)
        return CH_ENOMEM;
    for (size_t p = 0; p < parties; p++) {
        made->need[p] = g->need[member[p]];
        for (size_t i = g->start[member[p]]; i < g->start[member[p] + 1]; i++)
            if (g->group[g->arc[i].to] == group) {
                arc[n] = (ch_claim){(uint32_t)p, g->place[g->arc[i].to], g->arc[i].fen};
                (*whole)[n++] = i;
            }
    }
    return CH_OK;
}

/* Where arcs lead to smaller groups, heights rise: those of the group begin at base. The first height free above them comes back. */
static int32_t put_back(graph *g, size_t group, const ch_share__network *net, const size_t *whole, int32_t base)
{
    int32_t top = 0;
    for (size_t i = 0; i < net->arcs; i++)
        g->flow[whole[i]] = net->flow[i];
    for (size_t p = 0; p < net->parties; p++) {
        g->height[g->member[g->first[group] + p]] = base + net->height[p];
        top = net->height[p] > top ? net->height[p] : top;
    }
    return base + top + 1;
}

static ch_err solve_group(ch_arena *scratch, graph *g, size_t group, ch_share__told *told, int32_t *base)
{
    ch_share__network net;
    size_t *whole;
    ch_err err = make_network(scratch, g, group, &net, &whole);
    if (err != CH_OK)
        return err;
    const bool by_bits =
        net.parties <= 64 || (net.parties <= BITS_PARTIES && net.parties * net.parties / BITS_SPARSE <= net.arcs);
    err = (by_bits ? ch_share__flow_by_bits : ch_share__flow_by_lists)(scratch, &net, told);
    if (err == CH_OK)
        *base = put_back(g, group, &net, whole, *base);
    return err;
}

static ch_err solve(const ch_memory *memory, graph *g, const ch_progress *progress)
{
    ch_share__told told = {.progress = progress};
    ch_err err = CH_OK;
    int32_t base = 0;
    list_members(g);
    settle_between(g, &told);
    for (size_t group = g->groups; err == CH_OK && group-- > 0;) {
        const uint32_t one = g->member[g->first[group]];
        if (g->first[group + 1] - g->first[group] == 1) {
            g->height[one] = base++;
            continue;
        }
        ch_arena scratch = CH_ARENA(memory);
        err = solve_group(&scratch, g, group, &told, &base);
        ch_arena_free(&scratch);
    }
    return err == CH_OK && !ch_share__goes_on(&told) ? CH_ENONE : err;
}

/* The proof, taken anew from the claims: every position is as it was, nothing is below 0 or above its claim, and by the heights no
 * circle of changes saves a fen: what can still grow rises by its cost at most, what can shrink by its cost at least (complementary slackness). */
static ch_err prove(ch_arena *scratch, const graph *g, bool *is_proved)
{
    int64_t *change_fen = CH_NEW(scratch, int64_t, g->parties); /* of what a party has coming; within the gross sum */
    if (change_fen == NULL)
        return CH_ENOMEM;
    *is_proved = true;
    for (size_t i = 0; i < g->arcs; i++) {
        const ch_claim *at = &g->arc[i];
        const int32_t rise = g->height[at->to] - g->height[at->from];
        if (g->flow[i] < 0 || g->flow[i] > at->fen || (g->flow[i] < at->fen && rise > 1) ||
            (g->flow[i] > 0 && rise < 1))
            *is_proved = false;
        change_fen[at->from] += at->fen - g->flow[i];
        change_fen[at->to] -= at->fen - g->flow[i];
    }
    for (size_t v = 0; v < g->parties; v++)
        *is_proved = *is_proved && change_fen[v] == 0;
    return CH_OK;
}

static ch_err cancel(ch_arena *arena, ch_arena *scratch, size_t parties, const ch_claim *claim, size_t claims,
                     const ch_progress *progress, ch_netted *netted)
{
    ch_claim *pair = CH_NEW(scratch, ch_claim, claims);
    size_t pairs;
    graph g;
    ch_err err = pair != NULL ? ch_share__add_pairs(scratch, parties, claim, claims, pair, &pairs) : CH_ENOMEM;
    if (err == CH_OK)
        err = make_graph(scratch, parties, pair, pairs, &g);
    if (err == CH_OK)
        err = solve(arena->memory, &g, progress);
    if (err == CH_OK)
        err = prove(scratch, &g, &netted->is_minimal);
    if (err != CH_OK)
        return err;

    size_t left = 0;
    for (size_t i = 0; i < pairs; i++)
        left += g.flow[i] > 0;
    ch_claim *payment = CH_NEW(arena, ch_claim, left), *at = payment;
    if (payment == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < pairs; i++)
        if (g.flow[i] > 0)
            *at++ = (ch_claim){pair[i].from, pair[i].to, g.flow[i]};
    netted->payment = payment;
    netted->payments = left;
    for (size_t i = 0; i < left; i++)
        netted->net += payment[i].fen;
    return CH_OK;
}

ch_err ch_net_by_cycles(ch_arena *arena, size_t parties, const ch_claim *claim, size_t claims,
                        const ch_progress *progress, ch_netted *netted, ch_faults *faults)
{
    *netted = (ch_netted){0};
    ch_err err = ch_share__check_claims(claim, claims, &netted->gross, faults);
    if (err != CH_OK)
        return err;
    ch_arena scratch = CH_ARENA(arena->memory);
    err = cancel(arena, &scratch, parties, claim, claims, progress, netted);
    ch_arena_free(&scratch);
    return err;
}
