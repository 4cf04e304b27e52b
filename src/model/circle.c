/* circle.c - the arcs that close circles in a graph: one walk, depth first (Tarjan 1972), in which
 * an arc back to a node still being walked from closes a circle. */
#include "build.h"

enum { NEW, OPEN_NODE, DONE }; /* OPEN_NODE: on the path being walked */

typedef struct {
    const ch_zone__arc *arc;
    uint32_t *start; /* arcs of node v: by_tail[start[v]] .. by_tail[start[v+1]-1] */
    uint32_t *by_tail;
    uint32_t *next; /* the first arc of each node not walked yet */
    uint8_t *state;
    uint32_t *path, *place_on_path;
    const ch_zone__arc **left_by; /* the arc taken last from each node */
    size_t length;
    ch_zone__closing *closing;
    void *self;
} walk;

static void sort_by_tail(walk *w, size_t nodes, size_t arcs)
{
    for (size_t i = 0; i < arcs; i++)
        w->start[w->arc[i].tail + 1]++;
    for (size_t v = 0; v < nodes; v++) {
        w->start[v + 1] += w->start[v];
        w->next[v] = w->start[v];
    }
    for (size_t i = 0; i < arcs; i++)
        w->by_tail[w->next[w->arc[i].tail]++] = (uint32_t)i;
    for (size_t v = 0; v < nodes; v++)
        w->next[v] = w->start[v];
}

static void step_onto(walk *w, uint32_t node)
{
    w->state[node] = OPEN_NODE;
    w->place_on_path[node] = (uint32_t)w->length;
    w->path[w->length++] = node;
}

static ch_err close_circle(walk *w, const ch_zone__arc *arc)
{
    const uint32_t first = w->place_on_path[arc->head];
    const ch_zone__circle circle = {arc, w->path + first, w->length - first, w->left_by};
    return w->closing(w->self, &circle);
}

static ch_err walk_from(walk *w, uint32_t root)
{
    ch_err err = CH_OK;
    step_onto(w, root);
    while (err == CH_OK && w->length > 0) {
        const uint32_t node = w->path[w->length - 1];
        if (w->next[node] == w->start[node + 1]) {
            w->state[node] = DONE;
            w->length--;
            continue;
        }
        const ch_zone__arc *arc = &w->arc[w->by_tail[w->next[node]++]];
        w->left_by[node] = arc;
        if (w->state[arc->head] == NEW)
            step_onto(w, arc->head);
        else if (w->state[arc->head] == OPEN_NODE)
            err = close_circle(w, arc);
    }
    return err;
}

ch_err ch_zone__find_circles(ch_arena *scratch, size_t nodes, const ch_zone__arc *arc, size_t arcs,
                             ch_zone__closing *closing, void *self)
{
    if (nodes > UINT32_MAX || arcs > UINT32_MAX)
        return CH_ENOMEM;
    walk w = {.arc = arc,
              .start = CH_NEW(scratch, uint32_t, nodes + 1),
              .by_tail = CH_NEW(scratch, uint32_t, arcs),
              .next = CH_NEW(scratch, uint32_t, nodes),
              .state = CH_NEW(scratch, uint8_t, nodes),
              .path = CH_NEW(scratch, uint32_t, nodes),
              .place_on_path = CH_NEW(scratch, uint32_t, nodes),
              .left_by = CH_NEW(scratch, const ch_zone__arc *, nodes),
              .closing = closing,
              .self = self};
    if (!w.start || !w.by_tail || !w.next || !w.state || !w.path || !w.place_on_path || !w.left_by)
        return CH_ENOMEM;
    sort_by_tail(&w, nodes, arcs);

    ch_err err = CH_OK;
    for (size_t v = 0; err == CH_OK && v < nodes; v++)
        if (w.state[v] == NEW)
            err = walk_from(&w, (uint32_t)v);
    return err;
}
