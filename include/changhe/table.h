/* table.h - one table of a zone: rows gathered in a draft, then fixed for ever.
 * A fixed table is sorted by key and never changes; snapshots share it and count who holds it. */
#ifndef CHANGHE_TABLE_H
#define CHANGHE_TABLE_H

#include "changhe/fault.h"
#include "changhe/schema.h"

#include <stdatomic.h>

enum { CH_TABLE_TEXTS = 16 };

typedef struct ch_table {
    atomic_size_t holders; /* in any threads */
    ch_arena arena;        /* holds this struct's arrays, but those of many rows */
    const ch_table_kind *kind;
    size_t rows;
    void *column[CH_MAX_COLUMNS]; /* arrays of the column's type, rows entries each; empty ones may be one */
    uint32_t empty;               /* bits of columns all of whose cells are known to be empty */
    void *block[CH_MAX_COLUMNS];  /* blocks of their own that arrays of many rows lie in, or NULL */
    struct ch_table_texts *texts[CH_TABLE_TEXTS]; /* what cells of texts and shapes point into, */
    unsigned texts_count;                         /* shared with tables that were made from this one */
    uint32_t *index; /* by hash of the key, of tables with one key column: 1 + row, 0 is free */
    size_t index_size;
    /* Of the kind's name, plus the digests of all rows, modulo 2^64: same rows, same digest, and a change
     * of one row changes it by the difference of that row's. A fast mix, no secret: who wants to can make
     * two tables collide. */
    uint64_t digest;
    struct ch_cell_places *places; /* where every cell came from; NULL once forgotten */
} ch_table;

/* Rows being gathered. Texts are copied when put. */
typedef struct ch_draft ch_draft;

/* An empty draft of a table; CH_ENOMEM. memory as in arena.h, for draft and table. */
CH_MUST_USE ch_err ch_draft_new(ch_table_id id, const ch_memory *memory, ch_draft **draft);
void ch_draft_free(ch_draft *draft); /* NULL is fine */

/* Begin the next row, all cells empty. Cells never put are told at this place. The name of its file stays
 * as it is, where it is, until the next row begins. */
CH_MUST_USE ch_err ch_draft_row(ch_draft *draft, ch_at at);

/* Keep no places from now on, for a reader who tells nothing but that something is wrong; no row was begun. */
void ch_draft_keep_no_places(ch_draft *draft);

/* Set a cell of the row begun last from text as people write it, blanks around it passed over;
 * empty text empties the cell. Several keys keep their order and their repeats, one blank between.
 * A text that does not fit the column's type is a fault at the given place and leaves the cell
 * empty. Returns CH_OK also then; CH_ENOMEM when memory ran out. A key that others may name in a
 * list of keys holds no blank. faults may be NULL here and when a draft is fixed. */
CH_MUST_USE ch_err ch_draft_put(ch_draft *draft, unsigned column, ch_text text, ch_at at, ch_faults *faults);
/* The same for a number, and for a whole number of the unit in which the column is held; each must be of
 * the column's kind. What the text of that number would be told of is told. */
CH_MUST_USE ch_err ch_draft_put_number(ch_draft *draft, unsigned column, double number, ch_at at, ch_faults *faults);
CH_MUST_USE ch_err ch_draft_put_whole(ch_draft *draft, unsigned column, int64_t whole, ch_at at, ch_faults *faults);
/* The same for a shape, which is copied. The shape must be sound (rings closed, none crossing). */
CH_MUST_USE ch_err ch_draft_put_shape(ch_draft *draft, unsigned column, const ch_shape *shape, ch_at at);

/* Empty a cell of the row begun last whose fault the caller told: nothing more is told of it. */
void ch_draft_refuse(ch_draft *draft, unsigned column, ch_at at);
/* Would ch_draft_put take the text? CH_EDATA: no, a fault tells why. CH_ENOMEM. */
CH_MUST_USE ch_err ch_draft_try(const ch_column *column, ch_text text, ch_at at, ch_faults *faults);

/* Add every row of a fixed table, but those whose skip entry is true (NULL: none). */
CH_MUST_USE ch_err ch_draft_add_table(ch_draft *draft, const ch_table *table, const bool *skip);

/* Copy from an earlier row to the row begun last every cell that was not put since; used by upserts.
 * Rows are numbered from 0 as they are begun or added; a dropped one keeps its number. */
CH_MUST_USE ch_err ch_draft_take_rest(ch_draft *draft, size_t from_row);
void ch_draft_drop_row(ch_draft *draft, size_t row); /* forget a row */

/* Check required cells and keys, convert points to WGS84, sort by key and fix. Points and shapes
 * of rows whose frame says gcj02 or bd09 are converted, rounded to 1e-7 degrees (1 cm), those in
 * cgcs2000 stay as they are (geo.h), and their frame becomes wgs84; no frame means WGS84. Points
 * of an outline that become one by that are one. The draft is consumed whatever comes back.
 * CH_EDATA: a required cell is empty, a key stands twice, a longitude lacks its latitude, an outline
 * touches itself once converted; each is told once, a cell whose text did not fit not again.
 * CH_ENOMEM. *table is NULL on failure, else has one holder. An optional cell whose text did not fit
 * is empty and does not stop this.
 * Cost: O(rows log rows), O(rows) when they come sorted. */
CH_MUST_USE ch_err ch_draft_fix(ch_draft *draft, ch_table **table, ch_faults *faults);
/* The same for a reader who wants to find more faults: with CH_EDATA *table holds the rows that
 * have a key of their own, whatever else is wrong with them. Such a table is fit for being checked
 * against others and for nothing else. */
CH_MUST_USE ch_err ch_draft_fix_rest(ch_draft *draft, ch_table **table, ch_faults *faults);

/* Where a cell came from, for faults found later: the place it was put from, the row's place for a
 * cell never put (or put from another file than its row), {0} once the places are forgotten. The
 * file's name lives as long as the places. A checked snapshot forgets them. */
ch_at ch_table_at(const ch_table *table, size_t row, unsigned column);
/* Was the cell told at fault? It is empty then, and nobody knows what it should say: what does not
 * hold because of that is no fault of its own. false once the places are forgotten. */
bool ch_table_was_told(const ch_table *table, size_t row, unsigned column);
void ch_table_forget_places(ch_table *table);

/* A table without rows. */
CH_MUST_USE ch_err ch_table_empty(ch_table_id id, const ch_memory *memory, ch_table **table);

void ch_table_hold(ch_table *table);
void ch_table_drop(ch_table *table); /* NULL is fine; freed when the last holder drops it */

/* Row with this key (one text a key column), or SIZE_MAX. Cost: O(1) for one key column, O(log rows) for
 * more. */
size_t ch_table_find(const ch_table *table, const ch_text *key);

/* Of all cells of a row: the same cells, the same digest. It is the version of a row that somebody read. */
uint64_t ch_table_row_digest(const ch_table *table, size_t row);
/* The table's digest, had it only those columns whose bit is set. Cost: O(rows). */
uint64_t ch_table_digest_of(const ch_table *table, uint32_t columns);

/* Is the cell empty (unknown)? */
bool ch_table_is_empty(const ch_table *table, unsigned column, size_t row);
/* The cell as people write it, in the one form that export writes; a SHAPE writes nothing. */
void ch_table_format(const ch_table *table, unsigned column, size_t row, ch_buf *out);

#endif
