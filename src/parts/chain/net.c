/* net.c - the net as a whole: made once for a snapshot, then only looked up. */
#include "net.h"

#include <stdlib.h>

static int compare_entries(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

size_t ch_chain__sort_unique(uint64_t *entry, size_t n)
{
    if (n == 0)
        return 0;
    qsort(entry, n, sizeof *entry, compare_entries);
    size_t kept = 1;
    for (size_t i = 1; i < n; i++)
        if (entry[i] != entry[kept - 1])
            entry[kept++] = entry[i];
    return kept;
}

ch_err ch_chain__make_lists(ch_arena *arena, size_t lists, uint64_t *entry, size_t n, ch_chain__lists *made)
{
    n = ch_chain__sort_unique(entry, n);
    uint32_t *start = CH_NEW(arena, uint32_t, lists + 1);
    uint32_t *item = CH_NEW(arena, uint32_t, n);
    if (!start || !item)
        return CH_ENOMEM;

    for (size_t i = 0; i < n; i++) {
        start[(entry[i] >> 32) + 1]++;
        item[i] = (uint32_t)entry[i];
    }
    for (size_t i = 0; i < lists; i++)
        start[i + 1] += start[i];
    *made = (ch_chain__lists){start, item};
    return CH_OK;
}

uint32_t ch_chain__root(uint32_t *up, uint32_t at)
{
    while (up[at] != at) {
        up[at] = up[up[at]];
        at = up[at];
    }
    return at;
}

uint32_t ch_chain__row(const ch_zone *zone, ch_table_id table, ch_text id)
{
    return id.len == 0 ? CH_CHAIN__NONE : (uint32_t)ch_zone_find(zone, table, id);
}

static ch_err fill(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    ch_err err = ch_chain__make_graph(arena, scratch, zone, net);
    if (err == CH_OK)
        err = ch_chain__make_groups(arena, scratch, zone, net);
    if (err == CH_OK)
        err = ch_chain__make_stands(arena, scratch, zone, net);
    if (err == CH_OK)
        err = ch_chain__make_surveys(arena, scratch, zone, net);
    return err;
}

ch_err ch_chain_net_make(ch_arena *arena, const ch_zone *zone, const ch_chain_net **net)
{
    ch_chain_net *made = CH_NEW(arena, ch_chain_net, 1);
    if (!made)
        return CH_ENOMEM;
    made->segments = zone->segments.rows;
    made->chains = zone->chains.rows;
    made->places = zone->places.rows;
    made->firms = zone->firms.rows;
    made->surveys = zone->surveys.rows;
    made->beta = ch_zone_assume(zone, CH_ASSUME_BETA);
    made->strong_firms = ch_zone_assume(zone, CH_ASSUME_STRONG_FIRMS);

    ch_arena scratch = CH_ARENA(arena->memory);
    ch_err err = fill(arena, &scratch, zone, made);
    ch_arena_free(&scratch);
    if (err == CH_OK)
        *net = made;
    return err;
}

size_t ch_chain_nodes(const ch_chain_net *net) { return net->nodes; }

uint32_t ch_chain_node_of(const ch_chain_net *net, size_t segment) { return net->node_of[segment]; }

uint32_t ch_chain_first_segment(const ch_chain_net *net, uint32_t node) { return net->first_segment[node]; }

const ch_graph *ch_chain_users(const ch_chain_net *net) { return &net->users; }

const ch_graph *ch_chain_inputs(const ch_chain_net *net) { return &net->inputs; }

uint32_t ch_chain_group_of(const ch_chain_net *net, size_t firm) { return net->group[firm]; }

bool ch_chain_is_local(const ch_chain_net *net, const ch_place_set *set, size_t firm)
{
    return ch_chain__stands_in(set, net->place[firm], net->zone[firm]);
}

ch_err ch_chain_firms_of(ch_arena *arena, const ch_chain_net *net, const ch_place_set *set, uint32_t node,
                         const uint32_t **firm, size_t *n)
{
    const uint32_t *all = net->firms_in.item + net->firms_in.start[node];
    const size_t count = net->firms_in.start[node + 1] - net->firms_in.start[node];
    size_t local = 0;
    for (size_t i = 0; i < count; i++)
        local += ch_chain_is_local(net, set, all[i]);

    uint32_t *found = CH_NEW(arena, uint32_t, local);
    if (!found)
        return CH_ENOMEM;
    *n = 0;
    for (size_t i = 0; i < count; i++)
        if (ch_chain_is_local(net, set, all[i]))
            found[(*n)++] = all[i];
    *firm = found;
    return CH_OK;
}
