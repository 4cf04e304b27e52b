/* dimacs.h - graphs in the form of the 9th DIMACS challenge: lines `c ...`, `p sp nodes arcs`, `a tail head weight`. */
#ifndef CHANGHE_DIMACS_H
#define CHANGHE_DIMACS_H

#include "changhe/fault.h"

typedef struct {
    uint64_t base; /* number of the first node: 0 or 1 */
    size_t nodes, arcs;
    const uint32_t *start, *head; /* rows of node 0 .. nodes-1, heads ascending; parallel arcs by weight */
    const uint64_t *weight;       /* whole, >= 0 */
    uint64_t heaviest;            /* 0 without arcs */
} ch_dimacs;

/* Blanks or tabs stand between the words of a line; empty lines and a CR at the end are passed over.
 * Without a `p` line the nodes are those from base to the largest that an arc names. base: 0 or 1.
 * Nothing is kept of content; the arrays live in arena. faults must not be NULL.
 * Faults, all at once: a line of another form, a number that is no whole number or too large (nodes and
 * arcs below 2^32 - 1, weights up to 2^64 - 2; above 2^26 nodes no more than the file has bytes), a node below base or beyond what `p` says, `p` twice,
 * after an arc or with another number of arcs. CH_EDATA, CH_ENOMEM.
 * Cost: O(bytes + nodes + arcs log of the longest row), about 100 MB/s. Memory: 12 bytes an arc and 4
 * a node, while it reads 16 an arc more. */
CH_MUST_USE ch_err ch_dimacs_read(ch_arena *arena, ch_text file, ch_text content, unsigned base, ch_dimacs *graph,
                                  ch_faults *faults);

/* The same graph without any arc tail -> head of closed, and then with those of added: an added arc is
 * there whatever is closed. Ends are numbered from 0 as rows are and below nodes. Arrays in arena; where
 * nothing changes they are the graph's own. CH_ENOMEM. Cost: O(nodes + arcs log of closeds). */
typedef struct {
    uint32_t tail, head;
    uint64_t weight; /* of an added one, up to 2^64 - 2 */
} ch_dimacs_arc;
CH_MUST_USE ch_err ch_dimacs_edit(ch_arena *arena, const ch_dimacs *graph, const ch_dimacs_arc *closed, size_t closeds,
                                  const ch_dimacs_arc *added, size_t addeds, ch_dimacs *edited);

#endif
