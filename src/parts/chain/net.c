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

ch_chain__list ch_chain__list_at(const ch_chain__lists *lists, size_t i)
{
    return (ch_chain__list){lists->item + lists->start[i], lists->start[i + 1] - lists->start[i]};
}

bool ch_chain__holds(ch_chain__list list, uint32_t item)
{
    size_t low = 0, high = list.items;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (list.item[middle] < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list.items && list.item[low] == item;
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
    const ch_err err = fill(arena, &scratch, zone, made);
    ch_arena_free(&scratch);
    if (err == CH_OK)
        *net = made;
    return err;
}

size_t ch_chain_nodes(const ch_chain_net *net)
{
    return net->nodes;
}

uint32_t ch_chain_node_of(const ch_chain_net *net, size_t segment)
{
    return net->node_of[segment];
}

uint32_t ch_chain_first_segment(const ch_chain_net *net, uint32_t node)
{
    return net->first_segment[node];
}

size_t ch_chain_next_segment(const ch_chain_net *net, size_t segment)
{
    const uint32_t next = net->next_segment[segment];
    return next == CH_CHAIN__NONE ? SIZE_MAX : next;
}

const ch_graph *ch_chain_users(const ch_chain_net *net)
{
    return &net->users;
}

const ch_graph *ch_chain_inputs(const ch_chain_net *net)
{
    return &net->inputs;
}
