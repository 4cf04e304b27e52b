/* target_team.h - a list of targets made by hand, and what a team of them covers, computed as the
 * definition is written: for tests of the target part. Included after cmocka. */
#ifndef CHANGHE_TESTS_TARGET_TEAM_H
#define CHANGHE_TESTS_TARGET_TEAM_H

#include "changhe/target.h"

#include "draw.h"

#include <math.h>
#include <string.h>

enum { MOST_TARGETS = 100, MOST_NODES = 12 }; /* sets of targets are bits: of the first 64 */

/* Teams need no zone: targets with chances, nodes with gains, every node a segment of its own. */
typedef struct {
    ch_target target[MOST_TARGETS];
    uint32_t segment[MOST_TARGETS][MOST_NODES];
    uint32_t node[MOST_NODES];
    double gain[MOST_NODES];
    ch_target_ranking ranking;
    ch_target_case given;
    size_t nodes;
} field;

static inline void start_field(field *f, size_t nodes, const double *gain)
{
    memset(f, 0, sizeof *f);
    f->nodes = nodes;
    for (size_t i = 0; i < nodes; i++) {
        f->node[i] = (uint32_t)i;
        f->gain[i] = gain[i];
    }
    f->ranking.target = f->target;
    f->given = (ch_target_case){.node = f->node, .gain = f->gain};
}

/* One more target that fills the segments whose bits are set. */
static inline void add_target(field *f, double chance, unsigned fills)
{
    ch_target *target = &f->target[f->ranking.targets];
    target->firm = f->ranking.targets;
    target->chance = chance;
    target->segment = f->segment[f->ranking.targets++];
    for (size_t i = 0; i < f->nodes; i++)
        if (fills >> i & 1)
            f->segment[target->firm][target->segments++] = (uint32_t)i;
}

/* F as the header writes it, of the targets whose bits are set. */
static inline double covered_by(const field *f, uint64_t team)
{
    double covered = 0;
    for (size_t node = 0; node < f->nodes; node++) {
        double nobody = 1;
        for (size_t i = 0; i < f->ranking.targets; i++)
            for (size_t j = 0; (team >> i & 1) && j < f->target[i].segments; j++)
                nobody *= f->target[i].segment[j] == node ? 1 - f->target[i].chance : 1;
        covered += f->gain[node] * (1 - nobody);
    }
    return covered;
}

static inline uint64_t bits_of(const uint32_t *member, size_t n)
{
    uint64_t team = 0;
    for (size_t i = 0; i < n; i++)
        team |= UINT64_C(1) << member[i];
    return team;
}

static inline ch_target_team choose(const field *f, ch_arena *arena, size_t k)
{
    ch_target_team team;
    assert_int_equal(ch_target_choose_team(arena, &f->ranking, &f->given, k, &team), CH_OK);
    return team;
}

/* Likely comers that overlap: there greedy goes wrong most often. */
static inline void start_random_field(field *f, size_t targets, size_t nodes, uint64_t *seed)
{
    double gain[MOST_NODES];
    for (size_t i = 0; i < nodes; i++)
        gain[i] = draw_share(seed);
    start_field(f, nodes, gain);
    for (size_t i = 0; i < targets; i++) {
        const double chance = .5 + .5 * draw_share(seed);
        unsigned fills = 1u << draw(seed, (uint32_t)nodes);
        fills |= 1u << draw(seed, (uint32_t)nodes);
        fills |= 1u << draw(seed, (uint32_t)nodes);
        add_target(f, chance, fills);
    }
}

/* The most that any k targets cover, by trying all. */
static inline double cover_best(const field *f, size_t k)
{
    double best = 0;
    for (uint64_t team = 0; team < UINT64_C(1) << f->ranking.targets; team++) {
        size_t members = 0;
        for (uint64_t rest = team; rest != 0; rest &= rest - 1)
            members++;
        if (members == k)
            best = fmax(best, covered_by(f, team));
    }
    return best;
}

/* F of a team and its k largest single rises. */
static inline double step_bound(const field *f, uint64_t team, size_t k)
{
    const double covered = covered_by(f, team);
    double rise[MOST_TARGETS], bound = covered;
    for (size_t i = 0; i < f->ranking.targets; i++)
        rise[i] = covered_by(f, team | UINT64_C(1) << i) - covered;
    for (size_t taken = 0; taken < k; taken++) {
        size_t most = 0;
        for (size_t i = 1; i < f->ranking.targets; i++)
            if (rise[i] > rise[most])
                most = i;
        bound += rise[most];
        rise[most] = 0;
    }
    return bound;
}

#endif
