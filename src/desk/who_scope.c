/* who_scope.c - `who` of a large zone: the crowd tells which few are listed; a part of the zone that
 * holds these, and those that edits touch, is then asked as any zone is. */
#include "scope.h"

#include <math.h>

static ch_desk__extra *add_extra(struct ch_desk__scope *scope)
{
    ch_desk__extra *extra = CH_NEW(scope->arena, ch_desk__extra, 1);
    if (extra) {
        extra->next = scope->extra;
        scope->extra = extra;
    }
    return extra;
}

/* All targets, or a team of any of them: only the whole zone tells. */
static ch_err ask_whole(ch_arena *arena, const ch_desk *desk, ch_who_answer *answer)
{
    struct ch_desk__scope *scope = desk->scope;
    ch_desk__extra *extra = add_extra(scope);
    ch_desk *whole = CH_NEW(scope->arena, ch_desk, 1);
    if (!extra || !whole)
        return CH_ENOMEM;
    ch_faults told = {.arena = CH_ARENA(arena->memory)}; /* none: the same question was opened before */
    ch_err err = ch_desk_open(scope->arena, scope->ledger->zone, desk->question, whole, &told);
    ch_faults_free(&told);
    if (err != CH_OK)
        return err;
    extra->whole = whole;
    return ch_desk_who(arena, whole, answer);
}

/* ---- the crowd of the places asked */

static ch_err make_crowd(const struct ch_desk__scope *scope, const ch_place_set *set, ch_desk__kept *kept)
{
    const ch_desk__ledger *ledger = scope->ledger;
    ch_arena scratch = CH_ARENA(kept->arena.memory);
    bool *local = CH_NEW(&scratch, bool, ledger->rows.firms);
    for (uint32_t i = 0; local && i < ledger->rows.firms; i++)
        local[i] = ch_desk__stands_in(ledger, set, i);
    const ch_err err =
        local ? ch_target_crowd_make(&kept->arena, ledger->zone, &ledger->rows, set, local, &kept->crowd) : CH_ENOMEM;
    ch_arena_free(&scratch);
    return err;
}

/* Held by the caller. */
static ch_err hold_crowd(const struct ch_desk__scope *scope, const ch_place_set *set, ch_desk__kept **crowd)
{
    *crowd = ch_desk__recall(scope->crowds, set);
    if (*crowd)
        return CH_OK;
    *crowd = ch_desk__new_kept(scope->ledger->zone->memory, set);
    const ch_err err = *crowd ? make_crowd(scope, set, *crowd) : CH_ENOMEM;
    if (err == CH_OK) {
        ch_desk__keep(scope->crowds, *crowd);
        return CH_OK;
    }
    ch_desk__let_go(*crowd);
    *crowd = NULL;
    return err;
}

/* ---- the part that is asked */

/* Those picked besides the touched ones, and local firms that speak for any of them. */
static ch_err gather_picked(ch_desk__gathering *g, const ch_place_set *set, const ch_target_pick *pick, bool **wanted)
{
    bool *want = CH_NEW(g->arena, bool, g->ledger->rows.firms);
    if (!want)
        return CH_ENOMEM;
    const size_t touched = g->firms;
    for (size_t i = 0; i < touched; i++)
        want[g->firm[i]] = g->touched[g->firm[i]];
    for (size_t i = 0; i < pick->firms; i++)
        want[pick->firm[i]] = true;
    for (size_t i = 0; i < pick->excludeds; i++)
        want[pick->excluded[i].firm] = true;
    for (size_t i = 0; i < touched; i++)
        if (want[g->firm[i]])
            ch_desk__gather_partners(g, g->firm[i], set);
    for (size_t i = 0; i < pick->firms; i++) {
        ch_desk__gather_firm(g, pick->firm[i]);
        ch_desk__gather_partners(g, pick->firm[i], set);
    }
    for (size_t i = 0; i < pick->excludeds; i++)
        ch_desk__gather_firm(g, (uint32_t)pick->excluded[i].firm);
    *wanted = want;
    return g->failed ? CH_ENOMEM : CH_OK;
}

static bool lies_in(const ch_zone *zone, const ch_place_set *set, ch_text place)
{
    return place.len > 0 && set->in[ch_zone_find(zone, CH_TABLE_places, place)];
}

