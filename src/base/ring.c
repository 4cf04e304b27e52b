/* ring.c - does a ring touch or cross itself? A line sweeps it from west to east and keeps the edges
 * it meets in order from south to north: M. I. Shamos and D. Hoey, Geometric intersection problems,
 * 1976. Up to the first point where edges meet that order is sound, and those that meet there are
 * neighbours in it before the line comes there, so only neighbours are ever compared. All is decided
 * exactly, unless products of coordinates below 1e-140 vanish. */
#include "changhe/geo.h"

#include <math.h>

/* Add x to a sum kept as parts that do not overlap, the smallest first; the result is exact:
 * J. R. Shewchuk, Adaptive precision floating-point arithmetic, 1997, grow-expansion. */
static void add_exactly(double *part, size_t *parts, double x)
{
    for (size_t i = 0; i < *parts; i++) {
        double sum = x + part[i], moved = sum - x;
        part[i] = (x - (sum - moved)) + (part[i] - moved);
        x = sum;
    }
    part[(*parts)++] = x;
}

static void add_product(double *part, size_t *parts, double x, double y)
{
    double product = x * y;
    add_exactly(part, parts, fma(x, y, -product));
    add_exactly(part, parts, product);
}

static int exact_turn(ch_point a, ch_point b, ch_point c)
{
    double part[12];
    size_t parts = 0;
    add_product(part, &parts, a.lon_deg, b.lat_deg);
    add_product(part, &parts, -a.lat_deg, b.lon_deg);
    add_product(part, &parts, b.lon_deg, c.lat_deg);
    add_product(part, &parts, -b.lat_deg, c.lon_deg);
    add_product(part, &parts, c.lon_deg, a.lat_deg);
    add_product(part, &parts, -c.lat_deg, a.lon_deg);
    while (parts > 0 && part[parts - 1] == 0)
        parts--;
    return parts == 0 ? 0 : part[parts - 1] > 0 ? 1 : -1;
}

/* 1: a, b, c turn left; -1: right; 0: on one line. Exact: the quick answer counts only where it
 * is past its rounding error (Shewchuk's ccwerrboundA). */
static int turn(ch_point a, ch_point b, ch_point c)
{
    double left = (a.lon_deg - c.lon_deg) * (b.lat_deg - c.lat_deg);
    double right = (a.lat_deg - c.lat_deg) * (b.lon_deg - c.lon_deg);
    double bound = 3.3306690738754716e-16 * (fabs(left) + fabs(right));
    if (left - right > bound)
        return 1;
    if (left - right < -bound)
        return -1;
    return exact_turn(a, b, c);
}

static bool is_same(ch_point a, ch_point b)
{
    return a.lon_deg == b.lon_deg && a.lat_deg == b.lat_deg;
}

static bool in_frame(ch_point a, ch_point b, ch_point p)
{
    return fmin(a.lon_deg, b.lon_deg) <= p.lon_deg && p.lon_deg <= fmax(a.lon_deg, b.lon_deg) &&
           fmin(a.lat_deg, b.lat_deg) <= p.lat_deg && p.lat_deg <= fmax(a.lat_deg, b.lat_deg);
}

/* A point of a-b near its crossing with c-d, however flat that is. */
static ch_point meeting_point(ch_point a, ch_point b, ch_point c, ch_point d)
{
    double dx = b.lon_deg - a.lon_deg, dy = b.lat_deg - a.lat_deg;
    double ex = d.lon_deg - c.lon_deg, ey = d.lat_deg - c.lat_deg;
    double along = ((c.lon_deg - a.lon_deg) * ey - (c.lat_deg - a.lat_deg) * ex) / (dx * ey - dy * ex);
    along = fmin(fmax(along, 0), 1);
    return (ch_point){a.lon_deg + along * dx, a.lat_deg + along * dy};
}

/* Have the edges a-b and c-d a point in common? */
static bool edges_meet(ch_point a, ch_point b, ch_point c, ch_point d, ch_point *where)
{
    int abc = turn(a, b, c), abd = turn(a, b, d), cda = turn(c, d, a), cdb = turn(c, d, b);
    if (abc * abd < 0 && cda * cdb < 0) {
        *where = meeting_point(a, b, c, d);
        return true;
    }
    const struct {
        bool is_on;
        ch_point point;
    } ends[] = {
        {abc == 0 && in_frame(a, b, c), c},
        {abd == 0 && in_frame(a, b, d), d},
        {cda == 0 && in_frame(c, d, a), a},
        {cdb == 0 && in_frame(c, d, b), b},
    };
    for (size_t i = 0; i < 4; i++) {
        if (ends[i].is_on) {
            *where = ends[i].point;
            return true;
        }
    }
    return false;
}

/* Does the line come to a before b? Of points on one longitude to the southern ones first, as if it
 * leaned a little; so an edge along a meridian too has an end that is met first. */
static bool is_before(ch_point a, ch_point b)
{
    return a.lon_deg < b.lon_deg || (a.lon_deg == b.lon_deg && a.lat_deg < b.lat_deg);
}

#define NONE UINT32_MAX
enum { SOUTH, NORTH };

