/* places.h - where the cells of a table came from: file, line and column; and which of them were
 * told at fault. A row's cells share its file and mostly its line, so that a cell takes 2 bytes. */
#ifndef CHANGHE_MODEL_PLACES_H
#define CHANGHE_MODEL_PLACES_H

#include "changhe/fault.h"
#include "records.h"

typedef struct {
    uint32_t line, column; /* {0} is not known */
} ch_place_in_file;

enum { CH_PLACES__FAR = UINT16_MAX }; /* a cell in another line than its row's, or far to the right */

typedef struct {
    uint32_t file; /* 1 + index of its name, 0 is no name */
    uint32_t told; /* bits of the columns whose cells were left empty with a fault */
    ch_place_in_file row;
    uint32_t far;    /* 1 + number of the record of its cells that are CH_PLACES__FAR, 0: none is */
    uint16_t cell[]; /* column in the row's line, 0: not known */
} ch_row_places;

/* Lives in its own arena, but for the blocks of its records. */
struct ch_cell_places {
    ch_arena arena;
    ch_text *file;
    size_t files, file_capacity;
    unsigned columns;
    ch_records rows;      /* ch_row_places, in the order in which rows were put */
    ch_records far;       /* a ch_place_in_file for each column */
    const uint32_t *from; /* row of the fixed table -> record, CH_PLACES__NO_ROW: of no place; NULL: the same number */
    bool failed;          /* a place found no memory */
};

#define CH_PLACES__NO_ROW UINT32_MAX

/* The record of a row of the fixed table. */
static inline uint32_t ch_places__record_of(const struct ch_cell_places *places, size_t row)
{
    return places->from != NULL ? places->from[row] : (uint32_t)row;
}

/* What follows takes NULL for places that are not kept. */

/* NULL: no memory. */
struct ch_cell_places *ch_places__new(const ch_memory *memory, unsigned columns);
void ch_places__free(struct ch_cell_places *places); /* NULL is fine */

/* Begin the next record; false: no memory. */
bool ch_places__begin(struct ch_cell_places *places, ch_at at);
/* A cell's own place, in the file of its row; of places that are kept. Sets failed when there is no memory. */
void ch_places__note(struct ch_cell_places *places, size_t row, unsigned column, uint32_t line, uint32_t in_line);
/* The file that a row came from; of places that are kept. */
ch_text ch_places__file(const struct ch_cell_places *places, size_t row);
/* A cell came with another row's: its place too, and whether it was told. */
void ch_places__copy_cell(struct ch_cell_places *places, size_t row, size_t from_row, unsigned column);
/* A row came whole from another table of the same columns, into places that are kept; false: no memory. */
bool ch_places__copy_row(struct ch_cell_places *places, size_t row, const struct ch_cell_places *theirs,
                         size_t their_row);

/* The cell was told at fault, or no longer: it is put anew. */
void ch_places__set_told(struct ch_cell_places *places, size_t row, unsigned column, bool told);
bool ch_places__was_told(const struct ch_cell_places *places, size_t row, unsigned column);

/* The cell's own place, or its row's where that is not known. */
ch_at ch_places__at(const struct ch_cell_places *places, size_t row, unsigned column);

#endif
