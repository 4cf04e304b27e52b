/* game_walk_tree.c - the cheapest tree, kept as players come: a new one brings its edges to the tree that is there.
 *
 * The new tree is made of edges of the old one and of the new player's (Chin and Houck 1978, Algorithms for updating minimal spanning trees). Up the old tree, from the
 * leaves to the source: of the best way from below to the new player and the edge to the place above, the cheaper stays in the tree and the dearer is a way
 * that the place above may have; its cheapest way goes on up. What the source has at last joins the new player.
 *
 * Width. Without the new player i the tree falls apart into the branches of its children j, each of which the source can join straight: so i saves at most
 * c(0,i) - (its cheapest edge) + sum over children of max(0, c(0,j) - c(i,j)); it saves 0 or more, for it may be joined straight to the source, and no more than
 * all together save, for savings only grow. Two neighbours of i in a cheapest tree are no nearer to each other than the farther of them is to i, or that edge would be
 * exchanged: of players who are all nearer to each other than that, one at most is a child. The players are put into such rows, those with most to save
 * first, and each row counts once. */
#include "changhe/game_walk.h"

#include "game_parts.h"

#include <stdlib.h>

typedef struct {
    uint32_t a, b;
    int64_t cost;
} edge;

typedef struct {
    uint32_t place;
    int64_t cost;
} neighbour;

typedef struct {
    const int64_t *cost; /* (n + 1) x (n + 1), the source is 0 */
    unsigned n, there;   /* places in the tree, the source among them */
    int64_t sum;         /* of the tree */
    uint32_t *order;     /* places, each behind the one above it */
    uint32_t *above;     /* per place, and what the edge there costs */
    int64_t *to_above;
    edge *way;             /* per place: best so far to the new player */
    edge *kept;            /* of the new tree */
    uint32_t *first, *end; /* per place, its neighbours */
    neighbour *near;
} tree;

static int64_t cost_of(const tree *t, uint32_t a, uint32_t b)
{
    return t->cost[(size_t)a * (t->n + 1) + b];
}

static void clear(void *self)
{
    tree *t = self;
    t->there = 1;
    t->sum = 0;
    t->order[0] = 0;
    t->above[0] = 0;
}

/* Edges of the new tree into kept. */
static void exchange(tree *t, uint32_t new_one)
{
    const int64_t *cost = t->cost + (size_t)new_one * (t->n + 1);
    unsigned kept = 0;
    for (unsigned i = 0; i < t->there; i++) {
        const uint32_t place = t->order[i];
        t->way[place] = (edge){place, new_one, cost[place]};
    }
    for (unsigned i = t->there; i-- > 1;) {
        const uint32_t place = t->order[i], up = t->above[place];
        const edge below = t->way[place], straight = {place, up, t->to_above[place]};
        const bool is_below = below.cost < straight.cost;
        const edge dearer = is_below ? straight : below;
        t->kept[kept++] = is_below ? below : straight;
        if (dearer.cost < t->way[up].cost)
            t->way[up] = dearer;
    }
    t->kept[kept] = t->way[0];
}

static void list_neighbours(tree *t, uint32_t new_one)
{
    uint32_t at = 0;
    t->order[t->there] = new_one;
    for (unsigned i = 0; i <= t->there; i++)
        t->end[t->order[i]] = 0;
    for (unsigned i = 0; i < t->there; i++) {
        t->end[t->kept[i].a]++;
        t->end[t->kept[i].b]++;
    }
    for (unsigned i = 0; i <= t->there; i++) {
        const uint32_t place = t->order[i], count = t->end[place];
        t->first[place] = t->end[place] = at;
        at += count;
    }
    for (unsigned i = 0; i < t->there; i++) {
        const edge *e = &t->kept[i];
        t->near[t->end[e->a]++] = (neighbour){e->b, e->cost};
        t->near[t->end[e->b]++] = (neighbour){e->a, e->cost};
    }
}

/* Breadth first from the source. */
static void put_in_order(tree *t)
{
    unsigned found = 1;
    for (unsigned i = 0; i < found; i++) {
        const uint32_t place = t->order[i];
        for (uint32_t at = t->first[place]; at < t->end[place]; at++) {
            const uint32_t next = t->near[at].place;
            if (place != 0 && next == t->above[place])
                continue;
            t->above[next] = place;
            t->to_above[next] = t->near[at].cost;
            t->order[found++] = next;
        }
    }
}

static int64_t join(void *self, unsigned player)
{
    tree *t = self;
    const int64_t before = t->sum;
    exchange(t, player + 1);
    t->sum = 0;
    for (unsigned i = 0; i < t->there; i++)
        t->sum += t->kept[i].cost;
    list_neighbours(t, player + 1);
    t->there++;
    put_in_order(t);
    return cost_of(t, 0, player + 1) - (t->sum - before);
}

