/* health.c - one figure for the state of a chain: the mean of the parts that the data allow. */
#include "net.h"

#include <math.h>

const double ch_chain_health_weight[CH_HEALTH_PARTS] = {
    [CH_HEALTH_COMPLETENESS] = .25, [CH_HEALTH_MATCHING] = .20, [CH_HEALTH_GROWTH] = .20,
    [CH_HEALTH_INNOVATION] = .15,   [CH_HEALTH_BALANCE] = .10,  [CH_HEALTH_RESILIENCE] = .10,
};

const char *const ch_chain_health_name[CH_HEALTH_PARTS] = {
    [CH_HEALTH_COMPLETENESS] = "completeness", [CH_HEALTH_MATCHING] = "matching", [CH_HEALTH_GROWTH] = "growth",
    [CH_HEALTH_INNOVATION] = "innovation",     [CH_HEALTH_BALANCE] = "balance",   [CH_HEALTH_RESILIENCE] = "resilience",
};

/* NaN when the whole is nothing. */
static double share(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

static bool is_known(const ch_chain_state *state, uint32_t node)
{
    return state->node[node].class != CH_CHAIN_UNKNOWN;
}

static double find_completeness(ch_chain__list nodes, const ch_chain_state *state)
{
    size_t present = 0;
    for (size_t i = 0; i < nodes.items; i++) {
        if (!is_known(state, nodes.item[i]))
            return NAN;
        present += state->node[nodes.item[i]].x > 0;
    }
    return share((double)present, (double)nodes.items);
}

static double find_matching(const ch_chain_net *net, ch_chain__list nodes, const ch_chain_state *state)
{
    double sum = 0, users = 0;
    for (size_t i = 0; i < nodes.items; i++) {
        const uint32_t begin = net->inputs.start[nodes.item[i]], end = net->inputs.start[nodes.item[i] + 1];
        if (state->node[nodes.item[i]].x == 0 || begin == end)
            continue;
        double q = 0;
        for (uint32_t arc = begin; arc < end; arc++) {
            if (!is_known(state, net->inputs.to[arc]))
                return NAN;
            q += state->node[net->inputs.to[arc]].q;
        }
        sum += q / (end - begin);
        users++;
    }
    return share(sum, users);
}

static double find_resilience(ch_chain__list nodes, const ch_chain_state *state)
{
    size_t present = 0, backed = 0;
    for (size_t i = 0; i < nodes.items; i++) {
        present += state->node[nodes.item[i]].x > 0;
        backed += state->node[nodes.item[i]].x > 1;
    }
    return share((double)backed, (double)present);
}

/* One less the Herfindahl-Hirschman index of groups, each weighing as many pairs as it has. */
static ch_err find_balance(ch_arena *scratch, const ch_chain_net *net, const ch_place_set *set, ch_chain__list nodes,
                           double *balance)
{
    uint32_t *pair = CH_NEW(scratch, uint32_t, net->pairs);
    double *weight = CH_NEW(scratch, double, net->firms); /* per group; no more groups than firms */
    if (!pair || !weight)
        return CH_ENOMEM;
    const size_t pairs = ch_chain__list_pairs(net, set, pair);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < pairs; i++) {
        if (!ch_chain__holds(nodes, net->pair[pair[i]].node))
            continue;
        weight[net->pair[pair[i]].group]++;
        sum++;
    }
    for (size_t i = 0; i < net->firms; i++)
        squares += weight[i] * weight[i];
    *balance = 1 - share(squares, sum * sum);
    return CH_OK;
}

static double find_mean(ch_chain_health *health)
{
    double known = 0, sum = 0;
    for (size_t i = 0; i < CH_HEALTH_PARTS; i++)
        if (!isnan(health->part[i]))
            known += ch_chain_health_weight[i];
    for (size_t i = 0; i < CH_HEALTH_PARTS; i++) {
        health->weight[i] = isnan(health->part[i]) ? 0 : ch_chain_health_weight[i] / known;
        if (!isnan(health->part[i]))
            sum += health->weight[i] * health->part[i];
    }
    return known > 0 ? 100 * sum : NAN;
}

ch_err ch_chain_find_health(ch_arena *scratch, const ch_chain_net *net, const ch_place_set *set,
                            const ch_chain_state *state, size_t chain, ch_chain_health *health)
{
    const ch_chain__list nodes = ch_chain__list_at(&net->nodes_of_chain, chain);
    double balance = NAN;
    const ch_err err = find_balance(scratch, net, set, nodes, &balance);
    if (err != CH_OK)
        return err;
    *health = (ch_chain_health){.part = {[CH_HEALTH_COMPLETENESS] = find_completeness(nodes, state),
                                         [CH_HEALTH_MATCHING] = find_matching(net, nodes, state),
                                         [CH_HEALTH_GROWTH] = NAN,
                                         [CH_HEALTH_INNOVATION] = NAN,
                                         [CH_HEALTH_BALANCE] = balance,
                                         [CH_HEALTH_RESILIENCE] = find_resilience(nodes, state)}};
    health->value = find_mean(health);
    return CH_OK;
}
