/* stands.c - who fills which node, where: firms reduced to groups, groups to one count a place. */
#include "net.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    ch_text name;
    uint32_t firm;
} named_top;

static int compare_tops(const void *a, const void *b)
{
    const named_top *x = a, *y = b;
    const int by_name = ch_text_compare(x->name, y->name);
    return by_name != 0 ? by_name : (x->firm > y->firm) - (x->firm < y->firm);
}

static ch_err find_tops(ch_arena *scratch, const ch_zone *zone, uint32_t **up)
{
    const ch_rows_firms *firm = &zone->firms;
    uint32_t *found = CH_NEW(scratch, uint32_t, firm->rows);
    if (!found)
        return CH_ENOMEM;
    for (size_t i = 0; i < firm->rows; i++) {
        const uint32_t parent = ch_chain__row(zone, CH_TABLE_firms, firm->parent[i]);
        found[i] = parent == CH_CHAIN__NONE ? (uint32_t)i : parent;
    }
    *up = found;
    return CH_OK;
}

/* Tops whose parents, outside the table, bear one name are one group. */
static ch_err join_named_tops(ch_arena *scratch, const ch_rows_firms *firm, uint32_t *up)
{
    named_top *top = CH_NEW(scratch, named_top, firm->rows);
    if (!top)
        return CH_ENOMEM;
    size_t n = 0;
    for (size_t i = 0; i < firm->rows; i++)
        if (up[i] == i && firm->parent_name[i].len > 0)
            top[n++] = (named_top){firm->parent_name[i], (uint32_t)i};
    qsort(top, n, sizeof *top, compare_tops);
    for (size_t i = 1; i < n; i++)
        if (ch_text_equal(top[i].name, top[i - 1].name))
            up[top[i].firm] = top[i - 1].firm;
    return CH_OK;
}

static ch_err number_groups(ch_arena *arena, ch_arena *scratch, uint32_t *up, ch_chain_net *net)
{
    uint32_t *group = CH_NEW(arena, uint32_t, net->firms);
    uint32_t *number = CH_NEW(scratch, uint32_t, net->firms); /* of a root, counted from 1 */
    if (!group || !number)
        return CH_ENOMEM;
    uint32_t groups = 0;
    for (size_t i = 0; i < net->firms; i++) {
        const uint32_t root = ch_chain__root(up, (uint32_t)i);
        if (number[root] == 0)
            number[root] = ++groups;
        group[i] = number[root] - 1;
    }
    net->group = group;
    return CH_OK;
}

static ch_err locate_firms(ch_arena *arena, const ch_zone *zone, ch_chain_net *net)
{
    uint32_t *place = CH_NEW(arena, uint32_t, net->firms);
    uint32_t *in_zone = CH_NEW(arena, uint32_t, net->firms);
    bool *leader = CH_NEW(arena, bool, net->firms);
    if (!place || !in_zone || !leader)
        return CH_ENOMEM;
    for (size_t i = 0; i < net->firms; i++) {
        place[i] = ch_chain__row(zone, CH_TABLE_places, zone->firms.place[i]);
        in_zone[i] = ch_chain__row(zone, CH_TABLE_places, zone->firms.zone[i]);
        leader[i] = zone->firms.role[i] == CH_role_LEADER;
    }
    net->place = place;
    net->zone = in_zone;
    net->leader = leader;
    return CH_OK;
}

ch_err ch_chain__make_groups(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    uint32_t *up;
    ch_err err = find_tops(scratch, zone, &up);
    if (err == CH_OK)
        err = join_named_tops(scratch, &zone->firms, up);
    if (err == CH_OK)
        err = number_groups(arena, scratch, up, net);
    return err == CH_OK ? locate_firms(arena, zone, net) : err;
}

static int compare_stands(const void *a, const void *b)
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
    size_t firm = 0;
    for (size_t i = 0; i < zone->firm_segments.rows; i++) {
        while (!ch_text_equal(zone->firms.id[firm], zone->firm_segments.firm[i]))
            firm++;
        const uint32_t segment = ch_chain__row(zone, CH_TABLE_segments, zone->firm_segments.segment[i]);
        stand[i] = (ch_chain__stand){.place = net->place[firm],
                                     .node = net->node_of[segment],
                                     .group = net->group[firm],
                                     .zone = net->zone[firm],
                                     .firm = (uint32_t)firm,
                                     .capacity = zone->firm_segments.capacity[i],
                                     .leader = net->leader[firm]};
    }
}

/* A firm listed under two segments of one node fills it once; of two capacities the larger holds. */
static size_t merge_twins(ch_chain__stand *stand, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && compare_stands(&stand[kept - 1], &stand[i]) == 0)
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
    qsort(stand, rows, sizeof *stand, compare_stands);
    net->stands = merge_twins(stand, rows);
    net->stand = stand;
    return CH_OK;
}

static bool same_pair(const ch_chain__stand *a, const ch_chain__stand *b)
{
    return a->place == b->place && a->node == b->node && a->group == b->group;
}

static void join_pair(const ch_chain_net *net, ch_chain__pair *pair, size_t end)
{
    double known = 0, least = 0;
    for (size_t i = pair->first; i < end; i++) {
        const ch_chain__stand *stand = &net->stand[i];
        pair->leader |= stand->leader;
        if (isnan(stand->capacity))
            least = net->typical[pair->node];
        else
            known += stand->capacity;
    }
    pair->amount = net->need[pair->node] > 0 ? fmax(known, least) : 0;
}

static ch_err pair_stands(ch_arena *arena, ch_chain_net *net)
{
    ch_chain__pair *pair = CH_NEW(arena, ch_chain__pair, net->stands + 1);
    uint32_t *pairs_at = CH_NEW(arena, uint32_t, net->places + 1);
    if (!pair || !pairs_at)
        return CH_ENOMEM;

    for (size_t i = 0, end; i < net->stands; i = end) {
        const ch_chain__stand *stand = &net->stand[i];
        for (end = i + 1; end < net->stands && same_pair(stand, &net->stand[end]);)
            end++;
        ch_chain__pair *made = &pair[net->pairs++];
        *made = (ch_chain__pair){.place = stand->place, .node = stand->node, .group = stand->group, .first = (uint32_t)i};
        join_pair(net, made, end);
        pairs_at[stand->place + 1]++;
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
            by_node[i] = ch_chain__entry(net->stand[i].node, net->stand[i].firm);
            if (net->stand[i].zone != CH_CHAIN__NONE)
                by_zone[zoned++] = ch_chain__entry(net->stand[i].zone, pair);
        }
    }
    ch_err err = ch_chain__make_lists(arena, net->nodes, by_node, net->stands, &net->firms_in);
    return err == CH_OK ? ch_chain__make_lists(arena, net->places, by_zone, zoned, &net->pairs_in) : err;
}

ch_err ch_chain__make_stands(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    ch_err err = gather_stands(arena, zone, net);
    if (err == CH_OK)
        err = pair_stands(arena, net);
    return err == CH_OK ? list_stands(arena, scratch, net) : err;
}
