/* hierarchy_matrix.c - distances between two lists, by sweeps over the targets and their ancestors alone
 * (Delling, Goldberg, Werneck 2011, Faster batched shortest paths in road networks, ATMOS). */
#include "sweep.h"

typedef struct {
    ch_hierarchy_room *room;
    size_t next; /* of room->targets, from its end */
} keeper;

static void keep_row(void *self, uint32_t position, const uint32_t *dist)
{
    keeper *to = self;
    (void)position;
    to->room->result[--to->next] = *(const ch_reach__row *)dist;
}

static const ch_reach__row *row_of_target(const ch_hierarchy_room *room, uint32_t node)
{
    const ch_hierarchy *h = room->hierarchy;
    if (node >= h->nodes)
        return &room->own[node - h->nodes];
    uint32_t position = h->position_of[node];
    size_t first = 0, end = room->targets.n;
    while (end - first > 1) {
        size_t middle = first + (end - first) / 2;
        if (room->targets.position[middle] <= position)
            first = middle;
        else
            end = middle;
    }
    return &room->result[first];
}

/* dist of the lanes' sources to all targets. */
static void read_targets(const ch_hierarchy_room *room, const ch_reach_seed *seed, const size_t *start, size_t targets,
                         size_t lanes, uint32_t *dist)
{
    for (size_t j = 0; j < targets; j++) {
        ch_reach__row least;
        ch_reach__set_far(&least);
        for (size_t i = start[j]; i < start[j + 1]; i++)
            ch_reach__relax(&least, &least, row_of_target(room, seed[i].node), seed[i].ms);
        for (size_t lane = 0; lane < lanes; lane++)
            dist[lane * targets + j] = least.lane[lane];
    }
}

ch_err ch_hierarchy_matrix(ch_hierarchy_room *room, const ch_metric *metric, const ch_metric_links *links,
                           const ch_reach_seed *source_seed, const size_t *source_start, size_t sources,
                           const ch_reach_seed *target_seed, const size_t *target_start, size_t targets, uint32_t *dist)
{
    if (sources == 0 || targets == 0)
        return CH_OK;
    const size_t first = target_start[0];
    ch_err err = ch_reach__gather(room, target_seed + first, target_start[targets] - first, NULL, &room->targets);
    if (err == CH_OK && !ch_reach__make_rows(room, &room->result, &room->results, room->targets.n))
        err = CH_ENOMEM;
    for (size_t i = 0; i < sources && err == CH_OK; i += CH_REACH__LANES) {
        size_t lanes = sources - i < CH_REACH__LANES ? sources - i : CH_REACH__LANES;
        const ch_reach__question q = ch_reach__ask(metric, links, false, source_seed, source_start + i, lanes);
        err = ch_reach__climb(room, &q);
        if (err != CH_OK)
            break;
        keeper to = {room, room->targets.n};
        ch_reach__sweep(room, &q, &room->targets, keep_row, &to);
        read_targets(room, target_seed, target_start, targets, lanes, dist + i * targets);
    }
    return err;
}
