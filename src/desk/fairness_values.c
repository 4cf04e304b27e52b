/* fairness_values.c - rows of the zone as a game: what each group of parties would have without the others.
 *
 *   v(S) = the most of  row(S)  and  row(P) + v(S \ P)  over the pieces P within S that the first party of S is in
 *
 * A piece is a single party or a row of agreement_groups. S \ P is a smaller number than S, so one pass upwards will do. */
#include "fairness_parts.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    ch_arena *arena;
    ch_faults *faults;
    ch_desk__game *game;
    int64_t *own;                            /* per group: of its row or party; CH_UNKNOWN_I64: it is no piece */
    uint32_t *piece;                         /* that are, by first party, then number */
    uint32_t start[CH_FAIRNESS_PARTIES + 1]; /* where those of a first party begin */
} reading;

static unsigned first_of(uint32_t group)
{
    return (unsigned)__builtin_ctz(group);
}

/* ---- what is told */

static ch_err tell_parties(const ch_desk__deal *deal, ch_faults *faults)
{
    char found[24], most[8];
    snprintf(found, sizeof found, "%zu", deal->agreement.parties);
    snprintf(most, sizeof most, "%d", CH_FAIRNESS_PARTIES);
    return ch_fault_add(faults, (ch_at){0}, CH_TEXT("agreement_parties"), ch_text_of(found), CH_WANT_PARTIES,
                        ch_text_of(most));
}

static ch_err tell_large(const reading *r, const char *column, ch_text found)
{
    char most[24];
    snprintf(most, sizeof most, "%lld", (long long)(CH_GAME_VALUE_MOST / 100));
    return ch_fault_add(r->faults, (ch_at){0}, ch_text_of(column), found, CH_WANT_FAIR_AMOUNT, ch_text_of(most));
}

static bool is_small(int64_t fen)
{
    return fen >= -CH_GAME_VALUE_MOST && fen <= CH_GAME_VALUE_MOST;
}

/* Over all years; false: too much. */
static bool over_years(const ch_desk__game *game, int64_t year_fen, int64_t *fen)
{
    return !__builtin_mul_overflow(year_fen, game->years, fen) && is_small(*fen);
}

/* ---- pieces */

static ch_err take_parties(reading *r)
{
    ch_desk__game *game = r->game;
    const ch_rows_agreement_parties *rows = &game->deal->zone->agreement_parties;
    ch_err err = CH_OK;
    for (unsigned i = 0; i < game->parties; i++) {
        const uint32_t row = game->deal->party[i];
        game->gets_fen[i] = game->deal->split.total[i].amount_fen;
        game->alone_fen[i] = CH_UNKNOWN_I64;
        if (rows->alone_wan[row] == CH_UNKNOWN_I64)
            game->missing |= UINT32_C(1) << i;
        else if (!over_years(game, rows->alone_wan[row], &game->alone_fen[i]))
            err = ch_err_worse(err, tell_large(r, "alone_wan", rows->party[row]));
        if (!is_small(game->gets_fen[i]) ||
            __builtin_add_overflow(game->total_fen, game->gets_fen[i], &game->total_fen))
            err = ch_err_worse(err, tell_large(r, "gross_wan", rows->party[row]));
    }
    return err;
}

/* 0: a code is none of a party. The zone's checks forbid that. */
static uint32_t group_of(const ch_desk__deal *deal, ch_text codes)
{
    uint32_t group = 0;
    ch_text code;
    while (ch_text_next(&codes, ' ', &code)) {
        size_t i = 0;
        while (i < deal->agreement.parties && !ch_text_equal(deal->agreement.party[i].code, code))
            i++;
        if (i == deal->agreement.parties)
            return 0;
        group |= UINT32_C(1) << i;
    }
    return group;
}

static ch_err take_rows(reading *r, uint32_t *row_of)
{
    const ch_desk__deal *deal = r->game->deal;
    const ch_rows_agreement_groups *rows = &deal->zone->agreement_groups;
    const ch_text id = deal->zone->agreements.id[deal->row];
    ch_err err = CH_OK;
    for (size_t row = 0; row < rows->rows; row++) {
        const uint32_t group = ch_text_equal(rows->agreement[row], id) ? group_of(deal, rows->parties[row]) : 0;
        if (group == 0 || group == r->game->all)
            continue;
        row_of[group] = (uint32_t)row;
        if (!over_years(r->game, rows->value_wan[row], &r->own[group]))
            err = ch_err_worse(err, tell_large(r, "value_wan", rows->id[row]));
    }
    return err;
}

static int by_first(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (first_of(a) != first_of(b))
        return first_of(a) > first_of(b) ? 1 : -1;
    return (a > b) - (a < b);
}

static bool list_pieces(reading *r)
{
    const size_t groups = (size_t)r->game->all + 1;
    size_t n = 0;
    for (size_t group = 1; group < groups; group++)
        n += r->own[group] != CH_UNKNOWN_I64;
    r->piece = CH_NEW(r->arena, uint32_t, n);
    if (r->piece == NULL)
        return false;
    n = 0;
    for (size_t group = 1; group < groups; group++)
        if (r->own[group] != CH_UNKNOWN_I64) {
            r->piece[n++] = (uint32_t)group;
            r->start[first_of((uint32_t)group) + 1]++;
        }
    for (unsigned i = 0; i < r->game->parties; i++)
        r->start[i + 1] += r->start[i];
    qsort(r->piece, n, sizeof *r->piece, by_first);
    return true;
}

/* ---- best partitions */

typedef struct {
    uint32_t group;
    bool is_made; /* there is a partition */
    int64_t fen;
    uint32_t piece;
} best;

