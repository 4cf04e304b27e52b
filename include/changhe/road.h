/* road.h - streets as a network that minutes can be computed on. Readers of files and tables bring ways
 * (ch_road_given); ch_road_build makes of them nodes and arcs, numbered so that what lies near each other is stored
 * near each other; ch_road_weigh gives each arc its milliseconds for a vehicle and a basis of speeds. What is built
 * never changes: an edit is a patch (road_patch.h) that a search looks through. A street is a piece of a way between
 * two nodes of the network, with one arc for each way it may be driven. Where a turn is forbidden, or a barrier
 * stands, a node has copies: a copy is entered by one street from one side and left by the arcs that remain, so that
 * plain shortest paths obey. Copies share their node's point. So all arcs of a street in one direction have the same
 * head, a node or one of its copies; they have as many tails as the node they begin at has copies from which the
 * street may be taken, and itself (ch_road_next_start). */
#ifndef CHANGHE_ROAD_H
#define CHANGHE_ROAD_H

#include "changhe/fault.h"
#include "changhe/geo.h"
#include "changhe/progress.h"
#include "changhe/schema.h"

typedef enum { CH_ROAD_CAR, CH_ROAD_TRUCK, CH_ROAD_PROFILES } ch_road_profile;
/* At the planning speed (what people drive, on average), or at the limit that the signs allow. */
typedef enum { CH_ROAD_PLAN, CH_ROAD_LIMIT, CH_ROAD_BASES } ch_road_basis;
extern const char *const ch_road_profile_name[CH_ROAD_PROFILES], *const ch_road_basis_name[CH_ROAD_BASES];

enum { CH_ROAD_ALONG, CH_ROAD_AGAINST, CH_ROAD_WAYS }; /* the two directions of a way */

/* Numbers of a vehicle on a class of road (word of list road_class): rows of road_speeds, else the defaults of
 * road_speeds.def. speed at the limit = min(stated limit, or limit_kmh where none is stated; most_kmh); planning
 * speed = min(the way's own; most_kmh) if it has one, else factor * speed at the limit. limit_kmh 0: the vehicle does
 * not drive there. most_kmh 0 or NaN: the vehicle has no bound of its own. */
typedef struct {
    double limit_kmh, factor, most_kmh;
} ch_road_speed;
typedef struct {
    ch_road_speed speed[CH_ROAD_PROFILES][CH_road_class_END];
    /* Of the vehicle: a way that takes less is closed to it. */
    double height_m[CH_ROAD_PROFILES], weight_t[CH_ROAD_PROFILES];
} ch_road_speeds;
extern const ch_road_speeds ch_road_speeds_default;

/* What a reader brings of one way. 0 in a number means: not said. */
typedef struct {
    int64_t number;        /* OSM's id of the way, or the row of road_edges */
    uint32_t first, nodes; /* its points: given->node[first] .. [first + nodes - 1]; at least two */
    uint8_t road_class;    /* word of list road_class; 0 is not allowed */
    bool closed[CH_ROAD_PROFILES][CH_ROAD_WAYS]; /* by one-way or access; a roundabout is one-way as drawn */
    bool is_toll, is_ferry;
    float limit_kmh[CH_ROAD_WAYS];
    float plan_kmh;
    double length_m;          /* of the whole way, where a source says it; else of its points */
    double fixed_s;           /* of the whole way instead of speed: a ferry's duration */
    double extra_s;           /* ramp and toll gate, once for the whole way */
    float height_m, weight_t; /* most that may pass */
    ch_text name;             /* in Chinese where it has one, or as signed, with its number (G50); may be empty */
} ch_road_way;

/* Coming from way `from` at node via, one may not (or with only: may only) go on along way `to`. Several `only` of
 * one arrival allow what any of them does. from = to: without only, one may not turn back on the street one came by;
 * with only, one must go on along the way's other street there or, where it ends, turn back. A way that passes
 * through via arrives and leaves by both its streets. */
typedef struct {
    uint32_t via;     /* index into given->point */
    int64_t from, to; /* numbers of ways */
    bool only;
    bool of[CH_ROAD_PROFILES];
} ch_road_turn;

typedef struct {
    const ch_point *point; /* finite, WGS84 */
    size_t points;
    const uint32_t *node; /* the ways' points, one way after the other: indices into point */
    size_t nodes;
    const ch_road_way *way;
    size_t ways;
    const ch_road_turn *turn;
    size_t turns;
    const uint8_t *barrier; /* per point: bit p set: profile p may drive up to it and must turn back; NULL: none */
    const bool *keep;       /* per point: must be a node of the network (a gate, an interchange); NULL: none */
} ch_road_given;

#define CH_ROAD_NONE   UINT32_MAX
#define CH_ROAD_CLOSED UINT32_MAX /* ms of an arc that may not be driven */

/* Of a street, what times and pictures need. */
typedef struct {
    uint32_t way;      /* index into net->way */
    uint32_t from, to; /* its nodes (never copies), from first along the way */
    /* The one whose tail is no copy (its head may be one); CH_ROAD_NONE: nobody may drive that way. */
    uint32_t arc[CH_ROAD_WAYS];
    /* Its line: net->line[first] .. , from and to included; streets of a way share the points they meet at. */
    uint32_t first, points;
    double length_m;
    double share; /* of its way's length, in [0,1]: of fixed_s and extra_s it takes as much */
} ch_road_street;

