/* duty.h - which office owes which table or figure, and how late it is.
 * A duty comes round by its cadence: a period (a week from Monday on, a month, a quarter, a half, a year) ends, and due_days
 * later what it covers is due. Periods that ended before the first one owed ask nothing. */
#ifndef CHANGHE_DUTY_H
#define CHANGHE_DUTY_H

#include "changhe/zone.h"

typedef enum {
    CH_DUTY_KEPT,    /* all that is due came */
    CH_DUTY_DUE,     /* a period has ended that has not come, its due day is not over */
    CH_DUTY_OVERDUE, /* the due day is over */
    CH_DUTY_NEVER    /* nothing ever came: nobody knows since when it is owed */
} ch_duty_state;
extern const char *const ch_duty_state_name[]; /* "kept", "due", "overdue", "never" */

typedef struct {
    uint32_t duty; /* row of duties */
    ch_duty_state state;
    ch_date covered;  /* last day of what came last, 0: nothing came */
    ch_date owed;     /* last day of the first period that has not come; of NEVER of the last that ended */
    ch_date due_on;   /* last day on which that is in time */
    int days;         /* > 0: overdue so many days; <= 0: so many days are left */
    unsigned periods; /* ended and not come */
    int age_days;     /* since covered, or since received_on where that is all that is known; -1: not known */
} ch_duty_judgement;

/* Every duty judged on a day, worst first: overdue by days, then never, due by days left, kept; then by id. today is a day.
 * The list lives in the arena. CH_ENOMEM. Cost: O(duties log duties). */
CH_MUST_USE ch_err ch_duty_judge(ch_arena *arena, const ch_zone *zone, ch_date today, const ch_duty_judgement **list,
                                 size_t *n);

/* How old a table is beside what is owed of it: its strictest duty. stale: that is overdue. */
typedef struct {
    ch_date latest; /* as_of of its newest row, 0: none is dated */
    bool has_duty, is_stale;
    uint32_t judgement; /* of the list, when has_duty */
} ch_duty_freshness;
void ch_duty_freshness_of(const ch_zone *zone, const ch_duty_judgement *list, size_t n, ch_table_id table,
                          ch_duty_freshness *freshness);

/* Days from a to b, both days; the first and last day of a period of a cadence that holds a day. */
int ch_duty_days(ch_date from, ch_date to);
ch_date ch_duty_period_end(unsigned cadence, ch_date day);

#endif
