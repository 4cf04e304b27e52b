/* check_phases.c - what must hold between the phases of an agreement, and between tax rules: each speaks of years, or
 * days, of its own, and parts do not exceed the whole. */
#include "check.h"

#include "changhe/decimal.h"
#include "changhe/ratio_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PHASES = 256 }; /* of one agreement: they are compared each with each */

typedef struct {
    ch_text agreement, party, class;
    int64_t from, to; /* years, half-open */
    uint32_t streams; /* bits; never 0 */
    double part;
    size_t row;
} phase;

static void tell(ch_checking *c, ch_table_id table, size_t row, unsigned column, ch_want want, ch_text detail)
{
    if (!ch_check__was_told(c, table, row, column))
        ch_check__tell_cell(c, table, row, column, want, detail);
}

static phase phase_of(const ch_rows_agreement_phases *rows, size_t row)
{
    ch_ratio part = {0, 1};
    if (!ch_ratio_parse(rows->weight[row], &part))
        part = (ch_ratio){0, 1}; /* told */
    return (phase){.agreement = rows->agreement[row],
                   .party = rows->party[row],
                   .class = rows->class[row],
                   .from = rows->from_year[row] == CH_UNKNOWN_I64 ? 0 : rows->from_year[row],
                   .to = rows->to_year[row] == CH_UNKNOWN_I64 ? INT64_MAX : rows->to_year[row],
                   .streams = rows->streams[row] != 0 ? rows->streams[row] : UINT32_MAX,
                   .part = (double)part.num / (double)part.den,
                   .row = row};
}

static int by_agreement(const void *left, const void *right)
{
    const phase *a = left, *b = right;
    const int order = ch_text_compare(a->agreement, b->agreement);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static bool share_class(ch_text a, ch_text b)
{
    return a.len == 0 || b.len == 0 || ch_text_equal(a, b);
}

static bool overlap(const phase *a, const phase *b)
{
    return ch_text_equal(a->party, b->party) && a->from < b->to && b->from < a->to && (a->streams & b->streams) != 0 &&
           share_class(a->class, b->class);
}

/* The key of agreement_parties is of two columns: the rows of one agreement lie together, found by halves. */
static bool is_party(const ch_rows_agreement_parties *rows, ch_text agreement, ch_text party)
{
    size_t from = 0, to = rows->rows;
    while (from < to) {
        const size_t at = from + (to - from) / 2;
        int order = ch_text_compare(rows->agreement[at], agreement);
        if (order == 0)
            order = ch_text_compare(rows->party[at], party);
        if (order == 0)
            return true;
        if (order < 0)
            from = at + 1;
        else
            to = at;
    }
    return false;
}

/* A clause is told as the phase's id and reasons, a blank between: an id must not be taken for two, nor for a reason. */
static bool is_clause(ch_text id)
{
    static const char *const reason[] = {"not_in_force", "not_begun", "suspended", "base", "repaid",
                                         "cap_year",     "cap",       "rest",      "floor"};
    for (size_t i = 0; i < sizeof reason / sizeof *reason; i++)
        if (ch_text_equal(id, ch_text_of(reason[i])))
            return false;
    return id.len == 0 || memchr(id.at, ' ', id.len) == NULL;
}

static void check_one(ch_checking *c, const phase *at)
{
    if (!is_clause(c->zone->agreement_phases.id[at->row]))
        tell(c, CH_TABLE_agreement_phases, at->row, CH_COLUMN_agreement_phases_id, CH_WANT_PHASE_ID,
             CH_TEXT("not_in_force, not_begun, suspended, base, repaid, cap_year, cap, rest, floor"));
    if (at->to <= at->from)
        tell(c, CH_TABLE_agreement_phases, at->row, CH_COLUMN_agreement_phases_to_year, CH_WANT_LATER_YEAR,
             CH_TEXT(""));
    if (at->party.len > 0 && !is_party(&c->zone->agreement_parties, at->agreement, at->party))
        tell(c, CH_TABLE_agreement_phases, at->row, CH_COLUMN_agreement_phases_party, CH_WANT_PARTY, at->agreement);
}

static void check_overlap(ch_checking *c, const phase *list, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (overlap(&list[i], &list[j])) {
                tell(c, CH_TABLE_agreement_phases, list[i].row, CH_COLUMN_agreement_phases_from_year, CH_WANT_OWN_YEARS,
                     c->zone->agreement_phases.id[list[j].row]);
                break;
            }
}

/* What all phases together give of one stream to one class in a year. */
static double sum_of(const phase *list, size_t n, int64_t year, uint32_t stream, ch_text class)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        if (list[i].from <= year && year < list[i].to && (list[i].streams & stream) != 0 &&
            (list[i].class.len == 0 || ch_text_equal(list[i].class, class)))
            sum += list[i].part;
    return sum;
}

