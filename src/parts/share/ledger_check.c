/* ledger_check.c - whether a posting may come in: its form, its lines, and what it says of what stands there. */
#include "ledger_parts.h"
#include "wide.h"

#include <stdio.h>

ch_err ch_ledger__refuse(const ch_ledger__asked *asked, const char *column, ch_text found, ch_want want,
                         const char *detail, const char *detail_zh)
{
    return ch_fault_tell(asked->faults, &(ch_fault){.at = asked->at,
                                                    .column = ch_text_of(column),
                                                    .found = found,
                                                    .want = want,
                                                    .detail = ch_text_of(detail),
                                                    .detail_zh = ch_text_of(detail_zh)});
}

static ch_err refuse_number(const ch_ledger__asked *asked, const char *column, ch_text found, ch_want want,
                            int64_t number)
{
    char detail[24];
    snprintf(detail, sizeof detail, "%lld", (long long)number);
    return ch_ledger__refuse(asked, column, found, want, detail, NULL);
}

static ch_err refuse_fen(const ch_ledger__asked *asked, int64_t fen, ch_want want, const char *detail)
{
    char found[24];
    snprintf(found, sizeof found, "%lld", (long long)fen);
    return ch_ledger__refuse(asked, "fen", ch_text_of(found), want, detail, NULL);
}

/* ---- form */

static ch_err check_code(const ch_ledger__asked *asked, const char *column, ch_text code)
{
    return ch_ledger__is_code(code) ? CH_OK : ch_ledger__refuse(asked, column, code, CH_WANT_LEDGER_CODE, NULL, NULL);
}

static ch_err check_words(const ch_ledger__asked *asked, const char *column, ch_text words)
{
    return ch_ledger__is_words(words)
               ? CH_OK
               : refuse_number(asked, column, words, CH_WANT_LEDGER_WORDS, CH_LEDGER_WORDS_BYTES);
}

static ch_err check_day(const ch_ledger__asked *asked, ch_date date)
{
    char found[16];
    snprintf(found, sizeof found, "%ld", (long)date);
    const bool is_day = date >= 10000000 && date <= 99991231 && date % 10000 != 0 && date % 100 != 0 &&
                        ch_date_of_number(ch_date_number(date)) == date;
    return is_day ? CH_OK : ch_ledger__refuse(asked, "date", ch_text_of(found), CH_WANT_LEDGER_DAY, NULL, NULL);
}

static ch_err check_reverses(const ch_ledger__asked *asked, const ch_ledger_posting *posting)
{
    if (posting->kind == CH_LEDGER_REVERSE)
        return check_code(asked, "reverses", posting->reverses);
    return posting->reverses.len == 0
               ? CH_OK
               : ch_ledger__refuse(asked, "reverses", posting->reverses, CH_WANT_LEDGER_NO_REVERSAL, NULL, NULL);
}

static ch_err check_accounts(const ch_ledger__asked *asked, const ch_ledger_posting *posting)
{
    for (size_t i = 0; i < posting->lines; i++) {
        const ch_text account = posting->line[i].account;
        if (!ch_ledger__is_account(account))
            return ch_ledger__refuse(asked, "account", account, CH_WANT_LEDGER_ACCOUNT, NULL, NULL);
        if (i > 0 && ch_text_equal(account, posting->line[i - 1].account))
            return ch_ledger__refuse(asked, "account", account, CH_WANT_LEDGER_ACCOUNT_ONCE, NULL, NULL);
    }
    return CH_OK;
}

ch_err ch_ledger__check_form(const ch_ledger__asked *asked, const ch_ledger_posting *posting)
{
    ch_err err = check_code(asked, "id", posting->id);
    err = ch_err_worse(err, check_code(asked, "book", posting->book));
    err = ch_err_worse(err, check_day(asked, posting->date));
    err = ch_err_worse(err, check_reverses(asked, posting));
    err = ch_err_worse(err, check_words(asked, "source", posting->source));
    err = ch_err_worse(err, check_words(asked, "note", posting->note));
    return ch_err_worse(err, check_accounts(asked, posting));
}

/* ---- lines */

