/* rows.h - rows of a table as JSON, in the form that what-if edits take them back, and as features.
 * Numbers are numbers, yes is true, several keys or words are arrays of strings, all else is a string; money
 * in wan yuan, land in mu, exactly as a CSV has them. Empty cells are left out. */
#ifndef CHANGHE_ROWS_H
#define CHANGHE_ROWS_H

#include "changhe/emit.h"
#include "changhe/table.h"

#define CH_ROWS_ALL UINT32_MAX /* every column: bit c stands for column c */

/* The cells of a row as an object. A SHAPE is a GeoJSON geometry. out tells a lack of memory. */
void ch_rows_write(ch_emit *emit, const ch_table *table, size_t row, uint32_t columns);

/* The cells of a row that the columns have, its point or outline aside, as a GeoJSON Feature
 * (RFC 7946): id is the key (several with commas between), geometry the SHAPE, else the point of lon and
 * lat, else null. */
void ch_rows_write_feature(ch_emit *emit, const ch_table *table, size_t row, uint32_t columns);

/* The key as one text, commas between several. */
void ch_rows_write_key(const ch_table *table, size_t row, ch_buf *out);
/* Row with such a key; of a key that is not there the next one's (*is_there false), rows when there is none.
 * Cost: O(log rows). */
size_t ch_rows_find(const ch_table *table, ch_text key, bool *is_there);

#endif
