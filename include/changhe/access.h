/* access.h - who may see which columns of a row, and change it.
 *
 * Open columns are everybody's. Internal ones are seen by a reader of the row's place, personal ones by
 * a steward of it, sensitive ones by nobody: they leave by no route. A row's place is that of its firm
 * or its own. A road's is where it begins (where that node has none: where it ends), that of works the one
 * place of all the roads they change. A row without one (a segment, a source, works in two places, a new
 * road) is the whole zone's. An agreement is of all its parties' places: a reader of one of them reads it, an editor of all of them
 * changes it; its rows that are marked illustrative are open. A grant for a place holds for all that lies in it, one for "zone" everywhere.
 * An editor may change rows that have a place, where it is granted, before and after the change; a steward
 * of the zone may change every row. */
#ifndef CHANGHE_ACCESS_H
#define CHANGHE_ACCESS_H

#include "changhe/place.h"

typedef enum { CH_ANYBODY, CH_READER, CH_EDITOR, CH_STEWARD } ch_may;
extern const char *const ch_may_name[]; /* "anybody", "reader", "editor", "steward" */

typedef struct {
    ch_may may;
    ch_text place; /* a code, or "zone" */
} ch_grant;

/* What a set of grants allows in one snapshot. Lives in the arena; the zone must outlive it. */
typedef struct {
    const ch_zone *zone;
    ch_may everywhere;
    const uint8_t *at; /* ch_may for every row of places; everywhere is counted in */
} ch_access;

/* A grant for a place that is not there allows nothing. CH_ENOMEM. Cost: O(grants * places). */
CH_MUST_USE ch_err ch_access_make(ch_arena *arena, const ch_zone *zone, const ch_grant *grant, size_t n,
                                  ch_access *access);

/* Row of places that a row belongs to, SIZE_MAX: the whole zone. */
size_t ch_access_place(const ch_zone *zone, ch_table_id table, size_t row);

/* Is it a row of an agreement, and of which? */
bool ch_access_agreement(const ch_zone *zone, ch_table_id table, size_t row, ch_text *agreement);
/* May rows be added to it? As of changing those it has; of an agreement that is not there: yes, for what it would be is looked at then. */
bool ch_access_adds_to(const ch_access *access, ch_text agreement);
/* Codes of the places of its parties, a blank between. */
void ch_access_agreed_places(const ch_zone *zone, ch_text agreement, ch_buf *codes);

ch_may ch_access_may(const ch_access *access, ch_table_id table, size_t row);
bool ch_access_sees(const ch_access *access, ch_table_id table, size_t row, unsigned column);
bool ch_access_changes(const ch_access *access, ch_table_id table, size_t row);

#endif
