/* chain.h - which links of an industry chain a place has, lacks and most needs.
 *
 * Segments that are the same product are one node. Loop links are left out, so the supply graph
 * has no circle. For a place or set of places, with the firms that stand there:
 *
 *   x = number of (group, place) pairs in the node: a group, the firms of one topmost parent,
 *       counts once at each place where it has one of the node's firms
 *   s = x / (x + 1), or min(1, supply / need) where the segment's need is typed in amounts
 *   input = (1 - beta) * mean of q over the node's inputs, 0 without inputs
 *   inner = beta + input, or 1 without inputs
 *   q = s * inner                    local content of the node
 *   Q = sum of q over all nodes      local content of the place
 *   lambda = dQ/dq                   by one backward pass; dQ/ds = inner * lambda
 *   step = rise of s when one more typical firm lands: (x+1)/(x+2) - s, or
 *          min(1, (supply + typical) / need) - s
 *
 *   worth = step * inner * lambda = fill + extension + base
 *   fill = step * inner * (lambda - 1)   what the local users gain           补链
 *   extension = step * input             what local inputs let the node keep 延链
 *   base = step * beta, or step without inputs
 *   gain = fill + extension              what ranks; base is shown, never ranked
 *
 * What Q says, 本地含量: the sum, over the chain's links, of how far each is carried by local firms
 * and by the local inputs these have (各环节由本地企业及其本地投入支撑的程度之和); a link counts from 0
 * to 1, so Q is at most the number of links.
 *
 * Q is affine in each s, so worth is exactly the change of Q when that firm lands. One firm
 * more never lowers Q. Supply of a pair: the capacities of its firms that stand in the set, but no
 * less than typical if one of them is not known. The published sources of the idea, and what is
 * this project's own: docs/parts/chain.md.
 *
 * This part knows base and model only; it neither reads files nor clocks, and keeps no pointer to
 * its arguments. */
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
    uint32_t x;      /* (group, place) pairs; 1 is a risk: a single supplier */
    double strength; /* s */
    double step, input, inner, q, lambda;
    double worth, gain, fill, extension, base;
    bool leader;    /* a chain leader stands here */
    bool surveyed;  /* of every place asked somebody looked for it: there, in what holds the place,
                      * or in the whole zone, when the place is its own, a member or in one */
    bool by_amount; /* the node's need is typed: strength is supply over need */
    ch_chain_class class;
} ch_chain_node;

/* The zone's supply graph and who fills it: made once for a snapshot, of which it keeps nothing. */
typedef struct ch_chain_net ch_chain_net;

/* The net lives in the arena. CH_ENOMEM.
 * Cost: O(n log n) for n rows of places, segments, links, firms, firm_segments, and the surveys
 * that tell of each place. */
CH_MUST_USE ch_err ch_chain_net_make(ch_arena *arena, const ch_zone *zone, const ch_chain_net **net);

/* For who looks at groups without a net. Per row of firms, the caller's: the row of its parent, or
 * UINT32_MAX; and from these its group, groups numbered as their first firms come. CH_ENOMEM.
 * Cost: O(firms), and O(log firms) for each that has a parent or a parent's name. */
void ch_chain_find_parents(const ch_zone *zone, uint32_t *parent);
CH_MUST_USE ch_err ch_chain_find_groups(ch_arena *scratch, const ch_zone *zone, const uint32_t *parent,
                                        uint32_t *group);

size_t ch_chain_nodes(const ch_chain_net *net);
uint32_t ch_chain_node_of(const ch_chain_net *net, size_t segment);      /* row of segments */
uint32_t ch_chain_first_segment(const ch_chain_net *net, uint32_t node); /* its smallest row */
size_t ch_chain_next_segment(const ch_chain_net *net, size_t segment);   /* the node's next row, or SIZE_MAX */
const ch_graph *ch_chain_users(const ch_chain_net *net);                 /* node -> those it feeds */
const ch_graph *ch_chain_inputs(const ch_chain_net *net);                /* node -> those feeding it */

/* A firm that comes to a place. Its group counts once more in the node unless it is at that place
 * in that node already. Where the need is typed the firm brings one typical amount; to a group
 * that is there already it adds what that lacks of one. Out of the set it counts for nothing. */
typedef struct {
    size_t firm;    /* row of firms: whose group, and whether a leader */
    size_t segment; /* row of segments */
    size_t place;   /* row of places */
} ch_chain_landing;

