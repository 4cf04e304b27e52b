/* ledger_calls.h - postings in short, for the tests of the ledger. */
#ifndef CHANGHE_TESTS_LEDGER_CALLS_H
#define CHANGHE_TESTS_LEDGER_CALLS_H

#include "changhe/ledger.h"

#include <string.h>

enum { LEDGER_LINES = 8 };

/* "acct=100 other=-100" into lines that live in room. */
static inline size_t ledger_lines(const char *text, ch_ledger_line room[LEDGER_LINES])
{
    ch_text rest = ch_text_of(text), piece;
    size_t n = 0;
    while (n < LEDGER_LINES && ch_text_next(&rest, ' ', &piece)) {
        const char *cut = memchr(piece.at, '=', piece.len);
        if (cut == NULL)
            break;
        room[n++] = (ch_ledger_line){{piece.at, (size_t)(cut - piece.at)}, strtoll(cut + 1, NULL, 10)};
    }
    return n;
}

/* Post it; of a reversal note is what it reverses. */
static inline ch_err ledger_put(ch_ledger *ledger, ch_ledger_kind kind, const char *id, const char *book, ch_date date,
                                const char *lines, const char *note, ch_ledger_taken *taken, ch_faults *faults)
{
    ch_ledger_line line[LEDGER_LINES];
    const ch_ledger_posting posting = {.id = ch_text_of(id),
                                       .book = ch_text_of(book),
                                       .date = date,
                                       .kind = kind,
                                       .reverses = kind == CH_LEDGER_REVERSE ? ch_text_of(note) : (ch_text){0},
                                       .note = kind == CH_LEDGER_REVERSE ? (ch_text){0} : ch_text_of(note),
                                       .line = line,
                                       .lines = ledger_lines(lines, line)};
    return ch_ledger_post(ledger, &posting, (ch_at){.file = CH_TEXT("f"), .line = 7}, taken, faults);
}

#endif
