/* access_agreements.c - an agreement is no one place's: who may read one of its parties' places may read it, and who changes it must
 * be an editor of all of them. What is invented tells nothing of anybody, and is everybody's. */
#include "access_agreements.h"

bool ch_access_agreement(const ch_zone *zone, ch_table_id table, size_t row, ch_text *agreement)
{
    switch ((int)table) {
    case CH_TABLE_agreements: *agreement = zone->agreements.id[row]; return true;
    case CH_TABLE_agreement_parties: *agreement = zone->agreement_parties.agreement[row]; return true;
    case CH_TABLE_agreement_phases: *agreement = zone->agreement_phases.agreement[row]; return true;
    case CH_TABLE_agreement_amounts: *agreement = zone->agreement_amounts.agreement[row]; return true;
    case CH_TABLE_agreement_plans: *agreement = zone->agreement_plans.agreement[row]; return true;
    case CH_TABLE_agreement_groups: *agreement = zone->agreement_groups.agreement[row]; return true;
    case CH_TABLE_agreement_figures: *agreement = zone->agreement_figures.agreement[row]; return true;
    default: return false;
    }
}

/* The first row of its parties, which lie together. */
static size_t first_party(const ch_rows_agreement_parties *rows, ch_text agreement)
{
    size_t from = 0, to = rows->rows;
    while (from < to) {
        const size_t at = from + (to - from) / 2;
        if (ch_text_compare(rows->agreement[at], agreement) < 0)
            from = at + 1;
        else
            to = at;
    }
    return from;
}

bool ch_access_adds_to(const ch_access *access, ch_text agreement)
{
    return access->everywhere == CH_STEWARD || ch_zone_find(access->zone, CH_TABLE_agreements, agreement) == SIZE_MAX ||
           ch_model__agreed_may(access, agreement).all >= CH_EDITOR;
}

void ch_access_agreed_places(const ch_zone *zone, ch_text agreement, ch_buf *codes)
{
    const ch_rows_agreement_parties *rows = &zone->agreement_parties;
    const size_t from = codes->len;
    for (size_t row = first_party(rows, agreement); row < rows->rows; row++) {
        if (!ch_text_equal(rows->agreement[row], agreement))
            break;
        if (rows->place[row].len == 0)
            continue;
        ch_buf_adds(codes, codes->len > from ? " " : "");
        ch_buf_add(codes, rows->place[row]);
    }
}

ch_model__agreed ch_model__agreed_may(const ch_access *access, ch_text agreement)
{
    const ch_rows_agreement_parties *rows = &access->zone->agreement_parties;
    ch_model__agreed may = {.any = access->everywhere, .all = CH_ANYBODY};
    bool is_placed = false;
    for (size_t row = first_party(rows, agreement); row < rows->rows; row++) {
        const ch_text place = rows->place[row];
        if (!ch_text_equal(rows->agreement[row], agreement))
            break;
        const size_t at = place.len > 0 ? ch_zone_find_place(access->zone, place) : SIZE_MAX;
        if (at == SIZE_MAX)
            continue;
        const ch_may here = (ch_may)access->at[at];
        may.any = here > may.any ? here : may.any;
        may.all = !is_placed || here < may.all ? here : may.all;
        is_placed = true;
    }
    if (may.all < access->everywhere)
        may.all = access->everywhere;
    return may;
}

bool ch_model__is_invented(const ch_zone *zone, ch_table_id table, size_t row)
{
    uint32_t marks = 0;
    ch_text source = {0};
    switch ((int)table) {
    case CH_TABLE_agreement_parties:
        marks = zone->agreement_parties.marks[row];
        source = zone->agreement_parties.source[row];
        break;
    case CH_TABLE_agreement_amounts:
        marks = zone->agreement_amounts.marks[row];
        source = zone->agreement_amounts.source[row];
        break;
    case CH_TABLE_agreement_plans:
        marks = zone->agreement_plans.marks[row];
        source = zone->agreement_plans.source[row];
        break;
    case CH_TABLE_agreement_groups:
        marks = zone->agreement_groups.marks[row];
        source = zone->agreement_groups.source[row];
        break;
    case CH_TABLE_agreement_figures:
        marks = zone->agreement_figures.marks[row];
        source = zone->agreement_figures.source[row];
        break;
    default: return false;
    }
    return (ch_schema_marks(marks, source) >> CH_mark_ILLUSTRATIVE & 1) != 0;
}
