/* stands.c - who fills which node, where: firms of one group at one place count once. */
#include "net.h"

#include <math.h>
#include <stdlib.h>

int ch_chain__compare_stands(const void *a, const void *b)
{
    const ch_chain__stand *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->firm > y->firm) - (x->firm < y->firm);
}

/* Both tables are in the order of firm ids, so one walk along firms finds each row's firm. */
static void read_stands(const ch_zone *zone, const ch_chain_net *net, ch_chain__stand *stand)
{
    uint32_t firm = 0;
    for (size_t i = 0; i < zone->firm_segments.rows; i++) {
        while (!ch_text_equal(zone->firms.id[firm], zone->firm_segments.firm[i]))
            firm++;
        const uint32_t segment = ch_chain__row(zone, CH_TABLE_segments, zone->firm_segments.segment[i]);
        stand[i] = (ch_chain__stand){.place = net->place[firm],
                                     .node = net->node_of[segment],
                                     .group = net->group[firm],
                                     .firm = firm,
                                     .capacity = zone->firm_segments.capacity[i]};
    }
}

/* A firm listed under two segments of one node fills it once; of two capacities the larger holds. */
static size_t merge_twins(ch_chain__stand *stand, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && ch_chain__compare_stands(&stand[kept - 1], &stand[i]) == 0)
            stand[kept - 1].capacity = fmax(stand[kept - 1].capacity, stand[i].capacity);
        else
            stand[kept++] = stand[i];
    }
    return kept;
}

static ch_err gather_stands(ch_arena *arena, const ch_zone *zone, ch_chain_net *net)
{
    const size_t rows = zone->firm_segments.rows;
    ch_chain__stand *stand = CH_NEW(arena, ch_chain__stand, rows);
    if (!stand)
        return CH_ENOMEM;
    read_stands(zone, net, stand);
    qsort(stand, rows, sizeof *stand, ch_chain__compare_stands);
    net->stands = merge_twins(stand, rows);
    net->stand = stand;
    return CH_OK;
}

void ch_chain__join(const ch_chain_net *net, const ch_chain__stand *stand, ch_chain__presence *presence)
{
    presence->stands = true;
    presence->leader |= net->leader[stand->firm];
    if (!(net->need[stand->node] > 0))
        return;
    if (isnan(stand->capacity))
        presence->least = net->typical[stand->node];
    else
        presence->known += stand->capacity;
}

ch_chain__presence ch_chain__together(ch_chain__presence a, ch_chain__presence b)
{
    return (ch_chain__presence){.stands = a.stands || b.stands,
                                .leader = a.leader || b.leader,
                                .known = a.known + b.known,
                                .least = fmax(a.least, b.least)};
}

double ch_chain__amount(const ch_chain__presence *presence)
{
    return fmax(presence->known, presence->least);
}

bool ch_chain__same_pair(const ch_chain__stand *a, const ch_chain__stand *b)
{
    return a->place == b->place && a->node == b->node && a->group == b->group;
}

/* The pair that begins at this stand; *end is the first stand after it. */
static ch_chain__pair read_pair(const ch_chain_net *net, size_t first, size_t *end)
{
    const ch_chain__stand *stand = net->stand;
    ch_chain__presence whole = {0};
    size_t at = first;
    do
        ch_chain__join(net, &stand[at++], &whole);
    while (at < net->stands && ch_chain__same_pair(&stand[at], &stand[first]));
    *end = at;
    return (ch_chain__pair){.place = stand[first].place,
                            .node = stand[first].node,
                            .group = stand[first].group,
                            .first = (uint32_t)first,
                            .leader = whole.leader,
                            .amount = ch_chain__amount(&whole)};
}

static ch_err pair_stands(ch_arena *arena, ch_chain_net *net)
{
    ch_chain__pair *pair = CH_NEW(arena, ch_chain__pair, net->stands + 1);
    uint32_t *pairs_at = CH_NEW(arena, uint32_t, net->places + 1);
    if (!pair || !pairs_at)
        return CH_ENOMEM;

    for (size_t i = 0; i < net->stands;) {
        pair[net->pairs] = read_pair(net, i, &i);
        pairs_at[pair[net->pairs++].place + 1]++;
    }
    pair[net->pairs].first = (uint32_t)net->stands;
    for (size_t i = 0; i < net->places; i++)
        pairs_at[i + 1] += pairs_at[i];
    net->pair = pair;
    net->pairs_at = pairs_at;
    return CH_OK;
}

static ch_err list_stands(ch_arena *arena, ch_arena *scratch, ch_chain_net *net)
{
    uint64_t *by_node = CH_NEW(scratch, uint64_t, net->stands);
    uint64_t *by_zone = CH_NEW(scratch, uint64_t, net->stands);
    if (!by_node || !by_zone)
        return CH_ENOMEM;
    size_t zoned = 0;
    for (size_t pair = 0; pair < net->pairs; pair++) {
        for (size_t i = net->pair[pair].first; i < net->pair[pair + 1].first; i++) {
            const uint32_t firm = net->stand[i].firm;
            by_node[i] = ch_chain__entry(net->stand[i].node, firm);
            if (net->zone[firm] != CH_CHAIN__NONE)
                by_zone[zoned++] = ch_chain__entry(net->zone[firm], pair);
        }
    }
    const ch_err err = ch_chain__make_lists(arena, net->nodes, by_node, net->stands, &net->firms_in);
    return err == CH_OK ? ch_chain__make_lists(arena, net->places, by_zone, zoned, &net->pairs_in) : err;
}

ch_err ch_chain__make_stands(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    ch_err err = gather_stands(arena, zone, net);
    if (err == CH_OK)
        err = pair_stands(arena, net);
    return err == CH_OK ? list_stands(arena, scratch, net) : err;
}
