/* caps.c - what is repaid first, caps, the odd fen, floors. */
#include "agreement_parts.h"

#include "changhe/share.h"

static ch_share__wide take(ch_share__wide *pool, int64_t most_fen, ch_share__wide den)
{
    const ch_share__wide most = most_fen * den;
    const ch_share__wide taken = *pool < most ? *pool : most;
    *pool -= taken;
    return taken;
}

static void repay(ch_share__desk *desk, const ch_share__line *line, ch_share__wide *pool)
{
    for (size_t i = 0; i < desk->of->parties; i++) {
        ch_share__seat *seat = &desk->seat[i];
        if (seat->repay_left <= 0 || *pool == 0)
            continue;
        seat->share += take(pool, seat->repay_left, line->den);
        seat->repaid_fen = *pool > 0 ? seat->repay_left : 0;
        seat->why |= CH_AGREEMENT_REPAID;
    }
}

/* A share of the pool within its caps, which are whole fen: what is cut to one has no odd fen, and what is below one
 * does not round above it. */
static ch_share__wide within_caps(ch_share__seat *seat, ch_share__wide share, ch_share__wide den)
{
    if (seat->cap_left != CH_UNKNOWN_I64 && share > seat->cap_left * den) {
        share = seat->cap_left * den;
        seat->why |= CH_AGREEMENT_CAP;
    }
    if (seat->year_left != CH_UNKNOWN_I64 && share > seat->year_left * den) {
        share = seat->year_left * den;
        seat->why = (seat->why & ~(unsigned)CH_AGREEMENT_CAP) | CH_AGREEMENT_CAP_YEAR;
    }
    return share;
}

static void share_out(ch_share__desk *desk, const ch_share__line *line, ch_share__wide pool)
{
    const bool is_refund = line->gross_fen < 0;
    const ch_share__wide piece = pool / line->common; /* whole: all that came off is whole fen */
    ch_share__wide left = pool;
    for (size_t i = 0; i < desk->of->parties; i++) {
        ch_share__seat *seat = &desk->seat[i];
        if (seat == desk->rest)
            continue;
        const ch_share__wide share = piece * seat->part;
        const ch_share__wide bounded = is_refund ? share : within_caps(seat, share, line->den);
        seat->share += bounded;
        left -= bounded;
    }
    desk->rest->share += left;
    if (left > piece * desk->rest->part)
        desk->rest->why |= CH_AGREEMENT_REST;
}

void ch_share__bound(ch_share__desk *desk, const ch_share__line *line)
{
    ch_share__wide pool = line->pool;
    const bool is_running = line->state == 0 && line->gross_fen > 0;
    desk->kept_fen = 0;
    for (size_t i = 0; i < desk->of->parties; i++) {
        ch_share__seat *seat = &desk->seat[i];
        seat->share = 0;
        seat->repaid_fen = 0;
        seat->why = line->state;
    }
    if (is_running && desk->of->base == CH_AGREEMENT_INCREMENT && desk->base_left > 0) {
        desk->rest->share = take(&pool, desk->base_left, line->den);
        desk->rest->why |= CH_AGREEMENT_BASE_KEPT;
        desk->kept_fen = pool > 0 ? desk->base_left : 0;
    }
    if (is_running)
        repay(desk, line, &pool);
    share_out(desk, line, pool);
}

/* ---- the odd fen: as many as the whole parts leave over, by largest remainder, ties by code. Remainders are parts of
 * den, and add up to that many times den: dividing the fen by them gives each 0 or 1. */

static int64_t cut(ch_share__wide share, ch_share__wide den, ch_text code, ch_share_part *part, int64_t *left)
{
    const int64_t whole = (int64_t)(share / den);
    *part = (ch_share_part){code, (int64_t)(share % den)};
    *left -= whole;
    return whole;
}

