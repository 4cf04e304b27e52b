/* contour.c - marching squares (Maple 2003): outlines between middles, square by square from the south-west.
 *
 * A square lies between four middles. Its code has a bit for each of them that is within: 1 south-west, 2 south-east, 4 north-east,
 * 8 north-west. Where just two opposite ones are, they are kept apart: what is within hangs together by sides alone, at every
 * limit, so that a longer one never undoes what a shorter one joined. */
#include "lattice.h"

#include <string.h>

/* ---- sets of cells */

bool ch_isochrone__set_make(ch_arena *arena, ch_cells cells, ch_isochrone__set *set)
{
    *set = (ch_isochrone__set){.cells = cells, .words = ((size_t)cells.columns + 2) / 64 + 1};
    set->bit = CH_NEW(arena, uint64_t, set->words * ((size_t)cells.rows + 2));
    return set->bit != NULL;
}

/* Bits of up to 64 cells. */
static uint64_t within(const uint32_t *ms, size_t n, uint32_t limit)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < n; i++)
        bits |= (uint64_t)(ms[i] <= limit) << i;
    return bits;
}

/* Cells are told in words of the set, which begin one bit before its cells. */
static void fill_row(uint64_t *bit, const uint32_t *ms, size_t first, size_t n, uint32_t limit)
{
    for (size_t i = 0; i < n;) {
        const size_t at = first + 1 + i, room = 64 - at % 64, some = n - i < room ? n - i : room;
        bit[at / 64] |= within(ms + i, some, limit) << at % 64;
        i += some;
    }
}

void ch_isochrone__set_fill(ch_isochrone__set *set, const ch_time_map *map, uint32_t limit)
{
    limit = limit < CH_REACH_FAR ? limit : CH_REACH_FAR - 1;
    const int64_t east = (int64_t)map->cells.x - set->cells.x, north = (int64_t)map->cells.y - set->cells.y;
    const int64_t from = east < 0 ? -east : 0;
    const int64_t room = (int64_t)set->cells.columns - east;
    const int64_t to = room < map->cells.columns ? room : map->cells.columns;
    for (int64_t row = 0; row < map->cells.rows && from < to; row++)
        if (row + north >= 0 && row + north < set->cells.rows)
            fill_row(set->bit + (size_t)(row + north + 1) * set->words,
                     map->ms + (size_t)row * map->cells.columns + (size_t)from, (size_t)(from + east),
                     (size_t)(to - from), limit);
}

/* ---- crossings */

typedef struct {
    const ch_isochrone__set *set;
    const ch_time_map *map; /* NULL: half-way */
    uint32_t limit;
    ch_isochrone__crossing *at;
    uint32_t n;
    uint32_t *south, *north, *west; /* per column: crossing of the square's south and north side, and of its west one */
    ch_isochrone__steps steps;      /* of the row at hand */
} march;

static uint32_t time_at(const march *m, int64_t column, int64_t row)
{
    const ch_cells *cells = &m->map->cells;
    if (column < 0 || row < 0 || column >= cells->columns || row >= cells->rows)
        return CH_REACH_FAR;
    return m->map->ms[(size_t)row * cells->columns + (size_t)column];
}

/* Is the way on foot from a middle within to one that is not barred by more than the time? */
static bool is_wall(const march *m, size_t inner, int64_t column, int64_t row, uint16_t step_m)
{
    const ch_cells *cells = &m->map->cells;
    if (column < 0 || row < 0 || column >= cells->columns || row >= cells->rows)
        return true;
    const uint16_t *walked_m = m->map->walked_m;
    const uint16_t outer = walked_m[(size_t)row * cells->columns + (size_t)column];
    return outer == CH_CELL_CLOSED || walked_m[inner] == CH_CELL_CLOSED || walked_m[inner] + step_m > m->map->walk_m;
}

/* How far from the middle within towards the one beside, in parts of a cell. By that middle and the limit alone: what
 * lies beyond the limit may differ between maps of different limits. */
