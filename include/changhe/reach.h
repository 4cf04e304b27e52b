/* reach.h - how long it takes: shortest times on a network, exact, bounded, with a patch.
 *
 * One-to-all search by buckets of equal width (Dial 1969, Denardo and Fox 1979), on levels, so that weights may be of any size: no preprocessing, so
 * nothing goes stale when a road changes. Quickest where nodes near each other have numbers near each other, as ch_road_build gives them. Distances are whole milliseconds (or whatever whole unit the arcs have).
 * This part knows base and model only; it neither reads files nor clocks. */
#ifndef CHANGHE_REACH_H
#define CHANGHE_REACH_H

#include "changhe/road_patch.h"

#define CH_REACH_FAR UINT32_MAX /* not reached, or not within the limit */

/* A graph to search on: arcs of v are start[v] .. start[v+1]-1. For a search towards, the reverse graph with
 * arc telling which arc of the forward graph an entry is (NULL: they are the same). Of a ch_road_net:
 *   {nodes, start, head, ms, NULL} and {nodes, back_start, back_tail, ms, back_arc} */
typedef struct {
    size_t nodes;
    const uint32_t *start, *head, *ms, *arc;
} ch_reach_graph;
ch_reach_graph ch_reach_forward(const ch_road_net *net, const uint32_t *ms);
ch_reach_graph ch_reach_backward(const ch_road_net *net, const uint32_t *ms);

typedef struct {
    uint32_t node, ms; /* the search begins there with that much gone; CH_REACH_FAR: it does not */
} ch_reach_seed;

/* What searches work in; one thread at a time. Between searches only what the last one touched is cleared, so
 * a bounded search costs what it reaches, not what there is. */
typedef struct ch_reach_room ch_reach_room;

/* For graphs and patches that together have up to nodes + points nodes; those of a graph are below 2^31. CH_ENOMEM.
 * Memory: 8 bytes a node, 4 more once a search wants from, and about 10 a node that waits at the same time. */
CH_MUST_USE ch_err ch_reach_room_new(size_t nodes, size_t points, const ch_memory *memory, ch_reach_room **room);
void ch_reach_room_free(ch_reach_room *room); /* NULL is fine */

typedef struct {
    const uint32_t *dist; /* per node, the patch's own included; the room's, until its next search */
    const uint32_t *
        from; /* per node: the one before it on a shortest way (itself of a seed), CH_ROAD_NONE where not reached; NULL unless asked */
    const uint32_t *reached; /* the nodes with dist <= limit, seeds included, in no stated order */
    size_t reacheds;
    bool overflowed; /* without a limit: some node is counted far only because the way to it is 2^32-1 or longer */
} ch_reach_found;

/* Times from the seeds (of a node given twice the least) to every node within limit (inclusive; CH_REACH_FAR: all there are). patch may be NULL;
 * is_towards says that graph is a reverse graph, whose patch is turned round as it is read. An arc of
 * CH_ROAD_CLOSED is none. want_from: fill found->from; of ties an arc that takes time, then fewer in a row that take none, then the smaller node.
 * CH_ENOMEM: found is zeroed, and the room as good as new. Cost: O(arcs reached), and O(changes + links log links) of a patch. */
CH_MUST_USE ch_err ch_reach_search(ch_reach_room *room, const ch_reach_graph *graph, bool is_towards,
                                   const ch_road_patch *patch, const ch_reach_seed *seed, size_t seeds, uint32_t limit,
                                   bool want_from, ch_reach_found *found);

/* The same where sums may pass 32 bits: weights and distances of 64 bits, by a heap; dist holds graph->nodes entries, UINT64_MAX:
 * not reached. ms of the graph is not read; weight is, UINT64_MAX closes. A sum past 2^64-2 is not reached. CH_ENOMEM. */
CH_MUST_USE ch_err ch_reach_search_wide(ch_arena *scratch, const ch_reach_graph *graph, const uint64_t *weight,
                                        const ch_reach_seed *seed, size_t seeds, uint64_t *dist);

/* ---- where points enter the network
 *
 * A point enters by the nearest streets that can be entered (ch_road_is_entry), up to CH_REACH_FEET of
 * them: the nearest within CH_REACH_ENTRY_M, and others no more than CH_REACH_BESIDE_M farther. One walks to
 * the street in a straight line at walk_kmh, then drives its rest. Which streets those are depends on the base network
 * alone: a patch changes what driving the rest takes, never where. A patch's new roads are further entries:
 * their own nodes within CH_REACH_ENTRY_M of the point, walked to in a straight line, so that a new road can only help. */
enum { CH_REACH_FEET = 4, CH_REACH_ENTRY_M = 3000, CH_REACH_BESIDE_M = 150 };
typedef struct {
    ch_road_foot foot[CH_REACH_FEET];
    size_t feet; /* 0: no road within CH_REACH_ENTRY_M */
} ch_reach_entry;
ch_reach_entry ch_reach_enter(const ch_road_near *near, ch_point point);

/* Seeds of a search from (or towards) a point that entered there: the ends of each street that may be driven to, each node once, and the
 * patch's own nodes near; of a search towards also those copies of a street's end from which it may be taken. Parts of a street
 * are rounded up, walks rounded. Seeds of CH_ROAD_CLOSED streets are none. Returns how many there are, 0 when
 * nothing may be driven; the first `most` are in seed. 2 * CH_REACH_FEET + patch->points hold those of any search from; of one towards, one
 * asks first with most 0 (seed may be NULL then; there may turn out to be fewer). walk_kmh > 0. A direction that a patch opens
 * where nobody could drive is entered at the street's ends. */
size_t ch_reach_seeds(const ch_road_net *net, const uint32_t *ms, const ch_road_patch *patch, ch_point point,
                      const ch_reach_entry *entry, bool is_towards, double walk_kmh, ch_reach_seed *seed, size_t most);

/* Time to a point from a search's distances (towards: from it), walking included: the least over its
 * entries. both on one street: the drive between the feet is looked at too when origin is given (NULL: not). found NULL: that drive
 * alone, for whoever has the way through nodes already. CH_REACH_FAR: not reached. */
uint32_t ch_reach_at(const ch_road_net *net, const uint32_t *ms, const ch_road_patch *patch,
                     const ch_reach_found *found, ch_point point, const ch_reach_entry *entry, bool is_towards,
                     double walk_kmh, const ch_reach_entry *origin);

#endif
