/* make.h - the parts of a fixed table, for those who make one. */
#ifndef CHANGHE_MODEL_MAKE_H
#define CHANGHE_MODEL_MAKE_H

#include "changhe/table.h"

/* Texts and shapes of tables that never change; freed with the last table that holds them. */
typedef struct ch_table_texts {
    atomic_size_t holders;
    ch_arena arena;
} ch_table_texts;

/* A table of so many rows without columns, one holder; NULL: no memory. */
ch_table *ch_table__new(const ch_table_kind *kind, size_t rows, const ch_memory *memory);

/* An array for a column, not cleared: in the arena where rows are few, else a block of its own. */
void *ch_table__take_column(ch_table *table, unsigned column);
/* Make the column one of empty cells; such columns that look alike share them. false: no memory. */
bool ch_table__empty_column(ch_table *table, unsigned column);
/* Are rows so many that a column has a block of its own? */
bool ch_table__is_large(size_t rows);

/* The arena's content, which is empty afterwards, goes to the table. false: no memory. */
bool ch_table__add_texts(ch_table *table, ch_arena *arena);
/* Hold what another table holds too; there is room for them all. */
void ch_table__share_texts(ch_table *table, const ch_table *other);

/* What the digest of any table begins with: its kind. */
uint64_t ch_table__digest_of_none(const ch_table_kind *kind);
/* Sum of the digests of all rows, modulo 2^64. */
uint64_t ch_table__digest_of_rows(const ch_table *table);

/* find.c: make the index; false: no memory. Cost: O(rows). */
bool ch_table__make_index(ch_table *table);

/* merge.c: may the table be the base of a merge? One made by too many of them is better made anew, without
 * the texts that nobody needs. */
bool ch_table__can_merge(const ch_table *base);
/* base without the rows that are left, which has an entry for each, and with those of put, fixed from a
 * draft with places; no row that stays has the key of one put. put gives up its places. The digest is that
 * of the same rows fixed at once. CH_ENOMEM. Cost: O(rows), most of it for copying columns. */
CH_MUST_USE ch_err ch_table__merge(const ch_table *base, const bool *left, ch_table *put, ch_table **table);

#endif
