/* reach_works.c - rows of road_works that count, as works on the network, behind what edits of its tables did. */
#include "reaching.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { JOIN_M = 300 };

static ch_road_work_kind kind_of(unsigned word)
{
    switch (word) {
    case CH_road_work_CLOSE: return CH_ROAD_WORK_CLOSE;
    case CH_road_work_SPEED: return CH_ROAD_WORK_SPEED;
    case CH_road_work_ONEWAY: return CH_ROAD_WORK_ONEWAY;
    case CH_road_work_OPEN: return CH_ROAD_WORK_OPEN;
    case CH_road_work_JOIN: return CH_ROAD_WORK_JOIN;
    default: return CH_ROAD_WORK_ADD;
    }
}

static double or_else(double value, double other)
{
    return isnan(value) ? other : value;
}

static ch_err name_streets(ch_arena *arena, const ch_roads *roads, ch_text edges, ch_road_work *work)
{
    size_t capacity = 0;
    void *list = NULL;
    ch_road_text_edge edge;
    while (ch_road_text_next_edge(&edges, &edge)) {
        const uint32_t *street;
        const size_t n = ch_desk__streets_named(roads, &edge, &street);
        if (!ch_arena_grow(arena, &list, &capacity, work->streets + n, sizeof *street))
            return CH_ENOMEM;
        if (n > 0)
            memcpy((uint32_t *)list + work->streets, street, n * sizeof *street);
        work->streets += n;
    }
    work->street = list;
    return CH_OK;
}

static ch_err read_work(ch_arena *arena, const ch_roads *roads, const ch_zone *zone, size_t row, ch_road_work *work)
{
    const ch_rows_road_works *w = &zone->road_works;
    *work = (ch_road_work){.kind = kind_of(w->kind[row]),
                           .limit_kmh = or_else(w->limit_kmh[row], 0),
                           .plan_kmh = or_else(w->plan_kmh[row], 0),
                           .is_reversed = w->reversed[row] != 0,
                           .is_oneway = w->oneway[row] != 0,
                           .road_class = w->class[row] ? w->class[row] : CH_road_class_CLASS2,
                           .length_m = 1000 * or_else(w->length_km[row], 0),
                           .extra_s = or_else(w->extra_s[row], 0),
                           .join_m = or_else(w->join_m[row], JOIN_M)};
    const ch_err err = name_streets(arena, roads, w->edges[row], work);
    return err == CH_OK ? ch_road_text_path(arena, w->path[row], &work->point, &work->points, NULL) : err;
}

static ch_err read_works(ch_arena *arena, const ch_roads *roads, ch_desk__side *side, ch_road_work **work)
{
    const ch_rows_road_works *w = &side->zone->road_works;
    uint32_t *row = CH_NEW(arena, uint32_t, w->rows);
    *work = CH_NEW(arena, ch_road_work, w->rows);
    if (!row || !*work)
        return CH_ENOMEM;
    side->works = 0;
    for (size_t i = 0; i < w->rows; i++) {
        if (!w->active[i])
            continue;
        const ch_err err = read_work(arena, roads, side->zone, i, &(*work)[side->works]);
        if (err != CH_OK)
            return err;
        row[side->works++] = (uint32_t)i;
    }
    side->work = row;
    return CH_OK;
}

/* ---- two patches in one */

/* Works say the last word on an arc. */
static bool join_changes(ch_arena *arena, const ch_road_patch *edits, ch_road_patch *patch)
{
    ch_road_change *all = CH_NEW(arena, ch_road_change, edits->changes + patch->changes);
    if (!all)
        return false;
    size_t n = 0, e = 0;
    for (size_t w = 0; w < patch->changes; w++) {
        while (e < edits->changes && edits->change[e].arc < patch->change[w].arc)
            all[n++] = edits->change[e++];
        if (e < edits->changes && edits->change[e].arc == patch->change[w].arc)
            e++;
        all[n++] = patch->change[w];
    }
    while (e < edits->changes)
        all[n++] = edits->change[e++];
    patch->change = all;
    patch->changes = n;
    return true;
}

static int by_ends(const void *a, const void *b)
{
    const ch_road_link *x = a, *y = b;
    if (x->tail != y->tail)
        return x->tail < y->tail ? -1 : 1;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    return (x->ms > y->ms) - (x->ms < y->ms);
}

static uint32_t moved(uint32_t node, size_t nodes, size_t by)
{
    return node < nodes ? node : node + (uint32_t)by;
}

void ch_desk__sort_links(ch_road_link *link, size_t n)
{
    qsort(link, n, sizeof *link, by_ends);
}

/* The works' own nodes come behind those of the edits. */
static bool join_links(ch_arena *arena, size_t nodes, const ch_road_patch *edits, ch_road_patch *patch)
{
    ch_road_link *all = CH_NEW(arena, ch_road_link, edits->links + patch->links);
    ch_point *point = CH_NEW(arena, ch_point, edits->points + patch->points);
    if (!all || !point)
        return false;
    if (edits->links > 0)
        memcpy(all, edits->link, edits->links * sizeof *all);
    for (size_t i = 0; i < patch->links; i++) {
        ch_road_link link = patch->link[i];
        link.tail = moved(link.tail, nodes, edits->points);
        link.head = moved(link.head, nodes, edits->points);
        all[edits->links + i] = link;
    }
    for (size_t i = 0; i < edits->points; i++)
        point[i] = edits->point[i];
    for (size_t i = 0; i < patch->points; i++)
        point[edits->points + i] = patch->point[i];
    patch->links += edits->links;
    patch->points += edits->points;
    ch_desk__sort_links(all, patch->links);
    patch->link = all;
    patch->point = point;
    return true;
}

/* Weights as edits of the tables left them, for works to go on from. */
static const uint32_t *weights_after(ch_arena *arena, const ch_road_net *net, const uint32_t *ms,
                                     const ch_road_patch *edits)
{
    uint32_t *after = edits->changes > 0 ? CH_NEW(arena, uint32_t, net->arcs) : NULL;
    if (!after)
        return edits->changes > 0 ? NULL : ms;
    memcpy(after, ms, net->arcs * sizeof *ms);
    for (size_t i = 0; i < edits->changes; i++)
        after[edits->change[i].arc] = edits->change[i].ms;
    return after;
}

ch_err ch_desk__patch_side(ch_arena *arena, const ch_reach_question *asked, const ch_road_speeds *speeds,
                           ch_desk__side *side, const ch_road_patch *edits)
{
    const ch_road_net *net = ch_roads_net(asked->roads);
    ch_road_work *work;
    ch_err err = read_works(arena, asked->roads, side, &work);
    if (err != CH_OK)
        return err;
    ch_road_work_end *end = CH_NEW(arena, ch_road_work_end, side->works);
    const uint32_t *ms = weights_after(arena, net, side->ms, edits);
    if (!end || !ms)
        return CH_ENOMEM;
    err = ch_road_patch_make(arena, net, ch_roads_near(asked->roads), speeds, asked->profile, asked->basis, ms, work,
                             side->works, &side->patch, end);
    side->end = end;
    side->done = work;
    if (err != CH_OK || (edits->changes == 0 && edits->links == 0))
        return err;
    return join_changes(arena, edits, &side->patch) && join_links(arena, net->nodes, edits, &side->patch) ? CH_OK
                                                                                                          : CH_ENOMEM;
}
