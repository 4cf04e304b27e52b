/* duties.h - who owes what, as an answer: JSON, and a workbook to remind an office by. */
#ifndef CHANGHE_DUTIES_H
#define CHANGHE_DUTIES_H

#include "changhe/duty.h"
#include "changhe/workbook_write.h"

typedef struct {
    const ch_zone *zone;
    ch_date today;
    ch_text office;                /* of one office alone; empty: of all */
    const ch_duty_judgement *list; /* of them, worst first */
    size_t n;
    size_t count[CH_DUTY_NEVER + 1]; /* by state */
} ch_duties;

/* Lives in the arena. CH_ENONE: there is no such office, a fault tells. CH_ENOMEM. */
CH_MUST_USE ch_err ch_duties_ask(ch_arena *arena, const ch_zone *zone, ch_date today, ch_text office, ch_duties *duties,
                                 ch_faults *faults);

/* {"today","overdue","never","due","kept","duties":[{"id","office","office_name","table","table_name","figure","place","cadence",
 * "state","covered","owed","due_on","days","periods","age_days","received_on","source","marks"}],"tables":[{"table","latest","stale",
 * "duty","age_days"}]}: docs/answers.md. out tells a lack of memory. */
void ch_duties_write_json(const ch_duties *duties, ch_buf *out);

/* The same as a workbook to send: a sheet for each office that owes something, with what, for which period and by when.
 * A sheet is called as its office, cut to 23 characters; of offices called alike the later ones have a number behind.
 * CH_ENOMEM, CH_EIO. */
CH_MUST_USE ch_err ch_duties_write_workbook(const ch_duties *duties, bool in_english, ch_buf *out);

#endif
