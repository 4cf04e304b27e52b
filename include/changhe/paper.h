/* paper.h - a document of headings, lines and tables as PDF, A4 upright, to be printed and signed.
 *
 * Drawn by cairo and pango in a module (changhe-paper.so) that is opened when used: nothing else links them. Text is text in the
 * file: it can be searched and copied. Pages are numbered, the head of a table comes again on each page it runs over, and a row is
 * not torn unless it is longer than a page. The same document gives the same bytes with the same libraries and fonts: no clock is
 * read, no date is written. Lengths are chosen here: who makes a document says what it holds. */
#ifndef CHANGHE_PAPER_H
#define CHANGHE_PAPER_H

#include "changhe/fault.h"

typedef enum {
    CH_PAPER_TITLE, /* centred */
    CH_PAPER_HEADING,
    CH_PAPER_TEXT,
    CH_PAPER_SMALL,
    CH_PAPER_TABLE,
    CH_PAPER_SIGNATURES
} ch_paper_kind;

typedef struct {
    ch_text head;
    unsigned
        width; /* of the whole table's widths, so many parts; > 0. Less is given only where another column's words or figures need it */
    bool is_number; /* right-aligned, figures of one width, not wrapped */
} ch_paper_column;

typedef struct {
    ch_paper_kind kind;
    ch_text text; /* of all but a table; wraps. Of signatures: the word before the date, such as "Date" */
    const ch_paper_column *column; /* of a table */
    size_t columns;
    const ch_text *cell; /* rows x columns, by row */
    size_t rows;
    const bool *is_sum;    /* per row, NULL: none: in bold, with a line above */
    const ch_text *signer; /* of signatures: who signs, side by side, with a line and a date */
    size_t signers;
} ch_paper_block;

typedef struct {
    ch_text title, author,
        foot; /* title and author: what the file says of itself. foot: at the left of each page's foot; n / m stands at its right */
    const ch_paper_block *block;
    size_t blocks;
    const char *modules; /* folder of the module; NULL: where the program was built, else where it was installed */
} ch_paper;

/* No text of a document is longer, so that one cell cannot hold up a printer. A foot, a signer and the word before a date have their
 * place on a page: less, and no LF. */
#define CH_PAPER_TEXT_BYTES 16384
#define CH_PAPER_LINE_BYTES 300

/* Appends the PDF; memory is taken where out takes it. A document of no blocks is one page. LF begins a new line of a text.
 * CH_EIO, told: the module cannot be opened, cairo fails, or a character has no TrueType font here (each is named, with its text).
 * CH_EDATA, told: a text is no UTF-8, has a control or invisible character or is too long; a table has no column or one without width.
 * CH_ENOMEM: memory of the hook ran out; what cairo and pango take is outside of it, and they end the program where malloc has none.
 * out is as before then. The module stays open until the program ends. May be called by many threads at once. Cost: O(text). */
CH_MUST_USE ch_err ch_paper_write(const ch_paper *paper, ch_buf *out, ch_faults *faults);

/* What the module holds under this name: the same, of a document that was looked at already. */
#define CH_PAPER_MODULE "changhe-paper.so"
#define CH_PAPER_DRAW   "ch_paper_draw_1"
ch_err ch_paper_draw_1(const ch_paper *paper, ch_buf *out, ch_faults *faults);

#endif
