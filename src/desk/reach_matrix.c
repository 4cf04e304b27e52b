/* reach_matrix.c - times between many places: by one search a source, or by the hierarchy of an extract. Both are exact. */
#include "reaching.h"

enum { LARGE = 20000 /* nodes: below, a search takes a millisecond or two */, MANY = 4 /* sources */ };

/* ---- by searches */

static ch_err search_from(const ch_desk__reach *reach, const ch_desk__side *side, ch_reach_room *room,
                          ch_arena *scratch, const ch_desk__ends *from, size_t i, const ch_desk__ends *to, uint32_t *ms)
{
    const ch_road_net *net = ch_roads_net(reach->asked->roads);
    const ch_reach_graph graph = ch_reach_forward(net, side->ms);
    ch_reach_seed *seed;
    size_t seeds;
    ch_reach_found found;
    ch_err err = ch_desk__seeds(scratch, reach, side, &from->where[i], from->entry[i], false, &seed, &seeds);
    if (err == CH_OK)
        err = ch_reach_search(room, &graph, false, &side->patch, seed, seeds, CH_REACH_FAR, false, &found);
    for (size_t j = 0; err == CH_OK && j < to->n; j++) {
        ms[j] = CH_REACH_FAR;
        for (size_t p = 0; p < to->where[j].points; p++) {
            const uint32_t at = ch_reach_at(net, side->ms, &side->patch, &found, to->where[j].point[p],
                                            &to->entry[j][p], false, reach->off_road_kmh, NULL);
            ms[j] = at < ms[j] ? at : ms[j];
        }
    }
    return err;
}

static ch_err by_search(const ch_desk__reach *reach, const ch_desk__side *side, const ch_desk__ends *from,
                        const ch_desk__ends *to, uint32_t *ms)
{
    ch_reach_room *room;
    ch_err err = ch_desk__take_room(reach->asked->roads, side->patch.points, &room);
    for (size_t i = 0; err == CH_OK && i < from->n; i++) {
        ch_arena scratch = CH_ARENA(reach->arena->memory);
        err = search_from(reach, side, room, &scratch, from, i, to, ms + i * to->n);
        ch_arena_free(&scratch);
    }
    ch_desk__give_room(reach->asked->roads, room, side->patch.points);
    return err;
}

/* ---- by the hierarchy */

/* The lock of asking is held. Weights of others than the roads' own speeds have no metric kept. */
static ch_err find_metric(const ch_desk__reach *reach, const ch_desk__side *side, ch_metric **metric)
{
    ch_roads *roads = reach->asked->roads;
    const ch_reach_graph graph = ch_reach_forward(&roads->net, side->ms);
    ch_metric **kept = &roads->metric[reach->asked->profile][reach->asked->basis];
    ch_err err = roads->hierarchy ? CH_OK : ch_hierarchy_build(&graph, roads->rank, roads->memory, &roads->hierarchy);
    if (err == CH_OK && !*kept)
        err = ch_metric_make(roads->hierarchy, side->ms, kept);
    *metric = *kept;
    return err;
}

typedef struct {
    ch_reach_seed *seed;
    size_t *start;
} seeded;

static ch_err seed_all(const ch_desk__reach *reach, const ch_desk__side *side, const ch_desk__ends *ends,
                       bool is_towards, seeded *made)
{
    ch_arena *arena = reach->arena;
    void *list = NULL;
    size_t n = 0, capacity = 0;
    made->start = CH_NEW(arena, size_t, ends->n + 1);
    if (!made->start)
        return CH_ENOMEM;
    for (size_t i = 0; i < ends->n; i++) {
        ch_reach_seed *seed;
        size_t more;
        const ch_err err =
            ch_desk__seeds(arena, reach, side, &ends->where[i], ends->entry[i], is_towards, &seed, &more);
        if (err != CH_OK || !ch_arena_grow(arena, &list, &capacity, n + more, sizeof *seed))
            return CH_ENOMEM;
        for (size_t k = 0; k < more; k++)
            ((ch_reach_seed *)list)[n++] = seed[k];
        made->start[i + 1] = n;
    }
    made->seed = list;
    return CH_OK;
}

