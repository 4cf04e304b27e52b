/* gather.c - firms are gathered with what they need; then the tables are cut down to their rows. */
#include "gather.h"

#include "changhe/cut.h"

#include <stdlib.h>

/* ---- firms */

static void take(ch_desk__gathering *g, uint32_t firm)
{
    void *list = g->firm;
    if (g->failed || g->in[firm])
        return;
    if (!ch_arena_grow(g->arena, &list, &g->capacity, g->firms + 1, sizeof *g->firm)) {
        g->failed = true;
        return;
    }
    g->firm = list;
    g->firm[g->firms++] = firm;
    g->in[firm] = true;
}

void ch_desk__gather_firm(ch_desk__gathering *g, uint32_t firm)
{
    for (; firm != CH_DESK__NONE && !g->in[firm] && !g->failed; firm = g->ledger->parent[firm])
        take(g, firm);
}

/* The firm as one that may count in a chain, where groups do. */
static void take_with_first(ch_desk__gathering *g, uint32_t firm)
{
    const ch_desk__lists *members = &g->ledger->members;
    ch_desk__gather_firm(g, firm);
    ch_desk__gather_firm(g, members->item[members->start[g->ledger->group[firm]]]);
}

bool ch_desk__stands_in(const ch_desk__ledger *ledger, const ch_place_set *set, uint32_t firm)
{
    const uint32_t zone = ledger->rows.zone[firm];
    return set->in[ledger->rows.place[firm]] || (zone != CH_DESK__NONE && set->in[zone]);
}

static void take_list(ch_desk__gathering *g, const ch_desk__lists *lists, size_t at)
{
    for (uint32_t i = lists->start[at]; i < lists->start[at + 1]; i++)
        take_with_first(g, lists->item[i]);
}

void ch_desk__gather_local(ch_desk__gathering *g, const ch_place_set *set)
{
    for (size_t place = 0; place < g->ledger->zone->places.rows; place++) {
        if (!set->in[place])
            continue;
        take_list(g, &g->ledger->at_place, place);
        take_list(g, &g->ledger->in_zone, place);
    }
}

/* Calls with every firm that it supplies or buys from. */
static void visit_partners(ch_desk__gathering *g, uint32_t firm, const ch_place_set *set,
                           void (*visit)(ch_desk__gathering *g, uint32_t partner, const ch_place_set *set))
{
    const ch_target_rows *rows = &g->ledger->rows;
    for (uint32_t row = rows->supplies_at[firm]; row < rows->supplies_at[firm + 1]; row++)
        visit(g, rows->customer[row], set);
    for (uint32_t i = rows->buys_at[firm]; i < rows->buys_at[firm + 1]; i++)
        visit(g, rows->supplier[rows->buys[i]], set);
}

static void take_if_local(ch_desk__gathering *g, uint32_t partner, const ch_place_set *set)
{
    if (ch_desk__stands_in(g->ledger, set, partner))
        ch_desk__gather_firm(g, partner);
}

void ch_desk__gather_partners(ch_desk__gathering *g, uint32_t firm, const ch_place_set *set)
{
    visit_partners(g, firm, set, take_if_local);
}

/* ---- what edits need */

static void take_touched(ch_desk__gathering *g, uint32_t firm, const ch_place_set *unused)
{
    (void)unused;
    g->touched[firm] = true;
    ch_desk__gather_firm(g, firm);
}

/* An edit may move the firm or take it away: then its ties speak for others, or no more. */
static void touch(ch_desk__gathering *g, uint32_t firm)
{
    if (g->named[firm])
        return;
    g->named[firm] = g->touched[firm] = true;
    take_with_first(g, firm);
    visit_partners(g, firm, NULL, take_touched);
}

static int compare_name(const void *key, const void *top)
{
    return ch_text_compare(*(const ch_text *)key, ((const ch_desk__top *)top)->name);
}

/* Firms that come under a parent of this name join those that are under it. */
static void take_name(ch_desk__gathering *g, ch_text name)
{
    const ch_desk__top *top = NULL;
    if (name.len > 0 && g->ledger->tops > 0)
        top = bsearch(&name, g->ledger->top, g->ledger->tops, sizeof *top, compare_name);
    if (top)
        take_with_first(g, top->firm);
}

/* The firm may leave its group, or take others with it: all of it, and whom they would join by name. */
static void regroup(ch_desk__gathering *g, uint32_t firm)
{
    const ch_rows_firms *row = &g->ledger->zone->firms;
    const ch_desk__lists *members = &g->ledger->members;
    const uint32_t group = g->ledger->group[firm];
    take_name(g, row->name_zh[firm]); /* under which those below it stay together when it goes */
    if (g->regrouped[group])
        return;
    g->regrouped[group] = true;
    for (uint32_t i = members->start[group]; i < members->start[group + 1]; i++) {
        ch_desk__gather_firm(g, members->item[i]);
        take_name(g, row->parent_name[members->item[i]]);
    }
}

