/* buckets.h - a queue of nodes by time, in buckets of equal width on three levels.
 *
 * A bucket of level 0 is 2^shift wide, one of the next level as wide as all of the level before. Level 0 holds what
 * lies on the page that is open, the others what comes after; when a page is done the next bucket of a level
 * above is dealt out to the levels below (two-level buckets of Cherkassky, Goldberg and Radzik 1996, with
 * one level more, so that any time of 32 bits has its place however narrow the buckets are).
 * A node whose time has shrunk is put in again; what it left behind is dropped when it comes up. */
#ifndef CHANGHE_REACH_BUCKETS_H
#define CHANGHE_REACH_BUCKETS_H

#include "changhe/reach.h"

enum {
    CH_REACH__LEVELS = 3,
    CH_REACH__DIGIT = 11, /* bits: three of them hold 32 */
    CH_REACH__BUCKETS = 1 << CH_REACH__DIGIT,
    CH_REACH__CHUNK = 32 /* items: 256 bytes; the first tells which chunk comes next */
};

/* A bucket is a list of chunks, the newest first. end: where its next item goes, 0: it is empty. Chunks are
 * cut out of one block; when end is a multiple of CH_REACH__CHUNK the newest is full. */
typedef struct {
    const ch_memory *memory;
    ch_reach_seed *item;
    uint32_t chunks, capacity; /* used so far, there are */
    uint32_t spare;            /* chunks given back, a list like a bucket's; CH_ROAD_NONE: none */
    uint32_t page;             /* any time on the page that is open */
    unsigned shift;
    bool ran_out; /* of memory: something was not put in */
    uint32_t end[CH_REACH__LEVELS][CH_REACH__BUCKETS];
    uint64_t holds[CH_REACH__LEVELS][CH_REACH__BUCKETS / 64]; /* a bit for each bucket that is not empty */
} ch_reach__buckets;

void ch_reach__buckets_begin(ch_reach__buckets *buckets, const ch_memory *memory); /* once; no memory yet */
void ch_reach__buckets_end(ch_reach__buckets *buckets);                            /* gives it back */
/* Empty again, with buckets of another width. */
void ch_reach__buckets_clear(ch_reach__buckets *buckets, unsigned shift);

void ch_reach__buckets_put_slowly(ch_reach__buckets *buckets, unsigned level, uint32_t bucket, ch_reach_seed item);

/* item.ms is not before the bucket that was taken last. */
static inline void ch_reach__buckets_put(ch_reach__buckets *buckets, ch_reach_seed item)
{
    uint64_t apart = (uint64_t)(item.ms ^ buckets->page) >> buckets->shift, key = (uint64_t)item.ms >> buckets->shift;
    unsigned level = 0;
    for (; __builtin_expect(apart >= CH_REACH__BUCKETS, 0); apart >>= CH_REACH__DIGIT, key >>= CH_REACH__DIGIT)
        level++;
    const uint32_t bucket = (uint32_t)(key % CH_REACH__BUCKETS), end = buckets->end[level][bucket];
    if (__builtin_expect(end % CH_REACH__CHUNK == 0, 0)) {
        ch_reach__buckets_put_slowly(buckets, level, bucket, item);
        return;
    }
    buckets->item[end] = item;
    buckets->end[level][bucket] = end + 1;
}

/* Take all items out of the earliest bucket of level 0 that holds any, pages being turned as need be; dist tells
 * which items are stale. 0: the queue is empty. The list is read by ch_reach__buckets_read. */
uint32_t ch_reach__buckets_take(ch_reach__buckets *buckets, const uint32_t *dist);

/* Move the items of a taken list's first chunk to item, tell how many; *list is the rest, 0 when there is none. */
size_t ch_reach__buckets_read(ch_reach__buckets *buckets, uint32_t *list, ch_reach_seed item[CH_REACH__CHUNK]);

#endif
