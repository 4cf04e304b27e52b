/* road_patch.c - works done, then written down: arcs that weigh otherwise, and links that are new. */
#include "changhe/road_patch.h"

#include "road_build.h"
#include "road_works.h"

#include <stdlib.h>
#include <string.h>

/* What is written down; in scratch memory until it is whole. */
typedef struct {
    const ch_road__works *works;
    ch_road_change *change;
    ch_road_link *link;
    size_t changes, change_room, links, link_room;
} notes;

static ch_err note_change(notes *n, uint32_t arc, uint32_t ms)
{
    if (!ch_arena_grow(n->works->arena, (void **)&n->change, &n->change_room, n->changes + 1, sizeof *n->change))
        return CH_ENOMEM;
    n->change[n->changes++] = (ch_road_change){arc, ms};
    return CH_OK;
}

static ch_err note_link(notes *n, uint32_t tail, uint32_t head, uint32_t ms, uint32_t work)
{
    if (ms == CH_ROAD_CLOSED)
        return CH_OK;
    if (!ch_arena_grow(n->works->arena, (void **)&n->link, &n->link_room, n->links + 1, sizeof *n->link))
        return CH_ENOMEM;
    n->link[n->links++] = (ch_road_link){tail, head, ms, work};
    return CH_OK;
}

/* ---- where a street is begun and left */

/* One from which several streets lead on: turns into a direction that was opened are then taken to be free. From a copy
 * that is left by one street alone - a barrier, an "only" - it is not entered. */
static bool is_free(const ch_road__works *works, uint32_t node)
{
    const ch_road_net *net = works->net;
    size_t exits = 0;
    for (uint32_t arc = net->start[node]; arc < net->start[node + 1]; arc++)
        exits += (net->turn_closed[arc] >> works->profile & 1) == 0;
    return net->original[node] == node || exits > 1;
}

static uint32_t tail_of(const ch_road_net *net, uint32_t street, int direction)
{
    return direction == CH_ROAD_ALONG ? net->at[street].from : net->at[street].to;
}

/* The nodes from which a direction of a street may be begun, one after the other; begin with {CH_ROAD_NONE}. */
static bool next_tail(const ch_road__works *works, uint32_t street, int direction, ch_road_start *at)
{
    const ch_road_net *net = works->net;
    if (net->at[street].arc[direction] != CH_ROAD_NONE) {
        while (ch_road_next_start(net, street, direction, at))
            if ((net->turn_closed[at->arc] >> works->profile & 1) == 0)
                return true;
        return false;
    }
    const uint32_t node = tail_of(net, street, direction);
    at->tail = at->arc == CH_ROAD_NONE ? node : at->tail + 1;
    at->arc = 0;
    while (at->tail < net->nodes && net->original[at->tail] == node && !is_free(works, at->tail))
        at->tail++;
    return at->tail < net->nodes && net->original[at->tail] == node;
}

static uint32_t head_of(const ch_road_net *net, uint32_t street, int direction)
{
    const uint32_t arc = net->at[street].arc[direction];
    return arc != CH_ROAD_NONE ? net->head[arc] : tail_of(net, street, !direction);
}

/* ---- streets that were touched */

static ch_err note_direction(notes *n, const ch_road__touched *touched, int direction)
{
    const ch_road__works *works = n->works;
    const uint32_t ms = touched->ms[direction], street = touched->street;
    const bool has_arc = works->net->at[street].arc[direction] != CH_ROAD_NONE;
    ch_err err = CH_OK;
    if (ms == ch_road__base_ms(works, street, direction))
        return CH_OK;
    for (ch_road_start at = {CH_ROAD_NONE, 0}; err == CH_OK && next_tail(works, street, direction, &at);)
        err = has_arc ? note_change(n, at.arc, ms)
                      : note_link(n, at.tail, head_of(works->net, street, direction), ms, touched->work);
    return err;
}

static ch_err note_touched(notes *n)
{
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < n->works->touches; i++)
        for (int direction = 0; err == CH_OK && direction < CH_ROAD_WAYS; direction++)
            err = note_direction(n, &n->works->touched[i], direction);
    return err;
}

/* ---- streets that new roads join */

static int compare_joints(const void *left, const void *right)
{
    const ch_road__joint *a = left, *b = right;
    if (a->street != b->street)
        return a->street < b->street ? -1 : 1;
    if (a->along != b->along)
        return a->along < b->along ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

/* From the street's beginning to the first joint, from joint to joint, and from the last to its end. What each takes is a
 * difference of times from the beginning, so that all together take what the street does. */
static ch_err note_pieces(notes *n, const ch_road__joint *joint, size_t joints, int direction, uint32_t ms)
{
    const ch_road__works *works = n->works;
    const uint32_t street = joint->street;
    const ch_road__joint *last = NULL;
    uint32_t before = 0;
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < joints; i++) {
        const ch_road__joint *next = direction == CH_ROAD_ALONG ? &joint[i] : &joint[joints - 1 - i];
        const uint32_t until = ch_road__part_ms(ms, direction == CH_ROAD_ALONG ? next->along : 1 - next->along);
        if (last != NULL)
            err = note_link(n, last->node, next->node, until - before, next->work);
        for (ch_road_start at = {CH_ROAD_NONE, 0};
             last == NULL && err == CH_OK && next_tail(works, street, direction, &at);)
            err = note_link(n, at.tail, next->node, until, next->work);
        last = next;
        before = until;
    }
    return err == CH_OK ? note_link(n, last->node, head_of(works->net, street, direction), ms - before, last->work)
                        : err;
}

