/* chain.c - the figures of a place: who stands where is counted, then one pass forward along the
 * supply graph gives what is made of local goods, and one pass back what it is worth. */
#include "changhe/chain.h"
#include "net.h"

#include <math.h>
#include <stdlib.h>

struct ch_chain_scratch {
    uint32_t *pair;   /* pairs in the set; room for all */
    double *supply;   /* per node: amounts added up, where the need is typed */
    uint32_t *looked; /* per node: so many of the places asked, from the first on, were surveyed */
    double *passed;   /* per node: what each of its inputs gains when its own q gains one */
};

ch_err ch_chain_state_make(ch_arena *arena, const ch_chain_net *net, ch_chain_state *state)
{
    struct ch_chain_scratch *scratch = CH_NEW(arena, struct ch_chain_scratch, 1);
    ch_chain_node *node = CH_NEW(arena, ch_chain_node, net->nodes);
    if (!scratch || !node)
        return CH_ENOMEM;
    *scratch = (struct ch_chain_scratch){.pair = CH_NEW(arena, uint32_t, net->pairs),
                                         .supply = CH_NEW(arena, double, net->nodes),
                                         .looked = CH_NEW(arena, uint32_t, net->nodes),
                                         .passed = CH_NEW(arena, double, net->nodes)};
    if (!scratch->pair || !scratch->supply || !scratch->looked || !scratch->passed)
        return CH_ENOMEM;
    *state = (ch_chain_state){.node = node, .scratch = scratch};
    return CH_OK;
}

static void clear(const ch_chain_net *net, ch_chain_state *state)
{
    state->local_content = 0;
    for (size_t i = 0; i < net->nodes; i++) {
        state->node[i] = (ch_chain_node){.by_amount = net->need[i] > 0};
        state->scratch->supply[i] = 0;
        state->scratch->looked[i] = 0;
    }
}

static void add_pair(ch_chain_state *state, uint32_t node, bool leader, double amount)
{
    state->node[node].x++;
    state->node[node].leader |= leader;
    state->scratch->supply[node] += amount;
}

static void count(const ch_chain_net *net, const ch_place_set *set, ch_chain_state *state)
{
    const size_t n = ch_chain__list_pairs(net, set, state->scratch->pair);
    for (size_t i = 0; i < n; i++) {
        const ch_chain__pair *pair = &net->pair[state->scratch->pair[i]];
        if (set->in[pair->place]) {
            add_pair(state, pair->node, pair->leader, pair->amount);
            continue;
        }
        const ch_chain__presence part = ch_chain__find_presence(net, set, pair);
        add_pair(state, pair->node, part.leader, ch_chain__amount(&part));
    }
}

static int compare_pair(const ch_chain__pair *pair, uint32_t node, uint32_t group)
{
    if (pair->node != node)
        return pair->node < node ? -1 : 1;
    return (pair->group > group) - (pair->group < group);
}

/* The pair at a place, or NULL. */
static const ch_chain__pair *find_pair(const ch_chain_net *net, uint32_t place, uint32_t node, uint32_t group)
{
    uint32_t low = net->pairs_at[place], high = net->pairs_at[place + 1];
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const int order = compare_pair(&net->pair[middle], node, group);
        if (order == 0)
            return &net->pair[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Firms that landed stand as any firm does, sorted, so that a group's at one place come together. */
static ch_err list_landed(ch_arena *scratch, const ch_chain_net *net, const ch_chain_landing *landing, size_t n,
                          ch_chain__stand **landed)
{
    ch_chain__stand *stand = CH_NEW(scratch, ch_chain__stand, n);
    if (!stand)
        return CH_ENOMEM;
    for (size_t i = 0; i < n; i++)
        stand[i] = (ch_chain__stand){.place = (uint32_t)landing[i].place,
                                     .node = net->node_of[landing[i].segment],
                                     .group = net->group[landing[i].firm],
                                     .firm = (uint32_t)landing[i].firm,
                                     .capacity = NAN};
    qsort(stand, n, sizeof *stand, ch_chain__compare_stands);
    *landed = stand;
    return CH_OK;
}

static void land(const ch_chain_net *net, const ch_place_set *set, const ch_chain__stand *landed, size_t n,
                 ch_chain_state *state)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t node = landed[i].node;
        if (!set->in[landed[i].place])
            continue;
        state->node[node].leader |= net->leader[landed[i].firm];
        if (i > 0 && ch_chain__same_pair(&landed[i - 1], &landed[i]))
            continue;
        const ch_chain__pair *pair = find_pair(net, landed[i].place, node, landed[i].group);
        if (!pair)
            add_pair(state, node, false, net->typical[node]);
        else if (pair->amount < net->typical[node])
            state->scratch->supply[node] += net->typical[node] - pair->amount;
    }
}

