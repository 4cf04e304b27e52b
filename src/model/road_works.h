/* road_works.h - works being done one after the other, until they are written down as a patch. */
#ifndef CHANGHE_MODEL_ROAD_WORKS_H
#define CHANGHE_MODEL_ROAD_WORKS_H

#include "changhe/road_patch.h"

/* A street of the network as the works so far have left it. */
typedef struct {
    uint32_t street;
    uint32_t ms[CH_ROAD_WAYS];  /* CH_ROAD_CLOSED: not driven that way */
    double limit_kmh, plan_kmh; /* 0: as the way has it */
    uint32_t work;              /* the last that changed it */
} ch_road__touched;

/* A new node on a street of the network. */
typedef struct {
    uint32_t street, node, work;
    double along;
} ch_road__joint;

/* A straight piece of a new road. */
typedef struct {
    uint32_t from, to, work;
    uint32_t ms[CH_ROAD_WAYS];
} ch_road__stretch;

typedef struct {
    ch_arena *arena; /* for all that is needed meanwhile */
    const ch_road_net *net;
    const ch_road_near *near;
    const ch_road_speeds *speeds;
    ch_road_profile profile;
    ch_road_basis basis;
    const uint32_t *ms;

    ch_road__touched *touched;
    uint32_t *slot; /* of the streets touched, by hash: 1 + where, 0: free; slots is a power of two, never full */
    size_t touches, slots;
    ch_road__joint *joint;
    ch_road__stretch *stretch;
    ch_road_link *link; /* from new roads to their joints, both ways */
    ch_point *point;
    size_t joints, joint_room, stretches, stretch_room, links, link_room, points, point_room;
} ch_road__works;

/* The street as it is now; NULL: nothing has touched it. */
ch_road__touched *ch_road__find_touched(const ch_road__works *works, uint32_t street);

/* What the network's own weight of a street in a direction is. */
uint32_t ch_road__base_ms(const ch_road__works *works, uint32_t street, int direction);

/* Do one. CH_ENOMEM. */
CH_MUST_USE ch_err ch_road__do_work(ch_road__works *works, const ch_road_work *work, uint32_t number,
                                    ch_road_work_end *end);

/* road_new.c: the works that build. */
CH_MUST_USE ch_err ch_road__add_road(ch_road__works *works, const ch_road_work *work, uint32_t number,
                                     ch_road_work_end *end);
CH_MUST_USE ch_err ch_road__add_interchange(ch_road__works *works, const ch_road_work *work, uint32_t number,
                                            ch_road_work_end *end);

/* A part of a weight, rounded up: parts that follow one another add up to the whole. part in [0,1]. */
uint32_t ch_road__part_ms(uint32_t ms, double part);

#endif
