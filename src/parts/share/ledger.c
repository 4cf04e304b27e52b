/* ledger.c - postings taken in one after another: looked for, checked, written, and only then kept. */
#include "changhe/ledger.h"

#include "ledger_parts.h"

#include <stdio.h>
#include <string.h>

enum { HEAD_LINES = 7 }; /* of the canonical bytes, before the accounts */

ch_err ch_ledger_new(const ch_memory *memory, ch_ledger **ledger)
{
    ch_arena arena = CH_ARENA(memory);
    *ledger = CH_NEW(&arena, ch_ledger, 1);
    if (*ledger == NULL)
        return CH_ENOMEM;
    **ledger = (ch_ledger){.arena = arena, .memory = memory, .text.memory = memory};
    return CH_OK;
}

void ch_ledger_free(ch_ledger *ledger)
{
    if (ledger == NULL)
        return;
    ch_memory_give(ledger->memory, ledger->posting);
    ch_memory_give(ledger->memory, ledger->move);
    ch_memory_give(ledger->memory, ledger->account);
    ch_memory_give(ledger->memory, ledger->book);
    ch_memory_give(ledger->memory, ledger->by_id.slot);
    ch_memory_give(ledger->memory, ledger->by_account.slot);
    ch_memory_give(ledger->memory, ledger->by_book.slot);
    ch_buf_free(&ledger->text);
    ch_arena arena = ledger->arena; /* ledger itself lies in it */
    ch_arena_free(&arena);
}

/* ---- finding */

size_t ch_ledger_find(const ch_ledger *ledger, ch_text id)
{
    const uint64_t hash = ch_ledger__hash(0, id);
    size_t step = 0;
    uint32_t found;
    while ((found = ch_ledger__index_next(&ledger->by_id, hash, &step)) != UINT32_MAX)
        if (ch_text_equal(ledger->posting[found].id, id))
            return found;
    return SIZE_MAX;
}

uint32_t ch_ledger__find_book(const ch_ledger *ledger, ch_text code)
{
    const uint64_t hash = ch_ledger__hash(0, code);
    size_t step = 0;
    uint32_t found;
    while ((found = ch_ledger__index_next(&ledger->by_book, hash, &step)) != UINT32_MAX)
        if (ch_text_equal(ledger->book[found].code, code))
            break;
    return found;
}

uint32_t ch_ledger__find_account(const ch_ledger *ledger, uint32_t book, ch_text code)
{
    const uint64_t hash = ch_ledger__hash(book, code);
    size_t step = 0;
    uint32_t found;
    if (book == CH_LEDGER__NONE)
        return CH_LEDGER__NONE;
    while ((found = ch_ledger__index_next(&ledger->by_account, hash, &step)) != UINT32_MAX)
        if (ledger->account[found].book == book && ch_text_equal(ledger->account[found].code, code))
            break;
    return found;
}

int64_t ch_ledger__balance(const ch_ledger *ledger, uint32_t account, ch_date day)
{
    int64_t fen = 0;
    for (uint32_t i = ledger->account[account].last; i != CH_LEDGER__NONE; i = ledger->move[i].before)
        if (ledger->posting[ledger->move[i].posting].date <= day)
            fen += ledger->move[i].fen;
    return fen;
}

/* ---- keeping: first room for all of it, then what cannot fail */

static bool grow(const ch_memory *memory, void **array, size_t *room, size_t used, size_t more, size_t size)
{
    if (more <= *room - used)
        return true;
    const size_t doubled = *room > SIZE_MAX / 2 / size ? 0 : *room * 2, need = used + more;
    const size_t wanted = doubled > need ? doubled : need + 16;
    void *larger = wanted <= SIZE_MAX / size ? ch_memory_grow(memory, *array, used * size, wanted * size) : NULL;
    if (larger == NULL)
        return false;
    *array = larger;
    *room = wanted;
    return true;
}

#define GROW(ledger, what, more) \
    grow_one((ledger)->memory, (void *)&(ledger)->what, &(ledger)->what##_room, (ledger)->what##s, (more), \
             sizeof *(ledger)->what)

static bool grow_one(const ch_memory *memory, void *place, size_t *room, size_t used, size_t more, size_t size)
{
    void *array;
    memcpy(&array, place, sizeof array);
    const bool grown = grow(memory, &array, room, used, more, size);
    memcpy(place, &array, sizeof array);
    return grown;
}

/* Numbers are of 32 bits. */
static bool has_numbers(const ch_ledger *ledger, size_t lines)
{
    const size_t most = UINT32_MAX - 1;
    return ledger->postings < most && ledger->moves < most - lines && ledger->accounts < most - lines;
}

static bool make_room(ch_ledger *ledger, size_t lines)
{
    return has_numbers(ledger, lines) && GROW(ledger, posting, 1) && GROW(ledger, move, lines) &&
           GROW(ledger, account, lines) && GROW(ledger, book, 1) &&
           ch_ledger__index_grow(&ledger->by_id, 1, ledger->memory) &&
           ch_ledger__index_grow(&ledger->by_book, 1, ledger->memory) &&
           ch_ledger__index_grow(&ledger->by_account, lines, ledger->memory);
}

