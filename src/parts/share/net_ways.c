/* net_ways.c - flow along shortest ways, as much as there is room for (Dinitz 1970). */
#include "net_flow.h"

#include <string.h>

bool ch_share__goes_on(const ch_share__told *told)
{
    return ch_progress_goes_on(told->progress, "cancelling circles", told->all - told->left, told->all);
}

uint64_t ch_share__left(const ch_share__network *in)
{
    uint64_t left = 0; /* within the gross sum */
    for (size_t v = 0; v < in->parties; v++)
        left += in->need[v] > 0 ? (uint64_t)in->need[v] : 0;
    return left;
}

ch_err ch_share__new_ways(ch_arena *scratch, ch_share__ways *ways)
{
    const size_t parties = ways->in->parties;
    ways->next = CH_NEW(scratch, size_t, parties);
    ways->step = CH_NEW(scratch, ch_share__step, parties);
    ways->way = CH_NEW(scratch, uint32_t, parties);
    return ways->next != NULL && ways->step != NULL && ways->way != NULL ? CH_OK : CH_ENOMEM;
}

static int64_t room_of(const ch_share__network *in, const ch_share__step *step)
{
    return step->is_back ? in->flow[step->arc] : in->arc[step->arc].fen - in->flow[step->arc];
}

/* The way is way[0 .. length]; each but the last goes on by its step. */
static void send(const ch_share__ways *ways, size_t length)
{
    const ch_share__network *in = ways->in;
    const uint32_t from = ways->way[0], to = ways->way[length];
    int64_t fen = in->need[from] < -in->need[to] ? in->need[from] : -in->need[to];
    for (size_t i = 0; i < length; i++) {
        const int64_t room = room_of(in, &ways->step[ways->way[i]]);
        fen = room < fen ? room : fen;
    }
    for (size_t i = 0; i < length; i++) {
        const ch_share__step *step = &ways->step[ways->way[i]];
        in->flow[step->arc] += step->is_back ? -fen : fen;
        ways->changed(ways->self, step->arc);
    }
    in->need[from] -= fen;
    in->need[to] += fen;
    ways->told->left -= (uint64_t)fen;
}

/* All that from can send. */
static void send_from(const ch_share__ways *ways, uint32_t from)
{
    size_t length = 0;
    ways->way[0] = from;
    while (ways->in->need[from] > 0) {
        const uint32_t u = ways->way[length];
        if (ways->in->need[u] < 0) {
            send(ways, length);
            length = 0;
        } else if (ways->find(ways->self, u, &ways->step[u])) {
            ways->way[++length] = ways->step[u].to;
        } else if (length == 0) {
            return;
        } else {
            ways->next[ways->way[--length]]++;
        }
    }
}

void ch_share__send_all(const ch_share__ways *ways)
{
    memset(ways->next, 0, ways->in->parties * sizeof *ways->next);
    for (uint32_t v = 0; v < ways->in->parties; v++)
        if (ways->in->need[v] > 0)
            send_from(ways, v);
}
