/* groups.c - which firms are one group, and where each firm stands. A group is a topmost parent, in
 * the table or not. */
#include "net.h"

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

void ch_chain_find_parents(const ch_zone *zone, uint32_t *parent)
{
    for (size_t i = 0; i < zone->firms.rows; i++)
        parent[i] = ch_chain__row(zone, CH_TABLE_firms, zone->firms.parent[i]);
}

static ch_err find_tops(ch_arena *scratch, const uint32_t *parent, size_t firms, uint32_t **up)
{
    uint32_t *found = CH_NEW(scratch, uint32_t, firms);
    if (!found)
        return CH_ENOMEM;
    for (size_t i = 0; i < firms; i++)
        found[i] = parent[i] == CH_CHAIN__NONE ? (uint32_t)i : parent[i];
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

static ch_err number_groups(ch_arena *scratch, uint32_t *up, size_t firms, uint32_t *group)
{
    uint32_t *number = CH_NEW(scratch, uint32_t, firms); /* of a root, counted from 1 */
    if (!number)
        return CH_ENOMEM;
    uint32_t groups = 0;
    for (size_t i = 0; i < firms; i++) {
        const uint32_t root = ch_graph_root(up, (uint32_t)i);
        if (number[root] == 0)
            number[root] = ++groups;
        group[i] = number[root] - 1;
    }
    return CH_OK;
}

ch_err ch_chain_find_groups(ch_arena *scratch, const ch_zone *zone, const uint32_t *parent, uint32_t *group)
{
    uint32_t *up;
    ch_err err = find_tops(scratch, parent, zone->firms.rows, &up);
    if (err == CH_OK)
        err = join_named_tops(scratch, &zone->firms, up);
    return err == CH_OK ? number_groups(scratch, up, zone->firms.rows, group) : err;
}

static ch_err group_firms(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    uint32_t *parent = CH_NEW(scratch, uint32_t, net->firms), *group = CH_NEW(arena, uint32_t, net->firms);
    if (!parent || !group)
        return CH_ENOMEM;
    ch_chain_find_parents(zone, parent);
    net->group = group;
    return ch_chain_find_groups(scratch, zone, parent, group);
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
    const ch_err err = group_firms(arena, scratch, zone, net);
    return err == CH_OK ? locate_firms(arena, zone, net) : err;
}
