/* target.c - every outside firm is a target or is excluded with the reason; targets are ranked. */
#include "changhe/target.h"

#include "changhe/decimal.h"

#include "evidence.h"

#include <math.h>
#include <stdlib.h>

double ch_target_points(double alpha, double x)
{
    return -log1p(-alpha * x);
}

double ch_target_chance(const ch_target_point *point, size_t n)
{
    double points = 0;
    for (size_t i = 0; i < n; i++)
        points += point[i].points;
    return -expm1(-points);
}

/* One walk along all firms. */
typedef struct {
    const ch_zone *zone;
    const ch_place_set *set;
    const ch_target_case *given;
    ch_place_climb *climb;
    bool *in_question; /* per node */
    uint32_t *seen_by; /* per node: 1 + the firm that counted it last */
    uint32_t *segment; /* room for the segments of all targets to come */
    size_t row;        /* of firm_segments: the next not read */
} walk;

static ch_err start_walk(ch_arena *arena, ch_arena *scratch, walk *w)
{
    const ch_zone *zone = w->zone;
    w->in_question = CH_NEW(scratch, bool, zone->segments.rows);
    w->seen_by = CH_NEW(scratch, uint32_t, zone->segments.rows);
    w->segment = CH_NEW(arena, uint32_t, zone->firm_segments.rows);
    w->climb = ch_place_climb_new(scratch, zone);
    if (!w->in_question || !w->seen_by || !w->segment || !w->climb)
        return CH_ENOMEM;
    for (size_t i = 0; i < zone->segments.rows; i++)
        w->in_question[w->given->node[i]] |= w->given->asked[i];
    return CH_OK;
}

/* Segments of one firm and what they add up to, a node once. Firms and firm_segments are both in
 * the order of firm ids, so one walk along the second meets the firms one after another. */
static void read_segments(walk *w, ch_target *target)
{
    const ch_rows_firm_segments *fills = &w->zone->firm_segments;
    const ch_text firm = w->zone->firms.id[target->firm];
    target->segment = w->segment;
    for (; w->row < fills->rows && ch_text_equal(fills->firm[w->row], firm); w->row++) {
        const size_t segment = ch_zone_find(w->zone, CH_TABLE_segments, fills->segment[w->row]);
        const uint32_t node = w->given->node[segment];
        if (!w->in_question[node])
            continue;
        w->segment[target->segments++] = (uint32_t)segment;
        if (w->seen_by[node] != target->firm + 1)
            target->gain += w->given->gain[segment];
        w->seen_by[node] = (uint32_t)target->firm + 1;
    }
}

static bool lies_in_a_part(const walk *w, size_t place, size_t whole)
{
    ch_text parts = w->zone->places.parts_in[whole], part;
    while (ch_text_next(&parts, ' ', &part))
        if (ch_place_lies_in(w->climb, place, ch_zone_find(w->zone, CH_TABLE_places, part)))
            return true;
    return false;
}

/* Stands the firm in a zone that lies here in part, while nothing tells in which part? */
static bool county_unknown(const walk *w, size_t firm)
{
    const size_t place = ch_zone_find(w->zone, CH_TABLE_places, w->zone->firms.place[firm]);
    if (ch_place_straddles(w->zone, place, w->set))
        return true;
    if (w->zone->firms.zone[firm].len == 0)
        return false;
    const size_t whole = ch_zone_find(w->zone, CH_TABLE_places, w->zone->firms.zone[firm]);
    return ch_place_straddles(w->zone, whole, w->set) && !lies_in_a_part(w, place, whole);
}

/* Sort every outside firm into targets and excluded, both in the order of firms. */
static void divide(walk *w, ch_target *target, size_t *targets, ch_target_excluded *excluded, size_t *excludeds)
{
    for (size_t firm = 0; firm < w->zone->firms.rows; firm++) {
        ch_target found = {.firm = firm};
        read_segments(w, &found);
        if (w->given->local[firm])
            continue;
        if (county_unknown(w, firm)) {
            excluded[(*excludeds)++] = (ch_target_excluded){firm, CH_TARGET_COUNTY_UNKNOWN};
        } else if (found.segments == 0) {
            excluded[(*excludeds)++] = (ch_target_excluded){firm, CH_TARGET_NO_SEGMENT};
        } else if (!(found.gain > 0)) {
            excluded[(*excludeds)++] = (ch_target_excluded){firm, CH_TARGET_NO_GAIN};
        } else {
            target[(*targets)++] = found;
            w->segment += found.segments;
        }
    }
}

static int compare_targets(const void *a, const void *b)
{
    const ch_target *x = a, *y = b;
    const double x_score = ch_number_coarse(x->score), y_score = ch_number_coarse(y->score);
    const double x_gain = ch_number_coarse(x->gain), y_gain = ch_number_coarse(y->gain);
    if (x_score != y_score)
        return x_score > y_score ? -1 : 1;
    if (x_gain != y_gain)
        return x_gain > y_gain ? -1 : 1;
    return (x->firm > y->firm) - (x->firm < y->firm);
}

static void score(ch_target *target, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        target[i].chance = ch_target_chance(target[i].point, target[i].points);
        target[i].score = target[i].gain * target[i].chance;
    }
    qsort(target, n, sizeof *target, compare_targets);
}

static ch_err rank(ch_arena *arena, ch_arena *scratch, walk *w, ch_target_ranking *ranking)
{
    const size_t firms = w->zone->firms.rows;
    ch_target *target = CH_NEW(arena, ch_target, firms);
    ch_target_excluded *excluded = CH_NEW(arena, ch_target_excluded, firms);
    if (!target || !excluded || start_walk(arena, scratch, w) != CH_OK)
        return CH_ENOMEM;

    *ranking = (ch_target_ranking){.target = target, .excluded = excluded};
    divide(w, target, &ranking->targets, excluded, &ranking->excludeds);
    ch_err err = ch_target__find_evidence(arena, scratch, w->zone, w->set, w->given->local, target, ranking->targets);
    if (err == CH_OK)
        score(target, ranking->targets);
    return err;
}

ch_err ch_target_rank(ch_arena *arena, const ch_zone *zone, const ch_place_set *set, const ch_target_case *given,
                      ch_target_ranking *ranking)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    walk w = {.zone = zone, .set = set, .given = given};
    ch_err err = rank(arena, &scratch, &w, ranking);
    ch_arena_free(&scratch);
    return err;
}