ch_err ch_share__round(ch_share__desk *desk, ch_share__line *line)
{
    const size_t n = desk->of->parties;
    const int64_t sign = line->gross_fen < 0 ? -1 : 1;
    ch_share_part part[CH_AGREEMENT_PARTIES + 2];
    int64_t odd[CH_AGREEMENT_PARTIES + 2] = {0}, left = line->gross_fen * sign;
    for (size_t i = 0; i < n; i++)
        desk->seat[i].amount_fen = cut(desk->seat[i].share, line->den, desk->seat[i].party->code, &part[i], &left);
    /* no text begins with such bytes: the centre and the province come after all parties */
    line->central_fen = cut(line->central, line->den, CH_TEXT("\xfe"), &part[n], &left);
    line->provincial_fen = cut(line->provincial, line->den, CH_TEXT("\xff"), &part[n + 1], &left);
    ch_err err = CH_OK;
    if (left > 0)
        err = ch_share_divide(desk->arena, left, part, n + 2, odd, NULL, desk->faults);
    line->central_fen = (line->central_fen + odd[n]) * sign;
    line->provincial_fen = (line->provincial_fen + odd[n + 1]) * sign;
    line->base_fen = line->gross_fen - line->central_fen - line->provincial_fen;
    for (size_t i = 0; i < n; i++) {
        desk->seat[i].amount_fen = (desk->seat[i].amount_fen + odd[i]) * sign;
        desk->seat[i].odd_fen = odd[i] * sign;
    }
    return err;
}

/* ---- what was paid uses up bounds; a refund gives them back, but not beyond what they were */

static void lower(int64_t *left, int64_t fen, int64_t whole_fen)
{
    if (*left == CH_UNKNOWN_I64)
        return;
    *left -= fen;
    if (*left > whole_fen)
        *left = whole_fen;
}

void ch_share__pay(ch_share__desk *desk, const ch_share__line *line)
{
    for (size_t i = 0; i < desk->of->parties; i++) {
        ch_share__seat *seat = &desk->seat[i];
        if ((seat->why & CH_AGREEMENT_REPAID) != 0 && seat->repaid_fen == 0)
            seat->repaid_fen = seat->amount_fen - (seat == desk->rest ? desk->kept_fen : 0); /* the pool gave out */
        const int64_t counted = seat->amount_fen - seat->repaid_fen;
        seat->repay_left -= seat->repaid_fen;
        seat->year_fen += seat->amount_fen;
        lower(&seat->cap_left, counted, seat->party->cap_fen);
        lower(&seat->year_left, counted, seat->party->cap_year_fen);
    }
    if ((desk->rest->why & CH_AGREEMENT_BASE_KEPT) != 0)
        desk->base_left -= line->base_fen < desk->base_left ? line->base_fen : desk->base_left;
}

/* ---- floors */

static int64_t least(int64_t a, int64_t b)
{
    return b == CH_UNKNOWN_I64 || a < b ? a : b;
}

/* row: of the year, for each line one a seat, in the order of seats; why: their reasons. */
static void make_up(ch_share__desk *desk, size_t i, ch_agreement_row *row, size_t rows, unsigned *why)
{
    const size_t n = desk->of->parties, rest = (size_t)(desk->rest - desk->seat);
    ch_share__seat *seat = &desk->seat[i];
    int64_t lacks = seat->party->floor_fen - seat->year_fen;
    lacks = least(least(lacks, seat->cap_left), seat->year_left);
    for (size_t at = 0; at < rows && lacks > 0; at += n) {
        const int64_t has = row[at + rest].amount_fen - row[at + rest].repaid_fen;
        const int64_t moved = has < lacks ? has : lacks;
        if (moved <= 0)
            continue;
        row[at + rest].amount_fen -= moved;
        row[at + i].amount_fen += moved;
        why[at + i] |= CH_AGREEMENT_FLOOR;
        why[at + rest] |= CH_AGREEMENT_FLOOR;
        lacks -= moved;
        seat->year_fen += moved;
        lower(&seat->cap_left, moved, seat->party->cap_fen);
        lower(&seat->year_left, moved, seat->party->cap_year_fen);
        for (size_t later = at; later < rows; later += n)
            lower(&row[later + i].cap_left_fen, moved, INT64_MAX);
    }
}

void ch_share__floor(ch_share__desk *desk, ch_agreement_row *row, size_t rows, unsigned *why)
{
    for (size_t i = 0; i < desk->of->parties; i++)
        if (&desk->seat[i] != desk->rest && desk->seat[i].party->floor_fen != CH_UNKNOWN_I64)
            make_up(desk, i, row, rows, why);
}