static ch_err check_amounts(const ch_ledger__asked *asked, const ch_ledger_posting *posting)
{
    ch_share__wide sum = 0;
    for (size_t i = 0; i < posting->lines; i++) {
        const int64_t fen = posting->line[i].fen;
        if (fen == INT64_MIN || (fen == 0 && posting->kind != CH_LEDGER_ASSERT))
            return refuse_fen(asked, fen, CH_WANT_LEDGER_FEN, NULL);
        sum += fen;
    }
    if (sum == 0 || posting->kind == CH_LEDGER_ASSERT)
        return CH_OK;
    if (sum < INT64_MIN || sum > INT64_MAX)
        return ch_ledger__refuse(asked, "fen", (ch_text){0}, CH_WANT_LEDGER_TURNOVER, NULL, NULL);
    return refuse_number(asked, "fen", (ch_text){0}, CH_WANT_LEDGER_SUM, (int64_t)sum);
}

static ch_err check_lines(const ch_ledger__asked *asked, const ch_ledger_posting *posting)
{
    if (posting->lines > CH_LEDGER_ACCOUNTS || (posting->lines == 0 && posting->kind != CH_LEDGER_CLOSE))
        return refuse_number(asked, "account", (ch_text){0}, CH_WANT_LEDGER_LINES, CH_LEDGER_ACCOUNTS);
    return check_amounts(asked, posting);
}

/* What moves stays within an account's turnover, and a book within its accounts. */
static ch_err check_room(const ch_ledger__asked *asked, const ch_ledger_posting *posting, uint32_t book)
{
    const ch_ledger *ledger = asked->ledger;
    size_t accounts = book == CH_LEDGER__NONE ? 0 : ledger->book[book].accounts;
    for (size_t i = 0; i < posting->lines; i++) {
        const ch_ledger_line *line = &posting->line[i];
        const uint32_t found = ch_ledger__find_account(ledger, book, line->account);
        const int64_t size = line->fen < 0 ? -line->fen : line->fen;
        if (found != CH_LEDGER__NONE && ledger->account[found].turnover_fen > INT64_MAX - size)
            return refuse_fen(asked, line->fen, CH_WANT_LEDGER_TURNOVER, NULL);
        accounts += found == CH_LEDGER__NONE;
    }
    return accounts <= CH_LEDGER_ACCOUNTS
               ? CH_OK
               : refuse_number(asked, "account", (ch_text){0}, CH_WANT_LEDGER_ACCOUNTS, CH_LEDGER_ACCOUNTS);
}

/* ---- lines that follow from what stands there */

static bool same_lines(const ch_ledger_posting *posting, const ch_ledger_line *line, size_t lines)
{
    bool same = posting->lines == lines;
    for (size_t i = 0; same && i < lines; i++)
        same = posting->line[i].fen == line[i].fen && ch_text_equal(posting->line[i].account, line[i].account);
    return same;
}

/* Given, they must be these; left out, they are. */
static ch_err settle_lines(const ch_ledger__asked *asked, ch_ledger_posting *posting, const ch_ledger_line *line,
                           size_t lines, ch_want want)
{
    if ((asked->is_replay || posting->lines > 0) && !same_lines(posting, line, lines))
        return ch_ledger__refuse(asked, "id", posting->id, want, NULL, NULL);
    posting->line = line;
    posting->lines = lines;
    return CH_OK;
}

static bool is_reversible(const ch_ledger *ledger, size_t number, ch_text book)
{
    if (number == SIZE_MAX)
        return false;
    const ch_ledger__posting *old = &ledger->posting[number];
    return (old->kind == CH_LEDGER_POST || old->kind == CH_LEDGER_REVERSE) && old->reversed_by == CH_LEDGER__NONE &&
           ch_text_equal(ledger->book[old->book].code, book);
}