static uint32_t put_book(ch_ledger *ledger, ch_text code)
{
    uint32_t book = ch_ledger__find_book(ledger, code);
    if (book == CH_LEDGER__NONE) {
        book = (uint32_t)ledger->books++;
        ledger->book[book] = (ch_ledger__book){.code = code, .account = CH_LEDGER__NONE};
        ch_ledger__index_put(&ledger->by_book, ch_ledger__hash(0, code), book);
    }
    return book;
}

static uint32_t put_account(ch_ledger *ledger, uint32_t book, ch_text code)
{
    uint32_t account = ch_ledger__find_account(ledger, book, code);
    if (account == CH_LEDGER__NONE) {
        account = (uint32_t)ledger->accounts++;
        ch_ledger__book *of = &ledger->book[book];
        ledger->account[account] =
            (ch_ledger__account){.code = code, .book = book, .last = CH_LEDGER__NONE, .next = of->account};
        of->account = account;
        of->accounts++;
        ch_ledger__index_put(&ledger->by_account, ch_ledger__hash(book, code), account);
    }
    return account;
}

static void put_move(ch_ledger *ledger, uint32_t number, uint32_t account, int64_t fen)
{
    ch_ledger__account *of = &ledger->account[account];
    ledger->move[ledger->moves] = (ch_ledger__move){.fen = fen, .posting = number, .before = of->last};
    of->last = (uint32_t)ledger->moves++;
    of->turnover_fen += fen < 0 ? -fen : fen;
}

/* Texts that are kept lie in the bytes that are kept: those of the posting at the same place as in its own bytes. */
static void put(ch_ledger *ledger, const ch_ledger_posting *posting, ch_text bytes)
{
    const uint32_t number = (uint32_t)ledger->postings++;
    ch_text rest = bytes, text[HEAD_LINES], line, code;
    for (size_t i = 0; i < HEAD_LINES; i++)
        ch_text_next(&rest, '\n', &text[i]);
    const uint32_t book = put_book(ledger, text[2]);
    ledger->posting[number] = (ch_ledger__posting){.bytes = bytes,
                                                   .id = text[1],
                                                   .book = book,
                                                   .kind = posting->kind,
                                                   .reversed_by = CH_LEDGER__NONE,
                                                   .date = posting->date};
    if (posting->kind == CH_LEDGER_REVERSE)
        ledger->posting[ch_ledger_find(ledger, posting->reverses)].reversed_by = number;
    ch_ledger__index_put(&ledger->by_id, ch_ledger__hash(0, text[1]), number);
    if (posting->kind == CH_LEDGER_CLOSE)
        ledger->book[book].closed_until = posting->date / 10000;
    const bool moves = posting->kind == CH_LEDGER_POST || posting->kind == CH_LEDGER_REVERSE;
    for (size_t i = 0; moves && i < posting->lines; i++) {
        ch_text_next(&rest, '\n', &line);
        ch_text_next(&line, '\t', &code);
        put_move(ledger, number, put_account(ledger, book, code), posting->line[i].fen);
    }
    ledger->head = ch_sha256_chain(&ledger->head, bytes);
}

static ch_err keep(ch_ledger *ledger, const ch_ledger_posting *posting)
{
    if (!make_room(ledger, posting->lines))
        return CH_ENOMEM;
    const ch_text bytes = ch_text_copy(&ledger->arena, ch_buf_text(&ledger->text));
    if (bytes.at == NULL)
        return CH_ENOMEM;
    put(ledger, posting, bytes);
    return CH_OK;
}

/* ---- taking in */

static ch_err write_text(ch_ledger *ledger, const ch_ledger_posting *posting)
{
    ledger->text.len = 0;
    ledger->text.failed = false;
    ch_ledger__write(posting, &ledger->text);
    return ledger->text.failed ? CH_ENOMEM : CH_OK;
}

/* Lines that follow from others may be left out, also when a posting is sent once more. */
static bool is_same(const ch_ledger_posting *posting, ch_text given, ch_text there)
{
    const bool follows = posting->kind == CH_LEDGER_REVERSE || posting->kind == CH_LEDGER_CLOSE;
    if (posting->lines == 0 && follows && given.len <= there.len)
        there.len = given.len;
    return ch_text_equal(given, there);
}

static ch_err meet_again(ch_ledger *ledger, const ch_ledger__asked *asked, const ch_ledger_posting *posting,
                         size_t number, ch_ledger_taken *taken)
{
    const ch_err err = write_text(ledger, posting);
    if (err != CH_OK)
        return err;
    if (!is_same(posting, ch_buf_text(&ledger->text), ledger->posting[number].bytes)) {
        char there[24];
        snprintf(there, sizeof there, "%zu", number + 1);
        return ch_ledger__refuse(asked, "id", posting->id, CH_WANT_LEDGER_SAME, there, NULL);
    }
    *taken = (ch_ledger_taken){number, false};
    return CH_OK;
}

