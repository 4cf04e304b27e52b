/* losses.c - what a place loses with each of its firms: what the firm alone lends to the strength of
 * its nodes, and all that is built on it along the supply graph.
 * When the strengths of some nodes fall by ds, each costs Q e * lambda, where e = ds * (inner - d) is
 * what its own q loses by it and d what its inner has lost already by the falls before it: the sum of
 * their e, each times what an inner there loses when q here loses one. This last number depends on two
 * nodes only, so one pass forward from a node serves all firms. */
#include "net.h"

#include <math.h>
#include <stdlib.h>

/* A node that is less strong without a firm. */
typedef struct {
    uint32_t firm, at; /* at: place of the node in the order of the net */
    double by;         /* how much less strong, > 0 */
    double lacks;      /* what its inner has lost by the firm's falls before */
} fall;

typedef struct {
    const ch_chain_net *net;
    const ch_place_set *set;
    const ch_chain_state *state;
    uint32_t *pair;             /* pairs in the set */
    double *amount, *others;    /* per pair in the set: its supply, and that of its node's other pairs */
    ch_chain__presence *behind; /* per firm of one pair: the local ones behind it */
    uint32_t *at;               /* per node: its place in the order */
    fall *fall;                 /* by firm, then along the graph */
    size_t pairs, falls;
    ch_chain__lists falls_at; /* per place in the order */
    double *q, *inner;        /* per place in the order: loses so much when q of one node loses one */
} search;

static ch_err start_search(ch_arena *scratch, search *s)
{
    const ch_chain_net *net = s->net;
    s->pair = CH_NEW(scratch, uint32_t, net->pairs);
    s->amount = CH_NEW(scratch, double, net->pairs);
    s->others = CH_NEW(scratch, double, net->pairs);
    s->behind = CH_NEW(scratch, ch_chain__presence, net->stands);
    s->at = CH_NEW(scratch, uint32_t, net->nodes);
    s->fall = CH_NEW(scratch, fall, net->stands);
    s->q = CH_NEW(scratch, double, net->nodes);
    s->inner = CH_NEW(scratch, double, net->nodes);
    if (!s->pair || !s->amount || !s->others || !s->behind || !s->at || !s->fall || !s->q || !s->inner)
        return CH_ENOMEM;
    for (uint32_t i = 0; i < net->nodes; i++)
        s->at[net->order[i]] = i;
    s->pairs = ch_chain__list_pairs(net, s->set, s->pair);
    return CH_OK;
}

/* Others are those before and those behind: nothing is subtracted, so no digit is lost. */
static ch_err sum_others(ch_arena *scratch, search *s)
{
    double *before = CH_NEW(scratch, double, s->net->nodes), *behind = CH_NEW(scratch, double, s->net->nodes);
    if (!before || !behind)
        return CH_ENOMEM;
    for (size_t i = 0; i < s->pairs; i++) {
        const ch_chain__pair *pair = &s->net->pair[s->pair[i]];
        const ch_chain__presence here = ch_chain__find_presence(s->net, s->set, pair);
        s->amount[i] = ch_chain__amount(&here);
        s->others[i] = before[pair->node];
        before[pair->node] += s->amount[i];
    }
    for (size_t i = s->pairs; i-- > 0;) {
        const uint32_t node = s->net->pair[s->pair[i]].node;
        s->others[i] += behind[node];
        behind[node] += s->amount[i];
    }
    return CH_OK;
}

/* The pair with a firm and without it. All that is done to both rounds monotonically, so that less
 * never comes out as more, and what is the same is the same to the last bit. */
static void compare(search *s, size_t i, uint32_t firm, ch_chain__presence with, ch_chain__presence without)
{
    const uint32_t node = s->net->pair[s->pair[i]].node, x = s->state->node[node].x;
    const double before = ch_chain__strength(s->net, node, x, s->others[i] + ch_chain__amount(&with));
    const double after =
        ch_chain__strength(s->net, node, without.stands ? x : x - 1, s->others[i] + ch_chain__amount(&without));
    if (after < before)
        s->fall[s->falls++] = (fall){firm, s->at[node], before - after, 0};
}

