/* tile_pack.c - what tiles show of firms, put along the curve once, so that a tile is one run of memory.
 *
 * A run of the curve names rows that lie all over the columns, and their texts all over memory: a dozen misses a
 * firm, which would cost ten times all the rest of a tile. Here columns and texts are read in the order of rows, and
 * only what is written goes all over. */
#include "tile_parts.h"

#include "mvt.h"

#include <string.h>

/* Of a row. */
typedef struct {
    size_t size;            /* of its ready values */
    uint32_t first_segment; /* row of firm_segments; the next firm's ends them */
    uint32_t at;            /* on the curve; NOWHERE: it has no point */
} firm;

#define NOWHERE UINT32_MAX

/* What packing goes through. */
typedef struct {
    const ch_zone *zone;
    ch_spots_curve curve;
    firm *firm; /* of each row */
    ch_tile__card *card;
    char *ready;
} packing;

/* Both tables are sorted by the firm's id. */
static void find_segments(const packing *p)
{
    const ch_rows_firms *firms = &p->zone->firms;
    const ch_rows_firm_segments *filled = &p->zone->firm_segments;
    uint32_t next = 0;
    for (size_t row = 0; row < firms->rows; row++) {
        p->firm[row].first_segment = next;
        while (next < filled->rows && ch_text_equal(filled->firm[next], firms->id[row]))
            next++;
    }
    p->firm[firms->rows].first_segment = next;
}

/* Of ",N15,N44,"; 0: it fills none. */
static size_t segments_len(const packing *p, size_t row)
{
    size_t len = 0;
    for (uint32_t i = p->firm[row].first_segment; i < p->firm[row + 1].first_segment; i++)
        len += p->zone->firm_segments.segment[i].len + 1;
    return len > 0 ? len + 1 : 0;
}

static size_t value_size(size_t len)
{
    return len > 0 ? ch_mvt__text_size(len) : 0;
}

static size_t values_size(const packing *p, size_t row)
{
    const ch_rows_firms *firms = &p->zone->firms;
    return value_size(firms->id[row].len) + value_size(firms->name_zh[row].len) + value_size(firms->name_en[row].len) +
           value_size(segments_len(p, row));
}

static char *put_text(char *to, ch_tile__card *card, unsigned key, ch_text text)
{
    if (text.len == 0)
        return to;
    card->own |= (uint8_t)(1u << key);
    to = ch_mvt__text_head(to, text.len);
    memcpy(to, text.at, text.len);
    return to + text.len;
}

static void put_segments(char *to, ch_tile__card *card, const packing *p, size_t row)
{
    const size_t len = segments_len(p, row);
    if (len == 0)
        return;
    card->own |= 1u << CH_TILE__SEGMENTS;
    to = ch_mvt__text_head(to, len);
    *to++ = ',';
    for (uint32_t i = p->firm[row].first_segment; i < p->firm[row + 1].first_segment; i++) {
        const ch_text segment = p->zone->firm_segments.segment[i];
        memcpy(to, segment.at, segment.len);
        to += segment.len;
        *to++ = ',';
    }
}

static void pack_firm(const packing *p, size_t row)
{
    const ch_rows_firms *firms = &p->zone->firms;
    ch_tile__card *card = &p->card[p->firm[row].at];
    card->place = (uint32_t)ch_zone_find(p->zone, CH_TABLE_places, firms->place[row]);
    card->role = firms->role[row];
    char *to = p->ready + card->start;
    to = put_text(to, card, CH_TILE__ID, firms->id[row]);
    to = put_text(to, card, CH_TILE__NAME, firms->name_zh[row]);
    to = put_text(to, card, CH_TILE__NAME_EN, firms->name_en[row]);
    put_segments(to, card, p, row);
}

/* How many firms ahead what they are written to is fetched: a card, then where its values go. */
enum { CARDS_AHEAD = 16, VALUES_AHEAD = 8 };

static void fetch_ahead(const packing *p, size_t row)
{
    const size_t left = p->zone->firms.rows - row;
    if (left > CARDS_AHEAD && p->firm[row + CARDS_AHEAD].at != NOWHERE)
        __builtin_prefetch(&p->card[p->firm[row + CARDS_AHEAD].at], 1);
    if (left > VALUES_AHEAD && p->firm[row + VALUES_AHEAD].at != NOWHERE)
        __builtin_prefetch(p->ready + p->card[p->firm[row + VALUES_AHEAD].at].start, 1);
}

static void measure(const packing *p)
{
    find_segments(p);
    for (size_t row = 0; row < p->zone->firms.rows; row++) {
        p->firm[row].size = values_size(p, row);
        p->firm[row].at = NOWHERE;
    }
}

/* Where each firm's values begin; how many bytes they are. */
static size_t lay_out(const packing *p)
{
    size_t start = 0;
    for (size_t i = 0; i < p->curve.n; i++) {
        if (p->curve.n - i > CARDS_AHEAD)
            __builtin_prefetch(&p->firm[p->curve.row[i + CARDS_AHEAD]], 1);
        firm *next = &p->firm[p->curve.row[i]];
        p->card[i].start = start;
        next->at = (uint32_t)i;
        start += next->size;
    }
    p->card[p->curve.n].start = start;
    return start;
}

static bool pack(ch_arena *arena, packing *p)
{
    if (p->firm == NULL || p->card == NULL)
        return false;
    measure(p);
    p->ready = CH_NEW(arena, char, lay_out(p));
    for (size_t row = 0; p->ready != NULL && row < p->zone->firms.rows; row++) {
        fetch_ahead(p, row);
        if (p->firm[row].at != NOWHERE)
            pack_firm(p, row);
    }
    return p->ready != NULL;
}

bool ch_tile__pack_firms(ch_tiles *tiles)
{
    ch_arena scratch = CH_ARENA(tiles->arena.memory);
    packing p = {.zone = tiles->zone, .curve = ch_spots_firm_curve(tiles->spots)};
    p.firm = CH_NEW(&scratch, firm, tiles->zone->firms.rows + 1);
    p.card = CH_NEW(&tiles->arena, ch_tile__card, p.curve.n + 1);
    const bool enough = pack(&tiles->arena, &p);
    tiles->card = p.card;
    tiles->ready = p.ready;
    ch_arena_free(&scratch);
    return enough;
}
