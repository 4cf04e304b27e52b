/* settlement_ledger.c - the year's dues held against the ledger's book: what was posted as due, what was paid, what is still owed.
 *
 * What was posted as due are the postings AGREEMENT:YEAR:due, AGREEMENT:YEAR:due:2 and so on, as far as they go, with all reversals of them
 * and reversals of these. A posting stands when it was not reversed, or its reversal was. */
#include "settling.h"

#include <string.h>

const char *const ch_desk__posted_name[] = {"matches", "differs", "not_posted"};

typedef struct {
    ch_desk__settling *s;
    size_t *number; /* postings of dues and of what reverses them */
    size_t numbers, capacity;
    ch_ledger_posting *standing;
    size_t standings, standing_capacity;
    ch_ledger_sheet sheet;
} booking;

/* ---- what was posted as due */

static ch_text name_due(const ch_desk__settling *s, unsigned nth)
{
    ch_buf id = {.memory = s->arena->memory};
    ch_buf_add(&id, s->split.agreement);
    ch_buf_addf(&id, ":%d:due", (int)s->asked->year);
    if (nth > 1)
        ch_buf_addf(&id, ":%u", nth);
    const ch_text kept = id.failed ? (ch_text){0} : ch_text_copy(s->arena, ch_buf_text(&id));
    ch_buf_free(&id);
    return kept;
}

/* Its reversal undoes it, the reversal of that brings it back. */
static bool is_standing(const ch_ledger *ledger, size_t number)
{
    bool stands = true;
    while ((number = ch_ledger_reversed_by(ledger, number)) != SIZE_MAX)
        stands = !stands;
    return stands;
}

ch_text ch_desk__due_id(const ch_desk__settling *s)
{
    const ch_ledger *ledger = s->asked->ledger;
    for (unsigned nth = 1;; nth++) {
        const ch_text id = name_due(s, nth);
        const size_t number = ledger && id.at ? ch_ledger_find(ledger, id) : SIZE_MAX;
        if (number == SIZE_MAX || is_standing(ledger, number))
            return id;
    }
}

static ch_err note_number(booking *b, size_t number)
{
    if (!ch_arena_grow(b->s->arena, (void **)&b->number, &b->capacity, b->numbers + 1, sizeof *b->number))
        return CH_ENOMEM;
    b->number[b->numbers++] = number;
    return CH_OK;
}

static ch_err note_standing(booking *b, const ch_ledger_posting *posting)
{
    if (!ch_arena_grow(b->s->arena, (void **)&b->standing, &b->standing_capacity, b->standings + 1,
                       sizeof *b->standing))
        return CH_ENOMEM;
    b->standing[b->standings++] = *posting;
    return CH_OK;
}

static ch_err take_due(booking *b, size_t number)
{
    const ch_ledger *ledger = b->s->asked->ledger;
    ch_ledger_posting posting;
    ch_err err = ch_ledger_get(b->s->arena, ledger, number, &posting);
    if (err != CH_OK || !ch_text_equal(posting.book, b->s->split.agreement) || posting.kind != CH_LEDGER_POST)
        return err;
    if (is_standing(ledger, number))
        err = note_standing(b, &posting);
    for (size_t at = number; err == CH_OK && at != SIZE_MAX; at = ch_ledger_reversed_by(ledger, at))
        err = note_number(b, at);
    return err;
}

static ch_err take_dues(booking *b)
{
    ch_err err = CH_OK;
    for (unsigned nth = 1; err == CH_OK; nth++) {
        const ch_text id = name_due(b->s, nth);
        if (!id.at)
            return CH_ENOMEM;
        const size_t number = ch_ledger_find(b->s->asked->ledger, id);
        if (number == SIZE_MAX)
            break;
        err = take_due(b, number);
    }
    return err;
}

static bool is_due(const booking *b, size_t number)
{
    for (size_t i = 0; i < b->numbers; i++)
        if (b->number[i] == number)
            return true;
    return false;
}

/* ---- a pair */

static int side_of(ch_text account, ch_text from, ch_text to)
{
    const char *cut = account.len > 0 ? memchr(account.at, '>', account.len) : NULL;
    if (!cut)
        return 0;
    const ch_text a = {account.at, (size_t)(cut - account.at)}, b = {cut + 1, account.len - a.len - 1};
    return ch_text_equal(a, from) && ch_text_equal(b, to) ? 1 : ch_text_equal(a, to) && ch_text_equal(b, from) ? -1 : 0;
}

/* What from owes to by what stands posted as due. false: past 63 bits. */
static bool sum_standing(const booking *b, ch_text from, ch_text to, int64_t *fen)
{
    bool fits = true;
    *fen = 0;
    for (size_t i = 0; i < b->standings; i++)
        for (size_t k = 0; k < b->standing[i].lines; k++) {
            const ch_ledger_line *line = &b->standing[i].line[k];
            fits = fits && !__builtin_add_overflow(*fen, side_of(line->account, from, to) * line->fen, fen);
        }
    return fits;
}

static const ch_ledger_pair *find_pair(const ch_ledger_sheet *sheet, ch_text a, ch_text b)
{
    for (size_t i = 0; i < sheet->pairs; i++) {
        const ch_ledger_pair *pair = &sheet->pair[i];
        if ((ch_text_equal(pair->from, a) && ch_text_equal(pair->to, b)) ||
            (ch_text_equal(pair->from, b) && ch_text_equal(pair->to, a)))
            return pair;
    }
    return NULL;
}

