/* synth_roads.h - a road network of any size, made up from a seed: the same size and seed, the same roads.
 *
 * A grid of points about 100 m apart, shaken; every 64th line is a class 1 road, every other 16th one of class 2, the
 * rest are lanes of which a tree and some more are kept, so that all points hang together and there are
 * dead ends and detours: 1.2 streets and nearly 2.4 arcs a point. One in thirty streets is one-way, none of them needed
 * to get anywhere. Nothing in it is real. */
#ifndef CHANGHE_BENCH_SYNTH_ROADS_H
#define CHANGHE_BENCH_SYNTH_ROADS_H

#include "changhe/reach.h"

typedef struct {
    uint32_t from, to; /* driven from, to and, unless one-way, back */
    uint32_t ms;       /* either way */
    uint8_t road_class;
    bool is_oneway;
} synth_street;

typedef struct {
    size_t nodes, streets, arcs;
    const ch_point *point;
    const synth_street *street;
    const uint32_t *start, *head, *ms;                 /* forward, heads ascending */
    const uint32_t *back_start, *back_tail, *back_arc; /* backward, as in a ch_road_net */
} synth_roads;

/* In arena, which ends the program when memory runs out. nodes >= 4. Points are numbered along the lines of the grid, or, when shuffled, at random: the same
 * roads with other numbers. */
synth_roads synth_roads_make(ch_arena *arena, size_t nodes, uint64_t seed, bool is_shuffled);

ch_reach_graph synth_roads_forward(const synth_roads *roads);
ch_reach_graph synth_roads_backward(const synth_roads *roads);

/* The same as a reader of a map would bring it, a way for each street; its points and roads->point are one. */
ch_road_given synth_roads_given(ch_arena *arena, const synth_roads *roads);

#endif
