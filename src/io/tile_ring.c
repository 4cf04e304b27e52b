/* tile_ring.c - rings are thinned by a cone of sight, cut by turning under one blade, and measured. */
#include "tile_ring.h"

#include <math.h>
#include <stdbool.h>

static const double tolerance = 0.5;

typedef struct {
    double x, y;
} arrow;

static double cross(arrow a, arrow b)
{
    return a.x * b.y - a.y * b.x;
}

/* From an eye, the directions that pass within the tolerance of every point seen (Williams 1978, Sklansky and
 * Gonzalez 1980). */
typedef struct {
    ch_tile__at eye;
    bool open; /* nothing seen yet */
    arrow left, right;
    double far2; /* distance of the last point seen, squared */
} sight;

static arrow look_at(const sight *s, ch_tile__at point)
{
    return (arrow){(double)point.x - s->eye.x, (double)point.y - s->eye.y};
}

/* A line that comes back hides how far it went: it may not. */
static bool is_seen(const sight *s, ch_tile__at point)
{
    const arrow to = look_at(s, point);
    return s->open || (to.x * to.x + to.y * to.y >= s->far2 && cross(s->right, to) >= 0 && cross(to, s->left) >= 0);
}

/* The sides are the tangents from the eye to the circle about the point. */
static void narrow(sight *s, ch_tile__at point)
{
    const arrow to = look_at(s, point);
    s->far2 = to.x * to.x + to.y * to.y;
    const double along = sqrt(s->far2 - tolerance * tolerance);
    const arrow left = {to.x * along - to.y * tolerance, to.y * along + to.x * tolerance};
    const arrow right = {to.x * along + to.y * tolerance, to.y * along - to.x * tolerance};
    if (s->open || cross(left, s->left) > 0)
        s->left = left;
    if (s->open || cross(s->right, right) > 0)
        s->right = right;
    s->open = false;
}

size_t ch_tile__thin(ch_tile__at *ring, size_t n)
{
    if (n == 0)
        return 0;
    const ch_tile__at first = ring[0];
    ch_tile__at before = first;
    sight s = {.eye = first, .open = true};
    size_t kept = 1;
    for (size_t i = 1; i <= n; i++) {
        const ch_tile__at next = i < n ? ring[i] : first;
        if (next.x == before.x && next.y == before.y)
            continue;
        if (!is_seen(&s, next)) {
            ring[kept++] = before;
            s = (sight){.eye = before, .open = true};
        }
        narrow(&s, next);
        before = next;
    }
    return kept;
}

/* A ring that grows, each point turned by a quarter; repeats are passed over. */
typedef struct {
    ch_tile__at *at;
    size_t n;
} turned;

static void put(turned *to, ch_tile__at point)
{
    const ch_tile__at at = {point.y, -point.x};
    if (to->n == 0 || to->at[to->n - 1].x != at.x || to->at[to->n - 1].y != at.y)
        to->at[to->n++] = at;
}

/* Where an edge crosses x = at, rounded; a and b lie on different sides. */
static ch_tile__at crossing(ch_tile__at a, ch_tile__at b, int32_t x)
{
    const ch_tile__at west = a.x < b.x ? a : b, east = a.x < b.x ? b : a;
    const int64_t wide = (int64_t)east.x - west.x, rise = ((int64_t)east.y - west.y) * ((int64_t)x - west.x);
    const int64_t twice = 2 * rise + wide;
    const int64_t down = twice / (2 * wide) - (twice % (2 * wide) < 0); /* rounds down, C rounds to zero */
    return (ch_tile__at){x, (int32_t)(west.y + down)};
}

/* Sutherland and Hodgman 1974, one side. */
static size_t cut_east(const ch_tile__at *ring, size_t n, ch_tile__at *other, int32_t half)
{
    turned to = {other, 0};
    for (size_t i = 0; i < n; i++) {
        const ch_tile__at a = ring[i], b = ring[i + 1 < n ? i + 1 : 0];
        if (a.x <= half)
            put(&to, a);
        if ((a.x <= half) != (b.x <= half))
            put(&to, crossing(a, b, half));
    }
    while (to.n > 1 && other[0].x == other[to.n - 1].x && other[0].y == other[to.n - 1].y)
        to.n--;
    return to.n;
}

size_t ch_tile__cut(ch_tile__at *ring, size_t n, ch_tile__at *other, int32_t half)
{
    for (int side = 0; side < 4; side += 2) {
        n = cut_east(ring, n, other, half);
        n = cut_east(other, n, ring, half);
    }
    return n;
}

int64_t ch_tile__turning(const ch_tile__at *ring, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const ch_tile__at a = ring[i], b = ring[i + 1 < n ? i + 1 : 0];
        sum += (int64_t)a.x * b.y - (int64_t)b.x * a.y;
    }
    return sum;
}

void ch_tile__reverse(ch_tile__at *ring, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        const ch_tile__at at = ring[i];
        ring[i] = ring[n - 1 - i];
        ring[n - 1 - i] = at;
    }
}
