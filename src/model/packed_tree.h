/* packed_tree.h - rectangles, packed so that those near one another have a parent in common. */
#ifndef CHANGHE_MODEL_PACKED_TREE_H
#define CHANGHE_MODEL_PACKED_TREE_H

#include "changhe/spots.h"

typedef struct {
    ch_box box;
    uint32_t row;
} ch_spots__leaf;

enum { CH_SPOTS__FAN = 16, CH_SPOTS__LEVELS = 9 }; /* 16^8 is every row there can be */

/* Level 0 are the leaves; each box above is the bounds of FAN below it. */
typedef struct {
    ch_spots__leaf *leaf;
    size_t levels, n[CH_SPOTS__LEVELS];
    ch_box *box[CH_SPOTS__LEVELS]; /* [0] is not used */
} ch_spots__tree;

/* Puts leaf, which it keeps, in order. CH_ENOMEM. */
CH_MUST_USE ch_err ch_spots__pack(ch_arena *arena, ch_spots__leaf *leaf, size_t n, ch_spots__tree *tree);

/* Set the bit of every row whose rectangle touches the box, of named_row[row] when that is given; UINT32_MAX
 * there is no row. */
void ch_spots__mark_boxes(const ch_spots__tree *tree, ch_box box, const uint32_t *named_row, uint64_t *bits);

#endif
