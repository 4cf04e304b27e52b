/* metric_change.c - some arcs get other weights: what depends on them is computed again, and nothing else.
 *
 * Shortcuts wait in a heap by number, so by lower end: when one comes out, all that it is the least of have their
 * final weights. A way that got shorter lowers the shortcuts over it there and then. One whose weight rested on a way
 * that got longer has lost its ground and is weighed anew when it comes out. One that is as it was ends there. Each
 * waits with what it was, and is noted so when it comes out, so that all can be put back when memory runs out. */
#include "hierarchy_parts.h"

typedef struct {
    uint32_t shortcut, up, down;
} was;

typedef struct {
    was *item;
    size_t n, capacity;
} list;

typedef struct {
    ch_metric *m;
    list heap, noted;
    size_t steps;   /* taken so far */
    size_t settled; /* of noted, those that hold what was; later ones hold what shall be */
} changing;

static bool has(const uint64_t *bits, uint32_t i)
{
    return bits[i / 64] >> i % 64 & 1;
}

static void set(uint64_t *bits, uint32_t i)
{
    bits[i / 64] |= UINT64_C(1) << i % 64;
}

static void clear(uint64_t *bits, uint32_t i)
{
    bits[i / 64] &= ~(UINT64_C(1) << i % 64);
}

static bool make_room(const ch_memory *memory, list *l)
{
    if (l->n < l->capacity)
        return true;
    size_t more = l->capacity < 64 ? 64 : 2 * l->capacity;
    void *larger = ch_memory_grow(memory, l->item, l->n * sizeof *l->item, more * sizeof *l->item);
    if (larger == NULL)
        return false;
    l->item = larger;
    l->capacity = more;
    return true;
}

/* ---- who waits */

static bool call(changing *c, uint32_t shortcut)
{
    ch_metric *m = c->m;
    list *heap = &c->heap;
    if (has(m->is_waiting, shortcut))
        return true;
    if (!make_room(m->arena.memory, heap))
        return false;
    set(m->is_waiting, shortcut);
    size_t hole = heap->n++;
    for (; hole > 0 && heap->item[(hole - 1) / 2].shortcut > shortcut; hole = (hole - 1) / 2)
        heap->item[hole] = heap->item[(hole - 1) / 2];
    heap->item[hole] = (was){shortcut, m->up[shortcut], m->down[shortcut]};
    return true;
}

static was take_lowest(changing *c)
{
    list *heap = &c->heap;
    was lowest = heap->item[0], last = heap->item[--heap->n];
    size_t hole = 0;
    for (size_t child; (child = 2 * hole + 1) < heap->n; hole = child) {
        if (child + 1 < heap->n && heap->item[child + 1].shortcut < heap->item[child].shortcut)
            child++;
        if (heap->item[child].shortcut >= last.shortcut)
            break;
        heap->item[hole] = heap->item[child];
    }
    heap->item[hole] = last;
    clear(c->m->is_waiting, lowest.shortcut);
    return lowest;
}

/* ---- what they weigh: shortcuts of one lower end that have lost their ground */

/* By their arcs alone, into the tables by depth. */
static void set_arcs(const ch_metric *m, uint32_t x)
{
    const ch_hierarchy *h = m->hierarchy;
    for (uint32_t s = h->start[x]; s < h->start[x + 1]; s++)
        m->up_at[h->depth[s]] = m->down_at[h->depth[s]] = CH_REACH_FAR;
    for (uint32_t i = h->base_start[x]; i < h->base_start[x + 1]; i++) {
        uint32_t of = h->shortcut_of[h->base_arc[i]];
        uint32_t *weight = (of & 1 ? m->down_at : m->up_at) + h->depth[of / 2];
        *weight = ch_reach__least(*weight, m->ms[h->base_arc[i]]);
    }
}

