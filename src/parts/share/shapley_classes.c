/* shapley_classes.c - the one pass over all groups that Shapley values need.
 *
 * A group is a row (its high players) and a place in the row (its low ones, at most 12). The pass keeps two tables: columns[h][place], values at
 * that place summed over rows of h players; and rows[b][row], values of a row summed over places of b players. From the first come the
 * sums of low players, from the second those of high ones, in 12 x 2^12 steps and so next to free: two additions a group in all, instead of one a player.
 * Both tables hold sums of at most C(12, 6) = 924 values up to 2^53: they fit 64 bits. */
#include "shapley_classes.h"

enum { LOW = CH_GAME_MOST / 2, LANES = 8, LANE_BITS = 3, PIECE_BITS = 6, PIECE = 1 << PIECE_BITS };

_Static_assert(LOW == 12, "C(LOW, LOW / 2) values of 2^53 must fit 63 bits");

typedef int64_t lanes __attribute__((vector_size(LANES * sizeof(int64_t)), aligned(sizeof(int64_t)), may_alias));

typedef struct {
    unsigned lows, highs;
    int64_t *columns, *rows;
} tables;

/* 64 places: eight vectors, into columns and, by how many players the vector's number has, into four sums. */
static inline void add_piece(const int64_t *value, int64_t *column, lanes *sum)
{
    const lanes *v = (const lanes *)value;
    lanes *c = (lanes *)column;
    for (int i = 0; i < 8; i++)
        c[i] += v[i];
    sum[0] += v[0];
    sum[1] += v[1] + v[2] + v[4];
    sum[2] += v[3] + v[5] + v[6];
    sum[3] += v[7];
}

/* Sums of lanes to sums by players: a lane's number has players too. */
static void spread(const lanes *sum, unsigned classes, int64_t *row, size_t stride)
{
    for (unsigned b = 0; b < classes; b++)
        for (unsigned lane = 0; lane < LANES; lane++)
            row[(b + (unsigned)__builtin_popcount(lane)) * stride] += sum[b][lane];
}

static void add_row(const int64_t *value, unsigned lows, int64_t *column, int64_t *row, size_t stride)
{
    const size_t places = (size_t)1 << lows;
    if (places < PIECE) {
        for (size_t place = 0; place < places; place++) {
            column[place] += value[place];
            row[(unsigned)__builtin_popcountll(place) * stride] += value[place];
        }
        return;
    }
    lanes sum[LOW - LANE_BITS + 1] = {0};
    for (size_t place = 0; place < places; place += PIECE)
        add_piece(value + place, column + place, sum + __builtin_popcountll(place));
    spread(sum, lows - LANE_BITS + 1, row, stride);
}

static void fill(const tables *t, const int64_t *value)
{
    const size_t rows = (size_t)1 << t->highs;
    for (size_t row = 0; row < rows; row++) {
        int64_t *column = t->columns + ((size_t)__builtin_popcountll(row) << t->lows);
        add_row(value + (row << t->lows), t->lows, column, t->rows + row, rows);
    }
}

/* Of one table's line: classes of the group's players on this side, shifted by those of the other. with: of this side's first player. */
static void gather(const int64_t *line, unsigned bits, unsigned others, ch_share__wide *all,
                   ch_share__wide (*with)[CH_GAME_MOST + 1])
{
    for (size_t place = 0; place < (size_t)1 << bits; place++) {
        const unsigned size = (unsigned)__builtin_popcountll(place) + others;
        if (all != NULL)
            all[size] += line[place];
        for (size_t left = place; left != 0; left &= left - 1)
            with[__builtin_ctzll(left)][size] += line[place];
    }
}

/* Tables of equal length are shortest; rows shorter than a piece are slow. */
static unsigned choose_lows(unsigned players)
{
    if (players <= PIECE_BITS)
        return players;
    return players / 2 > PIECE_BITS ? (players + 1) / 2 : PIECE_BITS;
}

ch_err ch_share__sum_classes(ch_arena *arena, const ch_game *game, ch_share__classes *classes)
{
    ch_arena scratch = CH_ARENA(arena->memory);
    tables t = {.lows = choose_lows(game->players)};
    t.highs = game->players - t.lows;
    t.columns = CH_NEW(&scratch, int64_t, (size_t)(t.highs + 1) << t.lows);
    t.rows = CH_NEW(&scratch, int64_t, (size_t)(t.lows + 1) << t.highs);
    const bool has_room = t.columns != NULL && t.rows != NULL;
    *classes = (ch_share__classes){0};
    if (has_room) {
        fill(&t, game->value);
        for (unsigned h = 0; h <= t.highs; h++)
            gather(t.columns + ((size_t)h << t.lows), t.lows, h, classes->all, classes->with);
        for (unsigned b = 0; b <= t.lows; b++)
            gather(t.rows + ((size_t)b << t.highs), t.highs, b, NULL, classes->with + t.lows);
    }
    ch_arena_free(&scratch);
    return has_room ? CH_OK : CH_ENOMEM;
}
