/* metric_links.c - new roads beside a metric: what is between each two ends of links, by graph and links together. */
#include "hierarchy_parts.h"

#include <stdlib.h>

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static bool list_ends(ch_metric_links *made, const ch_road_link *link, size_t links)
{
    uint32_t *end = CH_NEW(&made->arena, uint32_t, 2 * links);
    if (end == NULL)
        return false;
    for (size_t i = 0; i < links; i++) {
        end[2 * i] = link[i].tail;
        end[2 * i + 1] = link[i].head;
    }
    qsort(end, 2 * links, sizeof *end, compare_numbers);
    for (size_t i = 0; i < 2 * links; i++)
        if (made->ends == 0 || end[made->ends - 1] != end[i])
            end[made->ends++] = end[i];
    made->end = end;
    return true;
}

static size_t index_of(const ch_metric_links *made, uint32_t node)
{
    const uint32_t *found = bsearch(&node, made->end, made->ends, sizeof node, compare_numbers);
    return (size_t)(found - made->end);
}

/* Distances by the graph alone; a node to itself 0, the links' own nodes far from all else. */
static ch_err ask_graph(ch_metric_links *made)
{
    const ch_hierarchy *h = made->metric->hierarchy;
    ch_arena scratch = CH_ARENA(h->arena.memory);
    ch_reach_seed *seed = CH_NEW(&scratch, ch_reach_seed, made->ends);
    size_t *start = CH_NEW(&scratch, size_t, made->ends + 1), n = 0;
    ch_hierarchy_room *room = NULL;
    ch_err err = seed == NULL || start == NULL ? CH_ENOMEM : ch_hierarchy_room_new(h, &room);
    if (err == CH_OK) {
        for (size_t i = 0; i < made->ends; i++) {
            start[i] = n;
            if (made->end[i] < h->nodes)
                seed[n++] = (ch_reach_seed){made->end[i], 0};
        }
        start[made->ends] = n;
        err = ch_hierarchy_matrix(room, made->metric, NULL, seed, start, made->ends, seed, start, made->ends,
                                  made->between);
    }
    for (size_t i = 0; err == CH_OK && i < made->ends; i++)
        made->between[i * made->ends + i] = 0;
    ch_hierarchy_room_free(room);
    ch_arena_free(&scratch);
    return err;
}

static void go_on(uint32_t *restrict to, const uint32_t *restrict on, uint32_t there, size_t n)
{
    for (size_t j = 0; j < n; j++)
        to[j] = ch_reach__least(to[j], ch_reach__add(there, on[j]));
}

/* Floyd 1962, Algorithm 97. */
static void close_over(ch_metric_links *made)
{
    size_t n = made->ends;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < n; i++) {
            const uint32_t there = made->between[i * n + k];
            if (i != k && there != CH_REACH_FAR)
                go_on(made->between + i * n, made->between + k * n, there, n);
        }
}

static ch_err make(ch_metric_links *made, const ch_road_link *link, size_t links)
{
    if (links > SIZE_MAX / 2 || !list_ends(made, link, links))
        return CH_ENOMEM;
    if (made->ends > 0 && made->ends > SIZE_MAX / made->ends)
        return CH_ENOMEM;
    made->between = CH_NEW(&made->arena, uint32_t, made->ends * made->ends);
    if (made->between == NULL)
        return CH_ENOMEM;
    ch_err err = ask_graph(made);
    if (err != CH_OK)
        return err;
    for (size_t i = 0; i < links; i++) {
        uint32_t *between = &made->between[index_of(made, link[i].tail) * made->ends + index_of(made, link[i].head)];
        *between = ch_reach__least(*between, link[i].ms);
    }
    close_over(made);
    return CH_OK;
}

ch_err ch_metric_links_make(const ch_metric *metric, const ch_road_link *link, size_t links, size_t points,
                            ch_metric_links **made)
{
    *made = NULL;
    const ch_memory *memory = metric->hierarchy->arena.memory;
    ch_metric_links *m = ch_memory_take(memory, sizeof *m);
    if (m == NULL)
        return CH_ENOMEM;
    *m = (ch_metric_links){.arena = CH_ARENA(memory), .metric = metric, .points = points};
    ch_err err = make(m, link, links);
    if (err == CH_OK)
        *made = m;
    else
        ch_metric_links_free(m);
    return err;
}

void ch_metric_links_free(ch_metric_links *made)
{
    if (made == NULL)
        return;
    const ch_memory *memory = made->arena.memory;
    ch_arena_free(&made->arena);
    ch_memory_give(memory, made);
}
