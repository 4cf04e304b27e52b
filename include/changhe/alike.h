/* alike.h - names that may mean a row of firms or places, for somebody to say which. Nothing is merged on its word.
 * An index in memory over pairs of characters of bare names: without brackets and what is in them, without the endings that say
 * what kind of company or place it is, in one width and case. */
#ifndef CHANGHE_ALIKE_H
#define CHANGHE_ALIKE_H

#include "changhe/zone.h"

typedef struct ch_alike ch_alike;

typedef enum {
    CH_ALIKE_SAME, /* the name itself, or a former one, but for width, case and blanks */
    CH_ALIKE_BARE, /* the same bare name: 天能股份 and 天能股份有限公司; 长兴 and 长兴县 */
    CH_ALIKE_NEAR  /* score >= CH_ALIKE_LEAST */
} ch_alike_how;

typedef struct {
    uint32_t row;
    ch_alike_how how;
    double score; /* 1: the same. Sørensen-Dice of the pairs of characters of both bare names (Dice 1945) */
} ch_likeness;

#define CH_ALIKE_LEAST 0.5

/* Of firms and places. CH_ENOMEM: *alike is NULL. The zone must outlive it. Cost: O(bytes of names). */
CH_MUST_USE ch_err ch_alike_make(const ch_zone *zone, const ch_memory *memory, ch_alike **alike);
void ch_alike_free(ch_alike *alike); /* NULL is fine */

/* Up to most rows of firms or places that a name may mean, best first: by how, score, then row; where some have
 * the very name (SAME), those alone. Many threads may ask.
 * CH_ENOMEM. Cost: O(rows that share the name's rarer pairs), of a name that is there the rarest. */
CH_MUST_USE ch_err ch_alike_find(ch_arena *arena, const ch_alike *alike, ch_table_id table, ch_text name, size_t most,
                                 const ch_likeness **like, size_t *n);

#endif
