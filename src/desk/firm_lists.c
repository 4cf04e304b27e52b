/* firm_lists.c - firms by where they stand, by their group, by what hangs on them: each found once. */
#include "firm_lists.h"

#include "changhe/cut.h"

#include <stdlib.h>

/* Nodes are numbered by the chain part; a part of the zone without firms has the same ones. */
static ch_err number_nodes(ch_arena *arena, const ch_zone *zone, ch_desk__ledger *ledger)
{
    static const ch_table_id firmly[] = {
        CH_TABLE_firms,      CH_TABLE_firm_segments, CH_TABLE_ties,   CH_TABLE_signals, CH_TABLE_projects,
        CH_TABLE_firm_years, CH_TABLE_firm_titles,   CH_TABLE_yields, CH_TABLE_leads,   CH_TABLE_agreements};
    ch_cut cut[CH_TABLES] = {{0}};
    ch_arena scratch = CH_ARENA(arena->memory);
    uint32_t *node = CH_NEW(arena, uint32_t, zone->segments.rows);
    const ch_chain_net *net;
    ch_zone *bare = NULL;
    for (size_t i = 0; i < sizeof firmly / sizeof *firmly; i++)
        cut[firmly[i]].cut = true;
    ch_err err = node ? ch_zone_cut(zone, cut, &bare) : CH_ENOMEM;
    if (err == CH_OK)
        err = ch_chain_net_make(&scratch, bare, &net);
    for (size_t i = 0; err == CH_OK && i < zone->segments.rows; i++)
        node[i] = ch_chain_node_of(net, i);
    ledger->node = node;
    ch_arena_free(&scratch);
    ch_zone_drop(bare);
    return err;
}

/* Firms by a number of theirs that is below so many; those without one are in no list. */
static ch_err list_firms(ch_arena *arena, const uint32_t *of, size_t firms, size_t lists, ch_desk__lists *made)
{
    uint32_t *start = CH_NEW(arena, uint32_t, lists + 2), *item = CH_NEW(arena, uint32_t, firms);
    if (!start || !item)
        return CH_ENOMEM;
    for (size_t i = 0; i < firms; i++)
        if (of[i] != CH_DESK__NONE)
            start[of[i] + 2]++;
    for (size_t i = 0; i < lists; i++)
        start[i + 2] += start[i + 1];
    for (size_t i = 0; i < firms; i++)
        if (of[i] != CH_DESK__NONE)
            item[start[of[i] + 1]++] = (uint32_t)i;
    *made = (ch_desk__lists){start, item};
    return CH_OK;
}

static int compare_tops(const void *a, const void *b)
{
    const ch_desk__top *x = a, *y = b;
    const int by_name = ch_text_compare(x->name, y->name);
    return by_name != 0 ? by_name : (x->firm > y->firm) - (x->firm < y->firm);
}

static bool is_named_top(const ch_desk__ledger *ledger, size_t firm)
{
    return ledger->parent[firm] == CH_DESK__NONE && ledger->zone->firms.parent_name[firm].len > 0;
}

static ch_err list_tops(ch_arena *arena, ch_desk__ledger *ledger)
{
    const ch_rows_firms *firm = &ledger->zone->firms;
    for (size_t i = 0; i < firm->rows; i++)
        ledger->tops += is_named_top(ledger, i);
    ch_desk__top *top = CH_NEW(arena, ch_desk__top, ledger->tops);
    if (!top)
        return CH_ENOMEM;
    size_t n = 0;
    for (size_t i = 0; i < firm->rows; i++)
        if (is_named_top(ledger, i))
            top[n++] = (ch_desk__top){firm->parent_name[i], (uint32_t)i};
    qsort(top, n, sizeof *top, compare_tops);
    ledger->top = top;
    return CH_OK;
}

static ch_err group_firms(ch_arena *arena, ch_desk__ledger *ledger)
{
    const size_t firms = ledger->zone->firms.rows;
    uint32_t *parent = CH_NEW(arena, uint32_t, firms), *group = CH_NEW(arena, uint32_t, firms);
    if (!parent || !group)
        return CH_ENOMEM;
    ch_chain_find_parents(ledger->zone, parent);
    ledger->parent = parent;
    ledger->group = group;
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_err err = ch_chain_find_groups(&scratch, ledger->zone, parent, group);
    ch_arena_free(&scratch);
    if (err == CH_OK)
        err = list_firms(arena, group, firms, firms, &ledger->members);
    return err == CH_OK ? list_tops(arena, ledger) : err;
}

/* Of rows that may name a firm, which. */
static const uint32_t *find_firms(ch_arena *arena, const ch_zone *zone, const ch_text *id, size_t rows)
{
    uint32_t *firm = CH_NEW(arena, uint32_t, rows);
    for (size_t i = 0; firm && i < rows; i++)
        firm[i] = id[i].len == 0 ? CH_DESK__NONE : (uint32_t)ch_zone_find(zone, CH_TABLE_firms, id[i]);
    return firm;
}

static ch_err find_named_firms(ch_arena *arena, ch_desk__ledger *ledger)
{
    const ch_zone *zone = ledger->zone;
    ledger->project_firm = find_firms(arena, zone, zone->projects.firm, zone->projects.rows);
    ledger->lead_firm = find_firms(arena, zone, zone->leads.firm, zone->leads.rows);
    return ledger->project_firm && ledger->lead_firm ? CH_OK : CH_ENOMEM;
}

ch_err ch_desk__make_ledger(ch_arena *arena, const ch_zone *zone, ch_desk__ledger *ledger)
{
    const size_t firms = zone->firms.rows, places = zone->places.rows;
    *ledger = (ch_desk__ledger){.zone = zone};
    ch_err err = number_nodes(arena, zone, ledger);
    if (err == CH_OK)
        err = ch_target_rows_make(arena, zone, ledger->node, &ledger->rows);
    if (err == CH_OK)
        err = list_firms(arena, ledger->rows.place, firms, places, &ledger->at_place);
    if (err == CH_OK)
        err = list_firms(arena, ledger->rows.zone, firms, places, &ledger->in_zone);
    if (err == CH_OK)
        err = group_firms(arena, ledger);
    return err == CH_OK ? find_named_firms(arena, ledger) : err;
}
