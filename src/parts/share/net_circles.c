/* net_circles.c - strongly connected parts: a claim between two of them lies in no circle, so all of it stays. */
#include "net_flow.h"

#include <string.h>

typedef struct {
    const ch_claim *arc;
    const size_t *start;
    uint32_t *group;
    uint32_t *number;     /* in the order met, from 1; 0: not met */
    uint32_t *low;        /* the smallest number met from there on among those whose group is open */
    size_t *next;         /* arc to be followed next */
    uint32_t *open, *way; /* met, in no group yet; the way here */
    size_t opens, length;
    uint32_t met;
    size_t groups;
} search;

static const uint32_t none = UINT32_MAX;

static void meet(search *s, uint32_t v)
{
    s->number[v] = s->low[v] = ++s->met;
    s->next[v] = s->start[v];
    s->open[s->opens++] = v;
    s->way[s->length++] = v;
}

/* Nothing is left to follow from the end of the way. */
static void leave(search *s)
{
    const uint32_t u = s->way[--s->length];
    if (s->low[u] == s->number[u]) {
        uint32_t v;
        do {
            v = s->open[--s->opens];
            s->group[v] = (uint32_t)s->groups;
        } while (v != u);
        s->groups++;
    }
    if (s->length > 0) {
        const uint32_t before = s->way[s->length - 1];
        s->low[before] = s->low[u] < s->low[before] ? s->low[u] : s->low[before];
    }
}

static void follow(search *s, uint32_t from)
{
    meet(s, from);
    while (s->length > 0) {
        const uint32_t u = s->way[s->length - 1];
        if (s->next[u] == s->start[u + 1]) {
            leave(s);
            continue;
        }
        const uint32_t v = s->arc[s->next[u]++].to;
        if (s->number[v] == 0)
            meet(s, v);
        else if (s->group[v] == none && s->number[v] < s->low[u])
            s->low[u] = s->number[v];
    }
}

ch_err ch_share__find_circles(ch_arena *scratch, size_t parties, const ch_claim *arc, const size_t *start,
                              uint32_t *group, size_t *groups)
{
    search s = {.arc = arc,
                .start = start,
                .group = group,
                .number = CH_NEW(scratch, uint32_t, parties),
                .low = CH_NEW(scratch, uint32_t, parties),
                .next = CH_NEW(scratch, size_t, parties),
                .open = CH_NEW(scratch, uint32_t, parties),
                .way = CH_NEW(scratch, uint32_t, parties)};
    if (!s.number || !s.low || !s.next || !s.open || !s.way)
        return CH_ENOMEM;
    for (size_t v = 0; v < parties; v++)
        group[v] = none;
    for (uint32_t v = 0; v < parties; v++)
        if (s.number[v] == 0)
            follow(&s, v);
    *groups = s.groups;
    return CH_OK;
}
