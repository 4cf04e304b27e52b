/* net.h - inside the chain part: the supply graph and who fills it, laid out for assessing. */
#ifndef CHANGHE_PARTS_CHAIN_NET_H
#define CHANGHE_PARTS_CHAIN_NET_H

#include "changhe/chain.h"

#define CH_CHAIN__NONE UINT32_MAX

/* Lists in one array: list i is item[start[i]] .. item[start[i+1]-1], ascending, each once. */
typedef struct {
    const uint32_t *start, *item;
} ch_chain__lists;

/* One firm filling one node. */
typedef struct {
    uint32_t place, node, group, zone, firm; /* zone: row of places or CH_CHAIN__NONE */
    double capacity;                         /* NaN: unknown */
    bool leader;
} ch_chain__stand;

/* The firms of one group at one place that fill one node: counted once. */
typedef struct {
    uint32_t place, node, group;
    uint32_t first; /* of its stands; they end where the next pair's begin */
    bool leader;
    double amount; /* supplied by all its stands; 0 where the node has no typed need */
} ch_chain__pair;

typedef struct {
    const uint32_t *node; /* nodes looked for, ascending */
    size_t nodes;
} ch_chain__survey;

struct ch_chain_net {
    size_t segments, nodes, chains, places, firms, surveys, stands, pairs;
    double beta, strong_firms;

    const uint32_t *node_of, *first_segment;
    ch_graph users, inputs;
    const uint32_t *order;          /* nodes, inputs before users */
    const double *need, *typical;   /* per node; need 0: not typed */
    ch_chain__lists nodes_of_chain; /* per chain */

    const uint32_t *group, *place, *zone; /* per firm */
    const bool *leader;
    ch_chain__lists firms_in; /* per node */
    const ch_chain__stand *stand;
    const ch_chain__pair *pair; /* pairs + 1 entries; by place, node, group */
    const uint32_t *pairs_at;   /* per place: the first of its pairs; places + 1 entries */
    ch_chain__lists pairs_in;   /* per place that is a zone: pairs with a firm standing in it */

    const ch_chain__survey *survey;
    ch_chain__lists surveys_for; /* per place: surveys made of it or of what holds it */
};

/* Fill the net from the zone, each what its file is about. CH_ENOMEM. */
CH_MUST_USE ch_err ch_chain__make_graph(ch_arena *arena, ch_arena *scratch, const ch_zone *zone,
                                        ch_chain_net *net);
CH_MUST_USE ch_err ch_chain__make_groups(ch_arena *arena, ch_arena *scratch, const ch_zone *zone,
                                         ch_chain_net *net);
CH_MUST_USE ch_err ch_chain__make_stands(ch_arena *arena, ch_arena *scratch, const ch_zone *zone,
                                         ch_chain_net *net);
CH_MUST_USE ch_err ch_chain__make_surveys(ch_arena *arena, ch_arena *scratch, const ch_zone *zone,
                                          ch_chain_net *net);

/* An entry of lists to be: list and item in one number, so that sorting orders both. */
static inline uint64_t ch_chain__entry(size_t list, size_t item)
{
    return (uint64_t)list << 32 | (uint64_t)item;
}

/* Sort n numbers and drop the doubles; how many remain. */
size_t ch_chain__sort_unique(uint64_t *entry, size_t n);

/* Lists from entries, which are sorted on the way. */
CH_MUST_USE ch_err ch_chain__make_lists(ch_arena *arena, size_t lists, uint64_t *entry, size_t n,
                                        ch_chain__lists *made);

/* The end of the line that up leads along, halving the way for those who come later. */
uint32_t ch_chain__root(uint32_t *up, uint32_t at);

/* Row of a table for a reference; CH_CHAIN__NONE for an empty one. */
uint32_t ch_chain__row(const ch_zone *zone, ch_table_id table, ch_text id);

static inline bool ch_chain__stands_in(const ch_place_set *set, uint32_t place, uint32_t zone)
{
    return set->in[place] || (zone != CH_CHAIN__NONE && set->in[zone]);
}

#endif
