/* packed_tree.c - sort by x, cut into slices, sort each by y, and pack. */
#include "packed_tree.h"

#include "curve.h"

#include <math.h>
#include <stdlib.h>

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_rows(const ch_spots__leaf *a, const ch_spots__leaf *b)
{
    return (a->row > b->row) - (a->row < b->row);
}

/* By twice the middle. */
static int compare_x(const void *left, const void *right)
{
    const ch_spots__leaf *a = left, *b = right;
    int order = compare_numbers(a->box.west_deg + a->box.east_deg, b->box.west_deg + b->box.east_deg);
    return order != 0 ? order : compare_rows(a, b);
}

static int compare_y(const void *left, const void *right)
{
    const ch_spots__leaf *a = left, *b = right;
    int order = compare_numbers(a->box.south_deg + a->box.north_deg, b->box.south_deg + b->box.north_deg);
    return order != 0 ? order : compare_rows(a, b);
}

static void put_in_order(ch_spots__leaf *leaf, size_t n)
{
    if (n == 0)
        return;
    const size_t groups = (n + CH_SPOTS__FAN - 1) / CH_SPOTS__FAN;
    const size_t slice = (size_t)ceil(sqrt((double)groups)) * CH_SPOTS__FAN;
    qsort(leaf, n, sizeof *leaf, compare_x);
    for (size_t from = 0; from < n; from += slice)
        qsort(leaf + from, n - from < slice ? n - from : slice, sizeof *leaf, compare_y);
}

static const ch_box *box_at(const ch_spots__tree *tree, size_t level, size_t i)
{
    return level == 0 ? &tree->leaf[i].box : &tree->box[level][i];
}

static size_t end_of(const ch_spots__tree *tree, size_t below, size_t parent)
{
    size_t end = (parent + 1) * CH_SPOTS__FAN;
    return end < tree->n[below] ? end : tree->n[below];
}

static ch_box bounds_of(const ch_spots__tree *tree, size_t below, size_t parent)
{
    ch_box all = *box_at(tree, below, parent * CH_SPOTS__FAN);
    for (size_t i = parent * CH_SPOTS__FAN; i < end_of(tree, below, parent); i++) {
        const ch_box *box = box_at(tree, below, i);
        all.west_deg = fmin(all.west_deg, box->west_deg);
        all.south_deg = fmin(all.south_deg, box->south_deg);
        all.east_deg = fmax(all.east_deg, box->east_deg);
        all.north_deg = fmax(all.north_deg, box->north_deg);
    }
    return all;
}

ch_err ch_spots__pack(ch_arena *arena, ch_spots__leaf *leaf, size_t n, ch_spots__tree *tree)
{
    *tree = (ch_spots__tree){.leaf = leaf, .levels = 1, .n = {n}};
    put_in_order(leaf, n);
    for (size_t below = 0; tree->n[below] > 1; below++) {
        const size_t parents = (tree->n[below] + CH_SPOTS__FAN - 1) / CH_SPOTS__FAN;
        tree->box[below + 1] = CH_NEW(arena, ch_box, parents);
        if (tree->box[below + 1] == NULL)
            return CH_ENOMEM;
        for (size_t i = 0; i < parents; i++)
            tree->box[below + 1][i] = bounds_of(tree, below, i);
        tree->n[below + 1] = parents;
        tree->levels++;
    }
    return CH_OK;
}

static bool touches(const ch_box *a, const ch_box *b)
{
    return a->west_deg <= b->east_deg && a->east_deg >= b->west_deg && a->south_deg <= b->north_deg &&
           a->north_deg >= b->south_deg;
}

static void mark_below(const ch_spots__tree *tree, size_t level, size_t i, const ch_box *box, const uint32_t *named_row,
                       uint64_t *bits)
{
    if (!touches(box_at(tree, level, i), box))
        return;
    if (level == 0) {
        uint32_t row = named_row != NULL ? named_row[tree->leaf[i].row] : tree->leaf[i].row;
        if (row != UINT32_MAX)
            ch_spots__mark(bits, row);
        return;
    }
    for (size_t child = i * CH_SPOTS__FAN; child < end_of(tree, level - 1, i); child++)
        mark_below(tree, level - 1, child, box, named_row, bits);
}

void ch_spots__mark_boxes(const ch_spots__tree *tree, ch_box box, const uint32_t *named_row, uint64_t *bits)
{
    const size_t top = tree->levels - 1;
    if (!(box.west_deg <= box.east_deg && box.south_deg <= box.north_deg))
        return;
    for (size_t i = 0; i < tree->n[top]; i++)
        mark_below(tree, top, i, &box, named_row, bits);
}