static void leave_out_each(search *s, size_t i)
{
    const ch_chain__pair *pair = &s->net->pair[s->pair[i]];
    const ch_chain__stand *stand = s->net->stand + pair->first;
    const size_t n = pair[1].first - pair->first;
    ch_chain__presence before = {0}, behind = {0};
    for (size_t j = n; j-- > 0;) {
        s->behind[j] = behind;
        if (ch_chain_is_local(s->net, s->set, stand[j].firm))
            ch_chain__join(s->net, &stand[j], &behind);
    }
    for (size_t j = 0; j < n; j++) {
        if (!ch_chain_is_local(s->net, s->set, stand[j].firm))
            continue;
        const ch_chain__presence without = ch_chain__together(before, s->behind[j]);
        ch_chain__join(s->net, &stand[j], &before);
        compare(s, i, stand[j].firm, ch_chain__together(before, s->behind[j]), without);
    }
}

static int compare_falls(const void *a, const void *b)
{
    const fall *x = a, *y = b;
    if (x->firm != y->firm)
        return x->firm < y->firm ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static ch_err find_falls(ch_arena *scratch, search *s)
{
    for (size_t i = 0; i < s->pairs; i++)
        leave_out_each(s, i);
    qsort(s->fall, s->falls, sizeof *s->fall, compare_falls);

    uint64_t *entry = CH_NEW(scratch, uint64_t, s->falls);
    if (!entry)
        return CH_ENOMEM;
    for (size_t i = 0; i < s->falls; i++)
        entry[i] = ch_chain__entry(s->fall[i].at, i);
    return ch_chain__make_lists(scratch, s->net->nodes, entry, s->falls, &s->falls_at);
}

/* Is this fall of the same firm as the one before it? */
static bool goes_on(const search *s, size_t i)
{
    return i < s->falls && s->fall[i].firm == s->fall[i - 1].firm;
}

/* The last place in the order where a firm falls that falls here. */
static uint32_t find_last(const search *s, ch_chain__list here)
{
    uint32_t last = 0;
    for (size_t i = 0; i < here.items; i++) {
        size_t end = here.item[i] + 1;
        while (goes_on(s, end))
            end++;
        if (s->fall[end - 1].at > last)
            last = s->fall[end - 1].at;
    }
    return last;
}

/* What q and inner lose, up to the last place, when q at one place loses one. */
static void pass_on(search *s, uint32_t from, uint32_t last)
{
    const ch_graph *inputs = &s->net->inputs;
    for (uint32_t i = 0; i < from; i++)
        s->q[i] = 0;
    s->q[from] = 1;
    for (uint32_t i = from + 1; i <= last; i++) {
        const uint32_t node = s->net->order[i], begin = inputs->start[node], end = inputs->start[node + 1];
        double sum = 0;
        for (uint32_t arc = begin; arc < end; arc++)
            sum += s->q[s->at[inputs->to[arc]]];
        s->inner[i] = sum > 0 ? (1 - s->net->beta) * (sum / (end - begin)) : 0;
        s->q[i] = s->state->node[node].strength * s->inner[i];
    }
}

static void add_losses(search *s, double *loss)
{
    for (uint32_t at = 0; at < s->net->nodes; at++) {
        const ch_chain__list here = ch_chain__list_at(&s->falls_at, at);
        const ch_chain_node *node = &s->state->node[s->net->order[at]];
        const uint32_t last = find_last(s, here);
        if (last > at)
            pass_on(s, at, last);
        for (size_t i = 0; i < here.items; i++) {
            const size_t first = here.item[i];
            const double lost = s->fall[first].by * fmax(0, node->inner - s->fall[first].lacks);
            loss[s->fall[first].firm] += lost * node->lambda;
            for (size_t j = first + 1; goes_on(s, j); j++)
                s->fall[j].lacks += lost * s->inner[s->fall[j].at];
        }
    }
}

ch_err ch_chain_find_losses(ch_arena *scratch, const ch_chain_net *net, const ch_place_set *set,
                            const ch_chain_state *state, double *loss)
{
    search s = {.net = net, .set = set, .state = state};
    ch_err err = start_search(scratch, &s);
    if (err == CH_OK)
        err = sum_others(scratch, &s);
    if (err == CH_OK)
        err = find_falls(scratch, &s);
    if (err != CH_OK)
        return err;
    for (size_t i = 0; i < net->firms; i++)
        loss[i] = 0;
    add_losses(&s, loss);
    return CH_OK;
}
