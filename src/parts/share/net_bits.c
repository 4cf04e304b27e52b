/* net_bits.c - the same flow as by lists, step by step, where a party's claims are a row of bits and 64 of them are looked at at once.
 *
 * A step can be taken where a claim can grow (forth) or one the other way can shrink (back). It is tight where it leads one height up along a
 * claim, or one down going back: so the tight steps of a party are its rows and those of two heights, and no list of claims is walked.
 * Those out of reach are raised by one, again and again; heights rise by n - 1 at most in all, so this costs O(n^3 / 64) at most. */
#include "net_flow.h"

#include <string.h>

typedef struct {
    const ch_share__network *in;
    size_t words;             /* of a row */
    uint64_t *forth, *back;   /* of u: those a step leads to */
    uint64_t *height, *level; /* who stands there; height from -1 on */
    uint64_t *reached;
    int32_t top;        /* of all heights */
    uint32_t *level_of; /* of those reached */
    size_t *looked;     /* the place whose arc was looked up last, of each party, and more: 0 none */
    size_t *arc;        /* it */
    ch_share__ways ways;
} bits;

static uint64_t *row(const bits *b, uint64_t *rows, size_t i)
{
    return rows + i * b->words;
}

static const uint64_t *at_height(const bits *b, int32_t height)
{
    return row(b, b->height, (size_t)(height + 1));
}

static void set(uint64_t *row, uint32_t v, bool on)
{
    const uint64_t bit = UINT64_C(1) << v % 64;
    row[v / 64] = on ? row[v / 64] | bit : row[v / 64] & ~bit;
}

/* ---- reach over tight steps */

/* Those one level on from u. */
static void reach_from(const bits *b, uint32_t u, uint64_t *restrict found)
{
    const uint64_t *forth = row(b, b->forth, u), *back = row(b, b->back, u);
    const uint64_t *above = at_height(b, b->in->height[u] + 1), *below = at_height(b, b->in->height[u] - 1);
    for (size_t w = 0; w < b->words; w++)
        found[w] |= (forth[w] & above[w]) | (back[w] & below[w]);
}

static bool take_level(bits *b, uint32_t level, bool *is_met)
{
    const uint64_t *here = row(b, b->level, level);
    uint64_t *next = row(b, b->level, level + 1), any = 0;
    memset(next, 0, b->words * sizeof *next);
    for (size_t w = 0; w < b->words; w++)
        for (uint64_t left = here[w]; left != 0; left &= left - 1) {
            const uint32_t u = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
            b->level_of[u] = level;
            *is_met |= b->in->need[u] < 0;
            reach_from(b, u, next);
        }
    for (size_t w = 0; w < b->words; w++) {
        next[w] &= ~b->reached[w];
        b->reached[w] |= next[w];
        any |= next[w];
    }
    return any != 0;
}

/* true: some who must get are reached. */
static bool reach(bits *b)
{
    bool is_met = false;
    memset(b->level, 0, b->words * sizeof *b->level);
    for (uint32_t v = 0; v < b->in->parties; v++)
        if (b->in->need[v] > 0)
            set(b->level, v, true);
    memcpy(b->reached, b->level, b->words * sizeof *b->level);
    for (uint32_t level = 0; take_level(b, level, &is_met); level++)
        ;
    return is_met;
}

/* All out of reach, by one. false: none leads there, or they would be known to. */
static bool raise(bits *b)
{
    if ((size_t)b->top + 1 >= b->in->parties)
        return false;
    b->top++;
    for (int32_t h = b->top; h > 0; h--) {
        uint64_t *above = row(b, b->height, (size_t)h + 1), *here = row(b, b->height, (size_t)h);
        for (size_t w = 0; w < b->words; w++) {
            above[w] |= here[w] & ~b->reached[w];
            here[w] &= b->reached[w];
        }
    }
    for (uint32_t v = 0; v < b->in->parties; v++)
        b->in->height[v] += !(b->reached[v / 64] >> v % 64 & 1);
    return true;
}