static bool is_column(const ch_edit *edit, const ch_edit_cell *cell, ch_text name)
{
    return ch_text_equal(ch_text_of(ch_schema_table(edit->table)->column[cell->column].name), name);
}

static uint32_t find_firm(const ch_desk__gathering *g, ch_text id)
{
    return (uint32_t)ch_zone_find(g->ledger->zone, CH_TABLE_firms, ch_text_trim(id)); /* SIZE_MAX: CH_DESK__NONE */
}

static void need_for_firm(ch_desk__gathering *g, const ch_edit *edit)
{
    uint32_t firm = CH_DESK__NONE;
    bool regroups = edit->is_delete;
    for (size_t i = 0; i < edit->cells; i++) {
        const ch_edit_cell *cell = &edit->cell[i];
        const bool is_parent = is_column(edit, cell, CH_TEXT("parent"));
        const bool is_name = is_column(edit, cell, CH_TEXT("parent_name"));
        const uint32_t parent = is_parent ? find_firm(g, cell->text) : CH_DESK__NONE;
        if (cell->column == 0)
            firm = find_firm(g, cell->text);
        if (parent != CH_DESK__NONE)
            take_with_first(g, parent);
        if (is_name || is_column(edit, cell, CH_TEXT("name_zh")))
            take_name(g, ch_text_trim(cell->text));
        regroups |= is_parent || is_name;
    }
    if (firm == CH_DESK__NONE)
        return;
    touch(g, firm);
    if (regroups)
        regroup(g, firm);
}

static void need_project(ch_desk__gathering *g, ch_text id)
{
    const size_t row = ch_zone_find(g->ledger->zone, CH_TABLE_projects, ch_text_trim(id));
    if (row == SIZE_MAX)
        return;
    g->project[row] = true;
    ch_desk__gather_firm(g, g->ledger->project_firm[row]);
}

static void need_for_row(ch_desk__gathering *g, const ch_edit *edit)
{
    const ch_table_kind *kind = ch_schema_table(edit->table);
    for (size_t i = 0; i < edit->cells; i++) {
        const ch_edit_cell *cell = &edit->cell[i];
        const uint32_t firm =
            kind->column[cell->column].to == CH_TABLE_firms ? find_firm(g, cell->text) : CH_DESK__NONE;
        if (firm != CH_DESK__NONE)
            touch(g, firm);
        if (edit->table == CH_TABLE_projects && cell->column == 0)
            need_project(g, cell->text);
    }
}

bool ch_desk__fits_scope(const ch_edits *edits)
{
    for (size_t i = 0; edits && i < edits->count; i++) {
        switch (edits->edit[i].table) {
        case CH_TABLE_firms:
        case CH_TABLE_firm_segments:
        case CH_TABLE_ties:
        case CH_TABLE_signals:
        case CH_TABLE_projects: break;
        case CH_TABLE_sources:
            if (!edits->edit[i].is_delete)
                break;
            return false;
        default: return false;
        }
    }
    return true;
}

ch_err ch_desk__begin_gathering(ch_arena *arena, const ch_desk__ledger *ledger, const ch_edits *edits,
                                ch_desk__gathering *g)
{
    const size_t firms = ledger->zone->firms.rows;
    *g = (ch_desk__gathering){.ledger = ledger,
                              .arena = arena,
                              .in = CH_NEW(arena, bool, firms),
                              .touched = CH_NEW(arena, bool, firms),
                              .named = CH_NEW(arena, bool, firms),
                              .regrouped = CH_NEW(arena, bool, firms),
                              .project = CH_NEW(arena, bool, ledger->zone->projects.rows)};
    if (!g->in || !g->touched || !g->named || !g->regrouped || !g->project)
        return CH_ENOMEM;
    for (size_t i = 0; edits && i < edits->count; i++) {
        if (edits->edit[i].table == CH_TABLE_firms)
            need_for_firm(g, &edits->edit[i]);
        else
            need_for_row(g, &edits->edit[i]);
    }
    return g->failed ? CH_ENOMEM : CH_OK;
}

/* ---- the part they make */

