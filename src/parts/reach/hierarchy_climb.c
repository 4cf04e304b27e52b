/* hierarchy_climb.c - from seeds up the hierarchy, through links of new roads where there are, for all lanes at once. */
#include "row.h"

ch_reach__question ch_reach__ask(const ch_metric *metric, const ch_metric_links *links, bool is_towards,
                                 const ch_reach_seed *seed, const size_t *seed_start, size_t lanes)
{
    return (ch_reach__question){
        metric, links,      is_towards, is_towards ? metric->down : metric->up, is_towards ? metric->up : metric->down,
        seed,   seed_start, lanes};
}

/* ---- which nodes: ways up are joined in a heap of their tops, the lowest first */

static void push_branch(ch_hierarchy_room *room, uint32_t position)
{
    size_t hole = room->branches++;
    for (; hole > 0 && room->branch[(hole - 1) / 2] > position; hole = (hole - 1) / 2)
        room->branch[hole] = room->branch[(hole - 1) / 2];
    room->branch[hole] = position;
}

static void sink_branch(ch_hierarchy_room *room, uint32_t position)
{
    size_t hole = 0;
    for (size_t child; (child = 2 * hole + 1) < room->branches; hole = child) {
        if (child + 1 < room->branches && room->branch[child + 1] < room->branch[child])
            child++;
        if (room->branch[child] >= position)
            break;
        room->branch[hole] = room->branch[child];
    }
    room->branch[hole] = position;
}

/* The lowest top goes up to its parent, or away. */
static void lift_lowest(ch_hierarchy_room *room)
{
    const ch_hierarchy *h = room->hierarchy;
    uint32_t lowest = room->branch[0], end = h->start[lowest + 1];
    if (end > h->start[lowest])
        sink_branch(room, h->head[end - 1]);
    else if (--room->branches > 0)
        sink_branch(room, room->branch[room->branches]);
}

static bool make_list(const ch_memory *memory, uint32_t **list, size_t used, size_t *capacity, size_t need)
{
    if (need <= *capacity)
        return true;
    size_t room = need > 2 * *capacity ? need : 2 * *capacity;
    uint32_t *larger = ch_memory_grow(memory, *list, used * sizeof **list, room * sizeof **list);
    if (larger == NULL)
        return false;
    *list = larger;
    *capacity = room;
    return true;
}

static bool join_branches(ch_hierarchy_room *room, ch_reach__family *family)
{
    while (room->branches > 0) {
        uint32_t lowest = room->branch[0];
        if (family->n == 0 || family->position[family->n - 1] != lowest) {
            if (!make_list(room->memory, &family->position, family->n, &family->capacity, family->n + 1))
                return false;
            family->position[family->n++] = lowest;
            lift_lowest(room);
        } else if (--room->branches > 0) {
            sink_branch(room, room->branch[room->branches]);
        }
    }
    return true;
}

ch_err ch_reach__gather(ch_hierarchy_room *room, const ch_reach_seed *seed, size_t seeds, const ch_metric_links *links,
                        ch_reach__family *family)
{
    const ch_hierarchy *h = room->hierarchy;
    size_t ends = links != NULL ? links->ends : 0;
    room->branches = family->n = 0;
    if (!make_list(room->memory, &room->branch, 0, &room->branch_capacity, seeds + ends))
        return CH_ENOMEM;
    for (size_t i = 0; i < seeds; i++)
        if (seed[i].node < h->nodes)
            push_branch(room, h->position_of[seed[i].node]);
    for (size_t i = 0; i < ends; i++)
        if (links->end[i] < h->nodes)
            push_branch(room, h->position_of[links->end[i]]);
    return join_branches(room, family) ? CH_OK : CH_ENOMEM;
}

bool ch_reach__make_rows(ch_hierarchy_room *room, ch_reach__row **row, size_t *rows, size_t n)
{
    if (n <= *rows)
        return true;
    size_t more = n > 2 * *rows ? n : 2 * *rows;
    ch_reach__row *larger = more <= SIZE_MAX / sizeof **row ? ch_memory_take(room->memory, more * sizeof **row) : NULL;
    if (larger == NULL)
        return false;
    ch_memory_give(room->memory, *row);
    *row = larger;
    *rows = more;
    return true;
}

/* ---- how far: rows of those nodes */