/* ---- steps */

/* Claims are few where a party has a row of bits: theirs is found by halving. */
static size_t arc_of(const ch_share__network *in, uint32_t from, uint32_t to)
{
    size_t low = in->start[from], high = in->start[from + 1];
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (in->arc[middle].to < to)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Places are bits of the forth row, then of the back row. */
static bool find_step(void *self, uint32_t u, ch_share__step *step)
{
    bits *b = self;
    size_t *place = &b->ways.next[u];
    const int32_t height = b->in->height[u];
    const uint64_t *next = row(b, b->level, b->level_of[u] + (size_t)1);
    for (size_t word = *place / 64; word < 2 * b->words; word++, *place = word * 64) {
        const bool is_back = word >= b->words;
        const size_t w = is_back ? word - b->words : word;
        const uint64_t tight = is_back ? row(b, b->back, u)[w] & at_height(b, height - 1)[w]
                                       : row(b, b->forth, u)[w] & at_height(b, height + 1)[w];
        const uint64_t found = tight & next[w] & ~UINT64_C(0) << *place % 64;
        if (found == 0)
            continue;
        *place = word * 64 + (size_t)__builtin_ctzll(found);
        const uint32_t to = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(found);
        if (b->looked[u] != *place + 1) {
            b->looked[u] = *place + 1;
            b->arc[u] = is_back ? arc_of(b->in, to, u) : arc_of(b->in, u, to);
        }
        *step = (ch_share__step){to, b->arc[u], is_back};
        return true;
    }
    return false;
}

static void note_change(void *self, size_t arc)
{
    const bits *b = self;
    const ch_claim *at = &b->in->arc[arc];
    set(row(b, b->forth, at->from), at->to, b->in->flow[arc] < at->fen);
    set(row(b, b->back, at->to), at->from, b->in->flow[arc] > 0);
}

/* ---- all together */

static ch_err make_bits(ch_arena *scratch, const ch_share__network *in, ch_share__told *told, bits *b)
{
    const size_t words = (in->parties + 63) / 64;
    *b = (bits){.in = in,
                .words = words,
                .forth = CH_NEW(scratch, uint64_t, in->parties * words),
                .back = CH_NEW(scratch, uint64_t, in->parties * words),
                .height = CH_NEW(scratch, uint64_t, (in->parties + 2) * words),
                .level = CH_NEW(scratch, uint64_t, (in->parties + 1) * words),
                .reached = CH_NEW(scratch, uint64_t, words),
                .level_of = CH_NEW(scratch, uint32_t, in->parties),
                .looked = CH_NEW(scratch, size_t, in->parties),
                .arc = CH_NEW(scratch, size_t, in->parties),
                .ways = {.in = in, .told = told, .find = find_step, .changed = note_change, .self = b}};
    if (!b->forth || !b->back || !b->height || !b->level || !b->reached || !b->level_of || !b->looked || !b->arc)
        return CH_ENOMEM;
    for (size_t i = 0; i < in->arcs; i++)
        note_change(b, i);
    for (uint32_t v = 0; v < in->parties; v++)
        set(row(b, b->height, 1), v, true);
    return ch_share__new_ways(scratch, &b->ways);
}

ch_err ch_share__flow_by_bits(ch_arena *scratch, const ch_share__network *in, ch_share__told *told)
{
    bits b;
    const ch_err err = make_bits(scratch, in, told, &b);
    if (err != CH_OK)
        return err;
    const uint64_t others = told->left - ch_share__left(in);
    for (bool goes_on = true; goes_on && told->left > others;) {
        if (!ch_share__goes_on(told))
            return CH_ENONE;
        if (reach(&b))
            ch_share__send_all(&b.ways);
        else
            goes_on = raise(&b);
    }
    return CH_OK;
}