static int32_t reach_of(const march *m, int64_t column, int64_t row, int move)
{
    enum { LEAST = CH_ISOCHRONE__PARTS / 32, MOST = CH_ISOCHRONE__PARTS - LEAST };
    if (m->map == NULL || m->map->walked_m == NULL)
        return CH_ISOCHRONE__HALF;
    const uint64_t rest = m->limit - time_at(m, column, row), step = m->steps.ms[move] > 0 ? m->steps.ms[move] : 1;
    const uint64_t parts = rest >= step ? MOST : rest * CH_ISOCHRONE__PARTS / step;
    const size_t inner = (size_t)row * m->map->cells.columns + (size_t)column;
    const ch_isochrone__move to = ch_isochrone__moves[move];
    const uint64_t most =
        is_wall(m, inner, column + to.east, row + to.north, m->steps.m[move]) ? CH_ISOCHRONE__HALF : MOST;
    return (int32_t)(parts < LEAST ? LEAST : parts > most ? most : parts);
}

static bool is_within(const march *m, size_t row, size_t bit)
{
    return m->set->bit[row * m->set->words + bit / 64] >> bit % 64 & 1;
}

/* On the way from cell `bit` of the set's row (both with the empty one around) to the next in the east or north. */
static uint32_t put_crossing(march *m, size_t bit, size_t row, bool is_eastward)
{
    const int64_t column = (int64_t)bit - 1, line = (int64_t)row - 1;
    const bool is_first = is_within(m, row, bit); /* else it is the other that is within */
    int32_t part;
    if (is_eastward)
        part = is_first ? reach_of(m, column, line, 0) : CH_ISOCHRONE__PARTS - reach_of(m, column + 1, line, 1);
    else
        part = is_first ? reach_of(m, column, line, 2) : CH_ISOCHRONE__PARTS - reach_of(m, column, line + 1, 3);
    const int64_t x = (m->set->cells.x + column) * CH_ISOCHRONE__PARTS + CH_ISOCHRONE__HALF;
    const int64_t y = (m->set->cells.y + line) * CH_ISOCHRONE__PARTS + CH_ISOCHRONE__HALF;
    m->at[m->n] = (ch_isochrone__crossing){(int32_t)(x + (is_eastward ? part : 0)),
                                           (int32_t)(y + (is_eastward ? 0 : part)), CH_ROAD_NONE, CH_ROAD_NONE};
    return m->n++;
}

/* Bits of cells that differ from the next one in the east; from the one in the north. */
static uint64_t differ_east(const ch_isochrone__set *set, const uint64_t *bit, size_t word)
{
    const uint64_t next = word + 1 < set->words ? bit[word + 1] << 63 : 0;
    return bit[word] ^ (bit[word] >> 1 | next);
}

static uint64_t differ_north(const ch_isochrone__set *set, const uint64_t *bit, size_t word)
{
    return bit[word] ^ bit[word + set->words];
}

static void cross_row(march *m, size_t row, uint32_t *id)
{
    const uint64_t *bit = m->set->bit + row * m->set->words;
    for (size_t word = 0; word < m->set->words; word++)
        for (uint64_t rest = differ_east(m->set, bit, word); rest != 0; rest &= rest - 1) {
            const size_t at = word * 64 + (size_t)__builtin_ctzll(rest);
            id[at] = put_crossing(m, at, row, true);
        }
}

static void cross_between(march *m, size_t row)
{
    const uint64_t *bit = m->set->bit + row * m->set->words;
    for (size_t word = 0; word < m->set->words; word++)
        for (uint64_t rest = differ_north(m->set, bit, word); rest != 0; rest &= rest - 1) {
            const size_t at = word * 64 + (size_t)__builtin_ctzll(rest);
            m->west[at] = put_crossing(m, at, row, false);
        }
}

