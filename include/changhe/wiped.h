/* wiped.h - memory that is overwritten before it is given back, for what nobody should find in it later: claims of persons.
 * It is not kept from being swapped out; it is as quick as any. */
#ifndef CHANGHE_WIPED_H
#define CHANGHE_WIPED_H

#include "changhe/arena.h"

typedef struct {
    ch_memory memory;         /* the hook to use */
    const ch_memory *beneath; /* where its blocks come from; NULL: malloc */
} ch_wiped;

/* *wiped must stay where it is as long as anything taken from wiped->memory. beneath must outlive it. */
void ch_wiped_open(ch_wiped *wiped, const ch_memory *beneath);

#endif
