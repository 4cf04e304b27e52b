/* places.h - where the cells of a table came from: file, line and column; and which of them were
 * told at fault. A row's cells share its file, so that a cell takes 8 bytes. */
#ifndef CHANGHE_MODEL_PLACES_H
#define CHANGHE_MODEL_PLACES_H

#include "changhe/fault.h"
#include "records.h"

typedef struct {
    uint32_t line, column; /* {0} is not known */
} ch_place_in_file;

typedef struct {
    uint32_t file; /* 1 + index of its name, 0 is no name */
    uint32_t told; /* bits of the columns whose cells were left empty with a fault */
    ch_place_in_file row;
    ch_place_in_file cell[];
} ch_row_places;

/* Lives in its own arena. */
struct ch_cell_places {
    ch_arena arena;
    ch_text *file;
    size_t files, file_capacity;
    ch_records rows;      /* ch_row_places, in the order in which rows were put */
    const uint32_t *from; /* row of the fixed table -> record; NULL in a draft */
};

/* NULL: no memory. */
struct ch_cell_places *ch_places__new(const ch_memory *memory, unsigned columns);
void ch_places__free(struct ch_cell_places *places); /* NULL is fine */

/* Begin record number row, the next; false: no memory. */
bool ch_places__begin(struct ch_cell_places *places, size_t row, ch_at at);
/* A cell's own place; one in another file than its row is not kept. */
void ch_places__note(struct ch_cell_places *places, size_t row, unsigned column, ch_at at);
/* A cell came with another row's: its place too, and whether it was told. */
void ch_places__copy_cell(struct ch_cell_places *places, size_t row, size_t from_row, unsigned column);
/* A row came whole from another table of the same columns; false: no memory. */
bool ch_places__copy_row(struct ch_cell_places *places, size_t row, const struct ch_cell_places *theirs,
                         size_t their_row);

/* The cell was told at fault, or no longer: it is put anew. */
void ch_places__set_told(struct ch_cell_places *places, size_t row, unsigned column, bool told);
bool ch_places__was_told(const struct ch_cell_places *places, size_t row, unsigned column);

/* The cell's own place, or its row's where that is not known. */
ch_at ch_places__at(const struct ch_cell_places *places, size_t row, unsigned column);

#endif
