/* net_lists.c - the cheapest flow by looking at each party's claims one by one.
 *
 * Primal-dual (Ford and Fulkerson 1962): nothing flows and every height is 0; then, again and again, either there is a way
 * from one who still must send to one who still must get, over arcs on which height rises by just their cost: flow is sent along
 * shortest ways; or the parties out of reach are raised, each by as much as it takes to reach it, but no more than it takes to reach
 * the nearest who must get (Dijkstra 1959, over what is left of the cost). Heights rise by n - 1
 * at most in all, for no way costs more. */
#include "net_flow.h"

#include <string.h>

/* One end of an arc: a step along it, or back. What is looked at lies side by side, for there may be millions. */
typedef struct {
    uint32_t to, other; /* other: the arc's other end, among all ends */
    int64_t room;       /* by how much it can grow; or shrink, going back */
} end;

typedef struct {
    int32_t height;
    uint32_t level; /* steps from a sender over tight arcs; FAR: out of reach */
} stand;

typedef struct {
    const ch_share__network *in;
    end *end; /* of u: first[u] .. first[u+1]-1; its arcs in their order, then those into it */
    size_t *first;
    stand *at;
    uint32_t *away;  /* what it costs to get there, with heights taken off */
    uint32_t *queue; /* room for all parties: in the order reached */
    size_t reached;
    ch_share__ways ways;
} lists;

#define FAR UINT32_MAX

/* Where those that go back begin. */
static size_t backs_of(const lists *l, uint32_t u)
{
    return l->first[u] + l->in->start[u + 1] - l->in->start[u];
}

/* What it costs to go there beyond what height rises: 0 is tight. */
static inline int32_t slack_of(const lists *l, uint32_t u, const end *step, bool is_back)
{
    return (is_back ? -1 : 1) - (l->at[step->to].height - l->at[u].height);
}

/* ---- reach over tight arcs; true: some who must get are reached */

static bool reach(lists *l)
{
    bool is_met = false;
    l->reached = 0;
    for (uint32_t v = 0; v < l->in->parties; v++) {
        l->at[v].level = l->in->need[v] > 0 ? 0 : FAR;
        if (l->in->need[v] > 0)
            l->queue[l->reached++] = v;
    }
    for (size_t head = 0; head < l->reached; head++) {
        const uint32_t u = l->queue[head];
        const size_t backs = backs_of(l, u);
        is_met |= l->in->need[u] < 0;
        for (size_t i = l->first[u]; i < l->first[u + 1]; i++) {
            const end *step = &l->end[i];
            if (step->room == 0 || l->at[step->to].level != FAR || slack_of(l, u, step, i >= backs) != 0)
                continue;
            l->at[step->to].level = l->at[u].level + 1;
            l->queue[l->reached++] = step->to;
        }
    }
    return is_met;
}

/* ---- raise those out of reach */

/* From queue[head] on, and what is as near: true: some who must get are among them. */
static bool widen(lists *l, size_t head)
{
    bool is_met = false;
    for (; head < l->reached; head++) {
        const uint32_t u = l->queue[head];
        const size_t backs = backs_of(l, u);
        is_met |= l->in->need[u] < 0;
        for (size_t i = l->first[u]; i < l->first[u + 1]; i++) {
            const end *step = &l->end[i];
            if (step->room == 0 || l->away[step->to] <= l->away[u])
                continue;
            const int32_t slack = slack_of(l, u, step, i >= backs);
            if (l->away[u] + (uint32_t)slack >= l->away[step->to])
                continue;
            l->away[step->to] = l->away[u] + (uint32_t)slack;
            if (slack == 0)
                l->queue[l->reached++] = step->to;
        }
    }
    return is_met;
}

/* The nearest of those farther than last are put in the queue: how far they are, FAR: there are none. */
static uint32_t next_nearest(lists *l, uint32_t last)
{
    uint32_t nearest = FAR;
    for (uint32_t v = 0; v < l->in->parties; v++)
        if (l->away[v] > last && l->away[v] < nearest)
            nearest = l->away[v];
    for (uint32_t v = 0; nearest < FAR && v < l->in->parties; v++)
        if (l->away[v] == nearest)
            l->queue[l->reached++] = v;
    return nearest;
}

