/* import.h - a sheet taken into a store: first what it would do, then, when somebody says so, done in one transaction. */
#ifndef CHANGHE_IMPORT_H
#define CHANGHE_IMPORT_H

#include "changhe/emit.h"
#include "changhe/intake.h"
#include "changhe/revise.h"

typedef struct {
    ch_intake intake;
    size_t added, changed,
        same;   /* good rows of the sheet: a row of the form's table is new; something differs; nothing does */
    size_t bad; /* rows that do not go in: those that cannot be read, those that fail beside the others, and those
                         * that are not the author's to change; intake.bad_row lists them all */
    const bool *is_out; /* one an edit of the intake: it is of a bad row */
    ch_revised
        revised; /* of the good rows: outcome, next snapshot, diff, as of ch_revise; zone NULL where nothing differs */
} ch_import;

/* A duty that the sheet fulfils: its row says so in the same transaction. */
typedef struct {
    ch_text id;      /* of duties; empty: none */
    ch_date today;   /* a day */
    ch_date covered; /* what the sheet covers; 0, or no later than the duty's: that is left as it is */
} ch_import_duty;

/* What a sheet would do, for an author. Where rows are bad the good ones are tried all the same: whether they go in
 * alone is the caller's to ask. What fails only beside other rows (a circle, a credit code that stands twice) is told of
 * its row, which then is bad too. So is a row that is not the author's to change, whether the sheet says anything new of it
 * or not: nobody can try what a hidden cell holds. duty may be NULL; a sheet without a good row fulfils none. All lives in
 * the arena; import->revised.zone is held once.
 * CH_OK also with faults. CH_EDATA: no head, a damaged book, or faults that belong to no row: of the duty, which is not there
 * (REFERENCE) or not the author's (CHANGEABLE_ROW); CH_EIO; CH_ENOMEM. */
CH_MUST_USE ch_err ch_import_try(ch_arena *arena, const ch_zone *base, ch_book *book, size_t sheet,
                                 const ch_intake_ask *ask, const ch_import_duty *duty, const ch_author *author,
                                 ch_import *import, ch_faults *faults);

/* How an import is told. */
typedef struct {
    const ch_zone *base;
    const ch_form *form;
    ch_text sheet;
    size_t most_edits; /* edits are told where there are at most so many; 0: never */
    /* The version of a row of base as it leaves; NULL: its digest. */
    void (*write_version)(const void *self, uint64_t digest, char version[17]);
    const void *self;
    /* To tell of the book besides: its sheets, heads and so many bad rows, which are read again. NULL: nothing of it. */
    ch_book *book;
    size_t number; /* of the sheet */
    size_t most_bad_rows;
} ch_import_telling;

/* {"table","sheet","head_row","rows","added","changed","same","bad","columns":[{"column","head","table","fills","means","unit",
 * "near"}],"faults":[{"sheet","row","column","name","found","expected","expected_zh"}],"fault_count","doubts":[{"row","column",
 * "found","table","like":[{"key","name","score"}]}],"filled":[{"row","table","name","value","source"}],"emptied":[{"row","column","table","name","was"}],
 * "emptied_count","absent":[head],"edit_count","edits":[{
 * "table","op","row","version","sheet_row"}]}, and with a book "sheets":[{"name","hidden"}],"encoding","delimiter",
 * "heads_in_order":[head],"bad_rows":[{"row","cells":[{"column","text"}]}]: docs/api.md. The edits are those of the good rows,
 * as POST /api/v1/changes takes them. out tells a lack of memory, and that the book could not be read again. */
void ch_import_write_json(const ch_import *import, const ch_import_telling *telling, const ch_faults *faults,
                          ch_buf *out);
/* Cells of good rows that the sheet has empty and the zone has not, and rows (titles) that it takes away. */
size_t ch_import_count_emptied(const ch_import *import, const ch_zone *base);
/* "faults" and "fault_count" alone, as members. */
void ch_import_write_faults(ch_emit *emit, const ch_faults *faults);

/* The sheet that is named or, where name is empty, the first that is not hidden. CH_EDATA: there is none, a fault names the
 * first; CH_ENOMEM. */
CH_MUST_USE ch_err ch_import_pick_sheet(const ch_book *book, ch_text name, size_t *sheet, ch_faults *faults);

/* {"head": "column", ...} into ask->map, in the arena; null or "" leaves a head out. file names it in faults. CH_EDATA,
 * CH_ENOMEM. */
CH_MUST_USE ch_err ch_import_read_map(ch_arena *arena, ch_text file, ch_text json, ch_intake_ask *ask,
                                      ch_faults *faults);

#endif
