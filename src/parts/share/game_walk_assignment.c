/* game_walk_assignment.c - the best pairs, kept as sellers and buyers come: each is one search (Kuhn 1955; Munkres 1957).
 *
 * Prices u of sellers and v of buyers, none below 0, with u + v >= value, equal for a pair and 0 for who has none, prove that the pairs are the best, which are then worth the
 * sum of all prices. Who comes gets the least price that fits, and pays it back along the shortest way: to someone on the other side who has no partner, or to
 * someone on its own side who loses one because its price comes down to 0. What is left of the price is what it adds.
 *
 * Width. Who comes adds 0 or more, and at most what its own pair is worth: without it the other pairs are still there. */
#include "changhe/game_walk.h"

#include "game_parts.h"

enum { NOBODY = -1 };

/* One side of the market: its players who are there, their prices and partners. */
typedef struct {
    unsigned there;
    uint32_t *who; /* places of those who are there */
    int64_t *price;
    int32_t *partner; /* a place of the other side */
    int64_t *joined;  /* how long the way was when the search came by; below 0: it has not */
    int64_t *way;     /* of the side that is searched: the shortest so far */
    uint32_t *from;   /* and from whom */
    uint32_t *waits;  /* of the side that is searched: those not joined */
} side;

typedef struct {
    const int64_t *value[2]; /* a row a seller; a row a buyer */
    unsigned sellers, buyers;
    side side[2];
} market;

/* Where a search ends: at a partner for a place of its own side, or at one who is left without. */
typedef struct {
    int64_t way;
    uint32_t place;
    bool is_partner;
} ending;

/* What a place of a side is worth with each of the other. */
static const int64_t *row_of(const market *m, int own, uint32_t place)
{
    return m->value[own] + (size_t)place * (own == 0 ? m->buyers : m->sellers);
}

static void clear(void *self)
{
    market *m = self;
    m->side[0].there = m->side[1].there = 0;
}

static int64_t first_price(const market *m, int own, uint32_t place)
{
    const side *others = &m->side[1 - own];
    const int64_t *value = row_of(m, own, place);
    int64_t price = 0;
    for (unsigned i = 0; i < others->there; i++) {
        const uint32_t other = others->who[i];
        const int64_t needs = value[other] - others->price[other];
        price = needs > price ? needs : price;
    }
    return price;
}

/* Ways that are shorter by way of one more place. Returns which of those who wait is nearest; of equal ones someone without a partner, who ends the search. */
static unsigned look_from(market *m, int own, uint32_t place, unsigned waiting)
{
    const side *mine = &m->side[own];
    side *others = &m->side[1 - own];
    const int64_t *value = row_of(m, own, place), so_far = mine->joined[place] + mine->price[place];
    int64_t least = INT64_MAX;
    unsigned nearest = 0;
    for (unsigned i = 0; i < waiting; i++) {
        const uint32_t other = others->waits[i];
        const int64_t way = so_far + others->price[other] - value[other];
        if (way < others->way[other]) {
            others->way[other] = way;
            others->from[other] = place;
        }
        if (others->way[other] < least || (others->way[other] == least && others->partner[other] == NOBODY)) {
            least = others->way[other];
            nearest = i;
        }
    }
    return nearest;
}

static void begin_search(market *m, int own)
{
    side *mine = &m->side[own], *others = &m->side[1 - own];
    for (unsigned i = 0; i < mine->there; i++)
        mine->joined[mine->who[i]] = -1;
    for (unsigned i = 0; i < others->there; i++) {
        others->joined[others->who[i]] = -1;
        others->way[others->who[i]] = INT64_MAX;
        others->waits[i] = others->who[i];
    }
}

static ending search(market *m, int own, uint32_t place)
{
    side *mine = &m->side[own], *others = &m->side[1 - own];
    ending end = {mine->price[place], place, false};
    int64_t way = 0;
    begin_search(m, own);
    for (unsigned waiting = others->there;; waiting--) {
        mine->joined[place] = way;
        if (way + mine->price[place] < end.way)
            end = (ending){way + mine->price[place], place, false};
        if (waiting == 0 || way >= end.way)
            return end;
        const unsigned at = look_from(m, own, place, waiting);
        const uint32_t nearest = others->waits[at];
        way = others->way[nearest];
        if (way >= end.way)
            return end;
        if (others->partner[nearest] == NOBODY)
            return (ending){way, nearest, true};
        others->joined[nearest] = way;
        others->waits[at] = others->waits[waiting - 1];
        place = (uint32_t)others->partner[nearest];
    }
}

