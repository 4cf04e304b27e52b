/* cover.c - the coverage of a team, and the rise that one more firm brings. */
#include "cover.h"

#include <string.h>

#define NO_NUMBER UINT32_MAX

static size_t count_segments(const ch_target_ranking *ranking)
{
    size_t segments = 0;
    for (size_t i = 0; i < ranking->targets; i++)
        segments += ranking->target[i].segments;
    return segments;
}

static size_t past_last_node(const ch_target_ranking *ranking, const ch_target_case *given)
{
    size_t past = 0;
    for (size_t i = 0; i < ranking->targets; i++) {
        for (size_t j = 0; j < ranking->target[i].segments; j++) {
            const size_t node = given->node[ranking->target[i].segment[j]];
            if (node >= past)
                past = node + 1;
        }
    }
    return past;
}

ch_err ch_target__make_cover(ch_arena *arena, const ch_target_ranking *ranking, const ch_target_case *given,
                             ch_target__cover *cover)
{
    const size_t targets = ranking->targets, segments = count_segments(ranking);
    const size_t past = past_last_node(ranking, given);
    double *gain = CH_NEW(arena, double, segments), *chance = CH_NEW(arena, double, targets);
    uint32_t *start = CH_NEW(arena, uint32_t, targets + 1), *fills = CH_NEW(arena, uint32_t, segments);
    uint32_t *number = CH_NEW(arena, uint32_t, past);        /* per node of the caller */
    uint32_t *filled_by = CH_NEW(arena, uint32_t, segments); /* per new node: 1 + the last target */
    if (!gain || !chance || !start || !fills || !number || !filled_by)
        return CH_ENOMEM;

    memset(number, 0xff, past * sizeof *number); /* NO_NUMBER */
    *cover = (ch_target__cover){.targets = targets, .gain = gain, .chance = chance, .start = start, .fills = fills};
    for (size_t i = 0; i < targets; i++) {
        const ch_target *target = &ranking->target[i];
        uint32_t end = start[i];
        for (size_t j = 0; j < target->segments; j++) {
            uint32_t *numbered = &number[given->node[target->segment[j]]];
            if (*numbered == NO_NUMBER) {
                gain[cover->nodes] = given->gain[target->segment[j]];
                *numbered = (uint32_t)cover->nodes++;
            }
            if (filled_by[*numbered] != i + 1)
                fills[end++] = *numbered;
            filled_by[*numbered] = (uint32_t)i + 1;
        }
        start[i + 1] = end;
        chance[i] = target->chance;
    }
    return CH_OK;
}

double ch_target__rise(const ch_target__cover *cover, const double *left, uint32_t target)
{
    double open = 0;
    for (uint32_t i = cover->start[target]; i < cover->start[target + 1]; i++)
        open += left[cover->fills[i]];
    return cover->chance[target] * open;
}

void ch_target__join(const ch_target__cover *cover, double *left, uint32_t target)
{
    for (uint32_t i = cover->start[target]; i < cover->start[target + 1]; i++)
        left[cover->fills[i]] *= 1 - cover->chance[target];
}

double ch_target__coverage(const ch_target__cover *cover, const uint32_t *ascending, size_t n, double *left)
{
    double covered = 0;
    memcpy(left, cover->gain, cover->nodes * sizeof *left);
    for (size_t i = 0; i < n; i++) {
        covered += ch_target__rise(cover, left, ascending[i]);
        ch_target__join(cover, left, ascending[i]);
    }
    return covered;
}

int ch_target__compare_members(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}
