/* road_turns.c - nodes are copied for those who arrive by a street from which some turn is forbidden. */
#include "road_build.h"

#include <stdlib.h>

/* Why a drive may not follow another. SHUT: a barrier turns one back on the street one came by. */
enum { NO, ONLY, SHUT };

typedef struct {
    uint32_t node, arrival; /* the drive one comes by */
    uint32_t exit;          /* the drive that is forbidden, or allowed by ONLY; of SHUT CH_ROAD_NONE */
    uint8_t kind, profiles;
} rule;

typedef struct {
    ch_road__making *making;
    const uint32_t *start, *street; /* of node v: street[start[v]] .. [start[v+1]-1] end there */
    rule *rule;
    size_t rules, rule_room;
    size_t copy_room, bans, ban_room;
} turning;

static ch_err list_ends(turning *t)
{
    const ch_road__making *making = t->making;
    const size_t streets = making->net->streets;
    uint32_t *start = CH_NEW(making->scratch, uint32_t, making->nodes + 2);
    uint32_t *street = CH_NEW(making->scratch, uint32_t, 2 * streets);
    if (start == NULL || street == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < streets; i++) {
        start[making->street[i].from + 2]++;
        start[making->street[i].to + 2]++;
    }
    for (size_t v = 2; v < making->nodes + 2; v++)
        start[v] += start[v - 1];
    for (uint32_t i = 0; i < streets; i++) {
        street[start[making->street[i].from + 1]++] = i;
        street[start[making->street[i].to + 1]++] = i;
    }
    t->start = start;
    t->street = street;
    return CH_OK;
}

static const ch_road_way *way_of(const turning *t, uint32_t street)
{
    return &t->making->given->way[t->making->street[street].way];
}

/* The drive by which one leaves (or arrives at) a node along a street that ends there; CH_ROAD_NONE: nobody may. */
static uint32_t drive_at(const turning *t, uint32_t street, uint32_t node, bool leaves)
{
    const bool begins = t->making->street[street].from == node;
    const int direction = begins == leaves ? CH_ROAD_ALONG : CH_ROAD_AGAINST;
    return ch_road__is_driven(way_of(t, street), direction) ? ch_road__drive(street, direction) : CH_ROAD_NONE;
}

static ch_err add_rule(turning *t, rule added)
{
    if (!ch_arena_grow(t->making->scratch, (void **)&t->rule, &t->rule_room, t->rules + 1, sizeof added))
        return CH_ENOMEM;
    t->rule[t->rules++] = added;
    return CH_OK;
}

/* Does the way arrive at the node by another street than this? */
static bool goes_on(const turning *t, uint32_t node, uint32_t street)
{
    const int64_t number = way_of(t, street)->number;
    for (uint32_t i = t->start[node]; i < t->start[node + 1]; i++)
        if (t->street[i] != street && way_of(t, t->street[i])->number == number &&
            drive_at(t, t->street[i], node, true) != CH_ROAD_NONE)
            return true;
    return false;
}

/* Is it this street that a restriction means, for those who arrive by that one? */
static bool is_meant(const turning *t, const ch_road_turn *turn, uint32_t node, uint32_t by, uint32_t street)
{
    if (way_of(t, street)->number != turn->to)
        return false;
    if (turn->from != turn->to)
        return true;
    return (street == by) == !(turn->only && goes_on(t, node, by));
}

static ch_err add_exits(turning *t, const ch_road_turn *turn, uint32_t node, uint32_t by)
{
    uint8_t profiles = 0;
    for (int p = 0; p < CH_ROAD_PROFILES; p++)
        profiles |= (uint8_t)(turn->of[p] << p);
    ch_err err = CH_OK;
    for (uint32_t i = t->start[node]; err == CH_OK && i < t->start[node + 1]; i++) {
        const uint32_t exit = drive_at(t, t->street[i], node, true);
        if (exit != CH_ROAD_NONE && is_meant(t, turn, node, by, t->street[i]))
            err = add_rule(t, (rule){node, drive_at(t, by, node, false), exit, turn->only ? ONLY : NO, profiles});
    }
    return err;
}