static ch_err note_joints(notes *n)
{
    const ch_road__works *works = n->works;
    ch_err err = CH_OK;
    if (works->joints > 0)
        qsort(works->joint, works->joints, sizeof *works->joint, compare_joints);
    for (size_t first = 0, end = 0; err == CH_OK && first < works->joints; first = end) {
        const uint32_t street = works->joint[first].street;
        const ch_road__touched *touched = ch_road__find_touched(works, street);
        while (end < works->joints && works->joint[end].street == street)
            end++;
        for (int direction = 0; err == CH_OK && direction < CH_ROAD_WAYS; direction++) {
            const uint32_t ms = touched != NULL ? touched->ms[direction] : ch_road__base_ms(works, street, direction);
            if (ms != CH_ROAD_CLOSED)
                err = note_pieces(n, &works->joint[first], end - first, direction, ms);
        }
    }
    return err;
}

static ch_err note_new(notes *n)
{
    const ch_road__works *works = n->works;
    ch_err err = CH_OK;
    for (size_t i = 0; err == CH_OK && i < works->links; i++)
        err = note_link(n, works->link[i].tail, works->link[i].head, works->link[i].ms, works->link[i].work);
    for (size_t i = 0; err == CH_OK && i < works->stretches; i++) {
        const ch_road__stretch *stretch = &works->stretch[i];
        err = note_link(n, stretch->from, stretch->to, stretch->ms[CH_ROAD_ALONG], stretch->work);
        if (err == CH_OK)
            err = note_link(n, stretch->to, stretch->from, stretch->ms[CH_ROAD_AGAINST], stretch->work);
    }
    return err;
}

/* ---- the patch */

static int compare_changes(const void *left, const void *right)
{
    const ch_road_change *a = left, *b = right;
    return (a->arc > b->arc) - (a->arc < b->arc);
}

static int compare_links(const void *left, const void *right)
{
    const ch_road_link *a = left, *b = right;
    if (a->tail != b->tail)
        return a->tail < b->tail ? -1 : 1;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    if (a->ms != b->ms)
        return a->ms < b->ms ? -1 : 1;
    return (a->work > b->work) - (a->work < b->work);
}

static void *copy(ch_arena *arena, const void *from, size_t n, size_t size)
{
    void *made = ch_arena_take(arena, n, size);
    if (made != NULL && n > 0)
        memcpy(made, from, n * size);
    return made;
}

static ch_err write_down(ch_arena *arena, const ch_road__works *works, ch_road_patch *patch)
{
    notes n = {.works = works};
    ch_err err = note_touched(&n);
    if (err == CH_OK)
        err = note_joints(&n);
    if (err == CH_OK)
        err = note_new(&n);
    if (err != CH_OK)
        return err;

    if (n.changes > 0)
        qsort(n.change, n.changes, sizeof *n.change, compare_changes);
    if (n.links > 0)
        qsort(n.link, n.links, sizeof *n.link, compare_links);
    *patch = (ch_road_patch){copy(arena, n.change, n.changes, sizeof *n.change),
                             n.changes,
                             copy(arena, n.link, n.links, sizeof *n.link),
                             n.links,
                             copy(arena, works->point, works->points, sizeof(ch_point)),
                             works->points};
    if (patch->change != NULL && patch->link != NULL && patch->point != NULL)
        return CH_OK;
    *patch = (ch_road_patch){0};
    return CH_ENOMEM;
}

/* Room for every street that is named, and a table twice as large. */
static ch_err make_room(ch_road__works *works, const ch_road_work *work, size_t n)
{
    size_t named = 0;
    for (size_t i = 0; i < n; i++)
        named += work[i].streets;
    if (named > works->net->streets)
        named = works->net->streets;
    works->slots = 2;
    while (works->slots < 2 * named + 2)
        works->slots *= 2;
    works->touched = CH_NEW(works->arena, ch_road__touched, named);
    works->slot = CH_NEW(works->arena, uint32_t, works->slots);
    return works->touched != NULL && works->slot != NULL ? CH_OK : CH_ENOMEM;
}

ch_err ch_road_patch_make(ch_arena *arena, const ch_road_net *net, const ch_road_near *near,
                          const ch_road_speeds *speeds, ch_road_profile profile, ch_road_basis basis,
                          const uint32_t *ms, const ch_road_work *work, size_t works, ch_road_patch *patch,
                          ch_road_work_end *end)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    ch_road__works done = {
        .arena = &scratch, .net = net, .near = near, .speeds = speeds, .profile = profile, .basis = basis, .ms = ms};
    *patch = (ch_road_patch){0};
    ch_err err = make_room(&done, work, works);
    for (size_t i = 0; err == CH_OK && i < works; i++)
        err = ch_road__do_work(&done, &work[i], (uint32_t)i, &end[i]);
    if (err == CH_OK)
        err = write_down(arena, &done, patch);
    ch_arena_free(&scratch);
    return err;
}

uint32_t ch_road_patch_ms(const ch_road_patch *patch, const uint32_t *ms, uint32_t arc)
{
    size_t from = 0, end = patch != NULL ? patch->changes : 0;
    while (from < end) {
        const size_t middle = from + (end - from) / 2;
        if (patch->change[middle].arc < arc)
            from = middle + 1;
        else
            end = middle;
    }
    return patch != NULL && from < patch->changes && patch->change[from].arc == arc ? patch->change[from].ms : ms[arc];
}
