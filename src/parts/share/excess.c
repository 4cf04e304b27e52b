/* excess.c - which groups are owed most under a split. */
#include "excess.h"

#include "game_parts.h"

enum { LOW = CH_GAME_MOST / 2 };

static unsigned lows_of(unsigned n)
{
    return n < LOW ? n : LOW;
}

ch_err ch_share__split_init(ch_arena *arena, unsigned n, ch_share__split *split)
{
    const unsigned lows = lows_of(n);
    *split = (ch_share__split){.n = n};
    mpz_init_set_ui(split->common, 1);
    for (unsigned i = 0; i < n; i++)
        mpz_init(split->part[i]);
    split->table = CH_NEW(arena, ch_share__wide, ((size_t)1 << lows) + ((size_t)1 << (n - lows)));
    return split->table != NULL ? CH_OK : CH_ENOMEM;
}

void ch_share__split_watch(ch_share__split *split, const int64_t *value, const uint64_t *open)
{
    uint64_t bits = 0;
    for (size_t group = 0; value != NULL && group >> split->n == 0; group++)
        bits |= (uint64_t)(value[group] < 0 ? -value[group] : value[group]);
    split->value = value;
    split->open = open;
    split->value_bits = bits == 0 ? 0 : 64 - (unsigned)__builtin_clzll(bits);
}

void ch_share__split_clear(ch_share__split *split)
{
    mpz_clear(split->common);
    for (unsigned i = 0; i < split->n; i++)
        mpz_clear(split->part[i]);
}

void ch_share__split_set(ch_share__split *split, mpq_t *share, unsigned further)
{
    mpz_set_ui(split->common, 1);
    for (unsigned i = 0; i < split->n + further; i++)
        mpz_lcm(split->common, split->common, mpq_denref(share[i]));
    for (unsigned i = 0; i < split->n; i++) {
        mpz_divexact(split->part[i], split->common, mpq_denref(share[i]));
        mpz_mul(split->part[i], split->part[i], mpq_numref(share[i]));
    }
}

static bool is_open(const ch_share__split *split, uint32_t group)
{
    return (split->open[group >> 6] >> (group & 63) & 1) != 0;
}

/* ---- 128 bits */

/* common below 2^62 and parts below 2^119: sums of 24 parts and a product with a value stay below 2^125. */
static bool is_narrow(const ch_share__split *split)
{
    if (mpz_sizeinbase(split->common, 2) > 62)
        return false;
    for (unsigned i = 0; i < split->n; i++)
        if (mpz_sizeinbase(split->part[i], 2) > 119)
            return false;
    return true;
}

static void add_up(const mpz_t *part, unsigned n, ch_share__wide *sum)
{
    sum[0] = 0;
    for (unsigned i = 0; i < n; i++) {
        ch_share__wide one = 0;
        ch_share__get_wide(part[i], &one);
        for (size_t group = 0, half = (size_t)1 << i; group < half; group++)
            sum[half + group] = sum[group] + one;
    }
}

/* Groups that share their high players. */
static ch_share__wide look_row(const ch_share__split *split, uint32_t first, ch_share__wide due, int64_t common,
                               ch_share__wide bound, mpz_t least, ch_share__see *see, void *self)
{
    const uint32_t groups = UINT32_C(1) << lows_of(split->n);
    mpz_t told;
    mpz_init(told);
    for (uint32_t low = 0; low < groups; low++) {
        const int64_t value = split->value != NULL ? split->value[first + low] : 0;
        const ch_share__wide excess = (ch_share__wide)common * value - due - split->table[low];
        if (excess < bound || !is_open(split, first + low))
            continue;
        ch_share__set_wide(told, excess);
        see(self, first + low, told, least);
        ch_share__get_wide(least, &bound);
    }
    mpz_clear(told);
    return bound;
}

static void look_narrow(const ch_share__split *split, ch_share__wide bound, mpz_t least, ch_share__see *see, void *self)
{
    const unsigned lows = lows_of(split->n), highs = split->n - lows;
    ch_share__wide *high = split->table + ((size_t)1 << lows), common;
    ch_share__get_wide(split->common, &common);
    add_up(split->part, lows, split->table);
    add_up(split->part + lows, highs, high);
    for (uint32_t top = 0; top >> highs == 0; top++)
        bound = look_row(split, top << lows, high[top], (int64_t)common, bound, least, see, self);
}

/* ---- 64 bits: most games in fen, as long as the common denominator is small */

static bool is_small(const ch_share__split *split)
{
    if (split->value_bits + mpz_sizeinbase(split->common, 2) > 60)
        return false;
    for (unsigned i = 0; i < split->n; i++)
        if (mpz_sizeinbase(split->part[i], 2) > 55)
            return false;
    return true;
}

