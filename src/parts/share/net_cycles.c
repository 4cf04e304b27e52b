/* net_cycles.c - the largest cancellation of circles, as the cheapest flow that leaves every position as it was.
 *
 * What stays of a claim is a flow of at most the claim, every fen of it costs one; whoever owes more than it has coming sends the
 * difference to those on the other side. The cheapest such flow leaves the least owed, so its complement is a circulation of most weight.
 * Primal-dual (Ford and Fulkerson 1962): nothing flows and every height is 0; then, again and again, either there is a way
 * from one who still must send to one who still must get, over arcs on which height rises by just their cost: flow is sent along
 * shortest ways (Dinitz 1970); or the parties out of reach are raised by the least that makes a new arc tight. Heights rise by n - 1
 * at most in all, for no way costs more, so there are at most n - 1 raises with a greatest flow between each. */
#include "net_parts.h"

#include <string.h>

typedef struct {
    size_t parties, arcs;
    const ch_claim *arc; /* by from, then to: the arcs out of u are start[u] .. start[u+1]-1 */
    const size_t *start;
    const size_t *in_start; /* arcs into v: in[in_start[v] .. in_start[v+1]-1] */
    const uint32_t *in;
    int64_t *flow; /* what stays, 0 .. arc.fen */
    int64_t *need; /* > 0: still to send; < 0: still to get */
    int32_t *height;
    uint32_t *level; /* steps from a sender over tight arcs; FAR: out of reach */
    uint32_t *queue; /* room for all parties: in the order reached; later the way */
    size_t *next;    /* arc of a party to be tried next, those out of it first, then those into it */
    size_t reached;
} network;

#define FAR UINT32_MAX

/* One way to leave u: along a claim that can still grow, or back along one that can shrink. */
typedef struct {
    uint32_t to;
    size_t arc;
    bool is_back;
    int64_t room;
    int32_t slack; /* 0: tight */
} step;

static size_t steps_of(const network *in, uint32_t u)
{
    return in->start[u + 1] - in->start[u] + in->in_start[u + 1] - in->in_start[u];
}

static inline step step_at(const network *in, uint32_t u, size_t i)
{
    const size_t outs = in->start[u + 1] - in->start[u];
    const bool is_back = i >= outs;
    const size_t arc = is_back ? in->in[in->in_start[u] + i - outs] : in->start[u] + i;
    const ch_claim *at = &in->arc[arc];
    const uint32_t to = is_back ? at->from : at->to;
    const int32_t rise = in->height[to] - in->height[u];
    return (step){to, arc, is_back, is_back ? in->flow[arc] : at->fen - in->flow[arc], (is_back ? -1 : 1) - rise};
}

/* ---- reach over tight arcs; true: some who must get are reached */

static bool reach(network *in)
{
    size_t head = 0;
    bool is_met = false;
    in->reached = 0;
    for (uint32_t v = 0; v < in->parties; v++) {
        in->level[v] = in->need[v] > 0 ? 0 : FAR;
        if (in->need[v] > 0)
            in->queue[in->reached++] = v;
    }
    while (head < in->reached) {
        const uint32_t u = in->queue[head++];
        is_met |= in->need[u] < 0;
        for (size_t i = 0, n = steps_of(in, u); i < n; i++) {
            const step s = step_at(in, u, i);
            if (s.room == 0 || s.slack != 0 || in->level[s.to] != FAR)
                continue;
            in->level[s.to] = in->level[u] + 1;
            in->queue[in->reached++] = s.to;
        }
    }
    return is_met;
}

/* Whoever is out of reach is raised until a step there is tight. false: none leads there. */
static bool raise(network *in)
{
    int32_t least = INT32_MAX;
    for (size_t r = 0; r < in->reached; r++)
        for (size_t i = 0, n = steps_of(in, in->queue[r]); i < n; i++) {
            const step s = step_at(in, in->queue[r], i);
            if (s.room > 0 && in->level[s.to] == FAR && s.slack < least)
                least = s.slack;
        }
    for (uint32_t v = 0; least < INT32_MAX && v < in->parties; v++)
        if (in->level[v] == FAR)
            in->height[v] += least;
    return least < INT32_MAX;
}

/* ---- flow along shortest ways */

/* The step that leads on from u, from next[u] on; false: u is a dead end. */
static bool find_step(network *in, uint32_t u, step *found)
{
    for (const size_t n = steps_of(in, u); in->next[u] < n; in->next[u]++) {
        *found = step_at(in, u, in->next[u]);
        if (found->room > 0 && found->slack == 0 && in->level[found->to] == in->level[u] + 1)
            return true;
    }
    return false;
}

/* The way is way[0 .. length]; each but the last goes on by its next step. */
static void send(network *in, const uint32_t *way, size_t length)
{
    const uint32_t from = way[0], to = way[length];
    int64_t fen = in->need[from] < -in->need[to] ? in->need[from] : -in->need[to];
    for (size_t i = 0; i < length; i++) {
        const step s = step_at(in, way[i], in->next[way[i]]);
        fen = s.room < fen ? s.room : fen;
    }
    for (size_t i = 0; i < length; i++) {
        const step s = step_at(in, way[i], in->next[way[i]]);
        in->flow[s.arc] += s.is_back ? -fen : fen;
    }
    in->need[from] -= fen;
    in->need[to] += fen;
}

/* All that from can send along ways on which the level rises by one a step. */
static void send_from(network *in, uint32_t from, uint32_t *way)
{
    size_t length = 0;
    way[0] = from;
    while (in->need[from] > 0) {
        const uint32_t u = way[length];
        step s;
        if (in->need[u] < 0) {
            send(in, way, length);
            length = 0;
        } else if (find_step(in, u, &s)) {
            way[++length] = s.to;
        } else if (length == 0) {
            return;
        } else {
            in->next[way[--length]]++;
        }
    }
}