/* A sum is largest where a phase begins. Parts are exact where they are used; here a sum of 1 is 1 to 1e-12. One that exceeds
 * only for a class whose own phase began earlier is refused when it is used. */
static void check_sum(ch_checking *c, const phase *list, size_t n, size_t i)
{
    char year[24];
    for (unsigned stream = 1; stream < CH_stream_END; stream++) {
        if ((list[i].streams >> stream & 1) == 0 ||
            sum_of(list, n, list[i].from, 1u << stream, list[i].class) <= 1 + 1e-12)
            continue;
        snprintf(year, sizeof year, "%lld", (long long)list[i].from);
        tell(c, CH_TABLE_agreement_phases, list[i].row, CH_COLUMN_agreement_phases_weight, CH_WANT_PARTS_SUM,
             ch_text_of(year));
        return;
    }
}

static void check_group(ch_checking *c, const phase *list, size_t n)
{
    if (n > MOST_PHASES) {
        tell(c, CH_TABLE_agreement_phases, list[MOST_PHASES].row, CH_COLUMN_agreement_phases_agreement, CH_WANT_VALUES,
             CH_TEXT("256"));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        check_one(c, &list[i]);
        check_sum(c, list, n, i);
    }
    check_overlap(c, list, n);
}

static ch_err check_phases(ch_checking *c, ch_arena *scratch)
{
    const ch_rows_agreement_phases *rows = &c->zone->agreement_phases;
    phase *list = CH_NEW(scratch, phase, rows->rows);
    size_t from = 0;
    if (list == NULL)
        return CH_ENOMEM;
    for (size_t row = 0; row < rows->rows; row++)
        list[row] = phase_of(rows, row);
    qsort(list, rows->rows, sizeof *list, by_agreement);
    for (size_t row = 1; row <= rows->rows; row++)
        if (row == rows->rows || !ch_text_equal(list[row].agreement, list[from].agreement)) {
            check_group(c, &list[from], row - from);
            from = row;
        }
    return CH_OK;
}

/* ---- tax rules */

typedef struct {
    ch_text place;
    ch_date from, to;
    unsigned stream;
    size_t row;
} rule;

static int by_place(const void *left, const void *right)
{
    const rule *a = left, *b = right;
    int order = ch_text_compare(a->place, b->place);
    if (order == 0)
        order = (a->stream > b->stream) - (a->stream < b->stream);
    if (order == 0)
        order = (a->from > b->from) - (a->from < b->from);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static ch_err check_rules(ch_checking *c, ch_arena *scratch)
{
    const ch_rows_tax_rules *rows = &c->zone->tax_rules;
    rule *list = CH_NEW(scratch, rule, rows->rows);
    if (list == NULL)
        return CH_ENOMEM;
    for (size_t row = 0; row < rows->rows; row++)
        list[row] = (rule){rows->place[row], rows->valid_from[row],
                           rows->valid_to[row] != 0 ? ch_date_last_day(rows->valid_to[row]) : INT32_MAX,
                           rows->stream[row], row};
    qsort(list, rows->rows, sizeof *list, by_place);
    for (size_t i = 1; i < rows->rows; i++)
        if (ch_text_equal(list[i].place, list[i - 1].place) && list[i].stream == list[i - 1].stream &&
            list[i].from <= list[i - 1].to)
            tell(c, CH_TABLE_tax_rules, list[i].row, CH_COLUMN_tax_rules_valid_from, CH_WANT_OWN_DAYS,
                 rows->id[list[i - 1].row]);
    return CH_OK;
}

void ch_check__phases(ch_checking *c)
{
    ch_arena scratch = CH_ARENA(c->zone->memory);
    if (!ch_check__shares(c, CH_TABLE_agreement_phases) || !ch_check__shares(c, CH_TABLE_agreement_parties))
        ch_check__note(c, check_phases(c, &scratch));
    if (!ch_check__shares(c, CH_TABLE_tax_rules))
        ch_check__note(c, check_rules(c, &scratch));
    ch_arena_free(&scratch);
}