/* Of equal ones the group in one piece, else the one of the smallest first piece: whatever the order of pieces. */
static void try_piece(const reading *r, const int64_t *value, uint32_t piece, best *b)
{
    if (r->own[piece] == CH_UNKNOWN_I64)
        return;
    const int64_t fen = r->own[piece] + value[b->group & ~piece];
    const bool is_nicer = b->piece != b->group && (piece == b->group || piece < b->piece);
    if (!b->is_made || fen > b->fen || (fen == b->fen && is_nicer))
        *b = (best){b->group, true, fen, piece};
}

/* By the pieces that there are, or by the parts of the group where those are fewer. */
static best find_best(const reading *r, const int64_t *value, uint32_t group)
{
    const unsigned first = first_of(group);
    const uint32_t from = r->start[first], to = r->start[first + 1], rest = group & (group - 1);
    best b = {.group = group};
    if (to - from <= UINT32_C(1) << __builtin_popcount(rest)) {
        for (uint32_t i = from; i < to; i++)
            if ((r->piece[i] & ~group) == 0)
                try_piece(r, value, r->piece[i], &b);
        return b;
    }
    for (uint32_t part = rest;; part = (part - 1) & rest) {
        try_piece(r, value, part | UINT32_C(1) << first, &b);
        if (part == 0)
            return b;
    }
}

/* The whole last: apart first, then as what the agreement divides. */
static ch_err find_values(reading *r, int64_t *value, uint32_t *piece)
{
    ch_desk__game *game = r->game;
    bool is_large = !is_small(game->total_fen);
    value[0] = 0;
    for (uint32_t group = 1; group <= game->all; group++) {
        const best b = find_best(r, value, group);
        value[group] = b.fen;
        piece[group] = b.piece;
        is_large |= !is_small(b.fen);
    }
    game->apart_fen = value[game->all];
    value[game->all] = game->total_fen;
    return is_large ? tell_large(r, "agreement", game->deal->zone->agreements.id[game->deal->row]) : CH_OK;
}

static void add_up(const ch_desk__game *game, int64_t *gets)
{
    gets[0] = 0;
    for (uint32_t group = 1; group <= game->all; group++)
        gets[group] = gets[group & (group - 1)] + game->gets_fen[first_of(group)];
}

/* ---- the tightest */

static bool is_tighter(const ch_desk__game *game, uint32_t a, uint32_t b)
{
    const int64_t of_a = ch_desk__excess(game, a), of_b = ch_desk__excess(game, b);
    const int in_a = __builtin_popcount(a), in_b = __builtin_popcount(b);
    if (of_a != of_b)
        return of_a > of_b;
    return in_a != in_b ? in_a < in_b : a < b;
}

static void find_tightest(ch_desk__game *game)
{
    for (uint32_t group = 1; group < game->all; group++) {
        size_t at = game->tights;
        if (at == CH_FAIRNESS_GROUPS && !is_tighter(game, group, game->tight[at - 1]))
            continue;
        at -= at == CH_FAIRNESS_GROUPS;
        game->tights = at + 1;
        for (; at > 0 && is_tighter(game, group, game->tight[at - 1]); at--)
            game->tight[at] = game->tight[at - 1];
        game->tight[at] = group;
    }
}

uint32_t ch_desk__worst(const ch_desk__game *game)
{
    return game->tights > 0 && ch_desk__excess(game, game->tight[0]) > 0 ? game->tight[0] : 0;
}

/* ---- the game */

static ch_err fill(reading *r)
{
    ch_desk__game *game = r->game;
    const size_t groups = (size_t)game->all + 1;
    int64_t *value = CH_NEW(r->arena, int64_t, groups), *gets = CH_NEW(r->arena, int64_t, groups);
    uint32_t *piece = CH_NEW(r->arena, uint32_t, groups), *row = CH_NEW(r->arena, uint32_t, groups);
    r->own = CH_NEW(r->arena, int64_t, groups);
    if (!value || !gets || !piece || !row || !r->own)
        return CH_ENOMEM;
    for (size_t group = 0; group < groups; group++) {
        r->own[group] = CH_UNKNOWN_I64;
        row[group] = UINT32_MAX;
    }
    ch_err err = take_rows(r, row);
    for (unsigned i = 0; i < game->parties; i++)
        r->own[UINT32_C(1) << i] = game->alone_fen[i];
    if (err == CH_OK && !list_pieces(r))
        err = CH_ENOMEM;
    if (err == CH_OK)
        err = find_values(r, value, piece);
    if (err != CH_OK)
        return err;
    add_up(game, gets);
    game->value = value;
    game->gets = gets;
    game->piece = piece;
    game->row = row;
    find_tightest(game);
    return CH_OK;
}

ch_err ch_desk__read_game(ch_arena *arena, const ch_desk__deal *deal, int32_t from, int32_t to, ch_desk__game *game,
                          ch_faults *faults)
{
    reading r = {.arena = arena, .faults = faults, .game = game};
    *game = (ch_desk__game){.deal = deal};
    if (deal->agreement.parties < 1 || deal->agreement.parties > CH_FAIRNESS_PARTIES)
        return tell_parties(deal, faults);
    game->parties = (unsigned)deal->agreement.parties;
    game->all = (UINT32_C(1) << game->parties) - 1;
    game->years = from == 0 ? 0 : (int64_t)to - from + 1;
    const ch_err err = take_parties(&r);
    game->is_known = game->missing == 0 && game->years > 0 && deal->untolds == 0;
    return err == CH_OK && game->is_known ? fill(&r) : err;
}
