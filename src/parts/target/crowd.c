/* crowd.c - where each firm stands, seen from the places asked, and the chance of those outside. */
#include "changhe/target.h"

#include "evidence.h"

typedef struct {
    const ch_zone *zone;
    ch_place_climb *climb;
    bool *straddles; /* per place: has it parts here, without lying here as a whole? */
} ground;

static ch_err survey(ch_arena *scratch, const ch_zone *zone, const ch_place_set *set, ground *g)
{
    *g = (ground){zone, ch_place_climb_new(scratch, zone), CH_NEW(scratch, bool, zone->places.rows)};
    if (!g->climb || !g->straddles)
        return CH_ENOMEM;
    for (size_t i = 0; i < zone->places.rows; i++)
        g->straddles[i] = ch_place_straddles(zone, i, set);
    return CH_OK;
}

static bool lies_in_a_part(const ground *g, size_t place, size_t whole)
{
    ch_text parts = g->zone->places.parts_in[whole], part;
    while (ch_text_next(&parts, ' ', &part))
        if (ch_place_lies_in(g->climb, place, ch_zone_find(g->zone, CH_TABLE_places, part)))
            return true;
    return false;
}

/* Stands the firm in a zone that lies here in part, while nothing tells in which part? */
static bool county_unknown(const ground *g, uint32_t place, uint32_t zone)
{
    return g->straddles[place] || (zone != CH_CROWD_NONE && g->straddles[zone] && !lies_in_a_part(g, place, zone));
}

ch_err ch_target_crowd_make(ch_arena *arena, const ch_zone *zone, const ch_target_rows *rows, const ch_place_set *set,
                            const bool *local, ch_target_crowd *crowd)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    uint8_t *standing = CH_NEW(arena, uint8_t, rows->firms);
    double *chance = CH_NEW(arena, double, rows->firms);
    ground g;
    ch_target__evidence evidence;
    ch_err err = standing && chance ? survey(&scratch, zone, set, &g) : CH_ENOMEM;
    if (err == CH_OK)
        err = ch_target__start_evidence(&scratch, zone, rows, set, local, NULL, &evidence);
    for (size_t i = 0; err == CH_OK && i < rows->firms; i++) {
        if (local[i])
            standing[i] = CH_CROWD_LOCAL;
        else if (county_unknown(&g, rows->place[i], rows->zone[i]))
            standing[i] = CH_CROWD_UNKNOWN;
        else
            chance[i] = ch_target__find_chance(&evidence, i);
    }
    ch_arena_free(&scratch);
    *crowd = (ch_target_crowd){standing, chance};
    return err;
}
