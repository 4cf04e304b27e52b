/* bare_name.h - a name without what says only what kind of thing it is. */
#ifndef CHANGHE_MODEL_BARE_NAME_H
#define CHANGHE_MODEL_BARE_NAME_H

#include "changhe/alike.h"

enum { CH_BARE__MOST = 120 }; /* characters that are looked at */

typedef struct {
    size_t n;
    uint32_t point[CH_BARE__MOST];
} ch_bare__name;

/* The name folded (name_text.h), without blanks and signs. */
void ch_bare__fold(ch_text name, ch_bare__name *folded);
/* The same without brackets and what is in them, and without the endings of companies or of places, unless nothing but one
 * character would be left. */
void ch_bare__strip(ch_table_id table, ch_text name, ch_bare__name *bare);
bool ch_bare__equal(const ch_bare__name *a, const ch_bare__name *b);

#endif