static void look_small(const ch_share__split *split, int64_t bound, mpz_t least, ch_share__see *see, void *self)
{
    int64_t low[1 << LOW], high[1 << LOW], part[CH_GAME_MOST];
    const unsigned lows = lows_of(split->n), highs = split->n - lows;
    const int64_t common = mpz_get_si(split->common);
    mpz_t told;
    mpz_init(told);
    for (unsigned i = 0; i < split->n; i++)
        part[i] = mpz_get_si(split->part[i]);
    ch_game__add_up(part, lows, low);
    ch_game__add_up(part + lows, highs, high);
    for (uint32_t top = 0; top >> highs == 0; top++) {
        const int64_t *value = split->value + ((size_t)top << lows);
        int64_t past = bound + high[top];
        for (uint32_t at = 0; at >> lows == 0; at++) {
            const int64_t excess = common * value[at] - low[at];
            if (excess < past || !is_open(split, top << lows | at))
                continue;
            mpz_set_si(told, excess - high[top]);
            see(self, top << lows | at, told, least);
            bound = mpz_get_si(least);
            past = bound + high[top];
        }
    }
    mpz_clear(told);
}

/* ---- any size */

/* Groups in the order of Gray's code: the next has one player more or fewer. */
static void look_wide(const ch_share__split *split, mpz_t least, ch_share__see *see, void *self)
{
    mpz_t due, excess;
    mpz_inits(due, excess, NULL);
    for (uint32_t step = 1; step >> split->n == 0; step++) {
        const uint32_t group = step ^ step >> 1, player = (uint32_t)__builtin_ctz(step);
        ((group >> player & 1) != 0 ? mpz_add : mpz_sub)(due, due, split->part[player]);
        if (!is_open(split, group))
            continue;
        ch_share__set_wide(excess, split->value != NULL ? split->value[group] : 0);
        mpz_mul(excess, excess, split->common);
        mpz_sub(excess, excess, due);
        if (mpz_cmp(excess, least) >= 0)
            see(self, group, excess, least);
    }
    mpz_clears(due, excess, NULL);
}

void ch_share__look(const ch_share__split *split, mpz_t least, ch_share__see *see, void *self)
{
    ch_share__wide bound;
    if (split->value != NULL && is_small(split) && mpz_sizeinbase(least, 2) <= 61)
        look_small(split, mpz_get_si(least), least, see, self);
    else if (is_narrow(split) && ch_share__get_wide(least, &bound))
        look_narrow(split, bound, least, see, self);
    else
        look_wide(split, least, see, self);
}

/* ---- the most */

void ch_share__most_init(ch_share__most *most)
{
    most->n = most->pooled = 0;
    most->pool = NULL;
    for (size_t i = 0; i < CH_SHARE__SEEN; i++)
        mpz_init(most->excess[i]);
}

void ch_share__most_clear(ch_share__most *most)
{
    for (size_t i = 0; i < CH_SHARE__SEEN; i++)
        mpz_clear(most->excess[i]);
}

static bool is_before(const ch_share__most *most, size_t place, uint32_t group, const mpz_t excess)
{
    const int order = mpz_cmp(excess, most->excess[place]);
    return order > 0 || (order == 0 && group < most->group[place]);
}

/* Sorted by insertion; the last falls out where there is no room. false: there was none for this one. */
static bool insert(ch_share__most *most, uint32_t group, const mpz_t excess, mpz_t least)
{
    if (most->n == most->room && !is_before(most, most->n - 1, group, excess))
        return false;
    size_t place = most->n < most->room ? most->n++ : most->n - 1;
    for (; place > 0 && is_before(most, place - 1, group, excess); place--) {
        most->group[place] = most->group[place - 1];
        mpz_swap(most->excess[place], most->excess[place - 1]);
    }
    most->group[place] = group;
    mpz_set(most->excess[place], excess);
    if (most->n == most->room)
        mpz_set(least, most->excess[most->n - 1]);
    return true;
}

static void keep(void *self, uint32_t group, const mpz_t excess, mpz_t least)
{
    ch_share__most *most = self;
    if (insert(most, group, excess, least) && most->pool != NULL)
        most->pool[most->pooled++ % CH_SHARE__POOL] = group;
}

void ch_share__find_most(const ch_share__split *split, const mpz_t least, size_t room, ch_share__most *most)
{
    mpz_t bound;
    mpz_init_set(bound, least);
    most->n = 0;
    most->room = room < CH_SHARE__SEEN ? room : CH_SHARE__SEEN;
    ch_share__look(split, bound, keep, most);
    mpz_clear(bound);
}

static bool is_among(const ch_share__most *most, uint32_t group)
{
    for (size_t i = 0; i < most->n; i++)
        if (most->group[i] == group)
            return true;
    return false;
}

void ch_share__find_pooled(const ch_share__split *split, const mpz_t least, size_t room, ch_share__most *most)
{
    mpz_t bound, excess;
    const size_t pooled = most->pooled < CH_SHARE__POOL ? most->pooled : CH_SHARE__POOL;
    mpz_init_set(bound, least);
    mpz_init(excess);
    most->n = 0;
    most->room = room < CH_SHARE__SEEN ? room : CH_SHARE__SEEN;
    for (size_t i = 0; i < pooled; i++) {
        if (!is_open(split, most->pool[i]))
            continue;
        ch_share__set_wide(excess, split->value[most->pool[i]]);
        mpz_mul(excess, excess, split->common);
        for (uint32_t left = most->pool[i]; left != 0; left &= left - 1)
            mpz_sub(excess, excess, split->part[__builtin_ctz(left)]);
        if (mpz_cmp(excess, bound) >= 0 && !is_among(most, most->pool[i]))
            insert(most, most->pool[i], excess, bound);
    }
    mpz_clears(bound, excess, NULL);
}
