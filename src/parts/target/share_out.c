/* share_out.c - targets shared among the promotion districts: covered ones where they are covered, all
 * others where there is least to do. */
#include "changhe/target.h"

#include "changhe/decimal.h"

typedef struct {
    const ch_zone *zone;
    const bool *covers; /* per row of districts, per row of places */
    double *load;
} sharing;

static bool covers(const sharing *s, size_t district, size_t place)
{
    return place != SIZE_MAX && s->covers[district * s->zone->places.rows + place];
}

/* All that lies in the places that a district names. */
static void mark_covered(const ch_zone *zone, ch_place_climb *climb, ch_text codes, bool *covered)
{
    ch_text code;
    while (ch_text_next(&codes, ' ', &code)) {
        const size_t named = ch_zone_find_place(zone, code);
        for (size_t place = 0; named != SIZE_MAX && place < zone->places.rows; place++)
            covered[place] |= ch_place_lies_in(climb, place, named);
    }
}

static ch_err find_covered(ch_arena *scratch, sharing *s)
{
    const ch_rows_districts *districts = &s->zone->districts;
    const size_t places = s->zone->places.rows;
    if (places != 0 && districts->rows > SIZE_MAX / places)
        return CH_ENOMEM;
    bool *covered = CH_NEW(scratch, bool, districts->rows *places);
    ch_place_climb *climb = ch_place_climb_new(scratch, s->zone);
    if (!covered || !climb)
        return CH_ENOMEM;
    for (size_t d = 0; d < districts->rows; d++)
        mark_covered(s->zone, climb, districts->covers[d], covered + d * places);
    s->covers = covered;
    return CH_OK;
}

static bool all_staff_known(const ch_rows_districts *districts)
{
    for (size_t d = 0; d < districts->rows; d++)
        if (districts->staff[d] == CH_UNKNOWN_I64 || districts->staff[d] <= 0)
            return false;
    return districts->rows > 0;
}

/* The district with least load, of those that cover the place, or of all; UINT32_MAX: none. */
static uint32_t find_least(const sharing *s, size_t place, bool any)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t d = 0; d < s->zone->districts.rows; d++)
        if ((any || covers(s, d, place)) && (least == UINT32_MAX || s->load[d] < s->load[least]))
            least = d;
    return least;
}

static void give_all(sharing *s, const ch_target_ranking *ranking, size_t n, bool by_staff, uint32_t *district,
                     bool *uncovered)
{
    for (size_t i = 0; i < n; i++) {
        const ch_target *target = &ranking->target[i];
        const size_t place = ch_zone_find_place(s->zone, s->zone->firms.place[target->firm]);
        district[i] = find_least(s, place, false);
        uncovered[i] = district[i] == UINT32_MAX;
        if (uncovered[i])
            district[i] = find_least(s, place, true);
        if (district[i] != UINT32_MAX)
            s->load[district[i]] += by_staff ? target->score / (double)s->zone->districts.staff[district[i]] : 1;
    }
}

static ch_err list_without(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, const ch_target_ranking *ranking,
                           size_t n, ch_target_share *share)
{
    bool *is_without = CH_NEW(scratch, bool, zone->places.rows);
    uint32_t *row = CH_NEW(arena, uint32_t, zone->places.rows);
    if (!is_without || !row)
        return CH_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        const size_t place = ch_zone_find_place(zone, zone->firms.place[ranking->target[i].firm]);
        if (share->uncovered[i] && place != SIZE_MAX)
            is_without[place] = true;
    }
    for (size_t place = 0; place < zone->places.rows; place++)
        if (is_without[place])
            row[share->withouts++] = (uint32_t)place;
    share->without = row;
    return CH_OK;
}

ch_err ch_target_share_out(ch_arena *arena, const ch_zone *zone, const ch_target_ranking *ranking, size_t n,
                           ch_target_share *share)
{
    uint32_t *district = CH_NEW(arena, uint32_t, n);
    bool *uncovered = CH_NEW(arena, bool, n);
    sharing s = {.zone = zone, .load = CH_NEW(arena, double, zone->districts.rows)};
    *share = (ch_target_share){
        .district = district, .uncovered = uncovered, .load = s.load, .by_staff = all_staff_known(&zone->districts)};
    if (!district || !uncovered || !s.load)
        return CH_ENOMEM;
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_err err = find_covered(&scratch, &s);
    if (err == CH_OK) {
        give_all(&s, ranking, n, share->by_staff, district, uncovered);
        err = list_without(arena, &scratch, zone, ranking, n, share);
    }
    ch_arena_free(&scratch);
    return err;
}
