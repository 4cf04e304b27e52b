/* reach_side.c - a question about minutes made ready: edited, weighed, patched; before and after. */
#include "reaching.h"

static bool same_table(const ch_zone *a, const ch_zone *b, ch_table_id table)
{
    return a->table[table] == b->table[table];
}

ch_err ch_desk__make_side(ch_desk__reach *reach, ch_desk__side *side)
{
    const ch_reach_question *asked = reach->asked;
    ch_road_speeds speeds;
    ch_desk__read_speeds(side->zone, &speeds);
    ch_err err = ch_desk__weights(reach->arena, asked->roads, &speeds, asked->profile, asked->basis, &side->ms,
                                  &side->is_shared);
    ch_road_patch edits = {0};
    const bool edited = !same_table(side->zone, asked->zone, CH_TABLE_road_nodes) ||
                        !same_table(side->zone, asked->zone, CH_TABLE_road_edges);
    if (err == CH_OK && edited && !ch_roads_is_extract(asked->roads))
        err = ch_desk__patch_of_edits(reach->arena, asked, side->zone, &speeds, side->ms, &edits);
    if (err == CH_OK)
        err = ch_desk__patch_side(reach->arena, asked, &speeds, side, &edits);
    return err;
}

static ch_err make_sides(ch_desk__reach *reach)
{
    const ch_reach_question *asked = reach->asked;
    reach->side[0].zone = asked->zone;
    reach->side[1].zone = reach->edited;
    reach->sides = reach->edited ? 2 : 1;
    reach->off_road_kmh = ch_zone_assume(asked->zone, CH_ASSUME_OFF_ROAD_KMH);
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < reach->sides; i++)
        err = ch_desk__make_side(reach, &reach->side[i]);
    return err;
}

ch_err ch_desk__reach_open(ch_arena *arena, const ch_reach_question *asked, ch_desk__reach *reach, ch_faults *faults)
{
    *reach = (ch_desk__reach){.asked = asked, .arena = arena};
    if (asked->what_if && asked->what_if->count > 0) {
        const ch_err err = ch_zone_edit(asked->zone, asked->what_if, &reach->edited, faults);
        if (err != CH_OK)
            return err;
    }
    ch_zone_digest(reach->edited ? reach->edited : asked->zone, reach->digest);
    return make_sides(reach);
}

void ch_desk__reach_close(ch_desk__reach *reach)
{
    ch_zone_drop(reach->edited);
    *reach = (ch_desk__reach){0};
}
