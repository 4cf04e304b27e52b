/* hierarchy.h - all times at once: a customizable contraction hierarchy (Dibbelt, Strasser, Wagner 2016,
 * Customizable Contraction Hierarchies, ACM JEA 21) on a nested-dissection order.
 *
 * The order depends on which nodes are joined, not on what arcs weigh, so it is made once and stored; a
 * metric is made for a set of weights in a fraction of a second, and changed arc by arc in milliseconds. Every
 * distance equals that of a plain search, to the unit. */
#ifndef CHANGHE_HIERARCHY_H
#define CHANGHE_HIERARCHY_H

#include "changhe/reach.h"

/* rank[v]: when node v is contracted, each of 0 .. nodes-1 once. Dead ends and bends come first, the rest by METIS's
 * node nested dissection with a fixed seed; the same graph gives the same order. graph is a forward graph; weights are
 * not read. CH_ENOMEM, also when METIS gives up. METIS draws by rand() and takes SIGABRT and SIGTERM for itself while
 * it works: not beside other threads that need them. Cost: about 10 us a node. */
CH_MUST_USE ch_err ch_hierarchy_order(const ch_memory *memory, const ch_reach_graph *graph, uint32_t *rank);

typedef struct ch_hierarchy ch_hierarchy; /* the topology: shortcuts of the order */
typedef struct ch_metric ch_metric;       /* their weights */

/* graph and rank are copied; memory must outlive the hierarchy, and that its metrics and rooms. Nodes are kept in the
 * order of the elimination tree. CH_ENOMEM; CH_EDATA: rank is no order, or there are 2^31 shortcuts or more. Cost:
 * O(shortcuts). */
CH_MUST_USE ch_err ch_hierarchy_build(const ch_reach_graph *graph, const uint32_t *rank, const ch_memory *memory,
                                      ch_hierarchy **hierarchy);
void ch_hierarchy_free(ch_hierarchy *hierarchy); /* NULL is fine */
size_t ch_hierarchy_shortcuts(const ch_hierarchy *hierarchy);
size_t ch_hierarchy_bytes(const ch_hierarchy *hierarchy);

/* Weights from those of the graph's arcs (as the graph that was built from, in its order; CH_ROAD_CLOSED: no arc),
 * which are copied. Sums past 2^32-2 are far. CH_ENOMEM. Cost: O(lower triangles), 0.15 us a node on roads. */
CH_MUST_USE ch_err ch_metric_make(const ch_hierarchy *hierarchy, const uint32_t *ms, ch_metric **metric);
void ch_metric_free(ch_metric *metric); /* NULL is fine */
/* Change some arcs (closing, opening, slowing, speeding): the metric becomes what ch_metric_make would give for the
 * weights so changed, to the byte. change: each arc once. Nobody may ask meanwhile. On CH_ENOMEM the metric is as
 * before. Cost: O(what changes): under a millisecond for most streets, a third of making it for great roads that all
 * else rests on, and about twice making it at most, whatever changes. */
CH_MUST_USE ch_err ch_metric_change(ch_metric *metric, const ch_road_change *change, size_t changes);
size_t ch_metric_bytes(const ch_metric *metric);

/* New roads: links between nodes of the graph and own nodes numbered from graph->nodes on, as a patch has them, closed
 * over one another. They live beside the metric (NULL where a call takes one: none) and go stale when it changes.
 * CH_ENOMEM. Cost: a matrix between the k ends of links, k^3 steps and 4 k^2 bytes. */
typedef struct ch_metric_links ch_metric_links;
CH_MUST_USE ch_err ch_metric_links_make(const ch_metric *metric, const ch_road_link *link, size_t links, size_t points,
                                        ch_metric_links **made);
void ch_metric_links_free(ch_metric_links *made); /* NULL is fine */

/* Room to ask in; one thread at a time, many rooms at once. A question costs no allocation once the room has grown.
 * CH_ENOMEM. */
typedef struct ch_hierarchy_room ch_hierarchy_room;
CH_MUST_USE ch_err ch_hierarchy_room_new(const ch_hierarchy *hierarchy, ch_hierarchy_room **room);
void ch_hierarchy_room_free(ch_hierarchy_room *room); /* NULL is fine */

/* From seeds to every node: dist holds nodes entries (and then the links' own nodes), CH_REACH_FAR: not reached.
 * is_towards: to the seeds. Seeds may lie on own nodes of links. One sweep down the hierarchy. CH_ENOMEM. Cost:
 * O(shortcuts). */
CH_MUST_USE ch_err ch_hierarchy_sweep(ch_hierarchy_room *room, const ch_metric *metric, const ch_metric_links *links,
                                      bool is_towards, const ch_reach_seed *seed, size_t seeds, uint32_t *dist);

/* From `lanes` sets of seeds in one sweep, at most CH_HIERARCHY_LANES: seed[seed_start[i]] .. [seed_start[i+1]-1] are
 * those of lane i; told once for each node, in an order that is the hierarchy's and always the same, the links' own
 * nodes last: dist[lane] of node, CH_REACH_FAR in lanes not asked for. Nothing is kept a node, so it needs no memory
 * but the room's. CH_ENOMEM. */
enum { CH_HIERARCHY_LANES = 16 };
CH_MUST_USE ch_err
ch_hierarchy_sweep_lanes(ch_hierarchy_room *room, const ch_metric *metric, const ch_metric_links *links,
                         bool is_towards, const ch_reach_seed *seed, const size_t *seed_start, size_t lanes,
                         void (*tell)(void *self, uint32_t node, const uint32_t dist[CH_HIERARCHY_LANES]), void *self);

/* dist[i * targets + j]: from seeds of source i to seeds of target j (a seed's ms is added at either end). For each 16
 * sources a sweep of the targets and what lies above them alone (Delling, Goldberg, Werneck 2011). CH_ENOMEM. Cost:
 * O(sources * (space of a search up + shortcuts of what lies above the targets)). */
CH_MUST_USE ch_err ch_hierarchy_matrix(ch_hierarchy_room *room, const ch_metric *metric, const ch_metric_links *links,
                                       const ch_reach_seed *source_seed, const size_t *source_start, size_t sources,
                                       const ch_reach_seed *target_seed, const size_t *target_start, size_t targets,
                                       uint32_t *dist);

#endif
