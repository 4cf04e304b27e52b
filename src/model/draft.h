/* draft.h - a draft from within, for fix.c: a row is one cell of each column.
 * Texts do not move while a draft grows: fixing it hands them, the columns and the places over as they
 * lie. */
#ifndef CHANGHE_MODEL_DRAFT_H
#define CHANGHE_MODEL_DRAFT_H

#include "changhe/table.h"
#include "columns.h"
#include "places.h"

/* Texts are packed one behind another. */
typedef struct {
    char *next;
    size_t room, step;
} ch_packing;

struct ch_draft {
    const ch_memory *memory;
    const ch_table_kind *kind;
    size_t rows;
    ch_growing column[CH_MAX_COLUMNS];
    uint32_t put;     /* bits of the columns put since the row begun last was */
    uint32_t touched; /* bits of those whose cell in that row may be other than empty */
    ch_text file;     /* as given for that row: most cells come with the same address */
    bool *dropped;    /* by row */
    size_t dropped_room, dropped_count;
    ch_arena scratch; /* freed when the draft is fixed */
    ch_arena arena;   /* texts and shapes; the table's once fixed */
    ch_packing packing;
    struct ch_cell_places *places;
};

static inline const void *ch_draft__cell(const ch_draft *draft, size_t row, unsigned column)
{
    return ch_growing__at(&draft->column[column], row);
}

/* The cell of a row, to be written; only for one that is not empty. */
static inline void *ch_draft__filled_cell(ch_draft *draft, size_t row, unsigned column)
{
    return draft->column[column].cell + row * draft->column[column].size;
}

/* A cell of the draft is wrong, told where it came from. */
ch_err ch_draft__tell(const ch_draft *draft, size_t row, unsigned column, ch_text found, ch_want want, ch_text detail,
                      ch_faults *faults);

/* As ch_draft_take_rest, from a row of a fixed table, whose cells come from nowhere. */
CH_MUST_USE ch_err ch_draft__take_rest_of(ch_draft *draft, const ch_table *table, size_t row);

/* Order of two rows by their keys. */
int ch_draft__compare_keys(const ch_draft *draft, size_t a, size_t b);

/* The rows that become a table, by key. */
typedef struct {
    const uint32_t *row; /* in the draft's scratch; NULL: all, as they lie */
    size_t rows;
} ch_draft__order;

/* Find it. CH_EDATA: a key stands twice, which is told; order then holds the rows with a key of their
 * own. CH_ENOMEM. */
CH_MUST_USE ch_err ch_draft__sort(ch_draft *draft, ch_draft__order *order, ch_faults *faults);

/* The table takes over the draft's texts, places and, where rows are many and lie in order, its columns.
 * CH_ENOMEM. */
CH_MUST_USE ch_err ch_draft__make_table(ch_draft *draft, const ch_draft__order *order, ch_table **table);

#endif
