/* net.h - inside the chain part: the supply graph and who fills it, laid out for assessing. */
#ifndef CHANGHE_PARTS_CHAIN_NET_H
#define CHANGHE_PARTS_CHAIN_NET_H

#include "changhe/chain.h"

#define CH_CHAIN__NONE UINT32_MAX

/* Row numbers, ascending, each once. */
typedef struct {
    const uint32_t *item;
    size_t items;
} ch_chain__list;

/* Many such lists in one array: list i is item[start[i]] .. item[start[i+1]-1]. */
typedef struct {
    const uint32_t *start, *item;
} ch_chain__lists;

/* One firm filling one node. */
typedef struct {
    uint32_t place, node, group, firm;
    double capacity; /* NaN: unknown */
} ch_chain__stand;

/* The firms of one group at one place that fill one node: counted once. */
typedef struct {
    uint32_t place, node, group;
    uint32_t first; /* of its stands; they end where the next pair's begin */
    bool leader;
    double amount; /* supplied by all its stands; 0 where the node has no typed need */
} ch_chain__pair;

struct ch_chain_net {
    size_t segments, nodes, chains, places, firms, surveys, stands, pairs;
    double beta, strong_firms;

    const uint32_t *node_of, *first_segment;
    const uint32_t *next_segment; /* per segment: the next of its node, or CH_CHAIN__NONE */
    ch_graph users, inputs;
    const uint32_t *order;          /* nodes, inputs before users */
    const double *need, *typical;   /* per node; 0: not typed */
    ch_chain__lists nodes_of_chain; /* per chain */

    const uint32_t *group, *place, *zone; /* per firm; zone may be CH_CHAIN__NONE */
    const bool *leader;
    ch_chain__lists firms_in;     /* per node */
    const ch_chain__stand *stand; /* by place, node, group, firm */
    const ch_chain__pair *pair;   /* in the same order; pairs + 1 entries */
    const uint32_t *pairs_at;     /* per place: the first of its pairs; places + 1 entries */
    ch_chain__lists pairs_in;     /* per place: pairs with a firm whose zone it is */

    const ch_chain__list *looked_for; /* per survey: nodes */
    const ch_chain__list *surveys_of; /* per place: surveys made of it or of what holds it */
};

/* Fill the net from the zone, each what its file is about, in this order. CH_ENOMEM. */
CH_MUST_USE ch_err ch_chain__make_graph(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net);
CH_MUST_USE ch_err ch_chain__make_groups(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net);
CH_MUST_USE ch_err ch_chain__make_stands(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net);
CH_MUST_USE ch_err ch_chain__make_surveys(ch_arena *arena, ch_arena *scratch, const ch_zone *zone, ch_chain_net *net);

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
ch_chain__list ch_chain__list_at(const ch_chain__lists *lists, size_t i);
bool ch_chain__holds(ch_chain__list list, uint32_t item);

/* Row of a table for a reference; CH_CHAIN__NONE for an empty one. */
uint32_t ch_chain__row(const ch_zone *zone, ch_table_id table, ch_text id);

/* What some firms of one pair are together. A zeroed one is nobody. */
typedef struct {
    bool stands, leader;
    double known, least; /* capacities added up; one typical amount if any is not known */
} ch_chain__presence;

void ch_chain__join(const ch_chain_net *net, const ch_chain__stand *stand, ch_chain__presence *presence);
ch_chain__presence ch_chain__together(ch_chain__presence a, ch_chain__presence b);
double ch_chain__amount(const ch_chain__presence *presence);

/* By place, node, group, firm; and do both belong to one pair? */
int ch_chain__compare_stands(const void *a, const void *b);
bool ch_chain__same_pair(const ch_chain__stand *a, const ch_chain__stand *b);

/* s of a node that has x pairs, or this supply where its need is typed. */
double ch_chain__strength(const ch_chain_net *net, uint32_t node, uint32_t x, double supply);

/* The firms of the pair that stand in the set. */
ch_chain__presence ch_chain__find_presence(const ch_chain_net *net, const ch_place_set *set,
                                           const ch_chain__pair *pair);

/* Pairs of which a firm stands in the set, each once; found has room for net->pairs. */
size_t ch_chain__list_pairs(const ch_chain_net *net, const ch_place_set *set, uint32_t *found);

#endif
