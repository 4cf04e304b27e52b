/* revising.h - changes as tests make them: edits from text, with the versions that rows have now. */
#ifndef CHANGHE_TESTS_REVISING_H
#define CHANGHE_TESTS_REVISING_H

#include "changhe/revise.h"
#include "changhe/rows.h"
#include "make_edits.h"

static const ch_grant revising_all[] = {{CH_STEWARD, {"zone", 4}}};
static const ch_author revising_steward = {revising_all, 1};

static inline ch_row_version revising_version(const ch_zone *zone, const ch_edit *edit)
{
    ch_text key[CH_MAX_KEYS] = {{0}};
    const ch_table *table = zone->table[edit->table];
    for (size_t i = 0; i < edit->cells; i++)
        if (edit->cell[i].column < table->kind->keys)
            key[edit->cell[i].column] = edit->cell[i].text;
    const size_t row = ch_table_find(table, key);
    return (ch_row_version){row != SIZE_MAX, row != SIZE_MAX ? ch_table_row_digest(table, row) : 0};
}

/* The versions of the edited rows in zone. */
static inline ch_row_version *revising_versions(ch_arena *arena, const ch_zone *zone, const ch_edits *edits)
{
    ch_row_version *version = CH_NEW(arena, ch_row_version, edits->count);
    for (size_t i = 0; i < edits->count; i++)
        version[i] = revising_version(zone, &edits->edit[i]);
    return version;
}

/* Edits of a text (make_edits.h) as read now. */
static inline ch_err revising_text(ch_arena *arena, const ch_zone *zone, const char *text, const ch_author *author,
                                   ch_revised *revised, ch_faults *faults)
{
    const ch_edits edits = make_edits(arena, text);
    return ch_revise(arena, zone, &edits, revising_versions(arena, zone, &edits), author, revised, faults);
}

#endif
