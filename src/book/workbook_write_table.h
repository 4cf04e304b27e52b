/* workbook_write_table.h - what the files share that write a table of the zone. */
#ifndef CHANGHE_BOOK_WORKBOOK_WRITE_TABLE_H
#define CHANGHE_BOOK_WORKBOOK_WRITE_TABLE_H

#include "changhe/workbook_write.h"

/* ---- names that read back */

/* Rows of a table whose Chinese name no other row bears, in width, case and blanks of any kind, as a name, an English
 * or a former one; nor is it anybody's key. NULL: of this table names are not asked for. */
typedef struct {
    const ch_zone *zone;
    const bool *is_sure[CH_TABLES];
} ch_book_out__names;

/* Of places or firms, in the arena. CH_ENOMEM. Cost: O(names log names). */
CH_MUST_USE ch_err ch_book_out__find_names(ch_book_out__names *names, ch_arena *arena, ch_table_id table);
/* The name of a row where it is sure, else its key. */
ch_text ch_book_out__name(const ch_book_out__names *names, ch_table_id table, size_t row);

/* ---- columns */

typedef struct {
    const ch_form_column *form;
    const ch_table_kind *kind;
    const ch_column *column;
    ch_text unit;     /* of the head; empty: none */
    int64_t per_unit; /* what the column holds in memory for one of it */
    bool is_percent;  /* a share that the head tells in % */
} ch_book_out__column;

ch_book_out__column ch_book_out__column_of(const ch_form_column *form);

/* The head with its unit, and what to write below it. */
void ch_book_out__write_head(const ch_book_out__column *column, bool in_english, ch_buf *to);
void ch_book_out__write_note(const ch_book_out__column *column, bool in_english, ch_buf *to);

/* A word of the column's list in the language. */
ch_text ch_book_out__word(const ch_words *words, unsigned value, bool in_english);
/* The same where several stand in a cell: without a blank, which in English would part it. */
ch_text ch_book_out__short_word(const ch_words *words, unsigned value, bool in_english);

/* A cell of a row as the next cell of the sheet; scratch is any text, and tells when memory runs out. */
void ch_book_out__put(ch_book_out *out, const ch_book_out__column *column, const ch_book_out__names *names,
                      const ch_table *table, size_t row, bool in_english, ch_buf *scratch);

#endif