/* Of the firms of the part: which are local by now; and which are there only for the sake of others. */
static ch_err bring_firms(ch_arena *arena, const ch_zone *zone, const ch_zone *base, const ch_place_set *set,
                          const bool *wanted, ch_target_case *given)
{
    bool *local = CH_NEW(arena, bool, zone->firms.rows), *aside = CH_NEW(arena, bool, zone->firms.rows);
    if (!local || !aside)
        return CH_ENOMEM;
    for (size_t i = 0; i < zone->firms.rows; i++) {
        const size_t row = ch_zone_find(base, CH_TABLE_firms, zone->firms.id[i]);
        local[i] = lies_in(zone, set, zone->firms.place[i]) || lies_in(zone, set, zone->firms.zone[i]);
        aside[i] = row != SIZE_MAX && !wanted[row];
    }
    given->local = local;
    given->aside = aside;
    return CH_OK;
}

/* Counted in the part were the touched ones and those picked; all others were in the pass. */
static void add_counts(const ch_target_pick *pick, ch_target_ranking *ranking)
{
    ranking->found += pick->found - pick->firms;
    for (int reason = 0; reason < CH_TARGET_REASONS; reason++)
        ranking->excluded_count[reason] += pick->excluded_count[reason];
    for (size_t i = 0; i < pick->excludeds; i++)
        ranking->excluded_count[pick->excluded[i].reason]--;
}

static ch_err rank_part(ch_arena *arena, ch_arena *scratch, const ch_desk *desk, const ch_zone *zone,
                        const bool *wanted, ch_target_case *given, const ch_target_pick *pick, ch_who_answer *answer)
{
    ch_desk *told = CH_NEW(arena, ch_desk, 1);
    ch_err err = told ? bring_firms(scratch, zone, desk->scope->ledger->zone, &desk->set, wanted, given) : CH_ENOMEM;
    if (err != CH_OK)
        return err;
    *told = *desk;
    told->zone = (ch_zone *)zone;
    told->scope = NULL;
    answer->desk = told;
    err = ch_target_rank(arena, zone, &desk->set, given, &answer->ranking);
    if (err == CH_OK)
        add_counts(pick, &answer->ranking);
    return err;
}

static ch_err ask_part(ch_arena *arena, ch_arena *scratch, const ch_desk *desk, const ch_target_crowd *crowd,
                       ch_who_answer *answer)
{
    const ch_desk__ledger *ledger = desk->scope->ledger;
    ch_target_case given = {.top = desk->question->top};
    ch_desk__gathering g;
    ch_target_pick pick;
    bool *wanted;
    ch_desk__extra *extra = add_extra(desk->scope);
    ch_err err = extra ? ch_desk__begin_gathering(scratch, ledger, desk->question->what_if, &g) : CH_ENOMEM;
    if (err == CH_OK)
        err = ch_desk__bring_segments(scratch, desk, &given);
    if (err != CH_OK)
        return err;
    given.aside = g.touched;
    err = ch_target_pick_firms(scratch, &ledger->rows, crowd, &given, ledger->zone->segments.rows, &pick);
    if (err == CH_OK)
        err = gather_picked(&g, &desk->set, &pick, &wanted);
    ch_faults told = {.arena = CH_ARENA(arena->memory)}; /* none: the same edits were done before */
    if (err == CH_OK)
        err = ch_desk__edit_part(&g, desk->question->what_if, &extra->zone, NULL, &told);
    ch_faults_free(&told);
    return err == CH_OK ? rank_part(arena, scratch, desk, extra->zone, wanted, &given, &pick, answer) : err;
}

ch_err ch_desk__who_in_scope(ch_arena *arena, const ch_desk *desk, ch_who_answer *answer)
{
    if (desk->question->top == 0 || desk->question->team > 0)
        return ask_whole(arena, desk, answer);
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_desk__kept *crowd;
    ch_err err = hold_crowd(desk->scope, &desk->set, &crowd);
    if (err == CH_OK)
        err = ask_part(arena, &scratch, desk, &crowd->crowd, answer);
    ch_desk__let_go(crowd);
    ch_arena_free(&scratch);
    return err;
}
