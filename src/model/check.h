/* check.h - inside the checks: what is looked at, and how faults are told. */
#ifndef CHANGHE_MODEL_CHECK_H
#define CHANGHE_MODEL_CHECK_H

#include "build.h"

typedef struct {
    const ch_zone *zone;
    const ch_zone__origin *origin;
    ch_faults *faults;
    ch_err worst;          /* so far */
    bool places_run_round; /* places lie in a circle of places */
    size_t met[CH_TABLES]; /* row of each table that ch_check__find found last */
} ch_checking;

/* What the snapshot shares with the one it was made from was checked there. */
static inline bool ch_check__shares(const ch_checking *c, ch_table_id id)
{
    return ch_zone__shares(c->zone, c->origin->base, id);
}

/* As ch_zone_find, and faster where references come in the order of what they name. */
size_t ch_check__find(ch_checking *c, ch_table_id id, ch_text key);

void ch_check__note(ch_checking *c, ch_err err);

/* Where a cell came from or, where that is not known, what made the snapshot. */
ch_at ch_check__at(const ch_checking *c, ch_table_id id, size_t row, unsigned column);
/* A cell of the column is wrong. */
void ch_check__tell_at(ch_checking *c, ch_at at, ch_table_id id, unsigned column, ch_text found, ch_want want,
                       ch_text detail);
/* The same, told where the cell stands. */
void ch_check__tell(ch_checking *c, ch_table_id id, size_t row, unsigned column, ch_text found, ch_want want,
                    ch_text detail);

/* The same, with the cell as people write it for what was found. */
void ch_check__tell_cell(ch_checking *c, ch_table_id id, size_t row, unsigned column, ch_want want, ch_text detail);
/* The cell was at fault before it came here. */
bool ch_check__was_told(const ch_checking *c, ch_table_id id, size_t row, unsigned column);

/* Every reference names a row that is there. */
void ch_check__references(ch_checking *c);
/* Years are years, and duties name tables. */
void ch_check__field(ch_checking *c);
/* Numbers of roads are such as roads have, a road leads somewhere, and a work says what its kind needs. */
void ch_check__roads(ch_checking *c);
/* Parts of agreements are parts, bounds are bounds, one party takes what is left over. */
void ch_check__agreements(ch_checking *c);
/* Groups of parties are some of one agreement's, each group once. */
void ch_check__agreement_groups(ch_checking *c);
/* Phases of an agreement, and tax rules, do not overlap. */
void ch_check__phases(ch_checking *c);
/* Parts of medical rules are parts, and no two rules of one place, kind and filing speak of one day. */
void ch_check__medical(ch_checking *c);
/* Places, firms and old codes lead to no circle; neither does the supply graph but by loop links. */
void ch_check__circles(ch_checking *c);

#endif
