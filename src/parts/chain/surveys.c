/* surveys.c - who looked where, and for which nodes: none found means missing only there. */
#include "net.h"

/* The places a place may lie in, walked along parents and first parts; a place that holds it
 * holds its parent, or each of its parts, so none is passed by. */
typedef struct {
    const ch_zone *zone;
    uint32_t *parent, *first_part; /* per place */
    bool *of_zone;                 /* the zone's own place and its members */
    uint32_t *seen_by;             /* per place: 1 + the place whose walk came here last */
    uint32_t *todo;                /* room for every place */
} walk;

typedef struct {
    uint64_t *entry; /* place and survey */
    size_t count, capacity;
} gathered;

static ch_err start_walk(ch_arena *scratch, const ch_zone *zone, walk *w)
{
    const ch_rows_places *place = &zone->places;
    *w = (walk){.zone = zone,
                .parent = CH_NEW(scratch, uint32_t, place->rows),
                .first_part = CH_NEW(scratch, uint32_t, place->rows),
                .of_zone = CH_NEW(scratch, bool, place->rows),
                .seen_by = CH_NEW(scratch, uint32_t, place->rows),
                .todo = CH_NEW(scratch, uint32_t, place->rows)};
    if (!w->parent || !w->first_part || !w->of_zone || !w->seen_by || !w->todo)
        return CH_ENOMEM;

    for (size_t i = 0; i < place->rows; i++) {
        ch_text parts = place->parts_in[i], part = {0};
        w->parent[i] = ch_chain__row(zone, CH_TABLE_places, place->parent[i]);
        w->first_part[i] = ch_text_next(&parts, ' ', &part) ? ch_chain__row(zone, CH_TABLE_places, part) : CH_CHAIN__NONE;
    }
    ch_text members = zone->zone.members[0], member;
    while (ch_text_next(&members, ' ', &member))
        w->of_zone[ch_chain__row(zone, CH_TABLE_places, member)] = true;
    w->of_zone[ch_chain__row(zone, CH_TABLE_places, zone->zone.place[0])] = true;
    return CH_OK;
}

static void visit(walk *w, uint32_t place, uint32_t from, size_t *waiting)
{
    if (place == CH_CHAIN__NONE || w->seen_by[place] == from + 1)
        return;
    w->seen_by[place] = from + 1;
    w->todo[(*waiting)++] = place;
}

static ch_err gather(ch_arena *scratch, gathered *all, size_t place, const ch_chain__lists *made, size_t list)
{
    const uint32_t begin = made->start[list], end = made->start[list + 1];
    if (!ch_arena_grow(scratch, (void **)&all->entry, &all->capacity, all->count + (end - begin), sizeof *all->entry))
        return CH_ENOMEM;
    for (uint32_t i = begin; i < end; i++)
        all->entry[all->count++] = ch_chain__entry(place, made->item[i]);
    return CH_OK;
}

/* made: surveys per place, and last those of the whole zone. */
static ch_err gather_for(ch_arena *scratch, walk *w, uint32_t place, const ch_chain__lists *made, gathered *all)
{
    const size_t whole = w->zone->places.rows;
    size_t waiting = 0;
    visit(w, place, place, &waiting);
    while (waiting > 0) {
        const uint32_t at = w->todo[--waiting];
        visit(w, w->parent[at], place, &waiting);
        visit(w, w->first_part[at], place, &waiting);
        const bool made_there = made->start[at] < made->start[at + 1];
        if ((!made_there && !w->of_zone[at]) || !ch_place_lies_in(w->zone, place, at))
            continue;
        ch_err err = gather(scratch, all, place, made, at);
        if (err == CH_OK && w->of_zone[at])
            err = gather(scratch, all, place, made, whole);
        if (err != CH_OK)
            return err;
    }
    return CH_OK;
}