static ch_reach__row *row_of(ch_hierarchy_room *room, uint32_t node)
{
    const ch_hierarchy *h = room->hierarchy;
    return node < h->nodes ? &room->row[room->slot[h->position_of[node]]] : &room->own[node - h->nodes];
}

static bool begin(ch_hierarchy_room *room, const ch_reach__question *q)
{
    size_t points = q->links != NULL ? q->links->points : 0, ends = q->links != NULL ? q->links->ends : 0;
    if (!ch_reach__make_rows(room, &room->row, &room->rows, room->climb.n) ||
        !ch_reach__make_rows(room, &room->own, &room->owns, points) ||
        !ch_reach__make_rows(room, &room->end, &room->ends, ends))
        return false;
    for (size_t i = 0; i < room->climb.n; i++) {
        room->slot[room->climb.position[i]] = (uint32_t)i;
        ch_reach__set_far(&room->row[i]);
    }
    for (size_t i = 0; i < points; i++)
        ch_reach__set_far(&room->own[i]);
    for (size_t lane = 0; lane < q->lanes; lane++)
        for (size_t i = q->seed_start[lane]; i < q->seed_start[lane + 1]; i++) {
            uint32_t *dist = &row_of(room, q->seed[i].node)->lane[lane];
            *dist = ch_reach__least(*dist, q->seed[i].ms);
        }
    return true;
}

CH_REACH__INLINE void go_up_here(ch_hierarchy_room *room, const ch_reach__question *q)
{
    const ch_hierarchy *h = room->hierarchy;
    for (size_t i = 0; i < room->climb.n; i++) {
        uint32_t v = room->climb.position[i];
        const ch_reach__row from = room->row[i];
        for (uint32_t s = h->start[v]; s < h->start[v + 1]; s++) {
            ch_reach__row *to = &room->row[room->slot[h->head[s]]];
            ch_reach__relax(to, to, &from, q->up[s]);
        }
    }
}

/* From what is known of ancestors to distances of all of climb. */
CH_REACH__INLINE void come_down_here(ch_hierarchy_room *room, const ch_reach__question *q)
{
    const ch_hierarchy *h = room->hierarchy;
    for (size_t i = room->climb.n; i-- > 0;) {
        uint32_t v = room->climb.position[i];
        ch_reach__row least = room->row[i];
        for (uint32_t s = h->start[v]; s < h->start[v + 1]; s++)
            ch_reach__relax(&least, &least, &room->row[room->slot[h->head[s]]], q->down[s]);
        room->row[i] = least;
    }
}

/* Distances of ends, by way of other ends too. */
CH_REACH__INLINE void cross_links_here(ch_hierarchy_room *room, const ch_reach__question *q)
{
    const ch_metric_links *links = q->links;
    for (size_t i = 0; i < links->ends; i++)
        room->end[i] = *row_of(room, links->end[i]);
    for (size_t j = 0; j < links->ends; j++) {
        ch_reach__row least = room->end[j];
        for (size_t i = 0; i < links->ends; i++)
            ch_reach__relax(&least, &least, &room->end[i],
                            q->is_towards ? links->between[j * links->ends + i] : links->between[i * links->ends + j]);
        *row_of(room, links->end[j]) = least;
    }
}

CH_REACH__INLINE void climb_here(ch_hierarchy_room *room, const ch_reach__question *q)
{
    go_up_here(room, q);
    if (q->links == NULL)
        return;
    come_down_here(room, q);
    cross_links_here(room, q);
    go_up_here(room, q);
}

#if CH_REACH__TWICE
CH_REACH__WIDE static void climb_wide(ch_hierarchy_room *room, const ch_reach__question *q)
{
    climb_here(room, q);
}
#endif

static void climb(ch_hierarchy_room *room, const ch_reach__question *q)
{
#if CH_REACH__TWICE
    if (room->is_wide) {
        climb_wide(room, q);
        return;
    }
#endif
    climb_here(room, q);
}

ch_err ch_reach__climb(ch_hierarchy_room *room, const ch_reach__question *q)
{
    const size_t first = q->seed_start[0];
    ch_err err = ch_reach__gather(room, q->seed + first, q->seed_start[q->lanes] - first, q->links, &room->climb);
    if (err != CH_OK)
        return err;
    if (!begin(room, q))
        return CH_ENOMEM;
    climb(room, q);
    return CH_OK;
}