/* The patch is done to the metric that all share, and undone. */
static ch_err ask_patched(const ch_desk__reach *reach, const ch_desk__side *side, ch_metric *metric, const seeded *from,
                          size_t sources, const seeded *to, size_t targets, uint32_t *ms)
{
    ch_roads *roads = reach->asked->roads;
    const ch_road_patch *patch = &side->patch;
    ch_metric_links *links = NULL;
    ch_hierarchy_room *room = NULL;
    ch_err err = ch_hierarchy_room_new(roads->hierarchy, &room);
    if (err == CH_OK && patch->links + patch->points > 0) /* seeds may lie on own nodes that no link is left of */
        err = ch_metric_links_make(metric, patch->link, patch->links, patch->points, &links);
    if (err == CH_OK)
        err = ch_hierarchy_matrix(room, metric, links, from->seed, from->start, sources, to->seed, to->start, targets,
                                  ms);
    ch_metric_links_free(links);
    ch_hierarchy_room_free(room);
    return err;
}

static ch_err undo(const ch_desk__reach *reach, const ch_desk__side *side, ch_road_change *change, ch_metric *metric)
{
    ch_roads *roads = reach->asked->roads;
    for (size_t i = 0; i < side->patch.changes; i++)
        change[i] = (ch_road_change){side->patch.change[i].arc, side->ms[side->patch.change[i].arc]};
    if (ch_metric_change(metric, change, side->patch.changes) == CH_OK)
        return CH_OK;
    ch_metric_free(metric); /* made anew by whoever asks next */
    roads->metric[reach->asked->profile][reach->asked->basis] = NULL;
    return CH_ENOMEM;
}

static ch_err by_hierarchy(const ch_desk__reach *reach, const ch_desk__side *side, const ch_desk__ends *from,
                           const ch_desk__ends *to, uint32_t *ms)
{
    ch_roads *roads = reach->asked->roads;
    seeded sources, targets;
    ch_metric *metric = NULL;
    ch_road_change *change = CH_NEW(reach->arena, ch_road_change, side->patch.changes);
    ch_err err = change ? seed_all(reach, side, from, false, &sources) : CH_ENOMEM;
    if (err == CH_OK)
        err = seed_all(reach, side, to, true, &targets);
    if (err != CH_OK)
        return err;
    pthread_mutex_lock(&roads->asking);
    err = find_metric(reach, side, &metric);
    if (err == CH_OK)
        err = ch_metric_change(metric, side->patch.change, side->patch.changes);
    if (err == CH_OK) {
        err = ask_patched(reach, side, metric, &sources, from->n, &targets, to->n, ms);
        err = ch_err_worse(err, undo(reach, side, change, metric));
    }
    pthread_mutex_unlock(&roads->asking);
    return err;
}

/* ---- what neither knows */

static uint32_t drive_between(const ch_desk__reach *reach, const ch_desk__side *side, const ch_desk__ends *from,
                              size_t i, const ch_desk__ends *to, size_t j)
{
    uint32_t least = CH_REACH_FAR;
    for (size_t o = 0; o < from->where[i].points; o++)
        for (size_t p = 0; p < to->where[j].points; p++) {
            const uint32_t at =
                ch_reach_at(ch_roads_net(reach->asked->roads), side->ms, &side->patch, NULL, to->where[j].point[p],
                            &to->entry[j][p], false, reach->off_road_kmh, &from->entry[i][o]);
            least = at < least ? at : least;
        }
    return least;
}

/* Two places on one street: the drive between them need not pass a node. */
static void look_beside(const ch_desk__reach *reach, const ch_desk__side *side, const ch_desk__ends *from,
                        const ch_desk__ends *to, uint32_t *ms)
{
    for (size_t i = 0; i < from->n; i++)
        for (size_t j = 0; j < to->n; j++) {
            const uint32_t at = drive_between(reach, side, from, i, to, j);
            uint32_t *best = &ms[i * to->n + j];
            *best = at < *best ? at : *best;
        }
}

/* Whoever is there already walks to no road and back. Where there is no road, nothing is known. */
static void stay(const ch_desk__ends *from, const ch_desk__ends *to, uint32_t *ms)
{
    for (size_t i = 0; i < from->n; i++)
        for (size_t j = 0; j < to->n; j++)
            if (ms[i * to->n + j] != CH_REACH_FAR && ch_desk__is_same_place(&from->where[i], &to->where[j]))
                ms[i * to->n + j] = 0;
}

ch_err ch_desk__matrix(const ch_desk__reach *reach, const ch_desk__side *side, const ch_desk__ends *from,
                       const ch_desk__ends *to, uint32_t *ms)
{
    const ch_roads *roads = reach->asked->roads;
    const ch_err err = roads->rank && side->is_shared && roads->net.nodes >= LARGE && from->n >= MANY
                           ? by_hierarchy(reach, side, from, to, ms)
                           : by_search(reach, side, from, to, ms);
    if (err != CH_OK)
        return err;
    look_beside(reach, side, from, to, ms);
    stay(from, to, ms);
    return CH_OK;
}
