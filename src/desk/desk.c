/* desk.c - a snapshot made ready for a question: edited, dated, its graph built and assessed. */
#include "changhe/desk.h"

#include "scope.h"

#include <math.h>

/* The snapshot that the question is about, held once. */
static ch_err find_snapshot(const ch_zone *base, const ch_question *question, ch_zone **zone, ch_faults *faults)
{
    ch_zone *edited;
    if (question->what_if && question->what_if->count > 0) {
        ch_err err = ch_zone_edit(base, question->what_if, &edited, faults);
        if (err != CH_OK)
            return err;
    } else {
        edited = (ch_zone *)base; /* held, never changed */
        ch_zone_hold(edited);
    }
    if (question->as_of == 0) {
        *zone = edited;
        return CH_OK;
    }
    ch_err err = ch_zone_as_of(edited, question->as_of, zone, faults);
    ch_zone_drop(edited);
    return err;
}

static ch_err find_places(ch_arena *arena, const ch_zone *zone, ch_text codes, ch_place_set *set, ch_faults *faults)
{
    ch_err err = ch_place_set_make(arena, zone, codes, set, faults);
    return err == CH_EDATA ? CH_ENONE : err;
}

static ch_err list_chains(const ch_zone *zone, ch_text asked, ch_faults *faults)
{
    ch_buf known = {.memory = zone->memory};
    for (size_t i = 0; i < zone->chains.rows; i++) {
        if (i > 0)
            ch_buf_adds(&known, ", ");
        ch_buf_add(&known, zone->chains.id[i]);
    }
    ch_err err = known.failed
                     ? CH_ENOMEM
                     : ch_fault_add(faults, (ch_at){0}, CH_TEXT("chain"), asked, CH_WANT_CHAIN, ch_buf_text(&known));
    ch_buf_free(&known);
    return err == CH_EDATA ? CH_ENONE : err;
}

static ch_err find_chain(const ch_zone *zone, ch_text asked, size_t *chain, ch_faults *faults)
{
    *chain = SIZE_MAX;
    if (asked.len == 0)
        return CH_OK;
    *chain = ch_zone_find(zone, CH_TABLE_chains, asked);
    return *chain == SIZE_MAX ? list_chains(zone, asked, faults) : CH_OK;
}

/* Both, so that all that is not there is told at once. */
static ch_err find_asked(ch_arena *arena, ch_desk *desk, ch_faults *faults)
{
    const ch_err places = find_places(arena, desk->zone, desk->question->place, &desk->set, faults);
    if (places == CH_ENOMEM)
        return places;
    const ch_err chain = find_chain(desk->zone, desk->question->chain, &desk->chain, faults);
    return chain == CH_OK ? places : chain;
}

static ch_err assess(ch_arena *arena, ch_desk *desk)
{
    ch_err err = ch_chain_net_make(arena, desk->zone, &desk->net);
    if (err == CH_OK)
        err = ch_chain_state_make(arena, desk->net, &desk->state);
    if (err == CH_OK)
        ch_chain_assess(desk->net, &desk->set, &desk->state);
    return err;
}

ch_err ch_desk__look_up(ch_arena *arena, ch_desk *desk, ch_faults *faults)
{
    ch_err err = find_asked(arena, desk, faults);
    if (err == CH_OK)
        err = assess(arena, desk);
    if (err != CH_OK)
        ch_desk_close(desk);
    return err;
}

ch_err ch_desk_open(ch_arena *arena, const ch_zone *base, const ch_question *question, ch_desk *desk, ch_faults *faults)
{
    *desk = (ch_desk){.question = question};
    ch_err err = find_snapshot(base, question, &desk->zone, faults);
    if (err != CH_OK)
        return err;
    ch_zone_digest(desk->zone, desk->digest);
    return ch_desk__look_up(arena, desk, faults);
}

void ch_desk_close(ch_desk *desk)
{
    ch_desk__close_scope(desk->scope);
    ch_zone_drop(desk->zone);
    *desk = (ch_desk){0};
}

ch_err ch_desk_content_before(const ch_zone *base, const ch_question *question, double *before)
{
    *before = NAN;
    if (!question->what_if)
        return CH_OK;
    ch_question plain = *question;
    plain.what_if = NULL;
    ch_arena arena = CH_ARENA(base->memory);
    ch_faults unheard = {.arena = CH_ARENA(base->memory)};
    ch_desk desk;
    ch_err err = ch_desk_open(&arena, base, &plain, &desk, &unheard);
    if (err == CH_OK)
        *before = desk.state.local_content;
    ch_desk_close(&desk);
    ch_faults_free(&unheard);
    ch_arena_free(&arena);
    return err == CH_ENONE ? CH_OK : err;
}

bool ch_desk_asks_segment(const ch_desk *desk, size_t segment)
{
    return desk->chain == SIZE_MAX ||
           ch_text_equal(desk->zone->segments.chain[segment], desk->zone->chains.id[desk->chain]);
}

size_t ch_desk_name_beside(const ch_desk *desk, uint32_t node, size_t segment)
{
    const ch_rows_segments *row = &desk->zone->segments;
    const size_t first = ch_chain_first_segment(desk->net, node);
    for (size_t i = first; i != SIZE_MAX; i = ch_chain_next_segment(desk->net, i))
        if (ch_text_equal(row->chain[i], row->chain[segment]))
            return i;
    return first;
}