/* The lower triangles of one of them: x - y - w is looked for only where x - y alone leaves time. */
static void pass_lower_of_one(const ch_metric *m, uint32_t x, uint32_t depth)
{
    const ch_hierarchy *h = m->hierarchy;
    uint32_t up = m->up_at[depth], down = m->down_at[depth];
    for (uint32_t i = h->down_start[x]; i < h->down_start[x + 1]; i++) {
        uint32_t a = h->down[i];
        if (m->down[a] >= up && m->up[a] >= down)
            continue;
        uint32_t b = ch_reach__find_shortcut(h, h->tail[a], depth);
        if (h->depth[b] != depth)
            continue;
        up = ch_reach__least(up, ch_reach__add(m->down[a], m->up[b]));
        down = ch_reach__least(down, ch_reach__add(m->down[b], m->up[a]));
    }
    m->up_at[depth] = up;
    m->down_at[depth] = down;
}

/* Looking for one costs about as much as passing this many that stand in a row. */
enum { STEPS_OF_A_SEARCH = 16 };

static void weigh_lost(ch_metric *m, const was *item, size_t n, size_t losts)
{
    const ch_hierarchy *h = m->hierarchy;
    uint32_t x = h->tail[item->shortcut];
    bool by_row = losts * STEPS_OF_A_SEARCH > h->start[x + 1] - h->start[x];
    set_arcs(m, x);
    if (by_row)
        ch_reach__pass_lower(m, x);
    for (size_t i = 0; i < n; i++) {
        uint32_t s = item[i].shortcut, depth = h->depth[s];
        if (!has(m->is_lost, s))
            continue;
        if (!by_row)
            pass_lower_of_one(m, x, depth);
        m->up[s] = m->up_at[depth];
        m->down[s] = m->down_at[depth];
        clear(m->is_lost, s);
    }
}

/* ---- whom it calls */

/* A way led over one part that has gone from old to new, and one that stays: *weight of the shortcut over both is
 * lowered to it or has lost its ground. Is it so? */
static bool disturbs(uint32_t *weight, uint32_t old, uint32_t new, uint32_t other, bool *is_lost)
{
    uint32_t was_sum = ch_reach__add(old, other), sum = ch_reach__add(new, other);
    if (sum < *weight) {
        *weight = sum;
        return true;
    }
    bool is = was_sum == *weight && sum > *weight;
    *is_lost |= is;
    return is;
}

/* p is the shortcut between the heads of s and t, two shortcuts of one lower end, and s has changed. */
static bool call_over(changing *c, was old, uint32_t t, uint32_t p)
{
    ch_metric *m = c->m;
    uint32_t s = old.shortcut, up = m->up[p], down = m->down[p];
    /* up leads from the head of t to that of s where t has the lower one */
    uint32_t *to_s = t < s ? &down : &up, *from_s = t < s ? &up : &down;
    bool is_lost = false, is_called = disturbs(to_s, old.up, m->up[s], m->down[t], &is_lost);
    is_called |= disturbs(from_s, old.down, m->down[s], m->up[t], &is_lost);
    if (!is_called)
        return true;
    if (!call(c, p))
        return false;
    m->up[p] = up;
    m->down[p] = down;
    if (is_lost)
        set(m->is_lost, p);
    return true;
}

static bool call_those_above(changing *c, was old)
{
    const ch_hierarchy *h = c->m->hierarchy;
    uint32_t s = old.shortcut, x = h->tail[s], p = h->start[h->head[s]];
    c->steps += h->start[x + 1] - h->start[x];
    for (uint32_t t = h->start[x]; t < s; t++) { /* heads above that of s: all in its row, in the same order */
        while (h->depth[p] < h->depth[t])
            p++;
        if (!call_over(c, old, t, p))
            return false;
    }
    for (uint32_t t = s + 1; t < h->start[x + 1]; t++)
        if (!call_over(c, old, t, ch_reach__find_shortcut(h, h->head[t], h->depth[s])))
            return false;
    return true;
}

/* The weights in the metric and in the item change places. */
static void swap_weights(ch_metric *m, was *item)
{
    was had = {item->shortcut, m->up[item->shortcut], m->down[item->shortcut]};
    m->up[item->shortcut] = item->up;
    m->down[item->shortcut] = item->down;
    *item = had;
}

/* Take out all that wait with the lowest lower end, to the end of noted, with what they come to weigh; the metric has
 * what they were. */