static void take_moves(const booking *b, const ch_ledger_pair *pair, ch_desk__owed *owed)
{
    const int64_t sign = ch_text_equal(pair->from, owed->from) ? 1 : -1;
    owed->opening_fen = sign * pair->opening_fen;
    owed->closing_fen = sign * pair->closing_fen;
    for (size_t i = 0; i < pair->moves; i++)
        if (is_due(b, pair->move[i].posting))
            owed->posted_fen += sign * pair->move[i].fen;
        else
            owed->paid_fen -= sign * pair->move[i].fen;
}

/* false: past 63 bits. */
static bool fill(const booking *b, ch_desk__owed *owed, ch_text from, ch_text to, int64_t due_fen)
{
    int64_t standing_fen;
    const ch_ledger_pair *pair = find_pair(&b->sheet, from, to);
    *owed = (ch_desk__owed){.from = from, .to = to, .due_fen = due_fen};
    if (pair)
        take_moves(b, pair, owed);
    return sum_standing(b, from, to, &standing_fen) &&
           !__builtin_sub_overflow(due_fen, standing_fen, &owed->differs_fen);
}

/* ---- all pairs */

static int64_t due_of(const ch_desk__settling *s, size_t party)
{
    for (size_t i = 0; i < s->dues; i++)
        if (s->due[i].party == party)
            return s->due[i].amount_fen;
    return 0;
}

static bool is_party(const ch_desk__settling *s, ch_text code)
{
    for (size_t i = 0; i < s->of.deal.agreement.parties; i++)
        if (ch_text_equal(ch_desk__party_code(s, i), code))
            return true;
    return false;
}

/* Between the collector and another party of the agreement. */
static bool is_collected(const ch_desk__settling *s, const ch_ledger_pair *pair)
{
    const ch_text collector = ch_desk__party_code(s, s->collector);
    return (ch_text_equal(pair->from, collector) && is_party(s, pair->to)) ||
           (ch_text_equal(pair->to, collector) && is_party(s, pair->from));
}

static bool says_nothing(const ch_desk__owed *owed, const ch_ledger_pair *pair)
{
    return !pair && owed->due_fen == 0 && owed->differs_fen == 0;
}

static bool list_pairs(const booking *b, ch_desk__owed *list, size_t *pairs)
{
    const ch_desk__settling *s = b->s;
    const ch_text collector = ch_desk__party_code(s, s->collector);
    bool fits = true;
    size_t n = 0;
    for (size_t i = 0; i < s->of.deal.agreement.parties; i++) {
        const ch_text party = ch_desk__party_code(s, i);
        if (i == s->collector)
            continue;
        fits = fill(b, &list[n], collector, party, due_of(s, i)) && fits;
        n += !says_nothing(&list[n], find_pair(&b->sheet, collector, party));
    }
    for (size_t i = 0; i < b->sheet.pairs; i++) {
        const ch_ledger_pair *pair = &b->sheet.pair[i];
        if (!is_collected(s, pair))
            fits = fill(b, &list[n++], pair->from, pair->to, 0) && fits;
    }
    *pairs = n;
    return fits;
}

static ch_desk__posted state_of(const booking *b, const ch_desk__owed *pair, size_t pairs)
{
    bool differs = false;
    for (size_t i = 0; i < pairs; i++)
        differs = differs || pair[i].differs_fen != 0;
    return !differs ? CH_DESK__MATCHES : b->standings > 0 ? CH_DESK__DIFFERS : CH_DESK__NOT_POSTED;
}

static ch_err list_booked(booking *b, ch_faults *faults)
{
    ch_desk__settling *s = b->s;
    ch_desk__owed *list = CH_NEW(s->arena, ch_desk__owed, s->of.deal.agreement.parties + b->sheet.pairs);
    if (!list)
        return CH_ENOMEM;
    if (!list_pairs(b, list, &s->booked.pairs))
        return ch_fault_add(faults, (ch_at){0}, CH_TEXT("ledger"), s->split.agreement, CH_WANT_SMALL_AMOUNTS,
                            (ch_text){0});
    s->booked.pair = list;
    s->booked.state = state_of(b, list, s->booked.pairs);
    return CH_OK;
}

ch_err ch_desk__settle_booked(ch_desk__settling *s, ch_faults *faults)
{
    const ch_ledger *ledger = s->asked->ledger;
    const ch_sha256 head = ch_ledger_head(ledger);
    booking b = {.s = s};
    s->has_ledger = true;
    s->booked.postings = ch_ledger_count(ledger);
    ch_sha256_format(&head, s->booked.head);
    ch_err err = ch_ledger_sheet_make(s->arena, ledger, s->split.agreement, (int)s->asked->year, &b.sheet, faults);
    if (err == CH_ENONE) { /* no such book: nothing was posted */
        b.sheet = (ch_ledger_sheet){.pairs = 0};
        err = CH_OK;
    }
    s->booked.is_closed = b.sheet.is_closed;
    if (err == CH_OK)
        err = take_dues(&b);
    return err == CH_OK ? list_booked(&b, faults) : err;
}