/* The ring, and the edges the line meets now as a tree that splays: D. D. Sleator and R. E. Tarjan,
 * Self-adjusting binary search trees, 1985. */
typedef struct {
    ch_geo_edge *edge;
    uint32_t edges, root;
} sweep;

static uint32_t edge_after(const sweep *s, uint32_t i)
{
    return i + 1 < s->edges ? i + 1 : 0;
}

static uint32_t edge_before(const sweep *s, uint32_t i)
{
    return i > 0 ? i - 1 : s->edges - 1;
}

static ch_point begin_of(const sweep *s, uint32_t i)
{
    return s->edge[i].begin;
}

static ch_point end_of(const sweep *s, uint32_t i)
{
    return s->edge[edge_after(s, i)].begin;
}

/* Edges between points that differ; how many there are. */
static uint32_t list_edges(const ch_point *point, size_t n, ch_geo_edge *edge)
{
    uint32_t edges = 0;
    for (size_t i = 0; i + 1 < n; i++)
        if (!is_same(point[i], point[i + 1]))
            edge[edges++].begin = point[i];
    return edges;
}

/* ---- corners from west to east */

static bool comes_later(const sweep *s, uint32_t i, uint32_t j)
{
    return is_before(begin_of(s, j), begin_of(s, i));
}

static void sink(sweep *s, size_t n, size_t hole)
{
    const uint32_t moved = s->edge[hole].corner;
    for (size_t child; (child = 2 * hole + 1) < n; hole = child) {
        if (child + 1 < n && comes_later(s, s->edge[child + 1].corner, s->edge[child].corner))
            child++;
        if (!comes_later(s, s->edge[child].corner, moved))
            break;
        s->edge[hole].corner = s->edge[child].corner;
    }
    s->edge[hole].corner = moved;
}

/* Heapsort: in place, and with no state but its arguments, which qsort lacks. */
static void sort_corners(sweep *s)
{
    for (uint32_t i = 0; i < s->edges; i++)
        s->edge[i].corner = i;
    for (size_t i = s->edges / 2; i-- > 0;)
        sink(s, s->edges, i);
    for (size_t end = s->edges; end-- > 1;) {
        const uint32_t last = s->edge[0].corner;
        s->edge[0].corner = s->edge[end].corner;
        s->edge[end].corner = last;
        sink(s, end, 0);
    }
}

/* ---- edges from south to north */

/* 1: the point is north of the edge; -1: south; 0: on its line. */
static int side_of(const sweep *s, uint32_t i, ch_point p)
{
    const ch_point begin = begin_of(s, i), end = end_of(s, i);
    return is_before(begin, end) ? turn(begin, end, p) : turn(end, begin, p);
}

/* The tree with another top: an edge through the point, or else one next to it. On the way down
 * edges south and north of the point are hung into two trees, which the new top joins. */
static uint32_t splay(sweep *s, uint32_t top, ch_point p)
{
    if (top == NONE)
        return NONE;
    uint32_t half[2] = {NONE, NONE}, *hook[2] = {&half[SOUTH], &half[NORTH]};
    for (int side = side_of(s, top, p); side != 0;) {
        const int way = side > 0 ? NORTH : SOUTH;
        uint32_t next = s->edge[top].child[way];
        if (next == NONE)
            break;
        int next_side = side_of(s, next, p);
        if (next_side == side) {
            s->edge[top].child[way] = s->edge[next].child[!way];
            s->edge[next].child[!way] = top;
            top = next;
            next = s->edge[top].child[way];
            if (next == NONE)
                break;
            next_side = side_of(s, next, p);
        }
        *hook[!way] = top;
        hook[!way] = &s->edge[top].child[way];
        top = next;
        side = next_side;
    }
    for (int way = SOUTH; way <= NORTH; way++) {
        *hook[way] = s->edge[top].child[way];
        s->edge[top].child[way] = half[way];
    }
    return top;
}

static void make_neighbours(sweep *s, uint32_t south, uint32_t north)
{
    if (south != NONE)
        s->edge[south].beside[NORTH] = north;
    if (north != NONE)
        s->edge[north].beside[SOUTH] = south;
}

static void put_at_top(sweep *s, uint32_t i, uint32_t south, uint32_t north)
{
    s->edge[i].child[SOUTH] = south;
    s->edge[i].child[NORTH] = north;
    s->root = i;
}

/* Have two neighbours a point in common? Not the corner they share on the ring: where the ring does
 * not fold back they have no other. */
static bool neighbours_meet(const sweep *s, uint32_t i, uint32_t j, ch_point *where)
{
    if (i == NONE || j == NONE || edge_after(s, i) == j || edge_after(s, j) == i)
        return false;
    return edges_meet(begin_of(s, i), end_of(s, i), begin_of(s, j), end_of(s, j), where);
}

/* ---- what the line does at a corner; each step tells whether edges met */

