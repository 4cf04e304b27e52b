/* entry.c - from a point to the network and back: on foot to a street, then along what is left of it. */
#include "changhe/reach.h"

#include <math.h>

ch_reach_entry ch_reach_enter(const ch_road_near *near, ch_point point)
{
    ch_reach_entry entry = {.feet = 0};
    const size_t found = ch_road_near_find(near, point, CH_REACH_ENTRY_M, entry.foot, CH_REACH_FEET);
    while (entry.feet < found && entry.foot[entry.feet].away_m <= entry.foot[0].away_m + CH_REACH_BESIDE_M)
        entry.feet++;
    return entry;
}

/* What the functions below are asked about. */
typedef struct {
    const ch_road_net *net;
    const uint32_t *ms;
    const ch_road_patch *patch; /* NULL: none */
    double walk_kmh;
} world;

static uint32_t arc_ms(const world *w, uint32_t arc)
{
    return w->patch != NULL ? ch_road_patch_ms(w->patch, w->ms, arc) : w->ms[arc];
}

/* Sums of what may be far. */
static uint32_t sum(uint32_t a, uint32_t b)
{
    return a < CH_REACH_FAR - b ? a + b : CH_REACH_FAR;
}

static uint32_t walk_ms(const world *w, double metres)
{
    const double ms = round(metres * 3600 / w->walk_kmh);
    return ms < CH_REACH_FAR ? (uint32_t)ms : CH_REACH_FAR;
}

/* Of a part of an arc, rounded up: two parts take no less than the whole. */
static uint32_t part_ms(const world *w, uint32_t arc, double share)
{
    const uint32_t ms = arc_ms(w, arc);
    return ms != CH_ROAD_CLOSED ? (uint32_t)ceil(share * ms) : CH_REACH_FAR;
}

/* How much of the street lies before a foot as one drives in a direction. */
static double share_before(const ch_road_foot *foot, int direction)
{
    return direction == CH_ROAD_ALONG ? foot->along : 1 - foot->along;
}

/* Going from a point: where the drives end that begin at a foot. Coming to it: where those begin that end
 * there. Begin with start.arc = CH_ROAD_NONE; false: there is no other. */
typedef struct {
    ch_road_start start;
    ch_reach_seed end;
} drive;

static bool next_drive(const world *w, const ch_road_foot *foot, int direction, bool is_coming, drive *d)
{
    const uint32_t walk = walk_ms(w, foot->away_m);
    const double before = share_before(foot, direction);
    while (ch_road_next_start(w->net, foot->street, direction, &d->start)) {
        const uint32_t ms = sum(walk, part_ms(w, d->start.arc, is_coming ? before : 1 - before));
        d->end = (ch_reach_seed){is_coming ? d->start.tail : w->net->head[d->start.arc], ms};
        if (ms != CH_REACH_FAR)
            return true;
    }
    return false;
}

/* On foot to a node of the patch's own. */
static uint32_t walk_to_own(const world *w, ch_point point, size_t own)
{
    const double metres = ch_geo_km(point, w->patch->point[own]) * 1000;
    return metres <= CH_REACH_ENTRY_M ? walk_ms(w, metres) : CH_REACH_FAR;
}

static size_t owns(const world *w)
{
    return w->patch != NULL ? w->patch->points : 0;
}

/* Puts the drive's end among the seeds, once for each node. */
static size_t put(ch_reach_seed *seed, size_t seeds, size_t most, ch_reach_seed end)
{
    for (size_t i = 0; i < seeds && i < most; i++)
        if (seed[i].node == end.node) {
            seed[i].ms = end.ms < seed[i].ms ? end.ms : seed[i].ms;
            return seeds;
        }
    if (seeds < most)
        seed[seeds] = end;
    return seeds + 1;
}

size_t ch_reach_seeds(const ch_road_net *net, const uint32_t *ms, const ch_road_patch *patch, ch_point point,
                      const ch_reach_entry *entry, bool is_towards, double walk_kmh, ch_reach_seed *seed, size_t most)
{
    const world w = {net, ms, patch, walk_kmh};
    size_t seeds = 0;
    for (size_t i = 0; i < entry->feet; i++)
        for (int direction = 0; direction < CH_ROAD_WAYS; direction++)
            for (drive d = {{CH_ROAD_NONE, 0}, {0, 0}}; next_drive(&w, &entry->foot[i], direction, is_towards, &d);)
                seeds = put(seed, seeds, most, d.end);
    for (size_t own = 0; own < owns(&w); own++) {
        const uint32_t walk = walk_to_own(&w, point, own);
        if (walk != CH_REACH_FAR)
            seeds = put(seed, seeds, most, (ch_reach_seed){(uint32_t)(net->nodes + own), walk});
    }
    return seeds;
}

/* From one foot to another of the same street without leaving it, both walks included. */
static uint32_t drive_between(const world *w, const ch_road_foot *from, const ch_road_foot *to)
{
    uint32_t least = CH_REACH_FAR;
    for (int direction = 0; direction < CH_ROAD_WAYS; direction++) {
        const double share = share_before(to, direction) - share_before(from, direction);
        for (ch_road_start at = {CH_ROAD_NONE, 0};
             share >= 0 && ch_road_next_start(w->net, from->street, direction, &at);) {
            const uint32_t part = part_ms(w, at.arc, share);
            least = part < least ? part : least;
        }
    }
    return sum(sum(walk_ms(w, from->away_m), least), walk_ms(w, to->away_m));
}

static uint32_t drive_within(const world *w, const ch_reach_entry *from, const ch_reach_entry *to)
{
    uint32_t least = CH_REACH_FAR;
    for (size_t i = 0; i < from->feet; i++)
        for (size_t j = 0; j < to->feet; j++)
            if (from->foot[i].street == to->foot[j].street) {
                const uint32_t ms = drive_between(w, &from->foot[i], &to->foot[j]);
                least = ms < least ? ms : least;
            }
    return least;
}

uint32_t ch_reach_at(const ch_road_net *net, const uint32_t *ms, const ch_road_patch *patch,
                     const ch_reach_found *found, ch_point point, const ch_reach_entry *entry, bool is_towards,
                     double walk_kmh, const ch_reach_entry *origin)
{
    const world w = {net, ms, patch, walk_kmh};
    uint32_t least = CH_REACH_FAR;
    if (origin != NULL)
        least = is_towards ? drive_within(&w, entry, origin) : drive_within(&w, origin, entry);
    if (found == NULL)
        return least;
    for (size_t i = 0; i < entry->feet; i++)
        for (int direction = 0; direction < CH_ROAD_WAYS; direction++)
            for (drive d = {{CH_ROAD_NONE, 0}, {0, 0}}; next_drive(&w, &entry->foot[i], direction, !is_towards, &d);) {
                const uint32_t at = sum(found->dist[d.end.node], d.end.ms);
                least = at < least ? at : least;
            }
    for (size_t own = 0; own < owns(&w); own++) {
        const uint32_t at = sum(found->dist[net->nodes + own], walk_to_own(&w, point, own));
        least = at < least ? at : least;
    }
    return least;
}
