/* importing.h - inside the desk: what the files of imports have in common. */
#ifndef CHANGHE_DESK_IMPORTING_H
#define CHANGHE_DESK_IMPORTING_H

#include "changhe/import.h"

/* A sheet while it is tried. */
typedef struct {
    ch_arena *arena;
    const ch_zone *base;
    const ch_intake_ask *ask;
    const ch_import_duty *duty; /* NULL: none */
    const ch_author *author;
    ch_access access; /* of the author, in base */
    ch_import *import;
    ch_faults *faults;
    bool *is_out;    /* one an edit */
    bool *is_faulty; /* one an edit: a fault is told of its row while it is tried */
    size_t upto;     /* edits before this one are tried */
    size_t *work;    /* edits tried so far, in all tries together */
} ch_import__trying;

/* Row of base that an edit is of; SIZE_MAX: none. */
size_t ch_import__find(const ch_zone *zone, const ch_edit *edit);

/* Revise base by the edits that are in. Errors and faults as of ch_revise; CH_EDATA without a fault: enough was tried. */
CH_MUST_USE ch_err ch_import__try(const ch_import__trying *t, ch_revised *revised, ch_faults *told);

/* Every edit of a row of the sheet goes out; false: none of them was in. */
bool ch_import__leave_out(const ch_import__trying *t, size_t row);

/* Rows of base that are not the author's to change are told and go out, whether the sheet says anything new of them or
 * not: so nobody can try what a cell that is hidden from him holds. CH_ENOMEM. */
CH_MUST_USE ch_err ch_import__leave_out_others(const ch_import__trying *t);

/* Of a change that was refused: rows that would come to stand where the author may change nothing are told and go out.
 * *left: how many did. CH_ENOMEM. */
CH_MUST_USE ch_err ch_import__leave_out_refused(const ch_import__trying *t, const ch_revised *revised, size_t *left);

/* Of edits that fail where no row of the sheet is told: the row with which they first do so is told and goes out. *left: 1,
 * or 0: no row is it. CH_ENOMEM, CH_EIO. */
CH_MUST_USE ch_err ch_import__leave_out_first(const ch_import__trying *t, size_t *left);

/* import_empty.c: what the sheet takes away, and the columns that it does not have. */
void ch_import__write_emptied(ch_emit *e, const ch_import *import, const ch_zone *base);
void ch_import__write_absent(ch_emit *e, const ch_import *import, const ch_form *form);

/* import_book_json.c: members that tell of the book. */
void ch_import__write_book(ch_emit *emit, const ch_import *import, const ch_import_telling *telling);

#endif