typedef struct {
    size_t nodes; /* copies included */
    size_t arcs, streets, ways, line_points;
    const ch_point *point; /* per node */
    /* Forward: arcs of node v are start[v] .. start[v+1]-1, with heads ascending. */
    const uint32_t *start, *head;
    /* Backward: entries of node v are back_start[v] .. ; back_tail their other end, back_arc which arc they are. */
    const uint32_t *back_start, *back_tail, *back_arc;
    const uint32_t *street; /* per arc: its street; the arcs of copies share one */
    const uint8_t *way_of;  /* per arc: CH_ROAD_ALONG or _AGAINST of its street */
    /* Per arc: bit p set: profile p may not take it, coming from the copy that it begins at; an arc that no profile may take
     * from there is left out. */
    const uint8_t *turn_closed;
    /* Per node: of a copy the node it copies, else itself; a node's copies are numbered right behind it. */
    const uint32_t *original;
    /* Per node: lies in the largest strongly connected part, by the arcs open to cars (of equal ones that of the least node). */
    const bool *is_main;
    const ch_road_street *at; /* per street, in the order of the Z curve of their middle points */
    const ch_road_way *way;   /* first and nodes are of no use any more */
    const ch_point *line;
} ch_road_net;

/* What was left out on the way, for the report of an import. */
typedef struct {
    size_t ways, nodes, copies, streets, arcs;
    size_t turns, turns_unused;    /* obeyed; and whose ways or node are not in the network, or do not meet */
    size_t nodes_cut, streets_cut; /* not in the main part, copies included; that cannot be entered */
} ch_road_report;

/* Everything in arena; given may be freed afterwards but for the ways' names. Indices of given are trusted.
 * Points that no way uses are left out, points in the middle of a way that nothing else uses are no nodes but lie on a
 * street's line; a piece that begins and ends at one node is cut in two. Ways keep their order; those that go nowhere
 * stay, without a street. Nodes come in the order of a Hilbert curve, copies behind the node they copy.
 * Steps told: "streets", "turns", "order", "parts". CH_EDATA: more than 2^31 arcs or nodes. CH_ENONE: stopped.
 * CH_ENOMEM. Cost: O(points + nodes log nodes). Same given, same net. */
CH_MUST_USE ch_err ch_road_build(ch_arena *arena, const ch_road_given *given, const ch_progress *progress,
                                 ch_road_net *net, ch_road_report *report);

/* ms holds net->arcs entries. ms = round(1000 (length / speed + share of extra_s)), of a way with fixed_s its share
 * of fixed_s + extra_s; CH_ROAD_CLOSED where the profile may not drive, or not within 2^32-2 ms. A way of no length
 * takes 0. Cost: O(arcs). */
void ch_road_weigh(const ch_road_net *net, const ch_road_speeds *speeds, ch_road_profile profile, ch_road_basis basis,
                   uint32_t *ms);
/* The same for one street and direction, with another limit and planning speed in km/h (0: as the way has it); turns
 * are not looked at. */
uint32_t ch_road_weigh_street(const ch_road_net *net, const ch_road_speeds *speeds, ch_road_profile profile,
                              ch_road_basis basis, uint32_t street, int direction, double limit_kmh, double plan_kmh);

/* The arcs of a street in a direction, one after the other: those with a tail from which it may be taken, the node
 * first, then its copies. Begin with arc = CH_ROAD_NONE; false: there is no other. Cost: O(arcs of the node and its
 * copies). */
typedef struct {
    uint32_t arc, tail;
} ch_road_start;
bool ch_road_next_start(const ch_road_net *net, uint32_t street, int direction, ch_road_start *at);

/* ---- near: which streets lie near a point */

typedef struct ch_road_near ch_road_near;

typedef struct {
    uint32_t street;
    double away_m; /* from the point to the line */
    double along;  /* where on the street, by length: 0 at from, 1 at to */
    ch_point at;
} ch_road_foot;

/* An index of the streets that pick accepts (NULL: all). net must outlive it. CH_ENOMEM. Cost: O(line points log). */
CH_MUST_USE ch_err ch_road_near_make(ch_arena *arena, const ch_road_net *net,
                                     bool (*pick)(const ch_road_net *net, uint32_t street), const ch_road_near **near);
/* The nearest streets within most_m metres, each once with its nearest point, by distance then street; at most
 * `most` of them. Distances are those of a plane that touches the earth at the point, within 1e-4 of geo.h for
 * 50 km. Returns how many. Many threads may ask. Cost: about O(found + log streets). */
size_t ch_road_near_find(const ch_road_near *near, ch_point point, double most_m, ch_road_foot *foot, size_t most);

/* A street that can be entered: one of its arcs is open to cars and begins and ends in the main part. */
bool ch_road_is_entry(const ch_road_net *net, uint32_t street);

#endif
