/* draft.h - a draft from within, for fix.c: a row is a record of its cells.
 * Nothing moves while a draft grows: fixing it hands its texts and places over as they lie. */
#ifndef CHANGHE_MODEL_DRAFT_H
#define CHANGHE_MODEL_DRAFT_H

#include "changhe/table.h"
#include "places.h"

/* What a row's record begins with; its cells follow at ch_draft.offset. Bits stand for columns. */
typedef struct {
    uint32_t put; /* set since the row was begun */
    bool dropped;
} ch_draft_row_head;

/* Texts are packed one behind another. */
typedef struct {
    char *next;
    size_t room, step;
} ch_packing;

struct ch_draft {
    const ch_memory *memory;
    const ch_table_kind *kind;
    size_t offset[CH_MAX_COLUMNS]; /* of a cell in its row's record */
    size_t rows;
    ch_records records;
    void *blank;           /* the record of a row whose cells are empty */
    ch_arena record_arena; /* freed when the draft is fixed */
    ch_arena arena;        /* texts and shapes; the table's once fixed */
    ch_packing packing;
    struct ch_cell_places *places;
};

static inline ch_draft_row_head *ch_draft__head(const ch_draft *draft, size_t row)
{
    return ch_records__at(&draft->records, row);
}

static inline void *ch_draft__cell(const ch_draft *draft, size_t row, unsigned column)
{
    return (char *)ch_records__at(&draft->records, row) + draft->offset[column];
}

/* Order of two rows by their keys. */
int ch_draft__compare_keys(const ch_draft *draft, size_t a, size_t b);

#endif
