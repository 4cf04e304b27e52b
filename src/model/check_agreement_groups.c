/* check_agreement_groups.c - a group of parties is two or more of one agreement's, not all, each once, and no other row's. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

/* A row that is sound in itself: who is in it, ascending. */
typedef struct {
    const uint32_t *party; /* rows of agreement_parties, so of two agreements never the same */
    size_t parties;
    size_t row;
} group;

typedef struct {
    size_t from, to;
} span;

/* Parties stand by agreement, then code. */
static size_t find_first(const ch_rows_agreement_parties *rows, ch_text agreement)
{
    size_t from = 0, to = rows->rows;
    while (from < to) {
        const size_t at = from + (to - from) / 2;
        if (ch_text_compare(rows->agreement[at], agreement) < 0)
            from = at + 1;
        else
            to = at;
    }
    return from;
}

static span find_parties(const ch_rows_agreement_parties *rows, ch_text agreement)
{
    span of = {.from = find_first(rows, agreement)};
    for (of.to = of.from; of.to < rows->rows && ch_text_equal(rows->agreement[of.to], agreement);)
        of.to++;
    return of;
}

static size_t find_party(const ch_rows_agreement_parties *rows, span of, ch_text code)
{
    for (size_t row = of.from; row < of.to; row++)
        if (ch_text_equal(rows->party[row], code))
            return row;
    return SIZE_MAX;
}

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static size_t count_codes(ch_text codes)
{
    ch_text code;
    size_t n = 0;
    while (ch_text_next(&codes, ' ', &code))
        n += code.len > 0;
    return n;
}

static void tell(ch_checking *c, size_t row, ch_text found, ch_want want, ch_text detail)
{
    ch_check__tell(c, CH_TABLE_agreement_groups, row, CH_COLUMN_agreement_groups_parties, found, want, detail);
}

/* Codes to rows of parties; false: some code is told. */
static bool take_codes(ch_checking *c, size_t row, span of, uint32_t *party, size_t *parties)
{
    const ch_rows_agreement_groups *rows = &c->zone->agreement_groups;
    const ch_rows_agreement_parties *known = &c->zone->agreement_parties;
    ch_text rest = rows->parties[row], code;
    bool is_sound = true;
    *parties = 0;
    while (ch_text_next(&rest, ' ', &code)) {
        const size_t at = code.len > 0 ? find_party(known, of, code) : SIZE_MAX;
        if (at != SIZE_MAX)
            party[(*parties)++] = (uint32_t)at;
        else if (code.len > 0) {
            tell(c, row, code, CH_WANT_PARTY, rows->agreement[row]);
            is_sound = false;
        }
    }
    qsort(party, *parties, sizeof *party, by_number);
    for (size_t i = 1; i < *parties; i++)
        if (party[i] == party[i - 1]) {
            tell(c, row, known->party[party[i]], CH_WANT_PARTY_ONCE, CH_TEXT(""));
            is_sound = false;
        }
    return is_sound;
}

/* false: it was told, or there is no memory. */
static bool take_group(ch_checking *c, ch_arena *scratch, size_t row, group *taken)
{
    const ch_rows_agreement_groups *rows = &c->zone->agreement_groups;
    const span of = find_parties(&c->zone->agreement_parties, rows->agreement[row]);
    uint32_t *party = CH_NEW(scratch, uint32_t, count_codes(rows->parties[row]));
    *taken = (group){.party = party, .row = row};
    if (party == NULL) {
        ch_check__note(c, CH_ENOMEM);
        return false;
    }
    if (!take_codes(c, row, of, party, &taken->parties))
        return false;
    if (taken->parties >= 2 && taken->parties < of.to - of.from)
        return true;
    tell(c, row, rows->parties[row], CH_WANT_SOME_PARTIES, rows->agreement[row]);
    return false;
}

static int by_members(const void *left, const void *right)
{
    const group *a = left, *b = right;
    if (a->parties != b->parties)
        return a->parties > b->parties ? 1 : -1;
    for (size_t i = 0; i < a->parties; i++)
        if (a->party[i] != b->party[i])
            return a->party[i] > b->party[i] ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

static bool is_same(const group *a, const group *b)
{
    return a->parties == b->parties && memcmp(a->party, b->party, a->parties * sizeof *a->party) == 0;
}

/* Of rows with the same members all but the first are told. */
static void check_once(ch_checking *c, group *list, size_t n)
{
    const ch_rows_agreement_groups *rows = &c->zone->agreement_groups;
    size_t first = 0;
    qsort(list, n, sizeof *list, by_members);
    for (size_t i = 1; i < n; i++)
        if (is_same(&list[i], &list[first]))
            tell(c, list[i].row, rows->parties[list[i].row], CH_WANT_OWN_PARTIES, rows->id[list[first].row]);
        else
            first = i;
}

/* A row whose cells are at fault already, or that is of no agreement, is told once. */
static bool is_readable(const ch_checking *c, size_t row)
{
    const ch_rows_agreement_groups *rows = &c->zone->agreement_groups;
    return rows->parties[row].len > 0 && ch_zone_find(c->zone, CH_TABLE_agreements, rows->agreement[row]) != SIZE_MAX &&
           !ch_check__was_told(c, CH_TABLE_agreement_groups, row, CH_COLUMN_agreement_groups_parties);
}

void ch_check__agreement_groups(ch_checking *c)
{
    const size_t rows = c->zone->agreement_groups.rows;
    ch_arena scratch = CH_ARENA(c->zone->memory);
    if (ch_check__shares(c, CH_TABLE_agreement_groups) && ch_check__shares(c, CH_TABLE_agreement_parties))
        return;
    group *list = CH_NEW(&scratch, group, rows);
    size_t n = 0;
    if (list == NULL)
        ch_check__note(c, CH_ENOMEM);
    for (size_t row = 0; row < rows && list; row++)
        n += is_readable(c, row) && take_group(c, &scratch, row, &list[n]);
    if (list)
        check_once(c, list, n);
    ch_arena_free(&scratch);
}
