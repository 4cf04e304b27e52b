/* build.h - inside the model: the steps that make a snapshot of tables. */
#ifndef CHANGHE_MODEL_BUILD_H
#define CHANGHE_MODEL_BUILD_H

#include "changhe/zone.h"

#define CH_ZONE__NONE UINT32_MAX

/* CH_COLUMN_firms_parent, ...: columns by number. */
#define CH_TABLE_BEGIN(table, dated, zh, en, meaning)                      enum {
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning) CH_COLUMN_##table##_##name,
#define CH_TABLE_END(table) \
    CH_COLUMNS_##table \
    } \
    ;
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END

/* A row that edits took away. */
typedef struct {
    ch_table_id table;
    ch_text key;
    ch_at at; /* of the edit */
} ch_zone__removed;

static inline int ch_zone__compare_removed(const void *a, const void *b)
{
    const ch_zone__removed *x = a, *y = b;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    return ch_text_compare(x->key, y->key);
}

/* What a snapshot is made from when it is not made from nothing. */
typedef struct {
    const ch_zone *base;             /* NULL: none; what tables share with it was checked then */
    const ch_zone__removed *removed; /* by table, then key, each once */
    size_t count;
    ch_at at; /* of what made it: for faults of rows that came with base; {0}: not known */
} ch_zone__origin;

/* As ch_zone_build. A reference to a removed row is a fault of the edit that removed it. */
CH_MUST_USE ch_err ch_zone__build(ch_table *table[CH_TABLES], const ch_memory *memory, const ch_zone__origin *origin,
                                  ch_zone **zone, ch_faults *faults);

/* The typed columns of every table, once all tables are there. */
void ch_zone__fill_views(ch_zone *zone);

/* Step 1: references to places in zone->table with old codes followed to their new ones where these
 * are places; a table without such a code stays as it is. Makes zone->code_end, with CH_ZONE__NONE for
 * chains that run into a circle; it is the zone's also after a failure.
 * CH_EDATA: keys became equal by following, and one row of each is left for the checks, or cells were
 * at fault before. CH_ENOMEM. */
CH_MUST_USE ch_err ch_zone__follow_codes(ch_zone *zone, const ch_zone__origin *origin, ch_faults *faults);

/* The code that an old one became at last, a place or not; or the code itself where it is no old one
 * or runs into a circle. A chain ends at a code whose new one is missing. Step 1 is done.
 * Cost: O(log rows of place_history). */
ch_text ch_zone__last_code(const ch_zone *zone, ch_text code);

/* Step 2: everything that must hold between tables. Columns of zone and its tables are in place.
 * CH_EDATA, CH_ENOMEM. */
CH_MUST_USE ch_err ch_zone__check(const ch_zone *zone, const ch_zone__origin *origin, ch_faults *faults);

/* Ask about a set of places instead of one: begin it, add to it, then ask as often as need be what lies
 * in them, taken together. Cost of all the questions about a set: O(what lies above the places asked
 * about and their parts), each looked at once. */
struct ch_place_climb;
void ch_place__begin_set(struct ch_place_climb *climb);
void ch_place__add(struct ch_place_climb *climb, size_t place);
bool ch_place__lies_in_set(struct ch_place_climb *climb, size_t place);

/* Arcs of a directed graph, each with the cell that says so. */
typedef struct {
    uint32_t tail, head, row;
    unsigned column;
} ch_zone__arc;

/* The arc that closes a circle, and the nodes on it: head of that arc first, its tail last. */
typedef struct {
    const ch_zone__arc *closed_by;
    const uint32_t *node;
    size_t n;
    const ch_zone__arc *const *left_by; /* by node of the graph: the arc by which the circle goes on */
} ch_zone__circle;

/* Every arc that closes a circle, in a walk that starts at the smallest nodes and takes arcs as they
 * come: without these arcs no circle is left. closing is called with each circle and stops the walk
 * with anything but CH_OK. CH_ENOMEM.
 * Cost: O(nodes + arcs) and what closing does. */
typedef ch_err ch_zone__closing(void *self, const ch_zone__circle *circle);
CH_MUST_USE ch_err ch_zone__find_circles(ch_arena *scratch, size_t nodes, const ch_zone__arc *arc, size_t arcs,
                                         ch_zone__closing *closing, void *self);

/* Texts of a column of type TEXT, REF or REFS. */
static inline const ch_text *ch_zone__texts(const ch_table *table, unsigned column)
{
    return table->column[column];
}

/* Cut the next reference off a cell: a REF is one, however it reads. false when nothing is left. */
static inline bool ch_zone__next_ref(ch_type type, ch_text *rest, ch_text *ref)
{
    if (type == CH_TYPE_REFS)
        return ch_text_next(rest, ' ', ref);
    *ref = *rest;
    *rest = (ch_text){0};
    return ref->len > 0;
}

/* Do the snapshots share the table? */
static inline bool ch_zone__shares(const ch_zone *zone, const ch_zone *base, ch_table_id id)
{
    return base != NULL && base->table[id] == zone->table[id];
}

#endif
