/* lens.c - changes and links of a patch, made quick to look up. */
#include "lens.h"

#include <stdlib.h>
#include <string.h>

enum { BITS_EACH = 16, LEAST_BITS = 1024, MOST_BITS = 1 << 24 };

void ch_reach__lens_end(ch_reach__lens *lens)
{
    ch_memory_give(lens->memory, lens->block);
}

static size_t count_bits(size_t things)
{
    size_t bits = LEAST_BITS;
    while (bits / BITS_EACH < things && bits < MOST_BITS)
        bits *= 2;
    return bits;
}

static bool make_room(ch_reach__lens *lens, size_t size)
{
    if (size <= lens->size)
        return true;
    void *block = ch_memory_grow(lens->memory, lens->block, 0, size);
    if (block == NULL)
        return false;
    lens->block = block;
    lens->size = size;
    return true;
}

static void set_bit(ch_reach__bits *bits, uint32_t what)
{
    what &= bits->mask;
    bits->word[what / 64] |= UINT64_C(1) << what % 64;
}

static int compare_links(const void *left, const void *right)
{
    const ch_road_link *a = left, *b = right;
    if (a->tail != b->tail)
        return a->tail < b->tail ? -1 : 1;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    return (a->ms > b->ms) - (a->ms < b->ms);
}

static void turn_links(ch_road_link *turned, const ch_road_patch *patch)
{
    for (size_t i = 0; i < patch->links; i++) {
        const ch_road_link *link = &patch->link[i];
        turned[i] = (ch_road_link){link->head, link->tail, link->ms, link->work};
    }
    if (patch->links > 0)
        qsort(turned, patch->links, sizeof *turned, compare_links);
}

ch_err ch_reach__lens_turn(ch_reach__lens *lens, const ch_road_patch *patch, bool is_towards)
{
    lens->patch = NULL;
    lens->links = 0;
    if (patch == NULL || (patch->changes == 0 && patch->links == 0 && patch->points == 0))
        return CH_OK;

    const size_t changed = count_bits(patch->changes), linked = count_bits(patch->links),
                 bytes = (changed + linked) / 8;
    if (patch->links > (SIZE_MAX - bytes) / sizeof(ch_road_link) ||
        !make_room(lens, bytes + (is_towards ? patch->links * sizeof(ch_road_link) : 0)))
        return CH_ENOMEM;
    memset(lens->block, 0, bytes);
    lens->changed = (ch_reach__bits){lens->block, (uint32_t)changed - 1};
    lens->linked = (ch_reach__bits){lens->changed.word + changed / 64, (uint32_t)linked - 1};
    ch_road_link *turned = (ch_road_link *)(lens->linked.word + linked / 64);
    if (is_towards)
        turn_links(turned, patch);

    lens->patch = patch;
    lens->link = is_towards ? turned : patch->link;
    lens->links = patch->links;
    for (size_t i = 0; i < patch->changes; i++)
        set_bit(&lens->changed, patch->change[i].arc);
    for (size_t i = 0; i < lens->links; i++)
        set_bit(&lens->linked, lens->link[i].tail);
    return CH_OK;
}

ch_reach__links ch_reach__lens_links(const ch_reach__lens *lens, uint32_t node)
{
    size_t low = 0, high = lens->links;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lens->link[middle].tail < node)
            low = middle + 1;
        else
            high = middle;
    }
    ch_reach__links found = {lens->links > 0 ? lens->link + low : NULL, 0};
    while (low + found.links < lens->links && found.link[found.links].tail == node)
        found.links++;
    return found;
}

uint32_t ch_reach__lens_changed(const ch_reach__lens *lens, uint32_t arc, uint32_t ms)
{
    const ch_road_change *change = lens->patch->change;
    size_t low = 0, high = lens->patch->changes;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (change[middle].arc < arc)
            low = middle + 1;
        else
            high = middle;
    }
    return low < lens->patch->changes && change[low].arc == arc ? change[low].ms : ms;
}