/* By a square's code: sides that outlines come in by and go out by, with what is within on their left. */
enum { SOUTH, EAST, NORTH, WEST };
typedef struct {
    uint8_t outlines, in[2], out[2];
} square;
static const square squares[16] = {
    {0}, /* none, then from 1 (south-west alone) on */
    {1, {SOUTH}, {WEST}},
    {1, {EAST}, {SOUTH}},
    {1, {EAST}, {WEST}},
    {1, {NORTH}, {EAST}},
    {2, {SOUTH, NORTH}, {WEST, EAST}},
    {1, {NORTH}, {SOUTH}},
    {1, {NORTH}, {WEST}},
    {1, {WEST}, {NORTH}},
    {1, {SOUTH}, {NORTH}},
    {2, {EAST, WEST}, {SOUTH, NORTH}},
    {1, {EAST}, {NORTH}},
    {1, {WEST}, {EAST}},
    {1, {SOUTH}, {EAST}},
    {1, {WEST}, {SOUTH}},
    {0},
};

static void join_square(march *m, size_t row, size_t at)
{
    const unsigned code = is_within(m, row, at) | (unsigned)is_within(m, row, at + 1) << 1 |
                          (unsigned)is_within(m, row + 1, at + 1) << 2 | (unsigned)is_within(m, row + 1, at) << 3;
    const uint32_t side[4] = {m->south[at], m->west[at + 1], m->north[at], m->west[at]};
    const square *s = &squares[code];
    for (int i = 0; i < s->outlines; i++) {
        m->at[side[s->in[i]]].next = side[s->out[i]];
        if (s->outlines == 2)
            m->at[side[s->in[i]]].twin = side[s->in[1 - i]];
    }
}

static void join_between(march *m, size_t row)
{
    const ch_isochrone__set *set = m->set;
    const uint64_t *bit = set->bit + row * set->words;
    for (size_t word = 0; word < set->words; word++) {
        const uint64_t next = word + 1 < set->words ? differ_north(set, bit, word + 1) << 63 : 0;
        const uint64_t between = differ_north(set, bit, word);
        uint64_t rest =
            differ_east(set, bit, word) | differ_east(set, bit + set->words, word) | between | between >> 1 | next;
        for (; rest != 0; rest &= rest - 1)
            join_square(m, row, word * 64 + (size_t)__builtin_ctzll(rest));
    }
}

static void march_on(march *m)
{
    for (size_t row = 0; row <= m->set->cells.rows; row++) {
        if (m->map != NULL)
            m->steps = ch_isochrone__row_steps(m->map->cells.y + (int32_t)row, m->map->walk_kmh);
        cross_row(m, row + 1, m->north);
        cross_between(m, row);
        join_between(m, row);
        uint32_t *south = m->south;
        m->south = m->north;
        m->north = south;
    }
}

static size_t count_crossings(const ch_isochrone__set *set)
{
    size_t n = 0;
    for (size_t row = 0; row <= set->cells.rows; row++)
        for (size_t word = 0; word < set->words; word++) {
            const uint64_t *bit = set->bit + row * set->words;
            n += (size_t)__builtin_popcountll(differ_east(set, bit, word)) +
                 (size_t)__builtin_popcountll(differ_north(set, bit, word));
        }
    return n;
}

ch_err ch_isochrone__cross(ch_arena *arena, const ch_isochrone__set *set, const ch_time_map *map, uint32_t limit,
                           ch_isochrone__crossings *crossings)
{
    const size_t n = count_crossings(set), bits = set->words * 64 + 1;
    march m = {.set = set, .map = map, .limit = limit < CH_REACH_FAR ? limit : CH_REACH_FAR - 1};
    m.at = n >= CH_ROAD_NONE ? NULL : CH_NEW(arena, ch_isochrone__crossing, n);
    m.south = CH_NEW(arena, uint32_t, bits);
    m.north = CH_NEW(arena, uint32_t, bits);
    m.west = CH_NEW(arena, uint32_t, bits);
    if (m.at == NULL || m.south == NULL || m.north == NULL || m.west == NULL)
        return CH_ENOMEM;
    march_on(&m);
    *crossings = (ch_isochrone__crossings){m.at, m.n};
    return CH_OK;
}
