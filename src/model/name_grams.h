/* name_grams.h - which names hold which runs of one, two or three characters.
 * Runs of three are kept of ASCII alone, whose pairs stand in too many names to tell them apart. The start and
 * the end of a name count as characters. Names are numbered from 0; lists of them are steps from one to
 * the next in as few bytes as each takes, seven bits a byte, the low ones first. */
#ifndef CHANGHE_MODEL_NAME_GRAMS_H
#define CHANGHE_MODEL_NAME_GRAMS_H

#include "name_text.h"

/* Names and their initials have runs of their own. */
typedef enum { CH_NAMES__OF_NAMES, CH_NAMES__OF_INITIALS } ch_names__space;

typedef struct {
    size_t n;
    uint64_t *key; /* of runs, ascending */
    size_t *start; /* n + 1: where the list of each begins */
    uint8_t *list;
} ch_names__grams;

/* The texts of a name by its number; an empty one is none. */
typedef struct {
    ch_text zh, en;
} ch_names__texts;
typedef ch_names__texts ch_names__give(const void *self, uint32_t number);

/* scratch is for the time of making only. CH_ENOMEM. Cost: O(characters), twice read. */
CH_MUST_USE ch_err ch_names__make_grams(ch_arena *arena, ch_arena *scratch, ch_names__give *give, const void *self,
                                        uint32_t names, ch_names__grams *grams);

/* Names that hold some runs of a query: among them all that hold the query, in ascending order. */
enum { CH_NAMES__LISTS = 3 };
typedef struct {
    struct ch_names__cursor {
        const uint8_t *at, *end;
        uint32_t next; /* 1 + number last read, 0 before the first */
    } list[CH_NAMES__LISTS];
    size_t lists; /* 0: there is nothing to find */
} ch_names__scan;

ch_names__scan ch_names__start_scan(const ch_names__grams *grams, ch_names__space space, const ch_names__query *query,
                                    ch_names__where where);
bool ch_names__next_name(ch_names__scan *scan, uint32_t *number); /* false: no more */

#endif