static bool weigh_lowest(changing *c)
{
    ch_metric *m = c->m;
    const uint32_t *tail = m->hierarchy->tail;
    uint32_t x = tail[c->heap.item[0].shortcut];
    size_t first = c->noted.n, losts = 0;
    while (c->heap.n > 0 && tail[c->heap.item[0].shortcut] == x) {
        if (!make_room(m->arena.memory, &c->noted)) {
            c->settled = c->noted.n;
            return false;
        }
        was old = take_lowest(c);
        c->noted.item[c->noted.n++] = old;
        losts += has(m->is_lost, old.shortcut);
    }
    if (losts > 0)
        c->steps += m->hierarchy->down_start[x + 1] - m->hierarchy->down_start[x];
    if (losts > 0)
        weigh_lost(m, c->noted.item + first, c->noted.n - first, losts);
    for (size_t i = first; i < c->noted.n; i++)
        swap_weights(m, &c->noted.item[i]);
    return true;
}

static void stop_waiting(changing *c)
{
    for (size_t i = 0; i < c->heap.n; i++) {
        clear(c->m->is_waiting, c->heap.item[i].shortcut);
        clear(c->m->is_lost, c->heap.item[i].shortcut);
    }
    c->heap.n = 0;
}

/* So many steps take about as long as weighing everything anew, which is then done: no change costs much more than twice
 * that. */
enum { STEPS_A_SHORTCUT = 2 };

/* Those of one lower end get their weights one after the other, and each calls while later ones are still as they
 * were: a way over two of them that both change is seen to go. */
static bool settle(changing *c)
{
    while (c->heap.n > 0) {
        if (c->steps > STEPS_A_SHORTCUT * c->m->hierarchy->shortcuts) {
            stop_waiting(c);
            ch_reach__customise(c->m);
            return true;
        }
        if (!weigh_lowest(c))
            return false;
        while (c->settled < c->noted.n) {
            was *item = &c->noted.item[c->settled++];
            swap_weights(c->m, item);
            uint32_t s = item->shortcut;
            if ((c->m->up[s] != item->up || c->m->down[s] != item->down) && !call_those_above(c, *item))
                return false;
        }
    }
    return true;
}

static void put_back(ch_metric *m, const was *item, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        was old = item[i];
        m->up[old.shortcut] = old.up;
        m->down[old.shortcut] = old.down;
        clear(m->is_waiting, old.shortcut);
        clear(m->is_lost, old.shortcut);
    }
}

static bool change_all(changing *c, const ch_road_change *change, size_t changes)
{
    ch_metric *m = c->m;
    for (size_t i = 0; i < changes; i++) {
        uint32_t of = m->hierarchy->shortcut_of[change[i].arc];
        if (of == CH_REACH__NO_ARC)
            continue;
        if (!call(c, of / 2))
            return false;
        set(m->is_lost, of / 2);
    }
    return settle(c);
}

/* Each change and what the arc weighed change places: done twice, all is as before. */
static void swap_ms(ch_metric *m, const ch_road_change *change, uint32_t *ms, size_t changes)
{
    for (size_t i = 0; i < changes; i++) {
        uint32_t had = m->ms[change[i].arc];
        m->ms[change[i].arc] = ms[i];
        ms[i] = had;
    }
}

ch_err ch_metric_change(ch_metric *metric, const ch_road_change *change, size_t changes)
{
    const ch_memory *memory = metric->arena.memory;
    ch_arena scratch = CH_ARENA(memory);
    uint32_t *ms = CH_NEW(&scratch, uint32_t, changes);
    if (ms == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < changes; i++)
        ms[i] = change[i].ms;

    changing c = {.m = metric};
    swap_ms(metric, change, ms, changes);
    bool is_done = change_all(&c, change, changes);
    if (!is_done) {
        put_back(metric, c.heap.item, c.heap.n);
        put_back(metric, c.noted.item, c.settled);
        swap_ms(metric, change, ms, changes);
    }
    ch_memory_give(memory, c.heap.item);
    ch_memory_give(memory, c.noted.item);
    ch_arena_free(&scratch);
    return is_done ? CH_OK : CH_ENOMEM;
}
