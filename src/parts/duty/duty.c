/* duty.c - what is owed, since when, and how old what came is. */
#include "changhe/duty.h"

#include "changhe/decimal.h"

#include <stdlib.h>

const char *const ch_duty_state_name[] = {"kept", "due", "overdue", "never"};

static ch_date day_after(ch_date day)
{
    return ch_date_of_number(ch_date_number(day) + 1);
}

/* The last day of the newest period that is over: today's is not before tomorrow. */
static ch_date last_end(unsigned cadence, ch_date today)
{
    ch_date begin = today;
    const ch_date end = ch_duty_period_end(cadence, today);
    for (int32_t back = 1; ch_duty_period_end(cadence, begin) == end; back++)
        begin = ch_date_of_number(ch_date_number(today) - back);
    return begin;
}

static unsigned count_periods(unsigned cadence, ch_date owed, ch_date last)
{
    unsigned periods = 0;
    for (ch_date end = owed; end <= last; end = ch_duty_period_end(cadence, day_after(end)))
        periods++;
    return periods;
}

static int32_t days_until_due(const ch_rows_duties *duties, size_t row)
{
    const int64_t days = duties->due_days[row];
    return days == CH_UNKNOWN_I64 ? 0 : days > INT16_MAX ? INT16_MAX : (int32_t)days;
}

/* Since what came last covers, else since it came; what is still to come is of today. */
static int age_of(const ch_rows_duties *duties, size_t row, ch_date today)
{
    const ch_date since = ch_date_last_day(duties->covered[row] ? duties->covered[row] : duties->received_on[row]);
    return since == 0 ? -1 : since > today ? 0 : ch_duty_days(since, today);
}

static ch_duty_state state_of(const ch_duty_judgement *it, ch_date last)
{
    if (it->covered == 0)
        return CH_DUTY_NEVER;
    if (it->owed > last)
        return CH_DUTY_KEPT;
    return it->days > 0 ? CH_DUTY_OVERDUE : CH_DUTY_DUE;
}

static ch_duty_judgement judge(const ch_zone *zone, size_t row, ch_date today)
{
    const ch_rows_duties *duties = &zone->duties;
    const unsigned cadence = duties->cadence[row];
    const ch_date last = last_end(cadence, today);
    ch_duty_judgement it = {.duty = (uint32_t)row, .covered = ch_date_last_day(duties->covered[row])};

    it.owed = it.covered == 0 ? last : ch_duty_period_end(cadence, day_after(it.covered));
    it.due_on = ch_date_of_number(ch_date_number(it.owed) + days_until_due(duties, row));
    it.days = ch_duty_days(it.due_on, today);
    it.periods = count_periods(cadence, it.owed, last);
    it.age_days = age_of(duties, row, today);
    it.state = state_of(&it, last);
    return it;
}

/* Worst first: overdue, never, due, kept; in each the later one first. */
static int rank_of(ch_duty_state state)
{
    static const int rank[] = {[CH_DUTY_OVERDUE] = 0, [CH_DUTY_NEVER] = 1, [CH_DUTY_DUE] = 2, [CH_DUTY_KEPT] = 3};
    return rank[state];
}

static int compare(const void *left, const void *right)
{
    const ch_duty_judgement *a = left, *b = right;
    if (rank_of(a->state) != rank_of(b->state))
        return rank_of(a->state) - rank_of(b->state);
    if (a->days != b->days)
        return a->days < b->days ? 1 : -1;
    return (a->duty > b->duty) - (a->duty < b->duty);
}

ch_err ch_duty_judge(ch_arena *arena, const ch_zone *zone, ch_date today, const ch_duty_judgement **list, size_t *n)
{
    ch_duty_judgement *judged = CH_NEW(arena, ch_duty_judgement, zone->duties.rows);
    if (!judged)
        return CH_ENOMEM;
    for (size_t row = 0; row < zone->duties.rows; row++)
        judged[row] = judge(zone, row, today);
    if (zone->duties.rows > 0)
        qsort(judged, zone->duties.rows, sizeof *judged, compare);
    *list = judged;
    *n = zone->duties.rows;
    return CH_OK;
}

/* ---- tables */

static ch_date newest(const ch_table *table)
{
    const int column = ch_schema_find_column(table->kind, CH_TEXT("as_of"));
    const ch_date *as_of = column < 0 ? NULL : table->column[column];
    ch_date latest = 0;
    for (size_t row = 0; as_of && row < table->rows; row++)
        if (as_of[row] > latest)
            latest = as_of[row];
    return latest;
}

void ch_duty_freshness_of(const ch_zone *zone, const ch_duty_judgement *list, size_t n, ch_table_id table,
                          ch_duty_freshness *freshness)
{
    const ch_text name = ch_text_of(ch_schema_table(table)->name);
    *freshness = (ch_duty_freshness){.latest = newest(zone->table[table])};
    for (size_t i = 0; i < n && !freshness->has_duty; i++)
        if (ch_text_equal(zone->duties.table[list[i].duty], name))
            *freshness = (ch_duty_freshness){.latest = freshness->latest,
                                             .has_duty = true,
                                             .judgement = (uint32_t)i,
                                             .is_stale = list[i].state == CH_DUTY_OVERDUE};
}
