/* walk.c - times spread on foot, from middle to middle.
 *
 * Two things count on a way: the time, which is to be least, and how far one has walked, which is bounded. So ways are taken up by how far they
 * are walked (buckets of one metre, Dial 1969), and one that comes to a cell later and no sooner than another is dropped, for
 * whatever it leads to the other reaches too (dominance, Hansen 1980). What remains is exact: the least time over all ways within walk_m. */
#include "lattice.h"

#include <string.h>

const ch_isochrone__move ch_isochrone__moves[CH_ISOCHRONE__MOVES] = {
    {1, 0}, {-1, 0}, {0, 1},  {0, -1},  {1, 1}, {-1, 1}, {1, -1}, {-1, -1},
    {2, 1}, {-2, 1}, {2, -1}, {-2, -1}, {1, 2}, {-1, 2}, {1, -2}, {-1, -2}};

ch_isochrone__steps ch_isochrone__row_steps(int32_t y, double walk_kmh)
{
    ch_isochrone__steps steps;
    double east_m[5]; /* half-way to the row that lies -2 .. 2 farther north */
    for (int north = -2; north <= 2; north++)
        east_m[2 + north] = ch_isochrone__east_m(2 * (int64_t)y + 1 + north);
    for (int i = 0; i < CH_ISOCHRONE__MOVES; i++) {
        const ch_isochrone__move move = ch_isochrone__moves[i];
        const double x_m = move.east * east_m[2 + move.north], y_m = move.north * ch_isochrone__north_m;
        const double m = sqrt(x_m * x_m + y_m * y_m), ms = m * 3600 / walk_kmh;
        steps.ms[i] = ms < 0x1p31 ? (uint32_t)lround(ms) : UINT32_C(1) << 31;
        steps.m[i] = (uint16_t)lround(m);
    }
    return steps;
}

/* A way that has come to a cell. */
typedef struct {
    uint32_t cell, ms;
    uint32_t next; /* of its bucket; NO_WAY: the last */
} way;
#define NO_WAY UINT32_MAX

typedef struct {
    const ch_memory *memory;
    ch_isochrone__steps *steps; /* by row */
    uint32_t *taken;            /* per cell: time of the last way taken up there */
    uint32_t *bucket;           /* by metres walked: its first way */
    way *way;
    size_t ways, capacity;
    const ch_cells *cells;
    int32_t offset[CH_ISOCHRONE__MOVES];
    uint32_t limit, most_m;
    uint32_t *ms;
    uint16_t *walked_m;
} spread;

static bool is_closed(const spread *s, uint32_t cell, int east, int north)
{
    return s->walked_m[(int64_t)cell + north * (int64_t)s->cells->columns + east] == CH_CELL_CLOSED;
}

/* No cell that the straight way between the middles passes is closed. */
static bool is_open(const spread *s, uint32_t cell, ch_isochrone__move move)
{
    const int east = move.east > 0 ? 1 : -1, north = move.north > 0 ? 1 : -1;
    if (is_closed(s, cell, move.east, move.north))
        return false;
    if (move.east == 0 || move.north == 0)
        return true;
    if (move.east == east && move.north == north)
        return !is_closed(s, cell, east, 0) && !is_closed(s, cell, 0, north);
    return !is_closed(s, cell, east, north) &&
           !(move.north == north ? is_closed(s, cell, east, 0) : is_closed(s, cell, 0, north));
}

static bool put_way(spread *s, uint32_t cell, uint32_t ms, uint32_t m)
{
    if (s->ways == s->capacity) {
        const size_t more = s->capacity < 1024 ? 1024 : 2 * s->capacity;
        way *grown =
            more >= NO_WAY ? NULL : ch_memory_grow(s->memory, s->way, s->ways * sizeof *grown, more * sizeof *grown);
        if (grown == NULL)
            return false;
        s->way = grown;
        s->capacity = more;
    }
    s->way[s->ways] = (way){cell, ms, s->bucket[m]};
    s->bucket[m] = (uint32_t)s->ways++;
    return true;
}

/* Is a way to a cell no better than one that is known? */
static bool is_beaten(const spread *s, uint32_t cell, uint64_t ms, uint32_t m)
{
    return ms >= s->taken[cell] || (ms >= s->ms[cell] && m >= s->walked_m[cell]);
}

