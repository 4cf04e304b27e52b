/* check_agreements.c - what must hold of agreements beside their references: parts are parts, phases do not overlap,
 * one party takes what is left over. */
#include "check.h"

#include "changhe/decimal.h"
#include "changhe/ratio_text.h"

enum { MOST_RAMP = 50 }; /* parts of a ramp: CH_FORECAST_RAMP */

/* A cell that is at fault already is told once. */
static void tell(ch_checking *c, ch_table_id table, size_t row, unsigned column, ch_want want, ch_text detail)
{
    if (!ch_check__was_told(c, table, row, column))
        ch_check__tell_cell(c, table, row, column, want, detail);
}

static ch_ratio ratio_of(ch_text text)
{
    ch_ratio ratio = {0, 1};
    if (!ch_ratio_parse(text, &ratio))
        return (ch_ratio){0, 1}; /* empty, or told */
    return ratio;
}

/* ---- parts and amounts */

static void check_ratios(ch_checking *c, ch_table_id table, unsigned column)
{
    const ch_table *of = c->zone->table[table];
    if (ch_check__shares(c, table) || (of->empty >> column & 1) != 0)
        return;
    for (size_t row = 0; row < of->rows; row++) {
        const ch_text text = ch_zone__texts(of, column)[row];
        ch_ratio ratio;
        if (text.len > 0 && !ch_ratio_parse(text, &ratio))
            tell(c, table, row, column, CH_WANT_RATIO, CH_TEXT(""));
    }
}

static void check_sign(ch_checking *c, ch_table_id table, unsigned column)
{
    const ch_table *of = c->zone->table[table];
    if (ch_check__shares(c, table) || (of->empty >> column & 1) != 0)
        return;
    const int64_t *fen = of->column[column];
    for (size_t row = 0; row < of->rows; row++)
        if (fen[row] != CH_UNKNOWN_I64 && fen[row] < 0)
            tell(c, table, row, column, CH_WANT_NOT_NEGATIVE, CH_TEXT(""));
}

static void check_cells(ch_checking *c)
{
#define PARTY(column) CH_TABLE_agreement_parties, CH_COLUMN_agreement_parties_##column
    static const struct {
        ch_table_id table;
        unsigned column;
    } signed_column[] = {{PARTY(floor_wan)},
                         {PARTY(cap_year_wan)},
                         {PARTY(cap_wan)},
                         {PARTY(repay_wan)},
                         {PARTY(paid_wan)},
                         {CH_TABLE_agreements, CH_COLUMN_agreements_base_wan},
                         {CH_TABLE_agreement_plans, CH_COLUMN_agreement_plans_full_wan}};
    for (size_t i = 0; i < sizeof signed_column / sizeof *signed_column; i++)
        check_sign(c, signed_column[i].table, signed_column[i].column);
    check_ratios(c, PARTY(assessment));
#undef PARTY
    check_ratios(c, CH_TABLE_agreement_phases, CH_COLUMN_agreement_phases_weight);
    check_ratios(c, CH_TABLE_tax_rules, CH_COLUMN_tax_rules_central);
    check_ratios(c, CH_TABLE_tax_rules, CH_COLUMN_tax_rules_provincial);
    for (size_t row = 0; row < c->zone->agreements.rows && !ch_check__shares(c, CH_TABLE_agreements); row++)
        if (c->zone->agreements.base[row] == CH_base_INCREMENT && c->zone->agreements.base_wan[row] == CH_UNKNOWN_I64)
            tell(c, CH_TABLE_agreements, row, CH_COLUMN_agreements_base_wan, CH_WANT_BASE_AMOUNT, CH_TEXT(""));
}

