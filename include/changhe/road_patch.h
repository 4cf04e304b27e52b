/* road_patch.h - a network with changes: what is planned, or what if. The network itself stays as it is.
 *
 * Laws that hold by construction: a patch that only adds and speeds up lengthens no trip; one that only closes and
 * slows down shortens none; where a point enters the network does not depend on the patch. */
#ifndef CHANGHE_ROAD_PATCH_H
#define CHANGHE_ROAD_PATCH_H

#include "changhe/road.h"

typedef struct {
    uint32_t arc, ms; /* instead of what the arc weighed; CH_ROAD_CLOSED closes it */
} ch_road_change;
typedef struct {
    uint32_t tail, head, ms; /* a new arc; ends from net->nodes on are the patch's own nodes */
    uint32_t work;           /* which of the works it belongs to, for pictures */
} ch_road_link;

/* Arrays live in the arena of whoever made it. A zeroed patch changes nothing. No link is CH_ROAD_CLOSED. */
typedef struct {
    const ch_road_change *change; /* by arc, each once */
    size_t changes;
    const ch_road_link *link; /* by tail, then head, then ms */
    size_t links;
    const ch_point *point; /* of the patch's own nodes */
    size_t points;
} ch_road_patch;

/* One thing that is done to the roads. */
typedef enum {
    /* The streets named may not be driven. */
    CH_ROAD_WORK_CLOSE,
    /* They get limit_kmh and plan_kmh: widened, slowed. */
    CH_ROAD_WORK_SPEED,
    /* They may be driven along only, or against only where is_reversed; one that this vehicle may not drive stays closed. */
    CH_ROAD_WORK_ONEWAY,
    /* They may be driven both ways by every vehicle whose class of road it is and that fits. Turns into a direction that was
     * shut to all are free, but from copies that are left by one street alone. */
    CH_ROAD_WORK_OPEN,
    /* A new road along points, joined to the network at both ends and wherever a point of it lies within join_m of a street:
     * the nearest, all that meet there (no more than a metre farther), and of a one-way one the other carriageway. */
    CH_ROAD_WORK_ADD,
    /* An interchange: at its one point the two nearest streets of different roads (ways, and names where they have any)
     * within join_m meet, both carriageways of each; driven at the speed of road_class, or of a ramp. */
    CH_ROAD_WORK_JOIN
} ch_road_work_kind;

typedef struct {
    ch_road_work_kind kind;
    const uint32_t *street; /* those it names */
    size_t streets;
    double limit_kmh, plan_kmh; /* 0: as the class has it (ADD), as they have it (SPEED) */
    bool is_reversed;           /* of ONEWAY; of ADD with is_oneway: driven against the points */
    bool is_oneway;             /* of ADD */
    uint8_t road_class;         /* of ADD; of JOIN, 0: a ramp */
    const ch_point *point;
    size_t points;
    double length_m; /* of ADD: 0: of its points */
    double extra_s;  /* of ADD and JOIN: once for driving through: a ramp, a gate */
    double join_m;   /* how far an end may lie from the street it joins */
} ch_road_work;

/* Why a work does less than it says. */
typedef enum {
    CH_ROAD_WORK_DONE,
    /* An end lies nowhere near a street: the new road hangs loose there; of JOIN: there are no two roads to join. */
    CH_ROAD_WORK_FAR,
    CH_ROAD_WORK_NOTHING /* it names no street of the network, or nothing that this vehicle may drive */
} ch_road_work_end;

/* The patch of works done in order; later ones see what earlier ones did to a street, and a road joins what earlier
 * ones added. ms: the weights that ch_road_weigh gave for the same profile and basis. A new road meets a street at a
 * new node of its own, joined to the street's ends, and to its other joints, by pieces that weigh their share of the
 * street as all works leave it, none where that is closed; together they take what the street takes, so nobody gains
 * by leaving and coming back. What lies between a new road's point and a street is driven at the road's speed. New
 * roads join only streets that can be entered (ch_road_is_entry) and that this vehicle may drive in the network as it
 * is, so where they join does not depend on other works; they join earlier new roads where they cross them, and where
 * a point lies within join_m. end holds an entry for each work. near: an index of the streets of ch_road_is_entry.
 * CH_ENOMEM. Cost: O(streets named + points, log; new points times earlier new points). */
CH_MUST_USE ch_err ch_road_patch_make(ch_arena *arena, const ch_road_net *net, const ch_road_near *near,
                                      const ch_road_speeds *speeds, ch_road_profile profile, ch_road_basis basis,
                                      const uint32_t *ms, const ch_road_work *work, size_t works, ch_road_patch *patch,
                                      ch_road_work_end *end);

/* What an arc weighs with the patch. Cost: O(log changes). */
uint32_t ch_road_patch_ms(const ch_road_patch *patch, const uint32_t *ms, uint32_t arc);

#endif
