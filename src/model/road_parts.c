/* road_parts.c - the largest part in which every node reaches every other, by the arcs open to cars.
 *
 * Tarjan 1972, Depth-first search and linear graph algorithms; with a stack of its own, for roads are deep. */
#include "road_build.h"

enum { OUTSIDE = 0 }; /* of met: not met yet */

typedef struct {
    const ch_road_net *net;
    uint32_t *met;  /* when a node was met, from 1 */
    uint32_t *low;  /* the earliest met that it reaches; UINT32_MAX: its part is known */
    uint32_t *next; /* the next arc to look at */
    uint32_t *path; /* from the root to where we are */
    uint32_t *open; /* met, part not known yet */
    size_t paths, opens;
    uint32_t count;
    size_t largest; /* nodes of the largest part so far, and its least node */
    uint32_t least;
    uint32_t *part; /* per node: the least node of its part */
} walk;

static void enter(walk *w, uint32_t node)
{
    w->met[node] = w->low[node] = ++w->count;
    w->next[node] = w->net->start[node];
    w->path[w->paths++] = w->open[w->opens++] = node;
}

/* All opened since the root of a part are its nodes. */
static void close_part(walk *w, uint32_t root)
{
    size_t first = w->opens;
    uint32_t least = root;
    do {
        first--;
        if (w->open[first] < least)
            least = w->open[first];
    } while (w->open[first] != root);

    for (size_t i = first; i < w->opens; i++) {
        w->low[w->open[i]] = UINT32_MAX;
        w->part[w->open[i]] = least;
    }
    const size_t size = w->opens - first;
    if (size > w->largest || (size == w->largest && least < w->least)) {
        w->largest = size;
        w->least = least;
    }
    w->opens = first;
}

static void leave(walk *w, uint32_t node)
{
    w->paths--;
    if (w->low[node] == w->met[node])
        close_part(w, node);
    else if (w->low[node] < w->low[w->path[w->paths - 1]])
        w->low[w->path[w->paths - 1]] = w->low[node];
}

static void go_on(walk *w)
{
    const uint32_t node = w->path[w->paths - 1];
    if (w->next[node] == w->net->start[node + 1]) {
        leave(w, node);
        return;
    }
    const uint32_t arc = w->next[node]++, head = w->net->head[arc];
    if (!ch_road__is_open(w->net, arc, CH_ROAD_CAR))
        return;
    if (w->met[head] == OUTSIDE)
        enter(w, head);
    else if (w->low[head] != UINT32_MAX && w->met[head] < w->low[node])
        w->low[node] = w->met[head];
}

ch_err ch_road__find_main(ch_arena *scratch, const ch_road_net *net, bool *is_main)
{
    const size_t n = net->nodes;
    walk w = {.net = net,
              .met = CH_NEW(scratch, uint32_t, n),
              .low = CH_NEW(scratch, uint32_t, n),
              .next = CH_NEW(scratch, uint32_t, n),
              .path = CH_NEW(scratch, uint32_t, n),
              .open = CH_NEW(scratch, uint32_t, n),
              .part = CH_NEW(scratch, uint32_t, n)};
    if (w.met == NULL || w.low == NULL || w.next == NULL || w.path == NULL || w.open == NULL || w.part == NULL)
        return CH_ENOMEM;

    for (uint32_t root = 0; root < n; root++) {
        if (w.met[root] == OUTSIDE)
            enter(&w, root);
        while (w.paths > 0)
            go_on(&w);
    }
    for (uint32_t node = 0; node < n; node++)
        is_main[node] = w.part[node] == w.least;
    return CH_OK;
}
