/* rows.c - which rows each firm has, found in one walk along tables that are in the order of firm ids. */
#include "changhe/target.h"

/* Rows of a table sorted by firm id: at[f] is the first of firm f. Both are in the order of ids. */
static const uint32_t *walk_along(ch_arena *arena, const ch_rows_firms *firms, const ch_text *firm, size_t rows)
{
    uint32_t *at = CH_NEW(arena, uint32_t, firms->rows + 1);
    size_t row = 0;
    for (size_t i = 0; at && i < firms->rows; i++) {
        at[i] = (uint32_t)row;
        while (row < rows && ch_text_equal(firm[row], firms->id[i]))
            row++;
    }
    if (at)
        at[firms->rows] = (uint32_t)row;
    return at;
}

/* The other way round: the firm of each row. */
static const uint32_t *name_firms(ch_arena *arena, const uint32_t *at, size_t firms, size_t rows)
{
    uint32_t *firm = CH_NEW(arena, uint32_t, rows);
    for (size_t i = 0; firm && i < firms; i++)
        for (size_t row = at[i]; row < at[i + 1]; row++)
            firm[row] = (uint32_t)i;
    return firm;
}

static const uint32_t *find_firms(ch_arena *arena, const ch_zone *zone, const ch_text *firm, size_t rows)
{
    uint32_t *found = CH_NEW(arena, uint32_t, rows);
    for (size_t i = 0; found && i < rows; i++)
        found[i] = i > 0 && ch_text_equal(firm[i], firm[i - 1]) ? found[i - 1]
                                                                : (uint32_t)ch_zone_find(zone, CH_TABLE_firms, firm[i]);
    return found;
}

/* Rows by the firm they name: those of firm f from at[f] on, ascending. */
static ch_err list_by_firm(ch_arena *arena, size_t firms, const uint32_t *firm, size_t rows, const uint32_t **at,
                           const uint32_t **listed)
{
    uint32_t *next = CH_NEW(arena, uint32_t, firms + 2), *list = CH_NEW(arena, uint32_t, rows);
    if (!next || !list)
        return CH_ENOMEM;
    for (size_t i = 0; i < rows; i++)
        next[firm[i] + 2]++;
    for (size_t i = 0; i < firms; i++)
        next[i + 2] += next[i + 1];
    for (size_t i = 0; i < rows; i++)
        list[next[firm[i] + 1]++] = (uint32_t)i;
    *at = next;
    *listed = list;
    return CH_OK;
}

static ch_err list_ties(ch_arena *arena, const ch_zone *zone, ch_target_rows *made)
{
    const ch_rows_ties *tie = &zone->ties;
    made->supplies_at = walk_along(arena, &zone->firms, tie->supplier, tie->rows);
    made->customer = find_firms(arena, zone, tie->customer, tie->rows);
    if (!made->supplies_at || !made->customer)
        return CH_ENOMEM;
    made->supplier = name_firms(arena, made->supplies_at, made->firms, tie->rows);
    if (!made->supplier)
        return CH_ENOMEM;
    return list_by_firm(arena, made->firms, made->customer, tie->rows, &made->buys_at, &made->buys);
}

static ch_err locate(ch_arena *arena, const ch_zone *zone, ch_target_rows *made)
{
    const ch_rows_firms *firm = &zone->firms;
    uint32_t *place = CH_NEW(arena, uint32_t, firm->rows), *in_zone = CH_NEW(arena, uint32_t, firm->rows);
    if (!place || !in_zone)
        return CH_ENOMEM;
    for (size_t i = 0; i < firm->rows; i++) {
        place[i] = (uint32_t)ch_zone_find(zone, CH_TABLE_places, firm->place[i]);
        in_zone[i] =
            firm->zone[i].len == 0 ? CH_CROWD_NONE : (uint32_t)ch_zone_find(zone, CH_TABLE_places, firm->zone[i]);
    }
    made->place = place;
    made->zone = in_zone;
    return CH_OK;
}

static ch_err list_nodes(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, const uint32_t *node,
                         ch_target_rows *made)
{
    const ch_rows_firm_segments *fills = &zone->firm_segments;
    uint32_t *at = CH_NEW(arena, uint32_t, made->firms + 1), *list = CH_NEW(arena, uint32_t, fills->rows);
    uint32_t *seen_by = CH_NEW(scratch, uint32_t, zone->segments.rows); /* per node: 1 + the firm met last */
    if (!at || !list || !seen_by)
        return CH_ENOMEM;
    uint32_t n = 0;
    for (size_t i = 0; i < made->firms; i++) {
        at[i] = n;
        for (size_t row = made->fills_at[i]; row < made->fills_at[i + 1]; row++) {
            const uint32_t filled = node[ch_zone_find(zone, CH_TABLE_segments, fills->segment[row])];
            if (seen_by[filled] != i + 1)
                list[n++] = filled;
            seen_by[filled] = (uint32_t)i + 1;
        }
    }
    at[made->firms] = n;
    made->node_at = at;
    made->node = list;
    return CH_OK;
}

ch_err ch_target_rows_make(ch_arena *arena, const ch_zone *zone, const uint32_t *node, ch_target_rows *rows)
{
    ch_target_rows made = {.firms = zone->firms.rows};
    ch_arena scratch = CH_ARENA(arena->memory);
    made.fills_at = walk_along(arena, &zone->firms, zone->firm_segments.firm, zone->firm_segments.rows);
    made.signals_at = walk_along(arena, &zone->firms, zone->signals.firm, zone->signals.rows);
    ch_err err = made.fills_at && made.signals_at ? list_ties(arena, zone, &made) : CH_ENOMEM;
    if (err == CH_OK)
        err = locate(arena, zone, &made);
    if (err == CH_OK)
        err = list_nodes(arena, &scratch, zone, node, &made);
    ch_arena_free(&scratch);
    *rows = made;
    return err;
}
