/* chain.h - which links of an industry chain a place has, lacks and most needs.
 *
 * Segments that are the same product are one node. Loop links are left out, so the supply graph
 * has no circle. For a place or set of places, with the firms that stand there:
 *
 *   x = number of (group, place) pairs in the node; a group is a firm's topmost parent
 *   s = x / (x + 1), or min(1, supply / need) where the segment's need is typed in amounts
 *   input = (1 - beta) * mean of q over the node's inputs
 *   inner = beta + input, or 1 for a node without inputs
 *   q = s * inner                    local content of the node
 *   Q = sum of q over all nodes      local content of the place
 *   lambda = dQ/dq                   by one backward pass; dQ/ds = inner * lambda
 *   step = rise of s when one more typical firm lands: (x+1)/(x+2) - s
 *
 *   worth = step * inner * lambda = fill + extension + base
 *   fill = step * inner * (lambda - 1)   what the local users gain           补链
 *   extension = step * input             what local inputs let the node keep 延链 (0 without inputs)
 *   gain = fill + extension              what ranks; base is shown, never ranked
 *
 * Q is affine in each s, so worth is exactly the change of Q when that firm lands. Local content
 * follows the idea of the total local share of a supply graph (Leontief 1936 in open form); the
 * form above is this project's own: docs/parts/chain.md.
 *
 * This part knows base and model only; it neither reads files nor clocks, and keeps no pointer to
 * its arguments but where it says so. */
#ifndef CHANGHE_CHAIN_H
#define CHANGHE_CHAIN_H

#include "changhe/graph.h"
#include "changhe/place.h"

typedef enum {
    CH_CHAIN_STRONG,  /* enough firms, or a chain leader */
    CH_CHAIN_WEAK,    /* fewer */
    CH_CHAIN_MISSING, /* looked for, none found, gain > 0 */
    CH_CHAIN_ABSENT,  /* looked for, none found, nothing here needs or feeds it */
    CH_CHAIN_UNKNOWN  /* nobody looked, none known */
} ch_chain_class;

typedef struct {
    uint32_t x;      /* (group, place) pairs */
    double strength; /* s */
    double step, input, inner, q, lambda;
    double worth, gain, fill, extension, base;
    bool leader;     /* a chain leader stands here */
    bool surveyed;
    bool by_amount;  /* strength is supply over need */
    ch_chain_class class;
} ch_chain_node;

/* The zone's supply graph and who fills it: made once for a snapshot. Reads of the snapshot stop
 * when it is made, but for what the caller looks up. */
typedef struct ch_chain_net ch_chain_net;

/* CH_ENOMEM. Cost: O((firms + links + segments) log). */
CH_MUST_USE ch_err ch_chain_net_make(ch_arena *arena, const ch_zone *zone, const ch_chain_net **net);

size_t ch_chain_nodes(const ch_chain_net *net);
uint32_t ch_chain_node_of(const ch_chain_net *net, size_t segment);      /* row of segments */
uint32_t ch_chain_first_segment(const ch_chain_net *net, uint32_t node); /* its smallest row */
const ch_graph *ch_chain_users(const ch_chain_net *net);                 /* node -> those it feeds */
const ch_graph *ch_chain_inputs(const ch_chain_net *net);                /* node -> those feeding it */
uint32_t ch_chain_group_of(const ch_chain_net *net, size_t firm);        /* row of firms -> group number */

/* A firm that lands: the group counts once more in the node if it is not at that place there yet. */
typedef struct {
    size_t firm;    /* row of firms: whose group */
    size_t segment; /* row of segments */
    size_t place;   /* row of places */
} ch_chain_landing;

typedef struct {
    double local_content; /* Q */
    ch_chain_node *node;
    /* the rest is scratch, made with the state so that assessing allocates nothing */
    struct ch_chain_scratch *scratch;
} ch_chain_state;

CH_MUST_USE ch_err ch_chain_state_make(ch_arena *arena, const ch_chain_net *net, ch_chain_state *state);

/* Assess a set of places; state comes from ch_chain_state_make of the same net. Allocates nothing.
 * Cost: O(nodes + links + firms in the set). */
void ch_chain_assess(const ch_chain_net *net, const ch_place_set *set, ch_chain_state *state);

/* The same with firms landing as well; only local_content and the nodes change. n may be 0. */
void ch_chain_assess_with(const ch_chain_net *net, const ch_place_set *set, const ch_chain_landing *landing,
                          size_t n, ch_chain_state *state);

/* Q without one firm (row of firms), everything else as it is. state is scratch and is overwritten. */
double ch_chain_content_without(const ch_chain_net *net, const ch_place_set *set, size_t firm,
                                ch_chain_state *state);

/* Does the firm stand in the set? By its place, or by the zone it stands in. */
bool ch_chain_is_local(const ch_chain_net *net, const ch_place_set *set, size_t firm);

/* Health of one chain at a place, 0..100: the weighted mean of the parts the data allow.
 *   completeness   present nodes among those that are present, missing or absent  (weight .25)
 *   matching       mean over present nodes with inputs of the mean q of their inputs       (.20)
 *   balance        1 - sum of squared shares of groups in the chain's (group, place) pairs (.10)
 *   resilience     1 - share of present nodes with a single supplier                       (.10)
 *   growth, innovation: no table carries them yet, always lacking                     (.20, .15)
 * Weights are assumed. A part whose data are absent is NaN and its weight goes to the others. */
enum { CH_HEALTH_COMPLETENESS, CH_HEALTH_MATCHING, CH_HEALTH_GROWTH, CH_HEALTH_INNOVATION,
       CH_HEALTH_BALANCE, CH_HEALTH_RESILIENCE, CH_HEALTH_PARTS };
extern const double ch_chain_health_weight[CH_HEALTH_PARTS];
extern const char *const ch_chain_health_name[CH_HEALTH_PARTS];
typedef struct {
    double value;                    /* NaN when no part has data */
    double part[CH_HEALTH_PARTS];    /* NaN: lacking */
    double weight[CH_HEALTH_PARTS];  /* as used, adding to 1; 0 where lacking */
} ch_chain_health;

/* chain: row of chains; state: of this set. CH_ENOMEM for scratch. */
CH_MUST_USE ch_err ch_chain_find_health(ch_arena *scratch, const ch_chain_net *net, const ch_place_set *set,
                                        const ch_chain_state *state, size_t chain, ch_chain_health *health);

/* Firms that stand in the set and fill the node: rows of firms, ascending, each once. */
CH_MUST_USE ch_err ch_chain_firms_of(ch_arena *arena, const ch_chain_net *net, const ch_place_set *set,
                                     uint32_t node, const uint32_t **firm, size_t *n);

/* Rows of surveys that cover the node for every place asked: ascending. */
CH_MUST_USE ch_err ch_chain_surveys_of(ch_arena *arena, const ch_chain_net *net, const ch_place_set *set,
                                       uint32_t node, const uint32_t **survey, size_t *n);

#endif
