/* local.c - who stands in a set of places: by the firm's place, or by the zone it stands in. */
#include "net.h"

bool ch_chain_is_local(const ch_chain_net *net, const ch_place_set *set, size_t firm)
{
    const uint32_t zone = net->zone[firm];
    return set->in[net->place[firm]] || (zone != CH_CHAIN__NONE && set->in[zone]);
}

ch_chain__presence ch_chain__find_presence(const ch_chain_net *net, const ch_place_set *set, const ch_chain__pair *pair)
{
    ch_chain__presence found = {0};
    for (size_t i = pair->first; i < pair[1].first; i++)
        if (ch_chain_is_local(net, set, net->stand[i].firm))
            ch_chain__join(net, &net->stand[i], &found);
    return found;
}

/* The zone through which a pair whose place is not in the set counts: that of its first firm in it. */
static uint32_t counting_zone(const ch_chain_net *net, const ch_place_set *set, uint32_t pair)
{
    uint32_t at = net->pair[pair].first;
    while (!ch_chain_is_local(net, set, net->stand[at].firm))
        at++;
    return net->zone[net->stand[at].firm];
}

size_t ch_chain__list_pairs(const ch_chain_net *net, const ch_place_set *set, uint32_t *found)
{
    size_t n = 0;
    for (uint32_t place = 0; place < net->places; place++) {
        if (!set->in[place])
            continue;
        for (uint32_t pair = net->pairs_at[place]; pair < net->pairs_at[place + 1]; pair++)
            found[n++] = pair;
        const ch_chain__list zoned = ch_chain__list_at(&net->pairs_in, place);
        for (size_t i = 0; i < zoned.items; i++)
            if (!set->in[net->pair[zoned.item[i]].place] && counting_zone(net, set, zoned.item[i]) == place)
                found[n++] = zoned.item[i];
    }
    return n;
}

ch_err ch_chain_firms_of(ch_arena *arena, const ch_chain_net *net, const ch_place_set *set, uint32_t node,
                         const uint32_t **firm, size_t *n)
{
    const ch_chain__list all = ch_chain__list_at(&net->firms_in, node);
    size_t local = 0;
    for (size_t i = 0; i < all.items; i++)
        local += ch_chain_is_local(net, set, all.item[i]);

    uint32_t *found = CH_NEW(arena, uint32_t, local);
    if (!found)
        return CH_ENOMEM;
    *n = 0;
    for (size_t i = 0; i < all.items; i++)
        if (ch_chain_is_local(net, set, all.item[i]))
            found[(*n)++] = all.item[i];
    *firm = found;
    return CH_OK;
}
