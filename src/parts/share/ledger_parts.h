/* ledger_parts.h - inside the ledger: what is kept of postings, books and accounts. */
#ifndef CHANGHE_SHARE_LEDGER_PARTS_H
#define CHANGHE_SHARE_LEDGER_PARTS_H

#include "changhe/ledger.h"

#include "ledger_index.h"

#define CH_LEDGER__NONE UINT32_MAX

typedef struct {
    ch_text bytes;
    ch_text id; /* lies in bytes, as all of a posting's texts do */
    uint32_t book, kind, reversed_by;
    ch_date date;
} ch_ledger__posting;

/* A line that moved money, behind the one before it of the same account. */
typedef struct {
    int64_t fen;
    uint32_t posting, before;
} ch_ledger__move;

typedef struct {
    ch_text code;
    uint32_t book, last, next; /* its last move; the next account of the book */
    int64_t turnover_fen;      /* sum of |fen|: no sum over some of its lines is larger, so none overflows */
} ch_ledger__account;

typedef struct {
    ch_text code;
    uint32_t account, accounts; /* the first of a list, and how many */
    int closed_until;
} ch_ledger__book;

struct ch_ledger {
    ch_arena arena;
    const ch_memory *memory;
    ch_sha256 head;
    ch_ledger__posting *posting;
    ch_ledger__move *move;
    ch_ledger__account *account;
    ch_ledger__book *book;
    size_t postings, moves, accounts, books;
    size_t posting_room, move_room, account_room, book_room;
    ch_ledger__index by_id, by_account, by_book;
    ch_buf text; /* the canonical bytes of what is being taken in */
};

uint32_t ch_ledger__find_book(const ch_ledger *ledger, ch_text code);
uint32_t ch_ledger__find_account(const ch_ledger *ledger, uint32_t book, ch_text code);
/* At the end of that day. */
int64_t ch_ledger__balance(const ch_ledger *ledger, uint32_t account, ch_date day);

/* ---- ledger_bytes.c: canonical bytes */

/* A code that can stand in a posting; a text that can. */
bool ch_ledger__is_code(ch_text code);
bool ch_ledger__is_account(ch_text code);
bool ch_ledger__is_words(ch_text words);
/* A>B; false: no pair. */
bool ch_ledger__cut_pair(ch_text account, ch_text *from, ch_text *to);

void ch_ledger__sort_lines(ch_ledger_line *line, size_t lines);
/* What has been checked, its lines by account; lines may be left out. */
void ch_ledger__write(const ch_ledger_posting *posting, ch_buf *out);
/* Texts lie in bytes, lines in the arena. CH_EDATA: not of that form; CH_ENOMEM. */
CH_MUST_USE ch_err ch_ledger__read(ch_arena *arena, ch_text bytes, ch_ledger_posting *posting);

/* ---- ledger_check.c: may it come in? */

typedef struct {
    const ch_ledger *ledger;
    ch_at at;
    ch_faults *faults;
    bool is_replay; /* lines that follow from others may not be left out */
} ch_ledger__asked;

/* Tell a fault: what stood there, in which column, and what was wanted. */
ch_err ch_ledger__refuse(const ch_ledger__asked *asked, const char *column, ch_text found, ch_want want,
                         const char *detail, const char *detail_zh);
/* Codes, date and texts; its lines are sorted. */
CH_MUST_USE ch_err ch_ledger__check_form(const ch_ledger__asked *asked, const ch_ledger_posting *posting);
/* All that depends on what stands there; the lines of a reversal or a close are filled in when there are none, and live in the arena. */
CH_MUST_USE ch_err ch_ledger__check_kind(const ch_ledger__asked *asked, ch_arena *arena, ch_ledger_posting *posting);

#endif
