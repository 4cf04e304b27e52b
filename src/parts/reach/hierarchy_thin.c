/* hierarchy_thin.c - dead ends and bends, which are best contracted first. */
#include "hierarchy_thin.h"

static void put_both_ways(const ch_reach_graph *graph, ch_reach__plain *plain)
{
    for (uint32_t v = 0; v < graph->nodes; v++)
        for (uint32_t a = graph->start[v]; a < graph->start[v + 1]; a++) {
            uint32_t head = graph->head[a];
            if (head == v)
                continue;
            plain->neighbour[plain->start[v] + plain->degree[v]++] = head;
            plain->neighbour[plain->start[head] + plain->degree[head]++] = v;
        }
}

static void drop_parallel(ch_reach__plain *plain, uint32_t *seen)
{
    for (uint32_t v = 0; v < plain->nodes; v++) {
        uint32_t *of_v = plain->neighbour + plain->start[v], kept = 0;
        for (uint32_t k = 0; k < plain->degree[v]; k++)
            if (seen[of_v[k]] != v + 1) {
                seen[of_v[k]] = v + 1;
                of_v[kept++] = of_v[k];
            }
        plain->degree[v] = kept;
    }
}

ch_err ch_reach__plain_graph(ch_arena *arena, const ch_reach_graph *graph, ch_reach__plain *plain)
{
    size_t nodes = graph->nodes, arcs = nodes > 0 ? graph->start[nodes] : 0;
    uint32_t *seen = CH_NEW(arena, uint32_t, nodes);
    *plain = (ch_reach__plain){nodes, CH_NEW(arena, uint32_t, nodes + 1), CH_NEW(arena, uint32_t, nodes),
                               CH_NEW(arena, uint32_t, 2 * arcs)};
    if (seen == NULL || plain->start == NULL || plain->degree == NULL || plain->neighbour == NULL)
        return CH_ENOMEM;
    for (uint32_t v = 0; v < nodes; v++)
        for (uint32_t a = graph->start[v]; a < graph->start[v + 1]; a++)
            if (graph->head[a] != v) {
                plain->start[v + 1]++;
                plain->start[graph->head[a] + 1]++;
            }
    for (size_t v = 0; v < nodes; v++)
        plain->start[v + 1] += plain->start[v];
    put_both_ways(graph, plain);
    drop_parallel(plain, seen);
    return CH_OK;
}

static bool are_joined(const ch_reach__plain *plain, uint32_t one, uint32_t other)
{
    if (plain->degree[one] > plain->degree[other]) {
        uint32_t swap = one;
        one = other;
        other = swap;
    }
    for (uint32_t k = 0; k < plain->degree[one]; k++)
        if (plain->neighbour[plain->start[one] + k] == other)
            return true;
    return false;
}

/* In the neighbours of `of`, gone becomes instead, or is left out where instead is `of` itself. */
static void replace(ch_reach__plain *plain, uint32_t of, uint32_t gone, uint32_t instead)
{
    uint32_t *neighbour = plain->neighbour + plain->start[of], k = 0;
    while (neighbour[k] != gone)
        k++;
    neighbour[k] = instead != of ? instead : neighbour[--plain->degree[of]];
}

static void contract(ch_reach__plain *plain, uint32_t v)
{
    const uint32_t *end = plain->neighbour + plain->start[v];
    if (plain->degree[v] == 1)
        replace(plain, end[0], v, end[0]);
    if (plain->degree[v] == 2) {
        bool are = are_joined(plain, end[0], end[1]);
        replace(plain, end[0], v, are ? end[0] : end[1]);
        replace(plain, end[1], v, are ? end[1] : end[0]);
    }
}

typedef struct {
    ch_reach__plain *plain;
    uint32_t *rank;
    size_t contracted;
    uint32_t *now, *next; /* nodes to look at in this round and in the next */
    size_t nexts;
    uint32_t *rested, *listed; /* per node: the round it rests in; the last round it is listed for */
} thinning;

static void list(thinning *t, uint32_t v, uint32_t round)
{
    if (t->listed[v] == round)
        return;
    t->listed[v] = round;
    t->next[t->nexts++] = v;
}

static void look_at(thinning *t, uint32_t v, uint32_t round)
{
    if (t->rested[v] == round) {
        list(t, v, round + 1);
        return;
    }
    contract(t->plain, v);
    t->rank[v] = (uint32_t)t->contracted++;
    for (uint32_t k = 0; k < t->plain->degree[v]; k++) {
        uint32_t beside = t->plain->neighbour[t->plain->start[v] + k];
        t->rested[beside] = round;
        if (t->plain->degree[beside] <= 2)
            list(t, beside, round + 1);
    }
}

ch_err ch_reach__thin(ch_arena *scratch, ch_reach__plain *plain, uint32_t *rank, size_t *contracted)
{
    size_t nodes = plain->nodes;
    thinning t = {plain,
                  rank,
                  0,
                  CH_NEW(scratch, uint32_t, nodes),
                  CH_NEW(scratch, uint32_t, nodes),
                  0,
                  CH_NEW(scratch, uint32_t, nodes),
                  CH_NEW(scratch, uint32_t, nodes)};
    if (t.now == NULL || t.next == NULL || t.rested == NULL || t.listed == NULL)
        return CH_ENOMEM;
    for (uint32_t v = 0; v < nodes; v++) {
        rank[v] = CH_REACH__KEPT;
        if (plain->degree[v] <= 2)
            list(&t, v, 1);
    }
    for (uint32_t round = 1; t.nexts > 0; round++) {
        uint32_t *swap = t.now;
        size_t nows = t.nexts;
        t.now = t.next;
        t.next = swap;
        t.nexts = 0;
        for (size_t i = 0; i < nows; i++)
            if (rank[t.now[i]] == CH_REACH__KEPT)
                look_at(&t, t.now[i], round);
    }
    *contracted = t.contracted;
    return CH_OK;
}
