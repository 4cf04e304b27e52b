/* duties.c - the duties of one office or of all. */
#include "changhe/duties.h"

static ch_err find_office(const ch_zone *zone, ch_text office, ch_faults *faults)
{
    if (office.len == 0 || ch_zone_find(zone, CH_TABLE_offices, office) != SIZE_MAX)
        return CH_OK;
    const ch_err err =
        ch_fault_add(faults, (ch_at){0}, CH_TEXT("office"), office, CH_WANT_REFERENCE, CH_TEXT("offices"));
    return err == CH_EDATA ? CH_ENONE : err;
}

ch_err ch_duties_ask(ch_arena *arena, const ch_zone *zone, ch_date today, ch_text office, ch_duties *duties,
                     ch_faults *faults)
{
    const ch_duty_judgement *all;
    size_t n;
    *duties = (ch_duties){.zone = zone, .today = today, .office = office};
    ch_err err = find_office(zone, office, faults);
    if (err == CH_OK)
        err = ch_duty_judge(arena, zone, today, &all, &n);
    if (err != CH_OK)
        return err;
    ch_duty_judgement *list = CH_NEW(arena, ch_duty_judgement, n);
    if (!list)
        return CH_ENOMEM;
    for (size_t i = 0; i < n; i++)
        if (office.len == 0 || ch_text_equal(zone->duties.office[all[i].duty], office)) {
            list[duties->n++] = all[i];
            duties->count[all[i].state]++;
        }
    duties->list = list;
    return CH_OK;
}
