/* ledger.h - what parties owe one another, by double entry, in a chain of digests that both sides can recompute.
 *
 * A ledger is a row of postings that only grows. Several books stand in one: each party's, each clearing's. A posting moves whole fen between
 * accounts of one book and sums to 0. Its id is its idempotency key: the same id with the same content is accepted once and answered
 * alike again, with other content it is refused. Nothing is changed or deleted: a mistake is reversed by a posting that names it.
 *
 * An account is a code. One of the form A>B holds what party A owes party B: positive, A owes; it must not be A's own ("A>A").
 *
 * Each posting has canonical bytes, and the head after it is SHA-256 of the head before it and these bytes (sha256.h, ch_sha256_chain); so a
 * head of 64 characters stands for all postings up to it and their order. Replaying the bytes gives the same ledger, byte for byte. */
#ifndef CHANGHE_LEDGER_H
#define CHANGHE_LEDGER_H

#include "changhe/date.h"
#include "changhe/fault.h"
#include "changhe/sha256.h"

enum {
    CH_LEDGER_CODE_BYTES = 64,    /* of an id, book, account */
    CH_LEDGER_WORDS_BYTES = 1000, /* of a note, a source */
    CH_LEDGER_ACCOUNTS = 1 << 16, /* of one book, so that its closing stays one posting */
    CH_LEDGER_BYTES = 16 << 20    /* of a posting's canonical bytes, at most */
};

typedef enum {
    CH_LEDGER_POST,    /* moves money: lines sum to 0, none is 0 */
    CH_LEDGER_REVERSE, /* undoes the posting `reverses` of its book: its lines with the other sign */
    CH_LEDGER_CLOSE, /* closes the year of its date (the 31st of December) of its book, and carries its lines, the balances, into the next */
    CH_LEDGER_ASSERT /* moves nothing: each account of its lines holds just that at the end of its date, as postings stand so far */
} ch_ledger_kind;

typedef struct {
    ch_text account;
    int64_t fen; /* not INT64_MIN */
} ch_ledger_line;

typedef struct {
    ch_text id, book; /* 1 to 64 bytes without blanks, line ends or characters that do not show */
    ch_date date;     /* a day */
    ch_ledger_kind kind;
    ch_text reverses; /* id; of CH_LEDGER_REVERSE alone */
    ch_text source;   /* what it rests on: a row of an agreement, a document; may be empty */
    ch_text note;     /* may be empty; one line */
    /* Each account once, in any order. Of a reversal or a close 0 lines will do: they follow from what stands there. */
    const ch_ledger_line *line;
    size_t lines;
} ch_ledger_posting;

typedef struct ch_ledger ch_ledger;

/* An empty ledger. memory must outlive it. CH_ENOMEM. */
CH_MUST_USE ch_err ch_ledger_new(const ch_memory *memory, ch_ledger **ledger);
void ch_ledger_free(ch_ledger *ledger); /* NULL is fine */

typedef struct {
    size_t number; /* of the posting in the ledger, from 0 */
    bool is_new;   /* false: it stood there already, and nothing changed */
} ch_ledger_taken;

/* Take a posting in. CH_EDATA, told at `at` with the column at fault, and the ledger is as before: a code, date or text that is not one;
 * no lines, a line of 0, an account twice; lines that do not sum to 0; the id stands there with other content; a date in a closed year;
 * what is to be reversed is not there, in another book, a close or an assertion, or reversed already (a reversal may be reversed, once too);
 * a close that is not of the 31st of December, of a year closed or followed by a closed one, or with other than the balances;
 * an assertion that does not hold; what has gone in and out of an account past 63 bits; too many accounts. CH_ENOMEM: also as before; so too past 2^32 - 2 postings or lines.
 * Cost: O(bytes + lines log lines); an assertion: O(lines of its accounts); a close: O(lines of the book). */
CH_MUST_USE ch_err ch_ledger_post(ch_ledger *ledger, const ch_ledger_posting *posting, ch_at at, ch_ledger_taken *taken,
                                  ch_faults *faults);

/* Take in what ch_ledger_bytes gave, as the next posting: replay. CH_EDATA: as above, and bytes that are not canonical, or an id that stands there. */
CH_MUST_USE ch_err ch_ledger_replay(ch_ledger *ledger, ch_text bytes, ch_at at, ch_faults *faults);

size_t ch_ledger_count(const ch_ledger *ledger);
/* After the last posting; of an empty ledger all zero. */
ch_sha256 ch_ledger_head(const ch_ledger *ledger);
/* Canonical bytes of a posting, kept by the ledger: lines that end in LF, namely kind, id, book, date, reverses, source, note, and for each
 * account, by code, "account TAB fen". */
ch_text ch_ledger_bytes(const ch_ledger *ledger, size_t number);
/* The posting; its texts are kept by the ledger, its lines live in the arena. CH_ENOMEM. */
CH_MUST_USE ch_err ch_ledger_get(ch_arena *arena, const ch_ledger *ledger, size_t number, ch_ledger_posting *posting);
/* SIZE_MAX: there is none. */
size_t ch_ledger_find(const ch_ledger *ledger, ch_text id);
/* The posting that reversed it, SIZE_MAX: none. */
size_t ch_ledger_reversed_by(const ch_ledger *ledger, size_t number);

/* Last closed year of a book, 0: none. */
int ch_ledger_closed_until(const ch_ledger *ledger, ch_text book);
/* What an account holds at the end of a day; false: the book has no such account. Cost: O(lines of the account). */
bool ch_ledger_balance(const ch_ledger *ledger, ch_text book, ch_text account, ch_date day, int64_t *fen);

/* ---- the settlement sheet of a year (ledger_sheet.c) */

typedef struct {
    size_t posting; /* number */
    int64_t fen;    /* what `from` owes more */
    int64_t balance_fen;
} ch_ledger_move;

/* What one party owes another: A>B less B>A, in one number. */
typedef struct {
    ch_text from, to; /* from has the smaller code */
    int64_t opening_fen, closing_fen;
    const ch_ledger_move *move; /* by date, then number; closes and assertions are none */
    size_t moves;
} ch_ledger_pair;

typedef struct {
    ch_text account; /* not one of a pair */
    int64_t opening_fen, in_fen, out_fen,
        closing_fen; /* in and out: sums of the positive and of the negative lines, both >= 0 */
} ch_ledger_rest;

typedef struct {
    ch_text book;
    int year;
    bool is_closed;
    const ch_ledger_pair *pair; /* by from, then to */
    size_t pairs;
    const ch_ledger_rest *rest; /* by account */
    size_t rests;
    size_t postings; /* of the whole ledger, and the head after them */
    ch_sha256 head;
} ch_ledger_sheet;

/* What a book says of a year: the same for all who hold the same postings. Texts are kept by the ledger. CH_ENONE: no such book; CH_EDATA: a year that is none of four digits,
 * or a pair that owes past 63 bits, told; CH_ENOMEM. Cost: O(lines of the book, sorted). */
CH_MUST_USE ch_err ch_ledger_sheet_make(ch_arena *arena, const ch_ledger *ledger, ch_text book, int year,
                                        ch_ledger_sheet *sheet, ch_faults *faults);

#endif