static ch_err copy_lines(ch_arena *arena, ch_ledger_posting *posting)
{
    ch_ledger_line *line = CH_NEW(arena, ch_ledger_line, posting->lines);
    if (line == NULL)
        return CH_ENOMEM;
    if (posting->lines > 0)
        memcpy(line, posting->line, posting->lines * sizeof *line);
    ch_ledger__sort_lines(line, posting->lines);
    posting->line = line;
    return CH_OK;
}

/* posting's lines are sorted. */
static ch_err take(ch_ledger *ledger, ch_arena *scratch, const ch_ledger__asked *asked, ch_ledger_posting posting,
                   ch_ledger_taken *taken)
{
    ch_err err = ch_ledger__check_form(asked, &posting);
    if (err != CH_OK)
        return err;
    const size_t number = ch_ledger_find(ledger, posting.id);
    if (number != SIZE_MAX)
        return meet_again(ledger, asked, &posting, number, taken);
    err = ch_ledger__check_kind(asked, scratch, &posting);
    if (err == CH_OK)
        err = write_text(ledger, &posting);
    if (err == CH_OK)
        err = keep(ledger, &posting);
    if (err == CH_OK)
        *taken = (ch_ledger_taken){ledger->postings - 1, true};
    return err;
}

ch_err ch_ledger_post(ch_ledger *ledger, const ch_ledger_posting *posting, ch_at at, ch_ledger_taken *taken,
                      ch_faults *faults)
{
    const ch_ledger__asked asked = {ledger, at, faults, false};
    ch_arena scratch = CH_ARENA(ledger->memory);
    ch_ledger_posting sorted = *posting;
    ch_err err = copy_lines(&scratch, &sorted);
    if (err == CH_OK)
        err = take(ledger, &scratch, &asked, sorted, taken);
    ch_arena_free(&scratch);
    return err;
}

/* Written again, a posting gives the bytes it was read from, or they were not canonical. */
static ch_err check_bytes(ch_ledger *ledger, const ch_ledger__asked *asked, const ch_ledger_posting *posting,
                          ch_text bytes)
{
    const ch_err err = write_text(ledger, posting);
    if (err != CH_OK)
        return err;
    if (ch_text_equal(bytes, ch_buf_text(&ledger->text)) && ch_ledger_find(ledger, posting->id) == SIZE_MAX)
        return CH_OK;
    return ch_ledger__refuse(asked, "id", posting->id, CH_WANT_LEDGER_BYTES, NULL, NULL);
}

static ch_err replay(ch_ledger *ledger, ch_arena *scratch, const ch_ledger__asked *asked, ch_text bytes)
{
    ch_ledger_posting posting;
    ch_ledger_taken taken;
    ch_err err = ch_ledger__read(scratch, bytes, &posting);
    if (err == CH_EDATA)
        return ch_ledger__refuse(asked, NULL, bytes, CH_WANT_LEDGER_BYTES, NULL, NULL);
    if (err == CH_OK)
        err = copy_lines(scratch, &posting);
    if (err == CH_OK)
        err = check_bytes(ledger, asked, &posting, bytes);
    return err == CH_OK ? take(ledger, scratch, asked, posting, &taken) : err;
}

ch_err ch_ledger_replay(ch_ledger *ledger, ch_text bytes, ch_at at, ch_faults *faults)
{
    const ch_ledger__asked asked = {ledger, at, faults, true};
    ch_arena scratch = CH_ARENA(ledger->memory);
    const ch_err err = replay(ledger, &scratch, &asked, bytes);
    ch_arena_free(&scratch);
    return err;
}

/* ---- asking */

size_t ch_ledger_count(const ch_ledger *ledger)
{
    return ledger->postings;
}

ch_sha256 ch_ledger_head(const ch_ledger *ledger)
{
    return ledger->head;
}

ch_text ch_ledger_bytes(const ch_ledger *ledger, size_t number)
{
    return ledger->posting[number].bytes;
}

ch_err ch_ledger_get(ch_arena *arena, const ch_ledger *ledger, size_t number, ch_ledger_posting *posting)
{
    return ch_ledger__read(arena, ledger->posting[number].bytes, posting);
}

size_t ch_ledger_reversed_by(const ch_ledger *ledger, size_t number)
{
    const uint32_t by = ledger->posting[number].reversed_by;
    return by == CH_LEDGER__NONE ? SIZE_MAX : by;
}

int ch_ledger_closed_until(const ch_ledger *ledger, ch_text book)
{
    const uint32_t found = ch_ledger__find_book(ledger, book);
    return found == CH_LEDGER__NONE ? 0 : ledger->book[found].closed_until;
}

bool ch_ledger_balance(const ch_ledger *ledger, ch_text book, ch_text account, ch_date day, int64_t *fen)
{
    const uint32_t found = ch_ledger__find_account(ledger, ch_ledger__find_book(ledger, book), account);
    if (found == CH_LEDGER__NONE)
        return false;
    *fen = ch_ledger__balance(ledger, found, day);
    return true;
}