static ch_err add_turn(turning *t, const ch_road_turn *turn)
{
    const ch_road__making *making = t->making;
    const size_t before = t->rules;
    const uint32_t node = turn->via < making->given->points ? making->node_of[turn->via] : CH_ROAD_NONE;
    ch_err err = CH_OK;
    if (node != CH_ROAD_NONE)
        for (uint32_t i = t->start[node]; err == CH_OK && i < t->start[node + 1]; i++)
            if (way_of(t, t->street[i])->number == turn->from && drive_at(t, t->street[i], node, false) != CH_ROAD_NONE)
                err = add_exits(t, turn, node, t->street[i]);
    making->report->turns += t->rules > before;
    making->report->turns_unused += t->rules == before;
    return err;
}

/* At an end of the road that forbids nothing, and makes no copy. */
static ch_err add_barrier(turning *t, uint32_t node)
{
    const uint8_t profiles = t->making->given->barrier[t->making->point_of[node]];
    ch_err err = CH_OK;
    if (profiles == 0)
        return CH_OK;
    for (uint32_t i = t->start[node]; err == CH_OK && i < t->start[node + 1]; i++) {
        const uint32_t arrival = drive_at(t, t->street[i], node, false);
        if (arrival != CH_ROAD_NONE)
            err = add_rule(t, (rule){node, arrival, CH_ROAD_NONE, SHUT, profiles});
    }
    return err;
}

static int compare_rules(const void *left, const void *right)
{
    const rule *a = left, *b = right;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    return (a->arrival > b->arrival) - (a->arrival < b->arrival);
}

/* Which profiles may not leave by this exit, by the rules of one arrival. */
static uint8_t banned(const rule *of, size_t rules, uint32_t exit)
{
    uint8_t no = 0, only = 0, allowed = 0;
    for (size_t i = 0; i < rules; i++) {
        if (of[i].kind == SHUT && exit / 2 != of[i].arrival / 2)
            no |= of[i].profiles;
        if (of[i].kind == NO && of[i].exit == exit)
            no |= of[i].profiles;
        if (of[i].kind == ONLY)
            only |= of[i].profiles;
        if (of[i].kind == ONLY && of[i].exit == exit)
            allowed |= of[i].profiles;
    }
    return (uint8_t)((no | (only & ~allowed)) & ((1 << CH_ROAD_PROFILES) - 1));
}

static ch_err add_copy(turning *t, const rule *of, size_t rules)
{
    ch_road__making *making = t->making;
    const uint32_t node = of->node, first = (uint32_t)t->bans;
    for (uint32_t i = t->start[node]; i < t->start[node + 1]; i++) {
        const uint32_t exit = drive_at(t, t->street[i], node, true);
        const uint8_t profiles = exit != CH_ROAD_NONE ? banned(of, rules, exit) : 0;
        if (profiles == 0)
            continue;
        if (!ch_arena_grow(making->scratch, (void **)&making->ban, &t->ban_room, t->bans + 1, sizeof *making->ban))
            return CH_ENOMEM;
        making->ban[t->bans++] = (ch_road__ban){exit, profiles};
    }
    if (t->bans == first)
        return CH_OK;
    if (!ch_arena_grow(making->scratch, (void **)&making->copy, &t->copy_room, making->copies + 1,
                       sizeof *making->copy))
        return CH_ENOMEM;
    making->copy[making->copies++] = (ch_road__copy){node, of->arrival, first, (uint32_t)t->bans};
    return CH_OK;
}

static ch_err add_copies(turning *t)
{
    ch_err err = CH_OK;
    if (t->rules > 0)
        qsort(t->rule, t->rules, sizeof *t->rule, compare_rules);
    for (size_t first = 0, end = 0; err == CH_OK && first < t->rules; first = end) {
        while (end < t->rules && compare_rules(&t->rule[first], &t->rule[end]) == 0)
            end++;
        err = add_copy(t, &t->rule[first], end - first);
    }
    return err;
}

ch_err ch_road__copy_nodes(ch_road__making *making)
{
    const ch_road_given *given = making->given;
    turning t = {.making = making};
    if (!ch_progress_goes_on(making->progress, "turns", 0, given->turns))
        return CH_ENONE;
    if (given->turns == 0 && given->barrier == NULL)
        return CH_OK;
    ch_err err = list_ends(&t);
    for (size_t i = 0; err == CH_OK && i < given->turns; i++)
        err = add_turn(&t, &given->turn[i]);
    for (uint32_t node = 0; err == CH_OK && given->barrier != NULL && node < making->nodes; node++)
        err = add_barrier(&t, node);
    return err == CH_OK ? add_copies(&t) : err;
}