/* Two edges begin at p. */
static bool open_wedge(sweep *s, uint32_t i, uint32_t j, ch_point p, ch_point *where)
{
    const ch_point other = is_same(begin_of(s, j), p) ? end_of(s, j) : begin_of(s, j);
    const bool j_is_north = side_of(s, i, other) > 0;
    const uint32_t south = j_is_north ? i : j, north = j_is_north ? j : i;

    const uint32_t top = splay(s, s->root, p);
    uint32_t beside[2] = {NONE, NONE}, half[2] = {NONE, NONE};
    if (top != NONE) {
        const int side = side_of(s, top, p), to_top = side > 0 ? SOUTH : NORTH;
        if (side == 0) {
            *where = p;
            return true;
        }
        beside[to_top] = top;
        beside[!to_top] = s->edge[top].beside[!to_top];
        half[to_top] = top;
        half[!to_top] = s->edge[top].child[!to_top];
        s->edge[top].child[!to_top] = NONE;
    }
    put_at_top(s, south, half[SOUTH], NONE);
    put_at_top(s, north, south, half[NORTH]);
    make_neighbours(s, beside[SOUTH], south);
    make_neighbours(s, south, north);
    make_neighbours(s, north, beside[NORTH]);
    return neighbours_meet(s, beside[SOUTH], south, where) || neighbours_meet(s, north, beside[NORTH], where);
}

/* Bring to the top the edge that ends at p; where another comes up it goes through p. */
static bool another_passes(sweep *s, uint32_t i, uint32_t j, ch_point p, ch_point *where)
{
    s->root = splay(s, s->root, p);
    if (s->root == i || s->root == j)
        return false;
    *where = p;
    return true;
}

/* The edge that ends at p gives its place to the one that begins there. */
static bool go_on(sweep *s, uint32_t ending, uint32_t beginning, ch_point p, ch_point *where)
{
    if (another_passes(s, ending, ending, p, where))
        return true;
    const ch_geo_edge *old = &s->edge[ending];
    const uint32_t south = old->beside[SOUTH], north = old->beside[NORTH];
    put_at_top(s, beginning, old->child[SOUTH], old->child[NORTH]);
    make_neighbours(s, south, beginning);
    make_neighbours(s, beginning, north);
    return neighbours_meet(s, south, beginning, where) || neighbours_meet(s, beginning, north, where);
}

/* Two edges end at p. */
static bool close_wedge(sweep *s, uint32_t i, uint32_t j, ch_point p, ch_point *where)
{
    for (int n = 0; n < 2; n++) {
        if (another_passes(s, i, j, p, where))
            return true;
        const ch_geo_edge *old = &s->edge[s->root];
        const uint32_t south = splay(s, old->child[SOUTH], p), north = old->child[NORTH];
        make_neighbours(s, old->beside[SOUTH], old->beside[NORTH]);
        if (neighbours_meet(s, old->beside[SOUTH], old->beside[NORTH], where))
            return true;
        s->root = south == NONE ? north : south;
        if (south != NONE) /* the northernmost of its tree, as all of that lies south of p */
            s->edge[south].child[NORTH] = north;
    }
    return false;
}

static bool pass_corner(sweep *s, uint32_t corner, ch_point *where)
{
    const uint32_t in = edge_before(s, corner), out = corner;
    const ch_point p = begin_of(s, corner);
    const bool in_ends = is_before(begin_of(s, in), p), out_ends = is_before(end_of(s, out), p);
    if (in_ends && out_ends)
        return close_wedge(s, in, out, p, where);
    if (in_ends || out_ends)
        return go_on(s, in_ends ? in : out, in_ends ? out : in, p, where);
    return open_wedge(s, in, out, p, where);
}

/* Does the ring turn back on itself at the corner? */
static bool folds_back(const sweep *s, uint32_t corner)
{
    const ch_point a = begin_of(s, edge_before(s, corner)), b = begin_of(s, corner), c = end_of(s, corner);
    return is_before(a, b) == is_before(c, b) && turn(a, b, c) == 0;
}

static bool comes_back(const sweep *s, size_t nth)
{
    return nth > 0 && is_same(begin_of(s, s->edge[nth - 1].corner), begin_of(s, s->edge[nth].corner));
}

bool ch_geo_ring_crosses(const ch_point *point, size_t n, ch_geo_edge *scratch, ch_point *where)
{
    if (n < 2 || n >= NONE)
        return false;
    sweep s = {scratch, list_edges(point, n, scratch), NONE};
    if (s.edges < 2)
        return false;

    sort_corners(&s);
    for (uint32_t i = 0; i < s.edges; i++) {
        const uint32_t corner = s.edge[i].corner;
        if (folds_back(&s, corner) || comes_back(&s, i)) {
            *where = begin_of(&s, corner);
            return true;
        }
    }
    for (uint32_t i = 0; i < s.edges; i++)
        if (pass_corner(&s, s.edge[i].corner, where))
            return true;
    return false;
}

/* The shoelace formula, about the first point to keep digits. */
double ch_geo_ring_turning(const ch_point *point, size_t n)
{
    double sum = 0;
    for (size_t i = 1; i + 1 < n; i++)
        sum += (point[i].lon_deg - point[0].lon_deg) * (point[i + 1].lat_deg - point[0].lat_deg) -
               (point[i + 1].lon_deg - point[0].lon_deg) * (point[i].lat_deg - point[0].lat_deg);
    return sum;
}
