/* zone.h - a snapshot of a zone: every table, checked against the others, never changing.
 * Snapshots count who holds them, in any threads; edits and dates give new ones that share the tables they
 * leave alone. */
#ifndef CHANGHE_ZONE_H
#define CHANGHE_ZONE_H

#include "changhe/table.h"

typedef struct ch_zone {
    atomic_size_t holders; /* in any threads */
    const ch_memory *memory;
    ch_table *table[CH_TABLES];
#define CH_TABLE_BEGIN(name, dated, zh, en, meaning) ch_rows_##name name;
#define CH_COLUMN(table, name, type, unit, need, to, who, zh, en, meaning)
#define CH_TABLE_END(table)
#include "schema/all.def"
#undef CH_TABLE_BEGIN
#undef CH_COLUMN
#undef CH_TABLE_END
    const uint32_t *place_parent; /* row of places each place lies in, UINT32_MAX: none */
    const uint32_t *code_end;     /* row of place_history where the chain of each of its rows ends */
} ch_zone;

/* A snapshot of these tables, NULL standing for empty ones. Takes over one hold of each, whatever
 * comes back. Checked: every reference, old place codes brought up to date first where what they became
 * is a place, and left as written where it is not (the source "illustrative" needs no row); no place,
 * firm or old code leads back to itself; the supply graph, with segments of one product as one, has no
 * circle but through links that say loop; need and typical positive, together, and alike for one
 * product; assumptions known and within their range; one row of zone; its own place and the zone a firm
 * stands in are places of level zone, and that zone and the firm's place can both hold it.
 * CH_EDATA: all the faults tell, a circle at the link that closes it; CH_ENOMEM.
 * Cost: O(rows log rows), and for each zone that firms name O(what lies above it and its firms' places). */
CH_MUST_USE ch_err ch_zone_build(ch_table *table[CH_TABLES], const ch_memory *memory, ch_zone **zone,
                                 ch_faults *faults);

void ch_zone_hold(ch_zone *zone);
void ch_zone_drop(ch_zone *zone); /* NULL is fine */

/* Row of a table whose single key column is id, or SIZE_MAX. */
size_t ch_zone_find(const ch_zone *zone, ch_table_id table, ch_text id);

/* Row of places for a code, old codes followed to their new ones; SIZE_MAX when unknown.
 * Cost: O(log rows), however often the code changed. */
size_t ch_zone_find_place(const ch_zone *zone, ch_text code);

/* Segments that are one product have one root, the smallest row among them; root holds an entry for
 * each row of segments and is the caller's. Cost: O(rows log rows) of segments and same_as. */
void ch_zone_join_products(const ch_zone *zone, uint32_t *root);

/* The value of an assumption: the row's, else the stated default. */
typedef struct {
    const char *id, *zh, *en;
    double value, least, most; /* default; least <= value, value <= most */
    bool below_most;           /* value < most */
} ch_assumption;
enum {
    CH_ASSUME_BETA,
    CH_ASSUME_STRONG_FIRMS,
    CH_ASSUME_NEAR_KM,
    CH_ASSUME_TIE,
    CH_ASSUME_EXPANSION,
    CH_ASSUME_NEAR,
    CH_ASSUME_LEADER,
    CH_ASSUME_GROWTH,
    CH_ASSUME_RELATEDNESS,
    CH_ASSUME_LAND,
    CH_ASSUME_X_LEADER,
    CH_ASSUME_X_HEAD,
    CH_ASSUME_X_LISTED,
    CH_ASSUME_X_SPECIALISED,
    CH_ASSUME_NEAR_MIN,
    CH_ASSUME_OFF_ROAD_KMH,
    CH_ASSUME_OFF_ROAD_M,
    CH_ASSUME_HOLE_KM2,
    CH_ASSUME_TRUCK_HEIGHT_M,
    CH_ASSUME_TRUCK_WEIGHT_T,
    CH_ASSUMPTIONS
};
extern const ch_assumption ch_assumption_list[CH_ASSUMPTIONS];
double ch_zone_assume(const ch_zone *zone, int which);

/* Name of a snapshot's content: the same rows give the same 16 hex digits. Not secret-proof. */
void ch_zone_digest(const ch_zone *zone, char digest[17]);
/* The name that an older schema gave the content: columns has a bit for each column that it knew, none for a table it
 * did not know. What it did not know is passed over. Cost: O(cells). */
void ch_zone_digest_of(const ch_zone *zone, const uint32_t columns[CH_TABLES], char digest[17]);

#endif
