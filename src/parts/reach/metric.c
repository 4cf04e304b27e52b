/* metric.c - weights of shortcuts, from those of arcs.
 *
 * From the lowest node up: once the shortcuts of all lower nodes have their weights, one of x gets the least of the
 * arcs it stands for and of all ways x - y - w over a node y below both (a lower triangle). */
#include "hierarchy_parts.h"

static void set_arcs(ch_metric *m)
{
    const ch_hierarchy *h = m->hierarchy;
    for (size_t s = 0; s < h->shortcuts; s++)
        m->up[s] = m->down[s] = CH_REACH_FAR;
    for (size_t a = 0; a < h->arcs; a++) {
        if (h->shortcut_of[a] == CH_REACH__NO_ARC)
            continue;
        uint32_t *weight = (h->shortcut_of[a] & 1 ? m->down : m->up) + h->shortcut_of[a] / 2;
        *weight = ch_reach__least(*weight, m->ms[a]);
    }
}

/* All that the shortcut a = (y, x) tells of shortcuts from x: y is joined with the same heads w, before a in its row. */
static void pass_over(const ch_metric *m, uint32_t a)
{
    const ch_hierarchy *h = m->hierarchy;
    uint32_t to_x = m->up[a], from_x = m->down[a];
    for (uint32_t b = h->start[h->tail[a]]; b < a; b++) {
        uint32_t *up = &m->up_at[h->depth[b]], *down = &m->down_at[h->depth[b]];
        *up = ch_reach__least(*up, ch_reach__add(from_x, m->up[b]));
        *down = ch_reach__least(*down, ch_reach__add(m->down[b], to_x));
    }
}

void ch_reach__pass_lower(const ch_metric *m, uint32_t x)
{
    const ch_hierarchy *h = m->hierarchy;
    for (uint32_t i = h->down_start[x]; i < h->down_start[x + 1]; i++)
        pass_over(m, h->down[i]);
}

static void customise_node(ch_metric *m, uint32_t x)
{
    const ch_hierarchy *h = m->hierarchy;
    for (uint32_t s = h->start[x]; s < h->start[x + 1]; s++) {
        m->up_at[h->depth[s]] = m->up[s];
        m->down_at[h->depth[s]] = m->down[s];
    }
    ch_reach__pass_lower(m, x);
    for (uint32_t s = h->start[x]; s < h->start[x + 1]; s++) {
        m->up[s] = m->up_at[h->depth[s]];
        m->down[s] = m->down_at[h->depth[s]];
    }
}

void ch_reach__customise(ch_metric *m)
{
    set_arcs(m);
    for (uint32_t x = 0; x < m->hierarchy->nodes; x++)
        customise_node(m, x);
}

static bool take_arrays(ch_metric *m)
{
    const ch_hierarchy *h = m->hierarchy;
    m->up = CH_NEW(&m->arena, uint32_t, h->shortcuts);
    m->down = CH_NEW(&m->arena, uint32_t, h->shortcuts);
    m->ms = CH_NEW(&m->arena, uint32_t, h->arcs);
    m->up_at = CH_NEW(&m->arena, uint32_t, h->height);
    m->down_at = CH_NEW(&m->arena, uint32_t, h->height);
    m->is_waiting = CH_NEW(&m->arena, uint64_t, h->shortcuts / 64 + 1);
    m->is_lost = CH_NEW(&m->arena, uint64_t, h->shortcuts / 64 + 1);
    return m->up != NULL && m->down != NULL && m->ms != NULL && m->up_at != NULL && m->down_at != NULL &&
           m->is_waiting != NULL && m->is_lost != NULL;
}

ch_err ch_metric_make(const ch_hierarchy *hierarchy, const uint32_t *ms, ch_metric **metric)
{
    *metric = NULL;
    ch_metric *m = ch_memory_take(hierarchy->arena.memory, sizeof *m);
    if (m == NULL)
        return CH_ENOMEM;
    *m = (ch_metric){.arena = CH_ARENA(hierarchy->arena.memory), .hierarchy = hierarchy};
    if (!take_arrays(m)) {
        ch_metric_free(m);
        return CH_ENOMEM;
    }
    for (size_t a = 0; a < hierarchy->arcs; a++)
        m->ms[a] = ms[a];
    ch_reach__customise(m);
    *metric = m;
    return CH_OK;
}

void ch_metric_free(ch_metric *metric)
{
    if (metric == NULL)
        return;
    const ch_memory *memory = metric->arena.memory;
    ch_arena_free(&metric->arena);
    ch_memory_give(memory, metric);
}

size_t ch_metric_bytes(const ch_metric *metric)
{
    const ch_hierarchy *h = metric->hierarchy;
    return sizeof *metric + (2 * h->shortcuts + h->arcs + 2 * h->height) * sizeof(uint32_t) + h->shortcuts / 4 + 16;
}
