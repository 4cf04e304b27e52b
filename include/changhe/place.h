/* place.h - which places a question is about, and what lies in them. */
#ifndef CHANGHE_PLACE_H
#define CHANGHE_PLACE_H

#include "changhe/zone.h"

/* Places asked for and all that lies in them. A place lies in whatever its parent lies in, and in
 * whatever all the places lie in that it has parts in. Indices are rows of places. */
typedef struct {
    const uint32_t *asked; /* in the order asked, each once; zone: its own place, then the members */
    size_t asked_count;
    const bool *in;  /* for every row of places */
    bool whole_zone; /* asked as zone */
} ch_place_set;

/* codes: "zone", or codes with commas between; old codes are followed. CH_EDATA with a fault for
 * each unknown or empty code; CH_ENOMEM. The set lives in the arena. Cost: O(places and their parts),
 * each found by its code. */
CH_MUST_USE ch_err ch_place_set_make(ch_arena *arena, const ch_zone *zone, ch_text codes, ch_place_set *set,
                                     ch_faults *faults);

/* For asking often: remembers what it met on the way. NULL: no memory. Lives in the arena. */
typedef struct ch_place_climb ch_place_climb;
CH_MUST_USE ch_place_climb *ch_place_climb_new(ch_arena *arena, const ch_zone *zone);

/* Does place a lie in place b, or is it b? As in the set of b alone. Cost: O(what lies above a), or
 * less when the last question was of b too. */
bool ch_place_lies_in(ch_place_climb *climb, size_t a, size_t b);

/* Has place (row) parts in a place of the set, without lying in the set as a whole? */
bool ch_place_straddles(const ch_zone *zone, size_t place, const ch_place_set *set);

#endif