static void send_all(network *in)
{
    memset(in->next, 0, in->parties * sizeof *in->next);
    for (uint32_t v = 0; v < in->parties; v++)
        if (in->need[v] > 0)
            send_from(in, v, in->queue);
}

/* ---- the network */

static void count_rows(const ch_claim *arc, size_t arcs, size_t parties, size_t *start, size_t *in_start, uint32_t *in,
                       size_t *fill)
{
    for (size_t i = 0; i < arcs; i++) {
        start[arc[i].from + 1]++;
        in_start[arc[i].to + 1]++;
    }
    for (size_t p = 0; p < parties; p++) {
        start[p + 1] += start[p];
        in_start[p + 1] += in_start[p];
        fill[p] = in_start[p];
    }
    for (size_t i = 0; i < arcs; i++)
        in[fill[arc[i].to]++] = (uint32_t)i;
}

static ch_err make_network(ch_arena *scratch, size_t parties, const ch_claim *arc, size_t arcs, network *made)
{
    size_t *start = CH_NEW(scratch, size_t, parties + 1), *in_start = CH_NEW(scratch, size_t, parties + 1);
    uint32_t *in = CH_NEW(scratch, uint32_t, arcs);
    *made = (network){.parties = parties,
                      .arcs = arcs,
                      .arc = arc,
                      .start = start,
                      .in_start = in_start,
                      .in = in,
                      .flow = CH_NEW(scratch, int64_t, arcs),
                      .need = CH_NEW(scratch, int64_t, parties),
                      .height = CH_NEW(scratch, int32_t, parties),
                      .level = CH_NEW(scratch, uint32_t, parties),
                      .queue = CH_NEW(scratch, uint32_t, parties),
                      .next = CH_NEW(scratch, size_t, parties)};
    if (!start || !in_start || !in || !made->flow || !made->need || !made->height || !made->level || !made->queue ||
        !made->next || arcs >= UINT32_MAX || parties >= INT32_MAX)
        return CH_ENOMEM;
    count_rows(arc, arcs, parties, start, in_start, in, made->next);
    for (size_t i = 0; i < arcs; i++) {
        made->need[arc[i].from] += arc[i].fen;
        made->need[arc[i].to] -= arc[i].fen;
    }
    return CH_OK;
}

static ch_err solve(network *in, const ch_progress *progress)
{
    uint64_t left = 0, all = 0;
    for (size_t v = 0; v < in->parties; v++)
        all += in->need[v] > 0 ? (uint64_t)in->need[v] : 0;
    for (bool goes_on = true; goes_on;) {
        left = 0;
        for (size_t v = 0; v < in->parties; v++)
            left += in->need[v] > 0 ? (uint64_t)in->need[v] : 0;
        if (!ch_progress_goes_on(progress, "cancelling circles", all - left, all))
            return CH_ENONE;
        if (left == 0)
            return CH_OK;
        if (reach(in))
            send_all(in);
        else
            goes_on = raise(in);
    }
    return CH_OK; /* cannot be: all claims as they are would do */
}

/* The proof, taken anew from the claims: every position is as it was, nothing is below 0 or above its claim, and by the heights no
 * circle of changes saves a fen (complementary slackness). */
static bool is_proved(const network *in)
{
    for (size_t v = 0; v < in->parties; v++) {
        int64_t change_fen = 0; /* of what v has coming; within the gross sum */
        for (size_t i = 0, n = steps_of(in, (uint32_t)v); i < n; i++) {
            const step s = step_at(in, (uint32_t)v, i);
            const int64_t cancelled = in->arc[s.arc].fen - in->flow[s.arc];
            if (s.room < 0 || (s.room > 0 && s.slack < 0))
                return false;
            change_fen += s.is_back ? -cancelled : cancelled;
        }
        if (change_fen != 0)
            return false;
    }
    return true;
}

static ch_err cancel(ch_arena *arena, ch_arena *scratch, size_t parties, const ch_claim *claim, size_t claims,
                     const ch_progress *progress, ch_netted *netted)
{
    ch_claim *pair = CH_NEW(scratch, ch_claim, claims);
    size_t pairs;
    network in;
    ch_err err = pair != NULL ? ch_share__add_pairs(scratch, parties, claim, claims, pair, &pairs) : CH_ENOMEM;
    if (err == CH_OK)
        err = make_network(scratch, parties, pair, pairs, &in);
    if (err == CH_OK)
        err = solve(&in, progress);
    if (err != CH_OK)
        return err;

    size_t left = 0;
    for (size_t i = 0; i < pairs; i++)
        left += in.flow[i] > 0;
    ch_claim *payment = CH_NEW(arena, ch_claim, left), *at = payment;
    if (payment == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < pairs; i++)
        if (in.flow[i] > 0)
            *at++ = (ch_claim){pair[i].from, pair[i].to, in.flow[i]};
    netted->payment = payment;
    netted->payments = left;
    netted->is_minimal = is_proved(&in);
    for (size_t i = 0; i < left; i++)
        netted->net += payment[i].fen;
    return CH_OK;
}

ch_err ch_net_by_cycles(ch_arena *arena, size_t parties, const ch_claim *claim, size_t claims,
                        const ch_progress *progress, ch_netted *netted, ch_faults *faults)
{
    *netted = (ch_netted){0};
    ch_err err = ch_share__check_claims(claim, claims, &netted->gross, faults);
    if (err != CH_OK)
        return err;
    ch_arena scratch = CH_ARENA(arena->memory);
    err = cancel(arena, &scratch, parties, claim, claims, progress, netted);
    ch_arena_free(&scratch);
    return err;
}
