/* importing.h - inside the routes of imports: the sheet that came as the body of a call, tried on a snapshot. */
#ifndef CHANGHE_SERVE_IMPORTING_H
#define CHANGHE_SERVE_IMPORTING_H

#include "changhe/import.h"
#include "route.h"

/* The parameters that all routes of imports begin with. */
enum {
    SERVE_IMPORT_TABLE,
    SERVE_IMPORT_SHEET,
    SERVE_IMPORT_SOURCE,
    SERVE_IMPORT_AS_OF,
    SERVE_IMPORT_DUTY,
    SERVE_IMPORT_ENCODING,
    SERVE_IMPORT_DELIMITER,
    SERVE_IMPORT_NAME,
    SERVE_IMPORT_MAP,
    SERVE_IMPORT_PARAMS
};

/* A sheet has at most so many rows and, with 16 for each cell, bytes of text: a file of 32 MiB may hold a hundred times
 * that, and rows lie in memory while they are tried. 413. */
enum { SERVE_IMPORT_ROWS = 200000, SERVE_IMPORT_TEXT = 128 << 20 };

typedef struct {
    serve_call *call;
    ch_book *book;
    size_t number; /* of the sheet */
    ch_intake_ask ask;
    ch_import import;
    ch_faults faults; /* of the sheet, as it was tried last */
} serve_importing;

/* Open the body as a book and look through the sheet once. What is no book (415) or too large (413) is answered here:
 * false, as whenever *err is not CH_OK. Close it whatever comes back. */
bool serve_import_open(serve_call *call, serve_importing *importing, ch_err *err);
void serve_import_close(serve_importing *importing);

/* Try it on a snapshot, for the call's visitor: importing->import, whose snapshot is the caller's to drop, and its
 * faults. CH_EDATA: the call's faults tell what belongs to no row; where that is not the visitor's to change, as a duty may
 * be, 403 is answered, and the import holds nothing. CH_EIO, CH_ENOMEM. */
CH_MUST_USE ch_err serve_import_try(serve_importing *importing, const ch_zone *zone);

#endif
