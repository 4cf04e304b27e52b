/* heap.h - a queue that gives the largest key first; of equal keys the smallest id. */
#ifndef CHANGHE_HEAP_H
#define CHANGHE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    double key;
    uint32_t id;
} ch_heap_item;

/* item has room for as many as will ever be in at once, the caller's. */
typedef struct {
    ch_heap_item *item;
    size_t count;
} ch_heap;

void ch_heap_push(ch_heap *heap, double key, uint32_t id); /* O(log count) */
bool ch_heap_pop(ch_heap *heap, ch_heap_item *item);       /* false when empty */

#endif