/* A ramp is parts with a blank between. */
static void check_ramps(ch_checking *c)
{
    const ch_rows_agreements *rows = &c->zone->agreements;
    if (ch_check__shares(c, CH_TABLE_agreements))
        return;
    for (size_t row = 0; row < rows->rows; row++) {
        ch_text rest = rows->ramp[row], part;
        ch_ratio ratio;
        size_t n = 0;
        while (ch_text_next(&rest, ' ', &part)) {
            if (part.len > 0 && !ch_ratio_parse(part, &ratio)) {
                tell(c, CH_TABLE_agreements, row, CH_COLUMN_agreements_ramp, CH_WANT_RATIO, part);
                break;
            }
            n += part.len > 0;
        }
        if (n > MOST_RAMP)
            tell(c, CH_TABLE_agreements, row, CH_COLUMN_agreements_ramp, CH_WANT_VALUES, CH_TEXT("50"));
    }
}

/* ---- parties. Rows stand by agreement, then party: those of one agreement lie together. */

static bool is_above(int64_t floor_fen, int64_t cap_fen)
{
    return cap_fen != CH_UNKNOWN_I64 && floor_fen > cap_fen;
}

static void check_bounds(ch_checking *c, size_t row, bool takes_rest)
{
    const ch_rows_agreement_parties *party = &c->zone->agreement_parties;
    const int64_t floor_fen = party->floor_wan[row];
    static const unsigned bound[] = {CH_COLUMN_agreement_parties_floor_wan, CH_COLUMN_agreement_parties_cap_year_wan,
                                     CH_COLUMN_agreement_parties_cap_wan};
    const int64_t fen[] = {floor_fen, party->cap_year_wan[row], party->cap_wan[row]};
    for (size_t i = 0; takes_rest && i < 3; i++)
        if (fen[i] != CH_UNKNOWN_I64)
            tell(c, CH_TABLE_agreement_parties, row, bound[i], CH_WANT_NO_BOUND, CH_TEXT(""));
    if (!takes_rest && floor_fen != CH_UNKNOWN_I64 && (is_above(floor_fen, fen[1]) || is_above(floor_fen, fen[2])))
        tell(c, CH_TABLE_agreement_parties, row, bound[0], CH_WANT_LOW_FLOOR, CH_TEXT(""));
}

/* Rows from..to are the parties of one agreement. */
static void check_group(ch_checking *c, size_t from, size_t to)
{
    const ch_rows_agreement_parties *party = &c->zone->agreement_parties;
    size_t marked = 0, hosts = 0, last_marked = 0, last_host = 0;
    double assessed = 0;
    for (size_t row = from; row < to; row++) {
        const ch_ratio part = ratio_of(party->assessment[row]);
        assessed += (double)part.num / (double)part.den;
        marked += party->overflow[row];
        hosts += party->role[row] == CH_party_HOST;
        last_marked = party->overflow[row] ? row : last_marked;
        last_host = party->role[row] == CH_party_HOST ? row : last_host;
    }
    if (marked > 1 || (marked == 0 && hosts != 1))
        tell(c, CH_TABLE_agreement_parties, to - 1, CH_COLUMN_agreement_parties_overflow, CH_WANT_ONE_OVERFLOW,
             CH_TEXT(""));
    if (assessed > 1 + 1e-9)
        tell(c, CH_TABLE_agreement_parties, to - 1, CH_COLUMN_agreement_parties_assessment, CH_WANT_ASSESSMENT_SUM,
             CH_TEXT(""));
    for (size_t row = from; row < to; row++)
        check_bounds(c, row, row == (marked > 0 ? last_marked : last_host));
}

static void check_parties(ch_checking *c)
{
    const ch_rows_agreement_parties *party = &c->zone->agreement_parties;
    size_t from = 0;
    if (ch_check__shares(c, CH_TABLE_agreement_parties))
        return;
    for (size_t row = 1; row <= party->rows; row++)
        if (row == party->rows || !ch_text_equal(party->agreement[row], party->agreement[from])) {
            check_group(c, from, row);
            from = row;
        }
}

void ch_check__agreements(ch_checking *c)
{
    check_cells(c);
    check_ramps(c);
    check_parties(c);
    ch_check__phases(c);
    ch_check__agreement_groups(c);
}