double ch_chain__strength(const ch_chain_net *net, uint32_t node, uint32_t x, double supply)
{
    return net->need[node] > 0 ? fmin(1, supply / net->need[node]) : x / (x + 1.0);
}

static uint32_t count_arcs(const ch_graph *graph, uint32_t node)
{
    return graph->start[node + 1] - graph->start[node];
}

/* Every operation is monotone, and so is its rounding: with more firms no q comes out lower. */
static void pass_forward(const ch_chain_net *net, ch_chain_state *state)
{
    const ch_graph *inputs = &net->inputs;
    for (size_t i = 0; i < net->nodes; i++) {
        const uint32_t at = net->order[i];
        ch_chain_node *node = &state->node[at];
        double sum = 0;
        for (uint32_t arc = inputs->start[at]; arc < inputs->start[at + 1]; arc++)
            sum += state->node[inputs->to[arc]].q;
        const uint32_t n = count_arcs(inputs, at);
        node->input = n > 0 ? (1 - net->beta) * (sum / n) : 0;
        node->inner = n > 0 ? net->beta + node->input : 1;
        node->strength = ch_chain__strength(net, at, node->x, state->scratch->supply[at]);
        node->q = node->strength * node->inner;
        state->local_content += node->q;
    }
}

/* pull is lambda - 1, kept apart so that the least need of a user still counts as fill. */
static void value(const ch_chain_net *net, uint32_t at, double pull, ch_chain_state *state)
{
    ch_chain_node *node = &state->node[at];
    const double supply = state->scratch->supply[at] + net->typical[at];
    node->step = ch_chain__strength(net, at, node->x + 1, supply) - node->strength;
    node->lambda = 1 + pull;
    node->fill = node->step * node->inner * pull;
    node->extension = node->step * node->input;
    node->base = node->step * (count_arcs(&net->inputs, at) > 0 ? net->beta : 1);
    node->gain = node->fill + node->extension;
    node->worth = node->gain + node->base;
}

static void pass_back(const ch_chain_net *net, ch_chain_state *state)
{
    const ch_graph *users = &net->users;
    double *passed = state->scratch->passed;
    for (size_t i = net->nodes; i-- > 0;) {
        const uint32_t at = net->order[i], n = count_arcs(&net->inputs, at);
        double pull = 0;
        for (uint32_t arc = users->start[at]; arc < users->start[at + 1]; arc++)
            pull += passed[users->to[arc]];
        passed[at] = n > 0 ? (1 + pull) * state->node[at].strength * ((1 - net->beta) / n) : 0;
        value(net, at, pull, state);
    }
}

/* A node surveyed for the places before this one and for this one is surveyed for one more. */
static void look(const ch_chain_net *net, const ch_place_set *set, ch_chain_state *state)
{
    uint32_t *looked = state->scratch->looked;
    for (uint32_t i = 0; i < set->asked_count; i++) {
        const ch_chain__list told_by = net->surveys_of[set->asked[i]];
        for (size_t k = 0; k < told_by.items; k++) {
            const ch_chain__list nodes = net->looked_for[told_by.item[k]];
            for (size_t j = 0; j < nodes.items; j++)
                looked[nodes.item[j]] += looked[nodes.item[j]] == i;
        }
    }
    for (size_t i = 0; i < net->nodes; i++)
        state->node[i].surveyed = looked[i] == set->asked_count;
}

static ch_chain_class classify(const ch_chain_net *net, const ch_chain_node *node)
{
    if (node->leader || (node->x > 0 && node->x >= net->strong_firms))
        return CH_CHAIN_STRONG;
    if (node->x > 0)
        return CH_CHAIN_WEAK;
    if (!node->surveyed)
        return CH_CHAIN_UNKNOWN;
    return node->gain > 0 ? CH_CHAIN_MISSING : CH_CHAIN_ABSENT;
}

static void assess(const ch_chain_net *net, const ch_place_set *set, const ch_chain__stand *landed, size_t n,
                   ch_chain_state *state)
{
    clear(net, state);
    count(net, set, state);
    land(net, set, landed, n, state);
    pass_forward(net, state);
    pass_back(net, state);
    look(net, set, state);
    for (size_t i = 0; i < net->nodes; i++)
        state->node[i].class = classify(net, &state->node[i]);
}

void ch_chain_assess(const ch_chain_net *net, const ch_place_set *set, ch_chain_state *state)
{
    assess(net, set, NULL, 0, state);
}

ch_err ch_chain_assess_with(ch_arena *scratch, const ch_chain_net *net, const ch_place_set *set,
                            const ch_chain_landing *landing, size_t n, ch_chain_state *state)
{
    ch_chain__stand *landed;
    const ch_err err = list_landed(scratch, net, landing, n, &landed);
    if (err == CH_OK)
        assess(net, set, landed, n, state);
    return err;
}
