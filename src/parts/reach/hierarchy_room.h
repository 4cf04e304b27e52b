/* hierarchy_room.h - what questions to a hierarchy are asked in: a few nodes, each with one distance a lane.
 *
 * A question climbs first: those concerned are the nodes of its seeds and all their ancestors, a few hundred a seed,
 * in which a search up the hierarchy ends (climb). What all other nodes are away then comes from their ancestors
 * (sweep). */
#ifndef CHANGHE_REACH_HIERARCHY_ROOM_H
#define CHANGHE_REACH_HIERARCHY_ROOM_H

#include "hierarchy_parts.h"

enum { CH_REACH__LANES = CH_HIERARCHY_LANES };

typedef struct {
    uint32_t lane[CH_REACH__LANES];
} ch_reach__row;

/* A list of nodes that holds the ancestors of each, by ascending position. */
typedef struct {
    uint32_t *position;
    size_t n, capacity;
} ch_reach__family;

struct ch_hierarchy_room {
    const ch_hierarchy *hierarchy;
    const ch_memory *memory;
    bool is_wide; /* loops over rows are those made for AVX2 */

    ch_reach__family climb;
    ch_reach__row *row; /* of each node of climb */
    size_t rows;
    uint32_t *slot; /* per position: where in climb, if it is there at all */

    uint32_t *branch; /* tops of the ways up that are being joined: a heap */
    size_t branches, branch_capacity;

    ch_reach__row *own, *end; /* of the links' own nodes; of their ends, while links are crossed */
    size_t owns, ends;

    /* By depth, on lines of the cache: rows of the ancestors of the node that a sweep has come to. */
    ch_reach__row *above;
    void *above_block; /* what it lies in */
    ch_reach__row far; /* in all lanes */

    ch_reach__family targets; /* of a matrix, */
    ch_reach__row *result;    /* and the rows of each */
    size_t results;
};

/* What is asked: of each lane its seeds. weights up and down as the direction has them. */
typedef struct {
    const ch_metric *metric;
    const ch_metric_links *links;
    bool is_towards;
    const uint32_t *up, *down;
    const ch_reach_seed *seed;
    const size_t *seed_start;
    size_t lanes;
} ch_reach__question;
ch_reach__question ch_reach__ask(const ch_metric *metric, const ch_metric_links *links, bool is_towards,
                                 const ch_reach_seed *seed, const size_t *seed_start, size_t lanes);

/* Nodes of the seeds, of ends of links when there are, and their ancestors; family is filled anew. CH_ENOMEM. */
CH_MUST_USE ch_err ch_reach__gather(ch_hierarchy_room *room, const ch_reach_seed *seed, size_t seeds,
                                    const ch_metric_links *links, ch_reach__family *family);

/* Rows of room->climb, after which a sweep down gives every node its distance; rows of the links' own nodes are
 * final. Without links the rows of climb alone are no distances yet. CH_ENOMEM. */
CH_MUST_USE ch_err ch_reach__climb(ch_hierarchy_room *room, const ch_reach__question *question);

/* Make *rows hold n; what they held is lost. false: no memory. */
bool ch_reach__make_rows(ch_hierarchy_room *room, ch_reach__row **row, size_t *rows, size_t n);

#endif