/* After reach found nobody. false: nothing leads to any who must get. */
static bool raise(lists *l)
{
    uint32_t away = 0;
    for (uint32_t v = 0; v < l->in->parties; v++)
        l->away[v] = l->at[v].level == FAR ? FAR : 0;
    for (size_t head = 0;;) {
        if (widen(l, head))
            break;
        head = l->reached;
        away = next_nearest(l, away);
        if (away == FAR)
            return false;
    }
    for (uint32_t v = 0; v < l->in->parties; v++)
        l->at[v].height += (int32_t)(l->away[v] < away ? l->away[v] : away);
    return true;
}

/* ---- all together */

/* Places are counted from the party's first end. */
static bool find_step(void *self, uint32_t u, ch_share__step *found)
{
    lists *l = self;
    const size_t first = l->first[u], backs = backs_of(l, u), ends = l->first[u + 1] - first;
    for (size_t *place = &l->ways.next[u]; *place < ends; ++*place) {
        const size_t i = first + *place;
        const end *step = &l->end[i];
        const bool is_back = i >= backs;
        if (step->room == 0 || l->at[step->to].level != l->at[u].level + 1 || slack_of(l, u, step, is_back) != 0)
            continue;
        const uint32_t from = is_back ? step->to : u;
        *found = (ch_share__step){step->to, l->in->start[from] + (is_back ? step->other : i) - l->first[from], is_back};
        return true;
    }
    return false;
}

static void note_change(void *self, size_t arc)
{
    lists *l = self;
    const ch_claim *at = &l->in->arc[arc];
    end *forth = &l->end[l->first[at->from] + arc - l->in->start[at->from]];
    forth->room = at->fen - l->in->flow[arc];
    l->end[forth->other].room = l->in->flow[arc];
}

/* Both ends of each arc; fill is room for all parties. */
static void list_ends(lists *l, size_t *fill)
{
    const ch_share__network *in = l->in;
    for (size_t i = 0; i < in->arcs; i++) {
        l->first[in->arc[i].from + 1]++;
        l->first[in->arc[i].to + 1]++;
    }
    for (size_t v = 0; v < in->parties; v++)
        l->first[v + 1] += l->first[v];
    for (uint32_t v = 0; v < in->parties; v++)
        fill[v] = backs_of(l, v);
    for (size_t i = 0; i < in->arcs; i++) {
        const ch_claim *at = &in->arc[i];
        const size_t forth = l->first[at->from] + i - in->start[at->from], back = fill[at->to]++;
        l->end[forth] = (end){at->to, (uint32_t)back, at->fen};
        l->end[back] = (end){at->from, (uint32_t)forth, 0};
    }
}

static ch_err make_lists(ch_arena *scratch, const ch_share__network *in, ch_share__told *told, lists *l)
{
    *l = (lists){.in = in,
                 .end = in->arcs < UINT32_MAX / 2 ? CH_NEW(scratch, end, 2 * in->arcs) : NULL,
                 .first = CH_NEW(scratch, size_t, in->parties + 1),
                 .at = CH_NEW(scratch, stand, in->parties),
                 .away = CH_NEW(scratch, uint32_t, in->parties),
                 .queue = CH_NEW(scratch, uint32_t, in->parties),
                 .ways = {.in = in, .told = told, .find = find_step, .changed = note_change, .self = l}};
    if (!l->end || !l->first || !l->at || !l->away || !l->queue)
        return CH_ENOMEM;
    const ch_err err = ch_share__new_ways(scratch, &l->ways);
    if (err == CH_OK)
        list_ends(l, l->ways.next);
    return err;
}

ch_err ch_share__flow_by_lists(ch_arena *scratch, const ch_share__network *in, ch_share__told *told)
{
    lists l;
    const ch_err err = make_lists(scratch, in, told, &l);
    if (err != CH_OK)
        return err;
    const uint64_t others = told->left - ch_share__left(in);
    for (bool goes_on = true; goes_on && told->left > others;) {
        if (!ch_share__goes_on(told))
            return CH_ENONE;
        if (reach(&l))
            ch_share__send_all(&l.ways);
        else
            goes_on = raise(&l);
    }
    for (size_t v = 0; v < in->parties; v++)
        in->height[v] = l.at[v].height;
    return CH_OK;
}
