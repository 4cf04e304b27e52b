/* bundle.c - an agreement cut out of its zone. */
#include "changhe/bundle.h"

#include "agreeing.h"

#include "changhe/access.h"
#include "changhe/cut.h"

static bool stays_whole(ch_table_id table)
{
    switch ((int)table) {
    case CH_TABLE_zone:
    case CH_TABLE_places:
    case CH_TABLE_place_history:
    case CH_TABLE_sources:
    case CH_TABLE_assumptions:
    case CH_TABLE_tax_rules: return true;
    default: return false;
    }
}

/* Its own rows of a table of agreements; of any other none. */
static ch_err cut_table(ch_arena *arena, const ch_zone *zone, ch_table_id table, ch_text agreement, ch_cut *cut)
{
    const size_t rows = zone->table[table]->rows;
    ch_text of;
    *cut = (ch_cut){.cut = true};
    if (rows == 0 || !ch_access_agreement(zone, table, 0, &of))
        return CH_OK;
    uint32_t *row = CH_NEW(arena, uint32_t, rows);
    if (row == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < rows; i++)
        if (ch_access_agreement(zone, table, i, &of) && ch_text_equal(of, agreement))
            row[cut->rows++] = (uint32_t)i;
    cut->row = row;
    return CH_OK;
}

static ch_err cut_all(ch_arena *arena, const ch_zone *zone, ch_text agreement, ch_zone **part)
{
    ch_cut cut[CH_TABLES] = {{0}};
    ch_err err = CH_OK;
    for (int id = 0; id < CH_TABLES && err == CH_OK; id++)
        if (!stays_whole((ch_table_id)id))
            err = cut_table(arena, zone, (ch_table_id)id, agreement, &cut[id]);
    return err == CH_OK ? ch_zone_cut(zone, cut, part) : err;
}

static ch_err without_project(const ch_zone *zone, ch_text agreement, ch_zone **left, ch_faults *faults)
{
    const int project = ch_schema_find_column(ch_schema_table(CH_TABLE_agreements), CH_TEXT("project"));
    ch_edit_cell cell[] = {{.column = 0, .text = agreement}, {.column = (unsigned)project}};
    ch_edit edit = {.table = CH_TABLE_agreements, .cell = cell, .cells = 2};
    return ch_zone_edit(zone, &(ch_edits){&edit, 1}, left, faults);
}

ch_err ch_bundle_make(const ch_zone *zone, ch_text agreement, ch_zone **bundle, ch_faults *faults)
{
    ch_arena arena = CH_ARENA(zone->memory);
    ch_desk__deal deal;
    ch_zone *left = NULL;
    *bundle = NULL;
    ch_err err = ch_desk__read_deal(&arena, zone, agreement, &deal, faults);
    if (err == CH_OK && zone->agreements.project[deal.row].len > 0)
        err = without_project(zone, agreement, &left, faults);
    if (err == CH_OK)
        err = cut_all(&arena, left != NULL ? left : zone, agreement, bundle);
    ch_zone_drop(left);
    ch_arena_free(&arena);
    return err;
}