static void move_prices(market *m, int own, int64_t way)
{
    side *mine = &m->side[own], *others = &m->side[1 - own];
    for (unsigned i = 0; i < mine->there; i++)
        if (mine->joined[mine->who[i]] >= 0)
            mine->price[mine->who[i]] -= way - mine->joined[mine->who[i]];
    for (unsigned i = 0; i < others->there; i++)
        if (others->joined[others->who[i]] >= 0)
            others->price[others->who[i]] += way - others->joined[others->who[i]];
}

/* Along the way back to who came, each takes the partner through whom it was found. */
static void change_partners(market *m, int own, uint32_t place, ending end)
{
    side *mine = &m->side[own], *others = &m->side[1 - own];
    int32_t free = (int32_t)end.place;
    if (!end.is_partner) {
        free = mine->partner[end.place];
        mine->partner[end.place] = NOBODY;
    }
    while (free != NOBODY) {
        const uint32_t taker = others->from[free];
        const int32_t next = mine->partner[taker];
        mine->partner[taker] = free;
        others->partner[free] = (int32_t)taker;
        free = taker == place ? NOBODY : next;
    }
}

static int64_t join(void *self, unsigned player)
{
    market *m = self;
    const int own = player >= m->sellers;
    const uint32_t place = own == 0 ? player : player - m->sellers;
    side *mine = &m->side[own];
    const int64_t price = first_price(m, own, place);
    mine->who[mine->there++] = place;
    mine->price[place] = price;
    mine->partner[place] = NOBODY;
    const ending end = search(m, own, place);
    move_prices(m, own, end.way);
    change_partners(m, own, place, end);
    return price - end.way;
}

static ch_err open_side(ch_arena *arena, unsigned n, side *s)
{
    *s = (side){.who = CH_NEW(arena, uint32_t, n),
                .price = CH_NEW(arena, int64_t, n),
                .partner = CH_NEW(arena, int32_t, n),
                .joined = CH_NEW(arena, int64_t, n),
                .way = CH_NEW(arena, int64_t, n),
                .from = CH_NEW(arena, uint32_t, n),
                .waits = CH_NEW(arena, uint32_t, n)};
    return s->who && s->price && s->partner && s->joined && s->way && s->from && s->waits ? CH_OK : CH_ENOMEM;
}

ch_err ch_game_walk_assignment(ch_arena *arena, const int64_t *value, unsigned sellers, unsigned buyers,
                               ch_game_walk *walk, ch_faults *faults)
{
    const unsigned n = sellers + buyers;
    ch_err err = ch_game__check_assignment(value, sellers, buyers, CH_GAME_WALK_MOST, faults);
    if (err != CH_OK)
        return err;
    market *m = CH_NEW(arena, market, 1);
    int64_t *width = CH_NEW(arena, int64_t, n);
    int64_t *turned = CH_NEW(arena, int64_t, (size_t)sellers * buyers);
    if (m == NULL || width == NULL || turned == NULL)
        return CH_ENOMEM;
    *m = (market){.value = {value, turned}, .sellers = sellers, .buyers = buyers};
    err = open_side(arena, sellers, &m->side[0]);
    if (err == CH_OK)
        err = open_side(arena, buyers, &m->side[1]);
    if (err != CH_OK)
        return err;
    *walk = (ch_game_walk){.players = n, .width = width, .begin = clear, .join = join, .self = m};
    for (unsigned seller = 0; seller < sellers; seller++)
        for (unsigned buyer = 0; buyer < buyers; buyer++) {
            const int64_t worth = value[(size_t)seller * buyers + buyer];
            turned[(size_t)buyer * sellers + seller] = worth;
            width[seller] = worth > width[seller] ? worth : width[seller];
            width[sellers + buyer] = worth > width[sellers + buyer] ? worth : width[sellers + buyer];
        }
    clear(m);
    for (unsigned i = 0; i < n; i++)
        walk->all += join(m, i);
    return CH_OK;
}
