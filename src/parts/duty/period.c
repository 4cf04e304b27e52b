/* period.c - weeks, months, quarters, halves and years: where one ends. */
#include "changhe/duty.h"

int ch_duty_days(ch_date from, ch_date to)
{
    return ch_date_number(to) - ch_date_number(from);
}

static ch_date week_end(ch_date day)
{
    const int32_t number = ch_date_number(day);
    return ch_date_of_number(number + 6 - (number + 3) % 7); /* day 0 was a Thursday, 3 days into its week */
}

/* Of the part of a year of so many months that holds the day. */
static ch_date part_end(ch_date day, int32_t months)
{
    const int32_t month = day / 100 % 100;
    return ch_date_last_day(day / 10000 * 10000 + ((month - 1) / months + 1) * months * 100);
}

ch_date ch_duty_period_end(unsigned cadence, ch_date day)
{
    switch (cadence) {
    case CH_cadence_WEEK: return week_end(day);
    case CH_cadence_MONTH: return part_end(day, 1);
    case CH_cadence_QUARTER: return part_end(day, 3);
    case CH_cadence_HALF: return part_end(day, 6);
    default: return part_end(day, 12);
    }
}
