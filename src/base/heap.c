/* heap.c - a binary heap: no item comes before the one at half its place. */
#include "changhe/heap.h"

static bool comes_first(ch_heap_item a, ch_heap_item b)
{
    if (a.key != b.key)
        return a.key > b.key;
    return a.id < b.id;
}

void ch_heap_push(ch_heap *heap, double key, uint32_t id)
{
    ch_heap_item pushed = {key, id};
    size_t hole = heap->count++;
    while (hole > 0 && comes_first(pushed, heap->item[(hole - 1) / 2])) {
        heap->item[hole] = heap->item[(hole - 1) / 2];
        hole = (hole - 1) / 2;
    }
    heap->item[hole] = pushed;
}

static void sink(ch_heap *heap, ch_heap_item moved)
{
    size_t hole = 0;
    for (;;) {
        size_t child = 2 * hole + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && comes_first(heap->item[child + 1], heap->item[child]))
            child++;
        if (!comes_first(heap->item[child], moved))
            break;
        heap->item[hole] = heap->item[child];
        hole = child;
    }
    heap->item[hole] = moved;
}

bool ch_heap_pop(ch_heap *heap, ch_heap_item *item)
{
    if (heap->count == 0)
        return false;
    *item = heap->item[0];
    heap->count--;
    if (heap->count > 0)
        sink(heap, heap->item[heap->count]);
    return true;
}