static int compare_rows(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Rows from at[f] to at[f+1] of every firm f; all of these ascend, for the firms do. */
static ch_err cut_own_rows(ch_desk__gathering *g, const uint32_t *at, ch_cut *cut)
{
    size_t n = 0;
    for (size_t i = 0; i < g->firms; i++)
        n += at[g->firm[i] + 1] - at[g->firm[i]];
    uint32_t *row = CH_NEW(g->arena, uint32_t, n);
    if (!row)
        return CH_ENOMEM;
    *cut = (ch_cut){true, row, n};
    for (size_t i = 0; i < g->firms; i++)
        for (uint32_t own = at[g->firm[i]]; own < at[g->firm[i] + 1]; own++)
            *row++ = own;
    return CH_OK;
}

/* Of the rows of suppliers those whose customers are in too. */
static ch_err cut_ties(ch_desk__gathering *g, ch_cut *cut)
{
    ch_err err = cut_own_rows(g, g->ledger->rows.supplies_at, cut);
    uint32_t *row = (uint32_t *)cut->row;
    size_t kept = 0;
    for (size_t i = 0; err == CH_OK && i < cut->rows; i++)
        if (g->in[g->ledger->rows.customer[row[i]]])
            row[kept++] = row[i];
    cut->rows = kept;
    return err;
}

/* The first row of a table in the order of firms' ids whose firm is not before the id. */
static size_t find_own(const ch_text *firm, size_t rows, ch_text id)
{
    size_t low = 0, high = rows;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (ch_text_compare(firm[middle], id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Rows of a table whose first key is the firm; none speaks for or against a target, but they go with a firm that goes. */
static ch_err cut_kept_rows(ch_desk__gathering *g, ch_table_id table, const ch_text *firm, ch_cut *cut)
{
    const size_t rows = g->ledger->zone->table[table]->rows;
    void *list = NULL;
    size_t capacity = 0;
    cut[table] = (ch_cut){.cut = true};
    for (size_t i = 0; i < g->firms; i++) {
        const ch_text id = g->ledger->zone->firms.id[g->firm[i]];
        for (size_t row = find_own(firm, rows, id); row < rows && ch_text_equal(firm[row], id); row++) {
            if (!ch_arena_grow(g->arena, &list, &capacity, cut[table].rows + 1, sizeof(uint32_t)))
                return CH_ENOMEM;
            ((uint32_t *)list)[cut[table].rows++] = (uint32_t)row;
        }
    }
    cut[table].row = list;
    return CH_OK;
}

/* Rows that may name a firm: those whose firm is in, and those that an edit names (NULL: it can name none). */
static ch_err cut_naming_rows(ch_desk__gathering *g, size_t rows, const uint32_t *firm, const bool *named, ch_cut *cut)
{
    uint32_t *row = CH_NEW(g->arena, uint32_t, rows);
    if (!row)
        return CH_ENOMEM;
    *cut = (ch_cut){true, row, 0};
    for (size_t i = 0; i < rows; i++)
        if ((named && named[i]) || (firm[i] != CH_DESK__NONE && g->in[firm[i]]))
            row[cut->rows++] = (uint32_t)i;
    return CH_OK;
}

/* What officers keep of firms. */
static ch_err cut_field(ch_desk__gathering *g, ch_cut *cut)
{
    const ch_zone *zone = g->ledger->zone;
    ch_err err = cut_kept_rows(g, CH_TABLE_firm_years, zone->firm_years.firm, cut);
    if (err == CH_OK)
        err = cut_kept_rows(g, CH_TABLE_firm_titles, zone->firm_titles.firm, cut);
    if (err == CH_OK)
        err = cut_kept_rows(g, CH_TABLE_yields, zone->yields.firm, cut);
    return err == CH_OK ? cut_naming_rows(g, zone->leads.rows, g->ledger->lead_firm, NULL, &cut[CH_TABLE_leads]) : err;
}

/* Agreements may name projects that are not in; they say nothing of whom to invite. */
static void cut_agreements(ch_cut *cut)
{
    static const ch_table_id of[] = {CH_TABLE_agreements,        CH_TABLE_agreement_parties, CH_TABLE_agreement_phases,
                                     CH_TABLE_agreement_amounts, CH_TABLE_agreement_plans,   CH_TABLE_agreement_groups,
                                     CH_TABLE_agreement_figures};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        cut[of[i]] = (ch_cut){.cut = true};
}

ch_err ch_desk__cut_gathered(ch_desk__gathering *g, ch_zone **part)
{
    ch_cut cut[CH_TABLES] = {{0}};
    *part = NULL;
    if (g->failed)
        return CH_ENOMEM;
    if (g->firms > 0)
        qsort(g->firm, g->firms, sizeof *g->firm, compare_rows);
    cut[CH_TABLE_firms] = (ch_cut){true, g->firm, g->firms};
    ch_err err = cut_own_rows(g, g->ledger->rows.fills_at, &cut[CH_TABLE_firm_segments]);
    if (err == CH_OK)
        err = cut_own_rows(g, g->ledger->rows.signals_at, &cut[CH_TABLE_signals]);
    if (err == CH_OK)
        err = cut_ties(g, &cut[CH_TABLE_ties]);
    if (err == CH_OK)
        err = cut_naming_rows(g, g->ledger->zone->projects.rows, g->ledger->project_firm, g->project,
                              &cut[CH_TABLE_projects]);
    if (err == CH_OK)
        err = cut_field(g, cut);
    cut_agreements(cut);
    return err == CH_OK ? ch_zone_cut(g->ledger->zone, cut, part) : err;
}