static ch_err fill_reversal(const ch_ledger__asked *asked, ch_arena *arena, ch_ledger_posting *posting)
{
    const size_t number = ch_ledger_find(asked->ledger, posting->reverses);
    if (!is_reversible(asked->ledger, number, posting->book))
        return ch_ledger__refuse(asked, "reverses", posting->reverses, CH_WANT_LEDGER_REVERSIBLE, NULL, NULL);
    ch_ledger_posting old;
    ch_err err = ch_ledger_get(arena, asked->ledger, number, &old);
    ch_ledger_line *line = err == CH_OK ? CH_NEW(arena, ch_ledger_line, old.lines) : NULL;
    if (line == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < old.lines; i++)
        line[i] = (ch_ledger_line){old.line[i].account, -old.line[i].fen};
    return settle_lines(asked, posting, line, old.lines, CH_WANT_LEDGER_MIRROR);
}

static ch_err fill_close(const ch_ledger__asked *asked, ch_arena *arena, ch_ledger_posting *posting, uint32_t book)
{
    const ch_ledger *ledger = asked->ledger;
    if (posting->date % 10000 != 1231)
        return ch_ledger__refuse(asked, "date", posting->id, CH_WANT_LEDGER_YEAR_END, NULL, NULL);
    if (book == CH_LEDGER__NONE)
        return ch_ledger__refuse(asked, "book", posting->book, CH_WANT_LEDGER_KNOWN_BOOK, NULL, NULL);
    const size_t most = ledger->book[book].accounts;
    ch_ledger_line *line = CH_NEW(arena, ch_ledger_line, most);
    if (line == NULL)
        return CH_ENOMEM;
    size_t lines = 0;
    for (uint32_t i = ledger->book[book].account; i != CH_LEDGER__NONE; i = ledger->account[i].next) {
        const int64_t fen = ch_ledger__balance(ledger, i, posting->date);
        if (fen != 0)
            line[lines++] = (ch_ledger_line){ledger->account[i].code, fen};
    }
    ch_ledger__sort_lines(line, lines);
    return settle_lines(asked, posting, line, lines, CH_WANT_LEDGER_CARRIED);
}

static ch_err check_assertion(const ch_ledger__asked *asked, const ch_ledger_posting *posting, uint32_t book)
{
    for (size_t i = 0; i < posting->lines; i++) {
        const ch_ledger_line *line = &posting->line[i];
        const uint32_t account = ch_ledger__find_account(asked->ledger, book, line->account);
        if (account == CH_LEDGER__NONE)
            return ch_ledger__refuse(asked, "account", line->account, CH_WANT_LEDGER_KNOWN_ACCOUNT, NULL, NULL);
        const int64_t fen = ch_ledger__balance(asked->ledger, account, posting->date);
        if (fen != line->fen) {
            char holds[24];
            snprintf(holds, sizeof holds, "%lld", (long long)fen);
            return refuse_fen(asked, line->fen, CH_WANT_LEDGER_BALANCE, holds);
        }
    }
    return CH_OK;
}

static ch_err check_open(const ch_ledger__asked *asked, const ch_ledger_posting *posting, uint32_t book)
{
    const int closed = book == CH_LEDGER__NONE ? 0 : asked->ledger->book[book].closed_until;
    if (posting->date / 10000 > closed)
        return CH_OK;
    char found[40], until[24];
    snprintf(found, sizeof found, "%04d-%02d-%02d", posting->date / 10000, posting->date / 100 % 100,
             posting->date % 100);
    snprintf(until, sizeof until, "%04d-12-31", closed);
    return ch_ledger__refuse(asked, "date", ch_text_of(found), CH_WANT_LEDGER_OPEN_YEAR, until, NULL);
}

ch_err ch_ledger__check_kind(const ch_ledger__asked *asked, ch_arena *arena, ch_ledger_posting *posting)
{
    const uint32_t book = ch_ledger__find_book(asked->ledger, posting->book);
    ch_err err = check_open(asked, posting, book);
    if (err == CH_OK && posting->kind == CH_LEDGER_REVERSE)
        err = fill_reversal(asked, arena, posting);
    if (err == CH_OK && posting->kind == CH_LEDGER_CLOSE)
        err = fill_close(asked, arena, posting, book);
    if (err == CH_OK)
        err = check_lines(asked, posting);
    if (err != CH_OK)
        return err;
    if (posting->kind == CH_LEDGER_ASSERT)
        return check_assertion(asked, posting, book);
    return posting->kind == CH_LEDGER_CLOSE ? CH_OK : check_room(asked, posting, book);
}
