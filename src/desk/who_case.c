/* who_case.c - what `who` tells: the gains of the chain part become targets and a team. */
#include "changhe/desk.h"

#include "reaching.h"
#include "scope.h"

#include <math.h>

ch_err ch_desk__bring_segments(ch_arena *arena, const ch_desk *desk, ch_target_case *given)
{
    const size_t segments = desk->zone->segments.rows;
    uint32_t *node = CH_NEW(arena, uint32_t, segments);
    double *gain = CH_NEW(arena, double, segments);
    bool *asked = CH_NEW(arena, bool, segments);
    if (!node || !gain || !asked)
        return CH_ENOMEM;
    for (size_t i = 0; i < segments; i++) {
        node[i] = ch_chain_node_of(desk->net, i);
        gain[i] = desk->state.node[node[i]].gain;
        asked[i] = ch_desk_asks_segment(desk, i);
    }
    given->node = node;
    given->gain = gain;
    given->asked = asked;
    return CH_OK;
}

static ch_err bring_firms(ch_arena *arena, const ch_desk *desk, ch_target_case *given)
{
    bool *local = CH_NEW(arena, bool, desk->zone->firms.rows);
    if (!local)
        return CH_ENOMEM;
    for (size_t i = 0; i < desk->zone->firms.rows; i++)
        local[i] = ch_chain_is_local(desk->net, &desk->set, i);
    given->local = local;
    return CH_OK;
}

/* Rows of firm_segments of a firm: from *first, so many. The table is in the order of firm ids. */
static size_t find_rows(const ch_zone *zone, size_t firm, size_t *first)
{
    const ch_rows_firm_segments *fills = &zone->firm_segments;
    size_t low = 0, high = fills->rows, n = 0;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (ch_text_compare(fills->firm[middle], zone->firms.id[firm]) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + n < fills->rows && ch_text_equal(fills->firm[low + n], zone->firms.id[firm]))
        n++;
    *first = low;
    return n;
}

/* All that the members make lands with them, also in chains that were not asked about. */
static size_t list_landings(const ch_desk *desk, const ch_who_answer *answer, const uint32_t *member, size_t members,
                            ch_chain_landing *landing)
{
    const ch_zone *zone = desk->zone;
    size_t n = 0;
    for (size_t i = 0; i < members; i++) {
        size_t first;
        const size_t firm = answer->ranking.target[member[i]].firm, rows = find_rows(zone, firm, &first);
        for (size_t row = first; row < first + rows; row++, n++)
            if (landing)
                landing[n] =
                    (ch_chain_landing){firm, ch_zone_find(zone, CH_TABLE_segments, zone->firm_segments.segment[row]),
                                       answer->landing_place};
    }
    return n;
}

/* The true change of local content when the members, indices into the ranking, land together. */
static ch_err land_together(ch_arena *scratch, const ch_desk *desk, const ch_who_answer *answer, const uint32_t *member,
                            size_t members, double *change)
{
    const size_t n = list_landings(desk, answer, member, members, NULL);
    ch_chain_landing *landing = CH_NEW(scratch, ch_chain_landing, n);
    ch_chain_state state;
    if (!landing)
        return CH_ENOMEM;
    ch_err err = ch_chain_state_make(scratch, desk->net, &state);
    if (err != CH_OK)
        return err;
    list_landings(desk, answer, member, members, landing);
    err = ch_chain_assess_with(scratch, desk->net, &desk->set, landing, n, &state);
    *change = err == CH_OK ? state.local_content - desk->state.local_content : NAN;
    return err;
}

static ch_err choose_team(ch_arena *arena, ch_arena *scratch, const ch_desk *desk, const ch_target_case *given,
                          ch_who_answer *answer)
{
    answer->has_team = true;
    ch_err err = ch_target_choose_team(arena, &answer->ranking, given, desk->question->team, &answer->team);
    if (err == CH_OK)
        err = land_together(scratch, desk, answer, answer->team.member, answer->team.members, &answer->team_what_if);
    if (err == CH_OK && answer->team.exact)
        err = land_together(scratch, desk, answer, answer->team.best, answer->team.bests, &answer->best_what_if);
    return err;
}

/* A team is chosen among all targets; else only those that are listed are looked at closely. */
static ch_err ask_all(ch_arena *arena, ch_arena *scratch, const ch_desk *desk, ch_who_answer *answer)
{
    const size_t team = desk->question->team;
    ch_target_case given = {.top = team > 0 ? 0 : desk->question->top};
    ch_err err = ch_desk__bring_segments(scratch, desk, &given);
    if (err == CH_OK)
        err = bring_firms(scratch, desk, &given);
    if (err == CH_OK)
        err = ch_desk__minutes_of_firms(scratch, desk, &given.minutes);
    if (err == CH_OK)
        err = ch_target_rank(arena, desk->zone, &desk->set, &given, &answer->ranking);
    return err == CH_OK && team > 0 ? choose_team(arena, scratch, desk, &given, answer) : err;
}

ch_err ch_desk_who(ch_arena *arena, const ch_desk *desk, ch_who_answer *answer)
{
    *answer =
        (ch_who_answer){.desk = desk, .team_what_if = NAN, .best_what_if = NAN, .landing_place = desk->set.asked[0]};
    if (desk->scope)
        return ch_desk__who_in_scope(arena, desk, answer);
    ch_arena scratch = CH_ARENA(arena->memory);
    const ch_err err = ask_all(arena, &scratch, desk, answer);
    ch_arena_free(&scratch);
    return err;
}
