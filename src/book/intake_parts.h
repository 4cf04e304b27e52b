/* intake_parts.h - what the files of intake share. */
#ifndef CHANGHE_BOOK_INTAKE_PARTS_H
#define CHANGHE_BOOK_INTAKE_PARTS_H

#include "build.h"
#include "changhe/intake.h"
#include "intake_index.h"

/* A cell of the sheet with the column that it fills, while it is read. */
typedef struct {
    ch_arena *arena;
    const ch_column *column;
    const ch_intake_cell_ask *ask;
    ch_at at;
    ch_faults *faults;
} ch_intake__cell;

/* A cell's text without blanks of any width at its ends; empty where it says that there is nothing. */
ch_text ch_intake__clean(ch_text text);

/* In half width, in the arena. CH_ENOMEM. */
CH_MUST_USE ch_err ch_intake__narrow(ch_arena *arena, ch_text clean, ch_text *text);

/* Tell a fault of the cell: CH_EDATA, or CH_ENOMEM. */
ch_err ch_intake__refuse(const ch_intake__cell *in, ch_text found, ch_want want, const char *detail);

/* Text that a draft takes, in the arena, of a cleaned text in half width that is not empty. CH_EDATA: a fault was told;
 * CH_ENOMEM. */
CH_MUST_USE ch_err ch_intake__read_figure(const ch_intake__cell *in, const ch_book_cell *cell, ch_text clean,
                                          ch_text *text);
CH_MUST_USE ch_err ch_intake__read_date(const ch_intake__cell *in, const ch_book_cell *cell, ch_text clean,
                                        ch_text *text);

/* Yes and no as people write them; false: neither. */
bool ch_intake__read_yes(ch_text clean, bool *is_yes);

/* What is in buf as a text in the arena; buf is freed. CH_ENOMEM. */
CH_MUST_USE ch_err ch_intake__keep(ch_arena *arena, ch_buf *buf, ch_text *text);

/* ---- a sheet */

/* A head, and in what unit figures below it are where nobody says one; NULL: the column's own. */
typedef struct {
    ch_intake_head told;
    const char *plain_unit;
} ch_intake__head;

/* A cell of a row of the zone, as the sheet says it. */
typedef struct {
    bool is_given; /* the sheet has a column for it */
    ch_text text;  /* what the column takes; empty: emptied */
    ch_at at;
} ch_intake__value;

/* A row of the sheet. */
typedef struct {
    size_t number;
    ch_at at; /* its first cell */
    bool is_bad;
    bool is_code[CH_MAX_COLUMNS]; /* the cell names its firm by a credit code */
    ch_intake__value own[CH_MAX_COLUMNS], yearly[CH_MAX_COLUMNS], year;
    struct {
        const ch_form_column *column;
        ch_intake__value value; /* "yes", a date, or empty: no */
    } has[CH_MAX_COLUMNS];      /* of HAS and IS */
    size_t has_count;
    size_t zone_row; /* SIZE_MAX: a new one */
} ch_intake__row;

/* While a sheet is read. */
typedef struct {
    ch_arena *arena, scratch; /* scratch: of a row */
    const ch_intake_ask *ask;
    ch_faults *faults;
    ch_intake *intake;
    const ch_table *table; /* of the form */
    const ch_table_kind *kind;
    int yearly;                   /* the table of figures by year that the sheet fills, -1: none */
    ch_text source, as_of;        /* of new rows whose sheet names none; empty: none */
    ch_text year;                 /* of figures whose sheet names none */
    bool is_told[CH_MAX_COLUMNS]; /* the column is required and missing, which was told at the head */
    bool is_over;                 /* notes began */
    ch_intake__head *head;        /* ascending by column */
    size_t heads;
    ch_intake__index names[2]; /* of firms, of places */
    bool has_names[2];
    ch_intake__index codes, called[CH_TABLES],
        same; /* credit codes of firms; names of tables; rows told by two cells */
    bool has_codes, has_called[CH_TABLES], has_same;
    ch_intake__index seen; /* what rows of the sheet tell of, and in which row */
    ch_edit *edit;
    size_t *edit_row, *bad_row;
    ch_intake_doubt *doubt;
    ch_intake_fill *fill;
    size_t edit_capacity, edit_row_capacity, bad_capacity, doubt_capacity, fill_capacity;
} ch_intake__run;

static inline ch_at ch_intake__at(const ch_intake__run *run, size_t row, size_t column)
{
    return (ch_at){run->ask->sheet, (uint32_t)row, (uint32_t)column};
}

