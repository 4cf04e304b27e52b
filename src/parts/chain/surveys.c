/* surveys.c - who looked where, and for which nodes: none found means missing only there.
 * A survey of a place tells of all that lies in it. A place lies in its parent, and in what holds
 * every place it has parts in: so of it tell the surveys of its parent, and those that tell of all
 * of its parts. */
#include "net.h"

/* Both lists as one, or what stands in both; as many items as either, or fewer. */
static ch_err combine(ch_arena *arena, ch_chain__list a, ch_chain__list b, bool both, ch_chain__list *made)
{
    uint32_t *item = CH_NEW(arena, uint32_t, a.items + b.items);
    if (!item)
        return CH_ENOMEM;
    size_t i = 0, j = 0, n = 0;
    while (i < a.items || j < b.items) {
        const bool in_a = i < a.items && (j == b.items || a.item[i] <= b.item[j]);
        const bool in_b = j < b.items && (i == a.items || b.item[j] <= a.item[i]);
        if (!both || (in_a && in_b))
            item[n++] = in_a ? a.item[i] : b.item[j];
        i += in_a;
        j += in_b;
    }
    *made = (ch_chain__list){item, n};
    return CH_OK;
}

static ch_err add_list(ch_arena *arena, ch_chain__list *list, ch_chain__list other)
{
    if (other.items == 0)
        return CH_OK;
    if (list->items > 0)
        return combine(arena, *list, other, false, list);
    *list = other;
    return CH_OK;
}

/* of: lists of the places that this one lies in are there already. */
static ch_err add_holders(ch_arena *arena, const ch_zone *zone, size_t place, ch_chain__list *of)
{
    const uint32_t parent = zone->place_parent[place];
    ch_err err = parent == CH_CHAIN__NONE ? CH_OK : add_list(arena, &of[place], of[parent]);

    ch_text parts = zone->places.parts_in[place], part;
    ch_chain__list of_all = {0};
    for (bool first = true; err == CH_OK && ch_text_next(&parts, ' ', &part); first = false) {
        const ch_chain__list of_part = of[ch_chain__row(zone, CH_TABLE_places, part)];
        if (first)
            of_all = of_part;
        else
            err = combine(arena, of_all, of_part, true, &of_all);
    }
    return err == CH_OK ? add_list(arena, &of[place], of_all) : err;
}

/* From what holds a place to the place. Without arrays arcs are only counted. */
typedef struct {
    uint32_t *tail, *head;
    size_t n;
} arcs;

static void add_arc(arcs *to, uint32_t holder, size_t place)
{
    if (to->tail) {
        to->tail[to->n] = holder;
        to->head[to->n] = (uint32_t)place;
    }
    to->n++;
}

static void list_arcs(const ch_zone *zone, arcs *to)
{
    for (size_t place = 0; place < zone->places.rows; place++) {
        ch_text parts = zone->places.parts_in[place], part;
        if (zone->place_parent[place] != CH_CHAIN__NONE)
            add_arc(to, zone->place_parent[place], place);
        while (ch_text_next(&parts, ' ', &part))
            add_arc(to, ch_chain__row(zone, CH_TABLE_places, part), place);
    }
}

/* Places, each after those it lies in. */
static ch_err order_places(ch_arena *scratch, const ch_zone *zone, const uint32_t **order)
{
    const size_t places = zone->places.rows;
    arcs counted = {0}, listed = {0};
    list_arcs(zone, &counted);
    listed.tail = CH_NEW(scratch, uint32_t, counted.n);
    listed.head = CH_NEW(scratch, uint32_t, counted.n);
    uint32_t *found = CH_NEW(scratch, uint32_t, places), *circle = CH_NEW(scratch, uint32_t, places);
    if (!listed.tail || !listed.head || !found || !circle)
        return CH_ENOMEM;
    list_arcs(zone, &listed);

    ch_graph holds;
    size_t circle_length; /* 0: a snapshot has no circle of places */
    const ch_err err = ch_graph_build(scratch, places, listed.tail, listed.head, listed.n, &holds);
    *order = found;
    return err == CH_OK ? ch_graph_order(scratch, &holds, found, circle, &circle_length) : err;
}

