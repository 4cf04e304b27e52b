/* road_works.c - what is done to streets that there are: closed, slowed, made one-way, opened. */
#include "road_works.h"

#include "road_build.h"

#include <math.h>

static size_t slot_of(const ch_road__works *works, uint32_t street)
{
    size_t slot = (size_t)(street * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (works->slots - 1);
    while (works->slot[slot] != 0 && works->touched[works->slot[slot] - 1].street != street)
        slot = (slot + 1) & (works->slots - 1);
    return slot;
}

ch_road__touched *ch_road__find_touched(const ch_road__works *works, uint32_t street)
{
    const uint32_t at = works->slot[slot_of(works, street)];
    return at != 0 ? &works->touched[at - 1] : NULL;
}

uint32_t ch_road__base_ms(const ch_road__works *works, uint32_t street, int direction)
{
    const uint32_t arc = works->net->at[street].arc[direction];
    return arc == CH_ROAD_NONE ? CH_ROAD_CLOSED : works->ms[arc];
}

uint32_t ch_road__part_ms(uint32_t ms, double part)
{
    return (uint32_t)fmin(ceil(ms * part), ms);
}

static ch_road__touched *touch(ch_road__works *works, uint32_t street)
{
    uint32_t *slot = &works->slot[slot_of(works, street)];
    if (*slot == 0) {
        works->touched[works->touches] = (ch_road__touched){
            .street = street,
            .ms = {ch_road__base_ms(works, street, CH_ROAD_ALONG), ch_road__base_ms(works, street, CH_ROAD_AGAINST)}};
        *slot = (uint32_t)++works->touches;
    }
    return &works->touched[*slot - 1];
}

static bool is_driven(const ch_road__touched *street)
{
    return street->ms[CH_ROAD_ALONG] != CH_ROAD_CLOSED || street->ms[CH_ROAD_AGAINST] != CH_ROAD_CLOSED;
}

/* What a direction would take if it were open, as the works so far have left limit and planning speed. */
static uint32_t open_ms(const ch_road__works *works, const ch_road__touched *street, int direction)
{
    return ch_road__weigh_opened(works->net, works->speeds, works->profile, works->basis, street->street, direction,
                                 street->limit_kmh, street->plan_kmh);
}

static void set_speed(const ch_road__works *works, const ch_road_work *work, ch_road__touched *street)
{
    if (work->limit_kmh > 0)
        street->limit_kmh = work->limit_kmh;
    if (work->plan_kmh > 0)
        street->plan_kmh = work->plan_kmh;
    for (int direction = 0; direction < CH_ROAD_WAYS; direction++)
        if (street->ms[direction] != CH_ROAD_CLOSED)
            street->ms[direction] = open_ms(works, street, direction);
}

static void set_oneway(const ch_road__works *works, const ch_road_work *work, ch_road__touched *street)
{
    const int kept = work->is_reversed ? CH_ROAD_AGAINST : CH_ROAD_ALONG;
    if (is_driven(street) && street->ms[kept] == CH_ROAD_CLOSED)
        street->ms[kept] = open_ms(works, street, kept);
    street->ms[!kept] = CH_ROAD_CLOSED;
}

/* Does it concern this vehicle? */
static bool change(const ch_road__works *works, const ch_road_work *work, ch_road__touched *street)
{
    const bool was_driven = is_driven(street);
    switch (work->kind) {
    case CH_ROAD_WORK_CLOSE: street->ms[CH_ROAD_ALONG] = street->ms[CH_ROAD_AGAINST] = CH_ROAD_CLOSED; break;
    case CH_ROAD_WORK_SPEED: set_speed(works, work, street); break;
    case CH_ROAD_WORK_ONEWAY: set_oneway(works, work, street); break;
    case CH_ROAD_WORK_OPEN:
        for (int direction = 0; direction < CH_ROAD_WAYS; direction++)
            street->ms[direction] = open_ms(works, street, direction);
        break;
    default: return false;
    }
    return was_driven || is_driven(street);
}

static void change_streets(ch_road__works *works, const ch_road_work *work, uint32_t number, ch_road_work_end *end)
{
    *end = CH_ROAD_WORK_NOTHING;
    for (size_t i = 0; i < work->streets; i++) {
        if (work->street[i] >= works->net->streets)
            continue;
        ch_road__touched *street = touch(works, work->street[i]);
        street->work = number;
        if (change(works, work, street))
            *end = CH_ROAD_WORK_DONE;
    }
}

ch_err ch_road__do_work(ch_road__works *works, const ch_road_work *work, uint32_t number, ch_road_work_end *end)
{
    switch (work->kind) {
    case CH_ROAD_WORK_ADD: return ch_road__add_road(works, work, number, end);
    case CH_ROAD_WORK_JOIN: return ch_road__add_interchange(works, work, number, end);
    default: change_streets(works, work, number, end); return CH_OK;
    }
}
