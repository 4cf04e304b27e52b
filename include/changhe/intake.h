/* intake.h - what somebody's sheet says, as edits of the zone's rows: every cell read as people write it, each fault told
 * with sheet, row and column. Nothing is guessed: what is nearly a known name is told with what it may be.
 *
 * The head is the row among the first 20 that names most columns, at least two; a column named as in its schema holds
 * figures in its own unit, any other in that of the head, else of the form. Rows above the head (titles), blank rows, the head
 * once more, and rows of sums (合计, 小计, 总计, 共计, Total) are passed over, and so is what stands below a row of notes (注：,
 * 填表说明). "-", "/", "无", "—" and blanks are empty. Amounts may bear a unit in the cell or the head: 元 万元 亿元 万美元
 * 万欧元 (by the zone's rates), 亩 ㎡ 平方米 公顷, 吨标煤, %, thousands commas; all exact, by decimal text. A share below a head
 * in % that is 1 or less says % itself: a cell kept as 0.035 and shown as 3.5% is no 0.035%. A cell such as
 * "48357.35（72.5360）" is m2 and mu at once, which must agree to the last digit given. Dates: a date cell, 2024-03,
 * 2024/3/5, 2024.3.5, 2024年3月, 20240305, a serial number. A place is a code or a name with or without its ending; a firm an
 * id, a credit code, its name or a former one; a source, and any other row, its key or its name.
 *
 * Which row: the one with its key; without a key a firm's by credit code, then by name, a lead's by name and who reports it,
 * a parcel's by name and place (by name alone where the sheet has no column for the other). A new row without a key
 * gets one: "f-", "l-" or "p-" and ten hexadecimal digits of FNV-1a (64 bits) over what it was looked for by, of a firm without
 * a code over its bare name; sixteen digits where another row has those ten. A firm of the same bare name as one that is there
 * is a doubt, unless their credit codes differ.
 * A sheet all of whose rows are good, read again into what it made, changes nothing. */
#ifndef CHANGHE_INTAKE_H
#define CHANGHE_INTAKE_H

#include "changhe/access.h"
#include "changhe/alike.h"
#include "changhe/edit.h"
#include "changhe/form.h"
#include "changhe/workbook.h"

/* One head of the sheet that the user says the column of. */
typedef struct {
    ch_text head, column; /* column: a head of the form, or a column's name, whose unit is then the column's own; empty:
                           * leave it out */
} ch_intake_map;

typedef struct {
    const ch_zone *zone;
    const ch_form *form;
    const ch_alike *alike; /* of the zone */
    ch_text sheet;         /* its name, for faults */
    ch_text source;        /* for new rows whose sheet names none: key of sources, or "illustrative" */
    ch_date as_of; /* of new rows of dated tables whose sheet gives none, of figures whose year it does not give, and
                            * of rates of exchange; 0: none, the latest rate */
    /* A lead is known again by its name, which is hidden: only among rows that may be read here. NULL: all. */
    const ch_access *access;
    uint64_t salt; /* mixed into the keys that leads get, so that nobody can tell a name by a key; any number */
    const ch_intake_map *map;
    size_t maps;
} ch_intake_ask;

typedef struct {
    unsigned column; /* of the sheet */
    ch_text head;
    const ch_form_column *fills; /* NULL: nothing, left out */
    const ch_form_column *near;  /* what it may have meant */
    ch_text unit;                /* as the head says it, or empty */
    ch_text assumed; /* the unit of figures that say none where the head says none either; empty: they bear none */
    bool is_mapped;  /* by the user */
} ch_intake_head;

/* A cell that names no row, with what it may mean: somebody must say. */
typedef struct {
    size_t row;
    unsigned column;
    ch_text found;
    ch_table_id table;
    ch_likeness like[3]; /* best first */
    ch_text name[3];     /* what people call those rows */
    size_t likes;
} ch_intake_doubt;

/* A cell filled from what the zone knows already, where the sheet says nothing and the zone's row has nothing: of a lead
 * its firm and credit code; of other rows the firm that a credit code stood for. */
typedef struct {
    size_t row;
    ch_table_id table;
    unsigned column;
    ch_text value, source; /* sources of the row it came from */
} ch_intake_fill;

/* All of it lives in the arena. */
typedef struct {
    size_t head_row, rows; /* rows of data: good ones and others */
    const ch_intake_head *head;
    size_t heads;
    ch_edits edits;         /* of the good rows, upserts in the order of rows; .at names sheet, row, column */
    const size_t *edit_row; /* row of the sheet of each edit */
    const size_t *bad_row;  /* rows with a fault or a doubt, ascending */
    size_t bad_rows;
    const ch_intake_doubt *doubt;
    size_t doubts;
    const ch_intake_fill *fill;
    size_t fills;
} ch_intake;

/* Read a sheet. A column absent from the sheet is not edited; an empty cell empties, but source and day of a row stay. faults
 * must be given. They are of cells; of heads: one that stands twice, of which the first counts, a column of the user's that is
 * none, one that new rows need and the sheet lacks (told once; those rows are bad), figures by year without a year
 * (which are left out); of rows: one that stands twice, of which the first counts. A row with a fault or doubt gives no edit.
 * CH_OK also with faults: what is good is in edits. CH_EDATA: no head was found, or the book is damaged; CH_EIO, CH_ENOMEM.
 * Cost: O(cells + rows of the zone looked through), and O(candidates) for each name that is not known. The sheet is read
 * twice, the first time up to its head. Memory: O(edits). */
CH_MUST_USE ch_err ch_intake_read(ch_arena *arena, ch_book *book, size_t sheet, const ch_intake_ask *ask,
                                  ch_intake *intake, ch_faults *faults);

/* The bad rows of a sheet with their heads and cells as they are, and one column more behind them that says why: a
 * workbook to be mended and sent again, at the end of to. faults are those of the intake; a row without one of its own is
 * told what was at the head. CH_ENOMEM, CH_EIO; CH_EDATA: a cell is longer than CH_BOOK_TEXT_MOST. The book's own faults are
 * not told again. */
CH_MUST_USE ch_err ch_intake_write_bad(ch_arena *arena, ch_book *book, size_t sheet, const ch_intake *intake,
                                       const ch_faults *faults, bool in_english, ch_buf *to);

/* One cell as people write it, as the text that the column takes (wan yuan, mu, ISO date, word); keys of other rows are taken
 * as they stand. CH_EDATA: one fault tells. For the parts of intake and for tests. */
typedef struct {
    const ch_zone *zone;
    ch_text unit;           /* of the head; empty: none */
    const char *plain_unit; /* where nobody says one; NULL: the column's */
    ch_date on;             /* day whose rate of exchange counts, 0: the latest */
} ch_intake_cell_ask;
CH_MUST_USE ch_err ch_intake_cell(ch_arena *arena, const ch_column *column, const ch_intake_cell_ask *ask,
                                  const ch_book_cell *cell, ch_at at, ch_text *text, ch_faults *faults);

#endif
