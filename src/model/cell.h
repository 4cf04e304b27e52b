/* cell.h - one cell of a table: from text and back, emptied, compared, mixed into a digest.
 * cell points at a value of the column's type (ch_in_TEXT, ch_in_WORD, ...). */
#ifndef CHANGHE_MODEL_CELL_H
#define CHANGHE_MODEL_CELL_H

#include "changhe/fault.h"
#include "changhe/schema.h"

/* Room for a cell of any type. */
typedef union {
    ch_text text;
    uint8_t word;
    uint32_t words;
    int64_t whole;
    double number;
    ch_date date;
    const ch_shape *shape;
} ch_cell;

bool ch_cell__holds_text(ch_type type);

/* The cell of a trimmed text that is not empty. Texts are not copied: the cell points into text.
 * CH_EDATA: it does not fit, a fault says how, and the cell is untouched. CH_ENOMEM. */
CH_MUST_USE ch_err ch_cell__parse(const ch_column *column, ch_text text, void *cell, ch_at at, ch_faults *faults);

/* May the column hold the number, which is finite, or the whole number of its unit? The others are told by
 * ch_cell__parse of their text. */
bool ch_cell__fits_number(const ch_column *column, double number);
bool ch_cell__fits_whole(const ch_column *column, int64_t whole);

/* Make every run of blanks in bytes one blank, in place; gives the new length. */
size_t ch_cell__squeeze(char *bytes, size_t len);

void ch_cell__clear(ch_type type, void *cell);
void ch_cell__clear_all(ch_type type, void *cells, size_t n); /* neighbours in a column */
const void *ch_cell__empty(ch_type type);                     /* an empty cell */
bool ch_cell__is_empty_zero(ch_type type);                    /* are its bytes 0? */
bool ch_cell__is_empty(ch_type type, const void *cell);

/* Order of two cells of a key column: texts by bytes, words as in their list. */
int ch_cell__compare(ch_type type, const void *a, const void *b);

void ch_cell__format(const ch_column *column, const void *cell, ch_buf *out);

/* A digest so far with one thing more mixed in. Equal cells mix alike, on every machine. */
uint64_t ch_cell__mix(uint64_t digest, ch_type type, const void *cell);
uint64_t ch_cell__mix_text(uint64_t digest, ch_text text);
uint64_t ch_cell__mix_u64(uint64_t digest, uint64_t value);
uint64_t ch_cell__mix_empty(uint64_t digest); /* an empty cell of any type */
/* The same for neighbours in a column, each into a digest of its own. */
void ch_cell__mix_all(uint64_t *digest, ch_type type, const void *cells, size_t n);

#endif
