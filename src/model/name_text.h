/* name_text.h - names as people compare them, and what is looked for in them. */
#ifndef CHANGHE_MODEL_NAME_TEXT_H
#define CHANGHE_MODEL_NAME_TEXT_H

#include "changhe/names.h"

/* The next character, folded: full-width forms as ASCII, then capitals of ASCII, Latin-1, Greek and
 * Cyrillic as small letters; a no-break blank as a blank. *rest is not empty. */
uint32_t ch_names__next_point(ch_text *rest);

/* A query, folded, without the blanks at its ends. */
typedef struct {
    size_t n;
    uint32_t point[CH_NAMES_MOST_QUERY];
    bool is_initials; /* ASCII letters and digits alone */
} ch_names__query;

void ch_names__read_query(ch_text text, ch_names__query *query); /* too long a text is an empty query */

/* Where a query must stand. */
typedef enum { CH_NAMES__WITHIN, CH_NAMES__BEGIN, CH_NAMES__WHOLE } ch_names__where;

/* Does name hold the query there? from and length get the first place, in bytes. */
bool ch_names__holds(ch_text name, const ch_names__query *query, ch_names__where where, uint32_t *from,
                     uint32_t *length);
/* The same of the initials of a Chinese name. */
bool ch_names__holds_initials(ch_text name, const ch_names__query *query, ch_names__where where, uint32_t *from,
                              uint32_t *length);

/* Order of two codes by folded characters; the query as a code of its own. */
int ch_names__compare(ch_text a, ch_text b);
/* < 0: code stands before all that begin with the query; 0: it begins so; > 0: behind them. */
int ch_names__compare_begin(ch_text code, const ch_names__query *query);

#endif