/* A row under way is bad when a fault is told of it. CH_ENOMEM. */
CH_MUST_USE ch_err ch_intake__tell(ch_intake__run *run, ch_intake__row *row, ch_at at, const ch_column *column,
                                   ch_text found, ch_want want, ch_text detail);

/* What a column of a row of the form's table needs is not there: told at the cell or, where the sheet has no such column,
 * once at its head. The row is bad. CH_ENOMEM. */
CH_MUST_USE ch_err ch_intake__miss(ch_intake__run *run, ch_intake__row *row, unsigned column);

/* intake_head.c: how many columns of the form a row names; and take it for the head, telling what is wrong with it. */
size_t ch_intake__count_heads(const ch_intake_ask *ask, const ch_book_cell *cell, size_t cells);
CH_MUST_USE ch_err ch_intake__take_heads(ch_intake__run *run, size_t row, const ch_book_cell *cell, size_t cells);
bool ch_intake__are_heads(const ch_intake__run *run, const ch_book_cell *cell, size_t cells);

/* intake_row.c: every cell of a row read; what cannot be is told and makes the row bad. */
CH_MUST_USE ch_err ch_intake__read_row(ch_intake__run *run, const ch_book_cell *cell, size_t cells,
                                       ch_intake__row *row);

/* Does no cell of the row that fills something say anything? */
bool ch_intake__is_blank(const ch_intake__run *run, const ch_book_cell *cell, size_t cells);

/* intake_ref.c: the key that a cell names a row of a table by; *key is empty, and the row bad, where it names none.
 * *is_code: a firm, by its credit code. */
CH_MUST_USE ch_err ch_intake__find_ref(ch_intake__run *run, ch_intake__row *row, const ch_column *column, ch_at at,
                                       ch_text clean, ch_text *key, bool *is_code);
CH_MUST_USE ch_err ch_intake__find_refs(ch_intake__run *run, ch_intake__row *row, const ch_column *column, ch_at at,
                                        ch_text clean, ch_text *keys);
/* Row of firms with a credit code; SIZE_MAX: none, or several. */
CH_MUST_USE ch_err ch_intake__find_code(ch_intake__run *run, ch_text code, size_t *firm);
/* intake_names.c: the only row of firms or places that bears a name; SIZE_MAX: none, or several. */
CH_MUST_USE ch_err ch_intake__find_same(ch_intake__run *run, ch_table_id table, ch_text name, size_t *only);
/* The rows of firms or places that a name may mean, in the scratch arena; *only: the one that stands alone as the best,
 * if it is as good as how, else SIZE_MAX. */
CH_MUST_USE ch_err ch_intake__find_alike(ch_intake__run *run, ch_table_id table, ch_text name, ch_alike_how how,
                                         const ch_likeness **like, size_t *likes, size_t *only);
/* Somebody must say: the row is bad. */
CH_MUST_USE ch_err ch_intake__doubt(ch_intake__run *run, ch_intake__row *row, ch_at at, ch_text found,
                                    ch_table_id table, const ch_likeness *like, size_t likes);

/* intake_says.c: what the cells of HAS, IS, RANGE and YEAR say, as texts: "yes", a date, or empty for no; "yes" or empty;
 * both ends, an open one empty; four digits. CH_EDATA: a fault was told; CH_ENOMEM. */
CH_MUST_USE ch_err ch_intake__read_has(const ch_intake__cell *in, const ch_book_cell *cell, ch_text *text);
CH_MUST_USE ch_err ch_intake__read_is(const ch_intake__cell *in, const ch_book_cell *cell, ch_text *text);
CH_MUST_USE ch_err ch_intake__read_range(const ch_intake__cell *in, const ch_book_cell *cell, ch_text end[2]);
CH_MUST_USE ch_err ch_intake__read_year(const ch_intake__cell *in, const ch_book_cell *cell, ch_text *text);

/* intake_which.c: which row of the zone a row is, its key found or made; the row is bad where that cannot be said. */
CH_MUST_USE ch_err ch_intake__find_row(ch_intake__run *run, ch_intake__row *row);

/* intake_fill.c: what the zone knows of a lead's firm. */
CH_MUST_USE ch_err ch_intake__fill(ch_intake__run *run, ch_intake__row *row);

/* intake_edit.c: the edits of a good row. */
CH_MUST_USE ch_err ch_intake__add_edits(ch_intake__run *run, ch_intake__row *row);

#endif