/* Go on from a cell. */
static bool go_on(spread *s, const ch_isochrone__steps *steps, uint32_t cell, uint32_t ms, uint32_t m)
{
    for (int i = 0; i < CH_ISOCHRONE__MOVES; i++) {
        const uint32_t to = cell + (uint32_t)s->offset[i], to_m = m + steps->m[i];
        const uint64_t to_ms = (uint64_t)ms + steps->ms[i];
        if (is_beaten(s, to, to_ms, to_m) || to_ms > s->limit || to_m > s->most_m ||
            !is_open(s, cell, ch_isochrone__moves[i]))
            continue;
        if (to_ms < s->ms[to] || (to_ms == s->ms[to] && to_m < s->walked_m[to])) {
            s->ms[to] = (uint32_t)to_ms;
            s->walked_m[to] = (uint16_t)to_m;
        }
        if (!put_way(s, to, (uint32_t)to_ms, to_m))
            return false;
    }
    return true;
}

/* Could a step of the least length end in time? */
static bool has_time(const spread *s, const ch_isochrone__steps *steps, uint32_t ms)
{
    const uint32_t least = steps->ms[0] < steps->ms[2] ? steps->ms[0] : steps->ms[2];
    return (uint64_t)ms + least <= s->limit;
}

static bool go_from_streets(spread *s)
{
    memcpy(s->taken, s->ms, (size_t)s->cells->columns * s->cells->rows * sizeof *s->ms);
    for (uint32_t row = 0, cell = 0; row < s->cells->rows; row++)
        for (uint32_t column = 0; column < s->cells->columns; column++, cell++) {
            const uint32_t ms = s->taken[cell];
            if (ms == CH_REACH_FAR || s->walked_m[cell] == CH_CELL_CLOSED || !has_time(s, &s->steps[row], ms))
                continue;
            if (!go_on(s, &s->steps[row], cell, ms, CH_ISOCHRONE__FIRST_M))
                return false;
        }
    return true;
}

static bool take_up(spread *s, way one, uint32_t m)
{
    if (one.ms >= s->taken[one.cell] || (one.ms > s->ms[one.cell] && m >= s->walked_m[one.cell]))
        return true;
    const ch_isochrone__steps *steps = &s->steps[one.cell / s->cells->columns];
    s->taken[one.cell] = one.ms;
    return !has_time(s, steps, one.ms) || go_on(s, steps, one.cell, one.ms, m);
}

static ch_err spread_all(spread *s)
{
    if (!go_from_streets(s))
        return CH_ENOMEM;
    for (uint32_t m = 0; m <= s->most_m; m++)
        for (uint32_t i = s->bucket[m]; i != NO_WAY; i = s->way[i].next)
            if (!take_up(s, s->way[i], m))
                return CH_ENOMEM;
    return CH_OK;
}

static bool make_room(spread *s, double walk_kmh)
{
    const size_t cells = (size_t)s->cells->columns * s->cells->rows, buckets = (size_t)s->most_m + 1;
    s->steps = ch_memory_take(s->memory, s->cells->rows * sizeof *s->steps);
    s->taken = ch_memory_take(s->memory, cells * sizeof *s->taken);
    s->bucket = ch_memory_take(s->memory, buckets * sizeof *s->bucket);
    if (s->steps == NULL || s->taken == NULL || s->bucket == NULL)
        return false;
    for (uint32_t row = 0; row < s->cells->rows; row++)
        s->steps[row] = ch_isochrone__row_steps(s->cells->y + (int32_t)row, walk_kmh);
    for (int i = 0; i < CH_ISOCHRONE__MOVES; i++)
        s->offset[i] = ch_isochrone__moves[i].north * (int32_t)s->cells->columns + ch_isochrone__moves[i].east;
    memset(s->bucket, 0xFF, buckets * sizeof *s->bucket);
    return true;
}

ch_err ch_isochrone__walk(const ch_memory *memory, const ch_cells *cells, double walk_kmh, double walk_m,
                          uint32_t limit, uint32_t *ms, uint16_t *walked_m)
{
    spread s = {
        .memory = memory, .cells = cells, .limit = limit, .most_m = (uint32_t)walk_m, .ms = ms, .walked_m = walked_m};
    const ch_err err = make_room(&s, walk_kmh) ? spread_all(&s) : CH_ENOMEM;
    ch_memory_give(memory, s.steps);
    ch_memory_give(memory, s.taken);
    ch_memory_give(memory, s.bucket);
    ch_memory_give(memory, s.way);
    return err;
}