/* A survey and a place it was made of. Without an array entries are only counted. */
typedef struct {
    uint64_t *entry;
    size_t n;
} entries;

static void add_entry(entries *to, const ch_zone *zone, ch_text place, size_t survey)
{
    if (to->entry)
        to->entry[to->n] = ch_chain__entry(ch_chain__row(zone, CH_TABLE_places, place), survey);
    to->n++;
}

/* A survey without a place was made of the zone's own place and of each of its members. */
static void list_made(const ch_zone *zone, entries *to)
{
    for (size_t survey = 0; survey < zone->surveys.rows; survey++) {
        if (zone->surveys.place[survey].len > 0) {
            add_entry(to, zone, zone->surveys.place[survey], survey);
            continue;
        }
        ch_text members = zone->zone.members[0], member;
        add_entry(to, zone, zone->zone.place[0], survey);
        while (ch_text_next(&members, ' ', &member))
            add_entry(to, zone, member, survey);
    }
}

static ch_err list_surveys(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    entries counted = {0}, listed = {0};
    list_made(zone, &counted);
    listed.entry = CH_NEW(scratch, uint64_t, counted.n);
    ch_chain__list *of = CH_NEW(arena, ch_chain__list, net->places);
    if (!listed.entry || !of)
        return CH_ENOMEM;
    list_made(zone, &listed);

    ch_chain__lists made; /* per place: surveys of just this place */
    const uint32_t *order = NULL;
    ch_err err = ch_chain__make_lists(arena, net->places, listed.entry, listed.n, &made);
    if (err == CH_OK)
        err = order_places(scratch, zone, &order);
    for (size_t i = 0; err == CH_OK && i < net->places; i++) {
        of[order[i]] = ch_chain__list_at(&made, order[i]);
        err = add_holders(arena, zone, order[i], of);
    }
    net->surveys_of = of;
    return err;
}

static ch_chain__list find_nodes(const ch_zone *zone, const ch_chain_net *net, size_t survey, ch_chain__list every)
{
    const uint32_t segment = ch_chain__row(zone, CH_TABLE_segments, zone->surveys.segment[survey]);
    const uint32_t chain = ch_chain__row(zone, CH_TABLE_chains, zone->surveys.chain[survey]);
    if (segment != CH_CHAIN__NONE)
        return (ch_chain__list){&net->node_of[segment], 1};
    return chain != CH_CHAIN__NONE ? ch_chain__list_at(&net->nodes_of_chain, chain) : every;
}

ch_err ch_chain__make_surveys(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net)
{
    ch_chain__list *looked_for = CH_NEW(arena, ch_chain__list, net->surveys);
    uint32_t *every = CH_NEW(arena, uint32_t, net->nodes);
    if (!looked_for || !every)
        return CH_ENOMEM;
    for (size_t i = 0; i < net->nodes; i++)
        every[i] = (uint32_t)i;
    for (size_t i = 0; i < net->surveys; i++)
        looked_for[i] = find_nodes(zone, net, i, (ch_chain__list){every, net->nodes});
    net->looked_for = looked_for;
    return list_surveys(arena, scratch, zone, net);
}

ch_err ch_chain_surveys_of(ch_arena *arena, const ch_chain_net *net, const ch_place_set *set, uint32_t node,
                           const uint32_t **survey, size_t *n)
{
    ch_chain__list all = {0};
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < set->asked_count; i++)
        err = add_list(arena, &all, net->surveys_of[set->asked[i]]);
    uint32_t *found = err == CH_OK ? CH_NEW(arena, uint32_t, all.items) : NULL;
    if (!found)
        return CH_ENOMEM;
    *n = 0;
    for (size_t i = 0; i < all.items; i++)
        if (ch_chain__holds(net->looked_for[all.item[i]], node))
            found[(*n)++] = all.item[i];
    *survey = found;
    return CH_OK;
}
