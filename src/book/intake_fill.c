/* intake_fill.c - what the zone knows already is not asked again: the firm of a lead by its credit code or investor, its
 * credit code by the firm; and a firm told by its code. A cell is filled where the sheet says nothing and the zone has
 * nothing; what the zone has there stays, so that the same sheet read again changes nothing. */
#include "intake_parts.h"

static bool is_known(const ch_intake__run *run, const ch_intake__row *row, unsigned column)
{
    return row->zone_row != SIZE_MAX && !ch_table_is_empty(run->table, column, row->zone_row);
}

/* What the sheet says of a cell of text or, where it has no column for it, the zone. */
static ch_text said(const ch_intake__run *run, const ch_intake__row *row, unsigned column)
{
    if (row->own[column].is_given || row->zone_row == SIZE_MAX)
        return row->own[column].text;
    return ((const ch_text *)run->table->column[column])[row->zone_row];
}

static ch_err tell_fill(ch_intake__run *run, const ch_intake__row *row, unsigned column, size_t firm, ch_text value)
{
    const ch_text source = ch_text_copy(run->arena, run->ask->zone->firms.source[firm]);
    if (!source.at ||
        !ch_arena_grow(run->arena, (void **)&run->fill, &run->fill_capacity, run->intake->fills + 1, sizeof *run->fill))
        return CH_ENOMEM;
    run->fill[run->intake->fills++] = (ch_intake_fill){row->number, run->ask->form->table, column, value, source};
    return CH_OK;
}

static ch_err fill_cell(ch_intake__run *run, ch_intake__row *row, unsigned column, size_t firm, ch_text value)
{
    ch_intake__value *own = &row->own[column];
    own->is_given = !is_known(run, row, column);
    if (!own->is_given)
        return CH_OK;
    own->text = ch_text_copy(run->arena, value);
    own->at = own->at.line > 0 ? own->at : row->at;
    return own->text.at ? tell_fill(run, row, column, firm, own->text) : CH_ENOMEM;
}

/* The firm that a lead's code or investor names beyond doubt; SIZE_MAX: none. */
static ch_err find_investor(ch_intake__run *run, const ch_intake__row *row, size_t *firm)
{
    const ch_text investor = said(run, row, CH_COLUMN_leads_investor);
    const ch_err err = ch_intake__find_code(run, said(run, row, CH_COLUMN_leads_uscc), firm);
    if (err != CH_OK || *firm != SIZE_MAX || investor.len == 0)
        return err;
    return ch_intake__find_same(run, CH_TABLE_firms, investor, firm);
}

static ch_err fill_lead(ch_intake__run *run, ch_intake__row *row)
{
    size_t firm = SIZE_MAX;
    ch_err err = CH_OK;
    if (row->own[CH_COLUMN_leads_firm].text.len == 0)
        err = find_investor(run, row, &firm);
    if (err == CH_OK && firm != SIZE_MAX)
        err = fill_cell(run, row, CH_COLUMN_leads_firm, firm, run->ask->zone->firms.id[firm]);
    if (err != CH_OK)
        return err;
    firm = ch_zone_find(run->ask->zone, CH_TABLE_firms, said(run, row, CH_COLUMN_leads_firm));
    if (firm == SIZE_MAX || row->own[CH_COLUMN_leads_uscc].text.len > 0 || run->ask->zone->firms.uscc[firm].len == 0)
        return CH_OK;
    return fill_cell(run, row, CH_COLUMN_leads_uscc, firm, run->ask->zone->firms.uscc[firm]);
}

/* A firm's key that a code stood for. */
static ch_err fill_codes(ch_intake__run *run, const ch_intake__row *row)
{
    ch_err err = CH_OK;
    for (unsigned column = 0; column < run->kind->columns && err == CH_OK; column++)
        if (row->is_code[column]) {
            const ch_text key = row->own[column].text;
            err = tell_fill(run, row, column, ch_zone_find(run->ask->zone, CH_TABLE_firms, key), key);
        }
    return err;
}

ch_err ch_intake__fill(ch_intake__run *run, ch_intake__row *row)
{
    const ch_err err = fill_codes(run, row);
    return err == CH_OK && run->ask->form->table == CH_TABLE_leads ? fill_lead(run, row) : err;
}