typedef struct {
    double local_content;             /* Q */
    ch_chain_node *node;              /* one a node of the net */
    struct ch_chain_scratch *scratch; /* made with the state so that assessing allocates nothing */
} ch_chain_state;

/* A state for this net, to be assessed again and again; it lives in the arena. CH_ENOMEM. */
CH_MUST_USE ch_err ch_chain_state_make(ch_arena *arena, const ch_chain_net *net, ch_chain_state *state);

/* Assess a set of places; state comes from ch_chain_state_make of the same net. Allocates nothing.
 * Cost: O(places + nodes + links + firms in the set + nodes that surveys of the asked places name). */
void ch_chain_assess(const ch_chain_net *net, const ch_place_set *set, ch_chain_state *state);

/* The same as if n firms had landed, in whatever order; n may be 0. CH_ENOMEM: the state holds
 * nothing. Cost: O(n (log n + log pairs)) more. */
CH_MUST_USE ch_err ch_chain_assess_with(ch_arena *scratch, const ch_chain_net *net, const ch_place_set *set,
                                        const ch_chain_landing *landing, size_t n, ch_chain_state *state);

/* What Q loses when one firm goes and all else stays, for each firm alone: loss, one a row of firms,
 * the caller's. state: as ch_chain_assess left it for this set. No loss is negative; it is exactly 0
 * for a firm that does not stand in the set, and for one that leaves every node as strong as it was.
 * CH_ENOMEM. Cost: O(places + nodes + n log n) for n rows of firms and firm_segments; for each node from
 * which a firm also weakens a later one, a walk along the nodes and links between, O(nodes + links);
 * and O(m^2) for a firm that weakens m nodes. Scratch memory: O(nodes + n). */
CH_MUST_USE ch_err ch_chain_find_losses(ch_arena *scratch, const ch_chain_net *net, const ch_place_set *set,
                                        const ch_chain_state *state, double *loss);

/* Does the firm stand in the set? By its place, or by the zone it stands in. */
bool ch_chain_is_local(const ch_chain_net *net, const ch_place_set *set, size_t firm);

/* Health of one chain at a place, 0..100: the weighted mean of the parts that the data allow.
 *   completeness  .25  present nodes among all; lacking when one is unknown
 *   matching      .20  mean over present nodes with inputs of the mean q of their inputs; lacking
 *                      when one of these inputs is unknown
 *   growth        .20  no table carries it yet: always lacking
 *   innovation    .15  no table carries it yet: always lacking
 *   balance       .10  1 - sum of squared shares of the groups; a group weighs as many
 *                      (group, place) pairs as it has, added up over the chain's nodes
 *   resilience    .10  1 - share of present nodes with a single supplier
 * Each part is 0..1. Weights are assumed. A part without data is NaN; its weight goes to the others.
 * What is unknown is never taken for absent. Balance and resilience speak of the firms known here. */
enum {
    CH_HEALTH_COMPLETENESS,
    CH_HEALTH_MATCHING,
    CH_HEALTH_GROWTH,
    CH_HEALTH_INNOVATION,
    CH_HEALTH_BALANCE,
    CH_HEALTH_RESILIENCE,
    CH_HEALTH_PARTS
};
extern const double ch_chain_health_weight[CH_HEALTH_PARTS];
extern const char *const ch_chain_health_name[CH_HEALTH_PARTS];
typedef struct {
    double value;                   /* NaN when no part has data */
    double part[CH_HEALTH_PARTS];   /* NaN: lacking */
    double weight[CH_HEALTH_PARTS]; /* as used, adding to 1; 0 where lacking */
} ch_chain_health;

/* chain: row of chains; state: as ch_chain_assess left it for this set. CH_ENOMEM. */
CH_MUST_USE ch_err ch_chain_find_health(ch_arena *scratch, const ch_chain_net *net, const ch_place_set *set,
                                        const ch_chain_state *state, size_t chain, ch_chain_health *health);

/* Firms that stand in the set and fill the node: rows of firms, ascending, each once. */
CH_MUST_USE ch_err ch_chain_firms_of(ch_arena *arena, const ch_chain_net *net, const ch_place_set *set, uint32_t node,
                                     const uint32_t **firm, size_t *n);

/* Surveys that tell of the node at one of the places asked: rows of surveys, ascending, each once. */
CH_MUST_USE ch_err ch_chain_surveys_of(ch_arena *arena, const ch_chain_net *net, const ch_place_set *set, uint32_t node,
                                       const uint32_t **survey, size_t *n);

#endif