/* ---- width */

enum { LOOKS_A_PLAYER = 1 << 18 }; /* who comes later stands in a row of its own */

typedef struct {
    int64_t saved;
    uint32_t place, next; /* of its row; 0: the last */
} child;

static int by_saved(const void *left, const void *right)
{
    const child *a = left, *b = right;
    return a->saved != b->saved ? (a->saved < b->saved) - (a->saved > b->saved)
                                : (a->place > b->place) - (a->place < b->place);
}

static bool fits(const tree *t, uint32_t i, const child *list, size_t row, uint32_t place, size_t *looks)
{
    for (size_t at = row;; at = list[at].next) {
        const int64_t a = cost_of(t, i, list[at].place), b = cost_of(t, i, place);
        ++*looks;
        if (cost_of(t, list[at].place, place) >= (a > b ? a : b))
            return false;
        if (list[at].next == 0)
            return true;
    }
}

/* Whether the child at `at` has a row among those before it; else it begins one. */
static bool finds_row(const tree *t, uint32_t i, child *list, size_t *row, size_t rows, size_t at, size_t *looks)
{
    for (size_t r = 0; r < rows && *looks < LOOKS_A_PLAYER; r++) {
        size_t last = row[r];
        if (!fits(t, i, list, row[r], list[at].place, looks))
            continue;
        while (list[last].next != 0)
            last = list[last].next;
        list[last].next = (uint32_t)at;
        return true;
    }
    return false;
}

static int64_t width_of(const tree *t, uint32_t i, child *list, size_t *row)
{
    int64_t least = cost_of(t, 0, i), saved = 0;
    size_t children = 0, rows = 0, looks = 0;
    for (uint32_t j = 1; j <= t->n; j++) {
        if (j == i)
            continue;
        const int64_t there = cost_of(t, i, j), straight = cost_of(t, 0, j);
        least = there < least ? there : least;
        if (straight > there)
            list[children++] = (child){straight - there, j, 0};
    }
    qsort(list, children, sizeof *list, by_saved);
    for (size_t at = 0; at < children; at++)
        if (!finds_row(t, i, list, row, rows, at, &looks)) {
            row[rows++] = at;
            saved += list[at].saved;
        }
    return cost_of(t, 0, i) - least + saved;
}

static ch_err find_widths(ch_arena *arena, const tree *t, int64_t all, int64_t *width)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    child *list = CH_NEW(&scratch, child, t->n);
    size_t *row = CH_NEW(&scratch, size_t, t->n);
    const ch_err err = list != NULL && row != NULL ? CH_OK : CH_ENOMEM;
    for (unsigned i = 0; i < t->n && err == CH_OK; i++) {
        const int64_t most = width_of(t, i + 1, list, row);
        width[i] = most < all ? most : all;
    }
    ch_arena_free(&scratch);
    return err;
}

static ch_err open_tree(ch_arena *arena, const int64_t *cost, unsigned n, tree **opened)
{
    tree *t = CH_NEW(arena, tree, 1);
    const size_t places = (size_t)n + 1;
    if (t == NULL)
        return CH_ENOMEM;
    *t = (tree){.cost = cost,
                .n = n,
                .order = CH_NEW(arena, uint32_t, places),
                .above = CH_NEW(arena, uint32_t, places),
                .way = CH_NEW(arena, edge, places),
                .kept = CH_NEW(arena, edge, places),
                .first = CH_NEW(arena, uint32_t, places),
                .end = CH_NEW(arena, uint32_t, places),
                .to_above = CH_NEW(arena, int64_t, places),
                .near = CH_NEW(arena, neighbour, 2 * places)};
    *opened = t;
    return t->order && t->above && t->way && t->kept && t->first && t->end && t->to_above && t->near ? CH_OK
                                                                                                     : CH_ENOMEM;
}

ch_err ch_game_walk_tree(ch_arena *arena, const int64_t *cost, unsigned n, ch_game_walk *walk, ch_faults *faults)
{
    tree *t;
    ch_err err = ch_game__check_tree(cost, n, CH_GAME_WALK_MOST, faults);
    if (err == CH_OK)
        err = open_tree(arena, cost, n, &t);
    if (err != CH_OK)
        return err;
    int64_t *width = CH_NEW(arena, int64_t, n);
    if (width == NULL)
        return CH_ENOMEM;
    *walk = (ch_game_walk){.players = n,
                           .is_cost = true,
                           .alone = cost + 1, /* the source's row */
                           .width = width,
                           .begin = clear,
                           .join = join,
                           .self = t};
    clear(t);
    for (unsigned i = 0; i < n; i++)
        walk->all += join(t, i);
    return find_widths(arena, t, walk->all, width);
}
