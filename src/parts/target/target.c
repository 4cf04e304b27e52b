/* target.c - every outside firm is a target or is excluded with the reason; targets are ranked. */
#include "changhe/target.h"

#include "evidence.h"

#include <math.h>

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

static ch_err find_in_question(ch_arena *scratch, const ch_zone *zone, const ch_target_case *given, bool **in_question)
{
    bool *found = CH_NEW(scratch, bool, zone->segments.rows); /* per node */
    if (!found)
        return CH_ENOMEM;
    for (size_t i = 0; i < zone->segments.rows; i++)
        found[given->node[i]] |= given->asked[i];
    *in_question = found;
    return CH_OK;
}

/* Its segments in question, and what they add up to, a node once. */
static ch_err tell_segments(ch_arena *arena, const ch_zone *zone, const ch_target_rows *rows,
                            const ch_target_case *given, const bool *in_question, ch_target *target)
{
    const uint32_t begin = rows->fills_at[target->firm], end = rows->fills_at[target->firm + 1];
    uint32_t *segment = CH_NEW(arena, uint32_t, end - begin);
    if (!segment)
        return CH_ENOMEM;
    for (uint32_t row = begin; row < end; row++) {
        const size_t at = ch_zone_find(zone, CH_TABLE_segments, zone->firm_segments.segment[row]);
        bool is_counted = !in_question[given->node[at]];
        if (!is_counted)
            segment[target->segments++] = (uint32_t)at;
        for (size_t i = 0; !is_counted && i + 1 < target->segments; i++)
            is_counted = given->node[segment[i]] == given->node[at];
        target->gain += is_counted ? 0 : given->gain[at];
    }
    target->segment = segment;
    return CH_OK;
}

/* One firm looked at in full. */
typedef struct {
    const ch_zone *zone;
    const ch_target_rows *rows;
    const ch_target_case *given;
    const bool *in_question;
    ch_target__evidence evidence;
} looking;

static ch_err tell(ch_arena *arena, looking *l, ch_target *target)
{
    ch_err err = tell_segments(arena, l->zone, l->rows, l->given, l->in_question, target);
    if (err == CH_OK)
        err = ch_target__tell_evidence(arena, &l->evidence, target);
    target->score = target->gain * target->chance;
    return err;
}

static ch_err tell_all(ch_arena *arena, looking *l, const ch_target_pick *pick, ch_target_ranking *ranking)
{
    ch_target *target = CH_NEW(arena, ch_target, pick->firms);
    ch_err err = target ? CH_OK : CH_ENOMEM;
    for (size_t i = 0; err == CH_OK && i < pick->firms; i++) {
        target[i].firm = pick->firm[i];
        err = tell(arena, l, &target[i]);
    }
    *ranking = (ch_target_ranking){.target = target,
                                   .targets = pick->firms,
                                   .found = pick->found,
                                   .excluded = pick->excluded,
                                   .excludeds = pick->excludeds};
    for (int i = 0; i < CH_TARGET_REASONS; i++)
        ranking->excluded_count[i] = pick->excluded_count[i];
    return err;
}

static ch_err rank(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, const ch_place_set *set,
                   const ch_target_case *given, ch_target_ranking *ranking)
{
    ch_target_rows rows;
    ch_target_crowd crowd;
    ch_target_pick pick;
    bool *in_question;
    ch_err err = ch_target_rows_make(scratch, zone, given->node, &rows);
    if (err == CH_OK)
        err = ch_target_crowd_make(scratch, zone, &rows, set, given->local, &crowd);
    if (err == CH_OK)
        err = ch_target_pick_firms(arena, &rows, &crowd, given, zone->segments.rows, &pick);
    if (err == CH_OK)
        err = find_in_question(scratch, zone, given, &in_question);
    if (err != CH_OK)
        return err;
    looking l = {zone, &rows, given, in_question, {0}};
    err = ch_target__start_evidence(scratch, zone, &rows, set, given->local, given->minutes, &l.evidence);
    return err == CH_OK ? tell_all(arena, &l, &pick, ranking) : err;
}

ch_err ch_target_rank(ch_arena *arena, const ch_zone *zone, const ch_place_set *set, const ch_target_case *given,
                      ch_target_ranking *ranking)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    const ch_err err = rank(arena, &scratch, zone, set, given, ranking);
    ch_arena_free(&scratch);
    return err;
}