static ch_err list_by_place(ch_arena *arena, const ch_zone *zone, ch_chain__lists *made)
{
    const ch_rows_surveys *survey = &zone->surveys;
    uint64_t *entry = CH_NEW(arena, uint64_t, survey->rows);
    if (!entry)
        return CH_ENOMEM;
    for (size_t i = 0; i < survey->rows; i++) {
        const uint32_t place = ch_chain__row(zone, CH_TABLE_places, survey->place[i]);
        entry[i] = ch_chain__entry(place == CH_CHAIN__NONE ? zone->places.rows : place, i);
    }
    return ch_chain__make_lists(arena, zone->places.rows + 1, entry, survey->rows, made);
}

static ch_err list_for_places(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    walk w;
    ch_chain__lists made;
    gathered all = {0};
    ch_err err = list_by_place(scratch, zone, &made);
    if (err == CH_OK)
        err = start_walk(scratch, zone, &w);
    for (size_t i = 0; err == CH_OK && i < net->places; i++)
        err = gather_for(scratch, &w, (uint32_t)i, &made, &all);
    return err == CH_OK ? ch_chain__make_lists(arena, net->places, all.entry, all.count, &net->surveys_for) : err;
}

static ch_chain__survey looked_for(const ch_zone *zone, const ch_chain_net *net, size_t row, const uint32_t *every)
{
    const uint32_t segment = ch_chain__row(zone, CH_TABLE_segments, zone->surveys.segment[row]);
    const uint32_t chain = ch_chain__row(zone, CH_TABLE_chains, zone->surveys.chain[row]);
    if (segment != CH_CHAIN__NONE)
        return (ch_chain__survey){&net->node_of[segment], 1};
    if (chain == CH_CHAIN__NONE)
        return (ch_chain__survey){every, net->nodes};
    const uint32_t *start = net->nodes_of_chain.start + chain;
    return (ch_chain__survey){net->nodes_of_chain.item + start[0], start[1] - start[0]};
}

ch_err ch_chain__make_surveys(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    ch_chain__survey *survey = CH_NEW(arena, ch_chain__survey, net->surveys);
    uint32_t *every = CH_NEW(arena, uint32_t, net->nodes);
    if (!survey || !every)
        return CH_ENOMEM;
    for (size_t i = 0; i < net->nodes; i++)
        every[i] = (uint32_t)i;
    for (size_t i = 0; i < net->surveys; i++)
        survey[i] = looked_for(zone, net, i, every);
    net->survey = survey;
    return list_for_places(arena, scratch, zone, net);
}

static bool holds(const uint32_t *sorted, size_t n, uint32_t wanted)
{
    size_t low = 0;
    while (low < n) {
        const size_t middle = low + (n - low) / 2;
        if (sorted[middle] == wanted)
            return true;
        if (sorted[middle] < wanted)
            low = middle + 1;
        else
            n = middle;
    }
    return false;
}

static bool tells_of(const ch_chain_net *net, const ch_place_set *set, uint32_t node, uint32_t survey)
{
    if (!holds(net->survey[survey].node, net->survey[survey].nodes, node))
        return false;
    for (size_t i = 0; i < set->asked_count; i++) {
        const uint32_t *start = net->surveys_for.start + set->asked[i];
        if (holds(net->surveys_for.item + start[0], start[1] - start[0], survey))
            return true;
    }
    return false;
}

ch_err ch_chain_surveys_of(ch_arena *arena, const ch_chain_net *net, const ch_place_set *set, uint32_t node,
                           const uint32_t **survey, size_t *n)
{
    size_t telling = 0;
    for (size_t i = 0; i < net->surveys; i++)
        telling += tells_of(net, set, node, (uint32_t)i);

    uint32_t *found = CH_NEW(arena, uint32_t, telling);
    if (!found)
        return CH_ENOMEM;
    *n = 0;
    for (size_t i = 0; i < net->surveys; i++)
        if (tells_of(net, set, node, (uint32_t)i))
            found[(*n)++] = (uint32_t)i;
    *survey = found;
    return CH_OK;
}
