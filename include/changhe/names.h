/* names.h - find firms, places, segments and projects by what people type: a part of a name in Chinese
 * or English, the initials of its pinyin, a stock code, a credit code, an id.
 * An index over overlapping pairs of characters in memory, beside the snapshot; it keeps no text. */
#ifndef CHANGHE_NAMES_H
#define CHANGHE_NAMES_H

#include "changhe/zone.h"

typedef struct ch_names ch_names;

/* CH_ENOMEM: *names is NULL. The zone must outlive the index. Cost: O(bytes of names). */
CH_MUST_USE ch_err ch_names_make(const ch_zone *zone, const ch_memory *memory, ch_names **names);
void ch_names_free(ch_names *names); /* NULL is fine */

/* How a row was found, best first. */
typedef enum {
    CH_FOUND_KEY,      /* the whole id, stock code, credit code or class of GB/T 4754 */
    CH_FOUND_NAME,     /* the whole name */
    CH_FOUND_BEGIN,    /* the name begins so */
    CH_FOUND_CODE,     /* one of these codes begins so */
    CH_FOUND_INITIALS, /* its pinyin initials begin so */
    CH_FOUND_WITHIN    /* the name, or its initials, hold it somewhere */
} ch_found_how;

typedef struct {
    ch_table_id table; /* firms, places, segments, projects */
    uint32_t row;
    ch_found_how how;
    uint32_t from, length; /* bytes of the Chinese name to show as found, the first that do; of initials those of
                            * their characters; length 0: it was not the Chinese name */
} ch_found;

/* Up to most rows of each table, in the order firms, places, segments, projects; within one by how,
 * then shorter Chinese names (in characters), then row. Upper and lower case (ASCII, Latin-1, Greek,
 * Cyrillic), full and half width are one; blanks at the ends are passed over. Initials are those of Chinese
 * characters, with the ASCII letters and digits between them; other signs have none. An empty query, and
 * one longer than CH_NAMES_MOST_QUERY bytes, finds nothing. Many threads may ask one index.
 * CH_ENOMEM. Cost: O(rows that hold the query's rarest pair), less when most are found early; a query of
 * one character is answered from a list of its own. */
enum { CH_NAMES_MOST_QUERY = 200 };
CH_MUST_USE ch_err ch_names_find(ch_arena *arena, const ch_names *names, ch_text query, size_t most,
                                 const ch_found **found, size_t *n);

/* The first letter of the pinyin of a character, 'a' to 'z', as it reads in most words; 0 for what is no
 * Chinese character or has no reading known. In a name words decide: 长兴 is cx, 增长 is zz.
 * Source and words: docs/decisions/pinyin.md. */
char ch_names_initial(uint32_t point);

#endif
