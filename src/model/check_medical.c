/* check_medical.c - what must hold of the rules of medical insurance and of prepayments: parts are parts, amounts are not
 * negative, and of one place, kind and filing one rule at most speaks on any day. */
#include "check.h"

#include "changhe/decimal.h"
#include "changhe/ratio_text.h"

#include <stdlib.h>

enum { WHOLE = 10000 }; /* parts are exact in 1/10,000 */

static void tell(ch_checking *c, ch_table_id table, size_t row, unsigned column, ch_want want, ch_text detail)
{
    if (!ch_check__was_told(c, table, row, column))
        ch_check__tell_cell(c, table, row, column, want, detail);
}

/* In 1/WHOLE; -1: empty, or none. */
static int64_t part_of(ch_text text)
{
    ch_ratio ratio;
    if (text.len == 0 || !ch_ratio_parse(text, &ratio) || WHOLE % ratio.den != 0)
        return -1;
    return ratio.num * (WHOLE / ratio.den);
}

static void check_part(ch_checking *c, ch_table_id table, size_t row, unsigned column)
{
    const ch_text text = ch_zone__texts(c->zone->table[table], column)[row];
    if (text.len > 0 && part_of(text) < 0)
        tell(c, table, row, column, CH_WANT_SHORT_RATIO, CH_TEXT(""));
}

static void check_sign(ch_checking *c, ch_table_id table, size_t row, unsigned column)
{
    const int64_t *fen = c->zone->table[table]->column[column];
    if (fen[row] != CH_UNKNOWN_I64 && fen[row] < 0)
        tell(c, table, row, column, CH_WANT_NOT_NEGATIVE, CH_TEXT(""));
}

/* ---- rules */

static void check_rule(ch_checking *c, size_t row)
{
#define RULE(column) CH_TABLE_medical_rules, row, CH_COLUMN_medical_rules_##column
    const ch_rows_medical_rules *rules = &c->zone->medical_rules;
    check_part(c, RULE(ratio));
    check_part(c, RULE(less));
    if (part_of(rules->ratio[row]) >= 0 && part_of(rules->less[row]) > part_of(rules->ratio[row]))
        tell(c, RULE(less), CH_WANT_LESS_THAN_RATIO, CH_TEXT(""));
    check_sign(c, RULE(deductible_wan));
    check_sign(c, RULE(cap_wan));
#undef RULE
}

/* The days of which a rule speaks, both counted. */
typedef struct {
    ch_text insured;
    unsigned kind, filing;
    ch_date from, to;
    size_t row;
} term;

static int order_of_subject(const term *a, const term *b)
{
    int order = ch_text_compare(a->insured, b->insured);
    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    return order != 0 ? order : (a->filing > b->filing) - (a->filing < b->filing);
}

static int by_subject(const void *left, const void *right)
{
    const term *a = left, *b = right;
    int order = order_of_subject(a, b);
    if (order == 0)
        order = (a->from > b->from) - (a->from < b->from);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* By their beginnings: each is held against the one before that lasts longest. */
static void check_days(ch_checking *c, const term *list, size_t n)
{
    size_t longest = 0;
    for (size_t i = 1; i < n; i++) {
        if (order_of_subject(&list[longest], &list[i]) != 0) {
            longest = i;
            continue;
        }
        if (list[i].from <= list[longest].to)
            tell(c, CH_TABLE_medical_rules, list[i].row, CH_COLUMN_medical_rules_valid_from, CH_WANT_MEDICAL_OWN_DAYS,
                 c->zone->medical_rules.id[list[longest].row]);
        if (list[i].to > list[longest].to)
            longest = i;
    }
}

static ch_err check_rules(ch_checking *c, ch_arena *scratch)
{
    const ch_rows_medical_rules *rules = &c->zone->medical_rules;
    term *list = CH_NEW(scratch, term, rules->rows);
    if (list == NULL)
        return CH_ENOMEM;
    for (size_t row = 0; row < rules->rows; row++) {
        check_rule(c, row);
        list[row] = (term){rules->insured[row],
                           rules->kind[row],
                           rules->filing[row],
                           rules->valid_from[row],
                           rules->valid_to[row] != 0 ? ch_date_last_day(rules->valid_to[row]) : INT32_MAX,
                           row};
    }
    qsort(list, rules->rows, sizeof *list, by_subject);
    check_days(c, list, rules->rows);
    return CH_OK;
}

/* ---- prepayments */

static void check_prepayment(ch_checking *c, size_t row)
{
#define PREPAID(column) CH_TABLE_medical_prepayments, row, CH_COLUMN_medical_prepayments_##column
    enum { DAYS = 10000 };
    const ch_rows_medical_prepayments *rows = &c->zone->medical_prepayments;
    if (rows->year[row] % DAYS != 0)
        tell(c, PREPAID(year), CH_WANT_YEAR, CH_TEXT(""));
    check_sign(c, PREPAID(amount_wan));
    check_part(c, PREPAID(yellow));
    check_part(c, PREPAID(red));
    if (part_of(rows->red[row]) >= 0 && part_of(rows->yellow[row]) > part_of(rows->red[row]))
        tell(c, PREPAID(yellow), CH_WANT_YELLOW_FIRST, CH_TEXT(""));
#undef PREPAID
}

void ch_check__medical(ch_checking *c)
{
    ch_arena scratch = CH_ARENA(c->zone->memory);
    if (!ch_check__shares(c, CH_TABLE_medical_rules))
        ch_check__note(c, check_rules(c, &scratch));
    for (size_t row = 0; row < c->zone->medical_prepayments.rows && !ch_check__shares(c, CH_TABLE_medical_prepayments);
         row++)
        check_prepayment(c, row);
    ch_arena_free(&scratch);
}
